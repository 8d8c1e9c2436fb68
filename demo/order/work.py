from collections import Counter
from datetime import timedelta

from odoo import fields, models

from .visits import CLOSING, OPENING, STATES

BAY_KINDS = {
    'service': 'quick', 'electric': 'electric', 'hv': 'high_voltage', 'body': 'body', 'paint': 'paint',
}


class AftersalesDemo(models.AbstractModel):
    """What happens in the workshop: who works when."""

    _inherit = 'aftersales.demo'

    # === TECHNICIANS ===#

    def _work_on_jobs(self, company, visits):
        """Assign the jobs, clock the time and move them on.

        :return: dict of job: (start, stop) of the work
        """
        team = self.env['aftersales.workshop'].search([('company_id', '=', company.id)], limit=1).employee_ids
        technicians = team.filtered(lambda employee: 'Technician' in (employee.job_title or ''))
        free, load, slots, entries = {}, Counter(), {}, []
        progress = {}
        for order, row in visits:
            start = self._get_arrival(row) + timedelta(minutes=20)
            for job, words in self._get_specs(order, row):
                outcome = self._get_progress(job, words, row)
                if not outcome:
                    continue
                progress.setdefault(outcome, []).append(job.id)
                employee = self._choose_technician(job, technicians, free, load, start, outcome)
                job.write({'technician_id': employee.id, 'bay_id': self._choose_bay(job)})
                if outcome == 'todo':
                    continue
                slots[job] = start, stop = self._get_slot(job, max(start, free.get(employee, start)), row)
                load[employee] += 1
                entries += self._prepare_time(job, employee, start, stop, outcome, free)
                start = stop
        self._move_jobs(company, progress)
        self._clock_time(entries)
        return slots

    def _get_progress(self, job, words, row):
        """How far the technician got with a job; None for those nobody will work on."""
        if row['state'] not in STATES or not job._is_live():
            return None
        if row['state'] in ('received', 'in_progress'):
            return next((word for word in words if word in ('doing', 'done', 'blocked')), 'todo')
        return 'done'

    def _choose_technician(self, job, technicians, free, load, start, outcome):
        """The skilled one who is free first, then who has done least; who has a login gets what runs or waits now."""
        now = fields.Datetime.now()
        skilled = technicians._filter_skilled(job.skill_id) or technicians
        return min(skilled, key=lambda employee: (
            outcome != 'todo' and free.get(employee, start) > now,
            outcome in ('doing', 'todo') and not employee.user_id,
            max(free.get(employee, start), start),
            load[employee],
            employee.id,
        ))

    def _choose_bay(self, job):
        kind = next((kind for skill, kind in BAY_KINDS.items() if job.skill_id == self._ref(f'skill_{skill}')), 'lift')
        bays = job.workshop_id.bay_ids
        return (bays.filtered(lambda bay: bay.kind == kind) or bays)[:1].id

    def _get_slot(self, job, start, row):
        hours = max(job.flat_rate_hours, 0.4) * (85 + job.id * 13 % 40) / 100
        stop = start + timedelta(minutes=round(hours * 60))
        closing = start.replace(hour=CLOSING, minute=0) + timedelta(hours=1)
        if int(row['day']) and stop > closing:
            start = start.replace(hour=OPENING, minute=0) + timedelta(days=1)
            stop = start + timedelta(minutes=round(hours * 60))
        return start, stop

    def _prepare_time(self, job, employee, start, stop, outcome, free):
        """What the floor clocks for the work: values of time entries."""
        return []

    def _clock_time(self, vals_list):
        """The floor keeps the time entries."""

    def _move_jobs(self, company, progress):
        Job = self._as(self.env['aftersales.job'], 'manager', company)
        Job.browse([job_id for name in ('doing', 'done', 'blocked') for job_id in progress.get(name, [])])._transition('doing')
        Job.browse(progress.get('done', []))._transition('done')
        blocked = Job.browse(progress.get('blocked', []))
        blocked._open_hold('parts', self.env._("Ordered from the maker's parts store."))
        blocked._transition('blocked')

    def _pass_jobs(self, company, orders, visits):
        """Work that is done passes; with the quality room the inspector says so."""
        done = orders.job_ids.filtered(lambda job: job.state == 'done')
        self._as(done, 'manager', company)._transition('passed')
