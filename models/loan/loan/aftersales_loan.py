import math

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ('reserved', "Loaner Reserved"),
    ('out', "Loaner Out"),
    ('back', "Loaner Back"),
    ('settled', "Loan Settled"),
    ('cancelled', "Cancelled"),
]
REASONS = [
    ('service', "Booked service"),
    ('warranty', "Long warranty repair"),
    ('rescue', "Rescue"),
    ('goodwill', "Goodwill"),
    ('hire', "Paid hire"),
]
# Who the borrower is, beyond his name: read by those who hand out.
PERSONAL = 'aftersales.group_loan'
# What was agreed at the counter; it stays as it was signed.
CONTRACT_FIELDS = frozenset({
    'vehicle_id', 'partner_id', 'workshop_id', 'date_from', 'reason', 'daily_rate', 'deposit', 'excess', 'km_per_day', 'area',
    'fuel_policy', 'address', 'phone', 'licence_number', 'licence_class', 'licence_expiry', 'id_number', 'second_driver',
    'second_licence_number', 'second_licence_expiry', 'order_id', 'appointment_id', 'complaint_id', 'case_id',
})


class AftersalesLoan(models.Model):
    """A car of the house in the hands of a customer, from the reservation to the last charge (J8).

    When it is taken is in ``aftersales_loan_time.py``, its life in ``_life``, what is asked for it in ``_money``, who is
    warned in ``_watch``. The papers of hand-out and return are ``aftersales.loan.sheet``.
    """
    _name = 'aftersales.loan'
    _inherit = [
        'aftersales.number.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin',
        'aftersales.batch.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin', 'aftersales.cancel.mixin',
        'mail.activity.mixin', 'aftersales.plate.mixin',
    ]
    _description = "Loan"
    _order = 'date_from desc, id desc'
    _rec_names_search = ['name', 'license_plate', 'partner_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _mail_post_access = 'read'
    _plate_of = 'vehicle_id'

    # === FIELDS: WHO, WHAT, WHY ===#

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='reserved', index=True, tracking=True,
        group_expand=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, ondelete='restrict', tracking=True,
        default=lambda self: self.env['aftersales.workshop'].search([('company_id', '=', self.env.company.id)], limit=1))
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    vehicle_id = fields.Many2one(
        'fleet.vehicle', string="Loaner", required=True, index=True, ondelete='restrict', tracking=True, check_company=True,
        domain="[('is_loaner', '=', True), ('id', 'in', free_vehicle_ids)]")
    license_plate = fields.Char(related='vehicle_id.license_plate', store=True, index='trigram')
    model_id = fields.Many2one(related='vehicle_id.model_id')
    partner_id = fields.Many2one(
        'res.partner', string="Borrower", required=True, index=True, ondelete='restrict', tracking=True, check_company=True,
        compute='_compute_partner_id', store=True, readonly=False, precompute=True, help="The holder of the licence.")
    user_id = fields.Many2one(
        'res.users', string="Advisor", required=True, index=True, tracking=True, check_company=True,
        default=lambda self: self.env.user, domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    reason = fields.Selection(REASONS, required=True, default='service', index=True, tracking=True)
    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", index='btree_not_null', ondelete='restrict', check_company=True,
        tracking=True)
    appointment_id = fields.Many2one(
        'aftersales.appointment', index='btree_not_null', ondelete='restrict', check_company=True, tracking=True)
    complaint_id = fields.Many2one(
        'aftersales.complaint', index='btree_not_null', ondelete='restrict', check_company=True, tracking=True,
        groups='aftersales.group_see_complaint')
    case_id = fields.Many2one(
        'aftersales.statute.case', string="Case under the Law", index='btree_not_null', ondelete='restrict',
        check_company=True, tracking=True, groups='aftersales.group_see_law')
    own_vehicle_id = fields.Many2one(
        'fleet.vehicle', string="Car in Repair", index='btree_not_null', check_company=True, tracking=True,
        compute='_compute_own_vehicle_id', store=True, readonly=False, precompute=True)
    note = fields.Text(tracking=True)

    # === FIELDS: CONTRACT ===#

    address = fields.Char(
        compute='_compute_contact', store=True, readonly=False, precompute=True, tracking=True, groups=PERSONAL)
    phone = fields.Char(
        compute='_compute_contact', store=True, readonly=False, precompute=True, tracking=True, groups=PERSONAL)
    licence_number = fields.Char(string="Driving Licence No.", copy=False, tracking=True, groups=PERSONAL, max_length=40)
    licence_class = fields.Char(string="Licence Class", copy=False, tracking=True, groups=PERSONAL, max_length=20)
    licence_expiry = fields.Date(string="Licence Valid until", copy=False, tracking=True, groups=PERSONAL)
    id_number = fields.Char(string="ID Card No.", copy=False, tracking=True, groups=PERSONAL, max_length=40)
    second_driver = fields.Char(copy=False, tracking=True, groups=PERSONAL)
    second_licence_number = fields.Char(
        string="Second Driver's Licence No.", copy=False, tracking=True, groups=PERSONAL, max_length=40)
    second_licence_expiry = fields.Date(
        string="Second Licence Valid until", copy=False, tracking=True, groups=PERSONAL)
    area = fields.Char(
        string="Where It May Be Driven", tracking=True, compute='_compute_terms', store=True, readonly=False, precompute=True)
    km_per_day = fields.Integer(
        string="Free km a Day", tracking=True, bounds=(0, 10_000), compute='_compute_vehicle_terms', store=True,
        readonly=False, precompute=True, help="0: as far as one likes.")
    fuel_policy = fields.Selection(
        [('same', "Back as it was handed out"), ('full', "Back full")], required=True, default='same', tracking=True)
    daily_rate = fields.Monetary(
        string="Rate a Day", tracking=True, bounds=(0, 1e6), compute='_compute_vehicle_terms', store=True, readonly=False,
        precompute=True, help="What the borrower pays a day; nothing where the house bears it.")
    deposit = fields.Monetary(tracking=True, bounds=(0, 1e8), help="Held until the car is back.")
    excess = fields.Monetary(
        string="Excess per Damage", tracking=True, bounds=(0, 1e8), compute='_compute_terms', store=True, readonly=False,
        precompute=True, help="Up to here the borrower bears a damage.")

    # === FIELDS: PAPERS ===#

    sheet_ids = fields.One2many('aftersales.loan.sheet', 'loan_id', string="Papers", readonly=True)
    charge_ids = fields.One2many('aftersales.loan.charge', 'loan_id', string="Charges")
    relief_ids = fields.One2many(
        'aftersales.statute.relief', 'loan_id', string="Duty of the Law", readonly=True, groups='aftersales.group_see_law')

    # === COMPUTE METHODS ===#

    def _get_sources(self):
        """What it is for, the most telling first; SUDOED, as the links of one are not everybody's to read."""
        self.ensure_one()
        loan = self.sudo()
        return [source for source in (loan.order_id, loan.appointment_id, loan.complaint_id, loan.case_id) if source]

    @api.depends('order_id', 'appointment_id', 'complaint_id', 'case_id')
    def _compute_partner_id(self):
        for loan in self:
            partners = [source.partner_id for source in loan._get_sources() if source.partner_id]
            loan.partner_id = loan.partner_id or (partners and partners[0].id)

    @api.depends('order_id', 'appointment_id', 'complaint_id', 'case_id')
    def _compute_own_vehicle_id(self):
        for loan in self:
            cars = [source.vehicle_id for source in loan._get_sources() if source.vehicle_id]
            loan.own_vehicle_id = cars[0].id if cars else loan.own_vehicle_id

    @api.depends('partner_id')
    def _compute_contact(self):
        for loan in self:
            loan.phone = loan.partner_id.phone
            loan.address = loan.partner_id._get_print_address_line() if loan.partner_id else False

    @api.depends('vehicle_id', 'reason')
    def _compute_vehicle_terms(self):
        for loan in self:
            car = loan.vehicle_id.sudo()  # sudo: what its terms are is told to whoever books it
            loan.km_per_day = car.loaner_km_per_day
            loan.daily_rate = car.loaner_daily_value if loan.reason == 'hire' else 0

    @api.depends('workshop_id')
    def _compute_terms(self):
        for loan in self:
            loan.area = loan.workshop_id.loan_area
            loan.excess = loan.workshop_id.loan_excess

    @api.depends('name', 'license_plate')
    def _compute_display_name(self):
        for loan in self:
            loan.display_name = ' · '.join(filter(None, [loan.name.strip('/'), loan.license_plate])) or loan.name

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        loans = super().create(vals_list)
        loans._check_may_promise()
        return loans

    def write(self, vals):
        vals = self._read_inputs(vals)
        self._check_contract_kept(vals)
        self._check_may_lengthen(vals)
        result = super().write(vals)
        if vals.keys() & {'daily_rate', 'reason'}:
            self._check_may_promise()
        return result

    @api.model
    def _get_contract_fields(self):
        """Hook: what stays as it was signed at the hand-out."""
        return CONTRACT_FIELDS

    def _check_contract_kept(self, vals):
        """:raises UserError: when what was signed at the hand-out would be another, or a loan that is over"""
        for loan in self:
            changed = [name for name in self._get_contract_fields() & vals.keys() if loan._is_other(name, vals[name])]
            if changed and loan.state != 'reserved':
                raise UserError(self.env._(
                    "%(loan)s was handed out as it was signed: %(fields)s cannot be changed any more.",
                    loan=loan.display_name, fields=", ".join(sorted(
                        self._fields[name]._description_string(self.env) for name in changed))))
            if 'date_to' in vals and loan.state not in ('reserved', 'out') and loan._is_other('date_to', vals['date_to']):
                raise UserError(self.env._("%(loan)s is over: it cannot be made longer.", loan=loan.display_name))

    def _check_may_lengthen(self, vals):
        """:raises AccessError: when somebody who may not forgives the days that a car is late already"""
        if 'date_to' not in vals or self.env.su or self.env.user.has_group('aftersales.group_plan_loan'):
            return
        for loan in self.filtered('is_late'):
            if loan._is_other('date_to', vals['date_to']):
                raise AccessError(self.env._(
                    "%(loan)s is late already: the dispatcher or the manager may give the borrower more time.",
                    loan=loan.display_name))

    def _is_other(self, name, value):
        # sudo: some of it is not everybody's to read, and everybody's change is refused
        return self._fields[name].convert_to_write(self.sudo()[name], self) != value

    def _check_may_promise(self):
        """:raises AccessError: when somebody who may not gives away a car that is hired out"""
        if self.env.su or self.env.user.has_group('aftersales.group_plan_loan'):
            return
        for loan in self:
            if loan.reason == 'hire' and loan.currency_id.compare_amounts(
                    loan.daily_rate, loan.vehicle_id.sudo().loaner_daily_value) < 0:  # sudo: as above
                raise AccessError(self.env._(
                    "%(loan)s: a car is hired out below its value per day by the dispatcher or the manager only.",
                    loan=loan.display_name))

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(loan)s stays in the history. Cancel it and say why.", loan=self.display_name)

    # === BUSINESS METHODS ===#

    def _get_days(self, start, stop):
        """Days that were begun."""
        return max(math.ceil((stop - start).total_seconds() / 86400), 1) if start and stop else 0

    def _get_sheet(self, kind):
        self.ensure_one()
        return self.sheet_ids.filtered(lambda sheet: sheet.kind == kind)[:1]

    def _is_today(self, moment, now=None):
        """Whether ``moment`` is on the outlet's today."""
        self.ensure_one()
        return self.workshop_id._get_local_day(moment) == self.workshop_id._get_local_day(now or fields.Datetime.now())
