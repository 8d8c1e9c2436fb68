from odoo import fields, models


class AftersalesCheckinDocument(models.Model):
    """A paper the advisor looks at when the car comes in."""

    _name = 'aftersales.checkin.document'
    _description = 'Vehicle Document'
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    icon = fields.Char(help="Class of a Font Awesome 4 icon, such as fa-book.")
