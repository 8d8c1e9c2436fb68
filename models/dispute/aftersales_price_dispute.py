from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

STATES = [
    ('open', "Dispute Noted"), ('review', "Under Review"), ('decided', "Decision Made"), ('closed', "Dispute Closed"),
    ('complaint', "Became a Complaint"), ('withdrawn', "Withdrawn by the Customer"),
]
WAITING = ('open', 'review')
# What the customer objected to stays as it was told, once it is decided.
TOLD_FIELDS = frozenset({
    'order_id', 'counter_sale_id', 'partner_id', 'invoice_id', 'line_ids', 'counter_line_ids', 'amount', 'reason', 'story',
    'date'})
DECISION_FIELDS = frozenset({'decision', 'decision_text', 'amount_given'})
LEAVE_FIELDS = frozenset({'leave_kind', 'leave_note'})
ANSWER_FIELDS = frozenset({'told_by', 'answer', 'credit_note_id'})


class AftersalesPriceDispute(models.Model):
    """A customer objects to what he is asked to pay, at the counter or to the head (G5): which lines, how much, in his words;
    what was decided, by whom, on which paper, and whether he agrees.

    Its life, and who may give how much, is in ``aftersales_price_dispute_life.py``. A dispute that nobody decided keeps the
    car, see ``aftersales.order._get_open_points``, unless a manager lets it leave.
    """
    _name = 'aftersales.price.dispute'
    _description = "Price Dispute"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin',
        'aftersales.batch.mixin', 'aftersales.lasting.mixin', 'aftersales.deadline.mixin', 'aftersales.log.mixin',
        'mail.activity.mixin',
    ]
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'partner_id.name', 'order_id.name', 'counter_sale_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _deadline_document = 'dispute'

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    order_id = fields.Many2one('aftersales.order', string="Repair Order", index=True, ondelete='restrict')
    counter_sale_id = fields.Many2one(
        'aftersales.counter.sale', string="Counter Sale", index='btree_not_null', ondelete='restrict',
        help="Parts sold at the window, without a repair order.")
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", compute='_compute_place', store=True, index=True, precompute=True,
        ondelete='restrict')
    company_id = fields.Many2one(
        'res.company', compute='_compute_place', store=True, index=True, precompute=True, ondelete='restrict')
    currency_id = fields.Many2one(
        'res.currency', compute='_compute_currency_id', compute_sudo=True, store=True, precompute=True, ondelete='restrict')
    vehicle_id = fields.Many2one(related='order_id.vehicle_id')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, check_company=True, ondelete='restrict',
        compute='_compute_partner_id', store=True, readonly=False, precompute=True)
    invoice_id = fields.Many2one(
        'account.move', index='btree_not_null', check_company=True, ondelete='restrict',
        domain="[('move_type', '=', 'out_invoice'), ('company_id', '=', company_id)]",
        help="Which of the order's invoices it is about, where there is one already.")
    line_ids = fields.Many2many(
        'aftersales.order.line', 'aftersales_price_dispute_line_rel', 'dispute_id', 'line_id', string="Lines in Dispute",
        domain="[('order_id', '=', order_id)]", copy=False)
    counter_line_ids = fields.Many2many(
        'aftersales.counter.sale.line', 'aftersales_price_dispute_counter_line_rel', 'dispute_id', 'line_id',
        string="Parts in Dispute", domain="[('sale_id', '=', counter_sale_id)]", copy=False)
    amount = fields.Monetary(
        string="Amount in Dispute", compute='_compute_amount', store=True, readonly=False, precompute=True, bounds=(0, 1e9),
        help="With taxes.")
    reason = fields.Selection([
        ('higher', "Higher than quoted"), ('not_ordered', "Work not ordered"), ('part_price', "Price of a part"),
        ('quality', "Quality of the work"), ('hours', "Hours charged"), ('guarantee', "Should be under guarantee"),
        ('other', "Other reason"),
    ], required=True, tracking=True, index=True)
    story = fields.Text(string="In His Words", required=True)
    date = fields.Datetime(string="Raised On", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Handled By", index='btree_not_null', tracking=True, check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", default=lambda self: self.env.user)
    due_date = fields.Datetime(
        string="Decide Until", compute='_compute_due_date', store=True, precompute=True, index=True,
        help="By the table of deadlines.")
    is_overdue = fields.Boolean(compute='_compute_is_overdue', search='_search_is_overdue', string="Overdue")

    decision = fields.Selection([
        ('explained', "Explained, nothing changed"), ('corrected', "Corrected"), ('discount', "Price reduced"),
        ('goodwill', "Paid from goodwill"), ('refused', "Objection Refused"),
    ], copy=False, tracking=True, index='btree_not_null')
    decision_text = fields.Text(string="What the Customer Is Told", copy=False)
    amount_given = fields.Monetary(string="Amount Given", copy=False, tracking=True, bounds=(0, 1e9), help="With taxes.")
    decided_id = fields.Many2one(
        'res.users', string="Decided By", readonly=True, copy=False, index='btree_not_null', tracking=True)
    decided_date = fields.Datetime(string="Decided On", readonly=True, copy=False)
    credit_note_id = fields.Many2one(
        'account.move', string="Credit Note", copy=False, index='btree_not_null', check_company=True, ondelete='restrict',
        domain="[('move_type', '=', 'out_refund'), ('company_id', '=', company_id)]", tracking=True)
    told_by = fields.Selection([
        ('counter', "At the counter"), ('call', "By phone"), ('mail', "By e-mail"), ('letter', "By letter"),
    ], string="Told Through", copy=False)
    told_date = fields.Datetime(string="Told On", readonly=True, copy=False)
    answer = fields.Selection([
        ('agrees', "He agrees"), ('disagrees', "He does not agree")], string="Customer's Answer", copy=False, tracking=True)
    complaint_id = fields.Many2one(
        'aftersales.complaint', readonly=True, copy=False, index='btree_not_null', groups='aftersales.group_see_complaint')

    leave_kind = fields.Selection([
        ('part', "Against Part Payment"), ('guarantee', "Against a Guarantee")], string="Car May Leave", copy=False,
        tracking=True)
    leave_note = fields.Char(string="What Was Paid or Left", copy=False)
    leave_id = fields.Many2one(
        'res.users', string="Let Leave By", readonly=True, copy=False, index='btree_not_null', tracking=True)
    leave_date = fields.Datetime(string="Let Leave On", readonly=True, copy=False)

    _one_document = models.Constraint(
        'CHECK (num_nonnulls(order_id, counter_sale_id) = 1)',
        "A price is disputed of a repair order or of a counter sale: choose the one it is about.")
    _to_decide_idx = models.Index("(due_date) WHERE state IN ('open', 'review')")
    _keeping_idx = models.Index("(order_id) WHERE state IN ('open', 'review') AND leave_date IS NULL")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('order_id.workshop_id', 'counter_sale_id.workshop_id')
    def _compute_place(self):
        for dispute in self:
            document = dispute._get_document()
            dispute.workshop_id, dispute.company_id = document.workshop_id, document.company_id

    @api.depends('order_id.currency_id', 'counter_sale_id.currency_id')
    def _compute_currency_id(self):
        for dispute in self:
            dispute.currency_id = dispute._get_document().currency_id

    @api.depends('order_id', 'counter_sale_id')
    def _compute_partner_id(self):
        for dispute in self:
            dispute.partner_id = dispute.partner_id or dispute._get_document().partner_id

    @api.depends('line_ids', 'counter_line_ids')
    def _compute_amount(self):
        for dispute in self:
            lines = dispute._get_lines()
            dispute.amount = sum(lines.mapped('price_total')) if lines else dispute.amount

    @api.depends('date', 'order_id', 'counter_sale_id')
    def _compute_due_date(self):
        ends = self.env['aftersales.deadline']._get_ends(
            'dispute', self, 'dispute_decide', {dispute: dispute.date for dispute in self})
        for dispute in self:
            dispute.due_date = ends[dispute][1]

    @api.depends('due_date', 'state')
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for dispute in self:
            dispute.is_overdue = dispute.state in WAITING and bool(dispute.due_date and dispute.due_date < now)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = self._get_late_domain()
        return late if True in value else ~late

    @api.depends('name', 'order_id.license_plate', 'counter_sale_id.name')
    def _compute_display_name(self):
        for dispute in self:
            document = dispute.sudo()  # sudo: who reads the dispute reads what it is about
            dispute.display_name = ' · '.join(filter(None, [
                dispute.name.strip('/'), document.order_id.license_plate or document.counter_sale_id.name])) or dispute.name

    # === CONSTRAINT METHODS ===#

    @api.constrains('line_ids', 'counter_line_ids', 'order_id', 'counter_sale_id', 'invoice_id', 'amount', 'amount_given')
    def _check_content(self):
        for dispute in self.sudo():  # sudo: whoever notes it need not read invoices
            document, invoice = dispute._get_document(), dispute.invoice_id
            if dispute.line_ids.order_id - dispute.order_id or dispute.counter_line_ids.sale_id - dispute.counter_sale_id:
                raise ValidationError(self.env._(
                    "%(dispute)s: choose lines of %(order)s only.", dispute=dispute.display_name, order=document.name))
            billed = invoice._get_counter_sales() if dispute.counter_sale_id else invoice._get_aftersales_orders()
            if invoice and document not in billed:
                raise ValidationError(self.env._(
                    "%(dispute)s: %(invoice)s is no invoice of %(order)s. Choose one of its invoices.",
                    dispute=dispute.display_name, invoice=invoice.display_name, order=document.name))
            if dispute.currency_id.compare_amounts(dispute.amount_given, dispute.amount) > 0:
                raise ValidationError(self.env._(
                    "%(dispute)s: more is given than is in dispute. Correct one of the amounts.",
                    dispute=dispute.display_name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._read_inputs(vals)
        self._check_kept(vals)
        return super().write(vals)

    def _check_kept(self, vals):
        """:raises UserError: when what was told or decided would be another"""
        if self.env.su:
            return
        for dispute in self:
            changed = [name for name in dispute._get_kept_fields() & vals.keys() if dispute._is_other(name, vals[name])]
            if changed:
                raise UserError(self.env._(
                    "%(dispute)s: %(fields)s stays as it was told and decided. Take the dispute up again, or note another one.",
                    dispute=dispute.display_name,
                    fields=", ".join(self._fields[name]._description_string(self.env) for name in changed)))

    def _get_kept_fields(self):
        """What was told from the decision on, what a manager let the car leave for from then on, all of it at the end."""
        self.ensure_one()
        if self.state not in (*WAITING, 'decided'):
            return TOLD_FIELDS | DECISION_FIELDS | LEAVE_FIELDS | ANSWER_FIELDS
        kept = TOLD_FIELDS | DECISION_FIELDS | LEAVE_FIELDS
        if self.state in WAITING:
            kept = frozenset({'order_id', 'counter_sale_id', 'date'})
        return kept | LEAVE_FIELDS if self.leave_date else kept

    def _is_other(self, name, value):
        return self._fields[name].convert_to_write(self[name], self) != value

    def _get_document(self):
        """What was sold: the work of an order, or parts at the window."""
        return self.counter_sale_id or self.order_id

    def _get_lines(self):
        return self.counter_line_ids or self.line_ids

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._(
            "%(dispute)s stays in the history. Close it as withdrawn instead of deleting it.", dispute=self.display_name)

    def _get_reason_label(self):
        self.ensure_one()
        return dict(self._fields['reason']._description_selection(self.env)).get(self.reason, '')

    # === DEADLINES ===#

    @api.model
    def _get_late_domain(self):
        return Domain('state', 'in', WAITING) & Domain('due_date', '<', fields.Datetime.now())

    def _get_late_step(self):
        return 'dispute_decide'

    def _get_late_due(self):
        self.ensure_one()
        return self.due_date
