from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_authorisation_hours = fields.Integer(
        related='company_id.aftersales_authorisation_hours', readonly=False)
