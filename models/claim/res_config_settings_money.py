from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_post_receivables = fields.Boolean(related='company_id.aftersales_post_receivables', readonly=False)
