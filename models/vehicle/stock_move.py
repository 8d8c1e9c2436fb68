from odoo import models


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves._update_sold_vehicles()
        return moves

    def _update_sold_vehicles(self):
        """Enter vehicles delivered to customers in the register, and undo it for those that come back.

        The warehouse user who validates the transfer needs no rights on the register.
        """
        lines = self.sudo().move_line_ids.filtered(
            lambda line: line.state == 'done' and line.quantity > 0 and line.lot_id and line.product_id.is_vehicle,
        )
        delivered = lines.filtered(
            lambda line: line.location_dest_id.usage == 'customer' and line.location_id.usage != 'customer',
        )
        returned = lines.filtered(
            lambda line: line.location_id.usage == 'customer' and line.location_dest_id.usage != 'customer',
        )
        for company, company_lines in delivered.grouped('company_id').items():
            company_lines.with_company(company)._register_delivered_vehicles()
        for company, company_lines in returned.grouped('company_id').items():
            company_lines.with_company(company)._register_returned_vehicles()
