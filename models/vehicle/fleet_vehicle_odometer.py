from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang
from odoo.tools.sql import column_exists

KM_PER_UNIT = {'kilometers': 1.0, 'miles': 1.609344}
# Follow from the readings.
KEPT_BY_SYSTEM = {'offset_km', 'distance_km', 'is_doubtful', 'first_value'}
# Conversions between units are rounded; less than this is not going back.
TOLERANCE_KM = 0.01


class FleetVehicleOdometer(models.Model):
    """A reading of what the cluster shows, and the distance the vehicle has really run.

    A replaced cluster starts again at its own figure, so the distance is the reading plus the
    offset in force. Distances are in km whatever the cluster shows.
    """

    _inherit = 'fleet.vehicle.odometer'
    _order = 'date desc, id desc'

    # Known with the reading: written with it, not after it.
    name = fields.Char(compute='_compute_vehicle_log_name', store=True, precompute=True)
    driver_id = fields.Many2one(compute='_compute_driver_id', store=True, readonly=False, precompute=True)

    vehicle_id = fields.Many2one(index=True)
    value = fields.Float(bounds=(None, 9_999_999))
    date = fields.Date(required=True)
    unit = fields.Selection(
        selection=[('kilometers', "km"), ('miles', "mi")],
        related=None,
        compute='_compute_unit',
        store=True,
        readonly=False,
        precompute=True,
    )
    source = fields.Selection(
        selection=[
            ('manual', "Manual"),
            ('checkin', "Check-in"),
            ('delivery', "Delivery"),
            ('service', "Service"),
            ('import', "Import"),
        ],
        default='manual',
        required=True,
    )
    is_replacement = fields.Boolean(
        string='Cluster Replaced',
        help="The instrument cluster was replaced: this is what the new one shows, and the distance goes on "
             "from the last reading of the old one.",
    )
    offset_km = fields.Float(string='Offset (km)', digits=(12, 3), readonly=True, copy=False)
    distance_km = fields.Float(
        string='Distance (km)',
        digits=(12, 3),
        readonly=True,
        copy=False,
        aggregator='max',
        help="Distance the vehicle has run, clusters replaced on the way included.",
    )

    is_doubtful = fields.Boolean(
        string="Doubtful", readonly=True, copy=False,
        help="A later, lower reading was confirmed: this one does not count until a manager has corrected it.")
    first_value = fields.Float(
        string="Read First", digits=(12, 0), readonly=True, copy=False, bounds=(None, 9_999_999),
        help="What was entered before a manager corrected it.")

    _date_idx = models.Index('(date DESC, id DESC)')
    _vehicle_date_idx = models.Index('(vehicle_id, date DESC, id DESC)')
    _value_check = models.Constraint('CHECK (value >= 0)', "An odometer reading cannot be negative.")

    # === INITIALISATION ===#

    def _auto_init(self):
        """Readings from before this application was installed count as they are."""
        is_new = not column_exists(self.env.cr, self._table, 'distance_km')
        result = super()._auto_init()
        if is_new:
            self.env.cr.execute("""
                UPDATE fleet_vehicle_odometer reading
                   SET unit = vehicle.odometer_unit,
                       offset_km = 0,
                       distance_km = COALESCE(value, 0) * CASE vehicle.odometer_unit WHEN 'miles' THEN %s ELSE 1 END
                  FROM fleet_vehicle vehicle
                 WHERE vehicle.id = reading.vehicle_id
            """, [KM_PER_UNIT['miles']])
        return result

    # === COMPUTE METHODS ===#

    @api.depends('vehicle_id')
    def _compute_unit(self):
        for reading in self:
            reading.unit = reading.unit or reading.vehicle_id.odometer_unit

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        """Readings that follow the last one continue from what the vehicle stores; only vehicles
        that get an older reading have their readings walked through again."""
        vals_list = [self._read_inputs(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_by_hand(vals)
        vals_list, disordered = self._prepare_distances(vals_list)
        readings = super().create(vals_list)
        disordered._renew_distances()
        return readings

    def write(self, vals):
        self._check_by_hand(vals)
        if not vals.keys() & {'value', 'date', 'unit', 'vehicle_id', 'is_replacement'}:
            return super().write(vals)
        vehicles = self.vehicle_id
        result = super().write(vals)
        (vehicles | self.vehicle_id)._renew_distances()
        return result

    def unlink(self):
        vehicles = self.vehicle_id
        result = super().unlink()
        vehicles._renew_distances()
        return result

    # === BUSINESS METHODS ===#

    def _check_by_hand(self, vals):
        """Refuse what people may not enter; rooms whose documents take readings guard those by ``super()``."""
        if not self.env.su and self._get_kept_by_system() & vals.keys():
            raise UserError(self.env._(
                "Distances and repair orders of readings are kept by the system. Correct the reading itself."))

    @api.model
    def _get_kept_by_system(self):
        return KEPT_BY_SYSTEM

    @api.model
    def _record(self, vals_list):
        """Add readings; a document that reports again corrects the one it added before.

        Whoever reports the reading, such as a check-in, decides who may do so.
        """
        recorded, to_create = self.sudo(), []
        for vals, reading in zip(vals_list, self._find_recorded(vals_list), strict=True):
            if reading:
                reading.write(vals)
                recorded |= reading
            else:
                to_create.append(vals)
        return recorded | recorded.create(to_create)

    @api.model
    def _find_recorded(self, vals_list):
        """Hook: for each of ``vals_list`` the reading (sudoed) that its document recorded before, or none."""
        return [self.browse()] * len(vals_list)

    @api.model
    def _prepare_distances(self, vals_list):
        """Return the values with distances where they follow the last reading, and the other vehicles."""
        Vehicle = self.env['fleet.vehicle']
        today = fields.Date.context_today(self)
        prepared = [{'date': today, **vals} for vals in vals_list]
        vehicles = Vehicle.browse({vals['vehicle_id'] for vals in prepared if vals.get('vehicle_id')})
        last = {
            vehicle.id: (vehicle.last_odometer_date, vehicle.distance_km, vehicle.odometer_offset_km)
            for vehicle in vehicles
        }
        disordered = set()
        for vals in prepared:
            if vals.get('vehicle_id') not in last:
                continue
            vehicle = Vehicle.browse(vals['vehicle_id']).with_prefetch(vehicles.ids)
            date, unit = fields.Date.to_date(vals['date']) or today, vals.get('unit') or vehicle.odometer_unit
            vals['date'] = date
            last_date, distance, offset = last[vehicle.id]
            if vehicle.id in disordered or last_date and date < last_date:
                disordered.add(vehicle.id)  # true unless a cluster was replaced: mostly nothing is written again afterwards
                vals.update(distance_km=(vals.get('value') or 0.0) * KM_PER_UNIT.get(unit, 1.0), offset_km=0.0)
                continue
            reading = self.new({**vals, 'unit': unit})
            distance, offset = reading._get_distance(last_date, distance, offset)
            vals.update(distance_km=distance, offset_km=offset)
            last[vehicle.id] = (date, distance, offset)
        return prepared, Vehicle.browse(disordered)

    def _get_distance(self, last_date, last_distance, last_offset):
        """Return the distance and offset of this reading after the one before it.

        :raise UserError: when the odometer goes back and the cluster was not replaced
        """
        self.ensure_one()
        factor = KM_PER_UNIT[self.unit]
        if self.date > fields.Date.add(fields.Date.context_today(self), days=1):
            raise UserError(self.env._(
                "The reading of %(vehicle)s is dated %(date)s, which is still to come. Please correct the date.",
                vehicle=self.vehicle_id.display_name, date=format_date(self.env, self.date),
            ))
        if not last_date:
            return self.value * factor, 0.0
        if self.is_replacement:
            return last_distance, last_distance - self.value * factor
        distance = self.value * factor + last_offset
        if distance < last_distance - TOLERANCE_KM:
            raise UserError(self.env._(
                "The odometer of %(vehicle)s cannot go back: it showed %(last)s %(unit)s on %(last_date)s, and "
                "%(value)s %(unit)s is entered for %(date)s. Correct the reading or, if the instrument cluster "
                "was replaced, record it among the vehicle's readings with “Cluster Replaced” ticked.",
                vehicle=self.vehicle_id.display_name,
                last=formatLang(self.env, (last_distance - last_offset) / factor, digits=0),
                value=formatLang(self.env, self.value, digits=0),
                unit=dict(self._fields['unit']._description_selection(self.env))[self.unit],
                last_date=format_date(self.env, last_date), date=format_date(self.env, self.date),
            ))
        return max(distance, last_distance), last_offset
