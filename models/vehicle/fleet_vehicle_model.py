from odoo import api, fields, models
from odoo.tools import ormcache


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

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'name', 'brand_id'}:
            self.env.registry.clear_cache()  # after it: what names a car meanwhile keeps the old name
        return result

    @ormcache('self.id')
    def _get_kept_name(self):
        """Make and model, which name each car in each list, paper and message; they hardly ever change."""
        return self.sudo().display_name or ''  # sudo: whoever sees the car sees what it is
