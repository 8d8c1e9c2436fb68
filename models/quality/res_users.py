from odoo import api, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    @api.model
    def _get_aftersales_homes(self):
        return [
            *super()._get_aftersales_homes(),
            (40, 'aftersales.group_inspector', 'aftersales.aftersales_inspection_action'),
        ]
