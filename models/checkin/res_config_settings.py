from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_home_checkin = fields.Boolean(related='company_id.aftersales_home_checkin', readonly=False)
    aftersales_home_checkin_hour = fields.Integer(related='company_id.aftersales_home_checkin_hour', readonly=False)
