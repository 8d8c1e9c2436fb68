from odoo import fields, models


class AftersalesPartClass(models.Model):
    """How often the quality of what lies in the stores is looked at (parts 4)."""
    _inherit = 'aftersales.part.class'

    review_months = fields.Integer(
        string="Quality Checked Every (Months)", bounds=(0, 120),
        help="What lies in the stores of this class and of those below it that say nothing themselves. 0: not planned.")

    def _get_reviewed_with(self):
        """The class and those below it that are looked at together with it: none with a rhythm of its own between."""
        self.ensure_one()
        found = step = self
        while step:
            step = self.search([('parent_id', 'in', step.ids), ('review_months', '=', 0)])
            found |= step
        return found
