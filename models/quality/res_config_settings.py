from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_comeback_days = fields.Integer(related='company_id.aftersales_comeback_days', readonly=False)
