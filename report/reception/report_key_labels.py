from odoo import models

from odoo.addons.aftersales.report.base.codes import draw_bar_code


class ReportKeyLabels(models.AbstractModel):
    """A label for the key and one for each box in which things of the customer are kept (D2)."""

    _name = 'report.aftersales.report_key_labels'
    _inherit = ['aftersales.print.mixin']
    _description = "Labels of Key and Boxes"

    _print_model = 'aftersales.checkin'

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        boxes = {}
        for thing in doc.belonging_ids.filtered('box'):
            boxes.setdefault(thing.box, []).append(
                f'{thing._get_print_name()} × {thing.quantity}' if thing.quantity != 1 else thing._get_print_name())
        key = {'head': doc.key_tag or '–', 'kind': doc.env._("Car Key"), 'things': ''}
        labels = [key, *(
            {'head': box, 'kind': doc.env._("Storage Box"), 'things': ", ".join(things)} for box, things in boxes.items())]
        return {
            'bar_code': draw_bar_code(doc.order_id.name),
            'rows': [labels[start:start + 2] for start in range(0, len(labels), 2)],
        }
