import base64
import re
from datetime import timedelta

from odoo.fields import Datetime
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.controllers.rescue.driver import unknown_links
from odoo.addons.aftersales.controllers.rescue.rescues import called_rescues
from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.health import PIXEL
from odoo.addons.aftersales.tests.dealership.portal import PortalCommon
from odoo.addons.aftersales.tests.dealership.rescue import RescueCommon


@tagged('post_install', '-at_install')
class TestRescuePage(RescueCommon, PortalCommon):
    """J7, O2: the crew reports on its phone, the customer calls and follows on his; each by his key alone."""

    def setUp(self):
        super().setUp()
        for throttle in (unknown_links, called_rescues):
            throttle.clear()
            self.addCleanup(throttle.clear)

    def _press(self, url, page=None, **data):
        """As the button of the page does: with the page's own token."""
        text = page or self.url_open(url).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', text)
        return self.url_open(url, data={'csrf_token': token[1] if token else '', **data})

    def _get_link(self, rescue):
        return '/aftersales/rescue/' + rescue.sudo().offer_ids.filtered(
            lambda offer: offer.state in ('asked', 'accepted')).token

    # === THE CREW ===#

    def test_nobody_there_by_link(self):
        """J9: that nobody was there is reported with a photo of the place; then the link is over."""
        rescue = self._arrive(self._call())
        self.authenticate(None, None)
        link = self._get_link(rescue)
        self.assertIn("take a photo of the place", self._press(link, step='absent', seen='arrived').text)
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open(link).text)[1]
        self.url_open(f'{link}/photo', data={'csrf_token': token}, files={
            'photo': ('a.png', base64.b64decode(PIXEL), 'image/png')})
        self._press(link, step='absent', seen='arrived')
        self.env.invalidate_all()
        self.assertEqual(rescue.state, 'absent')
        self.assertEqual(self.url_open(link).status_code, 410)

    def test_the_crew_s_whole_way(self):
        """J7: from the question to the handing in, without a login; what is pressed twice is one step."""
        rescue = self._ask(self._call(is_lane_blocked=True, is_safety_told=True))
        self.assertIn(self._get_link(rescue), self.env['sms.sms'].sudo().search([], order='id desc', limit=1).body)
        self.authenticate(None, None)
        link = self._get_link(rescue)
        page = self.url_open(link)
        self.assertIn("Zhangyang Road 500", page.text)
        self.assertIn("secure the place first", page.text)
        self.assertNotIn('+86 139 0000 0009', page.text, "whom to phone is told to who goes")
        self.assertEqual(page.headers['Cache-Control'], 'no-store, private')
        self._press(link, answer='accept')
        self.env.invalidate_all()
        self.assertEqual((rescue.state, rescue.employee_id), ('accepted', self.technician))
        for step in ('under_way', 'arrived', 'towing', 'handed_in'):
            page = self.url_open(link).text
            seen = rescue.state
            for __ in range(2):  # a slow network, an impatient thumb
                self._press(link, page=page, step=step, seen=seen)
            rescue.invalidate_recordset()
            self.assertEqual(rescue.state, step)
        self.assertTrue(rescue.arrived_date and rescue.handed_in_date)
        self.assertNotIn("secure the place first", self.url_open(link).text, "the car is here")
        self.assertTrue(rescue.sudo().offer_ids.is_by_link)
        action = rescue.with_user(self.user_advisor).action_create_order()
        self.assertEqual(action['res_model'], 'aftersales.checkin', "from the link to the order, its check-in opens")
        self.assertIn("Rescue", rescue.order_id.concern)

    def test_refused_by_link_asks_the_next(self):
        rescue = self._call().with_user(self.user_dispatcher)
        rescue.action_confirm()
        Offer = self.env['aftersales.rescue.offer'].with_user(self.user_dispatcher)
        first, second = Offer.create([
            {'rescue_id': rescue.id, 'employee_id': self.technician.id, 'sequence': 1},
            {'rescue_id': rescue.id, 'partner_id': self.towers.id, 'sequence': 2}])
        rescue.action_ask_next()
        self.authenticate(None, None)
        link = self._get_link(rescue)
        self._press(link, answer='refuse', reason="Too far")
        self.env.invalidate_all()
        self.assertEqual((first.state, first.reason, second.state), ('refused', "Too far", 'asked'))
        self.assertEqual(self.url_open(link).status_code, 410)

    @mute_logger('odoo.http')  # what is sent without the token of a page is refused, and logged
    def test_links_end_and_are_not_guessed(self):
        """J7: an unknown link is 404, one that is over 410; each opens its own rescue alone."""
        rescue, other = self._call(2)
        self._send(rescue)
        self._send(other, partner_id=self.towers.id)
        self.authenticate(None, None)
        link = self._get_link(rescue)
        key = link.rpartition('/')[2]
        for wrong in (key[:-1], key[:8] + 'x' * 24, 'x' * 32, '%00', 'é'):
            self.assertEqual(self.url_open(f'/aftersales/rescue/{wrong}').status_code, 404, wrong)
        self._press(self._get_link(other), step='under_way', seen='accepted')
        self.env.invalidate_all()
        self.assertEqual((rescue.state, other.state), ('accepted', 'under_way'))
        rescue.with_user(self.user_dispatcher).action_confirm()
        self.assertEqual(self.url_open(link).status_code, 410)
        self._press(link, step='under_way', seen='accepted')
        self.env.invalidate_all()
        self.assertEqual(rescue.state, 'confirmed')

    def test_price_not_told_is_said_to_the_crew(self):
        rescue = self._send(self._call(is_price_told=False))
        self.authenticate(None, None)
        answer = self._press(self._get_link(rescue), step='under_way', seen='accepted')
        self.assertIn("tell the customer what it costs", answer.text)
        self.env.invalidate_all()
        self.assertEqual(rescue.state, 'accepted')

    def test_photo_and_place(self):
        """J7: photos are kept with the rescue; what is no photo is refused; the place is told if the crew shares it."""
        rescue = self._send(self._call())
        self.authenticate(None, None)
        link = self._get_link(rescue)
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open(link).text)[1]
        for content in (b'<html>', *[base64.b64decode(PIXEL)] * 2):  # a slow network sends it twice
            answer = self.url_open(
                f'{link}/photo', data={'csrf_token': token}, files={'photo': ('a.png', content, 'image/png')})
            self.assertEqual(answer.status_code, 200)
        self.env.invalidate_all()
        self.assertEqual(rescue.photo_ids.mapped('crew_name'), ["Wang Wei"])
        self._press(link, share='1', latitude='31.23', longitude='121.5')
        self._press(link, share='1', latitude='nan', longitude='999')
        self.env.invalidate_all()
        self.assertEqual((rescue.crew_latitude, rescue.crew_longitude), (31.23, 121.5))

    def test_report_signed_on_the_phone(self):
        """J9: the crew ticks, writes the report and has it signed on its phone: after the work alone, for what the page
        shows, and once."""
        rescue = self._arrive(self._call())
        self.authenticate(None, None)
        link = self._get_link(rescue)
        tick = rescue.tick_ids.filtered(lambda tick: tick.phase == 'there')[:1]
        self._press(link, tick=tick.id)
        self._press(link, tick=rescue.tick_ids.filtered(lambda tick: tick.phase == 'after')[:1].id)
        self.env.invalidate_all()
        self.assertEqual(rescue.tick_ids.filtered('done_date'), tick, "the others' turn has not come")
        self.assertEqual(tick.crew_name, "Wang Wei")
        page = self.url_open(link).text
        texts = {'fault_found': "Battery dead", 'cause': "Old", 'work_done': "New battery", 'tests': "Starts"}
        self._press(link + '/report', page=page, **texts, odometer='48200')
        self.env.invalidate_all()
        sheet = rescue.sheet_ids
        self.assertEqual((sheet.cause, sheet.odometer), ("Old", 48200))
        drawing = 'data:image/png;base64,' + PNG.decode()
        signed = {'signatory': "Chen Jing", 'signature': drawing}
        self.assertNotIn('/sign"', self.url_open(link).text, "the work is not over")
        answer = self._press(link + '/sign', page=page, **signed, proof=sheet.shown_hash)
        self.assertIn("after the work, never before", answer.text)
        rescue.with_user(self.user_advisor).action_solve()
        old = sheet.shown_hash
        sheet.with_user(self.user_advisor).travel_price = 30
        page = self.url_open(link).text
        self.assertIn("read and sign", page)
        self.assertIn("changed meanwhile", self._press(link + '/sign', page=page, **signed, proof=old).text)
        self.env.invalidate_all()
        self.assertFalse(sheet.content_hash)
        proof = re.search(r'name="proof" value="([^"]+)"', page)[1]
        self.assertIn("signs in the box", self._press(link + '/sign', page=page, signatory="Chen Jing", proof=proof).text)
        self._press(link + '/sign', page=page, **signed, proof=proof)
        self.env.invalidate_all()
        self.assertTrue(sheet.is_intact)
        self.assertEqual((sheet.signatory, sheet.crew_signatory, sheet.total_price), ("Chen Jing", "Wang Wei", 30))
        for way, values in (('/sign', {**signed, 'proof': proof}), ('/report', {**texts, 'cause': "None"})):
            self._press(link + way, page=page, **values)
        self.env.invalidate_all()
        self.assertEqual((sheet.cause, len(rescue.sheet_ids)), ("Old", 1))
        self.assertIn("Signed by", self.url_open(link).text)

    # === THE CUSTOMER ===#

    def test_tracking_link(self):
        """O2: how far it is, who comes, when; no name, no plate, no price; it ends with the rescue."""
        rescue = self._send(self._call(price=7131.59))
        url = f'/my/rescues/{rescue.id}'
        self.authenticate(None, None)
        key = rescue.sudo()._portal_ensure_token()
        page = self.url_open(f'{url}?access_token={key}')
        self.assertIn("A crew has been found", page.text)
        self.assertIn("Wang Wei", page.text)
        for secret in ('沪A·T0000', 'Chen Jing', '131.59', self._get_link(rescue), '+86 139 0000 0009'):
            self.assertNotIn(secret, page.text)
        self.assertEqual(self.url_open(f'{url}?access_token=guessed').status_code, 404)
        short = rescue.sudo()._get_short_key('h')
        self.assertIn("A crew has been found", self.url_open(f'/as/{short}').text)
        rescue._cancel("Starts again")
        self.assertEqual(self.url_open(f'{url}?access_token={key}').status_code, 410)

    def test_customer_is_told(self):
        """O2: who waits gets the link at the number he stands with, as soon as somebody comes."""
        self.customer.email = False
        rescue = self._send(self._call())
        notice = self.env['aftersales.notice'].sudo().search([
            ('res_model', '=', rescue._name), ('res_id', '=', rescue.id)])
        self.assertEqual(notice.mail_template, 'aftersales.mail_template_rescue_accepted')
        self.assertEqual(rescue._get_notice_phone(), '+86 139 0000 0009')
        self.assertTrue(rescue._is_notice_due(notice.mail_template))
        rescue._cancel("Starts again")
        self.assertFalse(rescue._is_notice_due(notice.mail_template))

    def test_no_employee_reads_a_key(self):
        """J7: the customer's link is hidden from the house, and the crew's from everybody."""
        rescue = self._send(self._call())
        for user in (self.user_dispatcher, self.user_manager):
            self.assertNotIn(rescue.sudo().access_token, rescue.with_user(user).get_portal_url())
            self.assertNotIn('token', rescue.with_user(user).offer_ids.fields_get())
        texts = ''.join(rescue.sudo().message_ids.mapped('body'))
        self.assertNotIn(self._get_link(rescue).rpartition('/')[2], texts)

    @mute_logger('odoo.http')
    def test_customer_calls_for_help(self):
        """O2: on his page, with his car; pressed twice it is one call; a stranger sees nothing of it."""
        self.authenticate('portal_chen', 'portal_chen')
        for __ in range(2):
            self._post('/my/rescues/new', place="Century Avenue 8", phone='13800138000', vehicle_id=self.vehicle.id,
                       fault='flat', danger='1')
        rescue = self.env['aftersales.rescue'].search([('channel', '=', 'portal')])
        self.assertEqual(len(rescue), 1)
        self.assertEqual(
            (rescue.place, rescue.fault, rescue.partner_id, rescue.vehicle_id, rescue.state, rescue.is_danger),
            ("Century Avenue 8", 'flat', self.customer, self.vehicle, 'new', True))
        self.assertLess(rescue.call_date - Datetime.now(), timedelta(minutes=1))
        self.assertIn("Century Avenue 8", self.url_open('/my/rescues').text)
        self.assertIn("behind the barrier", self.url_open(f'/my/rescues/{rescue.id}').text)
        self._post('/my/rescues/new', place="Century Avenue 9", phone='13800138000', vehicle_id=self.vehicle.id, fault='flat')
        self.env.invalidate_all()
        self.assertIn("Century Avenue 9", ' '.join(rescue.message_ids.mapped('body')), "What is said anew is noted.")
        self.assertIn("where you are", self._post('/my/rescues/new', place='', phone='').text)
        self._post('/my/rescues/new', place="Elsewhere", phone='1', vehicle_id=self.strange_vehicle.id)
        self.assertFalse(self.env['aftersales.rescue'].search([('vehicle_id', '=', self.strange_vehicle.id)]))
        self.authenticate('portal_qian', 'portal_qian')
        self.assertNotIn("Century Avenue", self.url_open('/my/rescues').text)
        self.assertTrue(self.url_open(f'/my/rescues/{rescue.id}').url.endswith('/my'))
