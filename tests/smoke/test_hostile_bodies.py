import inspect
import json

from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.smoke.test_hostile_requests import RoutesCommon

MEGABYTE = 'x' * 10 ** 6
# Sentences of Python and of the database, which are nobody's to read.
RAW = (
    r"Traceback|psycopg|violates|KeyError|TypeError|AttributeError|positional argument|NoneType|cannot convert dictionary"
    r"|object is not")
NO_OBJECTS = ('[]', '5', '"x"', 'null', 'true', '', '{', '[' * 3000, '\ud800', '\x00')
NO_PARAMS = (
    [], [1], [[1, 2]], "x", 5, None, True, {'context': "x"}, {'context': 5}, {'context': [1]}, {'context': {'lang': 5}})
# What a request may make, and must not where it was refused.
MADE = (
    'aftersales.appointment', 'aftersales.enquiry', 'aftersales.authorisation', 'aftersales.authorisation.request',
    'aftersales.time.entry', 'aftersales.inspection', 'fleet.vehicle', 'res.partner', 'ir.attachment', 'rating.rating',
)


@tagged('post_install', '-at_install')
class TestHostileBodies(RoutesCommon):
    """faults A5: whatever a body is, a page or tablet of ours answers in words, and nothing is half-saved."""

    def _ask(self):
        order = self._create_orders()
        order.action_receive()
        self.asked = order._ask_customer().sudo()

    def _get_counts(self):
        self.env.flush_all()
        return [self.env[name].sudo().with_context(active_test=False).search_count([]) for name in MADE]

    def _assert_words(self, answer, what):
        self.assertLess(answer.status_code, 500, what)
        text = answer.text
        if answer.headers.get('Content-Type', '').startswith('application/json'):
            error = answer.json().get('error') if isinstance(answer.json(), dict) else None
            text = json.dumps([error['message'], error['data']['name'], error['data']['message']]) if error else ''
            if error:
                self.assertRegex(error['data']['name'], r'^odoo\.exceptions\.|^werkzeug\.exceptions\.|^odoo\.http\.', what)
        self.assertNotRegex(text, RAW, what)

    def _post(self, url, data, kind):
        return self.url_open(url, data=data, headers={'Content-Type': kind} if kind else None)

    def _get_wrong_bodies(self, routing, values):
        """(label, body, content type) of what suits no route of this kind."""
        token = Request.csrf_token(self)
        if routing['type'] == 'jsonrpc':
            for text in NO_OBJECTS:
                yield text[:10], text.encode('utf-8', 'surrogatepass'), 'application/json'
            for params in NO_PARAMS:
                yield repr(params), json.dumps({'jsonrpc': '2.0', 'params': params}), 'application/json'
            yield 'no params', json.dumps({'jsonrpc': '2.0'}), 'application/json'
            yield 'empty params', json.dumps({'jsonrpc': '2.0', 'params': {}}), 'application/json'
            yield 'a form', {'csrf_token': token, **values}, None
            yield 'text', json.dumps({'params': values}), 'text/plain'
            return
        yield 'empty form', {'csrf_token': token}, None
        yield 'no form', b'', 'application/x-www-form-urlencoded'
        yield 'JSON', json.dumps({'csrf_token': token, **values}), 'application/json'
        yield 'bytes', b'\xff\xfe\x00' * 50, 'application/octet-stream'
        yield 'broken parts', b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1', 'multipart/form-data; boundary=x'
        yield 'no boundary', b'--x', 'multipart/form-data'
        yield 'bad signs', f'csrf_token={token}&signatory=%ff%fe&name=%00&a=%'.encode(), 'application/x-www-form-urlencoded'

    def _get_posted(self):
        for rule, routing, names, read in self._get_routes():
            if routing['type'] == 'jsonrpc' or 'POST' in (rule.methods or ()):
                url, values = self._fill(rule, self._get_sound_values(read))
                yield url, routing, {name: value for name, value in values.items() if name in names}, read

    @mute_logger(
        'odoo.http', 'odoo.sql_db', 'odoo.addons.aftersales.controllers.approval.authorise',
        'odoo.addons.aftersales.models.booking.online.aftersales_booking_limit')
    def test_bodies_of_another_kind(self):
        """faults A5: no object, no fields, another content type: refused in words, and nothing is made of it."""
        self._ask()
        for login in (None, 'portal_chen'):
            self.authenticate(login, login)
            tried = 0
            for url, routing, values, _read in self._get_posted():
                before = self._get_counts()
                for label, body, kind in self._get_wrong_bodies(routing, values):
                    what = f"{url}: {label}"
                    self._assert_words(self._post(url, body, kind), what)
                    tried += 1
                self.assertEqual(self._get_counts(), before, url)
            self.assertGreater(tried, 60)

    @mute_logger(
        'odoo.http', 'odoo.sql_db', 'odoo.addons.aftersales.controllers.approval.authorise',
        'odoo.addons.aftersales.models.booking.online.aftersales_booking_limit')
    def test_fields_that_are_missing_too_long_or_twice(self):
        """faults A5: each field left out, each a million characters, each sent twice."""
        self._ask()
        self.authenticate('portal_chen', 'portal_chen')
        tried, token = 0, Request.csrf_token(self)
        for url, routing, values, read in self._get_posted():
            for name in sorted(read):
                for label, sent in (
                        ('missing', {key: value for key, value in values.items() if key != name}),
                        ('long', {**values, name: MEGABYTE}), ('twice', {**values, name: ['1', '2']})):
                    if routing['type'] == 'jsonrpc':
                        body, kind = json.dumps({'jsonrpc': '2.0', 'params': sent}), 'application/json'
                    else:
                        body, kind = {'csrf_token': token, **sent}, None
                    self._assert_words(self._post(url, body, kind), f"{url}: {name} {label}")
                    tried += 1
        self.assertGreater(tried, 150)

    def test_what_a_route_needs_has_a_default(self):
        """faults A5: a field that is not sent is nothing entered, for whatever route comes next."""
        for rule, *_rest in self._get_routes():
            endpoint = rule.endpoint.func if hasattr(rule.endpoint, 'func') else rule.endpoint
            needed = {
                name for name, parameter in inspect.signature(inspect.unwrap(endpoint)).parameters.items()
                if parameter.default is parameter.empty and parameter.kind is parameter.POSITIONAL_OR_KEYWORD}
            self.assertLessEqual(needed - {'self'}, set(rule.arguments), rule.rule)
