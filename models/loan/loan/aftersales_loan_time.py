from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date, format_datetime


class AftersalesLoan(models.Model):
    """When the car is taken: no two loans of one car at once, not more hand-outs a day than the outlet bears (C7)."""
    _inherit = 'aftersales.loan'

    date_from = fields.Datetime(string="Lent from", required=True, index=True, tracking=True, default=fields.Datetime.now)
    date_to = fields.Datetime(
        string="Back by", required=True, tracking=True,
        default=lambda self: fields.Datetime.add(fields.Datetime.now(), days=1))
    date_out = fields.Datetime(string="Handed Out On", readonly=True, copy=False, index='btree_not_null', tracking=True)
    date_back = fields.Datetime(string="Given Back On", readonly=True, copy=False, index='btree_not_null', tracking=True)
    busy_from = fields.Datetime(compute='_compute_busy', store=True, precompute=True)
    busy_to = fields.Datetime(compute='_compute_busy', store=True, precompute=True)
    lent_days = fields.Integer(string="Days", compute='_compute_lent_days')
    free_vehicle_ids = fields.Many2many('fleet.vehicle', compute='_compute_free_vehicle_ids')
    warning = fields.Text(compute='_compute_warning')
    is_late = fields.Boolean(string="Late", compute='_compute_is_late', search='_search_is_late')
    is_at_risk = fields.Boolean(
        string="At Risk", compute='_compute_is_at_risk', search='_search_is_at_risk',
        help="The car is still out, and its time is over.")

    _dates_in_order = models.Constraint('CHECK (date_to > date_from)', "A loaner comes back after it was handed out.")
    _times_in_order = models.Constraint('CHECK (date_back >= date_out)', "A loaner comes back after it was handed out.")
    # Checked at commit, after _check_taken had the chance to say which loan is in the way.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(vehicle_id, vehicle_id, '[]') WITH &&, tsrange(busy_from, busy_to) WITH &&) "
        "WHERE (state != 'cancelled') DEFERRABLE INITIALLY DEFERRED",
        "This loaner was promised to somebody else at that time. Reload the page to see whom.")
    _one_out = models.UniqueIndex(
        "(vehicle_id) WHERE state = 'out'", "This loaner is out already. Take it back first.")
    _out_idx = models.Index("(date_to) WHERE state = 'out'")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('date_from', 'date_to', 'date_out', 'date_back')
    def _compute_busy(self):
        """A car that came back early is free; one that comes late takes nothing from who was promised it next."""
        for loan in self:
            loan.busy_from = min(filter(None, [loan.date_from, loan.date_out]), default=False)
            loan.busy_to = min(filter(None, [loan.date_to, loan.date_back]), default=False)

    @api.depends('date_from', 'date_to')
    def _compute_lent_days(self):
        for loan in self:
            loan.lent_days = loan._get_days(loan.date_from, loan.date_to)

    @api.depends('date_from', 'date_to', 'workshop_id')
    def _compute_free_vehicle_ids(self):
        for loan in self:
            domain = Domain('is_loaner', '=', True) & Domain('company_id', '=', loan.company_id.id)
            if loan.date_from and loan.date_to:
                # sudo: which are free is counted over all outlets of the company
                taken = self.sudo().search([
                    ('state', '!=', 'cancelled'), ('id', '!=', loan._origin.id), ('company_id', '=', loan.company_id.id),
                    ('busy_from', '<', loan.date_to), ('busy_to', '>', loan.date_from)]).vehicle_id
                domain &= Domain('id', 'not in', taken.ids)
            loan.free_vehicle_ids = self.env['fleet.vehicle'].search(domain)

    @api.depends('state', 'date_to')
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for loan in self:
            loan.is_late = loan.state == 'out' and loan.date_to < now

    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = Domain('state', '=', 'out') & Domain('date_to', '<', fields.Datetime.now())
        return late if True in value else ~late

    @api.depends('state', 'vehicle_id', 'date_from')
    def _compute_is_at_risk(self):
        risky = set(self._origin.filtered_domain(self._get_at_risk_domain()).ids)
        for loan in self:
            loan.is_at_risk = loan._origin.id in risky

    def _search_is_at_risk(self, operator, value):
        if operator != 'in':
            return NotImplemented
        risky = self._get_at_risk_domain()
        return risky if True in value else ~risky

    @api.model
    def _get_at_risk_domain(self):
        """Promised within a day, and the one before has not come back in time."""
        now = fields.Datetime.now()
        # sudo: a late car stands in the way of whoever sees it or not
        late = self.sudo().search([('is_late', '=', True)]).vehicle_id
        return (
            Domain('state', '=', 'reserved') & Domain('date_from', '<', fields.Datetime.add(now, days=1))
            & Domain('vehicle_id', 'in', late.ids))

    @api.depends('vehicle_id', 'own_vehicle_id', 'date_from', 'date_to', 'state')
    def _compute_warning(self):
        for loan in self:
            loan.warning = '\n'.join(loan._get_warnings()) if loan.state in ('reserved', 'out') else ''

    def _get_warnings(self):
        """What whoever promises the car should know, in sentences."""
        self.ensure_one()
        car, own = self.vehicle_id.sudo(), self.own_vehicle_id  # sudo: the terms of a loaner are told to who books it
        if not car:
            return []
        sentences = []
        if car.loaner_model_ids and own and own.model_id not in car.loaner_model_ids:
            sentences.append(self.env._(
                "%(loaner)s is not meant to replace a %(model)s.", loaner=car.license_plate, model=own.model_id.name))
        if self.state == 'reserved' and self.is_at_risk:
            sentences.append(self.env._("%(loaner)s has not come back from its last loan in time.", loaner=car.license_plate))
        if self.date_to:
            day = self.workshop_id._get_local_day(self.date_to)
            sentences += [
                self.env._("%(loaner)s: %(what)s on %(date)s, before it is back.", loaner=car.license_plate,
                           what=car._fields[name]._description_string(self.env), date=format_date(self.env, car[name]))
                for name in car._get_loaner_dues() if car[name] and car[name] <= day]
        return sentences

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self._claim_cars([vals.get('vehicle_id') for vals in vals_list])
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & {'vehicle_id', 'date_from', 'date_to', 'state'}:
            self._claim_cars([*self.vehicle_id.ids, vals.get('vehicle_id')])
        return super().write(vals)

    @api.model
    def _claim_cars(self, ids):
        """Who promises a car while somebody else does begins again, and is told whom it is promised to.

        The constraint of the table says it, too: two that met there would wait for each other until one is stopped.
        """
        # sudo: the car is not changed
        self.env['fleet.vehicle'].sudo().browse({id_ for id_ in ids if type(id_) is int}).exists()._claim_for_update()

    # === CONSTRAINT METHODS ===#

    @api.constrains('vehicle_id', 'company_id')
    def _check_is_loaner(self):
        for loan in self:
            if not loan.vehicle_id.is_loaner or loan.vehicle_id.company_id != loan.company_id:
                raise ValidationError(self.env._(
                    "%(vehicle)s is no loaner of %(company)s.",
                    vehicle=loan.vehicle_id.display_name, company=loan.company_id.name))

    @api.constrains('vehicle_id', 'date_from', 'date_to', 'date_out', 'date_back', 'state')
    def _check_taken(self):
        self.flush_model(['vehicle_id', 'busy_from', 'busy_to', 'state'])
        clash = self.env.execute_query(SQL(
            """
            SELECT mine.id, other.id
              FROM aftersales_loan mine
              JOIN aftersales_loan other
                ON other.vehicle_id = mine.vehicle_id AND other.id != mine.id AND other.state != 'cancelled'
               AND tsrange(other.busy_from, other.busy_to) && tsrange(mine.busy_from, mine.busy_to)
             WHERE mine.id = ANY(%s) AND mine.state != 'cancelled'
             LIMIT 1
            """, self.ids))
        if clash:
            mine, other = (self.sudo().browse(loan_id) for loan_id in clash[0])
            raise ValidationError(self.env._(
                "%(vehicle)s is promised from %(start)s to %(stop)s already (%(other)s). Choose another car or another time.",
                vehicle=mine.vehicle_id.display_name, start=other._say(other.busy_from), stop=other._say(other.busy_to),
                other=other.name))

    @api.constrains('workshop_id', 'date_from', 'state')
    def _check_quota(self):
        """So many hand-outs a day as the outlet bears; two who book the last one at once are asked one after the other."""
        days = {
            (loan.workshop_id, loan.workshop_id._get_local_day(loan.date_from))
            for loan in self if loan.state == 'reserved' and loan.workshop_id.loaner_quota}
        self.env['aftersales.booking.day']._claim([(workshop.id, day) for workshop, day in days])
        for workshop, day in days:
            start, stop = workshop._get_day_bounds(day)
            # sudo: all of the outlet's count
            count = self.sudo().search_count([
                ('workshop_id', '=', workshop.id), ('state', '!=', 'cancelled'), ('date_from', '>=', start),
                ('date_from', '<', stop)])
            if count > workshop.loaner_quota:
                raise ValidationError(self.env._(
                    "%(outlet)s hands out %(quota)s loaners on a day, and %(date)s has them. Choose another day.",
                    outlet=workshop.name, quota=workshop.loaner_quota, date=format_date(self.env, day)))

    # === BUSINESS METHODS ===#

    def _say(self, moment):
        """A moment by the clock of the outlet."""
        self.ensure_one()
        return format_datetime(self.env, moment, tz=self.workshop_id._get_tz().zone, dt_format='short')
