from datetime import timedelta

from odoo import fields, models


class AftersalesDemo(models.AbstractModel):
    """The time that was clocked at the visits."""

    _inherit = 'aftersales.demo'

    def _prepare_time(self, job, employee, start, stop, outcome, free):
        """Values of the time entry, if the work is not later than now and the technician not busy elsewhere."""
        now = fields.Datetime.now()
        if start > now or free.get(employee, start) > start:
            return []
        if outcome == 'doing':
            free[employee] = now + timedelta(days=1)
            return [{'employee_id': employee.id, 'job_id': job.id, 'start': start}]
        if stop > now:
            return []
        free[employee] = stop
        reason = 'parts' if outcome == 'blocked' else 'finished'
        return [{'employee_id': employee.id, 'job_id': job.id, 'start': start, 'stop': stop, 'pause_reason': reason}]

    def _clock_time(self, vals_list):
        self.env['aftersales.time.entry'].create(vals_list)
