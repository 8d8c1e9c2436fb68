from odoo import models


class ReportDutyList(models.AbstractModel):
    """The duties of the law with evidence, last check and next date: a page for each company."""
    _name = 'report.aftersales.report_duty_list'
    _inherit = ['aftersales.print.mixin']
    _description = "List of Duties"

    _print_model = 'aftersales.duty'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_pages(self, docs):
        duties = docs.sorted(lambda duty: (duty.company_id.id, duty.law, duty.next_date, duty.id))
        return [{**self._prepare_page(own[0]), 'duties': own} for own in duties.grouped('company_id').values()]

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id}
