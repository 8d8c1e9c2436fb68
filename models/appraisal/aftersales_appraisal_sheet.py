from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

STATES = [
    ('draft', "Being Reckoned"), ('shown', "Shown to the Person"), ('agreed', "Agreed by the Person"),
    ('objected', "Objected To"), ('closed', "Sheet Closed")]
# What the person himself writes.
OWN = frozenset({'objection'})
# What is written to an objection.
ANSWERED = frozenset({'answer'})


class AftersalesAppraisalSheet(models.Model):
    """How somebody did in a month, by what his post is measured by; he sees it and answers (M4)."""
    _name = 'aftersales.appraisal.sheet'
    _description = "Performance Sheet"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin', 'mail.activity.mixin', 'aftersales.batch.mixin',
    ]
    _order = 'month desc, employee_id, id desc'
    _rec_names_search = ['employee_id', 'job_id', 'post_name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'draft': {'shown': 'aftersales.group_appraise'},
        'shown': {'draft': 'aftersales.group_appraise', 'agreed': None, 'objected': None},
        'objected': {'shown': 'aftersales.group_appraise', 'closed': 'aftersales.group_appraise'},
        'agreed': {'closed': 'aftersales.group_appraise'},
        'closed': {},
    }

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    employee_id = fields.Many2one(
        'hr.employee', string="Employee", required=True, index=True, check_company=True, ondelete='restrict')
    month = fields.Date(required=True, index=True, default=lambda self: self._default_month())
    template_id = fields.Many2one(
        'aftersales.appraisal.template', string="Template", required=True, index=True, ondelete='restrict', check_company=True)
    job_id = fields.Many2one(related='template_id.job_id', string="Post", store=True, index=True, precompute=True)
    post_name = fields.Char(
        string="Post of Its Day", translate=True, readonly=True, copy=False, help="As it was called when it was measured.")
    line_ids = fields.One2many('aftersales.appraisal.line', 'sheet_id', string="Figures", copy=False)
    score = fields.Float(
        compute='_compute_score', store=True, digits=(5, 1), aggregator='avg',
        help="Σ (weight × reached) ÷ Σ weights of the indicators of which there is data and a target")
    weight_known = fields.Float(
        string="Weights Counted", compute='_compute_score', store=True, digits=(5, 1), aggregator=None)
    point_amount = fields.Float(string="Amount per Point", digits=(10, 2), readonly=True, copy=False, aggregator=None)
    suggested_deduction = fields.Monetary(
        readonly=True, copy=False, aggregator=None, groups='aftersales.group_see_people_fact',
        help="What the locked month of complaints says of this person. Nothing is deducted by itself.")
    deduction = fields.Monetary(
        string="Deducted for Complaints", copy=False, tracking=True, bounds=(0, 1e9), aggregator='sum',
        help="Entered by whoever appraises, with the reason.")
    deduction_reason = fields.Char(string="Why It Is Deducted", max_length=300, copy=False, tracking=True)
    bonus_amount = fields.Monetary(
        string="Bonus by Points", compute='_compute_score', store=True, help="Score × amount per point − what is deducted")
    note = fields.Text(string="What the Supervisor Says", max_length=2000, tracking=True)
    objection = fields.Text(string="What the Person Objects", max_length=2000, copy=False, tracking=True)
    answer = fields.Text(string="Answer to It", max_length=2000, copy=False, tracking=True)
    is_own = fields.Boolean(compute='_compute_is_own')
    shown_date = fields.Datetime(string="Shown On", readonly=True, copy=False)
    answered_date = fields.Datetime(string="Answered On", readonly=True, copy=False)
    answered_id = fields.Many2one('res.users', string="Answered By", readonly=True, copy=False, index='btree_not_null')
    closed_date = fields.Datetime(string="Closed On", readonly=True, copy=False)
    closed_id = fields.Many2one('res.users', string="Closed By", readonly=True, copy=False, index='btree_not_null')

    _one_a_month = models.UniqueIndex('(employee_id, month)', "There is a sheet of this person and month already.")

    @api.model
    def _default_month(self):
        return self.env.company._get_today().replace(day=1) - relativedelta(months=1)

    # === COMPUTE METHODS ===#

    @api.depends('line_ids.points', 'line_ids.weight', 'line_ids.is_counted', 'point_amount', 'deduction')
    def _compute_score(self):
        for sheet in self:
            known = sheet.line_ids.filtered('is_counted')
            sheet.weight_known = sum(known.mapped('weight'))
            sheet.score = sum(line.weight * line.attainment for line in known) / sheet.weight_known if sheet.weight_known else 0
            amount = max(sheet.score * sheet.point_amount - sheet.deduction, 0.0)
            sheet.bonus_amount = sheet.currency_id.round(amount) if sheet.currency_id else amount

    @api.depends('employee_id')
    @api.depends_context('uid')
    def _compute_is_own(self):
        for sheet in self:
            sheet.is_own = sheet.employee_id.sudo().user_id == self.env.user  # sudo: whose sheet it is

    @api.depends('employee_id.name', 'month')
    def _compute_display_name(self):
        for sheet in self:
            name = sheet.employee_id.sudo().name or ''  # sudo: names are no secret
            sheet.display_name = f"{name} · {sheet.month:%Y-%m}" if sheet.month else name

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        sheets = super().create([self._read_month(vals) for vals in vals_list])
        sheets.sudo()._measure_lines()  # sudo: figures are the system's
        return sheets

    def init(self):
        """Sheets that were made before they kept the post's name get that of today."""
        self._keep_post_names(SQL("post_name IS NULL"))

    def write(self, vals):
        if not self.env.su:
            self._check_may_write(vals)
        vals = self._read_month(vals)
        result = super().write(vals)
        if vals.keys() & {'employee_id', 'month', 'template_id', 'company_id'}:
            self.sudo()._measure_lines()  # sudo: figures are the system's
        return result

    # === BUSINESS METHODS ===#

    def _check_may_write(self, vals):
        """Whoever appraises writes until it is shown, and the answer to an objection; the objection is the person's own."""
        names = {name for name in vals if name != 'state' and not name.startswith(('message_', 'activity_'))}
        is_appraiser = self.env.user.has_group('aftersales.group_appraise')
        for sheet in self:
            if sheet.is_own and sheet.state == 'shown' and names <= OWN:
                continue
            if not is_appraiser:
                raise UserError(self.env._("Of a sheet that is shown to you, only your objection is yours to write."))
            if names & OWN or sheet.state != 'draft' and names - (ANSWERED if sheet.state == 'objected' else set()):
                raise UserError(self.env._("What was shown to a person stays so, and the objection is the person's own."))

    @api.model
    def _read_month(self, vals):
        """A month is known by its first day; what is no day is the field's to refuse."""
        try:
            month = fields.Date.to_date(vals.get('month'))
        except (TypeError, ValueError):
            return vals
        return {**vals, 'month': month.replace(day=1)} if month else vals

    def _measure_lines(self):
        """The lines as the template has them and the records say; what was entered by hand stays."""
        for (company, month), sheets in self.grouped(lambda sheet: (sheet.company_id, sheet.month)).items():
            indicators = sheets.template_id.line_ids.indicator_id
            figures = indicators._measure(sheets.employee_id, company, month)
            deductions = self._get_deductions(sheets.employee_id, company, month)
            for sheet in sheets:
                by_hand = {line.indicator_id: line for line in sheet.line_ids if line.has_figure and line.measure == 'hand'}
                sheet.write({
                    'point_amount': sheet.template_id.point_amount,
                    'suggested_deduction': deductions.get(sheet.employee_id, 0.0),
                    'line_ids': [Command.clear(), *(
                        Command.create(sheet._prepare_line(line, figures, by_hand)) for line in sheet.template_id.line_ids)]})
        if self:
            self.env.flush_all()
            self._keep_post_names(SQL("id IN %s", tuple(self.ids)))
            self.line_ids._keep_names(SQL("sheet_id IN %s", tuple(self.ids)))
            self.invalidate_recordset(['post_name'])
            self.line_ids.invalidate_recordset(['name', 'formula'])

    @api.model
    def _keep_post_names(self, which):
        """What the post is called stays on the sheet in every language."""
        self.env.cr.execute(SQL(
            "UPDATE aftersales_appraisal_sheet sheet SET post_name = job.name FROM hr_job job "
            "WHERE job.id = sheet.job_id AND sheet.%s", which))

    @api.model
    def _get_deductions(self, people, company, month):
        """:return: dict of employee: what the month of complaints suggests, where the company wants such facts"""
        if not company.aftersales_people_facts:
            return {}
        # sudo: whoever appraises sees the sum where his role sees the facts
        return dict(self.env['aftersales.people.fact'].sudo()._read_group([
            ('company_id', '=', company.id), ('employee_id', 'in', people.ids), ('month', '=', month.replace(day=1)),
        ], ['employee_id'], ['deduction:sum']))

    def _prepare_line(self, line, figures, by_hand):
        indicator = line.indicator_id
        figure, old = figures.get((indicator, self.employee_id)), by_hand.get(indicator)
        return {
            'sequence': line.sequence, 'indicator_id': indicator.id, 'weight': line.weight, 'target': line.target,
            'measure': indicator.measure, 'scope': indicator.scope, 'better': indicator.better, 'cap': self.template_id.cap,
            'has_figure': bool(figure or old), 'actual': figure.actual if figure else old.actual if old else 0.0,
            'count': figure.count if figure else 0, 'words': figure.words if figure else False,
            'note': old.note if old else False}

    @api.model
    def _make_of_month(self, company, only=None, month=None):
        """Sheets of a month that is over, else of the last, for whoever holds a post with a template, or this one.

        Each is made once.
        """
        month = month or self.with_company(company)._default_month()
        templates = self.env['aftersales.appraisal.template']._get_of_posts(company)
        templates = {post: template for post, template in templates.items() if not only or template in only}
        people = self.env['hr.employee'].sudo().search([  # sudo: who holds which post
            ('company_id', '=', company.id), ('job_id', 'in', [post.id for post in templates])])
        made = self.search([('company_id', '=', company.id), ('month', '=', month)]).employee_id
        return self.create([
            {'company_id': company.id, 'employee_id': person.id, 'month': month, 'template_id': templates[person.job_id].id}
            for person in people - made])
