from odoo import fields, models


class ResCompany(models.Model):
    """Limits of the parts store (parts §13)."""
    _inherit = 'res.company'

    aftersales_store_scrap_limit = fields.Monetary(
        string="Scrap Approved by a Manager Above", default=200, bounds=(0, 1e9),
        help="At cost, all parts of a request together. Up to it, another parts clerk approves.")
    aftersales_count_reason_limit = fields.Monetary(
        string="Count Differences Need a Reason Above", default=100, bounds=(0, 1e9),
        help="At cost, of each part and place. Zero: each difference that is worth something.")
    aftersales_emergency_percent = fields.Float(
        string="Emergency Buys Approved by a Manager Above (%)", default=20, digits=(5, 1), bounds=(0, 10_000),
        help="What a part bought in a hurry costs above the list, with its extra cost.")
    aftersales_writedown = fields.Boolean(
        string="Write Down Parts at Rest", help="At the end of each year, by the rates of write-down.")
    aftersales_ceiling_percent = fields.Float(
        string="Stock Ceiling (% of Three Years' Cost of Sales)", digits=(6, 2), bounds=(0, 1000),
        help="What all parts may be worth at the end of a year. What they are worth above it is written off as well. "
             "Makers allow 0.6 to 0.7 %. Zero: no ceiling.")
    aftersales_bad_debt_account_ids = fields.Many2many(
        'account.account', 'aftersales_company_bad_debt_rel', 'company_id', 'account_id', string="Expense of Bad Debts",
        check_company=True,
        domain="[('account_type', 'in', ('expense', 'expense_other'))]",
        help="Accounts of what customers never paid: the table of results shows the profit without them, too.")
    aftersales_writedown_journal_id = fields.Many2one(
        'account.journal', string="Journal of Write-Downs", check_company=True, ondelete='restrict',
        domain="[('type', '=', 'general')]")
    aftersales_writedown_account_id = fields.Many2one(
        'account.account', string="Expense of Write-Downs", check_company=True, ondelete='restrict')
    aftersales_writedown_reserve_id = fields.Many2one(
        'account.account', string="Written Off of Parts", check_company=True, ondelete='restrict',
        help="Account beside that of the stock: what of its value is written off.")
