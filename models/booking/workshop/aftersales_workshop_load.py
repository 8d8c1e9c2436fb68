from datetime import timedelta

from odoo import models


class AftersalesWorkshop(models.Model):
    """How full the outlet is (C7)."""
    _inherit = 'aftersales.workshop'

    def _get_load(self, date_from, date_to):
        """Hours of the team by day and skill. Who has two skills is available for both.

        :param date_from, date_to: the outlet's days, both included; past days have no free hours any more
        :return: list of dicts ``workshop``, ``date``, ``skill`` (empty: the whole team), ``available``, ``booked``,
            ``carried_over`` (unfinished work without a plan, on the days it will take), ``free``, ``loading`` (percent)
        """
        self.ensure_one()
        first, last = self._get_moment_and_day(date_from)[1], self._get_moment_and_day(date_to)[1]
        finder = self._get_slot_finder(last)
        booked = self._get_booked_hours(finder)
        carried = self._get_carried_over_hours(finder, booked)
        skills = self.env['hr.skill'].browse(sorted({
            skill for held in finder.skills.values() for skill in held
        }))
        rows, day = [], first
        while day <= last:
            for skill in (self.env['hr.skill'], *skills):
                able = [
                    employee for employee in finder.capacity
                    if not skill or finder._has_skill(employee, skill.id, day)
                ]
                rows.append(self._prepare_load(day, skill, [
                    sum(finder.capacity[employee].get(day, 0.0) for employee in able) / 3600,
                    sum(seconds for (employee, when), seconds in booked.items() if when == day and employee in able) / 3600,
                    sum(seconds for (employee, when), seconds in carried.items() if when == day and employee in able) / 3600,
                ]))
            day += timedelta(days=1)
        return rows

    def _prepare_load(self, day, skill, hours):
        available, booked, carried_over = hours
        taken = booked + carried_over
        return {
            'workshop': self,
            'date': day,
            'skill': skill,
            'available': available,
            'booked': booked,
            'carried_over': carried_over,
            'free': max(available - taken, 0.0),
            'loading': 100.0 * taken / available if available else (100.0 if taken else 0.0),
        }

    def _get_booked_hours(self, finder):
        """Seconds that plans take of each shift: ``{(employee id, day): seconds}``."""
        booked = {}
        for employee, timetable in finder.taken.items():
            for begin, end in zip(timetable.starts, timetable.stops, strict=True):
                for shift_start, shift_stop, day in finder.shifts[employee]:
                    seconds = (min(end, shift_stop) - max(begin, shift_start)).total_seconds()
                    if seconds > 0:
                        booked[employee, day] = booked.get((employee, day), 0.0) + seconds
        return booked

    def _get_carried_over_hours(self, finder, booked):
        """Seconds that carried-over work has taken of what bookings left: ``{(employee id, day): seconds}``."""
        return {
            (employee, day): capacity - finder.remaining[employee][day] - booked.get((employee, day), 0.0)
            for employee, days in finder.capacity.items() for day, capacity in days.items()
            if capacity - finder.remaining[employee][day] - booked.get((employee, day), 0.0) > 1
        }
