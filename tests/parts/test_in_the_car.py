from odoo.exceptions import AccessError, RedirectWarning
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestInTheCar(PartsCommon):
    """What is in the car is issued with the technician's word; what was issued has a way back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.filter_part = cls.env['product.product'].create({'name': "Oil filter", 'is_storable': True, 'list_price': 12})
        cls._put_in_stock(cls.filter_part, 5)

    def _finish(self, job, answer):
        job = job.with_user(self.user_technician)
        job.action_start()
        job._clock_finish(needs_answer=answer)
        return job.order_id

    def test_used_parts_are_issued(self):
        """faults U13: parts said to be in the car are issued by that, once, those of the one job alone."""
        orders = self.approve(self.receive(self._create_order(
            self._prepare_job((self.pads, 2)), self._prepare_job((self.pads, 1))) | self._create_order(
            self._prepare_job((self.pads, 3)))))
        before = self.pads.with_context(location=self.warehouse.lot_stock_id.id).qty_available
        self._finish(orders[0].job_ids[0], 'used')
        self.assertEqual(orders.line_ids.mapped('qty_issued'), [2, 0, 0])
        self.assertEqual(self.pads.with_context(location=self.warehouse.lot_stock_id.id).qty_available, before - 2)
        self.assertFalse(orders[0].sudo().activity_ids, "There is nothing left to do by hand")
        self.assertIn("Issued, because", orders[0].message_ids[0].body + orders[0].message_ids[1].body)
        self.assertEqual(self._get_demand(orders[0]), {self.pads: 1}, "The other job's part is still to be handed out")
        self._finish(orders[1].job_ids, 'unused')
        self.assertEqual(orders.line_ids.mapped('qty_issued'), [2, 0, 0])
        self.assertIn("take them off", orders[1].sudo().activity_ids.note)

    def test_what_stock_does_not_have(self):
        """faults U13: never below zero: what the shelf does not have stays with the counter, the rest is issued."""
        rare = self.env['product.product'].create({'name': "Bracket", 'is_storable': True})
        order = self.approve(self.receive(self._create_order(self._prepare_job((self.pads, 1), (rare, 1)))))
        self._finish(order.job_ids, 'used')
        self.assertEqual(order.line_ids.mapped('qty_issued'), [1, 0])
        self.assertIn("Bracket", order.sudo().activity_ids.note)
        self.assertNotIn(self.pads.name, order.sudo().activity_ids.note)
        self.assertFalse(self.env['stock.quant'].search([('product_id', '=', rare.id), ('quantity', '<', 0)]))

    def test_what_the_counter_has_in_hand(self):
        """faults U13: a transfer that somebody is picking is not taken out of his hands."""
        order = self.approve(self.receive(self._create_order(
            self._prepare_job((self.pads, 1)), self._prepare_job((self.filter_part, 1)))))
        order.line_ids[1].sudo().move_ids.picked = True
        self._finish(order.job_ids[0], 'used')
        self.assertEqual(order.line_ids.mapped('qty_issued'), [0, 0])
        self.assertTrue(order.sudo().activity_ids)

    def test_customers_own_part(self):
        """faults U13: what the customer brought is neither issued nor asked for, whenever that is said."""
        order = self.approve(self.receive(self._create_order(
            self._prepare_job((self.pads, 1, {'part_origin': 'customer'}), (self.filter_part, 1)))))
        self.assertEqual(self._get_demand(order), {self.filter_part: 1})
        order.line_ids[1].part_origin = 'customer'
        self.assertFalse(self._get_demand(order))
        self.assertFalse(order.job_ids._get_open_needs())
        self.assertFalse([point for point in order._get_open_points() if "issued" in point.message])
        job = order.job_ids.with_user(self.user_technician)
        job.action_start()
        job._clock_finish()
        self.assertEqual(job.state, 'done')

    def test_way_to_what_must_come_back(self):
        """faults U14: cancelling with issued parts says what, and opens it: transfers, or lines for who has no stock."""
        orders = self._create_approved((self.pads, 2)) | self._create_approved((self.pads, 1))
        picking = self._issue(orders[0])
        for documents in (orders[0], orders):
            with self.assertRaisesRegex(RedirectWarning, picking.name) as caught:
                documents.with_user(self.user_advisor).action_ask_cancel()
            action = caught.exception.args[1]
            self.assertEqual(self.env[action['res_model']].with_user(self.user_advisor).search(action['domain']),
                             orders[0].line_ids)
        action = orders.with_user(self.user_parts)._get_to_return_action()
        self.assertEqual((action['res_model'], action['res_id']), ('stock.picking', picking.id))
        with self.assertRaises(AccessError):
            orders.with_user(self.user_technician).action_ask_cancel()
        self._return(picking, 2)
        self.cancel(orders)
        self.assertEqual(orders.mapped('state'), ['cancelled'] * 2)

    def test_other_company(self):
        order = self._create_approved((self.pads, 1))
        with self.assertRaises(AccessError):
            order.with_user(self.user_other_advisor).action_ask_cancel()
        self.assertEqual(order.state, 'received')
