from collections import defaultdict
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.aftersales.models.base.words import say_stamp

# A year and what it is compared with.
MOST_DAYS = 400


class AftersalesTimeEntry(models.Model):
    """Figures of the daily and monthly time reports, per technician and per supervisor (A6, E6)."""
    _inherit = 'aftersales.time.entry'

    @api.model
    def _get_figures(self, date_from, date_to=None, workshops=None, employees=None):
        """Shift hours against clocked hours of each person over whole days.

        Hours are clipped to the days and to now; running clocks count up to now. Days begin and end on the
        clock of the outlet, and its timetable says when people work.

        :param date_from: first day
        :param date_to: last day, the first one by default
        :param workshops: outlets whose technicians are reported on, with whoever clocked time there; all of the
            current companies by default
        :param employees: only these people, in any workshop
        :return: list of dicts, sorted by supervisor, workshop and name:
            ``employee``, ``workshop``, ``supervisor``: records;
            ``shift_hours``: working hours by the timetable, leaves and closed days taken off;
            ``a``, ``b``, ``c``, ``d``: hours worked by service class, D with work without a car;
            ``job_hours``: their sum; ``idle_hours`` and ``idle``: hours of waiting, and the same by reason;
            ``gap_hours``: part of the shift nobody clocked; ``utilisation``: hours worked in percent of the shift
        """
        first, last = self.env['aftersales.workshop']._read_period(date_from, date_to, most=MOST_DAYS)
        if workshops is None:
            workshops = self.env['aftersales.workshop'].search([('company_id', 'in', self.env.companies.ids)])
        clocked = self._get_clocked_hours(first, last, workshops, employees)
        members = self.env['hr.employee'].union(*clocked)
        members |= workshops._get_technicians() if employees is None else employees
        teams = self._get_teams(members, workshops)
        shifts = self._get_shift_hours(teams, workshops, first, last)
        rows = [
            self._prepare_figures(employee, teams[employee], shifts.get(employee.id, 0.0), clocked.get(employee, {}))
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
        row = self._get_figures(self._get_today(employee), employees=employee)[0]
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
    def _get_today(self, employee):
        """The day it is at the person's outlet."""
        workshops = self.env['aftersales.workshop'].search([('company_id', 'in', self.env.companies.ids)])
        workshop = self._get_teams(employee, workshops)[employee] or workshops[:1]
        return workshop._get_local_day(fields.Datetime.now()) if workshop else fields.Date.context_today(self)

    @api.model
    def _get_day_bounds(self, date_from, date_to, workshops):
        """First moment of one day and of the day after another, in UTC, at the first and the last of the outlets."""
        first, last = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        if workshops:
            return workshops._get_outer_bounds(first, last)
        return datetime.combine(first, time.min), datetime.combine(last + timedelta(days=1), time.min)

    @api.model
    def _get_clocked_hours(self, first, last, workshops, employees):
        """``{employee: {(is worked, service class or reason): hours}}`` of the entries that touch the days.

        Added up by the database, each entry within the days of its own outlet.
        """
        start, stop = self._get_day_bounds(first, last, workshops)
        whose = [('workshop_id', 'in', workshops.ids)] if employees is None else [('employee_id', 'in', employees.ids)]
        domain = [*whose, ('start', '<', stop), '|', ('stop', '=', False), ('stop', '>', start)]
        clocked = defaultdict(lambda: defaultdict(float))
        days = [
            (workshop.id, *(self._get_day_bounds(first, last, workshop) if workshop else (start, stop)))
            for workshop, in self._read_group(domain, ['workshop_id'])]
        if not days:
            return clocked
        self.flush_model(['employee_id', 'service_class', 'pause_reason', 'start', 'stop', 'workshop_id'])
        query = self._search(domain)
        rows = self.env.execute_query(SQL(
            """
            SELECT %(entry)s.employee_id, %(entry)s.service_class, %(entry)s.pause_reason, SUM(EXTRACT(EPOCH FROM
                       LEAST(COALESCE(%(entry)s.stop, %(now)s), day.stop) - GREATEST(%(entry)s.start, day.start)))
              FROM %(entries)s
              JOIN (VALUES %(days)s) AS day(workshop_id, start, stop) ON day.workshop_id = COALESCE(%(entry)s.workshop_id, 0)
             WHERE %(where)s AND LEAST(COALESCE(%(entry)s.stop, %(now)s), day.stop) > GREATEST(%(entry)s.start, day.start)
          GROUP BY %(entry)s.employee_id, %(entry)s.service_class, %(entry)s.pause_reason
            """,
            entry=SQL.identifier(query.table), now=fields.Datetime.now(), entries=query.from_clause,
            where=query.where_clause or SQL("TRUE"), days=SQL(', ').join(
                SQL("(%s, %s::timestamp, %s::timestamp)", outlet or 0, begin, end) for outlet, begin, end in days)))
        for employee_id, service_class, reason, seconds in rows:
            employee = self.env['hr.employee'].browse(employee_id)
            clocked[employee][bool(service_class), service_class or reason] += float(seconds) / 3600
        return clocked

    @api.model
    def _get_teams(self, employees, workshops):
        """:return: dict of employee: the outlet, of these, whose team he is in; maybe none"""
        teams = {employee: workshops.browse() for employee in employees}
        for workshop in reversed(workshops):
            # sudo: who is in which team is known to whoever may see the outlet
            for employee in workshop.sudo().employee_ids & employees:
                teams[employee] = workshop
        return teams

    @api.model
    def _get_shift_hours(self, teams, workshops, first, last):
        """:return: dict of employee id: hours; who is in no team has those of the first outlet's clock"""
        members = {}
        for employee, workshop in teams.items():
            workshop = workshop or workshops[:1]
            members[workshop] = members.get(workshop, employee.browse()) | employee
        members.pop(workshops.browse(), None)
        tables = workshops.union(*members)._get_timetables(first, last, members) if members else {}
        return {
            employee.id: table.hours(table.get_work(employee.id))
            for workshop, table in tables.items() for employee in members.get(workshop, ())
        }

    @api.model
    def _prepare_figures(self, employee, team, shift_hours, clocked):
        by_class = {name: clocked.get((True, name), 0.0) for name in 'abcd'}
        idle = {reason: hours for (is_worked, reason), hours in clocked.items() if not is_worked}
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
    def _get_day_entries(self, employee, date, workshop):
        """The entries of a person that touch a day of the outlet, first to last."""
        start, stop = self._get_day_bounds(date, date, workshop)
        return self.search([
            ('employee_id', '=', employee.id), ('start', '<', stop), '|', ('stop', '=', False), ('stop', '>', start),
        ], order='start, id')

    def _get_clock_label(self):
        """What the time goes to, in a few words: the plate and the job, or the reason."""
        if self.job_id:
            return f"{self.job_id.license_plate or ''} {self.job_id.display_name}".strip()
        return dict(self._fields['pause_reason']._description_selection(self.env)).get(self.pause_reason, '')

    def _get_pause_label(self):
        """Why a stopped clock was stopped, since when by the outlet's clock, and what was noted."""
        self.ensure_one()
        reason = dict(self._fields['pause_reason']._description_selection(self.env)).get(self.pause_reason, '')
        tz = self.workshop_id._get_tz() if self.workshop_id else None
        names = {'reason': reason, 'time': say_stamp(self.env, self.stop, tz)}
        said = self.env._("%(reason)s, since %(time)s", **names) if reason else names['time']
        return ": ".join(filter(None, (said, self.note)))
