from odoo import fields, models

from .aftersales_scrap_request_line import REASONS


class AftersalesStockReviewLine(models.Model):
    """A lot in its place, as it was found (parts 4)."""
    _name = 'aftersales.stock.review.line'
    _description = "Lot Looked At"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'review_id.id, expiry_date, came_date, id'
    _rec_name = 'product_id'
    _check_company_auto = True
    _frozen_with = 'review_id'

    review_id = fields.Many2one(
        'aftersales.stock.review', string="Quality Check", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='review_id.company_id', store=True, index=True, precompute=True)
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, readonly=True, index=True, check_company=True, ondelete='restrict')
    uom_id = fields.Many2one(related='product_id.uom_id')
    lot_id = fields.Many2one(
        'stock.lot', string="Lot", readonly=True, index='btree_not_null', check_company=True, ondelete='restrict')
    location_id = fields.Many2one(
        'stock.location', string="Place", required=True, readonly=True, index=True, check_company=True, ondelete='restrict')
    quantity = fields.Float(string="On Hand", digits='Product Unit', readonly=True, bounds=(0, 1e9))
    came_date = fields.Date(string="Here Since", readonly=True)
    expiry_date = fields.Date(
        string="Usable Until", readonly=True, help="By its lot, else by the shelf life of the part.")
    result = fields.Selection(
        [('keep', "Keep in Stock"), ('first', "Use First"), ('rework', "Rework"), ('scrap', "Scrap It")],
        string="What Becomes of It")
    reason = fields.Selection(REASONS, string="Scrapped Because", default='expired')
    remark = fields.Char(string="What Was Found")
    photo = fields.Image(max_width=1920, max_height=1920)

    def write(self, vals):
        return super().write(self._read_inputs(vals))

    def _prepare_scrap_line_vals(self):
        self.ensure_one()
        return {
            'product_id': self.product_id.id, 'lot_id': self.lot_id.id, 'location_id': self.location_id.id,
            'quantity': self.quantity, 'reason': self.reason or 'other', 'remark': self.remark, 'photo': self.photo}
