from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.aftersales.models.base.words import say_time

HOURS = ('aftersales_quiet_from', 'aftersales_quiet_to', 'aftersales_noon_from', 'aftersales_noon_to')


class ResCompany(models.Model):
    _inherit = 'res.company'

    aftersales_ask_rating = fields.Boolean(
        string="Ask for a Rating", default=True,
        help="After the delivery the customer is asked by e-mail or SMS to rate the visit.",
    )
    aftersales_quiet_from = fields.Float(string="Quiet From", default=20.0, bounds=(0, 24))
    aftersales_quiet_to = fields.Float(string="Quiet Until", default=9.0, bounds=(0, 24))
    aftersales_noon_from = fields.Float(string="Noon Rest From", default=12.0, bounds=(0, 24))
    aftersales_noon_to = fields.Float(
        string="Noon Rest Until", default=14.0, bounds=(0, 24), help="Both the same: no rest at noon.")
    aftersales_calls_on_sunday = fields.Boolean(
        string="Calls on Sundays", help="Customers are called on Sundays and public holidays, too.")
    aftersales_offers_need_yes = fields.Boolean(
        string="Offers Need a Yes", default=True,
        help="Offers go only to customers who agreed to them, as the law on consumers' rights asks (art. 29).")

    aftersales_messages_a_day = fields.Integer(
        string="Messages a Day", default=1, bounds=(0, 20),
        help="So many e-mails or SMS of follow-up, reminders and events a customer gets on a day; what is left waits for the "
             "next one. What is said about a visit, and what cannot wait, such as greetings, always goes. 0: no limit.")

    @api.constrains(*HOURS)
    def _check_quiet_hours(self):
        for company in self:
            if company.aftersales_noon_from > company.aftersales_noon_to:
                raise ValidationError(self.env._("The rest at noon ends before it begins. Correct its hours."))

    def _get_quiet_reason(self, moment):
        """Why customers are not called at ``moment`` (naive UTC), by the company's clock; '' when they are."""
        self.ensure_one()
        company = self.sudo()  # sudo: the hours are told to whoever calls
        reason = company._get_quiet_hours_reason(moment)
        if reason or company.aftersales_calls_on_sunday:
            return reason
        local = pytz.utc.localize(moment).astimezone(pytz.timezone(company._get_clock_zone()))
        if local.weekday() == 6 or company._is_public_holiday(moment):
            return self.env._("Customers are not called on Sundays and public holidays.")
        return ''

    def _get_quiet_hours_reason(self, moment):
        """The same by the hour alone: a greeting goes out on the holiday itself."""
        self.ensure_one()
        company = self.sudo()  # sudo: as _get_quiet_reason
        tz = pytz.timezone(company._get_clock_zone())
        local = pytz.utc.localize(moment).astimezone(tz)
        hour, first, last = local.hour + local.minute / 60, company.aftersales_quiet_from, company.aftersales_quiet_to
        if first > last and (hour >= first or hour < last) or first <= hour < last:
            return self.env._("Quiet hours of the evening and night: it is %(time)s.", time=say_time(self.env, moment, tz))
        if company.aftersales_noon_from <= hour < company.aftersales_noon_to:
            return self.env._("Rest at noon: it is %(time)s.", time=say_time(self.env, moment, tz))
        return ''

    def _get_day_start(self, days=0):
        """When today begins by the company's clock, or the day so many days later: naive UTC."""
        self.ensure_one()
        tz = pytz.timezone(self._get_clock_zone())
        day = pytz.utc.localize(fields.Datetime.now()).astimezone(tz).date() + timedelta(days=days)
        return tz.localize(datetime.combine(day, time.min)).astimezone(pytz.utc).replace(tzinfo=None)

    def _is_public_holiday(self, moment):
        """Whether the calendar of the company's first outlet has a day off for all."""
        calendar = self.aftersales_workshop_ids[:1].resource_calendar_id or self.resource_calendar_id
        return bool(calendar and self.env['resource.calendar.leaves'].sudo().search_count([
            ('resource_id', '=', False), ('calendar_id', 'in', (False, calendar.id)), ('company_id', 'in', (False, self.id)),
            ('date_from', '<=', moment), ('date_to', '>=', moment)], limit=1))
