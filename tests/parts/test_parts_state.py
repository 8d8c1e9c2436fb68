from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestPartsState(PartsCommon):
    """H3: not here, on the way, here, issued, returned; and getting what is not here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env['res.partner'].create({'name': 'Parts Vendor'})
        cls.buy_route = cls.warehouse.buy_pull_id.route_id
        cls.filter_part = cls.env['product.product'].create({
            'name': 'Oil filter', 'type': 'consu', 'is_storable': True, 'list_price': 20.0,
            'seller_ids': [Command.create({'partner_id': cls.vendor.id, 'price': 8.0, 'delay': 2})],
            'route_ids': [Command.set(cls.buy_route.ids)],
        })

    def _get_rfq(self):
        return self.env['purchase.order'].search([('partner_id', '=', self.vendor.id)])

    def _receive(self, purchase):
        picking = purchase.picking_ids.filtered(lambda p: p.state not in ('done', 'cancel'))
        picking.move_ids.picked = True
        picking.button_validate()

    # === STATES ===#

    def test_estimate_shows_what_stock_could_give(self):
        order = self._create_order(self._prepare_job((self.pads, 10), (self.disc, 5)))
        self.assertEqual(order.line_ids.mapped('parts_state'), ['here', 'not_here'])
        self.assertEqual(order.parts_state, 'not_here')

    def test_from_not_here_to_issued(self):
        order = self._create_approved((self.filter_part, 1), (self.pads, 1))
        line = order.line_ids[0]
        self.assertEqual(order.line_ids.mapped('parts_state'), ['not_here', 'here'])
        self.assertEqual(order.parts_state, 'not_here')
        line.with_user(self.user_parts).action_order_missing_parts()
        self.assertEqual(line.parts_state, 'not_here', "A request for quotation is no part on the way.")
        purchase = self._get_rfq()
        purchase.button_confirm()
        self.env.invalidate_all()
        self.assertEqual(line.parts_state, 'on_the_way')
        self.assertEqual(line.parts_expected_date, purchase.picking_ids.move_ids.date)
        self.assertEqual(order.parts_state, 'on_the_way')
        self._receive(purchase)
        self.env.invalidate_all()
        self.assertEqual(line.parts_state, 'here')
        self.assertEqual(line.qty_reserved, 1)
        self._issue(order)
        self.assertEqual(order.parts_state, 'issued')

    def test_part_bought_for_stock_is_on_the_way(self):
        """The state follows the forecast, whoever bought the part."""
        order = self._create_approved((self.filter_part, 1))
        purchase = self.env['purchase.order'].create({
            'partner_id': self.vendor.id, 'picking_type_id': self.warehouse.in_type_id.id,
            'order_line': [Command.create({'product_id': self.filter_part.id, 'product_qty': 1})],
        })
        purchase.button_confirm()
        self.env.invalidate_all()
        self.assertEqual(order.line_ids.parts_state, 'on_the_way')
        second = self._create_approved((self.filter_part, 1))
        self.assertEqual(second.line_ids.parts_state, 'not_here', "One part cannot be on the way for two cars.")

    def test_search_equals_what_is_shown(self):
        orders = (
            self._create_order(self._prepare_job((self.pads, 1)))
            + self._create_order(self._prepare_job((self.filter_part, 1)))
            + self._create_order(self._prepare_job((self.pads, 1, {'part_origin': 'customer'})))
            + self._create_approved((self.pads, 1))
            + self._create_approved((self.filter_part, 1))
            + self._create_approved((self.pads, 1), (self.filter_part, 1))
        )
        issued = self._create_approved((self.pads, 1))
        self._issue(issued)
        returned = self._create_approved((self.pads, 1))
        self._return(self._issue(returned), 1)
        self.cancel(returned)
        cancelled = self._create_approved((self.pads, 1))
        self.cancel(cancelled)
        delivered = self._create_approved((self.pads, 1))
        self._issue(delivered)
        delivered.job_ids.with_user(self.user_manager)._transition('done')
        delivered.job_ids.with_user(self.user_manager)._transition('passed')
        delivered.action_deliver()
        orders |= issued + returned + cancelled + delivered
        for records in (orders, orders.line_ids):
            seen = set()
            for state, __ in records._fields['parts_state']._description_selection(self.env):
                expected = records.filtered(lambda record, s=state: record.parts_state == s)
                found = records.search([('parts_state', '=', state), ('id', 'in', records.ids)])
                self.assertEqual(set(found), set(expected), state)
                rest = records.search([('parts_state', '!=', state), ('id', 'in', records.ids)])
                self.assertEqual(set(rest), set(records - expected))
                seen |= {state} if expected else set()
            self.assertTrue(seen > {'not_here', 'here', 'issued', 'returned', 'cancelled'}, seen)

    # === SUPPLY ===#

    def test_ordering_twice_orders_once(self):
        order = self._create_approved((self.filter_part, 3))
        line = order.line_ids.with_user(self.user_parts)
        line.action_order_missing_parts()
        with self.assertRaisesRegex(UserError, "nothing to order"):
            line.action_order_missing_parts()
        self.assertEqual(self._get_rfq().order_line.product_qty, 3)

    def test_ordering_for_many_lines_at_once(self):
        orders = self._create_approved((self.filter_part, 3)) + self._create_approved((self.filter_part, 2))
        orders.line_ids.with_user(self.user_parts).action_order_missing_parts()
        self.assertEqual(sum(self._get_rfq().order_line.mapped('product_qty')), 5)

    def test_ordering_the_rest_keeps_what_is_here(self):
        self._put_in_stock(self.filter_part, 1)
        order = self._create_approved((self.filter_part, 3))
        line = order.line_ids
        self.assertEqual((line.qty_reserved, line.parts_state), (1, 'not_here'))
        line.with_user(self.user_parts).action_order_missing_parts()
        self.env.invalidate_all()
        self.assertEqual(line.qty_reserved, 1)
        self.assertEqual(self._get_rfq().order_line.product_qty, 2)
        self.assertEqual(self._get_demand(order), {self.filter_part: 3})

    def test_part_without_route_is_bought(self):
        self.filter_part.route_ids = False
        order = self._create_approved((self.filter_part, 1))
        order.line_ids.with_user(self.user_parts).action_order_missing_parts()
        self.assertEqual(self._get_rfq().order_line.product_qty, 1)

    def test_part_without_vendor_says_so(self):
        self.filter_part.seller_ids.unlink()
        order = self._create_approved((self.filter_part, 1))
        with self.assertRaisesRegex(UserError, "No vendor can deliver Oil filter"), self.cr.savepoint():
            order.line_ids.with_user(self.user_parts).action_order_missing_parts()
        self.assertEqual(order.line_ids.parts_state, 'not_here')

    def test_only_the_counter_orders(self):
        order = self._create_approved((self.filter_part, 1))
        with self.assertRaises(AccessError):
            order.line_ids.with_user(self.user_technician).action_order_missing_parts()

    def test_unapproved_part_is_not_ordered(self):
        order = self._create_order(self._prepare_job((self.filter_part, 1)))
        with self.assertRaisesRegex(UserError, "not approved"):
            order.line_ids.with_user(self.user_parts).action_order_missing_parts()

    def test_replenish_on_order_buys_by_itself(self):
        """Special orders: the product's routes work as on a sale order."""
        mto = self.env.ref('stock.route_warehouse0_mto')
        mto.active = True
        self.filter_part.route_ids = [Command.link(mto.id)]
        order = self._create_approved((self.filter_part, 2), pay_type_id=self.pay_internal.id)
        purchase = self._get_rfq()
        self.assertEqual(purchase.order_line.product_qty, 2)
        self.assertIn(order.name, purchase.origin)
        order.line_ids.quantity = 3
        self.assertEqual(purchase.order_line.product_qty, 3)
        self.assertEqual(self._get_demand(order), {self.filter_part: 3})
        purchase.button_confirm()
        self._receive(purchase)
        self.env.invalidate_all()
        self.assertEqual(order.parts_state, 'here')

    def test_take_from_stock_else_buy(self):
        mto = self.env.ref('stock.route_warehouse0_mto')
        mto.active = True
        self.warehouse.mto_pull_id.procure_method = 'mts_else_mto'
        self.filter_part.route_ids = [Command.link(mto.id)]
        self._put_in_stock(self.filter_part, 2)
        order = self._create_approved((self.filter_part, 3))
        self.assertEqual(order.line_ids.qty_reserved, 2)
        self.assertEqual(self._get_rfq().order_line.product_qty, 1)

    def test_reordering_rule_is_triggered(self):
        self.env['stock.warehouse.orderpoint'].create({
            'product_id': self.filter_part.id, 'product_min_qty': 0, 'product_max_qty': 0,
            'warehouse_id': self.warehouse.id, 'location_id': self.warehouse.lot_stock_id.id, 'trigger': 'auto',
        })
        self._create_approved((self.filter_part, 2))
        self.assertEqual(self._get_rfq().order_line.product_qty, 2)

    def test_deliveries_in_several_steps_do_not_slow_the_counter(self):
        self.warehouse.delivery_steps = 'pick_pack_ship'
        order = self._create_approved((self.pads, 1))
        self.assertEqual(order.picking_ids.picking_type_id, self.issue_type)
        self._issue(order)
        self.assertEqual(order.parts_state, 'issued')
        self.assertEqual(len(order.picking_ids), 1)

    def test_promise_reaches_the_counter(self):
        order = self._create_approved((self.pads, 1))
        promise = fields.Datetime.now().replace(microsecond=0) + timedelta(days=3)
        self.env['aftersales.promise.change'].with_user(self.user_advisor).create({
            'order_id': order.id, 'new_date': promise, 'reason': 'Part is late'})
        self.assertEqual(order.promise_date, promise)
        self.assertEqual(order.picking_ids.move_ids.date_deadline, promise)

    def test_moves_button(self):
        order = self._create_approved((self.pads, 1))
        action = order.line_ids.with_user(self.user_parts).action_view_moves()
        self.assertEqual(self.env['stock.move'].search(action['domain']), order.line_ids.move_ids)
