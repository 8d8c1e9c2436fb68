from odoo import fields, models


class AftersalesStatuteExemption(models.Model):
    _name = 'aftersales.statute.exemption'
    _inherit = ['aftersales.setup.mixin']
    _description = "Wait a Statute Leaves Out"
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)

    _code_uniq = models.UniqueIndex('(code)', "This code is taken already, perhaps by an archived one. Choose another code.")
