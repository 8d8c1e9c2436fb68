from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from odoo.addons.aftersales.models.base.words import NEAR_DAY, say_time

APPOINTMENT_STATES = [
    ('draft', 'Not Confirmed'),
    ('booked', 'Booked'),
    ('confirmed', 'Confirmed'),
    ('arrived', 'Arrived'),
    ('no_show', 'No-show'),
    ('cancelled', 'Cancelled'),
]
COLORS = {'draft': 3, 'booked': 4, 'confirmed': 10, 'arrived': 8, 'no_show': 1, 'cancelled': 0}


class AftersalesAppointment(models.Model):
    """A time at the counter with the technician, the bay and the hours that stand behind it (C1–C3).

    What it takes of them is in ``aftersales_appointment_plan.py``, its life in ``aftersales_appointment_life.py``.
    """
    _name = 'aftersales.appointment'
    _description = "Appointment"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.customer.notice.mixin',
        'aftersales.customer.key.mixin', 'aftersales.batch.mixin', 'aftersales.log.mixin',
        'aftersales.cancel.mixin', 'aftersales.seen.mixin', 'mail.activity.mixin',
    ]
    _order = 'start desc, id desc'
    _rec_names_search = ['name', 'license_plate', 'partner_id.name', 'contact_name', 'phone']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state', 'stop', 'work_stop'})
    _mail_post_access = 'read'

    # === DEFAULT METHODS ===#

    def _default_workshop_id(self):
        return self.env['aftersales.order']._default_workshop_id()

    def _default_start(self):
        return fields.Datetime.now() if self.env.context.get('default_channel') == 'walk_in' else False

    # === FIELDS ===#

    name = fields.Char(string="Appointment", required=True, copy=False, readonly=True, default='/', index='trigram')
    state = fields.Selection(
        string="Status", selection=APPOINTMENT_STATES, required=True, readonly=True, copy=False,
        default='booked', index=True, tracking=True, group_expand=True,
    )
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, check_company=True,
        default=lambda self: self._default_workshop_id(), ondelete='restrict', tracking=True)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, compute='_compute_company_id', store=True, precompute=True)
    vehicle_id = fields.Many2one(
        'fleet.vehicle', index='btree_not_null', tracking=True, check_company=True, ondelete='restrict')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", index='btree_not_null', tracking=True, check_company=True,
        compute='_compute_partner_id', store=True, readonly=False, precompute=True, ondelete='restrict')
    license_plate = fields.Char(
        string="Plate", tracking=True, index='trigram', compute='_compute_license_plate', store=True, readonly=False,
        precompute=True)
    contact_name = fields.Char(tracking=True, help="Name of a visitor who is not a customer yet.")
    phone = fields.Char(
        compute='_compute_contact', store=True, readonly=False, precompute=True, index='btree_not_null', tracking=True)
    email = fields.Char(compute='_compute_contact', store=True, readonly=False, precompute=True, tracking=True)
    vehicle_note = fields.Char(string="Car", tracking=True, help="Make, model and colour of a car that is not known yet.")
    model_id = fields.Many2one(related='vehicle_id.model_id', string="Model")
    user_id = fields.Many2one(
        'res.users', string="Advisor", index='btree_not_null', tracking=True, copy=False, check_company=True,
        domain=[('share', '=', False)], help="Who receives the customer. Empty: whoever is free.")
    channel = fields.Selection(
        selection=[
            ('phone', "Phone"), ('counter', "Counter"), ('portal', "Customer Portal"), ('web', "Website"),
            ('walk_in', "Walk-in"),
        ],
        required=True, default='phone', tracking=True)

    start = fields.Datetime(
        string="Time", required=True, index=True, tracking=True, copy=False, default=lambda self: self._default_start())
    stop = fields.Datetime(string="Until", compute='_compute_stop', store=True, precompute=True)
    is_waiter = fields.Boolean(string="Customer Waits", tracking=True)
    needs_loaner = fields.Boolean(string="Wants a Loaner Car", tracking=True)
    concern = fields.Text(string="Customer's Words", tracking=True, help="What the customer says, in the customer's words.")
    operation_ids = fields.Many2many(
        'aftersales.operation', 'aftersales_appointment_operation_rel', 'appointment_id', 'operation_id',
        string="Operations", check_company=True)
    menu_ids = fields.Many2many(
        'aftersales.menu', 'aftersales_appointment_menu_rel', 'appointment_id', 'menu_id',
        string="Menus", check_company=True)
    planned_hours = fields.Float(
        tracking=True, compute='_compute_planned_hours', store=True, readonly=False, precompute=True,
        help="Hours of work kept free. 0 for a visit at the counter only.", bounds=(None, 200))
    skill_id = fields.Many2one(
        'hr.skill', string="Needed Skill",
        compute='_compute_skill_id', store=True, readonly=False, precompute=True, tracking=True)
    technician_id = fields.Many2one(
        'hr.employee', index='btree_not_null', check_company=True, copy=False,
        help="Who does the work. Empty: whoever is free and able.")
    bay_id = fields.Many2one(
        'aftersales.bay', index='btree_not_null', check_company=True, copy=False,
        domain="[('workshop_id', '=', workshop_id)]", help="Empty: a free one.")
    work_start = fields.Datetime(copy=False, help="Empty: the first free moment after the counter.")
    work_stop = fields.Datetime(string="Work End", readonly=True, copy=False)
    promise_date = fields.Datetime(
        string="Ready by", tracking=True, compute='_compute_promise_date', store=True, readonly=False,
        help="Suggested to the customer.")
    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", readonly=True, copy=False, index='btree_not_null',
        ondelete='set null')
    allocation_ids = fields.One2many('aftersales.allocation', 'appointment_id', readonly=True)
    cancel_reason = fields.Char(readonly=False, tracking=True)
    alert_html = fields.Html(string="Alerts", compute='_compute_alert_html', sanitize=False)
    shows_slots = fields.Boolean(string="Find Slots", compute='_compute_shows_slots', readonly=False)
    search_date = fields.Date(string="Slots from", store=False, default=fields.Date.context_today)
    slot_days = fields.Json(compute='_compute_slot_days')
    is_late = fields.Boolean(compute='_compute_is_late', search='_search_is_late')
    color = fields.Integer(compute='_compute_color')

    _dates_in_order = models.Constraint(
        'CHECK (stop >= start AND (work_stop IS NULL OR work_stop > work_start))',
        "An appointment must end after it begins.",
    )
    _hours_sensible = models.Constraint(
        'CHECK (planned_hours >= 0 AND planned_hours <= 200)',
        "Enter 0 to 200 planned hours.",
    )
    # The range of one user stands for equality, which gist knows only with an extension.
    _user_free = models.Constraint(
        "EXCLUDE USING gist (int4range(user_id, user_id, '[]') WITH &&, tsrange(start, stop) WITH &&) "
        "WHERE (user_id IS NOT NULL AND state IN ('booked', 'confirmed') AND channel != 'walk_in')",
        "This advisor has just been booked for that time. Choose another time or advisor.",
    )
    _name_uniq = models.UniqueIndex(
        "(name, company_id) WHERE name != '/'",
        "Two appointments of one company cannot have the same number.",
    )
    _order_uniq = models.UniqueIndex(
        '(order_id) WHERE order_id IS NOT NULL', "A repair order belongs to one appointment only.")
    _expected_idx = models.Index("(workshop_id, start) WHERE state IN ('booked', 'confirmed')")
    _waiters_idx = models.Index("(start, id) WHERE is_waiter IS TRUE")
    _loaner_idx = models.Index("(start, id) WHERE needs_loaner IS TRUE")
    _unknown_idx = models.Index("(start, id) WHERE vehicle_id IS NULL OR partner_id IS NULL")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('name', 'license_plate', 'partner_id.name', 'contact_name')
    def _compute_display_name(self):
        for appointment in self:
            # sudo: whose appointment it is may be read by all who see it
            visitor = appointment.license_plate or appointment.sudo().partner_id.name or appointment.contact_name
            name = appointment.name if appointment.name != '/' else self.env._("New")
            appointment.display_name = ' · '.join(filter(None, (visitor, name)))

    @api.depends('workshop_id')
    def _compute_company_id(self):
        for appointment in self:
            appointment.company_id = appointment.workshop_id.company_id or self.env.company

    @api.depends('vehicle_id')
    def _compute_partner_id(self):
        for appointment in self:
            vehicle = appointment.vehicle_id
            appointment.partner_id = vehicle.contact_id or vehicle.owner_id or appointment.partner_id

    @api.depends('vehicle_id.license_plate')
    def _compute_license_plate(self):
        for appointment in self:
            appointment.license_plate = appointment.vehicle_id.license_plate or appointment.license_plate

    @api.depends('partner_id')
    def _compute_contact(self):
        for appointment in self:
            partner = appointment.partner_id
            appointment.phone = partner.phone or appointment.phone
            appointment.email = partner.email or appointment.email

    @api.depends('operation_ids', 'menu_ids', 'vehicle_id')
    def _compute_planned_hours(self):
        for appointment in self:
            appointment.planned_hours = appointment._get_known_hours() or appointment.planned_hours or 1.0

    @api.depends('operation_ids', 'menu_ids')
    def _compute_skill_id(self):
        """The skill most of the work needs; one person does the work of an appointment."""
        for appointment in self:
            operations = appointment._get_operations().filtered('skill_id')
            if operations:
                by_skill = operations.grouped('skill_id')
                appointment.skill_id = max(by_skill, key=lambda skill: sum(by_skill[skill].mapped('hours')))
            else:
                appointment.skill_id = appointment.skill_id

    @api.depends('start', 'workshop_id.counter_minutes')
    def _compute_stop(self):
        for appointment in self:
            minutes = appointment.workshop_id.counter_minutes
            appointment.stop = appointment.start and fields.Datetime.add(appointment.start, minutes=minutes)

    @api.depends('work_stop')
    def _compute_promise_date(self):
        for appointment in self:
            appointment.promise_date = appointment.work_stop or appointment.promise_date

    @api.depends('vehicle_id', 'partner_id', 'operation_ids', 'menu_ids')
    def _compute_alert_html(self):
        for appointment in self:
            alerts = appointment._get_alerts()
            appointment.alert_html = self.env['ir.qweb']._render(
                'aftersales.order_alerts', {'alerts': alerts}) if alerts else False

    def _compute_shows_slots(self):
        """A new appointment needs a time, unless a calendar gave it one or the customer stands at the counter."""
        for appointment in self:
            appointment.shows_slots = not appointment._origin and not appointment.start

    @api.depends(
        'shows_slots', 'search_date', 'workshop_id', 'planned_hours', 'skill_id', 'is_waiter', 'technician_id')
    def _compute_slot_days(self):
        """Slots to be clicked while somebody looks for one."""
        for appointment in self:
            appointment.slot_days = appointment.shows_slots and appointment.workshop_id.get_free_days(
                appointment.search_date or fields.Date.context_today(appointment),
                hours=appointment.planned_hours, skill_id=appointment.skill_id.id, is_waiter=appointment.is_waiter,
                technician_id=appointment.technician_id.id if not appointment._origin else False,
                appointment_id=appointment._origin.id,
            )

    @api.depends('start', 'state', 'channel')
    def _compute_is_late(self):
        """Who walks in stands at the counter, and is not late."""
        now = fields.Datetime.now()
        for appointment in self:
            appointment.is_late = bool(
                appointment.start and appointment.start < now and appointment.state in ('booked', 'confirmed')
                and appointment.channel != 'walk_in')

    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = (
            Domain('start', '<', fields.Datetime.now()) & Domain('state', 'in', ('booked', 'confirmed'))
            & Domain('channel', '!=', 'walk_in'))
        return late if True in value else ~late

    @api.depends('state')
    def _compute_color(self):
        for appointment in self:
            appointment.color = COLORS[appointment.state]

    def _compute_access_url(self):
        super()._compute_access_url()
        for appointment in self:
            appointment.access_url = f'/my/appointments/{appointment.id}'

    # === CONSTRAINT METHODS ===#

    @api.constrains('vehicle_id', 'partner_id', 'license_plate', 'contact_name', 'phone', 'email')
    def _check_visitor(self):
        for appointment in self:
            if not any(appointment[name] for name in (
                'vehicle_id', 'partner_id', 'license_plate', 'contact_name', 'phone', 'email',
            )):
                raise ValidationError(self.env._(
                    "Who comes on %(start)s? Enter the vehicle, the customer, or at least a plate, a name or a number.",
                    start=appointment._format_time(appointment.start)))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        """New appointments are booked at once, or refused with alternatives; ``draft`` ones only note the wish."""
        states, wishes, cleaned = [], [], []
        for vals in vals_list:
            state = vals.get('state', 'booked')
            if state not in ('draft', 'booked'):
                raise UserError(self.env._("An appointment begins as booked or not confirmed; move it on with its buttons."))
            states.append(state)
            places = {name: vals[name] for name in self._get_place_fields() if vals.get(name)}
            wishes.append(places if state == 'booked' else {})
            dropped = {'stop', 'work_stop', *(places if state == 'booked' else ())} - {'start'}
            cleaned.append({name: value for name, value in vals.items() if name not in dropped} | {'state': 'draft'})
        appointments = super().create(cleaned)
        appointments._give_numbers()
        booked = appointments.browse([
            appointment.id for appointment, state in zip(appointments, states, strict=True) if state == 'booked'])
        booked._book_places(dict(zip(appointments.ids, wishes, strict=True)))
        return appointments

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name not in ('stop', 'work_stop')}
        target = vals.pop('state', None)
        moving = self.filtered(lambda appointment: appointment.state != target) if target else self.browse()
        sources = moving.grouped('state')
        moving._check_transition(target)
        wishes = {name: vals.pop(name) for name in self._get_place_fields() if name in vals}
        self._check_places_open(wishes)
        needs = {appointment: appointment._get_needs() for appointment in self if appointment._is_expected()}
        if vals:
            super().write(vals)
        if wishes:
            self.filtered(lambda a: a not in needs and a not in moving)._write_plain(wishes)
        self.filtered(lambda a: a in needs and (wishes or a._get_needs() != needs[a]))._change_places(wishes)
        for appointments in sources.values():
            appointments._move(target, wishes)
        return True

    def _write_plain(self, vals):
        """Write what has been decided: places that were found free, a state whose places were."""
        return super().write(vals)  # pylint: disable=super-method-mismatch

    @api.ondelete(at_uninstall=False)
    def _unlink_except_real(self):
        for appointment in self:
            if appointment.state != 'draft':
                raise UserError(self.env._(
                    "%(appointment)s is %(state)s and stays in the history. Cancel it instead of deleting it.",
                    appointment=appointment.display_name, state=appointment._get_state_label(appointment.state)))

    def _give_numbers(self):
        now = fields.Datetime.now()
        for workshop, appointments in self.filtered(lambda a: a.name == '/').sudo().grouped('workshop_id').items():
            numbers = self._get_sequence(workshop.company_id)._draw_numbers(workshop._get_local_day(now), len(appointments))
            for appointment, number in zip(appointments, numbers):
                appointment.name = number

    @api.model
    def _get_sequence(self, company):
        """Each company counts its own appointments. Not afresh each year: two people who book the first ones of a
        year at once would each begin it, and one of them be refused."""
        # sudo: numbers are given by the system
        Sequence = self.env['ir.sequence'].sudo()
        sequence = Sequence.search([('code', '=', self._name), ('company_id', '=', company.id)], limit=1)
        if sequence:
            return sequence
        company._claim_for_update()  # nor do two who book the company's first ones both make it
        return Sequence.create({
            'name': self.env._("Appointments of %s", company.name),
            'code': self._name,
            'prefix': 'AP/%(year)s/',
            'padding': 5,
            'company_id': company.id,
        })

    # === BUSINESS METHODS ===#

    def _get_known_hours(self):
        """Flat-rate hours of the work that was chosen."""
        self.ensure_one()
        model = self.vehicle_id.model_id
        return sum(operation._get_hours(model) for operation in self._get_operations())

    def _get_operations(self):
        self.ensure_one()
        return self.operation_ids | self.menu_ids.line_ids.operation_id

    def _format_time(self, moment):
        """A naive UTC moment as the clock of the outlet shows it."""
        return say_time(self.env, moment, self.workshop_id._get_tz(), NEAR_DAY)

    def _get_alerts(self):
        """What must be known when the car is booked: the alerts its repair order would show.

        :return: list of dicts ``level`` (info, warning, danger) and ``message``
        """
        self.ensure_one()
        if not self.vehicle_id and not self.partner_id:
            return []
        return self._new_order()._get_alerts()

    def _new_order(self):
        """The order the car would get, unsaved: what it is asked, it says of the appointment."""
        # What somebody's call brings along as defaults is nothing of the visit.
        return self.env['aftersales.order']._without_system_defaults().new({
            'vehicle_id': self.vehicle_id.id,
            'partner_id': self.partner_id.id,
            'workshop_id': self.workshop_id.id,
            'company_id': self.company_id.id,
            'job_ids': [
                Command.create({'operation_id': operation.id, 'name': operation.name})
                for operation in self._get_operations()._origin],
        })
