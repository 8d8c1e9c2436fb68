from freezegun import freeze_time
from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestAway(BoardCommon):
    """E5: a technician falls sick in the morning; the board knows it, and others do his work."""

    def _open(self, user=None, employee=None, **values):
        return self.env['aftersales.away.wizard'].with_user(user or self.user_dispatcher).create({
            'workshop_id': self.workshop.id, 'employee_id': (employee or self.technician).id, **values})

    def _get_absences(self):
        return self.env['resource.calendar.leaves'].search([('resource_id', '=', self.technician.resource_id.id)])

    def test_work_goes_to_others(self):
        """E5: at ten he goes home: what is planned for him later, or in his hands, is planned anew; what is done stays."""
        self._plan(self.job, 11, 12, technician_id=self.technician.id)
        self._plan(self.job_2, 14, 15, technician_id=self.technician_2.id)
        done, running = self._receive_jobs(2).job_ids
        for job, start in ((done, 8), (running, 9)):
            self._plan(job, start, start + 1, technician_id=self.technician.id)
        with freeze_time(self._at(8, 5)):
            done.with_user(self.user_technician).action_clock_start()
            done.with_user(self.user_technician)._clock_finish(needs_answer='used')
            running.with_user(self.user_technician).action_clock_start()
        with freeze_time(self._at(10)):
            dialog = self._open(reason="Fever")
            self.assertEqual(dialog.date_to, self._at(0, day=19), "The outlet's day.")
            self.assertEqual(dialog.job_ids, self.job | running)
            dialog.action_apply()
            self.env.flush_all()
            self.assertEqual(self.job.technician_id, self.technician_2)
            self.assertGreaterEqual(self.job.planned_start, self._at(10))
            self.assertFalse(running.technician_id, "Somebody has to take it over.")
            entry = running.sudo().time_ids
            self.assertEqual((entry.stop, entry.pause_reason), (self._at(10), 'shift_end'))
        self.assertEqual((done.technician_id, self.job_2.technician_id), (self.technician, self.technician_2))
        row = next(row for row in self.env['aftersales.workshop'].with_user(self.user_dispatcher).get_board(
            self.workshop.id)['technicians'] if row['id'] == self.technician.id)
        self.assertEqual(row['away'], [
            ['2026-11-18 10:00:00', '2026-11-18 12:00:00'], ['2026-11-18 13:00:00', '2026-11-18 17:00:00']])

    def test_reason_is_private(self):
        """E5: the dispatcher says why and reads it no more; the board and the leave say absent."""
        self._open(reason="Fever").action_apply()
        absence = self._get_absences()
        self.assertEqual((absence.name, absence.aftersales_away_reason), ("Absent", "Fever"))
        self.assertNotIn("Fever", str(self.env['aftersales.workshop'].with_user(self.user_technician_2).get_board(
            self.workshop.id)))
        for user in (self.user_dispatcher, self.user_technician_2):
            with self.assertRaises(AccessError):
                absence.with_user(user).read(['aftersales_away_reason'])

    def test_back_again(self):
        """E5: who comes after all, or is back early, is there for the board; others' entries stay as they are."""
        theirs = self.env['resource.calendar.leaves'].create({
            'name': 'Doctor', 'resource_id': self.technician.resource_id.id, 'calendar_id': self.calendar.id,
            'date_from': self._at(16), 'date_to': self._at(17)})
        with self.assertRaisesRegex(UserError, "ended there"):
            self._open().action_back()
        self._open(date_from=self._at(8), date_to=self._at(12)).action_apply()
        dialog = self._open()
        self.assertIn("08:00", dialog.away_text)
        with self.assertRaisesRegex(UserError, "already"):
            self._open(date_from=self._at(11), date_to=self._at(15)).action_apply()
        with freeze_time(self._at(9)):
            dialog.action_back()
        self.assertEqual((self._get_absences() - theirs).date_to, self._at(9))
        self._open(date_from=self._at(13), date_to=self._at(15)).action_apply()
        with freeze_time(self._at(9, 30)):
            self._open().action_back()
        self.assertEqual(len(self._get_absences()), 2, "What never began is no absence.")
        self.assertEqual(theirs.date_to, self._at(17))

    def test_two_dispatchers_say_it_once(self):
        """faults M16: of two who enter the same absence at the same moment, the database keeps one."""
        dialog = self._open()
        vals = dialog._prepare_leave_vals()
        dialog.action_apply()
        with self.assertRaises(ExclusionViolation), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self.env['resource.calendar.leaves'].create(vals).flush_recordset()
        self.assertEqual(len(self._get_absences()), 1)

    def test_who_left_blocks_nobody(self):
        """M16: absences of somebody whose resource is deleted stand in nobody's way; wrong dates are refused in words."""
        for technician in self.technicians:
            self._open(employee=technician).action_apply()
        absences = self.env['resource.calendar.leaves'].search([('resource_id', 'in', self.technicians.resource_id.ids)])
        absences[0].resource_id = False  # as the database does when the resource is deleted
        absences.flush_recordset()
        with self.assertRaises(ValidationError), self.cr.savepoint():
            absences[1].date_to = self._at(1, day=17)
            absences.flush_recordset()

    def test_back_to_the_jobs_to_plan(self):
        self._plan(self.job, 11, 12, technician_id=self.technician.id)
        self._open(plans_anew=False).action_apply()
        self.assertEqual((self.job.technician_id.id, self.job.planned_start), (False, False))
        self.assertIn(self.job, self.workshop._get_jobs_to_plan())

    def test_nobody_else_can(self):
        """E5: what nobody else can do is told, and waits for a plan."""
        self.job.sudo().skill_id = self.skill
        self._give_skill(self.technician, valid_from='2025-01-01')
        self._plan(self.job, 11, 12, technician_id=self.technician.id)
        action = self._open(date_to=self._at(12, day=30)).action_apply()
        self.assertIn("nobody with the needed skill", action['params']['message'])
        self.assertFalse(self.job.planned_start)

    def test_periods_and_people(self):
        for values in (
            {'date_from': self._at(9), 'date_to': self._at(8)}, {'date_from': self._at(6, day=17), 'date_to': self._at(6)},
            {'date_from': self._at(8), 'date_to': self._at(8).replace(year=2027)},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                self._open(**values).action_apply()
        stranger = self.env['hr.employee'].create({'name': "Sun Li"})
        with self.assertRaisesRegex(UserError, "not in the team"):
            self._open(employee=stranger).action_apply()
        for user in (self.user_technician, self.user_parts, self.user_care):
            with self.assertRaises(AccessError):
                self._open(user)
        self.assertFalse(self._get_absences())

    def test_form(self):
        """The dialog as it is filled, for two people one after the other."""
        for technician in self.technicians:
            with Form(self.env['aftersales.away.wizard'].with_user(self.user_dispatcher).with_context(
                    default_workshop_id=self.workshop.id)) as form:
                self.assertEqual(set(form.team_ids.ids), set(self.technicians.ids))
                form.employee_id = technician
            form.record.action_apply()
        self.assertEqual(len(self.env['resource.calendar.leaves'].search([
            ('resource_id', 'in', self.technicians.resource_id.ids)])), 2)
