from odoo import fields, models


class AftersalesStorePoint(models.Model):
    """What is looked at when a store is checked (issue 12): a list that every house makes its own."""
    _name = 'aftersales.store.point'
    _description = "Point of a Store Check"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(string="Point", required=True, translate=True)
    sequence = fields.Integer(default=10)
    instruction = fields.Char(translate=True, help="What counts as good.")
