from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_request_days = fields.Integer(related='company_id.aftersales_request_days', readonly=False)
    aftersales_review_months = fields.Integer(related='company_id.aftersales_review_months', readonly=False)
    aftersales_backup_months = fields.Integer(related='company_id.aftersales_backup_months', readonly=False)
