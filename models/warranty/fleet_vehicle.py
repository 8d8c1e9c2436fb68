from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.warranty.coverage_rules import Facts

# Which day of the car a policy begins with; what changes when one of these does.
CAR_EVENTS = ('delivery', 'invoice', 'registration')
START_FIELDS = {
    'delivery_date', 'sale_date', 'acquisition_date', 'model_id', 'is_customer_vehicle', 'owner_id', 'company_id', 'usage'}
MOST_SAID = 4


class FleetVehicle(models.Model):
    """What a car is promised, made when it is sold or entered, and told whenever it comes."""
    _inherit = 'fleet.vehicle'

    coverage_ids = fields.One2many(
        'aftersales.coverage', 'vehicle_id', string="Coverages",
        groups='aftersales.group_user,account.group_account_invoice')
    coverage_count = fields.Integer(
        compute='_compute_coverage_count', groups='aftersales.group_user,account.group_account_invoice')
    coverage_text = fields.Char(
        string="Warranty", compute='_compute_coverage_text',
        groups='aftersales.group_user,account.group_account_invoice',
        help="By what the car is covered today, until when, and how much is left.")
    is_in_warranty = fields.Boolean(
        string="In Warranty", compute='_compute_is_in_warranty', search='_search_is_in_warranty',
        groups='aftersales.group_user,account.group_account_invoice')
    registration_ids = fields.One2many(
        'aftersales.warranty.registration', 'vehicle_id', string="Registrations of the Sale",
        groups='aftersales.group_user,account.group_account_invoice')

    # === COMPUTE AND SEARCH METHODS ===#

    def _compute_coverage_count(self):
        counts = dict(self.env['aftersales.coverage']._read_group(
            [('vehicle_id', 'in', self._origin.ids)], ['vehicle_id'], ['__count']))
        for vehicle in self:
            vehicle.coverage_count = counts.get(vehicle._origin, 0)

    @api.depends('coverage_ids.suspended_reason', 'coverage_ids.start_date', 'coverage_ids.active', 'distance_km', 'usage')
    @api.depends_context('lang', 'allowed_company_ids')
    def _compute_coverage_text(self):
        standings = self._get_coverage_standings()
        for vehicle in self:
            vehicle.coverage_text = ' '.join(
                standing.coverage._describe(standing) for standing in self._get_said(standings[vehicle])) or False

    @api.depends('coverage_ids.in_force')
    def _compute_is_in_warranty(self):
        for vehicle in self:
            vehicle.is_in_warranty = any(vehicle.coverage_ids.mapped('in_force'))

    def _search_is_in_warranty(self, operator, value):
        if operator != 'in':
            return NotImplemented
        covered = Domain('coverage_ids', 'any', [('in_force', '=', True)])
        return covered if True in value else ~covered

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        vehicles = super().create(vals_list)
        vehicles.filtered(lambda vehicle: vehicle.delivery_date or vehicle.sale_date)._renew_coverages()
        return vehicles

    def write(self, vals):
        names = START_FIELDS & vals.keys()
        changed = self.filtered(lambda vehicle: any(
            vehicle._fields[name].convert_to_write(vehicle[name], vehicle) != vals[name] for name in names))
        result = super().write(vals)
        changed._renew_coverages()
        return result

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_coverages(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_coverages')
        return dict(
            action, domain=[('vehicle_id', 'in', self.ids)],
            context={'default_vehicle_id': self.id if len(self) == 1 else False})

    # === BUSINESS METHODS: MAKING ===#

    def _on_delivered_to_customer(self):
        super()._on_delivered_to_customer()
        self._renew_coverages()
        self._register_sales()

    def _on_returned_by_customer(self):
        """The sale is undone: so is what was promised with it."""
        super()._on_returned_by_customer()
        vehicles = self.sudo()  # sudo: the warehouse takes the car back
        vehicles.coverage_ids.filtered(lambda coverage: coverage.source in ('delivery', 'import'))._undo()
        vehicles.registration_ids.filtered(lambda registration: registration.state in ('due', 'sent'))._withdraw()

    def _renew_coverages(self):
        """Coverages follow the days of the sale: differences only, callable twice.

        What a job already stands on is corrected by people, not taken away.
        """
        cars = self.filtered(lambda vehicle: vehicle.is_customer_vehicle)
        if not cars:
            return
        policies = self.env['aftersales.policy']._get_released(CAR_EVENTS)
        # sudo: whoever sells, enters or corrects the car need not be a claims clerk
        held = self.env['aftersales.coverage'].sudo().search([
            ('vehicle_id', 'in', cars.ids), ('source', 'in', ('delivery', 'import'))])
        if policies or held:
            held._follow_sale()
            cars._make_coverages(policies)

    def _make_coverages(self, policies):
        """Give the cars what they hold of ``policies`` and have not yet; two queries for any number of cars.

        What somebody archived is not made again; what ended with an undone sale is.
        """
        Coverage = self.env['aftersales.coverage'].sudo()  # sudo: see above
        held = set(Coverage.with_context(active_test=False)._read_group([
            ('vehicle_id', 'in', self.ids), ('policy_id', 'in', policies.ids), ('fitted_line_id', '=', False),
            ('is_undone', '=', False)], ['vehicle_id', 'policy_id'])) if policies else set()
        vals_list = []
        for vehicle in self.sudo():
            for policy in policies:
                start = policy._get_start(vehicle)
                if start and (vehicle, policy) not in held and policy._is_for(vehicle, policy._get_day_of_sale(vehicle)):
                    vals_list.append({
                        'vehicle_id': vehicle.id, 'policy_id': policy.id, 'start_date': start,
                        'source': 'delivery' if vehicle.lot_id else 'import',
                    })
        return Coverage.with_context(mail_create_nosubscribe=True, mail_create_nolog=True).create(vals_list)

    def _register_sales(self):
        """A sold car is registered with its maker: due from the sale on."""
        # sudo: the warehouse delivers the car
        Registration = self.env['aftersales.warranty.registration'].sudo()
        return Registration._make([
            vehicle for vehicle in self.sudo() if any(vehicle.coverage_ids.mapped('policy_id.needs_registration'))])

    # === BUSINESS METHODS: ANSWERS ===#

    def _get_coverage_facts(self, day=None, km=None):
        """What a coverage is asked with; without anything else, of today and of the last reading."""
        # sudo: the distance of a car is told to whoever may see what it is promised
        vehicle = self.sudo()
        if km is None:
            km = vehicle.distance_km if vehicle.last_odometer_date or vehicle.distance_km else None
        return Facts(day or fields.Date.context_today(self), km, vehicle.usage or 'household')

    def _get_coverage_standings(self, facts=None):
        """What the coverages of these cars answer for the car as a whole.

        :param facts: dict of vehicle: ``Facts``; of today by default
        :return: dict of vehicle: list of ``Standing``, those that cover first, the car before its parts, the longest
            first; constant queries for any number of cars
        """
        # sudo: what a car is promised is told to whoever may see the car; the rule of companies is kept
        coverages = self.env['aftersales.coverage'].sudo().search([
            ('vehicle_id', 'in', self._origin.ids), ('company_id', 'in', [False, *self.env.companies.ids])])
        asked = {vehicle._origin: given for vehicle, given in (facts or {}).items()}
        found = {}
        for standing in coverages.with_env(self.env)._get_standings(asked):
            found.setdefault(standing.coverage.sudo().vehicle_id, []).append(standing)
        return {vehicle: sorted(found.get(vehicle._origin, ()), key=self._rank_standing) for vehicle in self}

    @api.model
    def _rank_standing(self, standing):
        until = standing.answer.until
        return not standing.is_covered, bool(standing.coverage.sudo().product_id), -(until.toordinal() if until else 10 ** 7)

    @api.model
    def _get_said(self, standings):
        """Of many answers those that are told: what covers, else the one that ended last."""
        return [standing for standing in standings if standing.is_covered][:MOST_SAID] or standings[:1]

    def _get_registrations(self):
        """:return: dict of vehicle: the registration of its latest sale; one query"""
        # sudo: told to whoever may see what the car is promised
        found = self.env['aftersales.warranty.registration'].sudo().search(
            [('vehicle_id', 'in', self.ids), ('state', '!=', 'withdrawn')], order='sale_date, id')
        return {registration.vehicle_id.with_env(self.env): registration for registration in found}
