from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesProblem(models.Model):
    """A fault of quality of a car: all jobs of all visits that were about the same one (I6, I8).

    The system puts jobs together by comeback, fault codes, operation and cause; where it is wrong, a person puts the
    job to another problem, and both logs tell who did.
    """
    _name = 'aftersales.problem'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.log.mixin']
    _description = "Problem"
    _order = 'id desc'
    _rec_names_search = ['name', 'vehicle_id.license_plate', 'vehicle_id.vin_sn']
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    vehicle_id = fields.Many2one('fleet.vehicle', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company)
    is_severe = fields.Boolean(
        string="Severe Safety Fault", tracking=True,
        help="Endangers people or property, so that the car cannot be used safely.")
    kind_id = fields.Many2one(
        'aftersales.statute.fault.kind', string="Kind", index='btree_not_null', ondelete='restrict', tracking=True,
        help="A fault that a statute names.")
    part_id = fields.Many2one(
        'aftersales.statute.part', string="Main Part", index='btree_not_null', ondelete='restrict', tracking=True,
        help="The assembly or the main part that is faulty.")
    is_quality = fields.Boolean(
        string="Fault of Quality", default=True, tracking=True,
        help="Not caused by use, accident or modification. Statutes count faults of quality only.")
    is_exchange_proposed = fields.Boolean(
        string="Exchange Proposed", readonly=True, copy=False,
        help="The manager was asked by the house's own rule whether to offer another car because of it.")
    note = fields.Text()
    job_ids = fields.One2many('aftersales.job', 'problem_id', string="Jobs", readonly=True)
    visit_count = fields.Integer(string="Visits", compute='_compute_visit_count')

    _vehicle_company_idx = models.Index('(vehicle_id, company_id)')

    @api.depends('name', 'vehicle_id.license_plate')
    def _compute_display_name(self):
        for problem in self:
            problem.display_name = ' · '.join(filter(None, [problem.vehicle_id.license_plate, problem.name]))

    @api.depends('job_ids')
    def _compute_visit_count(self):
        for problem in self:
            problem.visit_count = len(problem.job_ids.filtered(lambda job: job._is_live()).order_id)

    @api.constrains('vehicle_id')
    def _check_vehicle(self):
        for problem in self:
            if problem.sudo().job_ids.vehicle_id - problem.vehicle_id:
                raise ValidationError(self.env._(
                    "%(problem)s has jobs of another car. A problem stays with its car.", problem=problem.name))

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if {'is_severe', 'kind_id', 'part_id', 'is_quality'} & vals.keys():
            self.sudo().filtered('job_ids').vehicle_id._look_at_statutes()  # sudo: cases and lists are the system's
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_jobs(self):
        """What the law counts is kept as long as its repairs are."""
        for problem in self.sudo():
            if problem.job_ids:
                raise ValidationError(self.env._(
                    "%(problem)s has jobs and must be kept, as they are. Move the jobs to another problem first.",
                    problem=problem.display_name))

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_jobs(self):
        return self.job_ids._get_records_action(name=self.env._("Jobs"), context={'create': False, 'show_order': True})

    # === BUSINESS METHODS ===#

    def _prepare_job_facts(self, job, same):
        """What one job says of the problem, beside what it replaced: arguments of ``reckoner.Fault``.

        :param same: the problems of all companies about its fault; what one of them says of the fault holds for all
        """
        self.ensure_one()
        part = self.part_id or same.part_id[:1]
        return {
            'problem': self._get_fault_key(),
            'is_severe': any(same.mapped('is_severe')),
            'kind': (self.kind_id or same.kind_id[:1]).code or '',
            'assembly': part.assembly_id.code or '',
            'part': '' if part.is_whole else part.code or '',
            'is_repaired': job.state in ('done', 'passed'),
            'is_unsolved': job.is_problem_unsolved,
        }
