from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon

# A Monday, 10:00 in the outlet.
MONDAY = datetime(2026, 3, 2, 2, 0)


@tagged('post_install', '-at_install')
class TestIdle(OrderCommon):
    """A car at which nobody works, for which nothing is waited, and which is not planned for later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.aftersales_idle_hours = 4.0
        with freeze_time(MONDAY):
            cls.order = cls._receive_approved()
        cls.job = cls.order.job_ids
        cls.Order = cls.env['aftersales.order'].with_user(cls.user_dispatcher)

    def _is_idle(self, moment, order=None):
        order = order or self.order
        with freeze_time(moment):
            self.env.invalidate_all()
            found = self.Order.search([('id', '=', order.id), ('is_idle', '=', True)])
            self.assertEqual(bool(found), order.with_user(self.user_dispatcher).is_idle)
            return bool(found)

    def test_after_the_company_s_hours(self):
        self.company.aftersales_idle_hours = 10.0
        hours = self.order.workshop_id._get_timetable(MONDAY.date(), MONDAY.date() + timedelta(days=3))
        self.assertTrue(hours.has_hours, "a test of nothing")
        __, stop = hours.lay(hours.open, MONDAY, 10.0)
        self.assertGreater(stop - MONDAY, timedelta(hours=10), "it is closed for a while meanwhile")
        self.assertFalse(self._is_idle(stop - timedelta(minutes=5)))
        self.assertTrue(self._is_idle(stop + timedelta(minutes=5)))
        self.company.aftersales_idle_hours = 0
        self.assertFalse(self._is_idle(stop + timedelta(days=5)))

    def test_what_keeps_a_car_from_standing(self):
        later = MONDAY + timedelta(days=2)
        self.assertTrue(self._is_idle(later))
        with freeze_time(later):
            self.job._open_hold('parts', "Disc")
        self.assertFalse(self._is_idle(later + timedelta(days=5)))
        with freeze_time(later + timedelta(days=5)):
            self.job._end_holds()
        self.assertFalse(self._is_idle(later + timedelta(days=5, minutes=10)))
        self.assertTrue(self._is_idle(later + timedelta(days=7)))
        with freeze_time(later + timedelta(days=7)):
            self.job.with_user(self.user_technician).action_clock_start()
        self.assertFalse(self._is_idle(later + timedelta(days=7, hours=9)))

    def test_planned_for_later_is_not_idle(self):
        later = MONDAY + timedelta(days=3)
        self.env['aftersales.allocation'].sudo().create({
            'workshop_id': self.workshop.id, 'employee_id': self.technician.id, 'job_id': self.job.id,
            'order_id': self.order.id, 'start': later + timedelta(hours=2), 'stop': later + timedelta(hours=3)})
        self.assertFalse(self._is_idle(later))
        self.assertTrue(self._is_idle(later + timedelta(days=2)))

    def test_ready_and_delivered_cars_do_not_stand(self):
        with freeze_time(MONDAY + timedelta(hours=1)):
            self._pass(self.order)
        self.assertFalse(self._is_idle(MONDAY + timedelta(days=40)))

    def test_a_month_is_a_month(self):
        self.assertTrue(self._is_idle(MONDAY + timedelta(days=400)))

    def _tell(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_tell_idle').method_direct_trigger()
        self.env.invalidate_all()

    def test_the_advisor_is_told_once(self):
        later = MONDAY + timedelta(days=2)
        with freeze_time(later):
            self.env.invalidate_all()
            for __ in range(2):
                self._tell()
            tasks = self.order._get_planned_tasks('aftersales.mail_activity_idle_order')
            self.assertEqual((len(tasks), tasks.user_id), (1, self.order.user_id))
            tasks.with_user(tasks.user_id)._action_done()
            self._tell()
            self.order.invalidate_recordset()
            self.assertFalse(self.order._get_planned_tasks('aftersales.mail_activity_idle_order'), "he knows it")
            self.job.with_user(self.user_technician).action_clock_start()
            self._tell()
            self.order.invalidate_recordset()
            self.assertFalse(self.order._get_planned_tasks('aftersales.mail_activity_idle_order'))
        with freeze_time(later + timedelta(hours=1)):
            self.job.with_user(self.user_technician)._clock_pause('break')
        with freeze_time(later + timedelta(days=4)):
            self.env.invalidate_all()
            self._tell()
            self.order.invalidate_recordset()
            self.assertEqual(len(self.order._get_planned_tasks('aftersales.mail_activity_idle_order')), 1, "it stands again")

    def test_flat(self):
        with freeze_time(MONDAY):
            orders = self._receive_approved(count=5)
        self.env.flush_all()
        with freeze_time(MONDAY + timedelta(days=2)):
            self.assertFlat(lambda some: some.mapped('is_idle'), orders[:1], orders)
            self.assertEqual(set(orders.mapped('is_idle')), {True})
            self.assertEqual(set(orders.mapped('idle_since')), {fields.Datetime.to_datetime(MONDAY)})
