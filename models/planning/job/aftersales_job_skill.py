from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date


class AftersalesJob(models.Model):
    """Who does a job holds the skill it needs on the day it is done (M1).

    The one place that says which day that is: the certificate of the planned day decides, not that of today.
    """
    _inherit = 'aftersales.job'

    @api.constrains('technician_id', 'skill_id')
    def _check_technician_skill(self):
        """Work that needs a skill is assigned to people who have it, where the company insists."""
        for job in self._filter_unskilled():
            if job.company_id.aftersales_skill_policy == 'refuse':
                raise ValidationError(job._get_skill_message(job.technician_id, job._get_work_days()))

    @api.constrains('planned_start', 'planned_stop')
    def _check_planned_skill(self):
        # A plan may be cleared whoever held what.
        self.filtered('planned_start')._check_technician_skill()

    def _get_work_days(self, start=None, stop=None):
        """First and last day (of the outlet) of the work: as planned, but not before today; today when it is done now."""
        self.ensure_one()
        workshop = self.workshop_id
        today = workshop._get_local_day(fields.Datetime.now())
        start, stop = start or self.planned_start, stop or self.planned_stop
        if not start or self.state == 'doing':
            return today, today
        first = max(workshop._get_local_day(start), today)
        last = workshop._get_local_day(stop - timedelta(seconds=1)) if stop else first
        return first, max(first, last)

    def _filter_unskilled(self):
        """The jobs whose technician does not hold the needed skill on the days of the work; constant queries."""
        jobs = self.filtered(lambda job: job.technician_id and job.skill_id)
        # sudo: certificates are personnel data; here only whether they are held counts
        skills = jobs.technician_id.sudo()._get_skill_periods()
        return jobs.filtered(
            lambda job: not skills.holds(job.technician_id.id, job.skill_id.id, *job._get_work_days()))

    def _check_skilled_on(self, technician, start=None, stop=None):
        """Refuse a person without the needed skill, or log the fact where the company only warns.

        :return: the warning to show, or False
        """
        self.ensure_one()
        days = self._get_work_days(start, stop)
        # sudo: see _filter_unskilled
        if not technician or technician.sudo()._get_skill_periods().holds(technician.id, self.skill_id.id, *days):
            return False
        message = self._get_skill_message(technician, days)
        if self.company_id.aftersales_skill_policy == 'refuse':
            raise UserError(message)
        self._message_log(body=message)
        return message

    def _get_skill_message(self, employee, days):
        self.ensure_one()
        first, last = days
        return self.env._(
            "Job %(job)s needs the skill “%(skill)s”, which %(employee)s doesn't hold on %(date)s. "
            "Choose another technician, or renew the certificate on the employee form.",
            job=self.shown_name, skill=self.skill_id.name, employee=employee.sudo().name,
            date=' – '.join(format_date(self.env, day) for day in dict.fromkeys((first, last))))
