from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_own_use_account_id = fields.Many2one(
        related='company_id.aftersales_own_use_location_id.valuation_account_id', readonly=False,
        string="Account for Own Use",
    )
