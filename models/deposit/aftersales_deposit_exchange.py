from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class AftersalesDeposit(models.Model):
    """Deposits in another currency: what its rate has made of one until it was deducted or given back goes to exchange
    differences, so that nothing of it is left on the account for deposits (G4).
    """
    _inherit = 'aftersales.deposit'

    def _follow_books(self):
        super()._follow_books()
        # sudo: whoever posts what ends a deposit need not write miscellaneous entries
        for deposit in self.sudo().filtered(lambda deposit: deposit.currency_id != deposit.company_id.currency_id):
            deposit._book_exchange_difference()

    def _book_exchange_difference(self):
        """One posted entry for what is left of it in the company's currency, once nothing is left in its own."""
        self.ensure_one()
        lines = self.env['account.move.line'].search(
            Domain('aftersales_deposit_id', '=', self.id) & Domain('parent_state', '=', 'posted')
            & Domain('account_id', '!=', False))
        for account, own in lines.grouped('account_id').items():
            left = sum(own.mapped('balance'))
            if self.currency_id.is_zero(sum(own.mapped('amount_currency'))) and not self.company_id.currency_id.is_zero(left):
                self.env['account.move'].with_company(self.company_id).create(
                    self._prepare_exchange_vals(account, left, max(own.mapped('date'))))._post(soft=False)

    def _prepare_exchange_vals(self, account, left, date):
        """:raises UserError: if accounting has no place for exchange differences"""
        company = self.company_id
        journal = company.currency_exchange_journal_id
        other = company.expense_currency_exchange_account_id if left > 0 else company.income_currency_exchange_account_id
        if not journal or not other:
            raise UserError(self.env._(
                "%(deposit)s: %(company)s has no journal or account for exchange differences. Let accounting choose them in "
                "the settings of Accounting.", deposit=self.display_name, company=company.name))
        name = self.with_context(lang=company.partner_id.lang).env._("Exchange difference of %(deposit)s", deposit=self.name)
        common = {'name': name, 'currency_id': self.currency_id.id, 'amount_currency': 0, 'partner_id': self.partner_id.id}
        return {
            'move_type': 'entry', 'company_id': company.id, 'journal_id': journal.id, 'date': date, 'ref': name,
            'line_ids': [
                Command.create({
                    **common, 'account_id': account.id, 'aftersales_deposit_id': self.id, 'balance': -left}),
                Command.create({**common, 'account_id': other.id, 'balance': left}),
            ]}
