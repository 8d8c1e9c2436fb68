from datetime import timedelta

from odoo import api, fields, models


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

    @api.model
    def _load_day_reports(self):
        """Days of last week: one countersigned, one sent back, one that waits."""
        company, outlet = self._ref('company_shanghai'), self._ref('workshop_shanghai')
        today = company._get_today()
        Report = self._as(self.env['aftersales.day.report'], 'dispatcher', company)
        reports = [Report._hand_in(outlet, today - timedelta(days=days)) for days in (3, 2, 1)]
        seen, back = (self._as(report.sudo(False), 'manager', company) for report in reports[:2])
        seen.remark = "Good. Training next week for the two who waited for parts."
        seen.action_countersign()
        back.remark = "Two hours of a technician are not clocked."
        back.action_return()

    def _clock_time(self, vals_list):
        self.env['aftersales.time.entry'].create(vals_list)
