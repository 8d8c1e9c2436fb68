from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.followup import FollowupCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestFollowupCall(FollowupCommon):
    """J3: the screen for calls, what a call gives, and the register of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_agent = new_test_user(
            cls.env, 'agent2', groups='aftersales.group_care', company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)])
        cls.mine = cls.steps.with_user(cls.user_care)

    def _call(self, user=None):
        return self.steps.with_user(user or self.user_care).get_call()

    # === WHO COMES NEXT ===#

    def test_most_urgent_first_and_nobody_twice(self):
        """J2: by priority and last day; a customer who is on the phone with somebody else comes to nobody else."""
        cars = self._create_cars(3)
        later, soon = self._create_steps(cars[:2])
        urgent = self._create_steps(cars[2], 'complaint_7')
        later.due_date = '2026-03-03'
        soon.sudo().late_date = '2026-03-04'
        first = self._call()
        self.assertEqual((first['id'], first['left']), (urgent.id, 3))
        self.assertEqual(urgent.state, 'in_call')
        self.assertEqual(self._call(self.other_agent)['id'], soon.id)
        with self.assertRaisesRegex(UserError, "on the phone"):
            self.steps.with_user(self.other_agent).get_call(urgent.id)
        self.assertEqual(self._call()['id'], urgent.id, "he goes on where he was")
        with freeze_time('2026-03-03 02:40:00'):
            self.assertEqual(self._call(self.other_agent)['id'], urgent.id, "left for half an hour")

    def test_one_call_a_day(self):
        """J2: of a customer with two cars one is called about today, whoever calls, also where surveys ask."""
        car = self._create_cars()
        twin = car.copy({'owner_id': car.owner_id.id, 'license_plate': '沪F·99999'})
        one, two = self._create_steps(car | twin)
        self.assertEqual(self._call()['id'], one.id)
        one.with_user(self.user_care).save_call({'result': 'nothing'})
        self.assertEqual(self._call()['left'], 0)
        with self.assertRaisesRegex(UserError, "called today"):
            self.mine.get_call(two.id)
        survey = self.env['aftersales.survey.invitation'].create({
            'survey_id': self.env.ref('aftersales.survey_visit').id, 'partner_id': car.owner_id.id, 'method': 'phone',
            'workshop_id': self.workshop.id})
        self.assertFalse(self.env['aftersales.survey.invitation'].with_user(self.user_care).search(
            self.env['aftersales.survey.invitation'].with_user(self.user_care)._get_call_domain()) & survey)
        with freeze_time('2026-03-04 02:00:00'):
            self.assertEqual(self._call()['id'], two.id)

    def test_deputy_for_a_period(self):
        """J2: calls of somebody who is away move to his deputy, and come back by themselves."""
        step = self._create_steps(self._create_cars(), user_id=self.user_advisor.id)
        self.assertEqual(self._call()['left'], 0)
        deputy = self.env['aftersales.followup.deputy'].with_user(self.user_manager).create({
            'user_id': self.user_advisor.id, 'deputy_id': self.user_care.id, 'date_from': '2026-03-03',
            'date_to': '2026-03-04'})
        self.assertEqual(self._call()['id'], step.id)
        step.sudo().write({'state': 'planned', 'taken_date': False})
        with freeze_time('2026-03-05 02:00:00'):
            self.assertEqual(self._call()['left'], 0)
            self.assertEqual(self._call(self.user_advisor)['id'], step.id)
        with self.assertRaisesRegex(UserError, "has a deputy"):
            deputy.copy()

    def test_quiet_hours(self):
        """J3: not at night, not at noon, not on Sunday; who asked to be called then is called."""
        step = self._create_steps(self._create_cars())
        for moment, words in (
                ('2026-03-03 12:30:00', "evening"), ('2026-03-03 04:30:00', "noon"), ('2026-03-08 02:00:00', "Sunday")):
            with freeze_time(moment):
                call = self._call()
                self.assertNotIn('id', call)
                self.assertIn(words, call['quiet'])
        self.mine.get_call(step.id)
        step.with_user(self.user_care).note_missed('later', '2026-03-03 04:30:00')
        self.assertEqual((step.state, step.is_agreed, self._call()['left']), ('no_answer', True, 0))
        with freeze_time('2026-03-03 04:31:00'):
            self.assertEqual(self._call()['id'], step.id)
            step.with_user(self.user_care).save_call({'result': 'nothing'})
        self.assertEqual(len(step.contact_ids), 2, "the customer wished to be called twice")

    # === WHAT CAME OF IT ===#

    def test_content_and_nothing_to_do(self):
        """J3: said in one call to the server; register, figures and the next call."""
        first, second = self._create_steps(self._create_cars(2))
        call = self._call()
        self.assertEqual(call['id'], first.id)
        self.assertEqual([result['key'] for result in call['results']], list('1234567890r'))
        self.assertIn(first.partner_id.name, call['steps'][0]['text'])
        self.assertFalse(self.mine.browse(first.id).save_call({'result': 'nothing', 'mood': 'content', 'summary': " Fine "}))
        contact = first.contact_ids
        self.assertEqual(
            (contact.outcome, contact.result, contact.mood, contact.summary, contact.user_id, contact.direction,
             contact.contact_day, contact.reach_rate),
            ('reached', 'nothing', 'content', "Fine", self.user_care, 'out', date(2026, 3, 3), 100))
        self.assertRegex(contact.name, r'^CT/2026/\d{6}$')
        self.assertEqual((first.state, first.is_done, first.is_on_time, first.is_reached, first.is_booked), (
            'done', 1, 1, 1, 0))
        self.assertEqual(self._call()['id'], second.id)
        with self.assertRaises(UserError):
            contact.with_user(self.user_care).summary = "Other"
        with self.assertRaises(AccessError):
            contact.with_user(self.user_care).unlink()

    def test_script_speaks_one_language(self):
        """faults C7, J3: what is filled into a script is said in the customer's language, as the script is."""
        self.env['res.lang']._activate_lang('zh_CN')
        step = self._create_steps(self._create_cars())
        step.partner_id.lang = 'zh_CN'
        self.patch(
            self.env.registry['aftersales.followup'], '_get_script_words', lambda step: {'customer': step.env.lang})
        self.assertIn('zh_CN', self.mine.get_call(step.id)['steps'][0]['text'])

    def test_wrong_words_are_refused(self):
        """J3: without a result, with strange ones, a question or complaint without words, a customer lost without a
        reason."""
        step = self.mine.browse(self._create_steps(self._create_cars()).id)
        for said in (
                {}, None, {'result': 'message'}, {'result': 'nothing', 'mood': 'x'}, {'result': 'question', 'question': ' '},
                {'result': 'lost'}, {'result': ['nothing']}, {'result': 'complaint', 'summary': ' '}, {'result': 'suggestion'}):
            with self.subTest(said), self.assertRaises(UserError):
                step.save_call(said)
        for outcome, time in (('x', False), ('later', False), ('later', '2026-03-01 02:00:00'), ('reached', False)):
            with self.subTest(outcome), self.assertRaises(UserError):
                step.note_missed(outcome, time)
        self.assertEqual((step.state, step.attempt_count), ('planned', 0))

    def test_what_a_result_opens(self):
        """J3: booking, estimate, complaint, suggestion, the customer's data, insurance, win-back, rescue: by one click, as
        customer care."""
        cars = self._create_cars(9)
        models = {
            'booked': 'aftersales.appointment', 'estimate': 'aftersales.order', 'complaint': 'aftersales.complaint',
            'suggestion': 'aftersales.complaint', 'data': 'aftersales.followup.data.wizard',
            'insurance': 'aftersales.enquiry', 'winback': 'aftersales.enquiry', 'rescue': 'aftersales.rescue', 'lost': None}
        for step, (result, model) in zip(self._create_steps(cars), models.items()):
            with self.subTest(result):
                action = step.with_user(self.user_care).save_call({
                    'result': result, 'summary': "It squeals", 'lost_reason': 'price'})
                self.assertEqual(action and action['res_model'], model or False)
                if result in ('complaint', 'suggestion', 'estimate', 'insurance', 'winback'):
                    record = self.env[model].browse(action['res_id'])
                    self.assertEqual((record.vehicle_id, record.partner_id), (step.vehicle_id, step.partner_id))
                if result in ('complaint', 'suggestion'):
                    self.assertEqual((record.kind, record.channel, record.story), (result, 'call', "It squeals"))
                if result in ('insurance', 'winback'):
                    self.assertIn("It squeals", record.question)
                    self.assertEqual(record.user_id, self.user_care if result == 'insurance' else self.user_manager)
                if result == 'rescue':
                    self.assertEqual(action['context']['default_vehicle_id'], step.vehicle_id.id)
        self.assertEqual(step.lost_reason, 'price')

    def test_answers_of_the_questionnaire(self):
        """J3: the survey of the visit is asked in the same call, once."""
        car = self._create_cars()
        visit = self._deliver(car, 3)
        invitation = self._ask_about(visit)
        step = self._plan('visit').with_user(self.user_care)
        call = step.get_call(step.id)
        self.assertTrue(call['questions'])
        said = {str(key): value for key, value in self._say(invitation, B1=4, B18=9).items()}
        step.save_call({'result': 'nothing', 'answers': said})
        self.assertEqual((invitation.state, invitation.interviewer_id, step.sudo().invitation_id), (
            'answered', self.user_care, invitation))

    def test_three_attempts_then_a_message(self):
        """J3: not reached, tried on other days; after the third time a message, after it nothing more."""
        step = self._create_steps(self._create_cars()).with_user(self.user_care)
        step.sudo().late_date = '2026-03-31'
        for day, outcome in ((3, 'no_answer'), (4, 'busy'), (5, 'machine')):
            with freeze_time(f'2026-03-{day:02} 08:00:00'):
                self.assertEqual(self._call()['id'], step.id, day)
                step.note_missed(outcome)
                self.assertEqual(self._call()['left'], 0)
        self.assertEqual((step.channel, step.state, step.attempt_count), ('message', 'planned', 3))
        self.assertEqual(self.steps.search(self.steps._get_message_domain()), step.sudo())
        step.sudo()._send_message()
        notice = self.env['aftersales.notice'].search([('res_model', '=', step._name), ('res_id', '=', step.id)])
        self.assertEqual((step.state, step.result, notice.state), ('done', 'message', 'pending'))
        notice._send_now()
        self.assertEqual(notice.state, 'sent')
        self.assertEqual(step.contact_ids.sorted('id').mapped('outcome'), ['no_answer', 'busy', 'machine', 'sent'])
        self.assertEqual(step.is_reached, 0)

    def test_letter_at_last(self):
        """J3: who has no address for messages is written a letter; it stands in the register."""
        step = self._create_steps(self._create_cars(), 'complaint_7').with_user(self.user_care)
        step.partner_id.sudo().write({'email': False, 'phone': False})
        with self.assertRaisesRegex(UserError, "no letter"):
            step.action_letter_sent()
        step.sudo()._go_on('unreachable')
        self.assertEqual(step.channel, 'letter')
        printed = step.action_letter_sent()
        self.assertEqual((step.state, step.contact_ids.medium, step.contact_ids.user_id), ('done', 'letter', self.user_care))
        self.assertEqual(printed['report_name'], 'aftersales.report_followup_letter')

    def test_wrong_number(self):
        """J3: it waits until the number is put right."""
        step = self._create_steps(self._create_cars()).with_user(self.user_care)
        step.note_missed('wrong_number')
        self.assertEqual(self._call()['left'], 0)
        step.partner_id.sudo().phone = '+86 21 5555 4444'
        step.action_plan_again()
        with freeze_time('2026-03-04 02:00:00'):
            self.assertEqual(self._call()['id'], step.id)

    def test_refusal_is_final_at_once(self):
        """J3: who wants no calls gets none, whatever waits for him; the wish is kept with its source."""
        car = self._create_cars()
        twin = car.copy({'owner_id': car.owner_id.id, 'license_plate': '沪F·99998'})
        one, two = self._create_steps(car | twin, 'second')
        one.with_user(self.user_care).note_refused("Leave me alone", True)
        self.assertEqual((one.state, two.state, two.end_reason), ('refused', 'refused', 'refused'))
        self.assertFalse(car.owner_id._may_contact('call', 'service'))
        wishes = car.owner_id.aftersales_consent_ids
        self.assertEqual(
            {(wish.channel, wish.purpose, wish.source, wish.user_id) for wish in wishes},
            {('call', purpose, 'phone', self.user_care)
             for purpose in ('service', 'reminder', 'followup', 'marketing', 'survey')})

    # === OPEN QUESTIONS ===#

    def test_open_question(self):
        """J3: two days, then it is the head's; the customer knows on the day it is decided."""
        step = self._create_steps(self._create_cars()).with_user(self.user_care)
        step.save_call({'result': 'question', 'question': "New parts?"})
        self.assertEqual(step.question_deadline, fields.Datetime.now() + timedelta(days=2))
        with self.assertRaisesRegex(UserError, "nothing is to be told"):
            step.action_told()
        with freeze_time('2026-03-05 02:10:00'):
            with self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_escalate_followups').method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(step.sudo().activity_ids.user_id, self.user_manager)
            with self.assertRaisesRegex(UserError, "what was decided"):
                step.action_solve()
            step.solution = "No, by software"
            step.action_solve()
            self.assertEqual(str(step.tell_deadline), '2026-03-05 15:59:00', "the end of the outlet's day")
            with self.assertRaisesRegex(UserError, "no question"):
                step.action_solve()
            step.action_told()
        self.assertTrue(step.told_date)
        self.assertFalse(step.sudo().activity_ids)

    def test_story_and_other_companies(self):
        """J3: one screen tells it all; what is another company's is not told, and its steps are not called."""
        step = self._create_steps(self._create_cars())
        foreign = self.env['res.company'].create({'name': "Elsewhere"})
        stranger = new_test_user(
            self.env, 'agent3', groups='aftersales.group_care', company_id=foreign.id, company_ids=[(6, 0, foreign.ids)])
        self.assertEqual(self._call(stranger)['left'], 0)
        with self.assertRaises(AccessError):
            self.steps.with_user(stranger).get_call(step.id)
        self._create_complaints(vehicle_id=step.vehicle_id.id)
        self.assertEqual(self._call()['left'], 0, "he waits for an answer")
        story = self.mine.get_call(step.id)
        self.assertIn("Open Complaint", [thing['label'] for thing in story['open']])
        self.assertEqual([car['id'] for car in story['cars']], step.vehicle_id.ids)

    def test_home_of_customer_care(self):
        """J2: what the number counts is what its list opens, and what the screen for calls offers."""
        steps = self._create_steps(self._create_cars(3))
        self._create_complaints(vehicle_id=steps[0].vehicle_id.id)
        tallies = {tally.key: tally for tally in self.workshop.with_user(self.user_care)._get_todays_tallies('care')}
        found = self.mine.search(tallies['followup_calls'].domain)
        self.assertEqual(found, (steps[1] + steps[2]).with_env(found.env), "who waits for an answer is left in peace")
        self.assertEqual(steps.with_user(self.user_care).mapped('is_to_call'), [False, True, True])
        self.assertEqual(self._call()['left'], len(found))

    def test_register_in_and_printed(self):
        """J3: what comes in is entered by whoever took it, and stays; the register prints an outlet on a page."""
        contact = self.env['aftersales.followup.contact'].with_user(self.user_care).create({
            'partner_id': self.customer.id, 'topic': "Opening hours", 'workshop_id': self.workshop.id, 'medium': 'letter'})
        contact.summary = "Answered by mail"
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE aftersales_followup_contact SET create_date = '2026-03-01 02:00:00' WHERE id = %s", contact.id))
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "history"):
            contact.summary = "Something else"
        self._create_steps(self._create_cars()).with_user(self.user_care).save_call({'result': 'booked'})
        report = self.env['report.aftersales.report_contacts'].with_user(self.user_care)
        contacts = self.env['aftersales.followup.contact'].with_user(self.user_care).search([])
        pages = report._get_report_values(contacts.ids)['pages']
        self.assertEqual([page['told'] for page in pages], ["2 contacts, 1 reached, 1 booked"])
        html = self.env['ir.actions.report'].with_user(self.user_care)._render_qweb_html(
            'aftersales.report_contacts', contact.ids)[0].decode()
        self.assertIn("Opening hours", html)
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        foreign = new_test_user(
            self.env, 'agent4', groups='aftersales.group_care', company_id=elsewhere.id,
            company_ids=[(6, 0, elsewhere.ids)])
        self.assertFalse(contact.with_user(foreign).search([]) & contacts)
        with self.assertRaises(AccessError):
            report.with_user(foreign)._get_report_values(contacts.ids)
