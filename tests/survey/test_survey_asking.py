from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.survey import TUESDAY, SurveyCommon


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestSurveyAsking(SurveyCommon):
    """L1, C6: who is asked when; never twice, not too often, not while a complaint is open, not against his will."""

    def _run(self, model, method, **values):
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            getattr(self.env(cr=cr, user=1)[model], method)(**values)
        self.env.invalidate_all()

    def test_the_day_after(self):
        """L1: two visits of yesterday, each asked once by a link; today's and last week's are not; not at night."""
        visits, today, old = self._create_visits(2), self._create_visits(days=0), self._create_visits(days=7)
        with freeze_time('2026-03-02 21:00:00'):  # five in the morning
            self._run('aftersales.order', '_cron_ask_visits')
        self.assertFalse(visits.survey_invitation_ids)
        for __ in range(2):
            self._run('aftersales.order', '_cron_ask_visits')
        asked = visits.survey_invitation_ids
        self.assertEqual((len(asked), set(asked.mapped('state')), set(asked.mapped('method'))), (2, {'open'}, {'link'}))
        self.assertEqual(asked.notice_ids.mapped('mail_template'), ['aftersales.mail_template_ask_survey'] * 2)
        self.assertEqual(asked.technician_ids, visits.job_ids.technician_id)
        self.assertFalse((today | old).survey_invitation_ids)
        asked.notice_ids._send_now()
        mails = self.env['mail.mail'].search([('model', '=', asked._name), ('res_id', 'in', asked.ids)])
        self.assertEqual(len(mails), 2)
        for invitation in asked:
            mail = mails.filtered(lambda mail, invitation=invitation: mail.res_id == invitation.id)
            self.assertIn(invitation.access_token, mail.body_html, "the customer has his key")
            self.assertNotIn(invitation.access_token, ''.join(invitation.message_ids.mapped('body')), "nobody else has")

    def test_who_is_left_in_peace(self):
        """L1: asked lately, complaining, unwilling, unreachable, the house itself: noted with the reason, none asked."""
        reasons = ('rest', 'complaint', 'unwanted', 'unreachable', 'own', False)
        partners = [self.env['res.partner'].create({'name': "Wu", 'email': 'wu@example.com'}) for __ in range(6)]
        partners[4] = self.company.partner_id
        visits = self._create_visits(6, partners=partners, user=self.user_manager)
        rested, complaining, unwilling, unreachable, own, fine = visits
        before = self._create_visits(days=12, partners=[rested.partner_id])
        self.invitations.create({
            'order_id': before.id, 'survey_id': self.visit_trigger.survey_id.id, 'asked_date': '2026-02-20 02:00:00'})
        self._create_complaints(vehicle_id=self.vehicle_2.id, order_id=False, partner_id=complaining.partner_id.id)
        unwilling.partner_id.aftersales_no_survey = True
        unreachable.partner_id.write({'email': False, 'phone': False})
        self.assertEqual(own.partner_id, self.company.partner_id)
        asked = self._ask_about(visits)
        self.assertEqual([invitation.skip_reason for invitation in asked], list(reasons))
        self.assertEqual(asked.filtered('notice_ids'), fine.survey_invitation_ids)
        self.assertEqual(asked[:5].mapped('state'), ['skipped'] * 5)

    def test_one_of_two_visits(self):
        """L1: whose two cars were delivered on one day is asked about one of them."""
        partner = self.env['res.partner'].create({'name': "Wu", 'email': 'wu@example.com'})
        visits = self._create_visits(2, partners=[partner, partner])
        self.assertEqual(self._ask_about(visits).mapped('state'), ['open', 'skipped'])

    def test_complaint_meanwhile(self):
        """L1: who complains, or answers, before the message goes out is not asked any more."""
        first, second, third = asked = self._ask_about(self._create_visits(3))
        self._create_complaints(order_id=False, vehicle_id=self.vehicle_2.id, partner_id=first.partner_id.id)
        second._answer(self._say(second, B8=5), 'link')
        (first | third)._set_to_call()
        Care = self.invitations.with_user(self.user_care)
        self.assertEqual(Care.search(Care._get_call_domain()) & asked, third, "nor called")
        asked.notice_ids._send_now()
        self.assertEqual([invitation.notice_ids.state for invitation in (first, second, third)], ['skipped', 'skipped', 'sent'])
        third.partner_id.aftersales_no_survey = True
        self.assertFalse(Care.search(Care._get_call_domain()) & asked)

    def test_booked_visit(self):
        """L1: of a booked visit the booking is asked about as well, in one message; each questionnaire has its sheet."""
        plain, booked = self._create_visits(2)
        self.env['aftersales.appointment'].create({
            'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id, 'start': '2026-03-05 02:00:00',
        }).sudo()._write_plain({'order_id': booked.id})
        first, second = self._ask_about(plain | booked)
        self.assertFalse(first.joined_survey_id)
        self.assertEqual(second._get_questions()[:6].mapped('aftersales_code'), ['A1', 'A2', 'A3', 'A4', 'A5', 'A11'])
        second._answer(self._say(second, A1=5, B8=4), 'link')
        self.assertEqual(second.user_input_ids.survey_id.mapped('aftersales_kind'), ['booking', 'visit'])
        self.visit_trigger.active = False
        third = self._create_visits()
        self.assertFalse(self._ask_about(third), "neither booked nor asked otherwise")
        fourth = self._create_visits()
        self.env['aftersales.appointment'].create({
            'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id, 'start': '2026-03-05 03:00:00',
        }).sudo()._write_plain({'order_id': fourth.id})
        self._run('aftersales.order', '_cron_ask_visits', batch_size=1)
        self.assertTrue(fourth.survey_invitation_ids, "the one before it, which nobody asks about, is not in its way")

    def test_buyers(self):
        """L1: the day 7 and 30 after the sale about the purchase, 90 and 360 about the car; each once."""
        today = fields.Date.today()
        self.vehicles.write({
            'is_customer_vehicle': True, 'company_id': self.company.id, 'delivery_date': False,
            'sale_date': today - timedelta(days=7)})
        self.customer.phone = '+86 21 5555 0100'
        self.vehicle_2.owner_id = self.customer.copy({'email': 'second@example.com'})
        for __ in range(2):
            self._run('fleet.vehicle', '_cron_ask_buyers')
        asked = self.vehicles.sudo().survey_invitation_ids
        self.assertEqual(asked.mapped('kind'), ['purchase'] * 2)
        self.assertEqual(asked.company_id, self.company)
        self.vehicle.sale_date = today - timedelta(days=91)
        with freeze_time('2026-04-20 02:00:00'):
            self.vehicle.sale_date = fields.Date.today() - timedelta(days=91)
            self._run('fleet.vehicle', '_cron_ask_buyers')
        self.assertEqual(self.vehicle.sudo().survey_invitation_ids.mapped('kind'), ['product', 'purchase'])

    def test_complainants(self):
        """L1: when a complaint is closed its customer is asked how it was handled, whatever he was asked before."""
        complaints = self._create_complaints(2)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_complaint SET state = 'closed', closed_date = '2026-03-02 03:00:00' WHERE id IN %s",
            [complaints._ids])
        self.env.invalidate_all()
        for __ in range(2):
            self._run('aftersales.complaint', '_cron_ask_complainants')
        asked = complaints.sudo().survey_invitation_ids
        self.assertEqual(asked.mapped('kind'), ['complaint'] * 2)
        self.assertEqual(asked.mapped('state'), ['open', 'open'])

    def test_questions_in_the_closing_letter(self):
        """issue 10, L1 F: who is told by e-mail that his case is settled finds the questions there, with his key in his own
        mail alone; he is not asked again. Paper, another's address and who wants no surveys get none."""
        self.company.aftersales_ask_survey = True
        complaint = self._create_complaints(user=self.user_care)
        letter = complaint._tell('close', 'mail', "Settled", "<p>It is settled</p>")
        invitation = complaint.sudo().survey_invitation_ids
        self.assertEqual((len(invitation), invitation.kind, invitation.state), (1, 'complaint', 'open'))
        self.assertIn(f'/my/satisfaction/{invitation.id}', str(letter.body))
        token = invitation.sudo()._portal_ensure_token()
        self.assertNotIn(token, str(letter.body) + ''.join(complaint.message_ids.mapped('body')))
        mail = self.env['mail.mail'].search([('model', '=', complaint._name), ('res_id', '=', complaint.id)])
        self.assertIn(token, ''.join(mail.mapped('body_html')))
        self.assertEqual(complaint._ask_by_letter(), invitation, "the same again")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_complaint SET state = 'closed', closed_date = '2026-03-02 03:00:00' WHERE id IN %s",
            [complaint._ids])
        self.env.invalidate_all()
        self._run('aftersales.complaint', '_cron_ask_complainants')
        self.assertEqual(complaint.sudo().survey_invitation_ids, invitation)
        third, fourth, fifth = self._create_complaints(3, user=self.user_care)
        self.assertNotIn('/my/satisfaction', str(third._tell('close', 'mail', "Settled", "<p>So</p>").body), "others are open")
        self.env.cr.execute("UPDATE aftersales_complaint SET state = 'closed' WHERE id IN %s", [(third.id, fifth.id)])
        self.env.invalidate_all()
        self.assertNotIn('/my/satisfaction', str(fourth._tell('close', 'letter', "Settled", "<p>So</p>").body))
        self.customer.aftersales_no_survey = True
        self.assertNotIn('/my/satisfaction', str(fourth._tell('close', 'mail', "Settled", "<p>So</p>").body))
        self.customer.aftersales_no_survey = False
        self.customer._note_wishes({('mail', 'survey'): 'no'}, 'phone')
        self.assertNotIn('/my/satisfaction', str(fourth._tell('close', 'mail', "Settled", "<p>So</p>").body))
        self.customer._note_wishes({('mail', 'survey'): 'yes'}, 'page')
        fourth.email = 'somebody.else@example.com'
        self.assertNotIn('/my/satisfaction', str(fourth._tell('close', 'mail', "Settled", "<p>So</p>").body))

    def test_sample(self):
        """L1: once a year as many customers as said are drawn at random of those who came, in each company."""
        trigger = self.env.ref('aftersales.survey_trigger_image')
        visits, strange = self._create_visits(4, days=60), self._create_visits(days=500)
        trigger.write({'next_date': '2024-03-03', 'sample_size': 3, 'rest_days': 0})
        for __ in range(2):
            self._run('aftersales.survey.trigger', '_cron_draw_samples')
        asked = self.invitations.search([('trigger_id', '=', trigger.id), ('workshop_id', '=', self.workshop.id)])
        self.assertEqual(len(asked.partner_id), 3)
        self.assertFalse(asked.partner_id - visits.partner_id - self.env['aftersales.order'].search([]).partner_id)
        self.assertNotIn(strange.partner_id, asked.partner_id)
        self.assertEqual(set(asked.mapped('sample_size')), {3})
        self.assertGreaterEqual(asked[0].sample_frame_size, 4)
        self.assertEqual(str(trigger.next_date), '2027-03-03')

    def test_nobody_waits_for_ever(self):
        """L1: what is not answered in its time lapses; the link then takes no answer."""
        first, second = self._ask_about(self._create_visits(2))
        with freeze_time('2026-03-18 02:00:00'):
            self.assertFalse(second._answer(self._say(second, B8=5), 'link'), "its time is over, whatever the night does")
            self._run('aftersales.survey.invitation', '_cron_lapse')
            self.assertEqual((first.state, second.state), ('lapsed', 'lapsed'))

    def test_one_more_asks_for_no_more_queries(self):
        """faults P10: visits are looked at together, however many were delivered."""
        visits = self._create_visits(12)
        reasons = self.invitations.create([{
            **vals, 'method': 'link'} for vals in visits._prepare_surveys()])
        self.env.flush_all()
        self.assertFlat(lambda some: some._get_skip_reasons(), reasons[:1], reasons)
        self.assertFlat(lambda some: some.mapped(lambda one: one.display_name), reasons[:1], reasons)
