from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestSystemValues(OrderCommon):
    """What the system keeps is not entered by anybody, whatever client he uses."""

    def _assert_kept(self, record, user, values):
        for name, value in values.items():
            before = record[name]
            with self.subTest(model=record._name, field=name), self.assertRaises(AccessError):
                record.with_user(user).write({name: value})
            self.assertEqual(record[name], before)

    def test_stamps_sums_and_links(self):
        order = self._receive_approved()
        job = order.job_ids
        self._assert_kept(order, self.user_manager, {
            'name': 'RO/FORGED', 'amount_total': 1, 'invoice_status': 'invoiced', 'payment_state': 'paid',
            'promise_first_date': '2020-01-01', 'delivered_date': '2020-01-01', 'received_date': '2020-01-01',
            'license_plate': 'FORGED', 'currency_rate': 9,
            'picking_ids': [Command.unlink(order.picking_ids.id)],
        })
        self._assert_kept(job, self.user_manager, {
            'amount_total': 1, 'rework_count': 9, 'done_date': '2020-01-01', 'flat_rate_hours': 9, 'clocked_hours': 9,
            'service_class': 'd', 'share_charged': 9, 'company_id': self.other_company.id,
        })
        self._assert_kept(job.line_ids[-1:], self.user_manager, {
            'price_total': 1, 'qty_invoiced': 1, 'qty_issued': 2, 'move_ids': [Command.clear()],
        })

    def test_not_at_creation_either(self):
        order = self._create_orders()
        with self.assertRaises(AccessError):
            self._create_orders(delivered_date='2020-01-01')
        with self.assertRaises(AccessError):
            self.env['aftersales.order.line'].with_user(self.user_advisor).create({
                'job_id': order.job_ids.id, 'product_id': self.part.id, 'qty_invoiced': 1})

    def test_not_by_the_context(self):
        order = self.env['aftersales.order'].with_user(self.user_advisor).with_context(
            default_state='ready', default_ready_date='2020-01-01').create(self._prepare_order_vals())
        self.assertEqual((order.state, order.ready_date), ('draft', False))
        job = self.env['aftersales.job'].with_user(self.user_advisor).with_context(
            default_state='passed', default_rework_count=3).create({'name': 'Wash', 'order_id': order.id})
        self.assertEqual((job.state, job.rework_count), ('todo', 0))
        line = self.env['aftersales.order.line'].with_user(self.user_advisor).with_context(
            default_qty_invoiced=1).create({'job_id': job.id, 'product_id': self.part.id})
        self.assertEqual(line.qty_invoiced, 0)

    def test_time_and_promise(self):
        order = self._receive_approved()
        entry = self.env['aftersales.time.entry'].with_user(self.user_dispatcher).create({
            'employee_id': self.technician_2.id, 'job_id': order.job_ids.id,
            'start': '2026-01-05 08:00:00', 'stop': '2026-01-05 09:00:00',
        })
        self._assert_kept(entry, self.user_dispatcher, {'hours': 100, 'supervisor_id': self.user_manager.id})
        change = self.env['aftersales.promise.change'].with_user(self.user_advisor).create({
            'order_id': order.id, 'new_date': '2030-01-01 10:00:00', 'reason': "Part is late",
            'user_id': self.user_manager.id, 'date': '2020-01-01 10:00:00',
        })
        self.assertEqual(change.user_id, self.user_advisor)
        self.assertGreater(str(change.date), '2020-01-02')

    def test_job_stays_with_its_order(self):
        orders = self._create_orders(2)
        with self.assertRaisesRegex(UserError, "stays with its order"):
            orders[0].job_ids.order_id = orders[1]

    def test_office_cancels_jobs(self):
        jobs = self._create_orders(2).job_ids
        for user in (self.user_technician, self.user_inspector):
            with self.assertRaisesRegex(AccessError, "Only an advisor can move job"):
                self.cancel(jobs.with_user(user))
        self.cancel(jobs)
        with self.assertRaisesRegex(AccessError, "Only an advisor can move job"):
            jobs.with_user(self.user_technician).action_reopen()

    def test_nothing_moves_below_a_closed_order(self):
        self.operation.part_ids.unlink()
        orders = self._receive_approved(2)
        extra = self.env['aftersales.job'].with_user(self.user_advisor).create(
            [{'name': 'Wash', 'order_id': order.id} for order in orders])
        self.cancel(extra)
        self._pass(orders)
        orders.action_deliver()
        with self.assertRaisesRegex(UserError, "is Delivered and cannot be changed"):
            extra.action_reopen()
        with self.assertRaisesRegex(UserError, "is Delivered and cannot be changed"):
            (orders.job_ids - extra).with_user(self.user_inspector)._transition('todo')
        cancelled = self._create_orders(2)
        self.cancel(cancelled)
        with self.assertRaisesRegex(UserError, "is Cancelled and cannot be changed"):
            cancelled.job_ids.action_reopen()

    def test_worker_of_finished_work_is_kept(self):
        jobs = self._receive_approved(2).job_ids
        jobs.technician_id = self.technician
        jobs.with_user(self.user_technician).action_start()
        jobs.with_user(self.user_technician).action_done()
        for user in (self.user_advisor, self.user_manager):
            with self.assertRaisesRegex(UserError, "technician cannot change"):
                jobs.with_user(user).technician_id = self.technician_2

    def test_received_order_keeps_its_car(self):
        order = self._create_orders()
        order.vehicle_id = self.vehicles[1]
        order.action_receive()
        with self.assertRaisesRegex(UserError, "Vehicle cannot change any more"):
            order.vehicle_id = self.vehicles[0]
        with self.assertRaisesRegex(UserError, "would be forgotten"):
            order.action_archive()

    def test_approval_covers_what_the_customer_pays(self):
        """Yes to a repair the insurer pays is no yes to paying it oneself."""
        order = self._create_orders(2)[0]
        job = order.job_ids
        job.write({'pay_type_id': self.env.ref('aftersales.pay_type_insurance').id, 'payer_id': self.insurer.id})
        job._approve('phone')
        self.assertEqual((job.approval, job.authorisation_ids.customer_amount), ('approved', 0))
        job.deductible = 50
        self.assertEqual(job.approval, 'pending')
        job._approve('phone')
        self.assertEqual((job.approval, job.authorisation_ids[0].customer_amount), ('approved', 50))
        job.share = 80
        self.assertEqual(job.approval, 'pending')
        job.write({'share': 100, 'deductible': 20})
        self.assertEqual(job.approval, 'approved')
        job.pay_type_id = self.env.ref('aftersales.pay_type_customer')
        self.assertEqual(job.approval, 'pending')

    def test_approval_is_the_customers_own(self):
        orders = self._create_orders(2)
        orders.job_ids._approve('phone')
        orders[0].partner_id = self.insurer
        self.assertEqual(orders.job_ids.mapped('approval'), ['pending', 'approved'])
