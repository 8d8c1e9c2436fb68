from odoo import api, fields, models


class FleetVehicleModel(models.Model):
    _inherit = 'fleet.vehicle.model'

    maintenance_plan_id = fields.Many2one(
        'aftersales.maintenance.plan',
        index='btree_not_null',
        tracking=True,
    )

    @api.depends('name', 'brand_id.name')
    def _compute_display_name(self):
        """A car is called the same wherever it is named: make and model, as people say it."""
        for model in self:
            model.display_name = ' '.join(filter(None, (model.brand_id.name, model.name)))
