from odoo import fields, models

KINDS = [
    ('customer', "Customers"), ('vehicle', "Vehicles"), ('part', "Parts"), ('operation', "Operations"),
    ('history', "Earlier Visits"), ('order', "Orders in Work"), ('coverage', "Coverages of Cars"),
]


class AftersalesExchangeField(models.Model):
    """What may stand in a column of an imported file: explained in its template, chosen for a heading (Q3)."""
    _name = 'aftersales.exchange.field'
    _description = "Column of an Import"
    _order = 'kind, sequence, id'

    kind = fields.Selection(KINDS, string="Imported Data", required=True, readonly=True, index=True)
    sequence = fields.Integer(default=10)
    code = fields.Char(string="Technical Name", required=True, readonly=True, max_length=40)
    name = fields.Char(string="Column", required=True, translate=True, max_length=80)
    is_required = fields.Boolean(string="Must Be There", readonly=True)
    example = fields.Char(max_length=120)
    explanation = fields.Char(translate=True, max_length=300)

    _code_unique = models.UniqueIndex('(kind, code)', "This column is there already.")
