from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
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

    def _get_tasks(self, contract):
        return contract.activity_search(['aftersales.mail_activity_contract_renewal'])

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
