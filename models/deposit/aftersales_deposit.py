from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [
    ('draft', "Deposit Not Asked"), ('invoiced', "Deposit to Be Paid"), ('held', "Held for Parts"),
    ('deducted', "Deposit Deducted"), ('returned', "Deposit Returned"), ('cancelled', "Deposit Cancelled"),
]
MONEY_READERS = 'account.group_account_invoice,account.group_account_readonly'


class AftersalesDeposit(models.Model):
    """What a customer pays before parts are ordered for him alone (G4, 订金).

    It is a down payment: invoiced on an account of its own with the taxes of the parts, deducted from the invoice of the
    work, or given back by a credit note. What is held is read from the lines of these documents, never counted aside.
    """
    _name = 'aftersales.deposit'
    _description = "Deposit for Parts"
    _inherit = [
        'aftersales.number.mixin', 'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin',
        'aftersales.batch.mixin', 'aftersales.customer.notice.mixin', 'aftersales.lasting.mixin', 'aftersales.log.mixin',
        'mail.activity.mixin',
    ]
    _order = 'id desc'
    _rec_names_search = [
        'name', 'order_id.name', 'counter_sale_id.name', 'partner_id.name', 'order_id.license_plate']
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})

    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='draft', index=True, tracking=True)
    order_id = fields.Many2one('aftersales.order', string="Repair Order", index='btree_not_null', ondelete='restrict')
    counter_sale_id = fields.Many2one(
        'aftersales.counter.sale', string="Counter Sale", index='btree_not_null', ondelete='restrict',
        help="Parts that are ordered at the window, without a repair order.")
    company_id = fields.Many2one(
        'res.company', compute='_compute_company_id', store=True, index=True, precompute=True, ondelete='restrict')
    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", compute='_compute_workshop_id', compute_sudo=True)
    currency_id = fields.Many2one('res.currency', compute='_compute_currency_id', store=True, precompute=True)
    vehicle_id = fields.Many2one(related='order_id.vehicle_id', string="Vehicle")
    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, compute='_compute_partner_id', store=True, readonly=False,
        precompute=True, index=True, check_company=True, ondelete='restrict')
    user_id = fields.Many2one(
        'res.users', string="Advisor", compute='_compute_user_id', store=True, readonly=False, precompute=True, index=True,
        check_company=True, domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    line_ids = fields.Many2many(
        'aftersales.order.line', relation='aftersales_deposit_line_rel', string="Parts",
        domain="[('order_id', '=', order_id), ('line_type', '=', 'part')]",
        help="What is ordered for the customer alone.")
    counter_line_ids = fields.Many2many(
        'aftersales.counter.sale.line', relation='aftersales_deposit_counter_line_rel', string="Parts of the Counter Sale",
        domain="[('sale_id', '=', counter_sale_id)]", help="What is ordered for the customer alone.")
    amount_parts = fields.Monetary(string="Parts with Taxes", compute='_compute_amount_parts')
    percent = fields.Float(
        string="Deposit (%)", compute='_compute_percent', store=True, readonly=False, precompute=True, bounds=(0, 100))
    percent_words = fields.Char(
        string="By the Settings", compute='_compute_percent_words', help="How much is asked for which parts, by their kind.")
    amount = fields.Monetary(
        string="Deposit with Taxes", compute='_compute_amount', store=True, readonly=False, precompute=True, bounds=(0, 1e9),
        tracking=True)
    amount_held = fields.Monetary(
        string="Held", compute='_compute_amount_held', compute_sudo=True,
        help="What is paid and neither deducted nor given back, drafts of invoices included.")
    amount_kept = fields.Monetary(
        string="Kept by the House", readonly=True, copy=False, bounds=(0, 1e9), tracking=True,
        help="What was not given back when the deposit was returned.")
    invoice_id = fields.Many2one(
        'account.move', readonly=True, copy=False, index='btree_not_null', ondelete='restrict', groups=MONEY_READERS)
    move_line_ids = fields.One2many(
        'account.move.line', 'aftersales_deposit_id', string="Invoice Lines", readonly=True, groups=MONEY_READERS)

    _one_document = models.Constraint(
        'CHECK (num_nonnulls(order_id, counter_sale_id) = 1)',
        "A deposit is taken for a repair order or for a counter sale: choose the one it is for.")

    # === COMPUTE METHODS ===#

    @api.depends('order_id.company_id', 'counter_sale_id.company_id')
    def _compute_company_id(self):
        for deposit in self:
            deposit.company_id = deposit._get_document().company_id

    @api.depends('order_id', 'counter_sale_id')
    def _compute_workshop_id(self):
        for deposit in self:
            deposit.workshop_id = deposit._get_document().workshop_id

    @api.depends('order_id', 'counter_sale_id')
    def _compute_currency_id(self):
        """That of the order when the deposit was asked for."""
        for deposit in self:
            document = deposit._get_document()
            deposit.currency_id = document.currency_id or (document.company_id or self.env.company).currency_id

    @api.depends('order_id', 'counter_sale_id')
    def _compute_partner_id(self):
        for deposit in self:
            deposit.partner_id = deposit._get_document().partner_id

    @api.depends('order_id', 'counter_sale_id')
    def _compute_user_id(self):
        for deposit in self:
            deposit.user_id = deposit._get_document().user_id or self.env.user

    @api.depends('line_ids.price_total', 'counter_line_ids.price_total')
    def _compute_amount_parts(self):
        for deposit in self:
            deposit.amount_parts = sum(deposit._get_parts().mapped('price_total'))

    @api.depends('company_id', 'line_ids', 'counter_line_ids')
    def _compute_percent(self):
        """Each part by its kind; of all parts together it is so much."""
        for deposit in self:
            kinds = [(sum(lines.mapped('price_total')), percent) for __, percent, lines in deposit._get_kinds()]
            total = sum(price for price, __ in kinds)
            asked = sum(price * percent for price, percent in kinds)
            own = deposit.company_id.aftersales_deposit_percent
            deposit.percent = min(max(asked / total, 0.0), 100.0) if total > 0 else own

    @api.depends('company_id', 'line_ids', 'counter_line_ids')
    def _compute_percent_words(self):
        for deposit in self:
            deposit.percent_words = "; ".join(deposit.env._(
                "%(kind)s %(percent)s %%: %(parts)s", kind=name or deposit.env._("Special order"), percent=f'{percent:g}',
                parts=", ".join(lines.product_id.mapped('name'))) for name, percent, lines in deposit._get_kinds())

    @api.depends('percent', 'line_ids', 'counter_line_ids')
    def _compute_amount(self):
        for deposit in self:
            deposit.amount = deposit.currency_id.round(deposit.amount_parts * deposit.percent / 100)

    @api.depends('state', 'move_line_ids.price_total', 'move_line_ids.parent_state')
    def _compute_amount_held(self):
        held = self._read_held()
        for deposit in self:
            deposit.amount_held = held.get(deposit._origin.id, 0)

    @api.depends('name', 'order_id.name', 'counter_sale_id.name')
    def _compute_display_name(self):
        for deposit in self:
            deposit.display_name = ' · '.join(filter(None, [deposit.name.strip('/'), deposit._get_document().name]))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        deposits = super().create([self._read_inputs(vals) for vals in vals_list])
        deposits._check_lines()
        return deposits

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su:
            asked = {
                'order_id', 'counter_sale_id', 'partner_id', 'line_ids', 'counter_line_ids', 'percent', 'amount'} & vals.keys()
            for deposit in self.filtered(lambda deposit: asked and deposit.state != 'draft'):
                raise UserError(self.env._(
                    "%(deposit)s is invoiced and stays as it was asked for. Cancel it and ask for another one.",
                    deposit=deposit.display_name))
        result = super().write(vals)
        if {'order_id', 'counter_sale_id', 'line_ids', 'counter_line_ids'} & vals.keys():
            self._check_lines()
        return result

    # === BUSINESS METHODS ===#

    def _get_document(self):
        """What the parts are ordered for: a repair order, or a sale at the window."""
        return self.counter_sale_id or self.order_id

    def _get_parts(self):
        """The lines of that document the deposit is for."""
        return self.counter_line_ids if self.counter_sale_id else self.line_ids

    def _get_kinds(self):
        """:return: list of (kind of parts, "" for what only the settings speak of; percent; lines)"""
        self.ensure_one()
        company = self.company_id or self._get_document().company_id or self.env.company
        lines = self._get_parts()
        rates = self.env['aftersales.deposit.rate']._get_rates(lines, company)
        kinds = lines.grouped(lambda line: rates[line])
        return [
            (rate.name or '', rate.percent if rate else company.aftersales_deposit_percent, lines)
            for rate, lines in kinds.items()]

    def _check_lines(self):
        for deposit in self:
            strange = deposit.line_ids.filtered(
                lambda line, order=deposit.order_id: line.order_id != order or line.line_type != 'part')
            foreign = deposit.counter_line_ids.filtered(lambda line, sale=deposit.counter_sale_id: line.sale_id != sale)
            if strange or foreign:
                raise UserError(self.env._(
                    "%(deposit)s: “%(line)s” is no part of %(order)s. Choose parts of that order.",
                    deposit=deposit.display_name, line=(strange or foreign)[0].name, order=deposit._get_document().name))

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._("%(deposit)s stays in the history. Cancel it instead of deleting it.", deposit=self.display_name)

    def _get_notice_tz(self):
        self.ensure_one()
        return self.workshop_id._get_tz()
