from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.complaint import ComplaintCommon
from odoo.addons.aftersales.tests.dealership.portal import PortalCommon


@tagged('post_install', '-at_install')
class TestComplaintPage(ComplaintCommon, PortalCommon):
    """K2, O2: a customer sees his own case: number, how far it is, his words and letters; no causes, people or costs."""

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
