from odoo import fields, models


class AftersalesLostSale(models.Model):
    """At which sale over the counter it was asked for (H7, H9)."""
    _inherit = 'aftersales.lost.sale'

    counter_sale_id = fields.Many2one(
        'aftersales.counter.sale', string="Counter Sale", index='btree_not_null', check_company=True, ondelete='restrict',
        tracking=True)
