from odoo import models
from odoo.exceptions import UserError


class StockMoveLine(models.Model):
    """Who has a number set aside leaves it to whoever hands it out, unless it is in somebody's hand (H2)."""
    _inherit = 'stock.move.line'

    def _get_moves_to_free(self, lack):
        """As many moves of these as hold ``lack`` of their number, in the product's unit.

        :raises UserError: when that much is not to be had of those that nobody picks
        """
        moves, uom = self.move_id.browse(), self.product_id.uom_id
        if not self:
            return moves
        picked = self.filtered(lambda line: line.picked or line.move_id.picked)
        for line in self - picked:
            if uom.compare(lack, 0.0) <= 0:
                break
            moves |= line.move_id
            lack -= line.quantity_product_uom
        if picked and uom.compare(lack, 0.0) > 0:
            raise UserError(self.env._(
                "%(lot)s is being picked with %(transfer)s. Take another one.", lot=picked[0].lot_id.name,
                transfer=picked[0].reference))
        return moves
