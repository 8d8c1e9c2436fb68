from odoo import models


class StockMove(models.Model):
    """A part that comes back, or is issued, once the order is closed has its costs reckoned anew."""
    _inherit = 'stock.move'

    # What lies in the stores at the end of a month is all that moved until then: read from the index alone.
    _aftersales_worth_idx = models.Index(
        "(company_id, location_id, location_dest_id, date) INCLUDE (value) WHERE state = 'done'")

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # sudo: whoever takes the part
        orders = moves.sudo().aftersales_line_id.order_id
        orders.filtered(lambda order: order.state == 'delivered')._mark_cost_due()
        return moves
