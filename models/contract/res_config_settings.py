from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_refund_interest = fields.Float(related='company_id.aftersales_refund_interest', readonly=False)
