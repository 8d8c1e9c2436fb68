from datetime import datetime, timedelta

from odoo.fields import Command

from odoo.addons.aftersales.tests.dealership.order import OrderCommon

# A Monday, before the doors open. The outlet of the tests lives on UTC.
MONDAY = '2026-03-02 07:00:00'
WEEK = [(str(day), 9, 12, 13, 17) for day in range(5)] + [(str(day), 9, 12, 13, 16) for day in (5, 6)]


def at(hour, minute=0, day=2):
    """A moment of March 2026, in the week of the tests."""
    return datetime(2026, 3, 1, hour, minute) + timedelta(days=day - 1)


class BookingCommon(OrderCommon):
    """An outlet open as C3 says, two technicians, two lifts, two advisors; only the first technician holds the skill."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls._create_calendar('Service hours')
        (cls.technician | cls.technician_2).write({
            'resource_calendar_id': cls.calendar.id, 'aftersales_availability': 100})
        cls.workshop.write({
            'resource_calendar_id': cls.calendar.id,
            'advisor_ids': [Command.set((cls.user_advisor | cls.user_dispatcher).ids)],
            'slot_minutes': 30,
            'counter_minutes': 15,
            'waiter_quota': 2,
        })
        cls.bay_1, cls.bay_2 = cls.workshop.bay_ids
        cls._give_skill(cls, cls.technician, valid_from='2026-01-01', valid_to='2026-03-04')

    @classmethod
    def _create_calendar(cls, name):
        return cls.env['resource.calendar'].create({
            'name': name,
            'tz': 'UTC',
            'company_id': cls.company.id,
            'attendance_ids': [Command.clear()] + [
                Command.create({'name': name, 'dayofweek': day, 'hour_from': hours[0], 'hour_to': hours[1]})
                for day, *bounds in WEEK for hours in (bounds[:2], bounds[2:])
            ],
        })

    def _prepare_appointment_vals(self, start=None, **values):
        return {
            'workshop_id': self.workshop.id,
            'vehicle_id': self.vehicle.id,
            'start': start or at(9),
            'planned_hours': 1.0,
            **values,
        }

    def _book(self, start=None, user=None, **values):
        return self.env['aftersales.appointment'].with_user(user or self.user_advisor).create(
            self._prepare_appointment_vals(start, **values))

    def _get_starts(self, first=2, last=None, **wishes):
        slots = self.workshop.with_user(self.user_advisor)._find_slots(
            at(0, day=first).date(), at(0, day=last or first).date(), **wishes)
        return [slot['start'] for slot in slots]
