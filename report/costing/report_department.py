from dateutil.relativedelta import relativedelta

from odoo import models

from odoo.addons.aftersales.models.costing.aftersales_cost_account import KINDS

AMOUNTS = (
    'revenue', 'service_gross', 'parts_gross', 'other_gross', 'overhead', 'result', 'bad_debts', 'writedowns', 'result_after',
    'receivables')
RATIOS = ('absorption', 'receivable_days', 'stock_turns')


class ReportDepartment(models.AbstractModel):
    """The month's result on a page: beside the month before and the year before, and costs against the budget."""
    _name = 'report.aftersales.report_department'
    _inherit = ['aftersales.print.mixin']
    _description = "Print of the Department's Result"

    _print_model = 'aftersales.department.month'

    def _get_print_tz(self, doc):
        return doc.company_id._get_clock_zone()

    def _prepare_pages(self, docs):
        months = {month for doc in docs for month in self._get_months(doc)}
        Row = docs.env['aftersales.department.month']
        rows = {(row.company_id, row.month): row for row in Row.search([
            ('month', 'in', list(months)), ('company_id', 'in', docs.company_id.ids)])}
        costs = self._fetch_costs(docs)
        return [{
            **self._prepare_page(doc), 'costs': costs.get((doc.company_id, doc.month), {}), 'kinds': [key for key, __ in KINDS],
            'columns': [rows.get((doc.company_id, month), Row) for month in self._get_months(doc)],
            'months': self._get_months(doc), 'amounts': AMOUNTS, 'ratios': RATIOS,
            'labels': self._get_labels(doc.env(context={**doc.env.context, **self._get_print_terms(doc)})),
        } for doc in docs]

    def _prepare_content(self, doc):
        return {'address': doc.company_id.partner_id}

    def _get_months(self, doc):
        return [doc.month, doc.month - relativedelta(months=1), doc.month - relativedelta(years=1)]

    def _get_labels(self, env):
        """:return: what stands before each row, in the page's language"""
        fields = env['aftersales.department.month']._fields
        kinds = env['aftersales.cost.month']._fields['kind']._description_selection(env)
        return {**{name: fields[name]._description_string(env) for name in (*AMOUNTS, *RATIOS)}, **dict(kinds)}

    def _fetch_costs(self, docs):
        """:return: dict of (company, month): dict of kind: (budget, spent, budget and spent from the year's first month on)"""
        costs = {}
        if not docs:
            return costs
        first = min(docs.mapped('month')).replace(month=1)
        rows = docs.env['aftersales.budget.month']._read_group(
            [('company_id', 'in', docs.company_id.ids), ('month', '>=', first), ('month', '<=', max(docs.mapped('month')))],
            ['company_id', 'kind', 'month:month'], ['budget:sum', 'actual:sum'])
        for doc in docs:
            own = costs.setdefault((doc.company_id, doc.month), {kind: [0.0] * 4 for kind, __ in KINDS})
            for company, kind, month, budget, actual in rows:
                month = month.date() if hasattr(month, 'date') else month
                if company == doc.company_id and month.year == doc.month.year and month <= doc.month:
                    sums = own[kind]
                    if month == doc.month:
                        sums[0] += budget
                        sums[1] += actual
                    sums[2] += budget
                    sums[3] += actual
        return costs
