from collections import defaultdict
from datetime import datetime, time, timedelta

from pytz import UTC, timezone

from odoo import api, fields, models


class AftersalesTimeEntry(models.Model):
    """Figures of the daily and monthly time reports, per technician and per supervisor (A6, E6)."""
    _inherit = 'aftersales.time.entry'

    @api.model
    def _get_figures(self, date_from, date_to=None, workshops=None, employees=None):
        """Shift hours against clocked hours of each person over whole days.

        Hours are clipped to the days and to now; running clocks count up to now. Days begin and end in the
        time zone of the context or the user.

        :param date_from: first day
        :param date_to: last day, the first one by default
        :param workshops: teams to report on; all of the current companies by default
        :param employees: only these people, in any workshop
        :return: list of dicts, sorted by supervisor, workshop and name:
            ``employee``, ``workshop``, ``supervisor``: records;
            ``shift_hours``: working hours by calendar, leaves taken off;
            ``a``, ``b``, ``c``, ``d``: hours on jobs by service class; ``job_hours``: their sum;
            ``idle_hours`` and ``idle``: hours without a job, and the same by reason;
            ``gap_hours``: part of the shift nobody clocked; ``utilisation``: job hours in percent of the shift
        """
        start, stop = self._get_day_bounds(date_from, date_to or date_from)
        if workshops is None:
            workshops = self.env['aftersales.workshop'].search([('company_id', 'in', self.env.companies.ids)])
        clocked = self._get_clocked_hours(start, stop, workshops, employees)
        members = self.env['hr.employee'].union(*clocked) if clocked else self.env['hr.employee']
        members |= workshops.sudo().employee_ids.with_env(self.env) if employees is None else employees
        shifts = self._get_shift_hours(members, start, stop)
        rows = [
            self._prepare_figures(employee, workshops, shifts.get(employee.id, 0.0), clocked.get(employee, {}))
            for employee in members
        ]
        return sorted(rows, key=lambda row: (
            row['supervisor'].name or '', row['workshop'].name or '', row['employee'].name))

    @api.model
    @api.readonly
    def get_my_clock(self):
        """The logged-in person's clock and day, for the technician's screen.

        :return: dict ``employee`` (False when the login has none; then nothing else), ``work`` (what runs),
            ``on_job``, ``since`` (UTC, False when the clock stands), ``shift_hours``, ``job_hours``, ``idle_hours``
        """
        # sudo: people may always know their own employee
        employee = self.env.user.sudo().with_company(self.env.company).employee_id.with_env(self.env)
        if not employee:
            return {'employee': False}
        running = self._get_open_entry(employee)
        row = self._get_figures(fields.Date.context_today(self), employees=employee)[0]
        return {
            'employee': employee.name,
            'work': running._get_clock_label(),
            'on_job': bool(running.job_id),
            'since': fields.Datetime.to_string(running.start),
            **{name: row[name] for name in ('shift_hours', 'job_hours', 'idle_hours')},
        }

    @api.model
    def _sum_figures(self, rows, key=None):
        """Totals of figures: by ``key`` ('supervisor' or 'workshop') as a dict, or one dict for all."""
        names = ('shift_hours', 'a', 'b', 'c', 'd', 'job_hours', 'idle_hours', 'gap_hours')
        totals = {} if key else {None: dict.fromkeys(names, 0.0)}
        for row in rows:
            total = totals.setdefault(row[key] if key else None, dict.fromkeys(names, 0.0))
            for name in names:
                total[name] += row[name]
        for total in totals.values():
            total['utilisation'] = self._get_utilisation(total['job_hours'], total['shift_hours'])
        return totals if key else totals[None]

    @api.model
    def _get_day_bounds(self, date_from, date_to):
        """First moment of one day and of the day after another, in UTC."""
        zone = timezone(self.env.context.get('tz') or self.env.user.tz or self.env.company.resource_calendar_id.tz or 'UTC')
        date_from, date_to = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        return tuple(
            zone.localize(datetime.combine(day, time.min)).astimezone(UTC).replace(tzinfo=None)
            for day in (date_from, date_to + timedelta(days=1))
        )

    @api.model
    def _get_clocked_hours(self, start, stop, workshops, employees):
        """``{employee: {service class or reason: hours}}`` of the entries that touch the period."""
        now = fields.Datetime.now()
        whose = [('workshop_id', 'in', workshops.ids)] if employees is None else [('employee_id', 'in', employees.ids)]
        entries = self.search_fetch(
            [*whose, ('start', '<', stop), '|', ('stop', '=', False), ('stop', '>', start)],
            ['employee_id', 'job_id', 'service_class', 'pause_reason', 'start', 'stop'])
        clocked = defaultdict(lambda: defaultdict(float))
        for entry in entries:
            hours = (min(entry.stop or now, stop) - max(entry.start, start)).total_seconds() / 3600
            kind = entry.service_class if entry.job_id else entry.pause_reason
            clocked[entry.employee_id][bool(entry.job_id), kind] += max(hours, 0.0)
        return clocked

    @api.model
    def _get_shift_hours(self, employees, start, stop):
        # sudo: contracts and calendars of colleagues; only the hours leave this method
        data = employees.sudo()._get_work_days_data_batch(UTC.localize(start), UTC.localize(stop))
        return {employee_id: values['hours'] for employee_id, values in data.items()}

    @api.model
    def _prepare_figures(self, employee, workshops, shift_hours, clocked):
        team = workshops.filtered(lambda workshop: employee in workshop.sudo().employee_ids)[:1]
        by_class = {name: clocked.get((True, name), 0.0) for name in 'abcd'}
        idle = {reason: hours for (on_job, reason), hours in clocked.items() if not on_job}
        job_hours, idle_hours = sum(by_class.values()), sum(idle.values())
        return {
            'employee': employee,
            'workshop': team,
            'supervisor': team.manager_id,
            'shift_hours': shift_hours,
            **by_class,
            'job_hours': job_hours,
            'idle_hours': idle_hours,
            'idle': idle,
            'gap_hours': max(shift_hours - job_hours - idle_hours, 0.0),
            'utilisation': self._get_utilisation(job_hours, shift_hours),
        }

    @api.model
    def _get_utilisation(self, job_hours, shift_hours):
        """Percentage, 0 without a shift."""
        return 100 * job_hours / shift_hours if shift_hours else 0.0

    @api.model
    def _get_day_entries(self, employee, date):
        """The entries of a person that touch a day, first to last."""
        start, stop = self._get_day_bounds(date, date)
        return self.search([
            ('employee_id', '=', employee.id), ('start', '<', stop), '|', ('stop', '=', False), ('stop', '>', start),
        ], order='start, id')

    def _get_clock_label(self):
        """What the time goes to, in a few words: the plate and the job, or the reason."""
        if self.job_id:
            return f"{self.job_id.license_plate or ''} {self.job_id.name}".strip()
        return dict(self._fields['pause_reason']._description_selection(self.env)).get(self.pause_reason, '')
