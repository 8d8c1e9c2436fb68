from datetime import timedelta

from odoo.fields import Command, Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestWorkingTime(BoardCommon):
    """Whatever screen is asked, an outlet and its people have one working time."""
    _now = '2026-11-16 07:00:00'  # a Monday

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technicians.aftersales_availability = 100
        cls.env['aftersales.special.day'].create({
            'name': "Stocktaking", 'workshop_id': cls.workshop.id, 'is_closed': True,
            'date_from': '2026-11-16', 'date_to': '2026-11-17'})
        cls.days = [Datetime.to_datetime(f'2026-11-{day}').date() for day in (16, 17, 18)]

    def _get_hours_by_screen(self, day):
        """Hours of both technicians as each screen tells them."""
        workshop = self.workshop.with_user(self.user_dispatcher)
        board = workshop.get_board(workshop.id, Datetime.to_string(Datetime.to_datetime(day))[:10])
        load = next(row for row in workshop._get_load(day, day) if not row['skill'])
        figures = self.env['aftersales.time.entry'].with_user(self.user_dispatcher)._get_figures(day, workshops=workshop)
        scene = self.jobs._get_dispatch_scene(Datetime.to_datetime(day))
        return {
            'board': sum(row['hours'] for row in board['technicians']),
            'load': load['available'],
            'time report': sum(row['shift_hours'] for row in figures),
            'dispatch': sum(scene.table.hours(work, *scene.today) for work in scene.work.values()),
        }

    @property
    def jobs(self):
        return (self.job | self.job_2).with_user(self.user_dispatcher)

    def test_closed_monday_and_tuesday(self):
        for day, hours in zip(self.days, (0, 0, 16)):
            for screen, answer in self._get_hours_by_screen(day).items():
                self.assertEqual(answer, hours, f"{screen} on {day}")

    def test_closed_days_in_promise_dispatch_and_slots(self):
        promised = self._receive_jobs(2)
        self.assertEqual(set(promised.mapped('promise_date')), {self._at(9, 12)}, "1.2 hours from Wednesday at 8")
        self.assertEqual(promised[0].expected_ready_date, self._at(9, 12))
        self.assertEqual(self.jobs[0].get_suggestions()[0]['start'], '2026-11-18 08:00:00')
        slots = self.workshop.with_user(self.user_advisor)._find_slots(self.days[0], self.days[2], hours=1.0, limit=1)
        self.assertEqual(slots[0]['start'], self._at(8))

    def test_closed_days_and_a_forgotten_clock(self):
        """Nobody's shift ends on a closed day: the clock is stopped where it began."""
        entry = self.env['aftersales.time.entry'].create({
            'employee_id': self.technician.id, 'job_id': self.job.id, 'start': self._at(6, day=16)})
        self.assertEqual(entry._get_shift_ends()[entry], self._at(6, day=16))
        entry.start = self._at(6, day=16) - timedelta(days=3)
        self.assertEqual(entry._get_shift_ends()[entry], self._at(17, day=13), "Friday")

    def test_leave_and_duty(self):
        self.env['resource.calendar.leaves'].create({
            'name': "Doctor", 'resource_id': self.technician.resource_id.id, 'calendar_id': self.calendar.id,
            'company_id': self.company.id, 'date_from': self._at(8), 'date_to': self._at(12)})
        for screen, answer in self._get_hours_by_screen(self.days[2]).items():
            self.assertEqual(answer, 12, screen)
        self.env['aftersales.special.day'].create({
            'name': "Working Saturday", 'workshop_id': self.workshop.id, 'date_from': '2026-11-21',
            'hour_from': 9, 'break_from': 12, 'break_to': 12, 'hour_to': 12,
            'employee_ids': [Command.set(self.technician_2.ids)]})
        for screen, answer in self._get_hours_by_screen(Datetime.to_datetime('2026-11-21').date()).items():
            self.assertEqual(answer, 3, screen)

    def test_promises_of_many_orders_cost_the_same(self):
        counts = []
        for count in (1, 1, 20):
            orders = self._create_orders(count)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            orders._suggest_promises(Datetime.now())
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2, counts)
