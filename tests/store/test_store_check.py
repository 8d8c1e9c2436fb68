from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

TODAY = '2026-06-15 02:00:00'


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestStoreCheck(PartsCommon):
    """H5: the store is checked once a week by its list; what is not in order is somebody's task; what is signed stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['aftersales.stocking.policy']._create_missing()
        cls.policy = cls.env['aftersales.stocking.policy'].search([('warehouse_id', '=', cls.warehouse.id)])
        cls.policy.with_user(cls.user_manager).keeper_id = cls.user_parts

    def _plan(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_plan_store_checks').method_direct_trigger()
        self.env.invalidate_all()
        return self.env['aftersales.store.check'].with_user(self.user_parts).search([
            ('warehouse_id', '=', self.warehouse.id)])

    def test_planned_weekly(self):
        """H5: one a week for its keeper; while one is open no other is planned, and it is late; 0 plans none."""
        check = self._plan()
        self.assertEqual((len(check), check.keeper_id, check.state), (1, self.user_parts, 'open'))
        self.assertEqual(len(check.line_ids), self.env['aftersales.store.point'].search_count([]))
        self.assertEqual(check.sudo().activity_ids.user_id, self.user_parts)
        self.assertEqual(self.policy.next_check_date, fields.Date.today() + timedelta(days=7))
        self.assertEqual(self._plan(), check)
        self.assertFalse(check.is_late)
        with freeze_time('2026-06-22 02:00:00'):
            self.assertEqual(self._plan(), check)
            self.assertTrue(check.is_late)
            self.assertIn(check, check.search([('is_late', '=', True)]))
            self.assertNotIn(check, check.search([('is_late', '=', False)]))
            check.action_all_in_order()
            check.action_sign()
            self.assertFalse(check.is_late)
        with freeze_time('2026-06-29 02:00:00'):
            self.assertEqual(len(self._plan()), 2)
            self.policy.check_days = 0
        with freeze_time('2026-07-29 02:00:00'):
            self.assertEqual(len(self._plan()), 2)

    def test_signed(self):
        """H5: each point is answered; what is wrong has what, who and a task; then nothing changes any more."""
        check, other = self.env['aftersales.store.check'].with_user(self.user_parts).create(
            [{'warehouse_id': self.warehouse.id}] * 2)
        with self.assertRaisesRegex(UserError, "answer each point"):
            check.action_sign()
        line = check.line_ids[1]
        line.result = 'wrong'
        check.action_all_in_order()
        self.assertEqual((line.result, check.wrong_count), ('wrong', 1))
        with self.assertRaisesRegex(UserError, "what is wrong"):
            check.action_sign()
        line.write({'remark': "Water below the window", 'measure': "Seal it", 'user_id': self.user_advisor.id})
        check.action_sign()
        self.assertEqual((check.signed_id, check.signed_date), (self.user_parts, fields.Datetime.now()))
        task = check.sudo().activity_ids
        self.assertEqual((task.user_id, task.summary), (self.user_advisor, f'{line.name}: Seal it'))
        for record, values in ((check, {'remark': "Else"}), (line, {'result': 'ok'}), (check, {'keeper_id': False})):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "is signed"):
                record.write(values)
        with self.assertRaises(UserError):
            line.unlink()
        with self.assertRaises(UserError):
            other.unlink()
        with self.assertRaises(AccessError):
            other.action_miss()
        with self.assertRaisesRegex(UserError, "why nobody made it"):
            other.with_user(self.user_manager).action_miss()
        other.remark = "Stocktaking"
        other.with_user(self.user_manager).action_miss()
        self.assertEqual(other.state, 'missed')
        ahead = other.with_user(self.user_parts).create({
            'warehouse_id': self.warehouse.id, 'date': fields.Date.today() + timedelta(days=1)})
        ahead.action_all_in_order()
        with self.assertRaisesRegex(UserError, "lies ahead"):
            ahead.action_sign()

    def test_roles(self):
        """H5: checks are the parts counter's and the manager's, its points the manager's; other companies see none."""
        check = self.env['aftersales.store.check'].with_user(self.user_parts).create({'warehouse_id': self.warehouse.id})
        for user in (self.user_technician, self.user_accountant, self.user_advisor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                check.with_user(user).read(['remark'])
        with self.assertRaises(AccessError):
            self.env['aftersales.store.point'].with_user(self.user_parts).create({'name': "Else"})
        self.env['aftersales.store.point'].with_user(self.user_manager).create({'name': "Else"})
        clerk = self.user_parts.copy({
            'company_ids': [self.other_company.id], 'company_id': self.other_company.id, 'login': 'parts.elsewhere'})
        self.assertFalse(check.with_user(clerk).search([('id', '=', check.id)]))
        with self.assertRaises(AccessError):
            check.with_user(clerk).action_sign()
