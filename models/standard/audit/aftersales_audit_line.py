from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_compare, float_round

SHARES = {'full': 1.0, 'half': 0.5, 'none': 0.0, 'skipped': 0.0}


class AftersalesAuditLine(models.Model):
    """A criterion as it was judged: its points, what shows it, and what was found."""
    _name = 'aftersales.audit.line'
    _description = "Judged Criterion"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'audit_id.id desc, sequence, id'
    _rec_names_search = ['name', 'audit_id.name']
    _check_company_auto = True
    _frozen_with = 'audit_id'

    audit_id = fields.Many2one(
        'aftersales.audit', string="Outlet Assessment", required=True, index=True, ondelete='cascade', readonly=True)
    company_id = fields.Many2one(related='audit_id.company_id', store=True, index=True, precompute=True)
    area_row_id = fields.Many2one(
        'aftersales.audit.area', string="Area", required=True, index=True, ondelete='cascade', readonly=True)
    criterion_id = fields.Many2one(
        'aftersales.standard.criterion', string="Criterion of the Standard", index=True, ondelete='restrict', readonly=True)
    sequence = fields.Integer(readonly=True)
    code = fields.Char(string="No.", readonly=True)
    name = fields.Char(string="Criterion", required=True, translate=True, readonly=True)
    requirement = fields.Text(translate=True, readonly=True)
    asked = fields.Char(string="Evidence Asked For", translate=True, readonly=True)
    points = fields.Float(string="Possible Points", digits=(16, 2), bounds=(0, 10000), readonly=True)
    is_own = fields.Boolean(string="Set by Us", readonly=True)
    may_skip = fields.Boolean(string="May Not Apply", readonly=True)

    grade = fields.Selection([
        ('full', "Full"), ('half', "Half"), ('none', "None of It"), ('part', "By Points"), ('skipped', "Not applicable"),
    ], string="Judged As")
    reached = fields.Float(
        string="Points Reached", compute='_compute_reached', store=True, readonly=False, digits=(16, 2), bounds=(0, 10000))
    possible = fields.Float(
        string="Points That Apply", compute='_compute_possible', store=True, digits=(16, 2), bounds=(0, 10000))
    evidence = fields.Text(string="Evidence Seen")
    photo = fields.Image(max_width=1920, max_height=1920)
    paper = fields.Binary(string="Evidence File", attachment=True)
    paper_name = fields.Char(export_string_translation=False, max_length=200)
    remark = fields.Text()
    severity = fields.Selection([('minor', "Minor"), ('major', "Major")], string="Weight of the Finding")
    finding = fields.Text(help="What is not as it should be; it becomes an improvement action.")
    user_id = fields.Many2one(
        'res.users', string="Put Right By", index='btree_not_null', check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    due_date = fields.Date(string="Until", help="Empty: 30 days for a major finding, 90 for a minor one.")
    action_ids = fields.One2many('aftersales.action', 'audit_line_id', string="Improvement Actions", readonly=True)

    # === COMPUTE METHODS ===#

    @api.depends('grade', 'points')
    def _compute_reached(self):
        for line in self:
            share = line.points * SHARES.get(line.grade, 0.0)
            line.reached = line.reached if line.grade == 'part' else float_round(share, precision_digits=2)

    @api.depends('grade', 'points')
    def _compute_possible(self):
        """What is not judged yet counts: the score never looks better than it is."""
        for line in self:
            line.possible = 0.0 if line.grade == 'skipped' else line.points

    @api.constrains('reached', 'grade', 'points')
    def _check_reached(self):
        for line in self:
            if float_compare(line.reached, line.points, precision_digits=2) > 0:
                raise ValidationError(self.env._(
                    "%(criterion)s has %(points)s points at most.", criterion=line.name, points=f'{line.points:g}'))

    @api.constrains('grade')
    def _check_skipped(self):
        for line in self:
            if line.grade == 'skipped' and not line.may_skip:
                raise ValidationError(self.env._("%(criterion)s applies to every outlet.", criterion=line.name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._read_inputs(vals)
        if 'reached' in vals and not self.env.su:
            # Points are entered for what is judged by points; of the rest they follow.
            if vals.get('grade', 'part') == 'part':
                vals = {**vals, 'grade': 'part'}
            else:
                vals = {name: value for name, value in vals.items() if name != 'reached'}
        return super().write(vals)

    # === BUSINESS METHODS ===#

    def _check_told(self):
        """:raises UserError: where it is not said why, what, or who"""
        for line in self:
            if line.grade == 'skipped' and not (line.remark or '').strip():
                raise UserError(self.env._(
                    "%(audit)s, %(criterion)s: write into the remark why it does not apply.",
                    audit=line.audit_id.display_name, criterion=line.name))
            if bool(line.severity) != bool((line.finding or '').strip()) or line.severity and not line.user_id:
                raise UserError(self.env._(
                    "%(audit)s, %(criterion)s: a finding says what was found, how grave it is, and who puts it right.",
                    audit=line.audit_id.display_name, criterion=line.name))

    def _get_line_evidence(self):
        self.ensure_one()
        files = self.with_context(bin_size=False)
        return {
            'code': self.code or '', 'name': self.name, 'points': self.points, 'grade': self.grade, 'reached': self.reached,
            'evidence': self.evidence or '', 'remark': self.remark or '', 'severity': self.severity or '',
            'finding': self.finding or '', 'photo': self.audit_id._hash_file(files.photo),
            'paper': self.audit_id._hash_file(files.paper)}
