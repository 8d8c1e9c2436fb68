from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

REASONS = [
    ('expired', "Expired"), ('damaged', "Damaged"), ('rusted', "Rusted"), ('obsolete', "Made for Cars Nobody Brings"),
    ('other', "Other Reason"),
]


class AftersalesScrapRequestLine(models.Model):
    """A part that is to be scrapped, where it lies, and why (H5)."""
    _name = 'aftersales.scrap.request.line'
    _description = "Part to Scrap"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'request_id.id, id'
    _rec_name = 'product_id'
    _check_company_auto = True
    _frozen_with = 'request_id'

    request_id = fields.Many2one(
        'aftersales.scrap.request', string="Request to Scrap Parts", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='request_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, index=True, check_company=True, ondelete='restrict',
        domain="[('is_storable', '=', True)]")
    uom_id = fields.Many2one(related='product_id.uom_id')
    location_id = fields.Many2one(
        'stock.location', string="Place", required=True, index=True, check_company=True, ondelete='restrict',
        compute='_compute_location_id', store=True, readonly=False, precompute=True, domain="[('usage', '=', 'internal')]")
    lot_id = fields.Many2one(
        'stock.lot', string="Lot", index='btree_not_null', check_company=True, ondelete='restrict',
        domain="[('product_id', '=', product_id)]")
    quantity = fields.Float(digits='Product Unit', required=True, default=1, bounds=(0, 1e6))
    reason = fields.Selection(REASONS, required=True, default='damaged')
    remark = fields.Char(string="What Is Wrong")
    photo = fields.Image(max_width=1920, max_height=1920)
    cost = fields.Float(
        digits='Product Price', compute='_compute_cost', store=True, aggregator=None, groups='aftersales.group_store',
        bounds=(0, 1e9), help="Of one piece, on the day it was asked for.")
    value = fields.Monetary(
        string="Value of Parts", compute='_compute_value', store=True, groups='aftersales.group_store', help="At cost.")

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "What is to be scrapped needs a quantity above zero.")

    # === COMPUTE METHODS ===#

    @api.depends('request_id.warehouse_id')
    def _compute_location_id(self):
        for line in self:
            store = line.request_id.warehouse_id
            if not line.location_id or line.location_id.warehouse_id != store:
                line.location_id = store.lot_stock_id

    @api.depends('product_id', 'request_id.state')
    def _compute_cost(self):
        """At the cost of the day, until it was asked for."""
        for line in self.sudo():  # sudo: what it costs is the system's word
            if line.request_id.state in ('draft', 'asked'):
                line.cost = max(line.product_id.with_company(line.company_id).standard_price, 0.0)
            else:
                line.cost = line.cost

    @api.depends('cost', 'quantity')
    def _compute_value(self):
        for line in self:
            line.value = line.currency_id.round(line.cost * line.quantity) if line.currency_id else 0.0

    # === CONSTRAINT METHODS ===#

    @api.constrains('location_id', 'request_id')
    def _check_location_id(self):
        for line in self:
            store = line.request_id.warehouse_id
            if line.location_id.warehouse_id != store or line.location_id.usage != 'internal':
                raise ValidationError(self.env._(
                    "%(part)s: %(place)s is no place of %(store)s. Choose one of its places.",
                    part=line.product_id.display_name, place=line.location_id.display_name, store=store.name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._read_inputs(vals))

    # === BUSINESS METHODS ===#

    def _check_here(self):
        """:raises UserError: naming a part of which less lies there than is to be scrapped"""
        wanted = {}
        for line in self:
            place = (line.product_id, line.location_id, line.lot_id)
            wanted[place] = wanted.get(place, 0.0) + line.quantity
        for (product, location, lot), quantity in wanted.items():
            if product.tracking != 'none' and not lot:
                raise UserError(self.env._("%(part)s: choose the lot or the serial number.", part=product.display_name))
            here = sum(self.env['stock.quant']._gather(
                product, location, lot_id=lot or None, strict=True).mapped('quantity'))
            if product.uom_id.compare(here, quantity) < 0:
                raise UserError(self.env._(
                    "%(part)s: %(here)s lie in %(place)s, %(asked)s are to be scrapped. Correct the quantity or the place.",
                    part=product.display_name, here=f'{here:.15g}', place=location.display_name, asked=f'{quantity:.15g}'))

    def _prepare_scrap_vals(self):
        self.ensure_one()
        return {
            'product_id': self.product_id.id, 'product_uom_id': self.product_id.uom_id.id, 'lot_id': self.lot_id.id,
            'location_id': self.location_id.id, 'scrap_qty': self.quantity, 'company_id': self.company_id.id,
            'origin': self.request_id.name, 'aftersales_scrap_line_id': self.id}
