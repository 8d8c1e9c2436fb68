from freezegun import freeze_time

from odoo.fields import Command, Date
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestGuarantee(OrderCommon):
    """The repair guarantee of a job: how long, from when, and what excludes it (D5, F3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.work_class = cls.env.ref('aftersales.work_class_small')
        cls.work_class.write({'guarantee_days': 10, 'guarantee_km': 2000, 'checklist_id': False})

    def _create_finished(self, **values):
        labour = self.env.ref('aftersales.product_labour')
        orders = self._receive_approved(2, job_ids=[Command.create({
            'name': "Adjust brakes", 'work_class_id': self.work_class.id,
            'line_ids': [Command.create({'product_id': labour.id})],
        })], **values)
        self._pass(orders)
        return orders.job_ids

    @freeze_time('2026-03-02 08:00')
    def test_counts_from_completion_then_from_delivery(self):
        jobs = self._create_finished()
        self.assertEqual(jobs[0]._get_guarantee(), (Date.to_date('2026-03-12'), 14000, False))
        with freeze_time('2026-03-05 08:00'):
            order = jobs[0].order_id
            order.odometer_out = 12010
            order.action_deliver()
        self.assertEqual(jobs[0]._get_guarantee(), (Date.to_date('2026-03-15'), 14010, False))
        self.assertTrue(jobs[0]._is_under_guarantee(Date.to_date('2026-03-15'), 14010))
        self.assertFalse(jobs[0]._is_under_guarantee(Date.to_date('2026-03-16'), 13000))
        self.assertFalse(jobs[0]._is_under_guarantee(Date.to_date('2026-03-06'), 14011))

    def test_unfinished_work_has_none_yet(self):
        job = self._receive_approved().job_ids
        self.assertEqual(job._get_guarantee(), (None, 0.0, False))
        self.assertFalse(job._is_under_guarantee(Date.today(), 12000))

    def test_in_miles(self):
        self.vehicle.odometer_unit = 'miles'
        job = self._create_finished()[0]
        self.assertAlmostEqual(job._get_guarantee()[1], 12000 + 2000 / 1.609344)

    def test_parts_that_exclude_it(self):
        for origin, is_critical, void in (
            ('original', True, False), ('aftermarket', False, False), ('aftermarket', True, True),
            ('equivalent', True, True), ('customer', False, True),
        ):
            with self.subTest(origin=origin, is_critical=is_critical):
                self.part.aftersales_is_critical = is_critical
                job = self._create_orders(job_ids=[Command.create({'name': "Brakes", 'line_ids': [
                    Command.create({'product_id': self.part.id, 'part_origin': origin})]})]).job_ids
                self.assertEqual(job._voids_guarantee(), void)
                self.assertEqual(bool(job.order_id._get_void_lines()), void)
                self.assertEqual(job._get_guarantee()[2], void)

    def test_origin_of_the_product(self):
        """D5: a line begins with the origin that its part has, so that an aftermarket part excludes what it should."""
        self.part.write({'aftersales_origin': 'aftermarket', 'aftersales_is_critical': True})
        job = self._create_orders(job_ids=[Command.create({'name': "Brakes", 'line_ids': [
            Command.create({'product_id': self.part.id}),
            Command.create({'product_id': self.part.id, 'part_origin': 'original'}),
            Command.create({'product_id': self.part.id, 'part_origin': 'customer'})]})]).job_ids
        self.assertEqual(job.line_ids.mapped('part_origin'), ['aftermarket', 'original', 'customer'])
        self.assertTrue(job._voids_guarantee())
        other = self.part.copy({'name': "Genuine", 'aftersales_origin': False})
        for line, origin in zip(job.line_ids, ('original', 'original', 'customer'), strict=True):
            chosen = line.new(origin=line)
            chosen.product_id = other
            self.assertEqual(chosen.part_origin, origin, "another part brings its own origin")
