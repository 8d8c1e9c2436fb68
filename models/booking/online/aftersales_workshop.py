from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.aftersales.models.base.words import say_clock, say_day, say_time

# A customer leafs through the days in pieces.
PAGE_DAYS = 7


class AftersalesWorkshop(models.Model):
    """What customers are offered when they book themselves."""

    _inherit = 'aftersales.workshop'

    @api.model
    def _get_online_workshops(self, switch):
        """Outlets whose company lets customers book, by the given ``switch`` of the company."""
        return self.search(Domain(f'company_id.{switch}', '=', True))

    def _get_online_menus(self, vehicle=None):
        """Menus for everybody, or those that have a price for the vehicle."""
        self.ensure_one()
        menus = self.env['aftersales.menu']._get_online_offer(self.company_id)
        return menus.filtered(lambda menu: menu._get_price(vehicle.model_id) is not None) if vehicle else menus

    def _get_online_operations(self):
        self.ensure_one()
        return self.env['aftersales.operation']._get_online_offer(self.company_id)

    def _get_online_days(self, menus, operations, vehicle=None, is_waiter=False, skip=0):
        """Free times by day, a page of days at a time.

        :param skip: days from today that were shown before
        :return: dict ``days`` (list of ``label`` and ``slots`` with ``value`` and ``label``) and ``next``
            (to skip for the page after; None at the end)
        """
        self.ensure_one()
        draft = self.env['aftersales.appointment'].new({
            'workshop_id': self.id,
            'vehicle_id': vehicle.id if vehicle else False,
            'menu_ids': [Command.set(menus.ids)],
            'operation_ids': [Command.set(operations.ids)],
        })
        needs = {'hours': draft.planned_hours, 'skill': draft.skill_id or None, 'is_waiter': is_waiter}
        skip = max(0, min(skip, self.booking_days))
        slots = self._find_online_slots(skip, needs)
        if not slots and (later := self._find_online_slots(skip, needs, days=self.booking_days, limit=1)):
            # Days without any free time are passed over.
            today = self._get_local_day(fields.Datetime.now())
            skip = (self._get_local_day(later[0]['start']) - today).days
            slots = self._find_online_slots(skip, needs)
        days = {}
        for start in dict.fromkeys(slot['start'] for slot in slots):
            days.setdefault(self._get_local_day(start), []).append({
                'value': fields.Datetime.to_string(start), 'label': say_clock(self.env, start, self._get_tz())})
        return {
            'days': [
                {'label': say_day(self.env, fields.Datetime.to_datetime(starts[0]['value']), self._get_tz()), 'slots': starts}
                for starts in days.values()
            ],
            'next': skip + PAGE_DAYS if skip + PAGE_DAYS <= self.booking_days else None,
        }

    def _find_online_slots(self, skip, needs, days=PAGE_DAYS, limit=None):
        """Free times of ``days`` days, as far ahead as customers may book."""
        today = self._get_local_day(fields.Datetime.now())
        end = min(skip + days, self.booking_days + 1)
        return self._find_slots(
            max(self._get_local_midnight(today + timedelta(days=skip)), self._get_online_start()),
            self._get_local_midnight(today + timedelta(days=end)), limit=limit, **needs,
        )

    def _get_online_start(self):
        """From when on customers may come by booking themselves."""
        return fields.Datetime.now() + timedelta(hours=self.booking_notice_hours)

    def _get_local_midnight(self, day):
        """The begin of a day of the outlet, as a naive UTC datetime."""
        return self._get_day_bounds(day)[0]

    def _check_online_start(self, start):
        """Customers book neither at the last minute nor for next year.

        :raises UserError: when the outlet does not take bookings online for ``start``
        """
        self.ensure_one()
        last = self._get_local_day(fields.Datetime.now()) + timedelta(days=self.booking_days)
        if start < self._get_online_start() or self._get_local_day(start) > last:
            raise UserError(self.env._(
                "%(workshop)s cannot be booked online for %(time)s. Choose one of the times shown or call us.",
                workshop=self.name, time=self._format_online_time(start)))

    def _format_online_time(self, moment):
        """Day and time on the clock of the outlet, in words of the reader's language."""
        return say_time(self.env, moment, self._get_tz())
