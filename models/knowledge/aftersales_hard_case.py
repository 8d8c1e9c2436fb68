from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

STATES = [('open', "Case Open"), ('solved', "Case Solved"), ('given_up', "Case Given Up")]
# Within how many days a case is to be solved (people sheet 7).
DAYS = 7


class AftersalesHardCase(models.Model):
    """A fault that nobody finds alone (技术难题, M3): who works on it, what was thought and tried step by step, what it was in
    the end; and the article that it becomes."""
    _name = 'aftersales.hard.case'
    _description = "Hard Case"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin',
        'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
    ]
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'subject', 'vehicle_id.license_plate']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'open': dict.fromkeys(('solved', 'given_up')),
        'solved': {'open': 'aftersales.group_teach'},
        'given_up': {'open': 'aftersales.group_teach'},
    }

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    subject = fields.Char(required=True, max_length=200, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    job_id = fields.Many2one('aftersales.job', string="Job", index='btree_not_null', check_company=True, ondelete='restrict')
    order_id = fields.Many2one(related='job_id.order_id', string="Repair Order", store=True, index='btree_not_null')
    vehicle_id = fields.Many2one(
        'fleet.vehicle', string="Vehicle", compute='_compute_vehicle_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', ondelete='restrict')
    model_id = fields.Many2one(related='vehicle_id.model_id', string="Model", store=True, index='btree_not_null')
    symptom = fields.Text(
        string="Symptoms", compute='_compute_symptom', store=True, readonly=False, precompute=True, max_length=2000)
    codes = fields.Char(string="Fault Codes", max_length=300)
    level = fields.Selection(
        [('1', "1: the outlet"), ('2', "2: the group"), ('3', "3: the maker")], string="Support Level", default='1',
        required=True, tracking=True,
        help="Who is needed for it.")
    date = fields.Date(string="Found On", required=True, default=fields.Date.context_today)
    due_date = fields.Date(
        string="Solve Until", compute='_compute_due_date', store=True, readonly=False, precompute=True)
    user_id = fields.Many2one(
        'res.users', string="Leads", required=True, default=lambda self: self.env.user, index=True, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    team_ids = fields.Many2many(
        'res.users', string="Team", domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    step_ids = fields.One2many('aftersales.hard.case.step', 'case_id', string="Steps")
    outside_help = fields.Char(string="Help from Outside", max_length=300, help="e.g. the maker's technical line, file number")
    cause = fields.Text(copy=False, max_length=4000)
    solution = fields.Text(copy=False, max_length=8000)
    solved_date = fields.Date(string="Solved On", readonly=True, copy=False)
    bulletin_ids = fields.One2many('aftersales.bulletin', 'hard_case_id', string="Articles", readonly=True)
    is_late = fields.Boolean(string="Late", compute='_compute_is_late', search='_search_is_late')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('job_id')
    def _compute_vehicle_id(self):
        for case in self:
            case.vehicle_id = case.job_id.vehicle_id or case.vehicle_id

    @api.depends('job_id')
    def _compute_symptom(self):
        for case in self:
            case.symptom = case.symptom or case.job_id.concern

    @api.depends('date')
    def _compute_due_date(self):
        for case in self:
            case.due_date = case.date and case.date + relativedelta(days=DAYS)

    @api.depends('state', 'due_date')
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for case in self:
            case.is_late = case.state == 'open' and bool(case.due_date and case.due_date < today)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = Domain('state', '=', 'open') & Domain('due_date', '<', fields.Date.context_today(self))
        return late if True in value else ~late

    @api.depends('name', 'subject')
    def _compute_display_name(self):
        for case in self:
            case.display_name = ' · '.join(filter(None, [case.name.strip('/'), case.subject]))

    # === ACTION METHODS ===#

    def action_solve(self):
        self._transition('solved')

    def action_give_up(self):
        self._transition('given_up')

    def action_reopen(self):
        self._transition('open')

    def action_make_article(self):
        """A draft with what was found out, for a trainer to put in force; the one there is, if there is one."""
        self.ensure_one()
        self.check_access('read')
        self._claim_for_update()
        if self.state != 'solved':
            raise UserError(self.env._("%(case)s is not solved yet.", case=self.display_name))
        # sudo: which case it comes from is the system's
        article = self.sudo().bulletin_ids.filtered(lambda article: article.state != 'withdrawn')[:1]
        if not article:
            article = self.env['aftersales.bulletin'].create(self._prepare_article()).sudo()
            article.hard_case_id = self
        return {
            'type': 'ir.actions.act_window', 'res_model': 'aftersales.bulletin', 'view_mode': 'form',
            'views': [(False, 'form')], 'res_id': article.id}

    # === BUSINESS METHODS ===#

    def _prepare_article(self):
        return {
            'title': self.subject, 'kind': 'case', 'symptom': self.symptom, 'codes': self.codes, 'cause': self.cause,
            'remedy': self.solution, 'model_ids': self.model_id.ids, 'author_id': self.env.uid,
        }

    def _check_solved(self):
        for case in self:
            if not (case.cause or '').strip() or not (case.solution or '').strip():
                raise UserError(self.env._(
                    "%(case)s: write down the cause, and what solved it.", case=case.display_name))

    def _check_given_up(self):
        for case in self:
            if not case.step_ids:
                raise UserError(self.env._(
                    "%(case)s: write down what was tried before it is given up.", case=case.display_name))

    def _after_solved(self, source):
        self.sudo().solved_date = fields.Date.context_today(self)  # sudo: the stamp is the system's

    def _after_open(self, source):
        self.sudo().solved_date = False  # sudo: the stamp is the system's
