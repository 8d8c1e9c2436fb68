from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare, float_round

KEEPERS = 'aftersales.group_manager'


class AftersalesGoal(models.Model):
    """A goal in numbers, the measures that are to reach it, what came of them, and whether that is kept as the standard."""
    _name = 'aftersales.goal'
    _description = "Improvement Goal"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'due_date, id'
    _rec_names_search = ['name', 'indicator']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'assessed_id', 'assessed_date', 'action_ids'})
    _transitions = {
        'running': {'kept': KEEPERS, 'missed': KEEPERS}, 'kept': {}, 'missed': {}}

    state = fields.Selection(
        [('running', "Goal Running"), ('kept', "Reached and Kept"), ('missed', "Goal Missed")], string="Status", required=True,
        readonly=True, copy=False, default='running', index=True, tracking=True)
    name = fields.Char(string="Goal", required=True, max_length=200, tracking=True)
    indicator = fields.Char(string="Measured By", required=True, max_length=200, tracking=True)
    unit = fields.Char(string="Unit of Measure", max_length=40, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='restrict',
        help="Empty: the whole company.")
    user_id = fields.Many2one(
        'res.users', string="In Charge", required=True, index=True, tracking=True, check_company=True,
        default=lambda self: self.env.user, domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    due_date = fields.Date(string="Reached Until", required=True, index=True, tracking=True)
    value_before = fields.Float(string="Where We Stand", digits=(16, 2), bounds=(-1e9, 1e9), tracking=True)
    value_goal = fields.Float(string="Where We Want to Be", digits=(16, 2), bounds=(-1e9, 1e9), tracking=True)
    value_reached = fields.Float(
        string="Where We Are Now", digits=(16, 2), bounds=(-1e9, 1e9), tracking=True, copy=False)
    progress = fields.Float(
        string="Of the Way (%)", compute='_compute_progress', digits=(16, 2),
        help="Of the way from where we stood to the goal.")
    is_reached = fields.Boolean(string="Goal Reached", compute='_compute_progress')
    effect = fields.Text(string="Effect Assessed", copy=False, tracking=True, help="What came of the measures, and what not.")
    kept_as = fields.Char(
        string="Kept As", copy=False, max_length=200, tracking=True,
        help="The norm, list or training in which what works is kept.")
    action_ids = fields.One2many('aftersales.action', 'goal_id', string="Goal's Measures")
    assessed_id = fields.Many2one('res.users', string="Assessed By", readonly=True, copy=False, index='btree_not_null')
    assessed_date = fields.Date(string="Assessed On", readonly=True, copy=False)

    @api.depends('value_before', 'value_goal', 'value_reached')
    def _compute_progress(self):
        """Less may be better: the way counts, whichever direction it has."""
        for goal in self:
            way = goal.value_goal - goal.value_before
            share = (goal.value_reached - goal.value_before) / way if float_compare(way, 0, 2) else 0.0
            goal.progress = float_round(min(max(share, 0.0), 10.0) * 100, 2)
            goal.is_reached = bool(float_compare(way, 0, 2)) and float_compare(share, 1.0, 6) >= 0

    @api.constrains('value_before', 'value_goal')
    def _check_values(self):
        for goal in self:
            if not float_compare(goal.value_before, goal.value_goal, 2):
                raise ValidationError(self.env._("%(goal)s: the goal is where you stand already.", goal=goal.name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._read_inputs(vals))

    # === ACTION METHODS ===#

    def action_keep(self):
        """It is reached, and what works is kept as the standard."""
        self._claim_for_update()
        self._transition('kept')

    def action_miss(self):
        """Its time is over and it is not reached."""
        self._claim_for_update()
        self._transition('missed')

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state != 'running'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(goal)s is assessed: it stays as it is. Set another goal.", goal=self.name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(goal)s stays in the history. Say that it was missed, and why.", goal=self.name)

    def _check_kept(self):
        for goal in self:
            if not goal.is_reached:
                raise UserError(self.env._("%(goal)s is not reached: enter where you are now.", goal=goal.name))
            if not (goal.kept_as or '').strip():
                raise UserError(self.env._("%(goal)s: enter in which norm or list it is kept.", goal=goal.name))
            due = goal.action_ids.filtered(lambda action: action._get_due())
            if due:
                raise UserError(self.env._(
                    "%(goal)s: “%(action)s” is not done and checked yet.", goal=goal.name, action=due[0].name))
        self._check_effect()

    def _check_missed(self):
        self._check_effect()

    def _check_effect(self):
        for goal in self:
            if not (goal.effect or '').strip():
                raise UserError(self.env._("%(goal)s: write what came of the measures.", goal=goal.name))

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        for goal in self.sudo():  # sudo: who assessed it and when is the system's
            goal.write({'assessed_id': self.env.uid, 'assessed_date': goal.company_id._get_today()})
