from odoo import api, fields, models


class AftersalesTrainingPlanLine(models.Model):
    """The target of one kind of training in a year."""
    _name = 'aftersales.training.plan.line'
    _description = "Target of a Training Plan"
    _order = 'plan_id.id, sequence, id'
    _rec_name = 'kind_id'

    plan_id = fields.Many2one('aftersales.training.plan', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='plan_id.company_id', store=True, index=True, precompute=True)
    kind_id = fields.Many2one('aftersales.training.kind', string="Kind", required=True, index=True, ondelete='restrict')
    sequence = fields.Integer(related='kind_id.sequence', store=True)
    minimum = fields.Integer(string="At Least", bounds=(0, 365))
    planned_count = fields.Integer(string="Planned", compute='_compute_counts')
    held_count = fields.Integer(string="Trainings Held", compute='_compute_counts')
    missing_count = fields.Integer(string="Still to Be Held", compute='_compute_counts')

    _one_a_kind = models.UniqueIndex('(plan_id, kind_id)', "This kind of training has its target in the plan already.")

    @api.depends('minimum', 'kind_id', 'plan_id.plan_year', 'company_id')
    def _compute_counts(self):
        years = [plan.plan_year for plan in self.plan_id if plan.plan_year]
        counts = {}
        if years:
            for company, kind, state, year, count in self.env['aftersales.training.session']._read_group([
                ('company_id', 'in', self.plan_id.company_id.ids), ('training_day', '>=', f'{min(years):04}-01-01'),
                ('training_day', '<=', f'{max(years):04}-12-31'),
            ], ['company_id', 'kind_id', 'state', 'training_day:year'], ['__count']):
                counts[company, kind, state, year.year] = count
        for line in self:
            key = (line.plan_id.company_id, line.kind_id)
            line.planned_count = counts.get((*key, 'planned', line.plan_id.plan_year), 0)
            line.held_count = counts.get((*key, 'held', line.plan_id.plan_year), 0)
            line.missing_count = max(line.minimum - line.held_count, 0)

    def _get_session_domain(self):
        self.ensure_one()
        year = self.plan_id.plan_year or 2000
        return [
            ('company_id', '=', self.plan_id.company_id.id), ('training_day', '>=', f'{year:04}-01-01'),
            ('training_day', '<=', f'{year:04}-12-31'), ('state', '!=', 'cancelled'), ('kind_id', '=', self.kind_id.id)]

    def action_view_sessions(self):
        """The sessions that this target counts."""
        self.ensure_one()
        return {
            **self.env['ir.actions.act_window']._for_xml_id('aftersales.action_training_sessions'),
            'domain': self._get_session_domain(), 'context': {}}
