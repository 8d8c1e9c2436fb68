from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestPartsSupply(PartsCommon):
    """faults U2: a part that is not here is ordered on its line, comes with a day, and its arrival is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor, cls.vendor_2 = cls.env['res.partner'].create([{'name': "Parts Vendor"}, {'name': "Oil Vendor"}])
        cls.clutch, cls.hose, cls.oil = cls.env['product.product'].create([{
            'name': name, 'type': 'consu', 'is_storable': True, 'list_price': 20.0,
            'seller_ids': [Command.create({'partner_id': vendor.id, 'price': 8.0, 'delay': days})],
        } for name, vendor, days in (
            ("Clutch", cls.vendor, 2), ("Hose", cls.vendor, 3), ("Gear oil", cls.vendor_2, 1))])

    def _order_lines(self, lines):
        action = lines.with_user(self.user_parts).action_order_missing_parts()
        self.env.invalidate_all()
        return action

    def _get_purchases(self):
        return self.env['purchase.order'].search([('partner_id', 'in', (self.vendor | self.vendor_2).ids)])

    def _receive_goods(self, purchase):
        """By the parts clerk, as goods come in."""
        picking = purchase.picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))
        picking = picking.with_user(self.user_parts)
        picking.move_ids.picked = True
        picking.button_validate()
        self.env.invalidate_all()

    def _get_tasks(self, order):
        return order.sudo().activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref('aftersales.mail_activity_parts_arrived'))

    def test_from_the_line_to_the_arrival(self):
        """faults U2: the parts clerk's way, from “Order” to the advisor who learns that the part is here."""
        order = self._create_approved((self.clutch, 1), (self.pads, 1))
        line = order.line_ids[0]
        self.assertTrue(line.is_to_order)
        self.assertFalse(order.line_ids[1].is_to_order, "what is here is not ordered")
        self.assertEqual(line.supply_vendor_id, self.vendor)
        action = self._order_lines(line)
        purchase = self._get_purchases()
        self.assertEqual((action['res_model'], action['res_id']), ('purchase.order', purchase.id))
        self.assertFalse(line.is_to_order)
        self.assertEqual(line.supply_name, purchase.name)
        purchase.with_user(self.user_parts).button_confirm()
        self.env.invalidate_all()
        self.assertEqual(line.parts_state, 'on_the_way')
        self.assertFalse(self._get_tasks(order), "nothing has come yet")
        self._receive_goods(purchase)
        self.assertEqual(line.parts_state, 'here')
        task = self._get_tasks(order)
        self.assertEqual(task.user_id, self.user_advisor)
        self.assertIn(order.license_plate, task.summary)
        self.assertIn("Clutch", task.note)
        self.assertNotIn("Brake pads", task.note)
        self._issue(order)
        self.assertFalse(self._get_tasks(order), "handed out: nobody has to act on it")

    def test_purchase_waits_for_approval(self):
        """H2: a purchase above Odoo's own limit waits for whoever approves it: line, row and job say so until he has."""
        self.company.write({'po_double_validation': 'two_step', 'po_double_validation_amount': 5.0})
        order = self._create_approved((self.clutch, 2))
        line = order.line_ids
        self._order_lines(line)
        purchase = self._get_purchases().with_user(self.user_parts)
        self.assertFalse(line.supply_waits_text, "not confirmed yet")
        purchase.button_confirm()
        self.env.invalidate_all()
        self.assertEqual((purchase.state, line.supply_waits_text, line.is_to_order), ('to approve', purchase.name, False))
        text = f"purchase {purchase.name} waits for approval"
        self.assertTrue(any(text in words for words in order.job_ids._get_wait_texts()))
        self.assertTrue(any("waits for approval" in hint.message for hint in line._get_row_hints()))
        self.user_manager.group_ids |= self.env.ref('purchase.group_purchase_manager')
        purchase.with_user(self.user_manager).button_approve()
        self.env.invalidate_all()
        self.assertEqual((line.supply_waits_text, line.parts_state), ('', 'on_the_way'))
        self.assertFalse(any("waits for approval" in words for words in order.job_ids._get_wait_texts()))

    def test_one_purchase_order_a_vendor(self):
        """faults U2: lines of several orders, ticked together or one after the other, stand on one order a vendor."""
        first = self._create_approved((self.clutch, 1), (self.oil, 2))
        second = self._create_approved((self.hose, 1))
        action = self._order_lines(first.line_ids)
        self._order_lines(second.line_ids)
        purchases = self._get_purchases()
        self.assertEqual(set(purchases.partner_id), set(self.vendor | self.vendor_2))
        self.assertEqual(len(purchases), 2)
        self.assertEqual(
            purchases.filtered(lambda purchase: purchase.partner_id == self.vendor).order_line.product_id,
            self.clutch | self.hose)
        self.assertEqual(
            set(self.env['purchase.order'].search(action['domain'])), set(purchases), "both are shown after ordering")

    def test_vendor_gets_his_days(self):
        """faults U2: the day asked of a vendor is one he can keep, and is what the line says."""
        with freeze_time('2026-03-02 01:00:00'):
            order = self._create_approved((self.clutch, 1))
            self.assertEqual(order.line_ids.parts_arrival_date, fields.Datetime.to_datetime('2026-03-04 01:00:00'))
            self._order_lines(order.line_ids)
            purchase = self._get_purchases()
            self.assertEqual(purchase.order_line.date_planned, fields.Datetime.to_datetime('2026-03-04 01:00:00'))
            purchase.order_line.date_planned = '2026-03-06 01:00:00'  # he said another one
            self.env.invalidate_all()
            self.assertEqual(order.line_ids.parts_arrival_date, fields.Datetime.to_datetime('2026-03-06 01:00:00'))
            purchase.button_confirm()
            self.env.invalidate_all()
            self.assertEqual(order.line_ids.parts_arrival_date, fields.Datetime.to_datetime('2026-03-06 01:00:00'))

    def test_what_comes_in_two_deliveries(self):
        """faults U2: each arrival is told once, in one task, with what is still missing."""
        order = self._create_approved((self.clutch, 1), (self.oil, 1))
        self._order_lines(order.line_ids)
        purchases = self._get_purchases()
        purchases.button_confirm()
        self._receive_goods(purchases.filtered(lambda purchase: purchase.partner_id == self.vendor))
        self.assertIn("Still missing: Gear oil", self._get_tasks(order).note)
        self._receive_goods(purchases.filtered(lambda purchase: purchase.partner_id == self.vendor_2))
        task = self._get_tasks(order)
        self.assertEqual(len(task), 1)
        self.assertTrue(task.note.index("Gear oil ×") < task.note.index("Clutch ×"), "the latest first")

    def test_parts_in_stock_are_no_arrival(self):
        """faults U2: what was here all the time is told to nobody."""
        order = self._create_approved((self.pads, 1), (self.disc, 1))
        self.assertFalse(order.line_ids.filtered('parts_awaited_since'))
        order.line_ids[0].quantity = 2
        self.assertFalse(self._get_tasks(order))

    def test_part_bought_for_stock_arrives_too(self):
        """faults U2: whoever bought it, the order that waited is told."""
        order = self._create_approved((self.clutch, 1))
        purchase = self.env['purchase.order'].create({
            'partner_id': self.vendor.id, 'picking_type_id': self.warehouse.in_type_id.id,
            'order_line': [Command.create({'product_id': self.clutch.id, 'product_qty': 5})],
        })
        purchase.button_confirm()
        self._receive_goods(purchase)
        self.assertTrue(self._get_tasks(order))

    def _count(self, product, quantity):
        """By the parts clerk, who looks into the shelf."""
        quant = self.env['stock.quant'].with_user(self.user_parts).with_context(inventory_mode=True).search([
            ('product_id', '=', product.id), ('location_id', '=', self.warehouse.lot_stock_id.id)])
        quant.inventory_quantity = quantity
        quant.action_apply_inventory()
        self.env.flush_all()
        self.cr.precommit.run()
        self.env.invalidate_all()

    def test_parts_that_a_count_takes_away(self):
        """faults U2: what was set aside and is not on the shelf is to order, and the advisor is told when it comes."""
        self._put_in_stock(self.clutch, 3)
        first, second = self._create_approved((self.clutch, 1)), self._create_approved((self.clutch, 1))
        self.assertEqual({first.parts_state, second.parts_state}, {'here'})
        self._count(self.clutch, 2)
        lines = (first | second).line_ids
        self.assertFalse(lines.filtered('parts_awaited_since'), "there is enough for both all the same")
        self._count(self.clutch, 0)
        self.assertEqual(set(lines.mapped('is_to_order')), {True})
        self.assertTrue(all(lines.mapped('parts_awaited_since')))
        self._order_lines(lines)
        purchase = self._get_purchases()
        purchase.with_user(self.user_parts).button_confirm()
        self._receive_goods(purchase)
        for order in (first, second):
            self.assertEqual(self._get_tasks(order).user_id, self.user_advisor)

    def test_parts_set_aside_anew(self):
        """faults U2: what is let go and taken again in one request was never missing."""
        order = self._create_approved((self.pads, 2))
        move = order.line_ids.sudo().move_ids
        move._do_unreserve()
        move._action_assign()
        self.env.flush_all()
        self.cr.precommit.run()
        self.assertEqual(move.state, 'assigned')
        self.assertFalse(order.line_ids.parts_awaited_since)
        self.assertFalse(self._get_tasks(order))

    def test_cancelled_orders_wait_for_nothing(self):
        """faults U2: a part that comes for a cancelled order is no task of the advisor."""
        order, other = (self._create_approved((self.clutch, 1)) for __ in range(2))
        self._order_lines((order | other).line_ids)
        purchase = self._get_purchases()
        purchase.button_confirm()
        self.cancel(order)
        self._receive_goods(purchase)
        self.assertFalse(self._get_tasks(order))
        self.assertFalse(order.line_ids.parts_awaited_since)
        self.assertTrue(self._get_tasks(other))

    def test_search_of_what_is_to_order(self):
        """faults U2: the list of what is to order is what the lines say."""
        orders = self._create_approved((self.clutch, 1)) | self._create_approved((self.pads, 1)) | self._create_order(
            self._prepare_job((self.hose, 1)))
        ordered = self._create_approved((self.hose, 1))
        self._order_lines(ordered.line_ids)
        lines = (orders | ordered).line_ids
        Line = self.env['aftersales.order.line'].with_user(self.user_parts)
        expected = lines.filtered('is_to_order')
        self.assertEqual(expected.product_id, self.clutch)
        self.assertEqual(Line.search([('is_to_order', '=', True), ('id', 'in', lines.ids)]), expected)
        self.assertEqual(set(Line.search([('is_to_order', '=', False), ('id', 'in', lines.ids)])), set(lines - expected))

    def test_only_the_counter_orders(self):
        """faults U2: nobody else orders parts; other companies' lines are not even seen."""
        order = self._create_approved((self.clutch, 1))
        for user in (self.user_advisor, self.user_technician, self.user_dispatcher):
            with self.assertRaises(AccessError):
                order.line_ids.with_user(user).action_order_missing_parts()
        self.assertFalse(self._get_purchases())
        with self.assertRaises(AccessError):
            order.line_ids.with_user(self.user_other_advisor).read(['is_to_order'])

    def test_missing_since(self):
        """faults U2: since when the part is missing is known, by the system alone."""
        with freeze_time('2026-03-02 01:00:00'):
            order = self._create_approved((self.clutch, 1))
        self.assertEqual(order.line_ids.parts_awaited_since, fields.Datetime.to_datetime('2026-03-02 01:00:00'))
        with self.assertRaises(AccessError):
            order.line_ids.with_user(self.user_advisor).parts_awaited_since = fields.Datetime.now() - timedelta(days=9)

    def test_lists_of_many_lines(self):
        """faults U2: what the list shows of supply takes no more queries for many lines."""
        orders = [self._create_approved((self.clutch, 1), (self.hose, 1)) for __ in range(12)]
        self._order_lines(orders[0].line_ids | orders[1].line_ids)
        lines = self.env['aftersales.order.line'].union(*(order.line_ids for order in orders)).with_user(self.user_parts)

        def read(records):
            records.read(['is_to_order', 'supply_name', 'supply_vendor_id', 'parts_arrival_date', 'parts_state'])

        self.assertFlat(read, lines[:2], lines, slack=1)
