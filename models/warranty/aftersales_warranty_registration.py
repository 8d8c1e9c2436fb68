from datetime import timedelta

from markupsafe import escape

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

ACTIVITY = 'aftersales.mail_activity_registration'


class AftersalesWarrantyRegistration(models.Model):
    """The sale of a car, told to its maker (I1): not registered in time, guarantee work is not recognised."""
    _name = 'aftersales.warranty.registration'
    _description = "Registration of a Sale"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin', 'aftersales.log.mixin',
        'mail.activity.mixin',
    ]
    _order = 'due_date, id'
    _rec_names_search = ['vehicle_id.license_plate', 'vehicle_id.vin_sn', 'partner_id.name', 'confirmation']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'due': {'sent': 'aftersales.group_claims', 'withdrawn': 'aftersales.group_claims'},
        'sent': dict.fromkeys(('confirmed', 'refused', 'due', 'withdrawn'), 'aftersales.group_claims'),
        'confirmed': {},
        'refused': dict.fromkeys(('sent', 'withdrawn'), 'aftersales.group_claims'),
        'withdrawn': {'due': 'aftersales.group_claims'},
    }

    vehicle_id = fields.Many2one(
        'fleet.vehicle', required=True, index=True, ondelete='restrict', check_company=True, tracking=True)
    license_plate = fields.Char(related='vehicle_id.license_plate', string="Plate")
    vin = fields.Char(related='vehicle_id.vin_sn', string="VIN")
    model_id = fields.Many2one(related='vehicle_id.model_id')
    state = fields.Selection(
        selection=[
            ('due', "To Send"), ('sent', "Sent"), ('confirmed', "Confirmed"), ('refused', "Refused"),
            ('withdrawn', "Not Needed"),
        ],
        string="Status", required=True, readonly=True, default='due', copy=False, index=True, tracking=True)
    company_id = fields.Many2one(
        'res.company', string="Sold By", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one(
        'res.partner', string="Buyer", required=True, index=True, ondelete='restrict', check_company=True)
    partner_phone = fields.Char(related='partner_id.phone', string="Buyer's Phone")
    usage = fields.Selection(related='vehicle_id.usage')
    sale_date = fields.Date(string="Sold on", required=True, tracking=True, default=fields.Date.context_today)
    due_date = fields.Date(string="Due", compute='_compute_due_date', store=True, precompute=True, index=True)
    first_reminder_date = fields.Date(compute='_compute_due_date', store=True, precompute=True)
    last_reminder_date = fields.Date(compute='_compute_due_date', store=True, precompute=True)
    reminder_count = fields.Integer(string="Reminders", readonly=True, copy=False)
    invoice_number = fields.Char(help="Number of the sales invoice.")
    received_by = fields.Char(help="Who took the car over.")
    user_id = fields.Many2one(
        'res.users', string="Responsible", index='btree_not_null', check_company=True, tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    sent_date = fields.Date(string="Sent on", readonly=True, copy=False)
    confirmation = fields.Char(string="Maker's Number", copy=False, tracking=True)
    confirmed_date = fields.Date(string="Confirmed on", readonly=True, copy=False)
    refused_reason = fields.Char(copy=False, tracking=True)
    is_late = fields.Boolean(
        string="Late", compute='_compute_is_late', search='_search_is_late',
        help="Not sent although the day is past, or sent after it.")
    days_left = fields.Integer(compute='_compute_is_late', aggregator=None)

    _sale_uniq = models.UniqueIndex(
        "(vehicle_id, sale_date) WHERE state != 'withdrawn'", "The sale of this car on that day is registered here already.")
    _to_remind_idx = models.Index("(first_reminder_date) WHERE state = 'due'")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('vehicle_id.display_name')
    def _compute_display_name(self):
        for registration in self:
            registration.display_name = self.env._(
                "Registration of %(vehicle)s", vehicle=registration.vehicle_id.display_name or '')

    @api.depends('sale_date', 'company_id')
    def _compute_due_date(self):
        """As the company's days were when the car was sold."""
        for registration in self:
            sold, company = registration.sale_date, registration.company_id.sudo()
            registration.due_date = sold and sold + timedelta(days=company.aftersales_registration_days)
            registration.first_reminder_date = sold and sold + timedelta(days=company.aftersales_registration_first_days)
            registration.last_reminder_date = sold and sold + timedelta(days=company.aftersales_registration_last_days)

    @api.depends('state', 'due_date', 'sent_date')
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for registration in self:
            due = registration.due_date
            registration.is_late = bool(due) and (
                (registration.state in ('due', 'refused') and today > due)
                or bool(registration.sent_date and registration.sent_date > due))
            registration.days_left = (due - today).days if due and registration.state == 'due' else 0

    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        today = fields.Date.context_today(self)
        sent_late = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "(%s > %s)", model._field_to_sql(alias, 'sent_date', query), model._field_to_sql(alias, 'due_date', query)),
            predicate=lambda record: bool(record.sent_date and record.due_date and record.sent_date > record.due_date))
        late = (Domain('state', 'in', ('due', 'refused')) & Domain('due_date', '<', today)) | sent_late
        return late if True in value else ~late

    # === ONCHANGE METHODS ===#

    @api.onchange('vehicle_id')
    def _onchange_vehicle_id(self):
        """Who bought it, and when, as the register knows it."""
        vehicle = self.vehicle_id
        self.partner_id = vehicle.owner_id or self.partner_id
        self.sale_date = vehicle.sale_date or vehicle.delivery_date or self.sale_date

    # === ACTION METHODS ===#

    def action_send(self):
        """The card has gone to the maker."""
        self._transition('sent')

    def action_confirm(self):
        self._transition('confirmed')

    def action_refuse(self):
        self._transition('refused')

    def action_reset(self):
        self._transition('due')

    def action_withdraw(self):
        """The sale was undone, or somebody else registers it."""
        self._transition('withdrawn')

    # === BUSINESS METHODS: LIFE ===#

    def _check_sent(self):
        for registration in self:
            missing = [
                registration._fields[name]._description_string(self.env)
                for name in ('vin', 'partner_phone', 'invoice_number') if not registration[name]]
            if missing:
                raise UserError(self.env._(
                    "%(registration)s lacks: %(missing)s. The maker needs all of it.",
                    registration=registration.display_name, missing=", ".join(missing)))

    def _check_confirmed(self):
        for registration in self.filtered(lambda registration: not registration.confirmation):
            raise UserError(self.env._(
                "Enter the number by which the maker confirms %(registration)s.", registration=registration.display_name))

    def _check_refused(self):
        for registration in self.filtered(lambda registration: not registration.refused_reason):
            raise UserError(self.env._(
                "Enter why the maker refused %(registration)s.", registration=registration.display_name))

    def _after_sent(self, source):
        today = fields.Date.context_today(self)
        # sudo: stamps of the system, whoever sends
        self.sudo().write({'sent_date': today, 'confirmed_date': False})
        self._settle_reminders()

    def _after_confirmed(self, source):
        self.sudo().confirmed_date = fields.Date.context_today(self)  # sudo: as above

    def _after_due(self, source):
        self.sudo().sent_date = False  # sudo: as above

    def _after_withdrawn(self, source):
        self._settle_reminders()

    def _withdraw(self):
        """The car came back to the dealer: whoever takes it in, the system says so."""
        if self:
            self.with_user(SUPERUSER_ID).write({'state': 'withdrawn'})

    def _settle_reminders(self):
        self.sudo().activity_unlink([ACTIVITY])  # sudo: the task may be somebody else's

    # === BUSINESS METHODS ===#

    @api.model
    def _make(self, vehicles):
        """Registrations of these cars, which were just sold; a sale that is known already is left alone."""
        known = {(registration.vehicle_id, registration.sale_date) for registration in self.search([
            ('vehicle_id', 'in', [vehicle.id for vehicle in vehicles]), ('state', '!=', 'withdrawn')])}
        vals_list = []
        for vehicle in vehicles:
            sold = vehicle.sale_date or vehicle.delivery_date
            if sold and vehicle.owner_id and (vehicle, sold) not in known:
                vals_list.append({
                    'vehicle_id': vehicle.id, 'partner_id': vehicle.owner_id.id, 'sale_date': sold,
                    'company_id': self.env.company.id, 'user_id': self.env.company._get_warranty_user().id,
                })
        return self.create(vals_list)

    def _get_standing(self):
        """What coverages make of it: waiting, missing, refused or done."""
        self.ensure_one()
        if self.state == 'due':
            return 'missing' if self.due_date and fields.Date.context_today(self) > self.due_date else 'waiting'
        return {'refused': 'refused', 'withdrawn': ''}.get(self.state, 'done')

    # === BUSINESS METHODS: REMINDERS ===#

    @api.model
    def _cron_remind(self, batch_size=500):
        """A task for whoever is responsible, twice before the sale is late."""
        today = fields.Date.context_today(self)
        due = Domain('state', '=', 'due') & (
            (Domain('reminder_count', '=', 0) & Domain('first_reminder_date', '<=', today))
            | (Domain('reminder_count', '<', 2) & Domain('last_reminder_date', '<=', today)))
        self._work_through(due, '_remind', batch_size, order='due_date, id')

    def _remind(self):
        today = fields.Date.context_today(self)
        for registration in self:
            user = registration.user_id or registration.company_id._get_warranty_user()
            words = registration.with_context(lang=user.lang)
            note = words.env._(
                "The sale of %(vehicle)s on %(day)s is to be registered by %(due)s. Not registered, guarantee work on it is "
                "not recognised.", vehicle=registration.vehicle_id.display_name,
                day=format_date(words.env, registration.sale_date), due=format_date(words.env, registration.due_date))
            registration.activity_unlink([ACTIVITY])
            registration.activity_schedule(
                ACTIVITY, user_id=user.id, date_deadline=registration.due_date,
                summary=words.env._("Register the sale of %(vehicle)s", vehicle=registration.vehicle_id.display_name),
                note=escape(note))
            is_last = registration.last_reminder_date and today >= registration.last_reminder_date
            registration.reminder_count = 2 if is_last else 1
