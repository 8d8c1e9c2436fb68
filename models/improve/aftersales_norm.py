from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

STATES = [('draft', "Norm Draft"), ('used', "Norm in Force"), ('retired', "Norm Withdrawn")]
LEVELS = [('basic', "Basic Service"), ('advanced', "Advanced Service"), ('tailored', "Tailored Service")]
KINDS = [
    ('attitude', "Attitude"), ('skill', "Skill of the Work"), ('time', "Time Limit"), ('safety', "Safety and Confidence")]
STEPS = [
    ('start', "Entry"), ('response', "Response"), ('reception', "Reception of the Car"), ('work', "Work on the Car"),
    ('check', "Check of the Work"), ('delivery', "Handing Back"), ('tracking', "Tracking"),
    ('rating', "Rating by the Customer")]
KEEPERS = 'aftersales.group_manager'
REVIEW = relativedelta(months=12)


class AftersalesNorm(models.Model):
    """A norm of service (服务规范): what is done at a step, by which post, for which level of service, and how it is checked.

    A version in force stays as it is; it is looked at again every year, and a new version takes its place (quality sheet §1).
    """
    _name = 'aftersales.norm'
    _description = "Norm of Service"
    _inherit = ['aftersales.version.mixin', 'aftersales.due.mixin']
    _order = 'code, version desc, id desc'
    _rec_names_search = ['code', 'name']
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'active', 'user_id', 'reviewed_date', 'is_told'})
    _transitions = {'draft': {'used': KEEPERS}, 'used': {'retired': KEEPERS}, 'retired': {}}
    _due_task = 'aftersales.mail_activity_norm'

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    code = fields.Char(string="Norm No.", required=True, max_length=40, tracking=True, index='trigram')
    name = fields.Char(string="Norm", required=True, translate=True, max_length=200, tracking=True)
    version = fields.Integer(string="Version of the Norm", readonly=True, default=1, copy=False, aggregator=None)
    level = fields.Selection(LEVELS, string="Level of Service", required=True, default='basic', tracking=True)
    applies_to = fields.Char(
        string="For Whom", translate=True, max_length=200,
        help="Which customers or contracts get this level, such as class A or contracts with mobility.")
    kind = fields.Selection(KINDS, string="Kind of Norm", required=True, default='skill', tracking=True)
    step = fields.Selection(STEPS, string="Step of the Service", required=True, default='reception', index=True, tracking=True)
    post_id = fields.Many2one(
        'hr.job', string="Post It Binds", index='btree_not_null', ondelete='restrict', tracking=True,
        domain="[('company_id', 'in', [company_id, False])]")
    text = fields.Text(string="What the Norm Asks", required=True, translate=True, max_length=4000)
    how_checked = fields.Char(string="How It Is Checked", translate=True, max_length=300)
    limit_minutes = fields.Integer(
        string="Within (Minutes)", bounds=(0, 525600), aggregator=None, tracking=True, help="0: no limit of time.")
    weight = fields.Integer(string="Weight of the Norm", default=1, bounds=(0, 100), aggregator=None)
    valid_from = fields.Date(string="In Force from", copy=False, tracking=True)
    reviewed_date = fields.Date(string="Looked at Last", readonly=True, copy=False)
    replaces_id = fields.Many2one(
        'aftersales.norm', string="Replaces the Norm", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    replaced_by_ids = fields.One2many('aftersales.norm', 'replaces_id', string="New Versions", readonly=True)

    _one_successor = models.UniqueIndex("(replaces_id)", "There is a new version of this norm already.")
    _one_in_force = models.UniqueIndex(
        "(company_id, COALESCE(workshop_id, 0), code, level) WHERE state = 'used'",
        "A norm of this number and level is in force already. Make a new version of that one.")

    @api.depends('code', 'name', 'version')
    def _compute_display_name(self):
        for norm in self:
            norm.display_name = f"{norm.code or ''} {norm.name or ''} ({norm.version})".strip()

    # === ACTION METHODS ===#

    def action_reviewed(self):
        """It was looked at and stays as it is for another year."""
        self.check_access('write')
        for norm in self:
            if norm.state != 'used':
                raise UserError(self.env._("%(norm)s is not in force.", norm=norm.display_name))
            norm.sudo().reviewed_date = norm.company_id._get_today()  # sudo: a stamp of the system

    # === BUSINESS METHODS ===#

    def _prepare_version_vals(self):
        return {**super()._prepare_version_vals(), 'version': self.version + 1}

    def _check_used(self):
        super()._check_used()
        for norm in self:
            if not (norm.text or '').strip():
                raise UserError(self.env._("%(norm)s: write what is asked.", norm=norm.display_name))
            if not norm.valid_from:
                norm.valid_from = norm.company_id._get_today()

    def _after_retired(self, source):
        # sudo: tasks are the system's
        self.sudo().activity_unlink([self._due_task])

    @api.model
    def _get_due_fields(self):
        return ['state', 'valid_from', 'reviewed_date']

    def _get_next_date(self):
        begun = self.reviewed_date or self.valid_from
        return begun + REVIEW if self.state == 'used' and begun else False

    def _get_due_summary(self, words):
        return words._("Does it still hold? Due on %(date)s: %(norm)s", date=format_date(words, self.next_date),
                       norm=self.display_name)

    @api.model
    def _cron_tell_norms(self, batch_size=200):
        self._tell_all_due(batch_size)
