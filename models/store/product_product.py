from odoo import models


class ProductProduct(models.Model):
    _inherit = 'product.product'

    def write(self, vals):
        """Core notes the cost that somebody enters (``product.value``), and values anew what came in at the cost before: what
        was before is kept beside both, or the months that are over would change.
        """
        if 'standard_price' not in vals or self.env.context.get('disable_auto_revaluation'):
            return super().write(vals)
        # sudo: the history of costs is the system's
        Value = self.env['product.value'].sudo()
        former = {product.id: product.standard_price for product in self}
        moves = self.env['stock.move'].sudo().concat(*(move for left in self._get_remaining_moves().values() for move in left))
        values = {move: move.value for move in moves if not move.purchase_line_id}
        last = Value.search([], order='id desc', limit=1).id or 0
        result = super().write(vals)
        for value in Value.search([
                ('id', '>', last), ('product_id', 'in', self.ids), ('move_id', '=', False), ('lot_id', '=', False)]):
            value.aftersales_former = former[value.product_id.id]
        for move, value in values.items():
            if move.value != value and not move.aftersales_first_value:
                move.aftersales_first_value = value
        return result
