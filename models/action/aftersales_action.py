from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

STATES = [
    ('open', "Open"),
    ('done', "Done"),
    ('effective', "Effective"),
    ('ineffective', "Not Effective"),
    ('cancelled', "Cancelled"),
]
# Days within which something is done, and after which its effect can be seen, where nobody says otherwise.
DUE_DAYS, CHECK_DAYS = 14, 30
STEER_GROUP = 'aftersales.group_steer_action'


class AftersalesAction(models.Model):
    """What is done so that something is put right or does not happen again, and whether it helped (K3).

    One kind of record for complaints, audits, risks and surveys: each room adds the many2one to its own document and
    names it in ``_get_source_fields``. Its life is in ``aftersales_action_life.py``.
    """
    _name = 'aftersales.action'
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin', 'aftersales.cancel.mixin', 'mail.activity.mixin',
    ]
    _description = "Improvement Action"
    _order = 'due_date, id'
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _mail_post_access = 'read'

    # === FIELDS ===#

    name = fields.Char(string="What Is to Be Done", required=True, tracking=True)
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True,
        group_expand=True)
    kind = fields.Selection(
        [
            ('contain', "Immediate"), ('corrective', "Corrective"), ('preventive', "Preventive"),
            ('improvement', "Improvement"),
        ],
        required=True, default='corrective', tracking=True,
        help="Immediate: contains the harm. Corrective: removes the cause. Preventive: the same cannot happen elsewhere.")
    d_step = fields.Selection(
        [
            ('0', "D0 Prepare"), ('1', "D1 Form the team"), ('2', "D2 Describe the problem"), ('3', "D3 Contain"),
            ('4', "D4 Find the root cause"), ('5', "D5 Choose the correction"), ('6', "D6 Implement"),
            ('7', "D7 Prevent recurrence"), ('8', "D8 Close and thank"),
        ],
        string="8D Step", tracking=True)
    description = fields.Text(tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, tracking=True)
    user_id = fields.Many2one(
        'res.users', string="In Charge", required=True, index=True, tracking=True, check_company=True,
        default=lambda self: self.env.user, domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who does it, or sees to it that it is done.")
    due_date = fields.Date(
        string="Due", required=True, tracking=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(days=DUE_DAYS))
    done_date = fields.Date(string="Done On", readonly=True, copy=False)
    evidence = fields.Text(copy=False, tracking=True, help="What shows that it was done: a paper, a photo, a new rule.")

    needs_check = fields.Boolean(
        string="Effect Is Checked", default=True, tracking=True,
        help="Somebody else looks later whether it helped. Not needed where somebody only slipped.")
    checker_id = fields.Many2one(
        'res.users', string="Checked By", index='btree_not_null', copy=False, tracking=True, check_company=True,
        domain="[('share', '=', False), ('id', '!=', user_id), ('company_ids', 'in', company_id)]")
    check_due = fields.Date(string="Check by", copy=False, tracking=True)
    check_date = fields.Date(string="Effect Checked On", readonly=True, copy=False)
    check_note = fields.Text(string="Result of the Check", copy=False, tracking=True)

    source = fields.Char(compute='_compute_source')
    may_agree = fields.Boolean(compute='_compute_may_enter')
    may_do = fields.Boolean(compute='_compute_may_enter')
    may_check = fields.Boolean(compute='_compute_may_enter')
    is_overdue = fields.Boolean(string="Overdue", compute='_compute_is_overdue', search='_search_is_overdue')

    _other_checker = models.Constraint(
        'CHECK (checker_id != user_id)', "The effect is checked by somebody else than the owner of the action.")
    _open_idx = models.Index("(due_date) WHERE state = 'open'")
    _to_check_idx = models.Index("(check_due) WHERE state = 'done' AND needs_check IS TRUE")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.model
    def _get_source_fields(self):
        """Hook: names of the many2ones to what an action may come of; a room adds its own by ``super()``."""
        return []

    @api.model
    def _describe_source(self, document):
        """Hook: what whoever may not read the document is told of it; a room tells no more than its number."""
        return document.display_name

    @api.depends_context('uid')
    @api.depends('state', 'user_id', 'checker_id')
    def _compute_may_enter(self):
        """What the form lets him type: nothing that is refused when he saves (see ``_check_may_write``)."""
        steers = self.env.user.has_group(STEER_GROUP)
        for action in self:
            is_new = not action._origin
            action.may_agree = steers or is_new
            action.may_do = action.state == 'open' and (steers or is_new or action._origin.user_id == self.env.user)
            action.may_check = action.state == 'done' and (steers or action._origin.checker_id == self.env.user)

    @api.depends(lambda self: self._get_source_fields())
    def _compute_source(self):
        names = self._get_source_fields()
        for action in self:
            # sudo: whoever is to do it may know what it is for, by its number
            documents = [action.sudo()[name] for name in names]
            action.source = ', '.join(filter(None, (self._describe_source(document) for document in documents if document)))

    @api.depends('state', 'due_date', 'needs_check', 'check_due')
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for action in self:
            due = action._get_due()
            action.is_overdue = bool(due and due < today)

    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        today = fields.Date.context_today(self)
        overdue = (
            Domain('state', '=', 'open') & Domain('due_date', '<', today)
            | Domain('state', '=', 'done') & Domain('needs_check', '=', True) & Domain('check_due', '<', today))
        return overdue if True in value else ~overdue

    @api.constrains('user_id', 'checker_id')
    def _check_checker(self):
        for action in self.filtered('checker_id'):
            if action.checker_id == action.user_id:
                raise ValidationError(self.env._(
                    "“%(action)s” is done by %(owner)s: somebody else checks whether it helped.",
                    action=action.name, owner=action.user_id.name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        actions._give_tasks()
        return actions

    def write(self, vals):
        vals = self._read_inputs(vals)
        self._check_may_write(vals)
        result = super().write(vals)
        if vals.keys() & {'user_id', 'due_date', 'checker_id', 'check_due', 'needs_check'}:
            if vals.get('needs_check'):
                self.filtered(lambda action: action.state == 'done')._set_check_due()
            self.sudo().escalation_date = False  # sudo: the stamp is the system's
            self._give_tasks()
        return result

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("“%(action)s” stays in the history. Cancel it and say why instead of deleting it.", action=self.name)

    # === BUSINESS METHODS ===#

    def _get_due(self):
        """The day until which somebody owes something; False where nothing is owed."""
        self.ensure_one()
        if self.state == 'open':
            return self.due_date
        return self.check_due if self.state == 'done' and self.needs_check else False

    @api.model
    def _get_owners_fields(self):
        """What the owner enters; the rest is agreed with whoever steers."""
        return {'state', 'evidence', 'description'}

    @api.model
    def _get_checkers_fields(self):
        return {'state', 'check_note'}

    def _check_may_write(self, vals):
        """:raises AccessError: when somebody writes what is not his, UserError when it is over"""
        if self.env.su:
            return
        names = {name for name in vals if not name.startswith(('message_', 'activity_'))}
        if 'state' in names and names - {'state', 'seen_values'}:
            raise UserError(self.env._("Save what you entered first, then move it on with its button."))
        self._check_kept(names - {'state'})
        if self.env.user.has_group(STEER_GROUP):
            return
        for action in self:
            mine = self._get_owners_fields() if action.user_id == self.env.user else set()
            mine |= self._get_checkers_fields() if action.checker_id == self.env.user else set()
            other = names - mine
            if other:
                raise AccessError(self.env._(
                    "“%(action)s” is steered by others: %(fields)s is not yours to change. "
                    "Write to them in its log.", action=action.name,
                    fields=", ".join(self._fields[name]._description_string(self.env) for name in sorted(other))))

    def _check_kept(self, names):
        """What is done is what is checked; what was checked stays."""
        open_fields = {
            'open': None, 'done': {'needs_check', 'checker_id', 'check_due', 'check_note'}}
        for action in self:
            allowed = open_fields.get(action.state, set())
            if allowed is not None and names - allowed:
                raise UserError(self.env._(
                    "“%(action)s” is: %(state)s. What it says is kept; reopen it, or make another action.",
                    action=action.name, state=action._get_state_label()))
