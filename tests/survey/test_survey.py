import base64
import json
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.survey import TUESDAY, SurveyCommon


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestSurvey(SurveyCommon):
    """L1, L3, C6: what customers answer is kept once, with its marks, and bad answers are followed up."""

    # === ANSWERS ===#

    def test_marks_are_kept_as_they_were(self):
        """L1: each answer with its mark as 0 to 100; "does not apply" and texts are in no mean; kept once."""
        first, second = self._ask_about(self._create_visits(2))
        scale = self.env.ref('aftersales.scale_five')
        none = self.env.ref('aftersales.level_five_none')
        said = self._say(first, B1=4, B2=1, B8=3, B15=2, B18=0)
        other = first._get_questions().filtered(lambda question: question.aftersales_code == 'B12')
        said[other.id] = other.suggested_answer_ids.filtered(lambda answer: answer.aftersales_level_id == none).id
        with self.assertRaisesRegex(UserError, "one question"):
            first._answer({}, 'link')
        self.assertTrue(first._answer(said, 'link'))
        self.assertTrue(second._answer(self._say(second, B17=5), 'link'))
        lines = {line.question_id.aftersales_code: line for line in first.answer_ids}
        self.assertEqual(
            {code: (line.aftersales_counts, line.aftersales_mark, line.aftersales_percent, line.aftersales_is_satisfied)
             for code, line in lines.items()},
            {'B1': (True, 4, 100, True), 'B2': (True, 1, 0, False), 'B8': (True, 3, 50, False),
             'B12': (False, 0, 0, False), 'B15': (True, 2, 100, True), 'B18': (False, 0, 0, False)})
        self.assertEqual((first.score, first.recommends, second.score, second.recommends), (62.5, 0, 100, -1))
        self.assertFalse(first._answer(self._say(first, B1=4), 'link'), "once")
        self.assertEqual(len(first.user_input_ids), 1)
        scale.level_ids.filtered(lambda level: level.mark == 3).mark = 0
        self.assertEqual(lines['B8'].aftersales_percent, 50, "what was said stays")
        with self.assertRaisesRegex(UserError, "answered already"):
            lines['B8'].question_id.aftersales_scale_id = self.env.ref('aftersales.scale_four')

    def test_nothing_else_is_an_answer(self):
        """L1: answers of other questions, numbers outside the scale and what is no text are left out."""
        invitation = self._ask_about(self._create_visits())
        questions = {question.aftersales_code: question for question in invitation._get_questions()}
        strange = questions['B2'].suggested_answer_ids[0].id
        for code, value in (('B1', strange), ('B1', 'x'), ('B18', 11), ('B18', True), ('B18', 2.5), ('B19', {}), ('B19', ' '),
                            ('B18', float('nan')), ('B18', float('inf')), ('B18', 10 ** 400)):
            with self.subTest(f'{code} {value}'), self.assertRaises(UserError):
                invitation._answer({questions[code].id: value}, 'link')
        self.assertEqual(invitation.state, 'open')

    def test_stars_are_not_asked_twice(self):
        """L2: the stars of the message after the delivery are the visit overall; what is said by the link gives them."""
        starred, other = self._create_visits(2)
        starred._rate_visit(2)
        first, second = self._ask_about(starred | other)
        codes = first._get_asked_questions().mapped('aftersales_code')
        self.assertNotIn('B17', codes)
        self.assertIn('B17', second._get_asked_questions().mapped('aftersales_code'))
        first._answer(self._say(first, B8=5), 'link')
        overall = first.answer_ids.filtered('aftersales_is_stars')
        self.assertEqual((overall.question_id.aftersales_code, overall.aftersales_mark), ('B17', 2))
        second._answer(self._say(second, B17=4), 'link')
        self.assertEqual(other._get_visit_rating().rating, 4)

    # === WHAT BECOMES OF THEM ===#

    def test_bad_answers_become_a_case(self):
        """L3, K6: a complaint with the answers and the gravity of the rule; three of five is called back; a text is a
        suggestion."""
        bad, fair, kind, fine = self._ask_about(self._create_visits(4))
        for invitation, answers in (
            (bad, {'B8': 1, 'B16': 1, 'B19': "Never again"}), (fair, {'B8': 3, 'B19': "More chairs"}),
            (kind, {'B8': 5, 'B19': "Tell Lin thank you"}), (fine, {'B8': 5, 'B18': 9}),
        ):
            invitation._answer(self._say(invitation, **answers), 'link')
        case = bad.raised_complaint_id
        self.assertEqual((case.kind, case.severity, case.channel, case.order_id, case.partner_id), (
            'complaint', 'serious', 'survey', bad.order_id, bad.partner_id))
        for words in ("Reception: Very dissatisfied", "Never again", "extra work?: No"):
            self.assertIn(words, case.story)
        self.assertFalse(bad.callback_deadline)
        self.assertEqual((fair.callback_owner, fair.callback_deadline), (
            'care', fields.Datetime.now() + timedelta(hours=24)))
        self.assertEqual((fair.raised_complaint_id.kind, kind.raised_complaint_id.kind), ('suggestion', 'suggestion'))
        self.assertFalse(fine.raised_complaint_id or fine.callback_deadline or fine.rule_ids)

    def test_rules_are_data(self):
        """L3: another rule, another owner; a rule that cannot work is refused."""
        rule = self.env.ref('aftersales.survey_rule_three_of_five')
        rule.write({'owner': 'manager', 'hours': 2})
        self.env.ref('aftersales.survey_rule_two_of_five').action = 'none'
        first, second = self._ask_about(self._create_visits(2))
        first._answer(self._say(first, B8=3), 'link')
        second._answer(self._say(second, B8=1), 'link')
        self.assertEqual((first.callback_owner, first.callback_deadline), (
            'manager', fields.Datetime.now() + timedelta(hours=2)))
        self.assertFalse(second.rule_ids)
        for vals in ({'comparison': 'words', 'words': ' , '}, {'comparison': '<=', 'scale_id': False}):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                rule.write(vals)

    def test_called_back(self):
        """L3: care notes what was said and has called; twice, without a note or nobody to call is refused."""
        asked = self._ask_about(self._create_visits(3))
        for invitation in asked[:2]:
            invitation._answer(self._say(invitation, B8=3), 'link')
        mine = asked.with_user(self.user_care)
        own = self.workshop.with_user(self.user_care)
        tallies = {tally.key: tally for tally in own._get_todays_tallies('care')}
        found = mine.search(tallies['survey_callbacks'].domain)
        self.assertEqual(found, mine[:2].sorted())
        with self.assertRaisesRegex(UserError, "write what"):
            mine[:2].action_called_back()
        mine[:2].callback_note = "All is well now"
        mine[:2].action_called_back()
        self.assertEqual(mine[:2].mapped('callback_user_id'), self.user_care)
        for refused, words in ((mine[0], "already"), (mine[2], "nobody has to be")):
            with self.assertRaisesRegex(UserError, words):
                refused.action_called_back()
        with self.assertRaises(UserError):
            mine[0].partner_id = self.customer
        mine[0].action_complain()
        self.assertEqual(mine[0].raised_complaint_id.user_id, self.user_care)
        for refused, words in ((mine[0], "became"), (mine[2], "no answers")):
            with self.assertRaisesRegex(UserError, words):
                refused.action_complain()
        with self.assertRaises(AccessError):
            mine[1].unlink()

    # === WHO ===#

    @mute_logger('odoo.addons.base.models.ir_model', 'odoo.addons.base.models.ir_rule')
    def test_who_reads_answers(self):
        """L1: care and manager read what customers of their company said, nobody else and no other survey."""
        invitation = self._ask_about(self._create_visits())
        invitation._answer(self._say(invitation, B8=4), 'link')
        other = self.env['survey.survey'].create({'title': "Staff"})
        sheet = self.env['survey.user_input'].create({'survey_id': other.id})
        for user in (self.user_care, self.user_manager):
            self.assertEqual(invitation.with_user(user).answer_ids.aftersales_answer, "Satisfied")
            self.assertEqual(invitation.with_user(user).user_input_ids.survey_id, self.env.ref('aftersales.survey_visit'))
            for record in (other, sheet):
                with self.assertRaises(AccessError):
                    record.with_user(user).read(['survey_id'] if record == sheet else ['title'])
        for user in (self.user_advisor, self.user_technician, self.user_claims, self.user_accountant):
            for record in (invitation, invitation.answer_ids, invitation.user_input_ids):
                with self.assertRaises(AccessError):
                    record.with_user(user).read(['create_date'])
            for call in (lambda model: model.get_call(), lambda model: model.find_for_paper('x')):
                with self.assertRaises(AccessError):
                    call(self.invitations.with_user(user))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_survey_invitation SET company_id = %s WHERE id = %s", [self.other_company.id, invitation.id])
        self.env.invalidate_all()
        for record in (invitation, invitation.answer_ids, invitation.user_input_ids):
            with self.assertRaises(AccessError):
                record.with_user(self.user_care).read(['create_date'])

    def test_surveys_of_others_stay_with_their_people(self):
        """L1: whoever has rights on surveys only edits questionnaires, and reads no customer's answers."""
        invitation = self._ask_about(self._create_visits())
        invitation._answer(self._say(invitation, B8=4), 'link')
        editor = new_test_user(self.env, 'survey_editor', groups='base.group_user,survey.group_survey_user')
        question = self.env.ref('aftersales.question_b8').with_user(editor)
        self.assertTrue(question.read(['title', 'aftersales_scale_id', 'suggested_answer_ids']))
        with self.assertRaises(AccessError):
            invitation.user_input_ids.with_user(editor).read(['survey_id'])

    # === CALLS AND PAPERS ===#

    def test_calls(self):
        """C6: the next by itself, nobody called by two; not reached, best time, refused for ever, kept."""
        visits = self._create_visits(3)
        visits.partner_id.email = False
        visits.partner_id.phone = '+86 21 5555 0000'
        self.company.aftersales_notice_channel = 'mail'
        asked = self._ask_about(visits)
        asked._set_to_call()
        Care = self.invitations.with_user(self.user_care)
        colleague = new_test_user(
            self.env, 'second_care', groups='base.group_user,aftersales.group_care', company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)])
        first = Care.get_call()
        second = self.invitations.with_user(colleague).get_call()
        self.assertEqual({first['id'], second['id']} & set(asked.ids), {first['id'], second['id']})
        self.assertNotEqual(first['id'], second['id'])
        self.assertEqual(Care.get_call()['id'], first['id'], "still her own")
        self.assertIn("How were you received?", [question['spoken'] for question in first['questions']])
        one, two = Care.browse(first['id']), Care.browse(second['id'])
        with self.assertRaisesRegex(UserError, "past"):
            one.note_not_reached('2026-03-01 10:00:00')
        one.note_not_reached('2026-03-05 01:00:00')
        self.assertEqual((one.attempt_count, str(one.call_from), one.is_reached), (1, '2026-03-05 01:00:00', True))
        self.assertNotIn(one, Care.search(Care._get_call_domain()))
        two.note_refused("Never", True)
        self.assertEqual((two.state, two.refused_reason, two.partner_id.aftersales_no_survey), ('refused', "Never", True))
        with self.assertRaisesRegex(UserError, "is over"):
            two.note_not_reached()
        last = Care.browse(Care.get_call()['id'])
        last.save_call({str(key): value for key, value in self._say(last, B8=4, B18=9).items()})
        self.assertEqual((last.state, last.method, last.interviewer_id, last.attempt_count), (
            'answered', 'phone', self.user_care, 1))
        with self.assertRaisesRegex(UserError, "already"):
            last.save_call({str(key): value for key, value in self._say(last, B8=4).items()})
        self.assertEqual(Care.get_call(), {'left': 0})

    def test_nobody_is_called_for_ever(self):
        """C6: after three attempts nobody is called again."""
        asked = self._ask_about(self._create_visits())
        asked._set_to_call()
        mine = asked.with_user(self.user_care)
        for __ in range(3):
            mine.note_not_reached()
        self.assertFalse(mine.call_from)

    def test_papers(self):
        """L1: a paper is found by order or plate, also of a visit that was not asked about or lapsed; entered once."""
        visit, lapsed = self._create_visits(2)
        invitation = self._ask_about(lapsed)
        invitation._lapse()
        Care = self.invitations.with_user(self.user_care)
        for order in (visit, lapsed):
            found = Care.find_for_paper(f' {order.name.lower()} ')
            self.assertEqual(found['order'], order.name)
            paper = Care.browse(found['id'])
            paper.save_call({str(key): value for key, value in self._say(paper, B1=4).items()}, 'paper')
            self.assertEqual((paper.state, paper.method, paper.order_id), ('answered', 'paper', order))
            with self.assertRaisesRegex(UserError, "there already"):
                Care.find_for_paper(order.name)
        with self.assertRaisesRegex(UserError, "is found"):
            Care.find_for_paper("XX-9")
        with self.assertRaisesRegex(UserError, "Choose how"):
            paper.save_call({}, 'link')

    def test_a_pattern_is_no_number(self):
        """issue 10: a sign of a pattern finds nobody's visit."""
        visit = self._create_visits()
        for text in ('%', '_', '%%', visit.name[:-1] + '_', visit.name[:-2] + '%', '\\'):
            with self.subTest(text), self.assertRaisesRegex(UserError, "is found"):
                self.invitations.with_user(self.user_care).find_for_paper(text)
        self.assertTrue(self.invitations.with_user(self.user_care).find_for_paper(visit.name))

    def test_unasked_paper_is_no_response(self):
        """issue 10, L2: who was not asked, or could not be, and left a paper counts among the answers, not in the rate."""
        asked = self._ask_about(self._create_visits(2))
        unasked, skipped, opened = self._create_visits(3)
        skipped.partner_id.aftersales_no_survey = True
        self._ask_about(skipped)
        Care = self.invitations.with_user(self.user_care)
        asked[0]._answer(self._say(asked[0], B8=5), 'link')
        for order in (unasked, skipped):
            paper = Care.browse(Care.find_for_paper(order.name)['id'])
            paper.save_call({str(key): value for key, value in self._say(paper, B8=1).items()}, 'paper')
        left_open = Care.browse(Care.find_for_paper(opened.name)['id'])
        self.env.flush_all()
        mine = [('order_id', 'in', (asked.order_id | unasked | skipped | opened).ids)]
        row = self.env['aftersales.survey.report'].with_user(self.user_manager)._read_group(mine, [], [
            'asked:sum', 'answered_count:sum', 'response_rate:avg', 'answers:sum'])[0]
        self.assertEqual(row, (2, 3, 50, 3))
        self.assertEqual((asked | left_open).mapped('is_unasked'), [False, False, True])

    def test_home_counts_who_may_be_called(self):
        """issue 10: the number on Care's home is that of the list of calls: nobody whose time is over."""
        asked = self._ask_about(self._create_visits(3))
        asked._set_to_call()
        asked[0].sudo().expiry_date = '2026-03-03 01:00:00'
        asked[1].partner_id.aftersales_no_survey = True
        Care = self.invitations.with_user(self.user_care)
        tallies = self.workshop.with_user(self.user_care)._get_care_tallies(
            fields.Datetime.now(), fields.Datetime.now() + timedelta(days=1))
        domain = next(tally.domain for tally in tallies if tally.key == 'survey_calls')
        self.assertEqual(Care.search([*domain, ('id', 'in', asked.ids)]), asked[2])
        self.assertEqual(json.loads(json.dumps(domain)), [list(part) if isinstance(part, tuple) else part for part in domain])

    def test_best_time_is_near(self):
        """issue 10: nobody is called in 2999, whatever way the day comes."""
        mine = self._ask_about(self._create_visits()).with_user(self.user_care)
        with self.assertRaisesRegex(UserError, "60 days"):
            mine.note_not_reached('2026-05-03 02:00:00')
        for moment in ('2999-01-01 00:00:00', '2027-03-05 02:00:00'):
            with self.assertRaisesRegex(ValidationError, "more than a year"):
                mine.call_from = moment
        mine.note_not_reached('2026-05-01 02:00:00')
        self.assertEqual(str(mine.call_from), '2026-05-01 02:00:00')

    # === FILES OF THIRD PARTIES ===#

    def _import(self, text, user=None, survey='aftersales.survey_visit', **values):
        wizard = self.env['aftersales.survey.import'].with_user(user or self.user_care).create({
            'survey_id': self.env.ref(survey).id, 'workshop_id': self.workshop.id,
            'file': base64.b64encode(text.encode()), 'file_name': 'answers.csv', **values})
        wizard.action_check()
        counts = [wizard[f'{name}_count'] for name in ('row', 'new', 'known', 'doubled', 'wrong')]
        wizard.action_import()
        self.assertEqual(counts, [wizard[f'{name}_count'] for name in ('row', 'new', 'known', 'doubled', 'wrong')])
        return wizard, counts

    def test_file_of_a_third_party(self):
        """L1: visits by order, plate or phone, marks by key or word; wrong rows are told in words; twice changes nothing."""
        visits = self._create_visits(4, days=3)
        asked, other, plain, called = visits
        invitation = self._ask_about(asked)
        called.partner_id.phone = '+86 21 5555 7788'
        self.env.flush_all()
        rows = ["Study of the town", "Repair order,Plate,Phone,Date,B8,B15,B18,B19,Who asked"]
        rows += [
            f'{asked.name.lower()},,,2026-03-01,5,1,9,"Fine,\nall of it",Li', f'{other.name},,,2026/3/1,Satisfied,,,,Li',
            f'{plain.name},,,2026-03-02,0,,,,Li', ',,021 5555 7788,2026-03-02,1,2,3,,Li',
            f'{asked.name},,,2026-03-01,5,,,,Li', f'{plain.name},XX-9,,2026-03-02,5,,,,Li', 'RO-0,,,2026-03-02,5,,,,Li',
            f'{plain.name},,,2026-03-09,5,,,,Li', f'{plain.name},,,2026-02-02,5,,,,Li', f'{plain.name},,,2026-03-02,7,,,,Li',
            ',,,2026-03-02,5,,,,Li', f'{plain.name},,,2026-03-02,,,,,Li', ',,999 9999 9999,2026-03-02,5,,,,Li',
        ]
        before = self.invitations.search_count([])
        wizard, counts = self._import('\n'.join(rows), study="Town 2026")
        self.assertEqual((counts, wizard.unread), ([13, 4, 0, 1, 8], "Who asked"))
        for message, words in zip(wizard.line_ids.filtered(lambda line: line.verdict == 'wrong').mapped('message'), (
                "not of XX-9", "no repair order RO-0", "no day", "not delivered on", "B8: “7” is no answer", "Nobody",
                "No question", "No customer with"), strict=True):
            self.assertIn(words, message)
        self.assertEqual(self.invitations.search_count([]), before + 3)
        self.assertEqual((invitation.state, invitation.method, invitation.score, invitation.comment), (
            'answered', 'third', 100, "Fine,\nall of it"))
        self.assertEqual((invitation.interviewer_id.id, invitation.study), (False, "Town 2026"), "nobody of the house")
        self.assertEqual(str(invitation.answered_date), '2026-03-01 04:00:00', "noon in Shanghai")
        answers = [visit.survey_invitation_ids for visit in visits]
        self.assertEqual([answer.score for answer in answers], [100, 75, 0, 0])
        self.assertEqual((answers[3].raised_complaint_id.kind, answers[3].raised_complaint_id.receiver_id.id), (
            'complaint', False))
        self.assertFalse(asked._get_visit_rating().consumed, "he gave no stars himself")
        self.env.flush_all()
        rate, answered = self.env['aftersales.survey.report']._read_group(
            [('invitation_id', 'in', visits.survey_invitation_ids.ids)], [], ['response_rate:avg', 'answered_count:sum'])[0]
        self.assertEqual((rate or 0, answered), (0, 4), "whoever did not answer the third party is not known")
        __, counts = self._import('\n'.join(rows[:6]))
        self.assertEqual(counts, [4, 0, 4, 0, 0])
        self.assertEqual(self.invitations.search_count([]), before + 3)

    def test_file_about_no_visit(self):
        """L1: a customer who is asked about the house is found by plate or phone; once a day, for who may ask only."""
        self.vehicle.license_plate = '沪B·77889'
        waiting = self.invitations.create({
            'survey_id': self.env.ref('aftersales.survey_image').id, 'vehicle_id': self.vehicle.id})
        self.env.flush_all()
        text = "车牌号;日期;H1\n沪B77889;2026年3月1日;4\n沪Z00000;2026-03-01;4\n沪B77889;2026-03-02;3"
        for counts in ([3, 2, 0, 0, 1], [3, 0, 2, 0, 1]):
            wizard, found = self._import(text, user=self.user_manager, survey='aftersales.survey_image')
            self.assertEqual(found, counts)
            self.assertIn("No car with the plate", wizard.line_ids[:1].message)
        self.assertEqual((waiting.state, waiting.score), ('answered', 75))
        self.assertEqual(len(self.vehicle.sudo().survey_invitation_ids), 2)
        for wrong, words in (("Plate;H1\n1;2", "no row of headings"), ("Plate;Date;H1", "no rows below"), ("\0\1", "no table")):
            with self.assertRaisesRegex(UserError, words):
                self._import(wrong, survey='aftersales.survey_image')
        with self.assertRaises(AccessError):
            self._import(text, user=self.user_advisor)
        with self.assertRaises(AccessError):
            self.invitations.with_user(self.user_advisor)._import_answers(
                self.env.ref('aftersales.survey_image'), self.workshop, [])
