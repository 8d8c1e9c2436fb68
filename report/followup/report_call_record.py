from odoo import models


class ReportCallRecord(models.AbstractModel):
    """One call as the form of the trade has it (跟踪服务电话记录表): who, what was said, what is to do (J3)."""
    _name = 'report.aftersales.report_call_record'
    _inherit = ['aftersales.print.mixin']
    _description = "Record of a Call"

    _print_model = 'aftersales.followup.contact'

    def _get_print_tz(self, doc):
        return doc.workshop_id._get_tz().zone

    def _prepare_content(self, doc):
        return {
            'address': doc.workshop_id._get_print_address(), 'step': doc.followup_id,
            'topics': doc.said_step_ids.mapped('name'), 'answers': doc._get_answered().splitlines()}
