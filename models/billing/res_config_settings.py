from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_cash_difference = fields.Monetary(
        related='company_id.aftersales_cash_difference', readonly=False, currency_field='company_currency_id')
