from urllib.parse import urlencode

from odoo import api, fields, models

from odoo.addons.aftersales.models.outlet.zones import URGENCIES, ZONES

KINDS = [
    ('roadside', "Roadside Rescue"), ('tow', "Tow"), ('on_site', "On-site Repair"), ('fetch', "Pick-up and Delivery"),
    ('round', "Inspection at a Fleet"),
]
STATES = [
    ('new', "New Call"), ('confirmed', "To Be Dispatched"), ('offered', "Crew Asked"), ('accepted', "Crew Accepted"),
    ('under_way', "Crew on the Way"), ('arrived', "At the Place"), ('absent', "Customer Not There"),
    ('working', "Work on Site"),
    ('towing', "Being Towed"), ('solved', "Solved on Site"), ('handed_in', "Handed In"), ('closed', "Rescue Closed"),
    ('refused', "Nobody Accepts"), ('cancelled', "Called Off"),
]
# Somebody waits for us.
OPEN_STATES = tuple(state for state, __ in STATES if state not in ('closed', 'cancelled'))
# Nobody is on the way yet.
WAITING_STATES = ('new', 'confirmed', 'offered', 'refused')
# A crew has it.
RUNNING_STATES = ('accepted', 'under_way', 'arrived', 'working', 'towing')
CHANNELS = [
    ('hotline', "Hotline"), ('portal', "Customer's Page"), ('other_outlet', "Other Outlet"), ('insurer', "Insurer"),
    ('maker_centre', "Maker's Call Centre"), ('counter', "Counter"),
]
FAULTS = [
    ('no_start', "Does not start"), ('flat', "Flat tyre"), ('battery', "Battery empty"), ('key', "Key locked in or lost"),
    ('empty', "Out of fuel or charge"), ('collision', "Collision"), ('overheating', "Overheating"),
    ('warning', "Warning light"), ('other', "Something else"),
]
TRUCKS = [
    ('none', "Not needed"), ('flatbed', "Flat-bed"), ('crane', "Crane"), ('dolly', "Dolly, wheels locked"),
    ('ev', "For electric cars"), ('low', "For car parks, low"),
]


