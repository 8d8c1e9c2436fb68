from odoo import models
from odoo.exceptions import UserError


class AftersalesComplaintSolution(models.Model):
    """Goods taken back: what the order issued comes back by a return of stock, and what comes counts.

    Less than was approved is posted as it is; more within the company's tolerance, too; beyond it, it is decided again.
    """
    _inherit = 'aftersales.complaint.solution'

    def _make_return(self):
        complaint = self.complaint_id
        if not self.product_id or not self.quantity:
            raise UserError(self.env._(
                "%(complaint)s: say which part is taken back, and how many.", complaint=complaint.display_name))
        # sudo: what was decided is prepared for the parts counter, which takes it in
        system = self.sudo()
        issue = system._get_issue_move()
        picking = system._prepare_return_of(issue) if issue else system._create_receipt()
        picking.write({'aftersales_complaint_id': complaint.id})
        system.picking_id = picking
        return picking.sudo(False)

    def _get_issue_move(self):
        """The move that handed out most of the part for the order of the case."""
        order = self.complaint_id._get_disputed_job().order_id or self.complaint_id.order_id
        moves = self.env['stock.move'].search([
            ('aftersales_line_id.order_id', '=', order.id), ('product_id', '=', self.product_id.id), ('state', '=', 'done'),
        ]) if order else self.env['stock.move']
        return moves.filtered(lambda move: move._get_aftersales_direction() > 0).sorted(lambda move: -move.quantity)[:1]

    def _prepare_return_of(self, issue):
        wizard = self.env['stock.return.picking'].create({'picking_id': issue.picking_id.id})
        line = wizard.product_return_moves.filtered(lambda line: line.move_id == issue)
        line.quantity = self.product_id.uom_id._compute_quantity(self.quantity, issue.product_uom)
        return wizard._create_return()

    def _create_receipt(self):
        """What was not handed out with an order, such as over the counter, comes to the outlet's stock."""
        complaint = self.complaint_id
        warehouse = complaint.workshop_id.warehouse_id or self.env['stock.warehouse'].search(
            [('company_id', '=', complaint.company_id.id)], limit=1)
        customers, __ = warehouse._get_partner_locations()
        picking = self.env['stock.picking'].with_company(complaint.company_id).create({
            'picking_type_id': warehouse.in_type_id.id, 'partner_id': complaint.partner_id.id, 'origin': complaint.name,
            'location_id': customers.id, 'location_dest_id': warehouse.lot_stock_id.id,
        })
        self.env['stock.move'].create({
            'picking_id': picking.id, 'product_id': self.product_id.id, 'product_uom_qty': self.quantity,
            'location_id': customers.id, 'location_dest_id': warehouse.lot_stock_id.id,
            'company_id': complaint.company_id.id,
        })
        picking.action_confirm()
        return picking

    def _check_returned(self, quantity):
        """:param quantity: what comes back, in the unit of the part
        :raises UserError: when it is more than was approved and the house tolerates"""
        self.ensure_one()
        # sudo: the tolerance is asked by whoever takes the goods in
        tolerance = self.sudo().company_id.aftersales_return_tolerance
        most = self.quantity * (1 + tolerance / 100)
        if self.product_id.uom_id.compare(quantity, most) > 0:
            raise UserError(self.env._(
                "%(complaint)s: %(approved)s of %(product)s were approved to come back, %(quantity)s would be taken in. "
                "More than %(tolerance)s %% above it is decided again: ask who handles the complaint, or take in less.",
                complaint=self.complaint_id.display_name, approved=f'{self.quantity:g}', quantity=f'{quantity:g}',
                product=self.product_id.display_name, tolerance=f'{tolerance:g}'))
