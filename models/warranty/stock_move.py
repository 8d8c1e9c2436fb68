from odoo import models


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves._note_sold_parts()
        # sudo: the free issue follows, whoever moves the part
        self.sudo().aftersales_line_id.free_line_ids.issue_id._follow_stock()
        return moves

    def _action_cancel(self):
        """A rest that is not issued any more ends the waiting of its free issue."""
        result = super()._action_cancel()
        self.sudo().aftersales_line_id.free_line_ids.issue_id._follow_stock()  # sudo: as above
        return result

    def _note_sold_parts(self):
        """Parts sold over the counter begin their guarantee, and end it when they come back."""
        lines = self.sudo().move_line_ids.filtered(lambda line: (  # sudo: it follows from the transfer
            line.state == 'done' and line.quantity > 0 and line.lot_id and not line.product_id.is_vehicle
            and not line.move_id.aftersales_line_id))
        sold = lines.filtered(
            lambda line: line.location_dest_id.usage == 'customer' and line.location_id.usage != 'customer')
        back = lines.filtered(
            lambda line: line.location_id.usage == 'customer' and line.location_dest_id.usage != 'customer')
        Coverage = self.env['aftersales.coverage']
        if sold:
            Coverage._make_for_sales(sold)
        if back:
            whose = {(line.lot_id, line._get_vehicle_buyer().commercial_partner_id) for line in back}
            Coverage.sudo().search([('lot_id', 'in', back.lot_id.ids), ('source', '=', 'counter')]).filtered(
                lambda coverage: (coverage.lot_id, coverage.partner_id) in whose)._undo()
