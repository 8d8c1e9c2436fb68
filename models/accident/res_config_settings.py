from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_total_loss_percent = fields.Float(related='company_id.aftersales_total_loss_percent', readonly=False)
    aftersales_paint_price = fields.Monetary(related='company_id.aftersales_paint_price', readonly=False)
    aftersales_accident_share = fields.Float(related='company_id.aftersales_accident_share', readonly=False)
