from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestStoresUsed(PartsCommon):
    """Parts 1: what customers bring, and what suppliers get back, lies at a place of its own until it goes its way."""

    def _get_lying(self, place, product=None):
        return sum(self.env['stock.quant'].search([
            ('location_id', 'child_of', place.id), ('product_id', '=', (product or self.pads).id)]).mapped('quantity'))

    def _bring(self, *quantities):
        order = self._create_approved(*((self.pads, quantity, {'part_origin': 'customer'}) for quantity in quantities))
        return order.line_ids.filtered(lambda line: line.part_origin == 'customer').with_user(self.user_parts)

    def test_customers_own_part(self):
        """Parts 1: taken in without value, given to the job for nothing; what is unused keeps the car until he has it back."""
        place, value = self.warehouse.aftersales_brought_id, self.pads.total_value
        used, unused = self._bring(2, 1)
        self.assertEqual((used.brought_state, used.price_total), ('awaited', 0))
        with self.assertRaises(UserError):
            used.action_use_brought()
        with self.assertRaises(AccessError):
            used.with_user(self.user_technician).action_take_brought()
        (used | unused).action_take_brought()
        with self.assertRaisesRegex(UserError, "not at that step"):
            used.action_take_brought()
        self.assertEqual(self._get_lying(place), 3)
        with self.assertRaisesRegex(UserError, "was taken in"):
            used.sudo().quantity = 5
        with self.assertRaises(AccessError):
            used.brought_used_date = '2026-01-01'
        order = used.order_id
        self.assertTrue(any("lie here unused" in point.message for point in order._get_open_points()))
        used.action_use_brought()
        unused.action_give_brought_back()
        self.pads.invalidate_recordset()
        self.assertEqual((used.brought_state, unused.brought_state), ('used', 'back'))
        self.assertEqual((self._get_lying(place), self.pads.total_value), (0, value))
        self.assertFalse(any("lie here unused" in point.message for point in order._get_open_points()))
        moves = self.env['stock.move'].search([('origin', '=', order.name), ('product_id', '=', self.pads.id)])
        self.assertFalse(sum(moves.mapped('value')))

    def test_picked_up_by_the_supplier(self):
        """Parts 1, H8: what a supplier gets back leaves quarantine for the place of returns, and the house once somebody
        picks it up."""
        vendor = self.env['res.partner'].create({'name': "Parts Vendor"})
        store = self.warehouse
        self._put_in_stock(self.pads, 3)
        defect = self.env['aftersales.part.defect'].with_user(self.user_parts).create({
            'workshop_id': self.workshop.id, 'product_id': self.pads.id, 'failure_mode': 'broken', 'effect': "It broke off",
            'partner_id': vendor.id, 'answer_due': '2099-01-01'})
        defect.action_block()
        blocked = self._get_lying(store.aftersales_quarantine_id)
        with self.assertRaisesRegex(UserError, "claim it from its supplier"):
            defect.action_set_aside()
        defect.action_claim()
        with self.assertRaises(AccessError):
            defect.with_user(self.user_claims).action_set_aside()
        with self.assertRaisesRegex(UserError, "nothing is set aside"):
            defect.action_pick_up()
        defect.action_set_aside()
        self.assertEqual(self._get_lying(store.aftersales_supplier_return_id), blocked)
        self.assertFalse(defect.is_blocked or self._get_lying(store.aftersales_quarantine_id))
        with self.assertRaisesRegex(UserError, "already"):
            defect.action_set_aside()
        with self.assertRaisesRegex(UserError, "who picks it up"):
            defect.action_pick_up()
        defect.write({'picked_up_by': "Driver Zhao", 'answer': 'accepted'})
        defect.action_answer()
        defect.write({'cause': "Hard", 'measure': "Other", 'remedy': 'none'})
        with self.assertRaisesRegex(UserError, "picked up first"):
            defect.action_close()
        self.assertIn(defect, defect.search([('set_aside_date', '!=', False), ('picked_up_date', '=', False)]))
        defect.action_pick_up()
        self.assertFalse(self._get_lying(store.aftersales_supplier_return_id))
        self.assertEqual(defect.picking_ids.sorted('id')[-1:].location_dest_id.usage, 'supplier')
        defect.action_close()
