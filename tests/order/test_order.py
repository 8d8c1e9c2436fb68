from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestOrder(OrderCommon):

    # === FROM PLATE TO DELIVERY ===#

    def test_main_path(self):
        """D6, F4: the advisor writes the order, everybody does his part, the car goes home."""
        with Form(self.env['aftersales.order'].with_user(self.user_advisor)) as form:
            form.vehicle_id = self.vehicle
            self.assertEqual(form.partner_id, self.customer)
            form.workshop_id = self.workshop
            form.odometer_in = 12000
        order = form.record
        order.sheet_add({'kind': 'operation', 'id': self.operation.id})
        self.assertTrue(order.name.startswith('RO/TSTC/'), order.name)
        self.assertEqual(order.job_ids.name, self.operation.name)
        self.assertEqual(
            order.line_ids.mapped(lambda line: (line.line_type, line.quantity, line.price_unit)),
            [('labour', 1.2, 100.0), ('part', 2.0, 80.0)],
        )
        order.action_receive()
        self.assertEqual(order.state, 'received')
        order.job_ids._approve('in_person')
        order.job_ids.with_user(self.user_technician).action_start()
        self.assertEqual(order.state, 'in_progress')
        order.job_ids.with_user(self.user_technician).action_done()
        self.assertEqual(order.state, 'quality_check')
        inspection = order.job_ids.inspection_ids.with_user(self.user_inspector)
        inspection.action_all_ok()
        inspection.action_pass()
        self.assertEqual(order.state, 'ready')
        self.assertTrue(order.ready_date)

    def test_totals_sum_live_jobs_by_payer(self):
        """G2: totals by payer; cancelled jobs count no more."""
        order = self._create_orders(job_ids=[
            Command.create({'operation_id': self.operation.id}),
            Command.create({'name': 'Dent', 'payer_id': self.insurer.id, 'line_ids': [Command.create({
                'product_id': self.part.id, 'quantity': 1,
            })]}),
        ])
        order.line_ids.with_user(self.user_manager).tax_ids = [Command.clear()]
        self.assertEqual(order.amount_total, 120 + 160 + 80)
        self.assertEqual(
            {row['payer_id']: row['total'] for row in order.payer_totals},
            {self.customer.id: 280.0, self.insurer.id: 80.0},
        )
        self.cancel(order.job_ids[1])
        self.assertEqual(order.amount_total, 280)

    def test_risk_margin_by_symptom(self):
        """D4: an estimate by symptom says up to what it may cost."""
        order = self._create_orders(estimate_method='symptom', risk_margin=20)
        order.line_ids.with_user(self.user_manager).tax_ids = [Command.clear()]
        self.assertEqual(order.amount_with_risk, 336.0)
        order.estimate_method = 'item'
        self.assertEqual(order.amount_with_risk, 280.0)

    # === WRONG STATE, WRONG INPUT ===#

    def test_two_orders_at_once(self):
        orders = self._create_orders(2)
        orders.action_receive()
        self.assertEqual(orders.mapped('state'), ['received', 'received'])
        self.assertEqual(len(set(orders.mapped('name'))), 2)

    def test_double_click(self):
        order = self._create_orders()
        order.action_receive()
        with self.assertRaisesRegex(UserError, "already"):
            order.action_receive()

    def test_receive_needs_odometer(self):
        order = self._create_orders(odometer_in=0)
        with self.assertRaisesRegex(UserError, "odometer"):
            order.action_receive()
        self.assertEqual(order.state, 'draft')

    def test_state_is_guarded_on_every_route(self):
        """A written state is a transition: RPC and import meet the same guards as the buttons."""
        order = self._create_orders()
        with self.assertRaisesRegex(UserError, "cannot go from"):
            order.write({'state': 'delivered'})
        with self.assertRaisesRegex(UserError, "starts as"):
            self._create_orders(state='ready')
        order.action_receive()
        with self.assertRaisesRegex(UserError, "not ready"):
            order.action_ready()

    def test_locked_when_delivered(self):
        order = self._receive_approved()
        self._pass(order)
        self._deliver_without_parts(order)
        for attempt in (
            lambda: order.write({'concern': 'More'}),
            lambda: order.line_ids.write({'quantity': 9}),
            order.line_ids.unlink,
            lambda: order.job_ids.write({'name': 'Other'}),
            lambda: order.write({'job_ids': [Command.create({'name': 'Late job'})]}),
            lambda: self.env['aftersales.job'].with_user(self.user_advisor).create(
                {'order_id': order.id, 'name': 'Late job'}),
            lambda: self.cancel(order),
        ):
            with self.assertRaises(UserError):
                attempt()
        order.message_post(body=order.name)  # talk goes on

    def _deliver_without_parts(self, order):
        """Deliver an order whose parts lines are gone, so that no stock is asked for."""
        order.sudo().line_ids.filtered(lambda line: line.line_type == 'part').unlink()
        order.action_deliver()
        self.assertEqual(order.state, 'delivered')
        self.assertTrue(order.delivered_date)

    def test_cancel_and_reopen(self):
        order = self._create_orders()
        order.action_receive()
        self.cancel(order)
        self.assertEqual((order.state, order.job_ids.state), ('cancelled', 'cancelled'))
        self.reopen(order)
        self.assertEqual((order.state, order.job_ids.state), ('draft', 'todo'))

    def test_cancel_with_job_taken_up(self):
        """A job that was taken up again for a reason does not keep its order from being cancelled."""
        order = self._create_orders()
        order.action_receive()
        self.cancel(order.job_ids)
        self.reopen(order.job_ids)
        self.cancel(order)
        self.assertEqual((order.state, order.job_ids.state, order.job_ids.reopen_reason), ('cancelled', 'cancelled', False))

    def test_no_cancel_while_worked_on(self):
        order = self._receive_approved()
        order.job_ids.with_user(self.user_technician).action_start()
        with self.assertRaisesRegex(UserError, "being worked on"):
            self.cancel(order)

    def test_received_order_is_kept(self):
        order = self._create_orders()
        order.copy().unlink()
        order.action_receive()
        with self.assertRaisesRegex(UserError, "must be kept"):
            order.unlink()

    def test_copy_starts_over(self):
        order = self._receive_approved()
        copy = order.copy()
        self.assertEqual((copy.state, copy.odometer_in, copy.received_date), ('draft', 0, False))
        self.assertEqual(copy.job_ids.mapped('approval'), ['pending'])
        self.assertEqual(len(copy.line_ids), len(order.line_ids))

    def test_negative_quantity_and_foreign_product(self):
        order = self._create_orders()
        with mute_logger('odoo.sql_db'), self.assertRaises(CheckViolation):
            order.line_ids[0].quantity = -1
            self.env.flush_all()
        foreign = self.env['product.product'].create({'name': 'Foreign', 'company_id': self.other_company.id})
        with self.assertRaisesRegex(UserError, "company"):
            order.job_ids.line_ids = [Command.create({'product_id': foreign.id})]

    def test_service_is_no_part(self):
        order = self._create_orders()
        with self.assertRaisesRegex(ValidationError, "is a service"):
            order.job_ids.line_ids = [Command.create({
                'product_id': self.operation.product_id.id, 'line_type': 'part',
            })]

    # === PROMISE (F6) ===#

    @freeze_time('2026-03-02 01:00:00')
    def test_promise_keeps_its_first_value(self):
        order = self._create_orders(promise_date='2026-03-02 09:00:00')
        order.promise_date = '2026-03-02 10:00:00'
        order.action_receive()
        first = fields.Datetime.to_datetime('2026-03-02 10:00:00')
        self.assertEqual(order.promise_first_date, first)
        with self.assertRaisesRegex(UserError, "say why"):
            order.promise_date = '2026-03-03 10:00:00'
        self.env['aftersales.promise.wizard'].with_user(self.user_advisor).create({
            'order_id': order.id, 'promise_date': '2026-03-03 10:00:00', 'reason': 'Disc not delivered',
        }).action_apply()
        self.assertEqual(order.promise_date, fields.Datetime.to_datetime('2026-03-03 10:00:00'))
        self.assertEqual(order.promise_first_date, first)
        self.assertEqual(order.promise_change_ids.mapped(lambda c: (c.old_date, c.reason)), [(first, 'Disc not delivered')])

    @freeze_time('2026-03-02 01:00:00')
    def test_late_is_computed_and_searched(self):
        order = self._create_orders(promise_date='2026-03-02 03:00:00')
        order.action_receive()
        self.assertFalse(order.is_late)
        with freeze_time('2026-03-02 04:00:00'):
            order.invalidate_recordset(['is_late'])
            self.assertTrue(order.is_late)
            self.assertIn(order, order.search([('is_late', '=', True)]))
            self.assertNotIn(order, order.search([('is_late', '=', False)]))

    def test_promise_suggested_from_opening_hours(self):
        order = self._create_orders()
        order.action_receive()
        self.assertGreater(order.promise_date, order.received_date)
        self.assertEqual(order.promise_date, order.promise_first_date)

    # === FROM THE CAR AND THE CUSTOMER ===#

    def test_orders_of_vehicle_and_customer(self):
        contact = self.env['res.partner'].create({'name': 'Driver', 'parent_id': self.customer.id})
        orders = self._create_orders(2)
        self._create_orders(partner_id=contact.id)
        self.cancel(orders[0])
        vehicle = self.vehicle.with_user(self.user_advisor)
        self.assertEqual(vehicle.aftersales_order_count, 2)
        self.assertEqual((self.customer | contact).with_user(self.user_advisor).mapped('aftersales_order_count'), [2, 1])
        action = vehicle.action_view_aftersales_orders()
        shown = self.env['aftersales.order'].search(action['domain'])
        self.assertEqual(len(shown), 2, "What the number counts (U15)")
        self.assertNotIn(orders[0], shown)
        action = vehicle.action_new_aftersales_order()
        form = Form(self.env[action['res_model']].with_user(self.user_advisor).with_context(**action['context']))
        self.assertEqual((form.vehicle_id, form.partner_id), (self.vehicle, self.customer))

    # === ROLES AND COMPANIES ===#

    def test_roles(self):
        order = self._create_orders()
        for user in (self.user_technician, self.user_parts, self.user_claims, self.user_inspector):
            with self.subTest(user=user.login):
                self.assertTrue(order.with_user(user).name)
                with self.assertRaises(AccessError):
                    self._create_orders(user=user)
        with self.assertRaises(AccessError):
            order.line_ids[0].with_user(self.user_technician).price_unit = 1
        with self.assertRaises(AccessError):
            order.with_user(self.user_technician).concern = "Something else"
        with self.assertRaises(AccessError):
            order.job_ids.with_user(self.user_technician)._approve('phone')
        with self.assertRaisesRegex(AccessError, "Only an advisor can change Payer"):
            order.job_ids.with_user(self.user_technician).payer_id = self.insurer
        with self.assertRaisesRegex(AccessError, "Technician"):
            order.job_ids.with_user(self.user_inspector).technician_id = self.technician_2
        order.job_ids.with_user(self.user_technician).cause = "Worn"

    def test_other_company(self):
        order = self._create_orders()
        stranger = self.user_advisor.copy({
            'login': 'as_stranger', 'company_id': self.other_company.id,
            'company_ids': [Command.set(self.other_company.ids)],
        })
        self.assertFalse(self.env['aftersales.order'].with_user(stranger).search([('id', '=', order.id)]))
        with self.assertRaises(AccessError):
            order.with_user(stranger).action_receive()

    # === SLOPES ===#

    def test_list_queries_do_not_grow(self):
        spec = {name: {} for name in (
            'name', 'state', 'license_plate', 'amount_total', 'promise_date', 'is_late', 'open_hold_count')}
        spec.update({name: {'fields': {'display_name': {}}} for name in ('partner_id', 'user_id', 'model_id')})
        self._create_orders(50)
        Order = self.env['aftersales.order'].with_user(self.user_advisor)
        self.assertFlat(lambda limit: Order.web_search_read([], spec, limit=limit), 1, 50)

    def test_receive_slope(self):
        def receive(count):
            return self.count_queries(self._create_orders(count).action_receive)

        receive(1)
        one, many = receive(1), receive(21)
        self.assertLessEqual((many - one) / 20, one / 2, f"{one} queries for one order, {many} for 21")
