from odoo import fields, models


class AftersalesContractCheck(models.Model):
    """What is looked at on each car under contracts of a type."""
    _name = 'aftersales.contract.check'
    _description = "Check of a Contract's Inspection"
    _order = 'sequence, id'

    sequence = fields.Integer(default=10, bounds=(0, 1e6))
    type_id = fields.Many2one('aftersales.contract.type', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='type_id.company_id', store=True, index=True, precompute=True)
    name = fields.Char(string="Check", required=True, translate=True)
    unit = fields.Char(string="Unit", max_length=16, help="Of the value that is measured. Empty: nothing is measured.")
