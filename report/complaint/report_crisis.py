from odoo import models


class ReportCrisis(models.AbstractModel):
    """The review of a crisis: what happened, who spoke, what was said and done when, what it taught."""
    _name = 'report.aftersales.report_crisis'
    _inherit = ['aftersales.print.mixin']
    _description = "Review of a Crisis"

    _print_model = 'aftersales.crisis'

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone if doc.workshop_id else super()._get_print_tz(doc)

    def _prepare_content(self, doc):
        return {'address': doc.workshop_id._get_print_address() if doc.workshop_id else doc.company_id.partner_id}
