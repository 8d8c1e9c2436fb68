from odoo import api, fields, models
from odoo.fields import Command


class AftersalesKnowledgeFinder(models.TransientModel):
    """What is known of a symptom: asked from a job, or by itself (M3)."""
    _name = 'aftersales.knowledge.finder'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Question to the Knowledge Base (dialog)"

    job_id = fields.Many2one('aftersales.job', string="Job", readonly=True)
    question = fields.Char(
        string="Symptom", compute='_compute_question', store=True, readonly=False, precompute=True, max_length=500)
    codes = fields.Char(
        string="Fault Codes", compute='_compute_question', store=True, readonly=False, precompute=True, max_length=300)
    model_id = fields.Many2one(
        'fleet.vehicle.model', string="Model", compute='_compute_question', store=True, readonly=False, precompute=True)
    line_ids = fields.One2many(
        'aftersales.knowledge.finder.line', 'finder_id', string="Articles Found", compute='_compute_line_ids', store=True)

    # === COMPUTE METHODS ===#

    @api.depends('job_id')
    def _compute_question(self):
        for finder in self:
            job = finder.job_id
            finder.question = job._get_question() if job else finder.question
            finder.codes = ', '.join(job.fault_code_ids.mapped('code')) or finder.codes
            finder.model_id = job.vehicle_id.model_id or finder.model_id

    @api.depends('question', 'codes', 'model_id')
    def _compute_line_ids(self):
        for finder in self:
            finder.line_ids = [Command.clear()] + [
                Command.create({'sequence': rank, 'bulletin_id': article.id, 'found_by': finder._say_why(codes, of_model)})
                for rank, (article, __, codes, of_model) in enumerate(finder._find())]

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        finders = super().create(vals_list)
        finders._keep_questions()
        return finders

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'question', 'codes', 'model_id'}:
            self._keep_questions()
        return result

    # === ACTION METHODS ===#

    def action_search(self):
        """Ask with what is written now; the dialog stays."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Look It Up"), 'res_model': self._name,
            'view_mode': 'form', 'views': [(False, 'form')], 'target': 'new', 'res_id': self.id}

    # === BUSINESS METHODS ===#

    def _get_asked_codes(self):
        return [code.strip().upper() for code in (self.codes or '').replace('，', ',').split(',') if code.strip()]

    def _find(self):
        self.ensure_one()
        return self.env['aftersales.bulletin']._find(self.question, self.model_id._origin, self._get_asked_codes())

    def _say_why(self, codes, of_model):
        return ' · '.join(filter(None, [
            ', '.join(codes), self.env._("for this model") if of_model else '']))

    def _keep_questions(self):
        """What was asked, for whoever writes the articles that are missing."""
        # sudo: the register is the system's
        self.env['aftersales.knowledge.search'].sudo().create([
            {
                'question': ' '.join(filter(None, [finder.question, finder.codes]))[:500], 'user_id': self.env.uid,
                'company_id': (finder.job_id.company_id or self.env.company).id, 'job_id': finder.job_id.id,
                'model_id': finder.model_id.id, 'hits': len(finder.line_ids), 'is_missing': not finder.line_ids}
            for finder in self if (finder.question or finder.codes or '').strip()])


class AftersalesKnowledgeFinderLine(models.TransientModel):
    _name = 'aftersales.knowledge.finder.line'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Article That Was Found"
    _order = 'sequence, id'

    finder_id = fields.Many2one('aftersales.knowledge.finder', required=True, ondelete='cascade')
    sequence = fields.Integer()
    bulletin_id = fields.Many2one(
        'aftersales.bulletin', string="Knowledge Article", required=True, readonly=True, ondelete='cascade')
    kind = fields.Selection(related='bulletin_id.kind')
    remedy = fields.Text(related='bulletin_id.remedy')
    use_count = fields.Integer(related='bulletin_id.use_count')
    found_by = fields.Char(string="Why Found", readonly=True)
    has_helped = fields.Boolean(compute='_compute_has_helped')

    @api.depends('finder_id.job_id')
    def _compute_has_helped(self):
        uses = {(use.bulletin_id.id, use.job_id.id) for use in self.env['aftersales.bulletin.use'].search(
            [('job_id', 'in', self.finder_id.job_id.ids)])}
        for line in self:
            line.has_helped = (line.bulletin_id.id, line.finder_id.job_id.id) in uses

    def action_open(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'aftersales.bulletin', 'view_mode': 'form',
            'views': [(False, 'form')], 'res_id': self.bulletin_id.id,
            'context': {'knowledge_job_id': self.finder_id.job_id.id}}

    def action_helped(self):
        """It helped: noted at the job, and the dialog stays."""
        self.ensure_one()
        self.bulletin_id.with_context(knowledge_job_id=self.finder_id.job_id.id).action_helped()
        return self.finder_id.action_search()
