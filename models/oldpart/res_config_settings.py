from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_old_part_days = fields.Integer(related='company_id.aftersales_old_part_days', readonly=False)
    aftersales_scrap_limit = fields.Monetary(related='company_id.aftersales_scrap_limit', readonly=False)
