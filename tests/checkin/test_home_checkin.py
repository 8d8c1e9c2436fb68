import base64
import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at
from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.health import PIXEL
from odoo.addons.aftersales.tests.dealership.portal import PortalCommon

LIMIT_LOGGER = 'odoo.addons.aftersales.models.booking.online.aftersales_booking_limit'
PICTURE = base64.b64decode(PIXEL)
CONDITIONS = "<p>Old parts are ours after a week.</p>"


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestHomeCheckin(BookingCommon):
    """O3: what a customer says before the counter stands on the check-in when the counter opens it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forget_notices()
        cls.customer.write({'email': 'chen.jing@example.com', 'phone': '+86 138 0013 8000'})
        cls.company.write({
            'aftersales_home_checkin': True, 'aftersales_home_checkin_hour': 8, 'aftersales_notice_channel': 'mail_first'})
        cls.workshop.repair_conditions = CONDITIONS
        cls.registration = cls.env.ref('aftersales.checkin_document_registration')
        cls.insurance = cls.env.ref('aftersales.checkin_document_insurance')

    def _say(self, visit, photos=(), **values):
        visit = visit.sudo()
        visit._check_in_from_home({
            'odometer': 12345, 'concern': "Brakes squeak\nWipers smear", 'signatory': "Chen Jing", 'channel': 'home',
            'old_parts_wish': 'return', **values,
        }, photos, visit._hash_conditions(visit._get_home_conditions()))
        return visit._get_home_checkin()

    def _arrive(self, visit):
        with freeze_time(at(9, 5, 3)):
            order = self.env['aftersales.order'].with_user(self.user_advisor).browse(visit.action_arrive()['res_id'])
            order.action_check_in()
        return order

    def _run(self, moment):
        self.env.flush_all()
        with freeze_time(moment), self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_send_home_checkins').method_direct_trigger()
        self.env.invalidate_all()

    def _get_notices(self, visit):
        return self.env['aftersales.notice'].sudo().search([
            ('res_model', '=', visit._name), ('res_id', 'in', visit.ids),
            ('mail_template', '=', 'aftersales.mail_template_home_checkin')])

    # === THE LINK ===#

    def test_sent_the_day_before_by_the_outlets_clock(self):
        today, tomorrow, later = self._book(at(16)), self._book(at(9, 0, 3)), self._book(at(9, 0, 4))
        visits = today | tomorrow | later
        self._run(at(7, 30))
        self.assertFalse(self._get_notices(visits), "too early")
        self._run(at(21, 30))
        self.assertFalse(self._get_notices(visits), "nobody is written to in the night")
        self._run(at(8, 30))
        self.assertEqual(self._get_notices(visits).mapped('res_id'), tomorrow.ids)
        self.assertEqual(tomorrow.home_checkin_state, 'open')
        self._run(at(9, 30))
        self.assertEqual(len(self._get_notices(visits)), 1, "not twice")

    def test_another_clock_has_another_tomorrow(self):
        self.calendar.tz = 'Asia/Shanghai'
        late = self._book(at(2, 0, 3))  # Tuesday, 10:00 there
        self._run(at(16, 30))  # half past midnight there: it is Tuesday already
        self.assertFalse(self._get_notices(late))
        self._run(at(1))
        self.assertEqual(len(self._get_notices(late)), 1)

    def test_neither_who_comes_not_nor_who_cannot_be_told(self):
        cancelled, walk_in, silent = self._book(at(9, 0, 3)), self._book(at(10, 0, 3)), self._book(
            at(13, 0, 3), vehicle_id=self.vehicle_2.id)
        nobody = self.env['res.partner'].create({'name': "Li Mo"})
        silent.write({'partner_id': nobody.id, 'phone': False, 'email': False})
        cancelled.write({'cancel_reason': "Ill"})
        cancelled.action_cancel()
        walk_in.channel = 'walk_in'
        self._run(at(9))
        self.assertFalse(self._get_notices(cancelled | walk_in | silent))
        self.assertFalse(silent.activity_ids, "nobody has to call for a link")
        with self.assertRaisesRegex(UserError, "neither an e-mail"):
            silent.action_send_home_checkin()
        self.company.aftersales_home_checkin = False
        other = self._book(at(11, 0, 3))
        self._run(at(10))
        self.assertFalse(self._get_notices(other))
        other.action_send_home_checkin()
        self.assertEqual(len(self._get_notices(other)), 1, "the advisor may send it all the same")

    def test_who_may_send_it(self):
        visit = self._book(at(9, 0, 3))
        for user in (self.user_technician, self.user_accountant):
            with self.assertRaises(AccessError):
                visit.with_user(user).action_send_home_checkin()
        visit.browse().action_send_home_checkin()
        visits = visit | self._book(at(11, 0, 3))
        visits.with_user(self.user_care).action_send_home_checkin()
        self.assertEqual(len(self._get_notices(visits)), 2)
        self._say(visit)
        with self.assertRaisesRegex(UserError, "checked in already"):
            visits.action_send_home_checkin()

    def test_the_mail_carries_the_link_for_the_customer_alone(self):
        visit = self._book(at(9, 0, 3))
        visit.action_send_home_checkin()
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_send_notices').method_direct_trigger()
        self.env.invalidate_all()
        message = visit.message_ids.filtered(lambda message: "Check in from home" in (message.subject or ''))
        self.assertIn('/check-in?access_token=hidden', message.body)
        mails = self.env['mail.mail'].sudo().search([('mail_message_id', '=', message.id)])
        for mail in mails:
            self.assertEqual(
                f'/check-in?access_token={visit.sudo().access_token}' in mail.body_html, mail.recipient_ids == self.customer)
        self.assertIn(self.customer, mails.recipient_ids)

    # === WHAT BECOMES OF IT ===#

    def test_the_counter_begins_with_it(self):
        visit = self._book(at(9, 0, 3))
        home = self._say(visit, [
            {'document_id': self.registration.id, 'image': PIXEL},
            {'view': 'left', 'note': "Since the car wash", 'image': PIXEL},
        ], document_ids=[(6, 0, self.insurance.ids)], needs_loaner=True, car_remark="The plate is new")
        self.assertEqual((visit.state, visit.concern, visit.needs_loaner), (
            'confirmed', "Brakes squeak\nWipers smear", True))
        self.assertIn("Checked in by the customer", visit.alert_html)
        order = self._arrive(visit)
        self.assertEqual((order.odometer_in, order.concern, order.old_parts_wish), (
            12345, "Brakes squeak\nWipers smear", 'return'))
        checkin = order.checkin_id
        told = {paper.document_id: paper.possession for paper in checkin.paper_ids}
        self.assertEqual(told, {self.registration: 'seen', self.insurance: 'missing'})
        self.assertEqual(checkin.document_ids, self.registration, "what was but said is not seen yet")
        self.assertEqual((checkin.damage_ids.view, checkin.damage_ids.note), ('left', "Since the car wash"))
        self.assertTrue(checkin.damage_ids.photo)
        self.assertEqual(len(checkin.photo_ids), 1)
        for words in ("12,345 km", "wants a loaner car", "The plate is new"):
            self.assertIn(words, checkin.alert_html)
        self.assertEqual(order.action_view_home_checkin()['res_id'], home.id)
        checkin.document_ids |= self.insurance
        self.assertEqual(set(checkin.paper_ids.mapped('possession')), {'seen'})
        checkin.signature = PNG
        checkin.action_sign()
        self.assertEqual((order.state, checkin.is_intact), ('received', True))

    def test_the_odometer_is_a_reading_of_the_customer(self):
        visit = self._book(at(9, 0, 3))
        self._say(visit)
        order = self._arrive(visit)
        order.odometer_in = 12360
        with freeze_time(at(9, 15, 3)):
            order.action_receive()
        readings = self.env['fleet.vehicle.odometer'].sudo().search(
            [('aftersales_order_id', '=', order.id)], order='value')
        self.assertEqual([(reading.source, reading.value) for reading in readings], [('customer', 12345), ('checkin', 12360)])
        self.assertEqual(str(readings[0].date), '2026-03-02')

    def test_a_slip_of_the_customer_keeps_nobody_out(self):
        visit = self._book(at(9, 0, 3))
        self._say(visit, odometer=9_999_999)
        order = self._arrive(visit)
        self.assertEqual(order.odometer_in, 9_999_999)
        self.assertTrue(order.odometer_question)
        order.odometer_in = 12360
        with freeze_time(at(9, 15, 3)):
            order.action_receive()
        reading = self.env['fleet.vehicle.odometer'].sudo().search([('aftersales_order_id', '=', order.id)])
        self.assertEqual((reading.source, reading.value), ('checkin', 12360))

    def test_whoever_cannot_wait_is_told_to_the_counter(self):
        self.workshop.waiter_quota = 1
        self._book(at(13, 0, 3), vehicle_id=self.vehicle_2.id, is_waiter=True)
        visit = self._book(at(9, 0, 3))
        home = self._say(visit, is_waiter=True)
        self.assertEqual((visit.is_waiter, home.is_waiter, visit.state), (False, True, 'confirmed'))
        self.assertIn("wants to wait", visit.alert_html)
        self.workshop.waiter_quota = 2
        other = self._book(at(11, 0, 3))
        self._say(other, is_waiter=True)
        self.assertTrue(other.is_waiter)

    def test_once_and_only_while_he_is_expected(self):
        visit = self._book(at(9, 0, 3))
        with self.assertRaisesRegex(UserError, "read the conditions"):
            visit.sudo()._check_in_from_home({'odometer': 5, 'signatory': "Chen", 'channel': 'home'}, (), 'x')
        home = self._say(visit)
        self.assertTrue(home.is_intact)
        self.assertIn("Old parts are ours", home.with_user(self.user_advisor).conditions)
        self.workshop.repair_conditions = "<p>Other</p>"
        self.assertIn("Old parts are ours", home.conditions, "what he agreed to")
        with self.assertRaisesRegex(UserError, "already"):
            self._say(visit)
        for change in (lambda: home.write({'concern': "Forged"}), home.unlink):
            with self.assertRaises(UserError):
                change()
        for user in (self.user_advisor, self.user_manager):
            with self.assertRaises(AccessError):
                self.env['aftersales.home.checkin'].with_user(user).create({'appointment_id': visit.id})
        cancelled = self._book(at(11, 0, 3))
        cancelled.write({'cancel_reason': "Ill"})
        cancelled.action_cancel()
        with self.assertRaisesRegex(UserError, "still to come"):
            self._say(cancelled)

    def test_flat(self):
        """What the customer said costs a list of arrivals no query a row."""
        moments = [at(hour, 0, day) for day in (3, 4, 5) for hour in (9, 11)]
        visits = self.env['aftersales.appointment'].union(*(self._book(moment) for moment in moments))
        for visit in visits:
            self._say(visit)
        self.assertFlat(lambda some: some.mapped('home_checkin_state'), visits[:1], visits)

    # === THE KIOSK ===#

    def _find(self, plate, digits, address='192.0.2.7'):
        return self.workshop.sudo()._find_kiosk_visit(plate, digits, address)

    def test_found_by_plate_and_phone(self):
        visit, later = self._book(at(9)), self._book(at(9, 0, 3), vehicle_id=self.vehicle_2.id)
        plate = visit.license_plate
        self.assertEqual(self._find(plate.lower().replace('·', ' '), '8000'), visit)
        for asked in ((plate, '8001'), (plate, ''), (plate, '80'), ('', '8000'), ('京A00000', '8000'), (plate, '%%%%'),
                      (later.license_plate, (later.phone or '')[-4:])):
            self.assertFalse(self._find(*asked), asked)
        visit.phone = visit.partner_id.phone = False
        self.assertFalse(self._find(plate, '8000'), "without a number nobody is known")

    @mute_logger(LIMIT_LOGGER)
    def test_tries_are_limited(self):
        visit = self._book(at(9))
        for number in range(6):
            self.assertFalse(self._find(visit.license_plate, f'000{number}', f'192.0.2.{number}'))
        self.assertFalse(self._find(visit.license_plate, '8000', '192.0.2.99'), "even the right one waits")
        with freeze_time(at(8, 30)):
            self.assertEqual(self._find(visit.license_plate, '8000'), visit)

    def test_ticket_of_another_outlet_or_time(self):
        visit, outlet = self._book(at(9)), self.workshop.sudo()
        outlet.kiosk_key = 'key'
        ticket = outlet._get_kiosk_ticket(visit)
        self.assertEqual(outlet._get_kiosk_ticket_visit(ticket), visit)
        for wrong in ('', 'x', ticket[:-2], None):
            self.assertFalse(outlet._get_kiosk_ticket_visit(wrong))
        outlet.kiosk_key = 'new'
        self.assertFalse(outlet._get_kiosk_ticket_visit(ticket))

    def test_key_drop(self):
        visit = self._book(at(9))
        self._say(visit, channel='kiosk')
        with self.assertRaisesRegex(UserError, "to the counter"):
            visit.sudo()._drop_key()
        self.workshop.has_key_drop = True
        with freeze_time(at(8, 50)):
            tag = visit.sudo()._drop_key()
            self.assertEqual(visit.sudo()._drop_key(), tag, "pressed twice")
        order = visit.order_id
        self.assertTrue(tag)
        self.assertEqual((visit.state, order.state, order.checkin_id.key_tag), ('arrived', 'draft', tag))
        self.assertEqual((order.user_id, order.odometer_in), (visit.user_id, 12345))
        self.assertIn(tag, order.activity_ids.summary)
        self.assertEqual(order.activity_ids.user_id, order.user_id)
        self.assertIn("drop box", order.checkin_id.alert_html)
        self.assertTrue(visit._get_home_checkin().is_intact)

    def test_who_may_open_the_kiosk(self):
        for user in (self.user_technician, self.user_care):
            with self.assertRaises(AccessError):
                self.workshop.with_user(user).action_open_kiosk()
        action = self.workshop.with_user(self.user_advisor).action_open_kiosk()
        self.assertEqual(action['url'], f'/aftersales/kiosk/open/{self.workshop.id}')
        key = self.workshop.sudo().kiosk_key
        self.workshop.with_user(self.user_advisor).action_reset_kiosk_key()
        self.assertNotEqual(self.workshop.sudo().kiosk_key, key)
        with self.assertRaises(AccessError):
            self.workshop.with_user(self.user_advisor).read(['kiosk_key'])


@tagged('post_install', '-at_install')
class TestHomePages(PortalCommon):
    """O3: the pages of the check-in from home, by link and at the door."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = '+86 138 0013 8000'
        cls.workshop.write({'repair_conditions': CONDITIONS, 'has_key_drop': True, 'kiosk_key': 'door' * 8})
        cls.visit = cls.env['aftersales.appointment'].create({
            'workshop_id': cls.workshop.id, 'vehicle_id': cls.vehicle.id, 'start': cls._get_slot()})
        cls.url = f'/my/appointments/{cls.visit.id}/check-in'
        cls.link = f'{cls.url}?access_token={cls.visit.access_token}'
        cls.door = f'/aftersales/kiosk/{cls.workshop.id}/{"door" * 8}'

    def setUp(self):
        super().setUp()
        self.env['aftersales.booking.limit'].sudo().search([]).unlink()

    def _get_value(self, page, name):
        found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
        return found.group(1) if found else ''

    def _submit(self, page, url, files=None, **values):
        data = {
            'csrf_token': self._get_value(page, 'csrf_token'), 'conditions_hash': self._get_value(page, 'conditions_hash'),
            'access_token': self._get_value(page, 'access_token'), 'odometer': '12,345', 'concern': "It squeaks",
            'agrees': '1', 'signatory': "Chen Jing", **values}
        answer = self.url_open(url, data=data, files=files)
        self.env.invalidate_all()
        return answer

    def _get_home(self):
        return self.visit.sudo().home_checkin_ids

    # === BY LINK ===#

    def test_customer_checks_in_by_his_link(self):
        self.authenticate(None, None)
        page = self.url_open(self.link)
        self.assertIn("Old parts are ours", page.text)
        self.assertIn('no-store', page.headers['Cache-Control'])
        answer = self._submit(page, self.url, {
            'damage_1': ('a.png', PICTURE, 'image/png'), 'damage_2': ('', b'', 'application/octet-stream'),
        }, view_1='left', note_1="Scratch", needs_loaner='1', old_parts_wish='return')
        self.assertIn("you are checked in", answer.text)
        home = self._get_home()
        self.assertEqual((home.state, home.odometer, home.photo_ids.view, home.channel), ('confirmed', 12345, 'left', 'home'))
        self.assertEqual((home.needs_loaner, home.old_parts_wish, home.signatory), (True, 'return', "Chen Jing"))
        again = self._submit(page, self.url, odometer='99')
        self.assertIn("you are checked in", again.text)
        self.assertEqual(self._get_home().odometer, 12345, "said once")

    def test_wrong_entries_are_said_and_nothing_is_kept(self):
        self.authenticate(None, None)
        page = self.url_open(self.link)
        for words, values, files in (
            ("whole kilometres", {'odometer': 'many'}, None),
            ("whole kilometres", {'odometer': '-5'}, None),
            ("whole kilometres", {'odometer': '12345678901'}, None),
            ("whole kilometres", {'odometer': '0'}, None),
            ("hardly fits", {'odometer': '9999999'}, None),
            ("enter your name", {'signatory': ' '}, None),
            ("read the conditions", {'agrees': ''}, None),
            ("read the conditions", {'conditions_hash': 'x'}, None),
            ("is no photo", {}, {'damage_1': ('a.png', b'<svg onload="alert(1)"/>', 'image/png')}),
            ("is no photo", {}, {'damage_6': ('<b>.html', b'<html/>', 'text/html')}),
            ("is no photo", {'damage_1': 'text where a file is meant'}, None),
        ):
            with self.subTest(words=words, values=values):
                answer = self._submit(page, self.url, files, **values)
                self.assertEqual(answer.status_code, 200)
                self.assertIn(words, answer.text)
                self.assertIn("It squeaks", answer.text, "what was typed is still there")
                self.assertNotEqual(self._get_home().state, 'confirmed')
        self._submit(page, self.url, odometer='9999999', odometer_sure='1', old_parts_wish='burn', view_1='moon')
        self.assertEqual((self._get_home().odometer, self._get_home().old_parts_wish), (9_999_999, False))

    @mute_logger('odoo.http')  # what is refused is logged
    def test_only_the_customer(self):
        self.authenticate(None, None)
        good = self.url_open(self.link)
        token = self._get_value(good, 'csrf_token')
        for url in (self.url, f'{self.url}?access_token=wrong', '/my/appointments/999999/check-in?access_token=x'):
            self.assertEqual(self.url_open(url).status_code, 404)
        answer = self._submit(good, self.url, access_token='wrong')
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.url_open(self.url, data={'access_token': self.visit.access_token}).status_code, 400, "CSRF")
        self.assertTrue(token)
        self.authenticate('portal_qian', 'portal_qian')
        self.assertNotIn("Check in for your visit", self.url_open(self.url).text)
        self.authenticate('plain_employee', 'plain_employee')
        page = self.url_open(self.link)
        self.assertNotIn('name="odometer"', page.text, "the house looks, and says nothing in his name")
        self.assertFalse(self._get_home())

    def test_too_late(self):
        self.authenticate(None, None)
        page = self.url_open(self.link)
        self.visit.write({'cancel_reason': "Ill"})
        self.visit.action_cancel()
        self.assertIn("not checked in here any more", self._submit(page, self.url).text)
        self.assertFalse(self._get_home())

    def test_logged_in_from_the_page_of_the_visit(self):
        self.visit.sudo()._write_plain({'start': fields.Datetime.now() + timedelta(hours=5)})
        self.authenticate('portal_chen', 'portal_chen')
        page = self.url_open(f'/my/appointments/{self.visit.id}')
        self.assertIn(f'{self.url}?access_token=', page.text)
        answer = self._submit(self.url_open(self.url), self.url)
        self.assertIn("you are checked in", answer.text)
        self.assertIn("You are checked in", self.url_open(f'/my/appointments/{self.visit.id}').text)

    # === AT THE DOOR ===#

    def _step(self, page, step, **values):
        answer = self.url_open(self.door, data={
            'csrf_token': self._get_value(page, 'csrf_token'), 'step': step, 'lang': 'en_US',
            'ticket': self._get_value(page, 'ticket'), **values})
        self.env.invalidate_all()
        return answer

    def test_kiosk(self):
        self.visit.sudo()._write_plain({'start': fields.Datetime.now()})
        self.authenticate(None, None)
        start = self.url_open(self.door)
        self.assertEqual(start.headers['X-Frame-Options'], 'DENY')
        wrong = self._step(start, 'find', plate=self.vehicle.license_plate, digits='1111')
        unknown = self._step(start, 'find', plate='京A99999', digits='1111')
        self.assertEqual(
            re.sub(r'value="[^"]*"', '', wrong.text), re.sub(r'value="[^"]*"', '', unknown.text), "all alike")
        form = self._step(start, 'find', plate=self.vehicle.license_plate, digits='8000')
        self.assertIn('name="odometer"', form.text)
        self.assertNotIn("chen@example.com", form.text)
        said = {'conditions_hash': self._get_value(form, 'conditions_hash'), 'agrees': '1', 'signatory': "Chen"}
        self.assertIn("whole kilometres", self._step(form, 'check_in', odometer='x', **said).text)
        done = self._step(form, 'check_in', odometer='12345', **said)
        self.assertIn("you are checked in", done.text)
        self.assertEqual((self._get_home().channel, self._get_home().odometer), ('kiosk', 12345))
        box = self._step(done, 'drop')
        tag = self._get_home().key_tag
        self.assertIn(f'<strong>{tag}</strong>', box.text)
        self.assertEqual(self.visit.order_id.checkin_id.key_tag, tag)

    def test_kiosk_is_closed_to_others(self):
        self.authenticate(None, None)
        start = self.url_open(self.door)
        self.assertEqual(self.url_open(f'/aftersales/kiosk/{self.workshop.id}/wrong').status_code, 404)
        for step in ('check_in', 'drop', 'burn'):
            self.assertIn('name="plate"', self._step(start, step, ticket='forged').text)
        ticket = self.workshop.sudo()._get_kiosk_ticket(self.strange_appointment)
        self.strange_appointment.sudo()._write_plain({'state': 'cancelled', 'cancel_reason': "Ill"})
        self.assertIn("come to the counter", self._step(start, 'check_in', ticket=ticket, odometer='5').text)
        self.authenticate('plain_employee', 'plain_employee')
        self.assertEqual(self.url_open(f'/aftersales/kiosk/open/{self.workshop.id}').status_code, 404)
