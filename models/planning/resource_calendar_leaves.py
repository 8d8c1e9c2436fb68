from odoo import fields, models


class ResourceCalendarLeaves(models.Model):
    """An absence the dispatcher was told of; why is between the person, managers and the personnel department."""
    _inherit = 'resource.calendar.leaves'

    is_aftersales_away = fields.Boolean(string="Entered by After-Sales", readonly=True, copy=False)
    aftersales_away_reason = fields.Char(
        string="Private Reason", readonly=True, copy=False, groups='hr.group_hr_user,aftersales.group_manager')

    # The range of one resource stands for equality, which gist knows only with an extension. One without a resource, who
    # has left, would be everybody's; dates the wrong way round are refused by core, in words.
    _aftersales_away_once = models.Constraint(
        "EXCLUDE USING gist (int4range(resource_id, resource_id, '[]') WITH &&, "
        "tsrange(LEAST(date_from, date_to), GREATEST(date_from, date_to)) WITH &&) "
        "WHERE (is_aftersales_away AND resource_id IS NOT NULL)",
        "Somebody else has just entered that this person is away. Reload the board.",
    )
