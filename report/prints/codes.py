"""Bar and QR codes as PNG images for pages.

Core's barcode widget needs a bitmap back end of reportlab that is not installed
everywhere; these need nothing beyond what core itself requires.
"""
import io
from base64 import b64encode

import qrcode
from PIL import Image, ImageDraw
from reportlab.graphics.barcode.code128 import Code128


def draw_bar_code(value, module=3, height=120, quiet_modules=10):
    """Code 128 as a data URI; "" for a value the code has no signs for (a Chinese outlet code, say)."""
    if not value or not value.isascii():
        return ''
    code = Code128(value)
    code.validate()
    code.encode()
    code.decompose()
    # One letter a stripe: capitals are bars, small letters gaps; a to d are 1 to 4 modules wide.
    stripes = [(sign.isupper(), ord(sign.lower()) - ord('a') + 1) for sign in code.decomposed]
    width = sum(size for __, size in stripes) + 2 * quiet_modules
    image = Image.new('1', (width * module, height), 1)
    draw, position = ImageDraw.Draw(image), quiet_modules
    for is_bar, size in stripes:
        if is_bar:
            draw.rectangle((position * module, 0, (position + size) * module - 1, height), fill=0)
        position += size
    return _get_data_uri(image)


def draw_qr_code(value, module=8):
    """QR code as a data URI."""
    code = qrcode.QRCode(border=2)
    code.add_data(value)
    matrix = code.get_matrix()
    image = Image.new('1', (len(matrix) * module,) * 2, 1)
    draw = ImageDraw.Draw(image)
    for y, row in enumerate(matrix):
        for x, is_dark in enumerate(row):
            if is_dark:
                draw.rectangle((x * module, y * module, (x + 1) * module - 1, (y + 1) * module - 1), fill=0)
    return _get_data_uri(image)


def _get_data_uri(image):
    stream = io.BytesIO()
    image.save(stream, format='PNG')
    return 'data:image/png;base64,' + b64encode(stream.getvalue()).decode()
