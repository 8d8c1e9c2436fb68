from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesEmergencyDrill(models.Model):
    """A drill of an emergency plan, and what it taught."""
    _name = 'aftersales.emergency.drill'
    _description = "Emergency Drill"
    _inherit = ['aftersales.history.mixin']
    _order = 'date desc, id desc'
    _rec_name = 'plan_id'
    _rec_names_search = ['plan_id.name']
    _check_company_auto = True

    plan_id = fields.Many2one('aftersales.emergency.plan', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='plan_id.company_id', store=True, index=True, precompute=True)
    date = fields.Date(string="Practised On", required=True, default=lambda self: self.env.company._get_today())
    people_count = fields.Integer(string="People", bounds=(0, 100000))
    minutes = fields.Integer(string="Minutes Taken", bounds=(0, 10000))
    result = fields.Selection(
        [('good', "As planned"), ('weak', "With weak points")], required=True, default='good')
    lesson = fields.Text(string="What It Taught", required=True)
    user_id = fields.Many2one(
        'res.users', string="Led By", required=True, index=True, default=lambda self: self.env.user, ondelete='restrict')

    @api.constrains('date')
    def _check_date(self):
        for drill in self:
            if drill.date > drill.company_id._get_today():
                raise ValidationError(self.env._("%(plan)s: a drill is entered once it was held.", plan=drill.plan_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        drills = super().create([self._read_inputs(vals) for vals in vals_list])
        for drill in drills.sorted('date'):
            drill.plan_id._note_looked_at(drill.date)
        return drills
