from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.accident import AccidentCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestAccidentTour(AccidentCommon, OneBrowserCase):
    """E11: an accident from its first assessment to the insurer's money, clicked by those whose step it is."""

    def _tour(self, user, name, assessment=None):
        path = f'/odoo/accidents/{self.accident.id}'
        if assessment:
            path += f'/aftersales.assessment/{assessment.id}'
        self.start_tour(path, f'aftersales_accident_{name}', login=user.login)
        self.env.invalidate_all()

    def test_from_the_first_round_to_the_money(self):
        """E11: assessed, a supplement, billed to the cent, papers sent, paid and settled."""
        for name in ('asked', 'supplement'):
            self._tour(self.user_advisor, name)
            assessment = self.accident.assessment_ids.sorted('round')[-1:]
            self.assertEqual((assessment.state, assessment.asked_by_id), ('asked', self.user_advisor))
            self._tour(self.user_claims, 'approved', assessment)
            self.assertEqual((assessment.state, assessment.approver, assessment.is_intact), ('approved', "Li Qiang", True))
        self.assertEqual(self.accident.amount_assessed, self.order.amount_total)
        invoice = self._bill()
        self._post(invoice)
        self._tour(self.user_claims, 'sent')
        self._pay(invoice)
        self._tour(self.user_claims, 'settled')
        self.assertEqual(self.accident.state, 'settled')
        self.assertEqual(self.accident.amount_difference, 0)
