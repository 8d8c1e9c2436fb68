from odoo import api, fields, models
from odoo.tools import float_compare, float_round

STATES = [
    ('draft', "Assessment Planned"), ('running', "Assessment Running"), ('done', "Assessment Reported"),
    ('approved', "Assessment Approved"), ('cancelled', "Cancelled"),
]


class AftersalesAudit(models.Model):
    """An outlet assessed against a version of a standard (N4): the tree is copied when it starts, each criterion gets its
    points, what does not apply counts neither way, and what was found becomes improvement actions.

    Score: what was reached of what applies, × 100, less the points of the deductions. Its life is in
    ``aftersales_audit_life.py``.
    """
    _name = 'aftersales.audit'
    _description = "Assessment of an Outlet"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin',
        'aftersales.cancel.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'workshop_id.name', 'standard_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _free_fields = frozenset({'state', 'approved_id', 'approved_date', 'action_ids'})
    _sealed_fields = (
        'date', 'kind', 'standard_id', 'workshop_id', 'lead_id', 'score', 'deduction_count', 'deduction_note', 'summary')

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    kind = fields.Selection([
        ('self', "Self-assessment"), ('internal', "Internal audit"), ('group', "Audit by the group"),
        ('external', "External audit"), ('recheck', "Audit again"),
    ], required=True, default='self', index=True, tracking=True)
    standard_id = fields.Many2one(
        'aftersales.standard', required=True, index=True, ondelete='restrict', tracking=True,
        domain="[('state', '=', 'used')]")
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, ondelete='restrict', tracking=True,
        default=lambda self: self.env['aftersales.workshop'].search(
            [('company_id', '=', self.env.company.id)], limit=1))
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    date = fields.Date(
        string="Day of the Assessment", required=True, index=True, default=lambda self: self.env.company._get_today(),
        tracking=True)
    lead_id = fields.Many2one(
        'res.users', string="Assessed By", required=True, index=True, default=lambda self: self.env.user, tracking=True,
        check_company=True, domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    team_ids = fields.Many2many(
        'res.users', string="Team", domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    previous_id = fields.Many2one(
        'aftersales.audit', string="Assesses Again", index='btree_not_null', ondelete='restrict', check_company=True,
        domain="[('workshop_id', '=', workshop_id), ('state', 'in', ['done', 'approved'])]")
    area_ids = fields.One2many('aftersales.audit.area', 'audit_id', string="Areas", readonly=True, copy=False)
    line_ids = fields.One2many('aftersales.audit.line', 'audit_id', string="Criteria", copy=False)
    deduction_count = fields.Integer(string="Deductions", copy=False, bounds=(0, 1000), tracking=True)
    deduction_note = fields.Text(string="What Is Deducted For", copy=False, tracking=True)
    summary = fields.Text(string="Conclusions", copy=False, tracking=True)

    possible = fields.Float(
        string="Points That Apply", compute='_compute_score', store=True, digits=(16, 2), bounds=(0, 1000000))
    reached = fields.Float(
        string="Points Reached", compute='_compute_score', store=True, digits=(16, 2), bounds=(0, 1000000))
    score = fields.Float(compute='_compute_score', store=True, digits=(16, 2), bounds=(0, 100), aggregator='avg')
    is_passed = fields.Boolean(string="Passed", compute='_compute_score', store=True)
    level_id = fields.Many2one(
        'aftersales.standard.level', string="Level Reached", compute='_compute_score', store=True, index='btree_not_null',
        ondelete='restrict')
    open_count = fields.Integer(string="Criteria to Judge", compute='_compute_counts')
    finding_count = fields.Integer(string="Findings", compute='_compute_counts')
    action_ids = fields.One2many('aftersales.action', 'audit_id', string="Improvement Actions")
    action_count = fields.Integer(string="Actions", compute='_compute_action_count')
    approved_id = fields.Many2one('res.users', string="Approved By", readonly=True, copy=False, index='btree_not_null')
    approved_date = fields.Date(string="Approved On", readonly=True, copy=False)

    # === COMPUTE METHODS ===#

    @api.depends(
        'line_ids.reached', 'line_ids.possible', 'line_ids.grade', 'deduction_count', 'standard_id.pass_score',
        'standard_id.deduction_points', 'standard_id.deduction_limit', 'standard_id.level_ids.score_from')
    def _compute_score(self):
        for audit in self:
            standard, lines = audit.standard_id, audit.line_ids
            audit.possible = float_round(sum(lines.mapped('possible')), precision_digits=2)
            audit.reached = float_round(sum(lines.mapped('reached')), precision_digits=2)
            share = audit.reached / audit.possible * 100 if audit.possible else 0.0
            score = float_round(share - audit.deduction_count * standard.deduction_points, precision_digits=2)
            audit.score = min(max(score, 0.0), 100.0)
            is_out = 0 < standard.deduction_limit <= audit.deduction_count
            audit.is_passed = bool(
                audit.possible and not is_out and float_compare(audit.score, standard.pass_score, precision_digits=2) >= 0)
            is_judged = audit.possible and all(audit.line_ids.mapped('grade'))
            level = standard._get_level(audit.score) if standard and is_judged else standard.level_ids.browse()
            if is_out:
                level = standard.level_ids.filtered('is_failed').sorted('score_from')[:1]
            audit.level_id = level

    @api.depends('line_ids.grade', 'line_ids.severity')
    def _compute_counts(self):
        for audit in self:
            audit.open_count = len(audit.line_ids.filtered(lambda line: not line.grade))
            audit.finding_count = len(audit.line_ids.filtered('severity'))

    @api.depends('action_ids')
    def _compute_action_count(self):
        counts = dict(self.env['aftersales.action']._read_group(
            [('audit_id', 'in', self.ids)], ['audit_id'], ['__count']))
        for audit in self:
            audit.action_count = counts.get(audit._origin, 0)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and vals.keys() & {'standard_id', 'workshop_id'}:
            self._check_not_started()
        return super().write(vals)

    # === ACTION METHODS ===#

    @api.readonly
    def action_open_actions(self):
        """What is done about the findings."""
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_actions')
        return {**action, 'domain': [('audit_id', 'in', self.ids)], 'context': {}}

    @api.readonly
    def action_open_areas(self):
        """The areas of the outlet's assessments, to compare them."""
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_audit_areas')
        return {**action, 'domain': [('workshop_id', 'in', self.workshop_id.ids), ('is_applied', '=', True)], 'context': {}}
