from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.aftersales.models.base.words import say_month

# The report of a period is released by this day of the month after it.
DUE_DAY = 10
MONTHS = {'month': 1, 'year': 12}
# What the second person looks at; nobody changes it behind his back.
WORDS = {'company_id', 'workshop_id', 'period', 'period_start', 'summary', 'conclusion', 'author_id'}


class AftersalesMonthlyReport(models.Model):
    """What a month or year of after-sales came to, what is concluded, and what is done about it (N2; sheet of insight, 4).

    A draft shows the figures as they are; whoever checks it is somebody else than who wrote it. Released it keeps its
    figures, lists and measures, sealed; what the same question would answer today is shown beside them. The figures are in
    ``aftersales_monthly_report_figures.py``, the annexes in ``aftersales_monthly_report_lists.py``.
    """
    _name = 'aftersales.monthly.report'
    _description = "After-Sales Report"
    _inherit = [
        'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin',
    ]
    _order = 'period_start desc, workshop_id, version desc, id'
    _rec_names_search = ['workshop_id.name', 'company_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state', 'version'})
    _mail_post_access = 'read'
    _sealed_fields = ('period', 'period_start', 'version', 'summary', 'conclusion')
    _free_fields = frozenset({'state', 'action_ids'})  # it may be withdrawn; its measures go on
    _transitions = {
        'draft': {'checked': 'aftersales.group_manager'},
        'checked': {'draft': 'aftersales.group_manager', 'released': 'aftersales.group_manager'},
        'released': {'withdrawn': 'aftersales.group_manager'},
        'withdrawn': {},
    }

    state = fields.Selection(
        [('draft', "Draft"), ('checked', "Checked"), ('released', "Released"), ('withdrawn', "Withdrawn")], string="Status",
        required=True, readonly=True, default='draft', copy=False, index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='restrict',
        help="Empty: all outlets of the company, side by side.")
    period = fields.Selection([('month', "Month"), ('year', "Year")], required=True, default='month')
    period_start = fields.Date(
        string="First Day", required=True, help="Any day of the month or year.",
        default=lambda self: self.env.company._get_today().replace(day=1) - relativedelta(months=1))
    version = fields.Integer(default=1, readonly=True, copy=False)
    author_id = fields.Many2one(
        'res.users', string="Compiled By", required=True, index=True, default=lambda self: self.env.user, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    checker_id = fields.Many2one('res.users', string="Report Checked By", readonly=True, copy=False, index='btree_not_null')
    checked_date = fields.Datetime(string="Report Checked On", readonly=True, copy=False)
    released_date = fields.Datetime(string="Released On", readonly=True, copy=False)
    released_by_id = fields.Many2one('res.users', string="Released By", readonly=True, copy=False)
    due_date = fields.Date(
        string="To Be Released by", compute='_compute_due_date', store=True, help="The tenth of the month after the period.")
    is_late = fields.Boolean(string="Overdue", compute='_compute_is_late', search='_search_is_late')
    receiver_ids = fields.Many2many(
        'res.users', 'aftersales_monthly_report_receiver', string="Report Sent To", domain="[('share', '=', False)]",
        help="They get the released report as a file by e-mail.")
    summary = fields.Text(
        copy=False, tracking=True, help="The content in brief, the main conclusions and proposals: at most a page.")
    conclusion = fields.Text(
        string="Conclusions and Proposals", copy=False, tracking=True, help="What was found, and what is proposed.")
    action_ids = fields.One2many('aftersales.action', 'monthly_report_id', string="Measures")
    is_self_checked = fields.Boolean(string="Checked by Its Author", compute='_compute_is_self_checked')
    figures = fields.Html(
        compute='_compute_figures', sanitize=False, exportable=False, help="Read when asked for: two years and six lists.")
    differences = fields.Html(compute='_compute_differences', sanitize=False, exportable=False)

    _once = models.UniqueIndex(
        "(company_id, COALESCE(workshop_id, 0), period, period_start) WHERE state != 'withdrawn'",
        "There is a report of this period already. Open that one, or withdraw it.")
    _due_idx = models.Index("(due_date) WHERE state IN ('draft', 'checked')")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('period', 'period_start', 'workshop_id', 'company_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for report in self:
            place = (report.workshop_id or report.company_id).display_name or ''
            report.display_name = f'{report._get_period_name()} · {place}'

    @api.depends('period', 'period_start')
    def _compute_due_date(self):
        for report in self:
            report.due_date = report.period_start and report._get_end() + timedelta(days=DUE_DAY - 1)

    @api.depends('state', 'due_date')
    def _compute_is_late(self):
        for report in self:
            report.is_late = bool(
                report.state in ('draft', 'checked') and report.due_date
                and report.due_date < report.company_id._get_today())

    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = fields.Domain('state', 'in', ('draft', 'checked')) & fields.Domain(
            'due_date', '<', self.env.company._get_today())
        return late if True in value else ~late

    @api.depends('period', 'period_start', 'workshop_id', 'company_id', 'state', 'content')
    @api.depends_context('lang')
    def _compute_figures(self):
        for report in self:
            whole = report.period_start and report.company_id
            report.figures = report._render_figures() if whole else False

    @api.depends('content')
    @api.depends_context('lang')
    def _compute_differences(self):
        for report in self:
            report.differences = report._render_differences() if report.content_hash else False

    @api.depends('author_id', 'checker_id')
    def _compute_is_self_checked(self):
        for report in self:
            report.is_self_checked = bool(report.checker_id) and report.checker_id == report.author_id

    @api.onchange('period')
    def _onchange_period(self):
        """A year is reported when it is over; whoever writes ahead says so by its day."""
        for report in self.filtered(lambda report: report.period == 'year' and report.period_start and report.company_id):
            if report._get_end() > report.company_id._get_today():
                report.period_start = report.company_id._get_today().replace(month=1, day=1) - relativedelta(years=1)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create([self._with_first_day(self._read_inputs(vals)) for vals in vals_list])
        withdrawn = reports._count_withdrawn()
        for report in reports:
            version = 1 + withdrawn.get(report._get_subject(), 0)
            if version != report.version:
                report.sudo().version = version  # sudo: the system numbers them
        return reports

    def _count_withdrawn(self):
        """:return: dict of subject, see ``_get_subject``: how many reports of it were withdrawn"""
        rows = self.sudo()._read_group([  # sudo: withdrawn ones count, whoever may read them
            ('company_id', 'in', self.company_id.ids), ('period_start', 'in', list({*self.mapped('period_start')})),
            ('state', '=', 'withdrawn')], ['company_id', 'workshop_id', 'period', 'period_start:day'], ['__count'])
        return {(company.id, outlet.id, period, fields.Date.to_date(day)): count
                for company, outlet, period, day, count in rows}

    def _get_subject(self):
        """What there is one report of."""
        self.ensure_one()
        return self.company_id.id, self.workshop_id.id, self.period, self.period_start

    def write(self, vals):
        vals = self._read_inputs(vals)
        if WORDS & set(vals) and (checked := self.filtered(lambda report: report.state == 'checked'))[:1]:
            raise UserError(self.env._(
                "%(report)s is checked: what is changed now was not looked at. Send it back to its draft first.",
                report=checked[:1].display_name))
        if not {'period', 'period_start', 'workshop_id', 'company_id'} & set(vals):
            return super().write(vals)
        for report in self:
            subject, proposed = report._get_subject(), 'summary' not in vals and report._is_summary_proposed()
            super(AftersalesMonthlyReport, report).write(report._with_first_day(vals))
            if proposed and subject != report._get_subject():
                report.summary = report._draft_summary()  # the figures it told are another period's
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for report in self.filtered(lambda report: report.state in ('released', 'withdrawn')):
            raise UserError(self.env._(
                "%(report)s was released and is kept. Withdraw it instead.", report=report.display_name))

    def _with_first_day(self, vals):
        """Of whatever day of the period, its first is kept."""
        day = vals.get('period_start') and fields.Date.to_date(vals['period_start']) or self.period_start
        if not day:
            return vals
        yearly = vals.get('period', self.period) == 'year'
        return {**vals, 'period_start': day.replace(month=1, day=1) if yearly else day.replace(day=1)}

    # === LIFE ===#

    def action_check(self):
        self._claim_for_update()
        self._transition('checked')

    def action_return(self):
        self._claim_for_update()
        self._transition('draft')

    def action_release(self):
        """Two who release it at once: the second sees that it is released, and no second mail goes out."""
        self._claim_for_update()
        self._transition('released')

    def action_withdraw(self):
        self._claim_for_update()
        self._transition('withdrawn')

    def _check_checked(self):
        for report in self:
            if report._get_end() > report.company_id._get_today():
                raise UserError(self.env._(
                    "%(report)s speaks of a period that is not over. Check it from %(day)s on.",
                    report=report.display_name, day=format_date(self.env, report._get_end())))
            if report.author_id == self.env.user and not self.env.su and (others := report._find_checkers()):
                raise UserError(self.env._(
                    "%(report)s was compiled by you: somebody else checks it, as %(people)s may.", report=report.display_name,
                    people=', '.join(others[:3].mapped('name'))))
            if not (report.summary or '').strip() or not (report.conclusion or '').strip():
                raise UserError(self.env._(
                    "%(report)s has no summary or draws no conclusions yet. Write both before it is checked.",
                    report=report.display_name))

    def _find_checkers(self):
        """Who may check it beside its author. Where nobody may, he does it himself, and form and print say so.

        The administrator whom Odoo makes is somebody once he has logged in.
        """
        self.ensure_one()
        managers = self.env.ref('aftersales.group_manager').sudo().all_user_ids  # sudo: who has which role is no secret
        made = self.env.ref('base.user_admin', raise_if_not_found=False)
        return managers.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids and user != self.author_id
            and (user != made or user.login_date)).sorted('id')

    def _check_draft(self):
        """Whoever finds something sends it back."""

    def _check_released(self):
        """Nothing more is asked: what was checked cannot be changed, see ``write``."""

    def _check_withdrawn(self):
        """A released report is withdrawn, never changed."""

    def _after_withdrawn(self, source):
        self.flush_recordset(['state'])  # the next version is made in the same breath, perhaps

    def _after_checked(self, source):
        # sudo: stamps are the system's
        self.sudo().write({'checker_id': self.env.uid, 'checked_date': fields.Datetime.now()})

    def _after_draft(self, source):
        self.sudo().write({'checker_id': False, 'checked_date': False})  # sudo: as above

    def _after_released(self, source):
        for report in self.sudo():  # sudo: seal and stamps are the system's, whoever releases
            report.write({
                'released_date': fields.Datetime.now(), 'released_by_id': self.env.uid, **report._prepare_seal_vals()})
            report._send()

    def _is_frozen(self):
        return bool(self.content_hash)

    def _send(self):
        """The released report as a file, in each receiver's language."""
        self.ensure_one()
        for lang, users in self.receiver_ids.grouped(lambda user: user.lang or 'en_US').items():
            report = self.with_context(lang=lang)
            pdf, __ = report.env['ir.actions.report']._render_qweb_pdf('aftersales.report_monthly', report.ids)
            report.message_notify(
                partner_ids=users.partner_id.ids, subject=report.display_name,
                body=report.env._("The after-sales report is attached: %(report)s.", report=report.display_name),
                attachments=[(f'{report.display_name}.pdf', pdf)], author_id=self.company_id.partner_id.id,
                email_from=self.company_id.email_formatted, email_layout_xmlid='mail.mail_notification_light')

    # === ACTION METHODS ===#

    @api.readonly
    def action_print(self):
        return self.env.ref('aftersales.action_report_monthly').report_action(self)

    @api.readonly
    def action_view_measures(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_actions')
        return {
            **action, 'domain': [('monthly_report_id', 'in', self.ids)],
            'context': {'default_monthly_report_id': self[:1].id, 'default_workshop_id': self.workshop_id[:1].id,
                        'default_kind': 'improvement'}}

    def action_draft_summary(self):
        """What the figures say in sentences, where nothing is written yet; what somebody wrote stays."""
        self.check_access('write')
        for report in self.filtered(lambda report: report.state == 'draft' and not (report.summary or '').strip()):
            report.summary = report._draft_summary()

    # === BUSINESS METHODS ===#

    def _get_end(self):
        """The first day after the period."""
        self.ensure_one()
        return self.period_start + relativedelta(months=MONTHS[self.period])

    def _get_last_day(self):
        return self._get_end() - timedelta(days=1)

    def _get_period_name(self):
        self.ensure_one()
        if not self.period_start:
            return ''
        if self.period == 'year':
            return self.env._("Year %(year)s", year=str(self.period_start.year))
        return say_month(self.env, self.period_start)

    def _get_outlets(self):
        """The outlets it speaks of."""
        self.ensure_one()
        return self.workshop_id or self.env['aftersales.workshop'].sudo().search(  # sudo: all of the company's
            [('company_id', '=', self.company_id.id)], limit=1000)

    def _get_before(self):
        """The report of the period before, released: its measures are asked after."""
        self.ensure_one()
        return self.sudo().search([  # sudo: what was promised is told to whoever reads this one
            ('company_id', '=', self.company_id.id), ('workshop_id', '=', self.workshop_id.id),
            ('period', '=', self.period), ('state', '=', 'released'), ('period_start', '<', self.period_start),
        ], order='period_start desc, id desc', limit=1)
