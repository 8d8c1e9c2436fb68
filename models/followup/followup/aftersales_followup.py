from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.contacts import PURPOSES

from ..aftersales_followup_rule import ANCHORS, WAYS

STATES = [
    ('planned', "Planned"), ('in_call', "Being Called"), ('no_answer', "Not Reached Yet"), ('done', "Done"),
    ('wrong_number', "Wrong Number"), ('refused', "Refused"), ('superseded', "Superseded"), ('cancelled', "Ended"),
]
LIVE = ('planned', 'in_call', 'no_answer')
END_REASONS = [
    ('newer', "Something newer came"), ('visit', "The car came"), ('late', "Its time was over"),
    ('sold', "The car is sold or scrapped"), ('refused', "The customer refuses"), ('unreachable', "Nobody was reached"),
    ('hand', "Ended by hand"),
]
RESULTS = [
    ('nothing', "Content, Nothing to Do"), ('booked', "Booked"), ('estimate', "Estimate of Declined Work"),
    ('complaint', "Complaint"), ('suggestion', "Suggestion or Praise"), ('question', "Question to Answer"),
    ('data', "Data Changed"), ('lost', "Lost"), ('insurance', "Insurance or Inspection"), ('winback', "Win Back"),
    ('message', "Written to"),
]
MOODS = [('content', "Satisfied"), ('neutral', "Neutral"), ('angry', "Angry")]
LOST_REASONS = [
    ('price', "Price"), ('distance', "Too Far"), ('quality', "Quality"), ('waiting', "Waited Too Long"), ('staff', "Staff"),
    ('sold', "Sold the Car"), ('moved', "Moved Away"), ('other_shop', "Other Shop"), ('warranty', "Out of Warranty"),
    ('unknown', "Unknown"),
]
# What may be written of a step that is over: what became of the question the customer asked.
AFTERWARDS = {'solution'}


