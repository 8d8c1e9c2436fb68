from odoo import api, fields, models
from odoo.exceptions import UserError

DISPATCH = 'aftersales.group_dispatch_rescue'
STATES = [
    ('draft', "Draft"), ('asked', "To Be Checked"), ('checked', "Checked"), ('approved', "Approved"), ('paid', "Paid Out"),
    ('refused', "Refused"),
]


class AftersalesRescueExpense(models.Model):
    """What a crew spent on the way: travel, hotel, allowance; approved by two people, neither of whom spent it (J9)."""
    _name = 'aftersales.rescue.expense'
    _description = "Expense of a Crew"
    _inherit = [
        'aftersales.frozen.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.log.mixin',
        'mail.activity.mixin']
    _order = 'date desc, id desc'
    _rec_names_search = ['rescue_id.name', 'note']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _transitions = {
        'draft': dict.fromkeys(('asked',)),
        'asked': {'draft': None, 'checked': DISPATCH, 'refused': DISPATCH},
        'checked': {'approved': 'aftersales.group_manager', 'refused': 'aftersales.group_manager'},
        'approved': {'paid': 'aftersales.group_book_rescue'},
        'paid': {},
        'refused': {'draft': None},
    }
    _free_fields = frozenset({
        'state', 'asked_by_id', 'checked_by_id', 'approved_by_id', 'paid_date', 'paid_by_id', 'refuse_reason'})

    rescue_id = fields.Many2one(
        'aftersales.rescue', required=True, index=True, ondelete='restrict', tracking=True)
    company_id = fields.Many2one(related='rescue_id.company_id', store=True, index=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    workshop_id = fields.Many2one(related='rescue_id.workshop_id', string="Outlet", store=True, index=True)
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    kind = fields.Selection(
        [('travel', "Travel"), ('hotel', "Hotel"), ('allowance', "Allowance"), ('toll', "Toll and parking"),
         ('other', "Other")], required=True, default='travel', tracking=True)
    employee_id = fields.Many2one(
        'hr.employee', string="Spent By", required=True, index=True, check_company=True, tracking=True, ondelete='restrict',
        default=lambda self: self._default_employee_id())
    date = fields.Date(string="Spent On", required=True, default=fields.Date.context_today, tracking=True)
    amount = fields.Monetary(required=True, bounds=(0, 1e6), tracking=True)
    note = fields.Char(help="What for, number of the receipt.")
    receipt = fields.Image(string="Photo of the Receipt", max_width=1600, max_height=1600, copy=False)
    asked_by_id = fields.Many2one('res.users', string="Entered By", readonly=True, copy=False, index='btree_not_null')
    checked_by_id = fields.Many2one('res.users', string="Reviewed By", readonly=True, copy=False, index='btree_not_null')
    approved_by_id = fields.Many2one('res.users', string="Approved By", readonly=True, copy=False, index='btree_not_null')
    paid_date = fields.Datetime(string="Paid Out On", readonly=True, copy=False)
    paid_by_id = fields.Many2one('res.users', string="Paid Out By", readonly=True, copy=False, index='btree_not_null')
    refuse_reason = fields.Char(string="Why Refused", copy=False, tracking=True)

    _amount_positive = models.Constraint('CHECK (amount > 0)', "An expense is more than nothing. Enter its amount.")

    @api.model
    def _default_employee_id(self):
        rescue = self.env['aftersales.rescue'].browse(self.env.context.get('default_rescue_id', ()))
        return rescue.employee_id or self.env.user.employee_id

    @api.depends('rescue_id', 'kind')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for expense in self:
            expense.display_name = ' · '.join(filter(None, (expense.rescue_id.name, kinds.get(expense.kind))))

    # === CRUD METHODS ===#

    def write(self, vals):
        vals = self._read_inputs(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        for expense in self.filtered(lambda expense: expense.state != 'draft'):
            raise UserError(self.env._("%(expense)s was asked for and stays.", expense=expense.display_name))

    # === ACTION METHODS ===#

    def action_ask(self):
        self._transition('asked')

    def action_check(self):
        """The first of two: the head of the crew."""
        self._transition('checked')

    def action_approve(self):
        """The second of two."""
        self._transition('approved')

    def action_pay(self):
        self._transition('paid')

    def action_refuse(self):
        self._transition('refused')

    def action_draft(self):
        self._transition('draft')

    # === BUSINESS METHODS ===#

    def _is_frozen(self):
        return self.state in ('checked', 'approved', 'paid')

    def _get_frozen_message(self):
        self.ensure_one()
        return self.env._("%(expense)s was checked: it stays as it is.", expense=self.display_name)

    def _check_asked(self):
        """Hook: before it is asked for."""

    def _check_checked(self):
        self._check_not_own()

    def _check_approved(self):
        self._check_not_own()
        for expense in self:
            if expense.checked_by_id == self.env.user:
                raise UserError(self.env._(
                    "You have checked %(expense)s yourself: a second person approves it.", expense=expense.display_name))

    def _check_refused(self):
        for expense in self:
            if not (expense.refuse_reason or '').strip():
                raise UserError(self.env._("%(expense)s: write why it is refused.", expense=expense.display_name))

    def _check_not_own(self):
        """:raises UserError: for who spent it, or asked for it"""
        for expense in self:
            spender = expense.sudo().employee_id.user_id  # sudo: whose login it is
            if self.env.user in (spender | expense.asked_by_id):
                raise UserError(self.env._(
                    "%(expense)s is your own: two other people approve it.", expense=expense.display_name))

    def _after_asked(self, source):
        self.sudo().asked_by_id = self.env.uid  # sudo: stamps are the system's

    def _after_checked(self, source):
        self.sudo().checked_by_id = self.env.uid  # sudo: as above

    def _after_approved(self, source):
        self.sudo().approved_by_id = self.env.uid  # sudo: as above

    def _after_paid(self, source):
        self.sudo().write({'paid_date': fields.Datetime.now(), 'paid_by_id': self.env.uid})  # sudo: as above
