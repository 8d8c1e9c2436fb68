from collections import defaultdict

from odoo import fields, models

from .. import reckoner


class FleetVehicle(models.Model):
    """The facts of a car as the law counts them."""
    _inherit = 'fleet.vehicle'

    def _get_statute_standing(self, now=None, companies=None):
        """Where these cars stand with their law and with the rules of the house, at the moment ``now``.

        A constant number of queries for any number of cars. Repairs of all companies that share a car count: the law
        knows one car.

        :param companies: dict of vehicle: the company whose own rules hold for it; else the car's, or the reader's
        :return: dict of vehicle: list of (aftersales.statute.rule, reckoner.Standing)
        """
        now = now or fields.Datetime.now()
        # sudo: what the law counts does not depend on who asks; what he may see of it is for the callers to say
        vehicles = self.sudo()
        house = self._get_house_statutes(vehicles, companies or {})
        cars = vehicles._prepare_cars()
        rules = {
            statute: (statute.rule_ids, statute._prepare_rules(), statute._prepare_fee())
            for statute in vehicles.statute_id | self.env['aftersales.statute'].sudo().union(*house.values())}
        standings = {}
        for vehicle in vehicles:
            of_vehicle = standings[self.browse(vehicle.id)] = []
            for statute in vehicle.statute_id | house[vehicle]:
                records, prepared, fee = rules[statute]
                of_vehicle += zip(records, reckoner.reckon(cars[vehicle], prepared, now, fee), strict=True)
        return standings

    def _get_house_statutes(self, vehicles, companies):
        """:return: dict of vehicle: rules of the house that hold for it"""
        houses = {
            vehicle: vehicle.company_id or companies.get(vehicle) or self.env.company for vehicle in vehicles}
        in_force = {
            company: self.env['aftersales.statute'].sudo()._get_in_force('house', company)
            for company in self.env['res.company'].union(*houses.values())}
        found = {}
        for vehicle in vehicles:
            day = vehicle.statute_restart_date or vehicle.sale_date or vehicle.delivery_date
            statutes = in_force[houses[vehicle]]
            found[vehicle] = statutes.browse(
                [versions._pick(day).id for versions in statutes.grouped('code').values() if versions._pick(day)])
        return found

    # === FACTS ===#

    def _prepare_cars(self):
        """:return: dict of vehicle: reckoner.Car"""
        visits = self._prepare_visits()
        return {vehicle: reckoner.Car(
            sale=vehicle.sale_date or None, delivery=vehicle.delivery_date or None,
            restart=vehicle.statute_restart_date or None, is_household=vehicle.usage == 'household',
            distance_km=vehicle.distance_km, price=vehicle.sale_price, fee_rate=vehicle.statute_fee_rate or None,
            is_maker_notified=vehicle.is_maker_notified, stays=tuple(visits.get(vehicle, ())),
            tz=self._get_statute_tz(vehicle, visits.get(vehicle)),
        ) for vehicle in self}

    def _get_statute_tz(self, vehicle, visits):
        """The clock of the outlet that repaired last, else the company's."""
        if visits:
            return visits[-1].tz
        return (vehicle.company_id or self.env.company)._get_clock_zone()

    def _prepare_visits(self):
        """:return: dict of vehicle: list of reckoner.Visit in their order"""
        jobs = self.env['aftersales.job'].search([
            ('problem_id.vehicle_id', 'in', self.ids), ('problem_id.is_quality', '=', True),
            ('order_id.received_date', '!=', False), ('order_id.state', '!=', 'cancelled'),
            ('state', '!=', 'cancelled'), ('approval', '!=', 'declined')], order='id')
        by_order = jobs.grouped('order_id')
        orders = jobs.order_id
        distances, loans = orders._get_statute_distances(), orders._get_statute_loans()
        same = jobs.problem_id.grouped(lambda problem: problem._get_fault_key())
        visits = defaultdict(list)
        for order in orders.sorted(lambda order: (order.received_date, order.id)):
            of_order = by_order[order]
            start, stop = of_order._get_repair_period()
            visits[order.vehicle_id].append(reckoner.Visit(
                key=order.id, start=start, stop=stop, distance_km=distances[order],
                faults=tuple(job._prepare_fault(same[job.problem_id._get_fault_key()]) for job in of_order),
                exempt=of_order._get_exempt_spans(stop), loans=tuple(loans.get(order, ())),
                tz=order.workshop_id._get_tz().zone))
        return visits


