from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
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
            everybody = Marks.with_user(self.user_manager)
            row.invalidate_recordset()
            self.assertEqual(everybody.search([('month', '=', row.month)]), row, "the same row, whichever months are asked for")
            self.assertEqual(everybody.search([('month', '>=', '-12m')]), row)
            self.assertFalse(everybody.search([('month', '<', row.month)]))
            self.assertFalse(everybody.search([('month', '>=', '=1d +1m')]))
            colleague = self.env['hr.employee'].create({'name': "Colleague", 'company_id': self.company.id})
            self.asked.technician_ids = [Command.set(colleague.ids)]
            self.env.flush_all()
            self.assertFalse(Marks.with_user(self.user_technician).search([]), "a colleague's")
            self.assertTrue(Marks.with_user(self.user_manager).search([]))
        menus = self.env['ir.ui.menu'].with_user(self.user_technician)._visible_menu_ids()
        self.assertIn(self.env.ref('aftersales.menu_my_marks').id, menus)
        with self.assertRaises(AccessError):
            self.Report.with_user(self.user_technician).search([])

    def test_return_calls(self):
        """issue 10, L2: of visits of cars in warranty, whose customer answered or was called; who is left in peace is none."""
        bulletin = self._create_bulletin()
        bounds = bulletin._get_bounds(fields.Date.to_date('2026-01-01'), fields.Date.to_date('2026-04-01'))
        self.assertEqual(bulletin._read_return_calls(bounds), (None, 0), "no car is in warranty")
        self.env['aftersales.coverage'].create({
            'vehicle_id': self.asked[0].vehicle_id.id, 'policy_id': self.env['aftersales.policy'].create({
                'name': "Two years", 'code': 'TWO', 'kind': 'maker'}).id,
            'start_date': '2026-01-01'})
        mine = self.asked.filtered(lambda invitation: invitation.vehicle_id == self.asked[0].vehicle_id)
        count = len(mine)
        self.assertEqual(bulletin._read_return_calls(bounds), (0, count))
        mine[0]._answer(self._say(mine[0], B8=5), 'link')
        if count > 1:
            mine[1].with_user(self.user_care).note_not_reached()
        called = min(count, 2)
        self.assertEqual(bulletin._read_return_calls(bounds), (round(100 * called / count, 1), count))
        mine[-1].sudo().write({'state': 'skipped', 'skip_reason': 'unwanted'})
        self.assertEqual(bulletin._read_return_calls(bounds)[1], count - 1)
        Target = self.env['aftersales.survey.target']
        self.assertEqual(Target._get_targets(self.company, self.workshop, 2026)['return_calls'], 100)
        row = next(row for row in bulletin._get_figures()['figures'] if row['code'] == 'return_calls')
        self.assertEqual(row['target'], 100)

    def test_what_customers_speak_of(self):
        """issue 10, L2: texts are counted by the words of a list, Chinese within a sentence, English from where a word
        begins; a sign of a pattern is one of the word."""
        self.env['aftersales.survey.term'].search([]).active = False
        Term = self.env['aftersales.survey.term'].with_user(self.user_manager)
        price, wait = Term.create([
            {'name': "Price", 'words': "price, 太贵\nc++"}, {'name': "Waiting", 'words': "wait；排队", 'is_negative': True}])
        text = self.asked[0]._get_questions().filtered(lambda question: question.question_type == 'text_box')[-1]
        texts = ("PRICES are fair, the price is fine", "配件太贵，排队太久", "I await c++")
        for invitation, said in zip(self.asked[:3], texts, strict=True):
            invitation._answer({text.id: said}, 'link')
        self.env.flush_all()
        Report = self.env['aftersales.survey.term.report'].with_user(self.user_care)
        mine = [('invitation_id', 'in', self.asked.ids)]
        counts = dict(Report._read_group(mine, ['term_id'], ['texts:sum']))
        self.assertEqual(counts, {price.with_env(Report.env): 3, wait.with_env(Report.env): 1})
        rows = Report.search([*mine, ('is_negative', '=', True)])
        self.assertEqual((rows.text, rows.invitation_id, rows.workshop_id), (texts[1], self.asked[1], self.workshop))
        self.assertEqual(rows.action_view_invitation()['res_id'], self.asked[1].id)
        self.assertEqual(len(set(Report.search(mine).ids)), 4)
        with self.assertRaisesRegex(AccessError, "kept by the system"):
            price.pattern = '.*'
        wait.words = "wait"
        self.assertEqual((price.pattern, wait.pattern), (r'\mprice|太贵|\mc\+\+', r'\mwait'))
        wait.words = "wait；排队"
        price.active = False
        self.env.flush_all()
        self.assertEqual(Report.search_count(mine), 1)
        for words in ("", "a, price", ", ,"):
            with self.subTest(words), self.assertRaises(ValidationError):
                Term.create({'name': "Wrong", 'words': words or '\n'})
        for user in (self.user_advisor, self.user_technician):
            with self.assertRaises(AccessError):
                Report.with_user(user).search([])
        with self.assertRaises(AccessError):
            wait.with_user(self.user_care).words = "queue"

    # === WEEKLY OPINIONS ===#

    def _tell_opinions(self):
        self.env['aftersales.workshop'].search([('id', '!=', self.workshop.id)]).opinions_until = '2099-01-05'
        self.company.aftersales_ask_survey = True
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_tell_opinions').method_direct_trigger()
        self.env.invalidate_all()
        return self.env['aftersales.survey.letter'].search([('workshop_id', '=', self.workshop.id)]).sorted('id')

    def _come_in(self, moment):
        """The answers so far came in at another moment."""
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE survey_user_input SET create_date = %s WHERE aftersales_invitation_id IN %s", moment, self.asked._ids))
        self.env.invalidate_all()

    def test_opinions_of_the_week(self):
        """issue 10, L3: each department reads every Monday what was said of its work, in its head's language, once; what is
        nobody's goes to who leads the outlet, and a week that was missed is told of later."""
        self.env['res.lang']._activate_lang('zh_CN')
        head = new_test_user(self.env, 'head_of_paint', groups='base.group_user', company_id=self.company.id, lang='zh_CN')
        self.department.manager_id = self.env['hr.employee'].create({
            'name': "Head", 'user_id': head.id, 'company_id': self.company.id})
        self.user_technician.employee_id.department_id = self.department
        self.asked.technician_ids = [Command.set(self.user_technician.employee_id.ids)]
        texts = self.asked[0]._get_questions().filtered(lambda question: question.question_type == 'text_box')
        said = self._say(self.asked[0], B2=4, B10=5)
        self.asked[0]._answer({**said, texts[-1].id: "<b>Prices</b> are fair"}, 'link')
        self._answer({}, {'B2': 1})
        self._come_in('2026-03-01 15:59:00')  # Sunday, a minute to midnight in Shanghai
        with freeze_time('2026-03-01 23:00:00'):
            self.assertFalse(self._tell_opinions(), "Monday at seven")
        for __ in range(2):
            letters = self._tell_opinions()
        self.assertEqual(
            [(letter.department_id, letter.receiver_id, str(letter.week_start)) for letter in letters],
            [(self.department, head, '2026-02-23'), (letters.department_id.browse(), self.user_manager, '2026-02-23')])
        own, rest = letters
        self.assertEqual((own.answer_count, own.bad_count, own.text_count, rest.text_count), (2, 1, 0, 1))
        self.assertIn("&lt;b&gt;Prices", str(rest.body))
        self.assertIn(self.asked[0].order_id.name, str(rest.body))
        question = self.asked[0].answer_ids.question_id.filtered(lambda question: question.aftersales_code == 'B2')
        self.assertIn(question.with_context(lang='zh_CN').title, str(own.body))
        self.assertIn("50.0", str(own.body), "mean of 100 and 0")
        self.assertEqual(self.workshop.opinions_until.isoformat(), '2026-03-02')
        mails = letters.message_ids.notified_partner_ids
        self.assertEqual(mails, head.partner_id | self.user_manager.partner_id)
        self._come_in('2026-03-03 02:00:00')
        with freeze_time('2026-03-20 02:00:00'):  # two weeks later: one of them after the other, then none
            self.assertEqual(len(self._tell_opinions()), 4)
            self.assertEqual(len(self._tell_opinions()), 4)
        later = self.env['aftersales.survey.letter'].search([('week_start', '=', '2026-03-02')])
        self.assertIn("50.0", str(later[0].body))
        self.assertEqual(later.filtered('department_id')._get_marks_before(), {question.id: 50.0})

    def test_who_reads_opinions(self):
        """issue 10: the head reads his own without a role of ours and says so; care reads all, changes none; nobody leads:
        it waits in the list; the paper is what was sent."""
        self._answer({'B10': 5})
        self._come_in('2026-02-25 02:00:00')
        self.workshop.manager_id = False
        for user in self.env.ref('aftersales.group_manager').all_user_ids.filtered(
                lambda user: self.company in user.company_ids):
            user.write({'company_ids': [Command.set(self.other_company.ids)], 'company_id': self.other_company.id})
        letter = self._tell_opinions()
        self.assertFalse(letter.receiver_id or letter.sent_date)
        with self.assertRaisesRegex(UserError, "nobody leads"):
            letter.with_user(self.user_care).action_send()
        head, other = (new_test_user(
            self.env, login, groups='base.group_user', company_id=self.company.id) for login in ('head', 'other'))
        self.workshop.manager_id = head
        letter.with_user(self.user_care).action_send()
        self.assertEqual((letter.receiver_id, letter.sent_date), (head, fields.Datetime.to_datetime(TUESDAY)))
        with self.assertRaisesRegex(UserError, "already"):
            letter.with_user(self.user_care).action_send()
        with self.assertRaisesRegex(AccessError, "says himself"):
            letter.with_user(self.user_care).action_read()
        for user in (other, self.user_technician):
            with self.assertRaises(AccessError):
                letter.with_user(user).read(['body'])
        for operation in (lambda: letter.with_user(self.user_care).write({'body': "Otherwise"}),
                          letter.with_user(self.user_care).unlink):
            with self.assertRaises(AccessError):
                operation()
        mine = letter.with_user(head)
        mine.action_read()
        self.assertTrue(mine.read_date)
        page = self.env['ir.actions.report'].with_user(head)._render_qweb_html(
            'aftersales.report_survey_letter', mine.ids)[0].decode()
        self.assertIn(self.asked[0].answer_ids.question_id[:1].title, page)
        stranger = new_test_user(
            self.env, 'stranger_care', groups='base.group_user,aftersales.group_care', company_id=self.other_company.id,
            company_ids=[Command.set(self.other_company.ids)])
        self.assertFalse(self.env['aftersales.survey.letter'].with_user(stranger).search([('id', '=', letter.id)]))

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
            "SELECT tz FROM (%s) house WHERE company_id = %s",
            self.env['aftersales.survey.technician.report']._get_houses_query(), self.company.id))
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
