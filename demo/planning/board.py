from odoo import api, models

from odoo.addons.aftersales.demo.base.tools import OUTLETS

# Every so manieth job is left for the dispatcher to plan.
LEFT_TO_PLAN = 4


class AftersalesDemo(models.AbstractModel):
    """What the workshop board shows: shifts of the people, today's work and what comes next."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_board(self):
        for outlet in OUTLETS:
            company = self._ref(f'company_{outlet}')
            workshop = self._as(self._ref(f'workshop_{outlet}'), 'dispatcher', company)
            team = self._ref(f'workshop_{outlet}').employee_ids
            calendar = self._ref(f'calendar_{outlet}')
            team.write({'resource_calendar_id': calendar.id, 'tz': calendar.tz})
            self._plan_running_work(workshop)
            jobs = workshop._get_jobs_to_plan()
            jobs.filtered(lambda job: job.id % LEFT_TO_PLAN)._plan_best()

    def _plan_running_work(self, workshop):
        """Work that runs was planned for when it began, as far as its technician's shift and plan allow."""
        jobs = self._as(self.env['aftersales.job'], 'dispatcher', workshop.company_id).search([
            ('workshop_id', '=', workshop.id), ('state', 'in', ('doing', 'blocked')), ('technician_id', '!=', False),
            ('started_date', '!=', False), ('planned_start', '=', False)], order='started_date')
        if not jobs:
            return
        scene = jobs._get_dispatch_scene(jobs._get_plan_grid(min(jobs.mapped('started_date'))))
        for job in jobs:
            place = scene.find_free(job.technician_id, job, job._get_hours_to_plan(), job._get_plan_grid(job.started_date))
            if place:
                job.write({'planned_start': place[0], 'planned_stop': place[1]})
                scene.take(job, job.technician_id.id, *place)
