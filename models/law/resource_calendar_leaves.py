from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """Public holidays move the last days of cases under the law, also of those that run already (I6)."""
    _inherit = 'resource.calendar.leaves'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        self.env['aftersales.statute.case']._follow_calendars(leaves._get_closed_companies())
        return leaves

    def write(self, vals):
        companies = self._get_closed_companies()
        result = super().write(vals)
        self.env['aftersales.statute.case']._follow_calendars(companies | self._get_closed_companies())
        return result

    def unlink(self):
        companies = self._get_closed_companies()
        result = super().unlink()
        self.env['aftersales.statute.case']._follow_calendars(companies)
        return result

    # === BUSINESS METHODS ===#

    def _get_closed_companies(self):
        """Companies by whose calendar nobody works then: of one man's leave there are none."""
        leaves = self.filtered(lambda leave: not leave.resource_id)
        if not leaves:
            return self.env['res.company']
        # sudo: by whose calendar the law counts is the system's to know
        companies = self.env['res.company'].sudo().search([('resource_calendar_id', '!=', False)])
        return companies.filtered(lambda company: leaves.filtered(lambda leave: (
            (leave.calendar_id == company.resource_calendar_id or not leave.calendar_id)
            and (not leave.company_id or leave.company_id == company))))
