from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .aftersales_complaint import OPEN_STATES

# Days in which the hours of a deadline are looked for, holidays between.
HORIZON = timedelta(days=60)


class AftersalesComplaint(models.Model):
    """Every step has its deadline, the whole has one, and a wait for others stops both (K2).

    What ends when is set with the rows of the day on which a step begins: a row that is changed later changes no promise.
    Whether it is overdue is computed and searched.
    """
    _inherit = 'aftersales.complaint'

    stage_date = fields.Datetime(string="In This Step since", readonly=True, copy=False)
    stage_due = fields.Datetime(string="Step Due", readonly=True, copy=False)
    due_date = fields.Datetime(string="Whole Due", readonly=True, copy=False, index='btree_not_null')
    allowed_days = fields.Integer(string="Days Allowed", readonly=True, copy=False)
    acceptance_due = fields.Datetime(
        string="Acceptance Due", readonly=True, copy=False, help="Until when the authority hears whether we accept.")
    mediation_due = fields.Datetime(string="Mediation Ends", readonly=True, copy=False)
    legal_due = fields.Datetime(
        string="Due by Law", compute='_compute_legal_due', store=True,
        help="What an authority or a law waits for next. No wait for others stops it.")
    deadline = fields.Datetime(
        compute='_compute_deadline', store=True,
        help="The step's deadline, the whole's or the authority's, whichever is first.")
    pause_ids = fields.One2many('aftersales.complaint.pause', 'complaint_id', string="Pauses", copy=False)
    is_paused = fields.Boolean(string="Paused", compute='_compute_is_paused', store=True)
    is_overdue = fields.Boolean(string="Overdue", compute='_compute_is_overdue', search='_search_is_overdue')
    is_whole_overdue = fields.Boolean(compute='_compute_is_overdue')
    days_left = fields.Integer(string="Days Left", compute='_compute_is_overdue', aggregator=None)
    days_open = fields.Integer(
        string="Days", compute='_compute_days_open', help="From registration to the end, or to today, both days counted.")

    _deadline_idx = models.Index(
        "(deadline) WHERE state NOT IN ('closed', 'unfounded', 'refused', 'cancelled') AND is_paused IS NOT TRUE")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('acceptance_due', 'mediation_due', 'state')
    def _compute_legal_due(self):
        for complaint in self:
            complaint.legal_due = min(filter(None, complaint._get_legal_dues()), default=False)

    def _get_legal_dues(self):
        """Hook: until when something is owed by law, at this step.

        :rtype: list of naive UTC moments, or False
        """
        self.ensure_one()
        return [self.mediation_due, self.state == 'received' and self.acceptance_due]

    @api.depends('stage_due', 'due_date', 'legal_due')
    def _compute_deadline(self):
        for complaint in self:
            complaint.deadline = min(
                filter(None, (complaint.stage_due, complaint.due_date, complaint.legal_due)), default=False)

    @api.depends('pause_ids.stop')
    def _compute_is_paused(self):
        for complaint in self:
            complaint.is_paused = any(not pause.stop for pause in complaint.pause_ids)

    @api.depends('state', 'is_paused', 'deadline', 'due_date', 'legal_due')
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for complaint in self:
            is_open = complaint.state in OPEN_STATES
            runs = is_open and not complaint.is_paused
            # No wait of ours stops the days of the law.
            deadline = complaint.deadline if runs else is_open and complaint.legal_due
            complaint.is_overdue = bool(deadline and deadline < now)
            complaint.is_whole_overdue = bool(runs and complaint.due_date and complaint.due_date < now)
            complaint.days_left = (deadline - now).days if deadline else 0

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        now = fields.Datetime.now()
        overdue = Domain('state', 'in', OPEN_STATES) & (
            Domain('is_paused', '=', False) & Domain('deadline', '<', now) | Domain('legal_due', '<', now))
        return overdue if True in value else ~overdue

    @api.depends('registered_date', 'closed_date')
    def _compute_days_open(self):
        now = fields.Datetime.now()
        for complaint in self:
            start = complaint.registered_date
            complaint.days_open = complaint._count_days(start, complaint.closed_date or now) if start else 0

    # === BUSINESS METHODS ===#

    def _get_tz(self):
        self.ensure_one()
        if self.workshop_id:
            return self.workshop_id._get_tz()
        return pytz.timezone(self.company_id._get_clock_zone())

    def _count_days(self, start, stop):
        tz = self._get_tz()
        first, last = (pytz.utc.localize(moment).astimezone(tz).date() for moment in (start, stop))
        return (last - first).days + 1

    def _describe_days(self):
        """“day 5 of 13”, for whoever meets the customer."""
        self.ensure_one()
        if not self.registered_date:
            return self.env._("not registered yet")
        if not self.allowed_days:
            return self.env._("day %(day)s", day=self.days_open)
        return self.env._("day %(day)s of %(days)s", day=self.days_open, days=self.allowed_days)

    def _get_ends(self, stages, start):
        """When the deadlines of ``stages`` end that begin at ``start``.

        :return: dict of (complaint, stage): (row, moment or False)
        """
        rows = self.env['aftersales.deadline']._get_rows('complaint', self.company_id)
        chosen = {
            (complaint, stage): rows._pick_for_complaint(complaint, stage)
            for complaint in self for stage in stages if complaint.kind == 'complaint'}
        hours = self._read_hours({row.counted_in for row in chosen.values() if row}, start)
        ends, lawful = {}, {}
        for (complaint, stage), row in chosen.items():
            if row.counted_in == 'law_days':
                key = complaint.company_id, complaint._get_tz(), int(row.term_days)
                if key not in lawful:
                    lawful[key] = complaint._get_lawful_end(key[2], start)
                ends[complaint, stage] = row, lawful[key]
                continue
            place = complaint.workshop_id if row.counted_in == 'outlet_days' else complaint.company_id
            spans = hours.get((row.counted_in, place), ())
            ends[complaint, stage] = row, bool(row) and row._get_day_end(start, complaint._get_tz(), spans)
        return ends

    def _get_category_path(self):
        """The ids of its category, the widest first."""
        self.ensure_one()
        return [int(part) for part in (self.category_id.parent_path or '').split('/') if part]

    def _get_day_end(self, day):
        """The last moment (naive UTC) of a day of the outlet."""
        self.ensure_one()
        tz = self._get_tz()
        following = tz.localize(datetime.combine(day + timedelta(days=1), time.min))
        return following.astimezone(pytz.utc).replace(tzinfo=None) - timedelta(seconds=1)

    def _read_hours(self, clocks, start):
        """:return: dict of (clock, outlet or company): open hours as (start, stop) from the day of ``start`` on"""
        hours = {}
        first = start.date() - timedelta(days=1)
        if 'outlet_days' in clocks and self.workshop_id:
            tables = self.workshop_id._get_timetables(first, first + HORIZON, self.env['hr.employee'])
            for outlet, table in tables.items():
                hours['outlet_days', outlet] = [span[:2] for span in table.open] if table.has_hours else ()
        if 'company_days' in clocks:
            for company, complaints in self.grouped('company_id').items():
                hours['company_days', company] = self._read_company_hours(company, complaints[0]._get_tz(), first)
        return hours

    @api.model
    def _read_company_hours(self, company, tz, first):
        calendar = company.sudo().resource_calendar_id  # sudo: the house's hours are no secret
        if not calendar:
            return ()
        bounds = [tz.localize(datetime.combine(day, time.min)) for day in (first, first + HORIZON)]
        return [
            tuple(moment.astimezone(pytz.utc).replace(tzinfo=None) for moment in span[:2])
            for span in calendar._work_intervals_batch(*bounds, tz=tz)[False]]

    def _begin_stage(self, now):
        """A step begins: its deadline is that of today's rows."""
        complaints = self.sudo()  # sudo: deadlines are the system's
        for state, some in complaints.grouped('state').items():
            ends = some._get_ends([state], now)
            for complaint in some:
                complaint.write({
                    'stage_date': now, 'urged_date': False,
                    'stage_due': complaint.registered_date and ends.get((complaint, state), (None, False))[1],
                })

    def _begin_whole(self, now):
        """The office has it: the days of the whole run, and those of an authority."""
        stages = ['whole', 'acceptance', 'mediation']
        ends = self._get_ends(stages, now)
        for complaint in self.sudo():  # sudo: as above
            row, due = ends.get((complaint, 'whole'), (None, False))
            is_official = complaint.channel == 'authority'
            refused = complaint._get_refused_file()
            complaint.write({
                'due_date': due, 'allowed_days': int(row.term_days) if row else 0,
                'acceptance_due': is_official and not refused and ends.get((complaint, 'acceptance'), (None, False))[1],
                'mediation_due': is_official and (
                    refused.mediation_due or ends.get((complaint, 'mediation'), (None, False))[1]),
            })

    def _get_refused_file(self):
        """The refused case that it goes on from, where both are one file of an authority: its acceptance was told, and
        its days run on."""
        self.ensure_one()
        origin = self.origin_id
        is_one_file = (origin.channel, origin.authority_number) == (self.channel, self.authority_number)
        return origin if self.channel == 'authority' and origin.state == 'refused' and is_one_file else origin.browse()

    def _begin_whole_anew(self):
        """Home or abroad, severity or channel turned out to be others: the days count from registration as before, and
        waits are added again."""
        for start, complaints in self.filtered('registered_date').grouped('registered_date').items():
            complaints._begin_whole(start)
            for stage_start, some in complaints.grouped('stage_date').items():
                some._begin_stage(stage_start or start)
        for complaint in self:
            for pause in complaint.pause_ids.filtered('stop'):
                pause._put_off()

    # === WAITS ===#

    def action_pause(self):
        self.ensure_one()
        self.check_access('write')
        return self._get_dialog('aftersales.complaint.pause.wizard', self.env._("Wait for Others"))

    def _pause(self, reason, note):
        """The days stop: others have to answer."""
        self.check_access('write')
        self._check_role('aftersales.group_investigate_complaint')
        for complaint in self:
            complaint._check_open()
            if complaint.state not in OPEN_STATES or not complaint.registered_date or complaint.is_paused:
                raise UserError(self.env._(
                    "%(complaint)s has no days that run: it is not registered, over, or waits already.",
                    complaint=complaint.display_name))
            if complaint.channel == 'authority' and complaint.state == 'received':
                raise UserError(self.env._(
                    "%(complaint)s comes from an authority: it is told within its days whether we accept. "
                    "Acknowledge it first.", complaint=complaint.display_name))
            # sudo: waits are the system's, made by this dialog
            self.env['aftersales.complaint.pause'].sudo().create({
                'complaint_id': complaint.id, 'reason': reason, 'note': note, 'user_id': self.env.uid})
        self._give_tasks()

    def action_resume(self):
        """Whoever was waited for has answered."""
        self.check_access('write')
        self._check_role('aftersales.group_investigate_complaint')
        self.pause_ids.filtered(lambda pause: not pause.stop)._end()
        self._give_tasks()

    def _get_dialog(self, wizard, name, **defaults):
        return {
            'type': 'ir.actions.act_window', 'name': name, 'res_model': wizard, 'view_mode': 'form', 'target': 'new',
            'context': {'default_complaint_id': self.id, **{f'default_{key}': value for key, value in defaults.items()}},
        }
