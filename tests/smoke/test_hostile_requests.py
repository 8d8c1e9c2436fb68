import inspect
import json
import re
import threading
from pathlib import Path

from odoo import fields
from odoo.http import Request, root
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.controllers.approval.authorise import unknown_tokens
from odoo.addons.aftersales.controllers.booking.booking import slot_searches
from odoo.addons.aftersales.controllers.campaign.invitations import given_answers
from odoo.addons.aftersales.controllers.checkin.kiosk import VISITOR, unknown_kiosks
from odoo.addons.aftersales.controllers.complaint.complaints import told_complaints
from odoo.addons.aftersales.controllers.fitment.parts import part_searches
from odoo.addons.aftersales.controllers.rescue.driver import unknown_links
from odoo.addons.aftersales.controllers.rescue.rescues import called_rescues
from odoo.addons.aftersales.controllers.supply.parts_orders import parts_wishes
from odoo.addons.aftersales.tests.dealership.portal import PortalCommon

CONTROLLERS = Path(inspect.getfile(PortalCommon)).parents[2] / 'controllers'
READ_BY_NAME = re.compile(r'''(?:get|getlist)\(f?['"]([a-z_]+)(?:\{[^}]*\})?['"]''')

LONG = 'x' * 10_000
TEXTS = {
    'long': LONG, 'year': '9999-12-31 23:59:59', 'day 0': '0001-01-01 00:00:00', 'null byte': 'a\0b', 'infinity': 'Infinity',
    'no PNG': 'data:image/png;base64,abc', 'HTML as PNG': 'data:image/png;base64,PGh0bWw+', 'not ASCII': 'é密',
    'huge': '9' * 30, 'markup': '<svg onload=alert(1)>', 'quote': "'\"; --",
}
VALUES = {
    **TEXTS, 'surrogate': '\ud800', 'dict': {'a': {'b': 1}}, 'list': [[], {}, None, 'x', -1, 2 ** 70], 'true': True,
    'none': None, 'number': 2 ** 70, 'fraction': 1.5, 'inf': float('inf'), 'nan': float('nan'), 'negative': -5,
}
# Of which each is sent for one name alone.
WORST = ('file', 'null byte', 'not ASCII', 'dict', 'list', 'inf', 'surrogate')


