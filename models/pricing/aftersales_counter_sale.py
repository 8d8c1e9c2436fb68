from odoo import models


class AftersalesCounterSale(models.Model):
    """The published prices a sale was noted under stay its prices (C9)."""
    _name = 'aftersales.counter.sale'
    _inherit = ['aftersales.counter.sale', 'aftersales.published.price.mixin']
