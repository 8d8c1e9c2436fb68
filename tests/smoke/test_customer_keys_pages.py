import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.keys import QUIET, KeysCommon


@tagged('post_install', '-at_install')
class TestKeysOnPages(KeysCommon):
    """faults M1: pages that an employee opens hold no key and nothing to answer with; routes refuse or mark."""

    def _get_urls(self):
        return [
            f'/my/repair-orders/{self.asked.id}', f'/my/repair-orders/{self.order.id}',
            f'/my/appointments/{self.appointment.id}', '/my/repair-orders', '/my/appointments',
            f'/my/vehicles/{self.vehicle.id}', '/my/vehicles', '/my',
        ]

    def _log_in(self, user):
        self.authenticate(user.login, user.login + 'x' * (8 - len(user.login)))

    @mute_logger(*QUIET)
    def test_pages_of_the_house(self):
        for role, user in self.employees.items():
            self._log_in(user)
            for url in self._get_urls():
                with self.subTest(role=role, url=url):
                    text = self.url_open(url).text
                    self.assertNoKeys(text, url)
                    for form in ('/rate"', '/cancel"', '/reschedule"', '/aftersales/authorise/'):
                        self.assertNotIn(form, text)
            for order in (self.asked, self.order):
                answer = self._call(f'/my/repair-orders/{order.id}/status', known='x')
                self.assertNoKeys(str(answer), role)
                self.assertNotIn('/aftersales/authorise/', str(answer))

    @mute_logger(*QUIET)
    def test_pages_of_the_house_by_the_link(self):
        """An employee who got hold of the customer's link sees nothing beyond it."""
        for user in (self.user_technician, self.user_advisor, self.user_employee):
            self._log_in(user)
            text = self.url_open(f'/my/repair-orders/{self.asked.id}?access_token={self.keys["asked order"]}').text
            self.assertIn(self.asked.name, text)
            self.assertNotIn('/aftersales/authorise/', text)
            self.assertNotIn(self.keys['answer'], text)

    def test_pages_of_the_customer(self):
        self._log_in(self.user_customer)
        asked = self.url_open(f'/my/repair-orders/{self.asked.id}').text
        self.assertIn(f'/aftersales/authorise/{self.keys["answer"]}', asked)
        self.assertIn(f'data-token="{self.keys["asked order"]}"', asked)
        self.assertIn('/rate"', self.url_open(f'/my/repair-orders/{self.order.id}').text)
        self.assertIn('/cancel"', self.url_open(f'/my/appointments/{self.appointment.id}').text)
        self.authenticate(None, None)
        asked = self.url_open(f'/my/repair-orders/{self.asked.id}?access_token={self.keys["asked order"]}').text
        self.assertIn(f'/aftersales/authorise/{self.keys["answer"]}', asked)

    def test_customer_writes_by_his_link(self):
        self.authenticate(None, None)
        answer = self._call(
            '/mail/message/post', thread_model='aftersales.order', thread_id=self.asked.id,
            post_data={'body': "When is it ready?", 'message_type': 'comment', 'subtype_xmlid': 'mail.mt_comment'},
            token=self.keys['asked order'])
        self.assertNotIn('error', answer)
        message = self.asked.sudo().message_ids[:1]
        self.assertEqual(message.author_id, self.customer)
        self.assertIn("When is it ready?", message.body)

    def test_link_of_the_mail(self):
        """The button of every mail leads the customer to his page, with his key."""
        self.authenticate(None, None)
        page = self.url_open(f'/mail/view?model=aftersales.order&res_id={self.asked.id}'
                             f'&access_token={self.keys["asked order"]}')
        self.assertIn(f'/my/repair-orders/{self.asked.id}', page.url)
        self.assertIn(self.asked.name, page.text)

    @mute_logger(*QUIET)
    def test_house_does_not_act_for_the_customer(self):
        before = self.appointment.state, self.appointment.start
        for user in (self.user_technician, self.user_advisor, self.user_employee):
            self._log_in(user)
            for key in ({}, {'access_token': self.keys['order']}):
                self._post(f'/my/repair-orders/{self.order.id}/rate', stars='1', **key)
            for key in ({}, {'access_token': self.keys['appointment']}):
                self._post(f'/my/appointments/{self.appointment.id}/cancel', reason='mine', **key)
                self._post(
                    f'/my/appointments/{self.appointment.id}/reschedule',
                    start=fields.Datetime.to_string(self._get_slot(3)), **key)
            self._post(f'/rate/{self.keys["rating"]}/submit_feedback', rate='1', feedback='mine')
        self.env.invalidate_all()
        self.assertFalse(self.rating.consumed)
        self.assertEqual((self.appointment.state, self.appointment.start), before)

    def test_customer_rates_by_his_mail(self):
        for login in (None, self.user_customer):
            self._log_in(login) if login else self.authenticate(None, None)
            self._post(f'/rate/{self.keys["rating"]}/submit_feedback', page='/web/login', rate='5', feedback='fine')
            self.env.invalidate_all()
            self.assertEqual((self.rating.consumed, self.rating.rating), (True, 5))

    def test_employee_is_named(self):
        self._log_in(self.user_technician)
        url = f'/aftersales/authorise/{self.keys["answer"]}'
        page = self.url_open(url)
        self.assertIn(self.user_technician.name, page.text)
        self.env.invalidate_all()
        self.assertFalse(self.request_.opened_date, "the customer has not opened it")
        self._decline(url, page)
        answer = self.asked.authorisation_ids
        self.assertEqual((answer.channel, answer.user_id, answer.is_intact), ('portal', self.user_technician, True))
        self.assertIn(self.user_technician.name, answer.content)
        self.assertIn(self.user_technician.name, ' '.join(self.asked.message_ids.mapped('body')))
        self.cr.execute("UPDATE aftersales_authorisation SET user_id = NULL WHERE id = %s", (answer.id,))
        self.env.invalidate_all()
        self.assertFalse(answer.is_intact, "who answered is part of what is kept")

    def _decline(self, url, page):
        job = self.asked.job_ids
        hidden = {
            name: re.search(rf'name="{name}" value="([^"]*)"', page.text)[1] for name in ('csrf_token', 'shown_hash')}
        answer = self.url_open(url, data={
            **hidden, f'decision_{job.id}': 'declined', 'signatory': 'Chen Jing', 'signature': ''})
        self.env.invalidate_all()
        return answer

    # === THE HOUSE'S SCREEN ===#

    def _show(self, user=None):
        request_ = self.request_.with_user(user or self.user_advisor)
        request_.action_show()
        return request_.url.partition('/aftersales/')[2] and '/aftersales/' + request_.url.partition('/aftersales/')[2]

    def test_shown_at_the_counter(self):
        url = self._show()
        self.assertNoKeys(url)
        self.authenticate(None, None)  # the customer's phone
        page = self.url_open(url)
        self.assertIn(f'{self.user_advisor.name} shows you this page', page.text)
        self.assertNoKeys(page.text)
        self.assertIn('your answer is recorded', self._decline(url, page).text)
        answer = self.asked.authorisation_ids
        self.assertEqual((answer.channel, answer.shown_by_id, answer.user_id.id), ('screen', self.user_advisor, False))
        self.assertTrue(answer.is_intact)
        self.assertIn(self.user_advisor.name, answer.content)
        self.assertIn(f'shown at the counter by {self.user_advisor.name}', ' '.join(self.asked.message_ids.mapped('body')))
        self._decline(url, page)
        self.assertEqual(len(self.asked.authorisation_ids), 1, "one answer")

    def test_shown_on_our_own_screen(self):
        url = self.request_.with_user(self.user_advisor).action_open_page()['url']
        self._log_in(self.user_advisor)
        page = self.url_open(url)
        self._decline(url, page)
        answer = self.asked.authorisation_ids
        self.assertEqual(
            (answer.channel, answer.shown_by_id, answer.user_id), ('screen', self.user_advisor, self.user_advisor))

    def test_key_of_the_screen_is_brief(self):
        url = self._show()
        page = self.url_open(url)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=31)):
            self.assertEqual(self.url_open(url).status_code, 410)
            self._decline(url, page)
            self.assertFalse(self.request_.with_user(self.user_advisor).url)
            self.assertEqual(self.request_.state, 'open', "the customer's own link goes on")
        self.assertFalse(self.asked.authorisation_ids)
        newer = self._show()
        self.assertEqual(self.url_open(url).status_code, 404, "a newer key voids the one before")
        self.assertEqual(self.url_open(newer).status_code, 200)
        self.assertFalse(self.request_.with_user(self.user_dispatcher).url, "only who shows it reads it")
        for wrong in (newer[:-1], newer + 'x', f'/aftersales/authorise/{self.request_.id}~',
                      '/aftersales/authorise/~', '/aftersales/authorise/99999999999999999999~x'):
            self.assertEqual(self.url_open(wrong).status_code, 404, wrong)

    @mute_logger(*QUIET)
    def test_only_the_office_shows(self):
        for role in ('technician', 'parts', 'inspector', 'trainer', 'accountant', 'plain'):
            for call in ('action_show', 'action_open_page'):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    getattr(self.request_.with_user(self.employees[role]), call)()
        self.asked.job_ids._approve('phone')
        with self.assertRaisesRegex(UserError, "is closed"):
            self.request_.with_user(self.user_advisor).action_show()
