from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_class_a = fields.Integer(related='company_id.aftersales_class_a', readonly=False)
    aftersales_class_b = fields.Integer(related='company_id.aftersales_class_b', readonly=False)
    aftersales_risk_months = fields.Integer(related='company_id.aftersales_risk_months', readonly=False)
    aftersales_lost_months = fields.Integer(related='company_id.aftersales_lost_months', readonly=False)
    aftersales_overdue_days = fields.Integer(related='company_id.aftersales_overdue_days', readonly=False)
    aftersales_loyal_visits = fields.Integer(related='company_id.aftersales_loyal_visits', readonly=False)
    aftersales_win_back_days = fields.Integer(related='company_id.aftersales_win_back_days', readonly=False)
