from datetime import datetime, time, timedelta

import pytz

from odoo import models
from odoo.fields import Domain
from odoo.tools.intervals import Intervals


class AftersalesWorkshop(models.Model):
    """Booked cars on the workshop board, and the hours of special days."""
    _inherit = 'aftersales.workshop'

    def _get_board_cards(self, start, stop, visits=None):
        board_visits, cards = super()._get_board_cards(start, stop, visits)
        domain = (
            Domain('workshop_id', '=', self.id) & Domain('work_start', '<', stop) & Domain('work_stop', '>', start)
            & Domain('state', 'in', ('booked', 'confirmed', 'arrived')))
        if visits is not None:
            domain &= Domain('id', 'in', [
                int(key.removeprefix('appointment-')) for key in visits if key.startswith('appointment-')])
        for appointment in self.env['aftersales.appointment'].search(domain, order='work_start, id'):
            if appointment._keeps_places():
                board_visits[f'appointment-{appointment.id}'] = appointment._prepare_board_visit()
                cards.append(appointment._prepare_board_card())
        return board_visits, cards

    def _get_work_intervals(self, employees, start, stop, compute_leaves=True):
        """On special days the doors are open at that day's hours; who is on duty works then, others keep within."""
        result = super()._get_work_intervals(employees, start, stop, compute_leaves)
        tz = self._get_tz()
        first, last = (moment.replace(tzinfo=pytz.utc).astimezone(tz).date() for moment in (start, stop))
        for special in self._get_special_days(first, last):
            day = max(first, special.date_from)
            while day <= min(last, special.date_to):
                whole = self._make_intervals([
                    tuple(tz.localize(datetime.combine(date, time.min)) for date in (day, day + timedelta(days=1)))])
                doors = self._make_intervals(
                    [tuple(moment.replace(tzinfo=pytz.utc) for moment in hours) for hours in special._get_intervals(day, tz)])
                for key, intervals in result.items():
                    on_duty = not key or key in special.employee_ids.ids
                    kept = doors if on_duty else Intervals() if special.employee_ids else intervals & doors
                    result[key] = (intervals - whole) | (kept & whole)
                day += timedelta(days=1)
        return result

    def _make_intervals(self, pairs):
        return self._normalise([(start, stop, self) for start, stop in pairs])
