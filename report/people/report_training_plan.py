from odoo import models

MONTHS = range(1, 13)


class ReportTrainingPlan(models.AbstractModel):
    """The plan of a year: each kind of training with its months, planned and held."""
    _name = 'report.aftersales.report_training_plan'
    _inherit = ['aftersales.print.mixin']
    _description = "Print of the Training Plan"

    _print_model = 'aftersales.training.plan'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_pages(self, docs):
        counts = self._count_sessions(docs)
        pages = super()._prepare_pages(docs)
        for page in pages:
            plan = page['doc']
            page['rows'] = [{'line': line, 'months': [
                tuple(counts.get((plan.company_id.id, line.kind_id.id, state, plan.plan_year, month), 0)
                      for state in ('planned', 'held')) for month in MONTHS]} for line in plan.line_ids]
        return pages

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id, 'months': list(MONTHS)}

    def _count_sessions(self, plans):
        """:return: dict of (company, kind, state, year, month): sessions"""
        years = plans.mapped('plan_year')
        if not years:
            return {}
        return {
            (company.id, kind.id, state, month.year, month.month): count
            for company, kind, state, month, count in self.env['aftersales.training.session'].sudo()._read_group([
                ('company_id', 'in', plans.company_id.ids), ('training_day', '>=', f'{min(years):04}-01-01'),
                ('training_day', '<=', f'{max(years):04}-12-31'), ('state', '!=', 'cancelled'),
            ], ['company_id', 'kind_id', 'state', 'training_day:month'], ['__count'])}
