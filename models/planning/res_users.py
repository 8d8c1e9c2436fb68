from odoo import api, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    @api.model
    def _get_aftersales_homes(self):
        return [
            *super()._get_aftersales_homes(),
            (20, 'aftersales.group_dispatcher', 'aftersales.action_workshop_board'),
        ]
