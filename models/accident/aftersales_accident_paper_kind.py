from odoo import fields, models


class AftersalesAccidentPaperKind(models.Model):
    """A paper that insurers ask for when they settle with the house directly (E11)."""
    _name = 'aftersales.accident.paper.kind'
    _description = "Paper of a Settlement"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True, max_length=100)
    sequence = fields.Integer(default=10)
    is_required = fields.Boolean(
        string="Asked of Every Accident", default=True,
        help="Stands on the list of each new accident; the others are added where they are asked for.")
