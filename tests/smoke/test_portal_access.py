import threading
from base64 import b64encode

from odoo.exceptions import AccessError
from odoo.fields import Date
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.later_life import LaterLife
from odoo.addons.aftersales.tests.dealership.portal import PortalCommon

# Routes for which an id or token in the address decides what is shown are tried with those of somebody else.
WRONG_TOKEN = 'c0ffee00-0000-4000-8000-000000000000'

# Whoever leads a department is written to, and need not be one of ours: of these an employee reads those sent to him, by
# the field that names him.
SENT_TO = {'aftersales.complaint.lesson': 'user_id', 'aftersales.survey.letter': 'receiver_id'}


@tagged('post_install', '-at_install')
class TestPortalAccess(PortalCommon):
    """A customer sees only what is his: every route of ours, with ids and tokens that are not his."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The routing map asks the thread for its database, which some test runners leave out.
        threading.current_thread().dbname = cls.env.cr.dbname
        cls.company.write({
            'aftersales_portal_booking': True, 'aftersales_public_booking': True, 'aftersales_public_complaint': True})
        cls.own_token = cls.order._portal_ensure_token()
        cls.strange_order._portal_ensure_token()
        cls.strange_complaint = cls.env['aftersales.complaint'].create({
            'story': "沪B·S9999 squeals", 'vehicle_id': cls.strange_vehicle.id})
        cls.strange_survey = cls.env['aftersales.survey.invitation'].create({
            'survey_id': cls.env.ref('aftersales.survey_visit').id, 'vehicle_id': cls.strange_vehicle.id})
        cls.strange_rescue = cls.env['aftersales.rescue'].create({
            'place': "Where 沪B·S9999 stands", 'vehicle_id': cls.strange_vehicle.id, 'workshop_id': cls.workshop.id})
        event = cls.env['aftersales.campaign'].create({
            'name': "Where 沪B·S9999 is invited", 'kind_id': cls.env.ref('aftersales.campaign_kind_course').id,
            'start': '2099-01-01', 'stop': '2099-01-02', 'workshop_id': cls.workshop.id})
        cls.strange_guest = cls.env['aftersales.campaign.guest'].create({
            'campaign_id': event.id, 'vehicle_id': cls.strange_vehicle.id, 'partner_id': cls.strange_vehicle.owner_id.id})
        cls.strange_contract = cls.env['aftersales.contract'].create({
            'type_id': LaterLife._create_contract_type(cls).id, 'vehicle_id': cls.strange_vehicle.id,
            'partner_id': cls.strange_vehicle.owner_id.id})
        cls.strange_contract._write({'state': 'active', 'start_date': Date.today()})
        cls.strange_sale = cls.env['aftersales.counter.sale'].create({
            'workshop_id': cls.workshop.id, 'partner_id': cls.stranger.id, 'note': "For 沪B·S9999"})
        cls.strange_bulletin = cls.env['aftersales.survey.bulletin'].create({'company_id': cls.company.id})
        cls.strange_followup = cls.env['aftersales.followup'].create({
            'rule_id': cls.env.ref('aftersales.followup_rule_visit').id, 'vehicle_id': cls.strange_vehicle.id,
            'partner_id': cls.strange_vehicle.owner_id.id, 'workshop_id': cls.workshop.id})
        cls.strange_reminder = cls.env['aftersales.reminder'].create({
            'rule_id': cls.env.ref('aftersales.reminder_rule_inspection_60').id, 'vehicle_id': cls.strange_vehicle.id,
            'partner_id': cls.strange_vehicle.owner_id.id, 'workshop_id': cls.workshop.id, 'company_id': cls.company.id,
            'due_date': '2030-01-01', 'due_name': "inspection", 'ready_date': '2029-12-01'})
        check = cls.env['aftersales.health.check'].create({'order_id': cls.strange_order.id})
        cls.strange_video = cls.env['aftersales.health.video'].create({
            'line_id': check.line_ids[0].id, 'name': "沪B·S9999",
            'film': b64encode(b'\x1aE\xdf\xa3\x93B\x82\x84webm Qian Duoduo')})

    # === THE WALK ===#

    def _get_our_rules(self):
        rules = [
            rule for rule in self.env['ir.http'].routing_map().iter_rules()
            if rule.endpoint.func.__module__.startswith('odoo.addons.aftersales.')
        ]
        self.assertGreater(len(rules), 5, "the walk has to find our routes")
        return rules

    def _get_strange_values(self):
        """What the walk puts into the addresses: all of it is the stranger's."""
        job = self.strange_order.job_ids[:1]
        return {
            'vehicle_id': self.strange_vehicle.id,
            'order_id': self.strange_order.id,
            'appointment_id': self.strange_appointment.id,
            'job_id': job.id,
            'complaint_id': self.strange_complaint.id,
            'survey_invitation_id': self.strange_survey.id,
            'bulletin_id': self.strange_bulletin.id,
            'rescue_id': self.strange_rescue.id,
            'followup_id': self.strange_followup.id,
            'reminder_id': self.strange_reminder.id,
            'campaign_guest_id': self.strange_guest.id,
            'contract_id': self.strange_contract.id,
            'counter_sale_id': self.strange_sale.id,
            'workshop_id': self.workshop.id,
            'token': WRONG_TOKEN,
            'key': WRONG_TOKEN,
            'line_id': self.strange_video.line_id.id,
            'video_id': self.strange_video.id,
            'film_id': self.strange_video._get_films().id,
            'photo_id': 1,
            'page': 1,
        }

    def _build_url(self, rule, values):
        missing = rule.arguments - values.keys()
        self.assertFalse(missing, f"{rule.rule}: teach the walk what {missing} is, and how it is guarded")
        return rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)[1]

    def _visit(self, rule, **extra):
        """Call a route as a browser would; returns what came back as text."""
        values = self._get_strange_values()
        url, routing = self._build_url(rule, values), rule.endpoint.routing
        extra = {'vehicle_id': values['vehicle_id'], **extra}
        if routing['type'] == 'jsonrpc':
            return self.url_open(url, json={'jsonrpc': '2.0', 'method': 'call', 'params': extra}).text
        texts = []
        if 'GET' in (routing.get('methods') or ('GET',)):
            texts.append(self.url_open(url, params={**extra, 'report_type': 'pdf', 'report': 'repair-order'}).text)
            texts.append(self.url_open(url, params=extra).text)
        if 'POST' in (routing.get('methods') or ()):
            texts.append(self._post(url, **extra, stars='1', start='2030-01-07 02:00:00', reason='mine', code='123456').text)
        return '\n'.join(texts)

    def _snapshot(self):
        self.env.invalidate_all()
        return [
            record.read(['state', 'write_date', *more])[0] for record, more in (
                (self.strange_order, ['message_ids']), (self.strange_appointment, ['start', 'message_ids']),
            )
        ]

    @mute_logger('odoo.http', 'odoo.addons.base.models.ir_rule', 'odoo.addons.base.models.ir_model')
    def _walk(self, login):
        self.authenticate(login, login and (login + 'x' * (8 - len(login))))
        before = self._snapshot()
        for rule in self._get_our_rules():
            for name, extra in (
                ('no token', {}), ('wrong token', {'access_token': WRONG_TOKEN}),
                ("another record's token", {'access_token': self.own_token}),
            ):
                with self.subTest(rule=rule.rule, login=login or 'nobody', with_=name):
                    self.assertNoSecrets(self._visit(rule, **extra))
        self.assertEqual(self._snapshot(), before, "nothing of the stranger's may have changed")

    def test_walk_as_another_customer(self):
        self._walk('portal_chen')

    def test_walk_without_login(self):
        self._walk(None)

    def test_walk_as_employee_without_rights(self):
        self._walk('plain_employee')

    def test_the_owner_sees_what_the_walk_looks_for(self):
        """The walk proves something only as long as its secrets stand on the owner's pages."""
        self.authenticate('portal_qian', 'portal_qian')
        for url in (
            '/my/vehicles', f'/my/vehicles/{self.strange_vehicle.id}', '/my/repair-orders', '/my/appointments',
            f'/my/repair-orders/{self.strange_order.id}', f'/my/appointments/{self.strange_appointment.id}',
        ):
            text = self.url_open(url).text
            self.assertTrue(any(secret in text for secret in self.secrets[:2]), url)

    def test_token_opens_its_order_only(self):
        self.authenticate(None, None)
        url = f'/my/repair-orders/{self.strange_order.id}'
        right = self.strange_order.sudo().access_token
        self.assertIn(self.strange_order.name, self.url_open(f'{url}?access_token={right}').text)
        for token in (WRONG_TOKEN, self.own_token, '', 'None'):
            self.assertNotIn(self.strange_order.name, self.url_open(f'{url}?access_token={token}').text)

    @mute_logger('odoo.http')
    def test_unknown_links_say_so(self):
        """faults C8: whoever has an old or mistyped link reads that in his language; known and unknown numbers alike."""
        self.authenticate(None, None)
        self.env['res.lang']._activate_lang('zh_CN')
        texts = set()
        for url in (
            f'/my/repair-orders/{self.strange_order.id}?access_token={WRONG_TOKEN}', '/my/repair-orders/999999999',
            f'/my/appointments/{self.strange_appointment.id}', '/as/o123456789012',
        ):
            answer = self.url_open(url)
            self.assertEqual(answer.status_code, 404, url)
            self.assertIn("This link is not known", answer.text)
            self.assertIn('no-store', answer.headers['Cache-Control'])
            way = f'/web/login?redirect={url.partition("?")[0]}' if url.startswith('/my/') else '/my'
            self.assertIn(f'href="{way}"', answer.text, "whoever is merely logged out goes on from there, without a key")
            texts.add(answer.text.replace(f'href="{way}"', ''))
        self.assertEqual(len(texts), 1, "what there is, and what is not, reads the same")
        chinese = self.url_open('/as/o123456789012', headers={'Accept-Language': 'zh-CN'}).text
        self.assertIn('lang="zh-CN"', chinese)

    def test_open_page_of_what_is_gone(self):
        """A page that stays open goes on asking after its order was deleted: it is answered, and nothing is logged."""
        self.authenticate(None, None)
        gone = self._create_orders()
        token, thread = gone._portal_ensure_token(), {'thread_model': gone._name, 'thread_id': gone.id}
        status = f'/my/repair-orders/{gone.id}/status'
        self.assertIn('fingerprint', self._call(status, access_token=token)['result'])
        self.assertIn('hasReadAccess', str(self._call('/portal/chatter_init', **thread, token=token)))
        gone.sudo().unlink()
        signed = {'pid': self.customer.id, 'hash': 'c0ffee'}
        with self.assertNoLogs('odoo.http', 'WARNING'):
            self.assertIn('not available', self._call(status, access_token=token)['result']['error'])
            for key in ({'token': token}, signed):
                self.assertIn('result', self._call('/portal/chatter_init', **thread, **key), key)
            answer = self._call('/mail/chatter_fetch', **thread, token=token)
            self.assertEqual(answer['error']['code'], 404)

    def test_changes_need_post_and_csrf(self):
        self.authenticate('portal_chen', 'portal_chen')
        for rule in self._get_our_rules():
            routing = rule.endpoint.routing
            if routing['type'] == 'http' and 'POST' in (routing.get('methods') or ('POST',)):
                with self.subTest(rule=rule.rule):
                    self.assertIsNot(routing.get('csrf'), False)
                    url = self._build_url(rule, self._get_strange_values())
                    with mute_logger('odoo.http'):
                        self.assertEqual(self.url_open(url, data={'stars': '1'}).status_code, 400)

    # === RPC ===#

    def test_customers_have_no_rights_on_our_models(self):
        for user in (self.user_customer, self.env.ref('base.public_user'), self.user_employee):
            for name, model in self.env.registry.items():
                if model._original_module != 'aftersales' or model._abstract:
                    continue
                for operation in ('read', 'write', 'create', 'unlink'):
                    with self.subTest(user=user.login, model=name, operation=operation):
                        may = operation == 'read' and name in SENT_TO and user == self.user_employee
                        self.assertIs(self.env[name].with_user(user).has_access(operation), may)

    def _send_to(self, user):
        """:return: a lesson and a letter as the system makes them, whose receiver is ``user``"""
        department = self.env['hr.department'].create({'name': user.name, 'company_id': self.company.id})
        return (
            self.env['aftersales.complaint.lesson'].create({
                'complaint_id': self.strange_complaint.id, 'company_id': self.company.id, 'subject': "Squealing brakes",
                'department_id': department.id, 'user_id': user.id, 'lesson': "Clean the pads"}),
            self.env['aftersales.survey.letter'].create({
                'workshop_id': self.workshop.id, 'week_start': '2026-02-23', 'department_id': department.id,
                'receiver_id': user.id, 'body': "Somebody waited"}))

    @mute_logger('odoo.addons.base.models.ir_rule', 'odoo.addons.base.models.ir_model')
    def test_an_employee_reads_only_what_was_sent_to_him(self):
        """A head without a role of ours reads his own, finds nobody else's, changes none, and has no menu of ours."""
        head = self.user_employee
        pairs = list(zip(self._send_to(head), self._send_to(self.user_manager)))
        self.assertEqual({own._name for own, __ in pairs}, set(SENT_TO))
        for own, others in pairs:
            Model = self.env[own._name].with_user(head)
            self.assertEqual((own | others)[SENT_TO[own._name]], head | self.user_manager)
            self.assertEqual(Model.with_context(active_test=False).search([]), own)
            self.assertEqual(Model.search_count([]), 1)
            self.assertEqual(sum(count for __, count in Model._read_group([], [SENT_TO[own._name]], ['__count'])), 1)
            with self.assertRaises(AccessError):
                others.with_user(head).read(['display_name'])
            for operation in (lambda own=own, by=SENT_TO[own._name]: own.with_user(head).write({by: head.id}),
                              own.with_user(head).unlink, own.with_user(head).copy,
                              others.with_user(head).action_read):
                with self.assertRaises(AccessError):
                    operation()
            for record in (own | others).sudo():
                self.assertFalse(record.read_date)
        ours = set(self.env['ir.model.data'].search([
            ('module', '=', 'aftersales'), ('model', '=', 'ir.ui.menu')]).mapped('res_id'))
        self.assertGreater(len(ours), 50)
        self.assertFalse(ours & set(self.env['ir.ui.menu'].with_user(head).load_menus(False)))

    def test_an_employee_opens_what_was_sent_to_him(self):
        """From his activity the lesson, from the message the letter, each with all that its form shows; then he says so."""
        head = self.user_employee
        (lesson, letter), (__, others) = self._send_to(head), self._send_to(self.user_manager)
        lesson._tell()
        activity = self.env['mail.activity'].with_user(head).search([('res_model', '=', lesson._name)])
        self.assertEqual((activity.user_id, activity.res_id), (head, lesson.id))
        groups = self.env['res.users'].with_user(head)._get_activity_groups()
        self.assertIn(lesson._name, [group.get('model') for group in groups])
        action = activity.action_open_document()
        self.assertEqual((action['res_model'], action['res_id']), (lesson._name, lesson.id))
        for record in (lesson, letter):
            mine = record.with_user(head)
            names = mine.get_views([(False, 'form')])['models'][mine._name]['fields']
            shown = {name: {'fields': {'display_name': {}}} if mine._fields[name].type == 'many2one' else {} for name in names}
            self.assertGreater(len(mine.web_read(shown)[0]), 5)
        self.authenticate('plain_employee', 'plain_employee')
        for record, opens in ((letter, True), (others, False)):
            answer = self.url_open(f'/mail/view?model={letter._name}&res_id={record.id}', allow_redirects=False)
            self.assertEqual(f'{letter._name}/{record.id}' in answer.headers['Location'], opens, answer.headers['Location'])
        for record in (lesson, letter):
            record.with_user(head).action_read()
            self.assertTrue(record.read_date)
        self.assertFalse(activity.exists().filtered('active'))

    def test_customers_read_no_vehicle_by_rpc(self):
        for record in (self.vehicle, self.order, self.order.job_ids, self.order.line_ids):
            with self.assertRaises(AccessError), mute_logger('odoo.addons.base.models.ir_model'):
                record.with_user(self.user_customer).read(['display_name'])

    @mute_logger('odoo.http', 'odoo.addons.base.models.ir_model')
    def test_rpc_answers_with_an_access_error(self):
        self.authenticate('portal_chen', 'portal_chen')
        for model, ids in (('aftersales.order', self.order.ids), ('fleet.vehicle', self.vehicle.ids)):
            for method, args in (
                ('read', [ids, ['display_name']]), ('search_read', [[]]), ('write', [ids, {'company_id': self.company.id}]),
            ):
                answer = self._call(f'/web/dataset/call_kw/{model}/{method}', model=model, method=method, args=args, kwargs={})
                self.assertEqual(answer['error']['data']['name'], 'odoo.exceptions.AccessError', (model, method))
