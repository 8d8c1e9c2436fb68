from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestLastLook(OrderCommon):
    """The advisor looks at the car before the customer is called (quality sheet 2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = 'chen.jing@example.com'
        cls.company.aftersales_last_look = True
        cls.order = cls._receive_approved()
        cls.work(cls.order)

    def _get_notices(self, order):
        return self.env['aftersales.notice'].sudo().search([
            ('res_model', '=', 'aftersales.order'), ('res_id', 'in', order.ids),
            ('mail_template', '=', 'aftersales.mail_template_order_ready')])

    def _look(self, order, **values):
        action = order.with_user(self.user_advisor).action_last_look()
        form = Form(self.env[action['res_model']].with_user(self.user_advisor).with_context(**action['context']))
        for name, value in values.items():
            form[name] = value
        return form.save()

    def test_customer_is_told_after_the_look(self):
        self.inspect(self.order)
        self.assertTrue(self.order.is_look_due)
        self.assertFalse(self._get_notices(self.order))
        step = [step.name for step in self.order.with_user(self.user_advisor)._get_next_steps()]
        self.assertIn('action_last_look', step)
        self._look(self.order, all_ok=True).action_apply()
        look = self.order.last_look_ids
        self.assertEqual((look.user_id, look.is_passed, len(look.line_ids)), (self.user_advisor, True, 6))
        self.assertEqual(len(self._get_notices(self.order)), 1)
        self.assertFalse(self.order.is_look_due)
        with self.assertRaisesRegex(UserError, "was looked over already"):
            self.order.with_user(self.user_advisor).action_last_look()

    def test_not_in_order(self):
        self.inspect(self.order)
        wizard = self._look(self.order, all_ok=True)
        wizard.line_ids[0].is_ok = False
        with self.assertRaisesRegex(UserError, "say what is wrong with it: Clean"):
            wizard.action_apply()
        wizard.line_ids[0].note = "Floor mat is wet"
        wizard.action_apply()
        self.assertTrue(self.order.is_look_due)
        self.assertFalse(self._get_notices(self.order))
        self.assertIn("Floor mat is wet", self.order.message_ids[0].body)
        self._look(self.order, all_ok=True).action_apply()
        self.assertEqual(self.order.last_look_ids.mapped('is_passed'), [True, False])
        self.assertEqual(len(self._get_notices(self.order)), 1)

    def test_a_car_that_was_worked_on_again_is_looked_at_again(self):
        self.inspect(self.order)
        self._look(self.order, all_ok=True).action_apply()
        self.order.job_ids.with_user(self.user_inspector)._transition('todo')
        self.work(self.order)
        checks = self.order.job_ids._get_open_inspections().with_user(self.user_inspector)
        checks.action_all_ok()
        checks.action_pass()
        self.assertEqual(self.order.state, 'ready')
        self.assertTrue(self.order.is_look_due)

    def test_not_asked_for(self):
        self.company.aftersales_last_look = False
        self.inspect(self.order)
        self.assertFalse(self.order.is_look_due)
        self.assertEqual(len(self._get_notices(self.order)), 1)

    def test_only_a_ready_car_and_only_who_may(self):
        with self.assertRaisesRegex(UserError, "last look is at a car that is ready"):
            self.order.with_user(self.user_advisor).action_last_look()
        self.inspect(self.order)
        for user in (self.user_technician, self.user_parts):
            with self.assertRaises(AccessError):
                self.env['aftersales.last.look.wizard'].with_user(user).create({'order_id': self.order.id})
        with self.assertRaises(AccessError):
            self.env['aftersales.last.look'].with_user(self.user_advisor).create({'order_id': self.order.id})
        wizard = self._look(self.order, all_ok=True)
        wizard.action_apply()
        with self.assertRaisesRegex(UserError, "looked over already"):
            wizard.action_apply()  # a double click
        with self.assertRaises(UserError):
            self.order.last_look_ids.sudo().write({'note': "Changed"})

    def test_the_customer_reads_ready_after_the_look(self):
        self.inspect(self.order)
        steps = {step['key']: step['status'] for step in self.order.sudo()._get_portal_steps()}
        self.assertEqual((steps['quality_check'], steps['ready']), ('current', 'todo'))
        self.assertEqual(self.order.sudo()._get_portal_status()['state'], 'quality_check')
        self._look(self.order, all_ok=True).action_apply()
        steps = {step['key']: step['status'] for step in self.order.sudo()._get_portal_steps()}
        self.assertEqual((steps['quality_check'], steps['ready']), ('done', 'current'))

    def test_switched_off_tells_those_who_waited(self):
        self.inspect(self.order)
        self.company.aftersales_last_look = False
        self.assertEqual(len(self._get_notices(self.order)), 1)

    def test_the_accountant_opens_the_order(self):
        self.inspect(self.order)
        self._look(self.order, all_ok=True).action_apply()
        order = self.order.with_user(self.user_accountant)
        self.assertEqual(order.last_look_count, 1)
        look = self.env['aftersales.last.look'].with_user(self.user_accountant).search(order.action_view_last_looks()['domain'])
        self.assertEqual(len(look.line_ids), 6)

    def test_search(self):
        self.inspect(self.order)
        Order = self.env['aftersales.order'].with_user(self.user_advisor)
        own = [('id', '=', self.order.id)]
        self.assertTrue(Order.search([*own, ('is_look_due', '=', True)]))
        self.assertFalse(Order.search([*own, ('is_look_due', '=', False)]))
