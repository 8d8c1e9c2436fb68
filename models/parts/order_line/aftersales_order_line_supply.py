from odoo import models
from odoo.exceptions import AccessError, UserError


class AftersalesOrderLine(models.Model):
    """Getting parts that are not here: bought or moved in by the product's own rules (H2)."""

    _inherit = 'aftersales.order.line'

    # === ACTION METHODS ===#

    def action_view_moves(self):
        """Open the stock moves of the lines."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Stock Moves"),
            'res_model': 'stock.move',
            'view_mode': 'list,form',
            'domain': [('aftersales_line_id', 'in', self.ids)],
            'context': {'create': False},
        }

    def action_order_missing_parts(self):
        """Have what is not here bought (or moved in) for these very lines, once."""
        if not self.env.user.has_group('aftersales.group_parts'):
            raise AccessError(self.env._("Only the parts counter can order missing parts."))
        self.check_access('read')
        moves = self.sudo()._get_moves_to_supply()
        if not moves:
            raise UserError(self.env._(
                "There is nothing to order for %(products)s: the parts are here, on the way or ordered already, "
                "or their job is not approved.",
                products=", ".join(self.product_id.mapped('display_name')),
            ))
        moves.aftersales_line_id.order_id._claim_for_update()
        moves._order_for_aftersales()

    # === BUSINESS METHODS ===#

    def _get_moves_to_supply(self):
        """Open moves that wait for stock nobody has ordered for them."""
        missing = self.filtered(lambda line: line.parts_state == 'not_here')
        return missing.move_ids.filtered(lambda move: (
            move.state in ('confirmed', 'partially_available')
            and move.procure_method == 'make_to_stock'
            and move._get_aftersales_direction() > 0
        ))
