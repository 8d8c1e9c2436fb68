from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.law import LawCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestLawTour(LawCommon, OneBrowserCase):

    def test_fifth_repair_to_letter(self):
        """I6, I9: fifth repair of one fault, case, request, decision, letter, end and disclosure, each as who does it."""
        orders = self._repair_often(5)
        case = self.env['aftersales.statute.case'].search([('vehicle_id', '=', self.vehicle.id)])
        buyer = self.env['res.partner'].create({'name': "Zhao Lei"})
        claims, manager = self.user_claims.login, self.user_manager.login
        self.start_tour('/odoo/action-aftersales.action_statute_watch', 'aftersales_law_request', login=claims)
        url = f'/odoo/action-aftersales.action_statute_cases/{case.id}'
        self.start_tour(url, 'aftersales_law_case_requested', login=claims)
        self.start_tour(
            f'/odoo/action-aftersales.action_problems/{self.vehicle.problem_ids.id}', 'aftersales_law_offer', login=manager)
        self.start_tour(url, 'aftersales_law_decide', login=manager)
        self.env.invalidate_all()
        self.assertEqual((case.state, case.remedy), ('accepted', 'return'))
        self.authenticate(claims, claims)
        letter = self.url_open(f'/report/html/aftersales.report_statute_case/{case.id}').text
        for words in ("Art. 24(4)", orders[0].name, "Paid to you"):
            self.assertIn(words, letter)
        self.start_tour(url, 'aftersales_law_disclose', login=claims)
        self.env.invalidate_all()
        disclosure = case.evidence_ids.filtered(lambda evidence: evidence.kind == 'disclosure')
        self.assertEqual((disclosure.partner_id, disclosure.signature_kind), (buyer, 'drawn'))
        self.assertTrue(disclosure.is_intact)
