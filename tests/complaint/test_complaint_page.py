import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.controllers.complaint.complaints import told_complaints
from odoo.addons.aftersales.tests.dealership.complaint import ComplaintCommon
from odoo.addons.aftersales.tests.dealership.portal import PortalCommon

LIMIT_LOGGER = 'odoo.addons.aftersales.models.booking.online.aftersales_booking_limit'


@tagged('post_install', '-at_install')
class TestComplaintPage(ComplaintCommon, PortalCommon):
    """K2, O2: a customer sees his own case: number, how far it is, his words and letters; no causes, people or costs."""

    def setUp(self):
        super().setUp()
        told_complaints.clear()
        self.addCleanup(told_complaints.clear)

    def _find_told(self, story):
        self.env.invalidate_all()
        return self.env['aftersales.complaint'].search([('story', '=', story)])

    def _tell(self, story, **values):
        answer = self._post('/my/complaints/new', page='/my/complaints/new', story=story, **values)
        return self._find_told(story), answer

    # === FROM HIS PAGE ===#

    def test_customer_tells_us(self):
        """O2, K1: about his visit, his car, or nothing; a complaint to be registered, a second click makes none more."""
        self.authenticate('portal_chen', 'portal_chen')
        for url in (f'/my/vehicles/{self.vehicle.id}', f'/my/repair-orders/{self.order.id}', '/my/complaints'):
            self.assertIn('/my/complaints/new', self.url_open(url).text, url)
        visit, answer = self._tell("It squeals\nsince Monday", order_id=self.order.id)
        self.assertIn("Thank you, we have received it", answer.text)
        car, __ = self._tell("The seat is dirty", vehicle_id=self.vehicle.id)
        praise, __ = self._tell("Good coffee", kind='suggestion')
        self.assertEqual((visit.order_id, visit.vehicle_id, visit.workshop_id), (self.order, self.vehicle, self.workshop))
        self.assertEqual((car.vehicle_id, praise.vehicle_id.ids), (self.vehicle, []))
        self.assertEqual((visit | car | praise).mapped('kind'), ['complaint', 'complaint', 'suggestion'])
        for complaint in visit | car | praise:
            self.assertEqual(
                (complaint.partner_id, complaint.channel, complaint.name, complaint.company_id),
                (self.customer, 'web', '/', self.company))
            self.assertFalse(complaint.registered_date or complaint.user_id or complaint.receiver_id)
            self.assertIn(complaint.story.split('\n')[0], self.url_open(f'/my/complaints/{complaint.id}').text)
        again, __ = self._tell("It squeals\nsince Monday", order_id=self.order.id)
        self.assertEqual(again, visit)

    def test_what_is_not_his(self):
        """O2: a stranger's visit and car are as if they were not there; no words, no case; and not without end."""
        self.authenticate('portal_chen', 'portal_chen')
        page = self.url_open(f'/my/complaints/new?order_id={self.strange_order.id}&vehicle_id={self.strange_vehicle.id}').text
        self.assertNoSecrets(page)
        complaint, __ = self._tell("Not mine", order_id=self.strange_order.id, vehicle_id=self.strange_vehicle.id)
        self.assertFalse(complaint.order_id or complaint.vehicle_id)
        self.assertEqual(complaint.partner_id, self.customer)
        nothing, answer = self._tell("   ")
        self.assertIn("in your own words", answer.text)
        self.assertFalse(nothing)
        for number in range(9):
            self.assertTrue(self._tell(f"Again {number}")[0])
        one_more, answer = self._tell("One more")
        self.assertFalse(one_more)
        self.assertIn("You have told us much already", answer.text)

    # === WITHOUT A LOGIN ===#

    def _complain(self, **values):
        return self._post('/aftersales/complain', page='/aftersales/complain', **{
            'workshop_id': self.workshop.id, 'contact_name': "Visitor", 'email': 'chen@example.com', 'channel': 'email',
            'license_plate': self.vehicle.license_plate, 'story': "Nobody called back", **values})

    def _get_code(self):
        mail = self.env['mail.mail'].search([('email_to', '=', 'chen@example.com')], order='id desc', limit=1)
        return re.search(r'^\d{6}', mail.subject).group()

    def test_visitor_complains_with_a_code(self):
        """K1: no case before the address is proven; then one, of the customer it belongs to, of whom nothing is told."""
        self.env['res.company'].search([]).aftersales_public_complaint = False
        self.authenticate(None, None)
        self.assertIn("closed at the moment", self.url_open('/aftersales/complain').text)
        self._complain()
        self.assertFalse(self.env['aftersales.complaint.request'].search([]))
        self.company.aftersales_public_complaint = True
        self.assertIn("Enter your name and what happened", self._complain(story="").text)
        page = self._complain()
        asked = self.env['aftersales.complaint.request'].search([], limit=1)
        self.assertFalse(self._find_told("Nobody called back"))
        with self.assertRaisesRegex(UserError, "Enter the code"):
            asked._make_complaint()
        self.assertIn("wrong or no longer valid", self._post(f'{page.url}/code', page=page.url, code='1').text)
        answer = self._post(f'{page.url}/code', page=page.url, code=self._get_code())
        self.assertIn("Thank you, we have received it", answer.text)
        self.assertNoSecrets(answer.text)
        self.assertNotIn("Chen Jing", answer.text)
        complaint = self._find_told("Nobody called back")
        self.assertEqual(
            (complaint.partner_id, complaint.vehicle_id, complaint.channel, complaint.name, complaint.state),
            (self.customer, self.vehicle, 'web', '/', 'received'))
        self.assertEqual(asked._make_complaint(), complaint)

    def test_visitor_nobody_knows(self):
        """K1: what he only typed is nobody's: neither customer nor car; a machine that fills every field is told the same."""
        self.company.aftersales_public_complaint = True
        self.authenticate(None, None)
        self.customer.email = 'other@example.com'
        page = self._complain(website="http://spam", story="SPAM")
        self.assertIn("Enter the code", page.text)
        self.assertFalse(self.env['aftersales.complaint.request'].search([('story', '=', "SPAM")]))
        page = self._complain(phone=self.customer.phone, kind='suggestion')
        self._post(f'{page.url}/code', page=page.url, code=self._get_code())
        complaint = self._find_told("Nobody called back")
        self.assertFalse(complaint.partner_id or complaint.vehicle_id)
        self.assertIn(self.vehicle.license_plate, complaint.documents_note)
        self.assertEqual((complaint.contact_name, complaint.kind), ("Visitor", 'suggestion'))
        for token in ('sent', 'x' * 32):
            self.assertIn("Enter the code", self.url_open(f'/aftersales/complain/{token}').text)

    def test_flood_on_one_page(self):
        """K1: codes of a day are counted for each page: who floods bookings stops nobody from complaining."""
        self.company.aftersales_code_limit = 1
        booking, complaint = (
            self.env[model] for model in ('aftersales.booking.request', 'aftersales.complaint.request'))
        booking._check_limits(self.workshop, 'one', 'one')
        with mute_logger(LIMIT_LOGGER), self.assertRaisesRegex(UserError, "No more codes"):
            booking._check_limits(self.workshop, 'two', 'two')
        complaint._check_limits(self.workshop, 'three', 'three')
        with mute_logger(LIMIT_LOGGER), self.assertRaisesRegex(UserError, "No more codes"):
            complaint._check_limits(self.workshop, 'four', 'four')

    # === HIS CASE ===#

    def test_own_case(self):
        """O2: two customers, each sees his own and nothing of what the house found out."""
        mine = self._carry_out(self._propose(self._create_complaints(subject="HOUSE-HEADING"), amount=77.77))
        strange = self._create_complaints(vehicle_id=self.strange_vehicle.id, story="STRANGE-WORDS")
        incident = self._create_complaints(kind='incident', story="INCIDENT-WORDS")
        mine._tell('interim', 'phone', "Call", "<p>CALL-NOTE</p>")
        with self.assertRaises(AccessError):
            mine.with_user(self.user_customer).read(['story'])
        self.authenticate('portal_chen', 'portal_chen')
        home = self.url_open('/my/complaints').text
        self.assertIn(mine.name, home)
        for word in (strange.story, incident.story):
            self.assertNotIn(word, home)
        page = self.url_open(f'/my/complaints/{mine.id}')
        self.assertEqual(page.headers['Cache-Control'], 'no-store, private')
        for word in (mine.name, mine.story, "We do it again", "Carried out"):
            self.assertIn(word, page.text)
        for word in ("Two boxes alike", "Paint Shop", "77.77", "Old pads", "HOUSE-HEADING", "CALL-NOTE",
                     self.user_inspector.name):
            self.assertNotIn(word, page.text)
        for other in (strange, incident):
            answer = self.url_open(f'/my/complaints/{other.id}', allow_redirects=False)
            self.assertEqual((answer.status_code, answer.headers['Location'].endswith('/my')), (303, True))
        self.authenticate(None, None)
        self.assertIn('/web/login', self.url_open(f'/my/complaints/{mine.id}').url)
