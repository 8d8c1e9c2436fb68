from odoo import fields, models
from odoo.tools import float_compare


class AftersalesOutletGrade(models.Model):
    """A grade that an outlet gets by the score of its assessment: A to D with the house's own limits."""
    _name = 'aftersales.outlet.grade'
    _description = "Grade of an Outlet"
    _inherit = ['aftersales.setup.mixin', 'aftersales.log.mixin']
    _order = 'score_from desc, id'

    name = fields.Char(string="Grade", required=True, max_length=20, tracking=True)
    score_from = fields.Float(
        string="From", digits=(16, 2), bounds=(0, 100), tracking=True, help="Of 100 points; reached is enough.")
    asks_plan = fields.Boolean(
        string="Asks for a Plan", tracking=True,
        help="Whoever leads an outlet of this grade gets the task to make a plan within 30 days.")
    note = fields.Char(string="What Follows", translate=True, max_length=300, tracking=True)

    _once = models.UniqueIndex("(score_from) WHERE active", "Two grades begin at different scores.")

    def _get_grade(self, score):
        """The highest of these grades whose limit ``score`` reaches, as it is rounded and shown."""
        return self.filtered(lambda grade: float_compare(score, grade.score_from, 2) >= 0).sorted('score_from')[-1:]
