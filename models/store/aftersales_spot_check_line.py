from odoo import api, fields, models

SHELF = frozenset({'counted', 'is_counted'})
COUNTED = SHELF | {'card_quantity', 'reason_id'}


class AftersalesSpotCheckLine(models.Model):
    """A part in its place that chance chose: what the book, the card and the shelf say (H5)."""
    _name = 'aftersales.spot.check.line'
    _description = "Part of a Spot Check"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'check_id.id, location_id.id, id'
    _rec_name = 'product_id'
    _check_company_auto = True
    _frozen_with = 'check_id'

    check_id = fields.Many2one(
        'aftersales.spot.check', string="Spot Check", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='check_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, readonly=True, index=True, check_company=True, ondelete='restrict')
    lot_id = fields.Many2one(
        'stock.lot', string="Lot", readonly=True, index='btree_not_null', check_company=True, ondelete='restrict')
    location_id = fields.Many2one(
        'stock.location', string="Place", required=True, readonly=True, index=True, check_company=True, ondelete='restrict')
    book_quantity = fields.Float(
        string="In the Book", digits='Product Unit', readonly=True, bounds=(-1e9, 1e9),
        help="What the system said when it was counted.")
    card_quantity = fields.Float(
        string="On the Card", digits='Product Unit', bounds=(0, 1e9), help="What the card or the label at the shelf says.")
    counted = fields.Float(string="On the Shelf", digits='Product Unit', bounds=(0, 1e9))
    is_counted = fields.Boolean(string="Was Counted")
    counted_date = fields.Datetime(string="Time of the Count", readonly=True, help="When the book was read for it.")
    difference = fields.Float(digits='Product Unit', compute='_compute_difference', store=True, bounds=(-1e9, 1e9))
    agrees = fields.Boolean(string="Counts Agree", compute='_compute_difference', store=True)
    cost = fields.Float(
        digits='Product Price', readonly=True, aggregator=None, groups='aftersales.group_see_store', bounds=(0, 1e9))
    difference_value = fields.Monetary(
        string="Value of the Difference", compute='_compute_difference', store=True, groups='aftersales.group_see_store')
    reason_id = fields.Many2one(
        'aftersales.count.reason', string="Reason", index='btree_not_null', ondelete='restrict',
        help="Why the shelf says another figure than the book.")
    remark = fields.Char(string="Why", help="Where the difference comes from.")

    @api.depends('book_quantity', 'card_quantity', 'counted', 'is_counted', 'cost')
    def _compute_difference(self):
        for line in self:
            difference = line.counted - line.book_quantity if line.is_counted else 0.0
            compare = line.product_id.uom_id.compare
            line.difference = difference
            line.agrees = line.is_counted and not compare(line.counted, line.book_quantity) and not compare(
                line.card_quantity, line.book_quantity)
            line.difference_value = line.currency_id.round(difference * line.cost) if line.currency_id else 0.0

    def write(self, vals):
        """With the count the book is read again: what moved since chance chose the part is no difference."""
        vals = self._read_inputs(vals)
        if self.env.su or not COUNTED & vals.keys():
            return super().write(vals)
        if 'counted' in vals and 'is_counted' not in vals:
            vals['is_counted'] = True
        result = super().write(vals)
        for line in self if SHELF & vals.keys() else ():
            # sudo: what the book says is the system's word
            line.sudo().write({'book_quantity': line._get_quant().quantity, 'counted_date': fields.Datetime.now()})
        self.check_id._drop_signatures()
        return result

    def _lacks_reason(self):
        """Whether the difference is worth more than the company lets pass without a reason."""
        self.ensure_one()
        return not self.reason_id and self.currency_id.compare_amounts(
            abs(self.difference_value), self.company_id.aftersales_count_reason_limit) > 0

    def _is_adjusted_since(self):
        """Whether somebody has put another count of it into the book since."""
        self.ensure_one()
        # sudo: as below
        return bool(self.counted_date and self.env['stock.move.line'].sudo().search_count([
            ('product_id', '=', self.product_id.id), ('lot_id', '=', self.lot_id.id), ('state', '=', 'done'),
            ('move_id.is_inventory', '=', True), ('date', '>=', self.counted_date),
            '|', ('location_id', '=', self.location_id.id), ('location_dest_id', '=', self.location_id.id)], limit=1))

    def _get_quant(self):
        self.ensure_one()
        # sudo: what lies there is told to whoever counts
        return self.env['stock.quant'].sudo().search([
            ('product_id', '=', self.product_id.id), ('location_id', '=', self.location_id.id),
            ('lot_id', '=', self.lot_id.id), ('package_id', '=', False), ('owner_id', '=', False)], limit=1)
