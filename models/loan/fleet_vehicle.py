from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_date

SEE = 'aftersales.group_see_loan'
# So many days before a paper or a service of a loaner is due, somebody is told.
DUE_DAYS = 30


class FleetVehicle(models.Model):
    """Cars of the house that customers get while theirs is here (J8); the dispatcher keeps them."""
    _name = 'fleet.vehicle'
    _inherit = ['fleet.vehicle', 'aftersales.batch.mixin', 'aftersales.claim.mixin']

    is_loaner = fields.Boolean(
        string="Loaner", copy=False, tracking=True, help="Handed out to customers.")
    loaner_workshop_id = fields.Many2one(
        'aftersales.workshop', string="Loaner of Outlet", index='btree_not_null', ondelete='restrict', copy=False,
        tracking=True, groups=SEE, check_company=True)
    loaner_place = fields.Char(
        string="Place of the Loaner", copy=False, tracking=True, groups=SEE, help="Where it is parked, and its key hangs.")
    loaner_since = fields.Date(
        string="Loaner Since", copy=False, tracking=True, groups=SEE, help="Its use is counted from this day.")
    loaner_daily_value = fields.Monetary(
        string="Value per Day", copy=False, tracking=True, bounds=(0, 1e6), currency_field='currency_id', groups=SEE,
        help="What a day of it costs the house; asked for when it is hired, or brought back late.")
    loaner_km_per_day = fields.Integer(
        string="Free km per Day", default=150, copy=False, tracking=True, bounds=(0, 10_000), groups=SEE,
        help="What is driven beyond is charged. 0: as far as one likes.")
    loaner_model_ids = fields.Many2many(
        'fleet.vehicle.model', 'aftersales_loaner_model_rel', 'vehicle_id', 'model_id', string="May Replace",
        copy=False, groups=SEE, help="Models whose owners are content with it. Empty: all.")
    loaner_fuel_level = fields.Integer(
        string="Fuel or Charge (%)", readonly=True, copy=False, groups=SEE, help="As it came back last.")
    loaner_told_date = fields.Date(readonly=True, copy=False, groups=SEE, help="The due day that somebody was told of.")
    loaner_due_date = fields.Date(
        string="Next Due", compute='_compute_loaner_due_date', groups=SEE,
        help="The first of insurance, inspection and service.")
    loaner_loan_ids = fields.One2many('aftersales.loan', 'vehicle_id', string="Loans", groups=SEE)
    loaner_state = fields.Selection(
        [('free', "Free"), ('reserved', "To Hand Out Today"), ('out', "Lent Out"), ('late', "Late")], string="Today",
        compute='_compute_loaner_state', groups=SEE)

    _loaner_has_company = models.Constraint(
        'CHECK (is_loaner IS NOT TRUE OR company_id IS NOT NULL)', "A loaner belongs to a company: choose which one.")
    # Written as it is asked for: what is NOT NULL, or true in other words, the database does not take for the same.
    _loaner_idx = models.Index('(license_plate, id) WHERE is_loaner IS TRUE')

    # === COMPUTE AND CONSTRAINT METHODS ===#

    @api.model
    def _get_loaner_dues(self):
        return ('insurance_due_date', 'inspection_due_date', 'next_service_date')

    @api.depends('insurance_due_date', 'inspection_due_date', 'next_service_date')
    def _compute_loaner_due_date(self):
        for vehicle in self:
            vehicle.loaner_due_date = min(
                (day for name in self._get_loaner_dues() if (day := vehicle[name])), default=False)

    @api.depends('loaner_loan_ids.state', 'loaner_loan_ids.date_from', 'loaner_loan_ids.date_to')
    def _compute_loaner_state(self):
        now = fields.Datetime.now()
        # sudo: whether it is free is no secret among those who see the field
        loans = self.env['aftersales.loan'].sudo().search_fetch([
            ('vehicle_id', 'in', self.ids), '|', ('state', '=', 'out'), '&', ('state', '=', 'reserved'),
            ('date_from', '<', now + timedelta(days=1))], ['vehicle_id', 'state', 'date_to', 'date_from', 'workshop_id'])
        by_vehicle = loans.grouped('vehicle_id')
        for vehicle in self:
            own = by_vehicle.get(vehicle._origin, loans.browse())
            out = own.filtered(lambda loan: loan.state == 'out')
            today = own.filtered(lambda loan: loan.state == 'reserved' and loan._is_today(loan.date_from, now))
            vehicle.loaner_state = (
                'late' if any(loan.date_to < now for loan in out) else 'out' if out else 'reserved' if today else 'free')

    @api.constrains('is_loaner', 'owner_id', 'is_customer_vehicle')
    def _check_loaner(self):
        for vehicle in self:
            if vehicle.is_loaner and vehicle.is_customer_vehicle:
                raise ValidationError(self.env._(
                    "%(vehicle)s is a customer's car. Only a car of the house is handed out as a loaner.",
                    vehicle=vehicle.display_name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_may_keep_loaners(vals)
        vehicles = super().create(vals_list)
        for vehicle in vehicles.filtered('is_loaner'):
            vehicle._check_may_keep_loaners({'is_loaner': True})  # whatever made it one: a default, too
        return vehicles

    def write(self, vals):
        self._check_may_keep_loaners(vals)
        if any(name in vals and not vals[name] for name in ('is_loaner', 'active')) or 'company_id' in vals:
            self._check_not_lent(vals)
        return super().write(vals)

    def _check_may_keep_loaners(self, vals):
        """:raises AccessError: when somebody sets what belongs to the fleet of loaners and does not keep it"""
        if self.env.su or self.env.user.has_group('aftersales.group_plan_loan'):
            return
        names = [name for name in vals if name == 'is_loaner' and vals[name] or name.startswith('loaner_')]
        if not all(self._is_as_new(name, vals[name]) for name in names) or (
                self and 'is_loaner' in vals and any(vehicle.is_loaner for vehicle in self)):
            raise AccessError(self.env._(
                "Loaners are kept by the dispatcher: ask him to enter %(fields)s.",
                fields=", ".join(self._fields[name]._description_string(self.env) for name in names or ['is_loaner'])))
        if names and any(vehicle.is_loaner for vehicle in self):
            raise AccessError(self.env._("Loaners are kept by the dispatcher: ask him to change them."))

    def _is_as_new(self, name, value):
        """Whether a value is what a form sends of a new car that nobody says anything about."""
        field = self._fields[name]
        if field.type == 'many2many':
            return not any(command[0] in (Command.CREATE, Command.LINK) or command[0] == Command.SET and command[2]
                           for command in value or ())
        return (value or False) == (field.default and field.default(self) or False)

    def _check_not_lent(self, vals):
        """:raises UserError: when a car that somebody has, or was promised, would be a loaner no more"""
        # sudo: whoever changes the car may not see who has it
        loans = self.env['aftersales.loan'].sudo().search([
            ('vehicle_id', 'in', self.ids), ('state', 'in', ('reserved', 'out'))], order='date_from, id')
        ends = any(name in vals and not vals[name] for name in ('is_loaner', 'active'))
        for loan in loans:
            if ends or 'company_id' in vals and vals['company_id'] != loan.company_id.id:
                raise UserError(self.env._(
                    "%(vehicle)s is lent or reserved (%(loan)s). Take it back or give another car first.",
                    vehicle=loan.vehicle_id.display_name, loan=loan.name))

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_loans(self):
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_loans')
        return dict(action, domain=[('vehicle_id', '=', self.id)], context={'default_vehicle_id': self.id})

    # === BUSINESS METHODS ===#

    @api.model
    def _get_loaner_due_domain(self):
        """Loaners of which something is due soon."""
        limit = fields.Date.context_today(self) + timedelta(days=DUE_DAYS)
        return Domain('is_loaner', '=', True) & Domain.OR(
            Domain(name, '!=', False) & Domain(name, '<=', limit) for name in self._get_loaner_dues())

    @api.model
    def _cron_watch_loaners(self, batch=200):
        domain = self._get_loaner_due_domain() & (
            Domain('loaner_told_date', '=', False)
            | Domain('loaner_told_date', '<', fields.Date.context_today(self) - timedelta(days=DUE_DAYS)))
        self._work_through(domain, '_tell_loaner_due', batch, order='id', together=True)

    def _tell_loaner_due(self):
        """A task for who leads the outlet, with all that is due; once a month."""
        tasks = {}
        limit = fields.Date.context_today(self) + timedelta(days=DUE_DAYS)
        for vehicle in self.sudo():
            user = vehicle.loaner_workshop_id.manager_id
            words = vehicle.with_context(lang=user.lang)
            dues = [
                f'{words._fields[name]._description_string(words.env)}: {format_date(words.env, vehicle[name])}'
                for name in self._get_loaner_dues() if vehicle[name] and vehicle[name] <= limit]
            if user:
                tasks[vehicle] = {
                    'user_id': user.id, 'date_deadline': vehicle.loaner_due_date,
                    'summary': words.env._("Loaner %(plate)s: %(dues)s", plate=vehicle.license_plate, dues=", ".join(dues))}
        self.sudo()._create_tasks('aftersales.mail_activity_loaner_due', tasks)
        self.sudo().loaner_told_date = fields.Date.context_today(self)
