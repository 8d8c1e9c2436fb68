from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class AftersalesDemo(models.AbstractModel):
    """What the cars of the demo went through before."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_vehicle_history(self):
        """Sale, yearly inspection, insurance, past readings and services of each car, counted back from today."""
        today = fields.Date.context_today(self)
        readings, services = [], []
        for row in self._read_csv('vehicle/history.csv'):
            vehicle = self._ref(f"vehicle_{row['vehicle']}").with_context(tracking_disable=True)
            months, daily = int(row['months']), int(row['daily_km'])
            sold = today - relativedelta(months=months, days=vehicle.id % 28)
            anniversary = sold + relativedelta(years=relativedelta(today, sold).years + 1)
            vehicle.write({
                'sale_date': sold,
                'sale_price': float(row['price']),
                'sale_currency_id': self.env.ref('base.CNY').id,
                'delivery_date': sold + timedelta(days=3),
                'model_year': str(sold.year),
                'acquisition_date': sold + timedelta(days=3),
                'inspection_due_date': anniversary,
                'insurance_due_date': anniversary - timedelta(days=vehicle.id % 40),
            })
            vehicle.ownership_ids.date_start = vehicle.delivery_date
            age = (today - vehicle.delivery_date).days
            readings += [
                {
                    'vehicle_id': vehicle.id,
                    'date': today - timedelta(days=back),
                    'value': self._get_distance(age - back, daily),
                    'source': 'service',
                }
                for back in (430, 250, 75) if back < age
            ]
            back = 100 + vehicle.id * 37 % 110
            services += [
                {
                    'vehicle_id': vehicle.id,
                    'line_id': line.id,
                    'date': today - timedelta(days=back),
                    'distance_km': self._get_distance(age - back, daily),
                }
                for line in vehicle.maintenance_plan_id.line_ids if back < age
            ]
        self.env['fleet.vehicle.odometer'].create(readings)
        self.env['aftersales.service.record'].create(services)

    @api.model
    def _load_service_records(self):
        """The services done at the visits of the past; one car in seven missed its last one."""
        vals_list = []
        for vehicle in self.env['fleet.vehicle'].search([('maintenance_plan_id', '!=', False)]):
            visits = vehicle.odometer_ids.filtered(lambda reading: reading.source == 'service').sorted('date')
            done = {}
            for visit in visits[:-1] if vehicle.id % 7 == 0 else visits:
                for line in vehicle.maintenance_plan_id.line_ids:
                    last_date, last_km = done.get(line, (vehicle.delivery_date, 0.0))
                    is_far = line.interval_km and visit.distance_km - last_km > 0.8 * line.interval_km
                    is_old = line.interval_months and (visit.date - last_date).days > 24 * line.interval_months
                    if is_far or is_old:
                        done[line] = (visit.date, visit.distance_km)
                        vals_list.append({
                            'vehicle_id': vehicle.id, 'line_id': line.id,
                            'date': visit.date, 'distance_km': visit.distance_km,
                        })
        self.env['aftersales.service.record'].create(vals_list)

    def _get_distance(self, days, daily):
        return max(days * daily, 0) + 8
