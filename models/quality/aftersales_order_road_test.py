from odoo import models

from odoo.addons.aftersales.models.base.entries import OpenPoint


class AftersalesOrder(models.Model):
    """The odometer that a car leaves with is not before the one its road test ended with."""
    _inherit = 'aftersales.order'

    def _get_open_points(self):
        points = super()._get_open_points()
        # sudo: whoever delivers need not see the checks
        tests = self.env['aftersales.inspection'].sudo().search([
            ('order_id', 'in', self.ids), ('road_test_odometer_in', '>', 0)])
        for order, inspections in tests.grouped('order_id').items():
            reading = max(inspections.mapped('road_test_odometer_in'))
            if order.odometer_in <= order.odometer_out < reading:
                points.append(OpenPoint(order.with_env(self.env), self.env._(
                    "The odometer of %(vehicle)s showed %(reading)d after the road test; it cannot show %(out)d when it "
                    "leaves. Correct the odometer out.",
                    vehicle=order.license_plate or order.vehicle_id.display_name, reading=reading, out=order.odometer_out)))
        return points
