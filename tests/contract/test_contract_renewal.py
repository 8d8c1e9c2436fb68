from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractRenewal(ContractCommon):
    """G3: a contract that ends is told to its seller in time, and ends by itself."""

    def _run(self, name):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f'aftersales.{name}').method_direct_trigger()
        self.env.invalidate_all()

    def _get_tasks(self, contract, kind='renewal'):
        return contract.activity_search([f'aftersales.mail_activity_contract_{kind}'])

    def test_told_and_renewed(self):
        """G3: thirty days before the end its seller has a task; the renewal is another contract, and the task is done."""
        contract = self._sell()
        with freeze_time('2027-01-30 02:00:00'):
            self._run('cron_tell_renewals')
            self.assertFalse(self._get_tasks(contract))
            with self.assertRaisesRegex(UserError, "not up for renewal"):
                contract.action_renew()
        with freeze_time('2027-02-01 02:00:00'):
            self._run('cron_tell_renewals')
            self._run('cron_tell_renewals')
            self.assertEqual(self._get_tasks(contract).user_id, self.user_advisor)
            self.assertIn(contract, contract.search([('is_to_renew', '=', True)]))
            contract.action_wants_offer()
            self.assertTrue(self._get_tasks(contract))
            with self.assertRaises(AccessError):
                contract.with_user(self.user_accountant).action_renew()
            new = contract.browse(contract.action_renew()['res_id'])
            self.assertEqual((new.state, new.price, new.vehicle_id), ('draft', 100, contract.vehicle_id))
            self.assertEqual((contract.renewal_result, contract.renewal_id), ('renewed', new))
            self.assertFalse(self._get_tasks(contract))
            self.assertNotIn(contract, contract.search([('is_to_renew', '=', True)]))
            with self.assertRaisesRegex(UserError, "answer already"):
                contract.action_renew()
            new.action_cancel()
            self.assertFalse(contract.renewal_result, "a renewal that came to nothing")
            self.assertIn(contract, contract.search([('is_to_renew', '=', True)]))

    def test_refused(self):
        """G3: who does not renew says why; it may be asked for up to ninety days after the end."""
        contract = self._sell()
        with freeze_time('2027-04-01 02:00:00'):
            contract.invalidate_recordset()
            with self.assertRaisesRegex(UserError, "enter why"):
                contract.action_refuse_renewal()
            with self.assertRaises(AccessError):
                contract.renewal_result = 'refused'
            contract.renewal_reason = "Sold the car"
            contract.action_refuse_renewal()
            self.assertEqual(contract.renewal_result, 'refused')
        with freeze_time('2027-07-01 02:00:00'):
            contract.invalidate_recordset()
            self.assertFalse(contract.is_to_renew)

    def test_all_used(self):
        """G3: a contract of which all is used is to be renewed, however long it would have run."""
        contract = self._sell()
        self.assertFalse(contract.is_to_renew)
        for __ in range(3):
            self._redeem().job_ids._use_contract()
        contract.invalidate_recordset()
        self.assertTrue(contract.is_to_renew)
        self.assertIn(contract, contract.search([('is_to_renew', '=', True)]))

    def test_ends_by_night(self):
        """G3: past its last day it ends by itself, its rest is earned; one that an open order counts on waits for it."""
        contract, other = self._sell(), self._sell()
        order = self._redeem()
        waiting = order.job_ids.sudo().contract_entitlement_id.contract_id
        ending = (contract | other) - waiting.sudo(False)
        with freeze_time('2027-03-04 02:00:00'):
            self._run('cron_end_contracts')
            self.assertEqual((waiting.state, ending.state), ('active', 'expired'))
            self.assertEqual(ending.sudo().amount_rest, 0)
            order.job_ids._use_contract()
            self._run('cron_end_contracts')
            self.assertEqual((waiting.state, self._get_balance()), ('expired', 0))
            self.assertEqual((waiting.entitlement_ids.used, waiting.entitlement_ids.ended), (1, 2))

    def test_won_back(self):
        """Contracts §4: thirty and ninety days after the end its seller has a task, until he says how it went."""
        contract, other = self._sell(), self._sell()
        other.renewal_reason = "Sold the car"
        with freeze_time('2027-03-10 02:00:00'):
            self._run('cron_end_contracts')
            other.action_refuse_renewal()
            self._run('cron_tell_win_backs')
            self.assertFalse(self._get_tasks(contract, 'win_back'))
            with self.assertRaisesRegex(UserError, "no customer to win back"):
                contract.action_not_reached()
        with freeze_time('2027-04-01 02:00:00'):
            self._run('cron_tell_win_backs')
            self._run('cron_tell_win_backs')
            self.assertEqual(self._get_tasks(contract, 'win_back').user_id, self.user_advisor)
            self.assertEqual((contract | other).mapped('win_back_calls'), [1, 1])
            self.assertEqual(contract.search([('is_to_win_back', '=', True)]), contract | other)
            other.action_refuse_renewal()
            contract.action_not_reached()
            self.assertFalse(self._get_tasks(contract | other, 'win_back'))
            with self.assertRaises(AccessError):
                contract.with_user(self.user_technician).action_not_reached()
        with freeze_time('2027-05-31 02:00:00'):
            self._run('cron_tell_win_backs')
            self.assertFalse(self._get_tasks(other, 'win_back'))
            self.assertIn("win back", self._get_tasks(contract, 'win_back').summary)
            contract.action_renew()
            self.assertEqual((contract.renewal_result, contract.win_back_result), ('renewed', 'won'))
            self.assertEqual(other.win_back_result, 'lost')
            self._run('cron_tell_win_backs')
            self.assertFalse(self._get_tasks(contract | other, 'win_back'))

    def test_days_of_the_house(self):
        """Contracts §4 and §15: when somebody is to renew and to win back is the house's to say."""
        contract = self._sell()
        self.company.write({
            'aftersales_contract_renewal_days': 10, 'aftersales_win_back_first_days': 5, 'aftersales_win_back_last_days': 20})
        for day, renew, back in (
                ('2027-02-19', False, False), ('2027-02-20', True, False), ('2027-03-06', True, False),
                ('2027-03-07', False, True), ('2027-04-22', False, False)):
            with freeze_time(f'{day} 02:00:00'):
                self.env.invalidate_all()
                if day > '2027-03-05' and contract.state == 'active':
                    contract.action_expire()
                self.assertEqual((contract.is_to_renew, contract.is_to_win_back), (renew, back), day)
                self.assertEqual(bool(contract.search([('is_to_renew', '=', True)])), renew, day)
        with self.assertRaisesRegex(ValidationError, "later than the first"):
            self.company.aftersales_win_back_last_days = 5
