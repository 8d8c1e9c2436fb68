from odoo import models
from odoo.tools import SQL


class ProductProduct(models.Model):
    _inherit = 'product.product'

    def write(self, vals):
        """Core notes the cost that somebody enters (``product.value``), and values anew what came in at the cost before: what
        was before is kept beside both, or the months that are over would change.
        """
        if 'standard_price' not in vals or self.env.context.get('disable_auto_revaluation'):
            return super().write(vals)
        # sudo: the history of costs is the system's, whoever may enter one
        Value = self.env['product.value'].sudo()
        former = {product.id: product.standard_price for product in self}
        moves = self.env['stock.move'].sudo().concat(
            *(move for left in self.sudo()._get_remaining_moves().values() for move in left))
        values = {move: move.value for move in moves if not move.purchase_line_id}
        last = Value.search([], order='id desc', limit=1).id or 0
        result = super().write(vals)
        for value in Value.search([
                ('id', '>', last), ('product_id', 'in', self.ids), ('move_id', '=', False), ('lot_id', '=', False)]):
            value.aftersales_former = former[value.product_id.id]
        known = self._find_first_known(moves)
        for move, value in values.items():
            if move.value != value and move.id not in known:
                move.aftersales_first_value = value
        return result

    def _find_first_known(self, moves):
        """:return: set of the ids of the moves whose first value is kept; it may be 0, and of the others there is none"""
        if not moves:
            return set()
        moves.flush_recordset(['aftersales_first_value'])
        return {number for number, in self.env.execute_query(SQL(
            "SELECT id FROM stock_move WHERE id IN %s AND aftersales_first_value IS NOT NULL", moves._ids))}
