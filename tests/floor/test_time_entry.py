from datetime import datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.floor import ClockCommon


@tagged('post_install', '-at_install')
class TestTimeEntry(ClockCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job_1.action_clock_start()
        cls.startClassPatcher(freeze_time('2026-11-18 10:00:00'))
        cls.job_1._clock_pause('break')
        cls.env.flush_all()
        cls.cr.precommit.run()  # the clock's request is over
        cls.entry = cls.job_1.sudo().time_ids.with_user(cls.user_dispatcher)

    def test_correction_leaves_a_trace(self):
        """E6: who changed what, also when the caller asks for silence."""
        self.assertFalse(self.entry.is_corrected)
        self.entry.with_context(tracking_disable=True, mail_notrack=True).write({'stop': '2026-11-18 09:30:00'})
        self.env.flush_all()
        self.cr.precommit.run()
        self.entry.invalidate_recordset()
        self.assertTrue(self.entry.is_corrected)
        self.assertEqual(self.job_1.clocked_hours, 1.5)
        tracking = self.entry.message_ids.sudo().tracking_value_ids
        self.assertEqual(tracking.field_id.name, 'stop')
        self.assertEqual(tracking.old_value_datetime, datetime(2026, 11, 18, 10))
        self.assertEqual(self.entry.message_ids.author_id, self.user_dispatcher.partner_id)

    def test_the_clock_is_no_correction(self):
        self.env.flush_all()
        self.cr.precommit.run()
        self.entry.invalidate_recordset()
        self.assertFalse(self.entry.sudo().message_ids.tracking_value_ids)

    def test_flags_are_not_written(self):
        for vals in ({'is_corrected': False}, {'source': 'hand'}):
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                self.entry.write(vals)

    def test_entry_by_hand(self):
        with Form(self.env['aftersales.time.entry'].with_user(self.user_dispatcher)) as form:
            form.employee_id = self.technician_2
            form.job_id = self.job_1.with_user(self.user_dispatcher)
            form.start = '2026-11-18 08:00:00'
            form.stop = '2026-11-18 09:00:00'
        entry = form.record
        self.assertEqual((entry.source, entry.hours, entry.workshop_id), ('hand', 1.0, self.workshop))
        self.assertEqual(self.job_1.clocked_hours, 3.0)
        entry.with_user(self.user_manager).unlink()
        with self.assertRaisesRegex(UserError, "was clocked and cannot be deleted"):
            self.entry.with_user(self.user_manager).unlink()
        with self.assertRaises(AccessError):
            self.entry.unlink()

    def test_overlap_names_the_other_entry(self):
        with self.assertRaisesRegex(ValidationError, "Wang Wei cannot be in two places.*Front brake pads"):
            self.entry.create({
                'employee_id': self.technician.id, 'job_id': self.job_2.id,
                'start': '2026-11-18 09:00:00', 'stop': '2026-11-18 09:30:00'})

    def test_times_are_told_in_the_language_of_the_sentence(self):
        """A program says no language: the sentence is English then, and so is what stands in it, whatever the company's is."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.env.company.partner_id.lang = 'zh_CN'
        with self.assertRaisesRegex(ValidationError, "the time from 11/18/2026 .* [AP]M overlaps"):
            self.entry.with_context(lang=None).create({
                'employee_id': self.technician.id, 'job_id': self.job_2.id,
                'start': '2026-11-18 09:00:00', 'stop': '2026-11-18 09:30:00'})

    def test_overlap_is_refused_by_the_database(self):
        other = self.entry.create({
            'employee_id': self.technician.id, 'job_id': self.job_2.id,
            'start': '2026-11-18 06:00:00', 'stop': '2026-11-18 08:00:00'})
        self.env.flush_all()
        self.cr.execute('SET CONSTRAINTS ALL IMMEDIATE')
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self.cr.execute(
                "UPDATE aftersales_time_entry SET stop = stop + interval '1 minute' WHERE id = %s", [other.id])

    def test_wrong_times(self):
        values = {'employee_id': self.technician_2.id, 'job_id': self.job_2.id}
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self.entry.create({**values, 'start': '2026-11-18 09:00:00', 'stop': '2026-11-18 08:00:00'})
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self.entry.create({'employee_id': self.technician_2.id, 'stop': '2026-11-18 10:00:00'})
        with self.assertRaisesRegex(ValidationError, "future"):
            self.entry.create({**values, 'start': '2026-11-18 09:00:00', 'stop': '2026-11-18 12:00:00'})

    def test_supervisor_is_kept(self):
        """The report of the past names who led the workshop then."""
        self.workshop.manager_id = self.user_manager
        entry = self.entry.create({
            'employee_id': self.technician_2.id, 'job_id': self.job_2.id,
            'start': '2026-11-18 09:00:00', 'stop': '2026-11-18 09:30:00'})
        self.assertEqual(entry.supervisor_id, self.user_manager)
        self.workshop.manager_id = self.user_dispatcher
        self.assertEqual(entry.supervisor_id, self.user_manager)

    def test_forgotten_clock(self):
        """Stopped at the end of the shift, marked for correction; what runs rightly goes on."""
        self.job_2.action_clock_start()
        self.job_1.with_user(self.user_technician_2).action_clock_start()
        forgotten = self._entries(self.job_2)
        with freeze_time('2026-11-19 01:00:00'):
            helper = self._entries(self.job_1)[-1:]
            helper.start = '2026-11-18 23:30:00'
            with self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_close_forgotten').method_direct_trigger()
        self.assertEqual(forgotten.pause_reason, 'forgotten')
        self.assertEqual(forgotten.stop, forgotten._get_shift_ends()[forgotten])
        self.assertGreater(forgotten.hours, 0)
        self.assertFalse(helper.stop)


@tagged('post_install', '-at_install')
class TestTimeFigures(ClockCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop.manager_id = cls.user_dispatcher
        calendar = cls.company.resource_calendar_id
        calendar.tz = 'UTC'
        (cls.technician + cls.technician_2).write({'resource_calendar_id': calendar.id, 'tz': 'UTC'})
        for user in (cls.user_technician, cls.user_dispatcher):
            user.tz = 'UTC'
        cls.order.job_ids[1].sudo().pay_type_id = cls.env.ref('aftersales.pay_type_internal')
        cls.env['aftersales.time.entry'].create([
            {'employee_id': cls.technician.id, 'job_id': cls.job_1.id,
             'start': '2026-11-17 08:00:00', 'stop': '2026-11-17 11:00:00'},
            {'employee_id': cls.technician.id, 'job_id': cls.job_2.id,
             'start': '2026-11-17 13:00:00', 'stop': '2026-11-17 14:30:00'},
            {'employee_id': cls.technician.id, 'pause_reason': 'training',
             'start': '2026-11-17 14:30:00', 'stop': '2026-11-17 15:00:00'},
            {'employee_id': cls.technician_2.id, 'job_id': cls.job_1.id,
             'start': '2026-11-16 22:00:00', 'stop': '2026-11-17 02:00:00'},
        ])

    def test_daily_figures(self):
        """A6, E6: shift against jobs by class A to D, idle time and what nobody clocked."""
        rows = {row['employee']: row for row in self.Entry._get_figures('2026-11-17', workshops=self.workshop)}
        row = rows[self.technician]
        self.assertEqual(
            [row[name] for name in ('shift_hours', 'a', 'b', 'c', 'd', 'job_hours', 'idle_hours', 'gap_hours')],
            [8.0, 3.0, 0.0, 0.0, 2.0, 5.0, 0.0, 3.0])
        self.assertEqual(row['utilisation'], 62.5)
        self.assertEqual(row['supervisor'], self.user_dispatcher)
        self.assertEqual(rows[self.technician_2]['a'], 2.0, "hours of the day alone")

    def test_figures_by_supervisor(self):
        rows = self.Entry._get_figures('2026-11-16', '2026-11-17', workshops=self.workshop)
        total = self.Entry._sum_figures(rows, 'supervisor')[self.user_dispatcher]
        self.assertEqual((total['shift_hours'], total['a'], total['d']), (32.0, 7.0, 2.0))
        self.assertEqual(self.Entry._sum_figures(rows)['job_hours'], 9.0)

    def test_work_without_a_car_is_class_d(self):
        """A6: training, care of tools, parts work and checks are worked hours; waiting is not."""
        entries = self.env['aftersales.time.entry'].create([
            {'employee_id': self.technician.id, 'pause_reason': reason,
             'start': f'2026-11-13 {8 + index:02}:00:00', 'stop': f'2026-11-13 {9 + index:02}:00:00'}
            for index, reason in enumerate(('training', 'cleaning', 'parts_work', 'check', 'no_work', 'tool'))])
        self.assertEqual(entries.mapped('service_class'), ['d'] * 4 + [False] * 2)
        row, = self.Entry._get_figures('2026-11-13', employees=self.technician)
        self.assertEqual(
            (row['d'], row['job_hours'], row['idle_hours'], row['utilisation']), (4.0, 4.0, 2.0, 50.0))
        self.assertEqual(row['idle'], {'no_work': 1.0, 'tool': 1.0})
        entries[0].pause_reason = 'no_work'
        self.assertFalse(entries[0].service_class)

    def test_report_lists_technicians(self):
        """Nobody is a technician by being in the team; who clocked time is shown all the same."""
        others = self.env['hr.employee'].create([
            {'name': user.name, 'user_id': user.id, 'company_id': self.company.id}
            for user in (self.user_advisor, self.user_parts, self.user_inspector, self.user_manager)])
        self.workshop.employee_ids = [Command.link(employee.id) for employee in others]
        rows = self.Entry.with_user(self.user_dispatcher)._get_figures('2026-11-17', workshops=self.workshop)
        self.assertEqual({row['employee'] for row in rows}, {self.technician, self.technician_2})
        self.env['aftersales.time.entry'].create({
            'employee_id': others[2].id, 'job_id': self.job_1.id,
            'start': '2026-11-17 08:00:00', 'stop': '2026-11-17 09:00:00'})
        rows = self.Entry.with_user(self.user_dispatcher)._get_figures('2026-11-17', workshops=self.workshop)
        self.assertIn(others[2], {row['employee'] for row in rows})

    def test_figures_do_not_query_per_outlet(self):
        outlets = self.workshop
        for number in range(10):
            outlets |= self.workshop.copy({'code': f'TST{number}'})
        counts = []
        for workshops in (self.workshop, self.workshop, outlets):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.Entry.with_user(self.user_dispatcher)._get_figures('2026-11-17', workshops=workshops)
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2, counts)

    def test_running_clock_counts_up_to_now(self):
        self.job_1.action_clock_start()
        with freeze_time('2026-11-18 08:45:00'):
            rows = self.Entry._get_figures('2026-11-18', employees=self.technician)
        self.assertEqual(rows[0]['a'], 0.75)

    def test_banner(self):
        """What the technician's screen tells about the clock and the day."""
        clock = self.Entry.get_my_clock()
        self.assertEqual((clock['since'], clock['shift_hours'], clock['job_hours']), (False, 8.0, 0.0))
        self.job_1.action_clock_start()
        with freeze_time('2026-11-18 08:30:00'):
            clock = self.Entry.get_my_clock()
        self.assertEqual((clock['since'], clock['on_job'], clock['job_hours']), ('2026-11-18 08:00:00', True, 0.5))
        self.assertIn(self.job_1.name, clock['work'])
        self.assertEqual(self.Entry.with_user(self.user_care).get_my_clock(), {'employee': False})

    def test_figures_do_not_query_per_person(self):
        employees = self.env['hr.employee'].create([
            {'name': f'Technician {i}', 'company_id': self.company.id} for i in range(50)])
        self.env['aftersales.time.entry'].create([
            {'employee_id': employee.id, 'job_id': self.job_1.id,
             'start': '2026-11-17 08:00:00', 'stop': '2026-11-17 09:00:00'} for employee in employees])
        Entry = self.Entry.with_user(self.user_dispatcher)
        self.assertFlat(
            lambda records: Entry._get_figures('2026-11-17', employees=records), employees[:1], employees, slack=2)

    def test_report_shows_the_team_to_its_supervisor_and_the_technician_himself(self):
        Report = self.env['aftersales.daily.report']
        values = {'date_from': '2026-11-17', 'date_to': '2026-11-17', 'workshop_ids': self.workshop.ids}
        report = Report.with_user(self.user_dispatcher).create(values)
        self.assertEqual(report.line_ids.employee_id, self.technician_2 + self.technician)
        own = Report.with_user(self.user_technician).create(values)
        self.assertEqual(own.line_ids.employee_id, self.technician)
        self.assertEqual(own.line_ids.shift_hours, 8.0)
        entries = self.Entry.search(own.action_view_entries()['domain'])
        self.assertEqual(len(entries), 3)
        with self.assertRaisesRegex(UserError, "Exchange the dates"):
            Report.with_user(self.user_dispatcher).create({'date_from': '2026-11-18', 'date_to': '2026-11-17'})

    def test_report_without_an_employee_card(self):
        """A login nobody linked to an employee sees an empty report, not an error."""
        self.technician.user_id = False
        report = self.env['aftersales.daily.report'].with_user(self.user_technician).create(
            {'date_from': '2026-11-17', 'date_to': '2026-11-17'})
        self.assertFalse(report.line_ids)
