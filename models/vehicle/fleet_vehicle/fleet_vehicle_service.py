from datetime import timedelta
from math import ceil

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, formatLang

from ..fleet_vehicle_odometer import KM_PER_UNIT

# The average looks back this far, and says nothing about a shorter time than the minimum.
AVERAGE_DAYS = 365
MINIMUM_DAYS = 30
FARTHEST_DAYS = 36500
# Follow from readings and services done; nobody enters them.
COMPUTED_FIELDS = {
    'last_odometer', 'last_odometer_date', 'distance_km', 'odometer_offset_km', 'first_odometer_date',
    'first_distance_km', 'average_daily_distance', 'next_service_date', 'next_service_odometer', 'next_service_line_id',
}


class FleetVehicle(models.Model):
    """Distance run, and the services that come due by it."""

    _inherit = 'fleet.vehicle'

    odometer_ids = fields.One2many(
        'fleet.vehicle.odometer', 'vehicle_id', string='Odometer Readings',
        groups='aftersales.group_user,fleet.fleet_group_user')
    last_odometer = fields.Float(
        string='Last Reading',
        compute='_compute_last_reading',
        store=True,
        digits=(12, 0),
        aggregator='avg',
        help="What the cluster showed last, in the unit of the vehicle.",
    )
    last_odometer_date = fields.Date(string='Last Read on', compute='_compute_last_reading', store=True)
    distance_km = fields.Float(
        string='Distance Run (km)',
        compute='_compute_last_reading',
        store=True,
        digits=(12, 3),
        aggregator='avg',
        help="Distance at the last reading, clusters replaced on the way included.",
    )
    odometer_offset_km = fields.Float(compute='_compute_last_reading', store=True, digits=(12, 3))
    first_odometer_date = fields.Date(compute='_compute_last_reading', store=True)
    first_distance_km = fields.Float(compute='_compute_last_reading', store=True, digits=(12, 3))
    average_daily_distance = fields.Float(
        string='Average km a Day',
        compute='_compute_last_reading',
        store=True,
        digits=(12, 3),
        aggregator='avg',
        help="Over the last year of readings; zero while the readings span less than 30 days.",
    )
    maintenance_plan_id = fields.Many2one(
        'aftersales.maintenance.plan',
        compute='_compute_maintenance_plan_id',
        store=True,
        readonly=False,
    )
    service_record_ids = fields.One2many(
        'aftersales.service.record', 'vehicle_id', string='Services Done',
        groups='aftersales.group_user,account.group_account_invoice')
    next_service_date = fields.Date(
        string='Next Service',
        compute='_compute_next_service',
        store=True,
        index='btree_not_null',
        help="Predicted from the maintenance plan, the services done and the average distance a day.",
    )
    next_service_odometer = fields.Float(
        string='Next Service at',
        compute='_compute_next_service',
        store=True,
        digits=(12, 0),
        aggregator=None,
        help="What the cluster will show at the latest; the date counts if it comes first.",
    )
    next_service_line_id = fields.Many2one(
        'aftersales.maintenance.plan.line',
        string='Service to Do',
        compute='_compute_next_service',
        store=True,
        index='btree_not_null',
    )
    # Plans count their cars: of the index alone.
    _plans_idx = models.Index(
        "(maintenance_plan_id) INCLUDE (company_id) WHERE active IS TRUE AND maintenance_plan_id IS NOT NULL")

    # === COMPUTE METHODS ===#

    @api.depends('last_odometer')
    def _get_odometer(self):
        for vehicle in self:
            vehicle.odometer = vehicle.last_odometer

    @api.depends('odometer_unit', 'odometer_ids.value', 'odometer_ids.unit', 'odometer_ids.date', 'odometer_ids.distance_km',
                 'odometer_ids.is_doubtful')
    def _compute_last_reading(self):
        """Three look-ups by index a vehicle, in one query, however long its history is."""
        readings = self._fetch_edge_readings()
        for vehicle in self:
            reading = readings.get(vehicle._origin.id, {})
            km_per_unit = KM_PER_UNIT.get(vehicle.odometer_unit, 1.0)
            last_km = reading.get('last_value', 0.0) * KM_PER_UNIT.get(reading.get('last_unit'), 1.0)
            days = reading.get('average_days') or 0
            vehicle.last_odometer = last_km / km_per_unit
            vehicle.last_odometer_date = reading.get('last_date')
            vehicle.distance_km = reading.get('last_distance', 0.0)
            vehicle.odometer_offset_km = reading.get('last_offset', 0.0)
            vehicle.first_odometer_date = reading.get('first_date')
            vehicle.first_distance_km = reading.get('first_distance', 0.0)
            vehicle.average_daily_distance = reading['average_distance'] / days if days >= MINIMUM_DAYS else 0.0

    @api.depends('model_id.maintenance_plan_id')
    def _compute_maintenance_plan_id(self):
        for vehicle in self:
            vehicle.maintenance_plan_id = vehicle.model_id.maintenance_plan_id

    @api.depends(
        'distance_km', 'odometer_offset_km', 'odometer_unit', 'last_odometer_date', 'average_daily_distance',
        'first_odometer_date', 'first_distance_km', 'lot_id', 'delivery_date', 'sale_date', 'acquisition_date',
        'maintenance_plan_id.daily_distance', 'maintenance_plan_id.line_ids.interval_km',
        'maintenance_plan_id.line_ids.interval_months', 'maintenance_plan_id.line_ids.first_km',
        'maintenance_plan_id.line_ids.first_months', 'service_record_ids.line_id',
        'service_record_ids.date', 'service_record_ids.distance_km',
    )
    def _compute_next_service(self):
        last_services = self._get_last_services()
        for vehicle in self:
            date, distance, line = next(iter(vehicle._get_services_ahead(last_services)), (None, None, None))
            shown = vehicle._get_shown_at(distance) if distance else 0.0
            vehicle.next_service_date = date
            vehicle.next_service_odometer = max(shown, 0.0)
            vehicle.next_service_line_id = line

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_computed(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_computed(vals)
        if 'odometer' in vals:
            self._refuse_lower_odometer(vals['odometer'])
        return super().write(vals)

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_readings(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.fleet_vehicle_odometer_action')
        action['domain'] = [('vehicle_id', 'in', self.ids)]
        action['context'] = {'default_vehicle_id': self.id} if len(self) == 1 else {}
        return action

    # === BUSINESS METHODS: ODOMETER ===#

    def _record_odometer(self, value, source, date=None, replacement=False):
        """Add a reading of the cluster, in the unit of the vehicle.

        Who may do so is decided by the document that reports it, such as a check-in.

        :param replacement: the cluster was replaced, and ``value`` is what the new one shows
        :raise UserError: when the odometer goes back without a replacement
        """
        vals = self._prepare_reading_vals(value, source, date=date, replacement=replacement)
        return self.env['fleet.vehicle.odometer']._record([vals])

    def _prepare_reading_vals(self, value, source, date=None, replacement=False):
        self.ensure_one()
        return {
            'vehicle_id': self.id,
            'value': value,
            'unit': self.odometer_unit,
            'source': source,
            'date': date or fields.Date.context_today(self),
            'is_replacement': replacement,
        }

    def _get_distance_of(self, shown):
        """The distance in km that the vehicle has run when its cluster shows ``shown``."""
        self.ensure_one()
        return shown * KM_PER_UNIT[self.odometer_unit] + self.odometer_offset_km

    def _get_shown_at(self, distance_km):
        """What the cluster shows, in the vehicle's unit, when it has run ``distance_km``."""
        self.ensure_one()
        return (distance_km - self.odometer_offset_km) / KM_PER_UNIT[self.odometer_unit]

    def _check_computed(self, vals):
        entered = [name for name in vals if name in COMPUTED_FIELDS]
        if entered and not self.env.su:
            raise UserError(self.env._(
                "%(field)s follows from the odometer readings and services of the vehicle. Enter those instead.",
                field=self._fields[entered[0]]._description_string(self.env),
            ))

    def _refuse_lower_odometer(self, value):
        for vehicle in self:
            if vehicle.last_odometer > value:
                raise UserError(self.env._(
                    "The odometer of %(vehicle)s cannot go back from %(last)s to %(value)s. Correct the reading or, "
                    "if the instrument cluster was replaced, record it among the vehicle's readings with "
                    "“Cluster Replaced” ticked.",
                    vehicle=vehicle.display_name,
                    last=formatLang(self.env, vehicle.last_odometer, digits=0),
                    value=formatLang(self.env, value, digits=0),
                ))

    def _renew_distances(self):
        """Walk through all readings of these vehicles after one of them was corrected."""
        if not self:
            return
        Reading = self.env['fleet.vehicle.odometer'].sudo()
        readings = Reading.search([('vehicle_id', 'in', self.ids)], order='date, id')
        for rows in readings.grouped('vehicle_id').values():
            last_date, distance, offset = None, 0.0, 0.0
            for reading in rows.filtered(lambda reading: not reading.is_doubtful):
                distance, offset = reading._get_distance(last_date, distance, offset)
                last_date = reading.date
                if (reading.distance_km, reading.offset_km) != (distance, offset):
                    reading.write({'distance_km': distance, 'offset_km': offset})

    def _fetch_edge_readings(self):
        """Return ``{vehicle id: row}`` of the last and first reading and the span of the average."""
        ids = [vehicle_id for vehicle_id in self._origin._ids if vehicle_id]
        if not ids:
            return {}
        self.env['fleet.vehicle.odometer'].flush_model(
            ['vehicle_id', 'date', 'value', 'unit', 'distance_km', 'offset_km', 'is_doubtful'],
        )
        rows = self.env.execute_query_dict(SQL("""
            SELECT vehicle.id,
                   last.value AS last_value, last.unit AS last_unit, last.date AS last_date,
                   last.distance_km AS last_distance, last.offset_km AS last_offset,
                   first.date AS first_date, first.distance_km AS first_distance,
                   last.distance_km - COALESCE(base.distance_km, first.distance_km) AS average_distance,
                   last.date - COALESCE(base.date, first.date) AS average_days
              FROM unnest(%(ids)s) AS vehicle(id)
              JOIN LATERAL (SELECT value, unit, date, distance_km, offset_km FROM fleet_vehicle_odometer
                             WHERE vehicle_id = vehicle.id AND is_doubtful IS NOT TRUE
                             ORDER BY date DESC, id DESC LIMIT 1) last ON TRUE
              JOIN LATERAL (SELECT date, distance_km FROM fleet_vehicle_odometer
                             WHERE vehicle_id = vehicle.id AND is_doubtful IS NOT TRUE
                             ORDER BY date, id LIMIT 1) first ON TRUE
         LEFT JOIN LATERAL (SELECT date, distance_km FROM fleet_vehicle_odometer
                             WHERE vehicle_id = vehicle.id AND is_doubtful IS NOT TRUE AND date <= last.date - %(days)s
                             ORDER BY date DESC, id DESC LIMIT 1) base ON TRUE
        """, ids=ids, days=AVERAGE_DAYS))
        return {row['id']: row for row in rows}

    # === BUSINESS METHODS: MAINTENANCE ===#

    def _get_last_services(self):
        """Return ``{(vehicle id, line id): (date, distance in km)}`` of the last time each service was done."""
        rows = self.env['aftersales.service.record']._read_group(
            [('vehicle_id', 'in', self._origin.ids)],
            ['vehicle_id', 'line_id'],
            ['date:max', 'distance_km:max'],
        )
        return {(vehicle.id, line.id): (date, distance) for vehicle, line, date, distance in rows}

    def _get_services_ahead(self, last_services):
        """Return [(date, distance in km or None, plan line)] of the services to come, the first due first.

        A vehicle that came to us used is taken to have been serviced as planned until then;
        one we sold from stock has no such past.
        """
        self.ensure_one()
        start_date = self.delivery_date or self.sale_date or self.acquisition_date or self.first_odometer_date
        seen_date, seen_km = self.first_odometer_date or start_date, self.first_distance_km
        if self.lot_id:
            seen_date, seen_km = start_date, 0.0
        ahead = []
        for line in self.maintenance_plan_id.line_ids:
            done_date, done_km = last_services.get((self._origin.id, line._origin.id), (None, None))
            due_km = line._get_due_distance(done_km, seen_km)
            due_dates = [
                line._get_due_date(done_date, start_date, seen_date),
                self._predict_date(due_km, start_date),
            ]
            if due_dates := [date for date in due_dates if date]:
                ahead.append((min(due_dates), due_km, line))
        return sorted(ahead, key=lambda service: (service[0], service[2].sequence))

    def _predict_date(self, distance_km, start_date):
        """Return the day on which the vehicle will have run ``distance_km``, None if that can't be told."""
        self.ensure_one()
        since = self.last_odometer_date or start_date
        if distance_km is None or not since:
            return None
        daily = self.average_daily_distance or self.maintenance_plan_id.daily_distance
        days = ceil((distance_km - self.distance_km) / daily)
        return since + timedelta(days=max(-FARTHEST_DAYS, min(days, FARTHEST_DAYS)))
