from markupsafe import Markup

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.counter import CheckinCommon


@tagged('post_install', '-at_install')
class TestLog(CheckinCommon):
    """faults M11: what was done stays told, whoever may write the record."""

    def _deliver_order(self, count=1):
        self.operation.part_ids.unlink()
        orders = self._receive_approved(count)
        self._pass(orders)
        orders.with_user(self.user_advisor).write({'odometer_out': 12010})
        return self.deliver(orders)

    def _flush_log(self):
        self.env.cr.flush()
        self.env.invalidate_all()

    def _get_tracked(self, record):
        self._flush_log()
        return set(record.sudo().message_ids.tracking_value_ids.field_id.mapped('name'))

    # === TRACKING ===#

    def test_no_context_hides_a_change(self):
        """faults M11: payer, pay type, odometer, cancelling are told whatever the caller's context says."""
        orders = self._create_orders(2)
        self._flush_log()
        for order, key in zip(orders, ('tracking_disable', 'mail_notrack'), strict=True):
            hidden = order.with_user(self.user_advisor).with_context(**{key: True})
            hidden.odometer_in = 13000
            hidden.job_ids.with_user(self.user_manager).pay_type_id = self.env.ref('aftersales.pay_type_internal')
            self.assertIn('odometer_in', self._get_tracked(order), key)
            self.assertIn('pay_type_id', self._get_tracked(order.job_ids), key)
            self.cancel(hidden)
            self.assertIn('state', self._get_tracked(order), key)

    def test_log_is_neither_changed_nor_deleted(self):
        order = self._create_orders()
        checkin = self.env['aftersales.checkin'].with_user(self.user_advisor).create({'order_id': order.id})
        self._flush_log()
        order.with_user(self.user_advisor).with_context(tracking_disable=False).odometer_in = 13000
        self._flush_log()
        job = order.job_ids.with_user(self.user_advisor).with_context(tracking_disable=False)
        job.message_post(body=Markup('Called twice'))
        for user in (self.user_advisor, self.user_manager):
            for record in (order, checkin, order.job_ids):
                noted = record.with_user(user).message_ids.filtered(lambda message: message.message_type == 'notification')
                for message in noted:
                    for attempt in (
                        message.unlink, lambda message=message: message.write({'body': "Nothing"}),
                        lambda message=message: message.write({'res_id': 0}),
                    ):
                        with self.assertRaisesRegex(UserError, "neither changed nor deleted"):
                            attempt()
        tracked = order.sudo().message_ids.filtered('tracking_value_ids')
        self.assertTrue(tracked)
        with self.assertRaisesRegex(UserError, "neither changed nor deleted"):
            tracked.with_user(self.user_manager).unlink()
        comment = order.job_ids.message_ids.filtered(lambda message: message.message_type == 'comment')
        comment.with_user(self.user_advisor).unlink()

    def test_log_of_a_car_and_of_a_plan(self):
        """faults M11: plate and owner of a car, interval of a plan: told, whatever the context says, and kept."""
        plans = self.env['aftersales.maintenance.plan'].create([{'name': name} for name in ("Plan A", "Plan B")])
        for records, vals, name in (
            (self.vehicles, {'license_plate': '沪A·T9999'}, 'license_plate'), (plans, {'name': "Other"}, 'name'),
        ):
            self._flush_log()
            record = records[0].with_user(self.user_manager)
            record.with_context(tracking_disable=True).write(vals)
            self.assertIn(name, self._get_tracked(record))
            self.assertNotIn(name, self._get_tracked(records[1]))
            tracked = record.sudo().message_ids.filtered('tracking_value_ids')
            for attempt in (tracked.with_user(self.user_manager).unlink,
                            lambda tracked=tracked: tracked.with_user(self.user_manager).write({'body': "Nothing"})):
                with self.assertRaisesRegex(UserError, "neither changed nor deleted"):
                    attempt()

    def test_estimate_goes_with_its_log(self):
        order = self._create_orders()
        self._flush_log()
        order.with_user(self.user_advisor).unlink()
        self.assertFalse(order.exists())

    # === HISTORY ===#

    def test_ended_waits_of_a_delivered_order(self):
        """faults M11: neither deleted nor stretched, by nobody."""
        self.operation.part_ids.unlink()
        order = self._receive_approved()
        hold = self.env['aftersales.hold'].with_user(self.user_advisor).create({'order_id': order.id, 'kind': 'customer'})
        hold.action_close()
        with self.assertRaises(AccessError):
            hold.unlink()
        hold.with_user(self.user_dispatcher).start = '2026-01-01 08:00:00'
        self.assertTrue([body for body in order.message_ids.mapped('body') if 'corrected to' in body])
        self._pass(order)
        order.with_user(self.user_advisor).odometer_out = 12010
        self.deliver(order)
        for user in (self.user_dispatcher, self.user_manager):
            for attempt in (
                hold.with_user(user).unlink, lambda user=user: hold.with_user(user).write({'stop': '2030-01-01'}),
                lambda user=user: hold.with_user(user).write({'note': "Nothing"}),
            ):
                with self.assertRaises(UserError):
                    attempt()

    def test_delivered_order_is_archived_by_a_manager_with_a_reason(self):
        """faults M11: and history and the customer's page show it all the same."""
        orders = self._deliver_order(2)
        for user in (self.user_advisor, self.user_dispatcher):
            for attempt in (
                lambda user=user: orders.with_user(user).write({'active': False}), orders.with_user(user).action_archive,
                lambda user=user: orders.with_user(user)._archive("Gone"),
            ):
                with self.assertRaisesRegex(AccessError, "Only a manager"):
                    attempt()
        with self.assertRaisesRegex(UserError, "say why"):
            orders.with_user(self.user_manager).active = False
        with self.assertRaises(AccessError):
            orders.with_user(self.user_manager).archive_reason = "Because"
        action = orders.with_user(self.user_manager).action_archive()
        self.assertEqual(action['views'], [(False, 'form')], "the menu of a list runs it as it comes")
        wizard = self.env[action['res_model']].with_user(self.user_manager).with_context(**action['context']).create({
            'reason': "Entered twice"})
        wizard.action_apply()
        self.assertEqual(orders.mapped('active'), [False, False])
        self.assertEqual(set(orders.mapped('archive_reason')), {"Entered twice"})
        for order in orders.with_user(self.user_advisor):
            self.assertEqual(order.order_sheet['alerts'][0]['message'], "Archived: Entered twice")
        self.assertIn('archive_reason', self._get_tracked(orders[0]))
        page, = self.env['report.aftersales.report_vehicle_history'].with_user(self.user_care)._get_report_values(
            orders.vehicle_id.ids)['pages']
        self.assertEqual({visit['order'].id for visit in page['visits']}, set(orders.ids))
        Order = self.env['aftersales.order']
        self.assertEqual(Order.search(Order._get_portal_domain(orders.partner_id) & Order._get_portal_domain(
            orders.partner_id)).filtered(lambda order: order in orders), orders)
        orders.with_user(self.user_manager).action_unarchive()
        self.assertFalse(any(orders.mapped('archive_reason')))

    def test_readings_of_an_order(self):
        order = self._deliver_order()
        readings = order.vehicle_id.odometer_ids.filtered('aftersales_order_id')
        self.assertEqual(len(readings), 2)
        with self.assertRaisesRegex(UserError, "was taken with repair order"):
            readings.with_user(self.user_manager).unlink()
        by_hand = self.env['fleet.vehicle.odometer'].with_user(self.user_manager).create({
            'vehicle_id': order.vehicle_id.id, 'value': 13000})
        by_hand.unlink()

    def test_changed_promise_ownership_and_service_are_history(self):
        order = self._deliver_order()
        other = self.receive(self._create_orders(odometer_in=12020))
        change = self.env['aftersales.promise.change'].with_user(self.user_advisor).create({
            'order_id': other.id, 'new_date': '2030-01-01 10:00:00', 'reason': "Part is late", 'is_customer_told': True})
        self.assertFalse(change.is_customer_told)
        plan = self.env['aftersales.maintenance.plan'].create({
            'name': "Plan", 'line_ids': [Command.create({'name': "Oil", 'interval_months': 12})]})
        Service = self.env['aftersales.service.record']
        service = Service.create({
            'vehicle_id': order.vehicle_id.id, 'line_id': plan.line_ids.id, 'order_id': order.id, 'date': '2026-01-01'})
        by_hand = Service.with_user(self.user_advisor).create({
            'vehicle_id': order.vehicle_id.id, 'line_id': plan.line_ids.id, 'date': '2025-01-01'})
        by_hand.note = "Another garage"
        for record, vals in (
            (change, {'is_customer_told': True}), (change, {'reason': "x"}),
            (order.vehicle_id.ownership_ids[0], {'date_start': '2001-01-01'}), (service, {'date': '2001-01-01'}),
        ):
            for attempt in (lambda record=record, vals=vals: record.with_user(self.user_manager).write(vals),
                            record.with_user(self.user_manager).unlink):
                with self.subTest(record._name), self.assertRaises(UserError):
                    attempt()
        with self.assertRaises(AccessError):
            by_hand.order_id = order

    def test_diagnosis_of_finished_work(self):
        order = self._receive_approved()
        job = order.job_ids.with_user(self.user_technician)
        job.write({
            'fault_code_ids': [Command.create({'code': 'P0301'})],
            'measured_value_ids': [Command.create({'name': "Compression", 'value': 9})],
        })
        job.fault_code_ids.status = 'stored'
        self.work(order)
        for record, vals in ((job.fault_code_ids, {'status': 'cleared'}), (job.measured_value_ids, {'value': 12})):
            for attempt in (lambda record=record, vals=vals: record.write(vals), record.unlink):
                with self.assertRaisesRegex(UserError, "is finished"):
                    attempt()

    def test_when_it_was_asked(self):
        enquiry = self.env['aftersales.enquiry'].with_user(self.user_advisor).create({'question': "Brakes?"})
        with self.assertRaisesRegex(UserError, "measured from then"):
            enquiry.date = '2020-01-01 10:00:00'
        with self.assertRaises(AccessError):
            enquiry.response_date = '2020-01-01 10:00:00'
