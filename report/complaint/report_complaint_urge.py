from odoo import models


class ReportComplaintUrge(models.AbstractModel):
    """The urge note on paper: to whoever holds the step, in his language, with room to say why it is late."""
    _name = 'report.aftersales.report_complaint_urge'
    _inherit = ['aftersales.print.mixin']
    _description = "Urge Note"

    _print_model = 'aftersales.complaint'

    def _get_print_lang(self, doc):
        return doc.holder_id.lang or super()._get_print_lang(doc)

    def _get_print_tz(self, doc):
        return doc._get_tz().zone

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address() if doc.workshop_id else doc.company_id.partner_id,
            'late_by': doc._get_days_late()}
