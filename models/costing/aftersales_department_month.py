from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

MONEY = {'readonly': True}
RATIO = {'readonly': True, 'aggregator': None, 'digits': (16, 1)}


class AftersalesDepartmentMonth(models.Model):
    """The month's result of after-sales: gross of labour, parts and other work by the orders, overhead by the costs of the
    month, bad debts and write-downs as the books have them (``aftersales.result.month``); absorption, receivables, turns (N5).
    """
    _name = 'aftersales.department.month'
    _description = "Result of the Department"
    _inherit = ['aftersales.month.mixin']
    _asked_field = 'month'
    _asked_by_month = True
    _auto = False

    revenue = fields.Monetary(string="Sold without Tax", **MONEY)
    service_gross = fields.Monetary(string="Gross of Labour", **MONEY, help="Labour sold, less the cost of its hours.")
    parts_gross = fields.Monetary(string="Gross of Parts", **MONEY, help="Parts sold, less what the stock says of them.")
    other_gross = fields.Monetary(string="Gross of Other Work", **MONEY, help="Sublet and other work, less its cost.")
    overhead = fields.Monetary(string="Overhead of the Month", **MONEY, help="Cost of equipment and administration.")
    result = fields.Monetary(string="Result without Write-Downs", **MONEY, help="Gross in all, less overhead.")
    bad_debts = fields.Monetary(**MONEY, help="On the accounts that the settings name for them.")
    writedowns = fields.Monetary(string="Write-Downs", **MONEY)
    result_after = fields.Monetary(string="Result with Write-Downs", **MONEY)
    absorption = fields.Float(
        string="Absorption (%)", **RATIO, help="(Gross of labour + gross of parts) / overhead of the month.")
    receivables = fields.Monetary(**MONEY, aggregator=None, help="What customers owe at the end of the month, by the books.")
    receivable_days = fields.Float(
        string="Days of Receivables", **RATIO, help="Receivables / income of this month and the two before × 91 days.")
    stock_turns = fields.Float(
        string="Stock Turns of a Year", **RATIO, help="Value of parts issued in 12 months / mean value of stock at their ends.")

    @property
    def _table_query(self):
        return SQL(
            """
            WITH book AS (SELECT month, company_id, income, bad_debts, writedowns FROM (%(books)s) AS result),
            job AS (
                SELECT date_trunc('month', date::timestamp)::date AS month, company_id, SUM(revenue) AS revenue,
                       SUM(labour_revenue - labour_cost) AS service, SUM(parts_revenue - material_cost) AS parts,
                       SUM(other_revenue - sublet_cost) AS other
                  FROM aftersales_order_cost WHERE company_id IN %(companies)s AND %(asked)s GROUP BY 1, 2),
            spent AS (
                SELECT month, company_id, SUM(amount) AS amount FROM (%(costs)s) AS cost
                 WHERE kind IN ('equipment', 'administration') GROUP BY 1, 2),
            began AS MATERIALIZED (%(began)s), owed AS (%(owed)s), stock AS (%(stock)s), told AS (%(months)s)
            SELECT told.id, told.month, told.company_id, told.currency_id, told.revenue, told.service_gross, told.parts_gross,
                   told.other_gross, told.overhead, told.result, told.bad_debts, told.writedowns,
                   told.result - told.bad_debts - told.writedowns AS result_after,
                   COALESCE((told.service_gross + told.parts_gross) / NULLIF(told.overhead, 0) * 100, 0) AS absorption,
                   told.receivables, COALESCE(told.receivables / NULLIF(told.quarter_income, 0) * 91, 0) AS receivable_days,
                   COALESCE(told.issued / NULLIF(AVG(told.stock_value) OVER (
                       PARTITION BY told.company_id ORDER BY told.month ROWS 11 PRECEDING), 0), 0) AS stock_turns
              FROM told
            """, books=self._get_books(), costs=self.env['aftersales.cost.month']._table_query, began=self._get_first_months(),
            owed=self._get_owed(), stock=self._get_stock(), months=self._get_months(), companies=self._get_companies(),
            asked=self._limit_to_asked(SQL("date")))

    @api.model
    def _get_month_number(self, row):
        return row % 100000 + 24000

    def _get_books(self):
        """What the books have of the months asked for, and of the two before: a quarter's income."""
        first, last = self._get_asked()
        asked = (first and first - relativedelta(months=2), last)
        return self.env['aftersales.result.month'].with_context(aftersales_asked_days=asked)._table_query

    def _get_months(self):
        """Every month since ``began``, of each company, with what happened in it and what had come up to it."""
        __, last = self._get_asked()
        today = self.env.company._get_today().replace(day=1)
        return SQL(
            """
            SELECT span.company_id * 100000 + EXTRACT(YEAR FROM span.month)::int * 12
                   + EXTRACT(MONTH FROM span.month)::int - 24000 AS id,
                   span.month, span.company_id, span.currency_id, COALESCE(job.revenue, 0) AS revenue,
                   COALESCE(job.service, 0) AS service_gross, COALESCE(job.parts, 0) AS parts_gross,
                   COALESCE(job.other, 0) AS other_gross, COALESCE(spent.amount, 0) AS overhead,
                   COALESCE(job.service + job.parts + job.other, 0) - COALESCE(spent.amount, 0) AS result,
                   COALESCE(book.bad_debts, 0) AS bad_debts, COALESCE(book.writedowns, 0) AS writedowns,
                   SUM(COALESCE(owed.amount, 0)) OVER upto AS receivables,
                   SUM(COALESCE(book.income, 0)) OVER (
                       PARTITION BY span.company_id ORDER BY span.month ROWS 2 PRECEDING) AS quarter_income,
                   SUM(COALESCE(stock.issued, 0)) OVER year AS issued,
                   SUM(COALESCE(stock.changed, 0)) OVER upto AS stock_value
              FROM (
                SELECT company.id AS company_id, company.currency_id, series.month::date AS month
                  FROM res_company company
                  JOIN began ON began.company_id = company.id
                  JOIN LATERAL generate_series(began.first, %(last)s, '1 month') AS series (month) ON TRUE) AS span
         LEFT JOIN job USING (month, company_id)
         LEFT JOIN spent USING (month, company_id)
         LEFT JOIN book USING (month, company_id)
         LEFT JOIN owed USING (month, company_id)
         LEFT JOIN stock USING (month, company_id)
            WINDOW upto AS (PARTITION BY span.company_id ORDER BY span.month),
                   year AS (PARTITION BY span.company_id ORDER BY span.month ROWS 11 PRECEDING)
            """, last=min(last.replace(day=1), today) if last else today)

    def _get_first_months(self):
        """The first month of each company in which anything was sold, spent or booked; of months that are asked for, a year
        before them is enough, as turns are of a year."""
        first, __ = self._get_asked()
        return SQL(
            """
            SELECT company_id, GREATEST(date_trunc('month', first::timestamp)::date, %(first)s) AS first
              FROM (SELECT company.id AS company_id, LEAST(
                       (SELECT MIN(date) FROM aftersales_order_cost WHERE company_id = company.id),
                       (SELECT MIN(month) FROM aftersales_cost_entry
                         WHERE company_id = company.id AND kind IN ('equipment', 'administration') AND amount != 0),
                       (SELECT MIN(training_day) FROM aftersales_training_session session
                         WHERE session.company_id = company.id AND session.state = 'held' AND session.cost != 0
                               AND NOT EXISTS (SELECT FROM aftersales_cost_account account
                                                WHERE account.company_id = company.id AND account.purpose = 'training')),
                       (SELECT MIN(booked.date) FROM account_account account
                  CROSS JOIN LATERAL (
                             SELECT line.date FROM account_move_line line
                              WHERE line.account_id = account.id AND line.company_id = company.id
                                    AND line.parent_state = 'posted'
                           ORDER BY line.date LIMIT 1) AS booked
                         WHERE account.account_type LIKE 'income%%' OR account.account_type LIKE 'expense%%'
                               OR account.id IN (SELECT account_id FROM aftersales_cost_account
                                                  WHERE company_id = company.id AND kind IN ('equipment', 'administration')))
                       ) AS first
                      FROM res_company company WHERE company.id IN %(companies)s) AS told
             WHERE first IS NOT NULL
            """, companies=self._get_companies(), first=first and first.replace(day=1) - relativedelta(months=11))

    def _get_owed(self):
        """What each month added to the receivables; what was before the first month counts in it."""
        return SQL(
            """
            SELECT GREATEST(date_trunc('month', day.date::timestamp)::date, began.first) AS month, day.company_id,
                   SUM(day.amount) AS amount
              FROM (SELECT line.company_id, line.date, SUM(line.balance) AS amount
                      FROM account_move_line line
                      JOIN account_account account ON account.id = line.account_id
                           AND account.account_type = 'asset_receivable'
                     WHERE line.parent_state = 'posted' AND line.company_id IN %(companies)s AND %(asked)s
                  GROUP BY 1, 2) AS day
              JOIN began ON began.company_id = day.company_id
          GROUP BY 1, 2
            """, companies=self._get_companies(), asked=self._get_until(SQL("line.date")))

    def _get_stock(self):
        """What each month added to the value of the stock, and what was issued; as the moves have it."""
        return SQL(
            """
            SELECT GREATEST(way.month, began.first) AS month, way.company_id,
                   SUM(CASE WHEN target.usage = 'internal' THEN way.value ELSE -way.value END) AS changed,
                   SUM(CASE WHEN target.usage = 'customer' THEN way.value WHEN source.usage = 'customer' THEN -way.value
                            ELSE 0 END) FILTER (WHERE way.month >= began.first) AS issued
              FROM (SELECT company_id, location_id, location_dest_id, date_trunc('month', date)::date AS month,
                           SUM(value) AS value
                      FROM stock_move WHERE state = 'done' AND company_id IN %(companies)s AND %(asked)s
                  GROUP BY 1, 2, 3, 4) AS way
              JOIN stock_location source ON source.id = way.location_id
              JOIN stock_location target ON target.id = way.location_dest_id
              JOIN began ON began.company_id = way.company_id
             WHERE (source.usage = 'internal') != (target.usage = 'internal')
          GROUP BY 1, 2
            """, companies=self._get_companies(), asked=self._get_until(SQL("date")))

    def _get_until(self, column):
        """SQL that leaves out what was after the months asked for: what lies or is owed then came up in all that was before."""
        __, last = self._get_asked()
        return SQL("%s < %s", column, last + relativedelta(days=2)) if last else SQL("TRUE")

    # === ACTION METHODS ===#

    def action_view_costs(self):
        """The jobs behind the gross."""
        if len(self) != 1:
            raise UserError(self.env._("Choose one row."))
        self.check_access('read')
        last = fields.Date.end_of(self.month, 'month')
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Costs and Margin"), 'res_model': 'aftersales.order.cost',
            'views': [(False, 'list'), (False, 'form')], 'context': {'create': False},
            'domain': [('company_id', '=', self.company_id.id), ('date', '>=', self.month), ('date', '<=', last)]}
