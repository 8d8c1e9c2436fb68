from odoo import models
from odoo.exceptions import UserError


class StockMove(models.Model):
    """What is handed out by hand above what lies on the shelf leaves a hole in the book: refused, but for a manager (H3, H5).

    The button of the parts window hands out only what is set aside; in Odoo's own transfer any quantity can be typed.
    """
    _inherit = 'stock.move'

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        if not self.env.user._is_superuser():
            moves.filtered(lambda move: (
                move.product_id.is_storable and move._get_aftersales_direction() > 0 and move._get_aftersales_asker()
            ))._check_shelf()
        return moves

    def _check_shelf(self):
        """:raises UserError: when stock of a part is below zero where it was taken, and no manager hands it out"""
        for move, quant in self._find_holes():
            names = {
                'part': move.product_id.display_name, 'place': quant.location_id.display_name, 'transfer': move.reference,
                'out': f'{move.product_qty:g}', 'lack': f'{-quant.quantity:g}', 'unit': move.product_id.uom_id.name}
            if not self.env.user.has_group('aftersales.group_manager'):
                raise UserError(self.env._(
                    "%(part)s: %(out)s %(unit)s would leave %(place)s with %(transfer)s, which is %(lack)s more than lie "
                    "there by the book. Count the shelf and enter what is there, lower the quantity, or let a manager "
                    "validate the transfer.", **names))
            # sudo: what was let through is noted by the system
            move.picking_id.sudo()._message_log(author_id=self.env.user.partner_id.id, body=self.env._(
                "%(part)s: handed out above the book, %(lack)s %(unit)s more than lay at %(place)s. Count the shelf.", **names))

    def _find_holes(self):
        """:return: list of (move, stock.quant below zero it was taken from)"""
        taken = {}
        for line in self.move_line_ids.filtered(lambda line: line.location_id.usage == 'internal'):
            taken[line.product_id, line.location_id, line.lot_id, line.package_id, line.owner_id] = line.move_id
        quants = self.env['stock.quant'].sudo().search([  # sudo: whoever hands it out
            ('product_id', 'in', self.product_id.ids), ('location_id', 'in', self.move_line_ids.location_id.ids),
            ('quantity', '<', 0)]) if taken else self.env['stock.quant']
        found = [(taken.get((
            quant.product_id, quant.location_id, quant.lot_id, quant.package_id, quant.owner_id)), quant) for quant in quants]
        return [(move, quant) for move, quant in found if move and move.product_id.uom_id.compare(quant.quantity, 0.0) < 0]
