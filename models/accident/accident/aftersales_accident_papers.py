from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesAccident(models.Model):
    """What is kept with an accident: visits of the assessor, photos by stage, and the papers of direct settlement (E11)."""
    _inherit = 'aftersales.accident'

    visit_ids = fields.One2many('aftersales.accident.visit', 'accident_id', string="Visits of the Assessor", copy=False)
    photo_ids = fields.One2many('aftersales.accident.photo', 'accident_id', string="Photos", copy=False)
    paper_ids = fields.One2many('aftersales.accident.paper', 'accident_id', string="Papers for the Insurer", copy=False)
    missing_papers = fields.Char(
        compute='_compute_missing_papers', help="What of the papers the insurer asks for is not there yet.")

    # === COMPUTE METHODS ===#

    @api.depends_context('lang')
    @api.depends('paper_ids.state', 'paper_ids.kind_id.name')
    def _compute_missing_papers(self):
        for accident in self:
            missing = accident.paper_ids.filtered(lambda paper: paper.state == 'missing')
            accident.missing_papers = ", ".join(missing.kind_id.mapped('name'))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        """Each begins with the list of papers that every insurer asks for."""
        accidents = super().create(vals_list)
        kinds = self.env['aftersales.accident.paper.kind'].search([('is_required', '=', True)])
        self.env['aftersales.accident.paper'].create([
            {'accident_id': accident.id, 'kind_id': kind.id}
            for accident in accidents for kind in kinds - accident.paper_ids.kind_id])
        return accidents

    # === ACTION METHODS ===#

    def action_papers_there(self):
        """All that is on the list lies on the desk."""
        for accident in self:
            missing = accident.paper_ids.filtered(lambda paper: paper.state == 'missing')
            if not missing:
                raise UserError(self.env._(
                    "%(accident)s: no paper is missing. Reload the page to see the list.", accident=accident.display_name))
            missing.state = 'there'

    # === BUSINESS METHODS ===#

    def _check_sent(self):
        super()._check_sent()
        for accident in self:
            if accident.missing_papers:
                raise UserError(self.env._(
                    "%(accident)s: these papers are missing: %(papers)s. Mark what is there, or what this insurer does not "
                    "ask for.", accident=accident.display_name, papers=accident.missing_papers))

    def _after_sent(self, source):
        super()._after_sent(source)
        # sudo: stamps are the system's
        papers = self.sudo().paper_ids.filtered(lambda paper: paper.state == 'there' and not paper.sent_date)
        papers.sent_date = fields.Datetime.now()
