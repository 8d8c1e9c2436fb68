from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_sublet_markup = fields.Float(related='company_id.aftersales_sublet_markup', readonly=False)
