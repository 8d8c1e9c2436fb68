from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class AftersalesContract(models.Model):
    """A contract for so many kilometres: counted from what the car had run when it began (contracts, §2 and §3)."""
    _inherit = 'aftersales.contract'

    start_distance = fields.Float(
        string="From (km)", digits=(12, 0), readonly=True, copy=False, bounds=(0, 1e8),
        help="What the car had run when the contract began, replaced clusters included.")
    end_distance = fields.Float(
        string="Until (km)", digits=(12, 0), readonly=True, copy=False, bounds=(0, 1e8), tracking=True,
        help="Empty: the contract has no limit of kilometres.")
    distance_left = fields.Float(string="Kilometres Left", digits=(12, 0), compute='_compute_distance_left')

    @api.depends('end_distance', 'vehicle_id.distance_km')
    def _compute_distance_left(self):
        for contract in self:
            contract.distance_left = max(contract.end_distance - contract.vehicle_id.distance_km, 0)

    # === BUSINESS METHODS ===#

    def _check_active(self):
        super()._check_active()
        self.filtered(lambda contract: contract.state == 'invoiced' and contract._begins_when_paid())._check_odometer()

    def _check_odometer(self):
        for contract in self:
            if contract._get_term('distance') and not contract.vehicle_id.last_odometer_date:
                raise UserError(self.env._(
                    "%(contract)s runs for so many kilometres, and nobody has read the odometer of %(vehicle)s yet. Enter a "
                    "reading first.", contract=contract.display_name, vehicle=contract.vehicle_id.display_name))

    def _begin(self):
        self._check_odometer()
        super()._begin()
        for contract in self.sudo():  # sudo: from where it counts is the system's
            distance = contract._get_term('distance')
            if distance:
                start = contract.vehicle_id.distance_km
                contract.write({'start_distance': start, 'end_distance': start + distance})

    @api.model
    def _get_driven_domain(self, percent):
        """Contracts whose car has run so much of their kilometres."""
        car_distance = SQL.identifier('car', 'distance_km', to_flush=self.env['fleet.vehicle']._fields['distance_km'])

        def to_sql(model, alias, query):
            start, end = (model._field_to_sql(alias, name, query) for name in ('start_distance', 'end_distance'))
            return SQL(
                "(%(end)s > 0 AND EXISTS (SELECT 1 FROM fleet_vehicle car WHERE car.id = %(vehicle)s"
                " AND %(driven)s >= %(start)s + (%(end)s - %(start)s) * %(part)s))",
                start=start, end=end, driven=car_distance, part=percent / 100,
                vehicle=model._field_to_sql(alias, 'vehicle_id', query))

        return Domain.custom(to_sql=to_sql, predicate=lambda contract: contract._is_driven(percent))

    def _is_driven(self, percent):
        self.ensure_one()
        start, end = self.start_distance, self.end_distance
        return bool(end) and self.vehicle_id.distance_km >= start + (end - start) * percent / 100

    def _get_driven_parts(self, day):
        """What part of each contract's kilometres its car had run by the end of ``day``, as the readings say."""
        driven = dict(self.env['fleet.vehicle.odometer']._read_group(
            [('vehicle_id', 'in', self.vehicle_id.ids), ('date', '<=', day), ('is_doubtful', '=', False)],
            ['vehicle_id'], ['distance_km:max']))
        parts = {}
        for contract in self:
            length = contract.end_distance - contract.start_distance
            run = driven.get(contract.vehicle_id, 0) - contract.start_distance
            parts[contract] = min(max(run / length, 0), 1) if contract.end_distance and length > 0 else 0
        return parts
