from odoo import api, fields, models

from .measures import JUDGED, MEASURES


class AftersalesSupplierCriterion(models.Model):
    """How much a figure weighs in a supplier's score, and which figure is worth all and nothing (H4).

    A company that has rows of its own is served by them alone.
    """
    _name = 'aftersales.supplier.criterion'
    _description = "Weight of a Supplier's Figure"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'company_id.id, id'

    measure = fields.Selection(MEASURES, string="Scored Figure", required=True, tracking=True)
    weight = fields.Float(required=True, digits=(5, 2), default=10.0, bounds=(0, 100), tracking=True)
    best = fields.Float(
        string="100 Points At", digits=(8, 2), bounds=(0, 1e6), tracking=True,
        help="Per cent, days, or the index. Between this and the next one, points go evenly.")
    worst = fields.Float(string="0 Points At", digits=(8, 2), bounds=(0, 1e6), tracking=True)
    company_id = fields.Many2one(
        'res.company', index='btree_not_null', help="Empty: for all companies without weights of their own.")

    _measure_uniq = models.UniqueIndex(
        "(COALESCE(company_id, 0), measure) WHERE active", "This figure has a weight already. Change that one.")

    @api.depends('measure')
    def _compute_display_name(self):
        labels = dict(self._fields['measure']._description_selection(self.env))
        for criterion in self:
            criterion.display_name = labels.get(criterion.measure, "")

    @api.model
    def _get_criteria(self, company):
        """The company's own weights, or those of all."""
        # sudo: how suppliers are scored is no secret of a role
        found = self.sudo().search([('company_id', 'in', (False, company.id))])
        return found.filtered('company_id') or found

    def _get_points(self, value):
        """Points from 0 to 100 for a figure: evenly between the worst and the best."""
        self.ensure_one()
        if self.measure in JUDGED or self.best == self.worst:
            return 0.0
        return round(min(max((value - self.worst) / (self.best - self.worst), 0.0), 1.0) * 100, 1)
