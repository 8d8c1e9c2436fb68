from odoo import models


class AftersalesOrder(models.Model):
    """Finding an order from one box, by what a vehicle is found by and by its own number (C4, P3)."""

    _name = 'aftersales.order'
    _inherit = ['aftersales.order', 'aftersales.search.key.mixin']
    _search_whole_fields = ('name', 'license_plate', 'vin')
    _search_word_fields = ('customer_name',)
