from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestIssue(PartsCommon):
    """H2: request, reserve, issue, return."""

    # === RESERVING ===#

    def test_approval_reserves(self):
        order = self._create_order(self._prepare_job((self.pads, 2), (self.disc, 1)))
        order.action_receive()
        self.assertFalse(order.picking_ids, "What the customer has not approved must not be set aside.")
        order.job_ids._approve('phone')
        picking = order.picking_ids
        self.assertEqual(len(picking), 1)
        self.assertEqual(picking.picking_type_id, self.issue_type)
        self.assertEqual(picking.state, 'assigned')
        self.assertEqual(picking.origin, order.name)
        self.assertEqual(picking.aftersales_license_plate, self.vehicle.license_plate)
        self.assertEqual(picking.aftersales_receiver_id, self.technician)
        self.assertEqual(self._get_demand(order), {self.pads: 2, self.disc: 1})
        self.assertEqual(order.line_ids.mapped('qty_reserved'), [2, 1])
        self.assertEqual(order.parts_state, 'here')

    def test_second_job_joins_the_open_transfer(self):
        order = self._create_approved((self.pads, 2))
        order.job_ids = [Command.create(self._prepare_job((self.disc, 2)))]
        order.job_ids[-1]._approve('phone')
        self.assertEqual(len(order.picking_ids), 1)
        self.assertEqual(self._get_demand(order), {self.pads: 2, self.disc: 2})

    def test_printed_transfer_is_left_alone(self):
        order = self._create_approved((self.pads, 2))
        order.sudo().picking_ids.printed = True
        order.job_ids = [Command.create(self._prepare_job((self.disc, 1)))]
        order.job_ids[-1]._approve('phone')
        self.assertEqual(len(order.picking_ids), 2)

    def test_same_part_on_two_jobs_stays_apart(self):
        order = self._create_order(self._prepare_job((self.pads, 1)), self._prepare_job((self.pads, 2)))
        order.action_receive()
        order.job_ids._approve('phone')
        self.assertEqual(sorted(order.picking_ids.move_ids.mapped('product_uom_qty')), [1, 2])
        self.assertEqual(order.line_ids.mapped(lambda line: line.move_ids.product_uom_qty), [1, 2])

    def test_job_without_approval_waits_for_the_car(self):
        order = self._create_order(self._prepare_job((self.pads, 1), pay_type_id=self.pay_internal.id))
        self.assertFalse(order.picking_ids)
        order.action_receive()
        self.assertEqual(self._get_demand(order), {self.pads: 1})

    def test_estimate_approved_ahead_reserves(self):
        """Special orders: the customer says yes on the phone, the part must be here when the car comes."""
        order = self._create_order(self._prepare_job((self.pads, 1)))
        order.job_ids._approve('phone')
        self.assertEqual(order.state, 'draft')
        self.assertEqual(self._get_demand(order), {self.pads: 1})

    def test_customers_own_part_moves_no_stock(self):
        order = self._create_approved(
            (self.pads, 2, {'part_origin': 'customer'}), (self.disc, 1))
        self.assertEqual(self._get_demand(order), {self.disc: 1})
        self.assertEqual(order.line_ids[0].parts_state, 'none')

    def test_goods_not_stored_are_issued_too(self):
        """As on a sale order: grease without stock keeping still is handed out on a transfer."""
        grease = self.env['product.product'].create({'name': 'Grease', 'type': 'consu', 'is_storable': False})
        order = self._create_approved((grease, 1))
        self.assertEqual(order.picking_ids.state, 'assigned')
        self._issue(order)
        self.assertEqual(order.line_ids.qty_issued, 1)

    def test_labour_moves_no_stock(self):
        order = self._create_order(self._prepare_job())
        labour = self.env['product.product'].create({'name': 'Work', 'type': 'service'})
        order.job_ids.line_ids = [Command.create({'line_type': 'labour', 'product_id': labour.id})]
        order.action_receive()
        order.job_ids._approve('phone')
        self.assertFalse(order.picking_ids)
        self.assertEqual(order.parts_state, 'none')

    def test_units_are_converted(self):
        dozen = self.env.ref('uom.product_uom_dozen')
        self._put_in_stock(self.pads, 20)
        order = self._create_approved((self.pads, 2, {'product_uom_id': dozen.id}))
        self.assertEqual(self._get_demand(order), {self.pads: 24})
        self._issue(order, {self.pads: 12})
        line = order.line_ids
        self.assertEqual(line.qty_issued, 1)
        self.assertEqual(self._get_demand(order), {self.pads: 12})

    def test_part_of_another_company_is_refused(self):
        company = self.other_company
        foreign = self.env['product.product'].create({'name': 'Foreign pads', 'company_id': company.id})
        with self.assertRaises(UserError):
            self._create_order(self._prepare_job((foreign, 1)))

    def test_outlet_without_warehouse_says_what_to_do(self):
        order = self._create_order(self._prepare_job((self.pads, 1)))
        order.action_receive()
        self.workshop.warehouse_id = False
        with self.assertRaisesRegex(UserError, "City Centre.*Parts issue"), self.cr.savepoint():
            order.job_ids._approve('phone')

    # === ISSUING ===#

    def test_partial_issue_keeps_the_rest_waiting(self):
        order = self._create_approved((self.pads, 5))
        self._issue(order, {self.pads: 3})
        self.assertEqual(order.line_ids.qty_issued, 3)
        self.assertEqual(self._get_demand(order), {self.pads: 2})
        self.assertEqual(order.parts_state, 'here')
        self._issue(order)
        self.assertEqual(order.line_ids.qty_issued, 5)
        self.assertEqual(order.parts_state, 'issued')
        self.assertEqual(self.pads.with_context(warehouse_id=self.warehouse.id).qty_available, 5)

    def test_lots_and_serials(self):
        ecu = self.env['product.product'].create({
            'name': 'Control unit', 'type': 'consu', 'is_storable': True, 'tracking': 'serial'})
        lots = self.env['stock.lot'].create([{'name': f'SN-{i}', 'product_id': ecu.id} for i in range(2)])
        for lot in lots:
            self._put_in_stock(ecu, 1, lot=lot)
        order = self._create_approved((ecu, 2))
        self._issue(order)
        self.assertEqual(order.line_ids.move_ids.lot_ids, lots)
        self.assertEqual(order.line_ids.qty_issued, 2)

    def test_clerk_cannot_issue_what_is_not_on_the_order(self):
        order = self._create_approved((self.pads, 1))
        picking = self._get_open_picking(order)
        picking.move_ids = [Command.create({
            'product_id': self.disc.id, 'product_uom_qty': 1, 'quantity': 1, 'picked': True,
            'location_id': picking.location_id.id, 'location_dest_id': picking.location_dest_id.id,
        })]
        picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "Brake disc"), self.cr.savepoint():
            picking.button_validate()

    def test_clerk_cannot_issue_more_than_approved(self):
        order = self._create_approved((self.pads, 2))
        picking = self._get_open_picking(order)
        picking.move_ids.write({'quantity': 3, 'picked': True})
        with self.assertRaisesRegex(UserError, "Only 2"), self.cr.savepoint():
            picking.button_validate()

    def test_customer_gets_no_mail_about_the_counter(self):
        self.company.stock_move_email_validation = True
        self.customer.email = 'chen.jing@example.com'
        order = self._create_approved((self.pads, 1))
        picking = self._issue(order)
        self.assertFalse(picking.message_ids.partner_ids)
        sent = self.env['stock.picking'].create({
            'picking_type_id': self.warehouse.out_type_id.id, 'partner_id': self.customer.id,
            'move_ids': [Command.create({
                'product_id': self.pads.id, 'product_uom_qty': 1, 'quantity': 1, 'picked': True,
                'location_id': self.warehouse.lot_stock_id.id,
                'location_dest_id': self.env.ref('stock.stock_location_customers').id,
            })],
        })
        sent.action_confirm()
        sent.button_validate()
        self.assertEqual(sent.message_ids.partner_ids, self.customer, "parts sent to him are told of")

    # === CHANGES ===#

    def test_more_and_less_change_the_difference(self):
        order = self._create_approved((self.pads, 2), pay_type_id=self.pay_internal.id)
        line = order.line_ids
        line.quantity = 5
        self.assertEqual(len(order.picking_ids.move_ids), 1)
        self.assertEqual(self._get_demand(order), {self.pads: 5})
        line.quantity = 1
        self.assertEqual(self._get_demand(order), {self.pads: 1})
        self.assertEqual(line.qty_reserved, 1)
        self.assertEqual(order.picking_ids.state, 'assigned')

    def test_more_after_issue_asks_for_the_difference(self):
        order = self._create_approved((self.pads, 2), pay_type_id=self.pay_internal.id)
        self._issue(order)
        order.line_ids.quantity = 3
        self.assertEqual(self._get_demand(order), {self.pads: 1})

    def test_less_than_issued_is_refused(self):
        order = self._create_approved((self.pads, 3))
        self._issue(order)
        with self.assertRaisesRegex(UserError, "issued for .* already.*Return"), self.cr.savepoint():
            order.line_ids.quantity = 2

    def test_dearer_line_releases_until_approved_again(self):
        order = self._create_approved((self.pads, 1), (self.disc, 1))
        pads = order.line_ids[0]
        pads.quantity = 4
        self.assertEqual(order.line_ids.mapped('approval'), ['pending', 'approved'])
        self.assertEqual(self._get_demand(order), {self.disc: 1}, "what was approved stays reserved")
        order.job_ids._approve('phone')
        self.assertEqual(self._get_demand(order), {self.pads: 4, self.disc: 1})

    def test_what_was_cancelled_is_not_missing(self):
        """faults U2: a transfer whose parts are here says so, though one that nobody asks for any more is not."""
        rare = self.env['product.product'].create({'name': "Rare bracket", 'type': 'consu', 'is_storable': True})
        orders = self._create_approved((self.pads, 1), (rare, 1), pay_type_id=self.pay_internal.id)
        orders |= self._create_approved((self.disc, 1), (rare, 1), pay_type_id=self.pay_internal.id)
        pickings = orders.picking_ids.with_user(self.user_parts)
        self.assertEqual(pickings.mapped('products_availability_state'), ['late', 'late'])
        lines = orders[0].line_ids.filtered(lambda line: line.product_id == rare)
        lines.unlink()
        pickings.invalidate_recordset()
        self.assertIn('cancel', pickings[0].move_ids.mapped('state'))
        self.assertEqual(pickings.mapped('products_availability_state'), ['available', 'late'])

    def test_other_product_changes_the_transfer(self):
        order = self._create_approved((self.pads, 2), pay_type_id=self.pay_internal.id)
        order.line_ids.product_id = self.disc
        self.assertEqual(self._get_demand(order), {self.disc: 2})
        self._issue(order)
        with self.assertRaisesRegex(UserError, "cannot change"), self.cr.savepoint():
            order.line_ids.product_id = self.pads

    def test_deleting_a_line_releases(self):
        order = self._create_approved((self.pads, 2), (self.disc, 1), pay_type_id=self.pay_internal.id)
        pads_line = order.line_ids.filtered(lambda line: line.product_id == self.pads)
        moves = pads_line.sudo().move_ids
        pads_line.unlink()
        self.assertEqual(moves.state, 'cancel')
        self._issue(order)
        with self.assertRaisesRegex(UserError, "must come back first"), self.cr.savepoint():
            order.line_ids.unlink()

    def test_a_job_that_ends_releases(self):
        order = self._create_approved((self.pads, 2), pay_type_id=self.pay_internal.id)
        moves = order.sudo().line_ids.move_ids
        with self.assertRaisesRegex(UserError, "relies on the order"):
            order.job_ids.unlink()
        self.cancel(order.job_ids)
        self.assertEqual(moves.state, 'cancel')

    def test_decline_and_cancel_release(self):
        order = self._create_order(self._prepare_job((self.pads, 2)), self._prepare_job((self.disc, 1)))
        order.action_receive()
        order.job_ids._approve('phone')
        order.job_ids[0]._decline('phone')
        self.assertEqual(self._get_demand(order), {self.disc: 1})
        self.assertEqual(order.line_ids[0].parts_state, 'cancelled')
        self.cancel(order.job_ids[1])
        self.assertFalse(self._get_demand(order))
        self.assertEqual(order.picking_ids.state, 'cancel')
        self.assertEqual(self.pads.with_context(warehouse_id=self.warehouse.id).free_qty, 10)

    def test_reopened_job_asks_again(self):
        order = self._create_approved((self.pads, 2))
        self.cancel(order.job_ids)
        self.reopen(order.job_ids)
        self.assertEqual(self._get_demand(order), {self.pads: 2})

    def test_cancelling_the_order_releases(self):
        orders = self._create_approved((self.pads, 2)) + self._create_approved((self.pads, 1))
        self.cancel(orders)
        self.assertEqual(orders.picking_ids.mapped('state'), ['cancel', 'cancel'])
        self.assertEqual(self.pads.with_context(warehouse_id=self.warehouse.id).free_qty, 10)

    def test_cancelling_after_issue_says_what_to_return(self):
        order = self._create_approved((self.pads, 2))
        picking = self._issue(order)
        for action in (lambda: self.cancel(order), order.job_ids.action_cancel, lambda: order.job_ids._decline('phone')):
            with self.assertRaisesRegex((UserError, RedirectWarning), f"(?s)Brake pads.*{picking.name}"), self.cr.savepoint():
                action()
        self._return(picking, 2)
        self.cancel(order)
        self.assertEqual(order.state, 'cancelled')
        self.assertEqual(order.parts_state, 'returned')

    # === RETURNS ===#

    def test_unused_parts_come_back(self):
        order = self._create_approved((self.pads, 3), pay_type_id=self.pay_internal.id)
        picking = self._issue(order)
        returned = self._return(picking, 1)
        self.assertEqual(returned.aftersales_order_id, order)
        self.assertIn("Brake pads × 1", order.message_ids[0].body)
        self.assertEqual(returned.location_dest_id, self.warehouse.lot_stock_id)
        self.assertEqual(order.line_ids.qty_issued, 2)
        self.assertFalse(self._get_demand(order), "A return must not ask for the part again by itself.")
        order.line_ids.quantity = 2
        self.assertEqual(order.parts_state, 'issued')

    def test_return_in_two_steps_counts_once(self):
        """Warehouses that receive in two steps put the part to input first, then to stock."""
        self.warehouse.reception_steps = 'two_steps'
        order = self._create_approved((self.pads, 3))
        self._return(self._issue(order), 3)
        self.assertEqual(order.line_ids.qty_issued, 0)
        self.assertEqual(order.parts_state, 'returned')

    def test_wrong_part_is_asked_for_again(self):
        order = self._create_approved((self.pads, 2))
        picking = self._issue(order)
        self.assertFalse(order.has_unrequested_parts)
        self._return(picking, 1)
        self.assertTrue(order.has_unrequested_parts)
        order.action_request_parts()
        self.assertFalse(order.has_unrequested_parts)
        self.assertEqual(self._get_demand(order), {self.pads: 1})
        self._issue(order)
        self.assertEqual(order.line_ids.qty_issued, 2)
        self.assertEqual(order.parts_state, 'issued')

    def test_asking_for_two_orders_and_for_a_closed_one(self):
        orders = self._create_approved((self.pads, 1)) + self._create_approved((self.pads, 2))
        for order in orders:
            self._get_open_picking(order).action_cancel()
        orders.action_request_parts()
        self.assertEqual([self._get_demand(order)[self.pads] for order in orders], [1, 2])
        self.cancel(orders[0])
        with self.assertRaisesRegex(UserError, f"{orders[0].name} is Cancelled"):
            orders.action_request_parts()

    def test_exchange_button_explains(self):
        order = self._create_approved((self.pads, 2))
        picking = self._issue(order)
        wizard = Form(self.env['stock.return.picking'].with_user(self.user_parts).with_context(
            active_id=picking.id, active_ids=picking.ids, active_model='stock.picking')).save()
        wizard.product_return_moves.quantity = 1
        with self.assertRaisesRegex(UserError, "Request Parts"), self.cr.savepoint():
            wizard.action_create_exchanges()

    def test_no_more_comes_back_than_was_issued(self):
        order = self._create_approved((self.pads, 2))
        picking = self._issue(order)
        returned = self._return(picking, 2, validate=False)
        returned.move_ids.write({'quantity': 3, 'picked': True})
        with self.assertRaisesRegex(UserError, "More of .*Brake pads"), self.cr.savepoint():
            returned.button_validate()

    # === DELIVERY OF THE CAR ===#

    def _finish(self, order):
        for job in order.job_ids.filtered(lambda job: job.state != 'cancelled'):
            job.with_user(self.user_manager)._transition('done')
            job.with_user(self.user_manager)._transition('passed')

    def test_delivery_waits_for_the_parts(self):
        order = self._create_approved((self.pads, 2))
        self._issue(order, {self.pads: 1})
        self._finish(order)
        with self.assertRaisesRegex(UserError, "(?s)Brake pads: 1.* of 2"), self.cr.savepoint():
            order.action_deliver()
        self._issue(order)
        order.action_deliver()
        self.assertEqual(order.state, 'delivered')
        self.assertEqual(order.parts_state, 'issued')

    def test_delivery_after_a_cancelled_transfer(self):
        """The counter cannot wave a part through: the order says what the customer pays for."""
        order = self._create_approved((self.pads, 2))
        self._get_open_picking(order).action_cancel()
        self._finish(order)
        with self.assertRaisesRegex(UserError, "Brake pads"), self.cr.savepoint():
            order.action_deliver()
        order.action_request_parts()
        self._issue(order)
        order.action_deliver()
        self.assertEqual(order.state, 'delivered')

    # === INTERNAL JOBS ===#

    def test_internal_job_goes_to_own_use(self):
        order = self._create_order(
            self._prepare_job((self.pads, 1)),
            self._prepare_job((self.disc, 1), pay_type_id=self.pay_internal.id))
        order.action_receive()
        order.job_ids[0]._approve('phone')
        own_use = self.company.aftersales_own_use_location_id
        self.assertEqual(len(order.picking_ids), 2)
        self.assertEqual(order.line_ids[1].move_ids.location_dest_id, own_use)
        order.job_ids[1].pay_type_id = self.pay_customer
        order.job_ids[1]._approve('phone')
        moves = order.line_ids[1].move_ids.filtered(lambda move: move.state != 'cancel')
        self.assertEqual(moves.location_dest_id, self.issue_type.default_location_dest_id)

    # === SCREENS ===#

    def test_smart_buttons(self):
        order = self._create_approved((self.pads, 2))
        self.assertEqual(order.picking_count, 1)
        lines = self.env['aftersales.order.line'].search(order.action_view_pickings()['domain'])
        self.assertEqual(lines, order.line_ids, "Who has no rights in stock sees the part lines.")
        action = order.with_user(self.user_parts).action_view_pickings()
        self.assertEqual(action['res_id'], order.picking_ids.id)
        self.assertEqual(order.picking_ids.with_user(self.user_parts).action_view_aftersales_order()['res_id'], order.id)
        orders = (order + self._create_approved((self.pads, 1))).with_user(self.user_parts)
        found = self.env['stock.picking'].search(orders.action_view_pickings()['domain'])
        self.assertEqual(found, orders.picking_ids.sorted(lambda p: found.ids.index(p.id)))
