from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_round

STATES = [('draft', "Standard Draft"), ('used', "Standard in Use"), ('retired', "Standard Retired")]
KEEPERS = 'aftersales.group_manager'


class AftersalesStandard(models.Model):
    """A version of a standard by which outlets are assessed (N4): areas with points, criteria with weights, limits of levels.

    A version in use is never changed: a new version is made of it. What the source does not weigh is the dealer's own to say,
    and marked so.
    """
    _name = 'aftersales.standard'
    _description = "Standard"
    _inherit = [
        'aftersales.version.mixin', 'aftersales.system.values.mixin', 'aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'name, id desc'
    _rec_names_search = ['name', 'version']
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'active'})
    _transitions = {'draft': {'used': KEEPERS}, 'used': {'retired': KEEPERS}, 'retired': {}}

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    name = fields.Char(string="Standard", required=True, translate=True, max_length=200, tracking=True)
    version = fields.Char(required=True, max_length=40, tracking=True)
    source = fields.Char(translate=True, max_length=200, help="Who issued it, and where its weights come from.")
    valid_from = fields.Date(tracking=True)
    note = fields.Text(translate=True, max_length=4000)
    area_ids = fields.One2many('aftersales.standard.area', 'standard_id', string="Areas", copy=True)
    level_ids = fields.One2many('aftersales.standard.level', 'standard_id', string="Levels", copy=True)
    pass_score = fields.Float(
        string="Passed from", digits=(16, 2), bounds=(0, 100), tracking=True, help="Of 100; 0: no limit.")
    deduction_points = fields.Float(
        string="Points off for Each Deduction", digits=(16, 2), bounds=(0, 100), tracking=True)
    deduction_limit = fields.Integer(
        string="Failed from so Many Deductions", bounds=(0, 1000), tracking=True, help="0: deductions alone fail nobody.")
    points = fields.Float(
        string="Points in All", compute='_compute_points', store=True, digits=(16, 2), bounds=(0, 1000000))
    has_own_weight = fields.Boolean(
        string="With Weights of Our Own", compute='_compute_has_own_weight',
        help="Some points or weights are the dealer's own: no source gives them.")
    replaces_id = fields.Many2one(
        'aftersales.standard', string="Replaces", readonly=True, copy=False, index='btree_not_null', ondelete='restrict')
    replaced_by_ids = fields.One2many('aftersales.standard', 'replaces_id', string="Replaced By", readonly=True)
    audit_ids = fields.One2many('aftersales.audit', 'standard_id', string="Outlet Assessments", readonly=True)
    audit_count = fields.Integer(string="Number of Assessments", compute='_compute_audit_count')

    _one_successor = models.UniqueIndex("(replaces_id)", "There is a new version of this standard already.")

    # === COMPUTE METHODS ===#

    @api.depends('area_ids.points')
    def _compute_points(self):
        for standard in self:
            standard.points = float_round(sum(standard.area_ids.mapped('points')), precision_digits=2)

    @api.depends('area_ids.is_own', 'area_ids.criterion_ids.is_own')
    def _compute_has_own_weight(self):
        for standard in self:
            areas = standard.area_ids
            standard.has_own_weight = any(areas.mapped('is_own')) or any(areas.criterion_ids.mapped('is_own'))

    @api.depends('audit_ids')
    def _compute_audit_count(self):
        counts = dict(self.env['aftersales.audit']._read_group(
            [('standard_id', 'in', self.ids)], ['standard_id'], ['__count']))
        for standard in self:
            standard.audit_count = counts.get(standard._origin, 0)

    @api.depends('name', 'version')
    def _compute_display_name(self):
        for standard in self:
            standard.display_name = ' · '.join(filter(None, (standard.name, standard.version)))

    # === CRUD METHODS ===#

    def copy_data(self, default=None):
        """A copy is another version until somebody calls it another standard."""
        vals_list = super().copy_data(default)
        for standard, vals in zip(self, vals_list, strict=True):
            if 'version' not in (default or {}):
                vals['version'] = self.env._("%(version)s, new", version=standard.version)[:40]
        return vals_list

    # === ACTION METHODS ===#

    @api.readonly
    def action_open_audits(self):
        """The assessments by this version."""
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_audits')
        return {**action, 'domain': [('standard_id', 'in', self.ids)], 'context': {}}

    # === BUSINESS METHODS ===#

    def _check_used(self):
        super()._check_used()
        for standard in self:
            if not standard.area_ids or not all(area.criterion_ids for area in standard.area_ids):
                raise UserError(self.env._(
                    "%(standard)s: each area needs a criterion at least.", standard=standard.display_name))
            for area in standard.area_ids:
                if not area.points or not sum(area.criterion_ids.mapped('weight')):
                    raise UserError(self.env._(
                        "%(standard)s, %(area)s: enter the points of the area and the weights of its criteria.",
                        standard=standard.display_name, area=area.name))

    def _get_level(self, score):
        """The highest level whose limit ``score`` reaches, as it is rounded and shown."""
        self.ensure_one()
        return self.level_ids.filtered(lambda level: float_compare(score, level.score_from, 2) >= 0).sorted('score_from')[-1:]
