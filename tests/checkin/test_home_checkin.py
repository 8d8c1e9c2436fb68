from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at
from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.health import PIXEL

LIMIT_LOGGER = 'odoo.addons.aftersales.models.booking.online.aftersales_booking_limit'
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
        named_twice = self._book(at(13, 0, 3))
        named_twice.concat(named_twice).with_user(self.user_care).action_send_home_checkin()
        self.assertEqual(len(self._get_notices(named_twice)), 1)
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
