from odoo import fields, models


class AftersalesStandardCriterion(models.Model):
    """What is asked for in an area of a standard, how it is shown, and how much of the area's points it weighs."""
    _name = 'aftersales.standard.criterion'
    _description = "Criterion of a Standard"
    _inherit = ['aftersales.frozen.part.mixin']
    _order = 'area_id.id, sequence, id'
    _frozen_with = 'area_id'

    area_id = fields.Many2one('aftersales.standard.area', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    code = fields.Char(string="No.", max_length=20)
    name = fields.Char(string="Criterion", required=True, translate=True, max_length=200)
    requirement = fields.Text(translate=True, max_length=2000, help="When it has its full points.")
    asked = fields.Char(string="Evidence Asked For", translate=True, max_length=300)
    weight = fields.Float(
        default=1.0, digits=(16, 2), bounds=(0, 10000),
        help="Its share of the area's points. Whoever enters the points of the standard itself has these points.")
    is_own = fields.Boolean(string="Set by Us", default=True, help="The weight is the dealer's own: no source gives it.")
    may_skip = fields.Boolean(string="May Not Apply", default=True)
