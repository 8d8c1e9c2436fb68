import base64
import re
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.health import PIXEL
from odoo.addons.aftersales.tests.dealership.portal import PortalCommon

PICTURE = base64.b64decode(PIXEL)
CONDITIONS = "<p>Old parts are ours after a week.</p>"


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
            ("read the conditions", {'conditions_hash': 'ü条件'}, None),
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
            'ticket': self._get_value(page, 'ticket'), 'visitor': self._get_value(page, 'visitor'), **values})
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

    def test_the_next_customer_sees_nothing_of_the_last(self):
        """O3: the browser's way back sends once more what was typed: after the start page, it finds nothing."""
        self.visit.sudo()._write_plain({'start': fields.Datetime.now()})
        self.authenticate(None, None)
        start, known = self.url_open(self.door), {'plate': self.vehicle.license_plate, 'digits': '8000'}
        form = self._step(start, 'find', **known)
        self.assertIn('name="odometer"', form.text)
        self.url_open(self.door)
        for page, step in ((start, 'find'), (form, 'check_in'), (form, 'drop')):
            answer = self._step(page, step, odometer='x', **known)
            self.assertIn('name="plate"', answer.text, step)
            self.assertNotIn(self.vehicle.license_plate, answer.text, step)

    @mute_logger('odoo.http')  # what is refused is logged
    def test_kiosk_is_closed_to_others(self):
        self.authenticate(None, None)
        start = self.url_open(self.door)
        self.assertEqual(self.url_open(f'/aftersales/kiosk/{self.workshop.id}/wrong').status_code, 404)
        for step in ('check_in', 'drop', 'burn'):
            self.assertIn('name="plate"', self._step(start, step, ticket='forged').text)
        ticket = self.workshop.sudo()._get_kiosk_ticket(self.strange_appointment, self._get_value(start, 'visitor'))
        self.strange_appointment.sudo()._write_plain({'state': 'cancelled', 'cancel_reason': "Ill"})
        self.assertIn("come to the counter", self._step(start, 'check_in', ticket=ticket, odometer='5').text)
        self.authenticate('plain_employee', 'plain_employee')
        self.assertEqual(self.url_open(f'/aftersales/kiosk/open/{self.workshop.id}').status_code, 403)
