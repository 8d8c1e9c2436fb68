from odoo import fields, models


class FleetVehicleOdometer(models.Model):
    _inherit = 'fleet.vehicle.odometer'

    source = fields.Selection(selection_add=[('customer', "Customer")], ondelete={'customer': 'set default'})
