from odoo import models


class ReportOldPartReceipt(models.AbstractModel):
    """What the customer signed for when he took his old parts along (H6)."""
    _name = 'report.aftersales.report_old_part_receipt'
    _inherit = ['aftersales.print.mixin']
    _description = "Receipt for Old Parts"

    _print_model = 'aftersales.old.part.receipt'

    def _get_print_lang(self, doc):
        return doc.order_id.partner_id.lang or super()._get_print_lang(doc)

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(),
            'lines': [line.split('\t') for line in (doc.parts or '').splitlines()],
        }
