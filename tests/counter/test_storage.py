from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon

MONDAY = fields.Datetime.to_datetime('2026-03-02 04:00:00')


@tagged('post_install', '-at_install')
class TestStorage(OrderCommon):
    """Contracts §9: a car that nobody collects costs by the day, once its customer was told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fee = cls.env.ref('aftersales.product_storage')
        cls.fee.write({'list_price': 30, 'taxes_id': [Command.clear()]})

    def _ready(self):
        order = self._receive_approved()
        self._pass(order)
        self.assertEqual(order.state, 'ready')
        order.sudo().ready_notice_date = fields.Datetime.now()
        return order

    def _open(self, order, user=None):
        env = self.env(user=user or self.user_advisor)
        return Form.from_action(env, order.with_env(env).action_storage())

    def test_told_and_charged(self):
        """§9: nothing without a rule; three days free, then by the day; not before he was told, and no day twice."""
        with freeze_time(MONDAY):
            order = self._ready()
            with self.assertRaisesRegex(UserError, "storage costs nothing"):
                order.action_storage()
            self.company.write({'aftersales_storage_product_id': self.fee.id, 'aftersales_storage_free_days': 3})
            self.env.invalidate_all()
            day = MONDAY.date() + timedelta(days=4)
            self.assertEqual((order.storage_begin, order.storage_days), (day, 0))
            dialog = self._open(order).save()
            self.assertIn("30.00", dialog.words)
            with self.assertRaisesRegex(UserError, "was not told"):
                order._charge_storage(1, 30, "Chen Jing")
            dialog.action_told()
            with self.assertRaisesRegex(UserError, "told already"):
                dialog.action_tell()
            with self.assertRaisesRegex(UserError, "between 1 and 0 days"):
                dialog.action_apply()
        ready = order.ready_date
        with freeze_time(MONDAY + timedelta(days=6)):
            self.env.invalidate_all()
            self.assertEqual(order.storage_days, 3)
            with self._open(order) as form:
                self.assertEqual((form.charged_days, form.price_unit), (3, 30))
                form.charged_days = 4
            with self.assertRaisesRegex(UserError, "between 1 and 3 days"):
                form.record.action_apply()
            form.record.charged_days = 3
            form.record.action_apply()
            fee = order.job_ids.filtered('is_fee')
            self.assertEqual((fee.approval, fee.state, fee.amount_total), ('approved', 'done', 90))
            self.assertEqual((order.state, order.ready_date, order.storage_days), ('ready', ready, 0))
            with self.assertRaisesRegex(UserError, "between 1 and 0 days"):
                order._charge_storage(1, 30, "Chen Jing")
        with freeze_time(MONDAY + timedelta(days=7)):
            self.env.invalidate_all()
            self.assertEqual(order.storage_days, 1)

    def test_who_may(self):
        """§9: less than the list is a discount within the limit; technicians and other dealers have no say."""
        self.company.aftersales_storage_product_id = self.fee
        with freeze_time(MONDAY):
            order = self._ready()
            self._open(order).save().action_tell()
            notice = self.env['aftersales.notice'].sudo().search([
                ('res_model', '=', order._name), ('res_id', '=', order.id)])
            self.assertIn('aftersales.mail_template_order_storage', notice.mapped('mail_template'))
            order._notify_customer('aftersales.mail_template_order_storage', 'aftersales.sms_template_order_storage')
        with freeze_time(MONDAY + timedelta(days=8)):
            self.env.invalidate_all()
            order.sudo().storage_told_date = order.storage_told_date or MONDAY
            self.assertEqual(order.storage_days, 5)
            with self.assertRaisesRegex(UserError, "above your limit"), self.cr.savepoint():
                order._charge_storage(1, 30, "Chen Jing")
            for user in (self.user_technician, self.user_other_advisor):
                with self.subTest(user.name), self.assertRaises(AccessError):
                    order.with_user(user).action_storage()
            order.with_user(self.user_manager)._charge_storage(1, 30, "Chen Jing")
            self.assertEqual((order.job_ids.filtered('is_fee').amount_total, order.storage_days), (30, 0))
