from odoo import models


class ReportRefusal(models.AbstractModel):
    """The letter by which warranty is refused: the ground, what was found, and what the customer may do."""
    _name = 'report.aftersales.report_refusal'
    _inherit = ['aftersales.print.mixin']
    _description = "Letter of Refusal"

    _print_model = 'aftersales.coverage.refusal'

    def _get_print_lang(self, doc):
        return doc.order_id._get_lang()

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(),
            'grounds': doc._get_grounds(),
            'policy': doc.coverage_id.policy_id,
        }
