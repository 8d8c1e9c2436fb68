from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestPartsAccess(PartsCommon):
    """Who may do what with parts, and whose."""

    def test_advisor_sees_transfers_but_does_not_move_goods(self):
        order = self._create_approved((self.pads, 1))
        picking = order.picking_ids.with_user(self.user_advisor)
        self.assertEqual(picking.state, 'assigned')
        self.assertEqual(order.line_ids.move_ids.mapped('product_uom_qty'), [1])
        with self.assertRaises(AccessError):
            picking.button_validate()
        with self.assertRaises(AccessError):
            picking.action_cancel()

    def test_every_role_reads_the_parts_state(self):
        order = self._create_approved((self.pads, 1))
        for role in ('technician', 'advisor', 'parts', 'claims', 'care', 'dispatcher', 'inspector', 'manager'):
            user = getattr(self, f'user_{role}')
            seen = order.with_user(user)
            seen.invalidate_recordset()
            self.assertEqual(seen.parts_state, 'here', role)
            self.assertEqual(seen.line_ids.qty_reserved, 1, role)
            self.assertEqual(seen.picking_count, 1, role)
            self.assertIn(seen, seen.search([('parts_state', '=', 'here')]), role)

    def test_clerk_does_not_change_the_order(self):
        order = self._create_approved((self.pads, 1))
        with self.assertRaises(AccessError):
            order.line_ids.with_user(self.user_parts).quantity = 5
        with self.assertRaises(AccessError):
            order.with_user(self.user_parts).write({'priority': '1'})

    def test_stock_user_without_our_roles_works_on(self):
        """A storeman who is not in after-sales validates the transfer like any other."""
        storeman = self.env['res.users'].with_context(no_reset_password=True).create({
            'name': 'Storeman', 'login': 'storeman', 'company_id': self.company.id,
            'company_ids': [Command.set(self.company.ids)],
            'group_ids': [Command.set(self.env.ref('stock.group_stock_user').ids)],
        })
        order = self._create_approved((self.pads, 1))
        picking = order.sudo().picking_ids.with_user(storeman)
        with Form(picking) as form:
            self.assertEqual(form.origin, order.name)
        picking.move_ids.picked = True
        picking.button_validate()
        self.assertEqual(order.line_ids.qty_issued, 1)

    def test_transfer_form_of_the_clerk(self):
        order = self._create_approved((self.pads, 2))
        picking = self._get_open_picking(order)
        other = self.env['hr.employee'].create({'name': 'Zhao Lei', 'company_id': self.company.id})
        with Form(picking) as form:
            self.assertEqual(form.aftersales_order_id, order)
            self.assertEqual(form.aftersales_license_plate, self.vehicle.license_plate)
            self.assertEqual(form.aftersales_receiver_id, self.technician)
            form.aftersales_receiver_id = other
            with form.move_ids.edit(0) as move:
                self.assertEqual(move.aftersales_job_id, order.job_ids)
                move.quantity = 1
        self.assertEqual(picking.aftersales_receiver_id, other)
        self._issue(order, {self.pads: 1})
        self.assertEqual(picking.aftersales_receiver_id, other)

    def test_other_companys_transfers_stay_hidden(self):
        company = self.env['res.company'].create({'name': 'Hidden Dealer'})
        clerk = self.user_parts.copy({
            'login': 'hidden_clerk', 'company_id': company.id, 'company_ids': [Command.set(company.ids)]})
        order = self._create_approved((self.pads, 1))
        found = self.env['stock.picking'].with_user(clerk).search([('aftersales_order_id', '=', order.id)])
        self.assertFalse(found)
        with self.assertRaises(AccessError):
            order.line_ids.with_user(clerk).action_order_missing_parts()
        with self.assertRaises(AccessError):
            order.with_user(clerk).action_request_parts()

    def test_receiver_follows_the_technician(self):
        order = self._create_approved((self.pads, 2), technician_id=False)
        picking = order.picking_ids
        self.assertFalse(picking.aftersales_receiver_id)
        order.job_ids.technician_id = self.technician
        self.assertEqual(picking.aftersales_receiver_id, self.technician)
        other = self.env['hr.employee'].create({'name': 'Zhao Lei', 'company_id': self.company.id})
        order.job_ids.technician_id = other
        self.assertEqual(picking.aftersales_receiver_id, other)

    def test_links_to_the_order_are_the_systems(self):
        order = self._create_approved((self.pads, 2))
        other = self._create_approved((self.pads, 1))
        move = order.sudo().line_ids.move_ids.with_user(self.user_parts)
        with self.assertRaises(AccessError):
            move.aftersales_line_id = other.line_ids
        with self.assertRaises(AccessError):
            move.picking_id.aftersales_order_id = other
        self._issue(order)
        with self.assertRaises(AccessError):
            move.aftersales_line_id = False
        self.assertEqual(order.line_ids.qty_issued, 2)

    def test_links_to_the_order_are_not_entered_either(self):
        """faults M10: a clerk's own move or transfer is none of the order; what he splits, duplicates or takes back is."""
        order = self._create_approved((self.pads, 2))
        picking = self._issue(order, {self.pads: 1})
        move = picking.move_ids
        vals = {
            'product_id': self.pads.id, 'product_uom_qty': 1, 'product_uom': self.pads.uom_id.id,
            'location_id': move.location_id.id, 'location_dest_id': move.location_dest_id.id,
        }
        Move, Picking = self.env['stock.move'].with_user(self.user_parts), picking.browse()
        with self.assertRaises(AccessError):
            Move.create({**vals, 'aftersales_line_id': order.line_ids.id})
        with self.assertRaises(AccessError):
            picking.write({'move_ids': [Command.create({**vals, 'aftersales_line_id': order.line_ids.id})]})
        with self.assertRaises(AccessError):
            Picking.create({'picking_type_id': self.issue_type.id, 'aftersales_order_id': order.id})
        self.assertFalse(Move.with_context(default_aftersales_line_id=order.line_ids.id).create(vals).aftersales_line_id)
        rest = self._get_open_picking(order)
        self.assertEqual(rest.backorder_id, picking)
        self.assertEqual(rest.move_ids.aftersales_line_id, order.line_ids)
        returned = self._return(picking, 1)
        self.assertEqual(returned.move_ids.aftersales_line_id, order.line_ids)
        self.assertEqual(order.line_ids.qty_issued, 0)

    def test_moved_is_what_the_order_says(self):
        order = self._create_approved((self.pads, 2))
        order.sudo().line_ids.move_ids.with_user(self.user_parts).product_id = self.disc
        with self.assertRaisesRegex(UserError, "Brake disc is not on an approved job"):
            self._issue(order)

    def test_finished_transfer_is_not_raised_above_the_order(self):
        order = self._create_approved((self.pads, 2))
        picking = self._issue(order)
        picking.is_locked = False
        with self.assertRaisesRegex(UserError, "Only 2.0 pcs of Brake pads are approved"):
            picking.move_line_ids.quantity = 9
