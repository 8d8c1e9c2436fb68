from datetime import datetime, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.date_utils import float_to_time

from .timetable import make_spans


class AftersalesSpecialDay(models.Model):
    """Days with other opening hours than the week's: public holidays, stocktaking, a working Saturday (C3)."""
    _name = 'aftersales.special.day'
    _inherit = ['aftersales.system.values.mixin']
    _description = "Special Opening Day"
    _order = 'date_from desc, id desc'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True)
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(
        string="To", required=True, compute='_compute_date_to', store=True, readonly=False, precompute=True)
    is_closed = fields.Boolean(string="Closed")
    hour_from = fields.Float(string="Opens", default=9.0)
    break_from = fields.Float(string="Break from", default=12.0)
    break_to = fields.Float(string="Break to", default=13.0)
    hour_to = fields.Float(string="Closes", default=16.0)
    employee_ids = fields.Many2many(
        'hr.employee', 'aftersales_special_day_employee_rel', 'special_day_id', 'employee_id',
        string="On Duty", check_company=True,
        help="Who works on these days, whatever their own calendar says. "
             "Empty: those whose calendar has a shift then.")

    _dates_in_order = models.Constraint(
        'CHECK (date_to >= date_from)', "Special days must end on or after the day they begin.")
    _hours_in_order = models.Constraint(
        'CHECK (hour_from >= 0 AND hour_from <= break_from AND break_from <= break_to '
        'AND break_to <= hour_to AND hour_to <= 24)',
        "The day opens, then has its break, then closes: enter the hours in that order.",
    )
    _one_a_day = models.Constraint(
        "EXCLUDE USING gist (int4range(workshop_id, workshop_id, '[]') WITH &&, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "This outlet has special hours on one of these days already. Change those instead.",
    )

    @api.depends('date_from')
    def _compute_date_to(self):
        for day in self:
            if not day.date_to or day.date_from and day.date_to < day.date_from:
                day.date_to = day.date_from

    @api.constrains('is_closed', 'hour_from', 'hour_to')
    def _check_opens(self):
        for day in self:
            if not day.is_closed and day.hour_to <= day.hour_from:
                raise ValidationError(self.env._(
                    "%(day)s closes before it opens. Enter its hours, or mark it as closed.", day=day.name))

    def _get_spans(self, table):
        """What the days change in the outlet's timetable; see ``set_special_days``."""
        self.ensure_one()
        first, last = max(table.first, self.date_from), min(table.last, self.date_to)
        doors = make_spans(
            hours for number in range((last - first).days + 1)
            for hours in self._get_intervals(first + timedelta(days=number), table.tz))
        return table.whole(first, last), doors, set(self.employee_ids.ids) or None

    def _get_intervals(self, date, tz):
        """Opening hours of one of the days as naive UTC intervals."""
        self.ensure_one()
        if self.is_closed:
            return []
        halves = ((self.hour_from, self.break_from), (self.break_to, self.hour_to))
        if self.break_from == self.break_to:
            halves = ((self.hour_from, self.hour_to),)
        return [
            (self._to_utc(date, start, tz), self._to_utc(date, stop, tz)) for start, stop in halves if stop > start
        ]

    @api.model
    def _to_utc(self, date, hour, tz):
        if hour >= 24:
            date, hour = date + timedelta(days=1), 0
        return tz.localize(datetime.combine(date, float_to_time(hour))).astimezone(pytz.utc).replace(tzinfo=None)
