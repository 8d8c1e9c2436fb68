from odoo import fields, models


class AftersalesEmergencyDrill(models.Model):
    """A drill of an emergency plan, and what it taught."""
    _name = 'aftersales.emergency.drill'
    _description = "Emergency Drill"
    _inherit = ['aftersales.look.mixin']
    _rec_name = 'plan_id'
    _rec_names_search = ['plan_id.name']
    _looks_at = 'plan_id'

    plan_id = fields.Many2one(
        'aftersales.emergency.plan', string="Emergency Plan", required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='plan_id.company_id', store=True, index=True, precompute=True)
    date = fields.Date(string="Practised On")
    people_count = fields.Integer(string="People", bounds=(0, 100000))
    minutes = fields.Integer(string="Minutes Taken", bounds=(0, 10000))
    result = fields.Selection(
        [('good', "As planned"), ('weak', "With weak points")], required=True, default='good')
    lesson = fields.Text(string="What It Taught", required=True)
    user_id = fields.Many2one(string="Led By")

    def _get_early_message(self):
        return self.env._("%(plan)s: a drill is entered once it was held.", plan=self.plan_id.name)
