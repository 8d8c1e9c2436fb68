import pytz

from odoo.tools.intervals import Intervals


class DispatchScene:
    """Team, shifts, plans, skills and experience while jobs of one outlet are dispatched."""

    def __init__(self, workshop, start, stop):
        self.workshop, self.start, self.stop = workshop, start, stop
        self.team = workshop._get_technicians().sudo()  # weighed, not shown
        self.shifts = workshop._get_work_intervals(self.team, start, stop)
        self.taken = {}
        self.levels = {}
        self.done_alike = {}
        self.day = start.replace(tzinfo=pytz.utc).astimezone(workshop._get_tz()).date()
        self.today = workshop._get_day_bounds(self.day)

    def load(self, jobs):
        # sudo: plans, skills and work of the team are weighed, not shown
        env = jobs.sudo().env
        for allocation in env['aftersales.allocation'].search_fetch(
            [('workshop_id', '=', self.workshop.id), ('stop', '>', self.today[0])],
            ['employee_id', 'bay_id', 'order_id', 'start', 'stop'],
        ):
            span = (allocation.start, allocation.stop)
            for key in self._get_keys(allocation.employee_id.id, allocation.bay_id.id, allocation.order_id.id):
                self.taken.setdefault(key, []).append(span)
        for row in env['hr.employee.skill'].search_fetch(
            [('employee_id', 'in', self.team.ids), ('skill_id', 'in', jobs.skill_id.ids)],
            ['employee_id', 'skill_id', 'level_progress', 'valid_from', 'valid_to'],
        ):
            self.levels.setdefault((row.employee_id.id, row.skill_id.id), []).append(row)
        done = [('technician_id', 'in', self.team.ids), ('state', 'in', ('done', 'passed'))]
        for field in ('operation_id', 'vehicle_id'):
            counts = env['aftersales.job']._read_group(
                [*done, (field, 'in', jobs[field].ids)], ['technician_id', field], ['__count'])
            for employee, record, count in counts:
                self.done_alike[employee.id, record] = count

    def _get_keys(self, employee_id, bay_id, order_id):
        keys = (('employee', employee_id), ('bay', bay_id), ('order', order_id))
        return [key for key in keys if key[1]]

    def take(self, job, employee_id, start, stop):
        for key in self._get_keys(employee_id, job.bay_id.id, job.order_id.id):
            self.taken.setdefault(key, []).append((start, stop))

    def is_skilled(self, employee, job):
        return not job.skill_id or self._get_held(employee, job) is not None

    def get_level(self, employee, job):
        held = self._get_held(employee, job)
        return held.level_progress if held else 0

    def _get_held(self, employee, job):
        return next((
            row for row in self.levels.get((employee.id, job.skill_id.id), [])
            if (not row.valid_from or row.valid_from <= self.day) and (not row.valid_to or row.valid_to >= self.day)
        ), None)

    def get_familiarity(self, employee, job):
        return sum(self.done_alike.get((employee.id, record), 0) for record in (
            job.operation_id, job.vehicle_id) if record)

    def get_load(self, employee):
        """Share of today's remaining shift that is planned."""
        shift = self.workshop._count_hours(self.shifts[employee.id], self.start, self.today[1])
        spans = Intervals((
            (start.replace(tzinfo=pytz.utc), stop.replace(tzinfo=pytz.utc), self.workshop.browse())
            for start, stop in self.taken.get(('employee', employee.id), [])))
        planned = self.workshop._count_hours(self.shifts[employee.id] & spans, self.start, self.today[1])
        return min(planned / shift, 1.0) if shift else 0.0

    def find_free(self, employee, job, hours, start=None):
        """The first (start, stop) at which technician, car and bay are free for so many working hours."""
        earliest = start or self.start
        busy = sorted({
            span for key in self._get_keys(employee.id, job.bay_id.id, job.order_id.id)
            for span in self.taken.get(key, [])
        })
        candidates = sorted({earliest, *(stop for __, stop in busy if stop > earliest)})
        for candidate in candidates:
            place = self.workshop._lay_work(self.shifts[employee.id], candidate, hours)
            if place and not any(start < place[1] and stop > place[0] for start, stop in busy):
                return place
        return None
