from odoo import fields, models


class AftersalesContractType(models.Model):
    """What is done at the customer's under contracts of a type: how often, and what is looked at (contracts, §5)."""
    _inherit = 'aftersales.contract.type'

    visits_per_year = fields.Integer(string="Inspections a Year", bounds=(0, 12), help="At the customer's, of all his cars.")
    trainings_per_year = fields.Integer(string="Trainings of Drivers a Year", bounds=(0, 12))
    check_ids = fields.One2many('aftersales.contract.check', 'type_id', string="What Is Looked At", copy=True)
