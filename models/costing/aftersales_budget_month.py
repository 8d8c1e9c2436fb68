from odoo import api, fields, models
from odoo.tools import SQL

from .aftersales_cost_account import KINDS


class AftersalesBudgetMonth(models.Model):
    """Released budgets beside what was spent; the forecast of a year: what months that are over cost, and the budget of
    the others, or what they have cost already where that is more (N5)."""
    _name = 'aftersales.budget.month'
    _description = "Budget and Actual"
    _inherit = ['aftersales.month.mixin']
    _asked_field = 'month'
    _asked_by_month = True
    _auto = False

    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", readonly=True)
    kind = fields.Selection(KINDS, string="Kind of Cost", readonly=True)
    budget = fields.Monetary(string="Budget", readonly=True)
    actual = fields.Monetary(string="Actually Spent", readonly=True)
    difference = fields.Monetary(string="Spent less Budget", readonly=True)
    forecast = fields.Monetary(
        string="Forecast", readonly=True,
        help="What was spent in months that are over; of the others their budget, or what was spent where that is more.")

    @property
    def _table_query(self):
        today = self.env.company._get_today()
        return SQL(
            """
            SELECT %(row)s AS id, told.month, told.company_id, company.currency_id, told.workshop_id, told.kind,
                   SUM(told.budget) AS budget, SUM(told.actual) AS actual, SUM(told.actual) - SUM(told.budget) AS difference,
                   CASE WHEN told.month < %(month)s THEN SUM(told.actual)
                        ELSE GREATEST(SUM(told.budget), SUM(told.actual)) END AS forecast
              FROM (
                    SELECT line.month, budget.company_id, budget.workshop_id, line.kind, line.amount::numeric AS budget,
                           0::numeric AS actual
                      FROM aftersales_budget_line line
                      JOIN aftersales_budget budget ON budget.id = line.budget_id AND budget.state = 'released'
                     WHERE %(asked)s
                 UNION ALL
                    SELECT spent.month, spent.company_id, spent.workshop_id, spent.kind, 0, spent.amount
                      FROM (%(spent)s) AS spent
              ) AS told
              JOIN res_company company ON company.id = told.company_id
             WHERE told.company_id IN %(companies)s
          GROUP BY told.month, told.company_id, company.currency_id, told.workshop_id, told.kind
            """, row=self.env['aftersales.cost.month']._get_row_number(), month=today.replace(day=1),
            asked=self._limit_to_asked(SQL("line.month")), spent=self.env['aftersales.cost.month']._table_query,
            companies=self._get_companies())

    @api.model
    def _get_month_number(self, row):
        return 1900 * 12 + row // (2097152 * 16)
