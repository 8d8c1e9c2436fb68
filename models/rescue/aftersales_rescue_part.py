from odoo import fields, models


class AftersalesRescuePart(models.Model):
    """A part that the crew will likely need: reserved, and loaded into its van before it leaves (J9)."""
    _name = 'aftersales.rescue.part'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Part to Take Along"
    _order = 'rescue_id.id desc, id'
    _rec_name = 'product_id'
    _frozen_with = 'rescue_id'
    _check_company_auto = True

    rescue_id = fields.Many2one('aftersales.rescue', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='rescue_id.company_id', store=True, index=True)
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, index=True, check_company=True, ondelete='restrict',
        domain="[('type', '=', 'consu'), ('is_storable', '=', True)]")
    quantity = fields.Float(digits='Product Unit', required=True, default=1, bounds=(0, 9999))
    note = fields.Char()
    move_id = fields.Many2one(
        'stock.move', string="Loaded By", readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    state = fields.Selection(
        related='move_id.state', string="Stock", help="Whether it is reserved, or in the van already.")

    _quantity_positive = models.Constraint('CHECK (quantity > 0)', "Take more than nothing along.")
