from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon


@tagged('post_install', '-at_install')
class TestTools(PrintsCommon):
    """D2: what belongs to every car is asked for in one tap, and signed for on a list of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forget_notices()
        cls.vehicle.fuel_type = 'gasoline'
        cls.jack = cls.env.ref('aftersales.checkin_tool_jack')
        cls.cable = cls.env.ref('aftersales.checkin_tool_cable')
        cls.order = cls._create_order()
        cls.checkin = cls.env['aftersales.checkin'].with_user(cls.user_advisor).create({
            'order_id': cls.order.id, 'belonging_ids': [Command.create({'name': "Umbrella"})]})

    def test_one_tap(self):
        self.checkin.action_fill_tools()
        tools = self.checkin.belonging_ids.tool_id
        self.assertIn(self.jack, tools)
        self.assertNotIn(self.cable, tools, "it runs on petrol")
        count = len(self.checkin.belonging_ids)
        self.checkin.action_fill_tools()
        self.assertEqual(len(self.checkin.belonging_ids), count, "each is asked for once")
        self.vehicle.fuel_type = 'electric'
        self.checkin.invalidate_recordset()
        self.checkin.action_fill_tools()
        self.assertEqual(self.checkin.belonging_ids.tool_id - tools, self.cable)

    def test_what_is_missing_is_signed(self):
        self.checkin.action_fill_tools()
        self.checkin.signature = PNG
        jack = self.checkin.belonging_ids.filtered(lambda thing: thing.tool_id == self.jack)
        self.assertNotIn('is_there', self.checkin._get_shown()['belongings'][1])
        jack.is_there = False
        self.assertFalse(self.checkin.signature, "he signed for a jack")
        self.checkin.signature = PNG
        self.checkin.action_sign()
        told = {row['name']: row.get('is_there', True) for row in self.checkin._get_content()['belongings']}
        self.assertEqual((told[self.jack.name], told["Umbrella"]), (False, True))
        with self.assertRaises(UserError):
            jack.is_there = True
        with self.assertRaises(UserError):
            self.checkin.action_fill_tools()
        text, = self._render_text('report_checkin', self.checkin, self.user_advisor)
        self.assertIn("not in the car", text)

    def test_list_in_both_languages(self):
        self.checkin.action_fill_tools()
        self.checkin.belonging_ids[-1].is_there = False
        other = self.env['aftersales.checkin'].with_user(self.user_advisor).create({
            'order_id': self._create_order(vehicle=self.vehicle_cn).id})
        other.action_fill_tools()
        self.jack.with_context(lang='zh_CN').name = "千斤顶"
        english, chinese = self._render_text('report_belongings', self.checkin + other, self.user_advisor)
        for word in ("Jack", "Umbrella", "Yes", "No", "Stays in the car"):
            self.assertIn(word, english)
        self.assertIn("千斤顶", chinese)
        self.assertNotIn("Jack", chinese)

    def test_roles(self):
        with self.assertRaises(AccessError):
            self.checkin.with_user(self.user_technician).action_fill_tools()
        with self.assertRaises(AccessError):
            self.jack.with_user(self.user_advisor).name = "Lift"
        self.jack.with_user(self.user_manager).name = "Lift"
