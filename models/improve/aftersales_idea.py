from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

DECIDERS = 'aftersales.group_decide_idea'
TASK = 'aftersales.mail_activity_idea'
# Days within which an idea is answered.
DAYS = 10


class AftersalesIdea(models.Model):
    """An idea of somebody of the staff (合理化建议): what, what it brings, answered within ten days, rewarded when it is good.

    Everybody of the house enters his own and sees them with the answer; whoever decides sees them all.
    """
    _name = 'aftersales.idea'
    _description = "Idea of the Staff"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin',
        'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'subject']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'decided_id', 'decided_date', 'action_ids'})
    _mail_post_access = 'read'
    _transitions = {
        'open': {'taken': DECIDERS, 'declined': DECIDERS, 'withdrawn': None},
        'taken': {}, 'declined': {}, 'withdrawn': {},
    }

    state = fields.Selection(
        [('open', "Idea to Decide"), ('taken', "Idea Taken Up"), ('declined', "Idea Not Taken Up"), ('withdrawn', "Withdrawn")],
        string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    subject = fields.Char(string="Idea", required=True, max_length=200, tracking=True)
    kind = fields.Selection([
        ('process', "Process"), ('quality', "Quality of Work"), ('customer', "For Customers"), ('cost', "Saves Money"),
        ('safety', "Safer Work"), ('other', "Another Field"),
    ], required=True, default='process', index=True, tracking=True)
    description = fields.Text(string="How It Is Done", tracking=True)
    gain = fields.Text(string="Expected Gain", tracking=True)
    user_id = fields.Many2one(
        'res.users', string="Idea Of", required=True, readonly=True, index=True, default=lambda self: self.env.user,
        ondelete='restrict')
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", index='btree_not_null', check_company=True, ondelete='restrict')
    date = fields.Date(
        string="Entered On", required=True, readonly=True, copy=False, default=lambda self: self.env.company._get_today())
    due_date = fields.Date(
        string="Answered Until", compute='_compute_due_date', store=True, help="Ten days after it was entered.")
    answer = fields.Text(copy=False, tracking=True, help="What is done with it, or why not. Whoever had the idea reads it.")
    reward = fields.Char(copy=False, max_length=200, tracking=True)
    decided_id = fields.Many2one('res.users', string="Decided By", readonly=True, copy=False, index='btree_not_null')
    decided_date = fields.Date(string="Decided On", readonly=True, copy=False)
    action_ids = fields.One2many('aftersales.action', 'idea_id', string="Improvement Actions")

    # === COMPUTE METHODS ===#

    @api.depends('date')
    def _compute_due_date(self):
        for idea in self:
            idea.due_date = idea.date and idea.date + timedelta(days=DAYS)

    @api.depends('name', 'subject')
    def _compute_display_name(self):
        for idea in self:
            idea.display_name = ' · '.join(filter(None, (idea.name, idea.subject)))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        ideas = super().create([self._read_inputs(vals) for vals in vals_list])
        ideas._give_task()
        return ideas

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and vals.keys() & {'answer', 'reward'} and not self.env.user.has_group(DECIDERS):
            raise AccessError(self.env._("Answer and reward are entered by whoever decides on ideas."))
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_take_up(self):
        """It is done: whoever had the idea is told."""
        self._claim_for_update()
        self._transition('taken')

    def action_decline(self):
        """It is not done, and the answer says why."""
        self._claim_for_update()
        self._transition('declined')

    def action_withdraw(self):
        """Whoever had the idea takes it back before it is decided."""
        self._claim_for_update()
        self._transition('withdrawn')

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state != 'open'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(idea)s is decided: it stays as it is.", idea=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(idea)s stays in the history. Withdraw it instead.", idea=self.display_name)

    def _get_decider(self):
        """Who has it as a task: whoever leads the outlet, or a manager of the company; never whoever had the idea."""
        self.ensure_one()
        leader = self.workshop_id.manager_id
        if leader and leader != self.user_id and leader.has_group(DECIDERS):
            return leader
        deciders = self.env.ref(DECIDERS).all_user_ids.filtered(
            lambda user: user.active and self.company_id in user.company_ids and user != self.user_id)
        return deciders.sorted('id')[:1]

    def _give_task(self):
        for idea in self.sudo():  # sudo: tasks are the system's
            user = idea._get_decider()
            if user:
                words = idea.with_context(lang=user.lang).env
                idea.activity_schedule(
                    TASK, idea.due_date, user_id=user.id, summary=words._("Answer the idea: %(idea)s", idea=idea.subject))

    def _check_taken(self):
        self._check_answered()

    def _check_declined(self):
        self._check_answered()

    def _check_answered(self):
        for idea in self:
            if not (idea.answer or '').strip():
                raise UserError(self.env._("%(idea)s: write the answer first.", idea=idea.display_name))
            if idea.user_id == self.env.user:
                raise AccessError(self.env._("%(idea)s is yours: somebody else decides on it.", idea=idea.display_name))

    def _check_withdrawn(self):
        for idea in self:
            if idea.user_id != self.env.user:
                raise AccessError(self.env._(
                    "%(idea)s is withdrawn by %(user)s, who had it.", idea=idea.display_name, user=idea.user_id.name))

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        ideas = self.sudo()  # sudo: who decided and when is the system's, and the task was whosever
        ideas.activity_unlink([TASK])
        for idea in ideas:
            idea.write({'decided_id': self.env.uid, 'decided_date': idea.company_id._get_today()})
