from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_market_days = fields.Integer(related='company_id.aftersales_market_days', readonly=False)
    aftersales_price_unity = fields.Selection(related='company_id.aftersales_price_unity', readonly=False)
    aftersales_price_group = fields.Char(related='company_id.aftersales_price_group', readonly=False)
