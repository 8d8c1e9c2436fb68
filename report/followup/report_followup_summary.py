from odoo import models


class ReportFollowupSummary(models.AbstractModel):
    """What a month or a year of follow-up gave, with minutes and conclusions (J3)."""
    _name = 'report.aftersales.report_followup_summary'
    _inherit = ['aftersales.print.mixin']
    _description = "Summary of Follow-up"

    _print_model = 'aftersales.followup.summary'

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address() if doc.workshop_id else doc.company_id.partner_id,
            'figures': doc._get_figures(), 'actions': doc._prepare_actions(),
            'present': ", ".join(doc.attendee_ids.mapped('name'))}
