from odoo import api, models


class FleetVehicle(models.Model):
    """The file of a customer and the car is due some days after the first visit (D1)."""

    _inherit = 'fleet.vehicle'

    @api.depends('aftersales_order_ids.received_date')
    def _compute_first_visit_date(self):
        super()._compute_first_visit_date()

    def _get_first_visits(self):
        # sudo: the first visit counts in whatever company it was
        return dict(self.env['aftersales.order'].sudo()._read_group(
            [('vehicle_id', 'in', self.ids), ('received_date', '!=', False)], ['vehicle_id'], ['received_date:min']))
