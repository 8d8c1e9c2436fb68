from odoo import api, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    @api.model
    def _get_aftersales_homes(self):
        return [
            *super()._get_aftersales_homes(),
            (30, 'aftersales.group_advisor', 'aftersales.action_orders_in_house'),
            (90, None, 'aftersales.action_orders_in_house'),
        ]
