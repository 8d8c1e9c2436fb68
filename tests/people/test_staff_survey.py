import json
import re

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.aftersales.tests.common import AftersalesCommon


@tagged('post_install', '-at_install')
class TestStaffSurvey(AftersalesCommon, HttpCase):
    """Everybody of the staff answers once, and nothing tells who said what (M2)."""

    with_outlet = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = (cls.user_technician, cls.user_parts, cls.user_advisor, cls.user_inspector, cls.user_dispatcher)
        Employee = cls.env['hr.employee']
        known = Employee.search([('company_id', '=', cls.company.id)]).user_id
        Employee.create([
            {'name': user.name, 'user_id': user.id, 'company_id': cls.company.id} for user in cls.users if user not in known])
        Employee.create([{'name': f"Without Login {number}", 'company_id': cls.company.id} for number in range(3)])
        cls.people = Employee.search([('company_id', '=', cls.company.id)])
        cls.survey = cls.env['aftersales.staff.survey'].with_user(cls.user_manager).create({'company_id': cls.company.id})

    def _open(self):
        self.survey.action_open()
        return self.survey.sudo().survey_id

    def _take_code(self, user):
        """:return: the answer that the button of the form opens for somebody"""
        url = self.survey.with_user(user).action_answer()['url']
        return self.env['survey.user_input'].sudo().search([('access_token', '=', url.split('answer_token=')[1])])

    def _answer(self, user, value, words):
        sheet = self._take_code(user).with_user(user).sudo()
        for question in sheet.survey_id.question_ids:
            sheet._save_lines(question, str(value) if question.question_type == 'scale' else words)
        sheet._mark_done()
        return sheet

    def test_without_a_name(self):
        with self.assertRaises(AccessError):
            self.survey.with_user(self.user_technician).plan_year  # noqa: B018
        self._open()
        sheets = [self._answer(user, 4, "Lamps") for user in self.users[:4]]
        for sheet in sheets:
            self.assertFalse(sheet.partner_id | sheet.create_uid.filtered(lambda user: user.id != 1).partner_id)
            self.assertFalse(sheet.email or sheet.nickname)
            self.assertEqual((sheet.create_uid | sheet.write_uid | sheet.user_input_line_ids.create_uid).ids, [1])
            self.assertFalse(sheet.message_ids.author_id & self.env['res.users'].concat(*self.users).partner_id)
            with self.assertRaises(AccessError):
                sheet.with_user(self.user_manager).sudo(False).read(['state'])
        Result = self.env['aftersales.staff.result'].with_user(self.user_manager)
        self.assertFalse(Result.search([('staff_survey_id', '=', self.survey.id)]), "nothing before it is closed")
        self._answer(self.user_dispatcher, 2, "Rest")
        sheets[0].user_input_line_ids[:1].sudo().unlink()
        with self.assertRaises(AccessError):
            self.survey.with_user(self.user_technician).action_close()
        self.survey.action_close()
        self.assertEqual(self.survey.answer_count, 5)
        results = Result.search([('staff_survey_id', '=', self.survey.id)])
        self.assertEqual(len(results), 10)
        few, *others = results
        self.assertEqual((few.answers, few.mean, few.words), (4, 0.0, False), "Four answers tell nothing.")
        self.assertEqual((others[0].answers, others[0].mean), (5, 3.6))
        self.assertEqual(others[-1].words.count("Lamps"), 4)
        with self.assertRaises(AccessError):
            Result.with_user(self.user_technician).search([])
        with self.assertRaisesRegex(UserError, "not open"):
            self.survey.with_user(self.user_technician).action_answer()

    def test_each_once(self):
        """A code for each, any of those that are left; nobody gets a second one, a stranger none."""
        copy = self._open()
        self.assertEqual((self.survey.asked_count, len(copy.user_input_ids)), (len(self.people), len(self.people)))
        mine = self._take_code(self.user_technician)
        self.assertEqual((mine.state, mine.aftersales_way), ('new', 'screen'))
        with self.assertRaisesRegex(UserError, "Each answers once"):
            self.survey.with_user(self.user_technician).action_answer()
        other = self._take_code(self.user_parts)
        self.assertNotEqual(mine, other)
        stranger = self.env['res.users'].create({
            'name': "Stranger", 'login': "stranger", 'group_ids': self.env.ref('aftersales.group_technician').ids})
        with self.assertRaises(UserError):
            self.survey.with_user(stranger).action_answer()

    def test_nothing_tells_who(self):
        """Names on the list and answers have no time, no user and no order in common; closed, the list is empty."""
        with freeze_time('2026-11-18 08:00:00'):
            copy = self._open()
            waiting = self.survey.sudo().waiting_ids
            self.assertLessEqual({user.id for user in self.users}, set(waiting.user_id.ids))
        sheets = []
        for number, user in enumerate(self.users):
            with freeze_time(f'2026-11-18 09:0{number}:00'):
                sheets.append(self._answer(user, 3, "Word"))
        self.assertFalse(self.survey.sudo().waiting_ids.user_id & self.env['res.users'].concat(*self.users))
        self.assertEqual(len({sheet.create_date for sheet in copy.user_input_ids}), 1, "all of one moment")
        self.env.cr.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'aftersales_staff_waiting'")
        self.assertEqual({name for name, in self.env.cr.fetchall()}, {'staff_survey_id', 'employee_id'})
        with self.assertRaises(AccessError):
            self.survey.read(['waiting_ids'])
        self.survey.action_close()
        kept = self.env['survey.user_input'].sudo().search([('survey_id', '=', copy.id)])
        self.assertEqual({*kept.ids}, {sheet.id for sheet in sheets})
        for stamp in ('create_date', 'write_date', 'start_datetime', 'end_datetime', 'aftersales_way', 'lang_id'):
            self.assertEqual(len({sheet[stamp] for sheet in kept}), 1, stamp)
        lines = kept.user_input_line_ids
        self.assertEqual((len({*lines.mapped('create_date')}), len({*lines.mapped('write_date')})), (1, 1))
        self.assertFalse(self.survey.sudo().waiting_ids)

    def test_codes_on_paper(self):
        """Who has no login draws a code; they are no more than such people, and only a manager prints them."""
        self._open()
        without = len(self.people.filtered(lambda person: not person.user_id))
        codes = self.survey._get_paper_codes()
        self.assertEqual((len(codes), len({*codes})), (without, without))
        self.assertTrue(self.survey.has_paper)
        self.assertEqual(self.survey.action_print_codes()['report_name'], 'aftersales.report_staff_codes')
        report = self.env['ir.actions.report']
        html = str(report.with_user(self.user_manager)._render_qweb_html('aftersales.report_staff_codes', self.survey.ids)[0])
        for code in codes:
            self.assertIn(code, html)
        self.assertEqual(html.count('o_as_keep"><table'), (without + 1) // 2, "The end of a sheet cuts no code in two.")
        for way in (
                lambda: self.survey.with_user(self.user_technician).action_print_codes(),
                lambda: report.with_user(self.user_technician)._render_qweb_html(
                    'aftersales.report_staff_codes', self.survey.ids)):
            with self.assertRaises(AccessError):
                way()
        self.survey.action_close()
        with self.assertRaises(UserError):
            self.survey.action_print_codes()

    def test_people_of_all_companies_at_once(self):
        other = self.env['res.company'].create({'name': "Other"})
        self.env['hr.employee'].create({'name': "There", 'company_id': other.id})
        both = self.survey.sudo() | self.env['aftersales.staff.survey'].create({'company_id': other.id})
        both.action_open()
        self.assertEqual(both.mapped('asked_count'), [len(self.people), 1])

    def test_called_as_the_questionnaire(self):
        self.env['res.lang']._activate_lang('fr_FR')
        self.survey.sudo().template_id.with_context(lang='fr_FR').title = "Comment"
        copy = self._open()
        template = self.survey.sudo().template_id
        self.assertEqual(copy.title, template.title)
        self.assertEqual(copy.with_context(lang='fr_FR').title, "Comment")

    # === THE PAGE ===#

    def _post(self, path, **params):
        answer = self.url_open(path, data=json.dumps({'jsonrpc': '2.0', 'params': params}), headers={
            'Content-Type': 'application/json'})
        return answer.json()

    def test_page(self):
        """Whoever is logged in answers in the page as well as whoever is not; no code opens nothing."""
        self._open()
        for user in (self.user_technician, None):
            url = self.survey.with_user(user or self.user_parts).action_answer()['url']
            self.authenticate(user and user.login, user and user.login)
            page = self.url_open(url)
            self.assertIn('/survey/', page.url)
            survey, answer = page.url.split('?')[0].rsplit('/', 2)[1:]
            self._post(f'/survey/begin/{survey}/{answer}')
            sheet = self.env['survey.user_input'].sudo().search([('access_token', '=', answer)])
            said = {str(question.id): "4" if question.question_type == 'scale' else "Lamps"
                    for question in sheet.survey_id.question_ids}
            result = self._post(f'/survey/submit/{survey}/{answer}', **said)['result']
            self.assertNotIn('error', str(result))
            self.assertEqual((sheet.state, len(sheet.user_input_line_ids)), ('done', len(said)))
            self.assertFalse(sheet.partner_id)
            self.assertEqual((sheet.create_uid | sheet.write_uid | sheet.user_input_line_ids.write_uid).ids, [1])
            for again in ("Take Again", "o_survey_review"):
                self.assertNotIn(again, str(result))
            count = len(sheet.survey_id.user_input_ids)
            self.url_open(f'/survey/retry/{survey}/{answer}')
            self.assertEqual(self.env['survey.user_input'].sudo().search_count([('survey_id', '=', sheet.survey_id.id)]), count)
            self.assertNotIn("Lamps", self.url_open(f'/survey/print/{survey}?answer_token={answer}').text)
        before = self.survey.sudo().survey_id.user_input_ids
        self.authenticate(None, None)
        self.url_open(self.survey.sudo().survey_id.get_start_url())
        self.assertEqual(self.survey.sudo().survey_id.user_input_ids, before)

    def test_page_speaks_the_readers_language(self):
        self.env['res.lang']._activate_lang('fr_FR')
        question = self.survey.sudo().template_id.question_ids[0]
        question.with_context(lang='fr_FR').title = "Ma charge de travail est juste"
        self.user_parts.lang = 'fr_FR'
        self._open()
        url = self.survey.with_user(self.user_parts).with_context(lang='fr_FR').action_answer()['url']
        self.authenticate(self.user_parts.login, self.user_parts.login)
        page = self.url_open(url)
        self.assertRegex(page.text, r'<option value="fr_FR" selected="selected"')
        survey, answer = page.url.split('?')[0].rsplit('/', 2)[1:]
        self.assertIn("Ma charge", json.dumps(self._post(f'/survey/begin/{survey}/{answer}', lang_code='fr_FR')))

    def test_told_where_the_button_is(self):
        self._open()
        told = self.env['mail.message'].sudo().search([
            ('model', '=', 'aftersales.staff.survey'), ('res_id', '=', self.survey.id),
            ('partner_ids', 'in', self.user_technician.partner_id.ids)])
        self.assertTrue(re.search(rf'/odoo/staff-surveys/{self.survey.id}\b', ' '.join(told.mapped('body'))))
