from odoo import fields, models


class FleetVehicleModel(models.Model):
    _inherit = 'fleet.vehicle.model'

    maintenance_plan_id = fields.Many2one(
        'aftersales.maintenance.plan',
        index='btree_not_null',
        tracking=True,
    )
