from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_skill_policy = fields.Selection(related='company_id.aftersales_skill_policy', readonly=False)
    aftersales_notice_channel = fields.Selection(related='company_id.aftersales_notice_channel', readonly=False)
    aftersales_finding_policy = fields.Selection(related='company_id.aftersales_finding_policy', readonly=False)
    aftersales_clock_no_gap = fields.Boolean(related='company_id.aftersales_clock_no_gap', readonly=False)
    aftersales_comeback_days = fields.Integer(related='company_id.aftersales_comeback_days', readonly=False)
    aftersales_sublet_markup = fields.Float(related='company_id.aftersales_sublet_markup', readonly=False)
    aftersales_authorisation_hours = fields.Integer(
        related='company_id.aftersales_authorisation_hours', readonly=False)
    aftersales_promise_warning_minutes = fields.Integer(
        related='company_id.aftersales_promise_warning_minutes', readonly=False)
