from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon

# A Monday in China; the outlet works from 8 to 12 and from 13 to 17, which is 0 to 4 and 5 to 9 in UTC.
MORNING = '2026-03-02 01:00:00'


@tagged('post_install', '-at_install')
class TestPromise(OrderCommon):
    """F6: the advisor is warned before a promise is late, and the customer told the new time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop.resource_calendar_id = cls.env['resource.calendar'].create({
            'name': "Outlet", 'tz': 'Asia/Shanghai', 'company_id': cls.company.id,
            'attendance_ids': [fields.Command.clear()] + [
                fields.Command.create({
                    'name': str(day), 'dayofweek': str(day), 'hour_from': start, 'hour_to': stop, 'day_period': period})
                for day in range(5) for start, stop, period in ((8, 12, 'morning'), (13, 17, 'afternoon'))
            ],
        })
        cls.company.aftersales_promise_warning_minutes = 30
        cls.customer.email = 'chen.jing@example.com'

    def _receive(self, promise, hours=2.0, count=1):
        with freeze_time(MORNING):
            orders = self._create_orders(count, promise_date=promise, job_ids=[
                fields.Command.create({'name': "Work", 'line_ids': [fields.Command.create({
                    'line_type': 'labour', 'product_id': self.env.ref('aftersales.product_labour').id,
                    'quantity': hours})]})])
            orders.action_receive()
        return orders

    def _check(self, order, at_risk, expected=None):
        order.invalidate_recordset(['is_at_risk', 'expected_ready_date'])
        self.assertEqual(order.is_at_risk, at_risk)
        if expected:
            self.assertEqual(order.expected_ready_date, fields.Datetime.to_datetime(expected))
        Order = self.env['aftersales.order'].with_user(self.user_advisor)
        found = Order.search([('id', 'in', order.ids), ('is_at_risk', '=', True)])
        self.assertEqual(found, order if at_risk else Order)
        self.assertEqual(Order.search([('id', 'in', order.ids), ('is_at_risk', '=', False)]), Order if at_risk else order)

    def _warn(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_warn_late_promises').method_direct_trigger()
        self.env.invalidate_all()

    # === WHEN IT IS AT RISK ===#

    def test_work_left_against_the_promise(self):
        order = self._receive('2026-03-02 04:00:00')  # noon
        for moment, at_risk, expected in (
            ('2026-03-02 01:00:00', False, '2026-03-02 03:00:00'),
            ('2026-03-02 01:29:00', False, '2026-03-02 03:29:00'),
            ('2026-03-02 01:31:00', True, '2026-03-02 03:31:00'),
            ('2026-03-02 03:00:00', True, '2026-03-02 06:00:00'),  # over lunch
            ('2026-03-02 04:01:00', False, None),  # late now, no longer at risk
        ):
            with freeze_time(moment):
                self._check(order, at_risk, expected)

    def test_nights_do_not_count(self):
        order = self._receive('2026-03-03 00:30:00')  # half past eight the next morning
        with freeze_time('2026-03-02 08:00:00'):  # 16:00: one hour today, one tomorrow morning
            self._check(order, True, '2026-03-03 01:00:00')

    def test_clocked_time_counts(self):
        order = self._receive('2026-03-02 04:00:00')
        with freeze_time('2026-03-02 01:00:00'):
            order.job_ids._approve('phone', signatory="Chen Jing")
            self.env['aftersales.time.entry'].sudo().create({
                'employee_id': self.technician.id, 'job_id': order.job_ids.id,
                'start': '2026-03-02 00:00:00', 'stop': '2026-03-02 01:00:00'})
            self._check(order, False, '2026-03-02 02:00:00')

    def test_later_plan_counts(self):
        order = self._receive('2026-03-02 08:00:00')
        with freeze_time(MORNING):
            self._check(order, False)
            order.job_ids.sudo().write({'planned_start': '2026-03-02 06:00:00', 'planned_stop': '2026-03-02 08:30:00'})
            self._check(order, True, '2026-03-02 08:30:00')

    def test_no_promise_no_risk(self):
        with freeze_time(MORNING):
            self._check(self._create_orders(), False)

    # === WARNING ===#

    def test_advisor_is_warned_once_a_promise(self):
        order, calm = self._receive('2026-03-02 04:00:00'), self._receive('2026-03-02 09:00:00')
        with freeze_time('2026-03-02 01:10:00'):
            self._warn()
            self.assertFalse(order.activity_ids)
        with freeze_time('2026-03-02 02:00:00'):
            self._warn()
            self._warn()
        self.assertEqual(len(order.activity_ids), 1)
        self.assertEqual(order.activity_ids.user_id, self.user_advisor)
        self.assertIn(order.name, order.activity_ids.note)
        self.assertFalse(calm.activity_ids)
        with freeze_time('2026-03-02 02:10:00'):
            self._change(order, '2026-03-02 06:30:00')
            self.assertFalse(order.activity_ids, "the task is done with the new promise")
            self._warn()
        self.assertFalse(order.activity_ids)
        with freeze_time('2026-03-02 05:00:00'):
            self._warn()
        self.assertEqual(len(order.activity_ids), 1, "the new promise is watched as well")

    def test_late_one_that_nobody_saw_is_warned_of(self):
        order = self._receive('2026-03-02 04:00:00')
        with freeze_time('2026-03-04 02:00:00'):
            self._warn()
        self.assertEqual(len(order.activity_ids), 1)

    # === NEW PROMISE ===#

    def _change(self, order, promise, **values):
        action = order.action_change_promise()
        form = Form(self.env[action['res_model']].with_user(self.user_advisor).with_context(**action['context']))
        form.promise_date = promise
        form.reason = "Discs arrive later"
        for name, value in values.items():
            form[name] = value
        form.save().action_apply()

    def test_customer_is_told_the_new_time(self):
        order = self._receive('2026-03-02 04:00:00')
        with freeze_time('2026-03-02 02:00:00'):
            self._change(order, '2026-03-02 08:00:00')
        message = order.message_ids.filtered(lambda message: self.customer in message.notified_partner_ids)
        self.assertEqual(len(message), 1)
        self.assertIn("Mar 2, 2026", message.body)
        self.assertIn("4:00", message.body)
        self.assertIn("Discs arrive later", message.body)
        self.assertTrue(order.promise_change_ids.is_customer_told)
        self.assertEqual(order.promise_first_date, fields.Datetime.to_datetime('2026-03-02 04:00:00'))

    def test_customer_knows_already(self):
        order = self._receive('2026-03-02 04:00:00')
        with freeze_time('2026-03-02 02:00:00'):
            self._change(order, '2026-03-02 08:00:00', tells_customer=False)
        self.assertFalse(order.message_ids.filtered(lambda message: self.customer in message.notified_partner_ids))
        self.assertFalse(order.promise_change_ids.is_customer_told)

    def test_stamp_is_the_systems(self):
        order = self._receive('2026-03-02 04:00:00')
        with self.assertRaises(AccessError):
            order.promise_warning_date = fields.Datetime.now()

    # === QUERIES ===#

    def test_list_costs_the_same_for_fifty(self):
        orders = self._receive('2026-03-02 04:00:00', count=50)
        with freeze_time('2026-03-02 02:00:00'):
            self.assertFlat(
                lambda some: some.with_user(self.user_advisor).mapped('is_at_risk'), orders[:1], orders)
