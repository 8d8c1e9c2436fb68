from odoo import models


class ReportGrading(models.AbstractModel):
    """The outlets by the score of their assessments, with grade and last time: a page for each company."""
    _name = 'report.aftersales.report_grading'
    _inherit = ['aftersales.print.mixin']
    _description = "Outlet Grading List"

    _print_model = 'aftersales.audit'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_pages(self, docs):
        """What is not reported yet is no result."""
        audits = docs.filtered(lambda audit: audit.state in ('done', 'approved')).sorted(
            lambda audit: (audit.company_id.id, -audit.score, audit.id))
        before, grades = self._get_last_times(audits), self.env['aftersales.outlet.grade'].search([], limit=100)
        return [
            {**self._prepare_page(own[0]), 'audits': own, 'before': before, 'grades': grades}
            for own in audits.grouped('company_id').values()] or [
                {**self._prepare_page(doc), 'audits': audits, 'before': {}, 'grades': grades} for doc in docs[:1]]

    def _get_last_times(self, audits):
        """The assessment of the outlet before each of these."""
        reported = audits.search(
            [('workshop_id', 'in', audits.workshop_id.ids), ('state', 'in', ('done', 'approved'))],
            order='date desc, id desc', limit=10000)
        by_outlet = reported.grouped('workshop_id')
        return {
            audit: next((
                other for other in by_outlet[audit.workshop_id] if (other.date, other.id) < (audit.date, audit.id)
            ), audits.browse()) for audit in audits}

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id}
