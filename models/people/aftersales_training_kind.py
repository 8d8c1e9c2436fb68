from odoo import fields, models


class AftersalesTrainingKind(models.Model):
    """A kind of lesson, with how many of it a year should see at least (M2)."""
    _name = 'aftersales.training.kind'
    _description = "Kind of Training"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True, max_length=80)
    minimum = fields.Integer(
        string="At Least a Year", bounds=(0, 365), help="Proposed for the plan of a new year; 0: as they are called.")
    is_for_customers = fields.Boolean(
        string="For Customers", help="Such a lesson counts by its guests; nobody of the house needs to sign in.")

    _name_unique = models.UniqueIndex('(lower(name->>\'en_US\')) WHERE active', "There is a kind of training of this name.")
