from odoo import fields, models


class AftersalesLostReason(models.Model):
    """Why customers stay away, to choose from (J6)."""
    _name = 'aftersales.lost.reason'
    _description = "Reason a Customer Is Lost"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(copy=False, max_length=20, help="As the result of a follow-up call says it.")

    _code_uniq = models.UniqueIndex("(code) WHERE code IS NOT NULL", "Another reason has this code already.")
