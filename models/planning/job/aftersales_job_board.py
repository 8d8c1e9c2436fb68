from datetime import timedelta
from math import ceil

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.aftersales.models.outlet.timetable import HORIZON

# Without flat-rate hours on its lines, a job is planned for this long.
DEFAULT_HOURS = 1.0
HIGHEST_ID = 2 ** 31 - 1


class AftersalesJob(models.Model):
    """A job as a card of the workshop board, and what dragging the card does."""
    _inherit = 'aftersales.job'

    # === CARDS ===#

    def _prepare_board_cards(self):
        """Cards of the jobs; rooms add what they know by ``super()``.

        :return: dict of job: card; constant queries for any number of jobs
        """
        return {job: job._prepare_board_card() for job in self}

    def _prepare_board_card(self):
        self.ensure_one()
        return {
            'id': f'job-{self.id}',
            'kind': 'job',
            'res_id': self.id,
            'visit': f'order-{self.order_id.id}',
            'name': self.shown_name,
            'state': self.state,
            'approval': self.approval,
            'hours': self.flat_rate_hours,
            'skill': (self.skill_id or self.work_class_id.certificate_id).id,
            'technician': self.technician_id.id,
            'bay': self.bay_id.id,
            'start': fields.Datetime.to_string(self.planned_start),
            'stop': fields.Datetime.to_string(self.planned_stop),
            'holds': sorted({hold.kind for hold in self.hold_ids if hold.is_open}),
            'held': self._is_held_up(),
            'running': [],
            'parts': 'none',
            'parts_date': False,
        }

    # === PLANNING ===#

    def plan_on_board(self, plan, seen):
        """Give the job the place its card was dropped on.

        :param dict plan: any of ``start``, ``stop``, ``technician``, ``bay``; a start without a stop keeps the
            hours the job is planned for, without a start (False) the job loses its plan
        :param dict seen: ``start``, ``stop``, ``technician``, ``bay`` as the board showed them
        :return: list of warnings
        :raises UserError: when the job, the time or the person doesn't allow it
        :raises ValidationError: when somebody else's plan is in the way
        """
        self.ensure_one()
        self.check_access('write')
        self.env['aftersales.workshop']._check_may_plan()
        plan, seen = self._read_plan(plan), self._read_plan(seen)
        self._check_plan_seen(seen)
        self._check_may_be_planned(plan)
        vals = {}
        if 'technician' in plan:
            vals['technician_id'] = plan['technician'] or False
        if 'bay' in plan:
            vals['bay_id'] = plan['bay'] or False
        technician = self.env['hr.employee'].browse(vals.get('technician_id', self.technician_id.id))
        if 'start' in plan:
            vals.update(self._prepare_times(plan, technician))
        start = vals.get('planned_start', self.planned_start)
        warning = self._check_skilled_on(technician, start, vals.get('planned_stop', self.planned_stop))
        self.write(vals)
        return [warning] if warning else []

    def _read_plan(self, plan):
        """A place on the board as the client sends it.

        :raises UserError: for what is none, before anything is reckoned with it
        """
        is_place = isinstance(plan, dict) and all(
            not plan.get(name) or type(plan[name]) is int and 0 < plan[name] <= HIGHEST_ID for name in ('technician', 'bay'))
        if not is_place:
            raise UserError(self.env._("This is no place on the board. Reload the board and move the card again."))
        self._read_inputs({'planned_start': plan.get('start'), 'planned_stop': plan.get('stop')})
        return plan

    def _prepare_times(self, plan, technician):
        """Planned start and end from what was dropped, within the working time of who does it."""
        start, stop = (fields.Datetime.to_datetime(plan.get(name)) for name in ('start', 'stop'))
        if not start:
            return {'planned_start': False, 'planned_stop': False}
        workshop = self.workshop_id
        first = workshop._get_local_day(start)
        table = workshop._get_timetable(first - timedelta(days=1), first + HORIZON, technician)
        work = table.get_work(technician.id)
        start, stop = table.leave_breaks(work, start, stop)
        name = technician.sudo().name or workshop.name
        if not stop:
            place = table.lay(work, start, self._get_planned_hours())
            if not place or place[0] != start:
                self._check_working_time(table, work, start, start + timedelta(minutes=15), name)
            stop = place[1] if place else start + timedelta(hours=self._get_planned_hours())
        self._check_working_time(table, work, start, stop, name)
        return {'planned_start': start, 'planned_stop': stop}

    def _get_planned_hours(self):
        """Working hours the job is planned for; its flat-rate hours as long as it has no plan."""
        self.ensure_one()
        if self.planned_start and self.planned_stop:
            workshop, technician = self.workshop_id, self.technician_id
            table = workshop._get_timetable(
                workshop._get_local_day(self.planned_start), workshop._get_local_day(self.planned_stop), technician)
            hours = table.hours(table.get_work(technician.id), self.planned_start, self.planned_stop)
            if hours:
                return hours
        return self._get_hours_to_plan()

    def _get_hours_to_plan(self):
        """The flat-rate hours in full quarters of an hour, as plans are made."""
        self.ensure_one()
        return ceil(round(self.flat_rate_hours * 4, 6)) / 4 or DEFAULT_HOURS

    def _check_plan_seen(self, seen):
        """Refuse to move a card that somebody else has moved since it was shown."""
        current = {
            'start': self.planned_start, 'stop': self.planned_stop,
            'technician': self.technician_id.id, 'bay': self.bay_id.id,
        }
        shown = dict(
            seen, start=fields.Datetime.to_datetime(seen.get('start')), stop=fields.Datetime.to_datetime(seen.get('stop')))
        if any((shown.get(name) or False) != (value or False) for name, value in current.items()):
            raise UserError(self.env._(
                "Somebody else has planned job %(job)s of %(order)s meanwhile. The board now shows where it is; "
                "move it again if it still has to.",
                job=self.shown_name, order=self.order_id.name))

    def _check_may_be_planned(self, plan):
        if not self.is_open or not self.order_id.is_in_house:
            raise UserError(self.env._(
                "Job %(job)s of %(order)s is %(state)s and cannot be planned any more.",
                job=self.shown_name, order=self.order_id.name, state=self._get_state_label(self.state)))
        workshop = self.workshop_id
        technician = self.env['hr.employee'].browse(plan.get('technician') or False).sudo()
        if technician and technician not in workshop.sudo().employee_ids and technician != self.technician_id.sudo():
            raise UserError(self.env._(
                "%(technician)s is not in the team of %(workshop)s. Choose a technician of this outlet.",
                technician=technician.name, workshop=workshop.name))
        bay = self.env['aftersales.bay'].browse(plan.get('bay') or False)
        if bay and bay.workshop_id != workshop:
            raise UserError(self.env._(
                "%(bay)s is not a bay of %(workshop)s. Choose a bay of this outlet.",
                bay=bay.name, workshop=workshop.name))
    @api.model
    def _check_working_time(self, table, work, start, stop, name):
        """Planned work begins and ends while people are there; what lies between may be lunch or a night.

        :raises UserError: naming who doesn't work then, and the hours of that day
        """
        begins = any(begin <= start < end for begin, end, __ in work)
        ends = any(begin < stop <= end for begin, end, __ in work)
        if begins and ends:
            return
        wrong = _to_local(start if not begins else stop, table.tz)
        shifts = [
            f"{_to_local(begin, table.tz):%H:%M}–{_to_local(end, table.tz):%H:%M}"
            for begin, end, __ in work if table.local_day(begin) == wrong.date()
        ]
        if not shifts:
            raise UserError(self.env._(
                "%(name)s doesn't work on %(day)s. Choose another day or technician; overtime is planned on the job's form.",
                name=name, day=format_date(self.env, wrong)))
        raise UserError(self.env._(
            "%(name)s doesn't work at %(time)s on %(day)s, but %(shifts)s. Choose another time or technician; "
            "overtime is planned on the job's form.",
            name=name, time=f"{wrong:%H:%M}", day=format_date(self.env, wrong), shifts=", ".join(shifts)))

    @api.model
    def _get_plan_grid(self, moment):
        """The next quarter of an hour: plans are made in quarters."""
        minutes = -(-(moment.minute * 60 + moment.second + moment.microsecond / 1e6) // 900) * 15
        return moment.replace(minute=0, second=0, microsecond=0) + timedelta(minutes=minutes)


def _to_local(moment, tz):
    return pytz.utc.localize(moment).astimezone(tz)
