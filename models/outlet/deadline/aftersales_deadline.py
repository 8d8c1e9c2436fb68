from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..zones import URGENCIES, ZONES

# How far opening hours are looked ahead.
HORIZON = timedelta(days=60)
DAY = 1440
# Who hears of what is late, one after the other.
LEVELS = ('holder', 'supervisor', 'manager')
# Where no row says how long after each other.
DEFAULT_GAP = timedelta(hours=1)


class AftersalesDeadline(models.Model):
    """What the house promises, as data: by document, step, kind, area and severity, and who hears of it when it is late (A4).

    One table for enquiries, orders, parts, claims, complaints and rescues. Of the rows that fit, the most particular one
    counts: the company's own before a common one, then kind, area and severity. A document says which row counts for it
    by ``_get_deadline_key``; rooms add documents, steps and kinds by ``selection_add`` and say in ``_get_document_steps``
    which belong together.
    """
    _name = 'aftersales.deadline'
    _inherit = ['aftersales.setup.mixin', 'mail.thread']
    _description = "Promised Deadline"
    _order = 'document, sequence, id'
    _rec_name = 'promise_step'

    sequence = fields.Integer(default=10)
    document = fields.Selection([], required=True, tracking=True, index=True)
    promise_step = fields.Selection(
        [('respond', "First response"), ('reply', "Answer to the customer"), ('solve', "Fault closed")],
        string="Step", required=True, tracking=True)
    kind = fields.Selection([], tracking=True, help="Empty: all.")
    area_kind = fields.Selection(ZONES, string="Area", tracking=True, help="Empty: all.")
    severity = fields.Selection(URGENCIES, tracking=True, help="Empty: all.")
    company_id = fields.Many2one('res.company', index='btree_not_null', help="Empty: in all companies.", tracking=True)
    term_minutes = fields.Integer(
        string="Minutes", required=True, bounds=(1, 576_000), tracking=True, help="1440 are a day.")
    term_days = fields.Float(string="Days", digits=(6, 2), compute='_compute_term_days')
    term_text = fields.Char(string="Time Limit", compute='_compute_term_text')
    counted_in = fields.Selection(
        [
            ('calendar', "Day and night"), ('outlet', "Opening hours of the outlet"),
            ('outlet_days', "Days the outlet is open"), ('calendar_days', "Calendar days"),
        ],
        required=True, default='calendar', tracking=True,
        help="Days the outlet is open: a day is as long as its doors are, half a day ends in the middle of one. "
             "Calendar days: by the outlet's clock, whatever hour summer time skips.")
    escalates_to = fields.Selection(
        [('holder', "Who handles it"), ('supervisor', "Supervisor of the outlet"), ('manager', "After-sales manager")],
        string="Late: Told to", required=True, default='holder', tracking=True)
    more_minutes = fields.Integer(
        string="Next One After Minutes", bounds=(0, 576_000), default=60, tracking=True,
        help="Each time so many minutes later the next one hears of it as well: who handles it, the supervisor, the manager; "
             "0: nobody else.")
    source = fields.Char(help="Who asks for it: a law with its article, the maker's rules, the house.")

    # Of rows that are retired there may be as many as there were.
    _row_uniq = models.UniqueIndex(
        "(document, promise_step, COALESCE(kind, ''), COALESCE(area_kind, ''), COALESCE(severity, ''), "
        "COALESCE(company_id, 0)) WHERE active",
        "There is a deadline for the same step, kind, area and severity already. Change that one, or archive it first.")

    # === COMPUTE METHODS ===#

    @api.depends_context('lang')
    @api.depends('term_minutes', 'counted_in')
    def _compute_term_text(self):
        for row in self:
            row.term_text = row._say_minutes(row.term_minutes)

    @api.depends('term_minutes')
    def _compute_term_days(self):
        for row in self:
            row.term_days = row.term_minutes / DAY

    @api.depends_context('lang')
    @api.depends('document', 'promise_step', 'kind', 'area_kind')
    def _compute_display_name(self):
        for row in self:
            row.display_name = ' · '.join(filter(None, (
                row._say('document'), row._say('promise_step'), row._say('kind'), row._say('area_kind'))))

    def _say(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name])

    @api.model
    def _say_minutes(self, minutes):
        if minutes and not minutes % DAY:
            return self.env._("%(days)s days", days=minutes // DAY)
        if minutes and not minutes % 60:
            return self.env._("%(hours)s hours", hours=minutes // 60)
        return self.env._("%(minutes)s min", minutes=minutes)

    # === CHECKS ===#

    @api.model
    def _get_document_steps(self):
        """Hook: the steps that a document promises; rooms add theirs by ``super()``.

        :return: dict of document: steps
        """
        return {}

    @api.constrains('document', 'promise_step')
    def _check_step(self):
        steps = self._get_document_steps()
        for row in self:
            if row.promise_step not in steps.get(row.document, ()):
                names = dict(self._fields['promise_step']._description_selection(self.env))
                raise ValidationError(self.env._(
                    "%(document)s has no step “%(step)s”. Choose one of: %(steps)s.", document=row._say('document'),
                    step=row._say('promise_step'), steps=", ".join(names[step] for step in steps.get(row.document, ()))))

    # === BUSINESS METHODS ===#

    @api.model
    def _get_rows(self, document, companies):
        # sudo: deadlines hold for whoever handles a document
        return self.sudo().search([('document', '=', document), ('company_id', 'in', (False, *companies.ids))])

    def _pick(self, step, kind, area_kind, severity, company):
        """The row that counts, or none."""
        fitting = self.filtered(lambda row: (
            row.promise_step == step and row.kind in (False, kind) and row.area_kind in (False, area_kind)
            and row.severity in (False, severity) and row.company_id.id in (False, company.id)))
        return fitting.sorted(lambda row: (
            bool(row.company_id), bool(row.kind), bool(row.area_kind), bool(row.severity)))[-1:]

    @api.model
    def _get_ends(self, document, records, step, starts):
        """When ``step`` is to be done; the queries are as many for one record as for a hundred.

        :param starts: dict of record: moment (naive UTC) at which the step began, or False
        :return: dict of record: (row, moment or False)
        """
        rows = self._get_rows(document, records.company_id)
        chosen = {record: rows._pick(step, *record._get_deadline_key()) for record in records}
        spans = self._read_spans(
            records.filtered(lambda record: chosen[record].counted_in in ('outlet', 'outlet_days') and starts.get(record)),
            starts)
        return {
            record: (row, bool(row and starts.get(record)) and row._get_end(
                starts[record], spans.get(record.workshop_id), record.workshop_id))
            for record, row in chosen.items()}

    @api.model
    def _read_spans(self, records, starts):
        """:return: dict of outlet: its open hours as (start, stop), naive UTC, from the first moment on"""
        outlets = records.workshop_id
        if not outlets:
            return {}
        days = [starts[record].date() for record in records]
        tables = outlets._get_timetables(
            min(days) - timedelta(days=1), max(days) + HORIZON, self.env['hr.employee'])
        return {outlet: [span[:2] for span in table.open] for outlet, table in tables.items() if table.has_hours}

    def _get_end(self, start, spans=None, outlet=None):
        """The moment at which the term ends that begins at ``start``; without open hours day and night count."""
        self.ensure_one()
        if self.counted_in in ('outlet_days', 'calendar_days'):
            hours = spans or () if self.counted_in == 'outlet_days' else ()
            return self._get_day_end(start, outlet._get_tz() if outlet else pytz.utc, hours)
        left = timedelta(minutes=self.term_minutes)
        for begin, end in (spans or ()) if self.counted_in == 'outlet' else ():
            begin = max(begin, start)
            if end - begin >= left:
                return begin + left
            left -= max(end - begin, timedelta())
        return start + timedelta(minutes=self.term_minutes)

    # === DAYS AS LONG AS THE DOORS ARE OPEN ===#

    def _get_day_end(self, start, tz, spans=()):
        """The moment (naive UTC) at which a term in days ends that begins at ``start``.

        :param tz: the clock by which days are counted, whatever hour summer time skips
        :param spans: open hours as (start, stop), naive UTC, in their order; without any, calendar days count
        """
        self.ensure_one()
        end = self._lay(start, tz, spans) if spans else None
        if end:
            return end
        whole, part = divmod(self.term_days, 1)
        local = pytz.utc.localize(start).astimezone(tz).replace(tzinfo=None) + timedelta(days=whole)
        moment = tz.normalize(tz.localize(local)).astimezone(pytz.utc).replace(tzinfo=None)
        return moment + timedelta(days=part)

    def _lay(self, start, tz, spans):
        """A day is as long as the doors are open on it: half a day ends in the middle of one."""
        days, left = {}, self.term_days
        for begin, end in spans:
            days.setdefault(pytz.utc.localize(begin).astimezone(tz).date(), []).append((begin, end))
        for hours in days.values():
            length = _add_up(hours)
            rest = [(max(begin, start), end) for begin, end in hours if end > start]
            part = _add_up(rest) / length
            if rest and part >= left:
                return _reach(rest, left * length)
            left -= part
        return None

    # === WHO HEARS OF IT ===#

    def _get_levels(self):
        """:return: who hears of what is late, one after the other, and how long after each other"""
        if not self:
            return LEVELS, DEFAULT_GAP
        levels = LEVELS[LEVELS.index(self.escalates_to):]
        return (levels, timedelta(minutes=self.more_minutes)) if self.more_minutes else (levels[:1], timedelta())

    @api.model
    def _get_late_models(self):
        """Hook: names of the models whose late documents are told of; rooms add theirs by ``super()``."""
        return []

    @api.model
    def _cron_escalate(self, batch_size=200):
        for name in self._get_late_models():
            self.env[name]._escalate_late(batch_size)


def _add_up(spans):
    return sum((end - begin).total_seconds() for begin, end in spans)


def _reach(spans, seconds):
    """The moment at which so many seconds of the stretches are over."""
    for begin, end in spans:
        length = (end - begin).total_seconds()
        if length >= seconds:
            return begin + timedelta(seconds=seconds)
        seconds -= length
    return spans[-1][1]

