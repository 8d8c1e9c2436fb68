from odoo import api, models

from odoo.addons.aftersales.models.base import table_file
from odoo.addons.aftersales.models.exchange.kind.aftersales_exchange_kind import WrongRow
from odoo.addons.aftersales.models.vehicle import plate as plate_tools
from odoo.addons.aftersales.models.vehicle import vin as vin_tools


class AftersalesExchangeCoverage(models.AbstractModel):
    """What a car was promised elsewhere: a policy of the register, and since when; how long it holds is the policy's.

    Cars whose delivery or sale is imported get the policies in use by themselves; this is for all others.
    """
    _name = 'aftersales.exchange.coverage'
    _inherit = ['aftersales.exchange.kind']
    _description = "Imported Coverages"
    _target = 'aftersales.coverage'

    @api.model
    def _get_key(self, values):
        if not values.get('policy'):
            raise WrongRow(self.env._("The policy is missing: it says what the car was promised."))
        car = vin_tools.normalise(values.get('vin')) or plate_tools.fold(values.get('plate'))
        return f"{car}/{table_file.fold(values['policy'])}"

    @api.model
    def _read_helps(self, rows, document):
        policies = {}
        released = [('state', '!=', 'draft'), ('company_id', 'in', [False, document.company_id.id])]
        for policy in self.env['aftersales.policy'].search(released, order='version desc, id desc'):
            for name in {table_file.fold(policy.code), table_file.fold(policy.name)}:
                policies.setdefault(name, []).append(policy)
        vehicles = self._find_vehicles(rows)
        cars = self.env['fleet.vehicle'].union(*(car for found in vehicles.values() for car in found))
        return {'policies': policies, 'vehicles': vehicles, 'held': set(self._find_held(cars.ids))}

    @api.model
    def _find_held(self, vehicle_ids):
        """:return: dict of (id of the car, id of the policy): coverage of the car as a whole"""
        held = self.env[self._target].search(
            [('vehicle_id', 'in', vehicle_ids), ('fitted_line_id', '=', False)], order='id desc')
        return {(coverage.vehicle_id.id, coverage.policy_id.id): coverage for coverage in held}

    @api.model
    def _match(self, rows):
        keys = {
            row['number']: (int(row['prepared']['vehicle_id/.id']), int(row['prepared']['policy_id/.id'])) for row in rows}
        held = self._find_held([vehicle for vehicle, __ in keys.values()])
        return {number: held[key] for number, key in keys.items() if key in held}

    @api.model
    def _prepare(self, values, helps):
        vehicle, day = self._get_vehicle(values, helps), self._read_day(values, 'start')
        policy = self._get_policy(values, vehicle, helps)
        if not day and (vehicle.id, policy.id) not in helps['held']:
            event = policy._get_start(vehicle)
            if not event:
                raise WrongRow(self.env._(
                    "The day on which the coverage begins is missing, and the register does not know when the car was sold."))
            day = event.isoformat()
        distance = self._read_bounded(values, 'start_km', 0, 9_999_999)
        return {
            'vehicle_id/.id': str(vehicle.id), 'policy_id/.id': str(policy.id), 'start_date': day,
            'start_km': str(distance) if values.get('start_km') else None, 'note': values.get('note')}

    @api.model
    def _get_policy(self, values, vehicle, helps):
        """Of the versions of a policy the one that held when the car was sold, else the latest."""
        versions = helps['policies'].get(table_file.fold(values['policy']))
        if not versions:
            raise WrongRow(self.env._(
                "No policy %(name)s is in use here. Enter and release it first.", name=values['policy'][:60]))
        held = (policy for policy in versions if policy._is_sold_on(vehicle, policy._get_day_of_sale(vehicle)))
        return next(held, versions[0])
