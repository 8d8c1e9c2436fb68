import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tests.common import _super_send
from odoo.tools import mute_logger

from odoo.addons.aftersales.models.exchange.document import aftersales_exchange_document as documents
from odoo.addons.aftersales.tests.dealership.booking import MONDAY
from odoo.addons.aftersales.tests.dealership.order import OrderCommon

VIN = 'LZZAPP120P1004711'


class Receiver(ThreadingHTTPServer):
    """A platform on this machine: keeps what it is sent, once an id, and answers as it is told."""

    def __init__(self):
        super().__init__(('127.0.0.1', 0), Handler)
        self.answers, self.requests, self.taken = [], [], {}
        self.url = f'http://127.0.0.1:{self.server_port}/upload'


class Handler(BaseHTTPRequestHandler):

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        self.server.requests.append((dict(self.headers), json.loads(body)))
        status, text = self.server.answers.pop(0) if self.server.answers else (200, '{"code": "1"}')
        if status == 'slow':
            time.sleep(1.5)
            status = 200
        if status == 200:
            self.server.taken[self.headers['Idempotency-Key']] = body
        self.send_response(status)
        if status == 302:
            self.send_header('Location', self.server.url)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(text.encode())

    def log_message(self, *args):
        pass


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestHealthFile(OrderCommon):
    """Q5: the thirteen elements of a delivered order go to the platform: once, again where it may help, told where not."""

    @classmethod
    def _request_handler(cls, session, request, /, **kwargs):
        """As core's, but for the time that tests are given at least: here it is what is tried."""
        if not request.url.startswith('http://127.0.0.1:'):
            raise AssertionError(request.url)
        return _super_send(session, request, **kwargs)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.receiver = Receiver()
        thread = threading.Thread(target=cls.receiver.serve_forever, kwargs={'poll_interval': 0.05}, daemon=True)
        thread.start()
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(cls.receiver.server_close)
        cls.addClassCleanup(cls.receiver.shutdown)
        cls.operation.part_ids.unlink()
        cls.part.default_code = 'BP-100'
        cls.vehicle.vin_sn = VIN
        cls.company.write({
            'health_file_url': cls.receiver.url, 'health_file_secret': 'secret', 'health_file_repairer': "Yunqi"})

    def setUp(self):
        super().setUp()
        self.receiver.answers.clear()
        self.receiver.requests.clear()
        self.receiver.taken.clear()

    def _deliver(self, **values):
        order = self._receive_approved(concern="Squeals when braking", **values)
        self.deliver(self.inspect(self.work(order)))
        return order

    def _get_document(self, order):
        return self.env['aftersales.exchange.document'].search([('order_id', '=', order.id)])

    def _run(self, minutes=0):
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), minutes=minutes)), mute_logger(
                'odoo.addons.aftersales.models.exchange.document.aftersales_exchange_document'):
            self.env.flush_all()
            with self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_exchange_documents').method_direct_trigger()
            self.env.invalidate_all()

    def test_thirteen_elements_are_sent_once(self):
        order = self._deliver()
        document = self._get_document(order)
        self.assertEqual((document.state, document.missing), ('waiting', False))
        self._run()
        headers, content = self.receiver.requests[0]
        self.assertEqual(headers['Authorization'], 'Bearer secret')
        self.assertEqual(content['basicInfo'], {
            'companyname': "Yunqi", 'vin': VIN, 'vehicleplatenumber': order.license_plate, 'repairdate': '20260302',
            'repairmileage': '12000', 'settledate': '20260302', 'costlistcode': order.name,
            'faultdescription': "Squeals when braking"})
        self.assertEqual([row['workinghours'] for row in content['repairprojectlist']], ['1.2'])
        self.assertNotIn(self.customer.name, json.dumps(content, ensure_ascii=False))
        self.assertEqual((document.state, document.tries), ('sent', 1))
        self._run()
        self.assertEqual(len(self.receiver.requests), 1)
        with self.assertRaisesRegex(UserError, "not sent twice"):
            document.with_user(self.user_manager).action_send_again()

    def test_lost_answer_and_no_answer(self):
        """The platform has it, but its answer came too late: it is sent again under the same id, and is there once."""
        document = self._get_document(self._deliver())
        self.patch(documents, 'TIMEOUT', 0.3)
        self.receiver.answers += [('slow', '{}'), (503, 'busy'), (200, '')]
        self._run()
        self.assertEqual((document.state, document.tries), ('waiting', 1))
        self.assertIn("could not be reached", document.answer)
        self._run(minutes=4)
        self.assertEqual(document.tries, 1, "it rests first")
        self._run(minutes=6)
        self.assertEqual((document.state, document.tries, document.answer), ('waiting', 2, 'HTTP 503 busy'))
        self._run(minutes=30)
        self.assertEqual((document.state, len(self.receiver.requests)), ('sent', 3))
        self.assertEqual(len(self.receiver.taken), 1)

    def test_refused_then_mended(self):
        """What is refused waits for a person; another content is another sending."""
        order = self._deliver()
        document = self._get_document(order)
        self.receiver.answers += [(422, 'No such VIN'), (302, ''), (200, '{"code": "-1", "status": "bad"}')]
        for answer in ('HTTP 422 No such VIN', 'HTTP 302', 'HTTP 200 {"code": "-1", "status": "bad"}'):
            self._run(minutes=60)
            self.assertEqual((document.state, document.answer.strip()), ('refused', answer))
            document.with_user(self.user_manager).action_send_again()
        first = document.sending_ref
        self.company.health_file_repairer = "Yunqi Auto"
        document._note_try('refused', "No")
        document.with_user(self.user_manager).action_send_again()
        self.assertNotEqual(document.sending_ref, first)
        self._run(minutes=60)
        self.assertEqual(document.state, 'sent')
        self.assertEqual(len({headers['Idempotency-Key'] for headers, __ in self.receiver.requests}), 2)

    def test_given_up_in_the_end(self):
        document = self._get_document(self._deliver())
        self.receiver.answers += [(500, '')] * documents.MOST_TRIES
        for __ in range(documents.MOST_TRIES):
            document.next_try = fields.Datetime.now()
            self._run()
        self.assertEqual((document.state, document.tries), ('failed', documents.MOST_TRIES))

    def test_what_is_missing_is_said_before(self):
        self.vehicle_2.vin_sn = False
        self.part.default_code = False
        document = self._get_document(self._deliver(vehicle_id=self.vehicle_2.id))
        self.assertEqual(document.state, 'incomplete')
        self.assertIn("VIN of the car", document.missing)
        self._run()
        self.assertFalse(self.receiver.requests)

    def test_nothing_without_an_address(self):
        self.company.health_file_url = False
        document = self._get_document(self._deliver())
        self.assertFalse(document)

    def test_changed_content_is_not_sent(self):
        document = self._get_document(self._deliver())
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_exchange_document SET payload = '{}' WHERE id = %s", [document.id])
        document.invalidate_recordset()
        self._run()
        self.assertEqual((document.state, self.receiver.requests), ('failed', []))

    def test_who_sets_it_up(self):
        """The address is the administrator's, and leads to a safe place; the queue is the manager's to look at."""
        for address in ('http://example.com/x', 'file:///etc/passwd', 'https://', 'https://me:pw@example.com', 'ftp://example.com'):
            with self.assertRaises(ValidationError):
                self.company.health_file_url = address
        self.company.health_file_url = 'https://example.com/upload'
        with self.assertRaises(AccessError):
            self.company.with_user(self.user_manager).write({'health_file_url': 'https://mine.example.com'})
        with self.assertRaises(AccessError):
            self.company.with_user(self.user_manager).read(['health_file_secret'])
        self.company.health_file_url = self.receiver.url
        document = self._get_document(self._deliver())
        with self.assertRaises(AccessError):
            document.with_user(self.user_advisor).read(['payload'])
        with self.assertRaises(AccessError):
            document.with_user(self.user_manager).write({'state': 'sent'})
        self.assertFalse(document.with_user(self.user_other_advisor).has_access('read'))
