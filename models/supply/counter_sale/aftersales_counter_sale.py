from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

STATES = [
    ('quote', "Quotation"), ('confirmed', "Sale Confirmed"), ('handed', "Handed Over"), ('shipped', "Parcel Sent"),
    ('invoiced', "Sale Invoiced"), ('cancelled', "Sale Cancelled"),
]
# What may be written once the customer has said yes: what is learned of the parcel, and who looks after it.
LATER_FIELDS = frozenset({'state', 'user_id', 'carrier', 'parcel_number', 'note'})


class AftersalesCounterSale(models.Model):
    """Parts over the counter or by parcel, without a repair order (H9): to a customer, or to whoever walks in.

    Its life is in ``aftersales_counter_sale_life.py``, goods and money in ``…_stock.py`` and ``…_billing.py``. Amounts are
    those of ``account.tax``'s base lines, so that they equal those of a sale order and of the invoice.
    """
    _name = 'aftersales.counter.sale'
    _description = "Counter Sale"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin',
        'aftersales.batch.mixin', 'aftersales.lasting.mixin', 'aftersales.deadline.mixin', 'aftersales.log.mixin',
        'mail.activity.mixin',
    ]
    _order = 'date desc, id desc'
    _rec_names_search = ['name', 'partner_id.name', 'parcel_number']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})
    _deadline_document = 'counter_sale'

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='quote', index=True, tracking=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", required=True, index=True, ondelete='restrict',
        default=lambda self: self.env['aftersales.order']._default_workshop_id())
    company_id = fields.Many2one(related='workshop_id.company_id', store=True, index=True, precompute=True)
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, index=True, check_company=True, ondelete='restrict', tracking=True,
        default=lambda self: self._default_partner_id(), help="Whoever is not to be named is the walk-in customer.")
    is_walk_in = fields.Boolean(compute='_compute_is_walk_in')
    user_id = fields.Many2one(
        'res.users', string="Salesperson", index='btree_not_null', tracking=True, check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", default=lambda self: self.env.user)
    date = fields.Datetime(string="Noted On", required=True, default=fields.Datetime.now, copy=False)
    note = fields.Text()
    channel = fields.Selection(
        [('window', "At the Parts Counter"), ('phone', "By Telephone"), ('portal', "On the Customer's Page"),
         ('message', "By Message")], string="Sales Channel", required=True, default='window', tracking=True,
        help="How the customer came to ask for the parts.")

    pricelist_id = fields.Many2one(
        'product.pricelist', check_company=True, index='btree_not_null', ondelete='restrict',
        compute='_compute_terms', store=True, readonly=False, precompute=True)
    fiscal_position_id = fields.Many2one(
        'account.fiscal.position', check_company=True, index='btree_not_null', ondelete='restrict',
        compute='_compute_terms', store=True, readonly=False, precompute=True)
    currency_id = fields.Many2one(
        'res.currency', compute='_compute_currency_id', store=True, precompute=True, ondelete='restrict')
    line_ids = fields.One2many('aftersales.counter.sale.line', 'sale_id', string="Parts", copy=True)
    has_numbers = fields.Boolean(compute='_compute_has_numbers')
    amount_untaxed = fields.Monetary(string="Untaxed", compute='_compute_amounts', store=True)
    amount_tax = fields.Monetary(string="Taxes", compute='_compute_amounts', store=True)
    amount_total = fields.Monetary(string="Total", compute='_compute_amounts', store=True, tracking=True)

    delivery_kind = fields.Selection(
        [('counter', "Takes it along"), ('parcel', "By parcel")], string="Taken or Sent", required=True, default='counter',
        tracking=True)
    shipping_id = fields.Many2one(
        'res.partner', string="Sent To", index='btree_not_null', check_company=True, ondelete='restrict',
        compute='_compute_shipping_id', store=True, readonly=False, precompute=True)
    carrier = fields.Char(help="Who brings the parcel.", copy=False)
    parcel_number = fields.Char(copy=False, tracking=True, index='btree_not_null')
    due_date = fields.Datetime(
        string="Promised By", readonly=True, copy=False,
        help="By the table of deadlines: when a parcel has left the house.")
    is_overdue = fields.Boolean(compute='_compute_is_overdue', search='_search_is_overdue', string="Parcel Overdue")
    confirmed_date = fields.Datetime(string="Confirmed On", readonly=True, copy=False)
    moved_date = fields.Datetime(string="Left the House On", readonly=True, copy=False)

    _parcels_idx = models.Index("(due_date) WHERE delivery_kind = 'parcel' AND due_date IS NOT NULL")
    _to_send_idx = models.Index("(due_date) WHERE state = 'confirmed' AND due_date IS NOT NULL")

    # === DEFAULTS, COMPUTE AND SEARCH METHODS ===#

    @api.model
    def _default_partner_id(self):
        return self.env.ref('aftersales.partner_walk_in', raise_if_not_found=False) or self.env['res.partner']

    @api.depends('partner_id')
    def _compute_is_walk_in(self):
        walk_in = self._default_partner_id()
        for sale in self:
            sale.is_walk_in = bool(walk_in) and sale.partner_id == walk_in

    @api.depends('partner_id', 'company_id', 'shipping_id')
    def _compute_terms(self):
        for sale in self:
            partner = sale.partner_id.with_company(sale.company_id)
            sale.pricelist_id = partner.property_product_pricelist
            sale.fiscal_position_id = self.env['account.fiscal.position'].with_company(
                sale.company_id)._get_fiscal_position(partner, sale.shipping_id)

    @api.depends('pricelist_id', 'company_id')
    def _compute_currency_id(self):
        for sale in self:
            sale.currency_id = sale.pricelist_id.currency_id or sale.company_id.currency_id or self.env.company.currency_id

    @api.depends('partner_id', 'delivery_kind')
    def _compute_shipping_id(self):
        for sale in self:
            address = sale.partner_id.address_get(['delivery'])['delivery'] if sale.partner_id else False
            sale.shipping_id = address if sale.delivery_kind == 'parcel' else False

    @api.depends('line_ids.price_subtotal', 'line_ids.price_total', 'currency_id', 'company_id')
    def _compute_amounts(self):
        AccountTax = self.env['account.tax']
        for sale in self:
            company = sale.company_id or self.env.company
            base_lines = [line._prepare_base_line_for_taxes_computation() for line in sale.line_ids]
            AccountTax._add_tax_details_in_base_lines(base_lines, company)
            AccountTax._round_base_lines_tax_details(base_lines, company)
            totals = AccountTax._get_tax_totals_summary(
                base_lines=base_lines, currency=sale.currency_id or company.currency_id, company=company)
            sale.amount_untaxed = totals['base_amount_currency']
            sale.amount_tax = totals['tax_amount_currency']
            sale.amount_total = totals['total_amount_currency']

    @api.depends('line_ids.has_numbers')
    def _compute_has_numbers(self):
        for sale in self:
            sale.has_numbers = any(line.has_numbers for line in sale.line_ids)

    @api.depends('due_date', 'state')
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for sale in self:
            sale.is_overdue = sale.state == 'confirmed' and bool(sale.due_date and sale.due_date < now)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != 'in':
            return NotImplemented
        late = self._get_late_domain()
        return late if True in value else ~late

    @api.depends('name', 'partner_id')
    def _compute_display_name(self):
        for sale in self:
            sale.display_name = ' · '.join(filter(None, [sale.name.strip('/'), sale.partner_id.name])) or sale.name

    # === CONSTRAINT METHODS ===#

    @api.constrains('delivery_kind', 'partner_id')
    def _check_delivery(self):
        for sale in self:
            if sale.delivery_kind == 'parcel' and sale.is_walk_in:
                raise ValidationError(self.env._(
                    "%(sale)s: a parcel needs a name and an address. Choose the customer, or let him take the parts along.",
                    sale=sale.display_name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._read_inputs(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su and vals.keys() - LATER_FIELDS:
            self._check_system_values(vals)
            self._check_still_quote()
        return super().write(vals)

    def _check_still_quote(self):
        """:raises UserError: when the customer has said yes already, or somebody confirms it right now"""
        for sale in self.filtered(lambda sale: sale.state != 'quote'):
            raise UserError(self.env._(
                "%(sale)s is %(state)s: parts, prices and customer stay as agreed. Take it back to a quotation first, or make "
                "another sale.", sale=sale.display_name, state=sale._get_state_label()))

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._(
            "%(sale)s stays in the history. Cancel it instead of deleting it.", sale=self.display_name)

    # === DEADLINES ===#

    @api.model
    def _get_late_domain(self):
        return Domain('state', '=', 'confirmed') & Domain('due_date', '<', fields.Datetime.now())

    def _get_late_step(self):
        return 'ship'

    def _get_late_due(self):
        self.ensure_one()
        return self.due_date
