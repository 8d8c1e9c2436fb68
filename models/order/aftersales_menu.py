from odoo import models


class AftersalesMenu(models.Model):
    """Menus as an order's pickers offer them: for the car first, with hours and price."""
    _name = 'aftersales.menu'
    _inherit = ['aftersales.offer.mixin', 'aftersales.menu']
    _offer_kind = 'menu'
