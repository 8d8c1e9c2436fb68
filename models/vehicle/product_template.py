from odoo import api, fields, models


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    is_vehicle = fields.Boolean(
        string='Is a Vehicle',
        help="Sold vehicles are tracked by serial number, which is their VIN. Delivering one to a customer "
             "enters it in the register of vehicles.",
    )
    vehicle_model_id = fields.Many2one('fleet.vehicle.model', index='btree_not_null')

    _is_vehicle_check = models.Constraint(
        "CHECK (is_vehicle IS NOT TRUE OR (vehicle_model_id IS NOT NULL AND tracking = 'serial'))",
        "A product that is a vehicle needs a vehicle model and tracking by unique serial number (the VIN).",
    )

    @api.onchange('is_vehicle')
    def _onchange_is_vehicle(self):
        if self.is_vehicle:
            self.type = 'consu'
            self.is_storable = True
            self.tracking = 'serial'
