from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_registration_days = fields.Integer(related='company_id.aftersales_registration_days', readonly=False)
    aftersales_registration_first_days = fields.Integer(
        related='company_id.aftersales_registration_first_days', readonly=False)
    aftersales_registration_last_days = fields.Integer(
        related='company_id.aftersales_registration_last_days', readonly=False)
    aftersales_warranty_user_id = fields.Many2one(related='company_id.aftersales_warranty_user_id', readonly=False)
