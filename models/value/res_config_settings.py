from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    aftersales_class_a = fields.Integer(related='company_id.aftersales_class_a', readonly=False)
    aftersales_class_b = fields.Integer(related='company_id.aftersales_class_b', readonly=False)
    aftersales_risk_months = fields.Integer(related='company_id.aftersales_risk_months', readonly=False)
    aftersales_lost_months = fields.Integer(related='company_id.aftersales_lost_months', readonly=False)
    aftersales_overdue_days = fields.Integer(related='company_id.aftersales_overdue_days', readonly=False)
    aftersales_loyal_visits = fields.Integer(related='company_id.aftersales_loyal_visits', readonly=False)
    aftersales_win_back_days = fields.Integer(related='company_id.aftersales_win_back_days', readonly=False)
    aftersales_value_day = fields.Date(string="Worked Out For", compute='_compute_aftersales_value_day')

    @api.depends('company_id')
    def _compute_aftersales_value_day(self):
        days = dict(self.env['aftersales.value.run'].sudo()._read_group(  # sudo: whoever sets it up sees how far it is
            [('company_id', 'in', self.company_id.ids)], ['company_id'], ['done_day:max']))
        for settings in self:
            settings.aftersales_value_day = days.get(settings.company_id, False)

    def action_count_values_anew(self):
        """Count all customers of the company from nothing in the nights to come."""
        self.env['aftersales.value.run'].search([('company_id', '=', self.env.company.id)]).action_count_anew()
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}
