from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """Last month's sheets: one is agreed, one objected to, one just shown (M4)."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_appraisal(self):
        company = self._ref('company_shanghai')
        sheets = self._as(self.env['aftersales.appraisal.sheet'], 'manager', company)._make_of_month(company)
        for login, objection in (('technician', False), ('care', "The new tablet stood still for a week."), ('parts', None)):
            sheet = sheets.filtered(lambda one, login=login: one.employee_id == self._ref(f'employee_{login}'))
            for line in sheet.line_ids.filtered(lambda one: one.measure == 'hand'):
                line.write({'actual': line.target or 1.0, 'note': "By the list of the month"})
            sheet.action_show()
            own = sheet.with_user(self._ref(f'user_{login}'))
            if objection:
                own.objection = objection
                own.action_object()
            elif objection is False:
                own.action_agree()
