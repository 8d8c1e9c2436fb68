from odoo import fields, models


class ProductCategory(models.Model):
    _inherit = 'product.category'

    statute_part_id = fields.Many2one(
        'aftersales.statute.part', string="Main Part by Statute", index='btree_not_null', ondelete='restrict',
        help="What statutes count as replaced when a product of this category is fitted.")
