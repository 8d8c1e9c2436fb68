import base64

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon

# The smallest picture there is.
SIGNATURE = b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='


@tagged('post_install', '-at_install')
class TestDelivery(PrintsCommon):
    """F4: the customer is told once that the car is ready, is explained the work and signs for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forget_notices()
        cls.customer.email = 'anna.smith@example.com'

    def _get_ready(self, **values):
        order = self._receive_approved(**values)
        self._finish(order)
        self.assertEqual(order.state, 'ready')
        return order

    def _open(self, order, user=None):
        action = order.with_user(user or self.user_advisor).action_open_delivery()
        wizard = self.env[action['res_model']].with_user(user or self.user_advisor).browse(action['res_id'])
        return Form(wizard)

    def _deliver(self, order, odometer=45010, **values):
        form = self._open(order)
        form.odometer_out = odometer
        form.all_explained = True
        for name, value in values.items():
            form[name] = value
        if not values.get('unsigned_reason'):
            form.signature = SIGNATURE
        wizard = form.save()
        wizard.action_deliver()
        return order.delivery_id

    # === READY ===#

    def _get_told(self, order):
        return order.message_ids.filtered(lambda message: self.customer in message.notified_partner_ids)

    def test_told_once_that_it_is_ready(self):
        order = self._get_ready()
        self.assertFalse(self._get_told(order), "the inspector does not wait for the mail")
        self.send_notices()
        message = self._get_told(order)
        self.assertEqual(len(message), 1)
        self.assertIn('沪A·PR001', message.subject)
        self.assertTrue(order.ready_notice_date)
        order.job_ids.with_user(self.user_inspector)._transition('todo')
        self.assertEqual(order.state, 'in_progress')
        order.sudo().job_ids.write({'state': 'doing'})
        order.sudo().job_ids.write({'state': 'done'})
        inspections = order.sudo().job_ids.inspection_ids.filtered(lambda inspection: inspection.state == 'draft')
        inspections.with_user(self.user_inspector).action_all_ok()
        order.job_ids.with_user(self.user_inspector)._transition('passed')
        self.assertEqual(order.state, 'ready')
        self.send_notices()
        self.assertEqual(len(self._get_told(order)), 1)

    def test_not_told_when_it_is_no_longer_ready(self):
        order = self._get_ready()
        order.job_ids.with_user(self.user_inspector)._transition('todo')
        self.send_notices()
        self.assertFalse(self._get_told(order))
        self.assertFalse(order.ready_notice_date)

    # === DIALOG ===#

    def test_signature_for_what_was_explained(self):
        """faults M4: what is changed after the signature, in the dialog or in the order, is not signed."""
        order = self._get_ready()
        form = self._open(order)
        form.odometer_out = 45010
        form.all_explained = True
        form.signature = SIGNATURE
        form.advice = "New tyres soon"
        self.assertFalse(form.signature)
        form.signature = SIGNATURE
        with form.line_ids.edit(0) as line:
            line.note = "Not asked for"
        self.assertFalse(form.signature)
        form.signature = SIGNATURE
        wizard = form.save()
        self.assertTrue(wizard.signature)
        wizard.next_service = "Oil"
        self.assertFalse(wizard.signature)
        wizard.signature = SIGNATURE
        name = order.partner_id.name
        order.partner_id.sudo().name = "Another name"
        with self.assertRaisesRegex(UserError, "has changed since this dialog was opened"):
            wizard.action_deliver()
        order.partner_id.sudo().name = name
        wizard.action_deliver()
        self.assertTrue(order.delivery_id.is_signed and order.delivery_id.is_intact)

    @freeze_time('2026-05-04 08:00:00')
    def test_delivered_with_signature(self):
        order = self._get_ready()
        delivery = self._deliver(order, advice="Check the tyre pressure.")
        self.assertEqual(order.state, 'delivered')
        self.assertEqual(order.odometer_out, 45010)
        self.assertEqual(delivery.odometer, 45010)
        self.assertEqual(delivery.user_id, self.user_advisor)
        self.assertEqual(delivery.receiver, 'Anna Smith')
        self.assertEqual(delivery.date, fields.Datetime.to_datetime('2026-05-04 08:00:00'))
        self.assertTrue(delivery.is_signed)
        self.assertTrue(base64.b64decode(delivery.signature))
        self.assertEqual(delivery.advice, "Check the tyre pressure.")
        self.assertEqual(delivery.amount_total, order.amount_total)
        self.assertEqual(delivery.amount_unpaid, order.amount_total)
        points = self.env['aftersales.delivery.point'].search([])
        self.assertEqual(delivery.line_ids.mapped('name'), points.mapped('name'))
        self.assertTrue(all(delivery.line_ids.mapped('is_done')))

    def test_dialog_wants_it_complete(self):
        order = self._get_ready()
        form = self._open(order)
        form.odometer_out = 0
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "Read the odometer"):
            wizard.action_deliver()
        wizard.odometer_out = 45010
        with self.assertRaisesRegex(UserError, "Explain these points.*Next service"):
            wizard.action_deliver()
        wizard.line_ids[1:].is_done = True
        wizard.line_ids[:1].note = "Customer in a hurry"
        with self.assertRaisesRegex(UserError, "Let the customer sign"):
            wizard.action_deliver()
        wizard.unsigned_reason = "Key handed to the driver"
        wizard.action_deliver()
        delivery = order.delivery_id
        self.assertFalse(delivery.is_signed)
        self.assertEqual(delivery.unsigned_reason, "Key handed to the driver")
        self.assertEqual(delivery.line_ids.mapped('is_done')[:2], [False, True])
        self.assertEqual(delivery.line_ids[0].note, "Customer in a hurry")

    def test_all_that_is_missing_in_one_dialog(self):
        """faults U10: the dialog lists all that keeps the car, in the order and in itself, and does not deliver."""
        order = self._get_ready()
        self.env['aftersales.job'].create([self._prepare_job(order_id=order.id, name="Wipers")])
        action = order.with_user(self.user_advisor).action_open_delivery()
        wizard = self.env[action['res_model']].with_user(self.user_advisor).browse(action['res_id'])
        self.assertIn("not answered for Wipers", wizard.open_points_html)
        self.assertIn("0.0 of 2.0 pcs issued (Wipers)", wizard.open_points_html)
        wizard.odometer_out = 0
        with self.assertRaises(UserError) as raised:
            wizard.action_deliver()
        text = str(raised.exception)
        for part in ("not answered for Wipers", "Read the odometer", "Explain these points", "Let the customer sign"):
            self.assertEqual(text.count(part), 1, text)
        self.assertEqual(order.state, 'ready')

    def test_to_the_cashier(self):
        """faults U10: from the dialog to the cashier: once, to who makes invoices, in words that are no markup."""
        order = self._get_ready()
        order.partner_id.sudo().name = "<b>Anna</b>"
        action = order.with_user(self.user_advisor).action_open_delivery()
        wizard = self.env[action['res_model']].with_user(self.user_advisor).browse(action['res_id'])
        self.assertTrue(wizard.has_dues)
        self.workshop.sudo().cashier_id = self.user_accountant
        for __ in range(2):
            self.assertIn(self.user_accountant.name, wizard.action_to_cashier()['params']['message'])
        task = order.sudo().activity_ids
        self.assertEqual((task.user_id, task.activity_type_id), (
            self.user_accountant, self.env.ref('aftersales.mail_activity_cashier')))
        self.assertIn("&lt;b&gt;Anna", task.note)
        made = order.with_user(self.user_accountant).action_to_cashier()
        self.assertEqual(made['res_model'], 'account.move')
        self.workshop.sudo().cashier_id = False
        self.assertTrue(self.workshop._get_cashier().sudo().has_group('account.group_account_invoice'))
        with self.assertRaises(AccessError):
            order.with_user(self.user_technician)._call_cashier()
        self._deliver(order)
        self.assertFalse(order.sudo().activity_ids)

    def test_odometer_does_not_run_backwards(self):
        order = self._get_ready()
        with self.assertRaisesRegex(UserError, "cannot show 44000"):
            self._deliver(order, odometer=44000)
        order.odometer_out = 44000
        with self.assertRaisesRegex(UserError, "cannot show 44000"):
            order.action_deliver()
        self.assertEqual(order.state, 'ready')

    def test_all_that_keeps_the_car_is_told_at_once(self):
        orders = self._get_ready() | self._get_ready(vehicle=self.vehicle_cn)
        orders.odometer_out = 44000
        extra = self.env['aftersales.job'].create([
            self._prepare_job(order_id=orders[0].id, name="Wipers")
        ])
        self.assertTrue(extra.is_waiting_answer)
        with self.assertRaises(UserError) as raised:
            orders._check_delivered()
        text = str(raised.exception)
        self.assertIn("not answered for Wipers", text)
        self.assertIn("0.0 of 2.0 pcs issued (Wipers)", text)
        for order in orders:
            self.assertEqual(text.count(order.name), 3 if order == orders[0] else 1, text)
        self.assertEqual(text.count("cannot show 44000"), 2, text)

    def test_not_before_it_is_ready(self):
        order = self._receive_approved()
        with self.assertRaisesRegex(UserError, "cannot go from"):
            order.action_open_delivery()
        with self.assertRaisesRegex(UserError, "cannot go from"):
            order.action_deliver()
        self.assertFalse(order.delivery_ids)

    def test_advice_names_declined_work(self):
        order = self._receive_approved(
            self._prepare_job(), self._prepare_job(name="Wiper blades"))
        order.job_ids[1]._decline('phone', reason="Later")
        self._finish(order)
        self.assertIn("Wiper blades", self._open(order).advice)

    def test_next_service_counts_the_work_of_this_order(self):
        operation = self.env['aftersales.operation'].create({
            'name': "Service", 'code': 'SRV', 'hours': 1, 'work_class_id': self.work_class.id})
        plan = self.env['aftersales.maintenance.plan'].create({
            'name': "Plan", 'line_ids': [fields.Command.create({
                'name': "Oil service", 'operation_ids': [fields.Command.set(operation.ids)],
                'interval_km': 10000, 'interval_months': 12,
            })],
        })
        self.vehicle.maintenance_plan_id = plan
        order = self._get_ready()
        order_2 = self._receive_approved({'operation_id': operation.id, 'name': "Service", 'technician_id': self.technician.id})
        self._finish(order_2)
        before, after = order._get_next_service(), order_2._get_next_service()
        self.assertEqual(after[1], 55000)
        self.assertNotEqual(before[1], after[1])
        form = self._open(order_2)
        self.assertEqual(form.next_service_odometer, 55000)
        self.assertEqual(form.next_service, "Oil service")
        form.odometer_out = 45013
        self.assertEqual(form.next_service_odometer, 55013, "As the settlement says after it.")
        self._deliver(order_2)
        self.assertEqual(order_2._get_next_service()[1], order_2.vehicle_id.next_service_odometer)

    # === EVIDENCE ===#

    def test_evidence_is_written_once(self):
        order = self._get_ready()
        delivery = self._deliver(order)
        for user in (self.user_advisor, self.user_manager):
            with self.assertRaises(UserError):
                delivery.with_user(user).write({'receiver': 'Somebody'})
            with self.assertRaises(AccessError):
                delivery.with_user(user).unlink()
            with self.assertRaises(UserError):
                self.env['aftersales.delivery'].with_user(user).create({'order_id': order.id})
        with self.assertRaisesRegex(UserError, "evidence"):
            delivery.sudo().write({'advice': "Other"})
        with self.assertRaisesRegex(UserError, "evidence"):
            delivery.line_ids.sudo().write({'is_done': False})

    def test_without_the_dialog_is_recorded_as_such(self):
        orders = self._get_ready() + self._get_ready(vehicle=self.vehicle_cn)
        orders.with_user(self.user_dispatcher).action_deliver()
        self.assertEqual(orders.mapped('state'), ['delivered', 'delivered'])
        for order in orders:
            self.assertFalse(order.delivery_id.is_signed)
            self.assertTrue(order.delivery_id.unsigned_reason)
            self.assertEqual(order.delivery_id.user_id, self.user_dispatcher)

    def test_company_that_wants_signatures(self):
        self.company.aftersales_delivery_signature = True
        order = self._get_ready()
        with self.assertRaisesRegex(UserError, "without the customer's signature"):
            order.action_deliver()
        with self.assertRaisesRegex(UserError, "without the customer's signature"):
            order.write({'state': 'delivered'})
        self.assertEqual(order.state, 'ready')
        self._deliver(order)
        self.assertEqual(order.state, 'delivered')
        other = self._get_ready(vehicle=self.vehicle_cn)
        other.with_user(self.user_dispatcher).action_deliver()
        self.assertEqual(other.state, 'delivered')

    def test_only_the_counter_delivers(self):
        order = self._get_ready()
        for user in (self.user_technician, self.user_inspector, self.user_parts):
            with self.assertRaises(AccessError):
                order.with_user(user).action_open_delivery()
            with self.assertRaises(AccessError):
                order.with_user(user).action_deliver()

    # === SHEET ===#

    def test_delivery_sheet(self):
        with freeze_time('2026-05-04 08:00:00'):
            order = self._get_ready()
            text, = self._render_text('report_delivery', order, self.user_advisor)
            self.assertIn('Customer · signature', text)
            self._deliver(order, advice="Check the tyre pressure.")
        text, = self._render_text('report_delivery', order, self.user_advisor)
        for fact in ('Delivery Sheet', order.name, 'Front brakes', 'Brake pads', 'Check the tyre pressure.',
                     'Signed by Anna Smith', '45,010', '5,000 km / 30 days', '06/03/2026', 'Prices and who pays what'):
            self.assertIn(fact, text, fact)
        page, = self._render('report_delivery', order, self.user_advisor)
        self.assertTrue(page.xpath("//table[contains(@class, 'o_as_signatures')]//img"))

    def test_sheet_of_an_unsigned_delivery(self):
        order = self._get_ready()
        order.with_user(self.user_dispatcher).action_deliver()
        text, = self._render_text('report_delivery', order, self.user_advisor)
        self.assertIn('Not signed: Delivered without the dialog', text)
