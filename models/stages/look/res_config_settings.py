from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_last_look = fields.Boolean(related='company_id.aftersales_last_look', readonly=False)
