from odoo import api, fields, models
from odoo.fields import Domain

from .aftersales_rescue import OPEN_STATES, WAITING_STATES

# What is to be done next in a state, as a step of the table of deadlines; and from when it counts.
STEPS = {
    'new': ('respond', 'call_date'), 'confirmed': ('arrange', 'call_date'), 'offered': ('arrange', 'call_date'),
    'refused': ('arrange', 'call_date'), 'arrived': ('solve', 'call_date'), 'working': ('solve', 'call_date'),
    'towing': ('solve', 'call_date'),
    'solved': ('report_round', 'solved_date'),  # of what has such a row: the report of an inspection
}

# Where the deadline of each step is kept, to measure it by.
KEPT = {'respond': 'respond_due', 'arrange': 'arrange_due', 'solve': 'solve_due', 'report_round': 'report_due'}


class AftersalesRescue(models.Model):
    """What was promised, and how long it took (A4, J7)."""
    _inherit = 'aftersales.rescue'

    promised_date = fields.Datetime(
        string="Promised Arrival", compute='_compute_promised_date', store=True, readonly=False, precompute=True, copy=False,
        tracking=True, help="Proposed by the table of deadlines: when the customer was told somebody is there.")
    first_promise = fields.Datetime(
        string="First Promise", readonly=True, copy=False, help="What was told first; arrival is measured by it.")
    step_due = fields.Datetime(
        string="Step Due", readonly=True, copy=False, index='btree_not_null',
        help="When the present step is to be done, by the table of deadlines.")
    respond_due = fields.Datetime(string="First Response Due", readonly=True, copy=False)
    arrange_due = fields.Datetime(string="Crew to Be Found By", readonly=True, copy=False)
    solve_due = fields.Datetime(string="Fault to Be Closed By", readonly=True, copy=False)
    report_due = fields.Datetime(string="Inspection Report Due", readonly=True, copy=False)
    due_date = fields.Datetime(string="Due", compute='_compute_due')
    is_overdue = fields.Boolean(string="Overdue", compute='_compute_due', search='_search_is_overdue')
    minutes_left = fields.Integer(compute='_compute_due')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('kind', 'area_kind', 'severity', 'call_date', 'workshop_id')
    def _compute_promised_date(self):
        """As long as nobody told the customer otherwise."""
        waiting = self.filtered(lambda rescue: not rescue.first_promise and rescue.state in ('new', False))
        ends = self.env['aftersales.deadline']._get_ends(
            'rescue', waiting, 'arrive', {rescue: rescue.call_date for rescue in waiting})
        for rescue in self:
            rescue.promised_date = ends[rescue][1] if rescue in waiting else rescue.promised_date

    @api.depends('state', 'step_due', 'promised_date')
    def _compute_due(self):
        now = fields.Datetime.now()
        for rescue in self:
            due = rescue._get_due()
            rescue.due_date = due
            rescue.is_overdue = bool(due and due < now)
            rescue.minutes_left = int((due - now).total_seconds() // 60) if due else 0

    def _get_due(self):
        """Until somebody is there his arrival counts as well as the step."""
        self.ensure_one()
        if self.state in ('accepted', 'under_way'):
            return self.promised_date
        if self.state in WAITING_STATES:
            return min(filter(None, (self.step_due, self.promised_date)), default=False)
        return self.step_due if self.state in STEPS else False

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        now = fields.Datetime.now()
        overdue = (
            Domain('state', 'in', (*WAITING_STATES, 'accepted', 'under_way')) & Domain('promised_date', '<', now)
            | Domain('state', 'in', list(STEPS)) & Domain('step_due', '<', now))
        return overdue if True in value else ~overdue

    # === BUSINESS METHODS ===#

    def _get_deadline_key(self):
        """What the table of deadlines asks of the document."""
        self.ensure_one()
        return self.kind, self.area_kind, self.severity, self.company_id

    def _begin_step(self):
        """The deadline of the step that begins is that of today's table."""
        for step, rescues in self.filtered(lambda rescue: rescue.state in OPEN_STATES).grouped(
                lambda rescue: STEPS.get(rescue.state)).items():
            starts = {rescue: rescue[step[1]] for rescue in rescues} if step else {}
            ends = self.env['aftersales.deadline']._get_ends('rescue', rescues, step[0], starts) if step else {}
            for rescue in rescues.sudo():  # sudo: deadlines are the system's
                due = ends.get(rescue.with_env(self.env), (None, False))[1]
                if rescue.step_due != due:
                    rescue.write({
                        'step_due': due, **({KEPT[step[0]]: due} if step else {}), **rescue._get_fresh_urge_vals()})

    def _keep_first_promise(self):
        """What the customer was told first is kept."""
        for rescue in self.sudo().filtered(lambda rescue: not rescue.first_promise):  # sudo: stamps are the system's
            rescue.first_promise = rescue.promised_date
