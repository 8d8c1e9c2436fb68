from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.health import HealthCommon


@tagged('post_install', '-at_install')
class TestRecommendationReport(HealthCommon):
    """N1: inspection rate, approval rate, recaptured work."""

    def _read(self, orders, user=None):
        groups = self.env['aftersales.recommendation.report'].with_user(user or self.user_manager).formatted_read_group(
            [('order_id', 'in', orders.ids)], [], [
                'orders:sum', 'inspected:sum', 'inspection_rate:avg', 'proposed:sum', 'approved:sum', 'declined:sum',
                'recaptured:sum', 'approval_rate:avg', 'proposed_amount:sum', 'approved_amount:sum',
                'declined_amount:sum', 'recaptured_amount:sum',
            ])
        return {name.partition(':')[0]: value for name, value in groups[0].items()}

    def test_rates(self):
        """Four orders of one job of 280 each: half inspected, one more job proposed by the workshop."""
        orders = self.order + self._receive_order() + self._receive_order() + self._receive_order()
        self._finish_check(self._check(orders[0]))
        check = self._check(orders[1])
        self._line(check, self.pads).value = 1
        self._line(check, self.pads).action_create_job()
        self._finish_check(check)
        orders[:3].job_ids._approve('phone')
        orders[3].job_ids._decline('phone')
        self.env.flush_all()
        figures = self._read(orders)
        self.assertEqual((figures['orders'], figures['inspected'], figures['inspection_rate']), (4, 2, 50.0))
        self.assertEqual((figures['proposed'], figures['approved'], figures['declined']), (5, 4, 1))
        self.assertAlmostEqual(figures['approval_rate'], 80.0)
        self.assertEqual(
            (figures['proposed_amount'], figures['approved_amount'], figures['declined_amount']), (1400.0, 1120.0, 280.0))
        finding, = self.env['aftersales.recommendation.report'].with_user(self.user_manager).search([
            ('order_id', 'in', orders.ids), ('is_finding', '=', True)])
        self.assertEqual(finding.technician_id, self.technician, "Who found it.")

    def test_recaptured(self):
        self.order.job_ids._decline('phone')
        order = self._receive_order(job_ids=[])
        self.order.job_ids.with_user(self.user_advisor)._take_over(order)
        self.env.flush_all()
        self.assertEqual(self._read(order)['recaptured'], 0, "Offered is not sold.")
        order.job_ids._approve('phone')
        self.env.flush_all()
        figures = self._read(order)
        self.assertEqual((figures['recaptured'], figures['recaptured_amount']), (1, 280.0))

    def test_other_roles(self):
        with self.assertRaises(AccessError):
            self._read(self.order, self.user_technician)
        self.assertEqual(self._read(self.order, self.user_dispatcher)['orders'], 1)
