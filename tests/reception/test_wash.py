from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestWash(OrderCommon):
    """D2: the car is washed before the work and before it is handed over, by whom and when."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        labour = {'job_ids': [Command.create({
            'name': "Check", 'line_ids': [Command.create({'product_id': cls.operation.product_id.id})]})]}
        cls.order = cls._create_orders(wash_before=True, wash_after=True, **labour)

    def _find_due(self):
        Order = self.env['aftersales.order'].with_user(self.user_advisor)
        found = Order.search([('is_wash_due', '=', True), ('id', 'in', self.order.ids)])
        self.assertEqual(bool(found), self.order.is_wash_due)
        self.assertNotEqual(found, Order.search([('is_wash_due', '=', False), ('id', 'in', self.order.ids)]))
        return bool(found)

    def test_both_washes(self):
        """Whoever washes says so, a technician as well; the car leaves once it is washed."""
        order, washer = self.order, self.order.with_user(self.user_technician)
        self.assertFalse(self._find_due())
        with self.assertRaisesRegex(UserError, "not with us"):
            washer.action_washed()
        self.approve(self.receive(order), signatory='Chen Jing')
        self.assertTrue(self._find_due())
        self.assertEqual(order._prepare_board_visits()[order]['marks'], ["Wash before the work"])
        self.assertIn('action_washed', [step.name for step in washer._get_next_steps()])
        washer.action_washed()
        self.assertFalse(self._find_due())
        self.assertEqual(order.washed_before_user_id, self.user_technician)
        self.assertTrue(order.washed_before_date)
        self.assertIn("washed before the work", order.message_ids[:1].body)
        with self.assertRaisesRegex(UserError, "already, by"):
            washer.action_washed()
        self._pass(order)
        self.assertEqual(order.state, 'ready')
        self.assertTrue(self._find_due())
        self.assertIn("to be washed", " ".join(point.message for point in order._get_open_points()))
        with self.assertRaisesRegex(UserError, "to be washed"):
            order.with_user(self.user_advisor).action_deliver()
        washer.action_washed()
        self.assertFalse(order._get_open_points())
        with self.assertRaises(AccessError):
            order.with_user(self.user_advisor).write({'washed_after_date': '2026-01-01'})
        order.sudo()._after_transition('ready', 'in_progress')
        self.assertFalse(order.washed_after_date, "what is worked on again is washed again")

    def test_nobody_asks_where_nobody_wants_it(self):
        order = self.receive(self._create_orders())
        self.assertFalse(order.is_wash_due)
        self.assertFalse(order._prepare_board_visits()[order]['marks'])

    def test_who_may_say_it(self):
        self.approve(self.receive(self.order), signatory='Chen Jing')
        for user in (self.user_accountant, self.user_other_advisor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.order.with_user(user).action_washed()
        self.env['aftersales.order'].with_user(self.user_advisor).action_washed()
