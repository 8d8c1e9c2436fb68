from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.aftersales.models.base.words import say_unit


class AftersalesKitPartMixin(models.AbstractModel):
    """A part that some work takes by itself, so many in a unit that fits how it is stocked."""
    _name = 'aftersales.kit.part.mixin'
    _description = "Part of a Kit"

    sequence = fields.Integer(default=10)
    quantity = fields.Float(digits='Product Unit', required=True, default=1.0, bounds=(None, 1e6))
    product_uom_id = fields.Many2one(
        'uom.uom', string="Unit", compute='_compute_product_uom_id', store=True, readonly=False, precompute=True,
        required=True)

    @api.depends('product_id')
    def _compute_product_uom_id(self):
        for part in self:
            unit = part.product_uom_id
            if not unit or not unit._has_common_reference(part.product_id.uom_id):
                part.product_uom_id = part.product_id.uom_id

    @api.constrains('product_id', 'product_uom_id')
    def _check_product_uom_id(self):
        for part in self:
            if not part.product_uom_id._has_common_reference(part.product_id.uom_id):
                raise ValidationError(self.env._(
                    "“%(part)s” is stocked in %(unit)s and cannot be measured in %(wrong)s. Choose another unit.",
                    part=part.product_id.display_name, unit=say_unit(part.product_id.uom_id),
                    wrong=say_unit(part.product_uom_id)))
