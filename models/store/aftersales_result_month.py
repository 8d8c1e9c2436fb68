from odoo import api, fields, models
from odoo.tools import SQL

MONEY = {'readonly': True, 'groups': 'aftersales.group_writedown'}


class AftersalesResultMonth(models.Model):
    """The month's result as the books have it, with and without bad debts and write-downs of parts (parts 5)."""
    _name = 'aftersales.result.month'
    _description = "Result with and without Write-Downs"
    _inherit = ['aftersales.month.mixin']
    _asked_field = 'month'
    _asked_by_month = True
    _auto = False

    income = fields.Monetary(**MONEY)
    expense = fields.Monetary(string="Expenses", **MONEY, help="All of them, bad debts and write-downs among them.")
    bad_debts = fields.Monetary(**MONEY, help="On the accounts that the settings name for them.")
    writedowns = fields.Monetary(string="Write-Downs", **MONEY, help="On the settings' account for write-downs of parts.")
    profit = fields.Monetary(string="Profit", **MONEY)
    profit_without = fields.Monetary(
        string="Profit without Them", **MONEY, help="As if there had been no bad debts and no write-downs.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT told.company_id * 100000 + EXTRACT(YEAR FROM told.month)::int * 12 + EXTRACT(MONTH FROM told.month)::int
                   - 24000 AS id,
                   told.*, told.income - told.expense AS profit,
                   told.income - told.expense + told.bad_debts + told.writedowns AS profit_without
              FROM (
                SELECT date_trunc('month', line.date::timestamp)::date AS month, line.company_id, company.currency_id,
                       SUM(CASE WHEN account.account_type LIKE 'income%%' THEN -line.balance ELSE 0 END) AS income,
                       SUM(CASE WHEN account.account_type LIKE 'expense%%' THEN line.balance ELSE 0 END) AS expense,
                       SUM(CASE WHEN bad.account_id IS NOT NULL THEN line.balance ELSE 0 END) AS bad_debts,
                       SUM(CASE WHEN bad.account_id IS NULL AND account.id = company.aftersales_writedown_account_id
                           THEN line.balance ELSE 0 END) AS writedowns
                  FROM account_move_line line
                  JOIN account_account account ON account.id = line.account_id
                  JOIN res_company company ON company.id = line.company_id
             LEFT JOIN aftersales_company_bad_debt_rel bad ON bad.company_id = company.id AND bad.account_id = account.id
                 WHERE line.parent_state = 'posted' AND line.company_id IN %(companies)s
                       AND (account.account_type LIKE 'income%%' OR account.account_type LIKE 'expense%%') AND %(asked)s
              GROUP BY 1, 2, 3) told
            """, companies=self._get_companies(), asked=self._limit_to_asked(SQL("line.date")))

    @api.model
    def _get_month_number(self, row):
        return row % 100000 + 24000
