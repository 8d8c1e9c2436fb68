from datetime import datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.common import ROLE_GROUPS
from odoo.addons.aftersales.tests.dealership.floor import ClockCommon


@tagged('post_install', '-at_install')
class TestClock(ClockCommon):

    # === START, PAUSE, FINISH ===#

    def test_start_pause_finish(self):
        """E6: the job's clock and state move together."""
        self.job_1.action_clock_start()
        self.assertEqual(self.job_1.state, 'doing')
        self.assertTrue(self.job_1.is_running)
        self.assertEqual(self.job_1.running_employee_ids, self.technician)
        with freeze_time('2026-11-18 08:30:00'):
            self.job_1._clock_pause('break')
        self.assertEqual(self.job_1.state, 'doing')
        self.assertFalse(self.job_1.is_running)
        self.assertEqual(self.job_1.clocked_hours, 0.5)
        with freeze_time('2026-11-18 08:45:00'):
            self.job_1.action_clock_start()
        with freeze_time('2026-11-18 09:45:00'):
            self._finish(self.job_1)
        self.assertEqual(self.job_1.state, 'done')
        self.assertEqual(self.job_1.clocked_hours, 1.5)
        self.assertEqual(self._entries(self.job_1).mapped('pause_reason'), ['break', 'finished'])
        self.assertEqual(self._entries(self.job_1).mapped('source'), ['clock', 'clock'])
        self.assertEqual(self._entries(self.job_1).mapped('service_class'), ['a', 'a'])

    def test_starting_one_job_stops_the_other(self):
        self.job_1.action_clock_start()
        with freeze_time('2026-11-18 09:00:00'):
            self.job_2.action_clock_start()
        entry = self._entries(self.job_1)
        self.assertEqual(entry.stop, datetime(2026, 11, 18, 9))
        self.assertEqual(entry.pause_reason, 'switch')
        self.assertFalse(self.job_1.is_running)
        self.assertTrue(self.job_2.is_running)
        self.assertEqual(self.jobs.search([('is_running', '=', True), ('id', 'in', self.jobs.ids)]), self.job_2)
        self.assertEqual(self.jobs.search([('is_running', '=', False), ('id', 'in', self.jobs.ids)]), self.job_1)

    def test_my_jobs_are_asked_by_the_person(self):
        """P9: "My Jobs" and "My Time" name the employee, so that the database knows how many there are; nobody's are none."""
        self.job_1.action_clock_start()
        entry = self._entries(self.job_1)
        self.env.flush_all()
        for records, field in ((self.jobs, 'technician_id'), (entry, 'employee_id')):
            mine = records.sudo().filtered(lambda record, field=field: record[field] == self.technician)
            self.assertTrue(mine)
            for user, found in ((self.user_technician, mine), (self.user_manager, mine.browse())):
                asked = records.with_user(user)
                with self.subTest(model=records._name, user=user.login):
                    self.assertEqual(asked.filtered('is_mine'), found)
                    self.assertEqual(asked.search([('is_mine', '=', True), ('id', 'in', records.ids)]), found)
                    self.assertEqual(asked.search([('is_mine', '=', False), ('id', 'in', records.ids)]), records - found)
                    query = asked.sudo()._search([('is_mine', '=', True)]).select()  # sudo: without the rules
                    self.assertNotIn('hr_employee', self.env.cr.mogrify(query).decode())

    def test_double_click_on_start(self):
        self.job_1.action_clock_start()
        with self.assertRaisesRegex(UserError, "already"):
            self.job_1.action_clock_start()
        self.assertEqual(len(self._entries(self.job_1)), 1)

    def test_one_open_clock_a_person_in_the_database(self):
        """Two sessions at once: the second insert fails whatever the code thought."""
        self.job_1.action_clock_start()
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'):
            self.env['aftersales.time.entry'].sudo().create({
                'employee_id': self.technician.id, 'job_id': self.job_2.id})

    def test_start_two_jobs_at_once(self):
        with self.assertRaisesRegex(UserError, "one job at a time"):
            self.jobs.action_clock_start()

    def test_finish_two_jobs_at_once(self):
        self.job_2.action_clock_start()
        self.job_1.action_clock_start()
        self.jobs.action_clock_finish()
        self.assertEqual(self.jobs.mapped('state'), ['done', 'done'])
        self.assertFalse(self._entries(self.job_1).filtered(lambda entry: not entry.stop))

    def test_wrong_states(self):
        with self.assertRaisesRegex(UserError, "not in work"):
            self._finish(self.job_1)
        with self.assertRaisesRegex(UserError, "clock doesn't run on job"):
            self.job_1.action_clock_pause()
        self.job_1.action_clock_start()
        self._finish(self.job_1)
        with self.assertRaisesRegex(UserError, "cannot go from"):
            self.job_1.action_clock_start()

    def test_unapproved_job_is_not_started(self):
        """E2: work the customer has not approved can't start."""
        order = self._create_orders()
        order.action_receive()
        with self.assertRaisesRegex(UserError, "no approval"):
            order.job_ids.with_user(self.user_technician).action_clock_start()
        self.assertFalse(order.job_ids.sudo().time_ids)

    def test_two_people_on_one_job(self):
        self.job_1.action_clock_start()
        job_as_2 = self.job_1.with_user(self.user_technician_2)
        job_as_2.action_clock_start()
        self.assertEqual(self.job_1.running_employee_ids, self.technician + self.technician_2)
        self.job_1._clock_pause('parts')
        self.assertEqual(self.job_1.state, 'doing', "the other one goes on")
        self._finish(job_as_2)
        self.assertFalse(self.job_1.running_employee_ids)
        self.assertEqual(self.job_1.technician_id, self.technician)

    def test_free_job_is_taken_by_who_starts_it(self):
        self.order.job_ids[0].technician_id = False
        self.job_1.action_clock_start()
        self.assertEqual(self.job_1.technician_id, self.technician)

    def test_finishing_by_the_dispatcher_stops_the_clock(self):
        self.job_1.action_clock_start()
        with freeze_time('2026-11-18 10:00:00'):
            self.job_1.with_user(self.user_dispatcher).action_done()
        self.assertEqual(self.job_1.clocked_hours, 2.0)

    def test_clocked_job_is_not_deleted(self):
        order = self._create_orders(user=self.user_manager, job_ids=[Command.create({
            'operation_id': self.operation.id, 'pay_type_id': self.env.ref('aftersales.pay_type_internal').id})])
        order.action_receive()
        job = order.job_ids.with_user(self.user_technician)
        job.action_clock_start()
        job.with_user(self.user_dispatcher)._transition('todo')
        with self.assertRaisesRegex(UserError, "Time was clocked on job"):
            job.with_user(self.user_advisor).unlink()

    # === WAITS AND IDLE TIME ===#

    def test_waiting_for_parts_blocks_and_resuming_ends_the_wait(self):
        """E7: the wait is a hold with a start and an end."""
        self.job_1.action_clock_start()
        wizard = self.env['aftersales.pause.wizard'].with_user(self.user_technician).with_context(
            **self.job_1.action_clock_pause()['context'])
        with Form(wizard) as form:
            form.reason = 'parts'
            form.note = 'Discs tomorrow'
        form.record.action_apply()
        self.assertEqual(self.job_1.state, 'blocked')
        hold = self.job_1.hold_ids
        self.assertEqual((hold.kind, hold.note, hold.stop), ('parts', 'Discs tomorrow', False))
        with freeze_time('2026-11-18 11:00:00'):
            self.job_1.action_clock_start()
        self.assertEqual(self.job_1.state, 'doing')
        self.assertEqual(hold.hours, 3.0)

    def test_idle_time_runs_until_the_next_start(self):
        self.job_1.action_clock_start()
        with freeze_time('2026-11-18 08:10:00'):
            self.job_1._clock_pause('training', 'Safety talk')
        idle = self.Entry._get_open_entry(self.technician)
        self.assertFalse(idle.job_id)
        self.assertEqual((idle.pause_reason, idle.note), ('training', 'Safety talk'))
        self.assertEqual(idle.workshop_id, self.workshop)
        with freeze_time('2026-11-18 09:10:00'):
            self.job_1.action_clock_start()
        self.assertEqual(idle.hours, 1.0)
        self.assertEqual(idle.pause_reason, 'training')

    def test_stop_without_a_job(self):
        Wizard = self.env['aftersales.pause.wizard'].with_user(self.user_technician)
        with self.assertRaisesRegex(UserError, "not running"):
            Wizard.create({'reason': 'shift_end'}).action_apply()
        Wizard.create({'reason': 'cleaning'}).action_apply()
        self.assertEqual(self.Entry._get_open_entry(self.technician).pause_reason, 'cleaning')
        Wizard.create({'reason': 'shift_end'}).action_apply()
        self.assertFalse(self.Entry._get_open_entry(self.technician))
        self.job_1.action_clock_start()
        Wizard.create({'reason': 'shift_end'}).action_apply()
        self.assertEqual(self._entries(self.job_1).pause_reason, 'shift_end')

    def test_system_reasons_are_not_offered(self):
        reasons = dict(self.env['aftersales.pause.wizard']._selection_reason())
        self.assertIn('break', reasons)
        self.assertNotIn('forgotten', reasons)

    # === WHO MAY ===#

    def test_login_without_employee(self):
        self.technician.user_id = False
        with self.assertRaisesRegex(UserError, "not linked to an employee"):
            self.job_1.action_clock_start()

    def test_roles_without_jobs_may_not_clock(self):
        for user in (self.user_parts, self.user_care, self.user_trainer):
            with self.assertRaises(AccessError):
                self.job_1.with_user(user).action_clock_start()

    def test_everybody_who_opens_a_job_sees_its_time_and_checks(self):
        self.job_1.action_clock_start()
        self._finish(self.job_1)
        for role in ROLE_GROUPS:
            job = self.job_1.with_user(getattr(self, f'user_{role}'))
            job.invalidate_recordset()
            self.assertEqual(job.time_ids.read(['employee_id'])[0]['employee_id'][0], self.technician.id, role)
            self.assertEqual((job.inspection_count, job.is_running), (1, False), role)

    def test_technician_writes_no_times(self):
        self.job_1.action_clock_start()
        entry = self._entries(self.job_1).with_user(self.user_technician)
        self.assertTrue(entry.read(['hours']))
        with self.assertRaises(AccessError):
            entry.write({'start': '2026-11-18 07:00:00'})
        with self.assertRaises(AccessError):
            self.Entry.create({'employee_id': self.technician.id, 'pause_reason': 'training',
                               'start': '2026-11-18 06:00:00', 'stop': '2026-11-18 07:00:00'})

    def test_other_company(self):
        self.job_1.action_clock_start()
        stranger = new_test_user(
            self.env, login='stranger', groups='base.group_user,aftersales.group_manager',
            context={'no_reset_password': True}, company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)])
        self.assertFalse(self.Entry.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            self.job_1.with_user(stranger).with_company(self.other_company).action_clock_start()

    # === SKILLS ===#

    def test_person_without_the_skill_is_refused(self):
        """M1, E5: only certified staff get regulated work."""
        self.job_1.sudo().write({'technician_id': False, 'skill_id': self.skill.id})
        with self.assertRaisesRegex(UserError, "HV level 2.*Wang Wei"):
            self.job_1.action_clock_start()
        with self.assertRaisesRegex(ValidationError, "HV level 2"):
            self.job_1.with_user(self.user_dispatcher).technician_id = self.technician
        self._give_skill(self.technician, valid_from='2026-01-01', valid_to='2026-12-31')
        self.job_1.with_user(self.user_dispatcher).technician_id = self.technician
        self.job_1.action_clock_start()
        self.assertTrue(self.job_1.is_running)

    def test_person_without_the_skill_is_warned(self):
        self.company.aftersales_skill_policy = 'warn'
        self.job_1.sudo().skill_id = self.skill
        action = self.job_1.action_clock_start()
        self.assertEqual(action['tag'], 'display_notification')
        self.assertIn('HV level 2', self.job_1.message_ids[0].body)
        self.assertTrue(self.job_1.is_running)

    # === MANY RECORDS ===#

    def test_screen_does_not_query_per_job(self):
        orders = self._receive_approved(50, job_ids=[
            Command.create({'operation_id': self.operation.id, 'technician_id': self.technician.id})])
        jobs = self.jobs.browse(orders.job_ids.ids)
        fields = ['license_plate', 'name', 'is_running', 'running_since', 'running_employee_ids', 'clocked_hours']
        jobs[0].action_clock_start()
        self.assertFlat(lambda records: records.read(fields), jobs[:1], jobs)

    def test_my_jobs(self):
        """The screen's filter: mine, and what I help with."""
        domain = ['|', ('technician_id.user_id', '=', self.user_technician_2.id), ('is_running', '=', True)]
        jobs = self.jobs.with_user(self.user_technician_2)
        self.assertFalse(jobs.search(domain))
        jobs[0].action_clock_start()
        self.assertEqual(jobs.search(domain), jobs[0])
