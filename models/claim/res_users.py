from odoo import api, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    @api.model
    def _get_aftersales_homes(self):
        return [
            *super()._get_aftersales_homes(),
            (54, 'aftersales.group_claims', 'aftersales.action_claims_today'),
        ]
