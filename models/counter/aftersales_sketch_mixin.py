from base64 import b64decode, b64encode
from functools import cache

from lxml import etree

from odoo import models
from odoo.tools import file_open
from odoo.tools.image import image_data_uri, image_process

# Where the views stand in static/img/car_sketch.svg, as x, y, width, height; the screen knows them from
# static/src/counter/damage_sketch/damage_sketch_field.js, and has the same colours in its style sheet.
VIEW_BOXES = {
    'left': (200, 10, 400, 150),
    'front': (10, 205, 180, 150),
    'top': (200, 190, 400, 180),
    'back': (610, 205, 180, 150),
    'right': (200, 400, 400, 150),
    'interior_front': (10, 10, 180, 150),
    'dashboard': (610, 10, 180, 150),
    'interior_rear': (10, 400, 180, 150),
    'boot': (610, 400, 180, 150),
}
COLOURS = {
    'scratch': '#9a6700', 'dent': '#1a6fb5', 'crack': '#b91c1c', 'chip': '#6d28d9', 'rust': '#92400e',
    'stain': '#4d7c0f', 'tear': '#be185d', 'burn': '#c2410c', 'broken': '#0f766e', 'missing': '#111827', 'other': '#4b5563',
}
FONT = "'Noto Sans', 'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', 'DejaVu Sans', sans-serif"
THUMBNAIL = (360, 270)


@cache
def _read_sketch():
    with file_open('aftersales/static/img/car_sketch.svg', 'rb') as file:
        return file.read()


class AftersalesSketchMixin(models.AbstractModel):
    """A sheet with a sketch of the car, whose marks are in ``damage_ids``: how the sketch is put on paper."""

    _name = 'aftersales.sketch.mixin'
    _description = 'Sheet with a Sketch'

    def _get_print_marks(self):
        """Marks with the number they carry on the sketch: list of (number, mark)."""
        self.ensure_one()
        return list(enumerate(self.damage_ids.sorted('id'), start=1))

    def _get_print_sketch(self):
        """The sketch with its marks as a data URI of an SVG."""
        self.ensure_one()
        svg = etree.fromstring(_read_sketch())
        svg.set('viewBox', '0 0 800 575')
        svg.set('width', '800')
        svg.set('height', '575')
        labels = dict(self.damage_ids._fields['view']._description_selection(self.env))
        for view, (x, y, width, height) in VIEW_BOXES.items():
            self._add_print_text(svg, x + width / 2, y + height + 14, labels[view], size=13, fill='#5a6470')
        for number, mark in self._get_print_marks():
            x, y, width, height = VIEW_BOXES[mark.view]
            x, y = x + mark.x * width, y + mark.y * height
            etree.SubElement(
                svg, 'circle', cx=f'{x:.1f}', cy=f'{y:.1f}', r='14', fill=COLOURS[mark.kind], stroke='#ffffff')
            self._add_print_text(svg, x, y + 5, str(number), size=15, fill='#ffffff')
        return 'data:image/svg+xml;base64,' + b64encode(etree.tostring(svg)).decode()

    def _add_print_text(self, svg, x, y, text, size, fill):
        element = etree.SubElement(svg, 'text', {
            'x': f'{x:.1f}', 'y': f'{y:.1f}', 'text-anchor': 'middle', 'font-family': FONT, 'font-size': str(size),
            'fill': fill, 'stroke': 'none',
        })
        element.text = text

    def _get_print_thumbnail(self, data):
        return image_data_uri(b64encode(image_process(b64decode(data), size=THUMBNAIL, quality=80)))
