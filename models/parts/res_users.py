from odoo import api, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    @api.model
    def _get_aftersales_homes(self):
        return [
            *super()._get_aftersales_homes(),
            (60, 'aftersales.group_parts', 'aftersales.action_parts_to_issue'),
        ]
