from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..dispatch_scene import DispatchScene

# So far ahead a place is looked for.
DISPATCH_HORIZON = timedelta(days=8)
# More jobs of the kind make nobody more familiar with it.
MOST_FAMILIAR = 5
MOST_SUGGESTIONS = 50


class AftersalesJob(models.Model):
    """Who should do a job, and when: by skill, certificate, free time, load and familiarity (E5)."""
    _inherit = 'aftersales.job'

    # === ACTION METHODS ===#

    def get_suggestions(self, limit=3):
        """The best places for a job, best first.

        :param limit: how many of them
        :return: list of dicts: technician, name, start, stop, level, load (share of today's shift that is planned),
            familiar (like jobs done), late (ends after the promise)
        """
        self.ensure_one()
        self.check_access('write')
        self.env['aftersales.workshop']._check_may_plan()
        self._check_planned_work()
        limit = int(self.env['aftersales.workshop']._read_amount(limit, 1, MOST_SUGGESTIONS))
        places = self._find_places(self._get_dispatch_scene(), limit, self._get_earliest_starts().get(self))
        return [
            dict(place, start=fields.Datetime.to_string(place['start']), stop=fields.Datetime.to_string(place['stop']))
            for place in places
        ]

    # === BUSINESS METHODS ===#

    def _plan_best(self):
        """Plan each job at its best place, in the given order.

        :return: dict with the number of jobs ``planned``, those ``left``, and a sentence for each that
            is ``late`` by its plan or ``waits`` for what nobody knows the day of
        """
        self.env['aftersales.workshop']._check_may_plan()
        planned, left, late = self.browse(), self.browse(), []
        scene = self._get_dispatch_scene() if self else None
        starts = self._get_earliest_starts()
        waiting = self.filtered(lambda job: not starts.get(job, True))
        for job in self - waiting:
            place = next(iter(job._find_places(scene, 1, starts.get(job))), None)
            if not place:
                left |= job
                continue
            job.write({
                'technician_id': place['technician'], 'planned_start': place['start'], 'planned_stop': place['stop']})
            scene.take(job, place['technician'], place['start'], place['stop'])
            planned |= job
            if place['late']:
                late.append(job._get_late_text(place['stop']))
        return {
            'planned': len(planned), 'left': [job._get_plan_label() for job in left], 'late': late,
            'waits': [
                f'{job._get_plan_label()} ({", ".join(job._get_wait_texts())})' for job in waiting],
        }

    def _get_plan_label(self):
        self.ensure_one()
        return ' '.join(filter(None, (self.license_plate, self.shown_name)))

    def _get_late_text(self, stop):
        self.ensure_one()
        return self.env._(
            "%(job)s: done %(stop)s, promised %(promise)s", job=self._get_plan_label(),
            stop=self.order_id._get_time_text(stop), promise=self.order_id._get_time_text(self.promise_date))

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

    def _find_places(self, scene, limit, earliest=None):
        """:param earliest: moment from which the work may go on, when it waits for something"""
        self.ensure_one()
        places = []
        hours = self._get_hours_to_plan()
        earliest = earliest and max(self._get_plan_grid(earliest), scene.start)
        for employee in scene.team:
            # An assigned job stays with its technician.
            if self.technician_id and self.technician_id.id != employee.id:
                continue
            place = scene.find_free(employee, self, hours, earliest)
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
