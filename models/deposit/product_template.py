from odoo import fields, models


class ProductTemplate(models.Model):
    """What a customer pays at the counter until he brings the old part (H6, 旧件押金)."""
    _inherit = 'product.template'

    aftersales_core_deposit = fields.Monetary(
        string="Core Deposit", bounds=(0, 1e9),
        help="For each piece that is sold over the counter; given back when the old one is brought.")
