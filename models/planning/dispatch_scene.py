from datetime import timedelta

from odoo.addons.aftersales.models.outlet.timetable import make_spans


class DispatchScene:
    """Team, timetable and experience while jobs of one outlet are dispatched."""

    def __init__(self, workshop, start, stop):
        self.start = start
        self.team = workshop._get_technicians().sudo()  # weighed, not shown
        self.day = workshop._get_local_day(start)
        self.table = workshop._get_timetable(self.day, workshop._get_local_day(stop), self.team, with_taken=True)
        self.today = self.table.get_bounds(self.day)
        ahead = make_spans([(start, stop)])
        self.work = {employee: work & ahead for employee, work in self.table.work.items()}
        self.levels = {}
        self.done_alike = {}

    def load(self, jobs):
        # sudo: skills and work of the team are weighed, not shown
        env = jobs.sudo().env
        for row in env['hr.employee.skill'].search_fetch(
            [('employee_id', 'in', self.team.ids), ('skill_id', 'in', jobs.skill_id.ids)],
            ['employee_id', 'skill_id', 'level_progress'], order='id',
        ):
            self.levels[row.employee_id.id, row.skill_id.id] = row.level_progress
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
            self.table.taken.setdefault(key, []).append((start, stop))

    def get_level(self, employee, job):
        return self.levels.get((employee.id, job.skill_id.id), 0)

    def get_familiarity(self, employee, job):
        return sum(self.done_alike.get((employee.id, record), 0) for record in (
            job.operation_id, job.vehicle_id) if record)

    def get_load(self, employee):
        """Share of today's remaining shift that is planned."""
        rest = (self.start, self.today[1])
        shift = self.table.hours(self.table.work[employee.id], *rest)
        return min(self.table.hours(self.table.laid(employee.id), *rest) / shift, 1.0) if shift else 0.0

    def find_free(self, employee, job, hours, start=None):
        """The first (start, stop) at which technician, car and bay are free for so many working hours.

        The technician holds the needed skill on all days of the work: a certificate that ends before, or begins
        later, counts as of its day.
        """
        earliest = start or self.start
        busy = sorted({
            span for key in self._get_keys(employee.id, job.bay_id.id, job.order_id.id)
            for span in self.table.taken.get(key, [])
        })
        moments = [stop for __, stop in busy] + [
            self.table.get_bounds(day)[0] for skill in job._get_needed_skills()
            for day in self.table.skills.get_starts(employee.id, skill.id)]
        for candidate in sorted({earliest, *(moment for moment in moments if moment > earliest)}):
            place = self.table.lay(self.work[employee.id], candidate, hours)
            if place and self._is_skilled(employee, job, place) and not any(
                    begin < place[1] and end > place[0] for begin, end in busy):
                return place
        return None

    def _is_skilled(self, employee, job, place):
        start, stop = place
        days = self.table.local_day(start), self.table.local_day(stop - timedelta(seconds=1))
        return not job._get_lacking(self.table.skills, employee, days)
