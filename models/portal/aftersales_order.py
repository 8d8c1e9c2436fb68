from odoo import models


class AftersalesOrder(models.Model):
    _name = 'aftersales.order'
    _inherit = ['aftersales.order', 'portal.mixin']

    def _compute_access_url(self):
        super()._compute_access_url()
        for order in self:
            order.access_url = f'/my/repair-orders/{order.id}'
