from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.warranty import TODAY, WarrantyCommon


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestOldPartWish(WarrantyCommon):
    """H6: who wants his old parts back has them tagged when the work is done, and the car waits for them."""

    def _do(self, wish, **vals):
        order = self._create_order(self._prepare_job((self.disc, 1), (self.pads, 2), **vals), old_parts_wish=wish)
        self.work(self.issue(self.approve(self.receive(order))))
        return self.env['aftersales.old.part'].search([('order_id', '=', order.id)])

    def test_customer_wants_them(self):
        parts = self._do('return')
        self.assertEqual(parts.product_id, self.disc | self.pads)
        self.assertEqual(set(parts.mapped('duty')), {'customer'})
        order = parts.order_id.with_user(self.user_advisor)
        self.assertTrue([point for point in order._get_open_points() if "takes old parts along" in point.message])

    def test_nothing_comes_out_for_a_fluid(self):
        """Oil goes in and no part comes out; what has a rule of its own has its tag all the same."""
        fluid = self.env.ref('aftersales.part_class_fluid')
        self.assertFalse(fluid.leaves_old_part)
        self.pads.aftersales_class_id = fluid
        self.assertEqual(self._do('return').product_id, self.disc)
        self.pads.aftersales_old_part_waste = 'fluid'
        self.assertEqual(self._do('return').product_id, self.disc | self.pads)

    def test_nobody_wants_them(self):
        self.assertFalse(self._do('dispose'))
        self.assertFalse(self._do(False))
        self.assertFalse(self._do('return', pay_type_id=self.env.ref('aftersales.pay_type_internal').id), "the house's own")
