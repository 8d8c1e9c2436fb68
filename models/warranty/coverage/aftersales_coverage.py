from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.aftersales.models.warranty.coverage_rules import get_furthest, get_last_day

# What a coverage is; corrected by ending it and entering the right one.
IDENTITY = ('vehicle_id', 'policy_id', 'fitted_line_id', 'lot_id')


class AftersalesCoverage(models.Model):
    """What a car, or a part we fitted or sold, is promised: by which version of which policy, since when.

    It stays with the car whoever owns it. Until when follows from start and policy; whether it holds today is asked.
    """
    _name = 'aftersales.coverage'
    _description = "Coverage"
    _inherit = ['aftersales.system.values.mixin', 'aftersales.log.mixin']
    _order = 'start_date desc, id desc'  # by an index of its own: the list of a million opens at once
    _rec_names_search = ['vehicle_id.license_plate', 'vehicle_id.vin_sn', 'lot_name', 'policy_id.name']
    _check_company_auto = True

    vehicle_id = fields.Many2one('fleet.vehicle', index='btree_not_null', ondelete='cascade', check_company=True, tracking=True)
    policy_id = fields.Many2one(
        'aftersales.policy', string="Policy", required=True, index=True, ondelete='restrict', tracking=True,
        domain="[('state', '!=', 'draft'), '|', ('brand_ids', '=', False), ('brand_ids', 'in', [brand_id]), "
               "'|', ('model_ids', '=', False), ('model_ids', 'in', [model_id])]")
    company_id = fields.Many2one(
        'res.company', compute='_compute_company_id', store=True, precompute=True, index='btree_not_null')
    active = fields.Boolean(default=True, tracking=True)
    kind = fields.Selection(related='policy_id.kind', store=True, precompute=True)
    model_id = fields.Many2one(related='vehicle_id.model_id')
    brand_id = fields.Many2one(related='vehicle_id.model_id.brand_id')
    owner_id = fields.Many2one(related='vehicle_id.owner_id')
    license_plate = fields.Char(related='vehicle_id.license_plate', string="Plate")
    start_date = fields.Date(string="Begins on", required=True, tracking=True, default=fields.Date.context_today)
    start_km = fields.Float(
        string="Begins at (km)", digits=(12, 3), bounds=(0, 10_000_000), tracking=True, help="Distance run at the start.")
    end_date = fields.Date(
        string="Until", compute='_compute_end', store=True, precompute=True, help="By the main terms of the policy.")
    end_km = fields.Float(
        string="Until (km)", compute='_compute_end', store=True, precompute=True, digits=(12, 3), aggregator=None,
        help="By the main terms of the policy; 0: without a limit.")
    final_date = fields.Date(
        compute='_compute_end', store=True, precompute=True, help="When the last of what is covered ends; empty: never.")
    final_km = fields.Float(
        compute='_compute_end', store=True, precompute=True, digits=(12, 3), aggregator=None,
        help="Where the last of what is covered ends; 0: nowhere.")
    source = fields.Selection(
        selection=[
            ('delivery', "Sold by us"), ('import', "Sold elsewhere"), ('part', "Part fitted"), ('counter', "Part sold"),
            ('replacement', "Replaced part"), ('manual', "Entered"),
        ],
        required=True, readonly=True, default='manual')
    fitted_line_id = fields.Many2one(
        'aftersales.order.line', string="Fitted With", readonly=True, index='btree_not_null', ondelete='restrict')
    order_id = fields.Many2one(related='fitted_line_id.order_id', string="Repair Order")
    product_id = fields.Many2one('product.product', string="Part", readonly=True, index='btree_not_null', ondelete='restrict')
    lot_id = fields.Many2one(
        'stock.lot', string="Lot in Stock", readonly=True, index='btree_not_null', ondelete='restrict')
    lot_name = fields.Char(string="Lot or Serial", readonly=True, help="As it stands on the part.")
    lot_key = fields.Char(
        compute='_compute_lot_key', store=True, precompute=True, index='btree_not_null',
        help="The number as it is looked up, whatever way it is typed.")
    partner_id = fields.Many2one('res.partner', string="Sold to", readonly=True, index='btree_not_null', ondelete='restrict')
    is_undone = fields.Boolean(
        string="Sale Undone", readonly=True, help="The car came back to the dealer, or its sale was corrected to another day.")
    suspended_reason = fields.Char(
        string="Suspended because", tracking=True, help="As long as it stands here, nothing is covered.")
    note = fields.Char()
    is_run_out = fields.Boolean(
        string="Distance Used Up", compute='_compute_is_run_out', store=True, precompute=True,
        help="The car has run beyond the last of what is covered.")
    in_force = fields.Boolean(
        compute='_compute_in_force', search='_search_in_force', help="Something of it still holds today.")
    standing = fields.Char(compute='_compute_standing', help="What it says of the car today, in words.")
    days_left = fields.Integer(compute='_compute_standing', aggregator=None)
    km_left = fields.Float(compute='_compute_standing', string="km Left", digits=(12, 0), aggregator=None)

    _car_uniq = models.UniqueIndex(
        '(vehicle_id, policy_id) WHERE active AND fitted_line_id IS NULL AND vehicle_id IS NOT NULL',
        "This car has a coverage by that policy already.")
    _part_uniq = models.UniqueIndex(
        '(fitted_line_id, policy_id, COALESCE(lot_id, 0)) WHERE active AND fitted_line_id IS NOT NULL',
        "This part has its coverage already.")
    _check_about_something = models.Constraint(
        'CHECK (vehicle_id IS NOT NULL OR lot_name IS NOT NULL)', "Say which car, or which part, is covered.")
    # Cars covered as a whole, by time: what tells how many there are of a model in a month reads this alone.
    _car_time_idx = models.Index(
        "(vehicle_id, start_date, id) INCLUDE (end_date, company_id) "
        "WHERE active AND is_undone IS NOT TRUE AND product_id IS NULL AND vehicle_id IS NOT NULL")
    # What holds today, whenever it began.
    _held_idx = models.Index("(final_date) WHERE active IS TRUE AND is_run_out IS NOT TRUE")
    _start_idx = models.Index("(start_date DESC, id DESC) WHERE active IS TRUE")  # the words of searches

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('policy_id.name', 'policy_id.version', 'vehicle_id.license_plate', 'vehicle_id.vin_sn', 'lot_name')
    def _compute_display_name(self):
        """The promise first: narrow fields and lists cut the end."""
        for coverage in self:
            vehicle = coverage.vehicle_id
            about = vehicle.license_plate or vehicle.vin_sn or coverage.lot_name
            coverage.display_name = ' · '.join(filter(None, [coverage.policy_id.display_name, about]))

    @api.depends('lot_name')
    def _compute_lot_key(self):
        for coverage in self:
            coverage.lot_key = self._get_lot_key(coverage.lot_name)

    @api.depends('policy_id.company_id', 'vehicle_id.company_id')
    def _compute_company_id(self):
        for coverage in self:
            coverage.company_id = coverage.policy_id.company_id or coverage.vehicle_id.company_id

    @api.depends('policy_id', 'start_date', 'start_km')
    def _compute_end(self):
        """Kept, so that lists and counts search by it; none of it depends on today."""
        for coverage in self:
            promise = coverage._get_promise()
            final_date, final_km = get_furthest(promise) if coverage.start_date else (None, None)
            coverage.end_date = coverage.start_date and get_last_day(promise.start, promise.months)
            coverage.end_km = promise.start_km + promise.km if promise.km else 0.0
            coverage.final_date = final_date
            coverage.final_km = final_km or 0.0

    @api.depends('final_km', 'vehicle_id.distance_km')
    def _compute_is_run_out(self):
        """Kept, so that who searches for what is in force reads coverages alone, not each one's car."""
        for coverage in self:
            coverage.is_run_out = bool(coverage.final_km and coverage.vehicle_id.distance_km > coverage.final_km)

    @api.depends('start_date', 'final_date', 'is_run_out', 'suspended_reason', 'active')
    def _compute_in_force(self):
        today = fields.Date.context_today(self)
        for coverage in self:
            coverage.in_force = bool(
                coverage.active and not coverage.suspended_reason and coverage.start_date and coverage.start_date <= today
                and (not coverage.final_date or coverage.final_date >= today) and not coverage.is_run_out)

    def _search_in_force(self, operator, value):
        if operator != 'in':
            return NotImplemented
        today = fields.Date.context_today(self)
        holds = (
            Domain('active', '=', True) & Domain('suspended_reason', '=', False) & Domain('start_date', '<=', today)
            & (Domain('final_date', '=', False) | Domain('final_date', '>=', today)) & Domain('is_run_out', '=', False))
        return holds if True in value else ~holds

    # === CONSTRAINTS AND ONCHANGE METHODS ===#

    @api.constrains('vehicle_id', 'policy_id')
    def _check_policy_of_car(self):
        """What is entered by hand is promised by somebody who promises it for such cars."""
        for coverage in self.filtered(lambda coverage: coverage.source == 'manual' and coverage.vehicle_id):
            policy, model = coverage.policy_id.sudo(), coverage.vehicle_id.sudo().model_id  # sudo: told, whoever enters it
            if (policy.model_ids and model not in policy.model_ids) or (
                    policy.brand_ids and model.brand_id not in policy.brand_ids):
                raise ValidationError(self.env._(
                    "%(policy)s is for %(cars)s, but %(vehicle)s is a %(model)s. Choose a policy of its maker.",
                    policy=policy.display_name, vehicle=coverage.vehicle_id.display_name, model=model.display_name,
                    cars=", ".join((policy.model_ids or policy.brand_ids).mapped('display_name'))))

    @api.onchange('vehicle_id', 'policy_id')
    def _onchange_start(self):
        """It begins with the event of the policy, where the register knows its day."""
        start = self.policy_id._get_start(self.vehicle_id) if self.policy_id and self.vehicle_id else False
        if start:
            self.start_date = start

    # === CRUD METHODS ===#

    def write(self, vals):
        for name in IDENTITY:
            if name in vals and any(coverage[name].id != (vals[name] or False) for coverage in self):
                raise UserError(self.env._(
                    "%(coverage)s: its %(field)s does not change. Archive it and enter the right one.",
                    coverage=self[:1].display_name, field=self._fields[name]._description_string(self.env)))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_promised(self):
        """What was promised stays known; what was entered wrongly is archived."""
        if not self.env.su:
            raise UserError(self.env._(
                "%(coverage)s was promised and stays. Archive it if it was entered by mistake.",
                coverage=self[:1].display_name))

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_vehicle(self):
        self.ensure_one()
        return self.vehicle_id._get_records_action(
            views=[(self.env.ref('aftersales.fleet_vehicle_view_form').id, 'form')])

    # === BUSINESS METHODS ===#

    def _follow_sale(self):
        """Bring what began with a sale to the day of the sale as it stands in the register now.

        Where that day belongs to another version, the coverage ends and the right one is made; what a job was taken
        for stays, and people decide.
        """
        for coverage in self:
            vehicle, policy = coverage.vehicle_id, coverage.policy_id
            start = policy._get_start(vehicle)
            if start and policy._is_sold_on(vehicle, policy._get_day_of_sale(vehicle)):
                if start != coverage.start_date:
                    coverage.start_date = start
            elif not coverage._is_used():
                coverage._undo()

    def _undo(self):
        """The sale did not happen, or not on that day."""
        self.write({'active': False, 'is_undone': True})

    def _is_used(self):
        """Hook: whether work was done on this promise."""
        self.ensure_one()
        return False

    @api.model
    def _find_by_numbers(self, numbers):
        """Coverages of parts with these lot or serial numbers, whoever brings them back; one query.

        :return: dict of number as it was asked: coverages
        """
        asked = {number: key for number in numbers if (key := self._get_lot_key(number))}
        if not asked:
            return {}
        # sudo: the guarantee of a part is told at the counter, which has no rights in stock
        by_key = self.sudo().search([('lot_key', 'in', list(asked.values()))]).grouped('lot_key')
        return {number: by_key.get(key, self.browse()) for number, key in asked.items()}

    @api.model
    def _get_lot_key(self, number):
        return ''.join((number or '').split()).lower() or False

    def _filter_for(self, job):
        """Of what is known of a number, what may answer for a job: its car's, or what was sold without a car."""
        return self.filtered(lambda coverage: (
            coverage.vehicle_id <= job.vehicle_id._origin and (coverage.company_id or job.company_id) == job.company_id))

    def _describe_source(self):
        """Where it comes from, for the card."""
        self.ensure_one()
        label = dict(self._fields['source']._description_selection(self.env))[self.source]
        if self.fitted_line_id:
            return self.env._("%(source)s with %(order)s", source=label, order=self.order_id.name)
        return self.env._("%(source)s on %(day)s", source=label, day=format_date(self.env, self.start_date))
