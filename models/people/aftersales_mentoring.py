from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

TRAINERS = 'aftersales.group_train'
# What the mentor himself writes.
OF_MENTOR = frozenset({'result', 'line_ids'})


class AftersalesMentoring(models.Model):
    """Who teaches whom on the job (师带徒): from when until when, by which plan, with what result (M2).

    The mentor ticks what is reached and signs off; the apprentice confirms it. From then on it stays.
    """
    _name = 'aftersales.mentoring'
    _description = "Mentoring"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin']
    _order = 'start_date desc, id desc'
    _rec_name = 'apprentice_id'
    _rec_names_search = ['apprentice_id', 'mentor_id']
    _check_company_auto = True
    _mail_post_access = 'read'
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'signed_id', 'signed_date', 'confirmed_date'})
    _transitions = {'running': {'done': None, 'ended': TRAINERS}, 'done': {}, 'ended': {}}

    state = fields.Selection(
        [('running', "Being Taught"), ('done', "Taught and Signed Off"), ('ended', "Ended Too Early")],
        string="Status", required=True, readonly=True, copy=False, default='running', index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    mentor_id = fields.Many2one(
        'hr.employee', string="Mentor", required=True, index=True, check_company=True, ondelete='restrict', tracking=True)
    apprentice_id = fields.Many2one(
        'hr.employee', string="Apprentice", required=True, index=True, check_company=True, ondelete='restrict', tracking=True)
    start_date = fields.Date(
        string="Taught From", required=True, default=lambda self: self.env.company._get_today(), tracking=True)
    stop_date = fields.Date(string="Taught Until", required=True, tracking=True)
    goals = fields.Text(string="What Is to Be Reached", required=True, max_length=2000)
    line_ids = fields.One2many('aftersales.mentoring.line', 'mentoring_id', string="Plan of the Mentoring", copy=True)
    reached_rate = fields.Float(
        string="Plan Reached (%)", compute='_compute_reached_rate', store=True, digits=(5, 1), aggregator='avg')
    result = fields.Text(
        string="Result of the Mentoring", max_length=2000, copy=False, tracking=True,
        help="What the apprentice can do now, and what the mentor gets for it.")
    signed_id = fields.Many2one('res.users', string="Mentoring Signed By", readonly=True, copy=False, index='btree_not_null')
    signed_date = fields.Datetime(string="Signed Off On", readonly=True, copy=False)
    confirmed_date = fields.Datetime(string="Confirmed by the Apprentice On", readonly=True, copy=False)
    is_mentor = fields.Boolean(compute='_compute_who')
    is_apprentice = fields.Boolean(compute='_compute_who')

    _not_oneself = models.Constraint('CHECK (mentor_id != apprentice_id)', "Nobody is his own mentor.")

    # === COMPUTE AND CONSTRAINT METHODS ===#

    @api.depends('line_ids.is_reached')
    def _compute_reached_rate(self):
        for row in self:
            lines = row.line_ids
            row.reached_rate = 100.0 * len(lines.filtered('is_reached')) / len(lines) if lines else 0.0

    @api.depends('mentor_id', 'apprentice_id')
    @api.depends_context('uid')
    def _compute_who(self):
        for row in self:
            row.is_mentor = row.mentor_id.sudo().user_id == self.env.user  # sudo: who is who
            row.is_apprentice = row.apprentice_id.sudo().user_id == self.env.user  # sudo: who is who

    @api.depends('mentor_id.name', 'apprentice_id.name')
    def _compute_display_name(self):
        for row in self.sudo():  # sudo: names are no secret
            row.display_name = ' → '.join(filter(None, (row.mentor_id.name, row.apprentice_id.name)))

    @api.constrains('start_date', 'stop_date')
    def _check_dates(self):
        for row in self:
            if row.stop_date < row.start_date:
                raise ValidationError(self.env._("%(mentoring)s ends before it begins.", mentoring=row.display_name))

    # === CRUD METHODS ===#

    def write(self, vals):
        if not self.env.su and not self.env.user.has_group(TRAINERS):
            for row in self:
                if not row.is_mentor or vals.keys() - OF_MENTOR - {'state'}:
                    raise AccessError(self.env._(
                        "%(mentoring)s: its mentor enters what is reached; the rest is the trainer's.",
                        mentoring=row.display_name))
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_sign_off(self):
        """The mentor says that it is reached; nothing changes any more."""
        self._move('done')

    def action_end_early(self):
        """It ends before it is reached, and the result says why."""
        self._move('ended')

    def action_confirm(self):
        """The apprentice says that he was taught so."""
        self.check_access('read')
        for row in self:
            if not row.is_apprentice:
                raise AccessError(self.env._("Everybody confirms for himself what he was taught."))
            if row.state != 'done' or row.confirmed_date:
                raise UserError(self.env._("%(mentoring)s is not there to be confirmed.", mentoring=row.display_name))
            row.sudo().confirmed_date = fields.Datetime.now()  # sudo: a stamp of the system

    # === BUSINESS METHODS ===#

    def _move(self, target):
        self.check_access('read')
        self._claim_for_update()
        self.sudo()._transition(target)  # sudo: who may is asked of the move itself

    def _is_frozen(self):
        return self.state != 'running'

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(mentoring)s is over: it stays as it is.", mentoring=self.display_name)

    def _check_done(self):
        for row in self:
            if not row.is_mentor and not self.env.user.has_group(TRAINERS):
                raise AccessError(self.env._("%(mentoring)s is signed off by its mentor.", mentoring=row.display_name))
            if row.is_apprentice:
                raise AccessError(self.env._("Nobody signs off what he was taught himself."))
        self._check_result()

    def _check_ended(self):
        self._check_result()

    def _check_result(self):
        for row in self:
            if not (row.result or '').strip():
                raise UserError(self.env._("%(mentoring)s: write the result first.", mentoring=row.display_name))

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        # sudo: who signed off and when is the system's
        self.sudo().write({'signed_id': self.env.uid, 'signed_date': fields.Datetime.now()})


class AftersalesMentoringLine(models.Model):
    """One thing that is to be learnt from a mentor."""
    _name = 'aftersales.mentoring.line'
    _description = "Step of a Mentoring"
    _inherit = ['aftersales.frozen.part.mixin']
    _order = 'mentoring_id.id, sequence, id'
    _frozen_with = 'mentoring_id'

    mentoring_id = fields.Many2one('aftersales.mentoring', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='mentoring_id.company_id', store=True, index=True, precompute=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="To Be Learnt", required=True, max_length=200)
    due_date = fields.Date(string="Learnt Until")
    is_reached = fields.Boolean(string="Learnt")
    note = fields.Char(string="How the Learning Went", max_length=300)

    def write(self, vals):
        if not self.env.su and not self.env.user.has_group(TRAINERS):
            for line in self:
                if not line.mentoring_id.is_mentor:
                    raise AccessError(self.env._(
                        "%(mentoring)s: its mentor enters what is reached; the rest is the trainer's.",
                        mentoring=line.mentoring_id.display_name))
        return super().write(vals)
