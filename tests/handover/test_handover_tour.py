from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.handover import HandoverCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestHandoverTour(HandoverCommon, OneBrowserCase):
    """P1: a sold car from its inspection to its buyer, clicked by those whose step it is."""

    def _tour(self, user, name):
        self.start_tour(f'/odoo/car-handovers/{self.handover.id}', name, login=user.login)
        self.env.invalidate_all()

    def test_from_inspection_to_buyer(self):
        """P1: a defect is found, ordered and mended; two sign, the car is ready; buyer and sales sign, and it is his."""
        self._tour(self.user_technician, 'aftersales_handover_found')
        line = self.handover.line_ids[0]
        self.assertEqual((line.result, line.finding_text), ('defect', "Scratch on the door"))
        self._tour(self.user_advisor, 'aftersales_handover_mend')
        job = line.job_id
        job.order_id.action_receive()
        self._finish(job)
        job.with_user(self.user_inspector)._transition('passed')
        self._tour(self.user_technician, 'aftersales_handover_technician')
        self._tour(self.user_inspector, 'aftersales_handover_inspector')
        self._tour(self.user_advisor, 'aftersales_handover_buyer')
        self.assertEqual((self.handover.state, self.handover.signatory), ('handed', "Shen Li"))
        self.assertTrue(self.handover.is_intact)
        self.assertEqual(self.car.owner_id, self.buyer)
