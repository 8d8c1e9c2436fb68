from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.words import say_month

TASK = 'mail.mail_activity_data_todo'
PERIODS = [('month', "Month"), ('year', "Year")]


class AftersalesFollowupSummary(models.Model):
    """What a month or a year of follow-up gave: counted by the system, talked over in a meeting, concluded and released by
    the head, and kept as it was then (J3; care.md §4.4). The figures are in ``aftersales_followup_summary_figures.py``.
    """
    _name = 'aftersales.followup.summary'
    _description = "Summary of Follow-up"
    _inherit = [
        'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin',
        'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _order = 'period_start desc, period, workshop_id, id'
    _rec_names_search = ['workshop_id.name', 'company_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _mail_post_access = 'read'
    _sealed_fields = ('period', 'period_start', 'conclusion', 'minutes', 'meeting_date')
    _free_fields = frozenset({'state', 'action_ids'})  # it may be withdrawn; what was decided on goes on
    _transitions = {
        'draft': {'released': 'aftersales.group_manager'},
        'released': {'withdrawn': 'aftersales.group_manager'},
        'withdrawn': {},
    }

    state = fields.Selection(
        [('draft', "Draft"), ('released', "Released"), ('withdrawn', "Withdrawn")], string="Status", required=True,
        readonly=True, default='draft', copy=False, index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='restrict',
        help="Empty: all outlets of the company.")
    period = fields.Selection(PERIODS, string="Kind of Period", required=True, default='month')
    period_start = fields.Date(
        string="Period", required=True, help="Any day of it.",
        default=lambda self: self.env['aftersales.workshop']._get_last_month())
    meeting_date = fields.Date(string="Talked Over On", copy=False, tracking=True)
    attendee_ids = fields.Many2many(
        'res.users', 'aftersales_followup_summary_attendee_rel', string="Those Present", copy=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    minutes = fields.Text(string="Minutes of the Meeting", copy=False, tracking=True, help="What was said in the meeting.")
    conclusion = fields.Text(
        string="Conclusions and Measures", copy=False, tracking=True, help="What the head concludes from the figures.")
    released_date = fields.Datetime(string="Released On", readonly=True, copy=False)
    released_by_id = fields.Many2one('res.users', string="Released By", readonly=True, copy=False)
    action_ids = fields.One2many('aftersales.action', 'summary_id', string="Improvement Actions")
    figures = fields.Html(compute='_compute_figures', sanitize=False, exportable=False)

    _once = models.UniqueIndex(
        "(company_id, COALESCE(workshop_id, 0), period, period_start) WHERE state != 'withdrawn'",
        "There is a summary of this period already. Open that one, or withdraw it.")

    # === COMPUTE METHODS ===#

    @api.depends('period', 'period_start', 'workshop_id', 'company_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for summary in self:
            place = (summary.workshop_id or summary.company_id).display_name or ''
            summary.display_name = f'{summary._get_period_name()} · {place}'

    @api.depends('period', 'period_start', 'workshop_id', 'company_id', 'state', 'content')
    @api.depends_context('lang')
    def _compute_figures(self):
        for summary in self:
            summary.figures = self.env['ir.qweb']._render('aftersales.followup_summary_figures', {
                'figures': summary._get_figures()}) if summary.period_start and summary.company_id else False

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_first_day(self._read_inputs(vals), vals.get('period', 'month'))
                               for vals in vals_list])

    def write(self, vals):
        vals = self._read_inputs(vals)
        if 'period' in vals or 'period_start' in vals:
            for summary in self:
                period = vals.get('period', summary.period)
                day = vals.get('period_start') or summary.period_start
                super(AftersalesFollowupSummary, summary).write(self._with_first_day({**vals, 'period_start': day}, period))
            return True
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for summary in self.filtered(lambda summary: summary.state != 'draft'):
            raise UserError(self.env._(
                "%(summary)s was released and stays. Withdraw it instead.", summary=summary.display_name))

    @api.model
    def _with_first_day(self, vals, period):
        """Of whatever day of the period, its first is kept."""
        day = vals.get('period_start') and fields.Date.to_date(vals['period_start'])
        return {**vals, 'period_start': day.replace(month=1, day=1) if period == 'year' else day.replace(day=1)} \
            if day else vals

    # === LIFE ===#

    def action_release(self):
        self._transition('released')

    def action_withdraw(self):
        self._transition('withdrawn')

    def _check_released(self):
        for summary in self:
            if summary._get_end() > fields.Date.context_today(summary):
                raise UserError(self.env._(
                    "%(summary)s speaks of days that are not over. Release it from %(day)s on.",
                    summary=summary.display_name, day=summary._get_end()))
            if not (summary.conclusion or '').strip():
                raise UserError(self.env._(
                    "%(summary)s draws no conclusions yet. Write what is done, or that nothing has to be.",
                    summary=summary.display_name))
            if not summary.meeting_date or not (summary.minutes or '').strip():
                raise UserError(self.env._(
                    "%(summary)s was not talked over yet: enter the day of the meeting and its minutes.",
                    summary=summary.display_name))
            if not summary.period_start <= summary.meeting_date <= fields.Date.context_today(summary):
                raise UserError(self.env._(
                    "%(summary)s cannot have been talked over on %(day)s: before its period, or on a day to come. Correct the "
                    "day of the meeting.", summary=summary.display_name, day=summary.meeting_date))

    def _after_released(self, source):
        for summary in self.sudo():  # sudo: seal and stamps are the system's, whoever releases
            summary.write({
                'released_date': fields.Datetime.now(), 'released_by_id': self.env.uid, **summary._prepare_seal_vals()})
            summary.activity_unlink([TASK])

    def _is_frozen(self):
        return bool(self.content_hash)

    def _get_evidence(self):
        languages = [code for code, __ in self.env['res.lang'].get_installed()]
        return super()._get_evidence() | {
            'figures': {code: self.with_context(lang=code)._count_figures() for code in languages},
            'present': self.attendee_ids.mapped('name'),
            'actions': [{'name': action.name, 'state': action.state} for action in self.action_ids]}

    # === ACTION METHODS ===#

    @api.readonly
    def action_print(self):
        return self.env.ref('aftersales.action_report_followup_summary').report_action(self, config=False)

    @api.readonly
    def action_view_actions(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_actions')
        return {
            **action, 'domain': [('summary_id', 'in', self.ids)],
            'context': {'default_summary_id': self.id, 'default_workshop_id': self.workshop_id.id,
                        'default_kind': 'improvement'}}

    # === BUSINESS METHODS ===#

    def _get_end(self):
        """The first day after the period."""
        self.ensure_one()
        return self.period_start + (relativedelta(years=1) if self.period == 'year' else relativedelta(months=1))

    def _get_former_start(self):
        self.ensure_one()
        return self.period_start - (relativedelta(years=1) if self.period == 'year' else relativedelta(months=1))

    def _get_period_name(self):
        self.ensure_one()
        if not self.period_start:
            return ''
        return str(self.period_start.year) if self.period == 'year' else say_month(self.env, self.period_start)

    def _prepare_actions(self):
        labels = dict(self.env['aftersales.action']._fields['state']._description_selection(self.env))
        # sudo: what is done is told to whoever may read the summary
        return [{'name': action.name, 'state': labels[action.state]} for action in self.sudo().action_ids
                if action.state != 'cancelled']

    def _give_tasks(self):
        """Whoever leads the outlet writes what is concluded."""
        heads = {summary: summary.workshop_id.manager_id for summary in self}
        self._create_tasks(TASK, {
            summary: {
                'user_id': head.id,
                'summary': summary.with_context(lang=head.lang).env._("Talk follow-up over, and release the summary")}
            for summary, head in heads.items() if head})
