from odoo import models


class ReportRescueRound(models.AbstractModel):
    """What the customer of a fleet gets of an inspection: of each car its state, what was found, what we propose (J9)."""
    _name = 'report.aftersales.report_rescue_round'
    _inherit = ['aftersales.print.mixin']
    _description = "Inspection Report"

    _print_model = 'aftersales.rescue'

    def _get_print_lang(self, doc):
        return doc.partner_id.lang or super()._get_print_lang(doc)

    def _prepare_content(self, doc):
        return {'address': doc.workshop_id._get_print_address()}
