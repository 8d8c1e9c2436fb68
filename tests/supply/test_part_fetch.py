from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

TUESDAY = fields.Datetime.to_datetime('2026-03-03 02:00:00')


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestPartFetch(PartsCommon):
    """H2: what is short here and free at another outlet is set aside there, comes once, and lets the job go on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.far, cls.farther = cls.env['stock.warehouse'].create([
            {'name': name, 'code': code, 'company_id': cls.company.id}
            for name, code in (("Pudong", 'PUD'), ("Jiading", 'JIA'))])
        cls.outlet, cls.outlet_2 = cls.env['aftersales.workshop'].create([
            {'name': store.name, 'code': store.code, 'company_id': cls.company.id, 'warehouse_id': store.id}
            for store in (cls.far, cls.farther)])
        cls.lamp = cls.env['product.product'].create({
            'name': "Lamp", 'type': 'consu', 'is_storable': True, 'list_price': 20.0})
        cls._put_at(cls.far, 2)
        cls._put_at(cls.farther, 1)

    @classmethod
    def _put_at(cls, store, quantity):
        cls.env['stock.quant']._update_available_quantity(cls.lamp, store.lot_stock_id, quantity)

    def _free(self, store):
        return self.env['stock.quant']._get_available_quantity(self.lamp, store.lot_stock_id)

    def _ask(self, line, user=None):
        action = line.with_user(user or self.user_parts).action_get_from_outlet()
        return Form.from_action(self.env(user=user or self.user_parts), action)

    def _fetch(self, line, outlet=None):
        with self._ask(line) as form:
            if outlet:
                form.outlet_id = outlet
        action = form.record.action_apply()
        self.env.invalidate_all()
        return self.env['stock.picking'].with_user(self.user_parts).browse(action['res_id'])

    def _bring(self, picking):
        picking.move_ids.picked = True
        picking.button_validate()
        self.env.invalidate_all()

    def test_from_the_line_to_the_job(self):
        """H2: the dialog says where it is free; it is reserved there, on the way here, and its arrival is told."""
        order = self._create_approved((self.lamp, 2))
        line = order.line_ids
        form = self._ask(line)
        self.assertEqual((form.missing, form.places), (2, "Pudong: 2, Jiading: 1"))
        self.assertEqual(form.outlet_id, self.outlet)
        picking = self._fetch(line)
        self.assertEqual((picking.state, picking.picking_type_id), ('assigned', self.far.aftersales_transfer_type_id))
        self.assertEqual((picking.picking_type_id.code, picking.aftersales_fetch_order_id), ('internal', order))
        self.assertEqual((self._free(self.far), self._free(self.warehouse)), (0, 0))
        self.assertEqual((line.parts_state, line.is_to_order), ('on_the_way', False))
        self.assertEqual(line.parts_expected_date, TUESDAY + timedelta(days=1))
        self.assertIn(picking.name, line.fetch_name)
        self.assertEqual(line.with_user(self.user_parts).action_view_fetches()['res_id'], picking.id)
        self._bring(picking)
        self.assertEqual((line.parts_state, line.qty_reserved), ('here', 2))
        kind = self.env.ref('aftersales.mail_activity_parts_arrived')
        tasks = order.sudo().activity_ids.filtered(lambda task: task.activity_type_id == kind)
        self.assertEqual(tasks.user_id, self.user_advisor)
        self._issue(order)
        self.assertEqual(line.qty_issued, 2)

    def test_not_twice(self):
        """H2: what is on the way is asked for no more, neither there nor of a vendor; of two orders each gets its own."""
        first, second = self._create_approved((self.lamp, 2)), self._create_approved((self.lamp, 2))
        self._fetch(first.line_ids)
        with self.assertRaisesRegex(UserError, "nothing to get"):
            first.line_ids.with_user(self.user_parts)._fetch_from(self.outlet, TUESDAY + timedelta(days=1))
        with self.assertRaisesRegex(UserError, "nothing to order"):
            first.line_ids.with_user(self.user_parts).action_order_missing_parts()
        with self.assertRaisesRegex(UserError, "has no Lamp free"):
            second.line_ids.with_user(self.user_parts)._fetch_from(self.outlet, TUESDAY + timedelta(days=1))
        with self.assertRaisesRegex(UserError, "in the past"):
            second.line_ids.with_user(self.user_parts)._fetch_from(self.outlet_2, TUESDAY - timedelta(days=1))
        other = self._fetch(second.line_ids)
        self.assertEqual(other.location_id, self.farther.lot_stock_id)
        self.assertEqual(other.move_ids.product_qty, 1)
        self.assertEqual(second.line_ids.parts_state, 'not_here', "one of two is still missing")
        self.assertTrue(second.line_ids.is_to_order)

    def test_rest_from_elsewhere(self):
        """H2: what lies here stays set aside; the rest comes from two outlets, and all of it is issued."""
        self._put_in_stock(self.lamp, 1)
        order = self._create_approved((self.lamp, 4))
        line = order.line_ids
        self._bring(self._fetch(line))
        self.assertEqual((line.qty_reserved, line.is_to_order), (3, True))
        self._bring(self._fetch(line))
        self.assertEqual((line.qty_reserved, line.parts_state), (4, 'here'))
        for __ in order.sudo().picking_ids.ids:
            self._issue(order)
        self.assertEqual(line.qty_issued, 4)

    def test_cancelled_there(self):
        """H2: the other outlet cancels its transfer: the part is short again, and got or ordered anew."""
        line = self._create_approved((self.lamp, 1)).line_ids
        self._fetch(line).action_cancel()
        self.env.invalidate_all()
        self.assertEqual((line.parts_state, line.is_to_order, line.fetch_name), ('not_here', True, ''))
        self.assertEqual(self._free(self.far), 2)
        self.assertEqual(self._get_demand(line.order_id), {self.lamp: 1})
        self._bring(self._fetch(line, self.outlet_2))
        self.assertEqual(line.parts_state, 'here')

    def test_cancelled_here(self):
        """H2: a job that is cancelled, or a line that goes, frees the part at the other outlet."""
        order, other = self._create_approved((self.lamp, 1)), self._create_approved((self.lamp, 1))
        pickings = self._fetch(order.line_ids) | self._fetch(other.line_ids)
        order.job_ids.sudo().line_ids.unlink()
        self.assertEqual((pickings[0].state, self._free(self.far)), ('cancel', 1))
        other.line_ids.sudo().quantity = 0
        self.assertEqual((pickings[1].state, self._free(self.far)), ('cancel', 2))

    def test_lowered(self):
        """H2: a line that needs less is sent less: the rest is free again at the other outlet, which is told."""
        line = self._create_approved((self.lamp, 2)).line_ids
        picking = self._fetch(line)
        line.with_user(self.user_advisor).quantity = 1
        self.assertEqual((picking.move_ids.product_uom_qty, picking.move_ids.quantity, picking.state), (1, 1, 'assigned'))
        self.assertEqual(self._free(self.far), 1)
        self.assertIn("needs 1 of Lamp now, not 2", picking.sudo().message_ids[0].body)
        self._bring(picking)
        self.assertEqual((line.parts_state, self._get_demand(line.order_id)), ('here', {self.lamp: 1}))

    def test_lowered_to_what_came(self):
        """H2: what has arrived already is not brought again: the rest of the transfer is cancelled."""
        line = self._create_approved((self.lamp, 2)).line_ids
        picking = self._fetch(line)
        picking.move_ids.quantity = 1
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
        rest = picking.backorder_ids
        self.assertEqual((rest.aftersales_fetch_order_id, rest.move_ids.product_uom_qty), (line.order_id, 1))
        line.with_user(self.user_advisor).quantity = 1
        self.assertEqual((rest.state, self._free(self.far)), ('cancel', 1))
        self.env.invalidate_all()
        self.assertEqual((line.parts_state, line.qty_reserved), ('here', 1))

    def test_nowhere_else(self):
        """H2: where no other outlet has it, the dialog says so and sends nothing."""
        line = self._create_approved((self.lamp, 1)).line_ids
        (self.far | self.farther).lot_stock_id.quant_ids.sudo().quantity = 0
        form = self._ask(line)
        self.assertFalse(form.outlet_ids[:])
        self.assertFalse(self.env['stock.picking'].search([('aftersales_fetch_order_id', '=', line.order_id.id)]))

    def test_list(self):
        """H2: the parts counter of either outlet sees what is sent between them."""
        order = self._create_approved((self.lamp, 1))
        picking = self._fetch(order.line_ids)
        self._create_approved((self.pads, 1))
        action = self.env.ref('aftersales.action_outlet_transfers')
        found = self.env['stock.picking'].with_user(self.user_parts).search(
            [('aftersales_fetch_order_id', '!=', False), ('company_id', '=', self.company.id)])
        self.assertEqual((found, action.domain), (
            picking, "['|', ('aftersales_fetch_order_id', '!=', False), ('aftersales_fetch_sale_id', '!=', False)]"))

    def test_roles(self):
        """H2: the parts counter's alone; another dealer neither sees nor gets anything."""
        line = self._create_approved((self.lamp, 1)).line_ids
        for user in (self.user_advisor, self.user_technician, self.user_dispatcher):
            with self.subTest(user.login), self.assertRaises(AccessError):
                line.with_user(user).action_get_from_outlet()
            with self.subTest(user.login), self.assertRaises(AccessError):
                line.with_user(user)._fetch_from(self.outlet, TUESDAY + timedelta(days=1))
        self.user_other_advisor.group_ids |= self.env.ref('aftersales.group_parts')
        with self.assertRaises(AccessError):
            line.with_user(self.user_other_advisor).action_get_from_outlet()
        stranger = self.env['stock.warehouse'].sudo().create({
            'name': "Other", 'code': 'OTH9', 'company_id': self.user_other_advisor.company_id.id})
        self._put_at(stranger, 5)
        self.env['aftersales.workshop'].sudo().create({
            'name': "Other", 'code': 'OTH9', 'company_id': stranger.company_id.id, 'warehouse_id': stranger.id})
        self.assertEqual(set(line.with_user(self.user_parts)._get_outlets_with()), {self.outlet, self.outlet_2})

    def test_operation_type(self):
        """H2: each warehouse sends parts to others by a type of its own, also those that were there before."""
        self.assertFalse(self.env['stock.warehouse'].with_context(active_test=False).search(
            [('aftersales_transfer_type_id', '=', False)]))
        kind = self.far.aftersales_transfer_type_id
        self.assertEqual((kind.code, kind.default_location_src_id, kind.active), ('internal', self.far.lot_stock_id, True))
        self.far.aftersales_transfer_type_id = False
        self.env['stock.warehouse']._create_missing_transfer_types()
        self.assertEqual(self.far.aftersales_transfer_type_id.sequence_code, 'STN')

    # === COUNTER SALES ===#

    def _sell(self, quantity, **values):
        self.lamp.seller_ids = [Command.create({
            'partner_id': self.env['res.partner'].create({'name': "Lamp Vendor"}).id, 'price': 8.0, 'delay': 2})]
        sale = self.env['aftersales.counter.sale'].with_user(self.user_parts).create({
            'workshop_id': self.workshop.id, **values,
            'line_ids': [Command.create({'product_id': self.lamp.id, 'quantity': quantity})]})
        sale.action_confirm()
        return sale

    def _get_arrival_tasks(self, sale):
        kind = self.env.ref('aftersales.mail_activity_sold_parts_here')
        return sale.sudo().activity_ids.filtered(lambda task: task.activity_type_id == kind)

    def test_counter_sale_orders(self):
        """H2, H9: what a counter sale lacks is ordered from it, once, comes with a day, and its clerk is told."""
        self._put_in_stock(self.lamp, 1)
        sale = self._sell(3)
        line = sale.line_ids
        self.assertTrue(line.is_to_order and sale.is_to_order and line.parts_awaited_since)
        self.assertEqual(sale.parts_arrival_date, TUESDAY + timedelta(days=2 + self.company.days_to_purchase))
        Sale = self.env['aftersales.counter.sale'].with_user(self.user_parts)
        self.assertEqual(Sale.search([('is_to_order', '=', True)]), sale)
        with self.assertRaises(AccessError):
            sale.with_user(self.user_advisor).action_order_missing_parts()
        action = sale.action_order_missing_parts()
        self.env.invalidate_all()
        purchase = self.env['purchase.order'].browse(action['res_id'])
        self.assertEqual((purchase.partner_id, purchase.order_line.product_qty), (line.supply_vendor_id, 2))
        self.assertEqual((line.supply_name, line.is_to_order, sale.is_short), (purchase.name, False, True))
        self.assertFalse(Sale.search([('is_to_order', '=', True)]))
        with self.assertRaisesRegex(UserError, "nothing to order"):
            sale.action_order_missing_parts()
        with self.assertRaisesRegex(UserError, "nothing to order"):
            Sale.action_order_missing_parts()
        purchase.with_user(self.user_parts).button_confirm()
        self.env.invalidate_all()
        self.assertEqual(sale.parts_arrival_date, purchase.order_line.date_planned)
        self._bring(purchase.picking_ids.with_user(self.user_parts))
        self.assertEqual((sale.is_short, sale.parts_arrival_date, line.parts_awaited_since), (False, False, False))
        self.assertEqual(self._get_arrival_tasks(sale).user_id, self.user_parts)
        sale.action_hand_over()
        self.assertEqual((sale.state, line.qty_delivered), ('handed', 3))
        self.assertFalse(self._get_arrival_tasks(sale), "nobody has to act on it any more")

    def test_counter_sales_share_an_order(self):
        """H9: the sales ticked in the list stand on one purchase order; a cancelled one waits for nothing, what comes stays."""
        first, second = self._sell(1), self._sell(2, channel='phone')
        self.lamp.seller_ids[1:].unlink()
        action = (first | second).action_order_missing_parts()
        purchase = self.env['purchase.order'].browse(action['res_id'])
        self.assertEqual(sum(purchase.order_line.mapped('product_qty')), 3)
        purchase.with_user(self.user_parts).button_confirm()
        first.action_cancel()
        self.assertFalse(first.line_ids.parts_awaited_since)
        self.env.invalidate_all()
        self._bring(purchase.picking_ids.with_user(self.user_parts))
        self.assertFalse(self._get_arrival_tasks(first))
        self.assertTrue(self._get_arrival_tasks(second))
        self.assertFalse(second.is_short)
        groups = self.env['aftersales.counter.sale'].with_user(self.user_parts)._read_group(
            [('id', 'in', (first | second).ids)], ['channel'], ['__count'])
        self.assertEqual(dict(groups), {'window': 1, 'phone': 1})

    def test_fetched_for_a_sale(self):
        """H2, H9: what a counter sale lacks comes from another outlet, once, and its clerk hears of it."""
        sale = self._sell(2)
        line = sale.line_ids
        form = self._ask(line)
        self.assertEqual((form.missing, form.places, form.outlet_id), (2, "Pudong: 2, Jiading: 1", self.outlet))
        picking = self._fetch(line)
        self.assertEqual((picking.state, picking.aftersales_fetch_sale_id, self._free(self.far)), ('assigned', sale, 0))
        self.assertFalse(picking.aftersales_fetch_order_id)
        self.assertIn(picking.name, line.fetch_name)
        self.assertEqual((line.is_to_order, sale.is_short, line.supply_vendor_id.id), (False, True, False))
        self.assertEqual(sale.parts_arrival_date, TUESDAY + timedelta(days=1))
        for method in ('action_get_from_outlet', 'action_order_missing_parts'):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(line.with_user(self.user_advisor), method)()
        with self.assertRaisesRegex(UserError, "nothing to get"):
            line._fetch_from(self.outlet, TUESDAY + timedelta(days=1))
        picking.action_cancel()
        self.env.invalidate_all()
        self.assertEqual((line.is_to_order, line.fetch_name, self._free(self.far)), (True, '', 2))
        self._bring(self._fetch(line))
        self.assertEqual((sale.is_short, self._get_arrival_tasks(sale).user_id), (False, self.user_parts))
        sale.action_hand_over()
        self.assertEqual((sale.state, line.qty_delivered), ('handed', 2))
        other = self._sell(1)
        picking = self._fetch(other.line_ids)
        other.action_quote()
        self.assertEqual((picking.state, self._free(self.farther)), ('cancel', 1))

    def test_sale_needs_a_word(self):
        """H2, H9: a dear part sold and not here is ordered once a dispatcher said yes; a refusal says why, to the clerk."""
        self.company.aftersales_special_order_limit = 5
        sale = self._sell(1)
        line = sale.line_ids
        self.assertEqual((line.part_approval, sale.has_special_orders), ('to_approve', True))
        kind = 'aftersales.mail_activity_sold_part_'
        self.assertEqual(sale.sudo().activity_search([kind + 'approval']).user_id, self.user_dispatcher)
        Sale = self.env['aftersales.counter.sale'].with_user(self.user_dispatcher)
        waiting = [('line_ids', 'any', [('part_approval', '=', 'to_approve')]), ('company_id', '=', self.company.id)]
        self.assertEqual(Sale.search(waiting), sale.with_user(self.user_dispatcher))
        with self.assertRaisesRegex(UserError, "waits for the word of: Dispatcher"):
            sale.action_order_missing_parts()
        with self.assertRaisesRegex(AccessError, "is approved by"):
            sale.action_approve_parts()
        boss = sale.with_user(self.user_dispatcher)
        action = boss.action_refuse_parts()
        self.env[action['res_model']].with_user(self.user_dispatcher).with_context(**action['context']).create(
            {'reason': "A used one does"}).action_apply()
        self.env.invalidate_all()
        self.assertEqual((line.part_approval, line.part_refusal), ('refused', "A used one does"))
        self.assertEqual(sale.sudo().activity_search([kind + 'refused']).user_id, self.user_parts)
        with self.assertRaisesRegex(UserError, "no part waits"):
            boss.action_approve_parts()
        sale.action_ask_parts_approval()
        boss.action_approve_parts()
        self.env.invalidate_all()
        self.assertEqual((line.part_approval, line.part_answer_by_id), ('approved', self.user_dispatcher))
        self.assertFalse(sale.sudo().activity_search([kind + 'approval']))
        sale.action_order_missing_parts()
        self.assertFalse(line.is_to_order)
        sale.action_cancel()
        self.assertFalse(sale.sudo().activity_search([kind + 'refused']))
