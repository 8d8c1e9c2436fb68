from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

STATES = [
    ('draft', "Draft"), ('approved', "Approved"), ('sending', "Inviting"), ('running', "Under Way"), ('done', "Done"),
    ('cancelled', "Cancelled"),
]
# Told by phone so many days before it begins; the letter follows within so many days of the call.
CALL_DAYS, LETTER_DAYS = 14, 2
OFFERS = [('none', "None"), ('menu', "Service Menu"), ('discount', "Percent Off"), ('coupon', "Coupon")]
# What may be written after the approval.
AFTERWARDS = {'user_id', 'cost_ids', 'guest_ids', 'summary', 'cancel_reason', 'late_reason', 'seat_count'}
# What a manager alone enters.
BEYOND = ('late_reason', 'filter_domain')


class AftersalesCampaign(models.Model):
    """An event that customers are invited to: whom, how, to what offer, and what came of it (J5).

    Whom it is about is in ``_segment``, its life in ``_life``, calls and letters in ``_inviting``, figures in ``_figures``.
    """
    _name = 'aftersales.campaign'
    _description = "Campaign"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin', 'aftersales.claim.mixin',
        'aftersales.log.mixin', 'mail.activity.mixin']
    _order = 'start desc, id desc'
    _check_company_auto = True
    _mail_post_access = 'read'

    # === FIELDS ===#

    name = fields.Char(required=True, translate=True, tracking=True)
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    kind_id = fields.Many2one(
        'aftersales.campaign.kind', string="Kind", required=True, index=True, ondelete='restrict', tracking=True)
    is_course = fields.Boolean(related='kind_id.is_course')
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, check_company=True,
        default=lambda self: self.env['aftersales.order']._default_workshop_id())
    user_id = fields.Many2one(
        'res.users', string="Responsible", required=True, index=True, check_company=True, default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", tracking=True)
    start = fields.Datetime(string="Begins", required=True, tracking=True, index=True)
    stop = fields.Datetime(string="Ends At", required=True, tracking=True)
    place = fields.Char(string="Where", translate=True, tracking=True)
    description = fields.Text(string="What Customers Read", translate=True)
    topics = fields.Text(translate=True, help="Use of the car, saving fuel, emergencies, charging …")
    speaker = fields.Char()
    seat_count = fields.Integer(
        string="Seats", bounds=(0, 100000), tracking=True, help="Persons; 0: as many as come.")
    budget = fields.Monetary(bounds=(0, 1e9), tracking=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    cost_ids = fields.One2many('aftersales.campaign.cost', 'campaign_id', string="Costs", copy=False)
    summary = fields.Text(string="What We Learned", copy=False)

    # What is offered.
    offer = fields.Selection(OFFERS, required=True, default='none', tracking=True)
    menu_id = fields.Many2one(
        'aftersales.menu', string="Service Menu", index='btree_not_null', ondelete='restrict', check_company=True)
    discount = fields.Float(string="Discount (%)", bounds=(0, 100), tracking=True)
    discount_on = fields.Char(string="On What", translate=True)

    # How and when.
    letter_kind = fields.Selection(
        [('message', "E-mail or SMS, on paper where neither works"), ('paper', "On paper"), ('none', "None")],
        string="Letter", required=True, default='message', tracking=True,
        help="What follows within two days of the call, and goes to whom no call reaches.")
    late_reason = fields.Char(
        string="Why Later", copy=False, tracking=True,
        help="Why customers are told less than two weeks before: a manager says it.")
    is_late = fields.Boolean(string="Told Late", compute='_compute_is_late')
    window_days = fields.Integer(
        string="Days Counted Afterwards", default=30, bounds=(0, 365),
        help="Visits of invited customers count until so many days after the end.")
    cancel_reason = fields.Char(string="Why Cancelled", copy=False, tracking=True)
    approved_date = fields.Datetime(string="Approved On", readonly=True, copy=False)
    approved_user_id = fields.Many2one('res.users', string="Approved By", readonly=True, copy=False)
    sending_date = fields.Datetime(string="Invited From", readonly=True, copy=False)
    done_date = fields.Datetime(string="Done On", readonly=True, copy=False)
    rule_id = fields.Many2one(
        'aftersales.followup.rule', string="Rule of Its Calls", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')

    # Who comes.
    guest_ids = fields.One2many('aftersales.campaign.guest', 'campaign_id', string="Invited Customers", copy=False)
    seats_taken = fields.Integer(
        string="Places Taken", compute='_compute_seats_taken', store=True, readonly=True, copy=False,
        help="Persons of those who registered or came.")

    _dates_check = models.Constraint('CHECK(stop >= start)', "The event ends before it begins. Correct its times.")
    _seats_check = models.Constraint(
        'CHECK(seat_count = 0 OR seats_taken <= seat_count)',
        "There are not so many places. Put whoever is left on the waiting list.")
    _discount_check = models.Constraint(
        "CHECK(offer != 'discount' OR discount > 0)", "Enter the discount that is offered.")
    _menu_check = models.Constraint(
        "CHECK(offer != 'menu' OR menu_id IS NOT NULL)", "Choose the service menu that is offered.")

    # === COMPUTE METHODS ===#

    @api.depends('guest_ids.state', 'guest_ids.persons')
    def _compute_seats_taken(self):
        # sudo: who may register somebody need not see the others
        taken = dict(self.env['aftersales.campaign.guest'].sudo()._read_group(
            [('campaign_id', 'in', self.ids), ('state', 'in', ('registered', 'attended'))], ['campaign_id'],
            ['persons:sum']))
        for campaign in self:
            campaign.seats_taken = taken.get(campaign._origin, 0)

    @api.depends('start', 'workshop_id', 'sending_date')
    def _compute_is_late(self):
        for campaign in self:
            campaign.is_late = bool(campaign.start and campaign.workshop_id) and campaign._get_days_ahead() < CALL_DAYS

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._read_inputs(vals) for vals in vals_list]
        campaigns = super().create(vals_list)
        for campaign in campaigns:  # also what a default of the caller's context brought
            campaign._check_manager_values({name: campaign[name] for name in BEYOND})
        return campaigns

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su:
            self._check_manager_values(vals)
            self._check_may_write(vals)
        return super().write(vals)

    def copy_data(self, default=None):
        """What a manager enters is left out of the copy of somebody else."""
        return [
            {**vals, 'filter_domain': '[]'} if campaign._is_beyond_copy(default) else vals
            for campaign, vals in zip(self, super().copy_data(default), strict=True)]

    def copy(self, default=None):
        copies = super().copy(default)
        for campaign, copied in zip(self, copies, strict=True):
            if campaign._is_beyond_copy(default):
                copied._message_log(body=self.env._(
                    "The further conditions of “%(campaign)s” are not copied: a manager enters them. Look at whom it is "
                    "about now.", campaign=campaign.display_name))
        return copies

    def _is_beyond_copy(self, default):
        return not self._may_enter_beyond() and 'filter_domain' not in (default or {}) and (
            not self._get_free_domain().is_true())

    def _check_manager_values(self, vals):
        """What goes beyond a rule of the house, and whom it is about in a language of its own, managers say."""
        if self._may_enter_beyond():
            return
        names = [name for name in BEYOND if vals.get(name) not in (None, False, '', '[]')]
        if 'seat_count' in vals and self.filtered(lambda campaign: campaign.state != 'draft'):
            names.append('seat_count')
        if names:
            raise AccessError(self.env._(
                "%(fields)s: a manager enters it.",
                fields=", ".join(self._fields[name]._description_string(self.env) for name in names)))

    @api.model
    def _may_enter_beyond(self):
        return self.env.su or self.env.user.has_group('aftersales.group_manager')

    def _check_may_write(self, vals):
        names = {name for name in vals if not name.startswith(('message_', 'activity_'))} - {'state'} - AFTERWARDS
        for campaign in self:
            if campaign.state != 'draft' and names:
                raise UserError(self.env._(
                    "%(campaign)s is approved: what customers are told stays as it is (%(fields)s). Cancel it and copy it "
                    "instead.", campaign=campaign.display_name,
                    fields=", ".join(self._fields[name]._description_string(self.env) for name in sorted(names))))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        for campaign in self:
            if campaign.state != 'draft':
                raise UserError(self.env._(
                    "%(campaign)s was approved and stays in the history. Cancel it instead.",
                    campaign=campaign.display_name))

    # === BUSINESS METHODS ===#

    def _get_tz(self):
        return self.workshop_id._get_tz()

    def _get_today(self):
        self.ensure_one()
        return self.workshop_id._get_local_day(fields.Datetime.now())

    def _get_days_ahead(self):
        """Days from the first invitation, or from today, to the first day of the event, by the outlet's clock."""
        self.ensure_one()
        told = self.workshop_id._get_local_day(self.sending_date or fields.Datetime.now())
        return (self.workshop_id._get_local_day(self.start) - told).days

    def _get_window_stop(self):
        """Until when visits count."""
        self.ensure_one()
        return self.stop + timedelta(days=self.window_days)

    def _is_open(self):
        """Whether customers may still say that they come."""
        self.ensure_one()
        return self.state in ('sending', 'running') and self.stop > fields.Datetime.now()

    def _get_seats_left(self):
        """How many persons more; None: as many as come."""
        self.ensure_one()
        return max(self.seat_count - self.seats_taken, 0) if self.seat_count else None

    def _say_when(self):
        """Its days, in words of the reader."""
        self.ensure_one()
        first, last = (self.workshop_id._get_local_day(moment) for moment in (self.start, self.stop))
        if first == last:
            hours = ' – '.join(
                fields.Datetime.context_timestamp(self.with_context(tz=self._get_tz().zone), moment).strftime('%H:%M')
                for moment in (self.start, self.stop))
            return f'{format_date(self.env, first)} {hours}'
        return f'{format_date(self.env, first)} – {format_date(self.env, last)}'

    def _say_offer(self):
        """What is offered, in words of the reader."""
        self.ensure_one()
        if self.offer == 'menu':
            return self.menu_id.name or ''
        if self.offer == 'discount':
            return self.env._(
                "%(percent)s %% off %(what)s", percent=f'{self.discount:g}', what=self.discount_on or self.env._("the bill"))
        return self.env._("A coupon for whoever comes") if self.offer == 'coupon' else ''
