from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.deposit import DepositCommon


@tagged('post_install', '-at_install')
class TestDepositBalance(DepositCommon):
    """Contracts §7 and §12: what is open of deposits at the end of any day, from the entries and their days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._get_today()
        cls.later = fields.Date.add(cls.today, days=5)

    def _reckon(self, day, user=None):
        balance = self.env['aftersales.deposit.balance'].with_user(user or self.user_accountant).create({
            'date': day, 'company_id': self.company.id})
        return balance, balance.amount_open, balance.amount_balance, balance.amount_difference

    def test_at_any_day(self):
        """§7: by deposit; the sum is what the books say, what differs is shown, and what was not paid by then."""
        deposit, unpaid = self._take(), self._ask()
        unpaid.action_invoice()
        unpaid.sudo().invoice_id.with_user(self.user_accountant).action_post()
        invoice = self._do_work(deposit)
        invoice.with_user(self.user_accountant).invoice_date = self.later
        invoice.with_user(self.user_accountant).action_post()
        self.assertEqual(deposit.state, 'deducted')
        self.assertEqual(self._reckon(fields.Date.subtract(self.today, days=1))[1:], (0, 0, 0))
        balance, *amounts = self._reckon(self.today)
        self.assertEqual(amounts, [60, 60, 0])
        self.assertEqual(
            balance.line_ids.mapped(lambda line: (
                line.deposit_id.sudo(), line.amount_invoiced, line.amount_settled, line.amount_open, line.amount_unpaid)),
            [(deposit.sudo(), 30, 0, 30, 0), (unpaid.sudo(), 30, 0, 30, 33.9)])
        balance, *amounts = self._reckon(self.later)
        self.assertEqual(amounts, [30, 30, 0])
        self.assertEqual(balance.line_ids.deposit_id.ids, unpaid.ids)
        action = balance.action_view_lines()
        self.assertEqual(self.env[action['res_model']].search_count(action['domain']), 1)
        journal = self.env['account.journal'].search([
            ('type', '=', 'general'), ('company_id', '=', self.company.id)], limit=1)
        self.env['account.move'].create({
            'move_type': 'entry', 'date': self.today, 'journal_id': journal.id, 'line_ids': [
                Command.create({'account_id': self.deposits.id, 'credit': 7}),
                Command.create({'account_id': self.kept.id, 'debit': 7})]})._post(soft=False)
        self.assertAlmostEqual(self._reckon(self.today)[3], 7, 2)

    def test_who(self):
        """§7: it is the accountants', of the companies they work in."""
        self._take()
        for user in (self.user_advisor, self.user_technician):
            with self.assertRaises(AccessError):
                self._reckon(self.today, user)
        stranger = self.user_accountant.copy({
            'login': "dp-books", 'company_id': self.other_company.id, 'company_ids': self.other_company.ids})
        Balance = self.env['aftersales.deposit.balance'].with_user(stranger).with_context(
            allowed_company_ids=self.other_company.ids)
        self.assertFalse(Balance.create({'date': self.today}).line_ids)
        self.assertFalse(Balance.new({'date': self.today, 'company_id': self.company.id}).line_ids)
