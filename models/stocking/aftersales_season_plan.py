from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

TASK = 'aftersales.mail_activity_season_plan'
STATES = [
    ('draft', "To Give"), ('given', "Waits for Approval"), ('approved', "Approved"), ('dropped', "Dropped")]


class AftersalesSeasonPlan(models.Model):
    """What a store needs for a season (H5): given 30 days before it begins, approved by whoever decides what is kept. From
    then until the season ends, at least so many are kept of each part; afterwards the proposals go back by themselves.
    """
    _name = 'aftersales.season.plan'
    _description = "Seasonal Stock Plan"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'date_start desc, id desc'
    _rec_names_search = ['name', 'warehouse_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'given_id', 'given_date', 'approved_id', 'approved_date'})
    _transitions = {
        'draft': {'given': None, 'dropped': None},
        'given': {'approved': 'aftersales.group_decide_stocking', 'draft': None},
        'approved': {'dropped': 'aftersales.group_decide_stocking'},
        'dropped': {}}

    name = fields.Char(string="Season", required=True, tracking=True, max_length=64)
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    warehouse_id = fields.Many2one(
        'stock.warehouse', string="Store", required=True, index=True, ondelete='restrict',
        default=lambda self: self.env.user._get_default_warehouse_id())
    company_id = fields.Many2one(related='warehouse_id.company_id', store=True, index=True, precompute=True)
    date_start = fields.Date(string="Season Begins", required=True, index=True, tracking=True)
    date_end = fields.Date(string="Season Ends", required=True, tracking=True)
    notice_days = fields.Integer(
        string="Given before (Days)", required=True, default=30, bounds=(0, 365),
        help="How long before the season begins the need is given, so that the parts are there in time.")
    date_due = fields.Date(string="To Give Until", compute='_compute_date_due', store=True, precompute=True, index=True)
    is_late = fields.Boolean(string="Late", compute='_compute_is_late', search='_search_is_late')
    user_id = fields.Many2one(
        'res.users', string="Need Given By", required=True, index=True, check_company=True, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", default=lambda self: self.env.user,
        help="Who says what the store needs. He has a task until then.")
    line_ids = fields.One2many('aftersales.season.plan.line', 'plan_id', string="Parts", copy=True)
    note = fields.Text()
    given_id = fields.Many2one(
        'res.users', string="Signed By", readonly=True, copy=False, index='btree_not_null')
    given_date = fields.Datetime(string="Need Given On", readonly=True, copy=False)
    approved_id = fields.Many2one(
        'res.users', string="Approved By", readonly=True, copy=False, index='btree_not_null')
    approved_date = fields.Datetime(string="Approved On", readonly=True, copy=False)

    _period = models.Constraint('CHECK (date_end >= date_start)', "A season cannot end before it begins.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('date_start', 'notice_days')
    def _compute_date_due(self):
        for plan in self:
            plan.date_due = plan.date_start and plan.date_start - timedelta(days=plan.notice_days)

    @api.depends('state', 'date_due')
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for plan in self:
            plan.is_late = plan.state == 'draft' and bool(plan.date_due and plan.date_due < today)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = Domain('state', '=', 'draft') & Domain('date_due', '<', fields.Date.context_today(self))
        return late if True in value else ~late

    @api.depends('name', 'warehouse_id')
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = ' · '.join(filter(None, (plan.name, plan.warehouse_id.name)))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create([self._read_inputs(vals) for vals in vals_list])
        plans._plan_tasks()
        return plans

    def write(self, vals):
        vals = self._read_inputs(vals)
        result = super().write(vals)
        if {'date_start', 'notice_days', 'user_id'} & vals.keys():
            self._plan_tasks()
        return result

    # === ACTION METHODS ===#

    def action_give(self):
        self._claim_for_update()
        self._transition('given')

    def action_approve(self):
        self._claim_for_update()
        self._transition('approved')

    def action_take_back(self):
        """What stands in it is corrected, and given again."""
        self._transition('draft')

    def action_drop(self):
        self._transition('dropped')

    @api.readonly
    def action_view_proposals(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_stocking_proposals')
        return {**action, 'context': {}, 'domain': [
            ('warehouse_id', '=', self.warehouse_id.id), ('product_id', 'in', self.line_ids.product_id.ids)]}

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state != 'draft'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(plan)s is given: it stays as it is, unless it is taken back.", plan=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(plan)s stays in the history. Drop it instead of deleting it.", plan=self.display_name)

    def _plan_tasks(self):
        """Whoever gives the need is reminded of the day, in his words."""
        self._drop_tasks()
        for plan in self.filtered(lambda plan: plan.state == 'draft'):
            words = plan.with_context(lang=plan.user_id.lang or plan.env.lang).env
            plan.activity_schedule(
                TASK, plan.date_due, user_id=plan.user_id.id,
                summary=words._("Give what the store needs for %(season)s", season=plan.name))

    def _drop_tasks(self):
        # sudo: tasks of the plan are the system's, whoever they wait for
        self.sudo().activity_unlink([TASK])

    def _check_given(self):
        for plan in self:
            if not plan.line_ids:
                raise UserError(self.env._("%(plan)s: enter the parts first.", plan=plan.display_name))

    def _after_given(self, source):
        self._drop_tasks()
        # sudo: who gave it and when is the system's
        self.sudo().write({'given_id': self.env.uid, 'given_date': fields.Datetime.now()})

    def _after_draft(self, source):
        self._plan_tasks()

    def _check_approved(self):
        today = fields.Date.context_today(self)
        for plan in self:
            if plan.date_end < today:
                raise UserError(self.env._(
                    "%(plan)s: the season is over. Take it back, and enter the next one.", plan=plan.display_name))

    def _after_approved(self, source):
        """What is kept is worked out anew: what the season asks for is proposed at once."""
        # sudo: who approved and when is the system's
        self.sudo().write({'approved_id': self.env.uid, 'approved_date': fields.Datetime.now()})
        self._propose_anew()

    def _after_dropped(self, source):
        self._drop_tasks()
        if source == 'approved':
            self._propose_anew()

    def _propose_anew(self):
        Policy = self.env['aftersales.stocking.policy'].sudo()  # sudo: proposals are the system's word
        Policy._create_missing()
        Policy.search([('warehouse_id', 'in', self.warehouse_id.ids)])._propose()
