from odoo import api, models


class HrEmployee(models.Model):
    _inherit = 'hr.employee'

    @api.model
    def _get_trade_skills(self):
        operations = self.env['aftersales.operation'].sudo()
        classes = self.env['aftersales.work.class'].sudo()
        return super()._get_trade_skills() | operations.search_fetch(
            [('skill_id', '!=', False)], ['skill_id']).skill_id | classes.search_fetch(
            [('certificate_id', '!=', False)], ['certificate_id']).certificate_id