class AftersalesRescue(models.Model):
    """Whoever is stranded, or wants us to come: a call, a place, a crew, and what came of it (J7, J9).

    The life is in ``aftersales_rescue_life.py``, who is sent in ``_crew``, promises in ``_days`` and what is late in
    ``_escalation``, the customer's and the driver's pages in ``_portal``, what it becomes in ``_documents``.
    """
    _name = 'aftersales.rescue'
    _description = "Rescue"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin',
        'aftersales.lasting.mixin', 'aftersales.customer.notice.mixin', 'aftersales.customer.key.mixin',
        'aftersales.own.mixin', 'aftersales.log.mixin', 'aftersales.cancel.mixin', 'mail.activity.mixin',
        'aftersales.plate.mixin', 'aftersales.deadline.mixin',
    ]
    _plate_of = 'vehicle_id'
    _order = 'call_date desc, id desc'
    _rec_names_search = ['name', 'license_plate', 'partner_id.name', 'phone', 'place']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _mail_post_access = 'read'

    # === FIELDS: HEAD ===#

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default='/', index='trigram')
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='new', index=True, tracking=True,
        group_expand='_group_expand_state')
    is_open = fields.Boolean(compute='_compute_is_open', search='_search_is_open')
    kind = fields.Selection(KINDS, required=True, default='roadside', index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, check_company=True, tracking=True,
        default=lambda self: self.env['aftersales.order']._default_workshop_id(), ondelete='restrict')
    call_date = fields.Datetime(
        string="Called In", required=True, copy=False, default=fields.Datetime.now, index=True, tracking=True)
    receiver_id = fields.Many2one(
        'res.users', string="Taken By", index='btree_not_null', default=lambda self: self.env.user, check_company=True,
        domain="[('share', '=', False)]")
    user_id = fields.Many2one(
        'res.users', string="Handled By", index='btree_not_null', default=lambda self: self.env.user, check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", tracking=True)
    channel = fields.Selection(CHANNELS, required=True, default='hotline')

    # === FIELDS: WHERE AND WHETHER SOMEBODY IS IN DANGER ===#

    place = fields.Char(
        string="Where", required=True, tracking=True, index='trigram',
        help="So that a stranger finds it: street, entrance, landmark.")
    road_note = fields.Char(string="Road, Direction, km Mark", tracking=True)
    area_kind = fields.Selection(ZONES, string="Area", required=True, default='city', tracking=True)
    latitude = fields.Float(digits=(10, 6), bounds=(-90, 90), copy=False, help="As the map shows it.")
    longitude = fields.Float(digits=(10, 6), bounds=(-180, 180), copy=False)
    map_url = fields.Char(string="Map", compute='_compute_map_url')
    person_count = fields.Integer(string="Persons", bounds=(0, 99), default=1)
    has_children = fields.Boolean(string="Children")
    is_danger = fields.Boolean(string="People in Danger", tracking=True)
    is_lane_blocked = fields.Boolean(string="Stands in a Lane", tracking=True)
    is_safety_told = fields.Boolean(
        string="Told to Get to Safety", tracking=True, help="Behind the barrier, warning triangle out, police called.")

    # === FIELDS: WHO AND WHAT CAR ===#

    caller_name = fields.Char(string="Caller", tracking=True)
    phone = fields.Char(
        string="Call-back Number", compute='_compute_phone', store=True, readonly=False, precompute=True, tracking=True,
        index='trigram', help="Of who stands beside the car, whosever it is.")
    partner_id = fields.Many2one(
        'res.partner', string="Customer", index='btree_not_null', check_company=True, tracking=True,
        compute='_compute_partner_id', store=True, readonly=False, precompute=True)
    vehicle_id = fields.Many2one(
        'fleet.vehicle', index='btree_not_null', check_company=True, tracking=True, ondelete='restrict')
    license_plate = fields.Char(
        string="Plate", compute='_compute_license_plate', store=True, readonly=False, precompute=True, index='trigram',
        help="Of a car we do not know, as it was told.")
    vin = fields.Char(related='vehicle_id.vin_sn', string="VIN")
    car_words = fields.Char(string="Model and Colour", help="Of a car we do not know.")
    alert_html = fields.Html(string="To Know", compute='_compute_alert_html', sanitize=False)
    fault = fields.Selection(FAULTS, required=True, default='other', index=True, tracking=True)
    story = fields.Text(string="In the Caller's Words")
    is_drivable = fields.Boolean(string="Can Be Driven")
    truck = fields.Selection(TRUCKS, string="Special Truck", required=True, default='none', tracking=True)
    load_words = fields.Char(string="Load", help="What the car carries or pulls.")
    destination = fields.Char(string="Wanted Destination", help="Where the car is to go, if not to us.")
    severity = fields.Selection(
        URGENCIES, required=True, tracking=True, compute='_compute_severity', store=True, readonly=False, precompute=True)
    is_price_told = fields.Boolean(string="Price Told and Accepted", tracking=True)

    _name_uniq = models.UniqueIndex(
        "(name, company_id) WHERE name != '/'", "Two rescues of one company cannot have the same number.")
    _open_idx = models.Index("(workshop_id, promised_date) WHERE state NOT IN ('closed', 'cancelled')")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.model
    def _group_expand_state(self, states, domain):
        return [state for state, __ in STATES if state in states or state in ('new', 'confirmed', *RUNNING_STATES)]

    @api.model
    def _get_open_domain(self):
        return [('state', 'in', OPEN_STATES)]

    @api.depends('state')
    def _compute_is_open(self):
        for rescue in self:
            rescue.is_open = rescue.state in OPEN_STATES

    def _search_is_open(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return [('state', 'in' if True in value else 'not in', OPEN_STATES)]

    @api.depends('place', 'latitude', 'longitude', 'company_id')
    def _compute_map_url(self):
        for rescue in self:
            rescue.map_url = rescue._get_map_url()

    def _get_map_url(self):
        """Where a phone shows the place, on a map that works in the house's country."""
        self.ensure_one()
        is_china = self.sudo().company_id.partner_id.country_id.code in ('CN', False)  # sudo: where the house is
        point = (self.latitude or self.longitude) and (self.latitude, self.longitude)
        if not (point or self.place):
            return ''
        if is_china and point:
            position = f'{point[1]:.6f},{point[0]:.6f}'
            return 'https://uri.amap.com/marker?' + urlencode({
                'position': position, 'name': self.place or '', 'src': 'aftersales'})
        if is_china:
            return 'https://uri.amap.com/search?' + urlencode({'keyword': self.place, 'src': 'aftersales'})
        query = f'{point[0]:.6f},{point[1]:.6f}' if point else self.place
        return 'https://www.google.com/maps/search/?' + urlencode({'api': 1, 'query': query})

    @api.depends('vehicle_id')
    def _compute_partner_id(self):
        for rescue in self:
            vehicle = rescue.vehicle_id
            rescue.partner_id = rescue.partner_id or vehicle.contact_id or vehicle.owner_id

    @api.depends('partner_id')
    def _compute_phone(self):
        for rescue in self:
            rescue.phone = rescue.phone or rescue.partner_id.phone

    @api.depends('vehicle_id.license_plate')
    def _compute_license_plate(self):
        for rescue in self:
            rescue.license_plate = rescue.vehicle_id.license_plate or rescue.license_plate

    @api.depends('is_drivable', 'is_danger', 'kind')
    def _compute_severity(self):
        """Whoever stands is worst off; what somebody chose as worse stays so."""
        for rescue in self:
            is_bad = rescue.is_danger or (rescue.kind in ('roadside', 'tow') and not rescue.is_drivable)
            rescue.severity = '1' if is_bad else rescue.severity or '2'

    @api.depends('vehicle_id', 'partner_id', 'workshop_id')
    def _compute_alert_html(self):
        """Coverage, contract, open complaint …: what a repair order of the car would show."""
        for rescue in self:
            alerts = rescue._get_alerts()
            rescue.alert_html = self.env['ir.qweb']._render(
                'aftersales.order_alerts', {'alerts': alerts}) if alerts else False

    def _get_alerts(self):
        self.ensure_one()
        if not self.vehicle_id or not self.is_open:
            return []
        # What somebody's call brings along as defaults is nothing of the visit.
        return self.env['aftersales.order']._without_system_defaults().new({
            'vehicle_id': self.vehicle_id.id, 'partner_id': self.partner_id.id, 'workshop_id': self.workshop_id.id,
            'company_id': self.company_id.id})._get_alerts()

    @api.depends('name', 'license_plate', 'place')
    def _compute_display_name(self):
        for rescue in self:
            number = rescue.name if rescue.name != '/' else None
            rescue.display_name = ' · '.join(filter(None, (
                number, rescue.license_plate or rescue.car_words))) or self.env._("New")

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        rescues = super().create(vals_list)
        rescues._give_numbers()
        rescues._begin_step()
        return rescues

    def write(self, vals):
        vals = self._read_inputs(vals)
        self._check_may_write(vals)
        result = super().write(vals)
        if vals.keys() & {'kind', 'area_kind', 'severity', 'call_date', 'workshop_id'}:
            self._begin_step()
        return result

    def _check_may_write(self, vals):
        """What was called off stays as it was told; of what is closed the base takes care."""
        names = {name for name in vals if not name.startswith(('message_', 'activity_'))} - {'state', 'cancel_reason'}
        for rescue in self if names and not self.env.su else ():
            if rescue.state == 'cancelled':
                raise rescue._get_ended_error()

    def _give_numbers(self):
        # sudo: numbers are given by the system
        Sequence = self.env['ir.sequence'].sudo()
        for (company, outlet), rescues in self.sudo().filtered(lambda rescue: rescue.name == '/').grouped(
                lambda rescue: (rescue.company_id, rescue.workshop_id)).items():
            sequence = Sequence.search(
                [('code', '=', self._name), ('company_id', 'in', [company.id, False])], order='company_id', limit=1)
            today = outlet._get_local_day(fields.Datetime.now())
            for rescue, number in zip(rescues, sequence and sequence._draw_numbers(today, len(rescues)), strict=False):
                rescue.name = number

    def _is_frozen(self):
        return self.state == 'closed' and bool(self.closed_date)

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(rescue)s is closed: it stays as it is.", rescue=self.display_name)

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._(
            "%(rescue)s stays in the call-out register. Call it off and say why instead of deleting it.",
            rescue=self.display_name)
