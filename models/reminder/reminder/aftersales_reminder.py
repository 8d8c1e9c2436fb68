from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.contacts import PURPOSES

from ..aftersales_reminder_rule import KINDS, WAYS

STATES = [('planned', "To Be Told"), ('told', "Told"), ('done', "Done"), ('ended', "Ended")]
END_REASONS = [
    ('booked', "Booked"), ('visit', "The car came"), ('renewed', "Renewed or done"), ('sold', "The car is sold or scrapped"),
    ('refused', "The customer refuses"), ('unreachable', "No way to tell him"), ('late', "Its time was over"),
    ('hand', "Ended by hand"),
]
# What comes of a reminder comes within so many days of it.
COUNTS_FOR = timedelta(days=45)


class AftersalesReminder(models.Model):
    """That a customer is reminded of something that is due, or greeted: on which way, and what came of it (J4).

    Made by rules (``aftersales.reminder.rule``), once for what is due. Its life is in ``_life``, messages and letters in
    ``_message``. What came of it (booked, came, renewed) is noted when it happens.
    """
    _name = 'aftersales.reminder'
    _description = "Reminder"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin',
        'aftersales.contact.way.mixin', 'aftersales.customer.key.mixin', 'aftersales.own.mixin',
        'aftersales.claim.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin', 'mail.activity.mixin',
        'aftersales.plate.mixin',
    ]
    _plate_of = 'vehicle_id'
    _portal_counter = 'aftersales_reminder_count'
    _order = 'due_date, id'
    _rec_names_search = ['partner_id.name', 'vehicle_id.license_plate']
    _check_company_auto = True
    _mail_post_access = 'read'

    _transitions = {
        'planned': dict.fromkeys(('told', 'ended')),
        'told': dict.fromkeys(('done', 'ended')),
        'done': {},
        'ended': {},
    }

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='planned', index=True)
    end_reason = fields.Selection(END_REASONS, string="Why Ended", readonly=True, copy=False)
    rule_id = fields.Many2one(
        'aftersales.reminder.rule', string="Reminder", required=True, readonly=True, index=True, ondelete='restrict')
    kind = fields.Selection(
        KINDS, string="What Is Due", readonly=True, compute='_compute_rule', store=True, precompute=True)
    purpose = fields.Selection(PURPOSES, readonly=True, compute='_compute_rule', store=True, precompute=True)
    channel = fields.Selection(WAYS, string="How", required=True, readonly=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, readonly=True, index=True, check_company=True)
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, readonly=True, index=True, check_company=True, ondelete='restrict')
    partner_phone = fields.Char(related='partner_id.phone', string="Phone")
    vehicle_id = fields.Many2one(
        'fleet.vehicle', readonly=True, index='btree_not_null', check_company=True, ondelete='restrict')
    license_plate = fields.Char(related='vehicle_id.license_plate', string="Plate")
    day_id = fields.Many2one(
        'aftersales.reminder.day', string="Season or Holiday", readonly=True, index='btree_not_null', ondelete='restrict')
    user_id = fields.Many2one(
        'res.users', string="Who Takes Care", index='btree_not_null', check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")

    # When.
    due_date = fields.Date(string="Due On", required=True, readonly=True, index=True)
    due_name = fields.Char(required=True, readonly=True, help="What is due: of it a rule reminds once.")
    ready_date = fields.Date(
        string="From", required=True, readonly=True, help="Since when it waits on the way that it goes now.")
    told_date = fields.Datetime(string="Reminded On", readonly=True, copy=False, index='btree_not_null')
    ended_date = fields.Datetime(string="Ended On", readonly=True, copy=False)
    is_unreached = fields.Boolean(
        string="Not Reached Yet", compute='_compute_is_unreached', search='_search_is_unreached')

    # What came of it: ones to count with.
    contact_ids = fields.One2many('aftersales.followup.contact', 'reminder_id', string="Contacts", readonly=True)
    appointment_id = fields.Many2one(
        'aftersales.appointment', readonly=True, copy=False, index='btree_not_null', ondelete='set null', check_company=True)
    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", readonly=True, copy=False, index='btree_not_null', ondelete='set null',
        check_company=True)
    is_told = fields.Integer(string="Reminded", readonly=True, copy=False, default=0)
    is_booked = fields.Integer(string="Bookings", readonly=True, copy=False, default=0)
    is_visited = fields.Integer(
        string="Visits within 45 Days", readonly=True, copy=False, default=0)
    is_renewed = fields.Integer(string="Renewals", readonly=True, copy=False, default=0)

    _made_uniq = models.UniqueIndex(
        "(rule_id, due_name, (COALESCE(vehicle_id, -partner_id)))", "The customer is reminded of this already.")
    _open_idx = models.Index("(vehicle_id, kind) WHERE state IN ('planned', 'told')")
    _planned_idx = models.Index("(channel, due_date, id) WHERE state = 'planned'")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('rule_id')
    def _compute_rule(self):
        for reminder in self:
            rule = reminder.rule_id
            reminder.kind = rule.kind
            reminder.purpose = rule.purpose

    @api.depends('state', 'is_told')
    def _compute_is_unreached(self):
        for reminder in self:
            reminder.is_unreached = not reminder.is_told and (
                reminder.state == 'planned' or reminder.end_reason in ('refused', 'unreachable', 'late'))

    def _search_is_unreached(self, operator, value):
        if operator != 'in':
            return NotImplemented
        found = Domain('is_told', '=', 0) & (
            Domain('state', '=', 'planned') | Domain('end_reason', 'in', ('refused', 'unreachable', 'late')))
        return found if True in value else ~found

    @api.depends('rule_id.name', 'vehicle_id.license_plate', 'partner_id.name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for reminder in self:
            reminder.display_name = ' · '.join(filter(None, (
                reminder.rule_id.name, reminder.vehicle_id.license_plate or reminder.partner_id.name)))

    def _compute_access_url(self):
        super()._compute_access_url()
        for reminder in self:
            reminder.access_url = f'/my/reminders/{reminder.id}'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        """On the first way of the rule, where no other is said."""
        rules = [self.env['aftersales.reminder.rule'].browse(vals.get('rule_id') or ()) for vals in vals_list]
        return super().create([
            {'channel': rule.channel, **self._read_inputs(vals)} for rule, vals in zip(rules, vals_list, strict=True)])

    def write(self, vals):
        vals = self._read_inputs(vals)
        return super().write(vals)

    # === BUSINESS METHODS ===#

    def _get_contact_purpose(self):
        return self.purpose or 'reminder'

    def _get_notice_tz(self):
        return self.workshop_id._get_tz()

    @api.model
    def _get_portal_domain(self, partner):
        """What the customer was told, and is not done."""
        return partner._get_aftersales_family_domain('partner_id') & Domain('state', '=', 'told') & Domain(
            'due_date', '>=', fields.Date.today())

    @api.model
    def _get_short_signs(self):
        return (*super()._get_short_signs(), 'n')
