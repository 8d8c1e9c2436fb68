from odoo import models


class AftersalesOperation(models.Model):
    """Operations as an order's pickers offer them: for the car first, with hours and price."""
    _name = 'aftersales.operation'
    _inherit = ['aftersales.offer.mixin', 'aftersales.operation']
    _offer_kind = 'operation'
