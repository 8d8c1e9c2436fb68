from odoo import fields, models


class AftersalesDeclineReason(models.Model):
    """Why customers decline work: what to talk about, and what to change."""
    _name = 'aftersales.decline.reason'
    _description = "Reason of Decline"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
