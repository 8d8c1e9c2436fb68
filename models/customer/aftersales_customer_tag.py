from odoo import fields, models


class AftersalesCustomerTag(models.Model):
    """What customers wish for, or what they are interested in: words to choose from (J1)."""
    _name = 'aftersales.customer.tag'
    _description = "Wish or Interest of Customers"
    _inherit = ['aftersales.setup.mixin']
    _order = 'kind, sequence, id'

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [('wish', "Service Wished For"), ('interest', "Interest")], required=True, default='wish')
    sequence = fields.Integer(default=10)
    color = fields.Integer()

    _name_uniq = models.UniqueIndex('(kind, name)', "This is on the list already, perhaps archived.")
