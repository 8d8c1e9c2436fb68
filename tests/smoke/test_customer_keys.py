import re
from contextlib import closing

from markupsafe import Markup
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.keys import QUIET, KeysCommon

# Fields that end as a key does and are none, with the reason.
NO_KEYS = {
    ('aftersales.coverage', 'lot_key'): "what the number of a part is folded to",
    ('aftersales.crisis', 'cause_key'): "what the complaints of a crisis have in common",
    ('aftersales.fitment', 'source_key'): "by which line of which catalogue it came",
    ('aftersales.fitment.mapping', 'key'): "what a name of a catalogue is folded to",
    ('aftersales.part.number', 'key'): "what the number of a part is folded to",
    ('aftersales.survey.level', 'key'): "the number key that gives an answer",
    ('fleet.vehicle', 'search_key'): "what the search box folds a plate to",
    ('aftersales.order', 'search_key'): "what the search box folds the order's car and customer to",
    ('aftersales.appointment', 'search_key'): "what the search box folds the visit's car and customer to",
}


@tagged('post_install', '-at_install')
class TestKeyFields(KeysCommon):
    """faults M1: no key that speaks for a customer is read by RPC, on any way."""

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
        yield 'default', lambda: self._create_by_default(model, name)

    def _create_by_default(self, model, name):
        """A new row with the names it cannot be without: it is refused, or begins without what the caller brought."""
        vals = {
            other: "New" for other, field in model._fields.items()
            if field.required and field.type == 'char' and not (field.readonly or field.compute or field.default)}
        record = model.with_context(**{f'default_{name}': 'mine'}).create(vals)
        if record.sudo()[name] != 'mine':
            ignored = f'{name}: the default does not count'
            raise AccessError(ignored)

    def _is_refused(self, call):
        self.env.invalidate_all()
        with closing(self.cr.savepoint(flush=False)):
            try:
                call()
            except (AccessError, UserError, ValueError, IntegrityError):
                return True
        return False

    @mute_logger(*QUIET, 'odoo.sql_db')
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

    def _get_public_urls(self, record, user):
        """What employees, and customers of others, may call by RPC."""
        share = self.env['portal.share'].with_user(user).with_context(active_model=record._name, active_id=record.id)
        yield lambda: record.with_user(user).get_portal_url()
        yield lambda: share.default_get(['share_link'])
        yield lambda: share.create({
            'res_model': record._name, 'res_id': record.id, 'partner_ids': self.stranger.ids}).share_link
        yield lambda: record.with_user(user).read(['access_url'])

    @mute_logger(*QUIET)
    def test_public_methods_hide_keys(self):
        for role, user in {**self.employees, 'stranger': self.user_stranger}.items():
            for record in (self.asked, self.order, self.appointment):
                for call in self._get_public_urls(record, user):
                    self.env.invalidate_all()
                    try:
                        answer = call()
                    except (AccessError, UserError):
                        continue
                    self.assertNoKeys(str(answer), role)

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
    """faults M1: the log, previews and copies for the house hold no key; the customer's mail and SMS do."""

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
        self.assertIn(f'/as/{self.asked.sudo()._get_short_key("q")}', texts)
        self.assertIn(f'/as/{self.order.sudo()._get_short_key("r")}', texts)
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

    def test_sms_composer_of_an_employee(self):
        """faults M1: a template chosen for an SMS by hand shows no key; the customer's SMS has it."""
        self.customer.phone = '+86 21 5555 0101'
        for xmlid, sign in (('sms_template_order_ready', 'o'), ('sms_template_rate_visit', 'r')):
            composer = self.env['sms.composer'].with_user(self.user_advisor).create({
                'res_model': 'aftersales.order', 'res_id': self.order.id, 'composition_mode': 'comment',
                'template_id': self.env.ref(f'aftersales.{xmlid}').id})
            self.assertIn(f'/as/{sign}hidden', composer.body)
            composer._action_send_sms()
            texts = str(self.env['sms.sms'].sudo().search([('partner_id', '=', self.customer.id)]).mapped('body'))
            self.assertIn(f'/as/{self.order.sudo()._get_short_key(sign)}', texts)
        self.assertLogHoldsNoKeys()
