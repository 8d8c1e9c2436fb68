from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesRecallPart(models.Model):
    """One part of the kit that every car of a recall needs."""
    _name = 'aftersales.recall.part'
    _description = "Part of a Recall's Kit"
    _order = 'recall_id.id, sequence, id'
    _rec_name = 'product_id'
    _check_company_auto = True

    recall_id = fields.Many2one('aftersales.recall', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='recall_id.company_id', store=True, precompute=True, index=True)
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, index=True, ondelete='restrict', check_company=True,
        domain="[('type', '=', 'consu')]")
    quantity = fields.Float(digits='Product Unit', required=True, default=1.0, bounds=(None, 1e6))
    product_uom_id = fields.Many2one(
        'uom.uom', string="Unit", compute='_compute_product_uom_id', store=True, readonly=False, precompute=True,
        required=True)

    _quantity_positive = models.Constraint(
        'CHECK (quantity > 0)',
        "The quantity of a part in the kit must be greater than 0. Remove the line if it is not needed.")

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
                    part=part.product_id.display_name, unit=part.product_id.uom_id.name, wrong=part.product_uom_id.name))
