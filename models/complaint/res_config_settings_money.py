from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_hour_cost = fields.Monetary(related='company_id.aftersales_hour_cost', readonly=False)
    aftersales_return_tolerance = fields.Float(related='company_id.aftersales_return_tolerance', readonly=False)
