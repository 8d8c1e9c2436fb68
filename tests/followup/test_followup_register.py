from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.followup import FollowupCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY

REFUSED = ('call', 'sms', 'mail', 'letter')


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestFollowupRegister(FollowupCommon):
    """J3: calls, letters and what comes in, each once in the register; a refusal stops whatever has not gone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contacts = cls.env['aftersales.followup.contact']
        elsewhere = cls.env['res.company'].create({'name': "Elsewhere"})
        cls.stranger = new_test_user(
            cls.env, 'agent9', groups='aftersales.group_care', company_id=elsewhere.id, company_ids=[(6, 0, elsewhere.ids)])

    def _take(self, **values):
        return self.contacts.with_user(self.user_care).create({
            'partner_id': self.customer.id, 'topic': "Opening hours", 'workshop_id': self.workshop.id, 'medium': 'letter',
            **values})

    # === THE CALL ===#

    def test_second_call_does_not_repeat(self):
        """J3: what was spoken of is shown with its day and passed by; what was left out is spoken of in the next call."""
        car = self._create_cars()
        first = self._create_steps(car).with_user(self.user_care)
        steps = first.get_call(first.id)['steps']
        self.assertFalse([step for step in steps if step['said']])
        left_out = next(step for step in steps if step['name'] == "Next service")
        first.save_call({'result': 'nothing', 'unsaid': [left_out['id'], 'x', None]})
        self.assertEqual(len(first.contact_ids.said_step_ids), len(steps) - 1)
        second = self._create_steps(car, 'second').with_user(self.user_care)
        with freeze_time('2026-03-12 02:00:00'):
            said = {step['name']: step['said'] for step in second.get_call(second.id)['steps']}
        self.assertEqual({name for name, day in said.items() if day}, {"The car"})
        self.assertIn("2026", said["The car"])
        with freeze_time('2026-06-12 02:00:00'):
            self.assertFalse(any(step['said'] for step in second.get_call(second.id)['steps']), "long ago")

    def test_tips_of_season_and_model(self):
        """J3: the model's own first, then the season's, over the year's end; of another brand or company none."""
        Tip = self.env['aftersales.followup.tip']
        Tip.search([]).active = False
        car = self._create_cars()
        other = self.env['fleet.vehicle.model.brand'].create({'name': "Other"})
        Tip.with_user(self.user_manager).create([
            {'name': "All", 'text': "A"}, {'name': "Winter", 'text': "W", 'month_from': '11', 'month_to': '3'},
            {'name': "Summer", 'text': "S", 'month_from': '6', 'month_to': '8'},
            {'name': "Theirs", 'text': "T", 'brand_id': other.id},
            {'name': "Ours", 'text': "O", 'model_ids': car.model_id.ids}])
        step = self._create_steps(car).with_user(self.user_care)
        self.assertEqual([tip['name'] for tip in step.get_call(step.id)['tips']], ["Ours", "Winter", "All"])
        self.assertEqual(step.get_call(step.id)['offers'], [], "no room offers anything yet")
        with self.assertRaisesRegex(UserError, "from when until when"):
            Tip.create({'name': "Half", 'text': "H", 'month_from': '6'})
        with self.assertRaises(AccessError):
            Tip.with_user(self.user_care).create({'name': "No", 'text': "N"})

    def test_data_changed_in_place(self):
        """J3: what the customer says has changed is written at once, and nothing else."""
        step = self._create_steps(self._create_cars()).with_user(self.user_care)
        action = step.save_call({'result': 'data'})
        Wizard = self.env[action['res_model']].with_user(self.user_care).with_context(**action['context'])
        wizard = Wizard.create({})
        self.assertEqual((wizard.phone, wizard.license_plate), (step.partner_id.phone, step.vehicle_id.license_plate))
        wizard.write({'phone': '+86 21 5555 9999', 'license_plate': '沪F·77777'})
        wizard.action_apply()
        self.assertEqual((step.partner_id.phone, step.vehicle_id.license_plate), ('+86 21 5555 9999', '沪F·77777'))
        self.assertEqual(wizard.action_open_customer()['res_id'], step.partner_id.id)
        with self.assertRaises(AccessError):
            Wizard.with_user(self.stranger).create({})

    # === LETTERS ===#

    def test_letters_in_bulk(self):
        """J3: each in its customer's language, kept as it was written, printed for a window; who refuses gets none."""
        cars = self._create_cars(3)
        steps = self._create_steps(cars, 'complaint_7').with_user(self.user_care)
        steps.sudo().channel = 'letter'
        cars[2].owner_id._note_wishes({('letter', 'followup'): 'no'}, 'counter')
        self.assertEqual(steps[2].state, 'refused')
        with self.assertRaisesRegex(UserError, "over"):
            steps.action_letter_sent()
        action = (steps[0] | steps[1]).action_letter_sent()
        letters = self.contacts.browse(action['context']['active_ids'])
        self.assertEqual((letters.partner_id, letters.mapped('medium')), (cars[:2].owner_id, ['letter', 'letter']))
        self.assertIn(cars[0].owner_id.name, letters[0].body)
        letters[0].partner_id.name = "Somebody else"
        self.assertIn("Owner 0", letters[0].body, "kept as it was written")
        report = self.env['ir.actions.report'].with_user(self.user_care)
        html = report._render_qweb_html('aftersales.report_followup_letter', letters.ids)[0].decode()
        self.assertEqual((html.count('o_as_window'), html.count("Zhongshan Lu 1") >= 2), (2, True))
        letters.with_user(self.user_care).action_returned()
        self.assertEqual(letters.mapped('outcome'), ['returned', 'returned'])
        with self.assertRaisesRegex(UserError, "no letter that was sent"):
            letters.with_user(self.user_care).action_returned()
        with self.assertRaises(AccessError):
            letters.with_user(self.user_technician).action_returned()
        with self.assertRaises(AccessError):
            letters.with_user(self.stranger).action_print_letter().get('context') and letters.with_user(self.stranger).read()

    # === WHAT COMES IN ===#

    def test_incoming_is_answered_and_filed(self):
        """J3: who answered it, when, and where it is; after that it stays."""
        one, two = self._take(is_answered=False), self._take(is_answered=False)
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE aftersales_followup_contact SET create_date = '2026-03-01 02:00:00' WHERE id IN %s", (one | two)._ids))
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "what was answered"):
            one.action_answered()
        (one | two).answer = "From eight to six"
        (one | two).action_answered()
        self.assertEqual((one.answered_by_id, one.answered_date), (self.user_care, fields.Datetime.now()))
        with self.assertRaisesRegex(UserError, "where it is filed"):
            one.action_filed()
        one.filed_place = "Folder 3"
        one.action_filed()
        for change in ({'answer': "Other"}, {'filed_place': "Folder 4"}, {'topic': "Other"}):
            with self.assertRaises(UserError):
                one.write(change)
        with self.assertRaisesRegex(UserError, "nothing is to be answered"):
            one.action_answered()
        with self.assertRaises(AccessError):
            one.with_user(self.user_technician).action_filed()
        with self.assertRaises(AccessError):
            one.with_user(self.stranger).answer = "Mine"

    def test_printed_by_period(self):
        """J3: calls, letters and what came in, of the days, the agent and the outlet that are chosen."""
        self._take(is_answered=False)
        self._create_steps(self._create_cars()).with_user(self.user_care).save_call({'result': 'booked'})
        self._take(medium='letter', direction='out', outcome='sent', topic="Invitation")
        Wizard = self.env['aftersales.followup.register.wizard'].with_user(self.user_care)
        words = {'calls': "1 contacts, 1 reached, 1 booked", 'letters': "1 letters and messages, 0 came back",
                 'incoming': "1 came in, 1 not answered yet"}
        for register, told in words.items():
            with self.subTest(register):
                wizard = Wizard.create({'register': register, 'workshop_id': self.workshop.id, 'user_id': self.user_care.id})
                self.assertEqual(wizard.contact_count, 1)
                action = wizard.action_print()
                values = self.env[f"report.{action['report_name']}"].with_user(self.user_care)._get_report_values(
                    action['context']['active_ids'])
                self.assertEqual([page['told'] for page in values['pages']], [told])
                html = self.env['ir.actions.report'].with_user(self.user_care)._render_qweb_html(
                    action['report_name'], action['context']['active_ids'])[0].decode()
                self.assertIn(self.user_care.name, html)
        with self.assertRaisesRegex(UserError, "Nothing is registered"):
            Wizard.create({'date_from': '2026-02-01', 'date_to': '2026-02-28'}).action_print()
        for days in (('2026-03-02', '2026-03-01'), ('0001-01-01', '9999-12-31')):
            with self.assertRaises(UserError):
                Wizard.create(dict(zip(('date_from', 'date_to'), days)))
        self.assertEqual(Wizard.with_user(self.stranger).create({}).contact_count, 0)

    def test_record_of_a_call(self):
        """J3: the form of the trade, with what is open and where it stands."""
        step = self._create_steps(self._create_cars()).with_user(self.user_care)
        step.save_call({'result': 'question', 'question': "New parts?", 'summary': "It squeals", 'mood': 'neutral'})
        html = self.env['ir.actions.report'].with_user(self.user_care)._render_qweb_html(
            'aftersales.report_call_record', step.contact_ids.ids)[0].decode()
        for text in ("New parts?", "It squeals", step.contact_ids.name, "Questions"):
            self.assertIn(text, html)

    # === ONE CALL A DAY, WHOEVER CALLS ===#

    def _close(self, car):
        complaint = self._create_complaints(vehicle_id=car.id, partner_id=car.owner_id.id).sudo()
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE aftersales_complaint SET state = 'closed', closed_date = '2026-02-28 02:00:00', user_id = %s WHERE id = %s",
            self.user_manager.id, complaint.id))
        self.env.invalidate_all()
        complaint._after_closed('confirmed')
        return complaint.aftercall_ids

    def test_call_after_a_complaint_is_the_one(self):
        """J2, J3: the call of the closing wins over the rule, stands in the register once, and is the only one that day."""
        car = self._create_cars()
        aftercall = self._close(car)
        self.assertFalse(self._plan('complaint_7'), "the closing has planned it")
        mine = aftercall.with_user(self.user_care)
        visit = self._create_steps(car)
        visit.with_user(self.user_care).save_call({'result': 'nothing'})
        for call in (mine.complaint_id.action_call_afterwards, mine.action_done):
            with self.assertRaisesRegex(UserError, "called today"):
                call()
        later = self._create_steps(car, 'second')
        with freeze_time('2026-03-04 02:00:00'):
            mine.write({'mood': 'content', 'note': "All is well"})
            mine.action_done()
            contact = self.contacts.search([('complaint_id', '=', aftercall.complaint_id.id), ('medium', '=', 'call')])
            self.assertEqual((len(contact), contact.mood, contact.summary, contact.user_id, contact.outcome), (
                1, 'content', "All is well", self.user_care, 'reached'))
            with self.assertRaisesRegex(UserError, "called today"):
                later.with_user(self.user_care).get_call(later.id)
        self.assertFalse(self._plan('complaint_7').filtered(lambda step: step.anchor == 'complaint'))

    def test_calls_of_surveys(self):
        """J2, J3: they stand in the register; whom follow-up called today no survey calls, and the other way round."""
        asked, other = self._ask_about(self._create_visits(2))
        mine = asked.with_user(self.user_care)
        mine.note_not_reached()
        mine.save_call({str(key): value for key, value in self._say(asked, B1=4).items()})
        rows = self.contacts.search([('invitation_id', '=', asked.id)], order='id')
        self.assertEqual(rows.mapped('outcome'), ['no_answer', 'reached'])
        self.assertEqual((rows.user_id, set(rows.mapped('topic'))), (self.user_care, {asked.survey_id.title}))
        step = self.steps.create({
            'rule_id': self._get_rule('second').id, 'partner_id': asked.partner_id.id, 'workshop_id': self.workshop.id})
        with self.assertRaisesRegex(UserError, "called today"):
            step.with_user(self.user_care).get_call(step.id)
        step = self.steps.create({
            'rule_id': self._get_rule('second').id, 'partner_id': other.partner_id.id, 'workshop_id': self.workshop.id})
        step.with_user(self.user_care).save_call({'result': 'nothing'})
        with self.assertRaisesRegex(UserError, "called today"):
            other.with_user(self.user_care).get_call(other.id)

    # === REFUSALS ===#

    def _write_to(self, car):
        """A message of follow-up that waits in the queue."""
        step = self._create_steps(car).sudo()
        step.channel = 'message'
        step._send_message()
        return step, self.env['aftersales.notice'].search([('res_model', '=', step._name), ('res_id', '=', step.id)])

    def test_refusal_stops_what_waits(self):
        """J3: by link, page, phone, counter, reply or signed paper: calls, letters and messages that had not gone are off."""
        ways = {
            'page': lambda partner: partner._refuse_all(REFUSED, ['followup'], 'page'),
            'counter': lambda partner: self.env['aftersales.consent'].with_user(self.user_advisor).create([{
                'partner_id': partner.id, 'channel': channel, 'purpose': 'followup', 'source': 'counter'}
                for channel in REFUSED]),
            'paper': lambda partner: self.env['aftersales.consent'].with_user(self.user_care).create([{
                'partner_id': partner.id, 'channel': channel, 'purpose': 'followup', 'source': 'paper', 'note': "Folder 3"}
                for channel in REFUSED]),
            'reply': lambda partner: self._take(partner_id=partner.id, medium='message').action_refused(),
            'phone': lambda partner: self._take(partner_id=partner.id, medium='call').action_refused(),
        }
        for number, (source, refuse) in enumerate(ways.items()):
            with self.subTest(source):
                car = self._create_cars()
                car.license_plate = f'沪G·{number:05}'
                twins = car.copy({'owner_id': car.owner_id.id, 'license_plate': f'沪H·{number:05}'}) | car.copy({
                    'owner_id': car.owner_id.id, 'license_plate': f'沪J·{number:05}'})
                step, notice = self._write_to(car)
                call, letter = self._create_steps(twins)
                letter.sudo().channel = 'letter'
                refuse(car.owner_id)
                self.assertEqual(
                    (step.state, step.end_reason, step.result, step.is_done, notice.state, step.contact_ids.outcome),
                    ('refused', 'refused', False, 0, 'skipped', 'withheld'))
                self.assertEqual((call.state, letter.state), ('refused', 'refused'))
                self.assertEqual(set(car.owner_id.aftersales_consent_ids.mapped('source')), {source})
                notice._send_now()
                self.assertFalse(notice.message_ids)

    def test_one_way_left(self):
        """J3: who refuses mails alone gets the SMS; what was sent stays done."""
        step, notice = self._write_to(self._create_cars())
        step.partner_id._note_wishes({('mail', 'followup'): 'no'}, 'phone')
        self.assertEqual((step.state, notice.state), ('done', 'pending'))
        notice._send_now()
        step.partner_id._note_wishes({('sms', 'followup'): 'no'}, 'phone')
        self.assertEqual((step.state, notice.state, step.contact_ids.outcome), ('done', 'sent', 'sent'))

    def test_struck_off_meanwhile(self):
        """J3: who is put on the list of those not to be written to while the message waits."""
        step, notice = self._write_to(self._create_cars())
        self.env['mail.blacklist']._add(step.partner_id.email)
        step.partner_id.phone = False
        self.env.invalidate_all()
        notice._send_now()
        self.assertEqual((notice.state, step.state, step.contact_ids.outcome), ('skipped', 'refused', 'withheld'))

    def test_reply_with_a_word(self):
        """J3: "T" or 退订 as an answer to a message of ours; said by somebody else, or in a sentence, it is none."""
        steps = self._create_steps(self._create_cars(4)).sudo()
        said = (
            ("退订", steps[0].partner_id.email, True), ("<p>STOP.</p>", steps[1].partner_id.email, True),
            ("<p>Stop by tomorrow?</p>", steps[2].partner_id.email, False), ("T", "somebody@example.com", False))
        for step, (body, sender, is_refused) in zip(steps, said):
            with self.subTest(body):
                step.message_update({'body': body, 'email_from': sender, 'subject': "Re"})
                self.assertEqual(step.partner_id._refuses('call', 'followup'), is_refused)
                self.assertEqual(step.state, 'refused' if is_refused else 'planned')
                self.assertFalse(step.partner_id._refuses('sms', 'service'))
        self.assertEqual(steps[0].partner_id.aftersales_consent_ids[:1].source, 'reply')

    def test_what_was_said_is_not_refused_afterwards(self):
        """J3: a call that was made stays done, whoever tries."""
        step = self._create_steps(self._create_cars())
        step.with_user(self.user_care).save_call({'result': 'nothing'})
        step.partner_id._refuse_all(REFUSED, ['followup'], 'phone')
        self.assertEqual(step.state, 'done')
        with self.assertRaisesRegex(UserError, "stays as it is"):
            step.sudo().state = 'refused'
