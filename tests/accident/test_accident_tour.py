from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.accident import AccidentCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestAccidentTour(AccidentCommon, OneBrowserCase):
    """E11: a panel is picked, the insurer asked, his answer noted; a supplement, the invoice, the papers, the settlement."""

    def test_accident(self):
        """E11: asked and answered by the advisor, settled by the claims clerk, in the browser."""
        self.company.aftersales_paint_price = 300
        url = f'/odoo/accidents/{self.accident.id}'
        self.start_tour(url, 'aftersales_accident_asked', login=self.user_advisor.login)
        self.env.invalidate_all()
        first = self.accident.assessment_ids
        self.assertEqual((first.state, first.amount_asked, first.asked_by_id), ('asked', 300, self.user_advisor))
        self.assertTrue(self.order.sudo().hold_ids.filtered(lambda hold: hold.kind == 'insurer' and hold.is_open))
        self.start_tour(url, 'aftersales_accident_approved', login=self.user_advisor.login)
        self.env.invalidate_all()
        self.assertEqual((first.state, first.amount, first.is_intact), ('approved', 300, True))
        supplement = self._approve(self.order.amount_total - 300)
        self.assertEqual(supplement.round, 2)
        invoice = self._bill()
        self._post(invoice)
        self._pay(invoice)
        self.start_tour(url, 'aftersales_accident_settled', login=self.user_claims.login)
        self.env.invalidate_all()
        self.assertEqual((self.accident.state, self.accident.amount_difference), ('settled', 0))
