from odoo import fields, models


class StockPicking(models.Model):
    """Goods that come back because of a complaint."""
    _inherit = 'stock.picking'

    aftersales_complaint_id = fields.Many2one(
        'aftersales.complaint', string="Complaint", readonly=True, copy=False, index='btree_not_null', ondelete='set null')

    def _action_done(self):
        returns = self.filtered('aftersales_complaint_id')
        returns._check_complaint_returns()
        if returns:
            # What does not come is not waited for: the real quantity is what was returned.
            super(StockPicking, returns.with_context(cancel_backorder=True))._action_done()
        rest = self - returns
        return super(StockPicking, rest)._action_done() if rest else True

    def _check_backorder(self):
        """Nobody is asked whether the rest comes later: see ``_action_done``."""
        return super(StockPicking, self.filtered(lambda picking: not picking.aftersales_complaint_id))._check_backorder()

    def _check_complaint_returns(self):
        # sudo: what was decided is asked of the case by whoever takes the goods in
        for solution in self.env['aftersales.complaint.solution'].sudo().search([('picking_id', 'in', self.ids)]):
            moves = solution.picking_id.move_ids.filtered(
                lambda move, product=solution.product_id: move.product_id == product and move.state != 'cancel')
            solution.with_env(self.env)._check_returned(sum(
                move.product_uom._compute_quantity(move._get_picked_quantity(), move.product_id.uom_id) for move in moves))
