from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestLeaveReason(OrderCommon):
    """Why a customer leaves is counted by kind; the text stays what was said (D6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.price = cls.env.ref('aftersales.decline_reason_price')
        cls.elsewhere = cls.env.ref('aftersales.decline_reason_elsewhere')
        cls.order = cls._create_orders()
        cls.order.action_receive()
        cls.wizards = cls.env['aftersales.leave.wizard'].with_user(cls.user_advisor)

    def test_the_kind_fills_the_text_and_is_counted(self):
        wizard = self.wizards.create({'order_id': self.order.id, 'leave_reason_id': self.price.id})
        self.assertEqual(wizard.reason, self.price.name)
        wizard.action_apply()
        self.assertEqual((self.order.leave_reason_id, self.order.leave_reason), (self.price, self.price.name))
        declined = self.order.job_ids.filtered(lambda job: job.approval == 'declined')
        self.assertTrue(declined)
        self.assertEqual(declined.decline_reason_id, self.price)
        with self.assertRaises(AccessError):
            self.order.with_user(self.user_advisor).write({'leave_reason_id': self.elsewhere.id})

    def test_what_was_worded_stays(self):
        form = Form(self.wizards.with_context(default_order_id=self.order.id))
        form.leave_reason_id = self.price
        form.leave_reason_id = self.elsewhere
        self.assertEqual(form.reason, self.elsewhere.name)
        form.reason = "His brother has a garage"
        form.leave_reason_id = self.price
        self.assertEqual(form.reason, "His brother has a garage")

    def test_without_a_kind_as_before(self):
        self.wizards.create({'order_id': self.order.id, 'reason': "Rain"}).action_apply()
        self.assertEqual((self.order.leave_reason, self.order.leave_reason_id.id), ("Rain", False))
