from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-05 02:00:00')
class TestPartGuarantee(PartsCommon):
    """H1, F3: what the house promises of a part itself is on the papers, and counts when the car comes back with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pads.product_tmpl_id.write({'aftersales_guarantee_months': 24, 'aftersales_guarantee_km': 50_000})

    def _do(self, *parts, **vals):
        order = self._create_approved(*(parts or [(self.pads, 1), (self.disc, 1)]), **vals)
        self._issue(order)
        job = order.job_ids.with_user(self.user_manager)
        job._transition('done')
        job._transition('passed')
        return order

    def test_it_outlasts_the_work(self):
        job = self._do().job_ids
        self.assertEqual(job._get_guarantees()[-1], (date(2028, 3, 5), 95_000))
        self.assertTrue(job._is_under_guarantee(date(2028, 3, 5), 94_000))
        self.assertFalse(job._is_under_guarantee(date(2028, 3, 6), 94_000))
        self.assertFalse(job._is_under_guarantee(date(2027, 3, 5), 95_001), "whichever is reached first")

    def test_comeback_names_it(self):
        """The advisor who receives the car again hears until when we answer for it."""
        job = self._do().job_ids
        self.assertIn("03/05/2028", job._get_answer_label())
        with freeze_time('2027-06-01 02:00:00'):
            again = self._create_order(odometer_in=60_000)
            self.assertTrue([alert for alert in again._get_alerts() if "guarantee" in alert.message])

    def test_what_voids_the_guarantee_voids_this_too(self):
        job = self._do((self.pads, 1), (self.disc, 1, {'part_origin': 'customer'})).job_ids
        self.assertEqual(job._get_guarantees(), [])

    def test_not_before_the_work_is_done(self):
        order = self._create_approved((self.pads, 1))
        self.assertEqual(order.job_ids._get_guarantees(), [])
        self.assertEqual([(row['until'], row['limits']) for row in order._get_print_part_guarantees()], [
            (None, "50,000 km / 24 months")])

    def test_on_paper(self):
        order = self._do()
        for report in ('aftersales.report_settlement', 'aftersales.report_repair_order'):
            html = self.env['ir.actions.report']._render_qweb_html(report, order.ids)[0].decode()
            with self.subTest(report):
                self.assertIn("Guarantee of parts", html)
                self.assertIn("50,000 km / 24 months", html)
                self.assertIn("03/05/2028", html)
        self.assertEqual([row['part'] for row in order._get_print_part_guarantees()], [order.line_ids[0].name])
        self.pads.product_tmpl_id.write({'aftersales_guarantee_months': 0, 'aftersales_guarantee_km': 0})
        html = self.env['ir.actions.report']._render_qweb_html('aftersales.report_settlement', order.ids)[0].decode()
        self.assertNotIn("Guarantee of parts", html)
