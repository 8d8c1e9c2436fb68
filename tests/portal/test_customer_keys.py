import re
from contextlib import closing
from datetime import timedelta

from freezegun import freeze_time
from markupsafe import Markup

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.common import ROLE_GROUPS

from .common import PortalCommon

# Fields that end as a key does and are none, with the reason.
NO_KEYS = {
    ('fleet.vehicle', 'search_key'): "what the search box folds a plate to",
}
QUIET = (
    'odoo.http', 'odoo.models', 'odoo.orm.models', 'odoo.addons.base.models.ir_model', 'odoo.addons.base.models.ir_rule',
)


class KeysCommon(PortalCommon):
    """A visit that waits for an answer, one that may be rated and a visit booked: all with their keys."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = False  # by mail alone
        cls.asked = cls._create_orders(user=cls.user_advisor)
        cls.request_ = cls.asked._ask_customer().sudo()
        cls._pass(cls, cls.order)
        cls.order.action_deliver()
        cls.order.sudo()._ask_for_rating()
        cls.rating = cls.order._get_visit_rating()
        cls.appointment = cls.env['aftersales.appointment'].create({
            'workshop_id': cls.workshop.id, 'vehicle_id': cls.vehicle.id, 'partner_id': cls.customer.id,
            'start': cls._get_slot(0)})
        for document in cls.asked + cls.order:
            document._portal_ensure_token()
        cls.appointment._portal_ensure_token()
        cls.env.flush_all()
        cls.keys = {
            'answer': cls.request_.token,
            'rating': cls.rating.access_token,
            'asked order': cls.asked.sudo().access_token,
            'order': cls.order.sudo().access_token,
            'appointment': cls.appointment.sudo().access_token,
        }
        cls.user_plain = cls.user_employee
        cls.employees = {role: getattr(cls, f'user_{role}') for role in (*ROLE_GROUPS, 'plain')}

    def assertNoKeys(self, text, message=''):
        for name, key in self.keys.items():
            self.assertTrue(key, name)
            self.assertNotIn(key, text, f"{message}: key of {name}")


@tagged('post_install', '-at_install')
class TestKeyFields(KeysCommon):
    """M1: no key that speaks for a customer is read by RPC, on any way."""

    def _get_key_fields(self):
        """(model, field) of every stored field of ours that holds a key."""
        for name, model in self.env.registry.items():
            is_ours = model._original_module == 'aftersales' or name in ('rating.rating', 'fleet.vehicle')
            if not is_ours or model._abstract:
                continue
            for field in model._fields.values():
                is_key = re.search(r'(^|_)(token|key|token_hash|code_hash)$', field.name)
                if field.store and field.type in ('char', 'text') and is_key and (name, field.name) not in NO_KEYS:
                    yield name, field.name

    def _get_ways(self, some, name):
        """Every way on which RPC tells a field, or whether it has a value."""
        model = some.browse()
        yield 'read', lambda: some.read([name])
        yield 'search_read', lambda: model.search_read([], [name], limit=1)
        yield 'domain', lambda: model.search_count([(name, '=like', 'a%')])
        yield 'order', lambda: model.search([], order=f'{name}, id', limit=1).ids
        yield 'group by', lambda: model.formatted_read_group([], [name], ['__count'])
        yield 'aggregate', lambda: model.formatted_read_group([], [], [f'{name}:max'])
        yield 'export', lambda: some.export_data([name])
        yield 'write', lambda: some.write({name: 'mine'})
        yield 'create', lambda: model.create({name: 'mine'})
        yield 'default', lambda: model.with_context(**{f'default_{name}': 'mine'}).create({})

    def _is_refused(self, call):
        self.env.invalidate_all()
        with closing(self.cr.savepoint(flush=False)):
            try:
                call()
            except (AccessError, UserError, ValueError):
                return True
        return False

    @mute_logger(*QUIET)
    def test_no_role_reads_a_key(self):
        found = list(self._get_key_fields())
        for expected in (
            ('aftersales.order', 'access_token'), ('aftersales.appointment', 'access_token'),
            ('rating.rating', 'access_token'), ('aftersales.authorisation.request', 'token'),
            ('aftersales.authorisation.request', 'screen_token'), ('aftersales.workshop', 'clock_key'),
        ):
            self.assertIn(expected, found)
        users = {**self.employees, 'stranger': self.user_stranger}
        told = []
        for model_name, name in found:
            some = self.env[model_name].sudo().search([], limit=1)
            for role, user in users.items():
                told += [
                    (model_name, name, role, way) for way, call in self._get_ways(some.with_env(self.env(user=user)), name)
                    if (some or way not in ('read', 'export', 'write')) and not self._is_refused(call)
                ]
        self.assertFalse(told)

    @mute_logger(*QUIET)
    def test_no_dotted_path_tells_a_key(self):
        told = []
        for model_name, path in (
            ('aftersales.job', 'order_id.access_token'), ('aftersales.order', 'request_ids.token'),
            ('aftersales.order', 'appointment_ids.access_token'), ('aftersales.order', 'rating_ids.access_token'),
            ('aftersales.authorisation', 'request_id.token'), ('aftersales.authorisation', 'order_id.access_token'),
            ('mail.message', 'rating_ids.access_token'),
        ):
            link, name = path.split('.')
            for role, user in self.employees.items():
                model = self.env[model_name].with_user(user)
                for way, call in (
                    ('domain', lambda model=model, path=path: model.search_count([(path, '=like', 'a%')])),
                    ('any', lambda model=model, link=link, name=name: model.search_count(
                        [(link, 'any', [(name, '!=', False)])])),
                    ('group by', lambda model=model, path=path: model.formatted_read_group([], [path], ['__count'])),
                    ('order', lambda model=model, path=path: model.search([], order=path, limit=1)),
                ):
                    if not self._is_refused(call):
                        told.append((model_name, path, role, way))
        self.assertFalse(told)

    @mute_logger(*QUIET)
    def test_no_name_search_tells_a_key(self):
        for role, user in self.employees.items():
            for model_name in ('aftersales.order', 'aftersales.appointment', 'rating.rating'):
                for key in self.keys.values():
                    model = self.env[model_name].with_user(user)
                    if model.has_access('read'):
                        self.assertFalse(model.name_search(key), (role, model_name))

    @mute_logger(*QUIET)
    def test_no_exported_path_tells_a_key(self):
        for role, user in self.employees.items():
            for record, path in ((self.asked.job_ids, 'order_id/access_token'), (self.order, 'rating_ids/access_token')):
                with self.subTest(role=role, path=path):
                    self.env.invalidate_all()
                    try:
                        answer = record.with_user(user).export_data([path])
                    except (AccessError, UserError):
                        continue
                    self.assertNoKeys(str(answer))

    @mute_logger(*QUIET)
    def test_public_methods_hide_keys(self):
        """What employees, and customers of others, may call by RPC."""
        for role, user in {**self.employees, 'stranger': self.user_stranger}.items():
            for record in (self.asked, self.order, self.appointment):
                with self.subTest(role=role, record=record._name):
                    self.env.invalidate_all()
                    share = self.env['portal.share'].with_user(user)
                    context = {'active_model': record._name, 'active_id': record.id}
                    for call in (
                        lambda: record.with_user(user).get_portal_url(),
                        lambda: share.with_context(**context).default_get(['share_link']),
                        lambda: share.create({
                            'res_model': record._name, 'res_id': record.id,
                            'partner_ids': self.stranger.ids}).share_link,
                        lambda: record.with_user(user).read(['access_url']),
                    ):
                        try:
                            self.assertNoKeys(str(call()), role)
                        except (AccessError, UserError):
                            continue

    @mute_logger(*QUIET)
    def test_advisor_reads_no_key_of_the_customer(self):
        asked, request_ = self.asked.with_user(self.user_advisor), self.request_.with_user(self.user_advisor)
        self.assertTrue(asked.authorise_url.endswith('/aftersales/authorise/hidden'))
        action = asked.action_view_request()
        for record in (asked, request_):
            names = [
                name for name, field in record._fields.items()
                if record._has_field_access(field, 'read') and field.type in ('char', 'text', 'html')]
            self.assertNoKeys(str(record.read(names)))
        self.assertNoKeys(str(action))

    def test_rating_is_asked_anew(self):
        partner_rating = self.env['rating.rating'].sudo().create({
            'res_model_id': self.env['ir.model']._get_id('res.partner'), 'res_id': self.customer.id, 'rating': 3})
        before = partner_rating.access_token
        partner_rating.with_user(self.user_advisor).reset()
        self.assertNotEqual(partner_rating.access_token, before)
        with self.assertRaises(AccessError):
            self.rating.with_user(self.user_advisor).reset()


@tagged('post_install', '-at_install')
class TestKeysInLog(KeysCommon):
    """M1: the log, previews and copies for the house hold no key; the customer's mail and SMS do."""

    def _get_mails(self, record):
        messages = record.sudo().message_ids
        return self.env['mail.mail'].sudo().search([('mail_message_id', 'in', messages.ids)])

    def assertLogHoldsNoKeys(self):
        for record in (self.asked, self.order, self.appointment):
            for message in record.sudo().message_ids:
                self.assertNoKeys(f'{message.subject} {message.body}', record._name)
        composers = self.env['mail.compose.message'].sudo().search([])
        self.assertNoKeys(str(composers.mapped('body')), "what core composed is read by who pressed the button")
        buses = self.env['bus.bus'].sudo().search([])
        self.assertNoKeys(str(buses.mapped('message')))

    def test_followers_get_no_key(self):
        self.asked.message_subscribe(partner_ids=(self.user_technician + self.user_parts).partner_id.ids)
        self.user_parts.notification_type = 'inbox'
        self.asked.with_user(self.user_advisor)._ask_customer()
        self.keys['answer'] = self.asked.sudo().open_request_id.token
        self.env.cr.precommit.run()
        self.assertLogHoldsNoKeys()
        mails = self._get_mails(self.asked)
        own = mails.filtered(lambda mail: mail.recipient_ids == self.customer)
        self.assertIn(f'/aftersales/authorise/{self.keys["answer"]}', own.sorted('id')[-1:].body_html)
        others = mails - own
        self.assertTrue(others, "a colleague who follows is told, without the key")
        self.assertNoKeys(str(others.mapped('body_html')))

    def test_ready_and_rating(self):
        mails = self._get_mails(self.order)
        self.assertIn(f'/rate/{self.keys["rating"]}/5', str(mails.mapped('body_html')))
        mails = self._get_mails(self.asked)
        self.asked.with_user(self.user_advisor)._notify_customer(
            'aftersales.mail_template_order_ready', 'aftersales.sms_template_order_ready')
        body = (self._get_mails(self.asked) - mails).filtered(lambda mail: mail.recipient_ids == self.customer).body_html
        self.assertIn(f'/my/repair-orders/{self.asked.id}?access_token={self.keys["asked order"]}', body)
        self.assertLogHoldsNoKeys()

    def test_sms(self):
        self.customer.write({'phone': '+86 21 5555 0101', 'email': False})
        self.asked.with_user(self.user_advisor)._ask_customer()
        self.keys['answer'] = self.asked.sudo().open_request_id.token
        self.order.with_user(self.user_advisor)._notify_customer(
            'aftersales.mail_template_rate_visit', 'aftersales.sms_template_rate_visit')
        texts = str(self.env['sms.sms'].sudo().search([('partner_id', '=', self.customer.id)]).mapped('body'))
        self.assertIn(f'/aftersales/authorise/{self.keys["answer"]}', texts)
        self.assertIn(f'access_token={self.keys["order"]}', texts)
        self.assertLogHoldsNoKeys()

    def test_visitor_without_a_record(self):
        """Who left but an address is written to; the log does not tell his key."""
        self.appointment.sudo().write({'vehicle_id': False, 'partner_id': False, 'email': 'guest@example.com'})
        template = self.env.ref('aftersales.mail_template_appointment_reminder')
        template.body_html = '<a t-att-href="object.get_base_url() + object.get_portal_url()">Move it</a>'
        self.appointment.sudo()._notify_customer(
            'aftersales.mail_template_appointment_reminder', 'aftersales.sms_template_appointment_reminder')
        mail = self.env['mail.mail'].sudo().search([('email_to', '=', 'guest@example.com')], limit=1)
        self.assertIn(self.keys['appointment'], mail.body_html)
        self.assertLogHoldsNoKeys()

    def test_quoted_answer(self):
        """A customer answers our mail and quotes its links."""
        quoted = ' '.join((
            f'<a href="http://x/aftersales/authorise/{self.keys["answer"]}">1</a>',
            f'<a href="http://x/rate/{self.keys["rating"]}/5">2</a>',
            f'<a href="http://x/my/repair-orders/{self.order.id}?access_token={self.keys["order"]}&amp;a=1#rating">3</a>',
            f'<a href="http://x/mail/view?model=aftersales.order&amp;access_token={self.keys["order"]}&amp;hash=abc1">4</a>',
        ))
        message = self.order.with_user(self.user_advisor).message_post(body=Markup(quoted))
        self.assertNotIn('abc1', message.body)
        self.assertIn('#rating', message.body)
        self.assertLogHoldsNoKeys()
        image = self.order.message_post(body=Markup('<img src="/web/image/7?access_token=1234"/>'))
        self.assertIn('1234', image.body, "keys of pictures speak for nobody")

    def test_composer_of_an_employee(self):
        """A template chosen by hand: the preview shows no key, the customer's mail has it."""
        composer = self.env['mail.compose.message'].with_user(self.user_advisor).with_context(
            default_model='aftersales.order', default_res_ids=self.order.ids, default_composition_mode='comment',
            default_template_id=self.env.ref('aftersales.mail_template_order_ready').id).create({})
        self.assertIn('access_token=hidden', composer.body)
        before = self._get_mails(self.order)
        composer.action_send_mail()
        mails = (self._get_mails(self.order) - before).filtered(lambda mail: mail.recipient_ids == self.customer)
        self.assertIn(f'?access_token={self.keys["order"]}', mails.body_html)
        self.assertLogHoldsNoKeys()


@tagged('post_install', '-at_install')
class TestKeysOnPages(KeysCommon):
    """M1: pages that an employee opens hold no key and nothing to answer with; routes refuse or mark."""

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
