from odoo import fields, models

STATES = [('good', "In order"), ('soon', "To be done soon"), ('stop', "Must not drive")]


class AftersalesRescueCar(models.Model):
    """A car of an inspection at a fleet: its state, what was found, what we propose; kept in the car's file (J9)."""
    _name = 'aftersales.rescue.car'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = "Car of an Inspection at a Fleet"
    _order = 'rescue_id.id desc, id'
    _rec_name = 'vehicle_id'
    _frozen_with = 'rescue_id'
    _check_company_auto = True

    rescue_id = fields.Many2one('aftersales.rescue', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='rescue_id.company_id', store=True, index=True)
    vehicle_id = fields.Many2one('fleet.vehicle', required=True, index=True, check_company=True, ondelete='restrict')
    license_plate = fields.Char(related='vehicle_id.license_plate', string="Plate")
    odometer = fields.Float(string="Odometer", digits=(12, 0), bounds=(0, 9_999_999))
    result = fields.Selection(STATES, string="State of the Car")
    findings = fields.Text()
    proposal = fields.Text(string="We Propose")

    _car_uniq = models.Constraint('UNIQUE (rescue_id, vehicle_id)', "This car is in the list of the visit already.")
