from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_vin_check = fields.Selection(related='company_id.aftersales_vin_check', readonly=False)
    aftersales_separate_vehicles = fields.Boolean(
        related='company_id.aftersales_separate_vehicles',
        readonly=False,
    )
    aftersales_file_days = fields.Integer(related='company_id.aftersales_file_days', readonly=False)
