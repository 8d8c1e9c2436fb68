from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_idle_hours = fields.Float(related='company_id.aftersales_idle_hours', readonly=False)
