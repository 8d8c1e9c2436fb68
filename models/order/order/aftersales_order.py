from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ORDER_STATES = [
    ('draft', 'Estimate'),
    ('received', 'Received'),
    ('in_progress', 'In Progress'),
    ('quality_check', 'Quality Check'),
    ('ready', 'Ready'),
    ('delivered', 'Delivered'),
    ('cancelled', 'Cancelled'),
]


class AftersalesOrder(models.Model):
    """A repair order: one car, one visit, several jobs with their own payer.

    Its life is in ``aftersales_order_life.py``; other rooms extend the hooks there.
    """

    _name = 'aftersales.order'
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.customer.notice.mixin',
        'aftersales.customer.key.mixin', 'aftersales.batch.mixin', 'aftersales.claim.mixin',
        'aftersales.log.mixin', 'aftersales.cancel.mixin', 'aftersales.seen.mixin', 'mail.activity.mixin',
    ]
    _description = 'Repair Order'
    _order = 'id desc'
    _rec_names_search = ['name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _mail_post_access = 'read'

    # === DEFAULT METHODS ===#

    def _default_workshop_id(self):
        Workshop = self.env['aftersales.workshop']
        company = Domain('company_id', '=', self.env.company.id)
        return (
            Workshop.search(company & Domain('employee_ids.user_id', '=', self.env.uid), limit=1)
            or Workshop.search(company, limit=1)
        )

    # === FIELDS ===#

    name = fields.Char(string="Order", required=True, copy=False, readonly=True, default='/', index='trigram')
    state = fields.Selection(
        string="Status", selection=ORDER_STATES, required=True, readonly=True, copy=False,
        default='draft', index=True, tracking=True, group_expand=True,
    )
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet",
        required=True, index=True, check_company=True,
        default=lambda self: self._default_workshop_id(), ondelete='restrict',
    )
    company_id = fields.Many2one(
        'res.company', required=True, index=True,
        default=lambda self: self.env.company,
    )
    vehicle_id = fields.Many2one(
        'fleet.vehicle', required=True, index=True,
        tracking=True, check_company=True, ondelete='restrict',
    )
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True,
        compute='_compute_partner_id', store=True, readonly=False, precompute=True,
        tracking=True, check_company=True, ondelete='restrict',
    )
    # Not tracked, as the customer's own is: his log tells of it.
    partner_phone = fields.Char(related='partner_id.phone', string="Phone", tracking=False)
    user_id = fields.Many2one(
        'res.users', string="Advisor", index=True, tracking=True,
        default=lambda self: self.env.user, domain=[('share', '=', False)], check_company=True,
    )
    bay_id = fields.Many2one(
        'aftersales.bay', index='btree_not_null', check_company=True,
        domain="[('workshop_id', '=', workshop_id)]",
    )
    active = fields.Boolean(default=True)
    color = fields.Integer()
    priority = fields.Selection([('0', 'Normal'), ('1', 'Urgent')], default='0')

    concern = fields.Text(string="Customer's Words", help="What the customer says, in the customer's words.")
    note = fields.Html(string="Remarks for the Customer")
    estimate_method = fields.Selection(
        selection=[('item', 'By item'), ('system', 'By system'), ('symptom', 'By symptom')],
        default='item', required=True,
        help="By symptom the cause is not known yet: the risk margin is added to the estimate shown to the customer.",
    )
    risk_margin = fields.Float(string="Risk Margin (%)", digits=(5, 2))

    odometer_in = fields.Float(string="Odometer In", digits=(12, 0), tracking=True, copy=False)
    odometer_out = fields.Float(string="Odometer Out", digits=(12, 0), copy=False)
    last_odometer = fields.Float(related='vehicle_id.last_odometer', string="Last Reading")

    received_date = fields.Datetime(string="Received On", readonly=True, copy=False, index=True)
    promise_date = fields.Datetime(string="Promised", copy=False, index='btree_not_null', tracking=True)
    promise_first_date = fields.Datetime(
        string="First Promise", readonly=True, copy=False, index='btree_not_null',
        help="What the customer was promised first. Never overwritten.",
    )
    promise_change_ids = fields.One2many(
        'aftersales.promise.change', 'order_id', readonly=True,
    )
    started_date = fields.Datetime(readonly=True, copy=False)
    ready_date = fields.Datetime(string="Completed On", readonly=True, copy=False)
    delivered_date = fields.Datetime(string="Delivered On", readonly=True, copy=False, index='btree_not_null')
    is_late = fields.Boolean(compute='_compute_is_late', search='_search_is_late')

    job_ids = fields.One2many('aftersales.job', 'order_id', copy=True)
    line_ids = fields.One2many('aftersales.order.line', 'order_id')
    hold_ids = fields.One2many('aftersales.hold', 'order_id')
    open_hold_count = fields.Integer(compute='_compute_open_hold_count')
    pending_job_count = fields.Integer(compute='_compute_pending_job_count')
    authorisation_ids = fields.One2many(
        'aftersales.authorisation', 'order_id', readonly=True,
    )

    pricelist_id = fields.Many2one(
        'product.pricelist', check_company=True, tracking=True,
        compute='_compute_pricelist_id', store=True, readonly=False, precompute=True,
    )
    currency_id = fields.Many2one(
        'res.currency', required=True,
        compute='_compute_currency_id', store=True, precompute=True, ondelete='restrict',
    )
    currency_rate = fields.Float(
        compute='_compute_currency_rate', store=True, precompute=True, digits=0,
    )
    fiscal_position_id = fields.Many2one(
        'account.fiscal.position', check_company=True,
        compute='_compute_fiscal_position_id', store=True, readonly=False, precompute=True,
    )
    amount_untaxed = fields.Monetary(
        compute='_compute_amounts', store=True, string="Untaxed Amount", groups='aftersales.group_price,base.group_portal')
    amount_tax = fields.Monetary(
        compute='_compute_amounts', store=True, string="Taxes", groups='aftersales.group_price,base.group_portal')
    amount_total = fields.Monetary(
        compute='_compute_amounts', store=True, string="Total", tracking=True,
        groups='aftersales.group_price,base.group_portal',
    )
    tax_totals = fields.Binary(
        compute='_compute_tax_totals', exportable=False, groups='aftersales.group_price,base.group_portal')
    payer_totals = fields.Json(
        compute='_compute_tax_totals', exportable=False, groups='aftersales.group_price,base.group_portal')
    amount_with_risk = fields.Monetary(
        compute='_compute_amount_with_risk', string="Estimate up to",
        help="Total with the risk margin: what the customer should be ready to pay.",
        groups='aftersales.group_price,base.group_portal',
    )
    alert_html = fields.Html(compute='_compute_alert_html', sanitize=False)

    _check_risk_margin = models.Constraint(
        'CHECK(risk_margin >= 0 AND risk_margin <= 100)',
        "The risk margin is a percentage between 0 and 100.",
    )
    _check_odometer = models.Constraint(
        'CHECK(odometer_in BETWEEN 0 AND 9999999 AND odometer_out BETWEEN 0 AND 9999999)',
        "An odometer shows something between 0 and 9,999,999.",
    )
    _name_uniq = models.UniqueIndex(
        "(name, company_id) WHERE name != '/'",
        "Two repair orders of one company cannot have the same number.",
    )
    # What an analysis of visits counts by, see the reports of other rooms.
    _visit_date_idx = models.Index("(COALESCE(received_date, create_date))")
    _archived_idx = models.Index("(id) WHERE active IS NOT TRUE")
    _delivered_idx = models.Index(
        "(delivered_date) INCLUDE (id, company_id, workshop_id, partner_id, received_date, amount_untaxed, currency_rate) "
        "WHERE state = 'delivered'")
    _open_idx = models.Index("(company_id, promise_date) WHERE state NOT IN ('delivered', 'cancelled')")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('name')
    def _compute_display_name(self):
        for order in self:
            order.display_name = order.name if order.name != '/' else self.env._("New")

    @api.depends('vehicle_id')
    def _compute_partner_id(self):
        for order in self:
            vehicle = order.vehicle_id
            order.partner_id = vehicle.contact_id or vehicle.owner_id or order.partner_id

    @api.depends('promise_date', 'state')
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for order in self:
            order.is_late = bool(
                order.promise_date and order.promise_date < now
                and order.state in self._open_states
            )

    def _search_is_late(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = Domain('promise_date', '<', fields.Datetime.now()) & self._get_open_domain()
        return late if True in value else ~late

    def _compute_open_hold_count(self):
        counts = dict(self.env['aftersales.hold']._read_group(
            [('order_id', 'in', self.ids), ('is_open', '=', True)], ['order_id'], ['__count'],
        ))
        for order in self:
            order.open_hold_count = counts.get(order._origin, 0)

    @api.depends('job_ids.is_waiting_answer')
    def _compute_pending_job_count(self):
        for order in self:
            order.pending_job_count = len(order.job_ids.filtered('is_waiting_answer'))

    @api.depends('partner_id', 'company_id')
    def _compute_pricelist_id(self):
        for order in self:
            if order.state != 'draft':
                continue
            partner = order.partner_id.with_company(order.company_id)
            order.pricelist_id = partner.property_product_pricelist

    @api.depends('pricelist_id', 'company_id')
    def _compute_currency_id(self):
        for order in self:
            order.currency_id = order.pricelist_id.currency_id or order.company_id.currency_id

    @api.depends('currency_id', 'company_id')
    def _compute_currency_rate(self):
        Currency = self.env['res.currency']
        for order in self:
            order.currency_rate = Currency._get_conversion_rate(
                from_currency=order.company_id.currency_id,
                to_currency=order.currency_id,
                company=order.company_id,
                date=fields.Date.context_today(order),
            )

    @api.depends('partner_id', 'company_id')
    def _compute_fiscal_position_id(self):
        FiscalPosition = self.env['account.fiscal.position']
        for (partner, company), orders in self.grouped(lambda o: (o.partner_id, o.company_id)).items():
            orders.fiscal_position_id = FiscalPosition.with_company(company)._get_fiscal_position(partner)

    @api.depends(
        'job_ids.line_ids.price_subtotal', 'job_ids.line_ids.price_total', 'job_ids.line_ids.approval',
        'currency_id', 'company_id', 'job_ids.is_dropped', 'job_ids.approval', 'job_ids.payer_id', 'job_ids.fiscal_position_id',
    )
    def _compute_amounts(self):
        for order in self:
            summaries = [summary for __, summary in order._get_payer_summaries()]
            order.amount_untaxed = sum(s['base_amount_currency'] for s in summaries)
            order.amount_tax = sum(s['tax_amount_currency'] for s in summaries)
            order.amount_total = sum(s['total_amount_currency'] for s in summaries)

    @api.depends_context('lang')
    @api.depends('amount_total', 'amount_untaxed')
    def _compute_tax_totals(self):
        AccountTax = self.env['account.tax']
        for order in self:
            base_lines = order._get_live_lines()._get_rounded_base_lines()
            order.tax_totals = AccountTax._get_tax_totals_summary(
                base_lines=base_lines,
                currency=order.currency_id or order.company_id.currency_id,
                company=order.company_id,
            )
            order.payer_totals = [
                {
                    'payer_id': payer.id,
                    'payer': payer.display_name or '',
                    'untaxed': order.currency_id.round(summary['base_amount_currency']),
                    'tax': order.currency_id.round(summary['tax_amount_currency']),
                    'total': order.currency_id.round(summary['total_amount_currency']),
                }
                for payer, summary in order._get_payer_summaries()
            ]

    @api.depends('amount_total', 'risk_margin', 'estimate_method')
    def _compute_amount_with_risk(self):
        for order in self:
            margin = order.risk_margin if order.estimate_method == 'symptom' else 0.0
            order.amount_with_risk = order.currency_id.round(order.amount_total * (1 + margin / 100)) \
                if order.currency_id else 0.0

    @api.depends('vehicle_id', 'partner_id', 'odometer_in')
    def _compute_alert_html(self):
        for order in self:
            alerts = order._get_alerts()
            order.alert_html = self.env['ir.qweb']._render(
                'aftersales.order_alerts', {'alerts': alerts},
            ) if alerts else False

    # === CONSTRAINT AND ONCHANGE METHODS ===#

    @api.constrains('workshop_id', 'company_id')
    def _check_workshop_company(self):
        for order in self:
            if order.workshop_id.company_id != order.company_id:
                raise UserError(self.env._(
                    "%(order)s belongs to %(company)s, but its outlet %(workshop)s to another company. "
                    "Choose an outlet of %(company)s.",
                    order=order.name, company=order.company_id.name, workshop=order.workshop_id.name,
                ))

    @api.onchange('company_id')
    def _onchange_company_id(self):
        if self.workshop_id.company_id != self.company_id:
            self.workshop_id = self.with_company(self.company_id)._default_workshop_id()

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get('workshop_id'):
                workshop = self.env['aftersales.workshop'].browse(vals['workshop_id'])
                vals.setdefault('company_id', workshop.company_id.id)
        orders = super().create(vals_list)
        for workshop, workshop_orders in orders.grouped('workshop_id').items():
            # sudo: numbers are given by the system
            unnamed = workshop_orders.filtered(lambda o: o.name == '/').sudo()
            today = workshop._get_local_day(fields.Datetime.now())
            for order, number in zip(unnamed, unnamed.workshop_id.sequence_id._draw_numbers(today, len(unnamed))):
                order.name = number
        return orders

    def write(self, vals):
        vals = self._read_inputs(vals)
        self._check_frozen_fields(vals)
        if 'promise_date' in vals:
            self._check_promise_logged(vals['promise_date'])
        return super().write(vals)

    def unlink(self):
        # By the ORM, not the database's cascade: each job and line has its own say.
        self._unlink_except_received()
        self.job_ids.line_ids.unlink()
        self.job_ids.unlink()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_received(self):
        for order in self:
            if order.state != 'draft' or order.received_date:
                raise UserError(self.env._(
                    "%(order)s is %(state)s or was received, and must be kept. Only an estimate can be deleted; "
                    "cancel the order instead.",
                    order=order.name, state=order._get_state_label(order.state),
                ))

    # === BUSINESS METHODS: MONEY ===#

    def _get_live_lines(self):
        """Lines the order's total counts: what is cancelled or declined is shown but not summed."""
        return self.job_ids.filtered(lambda job: job._is_live()).line_ids.filtered(lambda line: line._is_sold())

    def _get_payer_summaries(self):
        """Totals by payer, each rounded as the payer's own invoice will be.

        :return: list of (payer, summary of ``account.tax._get_tax_totals_summary``)
        """
        self.ensure_one()
        AccountTax = self.env['account.tax']
        currency = self.currency_id or self.company_id.currency_id
        return [
            (payer, AccountTax._get_tax_totals_summary(base_lines, currency, self.company_id))
            for payer, base_lines in self._get_payer_base_lines().items()
        ]

    def _get_payer_base_lines(self):
        """Rounded base lines of the live lines by payer; empty for what nobody is invoiced."""
        by_payer = {}
        for base_line in self._get_live_lines()._get_rounded_base_lines():
            by_payer.setdefault(base_line['record'].job_id._get_principal(), []).append(base_line)
        return by_payer

    def _get_lang(self):
        self.ensure_one()
        return self.partner_id.lang or self.env.lang
