from odoo import api, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    @api.model
    def _get_aftersales_homes(self):
        return [
            *super()._get_aftersales_homes(),
            (70, 'account.group_account_invoice', 'aftersales.action_orders_to_invoice'),
        ]
