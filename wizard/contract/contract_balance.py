from odoo import api, fields, models


class AftersalesContractBalance(models.TransientModel):
    """What is paid in advance and not earned at the end of a day, by contract, beside what the books say (contracts, §4)."""
    _name = 'aftersales.contract.balance'
    _inherit = ['aftersales.balance.mixin']
    _description = "Rest Value of Contracts"

    line_ids = fields.One2many(
        'aftersales.contract.balance.line', 'balance_id', string="Contracts", compute='_compute_line_ids', store=True)
    amount_rest = fields.Monetary(
        string="Rest Value of Contracts", compute='_compute_amounts', help="The sum of the contracts below.")
    amount_balance = fields.Monetary(
        string="Deferred Revenue in the Books",
        help="Balance of the accounts on which the types of contracts put their price aside.")
    amount_difference = fields.Monetary(help="What stands on these accounts and belongs to no contract.")

    # === COMPUTE METHODS ===#

    def _compute_display_name(self):
        for balance in self:
            balance.display_name = self.env._("Rest Value of Contracts")

    @api.depends('line_ids.amount_rest')
    def _compute_amounts(self):
        for balance in self:
            balance.amount_rest = sum(balance.line_ids.mapped('amount_rest'))
            balance.amount_balance = balance._get_balance(balance._get_own_lines())
            balance.amount_difference = balance.amount_balance - balance.amount_rest

    # === BUSINESS METHODS ===#

    def _get_own_lines(self):
        """Posted lines up to the day on the accounts where prices are put aside."""
        self.ensure_one()
        company = self._get_company()
        # sudo: whoever reads the books is told what they say of contracts
        accounts = self.env['aftersales.contract.type'].sudo().with_context(active_test=False).search(
            [('company_id', 'in', company.ids)]).deferred_account_id
        return fields.Domain([
            ('company_id', 'in', company.ids), ('account_id', 'in', accounts.ids), ('parent_state', '=', 'posted'),
            ('date', '<=', self.date)])

    def _prepare_lines(self):
        """Of each contract what its invoice and credit notes put aside until the day, less what it had earned by then."""
        self.ensure_one()
        contracts = self.env['aftersales.contract'].sudo().search(
            [('company_id', 'in', self._get_company().ids), ('invoice_id', '!=', False)], order='id')
        by_invoice = contracts.grouped('invoice_id')
        aside = dict.fromkeys(contracts, 0)
        lines = self.env['account.move.line'].sudo()._read_group(
            self._get_own_lines() & (fields.Domain('move_id', 'in', contracts.invoice_id.ids)
                                     | fields.Domain('move_id.reversed_entry_id', 'in', contracts.invoice_id.ids)),
            ['move_id', 'account_id'], ['balance:sum'])
        for move, account, balance in lines:
            contract = (by_invoice.get(move) or by_invoice[move.reversed_entry_id])[:1]
            if account == contract.type_id.deferred_account_id:
                aside[contract] -= balance
        earned = dict(self.env['aftersales.contract.move'].sudo()._read_group(
            [('contract_id', 'in', contracts.ids), ('entry_id.date', '<=', self.date)], ['contract_id'], ['value:sum']))
        currency = self.company_id.currency_id
        return [{
            'contract_id': contract.id, 'amount_aside': amount, 'amount_earned': earned.get(contract, 0),
            'amount_rest': amount - earned.get(contract, 0),
        } for contract, amount in aside.items() if not currency.is_zero(amount - earned.get(contract, 0))]
