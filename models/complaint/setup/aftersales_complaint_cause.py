from odoo import fields, models


class AftersalesComplaintCause(models.Model):
    """Why it came to a complaint, as it is counted (K3)."""
    _name = 'aftersales.complaint.cause'
    _inherit = ['aftersales.setup.mixin']
    _description = "Cause of Complaints"
    _order = 'sequence, id'

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, size=8)

    _code_uniq = models.Constraint('UNIQUE (code)', "Another cause has this code already.")
