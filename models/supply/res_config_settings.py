from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_special_order_limit = fields.Monetary(
        related='company_id.aftersales_special_order_limit', readonly=False)
    aftersales_special_order_top = fields.Monetary(related='company_id.aftersales_special_order_top', readonly=False)
    aftersales_chase_days = fields.Integer(related='company_id.aftersales_chase_days', readonly=False)
