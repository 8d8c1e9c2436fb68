from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.counter import CheckinCommon


@tagged('post_install', '-at_install')
class TestSecondTab(CheckinCommon):
    """faults U14: an order is cancelled for a reason, and who saves second is told."""

    def test_second_tab_is_told(self):
        """faults U14: what somebody else wrote meanwhile is named, and nothing is overwritten."""
        order = self._create_orders(concern="Noise")
        later = order.with_user(self.user_dispatcher)
        order.web_save({'concern': "Noise, left", 'seen_values': {'concern': "Noise"}}, {})
        with self.assertRaisesRegex(UserError, "Noise, left"):
            later.web_save({'concern': "Noise, right", 'seen_values': {'concern': "Noise"}}, {})
        self.assertEqual(order.concern, "Noise, left")
        later.web_save({'concern': "Noise, left", 'seen_values': {'concern': "Noise"}}, {})  # the same: no conflict
        later.web_save({'odometer_in': 13000, 'seen_values': {'odometer_in': 12000.0}}, {})  # another field
        later.web_save({'concern': "All", 'seen_values': {'concern': "Noise, left"}}, {})
        self.assertEqual((order.concern, order.odometer_in), ("All", 13000))

    def test_every_kind_of_value(self):
        """faults U14: dates, records, choices and nothing are compared as the form sends them."""
        order = self._create_orders(promise_date='2026-03-02 10:00:00')
        fields = {
            'promise_date': ('2026-03-02 10:00:00', '2026-03-02 11:00:00', '2026-03-02 12:00:00'),
            'user_id': (self.user_advisor.id, self.user_dispatcher.id, self.user_manager.id),
            'priority': ('0', '1', '0'),
            'concern': (False, "One", "Two"),
            'odometer_in': (12000, 12100, 12200),
        }
        for name, (seen, first, second) in fields.items():
            with self.subTest(name):
                order.web_save({name: first, 'seen_values': {name: seen}}, {})
                if second == seen:
                    continue
                with self.assertRaisesRegex(UserError, "while you had it open"):
                    order.web_save({name: second, 'seen_values': {name: seen}}, {})
        for hostile in (None, [], "x", {'unknown': 1}, {'concern': {'a': 1}}, {'odometer_in': 'x'}):
            order.web_save({'note': "<p>n</p>", 'seen_values': hostile}, {})

    def test_checkin_and_order_are_one(self):
        """faults U14: a reading entered on the sheet is not overwritten from the order's other tab, nor back."""
        checkin = self._create_checkins()
        checkin.order_id.web_save({'odometer_in': 12500, 'seen_values': {'odometer_in': 12000}}, {})
        with self.assertRaisesRegex(UserError, "12,?500"):
            checkin.web_save({'odometer_in': 12600, 'seen_values': {'odometer_in': 12000}}, {})

    def test_cancel_has_a_reason(self):
        """faults U14: the dialog wants a reason, which stays with the order and in its log."""
        order = self._create_orders()
        self.receive(order)
        action = order.action_ask_cancel()
        dialog = self.env[action['res_model']].with_user(self.user_advisor).with_context(**action['context'])
        with self.assertRaisesRegex(UserError, "Write why"):
            dialog.create({'reason': "  "})
        wizard = dialog.create({'reason': "Sold the car"})
        self.assertIn("1 jobs end", wizard.consequence)
        wizard.action_apply()
        self.assertEqual((order.state, order.cancel_reason), ('cancelled', "Sold the car"))
        with self.assertRaisesRegex(UserError, "already|cannot go"):
            order.action_ask_cancel()
        with self.assertRaises(UserError):
            order.write({'cancel_reason': "By RPC"})
        self.reopen(order)
        with self.assertRaises(AccessError):
            order.write({'cancel_reason': "By RPC"})
        self.assertFalse(order.cancel_reason)

    def test_cancel_dialog_names_its_actions(self):
        """faults U14: buttons say what they do."""
        labels = self.env['aftersales.cancel.wizard'].get_view(
            self.env.ref('aftersales.cancel_wizard_view_form').id, 'form')['arch']
        for label in ("Cancel the Order", "Keep the Order", "Cancel the Appointment", "Keep the Appointment"):
            self.assertIn(f'string="{label}"', labels)

    def test_wrong_role_and_wrong_model(self):
        """faults U14: the dialog gives nobody more than the document does."""
        order = self._create_orders()
        with self.assertRaises(AccessError):
            order.with_user(self.user_technician).action_ask_cancel()
        Wizard = self.env['aftersales.cancel.wizard']
        wizard = Wizard.with_user(self.user_technician).with_context(
            default_res_model='aftersales.order', default_res_ids=order.ids).create({'reason': "x"})
        with self.assertRaises(AccessError):
            wizard.action_apply()
        for model, ids in (('res.users', [1]), ('no.model', [1]), ('aftersales.order', ['x']), ('aftersales.order', "1")):
            wizard = Wizard.with_user(self.user_advisor).with_context(
                default_res_model=model, default_res_ids=ids).create({'reason': "x"})
            with self.assertRaisesRegex(UserError, "Open the document"):
                wizard.action_apply()
