from odoo import api, models


class AftersalesSpecialDay(models.Model):
    """A Saturday that is worked instead moves the last days of cases under the law, also of those that run already (I6)."""
    _inherit = 'aftersales.special.day'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        self.env['aftersales.statute.case']._follow_calendars(days.company_id)
        return days

    def write(self, vals):
        companies = self.company_id
        result = super().write(vals)
        self.env['aftersales.statute.case']._follow_calendars(companies | self.company_id)
        return result

    def unlink(self):
        companies = self.company_id
        result = super().unlink()
        self.env['aftersales.statute.case']._follow_calendars(companies)
        return result
