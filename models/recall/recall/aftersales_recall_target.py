from odoo import fields, models


class AftersalesRecallTarget(models.Model):
    """How many cars should be done by the end of a week after the start."""
    _name = 'aftersales.recall.target'
    _description = "Target of a Recall"
    _order = 'recall_id.id, week, id'
    _rec_name = 'week'

    recall_id = fields.Many2one('aftersales.recall', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='recall_id.company_id', store=True, precompute=True, index=True)
    week = fields.Integer(required=True, default=1, bounds=(1, 520), help="Counted from the start of the recall.")
    percent = fields.Float(string="Done (%)", required=True, digits=(5, 1), bounds=(0, 100))

    _week_uniq = models.UniqueIndex('(recall_id, week)', "A recall has one target a week.")
    _percent_check = models.Constraint(
        'CHECK (percent BETWEEN 0 AND 100 AND week BETWEEN 1 AND 520)', "A target is 0 to 100 % in week 1 to 520.")
