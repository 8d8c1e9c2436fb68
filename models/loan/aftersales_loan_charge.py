from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [
    ('hire', "Hire"),
    ('km', "Distance"),
    ('fuel', "Fuel or charge"),
    ('cleaning', "Cleaning"),
    ('damage', "Damage"),
    ('fine', "Fine"),
    ('late', "Days late"),
    ('other', "Other"),
]


class AftersalesLoanCharge(models.Model):
    """What the borrower of a loaner is asked for. What the papers propose is asked, or waived by the manager with a reason."""
    _name = 'aftersales.loan.charge'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.log.mixin']
    _description = "Charge of a Loan"
    _order = 'loan_id.id desc, id'
    _check_company_auto = True

    loan_id = fields.Many2one('aftersales.loan', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='loan_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='loan_id.currency_id')
    kind = fields.Selection(KINDS, required=True, default='other', tracking=True)
    product_id = fields.Many2one(
        'product.product', required=True, index=True, ondelete='restrict', check_company=True, tracking=True,
        compute='_compute_product_id', store=True, readonly=False, precompute=True, domain="[('type', '=', 'service')]",
        help="Its taxes and its account are those of the invoice.")
    name = fields.Char(
        string="What For", required=True, tracking=True, compute='_compute_name', store=True, readonly=False, precompute=True)
    quantity = fields.Float(default=1, required=True, digits=(12, 2), bounds=(0, 1e6), tracking=True)
    price_unit = fields.Float(
        string="Price", digits='Product Price', bounds=(0, 1e8), tracking=True,
        compute='_compute_price_unit', store=True, readonly=False, precompute=True)
    amount = fields.Monetary(
        compute='_compute_amount', store=True, help="As it is priced: with the taxes that the price includes.")
    amount_untaxed = fields.Float(
        string="Untaxed", compute='_compute_amount_untaxed', store=True, digits=(16, 6),
        help="As the invoice counts it, before it is rounded.")
    waive_reason = fields.Char(string="Waived Because", tracking=True, help="The manager says why nothing is asked.")
    excess_reason = fields.Char(
        string="Why above the Excess", tracking=True,
        help="A damage is borne up to the excess, more where it was gross negligence.")
    event_date = fields.Datetime(string="When", tracking=True, help="Of a fine: the moment says who drove.")
    place = fields.Char(string="Where", tracking=True)
    proposed_amount = fields.Monetary(readonly=True, copy=False, help="What follows from the two papers.")
    is_proposed = fields.Boolean(readonly=True, copy=False)
    move_id = fields.Many2one(
        'account.move', string="Invoice", readonly=True, copy=False, index='btree_not_null', ondelete='set null', tracking=True)

    # === COMPUTE METHODS ===#

    @api.depends('kind')
    def _compute_product_id(self):
        for charge in self:
            kind = charge.kind if charge.kind != 'other' else 'cleaning'
            charge.product_id = self.env.ref(f'aftersales.product_loan_{kind}', raise_if_not_found=False)

    @api.depends('product_id', 'kind')
    def _compute_name(self):
        for charge in self:
            charge.name = charge.name or charge.product_id.name

    @api.depends('product_id')
    def _compute_price_unit(self):
        for charge in self:
            charge.price_unit = charge._get_list_price()

    @api.depends('quantity', 'price_unit', 'waive_reason')
    def _compute_amount(self):
        for charge in self:
            charge.amount = 0 if charge.waive_reason else charge.quantity * charge.price_unit

    @api.depends('amount', 'quantity', 'price_unit', 'product_id', 'loan_id.partner_id')
    def _compute_amount_untaxed(self):
        Tax, Position, positions = self.env['account.tax'], self.env['account.fiscal.position'], {}
        for charge in self:
            company, partner = charge.company_id, charge.loan_id.partner_id
            if not charge.amount or not company:
                charge.amount_untaxed = charge.amount
                continue
            if (company, partner) not in positions:
                positions[company, partner] = Position.with_company(company)._get_fiscal_position(partner)
            taxes = charge.product_id.taxes_id._filter_taxes_by_company(company)
            line = Tax._prepare_base_line_for_taxes_computation(
                None, tax_ids=positions[company, partner].map_tax(taxes), quantity=charge.quantity,
                price_unit=charge.price_unit, product_id=charge.product_id, currency_id=charge.currency_id, partner_id=partner)
            Tax._add_tax_details_in_base_line(line, company)
            charge.amount_untaxed = line['tax_details']['raw_total_excluded_currency']

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        charges = super().create(vals_list)
        if any(charges.mapped('waive_reason')):
            charges._check_may_waive({'waive_reason'})
            charges.filtered('waive_reason')._log_waived()
        for loan in charges.loan_id:
            if loan.state in ('reserved', 'cancelled'):
                raise UserError(self.env._("%(loan)s was not handed out: there is nothing to charge.", loan=loan.display_name))
        charges.loan_id.filtered(lambda loan: loan.state == 'settled').sudo()._transition('back')  # sudo: it is open again
        return charges

    def write(self, vals):
        vals = self._read_inputs(vals)
        if not self.env.su:
            self._check_not_invoiced()
        if 'loan_id' in vals and any(charge.loan_id.id != vals['loan_id'] for charge in self):
            raise UserError(self.env._("A charge stays with its loan. Delete it, and enter it with the other one."))
        result = super().write(vals)
        self._check_may_waive(vals.keys())
        if vals.get('waive_reason'):
            self._log_waived()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        self._check_not_invoiced()
        if self.env.su or self.env.user.has_group('aftersales.group_manager'):
            return
        for charge in self.filtered('is_proposed'):
            raise AccessError(self.env._(
                "“%(charge)s” follows from the papers of %(loan)s. The manager may waive it, with a reason.",
                charge=charge.name, loan=charge.loan_id.display_name))

    # === BUSINESS METHODS ===#

    def _check_not_invoiced(self):
        for charge in self:
            if charge._is_invoiced():
                raise UserError(self.env._(
                    "“%(charge)s” is on invoice %(invoice)s. Correct it there, with a credit note.",
                    charge=charge.name, invoice=charge.sudo().move_id.display_name))  # sudo: its number alone

    def _check_may_waive(self, names):
        """:raises AccessError: when somebody who may not asks for less than the papers say"""
        if self.env.su or not names & {'waive_reason', 'price_unit', 'quantity', 'product_id', 'kind'} or (
                self.env.user.has_group('aftersales.group_manager')):
            return
        for charge in self:
            if charge.waive_reason or charge.currency_id.compare_amounts(charge.amount, charge.proposed_amount) < 0:
                raise AccessError(self.env._(
                    "“%(charge)s” of %(loan)s: to ask for less than the papers say is for the manager, with a reason.",
                    charge=charge.name, loan=charge.loan_id.display_name))

    def _log_waived(self):
        """What is given away is told where everybody looks: in the log of the loan."""
        for charge in self:
            # sudo: notes of the system
            charge.loan_id.sudo()._message_log(body=self.env._(
                "“%(charge)s” is waived: %(reason)s", charge=charge.name, reason=charge.waive_reason))

    def _check_priced(self):
        """:raises UserError: when a charge says neither what it costs nor why it is waived, or is more than was agreed"""
        for charge in self:
            if not charge.amount and not charge.waive_reason and not charge._is_invoiced():
                raise UserError(self.env._(
                    "%(loan)s: enter what “%(charge)s” costs. If nothing is asked, the manager writes why.",
                    loan=charge.loan_id.display_name, charge=charge.name))
            excess = charge.loan_id.excess
            if charge.kind == 'damage' and excess and charge._is_open() and not (charge.excess_reason or '').strip() and (
                    charge.currency_id.compare_amounts(charge.amount, excess) > 0):
                raise UserError(self.env._(
                    "%(loan)s: the borrower bears “%(charge)s” up to %(excess)s, as the contract says. Ask for that, or enter "
                    "why it is more.", loan=charge.loan_id.display_name, charge=charge.name,
                    excess=charge.currency_id.format(excess)))

    def _is_invoiced(self):
        self.ensure_one()
        move = self.sudo().move_id  # sudo: whether there is one is told to whoever sees the charge
        return bool(move) and move.state != 'cancel'

    def _sum_untaxed(self):
        """As invoices of the company sum up: each line rounded, or the whole."""
        currency = self.currency_id[:1]
        if self.company_id[:1].tax_calculation_rounding_method == 'round_globally':
            return currency.round(sum(self.mapped('amount_untaxed'))) if currency else 0.0
        return sum(currency.round(charge.amount_untaxed) for charge in self)

    def _is_open(self):
        """Whether the borrower is still to be asked for it."""
        self.ensure_one()
        return bool(self.amount) and not self._is_invoiced()

    def _get_list_price(self):
        """The product's price in the currency of the loan."""
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        if not product:
            return 0.0
        return product.currency_id._convert(
            product.lst_price, self.currency_id, self.company_id, fields.Date.context_today(self))

    @api.model
    def _prepare_proposal(self, loan, kind, quantity, price, name):
        """Values of a charge that follows from the papers; ``price`` is None for the one of the product."""
        draft = self.new({'loan_id': loan.id, 'kind': kind})
        price = draft._get_list_price() if price is None else price
        return {
            'loan_id': loan.id, 'kind': kind, 'quantity': quantity, 'price_unit': price, 'name': name, 'is_proposed': True,
            'proposed_amount': loan.currency_id.round(quantity * price)}

    def _prepare_invoice_line_vals(self):
        self.ensure_one()
        return {
            'product_id': self.product_id.id, 'name': self._get_invoice_name(), 'quantity': self.quantity,
            'price_unit': self.price_unit}

    def _get_invoice_name(self):
        """With the moment and the place of a fine, so that the borrower knows which."""
        self.ensure_one()
        loan = self.loan_id.with_context(lang=self.loan_id.partner_id.lang)
        moment = loan._say(self.event_date) if self.event_date else ''
        return ' · '.join(filter(None, [self.name, loan.license_plate, moment, self.place]))
