from odoo import fields, models


class AftersalesCrisisStatement(models.Model):
    """What the house says in a crisis, each in the words for who hears it."""
    _name = 'aftersales.crisis.statement'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Statement in a Crisis"
    _order = 'audience, id'
    _rec_name = 'audience'
    _frozen_with = 'crisis_id'

    crisis_id = fields.Many2one('aftersales.crisis', required=True, index=True, ondelete='cascade')
    audience = fields.Selection(
        [
            ('customers', "Customers concerned"), ('staff', "Our own people"), ('press', "Press and social media"),
            ('authority', "Authority"), ('maker', "Maker"),
        ],
        string="Audience", required=True)
    text = fields.Text(string="What Is Said", required=True)
    user_id = fields.Many2one('res.users', string="By", readonly=True, required=True, default=lambda self: self.env.user)
