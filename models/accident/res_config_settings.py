from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_total_loss_percent = fields.Float(related='company_id.aftersales_total_loss_percent', readonly=False)
