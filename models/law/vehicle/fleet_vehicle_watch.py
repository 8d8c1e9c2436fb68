from odoo import api, fields, models
from odoo.fields import Domain

# Cars that are read and committed at once.
COMMIT_TOGETHER = 250


class FleetVehicle(models.Model):
    """Cars with problems are looked at each night, as long as the law gives their owner anything (I6, I9)."""
    _inherit = 'fleet.vehicle'

    statute_next_watch = fields.Date(
        readonly=True, copy=False, index='btree_not_null', groups='aftersales.group_see_law',
        help="When the car's standing with the law is looked at next.")

    def write(self, vals):
        result = super().write(vals)
        if {'usage', 'sale_date', 'delivery_date', 'statute_id', 'statute_restart_date', 'is_maker_notified'} & vals.keys():
            # sudo: whoever corrects the car; the list is the system's
            self.sudo().filtered('problem_ids').with_context(tracking_disable=True).statute_next_watch = fields.Date.today()
        return result

    @api.model
    def _get_watch_domain(self):
        return Domain('statute_next_watch', '<=', fields.Date.today())

    @api.model
    def _cron_watch_statutes(self, batch=2000):
        # Archived cars keep their rights.
        self.with_context(active_test=False)._work_through(
            self._get_watch_domain(), '_watch_statutes', batch=batch, order='statute_next_watch, id', together=COMMIT_TOGETHER)

    def _look_at_statutes(self):
        """Something of these cars has changed. While modules are loaded nobody waits for the answer: the night tells it."""
        if self.env.registry.ready:
            self._watch_statutes()
        else:
            self.with_context(tracking_disable=True).statute_next_watch = fields.Date.today()

    def _watch_statutes(self):
        """Look at the standing of these cars: keep the list, open cases, tell the manager; a constant number of queries
        but for what is new."""
        vehicles = self.sudo()
        companies = vehicles._get_watch_companies()
        standings = self._get_statute_standing(companies=companies)
        watch = self.env['aftersales.statute.watch'].sudo()
        watch._keep(standings, companies)
        watch._propose_exchanges(standings)
        for vehicle, rules in self._get_rules_met(standings).items():
            if vehicle in companies:
                self.env['aftersales.statute.case'].sudo()._open(vehicle, rules, companies[vehicle], standings[vehicle])
        tomorrow = fields.Date.add(fields.Date.today(), days=1)
        alive = vehicles.browse([
            vehicle.id for vehicle, pairs in standings.items()
            if any(standing.status in ('met', 'near', 'open') for __, standing in pairs)])
        alive.with_context(tracking_disable=True).write({'statute_next_watch': tomorrow})
        (vehicles - alive).with_context(tracking_disable=True).write({'statute_next_watch': False})

    def _get_rules_met(self, standings):
        """:return: dict of vehicle: the rules by which its owner may give it back; few cars have any"""
        met = {
            vehicle: self.env['aftersales.statute.rule'].union(*(
                rule for rule, standing in pairs if standing.status == 'met' and rule._gives_back_car()))
            for vehicle, pairs in standings.items()}
        return {vehicle: rules for vehicle, rules in met.items() if rules}

    def _get_watch_companies(self):
        """:return: dict of vehicle: the company that repaired it last"""
        groups = self.env['aftersales.problem'].sudo()._read_group(
            [('vehicle_id', 'in', self.ids)], ['vehicle_id', 'company_id'], ['id:max'], order='id:max')
        return {self.env['fleet.vehicle'].browse(vehicle.id): company for vehicle, company, __ in groups}
