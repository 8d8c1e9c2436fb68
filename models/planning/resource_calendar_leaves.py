from odoo import fields, models


class ResourceCalendarLeaves(models.Model):
    """An absence the dispatcher was told of; why is between the person, managers and the personnel department."""
    _inherit = 'resource.calendar.leaves'

    is_aftersales_away = fields.Boolean(string="Entered by After-Sales", readonly=True, copy=False)
    aftersales_away_reason = fields.Char(
        string="Private Reason", readonly=True, copy=False, groups='hr.group_hr_user,aftersales.group_manager')
