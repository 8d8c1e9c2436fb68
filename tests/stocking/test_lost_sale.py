from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
@freeze_time('2027-03-10 04:00:00')
class TestLostSale(PartsCommon):
    """H7: lost sales and emergency buys are logged, with their cause."""

    def test_one_click_from_the_line(self):
        """H7: the line of an order brings part, missing quantity, customer, order and store; it says why, and is kept."""
        order = self._create_approved((self.disc, 6))
        line = order.job_ids.line_ids
        for user in (self.user_advisor, self.user_parts):
            action = line.with_user(user).action_note_lost_sale()
            form = Form(self.env['aftersales.lost.sale'].with_user(user).with_context(**action['context']))
            form.bought_elsewhere = True
            form.elsewhere = "Web shop"
            sale = form.save()
            self.assertEqual(
                (sale.product_id, sale.quantity, sale.partner_id, sale.order_id, sale.line_id, sale.warehouse_id),
                (self.disc, 6, order.partner_id, order, line, self.warehouse))
            self.assertEqual((sale.reason, sale.user_id, sale.amount), ('stock', user, 720))
        labour = line.with_user(self.user_advisor).new({'line_type': 'labour', 'name': "Work"})
        with self.assertRaisesRegex(UserError, "is no part"):
            labour.action_note_lost_sale()

    def test_note_from_find_a_part(self):
        """H7: who finds a part and cannot sell it notes that from the list, with the owner of the car it was asked for."""
        vehicle = self._create_approved((self.disc, 1)).vehicle_id
        for user in (self.user_advisor, self.user_parts):
            action = self.disc.with_user(user).with_context(find_vehicle=vehicle.ids).action_note_lost_sale()
            sale = Form(self.env['aftersales.lost.sale'].with_user(user).with_context(**action['context'])).save()
            self.assertEqual(
                (sale.product_id, sale.partner_id, sale.warehouse_id), (self.disc, vehicle.owner_id, self.warehouse))

    def test_one_click_from_the_counter(self):
        """H7, H9: the line of a counter sale brings part, what is missing, customer and sale; a walk-in stays unnamed."""
        self._put_in_stock(self.disc, 2)
        self.env.invalidate_all()
        free = self.disc.with_context(warehouse_id=self.warehouse.id).free_qty
        self.assertGreaterEqual(free, 2)
        quote = self.env['aftersales.counter.sale'].with_user(self.user_parts).create({
            'workshop_id': self.workshop.id, 'partner_id': self.customer.id,
            'line_ids': [Command.create({'product_id': self.disc.id, 'quantity': free + 3})]})
        for user in (self.user_parts, self.user_advisor):
            action = quote.line_ids.with_user(user).action_note_lost_sale()
            form = Form(self.env['aftersales.lost.sale'].with_user(user).with_context(**action['context']))
            form.reason = 'time'
            lost = form.save()
            self.assertEqual(
                (lost.product_id, lost.quantity, lost.partner_id, lost.counter_sale_id, lost.warehouse_id, lost.reason),
                (self.disc, 3, self.customer, quote, self.warehouse, 'time'))
        quote.action_confirm()
        self.assertEqual(quote.line_ids.action_note_lost_sale()['context']['default_quantity'], 3)
        walk_in = quote.copy({'partner_id': quote._default_partner_id().id})
        self.assertFalse(walk_in.line_ids.action_note_lost_sale()['context']['default_partner_id'])
        for user in (self.user_technician, self.user_other_advisor):
            with self.assertRaises(AccessError):
                quote.line_ids.with_user(user).action_note_lost_sale()

    def test_register(self):
        """H7: the register is kept: nothing is deleted, a mistake is marked; technicians and other companies do not see it."""
        Sale = self.env['aftersales.lost.sale'].with_user(self.user_parts)
        sale = Sale.create({'product_id': self.pads.id, 'warehouse_id': self.warehouse.id, 'reason': 'time'})
        self.assertEqual(sale.company_id, self.company)
        with self.assertRaises(UserError):
            sale.unlink()
        sale.is_mistake = True
        with self.assertRaises(AccessError):
            sale.user_id = self.user_advisor
        for user in (self.user_technician, self.user_other_advisor):
            with self.assertRaises(AccessError):
                sale.with_user(user).read(['reason'])
        with self.assertRaisesRegex(ValidationError, "the day lies ahead"):
            sale.date = '2027-03-20'
        with self.assertRaisesRegex(ValidationError, "the line is none of"):
            sale.line_id = self._create_approved((self.disc, 1)).job_ids.line_ids

    def test_emergency_buy(self):
        """H7: a purchase says why it had to be made in a hurry and what that cost; a copy of it is an ordinary one."""
        purchase = self.env['purchase.order'].create({'partner_id': self.customer.id, 'aftersales_emergency': 'planning'})
        purchase.aftersales_extra_cost = 35
        with self.assertRaises(UserError):
            purchase.aftersales_extra_cost = -1
        other = purchase.copy()
        self.assertEqual((other.aftersales_emergency, other.aftersales_extra_cost), (False, 0))
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_emergency_buys')
        found = self.env['purchase.order'].search(
            [('aftersales_emergency', '!=', False), ('id', 'in', (purchase + other).ids)])
        self.assertEqual((found, action['domain']), (purchase, "[('aftersales_emergency', '!=', False)]"))
