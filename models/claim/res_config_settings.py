from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_claim_withdrawal_limit = fields.Monetary(
        related='company_id.aftersales_claim_withdrawal_limit', readonly=False)
