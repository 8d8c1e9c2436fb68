from odoo import models


class ProductProduct(models.Model):
    """Parts as an order's pickers offer them: for the car first, with hours and price."""
    _name = 'product.product'
    _inherit = ['aftersales.offer.mixin', 'product.product']
    _offer_kind = 'part'
    _read_like_ours = ('default_code', 'barcode', 'standard_price')  # as on its template
