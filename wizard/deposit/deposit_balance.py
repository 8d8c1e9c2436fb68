from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesDepositBalance(models.TransientModel):
    """Deposits that were open at the end of a day, beside what the books say (contracts, §7 and §12)."""
    _name = 'aftersales.deposit.balance'
    _inherit = ['aftersales.balance.mixin']
    _description = "Open Deposits on a Day"

    line_ids = fields.One2many(
        'aftersales.deposit.balance.line', 'balance_id', string="Deposits", compute='_compute_line_ids', store=True)
    amount_open = fields.Monetary(
        string="Open Deposits", compute='_compute_amounts', help="The sum of the deposits below, without taxes.")
    amount_cores = fields.Monetary(
        string="Core Deposits Open", compute='_compute_amounts',
        help="What stood there for parts of the counter whose old ones were to come.")
    amount_balance = fields.Monetary(
        string="Deposits in the Books", help="Balance of the accounts on which deposits stand.")
    amount_difference = fields.Monetary(help="What stands on these accounts and belongs to no deposit of either kind.")

    # === COMPUTE METHODS ===#

    def _compute_display_name(self):
        for balance in self:
            balance.display_name = self.env._("Open Deposits on a Day")

    @api.depends('line_ids.amount_open')
    def _compute_amounts(self):
        for balance in self:
            balance.amount_open = sum(balance.line_ids.mapped('amount_open'))
            own = balance._get_own_lines()
            balance.amount_cores = balance._get_balance(own & Domain('aftersales_core_deposit_id', '!=', False))
            balance.amount_balance = balance._get_balance(own)
            balance.amount_difference = balance.amount_balance - balance.amount_open - balance.amount_cores

    # === BUSINESS METHODS ===#

    def _get_own_lines(self):
        """Posted lines up to the day on the accounts where deposits stand, or stood before another one was chosen."""
        self.ensure_one()
        company = self._get_company()
        lines = Domain('company_id', 'in', company.ids) & Domain('parent_state', '=', 'posted') & Domain(
            'date', '<=', self.date)
        # sudo: whoever reads the books is told what they say of deposits
        used = self.env['account.move.line'].sudo()._read_group(
            lines & (Domain('aftersales_deposit_id', '!=', False) | Domain('aftersales_core_deposit_id', '!=', False))
            & Domain('account_id', '!=', False), ['account_id'])
        accounts = self.env['account.account'].union(
            company.sudo().aftersales_deposit_account_id, *(account for account, in used))  # sudo: as above
        return lines & Domain('account_id', 'in', accounts.ids)

    def _prepare_lines(self):
        """Of each deposit what its invoice put on the account until the day, less what was deducted or given back by then."""
        self.ensure_one()
        MoveLine = self.env['account.move.line'].sudo()  # sudo: as above
        own = self._get_own_lines() & Domain('aftersales_deposit_id', '!=', False)
        currency = self.company_id.currency_id
        amounts = {
            deposit: -balance for deposit, balance in MoveLine._read_group(own, ['aftersales_deposit_id'], ['balance:sum'])
            if not currency.is_zero(balance)}
        deposits = self.env['aftersales.deposit'].sudo().union(*amounts)  # sudo: as above
        invoiced = dict(MoveLine._read_group(
            own & Domain('move_id', 'in', deposits.invoice_id.ids), ['aftersales_deposit_id'], ['balance:sum']))
        return [{
            'deposit_id': deposit.id, 'amount_invoiced': -invoiced.get(deposit, 0), 'amount_open': amounts[deposit],
            'amount_settled': -invoiced.get(deposit, 0) - amounts[deposit], 'amount_unpaid': self._get_unpaid(deposit),
        } for deposit in deposits.sorted('id')]

    def _get_unpaid(self, deposit):
        """What the customer still owed on the deposit's invoice at the end of the day, with its taxes."""
        receivable = deposit.invoice_id.line_ids.filtered(lambda line: line.account_id.account_type == 'asset_receivable')
        paid = receivable.matched_credit_ids.filtered(lambda part: part.max_date and part.max_date <= self.date)
        return sum(receivable.mapped('balance')) - sum(paid.mapped('amount'))
