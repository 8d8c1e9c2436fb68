from odoo import api, fields, models

from odoo.addons.aftersales.models.base.entries import Alert
from odoo.addons.aftersales.models.warranty.coverage_rules import KILOMETRES_PER_MILE


class AftersalesOrder(models.Model):
    """What the car is promised, told when it is booked and when it stands at the counter (I2)."""
    _inherit = 'aftersales.order'

    @api.depends('vehicle_id.coverage_ids')
    def _compute_alert_html(self):
        return super()._compute_alert_html()

    # === ACTION METHODS ===#

    def action_view_coverages(self):
        """What the car is promised, by whom."""
        self.ensure_one()
        return self.vehicle_id.action_view_coverages()

    # === BUSINESS METHODS ===#

    def _after_delivered(self, source):
        """What was fitted has its guarantee from the day on which the customer takes the car."""
        super()._after_delivered(source)
        self.env['aftersales.coverage']._make_for_parts(self)

    def _get_coverage_facts(self):
        """The day of the visit by the outlet's clock, and how far the car has run by then."""
        self.ensure_one()
        vehicle = self.vehicle_id._origin.sudo()  # sudo: told to whoever may read the order
        moment = self.received_date or fields.Datetime.now()
        day = self.workshop_id._get_local_day(moment) if self.workshop_id else fields.Date.context_today(self)
        km = None
        if self.odometer_in:
            km = self.odometer_in * (KILOMETRES_PER_MILE if self.odometer_unit == 'miles' else 1.0) + vehicle.odometer_offset_km
        return vehicle._get_coverage_facts(day, km)

    def _get_alerts(self):
        alerts = super()._get_alerts()
        vehicle = self.vehicle_id._origin
        if self.is_locked or not vehicle:
            return alerts
        facts = self._get_coverage_facts()
        standings = vehicle._get_coverage_standings({vehicle: facts})[vehicle]
        said = vehicle._get_said(standings)
        if said:
            near = any(standing.is_covered and standing.coverage._is_near_end(standing.answer) for standing in said)
            alerts.append(Alert(
                'warning' if near else 'info', ' '.join(standing.coverage._describe(standing) for standing in said),
                'action_view_coverages'))
        elif self._lacks_delivery_day(vehicle):
            alerts.append(Alert('info', self.env._(
                "Whether the car is in warranty is not known: enter the day of its delivery."), 'action_view_vehicle'))
        return alerts

    def _lacks_delivery_day(self, vehicle):
        """Whether a policy could hold for a car whose day nobody has entered."""
        if vehicle.delivery_date or vehicle.sale_date:
            return False
        policies = self.env['aftersales.policy']._get_released(('delivery', 'invoice', 'registration'))
        return any(policy.brand_ids and vehicle.model_id.brand_id in policy.brand_ids for policy in policies)
