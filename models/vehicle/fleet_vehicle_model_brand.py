from odoo import models


class FleetVehicleModelBrand(models.Model):
    _inherit = 'fleet.vehicle.model.brand'

    def write(self, vals):
        result = super().write(vals)
        if 'name' in vals:
            self.env.registry.clear_cache()
        return result
