from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, format_list

# So many of those who hold a certificate are named.
MOST_HOLDERS = 5


class AftersalesJob(models.Model):
    """Who does a job holds the skill it needs on the day it is done (M1).

    The one place that says which day that is: the certificate of the planned day decides, not that of today.
    """
    _inherit = 'aftersales.job'

    @api.constrains('technician_id', 'skill_id', 'work_class_id')
    def _check_technician_skill(self):
        """Work that needs a skill is assigned to people who have it, where the company insists; certificates of a class of
        work always.
        """
        unskilled = self._filter_unskilled()
        # sudo: see _filter_unskilled
        periods = unskilled.technician_id.sudo()._get_skill_periods()
        for job in unskilled:
            days = job._get_work_days()
            lacking = job._get_lacking(periods, job.technician_id, days)
            if job._must_refuse(lacking):
                raise ValidationError(job._get_skill_message(job.technician_id, days, lacking))

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
        jobs = self.filtered(lambda job: job.technician_id and job._get_needed_skills())
        # sudo: certificates are personnel data; here only whether they are held counts
        skills = jobs.technician_id.sudo()._get_skill_periods()
        return jobs.filtered(
            lambda job: job._get_lacking(skills, job.technician_id, job._get_work_days()))

    def _get_needed_skills(self):
        """The skill of the work, and the certificate that its class asks for."""
        self.ensure_one()
        return self.skill_id | self.work_class_id.certificate_id

    def _get_lacking(self, periods, employee, days):
        return self._get_needed_skills().filtered(lambda skill: not periods.holds(employee.id, skill.id, *days))

    def _must_refuse(self, lacking):
        self.ensure_one()
        return bool(lacking) and (
            self.company_id.aftersales_skill_policy == 'refuse' or self.work_class_id.certificate_id in lacking)

    def _check_skilled_on(self, technician, start=None, stop=None):
        """Refuse a person without the needed skill, or log the fact where the company only warns.

        :return: the warning to show, or False
        """
        self.ensure_one()
        days = self._get_work_days(start, stop)
        # sudo: see _filter_unskilled
        lacking = technician and self._get_needed_skills() and self._get_lacking(
            technician.sudo()._get_skill_periods(), technician, days)
        if not lacking:
            return False
        message = self._get_skill_message(technician, days, lacking)
        if self._must_refuse(lacking):
            raise UserError(message)
        self._message_log(body=message)
        return message

    def _get_skill_message(self, employee, days, lacking):
        self.ensure_one()
        first, last = days
        message = self.env._(
            "Job %(job)s needs the skill “%(skill)s”, which %(employee)s doesn't hold on %(date)s. "
            "Choose another technician, or renew the certificate on the employee form.",
            job=self.shown_name, skill=format_list(self.env, lacking.mapped('name')), employee=employee.sudo().name,
            date=' – '.join(format_date(self.env, day) for day in dict.fromkeys((first, last))))
        holders = self._get_holders(lacking, days)
        return f"{message} " + (
            self.env._("It is held by %(people)s.", people=format_list(self.env, holders[:MOST_HOLDERS].mapped('name')))
            if holders else self.env._("Nobody of the outlet holds it on that day."))

    def _get_holders(self, lacking, days):
        """Who of the outlet may do it on these days."""
        team = self.workshop_id._get_technicians().sudo()  # sudo: see _filter_unskilled; names are no secret
        periods = team._get_skill_periods()
        return team.filtered(lambda one: all(periods.holds(one.id, skill.id, *days) for skill in lacking))
