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
    value = fields.Float(string="Value Reached", digits=(8, 2), readonly=True, bounds=(0, 1e9))
    points = fields.Float(string="Points Given", digits=(5, 1), bounds=(0, 100), help="From 0 to 100.")
    words = fields.Char(string="Why", help="Of what is judged, why.")
    told_part = fields.Float(string="Measured Of It", digits=(12, 2), readonly=True, bounds=(0, 1e12))
    told_whole = fields.Float(string="Measured Of", digits=(12, 2), readonly=True, bounds=(0, 1e12))
    told_words = fields.Char(
        string="How It Came", compute='_compute_told_words',
        help="How a computed figure came, in the words of whoever reads it; of what is judged, why.")
    is_counted = fields.Boolean(string="Counts", readonly=True)

    _measure_uniq = models.UniqueIndex("(score_id, measure)", "This figure is in the score already.")

    @api.depends('measure')
    def _compute_criterion(self):
        for line in self:
            line.criterion = CRITERIA.get(line.measure)
            line.is_judged = line.measure in JUDGED

    @api.depends('measure', 'words', 'value', 'told_part', 'told_whole', 'is_counted')
    @api.depends_context('lang')
    def _compute_told_words(self):
        """Of a score that kept its words when it was worked out: those."""
        for line in self:
            line.told_words = line.words or ('' if line.measure in JUDGED else line._get_told_words())

    def _get_told_words(self):
        self.ensure_one()
        if not self.is_counted:
            return self.env._("Nothing came in this half-year: not counted.")
        part, whole = f'{self.told_part:.15g}', f'{self.told_whole:.15g}'
        match self.measure:
            case 'reject':
                return self.env._(
                    "%(wrong)s of %(quantity)s pieces were wrong, damaged or failed.", wrong=part, quantity=whole)
            case 'punctual':
                return self.env._(
                    "%(good)s of %(quantity)s pieces came by the day that was promised.", good=part, quantity=whole)
            case 'fill':
                return self.env._(
                    "%(good)s of %(quantity)s pieces that were expected came at once and good.", good=part, quantity=whole)
            case 'lead_time':
                return self.env._(
                    "%(days)s days from the order to the receipt, on the average of all pieces.", days=f'{self.value:.1f}')
        return self.env._(
            "%(index)s, where 100 is what all suppliers ask on the average for the same %(parts)s parts.",
            index=f'{self.value:.1f}', parts=whole)

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