class RoutesCommon(PortalCommon):
    """The routes of our controllers, found by code, and values that suit them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({'aftersales_public_booking': True, 'aftersales_public_complaint': True})
        cls.appointment = cls.env['aftersales.appointment'].create({
            'workshop_id': cls.workshop.id, 'vehicle_id': cls.vehicle.id, 'start': cls._get_slot(4)})
        cls.complaint = cls.env['aftersales.complaint'].create({'story': "It squeals", 'vehicle_id': cls.vehicle.id})
        cls.survey = cls.env['aftersales.survey.invitation'].create({
            'survey_id': cls.env.ref('aftersales.survey_visit').id, 'partner_id': cls.customer.id})
        cls.bulletin = cls.env['aftersales.survey.bulletin'].create({'company_id': cls.company.id})
        cls.followup = cls.env['aftersales.followup'].create({
            'rule_id': cls.env.ref('aftersales.followup_rule_visit').id, 'partner_id': cls.customer.id,
            'workshop_id': cls.workshop.id})
        cls.reminder = cls.env['aftersales.reminder'].create({
            'rule_id': cls.env.ref('aftersales.reminder_rule_inspection_60').id, 'partner_id': cls.customer.id,
            'vehicle_id': cls.vehicle.id, 'workshop_id': cls.workshop.id, 'company_id': cls.company.id,
            'due_date': '2030-01-01', 'due_name': "inspection", 'ready_date': '2029-12-01'})
        cls.event = cls.env['aftersales.campaign'].create({
            'name': "Course", 'kind_id': cls.env.ref('aftersales.campaign_kind_course').id, 'start': cls._get_slot(9),
            'stop': cls._get_slot(9), 'workshop_id': cls.workshop.id})
        cls.guest = cls.env['aftersales.campaign.guest'].create({
            'campaign_id': cls.event.id, 'partner_id': cls.customer.id})
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE aftersales_campaign SET state = 'sending' WHERE id = %s", cls.event.ids)
        cls.env.invalidate_all()
        cls.rescue = cls.env['aftersales.rescue'].create({
            'place': "Gate 3", 'vehicle_id': cls.vehicle.id, 'workshop_id': cls.workshop.id, 'is_price_told': True,
            'phone': '13800138000'})
        cls.offer = cls.env['aftersales.rescue.offer'].create({'rescue_id': cls.rescue.id, 'employee_id': cls.technician.id})
        cls.rescue.action_ask_next()
        cls.counter_sale = cls.env['aftersales.counter.sale'].create({
            'workshop_id': cls.workshop.id, 'partner_id': cls.customer.id})
        cls.slot = cls._get_slot(6)
        cls.workshop.with_user(cls.user_dispatcher)._get_clock_url()
        # The door is opened by the key of the clock, so that one key fits all routes.
        cls.workshop.sudo().kiosk_key = cls.workshop.sudo().clock_key
        cls.technician.pin = '4711'

    def setUp(self):
        super().setUp()
        # As in a request: the routes are those of a database.
        threading.current_thread().dbname = self.env.cr.dbname
        self.addCleanup(delattr, threading.current_thread(), 'dbname')
        for throttle in (
                unknown_tokens, slot_searches, told_complaints, unknown_links, called_rescues, given_answers, part_searches,
                parts_wishes, unknown_kiosks):
            throttle.clear()
            self.addCleanup(throttle.clear)
            self.patch(throttle, 'most', 10 ** 9)

    # === WHAT THERE IS ===#

    def _get_routes(self):
        """(rule, its route's settings, names that may be read, those it reads) of what our controllers answer."""
        names = {
            name for path in CONTROLLERS.rglob('*.py') for name in READ_BY_NAME.findall(path.read_text())}
        routes = []
        for rule in self.env['ir.http'].routing_map().iter_rules():
            endpoint = rule.endpoint.func if hasattr(rule.endpoint, 'func') else rule.endpoint
            method = inspect.unwrap(endpoint)
            if not method.__module__.startswith('odoo.addons.aftersales.'):
                continue
            parameters = inspect.signature(method).parameters
            own = {name for name in parameters if name not in ('self', 'kwargs', 'post', 'values')}
            # Of a form that is read by name: what its own controller reads.
            read = own | (set(READ_BY_NAME.findall(Path(inspect.getfile(method)).read_text())) if 'POST' in (
                rule.methods or ()) else set())
            routes.append((rule, rule.endpoint.routing, sorted((own | names) - rule.arguments), read))
        return routes

    def _get_sound_values(self, read=()):
        """:param read: the names that a route reads: only what books a time needs one that is free still"""
        slot = self._get_slot(6) if 'start' in read else self.slot
        order_token = self.order._portal_ensure_token()
        return {
            'contract_id': self.env['aftersales.contract'].search([], limit=1).id or 1,
            'counter_sale_id': self.counter_sale.id, 'wish': 'a' * 32, 'delivery_kind': 'counter', 'mode': 'set',
            'workshop_id': self.workshop.id, 'order_id': self.order.id, 'vehicle_id': self.vehicle.id, 'page': 1,
            'appointment_id': self.appointment.id, 'photo_id': 1, 'film_id': 1, 'video_id': 1,
            'line_id': 1, 'rate': '5', 'stars': '5', 'access_token': order_token,
            'token': self.asked.sudo().token, 'key': self.workshop.sudo().clock_key, 'employee_id': self.technician.id,
            'ticket': self.workshop.sudo()._get_clock_ticket(self.technician), 'action': 'state',
            'job_id': self.order.job_ids[:1].id, 'complaint_id': self.complaint.id,
            'survey_invitation_id': self.survey.id, 'bulletin_id': self.bulletin.id, 'followup_id': self.followup.id,
            'rescue_id': self.rescue.id, 'reminder_id': self.reminder.id, 'campaign_guest_id': self.guest.id, 'persons': '2',
            'words': "Good", 'saved': 'answer',
            'answer': 'accept', 'step': 'under_way', 'seen': 'accepted', 'place': "Gate 3", 'fault': 'flat', 'danger': '1',
            'share': '1', 'latitude': '31', 'longitude': '121',
            'start': fields.Datetime.to_string(slot), 'license_plate': 'A 1', 'contact_name': 'Wu', 'skip': 0,
            'email': 'wu@example.com', 'phone': '13800138000', 'channel': 'email', 'reason': 'later', 'signatory': 'Wu',
            'decision_': 'approved', 'report': 'x', 'report_type': 'pdf', 'menu_ids': [], 'operation_ids': [],
            'kind': 'complaint', 'story': "It squeals", 'told': '1',
        }

    def _fill(self, rule, values):
        if 'appointment_id' in rule.arguments:
            values = {**values, 'access_token': self.appointment._portal_ensure_token()}
        if 'survey_invitation_id' in rule.arguments:
            values = {**values, 'access_token': self.survey._portal_ensure_token()}
        if 'followup_id' in rule.arguments:
            values = {**values, 'access_token': self.followup._portal_ensure_token()}
        if 'reminder_id' in rule.arguments:
            values = {**values, 'access_token': self.reminder._portal_ensure_token()}
        if 'campaign_guest_id' in rule.arguments:
            values = {**values, 'access_token': self.guest._portal_ensure_token(), 'answer': 'comes'}
        if rule.rule.startswith('/aftersales/kiosk/'):
            visitor = root.session_store.get(self.session.sid).get(VISITOR) or ''
            ticket = self.workshop.sudo()._get_kiosk_ticket(self.appointment.sudo(), visitor)
            values = {**values, 'step': 'check_in', 'ticket': ticket}
        if rule.rule.startswith('/aftersales/rescue/'):
            values = {**values, 'token': self.offer.sudo().token}
        url = rule.rule
        for argument in rule.arguments:
            url = re.sub(rf'<[^:<>]*:?{argument}>', str(values[argument]), url)
        return url, {name: value for name, value in values.items() if name not in rule.arguments}


@tagged('post_install', '-at_install')
class TestHostileRequests(RoutesCommon):
    """faults A5: whatever is sent to a page or tablet of ours is answered, never with a fault of the server."""

    # === WHAT IS SENT ===#

    def _send(self, routing, url, values, method):
        if routing['type'] == 'jsonrpc':
            # Python's JSON carries NaN and infinity, too.
            body = json.dumps({'jsonrpc': '2.0', 'method': 'call', 'params': values})
            return self.url_open(url, data=body, headers={'Content-Type': 'application/json'}).json()
        if method == 'GET':
            # A line of a request is 64 KB long at most, whatever it holds.
            return self.url_open(url, params={
                name: value[:400] if isinstance(value, str) else value for name, value in values.items()})
        files = {name: value for name, value in values.items() if isinstance(value, tuple)}
        data = {name: value for name, value in values.items() if name not in files}
        return self.url_open(url, data={'csrf_token': Request.csrf_token(self), **data}, files=files or None)

    def _assert_answered(self, answer, what):
        if isinstance(answer, dict):  # JSON-RPC
            error = answer.get('error')
            if error:
                self.assertRegex(error['data']['name'], r'^odoo\.exceptions\.|^werkzeug\.exceptions\.', what)
        else:
            self.assertLess(answer.status_code, 500, what)

    @mute_logger(
        'odoo.http', 'odoo.addons.aftersales.controllers.approval.authorise', 'odoo.sql_db',
        'odoo.addons.aftersales.models.booking.online.aftersales_booking_limit',
        'odoo.addons.mail.models.mail_message')  # core takes a picture in words for one of a page
    def _try_all(self, one_by_one):
        order = self._create_orders()
        order.action_receive()
        self.asked = order._ask_customer().sudo()
        routes, tried = self._get_routes(), 0
        self.assertGreater(len(routes), 30, "the walk has to find our routes")
        for rule, routing, names, read in routes:
            url, values = self._fill(rule, self._get_sound_values(read))
            values = {name: value for name, value in values.items() if name in names}
            names = [f'decision_{order.job_ids[:1].id}' if name == 'decision_' else name for name in names]
            is_json = routing['type'] == 'jsonrpc'
            method = 'GET' if rule.methods and 'POST' not in rule.methods else 'POST'
            hostile = VALUES if is_json else {
                **TEXTS, **({'file': ('a.png', b'<html>', 'image/png')} if method == 'POST' else {})}
            if one_by_one:
                hostile = {label: value for label, value in hostile.items() if label in WORST}
                names = [name for name in names if name in read]
            for label, value in hostile.items():
                for touched in ([[name] for name in names] if one_by_one else [names]):
                    sent = {**values, **dict.fromkeys(touched, value)}
                    what = f"{method} {url} with {label} for {touched}"
                    self._assert_answered(self._send(routing, url, sent, method), what)
                    tried += 1
        return tried

    def test_visitor(self):
        self.authenticate(None, None)
        self.assertGreater(self._try_all(one_by_one=False), 350)

    def test_customer(self):
        self.authenticate('portal_chen', 'portal_chen')
        self.assertGreater(self._try_all(one_by_one=False), 350)

    def test_each_alone(self):
        """A value that fails early hides what the others do."""
        self.authenticate('portal_chen', 'portal_chen')
        self.assertGreater(self._try_all(one_by_one=True), 250)

    @mute_logger('odoo.http')
    def test_in_the_address(self):
        order = self._create_orders()
        order.action_receive()
        self.asked = order._ask_customer().sudo()
        self.authenticate('portal_chen', 'portal_chen')
        for rule, routing, *_names in self._get_routes():
            for argument in rule.arguments:
                is_number = f'<int:{argument}>' in rule.rule
                for value in ('9' * 30, '0') if is_number else ('9' * 30, '%00', '%ED%A0%80', 'x' * 3000, '%E5%AF%86', "'"):
                    url, _values = self._fill(rule, {**self._get_sound_values(), argument: value})
                    method = 'GET' if rule.methods and 'POST' not in rule.methods else 'POST'
                    if routing['type'] == 'jsonrpc':
                        answer = self.url_open(url, json={'jsonrpc': '2.0', 'method': 'call', 'params': {}})
                    else:
                        answer = self._send(routing, url, {}, method)
                    self._assert_answered(answer, f"{method} {url}")

    @mute_logger('odoo.http')  # what is refused is logged
    def test_no_page_is_kept(self):
        """faults A10: no browser and no proxy keeps a page with personal data."""
        order = self._create_orders()
        order.action_receive()
        self.asked = order._ask_customer().sudo()
        for login in (None, 'portal_chen'):
            self.authenticate(login, login)
            seen = 0
            for rule, routing, names, _read in self._get_routes():
                if routing['type'] != 'http' or 'GET' not in (rule.methods or ('GET',)):
                    continue
                url, values = self._fill(rule, self._get_sound_values())
                for report in (False, True):
                    sent = {name: value for name, value in values.items() if name == 'access_token'}
                    if report and 'report' in names:
                        sent.update(report_type='pdf', report='repair_order')
                    answer = self.url_open(url, params=sent, allow_redirects=False)
                    if answer.status_code == 200:
                        self.assertIn('no-store', answer.headers.get('Cache-Control', ''), url)
                        seen += 1
            self.assertGreater(seen, 8, login)
