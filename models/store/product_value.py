from odoo import fields, models


class ProductValue(models.Model):
    """What a part cost before somebody entered another cost: without it nobody could say what that made of the stock."""
    _inherit = 'product.value'

    aftersales_former = fields.Float(
        string="Former Cost", digits='Product Price', readonly=True, copy=False, bounds=(0, 1e12),
        groups='aftersales.group_see_store')

    _aftersales_former_idx = models.Index('(product_id, date) WHERE aftersales_former IS NOT NULL')
