from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """Last month's sheets: one is agreed, one objected to, one just shown (M4)."""
    _inherit = 'aftersales.demo'

    @api.model
    def _load_appraisal(self):
        company = self._ref('company_shanghai')
        sheets = self._as(self.env['aftersales.appraisal.sheet'], 'manager', company)._make_of_month(company)
        for line in sheets.line_ids.filtered(lambda one: one.measure == 'hand'):
            line.write({'actual': line.target or 1.0, 'note': "By the list of the month"})
        # Whose records of the month say something: whom that is depends on the day the demo is made.
        told = sheets.filtered(lambda sheet: sheet.weight_known and sheet.employee_id.user_id - sheet.env.user)
        told = told.sorted('weight_known', reverse=True)
        for sheet, objection in zip(told, (False, "The new tablet stood still for a week.", None), strict=False):
            sheet.action_show()
            own = sheet.with_user(sheet.employee_id.user_id)
            if objection:
                own.objection = objection
                own.action_object()
            elif objection is False:
                own.action_agree()
