from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

TAKE = 'aftersales.group_take_rescue'
# What is promised beside the way of a rescue: steps of the table of deadlines.
PROMISES = [
    ('supplier', "Supplier asked in writing"), ('reply', "Answer to the customer"), ('spare', "Spare car at the place"),
]


class AftersalesRescuePromise(models.Model):
    """What is promised beside the way of a rescue: the supplier is asked in writing, the customer hears what comes of it, a
    spare car is brought where the repair takes long; each with its deadline, told of when it is late (A4)."""
    _name = 'aftersales.rescue.promise'
    _inherit = [
        'aftersales.frozen.part.mixin', 'aftersales.system.values.mixin', 'aftersales.batch.mixin',
        'aftersales.deadline.mixin']
    _description = "Promise of a Rescue"
    _order = 'rescue_id.id desc, id'
    _rec_name = 'promise_step'
    _frozen_with = 'rescue_id'
    _deadline_document = 'rescue'

    rescue_id = fields.Many2one('aftersales.rescue', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='rescue_id.company_id', store=True, index=True)
    workshop_id = fields.Many2one(related='rescue_id.workshop_id', string="Outlet")
    promise_step = fields.Selection(PROMISES, string="Promise", required=True)
    begun_date = fields.Datetime(string="Promised On", required=True, readonly=True, default=fields.Datetime.now)
    due = fields.Datetime(readonly=True, help="By the table of deadlines, from when it was promised.")
    words = fields.Char(string="Whom, and by What", help="Of a supplier: whom, and number and day of the letter or mail.")
    answer = fields.Text(help="What came of it, as the customer was told.")
    done_date = fields.Datetime(string="Done On", readonly=True)
    done_by_id = fields.Many2one('res.users', string="Done By", readonly=True, index='btree_not_null')
    is_late = fields.Boolean(string="Late", compute='_compute_is_late')

    _one_each = models.UniqueIndex('(rescue_id, promise_step)', "This is promised already. Go on with that.")
    _waiting_idx = models.Index('(due) WHERE done_date IS NULL')

    @api.depends('promise_step')
    @api.depends_context('lang')
    def _compute_display_name(self):
        names = dict(self._fields['promise_step']._description_selection(self.env))
        for promise in self:
            promise.display_name = names.get(promise.promise_step, '')

    @api.depends('due', 'done_date')
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for promise in self:
            promise.is_late = bool(promise.due and promise.due < (promise.done_date or now))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        promises = super().create(vals_list)
        for step, some in promises.grouped('promise_step').items():
            ends = self.env['aftersales.deadline']._get_ends(
                'rescue', some, step, {promise: promise.begun_date for promise in some})
            for promise in some.sudo():  # sudo: deadlines are the system's
                promise.due = ends[promise.with_env(self.env)][1]
        return promises

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and vals.keys() & {'rescue_id', 'promise_step'}:
            raise UserError(self.env._("What was promised stays what it was."))
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_keep(self):
        """It is done: who and when is kept."""
        self.check_access('write')
        if not self.env.user.has_group(TAKE):
            raise AccessError(self.env._("Only these roles note it: %(role)s.", role=self.env.ref(TAKE).sudo().name))
        self.rescue_id._claim_for_update()
        for promise in self.filtered(lambda promise: not promise.done_date):
            promise._check_kept()
        self._keep()

    # === BUSINESS METHODS ===#

    def _check_kept(self):
        """:raises UserError: when nobody could read later what was done"""
        self.ensure_one()
        if self.promise_step == 'supplier' and not (self.words or '').strip():
            raise UserError(self.env._(
                "%(rescue)s: a supplier is asked in writing. Enter whom, and by which letter or mail.",
                rescue=self.rescue_id.display_name))
        if self.promise_step == 'reply' and not (self.answer or '').strip():
            raise UserError(self.env._(
                "%(rescue)s: enter what the customer was told.", rescue=self.rescue_id.display_name))

    def _keep(self):
        for promise in self.sudo().filtered(lambda promise: not promise.done_date):  # sudo: the stamp is the system's
            promise.write({'done_date': fields.Datetime.now(), 'done_by_id': self.env.uid})
            promise._end_late_tasks()

    # === WHO HEARS OF IT ===#

    def _get_deadline_key(self):
        return self.rescue_id._get_deadline_key()

    @api.model
    def _get_late_domain(self):
        return Domain('done_date', '=', False) & Domain('due', '<', fields.Datetime.now()) & Domain(
            'rescue_id.state', 'not in', ('closed', 'cancelled'))

    def _get_late_step(self):
        self.ensure_one()
        return self.promise_step

    def _get_late_due(self):
        self.ensure_one()
        return self.due

    def _get_late_place(self):
        return self.rescue_id

    def _get_late_holder(self):
        self.ensure_one()
        return self.rescue_id.user_id

    def _get_failure_document(self):
        self.ensure_one()
        return self.rescue_id

    def _prepare_urge(self, user):
        vals = super()._prepare_urge(user)
        words = self.with_context(lang=user.lang)
        vals['summary'] = words.env._(
            "Promise is late: %(promise)s, %(rescue)s", promise=words.display_name,
            rescue=words.rescue_id.display_name)[:250]
        return vals

    def _end_late_tasks(self):
        """The task stays as long as another promise of the same rescue is late."""
        waiting = self.rescue_id.sudo().promise_ids.filtered(  # sudo: as above
            lambda promise: promise.urged_date and not promise.done_date)
        super(AftersalesRescuePromise, self.filtered(
            lambda promise: promise.rescue_id not in waiting.rescue_id))._end_late_tasks()
