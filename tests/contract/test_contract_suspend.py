from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractSuspend(ContractCommon):
    """G3, contracts §2: a contract stands still with a reason, where its type allows it, and ends so many days later."""

    def _open(self, contract, user=None, **values):
        return self.env['aftersales.contract.suspend.wizard'].with_user(user or self.user_manager).create({
            'contract_id': contract.id, 'reason': "Abroad", **values})

    def test_days_are_added(self):
        """G3: while it stands it pays for nothing and does not end; the days on which it stood are added to its end."""
        contract = self._sell()
        action = contract.with_user(self.user_manager).action_open_suspension()
        self.assertEqual(action['res_model'], 'aftersales.contract.suspend.wizard')
        with freeze_time('2027-02-20 02:00:00'):
            self._open(contract).action_apply()
            self.assertEqual((contract.state, contract.suspend_reason), ('suspended', "Abroad"))
            self.assertFalse(self.env['aftersales.contract.entitlement']._find_fitting(self.company, self.vehicle))
        with freeze_time('2027-03-30 02:00:00'):
            self.env.invalidate_all()
            self.assertFalse(contract.is_past_end)
            self.assertNotIn(contract, contract.search([('is_past_end', '=', True)]))
            with self.assertRaisesRegex(UserError, "runs until"):
                contract.action_expire()
            contract.with_user(self.user_manager).action_activate()
            self.assertEqual((str(contract.end_date), contract.suspended_days), ('2027-04-09', 38))
            self.assertFalse(contract.suspended_date or contract.suspend_reason)
            self.assertTrue(self.env['aftersales.contract.entitlement']._find_fitting(self.company, self.vehicle))
        with freeze_time('2027-04-10 02:00:00'):
            self.env.invalidate_all()
            self.assertTrue(contract.is_past_end)

    def test_earned_by_time(self):
        """G3: the days on which it stood earn nothing; at its later end all is earned."""
        self.kind.recognition = 'time'
        contract = self._sell()
        with freeze_time('2026-03-11 02:00:00'):
            self._open(contract).action_apply()
        with freeze_time('2026-03-21 02:00:00'):
            contract.with_user(self.user_manager).action_activate()
        with freeze_time('2026-03-31 02:00:00'):
            contract.sudo()._earn_by_time()
            self.assertAlmostEqual(self._get_balance(), 100 - 100 * 19 / 365, 2)
        with freeze_time('2027-03-31 02:00:00'):
            contract.sudo()._earn_by_time()
            self.assertAlmostEqual(self._get_balance(), 0, 2)

    def test_before_its_term(self):
        """G3: of a term that began while it stood, only the days since then are added, and only those earn nothing."""
        self.kind.write({'start': 'use', 'recognition': 'time'})
        contract = self._sell()
        order = self._redeem()
        with freeze_time('2026-03-10 02:00:00'):
            self._open(contract).action_apply()
        with freeze_time('2026-04-01 02:00:00'):
            order.job_ids._use_contract()
            contract.invalidate_recordset()
            self.assertEqual((contract.state, str(contract.end_date)), ('suspended', '2027-03-31'))
        with freeze_time('2026-04-11 02:00:00'):
            contract.with_user(self.user_manager).action_activate()
            self.assertEqual((contract.suspended_days, str(contract.end_date)), (10, '2027-04-10'))
        with freeze_time('2026-04-30 02:00:00'):
            contract.sudo()._earn_by_time()
            self.assertAlmostEqual(self._get_balance(), 100 - 100 * 20 / 365, 2)

    def test_by_the_companys_clock(self):
        """G3: it stands and goes on by the company's day, wherever the manager is whose day it is not yet."""
        contract = self._sell()
        self.company.partner_id.tz = 'Asia/Shanghai'
        self.user_manager.tz = 'Pacific/Honolulu'
        with freeze_time('2026-03-10 08:00:00'):
            self._open(contract).action_apply()
            self.env.invalidate_all()
            self.assertEqual(contract.suspended_date, contract._get_today(self.company))
            self.assertEqual(str(contract.suspended_date), '2026-03-10')
        with freeze_time('2026-03-12 11:00:00'):
            self.env.invalidate_all()
            contract.with_user(self.user_manager).action_activate()
            self.assertEqual((contract.suspended_days, str(contract.end_date)), (2, '2027-03-04'))

    def test_refused(self):
        """G3: a manager alone, with a reason, and not where the type does not allow it."""
        contract = self._sell()
        for user in (self.user_advisor, self.user_accountant, self.user_technician):
            with self.assertRaises(AccessError):
                self._open(contract, user)
            with self.assertRaises(AccessError):
                contract.with_user(user).action_open_suspension()
        with self.assertRaisesRegex(UserError, "blanks are no reason"):
            self._open(contract, reason="  ")
        with self.assertRaisesRegex(UserError, "say why"):
            contract.with_user(self.user_manager).state = 'suspended'
        with self.assertRaises(AccessError):
            contract.with_user(self.user_manager).suspended_days = 100
        stranger = self.user_manager.copy({
            'login': "ct-suspend", 'company_id': self.other_company.id, 'company_ids': self.other_company.ids})
        with self.assertRaises(AccessError):
            self._open(contract.with_context(allowed_company_ids=self.other_company.ids), stranger)
        self.kind.may_suspend = False
        with self.assertRaisesRegex(UserError, "are not suspended"):
            self._open(contract).action_apply()
        with self.assertRaisesRegex(UserError, "are not suspended"):
            contract.with_user(self.user_manager).action_open_suspension()
