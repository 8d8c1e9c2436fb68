from odoo import fields, models


class FleetVehicle(models.Model):
    _inherit = 'fleet.vehicle'

    # === BUSINESS METHODS: MAINTENANCE ===#

    def _record_service(self, operations, odometer=None, date=None):
        """Record the services of the vehicle's plan whose operations were all done.

        :param odometer: what the cluster showed, by default its last reading
        """
        self.ensure_one()
        vals_list = self._prepare_service_records(operations, odometer=odometer, date=date)
        return self.env['aftersales.service.record']._record(vals_list)

    def _prepare_service_records(self, operations, odometer=None, date=None):
        """Values of the services that ``operations``, all done on one visit, amount to."""
        self.ensure_one()
        if not operations:
            return []
        distance = self._get_distance_of(odometer or self.last_odometer)
        return [
            {
                'vehicle_id': self.id,
                'line_id': line.id,
                'date': date or fields.Date.context_today(self),
                'distance_km': distance,
            }
            for line in self.maintenance_plan_id.line_ids
            if line.operation_ids and line.operation_ids <= operations
        ]
