from odoo import api, models


class ResUsers(models.Model):
    _inherit = 'res.users'

    @api.model
    def _get_aftersales_homes(self):
        return [
            *super()._get_aftersales_homes(),
            (80, 'aftersales.group_trainer', 'aftersales.action_training_sessions'),
        ]
