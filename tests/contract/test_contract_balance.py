from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractBalance(ContractCommon):
    """Contracts §4: rest value and deferred revenue at the end of any day."""

    def _reckon(self, day, user=None):
        balance = self.env['aftersales.contract.balance'].with_user(user or self.user_accountant).create({'date': day})
        return balance, balance.amount_rest, balance.amount_balance, balance.amount_difference

    def test_at_any_day(self):
        """G3: by contract, from the entries and their days; the sum is what the books say, and what differs is shown."""
        contract, other = self._sell(), self._sell()
        with freeze_time('2026-04-10 02:00:00'):
            self._redeem().job_ids._use_contract()
        with freeze_time('2026-05-10 02:00:00'):
            running = other if other.entitlement_ids.used == 0 else contract
            used = (contract | other) - running
            running.with_user(self.user_manager)._refund(0, "Car sold")
        self.assertEqual(self._reckon('2026-03-02')[1:], (0, 0, 0))
        self.assertEqual(self._reckon('2026-03-31')[1:], (200, 200, 0))
        balance, rest, books, difference = self._reckon('2026-04-30')
        self.assertAlmostEqual(rest, 166.67, 2)
        self.assertAlmostEqual(books, 166.67, 2)
        self.assertAlmostEqual(difference, 0, 2)
        line = balance.line_ids.filtered(lambda line: line.contract_id == used)
        self.assertEqual((line.amount_aside, line.amount_earned), (100, 33.33))
        self.assertEqual(self._reckon('2026-05-31')[0].line_ids.contract_id, used)
        action = balance.action_view_lines()
        self.assertEqual(self.env[action['res_model']].search_count(action['domain']), 2)
        self.env['account.move'].create({
            'move_type': 'entry', 'date': '2026-04-15', 'journal_id': self.kind.journal_id.id, 'line_ids': [
                (0, 0, {'account_id': self.deferred.id, 'credit': 7}), (0, 0, {'account_id': self.income.id, 'debit': 7})],
        })._post(soft=False)
        self.assertAlmostEqual(self._reckon('2026-04-30')[3], 7, 2)

    def test_opens_on_the_day_of_the_house(self):
        self.workshop.resource_calendar_id.tz = 'Asia/Shanghai'
        zone = self.workshop.with_context(tz='UTC')._get_tz().zone
        self.assertEqual((zone, self.company._get_clock_zone()), ('Asia/Shanghai', 'Asia/Shanghai'))
        for model in ('aftersales.contract.balance', 'aftersales.deposit.balance'):
            Balance = self.env[model].with_user(self.user_accountant).with_context(
                tz='UTC', allowed_company_ids=self.company.ids)
            with self.subTest(model), freeze_time('2026-03-03 21:00:00'):
                self.assertEqual(str(Balance.default_get(['date'])['date']), '2026-03-04')

    def test_who(self):
        """G3: it is the accountants', of the companies they work in."""
        self._sell()
        for user in (self.user_advisor, self.user_technician):
            with self.assertRaises(AccessError):
                self._reckon('2026-03-31', user)
        stranger = self.user_accountant.copy({
            'login': "ct-books", 'company_id': self.other_company.id, 'company_ids': self.other_company.ids})
        Balance = self.env['aftersales.contract.balance'].with_user(stranger).with_context(
            allowed_company_ids=self.other_company.ids)
        self.assertFalse(Balance.create({'date': '2026-03-31'}).line_ids)
        self.assertFalse(Balance.new({'date': '2026-03-31', 'company_id': self.company.id}).line_ids)
