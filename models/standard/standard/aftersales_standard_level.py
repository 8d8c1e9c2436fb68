from odoo import fields, models


class AftersalesStandardLevel(models.Model):
    """A level of a standard: stars, a grade, passed."""
    _name = 'aftersales.standard.level'
    _description = "Level of a Standard"
    _inherit = ['aftersales.frozen.part.mixin']
    _order = 'standard_id.id, score_from desc, id'
    _frozen_with = 'standard_id'

    standard_id = fields.Many2one('aftersales.standard', required=True, index=True, ondelete='cascade')
    name = fields.Char(string="Grade of the Standard", required=True, translate=True, max_length=80)
    score_from = fields.Float(string="From", digits=(16, 2), bounds=(0, 100), help="Of 100 points; reached is enough.")
    is_failed = fields.Boolean(
        string="Asks for a Plan", help="Whoever leads an outlet of this level gets the task to make a plan.")

    _once = models.UniqueIndex("(standard_id, score_from)", "Two levels of a standard begin at different scores.")
