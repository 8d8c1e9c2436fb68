from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.aftersales.models.base.entries import Alert


class AftersalesOrder(models.Model):
    _inherit = 'aftersales.order'

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders.filtered('received_date').vehicle_id._note_first_visit()
        return orders

    def write(self, vals):
        changed = {'received_date', 'vehicle_id'} & vals.keys()
        vehicles = self.vehicle_id if changed else self.env['fleet.vehicle']
        is_new = changed == {'received_date'} and not any(self.mapped('received_date'))
        result = super().write(vals)
        if changed:
            (vehicles | self.vehicle_id)._note_first_visit(is_new and self[:1].received_date)
        if 'odometer_in' in vals:
            self.filtered(lambda order: order.state != 'draft' and order.received_date)._correct_readings()
        return result

    def unlink(self):
        vehicles = self.filtered('received_date').vehicle_id
        result = super().unlink()
        vehicles._note_first_visit()
        return result

    def _correct_readings(self):
        """The reading taken at check-in follows what its order says now."""
        self.env['fleet.vehicle.odometer']._record([
            order.vehicle_id._prepare_order_reading_vals(order, order.odometer_in, 'checkin', order.received_date)
            for order in self
        ])

    def _after_delivered(self, source):
        super()._after_delivered(source)
        self._record_services_done()

    def _record_services_done(self):
        """Enter the work that passed in the maintenance history of the vehicles."""
        self.env['fleet.vehicle.odometer']._record([
            order.vehicle_id._prepare_order_reading_vals(order, order.odometer_out, 'delivery')
            for order in self if order.odometer_out
        ])
        vals_list = []
        for order in self:
            jobs = order.job_ids.filtered(lambda job: job.state == 'passed')
            services = order.vehicle_id._prepare_service_records(
                jobs.operation_id | jobs.menu_id.line_ids.operation_id,
                odometer=order.odometer_out or order.odometer_in,
            )
            vals_list += [{**vals, 'order_id': order.id} for vals in services]
        self.env['aftersales.service.record']._record(vals_list)

    def _get_next_service(self, odometer=None):
        super()._get_next_service(odometer)
        vehicle = self.vehicle_id
        services = vehicle._get_last_services()
        if self.state != 'delivered':
            jobs = self.job_ids.filtered(lambda job: job._is_live())
            for vals in vehicle._prepare_service_records(
                jobs.operation_id | jobs.menu_id.line_ids.operation_id,
                odometer=odometer or self.odometer_out or self.odometer_in,
            ):
                services[vehicle.id, vals['line_id']] = (vals['date'], vals['distance_km'])
        date, distance, line = next(iter(vehicle._get_services_ahead(services)), (None, None, None))
        shown = vehicle._get_shown_at(distance) if distance else 0.0
        return date, max(shown, 0.0), line.name if line else ''

    def _get_alerts(self):
        alerts = super()._get_alerts()
        vehicle = self.vehicle_id
        today = fields.Date.context_today(self)
        if vehicle.next_service_date and vehicle.next_service_date <= fields.Date.add(today, days=30):
            # sudo: whoever reads the order is told, the accountant too, who reads no maintenance plans
            service = vehicle.next_service_line_id.sudo().name
            alerts.append(Alert('warning' if vehicle.next_service_date < today else 'info', self.env._(
                "Service due on %(date)s: %(service)s",
                date=format_date(self.env, vehicle.next_service_date), service=service,
            ), 'action_view_vehicle'))
        if vehicle.inspection_due_date and vehicle.inspection_due_date <= fields.Date.add(today, days=30):
            alerts.append(Alert('warning' if vehicle.inspection_due_date < today else 'info', self.env._(
                "Vehicle inspection due on %(date)s", date=format_date(self.env, vehicle.inspection_due_date),
            ), 'action_view_vehicle'))
        return alerts
