from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

LIVE = ('open', 'quoted')
# Calls of so many days before the end count as calls about the renewal.
CALLS_FOR = timedelta(days=90)


class AftersalesRenewal(models.Model):
    """The list of insurances that end (续保): a row for a car and year, who takes care, what was offered, what became of it.

    The rate counts all that ended: whoever was not asked is lost as well as who renewed elsewhere (J4).
    """
    _name = 'aftersales.renewal'
    _description = "Insurance Renewal"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.batch.mixin', 'aftersales.claim.mixin',
        'aftersales.lasting.mixin', 'mail.thread', 'mail.activity.mixin', 'aftersales.plate.mixin',
    ]
    _plate_of = 'vehicle_id'
    _order = 'due_date, id'
    _rec_names_search = ['partner_id.name', 'vehicle_id.license_plate']
    _check_company_auto = True

    _guarded_by_model = frozenset({'state'})  # whoever works the list writes it, by its buttons or in the list
    _transitions = {
        'open': dict.fromkeys(('quoted', 'renewed', 'elsewhere', 'sold', 'no_answer')),
        'quoted': dict.fromkeys(('renewed', 'elsewhere', 'sold', 'no_answer')),
        'renewed': {},
        'elsewhere': dict.fromkeys(('open', 'renewed')),
        'no_answer': dict.fromkeys(('open', 'renewed', 'elsewhere')),
        'sold': {},
    }

    state = fields.Selection([
        ('open', "To Ask"), ('quoted', "Offer Made"), ('renewed', "Renewed with Us"), ('elsewhere', "Renewed Elsewhere"),
        ('sold', "Car Sold"), ('no_answer', "No Answer"),
    ], string="Result", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    company_id = fields.Many2one('res.company', required=True, index=True, default=lambda self: self.env.company)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, check_company=True,
        default=lambda self: self.env['aftersales.order']._default_workshop_id())
    vehicle_id = fields.Many2one(
        'fleet.vehicle', required=True, index=True, check_company=True, ondelete='restrict',
        domain="[('is_customer_vehicle', '=', True)]")
    license_plate = fields.Char(related='vehicle_id.license_plate', string="Plate")
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, check_company=True, ondelete='restrict',
        compute='_compute_partner_id', store=True, readonly=False, precompute=True)
    partner_phone = fields.Char(related='partner_id.phone', string="Phone")
    due_date = fields.Date(
        string="Insurance Ends", required=True, index=True, compute='_compute_due_date', store=True, readonly=False,
        precompute=True)
    user_id = fields.Many2one(
        'res.users', string="Agent", index='btree_not_null', tracking=True, check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    insurer_id = fields.Many2one(
        'res.partner', index='btree_not_null', tracking=True, check_company=True, ondelete='restrict')
    currency_id = fields.Many2one(related='company_id.currency_id')
    quote_amount = fields.Monetary(string="Premium Offered", copy=False, tracking=True, bounds=(0, 1e9))
    quote_date = fields.Date(string="Offered On", copy=False)
    premium = fields.Monetary(copy=False, tracking=True, bounds=(0, 1e9))
    next_due_date = fields.Date(string="Insured Until", copy=False, tracking=True)
    note = fields.Text(string="What Was Said")
    is_moved = fields.Boolean(
        string="Insured Anew", readonly=True, copy=False,
        help="On the car a later end of the insurance was entered: say whether it was renewed with us.")
    decided_date = fields.Date(string="Result On", readonly=True, copy=False)
    call_count = fields.Integer(string="Times Called", compute='_compute_call_count')
    is_renewed = fields.Integer(
        string="Renewed", compute='_compute_figures', store=True, precompute=True, readonly=True)
    is_lost = fields.Integer(
        string="Lost", compute='_compute_figures', store=True, precompute=True, readonly=True)
    renewal_rate = fields.Float(
        string="Renewal Rate (%)", compute='_compute_figures', store=True, precompute=True, readonly=True, aggregator='avg',
        bounds=(0, 100))

    _year_uniq = models.UniqueIndex(
        "(vehicle_id, due_date, company_id)", "This insurance is on the list already. Open that row.")
    _live_idx = models.Index("(workshop_id, due_date) WHERE state IN ('open', 'quoted')")

    # === COMPUTE METHODS ===#

    @api.depends('vehicle_id')
    def _compute_partner_id(self):
        for renewal in self:
            renewal.partner_id = renewal.partner_id or renewal.vehicle_id.owner_id

    @api.depends('vehicle_id')
    def _compute_due_date(self):
        for renewal in self:
            renewal.due_date = renewal.due_date or renewal.vehicle_id.insurance_due_date

    @api.depends('state')
    def _compute_figures(self):
        for renewal in self:
            renewal.is_renewed = int(renewal.state == 'renewed')
            renewal.is_lost = int(renewal.state in ('elsewhere', 'no_answer'))
            renewal.renewal_rate = 100 * renewal.is_renewed

    @api.depends('vehicle_id.license_plate', 'partner_id.name', 'due_date')
    def _compute_display_name(self):
        for renewal in self:
            renewal.display_name = ' · '.join(filter(None, (
                renewal.vehicle_id.license_plate or renewal.partner_id.name, str(renewal.due_date or ''))))

    def _compute_call_count(self):
        """Calls to the customer about the car before the insurance ends; one query for the whole list."""
        # sudo: the number tells nothing of what was said
        calls = self.env['aftersales.followup.contact'].sudo().search_fetch([
            ('vehicle_id', 'in', self.vehicle_id.ids), ('medium', '=', 'call'), ('direction', '=', 'out'),
        ], ['vehicle_id', 'contact_day']).grouped('vehicle_id')
        for renewal in self:
            days = calls.get(renewal.vehicle_id, self.env['aftersales.followup.contact']).mapped('contact_day')
            renewal.call_count = sum(
                renewal.due_date - CALLS_FOR <= day <= renewal.due_date + CALLS_FOR for day in days if day)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and vals.keys() & {'vehicle_id', 'due_date', 'company_id', 'workshop_id'}:
            raise UserError(self.env._("Whose insurance it is and when it ends stays as it is. Enter another row."))
        return super().write(vals)

    # === ACTION METHODS ===#

    def action_quote(self):
        self._move_to('quoted')

    def action_renew(self):
        self._move_to('renewed')

    def action_plan_call(self):
        """On which day the customer is called about it, and by whom: on that day it stands in the list of calls."""
        self.check_access('write')
        for renewal in self:
            if renewal.state not in LIVE:
                raise UserError(self.env._(
                    "%(renewal)s is over: %(state)s.", renewal=renewal.display_name, state=renewal._get_state_label()))
        return self.env['aftersales.contact.plan']._get_dialog(self, self.env._("Renewal of the insurance"))

    def action_elsewhere(self):
        self._move_to('elsewhere')

    def action_no_answer(self):
        self._move_to('no_answer')

    def action_reopen(self):
        """The customer thinks it over once more."""
        self._move_to('open')

    def _move_to(self, target):
        self._transition(target)

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _check_quoted(self):
        for renewal in self.filtered(lambda renewal: not renewal.quote_amount):
            raise UserError(self.env._("Enter what %(renewal)s was offered for.", renewal=renewal.display_name))

    def _check_renewed(self):
        for renewal in self:
            if not (renewal.insurer_id and renewal.premium and renewal.next_due_date):
                raise UserError(self.env._(
                    "%(renewal)s: enter the insurer, the premium and until when the car is insured.",
                    renewal=renewal.display_name))
            if renewal.next_due_date <= renewal.due_date:
                raise UserError(self.env._(
                    "%(renewal)s: the new insurance ends before the old one. Correct its day.", renewal=renewal.display_name))

    def _check_elsewhere(self):
        """Hook: rooms may ask for more."""

    def _after_quoted(self, source):
        for renewal in self.filtered(lambda renewal: not renewal.quote_date):
            renewal.quote_date = fields.Date.context_today(renewal)

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        # sudo: the stamp is the system's
        self.sudo().decided_date = False if target in LIVE else fields.Date.context_today(self)

    def _after_renewed(self, source):
        """The car is insured until then: its reminders of the former end are over."""
        for renewal in self.sudo():  # sudo: whoever renews need not keep cars
            if (renewal.vehicle_id.insurance_due_date or renewal.due_date) < renewal.next_due_date:
                renewal.vehicle_id.write({
                    'insurance_due_date': renewal.next_due_date, 'insurer_id': renewal.insurer_id.id})
