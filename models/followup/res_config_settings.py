from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_follow_up = fields.Boolean(related='company_id.aftersales_follow_up', readonly=False)
    aftersales_call_attempts = fields.Integer(related='company_id.aftersales_call_attempts', readonly=False)
