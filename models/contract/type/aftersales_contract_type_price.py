from odoo import fields, models


class AftersalesContractTypePrice(models.Model):
    """What a contract costs for cars of a model, instead of its type's price (contracts, §2)."""
    _name = 'aftersales.contract.type.price'
    _description = "Price of a Contract by Model"
    _order = 'id'

    type_id = fields.Many2one('aftersales.contract.type', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='type_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    model_id = fields.Many2one('fleet.vehicle.model', string="Vehicle Model", required=True, index=True, ondelete='restrict')
    price = fields.Monetary(string="Contract Price", required=True, bounds=(0, 1e9), help="Without taxes.")

    _once = models.UniqueIndex("(type_id, model_id)", "A type of contract has one price for a vehicle model.")
    _above_zero = models.Constraint('CHECK(price > 0)', "Enter a price above zero for each vehicle model.")
