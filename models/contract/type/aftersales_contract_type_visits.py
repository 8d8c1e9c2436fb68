from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesContractType(models.Model):
    """What is done at the customer's under contracts of a type: how often, and what is looked at (contracts, §5)."""
    _inherit = 'aftersales.contract.type'

    visits_per_year = fields.Integer(string="Inspections a Year", bounds=(0, 12), help="At the customer's, of all his cars.")
    trainings_per_year = fields.Integer(string="Trainings of Drivers a Year", bounds=(0, 12))
    check_ids = fields.One2many('aftersales.contract.check', 'type_id', string="What Is Looked At", copy=True)

    @api.constrains('start', 'visits_per_year', 'trainings_per_year')
    def _check_visits_have_days(self):
        for contract_type in self:
            if contract_type.start == 'use' and (contract_type.visits_per_year or contract_type.trainings_per_year):
                raise ValidationError(self.env._(
                    "%(type)s: visits are planned from the day it begins. Let it begin when it is paid, or on the day agreed.",
                    type=contract_type.name))
