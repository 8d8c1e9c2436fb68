from odoo import fields, models

KINDS = [('inspection', "Inspection"), ('checklist', "Hand-Over")]
SECTIONS = [
    ('exterior', "Exterior"), ('interior', "Interior"), ('fluids', "Fluids"), ('tyres', "Tyres"), ('battery', "Battery"),
    ('electrics', "Electrics"), ('codes', "Trouble Codes"), ('software', "Software"), ('road', "Road Test"),
    ('documents', "Papers and Tools"), ('charging', "Charge or Fuel"), ('film', "Protective Film"),
    ('talk', "Talk with the Buyer")]


class AftersalesHandoverPoint(models.Model):
    """What is looked at before a sold car is handed over, and what is gone through with the buyer: each house's own list."""
    _name = 'aftersales.handover.point'
    _description = "Point of a Hand-Over"
    _inherit = ['aftersales.setup.mixin']
    _order = 'sequence, id'

    name = fields.Char(string="Point to Check", required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, required=True, default='inspection')
    car_part = fields.Selection(SECTIONS, required=True, default='exterior')
    instruction = fields.Char(translate=True, help="What counts as good.")
