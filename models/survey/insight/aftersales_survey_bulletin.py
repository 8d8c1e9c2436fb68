import math

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# Figures that rest on fewer answers are shown in grey.
FEW = 10


class AftersalesSurveyBulletin(models.Model):
    """What customers said in a quarter, what is done about it, and whether that helped: told regularly, as the norm asks (L3).

    While it is a draft its figures are today's; published it keeps them. The figures are in
    ``aftersales_survey_bulletin_figures.py``.
    """
    _name = 'aftersales.survey.bulletin'
    _description = "Satisfaction Report"
    _inherit = [
        'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin',
        'aftersales.own.mixin',
    ]
    _order = 'period_start desc, workshop_id, id'
    _rec_names_search = ['workshop_id.name', 'company_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _mail_post_access = 'read'
    _portal_counter = 'aftersales_bulletin_count'
    _sealed_fields = ('period_start', 'conclusion')
    _free_fields = frozenset({'state', 'is_public', 'action_ids'})  # it may be withdrawn, and hidden from customers
    _transitions = {
        'draft': {'published': 'aftersales.group_manager'},
        'published': {'withdrawn': 'aftersales.group_manager'},
        'withdrawn': {},
    }

    state = fields.Selection(
        [('draft', "Draft"), ('published', "Published"), ('withdrawn', "Withdrawn")], string="Status", required=True,
        readonly=True, default='draft', copy=False, index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='restrict',
        help="Empty: all outlets of the company.")
    period_start = fields.Date(
        string="Quarter", required=True, help="Any day of it.",
        default=lambda self: self.env['aftersales.workshop']._get_last_quarter())
    published_date = fields.Datetime(string="Published On", readonly=True, copy=False)
    published_by_id = fields.Many2one('res.users', string="Published By", readonly=True, copy=False)
    conclusion = fields.Text(
        string="Conclusions and Measures", copy=False, tracking=True, translate=False,
        help="What the head of service concludes. It is printed, and customers read it where they see the report.")
    is_public = fields.Boolean(
        string="On the Customers' Page", copy=False, tracking=True,
        help="Customers of the company see the published report when they are logged in.")
    action_ids = fields.One2many(
        'aftersales.action', 'bulletin_id', string="Improvement Actions",
        help="Their names and how far they are stand in the report: customers read them, too, where they see it.")
    figures = fields.Html(compute='_compute_figures', sanitize=False, exportable=False)

    _once = models.UniqueIndex(
        "(company_id, COALESCE(workshop_id, 0), period_start) WHERE state != 'withdrawn'",
        "There is a report of this quarter already. Open that one, or withdraw it.")

    # === COMPUTE METHODS ===#

    @api.depends('period_start', 'workshop_id', 'company_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for bulletin in self:
            place = (bulletin.workshop_id or bulletin.company_id).display_name or ''
            bulletin.display_name = f'{bulletin._get_quarter_name()} · {place}'

    @api.depends('period_start', 'workshop_id', 'company_id', 'state', 'content')
    @api.depends_context('lang')
    def _compute_figures(self):
        for bulletin in self:
            bulletin.figures = bulletin._render_figures() if bulletin.period_start and bulletin.company_id else False

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        bulletins = super().create([self._with_first_day(self._read_inputs(vals)) for vals in vals_list])
        if any(bulletins.mapped('is_public')):
            self._check_may_show()
        return bulletins

    def write(self, vals):
        vals = self._with_first_day(self._read_inputs(vals))
        if 'is_public' in vals:
            self._check_may_show()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for bulletin in self.filtered(lambda bulletin: bulletin.state != 'draft'):
            raise UserError(self.env._(
                "%(report)s was published and stays. Withdraw it instead.", report=bulletin.display_name))

    @api.model
    def _check_may_show(self):
        """:raises AccessError: where somebody else than a manager decides what customers read"""
        if not self.env.su and not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._("Whether customers see a satisfaction report is for a manager to decide. Ask one."))

    @api.model
    def _with_first_day(self, vals):
        """Of whatever day of the quarter, its first is kept."""
        day = vals.get('period_start') and fields.Date.to_date(vals['period_start'])
        return {**vals, 'period_start': day.replace(month=day.month - (day.month - 1) % 3, day=1)} if day else vals

    # === LIFE ===#

    def action_publish(self):
        self._transition('published')

    def action_withdraw(self):
        self._transition('withdrawn')

    def _check_published(self):
        for bulletin in self:
            if bulletin._get_end() > fields.Date.context_today(bulletin):
                raise UserError(self.env._(
                    "%(report)s speaks of a quarter that is not over. Publish it from %(day)s on.",
                    report=bulletin.display_name, day=bulletin._get_end()))
            if not (bulletin.conclusion or '').strip():
                raise UserError(self.env._(
                    "%(report)s draws no conclusions yet. Write what is done about what customers said, or that nothing "
                    "has to be.", report=bulletin.display_name))

    def _after_published(self, source):
        for bulletin in self.sudo():  # sudo: seal and stamps are the system's, whoever publishes
            bulletin.write({
                'published_date': fields.Datetime.now(), 'published_by_id': self.env.uid, **bulletin._prepare_seal_vals()})

    def _is_frozen(self):
        return bool(self.content_hash)

    def _get_evidence(self):
        return super()._get_evidence() | {
            'figures': {code: self.with_context(lang=code)._count_figures() for code in self._get_languages()},
            'actions': [{'name': action.name, 'state': action.state} for action in self.action_ids]}

    def _prepare_actions(self):
        """What is done about it, in the reader's words: of a published report with how far it is today."""
        labels = dict(self.env['aftersales.action']._fields['state']._description_selection(self.env))
        # sudo: what is done is told to whoever may read the report
        return [{'name': action.name, 'state': labels[action.state]} for action in self.sudo().action_ids
                if action.state != 'cancelled']

    def _render_figures(self):
        return self.env['ir.qweb']._render(
            'aftersales.survey_bulletin_figures', {'figures': self._get_figures(), 'few': FEW})

    # === ACTION METHODS ===#

    @api.readonly
    def action_print(self):
        return self.env.ref('aftersales.action_report_survey_bulletin').report_action(self)

    @api.readonly
    def action_view_actions(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_actions')
        return {
            **action, 'domain': [('bulletin_id', 'in', self.ids)],
            'context': {'default_bulletin_id': self.id, 'default_workshop_id': self.workshop_id.id,
                        'default_kind': 'improvement'}}

    # === BUSINESS METHODS ===#

    @api.model
    def _get_portal_domain(self, partner):
        """What is published and shown by the companies that have repaired for him."""
        own = partner._get_aftersales_family_domain('partner_id')
        rows = self.env['aftersales.order'].sudo()._read_group(own, ['company_id'])  # sudo: his own visits
        return Domain('state', '=', 'published') & Domain('is_public', '=', True) & Domain(
            'company_id', 'in', [company.id for company, in rows])

    def _get_end(self):
        """The first day after the quarter."""
        self.ensure_one()
        return self.period_start + relativedelta(months=3)

    def _get_quarter_name(self):
        self.ensure_one()
        if not self.period_start:
            return ''
        return self.env._(
            "Quarter %(quarter)s of %(year)s", quarter=math.ceil(self.period_start.month / 3),
            year=str(self.period_start.year))

    def _get_languages(self):
        return [code for code, __ in self.env['res.lang'].get_installed()]