class AftersalesFollowup(models.Model):
    """A step of follow-up: whom to call or write to, about what, from when until when, and what came of it (J2, J3).

    Steps are made by rules (``aftersales.followup.rule``), a car has one that lives at most. Its life is in ``_life``, the
    screen for calls in ``_call`` and ``_story``, what a call leads to in ``_result``, messages in ``_message``, what could
    not be answered at once in ``_question``.
    """
    _name = 'aftersales.followup'
    _description = "Follow-up"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin',
        'aftersales.contact.way.mixin', 'aftersales.customer.key.mixin',
        'aftersales.claim.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
        'aftersales.plate.mixin',
    ]
    _plate_of = 'vehicle_id'
    _order = 'priority, due_date, id'
    _rec_names_search = ['partner_id.name', 'vehicle_id.license_plate', 'order_id.name']
    _check_company_auto = True
    _mail_post_access = 'read'

    _transitions = {
        'planned': dict.fromkeys((
            'in_call', 'no_answer', 'done', 'wrong_number', 'refused', 'superseded', 'cancelled')),
        'in_call': dict.fromkeys(('planned', 'no_answer', 'done', 'wrong_number', 'refused', 'superseded', 'cancelled')),
        'no_answer': dict.fromkeys((
            'planned', 'in_call', 'done', 'wrong_number', 'refused', 'superseded', 'cancelled')),
        'wrong_number': dict.fromkeys(('planned', 'cancelled')),
        'done': dict.fromkeys(('refused',)),  # a message that had not gone when its customer refused it
        'refused': {},
        'superseded': {},
        'cancelled': {},
    }

    # === FIELDS ===#

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='planned', index=True, tracking=True)
    end_reason = fields.Selection(END_REASONS, string="Why Ended", readonly=True, copy=False, tracking=True)
    rule_id = fields.Many2one(
        'aftersales.followup.rule', string="Reason for Contact", required=True, index=True, ondelete='restrict')
    anchor = fields.Selection(ANCHORS, string="After", readonly=True, compute='_compute_rule', store=True, precompute=True)
    purpose = fields.Selection(PURPOSES, readonly=True, compute='_compute_rule', store=True, precompute=True)
    priority = fields.Integer(
        readonly=True, compute='_compute_rule', store=True, precompute=True, aggregator=None)
    channel = fields.Selection(
        WAYS, string="How", required=True, readonly=True, compute='_compute_rule', store=True, precompute=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, check_company=True,
        default=lambda self: self.env['aftersales.order']._default_workshop_id())
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, check_company=True, ondelete='restrict')
    partner_phone = fields.Char(related='partner_id.phone', string="Phone", tracking=False)
    vehicle_id = fields.Many2one('fleet.vehicle', index='btree_not_null', check_company=True, ondelete='restrict')
    license_plate = fields.Char(related='vehicle_id.license_plate', string="Plate")
    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", index='btree_not_null', check_company=True, ondelete='restrict')
    complaint_id = fields.Many2one(
        'aftersales.complaint', index='btree_not_null', check_company=True, ondelete='restrict')
    origin_id = fields.Many2one(
        'aftersales.followup', string="Former Call", readonly=True, index='btree_not_null', ondelete='restrict')
    user_id = fields.Many2one(
        'res.users', string="Who Calls", index='btree_not_null', tracking=True, check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", help="Empty: whoever is free.")

    # When.
    anchor_date = fields.Date(string="It Happened On", required=True, readonly=True, default=lambda self: self._default_day())
    due_date = fields.Date(required=True, index=True, default=lambda self: self._default_day(), tracking=True)
    late_date = fields.Date(
        string="Not Later Than", required=True, readonly=True, compute='_compute_late_date', store=True, precompute=True)
    is_due = fields.Boolean(string="Due", compute='_compute_is_due', search='_search_is_due')
    is_late = fields.Boolean(string="Late", compute='_compute_is_due', search='_search_is_late')
    call_from = fields.Datetime(string="Next Try", copy=False, tracking=True)
    is_agreed = fields.Boolean(string="Time Agreed", readonly=True, copy=False, help="The customer asked for this time.")
    taken_date = fields.Datetime(readonly=True, copy=False, help="When somebody began to call.")
    agent_id = fields.Many2one('res.users', string="Agent", readonly=True, copy=False, index='btree_not_null')
    attempt_count = fields.Integer(string="Attempts", readonly=True, copy=False)
    ended_date = fields.Datetime(string="Ended On", readonly=True, copy=False, index='btree_not_null')

    # What came of it.
    contact_ids = fields.One2many('aftersales.followup.contact', 'followup_id', string="Contacts", readonly=True)
    invitation_id = fields.Many2one(
        'aftersales.survey.invitation', string="Answers", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', check_company=True)
    result = fields.Selection(RESULTS, readonly=True, copy=False, index='btree_not_null', tracking=True)
    mood = fields.Selection(MOODS, readonly=True, copy=False)
    lost_reason = fields.Selection(LOST_REASONS, string="Why Lost", readonly=True, copy=False)
    is_done = fields.Integer(string="Done", compute='_compute_figures', store=True, precompute=True, readonly=True)
    is_on_time = fields.Integer(string="On Time", compute='_compute_figures', store=True, precompute=True, readonly=True)
    is_reached = fields.Integer(string="Reached", compute='_compute_figures', store=True, precompute=True, readonly=True)
    is_booked = fields.Integer(string="Bookings", compute='_compute_figures', store=True, precompute=True, readonly=True)

    _live_uniq = models.UniqueIndex(
        "(COALESCE(vehicle_id, -partner_id)) WHERE state IN ('planned', 'in_call', 'no_answer')",
        "This car has a follow-up that is not over. Open that one.")
    _made_uniq = models.UniqueIndex(
        "(rule_id, anchor_date, COALESCE(vehicle_id, -partner_id))", "This follow-up is planned already.")
    _calling_uniq = models.UniqueIndex(
        "(partner_id) WHERE state = 'in_call'", "Somebody is on the phone with this customer just now.")
    _due_idx = models.Index("(priority, due_date, id) WHERE state IN ('planned', 'in_call', 'no_answer')")
    _ended_idx = models.Index("(rule_id, ended_date) WHERE state = 'done'")

    # === DEFAULT METHODS ===#

    def _default_day(self):
        return self._get_today()

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('rule_id')
    def _compute_rule(self):
        for followup in self:
            rule = followup.rule_id
            followup.anchor = rule.anchor
            followup.purpose = rule.purpose
            followup.priority = rule.priority
            followup.channel = followup.channel or rule.channel

    @api.depends('due_date', 'rule_id')
    def _compute_late_date(self):
        for followup in self:
            followup.late_date = followup.late_date or followup.due_date and fields.Date.add(
                followup.due_date, days=followup.rule_id.window_days)

    def _compute_is_due(self):
        today = self._get_today()
        for followup in self:
            is_live = followup.state in LIVE
            followup.is_due = bool(is_live and followup.due_date and followup.due_date <= today)
            followup.is_late = bool(is_live and followup.late_date and followup.late_date < today)

    def _search_is_due(self, operator, value):
        return self._search_day(operator, value, [('due_date', '<=', self._get_today())])

    def _search_is_late(self, operator, value):
        return self._search_day(operator, value, [('late_date', '<', self._get_today())])

    def _search_day(self, operator, value, days):
        if operator != 'in':
            return NotImplemented
        found = Domain('state', 'in', LIVE) & Domain(days)
        return found if True in value else ~found

    @api.depends('state', 'result', 'ended_date', 'late_date', 'mood')
    def _compute_figures(self):
        """Ones to count with; who was reached has said how he feels."""
        for followup in self:
            is_done = followup.state == 'done'
            followup.is_done = int(is_done)
            followup.is_on_time = int(bool(
                is_done and followup.ended_date and followup.workshop_id._get_local_day(
                    followup.ended_date) <= followup.late_date))
            followup.is_reached = int(bool(is_done and followup.result != 'message' or followup.state == 'refused'))
            followup.is_booked = int(is_done and followup.result == 'booked')

    @api.depends('rule_id.name', 'vehicle_id.license_plate', 'partner_id.name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for followup in self:
            followup.display_name = ' · '.join(filter(None, (
                followup.rule_id.name, followup.vehicle_id.license_plate or followup.partner_id.name)))

    def _compute_access_url(self):
        super()._compute_access_url()
        for followup in self:
            followup.access_url = f'/my/wishes/{followup.id}'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        self.flush_model(['state'])  # a car's next step may follow at once from the one that is over now
        return super().create(vals_list)

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su:
            self._check_may_write(vals)
        return super().write(vals)

    def _check_may_write(self, vals):
        names = {name for name in vals if not name.startswith(('message_', 'activity_'))} - {'state'}
        for followup in self:
            if followup.state not in (*LIVE, 'wrong_number') and names - AFTERWARDS:
                raise UserError(self.env._(
                    "%(followup)s is over (%(state)s): what was said stays as it is.",
                    followup=followup.display_name, state=followup._get_state_label()))

    # === BUSINESS METHODS ===#

    @api.model
    def _get_today(self):
        """By the clock of the company, whatever zone whoever asks works in."""
        return self.env.company._get_today()

    def _get_contact_purpose(self):
        return self.purpose or 'followup'

    def _get_notice_tz(self):
        return self.workshop_id._get_tz()

    @api.model
    def _get_short_signs(self):
        return (*super()._get_short_signs(), 'k')
