from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-11-18 08:00:00')
class TestHold(OrderCommon):
    """E7: waits with a start and an end, opened and ended by one click."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time('2026-11-18 08:00:00'):
            cls.order = cls._receive_approved(job_ids=[
                Command.create({'operation_id': cls.operation.id, 'technician_id': cls.technician.id}),
                Command.create({'operation_id': cls.operation.id, 'technician_id': cls.technician.id}),
            ])
        cls.job_1, cls.job_2 = cls.order.job_ids

    def _hold(self, record, user, kind='insurer', note="Assessor comes on Friday"):
        action = record.with_user(user).action_hold()
        with Form(self.env['aftersales.hold.wizard'].with_user(user).with_context(**action['context'])) as form:
            form.kind = kind
            form.note = note
        form.record.action_apply()

    def test_job_in_work_is_blocked_and_released(self):
        self.job_1.with_user(self.user_technician).action_clock_start()
        self._hold(self.job_1, self.user_advisor)
        self.assertEqual(self.job_1.state, 'blocked')
        self.assertFalse(self.job_1.running_employee_ids, "nobody's clock runs on work that waits")
        hold = self.job_1.hold_ids
        self.assertEqual((hold.kind, hold.create_uid), ('insurer', self.user_advisor))
        with freeze_time('2026-11-18 13:00:00'):
            hold.invalidate_recordset()
            self.assertEqual((hold.waiting_hours, hold.hours), (5.0, 0.0))
            self.job_1.with_user(self.user_dispatcher).action_end_holds()
        self.assertEqual((self.job_1.state, hold.hours), ('todo', 5.0))
        self.job_1.with_user(self.user_technician).action_clock_start()

    def test_blocked_as_long_as_one_wait_is_open(self):
        self.job_1.with_user(self.user_technician).action_clock_start()
        self._hold(self.job_1, self.user_advisor)
        self._hold(self.job_1, self.user_parts, 'parts')
        first, second = self.job_1.hold_ids.sorted('id')
        first.with_user(self.user_advisor).action_close()
        self.assertEqual(self.job_1.state, 'blocked')
        second.with_user(self.user_parts).action_close()
        self.assertEqual(self.job_1.state, 'todo', "the parts clerk moves no jobs, but ends their waits")

    def test_whole_car_waits(self):
        self._hold(self.order, self.user_advisor, 'customer')
        self.assertFalse(self.order.hold_ids.job_id)
        self.assertEqual(self.order.open_hold_count, 1)
        with freeze_time('2026-11-18 09:30:00'):
            self.order.invalidate_recordset()
            self.assertEqual(self.order.hold_summary, "Waiting for the customer: 01:30, still open")
            self.order.with_user(self.user_dispatcher).action_end_holds()
        with freeze_time('2026-11-18 20:00:00'):
            self._hold(self.order, self.user_advisor, 'parts')
            self.order.invalidate_recordset()
            self.assertEqual(
                self.order.hold_summary, "Waiting for parts: 00:00, still open · Waiting for the customer: 01:30")

    def test_two_orders_at_once(self):
        other = self._receive_approved()
        for order in (self.order, other):
            self._hold(order, self.user_advisor)
        orders = (self.order + other).with_user(self.user_dispatcher)
        orders.action_end_holds()
        self.assertEqual(orders.mapped('open_hold_count'), [0, 0])
        with self.assertRaisesRegex(UserError, "waits for nothing"):
            orders.action_end_holds()
        with self.assertRaisesRegex(UserError, "waits for nothing"):
            orders.job_ids.action_end_holds()

    def test_same_wait_twice(self):
        self._hold(self.job_1, self.user_advisor)
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self._hold(self.job_1, self.user_dispatcher)

    def test_other_needs_words(self):
        with self.assertRaisesRegex(UserError, "Say what"):
            self._hold(self.job_1, self.user_advisor, 'other', False)

    def test_locked_order(self):
        order = self._create_orders()
        self.cancel(order)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            order.action_hold()

    def test_who_may(self):
        for user in (self.user_trainer, self.user_care, self.user_inspector):
            with self.assertRaises(AccessError):
                self.env['aftersales.hold.wizard'].with_user(user).create({'order_id': self.order.id})
            with self.assertRaises(AccessError):
                self.env['aftersales.hold'].with_user(user).create({'order_id': self.order.id})

    def test_no_wait_is_made_up(self):
        Hold = self.env['aftersales.hold'].with_user(self.user_technician)
        with self.assertRaisesRegex(AccessError, "Only a dispatcher"):
            Hold.create({'order_id': self.order.id, 'start': '2000-01-01', 'stop': '2020-01-01'})
        closed = self._create_orders()
        self.cancel(closed)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            Hold.create({'order_id': closed.id})

    def test_cancelling_ends_the_waits(self):
        self.job_1.with_user(self.user_technician).action_clock_start()
        self._hold(self.job_1, self.user_advisor)
        self.cancel(self.order.with_user(self.user_dispatcher))
        self.assertFalse(self.order.open_hold_count)
        self.assertEqual(set(self.order.job_ids.mapped('state')), {'cancelled'})

    def test_lists_do_not_query_per_record(self):
        orders = self._receive_approved(30)
        for order in orders:
            self.env['aftersales.hold'].create({'order_id': order.id, 'job_id': order.job_ids.id, 'kind': 'parts'})
        for records, fields in (
            (orders, ['hold_summary', 'open_hold_count']), (orders.job_ids, ['open_hold_count']),
            (orders.hold_ids, ['waiting_hours', 'license_plate', 'advisor_id', 'technician_id', 'promise_date']),
        ):
            with self.subTest(records._name):
                self.assertFlat(
                    lambda some, fields=fields: some.with_user(self.user_dispatcher).read(fields), records[:1], records)
