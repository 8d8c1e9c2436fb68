from odoo import models


class StockMove(models.Model):
    """A receipt tells by itself what the supplier sent short (H4)."""
    _inherit = 'stock.move'

    def _action_done(self, cancel_backorder=False):
        expected = {move: move.product_uom_qty for move in self._get_aftersales_expected()}
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        if expected:
            # sudo: the register is kept by the system, whoever takes the goods in
            self.env['aftersales.short.delivery'].sudo()._note_receipt({
                move.sudo(): quantity for move, quantity in expected.items() if move.exists()})
        return moves

    def _get_aftersales_expected(self):
        """Of these, what suppliers deliver into the stores of outlets."""
        bought = self.sudo().filtered(
            lambda move: move.purchase_line_id and move.location_id.usage == 'supplier' and move._is_open()
            and move.product_uom.compare(move.product_uom_qty, 0.0) > 0)
        if not bought:
            return bought
        # sudo: which stores are the outlets'
        stores = self.env['aftersales.workshop'].sudo().search([('company_id', 'in', bought.company_id.ids)]).warehouse_id
        return bought.filtered(lambda move: move.picking_type_id.warehouse_id in stores)

    def _get_aftersales_rest(self):
        """The movement by which what is short is still to come; none where nobody waits for it."""
        self.ensure_one()
        if self._is_open():
            return self
        others = self.picking_id.backorder_ids.move_ids.filtered(
            lambda move: move.purchase_line_id == self.purchase_line_id and move._is_open())
        return others[:1]
