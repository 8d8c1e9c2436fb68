from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon


@tagged('post_install', '-at_install')
class TestLabels(PrintsCommon):
    """D2, F4: labels for the key, for each storage box, and behind the windscreen for the next service."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forget_notices()

    def test_key_and_boxes(self):
        order = self._create_order()
        checkin = self.env['aftersales.checkin'].with_user(self.user_advisor).create({
            'order_id': order.id, 'key_tag': 'K-17', 'belonging_ids': [
                Command.create({'name': "Golf bag", 'whereabouts': 'handed_over', 'box': 'B5'}),
                Command.create({'name': "Balls", 'quantity': 12, 'whereabouts': 'handed_over', 'box': 'B5'}),
                Command.create({'name': "Laptop", 'whereabouts': 'handed_over', 'box': 'B7'}),
                Command.create({'name': "Umbrella"})]})
        text, = self._render_text('report_key_labels', checkin, self.user_advisor)
        for word in ('K-17', 'B5', 'B7', "Golf bag, Balls × 12", "Laptop", order.name, checkin.license_plate):
            self.assertIn(word, text)
        self.assertNotIn("Umbrella", text)

    def test_sticker_of_the_next_service(self):
        order = self._receive_approved()
        self._finish(order)
        self.assertFalse(self._render_text('report_service_sticker', order, self.user_advisor), "nothing is due")
        plan = self.env['aftersales.maintenance.plan'].create({
            'name': "Plan", 'line_ids': [Command.create({'name': "Brake fluid", 'interval_months': 12})]})
        order.vehicle_id.sudo().write({'maintenance_plan_id': plan.id, 'delivery_date': '2026-01-01'})
        self.env.invalidate_all()
        text, = self._render_text('report_service_sticker', order, self.user_advisor)
        self.assertIn("Brake fluid", text)
        self.assertIn(order.workshop_id.name, text)
