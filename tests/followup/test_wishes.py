from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.followup import FollowupCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestWishes(FollowupCommon):
    """J3: on which way a customer may be contacted what for: one answer for all who ask."""

    def _say(self, answer, source='phone', user=None, **values):
        return self.env['aftersales.consent'].with_user(user or self.user_care).create({
            'partner_id': self.customer.id, 'channel': 'sms', 'purpose': 'service', 'answer': answer, 'source': source,
            **values})

    def test_last_word_counts_and_each_is_kept(self):
        """J3: a refusal counts at once and is taken back by the customer alone; nothing is changed or deleted."""
        self.assertTrue(self.customer._may_contact('sms', 'service'))
        yes, no = self._say('yes'), self._say('no')
        self.assertFalse(self.customer._may_contact('sms', 'service'))
        self.assertIn("wants no contact", self.customer._get_contact_obstacles('sms', 'service')[self.customer])
        self.assertEqual((yes.is_last, no.is_last, no.user_id), (False, True, self.user_care))
        with self.assertRaisesRegex(UserError, "Only he himself"):
            self._say('yes', 'counter')
        with self.assertRaisesRegex(UserError, "where the paper"):
            self._say('yes', 'paper')
        with self.assertRaises(AccessError):
            self._say('yes', 'page')
        with self.assertRaises(AccessError):
            self._say('no', user=self.user_technician)
        self._say('yes', 'paper', note="Folder 3")
        self.assertTrue(self.customer._may_contact('sms', 'service'))
        for change in (lambda: no.write({'answer': 'yes'}), no.unlink, lambda: no.write({'is_last': True})):
            with self.assertRaises(AccessError):
                change()

    def test_offers_need_a_yes(self):
        """J3: where the company asks for it, offers go to those alone who agreed."""
        other = self.customer.copy()
        other._note_wishes({('mail', 'marketing'): 'yes'}, 'counter')
        both = self.customer | other
        self.assertEqual(list(both._get_contact_obstacles('mail', 'marketing')), [self.customer])
        refusing = self.env['res.partner'].search(
            [('id', 'in', both.ids), *both._get_refusing_domain('mail', 'marketing')])
        self.assertEqual(refusing, self.customer)
        self.company.aftersales_offers_need_yes = False
        self.assertFalse(both._get_contact_obstacles('mail', 'marketing'))

    def test_messages_ask(self):
        """J3: whoever refuses a way gets no message on it, of whatever document; each check leaves a row."""
        order = self._create_orders()
        order.partner_id = self.customer
        self.assertTrue(order._get_notice_email())
        self.customer._note_wishes({('mail', 'service'): 'no'}, 'counter')
        self.assertFalse(order._get_notice_email())
        order._notify_customer('aftersales.mail_template_order_ready', 'aftersales.sms_template_order_ready')
        checks = self.env['aftersales.contact.check'].search([('partner_id', '=', self.customer.id)])
        self.assertIn(('mail', False), [(check.channel, check.is_allowed) for check in checks])
        visit, stars = self._create_visits(), 'aftersales.mail_template_rate_visit'
        asking = visit.with_context(aftersales_notice_template=stars)
        self.assertEqual(asking._get_notice_channels()[:1], ['mail'])
        visit.partner_id._note_wishes({('mail', 'survey'): 'no'}, 'phone')
        self.assertEqual((asking._get_notice_channels(), visit._get_notice_channels()[:1]), (['sms'], ['mail']))
        self.assertTrue(visit._is_notice_due(stars))
        visit.partner_id._refuse_all(('call', 'sms', 'mail'), ['survey'], 'phone')
        self.assertFalse(visit._is_notice_due(stars), "nor called about stars")
        asked = self._ask_about(visit)
        self.assertEqual(asked.skip_reason, 'unwanted')
        with self.assertRaisesRegex(UserError, "wants no contact"):
            asked.with_user(self.user_care).action_call()
        self.assertTrue(asked.with_user(self.user_care).action_enter_paper(), "what he wrote by himself is entered")

    def test_queries_do_not_grow(self):
        """J3: the predicate asks once for all customers."""
        partners = self.env['res.partner'].create([{'name': f"Customer {number}"} for number in range(12)])
        self.assertFlat(lambda some: some._get_contact_obstacles('sms', 'service'), partners[:1], partners)


