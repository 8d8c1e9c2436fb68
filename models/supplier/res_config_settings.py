from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_grade_a = fields.Float(related='company_id.aftersales_grade_a', readonly=False)
    aftersales_grade_b = fields.Float(related='company_id.aftersales_grade_b', readonly=False)
    aftersales_grade_c = fields.Float(related='company_id.aftersales_grade_c', readonly=False)
    aftersales_fill_running = fields.Float(related='company_id.aftersales_fill_running', readonly=False)
    aftersales_fill_half = fields.Float(related='company_id.aftersales_fill_half', readonly=False)
    aftersales_fill_discontinued = fields.Float(related='company_id.aftersales_fill_discontinued', readonly=False)
    aftersales_screened_only = fields.Boolean(related='company_id.aftersales_screened_only', readonly=False)
    aftersales_certificate_days = fields.Integer(related='company_id.aftersales_certificate_days', readonly=False)
