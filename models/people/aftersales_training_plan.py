from odoo import api, fields, models
from odoo.fields import Command


class AftersalesTrainingPlan(models.Model):
    """How much a company trains in a year: the least of each kind, what is planned and what was held (M2)."""
    _name = 'aftersales.training.plan'
    _description = "Training Plan of a Year"
    _inherit = ['aftersales.log.mixin']
    _order = 'plan_year desc, company_id'
    _rec_name = 'plan_year'

    plan_year = fields.Integer(
        string="Year", required=True, bounds=(2000, 2100), default=lambda self: self.env.company._get_today().year,
        aggregator=False)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    line_ids = fields.One2many('aftersales.training.plan.line', 'plan_id', string="Targets", copy=True)
    note = fields.Text(max_length=2000, help="What matters in this year.")
    missing_count = fields.Integer(string="Still to Be Held", compute='_compute_missing_count')

    _one_a_year = models.UniqueIndex('(company_id, plan_year)', "There is a plan of this year already. Change that one.")

    @api.depends('line_ids.missing_count')
    def _compute_missing_count(self):
        for plan in self:
            plan.missing_count = sum(plan.line_ids.mapped('missing_count'))

    @api.depends('plan_year', 'company_id')
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = f"{plan.plan_year} · {plan.company_id.name or ''}"

    @api.model_create_multi
    def create(self, vals_list):
        """A plan begins with the least that each kind of training asks for."""
        kinds = self.env['aftersales.training.kind'].search([], limit=200)
        targets = [Command.create({'kind_id': kind.id, 'minimum': kind.minimum}) for kind in kinds]
        return super().create([vals if vals.get('line_ids') else {**vals, 'line_ids': targets} for vals in vals_list])
