"""Bar and QR codes as images for pages.

Drawn as SVG: the bitmap back end that core's barcode widget needs is not installed everywhere.
"""
from base64 import b64encode

from reportlab.graphics.barcode import createBarcodeDrawing


def draw_bar_code(value):
    """Code 128 as a data URI; "" for a value that it has no signs for (a Chinese outlet code, say)."""
    if not value or not value.isascii():
        return ''
    return _draw('Code128', value, width=380, height=48, humanReadable=False, quiet=False)


def draw_qr_code(value):
    """QR code as a data URI."""
    return _draw('QR', value, width=190, height=190, barBorder=0)


def _draw(symbology, value, **options):
    svg = createBarcodeDrawing(symbology, value=value, **options).asString('svg')
    return 'data:image/svg+xml;base64,' + b64encode(svg.encode()).decode()
