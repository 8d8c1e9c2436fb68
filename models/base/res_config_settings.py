from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_notice_channel = fields.Selection(related='company_id.aftersales_notice_channel', readonly=False)
