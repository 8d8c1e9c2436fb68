from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.common import AftersalesCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-11-18 08:00:00')
class TestGrowth(AftersalesCommon):
    """Mentors, own learning plans, contests and awards (M2)."""

    with_outlet = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.user_technician.employee_id
        cls.mate, cls.third = cls.env['hr.employee'].create([
            {'name': user.name, 'user_id': user.id, 'company_id': cls.company.id}
            for user in (cls.user_parts, cls.user_advisor)])
        cls.mentoring = cls.env['aftersales.mentoring'].with_user(cls.user_trainer).create({
            'mentor_id': cls.person.id, 'apprentice_id': cls.mate.id, 'company_id': cls.company.id,
            'start_date': '2026-11-01', 'stop_date': '2026-12-31', 'goals': "Finds parts by VIN",
            'line_ids': [Command.create({'name': "Catalogue"}), Command.create({'name': "Supersessions"})]})

    def _hold_contest(self, scores):
        contest = self.env['aftersales.contest'].with_user(self.user_trainer).create({
            'name': "Diagnosis", 'date': '2026-11-10', 'company_id': self.company.id, 'place_ids': [
                Command.create({'employee_id': person.id, 'score': score}) for person, score in scores]})
        return contest

    # === MENTORS ===#

    def test_mentor_ticks_and_signs_off(self):
        own, his = self.mentoring.with_user(self.user_technician), self.mentoring.with_user(self.user_parts)
        own.line_ids[0].write({'is_reached': True, 'note': "Quick"})
        self.assertEqual(own.reached_rate, 50)
        with self.assertRaisesRegex(UserError, "write the result"):
            own.action_sign_off()
        own.result = "Finds every part"
        for move in (his.action_sign_off, lambda: his.line_ids[1].write({'is_reached': True}),
                     lambda: own.write({'stop_date': '2026-11-30'}), lambda: own.write({'confirmed_date': '2026-11-18'}),
                     own.action_end_early, lambda: his.write({'result': "I know all"})):
            with self.assertRaises(AccessError):
                move()
        with self.assertRaises(UserError):
            his.action_confirm()
        own.action_sign_off()
        self.assertEqual((own.state, own.signed_id), ('done', self.user_technician))
        with self.assertRaisesRegex(UserError, "stays as it is"):
            own.line_ids[1].is_reached = True
        with self.assertRaisesRegex(AccessError, "for himself"):
            own.action_confirm()
        his.action_confirm()
        self.assertTrue(his.confirmed_date)
        with self.assertRaises(UserError):
            his.action_confirm()

    def test_nobody_elses_mentoring(self):
        with self.assertRaises(AccessError):
            self.mentoring.with_user(self.user_advisor).goals  # noqa: B018
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.mentoring.write({'apprentice_id': self.person.id})
            self.env.flush_all()
        with self.assertRaisesRegex(UserError, "ends before it begins"):
            self.mentoring.stop_date = '2026-10-01'

    # === LEARNING GOALS ===#

    def test_own_learning_plan(self):
        Goal = self.env['aftersales.learning.goal'].with_user(self.user_technician)
        goal = Goal.create({'name': "Oscilloscope"})
        self.assertEqual((goal.employee_id, goal.plan_year), (self.person, 2026))
        with self.assertRaises(AccessError):
            Goal.create({'name': "Reception", 'employee_id': self.mate.id})
        with self.assertRaisesRegex(UserError, "say how it went"):
            goal.action_drop()
        goal.note = "No time"
        goal.action_drop()
        goal.action_reopen()
        self.assertFalse(goal.ended_date)
        goal.action_reach()
        self.assertEqual((goal.state, str(goal.ended_date)), ('reached', '2026-11-18'))
        with self.assertRaises(AccessError):
            goal.with_user(self.user_parts).name  # noqa: B018
        self.assertEqual(goal.with_user(self.user_trainer).name, "Oscilloscope")

    # === CONTESTS AND AWARDS ===#

    def test_places_of_a_contest(self):
        contest = self._hold_contest([(self.person, 80), (self.mate, 90), (self.third, 80)])
        places = {row.employee_id: row.rank for row in contest.place_ids}
        self.assertEqual(places, {self.mate: 1, self.person: 2, self.third: 2})
        contest.place_ids.filtered(lambda row: row.employee_id == self.mate).took_part = False
        self.assertEqual(contest.place_ids.sorted('id').mapped('rank'), [1, 0, 1])
        with self.assertRaisesRegex(UserError, "at most"):
            contest.place_ids[0].score = 101
        with self.assertRaises(AccessError):
            contest.with_user(self.user_technician).action_hold()
        contest.action_hold()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            contest.place_ids[0].score = 99
        with self.assertRaisesRegex(UserError, "who took part"):
            self._hold_contest([]).action_hold()

    def test_award_stays_on_the_record(self):
        Award = self.env['aftersales.award']
        award = Award.with_user(self.user_trainer).create({
            'employee_id': self.person.id, 'name': "Technician of the month", 'reason': "No rework"})
        self.assertEqual(award.with_user(self.user_technician).name, "Technician of the month")
        with self.assertRaises(AccessError):
            award.with_user(self.user_parts).name  # noqa: B018
        with self.assertRaises(AccessError):
            Award.with_user(self.user_technician).create({'employee_id': self.person.id, 'name': "Me", 'reason': "I"})
        with self.assertRaises(UserError):
            award.unlink()
        person = self.person.with_user(self.user_trainer)
        self.assertEqual((person.aftersales_award_count, person.aftersales_mentoring_count), (1, 1))
        self.assertEqual(Award.search(person.action_view_awards()['domain']), award)
        self.assertEqual(
            self.mentoring.search(person.action_view_mentorings()['domain']), self.mentoring)

    def test_prints(self):
        contest = self._hold_contest([(self.person, 80)])
        contest.action_hold()
        html = str(self.env['ir.actions.report'].with_user(self.user_trainer)._render_qweb_html(
            'aftersales.report_contest', contest.ids)[0])
        self.assertIn(self.person.name, html)
