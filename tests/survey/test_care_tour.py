from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tests.common import ChromeBrowser

from odoo.addons.aftersales.tests.dealership.survey import SurveyCommon
from odoo.addons.aftersales.tests.dealership.tour import TourCommon

# A middling mark for the first question, as a thumb gives it.
ANSWER = """
    document.querySelector("fieldset label:nth-of-type(3)").click();
    document.querySelector(".bar button").click();
"""


@tagged('post_install', '-at_install')
class TestCareTour(SurveyCommon, TourCommon):
    """Complaints and surveys from beginning to end, clicked and typed by those whose step it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vehicle.write({'license_plate': 'TOUR-1', 'owner_id': cls.customer.id})

    def test_from_call_to_content_customer(self):
        """K1, K2, K3: a call becomes a case with number, cause and actions; the manager decides, accounting gives money
        back, the customer is told, and another person asks him.
        """
        order = self._create_order(self._job(self._line(400)), done=False)
        order.sudo().name = 'RO-TOUR'
        self.approve(order)
        order.sudo().job_ids._transition('done')
        invoice = self.invoice(self.inspect(order)).with_user(self.user_accountant)
        invoice.action_post()
        self.env['aftersales.complaint.limit'].search([]).filtered(
            lambda limit: limit.group_id == self.env.ref('aftersales.group_care')).amount = 100
        care = self.user_care.login
        self.start_tour('/odoo/complaints/new', 'aftersales_care_takes_complaint', login=care)
        complaint = self.env['aftersales.complaint'].search([('order_id', '=', order.id)])
        self.assertEqual((complaint.state, complaint.partner_id, complaint.action_ids.d_step), (
            'proposed', order.partner_id, '3'))
        self.start_tour('/odoo/aftersales-today', 'aftersales_manager_approves', login=self.user_manager.login)
        self.start_tour('/odoo/complaint-solutions', 'aftersales_accountant_gives_back', login=self.user_accountant.login)
        self.env.invalidate_all()
        self.assertEqual((invoice.reversal_move_ids.state, invoice.reversal_move_ids.amount_total), ('posted', 115))
        self.start_tour(f'/odoo/complaints/{complaint.id}', 'aftersales_care_carries_out', login=care)
        self.start_tour(f'/odoo/complaints/{complaint.id}', 'aftersales_other_person_asks', login=self.user_advisor.login)
        self.env.invalidate_all()
        self.assertEqual((complaint.state, complaint.confirmed_by_id, complaint.decided_by_id), (
            'confirmed', self.user_advisor, self.user_manager))

    def test_from_link_to_complaint(self):
        """L1, L3, K6: a middling mark by link is called back and becomes a complaint; a bad one by phone is one at once."""
        by_link, by_phone = self._ask_about(self._create_visits(2))
        by_link._portal_ensure_token()
        self._answer(f'/my/satisfaction/{by_link.id}?access_token={by_link.access_token}')
        self.env.invalidate_all()
        self.assertEqual((by_link.state, by_link.method, bool(by_link.callback_deadline)), ('answered', 'link', True))
        care = self.user_care.login
        self.start_tour('/odoo/care-today', 'aftersales_care_calls_back', login=care)
        by_phone.sudo().call_from = fields.Datetime.now()
        self.start_tour('/odoo/survey-calls', 'aftersales_care_asks_by_phone', login=care)
        self.env.invalidate_all()
        for asked in (by_link, by_phone):
            self.assertEqual((asked.raised_complaint_id.kind, asked.raised_complaint_id.channel), ('complaint', 'survey'))
        self.assertEqual(by_link.callback_user_id, self.user_care)
        self.assertEqual((by_phone.method, by_phone.interviewer_id), ('phone', self.user_care))

    def _answer(self, url):
        """The customer's page has no script: its form is sent, and the next page says thank you."""
        wait = ChromeBrowser._wait_code_ok

        def click(browser, *args, **kwargs):
            browser._websocket_request('Runtime.evaluate', params={'expression': ANSWER})
            self.assertTrue(browser._wait_ready("document.querySelector('.message') !== null", timeout=20))
            return wait(browser, *args, **kwargs)

        with patch.object(ChromeBrowser, '_wait_code_ok', click):
            self.browser_js(url, "console.log('test successful')", ready="document.readyState === 'complete'")
