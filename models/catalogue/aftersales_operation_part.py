from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.aftersales.models.base.words import say_unit


class AftersalesOperationPart(models.Model):
    _name = 'aftersales.operation.part'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Default Part of an Operation"
    _order = 'operation_id, sequence, id'
    _rec_name = 'product_id'
    _check_company_auto = True

    operation_id = fields.Many2one('aftersales.operation', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='operation_id.company_id', store=True)
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, index=True, ondelete='cascade',
        check_company=True, domain="[('type', '=', 'consu')]")
    quantity = fields.Float(digits='Product Unit', required=True, default=1.0, bounds=(None, 1e6))
    product_uom_id = fields.Many2one(
        'uom.uom', string="Unit", compute='_compute_product_uom_id', store=True, readonly=False,
        precompute=True, required=True)

    _quantity_positive = models.Constraint(
        'CHECK (quantity > 0)',
        "The quantity of a default part must be greater than 0. Remove the line if the part is not needed.",
    )

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
                    wrong=say_unit(part.product_uom_id),
                ))
