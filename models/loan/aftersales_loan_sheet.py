from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from odoo.addons.aftersales.models.counter.condition import CHARGED, FUELLESS, NOT_NOTED

# What the paper shows of its loan, and what the clerk enters on the same screen.
LOAN_FIELDS = (
    'partner_id', 'date_to', 'reason', 'address', 'phone', 'licence_number', 'licence_class', 'licence_expiry', 'id_number',
    'second_driver', 'second_licence_number', 'second_licence_expiry', 'area', 'km_per_day', 'fuel_policy', 'daily_rate',
    'deposit', 'excess',
)
PERSONAL = 'aftersales.group_loan'


def _of_loan(name, kind, **options):
    return kind(related=f'loan_id.{name}', readonly=False, **options)


class AftersalesLoanSheet(models.Model):
    """How a loaner left, or came back: signed by both, frozen, printed as it was (J8).

    The paper of the hand-out is the contract. That of the return begins with the damage the car left with; what is
    marked beside it is new.
    """
    _name = 'aftersales.loan.sheet'
    _inherit = [
        'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin',
        'aftersales.signature.mixin', 'aftersales.log.mixin', 'aftersales.sketch.mixin',
    ]
    _description = "Paper of a Loan"
    _order = 'id desc'
    _rec_names_search = ['loan_id.name']
    _mail_post_access = 'read'
    _transitions = {'open': {'signed': None}, 'signed': {}}
    _guarded_by_model = frozenset({'loan_id', 'kind'})
    _sealed_fields = (
        'loan_id', 'kind', 'signatory', 'signature', 'signature_kind', 'staff_signature', 'signed_date', 'signed_user_id',
        'odometer', 'fuel_level', 'charge_level', 'key_count', 'accessories', 'needs_cleaning', 'remark',
    )
    _shown_fields = (
        'signatory', 'odometer', 'fuel_level', 'charge_level', 'key_count', 'accessories', 'needs_cleaning', 'remark',
        'loan_id.vehicle_id', *(f'loan_id.{name}' for name in LOAN_FIELDS),
        *(f'damage_ids.{name}' for name in ('view', 'x', 'y', 'kind', 'note', 'photo', 'known_id')),
    )

    # === FIELDS ===#

    loan_id = fields.Many2one('aftersales.loan', required=True, readonly=True, index=True, ondelete='cascade')
    kind = fields.Selection([('out', "Hand-out"), ('back', "Return of Car")], required=True, readonly=True)
    state = fields.Selection(
        [('open', "Not Signed"), ('signed', "Signed")], default='open', required=True, readonly=True, copy=False, index=True,
        tracking=True)
    company_id = fields.Many2one(related='loan_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='loan_id.currency_id')
    workshop_id = fields.Many2one(related='loan_id.workshop_id')
    vehicle_id = fields.Many2one(
        related='loan_id.vehicle_id', string="Loaner", store=True, index=True, precompute=True)
    license_plate = fields.Char(related='loan_id.license_plate')
    model_id = fields.Many2one(related='loan_id.model_id')
    own_vehicle_id = fields.Many2one(related='loan_id.own_vehicle_id', string="Car in Repair")
    date_from = fields.Datetime(related='loan_id.date_from', string="Lent from")
    warning = fields.Text(related='loan_id.warning')

    partner_id = fields.Many2one(related='loan_id.partner_id', string="Borrower")
    date_to = _of_loan('date_to', fields.Datetime)
    reason = _of_loan('reason', fields.Selection)
    address = _of_loan('address', fields.Char, groups=PERSONAL)
    phone = _of_loan('phone', fields.Char, groups=PERSONAL)
    licence_number = _of_loan('licence_number', fields.Char, groups=PERSONAL)
    licence_class = _of_loan('licence_class', fields.Char, groups=PERSONAL)
    licence_expiry = _of_loan('licence_expiry', fields.Date, groups=PERSONAL)
    id_number = _of_loan('id_number', fields.Char, groups=PERSONAL)
    second_driver = _of_loan('second_driver', fields.Char, groups=PERSONAL)
    second_licence_number = _of_loan('second_licence_number', fields.Char, groups=PERSONAL)
    second_licence_expiry = _of_loan('second_licence_expiry', fields.Date, groups=PERSONAL)
    area = _of_loan('area', fields.Char)
    km_per_day = _of_loan('km_per_day', fields.Integer)
    fuel_policy = _of_loan('fuel_policy', fields.Selection)
    daily_rate = _of_loan('daily_rate', fields.Monetary)
    deposit = _of_loan('deposit', fields.Monetary)
    excess = _of_loan('excess', fields.Monetary)

    has_fuel = fields.Boolean(compute='_compute_energy')
    has_battery = fields.Boolean(compute='_compute_energy')
    odometer = fields.Float(string="Odometer Reading", digits=(12, 0), bounds=(0, 9_999_999), aggregator=None, tracking=True)
    last_odometer = fields.Float(compute='_compute_last_odometer', digits=(12, 0))
    fuel_level = fields.Integer(string="Fuel (%)", default=NOT_NOTED, help="Percent of a full tank; -1: not noted.")
    charge_level = fields.Integer(
        string="Charge (%)", default=NOT_NOTED, help="State of charge of the traction battery; -1: not noted.")
    key_count = fields.Integer(string="Keys", default=1, bounds=(None, 100))
    accessories = fields.Char(help="What goes with the car: warning triangle, charging cable, child seat, papers.")
    needs_cleaning = fields.Boolean(help="It comes back so dirty that the borrower pays for the cleaning.")
    remark = fields.Text()
    damage_ids = fields.One2many('aftersales.loan.damage', 'sheet_id', string="Damage")
    new_damage = fields.Text(compute='_compute_new_damage', help="What was not there at the hand-out.")

    signatory = fields.Char(
        string="Signed By", compute='_compute_signatory', store=True, readonly=False, precompute=True)
    shown_hash = fields.Char(compute='_compute_shown_hash')
    content = fields.Text(groups=PERSONAL)  # with the papers of the drivers
    staff_signature = fields.Image(
        string="Our Signature", max_width=1024, max_height=1024, copy=False, is_signature=True,
        compute='_compute_staff_signature', store=True, readonly=False)
    signed_date = fields.Datetime(readonly=True, copy=False, index='btree_not_null')
    signed_user_id = fields.Many2one('res.users', string="For the House", readonly=True, copy=False, index='btree_not_null')

    _one_each = models.UniqueIndex('(loan_id, kind)', "This paper is open already. Open it from the loan.")
    _check_levels = models.Constraint(
        'CHECK(fuel_level BETWEEN -1 AND 100 AND charge_level BETWEEN -1 AND 100)',
        "Fuel and charge are percentages between 0 and 100.")
    _check_key_count = models.Constraint('CHECK(key_count >= 0)', "The number of keys cannot be negative.")

    # === COMPUTE METHODS ===#

    @api.depends('loan_id.name', 'kind')
    @api.depends_context('lang')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for sheet in self:
            sheet.display_name = f"{kinds.get(sheet.kind, '')} {sheet.loan_id.display_name}".strip()

    @api.depends('vehicle_id.fuel_type')
    def _compute_energy(self):
        for sheet in self:
            fuel = sheet.vehicle_id.fuel_type
            sheet.has_fuel = fuel not in FUELLESS
            sheet.has_battery = fuel in CHARGED

    @api.depends('vehicle_id')
    def _compute_last_odometer(self):
        for sheet in self:
            sheet.last_odometer = sheet.vehicle_id.last_odometer

    @api.depends('damage_ids.known_id', 'damage_ids.kind', 'damage_ids.view', 'damage_ids.note')
    def _compute_new_damage(self):
        for sheet in self:
            sheet.new_damage = '\n'.join(sheet._get_new_damage().mapped('display_name'))

    @api.depends('loan_id.partner_id')
    def _compute_signatory(self):
        for sheet in self:
            sheet.signatory = sheet.signatory or sheet.loan_id.partner_id.name

    @api.depends(lambda self: self._shown_fields)
    def _compute_shown_hash(self):
        for sheet in self:
            sheet.shown_hash = self._hash_content(sheet._serialise_shown(sheet._get_drawn_lang()))

    @api.depends('signature')
    def _compute_staff_signature(self):
        """The house signs what the customer signed: with his signature its own goes, too."""
        self.filtered(lambda sheet: not sheet.signature and sheet._may_lose_signature()).staff_signature = False

    # === CONSTRAINT METHODS ===#

    @api.constrains('staff_signature')
    def _check_customer_signed_first(self):
        for sheet in self:
            if sheet.staff_signature and not sheet.signature:
                raise ValidationError(self.env._(
                    "%(sheet)s: the customer signs first. Let the customer sign, then sign for the house.",
                    sheet=sheet.display_name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        """The car as it came back last; the return begins with what it left with."""
        sheets = super().create(vals_list)
        for sheet in sheets:
            sheet.loan_id._check_reachable(sheet.kind)
            if not sheet.damage_ids:
                # sudo: which damage is known is kept by the system
                sheet.sudo().write(sheet.sudo()._prepare_first_vals())
        return sheets

    def write(self, vals):
        vals = self._read_inputs(vals)
        if any(name in vals and sheet[name] != (sheet[name].browse(vals[name]) if name == 'loan_id' else vals[name])
               for sheet in self for name in self._guarded_by_model):
            raise UserError(self.env._("A paper stays with its loan. Delete it and open that of the other loan."))
        shown = vals.get('shown_hash')
        result = super().write({name: value for name, value in vals.items() if name != 'shown_hash'})
        if shown and vals.get('signature'):
            for sheet in self:
                if sheet.shown_hash != shown:
                    raise UserError(self.env._(
                        "%(sheet)s was changed by somebody else while the customer signed. Reload the page, show what it "
                        "says now, and let the customer sign that.", sheet=sheet.display_name))
        return result

    def _prepare_first_vals(self):
        self.ensure_one()
        if self.kind == 'back':
            before = self.loan_id._get_sheet('out')
            levels = {}
        else:
            before = self.search([
                ('kind', '=', 'back'), ('state', '=', 'signed'), ('vehicle_id', '=', self.vehicle_id.id)],
                order='signed_date desc, id desc', limit=1)
            levels = {'fuel_level': before.fuel_level, 'charge_level': before.charge_level} if before else {}
        return {
            **levels, 'accessories': self.accessories or before.accessories, 'key_count': before.key_count or self.key_count,
            'damage_ids': [
                Command.create({**mark._prepare_copied_vals(), 'known_id': mark.id if self.kind == 'back' else False})
                for mark in before.damage_ids]}

    # === ACTION METHODS ===#

    def action_check_before_signing(self):
        """Nobody signs what is refused afterwards: asked before the box opens."""
        self.check_access('write')
        self._check_open()
        for sheet in self:
            loan = sheet.loan_id
            loan._check_reachable(sheet.kind)
            if sheet.kind == 'out':
                loan._check_may_go_out()
            sheet._check_reading()
            if sheet._get_level() == NOT_NOTED:
                raise UserError(self.env._(
                    "%(sheet)s: enter how full tank or battery is.", sheet=sheet.display_name))
        return True

    def action_sign_staff(self, signature, kind='drawn'):
        """Whoever hands out or takes back signs for the house."""
        self.ensure_one()
        self.check_access('write')
        self.write({'staff_signature': signature})
        self.sudo().signed_user_id = self.env.uid  # sudo: the stamp is the system's

    def action_sign(self):
        """Signed by both, it is kept, and the loan goes on."""
        self.action_check_before_signing()
        for sheet in self:
            if not sheet.signature or not sheet.signatory or not sheet.staff_signature:
                raise UserError(self.env._(
                    "%(sheet)s is signed by both: let the customer sign, then sign for the house.",
                    sheet=sheet.display_name))
        self._check_signature_fits()
        with self.env.protecting([self._fields['signature']], self):
            for sheet in self:
                sheet._freeze()
                sheet.loan_id._transition(sheet.kind)
        return self.loan_id._get_records_action() if len(self) == 1 else None

    @api.readonly
    def action_view_loan(self):
        self.ensure_one()
        return self.loan_id._get_records_action()

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state == 'signed'

    def _get_frozen_message(self):
        return self.env._(
            "%(sheet)s is signed by %(signatory)s and cannot be changed. Write what is new into its log.",
            sheet=self.display_name, signatory=self.signatory)

    def _may_lose_signature(self):
        return self.state != 'signed'

    def _check_signed(self):
        """Signing moves it: nobody else does."""
        for sheet in self:
            if not (sheet.signed_date and sheet.signature and sheet.staff_signature):
                raise UserError(self.env._(
                    "%(sheet)s is signed by both: let the customer sign, then sign for the house.",
                    sheet=sheet.display_name))

    def _freeze(self):
        self.ensure_one()
        # sudo: the system seals the paper; whoever signs may write it, checked above
        sheet = self.sudo()
        sheet.write({'signed_date': fields.Datetime.now(), 'signed_user_id': self.env.uid})
        sheet.write({'state': 'signed', **self._prepare_seal_vals()})
        self.env['aftersales.kept.print']._keep('report_loan', self)

    def _check_reading(self):
        """:raises UserError: when the odometer cannot show that"""
        self.ensure_one()
        if not self.odometer:
            raise UserError(self.env._("%(sheet)s: read the odometer of the loaner.", sheet=self.display_name))
        question = self.vehicle_id._get_reading_question(self.odometer)
        if question:
            raise UserError(question)

    def _record_odometer(self):
        self.ensure_one()
        self.env['fleet.vehicle.odometer']._record([{
            'vehicle_id': self.vehicle_id.id, 'value': self.odometer, 'source': 'loan',
            'date': self.workshop_id._get_local_day(self.signed_date)}])

    def _get_level(self):
        """What is charged when it is missing: the tank, or the battery where there is none."""
        self.ensure_one()
        return self.fuel_level if self.has_fuel else self.charge_level

    def _get_new_damage(self):
        self.ensure_one()
        return self.damage_ids.filtered(lambda mark: self.kind == 'back' and not mark.known_id)

    # === BUSINESS METHODS: WHAT IS SHOWN ===#

    def _get_drawn_lang(self):
        return self.partner_id.lang or super()._get_drawn_lang()

    def _get_evidence(self):
        return super()._get_evidence() | self._get_drawn()

    def _get_shown(self):
        loan = self.loan_id
        photos = self.damage_ids._get_photo_checksums()
        return super()._get_shown() | {
            'loan': loan.name, 'vehicle': self.vehicle_id.display_name, 'plate': self.license_plate or '',
            'model': self.model_id.display_name or '', 'vin': self.vehicle_id.vin_sn or '',
            'own_car': self.own_vehicle_id.display_name or '', 'customer': self.partner_id.display_name,
            'from': fields.Datetime.to_string(loan.date_out or loan.date_from) or '',
            'contract': {
                name: loan[name].display_name if loan._fields[name].relational
                else str(loan[name]) if loan._fields[name].type in ('date', 'datetime') and loan[name] else loan[name] or ''
                for name in LOAN_FIELDS},
            'signatory': self.signatory or '', 'odometer': f'{self.odometer:.0f}',
            'levels': dict(self._get_levels()), 'keys': self.key_count, 'accessories': self.accessories or '',
            'cleaning': self.needs_cleaning, 'remark': self.remark or '',
            'damage': [{
                'view': mark.view, 'x': mark.x, 'y': mark.y, 'kind': mark.kind, 'note': mark.note or '',
                'photo': photos.get(mark.id, ''), 'new': mark in self._get_new_damage(),
            } for mark in self.damage_ids.sorted('id')],
        }

    def _get_levels(self):
        """Noted levels as ``[(label, percent)]``."""
        self.ensure_one()
        levels = []
        if self.has_fuel and self.fuel_level != NOT_NOTED:
            levels.append((self.env._("Fuel"), self.fuel_level))
        if self.has_battery and self.charge_level != NOT_NOTED:
            levels.append((self.env._("Charge"), self.charge_level))
        return levels

    def _get_print_photos(self):
        """Small pictures of the damage, with the numbers of the sketch: list of dicts ``src``, ``label``."""
        self.ensure_one()
        return [
            {'src': self._get_print_thumbnail(mark.photo), 'label': f'{number} · {mark.display_name}'}
            for number, mark in self._get_print_marks() if mark.photo]
