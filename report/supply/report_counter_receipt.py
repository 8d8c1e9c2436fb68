from odoo import models

from odoo.addons.aftersales.models.base.words import say_unit


class ReportCounterReceipt(models.AbstractModel):
    """What a customer takes along with parts from the counter, or finds in his parcel (H9); no invoice."""
    _name = 'report.aftersales.report_counter_receipt'
    _inherit = ['aftersales.print.mixin']
    _description = "Counter Receipt"

    _print_model = 'aftersales.counter.sale'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        promises = {line: line._get_guarantee_promise() for line in doc.line_ids}
        return {
            'has_guarantee': any(
                promises[line] or line.guarantee_until or line.guarantee_km for line in doc.line_ids),
            'address': doc.workshop_id._get_print_address(),
            'rows': [{
                'line': line, 'unit': say_unit(line.product_uom_id),
                # The number stands in a column of its own.
                'name': line.name.removeprefix(f'[{line.product_id.default_code}] '),
                'promise': promises[line],
                'numbers': ", ".join(line.lot_ids.mapped('name')),
            } for line in doc.line_ids],
        }
