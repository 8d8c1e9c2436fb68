from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..dispatch_scene import DispatchScene

# So far ahead a place is looked for.
DISPATCH_HORIZON = timedelta(days=8)
# More jobs of the kind make nobody more familiar with it.
MOST_FAMILIAR = 5


class AftersalesJob(models.Model):
    """Who should do a job, and when: by skill, certificate, free time, load and familiarity (E5)."""
    _inherit = 'aftersales.job'

    # === ACTION METHODS ===#

    def get_suggestions(self, limit=3):
        """The best places for a job, best first.

        :return: list of dicts: technician, name, start, stop, level, load (share of today's shift that is planned),
            familiar (like jobs done), late (ends after the promise)
        """
        self.ensure_one()
        self.check_access('write')
        self.env['aftersales.workshop']._check_may_plan()
        places = self._find_places(self._get_dispatch_scene(), limit)
        return [
            dict(place, start=fields.Datetime.to_string(place['start']), stop=fields.Datetime.to_string(place['stop']))
            for place in places
        ]

    # === BUSINESS METHODS ===#

    def _plan_best(self):
        """Plan each job at its best place, in the given order.

        :return: dict with the number of jobs ``planned`` and the names of those ``left``
        """
        self.env['aftersales.workshop']._check_may_plan()
        planned, left = self.browse(), self.browse()
        scene = self._get_dispatch_scene() if self else None
        for job in self:
            place = next(iter(job._find_places(scene, 1)), None)
            if not place:
                left |= job
                continue
            job.write({
                'technician_id': place['technician'], 'planned_start': place['start'], 'planned_stop': place['stop']})
            scene.take(job, place['technician'], place['start'], place['stop'])
            planned |= job
        return {'planned': len(planned), 'left': left.mapped('name')}

    def _get_dispatch_scene(self, start=None):
        """Everything a choice depends on, read at once for all jobs (of one outlet).

        :param start: naive UTC moment from which places are looked for; now by default
        """
        workshop = self.workshop_id
        if len(workshop) > 1:
            raise UserError(self.env._("Plan the jobs of one outlet at a time."))
        start = start or self._get_plan_grid(fields.Datetime.now())
        scene = DispatchScene(workshop, start, start + DISPATCH_HORIZON)
        scene.load(self)
        return scene

    def _find_places(self, scene, limit):
        self.ensure_one()
        places = []
        hours = self._get_hours_to_plan()
        for employee in scene.team:
            # An assigned job stays with its technician.
            if self.technician_id and self.technician_id.id != employee.id:
                continue
            place = scene.find_free(employee, self, hours)
            if place:
                start, stop = place
                places.append({
                    'technician': employee.id,
                    'name': employee.name,
                    'start': start,
                    'stop': stop,
                    'level': scene.get_level(employee, self),
                    'load': scene.get_load(employee),
                    'familiar': scene.get_familiarity(employee, self),
                    'late': bool(self.promise_date and stop > self.promise_date),
                })
        return sorted(places, key=lambda place: (
            place['late'], (place['start'] - scene.start) // timedelta(hours=1),
            -min(place['familiar'], MOST_FAMILIAR), round(place['load'], 1), -place['level'], place['name'],
        ))[:limit]