@tagged('post_install', '-at_install')
class TestFollowupPages(FollowupCommon, OneBrowserCase):

    def test_calls_by_few_clicks(self):
        """J2, J3: delivered cars, planned calls: content and nothing to do takes two clicks, and the next customer is there; a
        booking is made from the call; changed data is written beside it."""
        self.company.write({  # whatever hour it is
            'aftersales_quiet_from': 0, 'aftersales_quiet_to': 0, 'aftersales_noon_to': 12, 'aftersales_calls_on_sunday': True})
        cars = self._create_cars(3)
        self._deliver(cars, 4)
        steps = self._plan('visit')
        self.assertEqual(steps.vehicle_id, cars)
        for step, days in zip(steps, (0, 1, 2)):
            step.sudo().late_date = fields.Date.add(step.due_date, days=3 + days)
        self.start_tour('/odoo/follow-up-calls', 'aftersales_followup_call', login=self.user_care.login)
        self.start_tour('/odoo/follow-up-calls', 'aftersales_followup_data', login=self.user_care.login)
        self.env.invalidate_all()
        self.assertEqual(steps.mapped(lambda step: (step.result, step.mood)), [
            ('nothing', 'content'), ('booked', False), ('data', False)])
        booked = self.env['aftersales.appointment'].search([('vehicle_id', '=', cars[1].id)])
        self.assertEqual((booked.state, booked.channel, booked.concern), ('booked', 'phone', "The brakes squeal"))
        self.assertEqual(cars[2].owner_id.phone, '+86 21 5555 8888')

    def test_customer_chooses_by_click(self):
        """J3: on his page, for himself; what he does not touch stays as it was."""
        user = new_test_user(self.env, 'wishing', groups='base.group_portal', email='wishing@example.com')
        self.start_tour('/my/wishes', 'aftersales_wishes_by_customer', login=user.login)
        self.env.invalidate_all()
        self.assertEqual(
            [(wish.channel, wish.purpose, wish.answer, wish.source) for wish in user.partner_id.aftersales_consent_ids],
            [('mail', 'survey', 'no', 'page')])

    def test_link(self):
        """J3: the link of a message ends messages by one click; it is good for its customer alone."""
        step = self._create_steps(self._create_cars())
        partner, url = step.partner_id, f'/my/wishes/{step.id}'
        token = step.sudo().access_token
        for wrong in ('', '?access_token=guessed', f'?access_token={self._create_steps(self.vehicle).sudo().access_token}'):
            self.assertNotIn('o_as_wishes', self.url_open(url + wrong).text)
        page = self.url_open(f'{url}?access_token={token}')
        self.assertIn('o_as_wishes', page.text)
        self.assertFalse(partner.aftersales_consent_ids, "looking changes nothing")
        csrf = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
        self.url_open(url, data={'csrf_token': csrf, 'access_token': 'guessed', 'stop': '1'})
        self.assertFalse(partner.aftersales_consent_ids)
        self.url_open(url, data={'csrf_token': csrf, 'access_token': token, 'stop': '1'})
        self.assertEqual(set(partner.aftersales_consent_ids.mapped('source')), {'page'})
        self.assertFalse(partner._may_contact('call', 'followup') or partner._may_contact('sms', 'marketing'))
        self.assertTrue(partner._may_contact('sms', 'service'), "that the car is ready he is told all the same")
        self.assertEqual(step.state, 'refused')
        self.url_open(url, data={'csrf_token': csrf, 'access_token': token, 'mail_followup': 'on'})
        self.assertTrue(partner._may_contact('mail', 'followup'), "he himself takes it back")
