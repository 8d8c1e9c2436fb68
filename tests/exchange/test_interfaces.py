import json
import re
import subprocess
from unittest.mock import patch

import requests
from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, get_db_name, tagged
from odoo.tools import file_open, mute_logger

from odoo.addons.aftersales.models.exchange.document.star import STAR
from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at
from odoo.addons.aftersales.tests.dealership.exchange import write_history

VIN = 'LZZAPP120P1004711'
BLOCK = re.compile(r'^```(python|sh)\n(.*?)^```$', re.MULTILINE | re.DOTALL)
EVERYTHING = dict.fromkeys(
    ('may_find_vehicles', 'may_book', 'may_see_orders', 'may_add_readings', 'may_get_documents', 'may_send_documents'), True)


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestInterfaces(BookingCommon, HttpCase):
    """Q5: other systems call by JSON-2 and XML-RPC with a key of theirs, may what is ticked, and are written down."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vehicle.vin_sn = VIN
        cls.order = cls.receive(cls._create_orders())
        cls.partner = cls.env['aftersales.exchange.partner'].with_user(cls.user_manager).create({
            'name': "Maker's portal", 'company_id': cls.company.id, **EVERYTHING})
        cls.key = cls.partner._give_out_key()
        cls.calls = cls.env['aftersales.exchange.call']
        cls.env.flush_all()

    def _call(self, method, key=None, **arguments):
        self.env.flush_all()
        with self.allow_requests(all_requests=True):
            return requests.post(
                f'{self.base_url()}/json/2/aftersales.exchange.api/{method}', json=arguments, timeout=20,
                headers={'Authorization': f'Bearer {key or self.key}', 'X-Odoo-Database': get_db_name()})

    def _ask(self, method, **arguments):
        """As the partner, without the door."""
        api = self.env['aftersales.exchange.api'].with_user(self.partner.sudo().user_id)
        return getattr(api, method)(**arguments)

    # === THE DOCUMENT ===#

    def _get_blocks(self, language):
        with file_open('aftersales/doc/interfaces.md') as file:
            return [code for kind, code in BLOCK.findall(file.read()) if kind == language]

    @mute_logger('odoo.addons.rpc.controllers.xmlrpc')
    def test_examples_of_the_document(self):
        """Every block of doc/interfaces.md is run against this server, as it stands there."""
        names = {
            'URL': self.base_url(), 'KEY': self.key, 'DATABASE': get_db_name(), 'ORDER': self.order.name,
            'LOGIN': self.partner.sudo().user_id.login}
        blocks = self._get_blocks('python')
        self.assertEqual(len(blocks), 2)
        with self.allow_requests(all_requests=True):
            for code in blocks:
                exec(compile(code, 'doc/interfaces.md', 'exec'), dict(names))  # pylint: disable=exec-used
            for code in self._get_blocks('sh'):
                answer = subprocess.run(
                    ['/bin/sh', '-c', code], env={'PATH': '/usr/bin:/bin', **names}, capture_output=True, check=True,
                    timeout=30)
                self.assertEqual(json.loads(answer.stdout)['vehicle']['brand'], 'Testmobile')
        visit = self.env['aftersales.appointment'].search([('vehicle_id', '=', self.vehicle.id)])
        self.assertEqual((len(visit), visit.contact_name, visit.operation_ids), (1, 'Chen Jing', self.operation))
        self.assertEqual(self.partner.call_count, 12)
        self.assertEqual(self.calls.search([
            ('partner_id', '=', self.partner.id), ('outcome', '!=', 'done')]).mapped('method'), ['find_vehicle'])

    @mute_logger('odoo.http')
    def test_keys(self):
        """A wrong key opens nothing, one that was withdrawn or whose partner is archived no more; no model with a good one."""
        self.assertEqual(self._call('find_vehicle', key='0' * 40, vin=VIN).status_code, 401)
        self.assertTrue(self._call('find_vehicle', vin=VIN).json()['ok'])
        with self.allow_requests(all_requests=True):
            for model, method, arguments in (
                *((model, 'search_read', {'domain': []}) for model in (
                    'fleet.vehicle', 'res.partner', 'aftersales.order', 'aftersales.exchange.call')),
                ('aftersales.exchange.api', '_find_vehicle', {'vin': VIN, 'plate': None}),
            ):
                answer = requests.post(
                    f'{self.base_url()}/json/2/{model}/{method}', json=arguments, timeout=20,
                    headers={'Authorization': f'Bearer {self.key}'})
                self.assertIn(answer.status_code, (403, 404), (model, answer.text[:200]))
        self.assertEqual(self._call('find_vehicle', colour='red').status_code, 422)
        self.partner.active = False
        self.assertEqual(self._call('find_vehicle', vin=VIN).status_code, 401)
        with self.assertRaisesRegex(UserError, "gets no keys"):
            self.partner._give_out_key()
        self.partner.active = True
        self.assertTrue(self._call('find_vehicle', vin=VIN).json()['ok'])
        self.assertEqual(self.partner.key_count, 1)
        self.partner.action_withdraw_keys()
        self.assertEqual((self.partner.key_count, self._call('find_vehicle', vin=VIN).status_code), (0, 401))

    # === WHAT IS ASKED ===#

    def test_scope_decides(self):
        """Each method with its own tick alone."""
        ways = {
            'may_find_vehicles': ('find_vehicle', {'vin': VIN}), 'may_book': ('get_slots', {}),
            'may_see_orders': ('get_order_status', {'number': self.order.name}),
            'may_add_readings': ('add_odometer', {'vin': VIN, 'value': 12000}),
            'may_get_documents': ('get_document', {'kind': 'RepairOrder', 'number': self.order.name}),
            'may_send_documents': ('send_document', {'xml': write_history(VIN, 'X-1')}),
        }
        for allowed in ways:
            self.partner.write({name: name == allowed for name in EVERYTHING})
            for name, (method, arguments) in ways.items():
                answer = self._ask(method, **arguments)
                self.assertEqual(answer.get('error'), None if name == allowed else 'scope', (allowed, method, answer))
        with self.assertRaises(AccessError):
            self.env['aftersales.exchange.api'].with_user(self.user_advisor).find_vehicle(vin=VIN)
        with self.assertRaises(AccessError):
            self.env['aftersales.exchange.api'].find_vehicle(vin=VIN)

    def test_other_company(self):
        """Cars and orders of another company are unknown, whatever companies the caller says he works for."""
        stranger = self.env['aftersales.exchange.partner'].create({
            'name': "Neighbour's portal", 'company_id': self.other_company.id, **EVERYTHING})
        self.vehicle.company_id = self.company
        api = self.env['aftersales.exchange.api'].with_user(stranger.user_id).with_context(
            allowed_company_ids=[self.company.id], force_company=self.company.id)
        for method, arguments in (
            ('find_vehicle', {'vin': VIN}), ('add_odometer', {'vin': VIN, 'value': 13000}),
            ('get_order_status', {'number': self.order.name}), ('get_slots', {'outlet': self.workshop.code}),
            ('get_document', {'kind': 'RepairOrder', 'number': self.order.name}),
            ('get_document', {'kind': 'VehicleServiceHistory', 'vin': VIN}),
        ):
            self.assertEqual(getattr(api, method)(**arguments)['error'], 'unknown', method)
        self.assertEqual(self.vehicle.last_odometer, 12000)
        self.assertFalse(self.calls.with_user(self.user_manager).search([('partner_id', '=', stranger.id)]))
        with self.assertRaisesRegex(UserError, "stays with its company"):
            stranger.company_id = self.company

    def test_strange_input(self):
        """Whatever comes is answered by a sentence."""
        for method, arguments, error in (
            ('find_vehicle', {}, 'invalid'), ('find_vehicle', {'vin': 'X' * 500}, 'invalid'),
            ('find_vehicle', {'vin': {'a': 1}}, 'invalid'), ('find_vehicle', {'plate': '沪Z00000'}, 'unknown'),
            ('find_vehicle', {'vin': '%'}, 'unknown'), ('find_vehicle', {'plate': '\u202e\u200b'}, 'invalid'),
            ('add_odometer', {'vin': VIN, 'value': 'NaN'}, 'invalid'), ('add_odometer', {'vin': VIN, 'value': 1e30}, 'invalid'),
            ('add_odometer', {'vin': VIN, 'value': True}, 'invalid'), ('add_odometer', {'vin': VIN, 'value': -5}, 'invalid'),
            ('add_odometer', {'vin': VIN, 'value': 12100, 'date': '9999-01-01'}, 'invalid'),
            ('add_odometer', {'vin': VIN, 'value': 12100, 'date': '0001-01-01'}, 'invalid'),
            ('add_odometer', {'vin': VIN, 'value': 12100, 'date': ['x']}, 'invalid'),
            ('add_odometer', {'vin': VIN, 'value': 100}, 'refused'),
            ('add_odometer', {'vin': VIN, 'value': 1999105}, 'refused'),
            ('get_order_status', {'number': '/'}, 'unknown'), ('get_order_status', {'number': 7}, 'invalid'),
            ('get_slots', {'skip': 'x'}, 'invalid'), ('get_slots', {'skip': 10**9}, 'invalid'),
            ('get_slots', {'operations': 'TST-010'}, 'invalid'), ('get_slots', {'operations': ['NONE']}, 'unknown'),
            ('get_slots', {'outlet': 'NONE'}, 'unknown'), ('get_document', {'kind': 'Everything'}, 'invalid'),
            ('book', {}, 'invalid'), ('book', {'reference': 'A', 'start': '9999-99-99', 'name': 'Li'}, 'invalid'),
            ('book', {'reference': 'A', 'start': '2026-03-03T09:00:00Z', 'name': 'Li', 'phone': 'call me'}, 'invalid'),
            ('book', {'reference': 'A', 'start': '2027-03-03T09:00:00Z', 'name': 'Li', 'phone': '13800138000',
                      'vin': VIN}, 'refused'),
        ):
            answer = self._ask(method, **arguments)
            self.assertEqual((answer['ok'], answer.get('error')), (False, error), (method, arguments, answer))
            self.assertTrue(answer['message'].endswith(('.', '?')) or '\n' in answer['message'], answer)

    def test_too_many_and_broken(self):
        """Who calls too often waits; an error here is told as one, logged, and takes nothing along."""
        self.partner.most_calls = 3
        answers = [self._ask('find_vehicle', vin=VIN).get('error') for __ in range(5)]
        self.assertEqual(answers, [None] * 3 + ['limit'] * 2)
        self.partner.most_calls = 100
        with patch.object(type(self.env['aftersales.exchange.api']), '_find_vehicle', side_effect=KeyError('x')), \
                mute_logger('odoo.addons.aftersales.models.exchange.api.aftersales_exchange_api'):
            answer = self._ask('find_vehicle', vin=VIN)
        self.assertEqual((answer['error'], self.calls.search([], limit=1).outcome), ('failed', 'failed'))

    def test_booking_takes_the_place(self):
        """A time that is taken meanwhile is refused with others instead; a car nobody knows is noted by its plate."""
        wish = {'start': '2026-03-03T09:00:00Z', 'name': "Li Na", 'phone': '13800138001', 'plate': '沪Z00001',
                'outlet': self.workshop.code}
        first = self._ask('book', reference='R-1', **wish)
        self.assertTrue(first['ok'], first)
        visit = self.env['aftersales.appointment'].search([
            ('name', '=', first['visit']['number']), ('company_id', '=', self.company.id)])
        self.assertEqual((visit.state, visit.start, visit.contact_name), ('booked', at(9, day=3), "Li Na"))
        self.assertEqual(self._ask('book', reference='R-1', **wish)['is_new'], False)
        for number in range(2, 6):
            answer = self._ask('book', reference=f'R-{number}', **wish)
        self.assertEqual(answer['error'], 'refused')

    def test_documents(self):
        """In the names of STAR; a parts order only to the partner's supplier; the customer's name in none."""
        order = self._ask('get_document', kind='RepairOrder', number=self.order.name)
        history = self._ask('get_document', kind='VehicleServiceHistory', vin=VIN)
        supplier, other = self.env['res.partner'].create([{'name': "Works"}, {'name': "Else"}])
        purchases = self.env['purchase.order'].create([{
            'partner_id': vendor.id, 'company_id': self.company.id, 'order_line': [Command.create({
                'product_id': self.part.id, 'product_qty': 3, 'price_unit': 55})]} for vendor in (supplier, other)])
        refused = [self._ask('get_document', kind='PartsOrder', number=purchases[0].name)['error']]
        self.partner.supplier_id = supplier
        parts = self._ask('get_document', kind='PartsOrder', number=purchases[0].name)
        refused.append(self._ask('get_document', kind='PartsOrder', number=purchases[1].name)['error'])
        self.assertEqual(refused, ['unknown', 'unknown'])
        for answer, noun, wanted in (
            (order, 'RepairOrder', ['.//VehicleID', './/LaborAllowanceHoursNumeric']),
            (history, 'VehicleServiceHistory', ['.//VehicleID']),
            (parts, 'PartsOrder', ['.//OrderQuantity', './/ChargeAmount'])):
            root = etree.fromstring(answer['xml'].encode())
            self.assertTrue(root.tag.endswith(noun) and root.tag.startswith(f'{{{STAR}}}'))
            plain = etree.fromstring(re.sub(r' xmlns="[^"]+"', '', answer['xml']).encode())
            for path in ['ApplicationArea/Sender', 'ApplicationArea/BODID', *wanted]:
                self.assertIsNotNone(plain.find(path), (noun, path, answer['xml']))
            self.assertNotIn(self.customer.name, answer['xml'])
        with self.assertRaises(AccessError):
            self.order.with_user(self.user_technician).mapped('star_file')
        self.assertTrue(self.order.with_user(self.user_advisor).star_file)
        self.assertIn(f'/{self.order.id}/star_file', self.order.with_user(self.user_advisor).action_get_star()['url'])
        self.assertTrue(self.vehicle.with_user(self.user_advisor).star_history_file)

    # === WHO LOOKS AFTER IT ===#

    def test_key_asks_for_the_password(self):
        """As Odoo asks before it gives anybody a key of his own; from within, without a person at a screen, there is none."""
        with self.assertRaisesRegex(UserError, "over HTTP"):
            self.partner.action_create_key()
        login, password = self.user_manager.login, "Known to the manager"
        self.user_manager.sudo().password = password
        self.authenticate(login, password)

        def press(model, ids, method, context=None):
            return self.make_jsonrpc_request(f'/web/dataset/call_button/{model}/{method}', {
                'model': model, 'method': method, 'args': [ids], 'kwargs': {'context': context or {}}})

        asked = press(self.partner._name, self.partner.ids, 'action_create_key')
        self.assertEqual((asked['res_model'], self.partner.key_count), ('res.users.identitycheck', 1))
        check = self.env['res.users.identitycheck'].browse(asked['res_id'])
        with self.assertRaisesRegex(JsonRpcException, "."), mute_logger('odoo.http'):
            press(check._name, check.ids, 'run_check', {'password': "wrong"})
        self.assertEqual(self.partner.key_count, 1)
        shown = press(check._name, check.ids, 'run_check', {'password': password})
        self.env.invalidate_all()
        self.assertEqual((shown['res_model'], self.partner.key_count), ('res.users.apikeys.show', 2))
        told = self.env['res.users.apikeys.show'].with_user(self.user_manager).get_view(shown['views'][0][0])['arch']
        self.assertIn("Withdraw All Keys", told)
        self.assertNotIn("full access", told)
        self.assertTrue(self._call('find_vehicle', key=shown['context']['default_key'], vin=VIN).json()['ok'])

    def test_roles(self):
        Partner = self.env['aftersales.exchange.partner']
        with self.assertRaises(AccessError):
            Partner.with_user(self.user_advisor).create({'name': "Mine"})
        with self.assertRaises(AccessError):
            self.partner.with_user(self.user_dispatcher)._give_out_key()
        with self.assertRaises(AccessError):
            self.partner.with_user(self.user_advisor).action_withdraw_keys()
        with self.assertRaises(AccessError):
            self.partner.user_id = self.user_manager
        user = self.partner.sudo().user_id
        self.assertFalse(user.group_ids)
        self.assertTrue(user.share)
        self._ask('find_vehicle', vin=VIN)
        call = self.calls.with_user(self.user_manager).search([], limit=1)
        self.assertEqual((call.partner_id, call.method, call.res_id), (self.partner, 'find_vehicle', self.vehicle.id))
        with self.assertRaises(AccessError):
            call.unlink()
        action = self.partner.action_view_calls()
        self.assertEqual(self.calls.search_count(action['domain']), self.partner.call_count)
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.partner.unlink()
        (self.partner + Partner.with_user(self.user_manager).create({'name': "Other"})).action_withdraw_keys()

    def test_old_calls_go(self):
        with freeze_time('2024-12-01 08:00:00'):
            self._ask('find_vehicle', vin=VIN)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_exchange_call SET create_date = '2024-12-01' WHERE partner_id = %s", [self.partner.id])
        self._ask('find_vehicle', vin=VIN)
        self.env.invalidate_all()
        self.calls._gc_old_calls()
        self.assertEqual(self.partner.call_count, 1)
