from itertools import accumulate, pairwise

from odoo import fields, models
from odoo.tools import float_round


class AftersalesStandardArea(models.Model):
    """An area of a standard with its points, which its criteria share by their weights."""
    _name = 'aftersales.standard.area'
    _description = "Area of a Standard"
    _inherit = ['aftersales.frozen.part.mixin']
    _order = 'standard_id.id, sequence, id'
    _frozen_with = 'standard_id'

    standard_id = fields.Many2one('aftersales.standard', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Area", required=True, translate=True, max_length=200)
    points = fields.Float(string="Possible Points", digits=(16, 2), bounds=(0, 10000))
    is_own = fields.Boolean(string="Set by Us", default=True, help="The points are the dealer's own: no source gives them.")
    criterion_ids = fields.One2many('aftersales.standard.criterion', 'area_id', string="Criteria", copy=True)

    def _share_points(self):
        """The points of each criterion, to two decimals; together they are the points of the area.

        :rtype: dict
        """
        self.ensure_one()
        criteria = self.criterion_ids
        weights = list(accumulate(criteria.mapped('weight'), initial=0.0))
        total = weights[-1]
        ends = [float_round(self.points * weight / total, precision_digits=2) if total else 0.0 for weight in weights]
        return {
            criterion: float_round(stop - start, precision_digits=2)
            for criterion, (start, stop) in zip(criteria, pairwise(ends), strict=True)}
