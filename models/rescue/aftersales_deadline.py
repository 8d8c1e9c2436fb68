from datetime import timedelta

from odoo import api, fields, models

# How far opening hours are looked ahead.
HORIZON = timedelta(days=60)
KINDS = [
    ('roadside', "Roadside Rescue"), ('tow', "Tow"), ('on_site', "On-site Repair"), ('fetch', "Pick-up and Delivery"),
    ('round', "Inspection at a Fleet"),
]
ZONES = [
    ('city', "In the City"), ('outside', "Outside the City"), ('motorway', "On a Motorway"), ('far', "Beyond 100 km"),
]
URGENCIES = [
    ('1', "1: unusable or unsafe"), ('2', "2: strongly limited"), ('3', "3: limited"),
]


class AftersalesDeadline(models.Model):
    """What the house promises, as data: by document, step, kind, area and severity, and who hears of it when it is late (A4).

    Of the rows that fit, the most particular one counts: the company's own before a common one, then kind, area and
    severity. A document says which row counts for it by ``_get_deadline_key``; rooms add documents, steps and kinds by
    ``selection_add``.
    """
    _name = 'aftersales.deadline'
    _inherit = ['aftersales.setup.mixin', 'mail.thread']
    _description = "Promised Deadline"
    _order = 'document, sequence, id'
    _rec_name = 'promise_step'

    sequence = fields.Integer(default=10)
    document = fields.Selection([('rescue', "Rescue")], required=True, default='rescue', tracking=True)
    promise_step = fields.Selection(
        [
            ('respond', "First response"), ('arrange', "Crew or partner found, customer told"),
            ('answer', "Crew answers when asked"), ('arrive', "At the place"), ('solve', "Fault closed"),
        ],
        string="Step", required=True, tracking=True)
    kind = fields.Selection(KINDS, tracking=True, help="Empty: all.")
    area_kind = fields.Selection(ZONES, string="Area", tracking=True, help="Empty: all.")
    severity = fields.Selection(URGENCIES, tracking=True, help="Empty: all.")
    company_id = fields.Many2one('res.company', index='btree_not_null', help="Empty: in all companies.", tracking=True)
    term_minutes = fields.Integer(
        string="Minutes", required=True, bounds=(1, 576_000), tracking=True, help="1440 are a day.")
    term_text = fields.Char(string="Time Limit", compute='_compute_term_text')
    counted_in = fields.Selection(
        [('calendar', "Day and night"), ('outlet', "Opening hours of the outlet")],
        required=True, default='calendar', tracking=True)
    escalates_to = fields.Selection(
        [('holder', "Who handles it"), ('supervisor', "Supervisor of the outlet"), ('manager', "After-sales manager")],
        string="Late: Told to", required=True, default='supervisor', tracking=True)
    more_minutes = fields.Integer(
        string="Manager After Minutes", bounds=(0, 576_000), default=60, tracking=True,
        help="So many minutes after the deadline the manager hears of it as well; 0: never.")

    # Of rows that are retired there may be as many as there were.
    _row_uniq = models.UniqueIndex(
        "(document, promise_step, COALESCE(kind, ''), COALESCE(area_kind, ''), COALESCE(severity, ''), "
        "COALESCE(company_id, 0)) WHERE active",
        "There is a deadline for the same step, kind, area and severity already. Change that one, or archive it first.")

    # === COMPUTE METHODS ===#

    @api.depends_context('lang')
    @api.depends('term_minutes')
    def _compute_term_text(self):
        for row in self:
            row.term_text = row._say_minutes(row.term_minutes)

    @api.depends_context('lang')
    @api.depends('promise_step', 'kind', 'area_kind')
    def _compute_display_name(self):
        for row in self:
            row.display_name = ' · '.join(filter(None, (row._say('promise_step'), row._say('kind'), row._say('area_kind'))))

    def _say(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name])

    @api.model
    def _say_minutes(self, minutes):
        if minutes and not minutes % 1440:
            return self.env._("%(days)s days", days=minutes // 1440)
        if minutes and not minutes % 60:
            return self.env._("%(hours)s hours", hours=minutes // 60)
        return self.env._("%(minutes)s min", minutes=minutes)

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
            records.filtered(lambda record: chosen[record].counted_in == 'outlet' and starts.get(record)), starts)
        return {
            record: (row, row and starts.get(record) and row._get_end(starts[record], spans.get(record.workshop_id)))
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

    def _get_end(self, start, spans=None):
        """The moment at which the term ends that begins at ``start``; without open hours day and night count."""
        self.ensure_one()
        left = timedelta(minutes=self.term_minutes)
        for begin, end in (spans or ()) if self.counted_in == 'outlet' else ():
            begin = max(begin, start)
            if end - begin >= left:
                return begin + left
            left -= max(end - begin, timedelta())
        return start + timedelta(minutes=self.term_minutes)
