from odoo import models


class FleetVehicle(models.Model):
    """What the customer read at home is a reading of its own, before the counter's (O3)."""

    _inherit = 'fleet.vehicle'

    def _on_visit(self, orders):
        self.env['fleet.vehicle.odometer']._record([
            order.vehicle_id._prepare_order_reading_vals(order, home.odometer, 'customer', home.confirmed_date)
            for order, home in orders._get_home_checkins().items() if order.vehicle_id._fits_before(home, order)])
        return super()._on_visit(orders)

    def _fits_before(self, home, order):
        """Whether what was told lies between the last reading and what the counter has read: a slip of the customer's
        keeps nobody from receiving the car."""
        day = home.workshop_id._get_local_day(home.confirmed_date)
        return (
            home.vehicle_id.id == self.id and 0 < home.odometer <= order.odometer_in
            and self.last_odometer <= home.odometer and (not self.last_odometer_date or self.last_odometer_date <= day))
