from odoo import api, fields, models
from odoo.tools import formatLang


class AftersalesHomeCheckin(models.Model):
    """What a customer says of his visit before the counter: at home by his link, or at the door on the kiosk (O3).

    Confirmed, it is evidence of what he said and of the conditions he agreed to; the check-in begins with it. It is made
    and confirmed by the customer's pages alone; people read it.
    """

    _name = 'aftersales.home.checkin'
    _inherit = [
        'aftersales.evidence.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.plate.mixin']
    _description = "Check-in from Home"
    _order = 'start desc, id desc'
    _rec_name = 'appointment_id'
    _rec_names_search = ['appointment_id.name', 'license_plate', 'partner_id.name']
    _plate_of = 'appointment_id'
    _transitions = {'open': {'confirmed': None}, 'confirmed': {}}
    _sealed_fields = (
        'appointment_id', 'signatory', 'confirmed_date', 'odometer', 'concern', 'car_remark', 'is_waiter', 'needs_loaner')
    # Where the key hangs is known later, and is nothing he said.
    _free_fields = frozenset({'key_tag', 'key_dropped_date'})

    # === FIELDS ===#

    appointment_id = fields.Many2one(
        'aftersales.appointment', required=True, readonly=True, index=True, ondelete='restrict')
    state = fields.Selection(
        string="Status", selection=[('open', "Not Answered"), ('confirmed', "Checked In")], required=True, readonly=True,
        default='open', copy=False, index=True)
    company_id = fields.Many2one(related='appointment_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(related='appointment_id.workshop_id', store=True, index=True, precompute=True)
    start = fields.Datetime(related='appointment_id.start', store=True, index=True, precompute=True)
    license_plate = fields.Char(related='appointment_id.license_plate', store=True, index='trigram', precompute=True)
    vehicle_id = fields.Many2one(related='appointment_id.vehicle_id')
    partner_id = fields.Many2one(related='appointment_id.partner_id', string="Customer")
    channel = fields.Selection(
        string="Where", selection=[('home', "From Home"), ('kiosk', "At the Kiosk")], readonly=True, copy=False)
    sent_date = fields.Datetime(string="Link Sent On", readonly=True, copy=False)
    confirmed_date = fields.Datetime(string="Checked In On", readonly=True, copy=False)

    car_remark = fields.Char(
        string="Wrong about the Car", readonly=True, max_length=200, help="What the customer says we have wrong of his car.")
    odometer = fields.Float(string="Odometer Told", readonly=True, digits=(12, 0), bounds=(None, 9_999_999))
    odometer_unit = fields.Selection(related='vehicle_id.odometer_unit')
    concern = fields.Text(string="Customer's Words", readonly=True)
    is_waiter = fields.Boolean(string="Customer Waits", readonly=True)
    needs_loaner = fields.Boolean(string="Wants a Loaner Car", readonly=True)
    old_parts_wish = fields.Selection(selection='_selection_old_parts_wish', string="Replaced Parts", readonly=True)
    document_ids = fields.Many2many(
        'aftersales.checkin.document', 'aftersales_home_checkin_document_rel', 'home_checkin_id', 'document_id',
        string="Documents He Brings", readonly=True)
    photo_ids = fields.One2many('aftersales.home.photo', 'home_checkin_id', string="Photos from Home", readonly=True)
    signatory = fields.Char(string="Said By", readonly=True, copy=False)
    conditions = fields.Html(
        string="Conditions Agreed To", compute='_compute_conditions', compute_sudo=True, exportable=False)
    ip_address = fields.Char(string="IP Address", readonly=True, copy=False, groups='aftersales.group_manager')

    key_tag = fields.Char(string="Key Tag", readonly=True, copy=False, help="The tag the customer hung on his key at the door.")
    key_dropped_date = fields.Datetime(string="Key Dropped On", readonly=True, copy=False)

    _appointment_uniq = models.UniqueIndex('(appointment_id)', "This appointment has been checked in from home already.")
    _odometer_sensible = models.Constraint(
        'CHECK(odometer BETWEEN 0 AND 9999999)', "An odometer shows 0 to 9,999,999.")

    # === COMPUTE METHODS ===#

    @api.depends_context('lang')
    @api.depends('appointment_id')
    def _compute_display_name(self):
        for home in self:
            home.display_name = self.env._("From home: %(visit)s", visit=home.appointment_id.display_name or '')

    @api.depends('content')
    def _compute_conditions(self):
        for home in self:
            home.conditions = home._get_content().get('conditions') or False

    @api.model
    def _selection_old_parts_wish(self):
        return self.env['aftersales.order']._fields['old_parts_wish']._description_selection(self.env)

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        """Since the customer confirmed it."""
        return self.state == 'confirmed'

    def _get_frozen_message(self):
        return self.env._(
            "%(checkin)s is what the customer said, and stays as it is. Write what is different into the check-in.",
            checkin=self.display_name)

    def _confirm(self, vals, conditions):
        """Keep what the customer says, sealed; the page has checked who he is, and calls as the system."""
        self.ensure_one()
        self.write({**vals, 'confirmed_date': fields.Datetime.now()})
        self.write({
            'state': 'confirmed', **self.with_context(aftersales_home_conditions=str(conditions))._prepare_seal_vals()})

    def _get_evidence(self):
        visit = self.appointment_id
        return super()._get_evidence() | {
            'visit': visit.name,
            'vehicle': visit.vehicle_id.display_name or visit.vehicle_note or '',
            'plate': visit.license_plate or '',
            'vin': visit.vehicle_id.vin_sn or '',
            'customer': visit.partner_id.display_name or visit.contact_name or '',
            'channel': self.channel,
            'unit': self.odometer_unit or '',
            'old_parts': self.old_parts_wish or '',
            'documents': self.document_ids.mapped('name'),
            'photos': self.photo_ids._prepare_evidence(),
            'conditions': self.env.context.get('aftersales_home_conditions', ''),
        }

    # === BUSINESS METHODS: WHAT THE COUNTER SEES ===#

    def _say_odometer(self):
        self.ensure_one()
        units = dict(self.env['fleet.vehicle']._fields['odometer_unit']._description_selection(self.env))
        unit = units.get(self.odometer_unit or 'kilometers', '')
        return f"{formatLang(self.env, self.odometer, digits=0)} {unit}".strip()

    def _get_wishes(self):
        """What he wishes, in the words of the reader."""
        self.ensure_one()
        wishes = dict(self._fields['old_parts_wish']._description_selection(self.env))
        return [word for word in (
            self.is_waiter and self.env._("waits"),
            self.needs_loaner and self.env._("wants a loaner car"),
            self.old_parts_wish and wishes[self.old_parts_wish],
        ) if word]
