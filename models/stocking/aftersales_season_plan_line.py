from odoo import fields, models


class AftersalesSeasonPlanLine(models.Model):
    """A part that a season asks for, and how many of it are kept at least (H5)."""
    _name = 'aftersales.season.plan.line'
    _description = "Part of a Seasonal Plan"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'plan_id.id, id'
    _rec_name = 'product_id'
    _check_company_auto = True
    _frozen_with = 'plan_id'

    plan_id = fields.Many2one('aftersales.season.plan', string="Seasonal Plan", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='plan_id.company_id', store=True, index=True, precompute=True)
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, index=True, check_company=True, ondelete='restrict',
        domain="[('is_storable', '=', True)]")
    uom_id = fields.Many2one(related='product_id.uom_id')
    quantity = fields.Float(
        string="Keep at Least", digits='Product Unit', required=True, default=1, bounds=(0, 1e6),
        help="So many are kept until the season ends, where no more are kept anyway.")
    note = fields.Char(max_length=128)

    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "What a season asks for needs a quantity above zero.")
    _part_uniq = models.UniqueIndex("(plan_id, product_id)", "This part is in the plan already.")
