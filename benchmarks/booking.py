"""Slot search: what it costs for one day and for sixty, on an empty outlet and on a booked one."""
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

DAYS = 60
TECHNICIANS = 5
BOOKINGS_A_DAY = 10


class BookedOutlet:
    """An outlet of five technicians that is open every day; ``book`` fills its next sixty days."""

    def __init__(self, place):
        env = place.env(su=True)
        company = env.company
        calendar = env['resource.calendar'].create({
            'name': 'Bench', 'tz': 'UTC', 'company_id': company.id,
            'attendance_ids': [Command.clear()] + [
                Command.create({'name': 'Bench', 'dayofweek': str(day), 'hour_from': begin, 'hour_to': end})
                for day in range(7) for begin, end in ((9, 12), (13, 17))
            ],
        })
        self.technicians = env['hr.employee'].create([{
            'name': f'Bench {number}', 'company_id': company.id, 'resource_calendar_id': calendar.id,
        } for number in range(TECHNICIANS)])
        self.workshop = env['aftersales.workshop'].create({
            'name': 'Bench', 'code': 'BENCH', 'company_id': company.id, 'resource_calendar_id': calendar.id,
            'employee_ids': [Command.set(self.technicians.ids)],
            'bay_ids': [Command.create({'name': f'Bench {number}'}) for number in range(TECHNICIANS)],
        }).with_env(place.env)
        self.first = fields.Date.today() + timedelta(days=1)
        self.customer = place.customer

    def book(self):
        """Two jobs of two hours a technician and day, written as the booking leaves them."""
        env = self.workshop.env(su=True)
        starts = [
            (fields.Datetime.to_datetime(self.first + timedelta(days=day)) + timedelta(hours=9 + 4 * (number // TECHNICIANS)),
             number % TECHNICIANS)
            for day in range(DAYS) for number in range(BOOKINGS_A_DAY)
        ]
        appointments = env['aftersales.appointment'].with_context(tracking_disable=True).create([{
            'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'state': 'draft', 'start': start,
        } for start, __ in starts])
        for appointment, (start, number) in zip(appointments, starts, strict=True):
            appointment._write_plain({
                'state': 'booked', 'technician_id': self.technicians[number].id,
                'bay_id': self.workshop.bay_ids[number].id,
                'work_start': start, 'work_stop': start + timedelta(hours=2),
            })
        appointments._sync_allocations()
        env.flush_all()

    def search(self, days):
        """The scenario of a search over so many days."""
        def scenario(__, ___):
            slots = self.workshop._find_slots(self.first, self.first + timedelta(days=days - 1), hours=1.5)
            assert len(slots) >= 10 * days, len(slots)
            yield
        return scenario


def benchmark_slots(place, measure, row):
    """Rows of the table ``run.py`` prints."""
    outlet = BookedOutlet(place)
    empty = measure(place, outlet.search(DAYS))
    outlet.book()
    one, many = measure(place, outlet.search(1)), measure(place, outlet.search(DAYS))
    for metric in ('queries', 'seconds'):
        yield row(f'slots of {DAYS} booked days, against one day', many, one, metric)
        yield row(f'slots of {DAYS} booked days, against empty ones', many, empty, metric)
