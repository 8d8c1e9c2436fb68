from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.survey import TUESDAY, SurveyCommon


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestSurveyInsight(SurveyCommon):
    """L2, L3, N1: figures of satisfaction, each with what it rests on, and the report of a quarter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env['aftersales.survey.report']
        cls.asked = cls._ask_about(cls._create_visits(4))
        cls.mine = [('invitation_id', 'in', cls.asked.ids)]

    def _answer(self, *answers):
        for invitation, said in zip(self.asked, answers):
            invitation._answer(self._say(invitation, **said), 'link')
        self.env.flush_all()

    def _create_bulletin(self, **values):
        return self.env['aftersales.survey.bulletin'].with_user(self.user_manager).create({
            'company_id': self.company.id, 'workshop_id': self.workshop.id, 'period_start': '2026-03-15', **values})

    # === FIGURES ===#

    def test_figures_of_a_group(self):
        """L2: mean, satisfied, CSI by weighted factors, NPS and response rate, each by hand."""
        self._answer({'B8': 5, 'B9': 3, 'B18': 10}, {'B8': 3, 'B18': 6}, {'B18': 8})
        row = self.Report._read_group(self.mine, [], [
            'percent:avg', 'satisfied:avg', 'answers:sum', 'nps:avg', 'recommended:sum', 'asked:sum', 'answered_count:sum',
            'response_rate:avg', 'csi:avg'])[0]
        self.assertEqual([round(value, 2) for value in row[:8]], [
            round((100 + 50 + 50) / 3, 2), round(100 / 3, 2), 3, 0, 3, 4, 3, 75])
        questions = {question.aftersales_code: question for question in self.asked[0]._get_questions()}
        means = {}
        for code, percents in (('B8', [100, 50]), ('B9', [50])):
            means.setdefault(questions[code].aftersales_factor_id, []).extend(percents)
        weights = sum(factor.weight for factor in means)
        expected = sum(factor.weight * sum(percents) / len(percents) for factor, percents in means.items()) / weights
        self.assertAlmostEqual(row[8], expected, 3)
        by_factor = self.Report._read_group(
            [*self.mine, ('factor_id', '!=', False)], ['factor_id'], ['csi:avg', 'percent:avg'])
        for factor, csi, percent in by_factor:
            self.assertAlmostEqual(csi, percent, 3, f"of one factor alone: {factor.name}")
        questions['B18'].scale_max = 9
        self.env.flush_all()
        self.assertEqual(
            self.Report._read_group(self.mine, [], ['recommended:sum', 'nps:avg'])[0][0], 0, "NPS is of 0 to 10 alone")

    def test_weight_changes_the_csi(self):
        """L2: who weighs a factor more moves the CSI towards its mean."""
        self._answer({'B1': 4, 'B8': 1, 'B10': 3})
        factors = self.asked[0].answer_ids.question_id.aftersales_factor_id
        before = self.Report._read_group(self.mine, [], ['csi:avg'])[0][0]
        heavy = self.asked[0]._get_questions().filtered(lambda question: question.aftersales_code == 'B1').aftersales_factor_id
        self.assertGreater(len(factors), 1)
        heavy.with_user(self.user_manager).weight = 1000
        self.env.flush_all()
        self.assertGreater(self.Report._read_group(self.mine, [], ['csi:avg'])[0][0], before)

    def test_stars_alone_count_once(self):
        """L2: stars of who answered nothing else are the mark for the visit overall; with answers they stand among them."""
        first, second = self.asked[:2]
        for invitation, stars in ((first, 5), (second, 2)):
            invitation.order_id._rate_visit(stars)
        self._answer({'B8': 4})
        rows = self.Report.search([('order_id', 'in', (first | second).order_id.ids), ('row_kind', '=', 'mark')])
        self.assertEqual(
            sorted((row.order_id.id, row.question_id.aftersales_code, row.percent, row.satisfied) for row in rows),
            sorted([
                (first.order_id.id, 'B8', 75, 100), (first.order_id.id, 'B17', 100, 100), (second.order_id.id, 'B17', 25, 0)]))

    def test_technician_reads_his_own_means(self):
        """M4: means of a month, of his own work, from three marks on; never whose they are."""
        Marks = self.env['aftersales.survey.technician.report']
        technician = self.user_technician.employee_id
        self.asked.technician_ids = [Command.set(technician.ids)]
        self._answer({'B2': 4}, {'B2': 3})
        over = freeze_time('2026-03-31 16:00:00')  # midnight in Shanghai
        with over:
            self.assertFalse(Marks.with_user(self.user_technician).search([]), "two are too few")
        self.asked[2]._answer(self._say(self.asked[2], B2=1), 'link')
        self.env.flush_all()
        with freeze_time('2026-03-31 15:59:59'):
            for user in (self.user_technician, self.user_manager):
                self.assertFalse(Marks.with_user(user).search([]), "what a mark moves in a month that runs tells whose it is")
        with over:
            row = Marks.with_user(self.user_technician).search([])
            self.assertEqual(
                (row.employee_id, row.answers, row.question_name), (technician, 3, row.sudo().question_id.title))
            self.assertAlmostEqual(row.percent, (100 + 200 / 3 + 0) / 3, 1)
            colleague = self.env['hr.employee'].create({'name': "Colleague", 'company_id': self.company.id})
            self.asked.technician_ids = [Command.set(colleague.ids)]
            self.env.flush_all()
            self.assertFalse(Marks.with_user(self.user_technician).search([]), "a colleague's")
            self.assertTrue(Marks.with_user(self.user_manager).search([]))
        menus = self.env['ir.ui.menu'].with_user(self.user_technician)._visible_menu_ids()
        self.assertIn(self.env.ref('aftersales.menu_my_marks').id, menus)
        with self.assertRaises(AccessError):
            self.Report.with_user(self.user_technician).search([])

    def test_clock_of_what_belongs_to_no_outlet(self):
        """L3: the report of a whole company has the clock of its first outlet, whatever stands on the company's address."""
        self.company.partner_id.tz = 'America/New_York'
        first = self.company.aftersales_workshop_ids[0]
        zone = first._get_tz().zone
        self.assertNotEqual(zone, 'America/New_York')
        bulletin = self._create_bulletin(workshop_id=False)
        self.assertEqual(
            bulletin._get_bounds(date(2026, 1, 1), date(2026, 4, 1))[0], first._get_day_bounds(date(2026, 1, 1))[0])
        rows = self.env.execute_query(SQL(
            "SELECT tz FROM (%s) clock WHERE company_id = %s AND workshop_id IS NULL",
            self.env['aftersales.survey.technician.report']._get_clocks_query(), self.company.id))
        self.assertEqual(rows, [(zone,)])
        complaint = self._create_complaints(workshop_id=False)
        self.assertEqual(complaint._get_tz().zone, zone)

    # === TARGETS ===#

    def test_nearest_target_holds(self):
        """L2: the outlet's target before the company's before everybody's, the year's before every year's."""
        Target = self.env['aftersales.survey.target'].with_user(self.user_manager)

        def target():
            return Target._get_targets(self.company, self.workshop, 2026)['satisfied']

        self.assertEqual(target(), 85)
        for value, vals in ((86, {'target_year': 2026}), (87, {'company_id': self.company.id}), (88, {
                'company_id': self.company.id, 'workshop_id': self.workshop.id})):
            Target.create({'measure': 'satisfied', 'value': value, **vals})
            self.assertEqual(target(), value)
        self.assertEqual(
            [Target._judge('satisfied', value, 80) for value in (80, 76, 75.9, None)], ['met', 'close', 'missed', ''])
        self.assertEqual([Target._judge('complaint_rate', value, 3) for value in (3, 3.1, 4)], ['met', 'close', 'missed'])
        with self.assertRaises(AccessError):
            Target.with_user(self.user_advisor).search([])

    # === REPORT OF A QUARTER ===#

    def test_published_report_keeps_its_figures(self):
        """L3: a quarter that is over is published with conclusions; later answers change nothing of it; shown by switch."""
        self._answer({'B8': 5, 'B18': 10}, {'B8': 1, 'B18': 2})
        bulletin = self._create_bulletin()
        self.assertEqual(str(bulletin.period_start), '2026-01-01')
        other = bulletin.create({'company_id': self.company.id})
        self.assertEqual(str(other.period_start), '2025-10-01', "the quarter that is over, from its first day")
        with self.assertRaisesRegex(UserError, "not over"):
            bulletin.action_publish()
        with freeze_time('2026-04-02 02:00:00'):
            with self.assertRaisesRegex(UserError, "no conclusions"):
                bulletin.action_publish()
            bulletin.conclusion = "The price is explained before the work."
            before = bulletin._get_figures()
            self.assertEqual(before['sample'], {'asked': 4, 'answered': 2, 'response_rate': 50})
            self.assertEqual({row['code']: row['value'] for row in before['figures']}['satisfied'], 50)
            with self.assertRaises(AccessError):
                bulletin.with_user(self.user_care).action_publish()
            bulletin.action_publish()
            self.asked[2]._answer(self._say(self.asked[2], B8=1), 'link')
            self.env.flush_all()
            bulletin.invalidate_recordset()
            self.assertEqual(bulletin._get_figures()['sample'], before['sample'])
            self.assertTrue(bulletin.is_intact)
            with self.assertRaisesRegex(UserError, "neither changed"):
                bulletin.conclusion = "All is well."
            partner = self.asked[0].partner_id
            own = bulletin.sudo()._get_portal_domain(partner)
            self.assertFalse(bulletin.sudo().search(own))
            with self.assertRaisesRegex(AccessError, "manager"):
                bulletin.with_user(self.user_care).is_public = True
            bulletin.is_public = True
            self.assertEqual(bulletin.sudo().search(own), bulletin)
            stranger = self.env['res.partner'].create({'name': "Stranger"})
            self.assertFalse(bulletin.sudo().search(bulletin.sudo()._get_portal_domain(stranger)))
            with self.assertRaisesRegex(UserError, "stays"):
                bulletin.unlink()
            bulletin.action_withdraw()
            self.assertFalse(bulletin.sudo().search(own))

    def test_reports_of_the_last_quarter_are_made_once(self):
        """L3: each outlet that asks has the draft of the quarter that is over; twice changes nothing."""
        Bulletin = self.env['aftersales.survey.bulletin']
        self.company.aftersales_ask_survey = True
        with freeze_time('2026-04-02 02:00:00'):
            for __ in range(2):
                with self.enter_registry_test_mode():
                    self.env.ref('aftersales.cron_make_bulletins').method_direct_trigger()
            made = Bulletin.search([('workshop_id', '=', self.workshop.id), ('period_start', '=', '2026-01-01')])
            self.assertEqual((len(made), made.state), (1, 'draft'))
            self.assertIn('2026', made.display_name)
            page = made.figures
        self.assertIn('<svg', page)
