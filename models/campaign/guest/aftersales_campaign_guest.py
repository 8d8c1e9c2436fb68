from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

STATES = [
    ('listed', "To Be Invited"), ('asked', "Invited"), ('registered', "Signed Up"), ('waiting', "On the Waiting List"),
    ('attended', "Came"), ('absent', "Did Not Come"), ('declined', "Does Not Come"), ('dropped', "Left Out"),
]
SOURCES = [('list', "Chosen"), ('call', "Call"), ('page', "Link"), ('counter', "At the Counter")]
DROPPED = [
    ('refused', "Refuses"), ('unreachable', "Not to be reached"), ('hand', "Taken off the list"),
]
# Whoever may still be invited or say something.
OPEN = ('listed', 'asked', 'registered', 'waiting', 'declined')
ASKED = ('asked', 'registered', 'waiting', 'attended', 'absent', 'declined')


class AftersalesCampaignGuest(models.Model):
    """A customer who is invited: how he was told, what he said, whether he came, what it led to (J5).

    What he answers is in ``_answer``, letters and messages in ``_writing``, his page in ``_portal``.
    """
    _name = 'aftersales.campaign.guest'
    _description = "Invited Customer"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin',
        'aftersales.contact.way.mixin', 'aftersales.customer.key.mixin', 'aftersales.own.mixin',
        'aftersales.claim.mixin', 'aftersales.log.mixin', 'aftersales.plate.mixin']
    _plate_of = 'vehicle_id'
    _order = 'campaign_id.id desc, is_loyal desc, id'
    _rec_names_search = ['partner_id.name', 'vehicle_id.license_plate']
    _check_company_auto = True
    _mail_post_access = 'read'

    _transitions = {
        'listed': dict.fromkeys(('asked', 'registered', 'waiting', 'declined', 'dropped')),
        'asked': dict.fromkeys(('registered', 'waiting', 'declined', 'dropped')),
        'registered': dict.fromkeys(('waiting', 'attended', 'absent', 'declined', 'dropped')),
        'waiting': dict.fromkeys(('registered', 'declined', 'dropped')),
        'attended': dict.fromkeys(('registered',)),
        'absent': dict.fromkeys(('registered', 'attended')),
        'declined': dict.fromkeys(('registered', 'waiting')),
        'dropped': dict.fromkeys(('registered', 'waiting')),
    }

    campaign_id = fields.Many2one(
        'aftersales.campaign', required=True, index=True, ondelete='cascade', check_company=True)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, compute='_compute_company_id', store=True, precompute=True)
    workshop_id = fields.Many2one(related='campaign_id.workshop_id')
    user_id = fields.Many2one(related='campaign_id.user_id')
    start = fields.Datetime(related='campaign_id.start', string="Begins")
    kind_id = fields.Many2one(related='campaign_id.kind_id', string="Kind")
    campaign_state = fields.Selection(related='campaign_id.state', string="Campaign's Status")
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, ondelete='restrict', check_company=True)
    partner_phone = fields.Char(related='partner_id.phone', string="Phone")
    vehicle_id = fields.Many2one(
        'fleet.vehicle', string="Vehicle", index='btree_not_null', ondelete='restrict', check_company=True)
    license_plate = fields.Char(related='vehicle_id.license_plate', string="Plate")
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='listed', tracking=True)
    drop_reason = fields.Selection(DROPPED, string="Why Left Out", readonly=True, copy=False)
    source = fields.Selection(SOURCES, string="Registered By", required=True, readonly=True, default='counter')
    persons = fields.Integer(required=True, default=1, bounds=(1, 50), tracking=True, help="He himself and whom he brings.")
    is_loyal = fields.Boolean(string="Loyal", readonly=True)
    by_call = fields.Boolean(string="By Phone", readonly=True, help="Could be called when the list was made.")
    note = fields.Char(string="Wishes")

    # What happened.
    called_date = fields.Datetime(string="Phoned On", readonly=True, copy=False)
    is_reached = fields.Boolean(string="Reached", readonly=True, copy=False)
    letter_due_date = fields.Date(string="Letter Due", readonly=True, copy=False)
    needs_paper = fields.Boolean(string="Letter to Write", readonly=True, copy=False)
    written_date = fields.Datetime(string="Written To On", readonly=True, copy=False)
    written_by = fields.Selection(
        [('message', "E-mail or SMS"), ('letter', "Letter")], string="Written By", readonly=True, copy=False)
    registered_date = fields.Datetime(string="Signed Up On", readonly=True, copy=False)
    came_date = fields.Datetime(string="Came On", readonly=True, copy=False)
    appointment_ids = fields.One2many('aftersales.appointment', 'campaign_guest_id', string="Appointments", readonly=True)
    coupon_code = fields.Char(string="Coupon", readonly=True, copy=False, groups='aftersales.group_campaign')
    given_stars = fields.Integer(readonly=True, copy=False, bounds=(0, 5), aggregator='avg')
    feedback = fields.Text(string="What He Said of It", readonly=True, copy=False, max_length=2000)

    _guest_uniq = models.UniqueIndex(
        '(campaign_id, partner_id)', "This customer is invited to this event already.")
    _seats_idx = models.Index("(campaign_id) WHERE state IN ('registered', 'attended', 'waiting')")
    _letter_idx = models.Index("(letter_due_date, id) WHERE letter_due_date IS NOT NULL AND written_date IS NULL")
    _persons_check = models.Constraint('CHECK(persons BETWEEN 1 AND 50)', "Between 1 and 50 persons can be registered.")

    # === COMPUTE METHODS ===#

    @api.depends('campaign_id')
    def _compute_company_id(self):
        for guest in self:
            guest.company_id = guest.campaign_id.company_id or guest.company_id or self.env.company

    @api.depends('campaign_id.name', 'partner_id.name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for guest in self:
            guest.display_name = ' · '.join(filter(None, (guest.campaign_id.name, guest.partner_id.name)))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        """At the counter, or whoever calls by himself; the list makes its own."""
        vals_list = [self._read_inputs(vals) for vals in vals_list]
        guests = super().create(vals_list)
        if not self.env.su:
            guests._check_joined()
        return guests

    def _check_joined(self):
        for guest in self:
            if guest.campaign_id.state not in ('approved', 'sending', 'running'):
                raise UserError(self.env._(
                    "%(campaign)s is not open for registrations (%(state)s).",
                    campaign=guest.campaign_id.display_name, state=guest.campaign_id._get_state_label()))
        # sudo: the car is the customer's, whoever registers him
        for guest in self.sudo().filtered(lambda guest: not guest.vehicle_id):
            guest.vehicle_id = guest.vehicle_id.search(
                [('owner_id', '=', guest.partner_id.id), ('company_id', 'in', (False, guest.company_id.id))], limit=1)

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and 'persons' in vals:
            self.campaign_id._claim_for_update()
        if not self.env.su and {'campaign_id', 'partner_id'} & vals.keys():
            raise UserError(self.env._("Who is invited to what stays as it is. Invite the other one anew."))
        if not self.env.su and 'persons' in vals and self.filtered(lambda guest: guest.campaign_id.state == 'done'):
            raise UserError(self.env._("The event is over: how many came stays as it is."))
        result = super().write(vals)
        if not self.env.su and 'persons' in vals:
            self.sudo().campaign_id._move_up()  # sudo: the waiting list is the system's
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_listed(self):
        for guest in self:
            if not self.env.su and (guest.source == 'list' or guest.state != 'listed'):
                raise UserError(self.env._(
                    "%(guest)s stays on the list. Take the customer off it instead.", guest=guest.display_name))

    # === ACTION METHODS ===#

    def action_drop(self):
        """Taken off the list by hand."""
        self.check_access('write')
        for guest in self.sudo():  # sudo: the state is the system's
            if guest.state not in OPEN:
                raise UserError(self.env._(
                    "%(guest)s cannot be taken off the list any more: %(state)s.", guest=guest.display_name,
                    state=guest._get_state_label()))
            guest._drop('hand')

    def action_book(self):
        """An appointment that came of the event."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'res_model': 'aftersales.appointment', 'view_mode': 'form',
            'views': [(False, 'form')], 'context': {
                'default_vehicle_id': self.vehicle_id.id, 'default_partner_id': self.partner_id.id,
                'default_workshop_id': self.workshop_id.id, 'default_shows_slots': True,
                'default_campaign_guest_id': self.id, 'default_concern': self.campaign_id.name}}

    # === BUSINESS METHODS ===#

    def _drop(self, reason):
        left = self.filtered(lambda guest: guest.state in ('listed', 'asked', 'registered', 'waiting'))
        freed = left.filtered(lambda guest: guest.state == 'registered').campaign_id
        left.write({'state': 'dropped', 'drop_reason': reason, 'letter_due_date': False, 'needs_paper': False})
        freed._move_up()
        self._end_call()

    def _end_call(self):
        """Who has said what he does, or is taken off the list, is not called about it any more."""
        # sudo: whoever notes it need not see follow-up
        steps = self.env['aftersales.followup'].sudo().search([
            ('rule_id', 'in', self.campaign_id.sudo().rule_id.ids), ('partner_id', 'in', self.partner_id.ids),
            ('state', 'in', ('planned', 'no_answer'))])
        wanted = {(guest.campaign_id.rule_id, guest.partner_id) for guest in self.sudo()}
        steps.filtered(lambda step: (step.rule_id, step.partner_id) in wanted)._end('newer')

    def _get_contact_purpose(self):
        return self.kind_id.purpose or 'marketing'

    def _get_notice_tz(self):
        return self.workshop_id._get_tz()

    @api.model
    def _get_open_domain(self):
        """Who may say something about an event to come."""
        return Domain('state', 'in', (*OPEN, 'attended')) & Domain('campaign_id.state', 'in', ('sending', 'running'))

    @api.model
    def _get_partner_domain(self, partner, company):
        return Domain('partner_id', '=', partner.id) & Domain('company_id', '=', company.id)
