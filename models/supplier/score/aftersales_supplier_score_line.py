from odoo import api, fields, models
from odoo.exceptions import UserError

from .measures import CRITERIA, JUDGED, MEASURES

# What people enter, of what they judge.
ENTERED = frozenset({'points', 'words'})


class AftersalesSupplierScoreLine(models.Model):
    """One figure of a supplier: computed, with the words of how it came, or judged, with a word why (H4)."""
    _name = 'aftersales.supplier.score.line'
    _description = "Figure of a Supplier"
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _order = 'score_id.id, id'
    _frozen_with = 'score_id'

    score_id = fields.Many2one('aftersales.supplier.score', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='score_id.company_id', store=True, index=True, precompute=True)
    measure = fields.Selection(MEASURES, string="Scored Figure", required=True, readonly=True)
    criterion = fields.Selection(
        [('quality', "Quality"), ('delivery', "Delivery of Goods"), ('price', "Price"), ('service', "Supplier's Service"),
         ('capacity', "Capacity")], compute='_compute_criterion', store=True, precompute=True)
    is_judged = fields.Boolean(string="Judged", compute='_compute_criterion', store=True, precompute=True)
    weight = fields.Float(digits=(5, 2), readonly=True, bounds=(0, 100))
    value = fields.Float(string="Measured", digits=(8, 2), readonly=True, bounds=(0, 1e9))
    points = fields.Float(string="Points Given", digits=(5, 1), bounds=(0, 100), help="From 0 to 100.")
    words = fields.Char(string="How It Came", help="How a computed figure came; of what is judged, why.")
    is_counted = fields.Boolean(string="Counts", readonly=True)

    _measure_uniq = models.UniqueIndex("(score_id, measure)", "This figure is in the score already.")

    @api.depends('measure')
    def _compute_criterion(self):
        for line in self:
            line.criterion = CRITERIA.get(line.measure)
            line.is_judged = line.measure in JUDGED

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and ENTERED & vals.keys():
            for line in self.filtered(lambda line: line.measure not in JUDGED):
                raise UserError(line.env._(
                    "%(score)s: this figure is computed. Only quality system, service and capacity are judged.",
                    score=line.score_id.display_name))
        result = super().write(vals)
        if not self.env.su and 'words' in vals:
            for line in self.sudo():  # sudo: whether it counts is the system's; judged is what has its reason
                line.is_counted = bool((line.words or '').strip())
        return result
