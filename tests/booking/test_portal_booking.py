import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.controllers.booking.booking import slot_searches
from odoo.addons.aftersales.models.base.inputs import get_network
from odoo.addons.aftersales.tests.dealership.portal import PortalCommon

VISITOR = '203.0.113.7'
LIMIT_LOGGER = 'odoo.addons.aftersales.models.booking.online.aftersales_booking_limit'


@tagged('post_install', '-at_install')
class TestPortalBooking(PortalCommon):
    """C1: a customer books, moves and cancels his own visits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.company'].search([]).aftersales_portal_booking = False
        cls.company.aftersales_portal_booking = True
        cls.env['aftersales.workshop'].search([('id', '!=', cls.workshop.id)]).active = False
        cls.operation.write({'is_published': True, 'online_name': "New brake pads"})

    def _submit(self, **values):
        return self._post('/my/book', page='/my/book', **{
            'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id, 'operation_ids': self.operation.id,
            'is_waiter': '0', 'start': fields.Datetime.to_string(self._get_slot()), 'concern': "It squeaks", **values,
        })

    def _get_booked(self):
        return self.env['aftersales.appointment'].search([('vehicle_id', '=', self.vehicle.id)])

    def test_customer_books_moves_and_cancels(self):
        self.authenticate('portal_chen', 'portal_chen')
        self.assertIn("New brake pads", self.url_open('/my/book').text)
        start = self._get_slot()
        page = self._submit(start=fields.Datetime.to_string(start))
        appointment = self._get_booked()
        self.assertEqual(
            (appointment.state, appointment.start, appointment.partner_id, appointment.channel, appointment.operation_ids),
            ('booked', start, self.customer, 'portal', self.operation))
        self.assertIn(appointment.name, page.text)
        url = f'/my/appointments/{appointment.id}'
        later = self._get_slot(1)
        self._post(f'{url}/reschedule', page=url, start=fields.Datetime.to_string(later))
        self.assertEqual(appointment.start, later)
        answer = self._post(f'{url}/cancel', page=url, reason="On holiday")
        self.assertIn("Your visit is cancelled.", answer.text)
        self.assertIn(f'/my/book?workshop_id={self.workshop.id}', answer.text, "he may come another time")
        self.assertEqual((appointment.state, appointment.cancel_reason), ('cancelled', "On holiday"))
        self.assertIn('cannot be changed', self._post(f'{url}/cancel', page='/my/security').text)

    def test_strange_vehicle_and_hidden_work_are_not_booked(self):
        self.authenticate('portal_chen', 'portal_chen')
        hidden = self.operation.copy({'name': "Hidden", 'code': 'HID', 'is_published': False})
        self._submit(vehicle_id=self.strange_vehicle.id)
        self.assertFalse(self.env['aftersales.appointment'].search([
            ('vehicle_id', '=', self.strange_vehicle.id), ('channel', '=', 'portal')]))
        self._submit(operation_ids=hidden.id)
        self.assertFalse(self._get_booked().operation_ids)

    def test_taken_time_names_others_and_saves_nothing(self):
        self.authenticate('portal_chen', 'portal_chen')
        # Sunday night: closed
        start = fields.Datetime.now() + timedelta(days=(6 - fields.Datetime.now().weekday()) % 7 + 7)
        page = self._submit(start=fields.Datetime.to_string(start.replace(hour=20, minute=0)))
        self.assertIn("Free instead", page.text)
        self.assertIn("It squeaks", page.text, "what was typed is still there")
        self.assertFalse(self._get_booked())

    def test_neither_too_soon_nor_too_late(self):
        for delta in (timedelta(minutes=30), timedelta(days=self.workshop.booking_days + 2), timedelta(days=-1)):
            with self.assertRaises(UserError):
                self.workshop._check_online_start(fields.Datetime.now() + delta)

    def test_closed_outlet_offers_nothing(self):
        self.company.aftersales_portal_booking = False
        self.authenticate('portal_chen', 'portal_chen')
        self.assertIn("closed at the moment", self.url_open('/my/book').text)
        self.assertIn('error', self._call('/aftersales/book/slots', workshop_id=self.workshop.id)['result'])

    def test_slots_are_those_of_the_finder(self):
        self.authenticate('portal_chen', 'portal_chen')
        html = self._call(
            '/aftersales/book/slots', workshop_id=self.workshop.id, operation_ids=[self.operation.id],
            vehicle_id=self.vehicle.id)['result']['html']
        values = re.findall(r'value="([^"]+)"', html)
        today = self.workshop._get_local_day(fields.Datetime.now())
        slots = self.workshop._find_slots(
            self.workshop._get_online_start(), self.workshop._get_local_midnight(today + timedelta(days=7)), hours=1.2)
        self.assertEqual(values, list(dict.fromkeys(fields.Datetime.to_string(slot['start']) for slot in slots)))
        self.assertTrue(values)


@tagged('post_install', '-at_install')
class TestPublicBooking(PortalCommon):
    """C1: a visitor books without a login and learns nothing of what the dealer knows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.company'].search([]).aftersales_public_booking = False
        cls.company.aftersales_public_booking = True
        cls.env['aftersales.workshop'].search([('id', '!=', cls.workshop.id)]).active = False
        cls.operation.is_published = True
        cls.Request = cls.env['aftersales.booking.request']
        cls.Request.search([]).unlink()

    def _prepare(self, **values):
        return {
            'workshop_id': self.workshop.id, 'start': self._get_slot(), 'operation_ids': self.operation.ids,
            'license_plate': '沪A T0000', 'contact_name': "Visitor", 'email': 'chen@example.com', 'phone': '',
            'channel': 'email', 'lang': 'en_US', **values,
        }

    def _ask(self, visitor=VISITOR, **values):
        return self.Request._find(self.Request._ask(self._prepare(**values), visitor))

    def _get_code(self, request):
        """The code as its addressee reads it."""
        mail = self.env['mail.mail'].search([('email_to', '=', request.email)], order='id desc', limit=1)
        return re.search(r'^\d{6}', mail.subject).group()

    def _submit(self, **values):
        return self._post('/aftersales/book', page='/aftersales/book', **{
            'workshop_id': self.workshop.id, 'operation_ids': self.operation.id, 'is_waiter': '0',
            'start': fields.Datetime.to_string(self._get_slot()), 'license_plate': '沪A T0000',
            'contact_name': "Visitor", 'email': 'chen@example.com', 'channel': 'email', **values,
        })

    # === THE WAY ===#

    def test_visitor_books_with_the_code(self):
        self.authenticate(None, None)
        page = self._submit()
        request = self.Request.search([], limit=1)
        self.assertEqual(request.state, 'waiting')
        self.assertFalse(request.appointment_id, "an unconfirmed request holds nothing")
        code = self._get_code(request)
        self.assertNotIn(code, str(request.read()), "the code itself is kept nowhere")
        answer = self._post(f'{page.url}/code', page=page.url, code=code)
        request.invalidate_recordset()
        appointment = request.appointment_id
        self.assertEqual((appointment.state, appointment.channel), ('booked', 'web'))
        self.assertEqual((appointment.partner_id, appointment.vehicle_id), (self.customer, self.vehicle))
        self.assertIn(appointment.name, answer.text)
        self.assertNotIn("Chen Jing", answer.text, "whom we found is not told")

    def test_visitor_who_is_nobodys_customer(self):
        request = self._ask(email='new@example.com', license_plate='沪A·T0000')
        request._verify(self._get_code(request))
        appointment = request._book()
        self.assertFalse(appointment.partner_id | appointment.vehicle_id.owner_id)
        self.assertEqual((appointment.contact_name, appointment.email), ("Visitor", 'new@example.com'))
        self.assertEqual(request._book(), appointment, "a second click books nothing more")

    def test_typed_phone_finds_nobody(self):
        """Only the proven address counts: a number typed beside it may be anybody's."""
        request = self._ask(email='new@example.com', phone=self.customer.phone)
        self.assertFalse(request._find_customer())

    def test_taken_meanwhile_offers_other_times(self):
        self.authenticate(None, None)
        page = self._submit()
        request = self.Request.search([], limit=1)
        self.workshop.resource_calendar_id = self.env['resource.calendar'].create({'name': "Closed", 'attendance_ids': False})
        answer = self._post(f'{page.url}/code', page=page.url, code=self._get_code(request))
        self.assertIn("Choose another time", answer.text)
        request.invalidate_recordset()
        self.assertEqual((request.state, request.appointment_id.id), ('verified', False))
        self.workshop.resource_calendar_id = self.company.resource_calendar_id
        start = self._get_slot(1)
        self._post(f'{page.url}/time', page=page.url, start=fields.Datetime.to_string(start))
        request.invalidate_recordset()
        self.assertEqual((request.state, request.appointment_id.start), ('booked', start))

    # === THE CODE ===#

    def test_code_is_void_after_five_tries_ten_minutes_or_a_new_one(self):
        request = self._ask()
        code = self._get_code(request)
        wrong = '000000' if code != '000000' else '111111'
        for __ in range(5):
            self.assertFalse(request._verify(wrong))
        self.assertFalse(request._verify(code), "not even the right one after five tries")
        request = self._ask(email='second@example.com')
        code = self._get_code(request)
        request.code_expiry = fields.Datetime.now() - timedelta(seconds=1)
        self.assertFalse(request._verify(code))
        request = self._ask(email='third@example.com')
        old = self._get_code(request)
        request.sent_date -= timedelta(minutes=2)
        request._resend()
        if self._get_code(request) != old:
            self.assertFalse(request._verify(old))
        self.assertTrue(request._verify(self._get_code(request)))

    def test_resending_is_throttled(self):
        request = self._ask()
        with self.assertRaises(UserError):
            request._resend()
        for __ in range(2):
            request.sent_date -= timedelta(minutes=2)
            request._resend()
        request.sent_date -= timedelta(minutes=2)
        with self.assertRaises(UserError):
            request._resend()

    def test_many_addresses_of_one_visitor(self):
        self.assertEqual(get_network('2001:db8:1:2::7'), get_network('2001:db8:1:2:ffff::1'))
        self.assertNotEqual(get_network('2001:db8:1:2::7'), get_network('2001:db8:1:3::7'))
        self.assertEqual(get_network('::ffff:203.0.113.7'), get_network(VISITOR))
        self.assertEqual(get_network(''), '')
        request = self._ask(email='"boss@example.com" <New@Example.com>')
        self.assertEqual(request.email, 'new@example.com', "written to is who was read")

    def test_limits_by_address_and_visitor(self):
        for __ in range(3):
            self._ask()
        with self.assertLogs(LIMIT_LOGGER, 'WARNING') as logs, self.assertRaises(UserError):
            self._ask(visitor='198.51.100.1', email='CHEN@example.com')
        self.assertEqual(len(logs.output), 1)
        self.assertIn("More than 3 codes to book for address", logs.output[0])
        self.assertNotIn('example.com', logs.output[0].lower(), "whose address it is stays out of the log")
        for index in range(9):
            self._ask(email=f'visitor{index}@example.com')
        with self.assertLogs(LIMIT_LOGGER, 'WARNING') as logs, self.assertRaises(UserError):
            self._ask(email='one-more@example.com')
        self.assertEqual(len(logs.output), 1)
        self.assertIn("More than 12 codes to book for visitor", logs.output[0])
        self.assertNotIn(VISITOR, logs.output[0])
        self._ask(visitor='198.51.100.1', email='one-more@example.com')

    def test_limit_of_a_day(self):
        """faults A8: an outlet sends so many codes a day, whoever asks from wherever."""
        self.company.aftersales_code_limit = 2
        for index in range(2):
            self._ask(visitor=f'198.51.100.{index}', email=f'visitor{index}@example.com')
        with self.assertLogs(LIMIT_LOGGER, 'WARNING'), \
                self.assertRaisesRegex(UserError, "No more codes can be sent today"):
            self._ask(visitor='198.51.100.9', email='visitor9@example.com')
        with freeze_time(fields.Datetime.now() + timedelta(days=1, minutes=1)):
            self._ask(visitor='198.51.100.9', email='visitor9@example.com')

    def test_codes_by_sms_stay_in_the_country(self):
        """faults A8: to the company's country, unless it says which ones more."""
        self.company.country_id = self.env.ref('base.cn')
        home = {'channel': 'sms', 'phone': '13800138000'}
        self.assertTrue(self._ask(**home))
        for number in ('+44 7700 900123', '0044 7700 900123', '+1 900 555 0100'):
            with self.subTest(number=number), self.assertRaisesRegex(UserError, "numbers of China only"):
                self._ask(channel='sms', phone=number)
        self.company.aftersales_code_country_ids = self.env.ref('base.cn') + self.env.ref('base.uk')
        self.assertTrue(self._ask(channel='sms', phone='+44 7700 900123'))

    def test_one_phone_written_in_many_ways(self):
        """faults A8: another spelling floods nobody, brackets lead to no other country, and what is no number is refused."""
        self.company.country_id = self.env.ref('base.cn')
        for phone in ('138 0013 8000', '(+86) 138-0013-8000', '００８６１３８００１３８０００'):
            self.assertIn('13800138000', self._ask(channel='sms', phone=phone).phone)
        with self.assertLogs(LIMIT_LOGGER, 'WARNING'):
            for phone in ('13800138000', '8613800138000', '0086 13800138000', '+86·138·0013·8000'):
                with self.subTest(phone=phone), self.assertRaisesRegex(UserError, "Too many codes"):
                    self._ask(visitor='198.51.100.1', channel='sms', phone=phone)
        for phone in ('(+1) 202 555 0142', '(00)1 202 555 0142', '0 0 1 202 555 0142', '＋1 202 555 0142'):
            with self.subTest(phone=phone), self.assertRaisesRegex(UserError, "numbers of China only"):
                self._ask(channel='sms', phone=phone)
        for phone in ('13800138000;ext=1', 'sip:13800138000', '13800138000,13800138001', '+٨٦١٣٨٠٠١٣٨٠٠٠', '1' * 16):
            with self.subTest(phone=phone), self.assertRaisesRegex(UserError, "valid mobile number"):
                self._ask(channel='sms', phone=phone)
        for tag in ('a', 'b', 'c'):
            self._ask(visitor='198.51.100.2', email=f'chen+{tag}@example.com')
        with self.assertLogs(LIMIT_LOGGER, 'WARNING'), self.assertRaisesRegex(UserError, "Too many codes"):
            self._ask(visitor='198.51.100.2', email='Chen+d@example.com')

    def test_proven_phone_finds_its_owner(self):
        """faults U21, A8: with or without the country's code; of two who share the number nobody."""
        self.company.country_id = self.env.ref('base.cn')
        self.customer.phone = '138 0013 8000'
        request = self._ask(channel='sms', phone='+8613800138000')
        self.assertEqual(request._find_customer(), self.customer)
        self.customer.phone = '+86 138 0013 8000'
        self.assertEqual(request._find_customer(), self.customer)
        for other in ('+1 138 0013 8000', '+86 138 0013 80001', '9138 0013 8000'):
            self.customer.phone = other
            self.assertFalse(request._find_customer(), other)

    def test_code_is_one_short_message(self):
        """faults C10: however long the name of the company is, in letters and in Chinese."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.company.country_id = self.env.ref('base.cn')
        long_names = (('en_US', "Yunqi Automotive Sales and Service " * 5, 160), ('zh_CN', "云启汽车销售服务" * 9, 70))
        for lang, name, limit in long_names:
            self.company.name = name
            self._ask(channel='sms', phone='13800138000', lang=lang)
            body = self.env['sms.sms'].search([], order='id desc', limit=1).body
            self.assertLessEqual(len(body), limit)
            self.assertIn(name[:8], body)

    def test_slot_searches_are_limited(self):
        """faults A8: a search reads the plan of an outlet; one visitor has so many."""
        self.authenticate(None, None)
        self.patch(slot_searches, 'most', 3)
        slot_searches.clear()
        self.addCleanup(slot_searches.clear)
        for _number in range(3):
            self.assertIn('html', self._call('/aftersales/book/slots', workshop_id=self.workshop.id)['result'])
        answer = self._call('/aftersales/book/slots', workshop_id=self.workshop.id)['result']
        self.assertIn("wait some minutes", answer['error'])

    def test_requests_vanish_after_a_day(self):
        old, new = self._ask(), self._ask(email='new@example.com')
        self.env.cr.execute(
            "UPDATE aftersales_booking_request SET create_date = create_date - interval '25 hours' WHERE id = %s", [old.id])
        self.Request.invalidate_model()
        self.Request._gc_old_requests()
        self.assertFalse(old.exists())
        self.assertTrue(new.exists())

    # === NOTHING IS TOLD ===#

    def test_same_answer_for_customers_strangers_robots_and_wrong_tokens(self):
        def simplify(answer):
            return re.sub(r'/aftersales/book/[\w-]+|csrf_token[^>]*|"registry_hash[^,]*', '', answer.text)
        self.authenticate(None, None)
        known = simplify(self._submit())
        self.assertEqual(simplify(self._submit(email='nobody@example.com', license_plate='X 1')), known)
        before = self.Request.search_count([])
        self.assertEqual(simplify(self._submit(website='http://spam')), known)
        self.assertEqual(self.Request.search_count([]), before, "robots leave no trace")
        self.assertEqual(simplify(self.url_open('/aftersales/book/no-such-token')), known)
        wrong = self._post('/aftersales/book/no-such-token/code', page='/aftersales/book', code='123456')
        self.assertIn("wrong or no longer valid", wrong.text)

    def test_page_of_the_code_is_the_outlets(self):
        """C8: whoever waits for his code, or has a wrong link, reads the outlet's company, not that of the database."""
        outlet = self.workshop.sudo().copy({
            'name': "Neighbour Yard", 'code': "NY", 'company_id': self.other_company.id, 'warehouse_id': False,
            'resource_calendar_id': self.other_company.resource_calendar_id.id, 'employee_ids': False, 'manager_id': False})
        self.other_company.aftersales_public_booking = True
        self.authenticate(None, None)
        company = self.company.name
        self._submit(workshop_id=outlet.id, start='tomorrow')  # refused: nothing is asked of this outlet yet
        self.assertIn(company, self.url_open('/aftersales/book/no-such-token').text)
        for answer in (self._submit(workshop_id=outlet.id, website='http://spam'), self.url_open('/aftersales/book/other')):
            self.assertIn("Enter the code", answer.text)
            self.assertIn("Neighbour Garage", answer.text)
            self.assertNotIn(company, answer.text)
        self.company.aftersales_public_booking = False
        self.authenticate(None, None)
        for answer in (
            self.url_open('/aftersales/book/no-such-token'),
            self._post('/aftersales/book/no-such-token/code', page='/aftersales/book', code='1'),
        ):
            self.assertIn("Neighbour Garage", answer.text)

    def test_missing_details_are_named_and_nothing_is_kept(self):
        self.authenticate(None, None)
        for values, message in (
            ({'license_plate': ''}, "Enter your name and the plate"), ({'start': ''}, "Choose a time"),
            ({'start': 'tomorrow'}, "Choose a time"), ({'email': 'nonsense'}, "valid e-mail"),
            ({'channel': 'sms', 'phone': '12'}, "valid mobile number"),
        ):
            self.assertIn(message, self._submit(**values).text)
        self.assertFalse(self.Request.search([]))

    def test_nonsense_is_answered_without_a_fault(self):
        self.authenticate(None, None)
        for params in (
            {'workshop_id': 'x'}, {'workshop_id': self.workshop.id, 'skip': 'x', 'vehicle_id': 'x', 'menu_ids': {'a': 1}},
            {'workshop_id': self.workshop.id, 'skip': -5, 'operation_ids': [None, 'x', -1]},
            {'workshop_id': self.workshop.id, 'skip': 10 ** 9},
        ):
            self.assertIn('result', self._call('/aftersales/book/slots', **params))
        self.assertEqual(self._submit(license_plate='A\0B').status_code, 200)

    def test_page_is_closed_until_opened(self):
        self.company.aftersales_public_booking = False
        self.authenticate(None, None)
        self.assertIn("closed at the moment", self.url_open('/aftersales/book').text)
        self._submit()
        self.assertFalse(self.Request.search([]))
