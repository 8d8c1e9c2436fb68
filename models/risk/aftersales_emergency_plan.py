from odoo import fields, models


class AftersalesEmergencyPlan(models.Model):
    """What is done in an emergency, by whom, and whom to call (N6); practised twice a year."""
    _name = 'aftersales.emergency.plan'
    _description = "Emergency Plan"
    _inherit = ['aftersales.review.mixin']
    _order = 'kind, id'
    _rec_names_search = ['name']

    name = fields.Char(string="Emergency Plan", required=True, max_length=200, tracking=True, index='trigram')
    kind = fields.Selection([
        ('fire', "Fire"), ('injury', "Somebody injured"), ('voltage', "High-voltage accident"), ('flood', "Flood"),
        ('data', "Loss of data"), ('press', "Crowd or press"), ('recall', "Mass recall"), ('power', "Power cut"),
        ('other', "Other emergency"),
    ], required=True, default='fire', index=True, tracking=True)
    roles = fields.Text(string="Who Does What", tracking=True)
    phones = fields.Text(string="Whom to Call, in This Order", tracking=True)
    first_steps = fields.Text(required=True, tracking=True)
    interval_months = fields.Integer(default=6)
    drill_ids = fields.One2many('aftersales.emergency.drill', 'plan_id', string="Drills")
