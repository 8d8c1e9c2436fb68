from odoo import models


class StockMove(models.Model):
    """A receipt asks for the inspections that are planned for what came (H4)."""
    _inherit = 'stock.move'

    def _action_done(self, cancel_backorder=False):
        expected = self._get_aftersales_expected()
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        expected.exists().filtered(lambda move: move.state == 'done')._ask_for_inspection()
        return moves

    def _ask_for_inspection(self):
        """One inspection for each part, or for each of its lots, in a receipt."""
        created = []
        for company, moves in self.sudo().grouped('company_id').items():  # sudo: the system asks, whoever takes it in
            plans = self.env['aftersales.incoming.plan']._get_plans(moves.product_id, company)
            lines = moves.move_line_ids.filtered(lambda line: line.product_id in plans)  # noqa: B023 - called at once
            for (picking, product, lot), group in lines.grouped(
                    lambda line: (line.picking_id, line.product_id, line.lot_id)).items():
                plan = plans[product]
                created.append({
                    'picking_id': picking.id, 'product_id': product.id, 'lot_id': lot.id, 'method': plan.method,
                    'sample_size': plan.sample_size, 'accept_number': plan.accept_number, 'points': plan.points,
                    'quantity': sum(group.mapped('quantity_product_uom'))})
        # sudo: as above
        self.env['aftersales.incoming.check'].sudo().create([vals for vals in created if vals['picking_id']])
