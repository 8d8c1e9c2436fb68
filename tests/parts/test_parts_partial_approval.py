from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestPartialApproval(PartsCommon):
    """E2, E3: a part that waits for the customer stays on the shelf, whatever the route."""

    def _add_disc(self, order, quantity=1):
        return self.env['aftersales.order.line'].with_user(self.user_advisor).create({
            'job_id': order.job_ids.id, 'line_type': 'part', 'product_id': self.disc.id, 'quantity': quantity,
        })

    def test_addition_is_not_reserved(self):
        order = self._create_approved((self.pads, 2))
        line = self._add_disc(order)
        self.assertEqual(self._get_demand(order), {self.pads: 2}, "what was approved stays reserved")
        self.assertFalse(line.sudo().move_ids)
        order.action_request_parts()
        self.assertFalse(line.sudo().move_ids, "asking again doesn't get it either")
        order.job_ids._approve('phone')
        self.assertEqual(self._get_demand(order), {self.pads: 2, self.disc: 1})
        self._issue(order)
        self.assertEqual(order.line_ids.mapped('qty_issued'), [2, 1])

    def test_clerk_cannot_issue_what_waits(self):
        order = self._create_approved((self.pads, 2))
        self._add_disc(order)
        picking = self._get_open_picking(order)
        picking.write({'move_ids': [Command.create({
            'product_id': self.disc.id, 'product_uom_qty': 1, 'quantity': 1, 'picked': True,
            'location_id': picking.location_id.id, 'location_dest_id': picking.location_dest_id.id,
        })]})
        picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "not on an approved job"):
            picking.button_validate()

    def test_raised_after_the_clerk_opened_the_transfer(self):
        """A transfer made before the price rose is not a way around the question."""
        order = self._create_approved((self.pads, 2))
        moves = order.sudo().line_ids.move_ids
        order.line_ids.price_unit = 500
        self.assertEqual(moves.state, 'cancel')

    def test_issued_part_stays_issued_when_it_gets_dearer(self):
        order = self._create_approved((self.pads, 2))
        self._issue(order)
        order.line_ids.quantity = 3
        self.assertEqual((order.line_ids.approval, order.line_ids.qty_issued), ('pending', 2))
        self.assertFalse(self._get_demand(order))
        order.job_ids._decline('phone', reason="Two will do")
        self.assertEqual((order.line_ids.quantity, order.line_ids.approval), (2, 'approved'))
        self.assertEqual(order.line_ids.parts_state, 'issued')

    def test_declined_addition_needs_no_part(self):
        order = self._create_approved((self.pads, 2))
        line = self._add_disc(order)
        order.job_ids._decline('phone', reason="No")
        self.assertEqual(line.parts_state, 'cancelled')
        self.assertEqual(self._get_demand(order), {self.pads: 2})
        self._issue(order)
        self.assertFalse(order.line_ids._filter_not_issued(), "the car can leave without it")

    def test_parts_follow_who_pays(self):
        """Set aside for the maker's job, let go when the customer is to pay, set aside again with his answer."""
        pay_type = self.env.ref('aftersales.pay_type_warranty')
        maker = self.env['res.partner'].create({'name': "Maker", 'is_company': True})
        order = self._create_approved((self.pads, 2), pay_type_id=pay_type.id, payer_id=maker.id)
        self.assertEqual(order.job_ids.approval, 'not_needed')
        self.assertTrue(self._get_open_picking(order))
        for vals in ({'payer_id': self.customer.id}, {'share': 0, 'co_payer_id': self.customer.id}, {'deductible': 5}):
            order.job_ids.write(vals)
            self.assertFalse(self._get_open_picking(order), vals)
            order.job_ids.write({'payer_id': maker.id, 'share': 100, 'deductible': 0})
            self.assertTrue(self._get_open_picking(order))
        order.partner_id = maker
        self.assertFalse(self._get_open_picking(order), "the maker is the customer now")
        order.job_ids._approve('phone')
        self.assertTrue(self._get_open_picking(order))
