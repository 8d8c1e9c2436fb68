from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import ormcache

from odoo.addons.aftersales.models.warranty import coverage_rules

# Cars that are given their coverage at a time: each transaction stays short.
CARS_AT_ONCE = 500


class AftersalesPolicy(models.Model):
    """Which cars hold a policy: those sold while it is in use, and after its release those sold before."""
    _inherit = 'aftersales.policy'

    is_given = fields.Boolean(
        string="Given to Cars Sold", readonly=True, copy=False,
        help="The cars that were sold on its days before it was released have their coverage.")
    given_vehicle_id = fields.Integer(
        string="Looked Through up to", readonly=True, copy=False, default=0,
        help="Cars with a smaller number have been looked at.")

    _to_give_idx = models.Index("(id) WHERE state = 'released' AND is_given IS NOT TRUE")

    # === BUSINESS METHODS: LIFE ===#

    def _after_released(self, source):
        """Cars sold before have it, too: they are looked through in the background."""
        self.env.registry.clear_cache()  # whatever was read of a release that was undone
        # sudo: stamps of the system
        self.sudo().write({'is_given': False, 'given_vehicle_id': 0})
        if self.filtered(lambda policy: policy.start_event != 'fitted'):
            self.env.ref('aftersales.cron_give_coverages').sudo()._trigger()

    def _check_closed(self):
        """Hook: before a policy is not given any more."""

    # === BUSINESS METHODS ===#

    @api.model
    def _get_released(self, events):
        """Policies in use that begin with one of ``events``, whoever asks."""
        # sudo: what is promised is known to whoever sells or repairs the car
        return self.sudo().search_fetch(
            [('state', '=', 'released'), ('start_event', 'in', events)],
            ['state', 'company_id', 'sale_from', 'sale_to', 'usage'])

    def _get_rules(self):
        """The terms of the lines as they are reckoned with; those of a version that was promised never change."""
        kept = self._origin
        return kept._get_kept_rules() if kept and kept.state != 'draft' else self._read_rules()

    @ormcache('self.id')
    def _get_kept_rules(self):
        return self.sudo()._read_rules()  # sudo: as above

    def _read_rules(self):
        """What was archived since counts, whoever asks: it is among what was promised."""
        return self.with_context(active_test=False).line_ids._get_rules()

    def _is_for(self, vehicle, day):
        """Whether a car that was sold on ``day`` holds the policy."""
        self.ensure_one()
        country = vehicle.owner_id.country_id
        return self._is_sold_on(vehicle, day) and self.usage in ('any', vehicle.usage) and (
            not self.country_ids or not country or country in self.country_ids)

    def _is_sold_on(self, vehicle, day):
        """The same by what stays with the car: neither its use nor where its owner lives."""
        self.ensure_one()
        return bool(
            day and (not self.sale_from or day >= self.sale_from) and (not self.sale_to or day <= self.sale_to)
            and (not self.brand_ids or vehicle.model_id.brand_id in self.brand_ids)
            and (not self.model_ids or vehicle.model_id in self.model_ids)
            and (not self.company_id or self.company_id == (vehicle.company_id or self.env.company)))

    def _get_day_of_sale(self, vehicle):
        """The day that decides which version holds."""
        self.ensure_one()
        return vehicle.sale_date or vehicle.delivery_date or self._get_start(vehicle)

    def _get_start(self, vehicle):
        """The day on which a car's coverage begins; False as long as it is not known."""
        self.ensure_one()
        days = {
            'delivery': vehicle.delivery_date or vehicle.sale_date,
            'invoice': vehicle.sale_date or vehicle.delivery_date,
            'registration': vehicle.acquisition_date or vehicle.delivery_date,
        }
        return days.get(self.start_event) or False

    def _filter_by_terms(self, product, company):
        """Which of these policies have terms for a part that the company fits or sells."""
        item = self.env['aftersales.coverage']._get_part_item(product)
        found = self.browse()
        for policy in self.filtered(lambda policy: not policy.company_id or policy.company_id == company):
            rule = coverage_rules.find_rule(policy._get_rules(), item)
            if rule and rule.terms != 'none':
                found |= policy
        return found

    def _filter_by_day(self, day):
        """Which of these policies hold for what is fitted or sold on ``day``."""
        return self.filtered(lambda policy: (
            (not policy.sale_from or day >= policy.sale_from) and (not policy.sale_to or day <= policy.sale_to)))

    # === BUSINESS METHODS: CARS SOLD BEFORE ===#

    @api.model
    def _cron_give_coverages(self, batch_size=20):
        """Give the policies released since to the cars that were sold on their days; goes on where it was stopped."""
        waiting = [('state', '=', 'released'), ('is_given', '=', False)]
        last, marks = None, self._get_marks(waiting)
        while marks and marks != last:
            self._work_through(waiting, '_give_to_next_cars', batch_size, order='given_vehicle_id, id')
            last, marks = marks, self._get_marks(waiting)
            if not self.env['ir.cron']._commit_progress():
                break  # its time is up
        if marks and marks != last:
            self.env.ref('aftersales.cron_give_coverages')._trigger()

    @api.model
    def _get_marks(self, domain):
        """How far each policy of ``domain`` is: as long as that moves, there is something to do."""
        return {(policy.id, policy.given_vehicle_id) for policy in self.search(domain)}

    def _give_to_next_cars(self):
        """Each policy is given to its next cars."""
        for policy in self:
            policy._give_to_some_cars()

    def _give_to_some_cars(self):
        """The next cars in the order of their numbers; the last ones end it. Parts are given as they are fitted."""
        self.ensure_one()
        if self.start_event == 'fitted':
            self.is_given = True
            return
        vehicles = self.env['fleet.vehicle'].search(
            self._get_vehicle_domain() & Domain('id', '>', self.given_vehicle_id), order='id', limit=CARS_AT_ONCE)
        company = self.company_id or self.env.company
        vehicles.with_company(company)._make_coverages(self)
        if vehicles:
            self.given_vehicle_id = vehicles[-1].id
        self.is_given = len(vehicles) < CARS_AT_ONCE

    def _get_vehicle_domain(self):
        """Cars of customers that may hold the policy, by what the database knows at once."""
        self.ensure_one()
        domain = Domain('is_customer_vehicle', '=', True) & (
            Domain('delivery_date', '!=', False) | Domain('sale_date', '!=', False))
        if self.model_ids:
            domain &= Domain('model_id', 'in', self.model_ids.ids)
        elif self.brand_ids:
            domain &= Domain('model_id.brand_id', 'in', self.brand_ids.ids)
        if self.company_id:
            domain &= Domain('company_id', 'in', [self.company_id.id, False])
        return domain
