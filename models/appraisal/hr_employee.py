from odoo import api, fields, models


class HrEmployee(models.Model):
    _inherit = 'hr.employee'

    aftersales_appraisal_count = fields.Integer(
        string="Performance Sheets", compute='_compute_aftersales_appraisal_count', groups='aftersales.group_appraise')

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_aftersales_appraisal_count(self):
        counts = dict(self.env['aftersales.appraisal.sheet']._read_group(
            self._get_appraisal_domain(), ['employee_id'], ['__count']))
        for employee in self:
            employee.aftersales_appraisal_count = counts.get(employee._origin, 0)

    def _get_appraisal_domain(self):
        return [('employee_id', 'in', self.ids), ('company_id', 'in', self.env.companies.ids)]

    def action_view_appraisals(self):
        """The performance sheets of these people."""
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_appraisal_sheets'),
            'domain': self._get_appraisal_domain(), 'context': {}}
