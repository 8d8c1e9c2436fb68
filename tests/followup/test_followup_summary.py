from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.followup import FollowupCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY

NEXT_MONDAY = '2026-03-09 02:00:00'


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestFollowupSummary(FollowupCommon):
    """J3: what a week, a month and a year of follow-up gave, told to those whose work it was about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop.manager_id = cls.user_manager
        cls.cars = cls._create_cars(4)

    def _talk(self):
        """Booked, lost and a question: three calls by two people; a fourth step is late."""
        steps = self._create_steps(self.cars)
        booked, lost, asked, late = steps
        booked.with_user(self.user_care).save_call({'result': 'booked', 'mood': 'content', 'wishes': "A loaner"})
        lost.with_user(self.user_care).save_call({'result': 'lost', 'lost_reason': 'price', 'mood': 'angry'})
        with freeze_time('2026-03-03 06:30:00'):
            asked.with_user(self.user_advisor).save_call({'result': 'question', 'question': "New parts?"})
        late.note_missed('no_answer')
        late._end('late')
        return steps

    def _summarise(self, **values):
        return self.env['aftersales.followup.summary'].with_user(self.user_care).create({
            'company_id': self.company.id, 'workshop_id': self.workshop.id, 'period_start': '2026-03-20', **values})

    def test_figures_of_a_month(self):
        """J3: each by hand, beside the month before; by agent; lost by reason; wishes with their numbers."""
        self._talk()
        summary = self._summarise()
        self.assertEqual(str(summary.period_start), '2026-03-01')
        figures = summary._get_figures()
        rows = {row['name']: (row['value'], row['last']) for row in figures['rows']}
        expected = {
            "Planned": 4, "Done": 3, "Done in time": 3, "In time (%)": 75, "Late or not done": 1, "Calls made": 4,
            "Reached (%)": 75, "Bookings made": 1, "Bookings per 100 calls": 25, "In good mood (%)": 50, "Wishes": 1,
            "Lost customers": 1, "Questions taken along": 1, "Calls per agent and hour": 1.3}
        self.assertEqual({name: rows[name][0] for name in expected}, expected)
        self.assertEqual((rows["Planned"][1], rows["Reached (%)"][1]), (0, None))
        agents = {row['name']: (row['calls'], row['reach_rate'], row['per_hour']) for row in figures['agents']}
        self.assertEqual((agents[self.user_care.name], agents[self.user_advisor.name]), ((2, 100, 2), (1, 100, 1)))
        self.assertEqual([row['value'] for row in figures['lost']], [1])
        self.assertEqual([row['text'] for row in figures['wishes']], ["A loaner"])
        year = self._summarise(period='year')
        self.assertEqual(str(year.period_start), '2026-01-01')
        self.assertEqual([month['planned'] for month in year._get_figures()['months']], [0, 0, 4] + [0] * 9)

    def test_released_is_locked(self):
        """J3: by the head, when the month is over, talked over and concluded; what happens later does not change it."""
        self._talk()
        summary = self._summarise()
        mine = summary.with_user(self.user_manager)
        with self.assertRaises(AccessError):
            summary.action_release()
        with self.assertRaisesRegex(UserError, "not over"):
            mine.action_release()
        with freeze_time('2026-04-02 02:00:00'):
            with self.assertRaisesRegex(UserError, "no conclusions"):
                mine.action_release()
            summary.conclusion = "More loaners"
            with self.assertRaisesRegex(UserError, "not talked over"):
                mine.action_release()
            for day in ('2026-04-03', '2026-02-28'):
                summary.write({'meeting_date': day, 'minutes': "All agreed"})
                with self.assertRaisesRegex(UserError, "cannot have been talked over"):
                    mine.action_release()
            summary.write({'meeting_date': '2026-04-01', 'minutes': "All agreed", 'attendee_ids': self.user_care.ids})
            mine.action_release()
            self.assertEqual((summary.state, summary.released_by_id, summary.is_intact), ('released', self.user_manager, True))
            before = summary._get_figures()
            self.steps.search([('vehicle_id', 'in', self.cars.ids)]).sudo().due_date = '2026-02-01'
            self.assertEqual(summary._get_figures(), before)
            for change in ({'conclusion': "Other"}, {'minutes': "Other"}, {'period_start': '2026-02-01'}):
                with self.assertRaises(UserError):
                    mine.write(change)
            with self.assertRaises(UserError):
                mine.unlink()
            html = self.env['ir.actions.report'].with_user(self.user_care)._render_qweb_html(
                'aftersales.report_followup_summary', summary.ids)[0].decode()
            for text in ("More loaners", "All agreed", self.user_care.name):
                self.assertIn(text, html)
            mine.action_withdraw()
            self.env.flush_all()
            self.assertTrue(self._summarise(), "another one may be made")

    def test_who_sees_it(self):
        """J3: customer care and managers of the company."""
        summary = self._summarise()
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        stranger = new_test_user(
            self.env, 'agent7', groups='aftersales.group_care', company_id=elsewhere.id, company_ids=[(6, 0, elsewhere.ids)])
        for user in (self.user_technician, self.user_advisor, stranger):
            with self.subTest(user.login), self.assertRaises(AccessError):
                summary.with_user(user).read(['conclusion'])
        with mute_logger('odoo.sql_db'), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._summarise()

    def test_made_by_itself(self):
        """J3: on the first of a month, in January that of the year, too; once, with a task of the head."""
        with freeze_time('2027-01-01 02:00:00'):
            for __ in range(2):
                with self.enter_registry_test_mode():
                    self.env.ref('aftersales.cron_make_summaries').method_direct_trigger()
            self.env.invalidate_all()
            made = self.env['aftersales.followup.summary'].search([('workshop_id', '=', self.workshop.id)])
        self.assertEqual(sorted((summary.period, str(summary.period_start)) for summary in made), [
            ('month', '2026-12-01'), ('year', '2026-01-01')])
        self.assertEqual(made.activity_ids.user_id, self.user_manager)

    # === THE LETTER OF THE WEEK ===#

    def test_one_letter_a_week(self):
        """J3: what came of calls and what surveys say stand in one letter to each department, and the outlet's own."""
        department = self.env['hr.department'].create({
            'name': "Body Shop", 'company_id': self.company.id})
        self.env['hr.employee'].search([('user_id', '=', self.user_advisor.id)]).unlink()
        self.env['hr.employee'].create({
            'name': "Advisor", 'user_id': self.user_advisor.id, 'company_id': self.company.id, 'department_id': department.id})
        asked = self._ask_about(self._create_visits())
        asked._answer(self._say(asked, B1=4), 'link')
        car = self.cars[0]
        visit = self._create_orders(vehicle_id=car.id, partner_id=car.owner_id.id, user_id=self.user_advisor.id)
        about, other = self._create_steps(self.cars[:2])
        about.sudo().order_id = visit
        for step in (about, other):
            step.with_user(self.user_care).save_call({'result': 'nothing', 'mood': 'content', 'summary': f"Said {step.id}"})
        self.env['aftersales.workshop'].search([('id', '!=', self.workshop.id)]).opinions_until = '2026-03-09'
        self.workshop.opinions_until = '2026-03-02'
        with freeze_time(NEXT_MONDAY):
            with self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_tell_opinions').method_direct_trigger()
            self.env.invalidate_all()
            letters = self.env['aftersales.survey.letter'].search([('workshop_id', '=', self.workshop.id)])
        of_department = letters.filtered(lambda letter: letter.department_id == department)
        of_outlet = letters.filtered(lambda letter: not letter.department_id)
        self.assertEqual((len(of_department), len(of_outlet)), (1, 1))
        self.assertEqual((of_department.call_count, of_outlet.call_count), (1, 1))
        self.assertIn(f"Said {about.id}", of_department.body)
        self.assertNotIn(f"Said {other.id}", of_department.body)
        self.assertIn(f"Said {other.id}", of_outlet.body)
