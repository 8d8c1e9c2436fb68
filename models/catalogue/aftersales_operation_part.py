from odoo import fields, models


class AftersalesOperationPart(models.Model):
    _name = 'aftersales.operation.part'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.kit.part.mixin']
    _description = "Default Part of an Operation"
    _order = 'operation_id, sequence, id'
    _rec_name = 'product_id'
    _check_company_auto = True

    operation_id = fields.Many2one('aftersales.operation', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='operation_id.company_id', store=True)
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, index=True, ondelete='cascade',
        check_company=True, domain="[('type', '=', 'consu')]")

    _quantity_positive = models.Constraint(
        'CHECK (quantity > 0)',
        "The quantity of a default part must be greater than 0. Remove the line if the part is not needed.",
    )
