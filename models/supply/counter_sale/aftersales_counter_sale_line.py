from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AftersalesCounterSaleLine(models.Model):
    """A part of a counter sale, at the customer's price list (H9)."""
    _name = 'aftersales.counter.sale.line'
    _description = "Part of a Counter Sale"
    _inherit = ['aftersales.system.values.mixin']
    _order = 'sale_id.id desc, sequence, id'
    _rec_name = 'product_id'
    _rec_names_search = ['name', 'sale_id.name']
    _check_company_auto = True

    sale_id = fields.Many2one('aftersales.counter.sale', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='sale_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='sale_id.currency_id')
    state = fields.Selection(related='sale_id.state', string="Status")
    sequence = fields.Integer(default=10)
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, index=True, ondelete='restrict', check_company=True,
        domain="[('type', '=', 'consu'), ('sale_ok', '=', True)]")
    name = fields.Text(
        string="Description", required=True, compute='_compute_name', store=True, readonly=False, precompute=True)
    quantity = fields.Float(digits='Product Unit', required=True, default=1.0, bounds=(0, 1e6))
    product_uom_id = fields.Many2one(
        'uom.uom', string="Unit", required=True, ondelete='restrict',
        compute='_compute_product_uom_id', store=True, readonly=False, precompute=True)
    # Not rounded, as a sale order's.
    price_unit = fields.Float(
        string="Unit Price", min_display_digits='Product Price', required=True, bounds=(-1e10, 1e10),
        compute='_compute_price_unit', store=True, readonly=False, precompute=True)
    # What the price list says: a price that differs was typed, and stays whatever the quantity.
    technical_price_unit = fields.Float(
        string="List Price", min_display_digits='Product Price', bounds=(0, 1e10),
        compute='_compute_price_unit', store=True, precompute=True)
    discount = fields.Float(string="Disc. %", digits='Discount', default=0.0, bounds=(0, 100))
    tax_ids = fields.Many2many(
        'account.tax', string="Taxes", check_company=True, compute='_compute_tax_ids', store=True, readonly=False,
        precompute=True, domain=[('type_tax_use', '=', 'sale')], context={'active_test': False})
    price_subtotal = fields.Monetary(string="Subtotal", compute='_compute_amount', store=True, precompute=True)
    price_total = fields.Monetary(string="With Taxes", compute='_compute_amount', store=True, precompute=True)
    stock_text = fields.Char(string="In Stock", compute='_compute_stock_text', compute_sudo=True)

    _check_quantity = models.Constraint('CHECK (quantity > 0)', "Enter how many are sold.")
    _check_discount = models.Constraint(
        'CHECK (discount >= 0 AND discount <= 100)', "A discount is a percentage between 0 and 100.")

    # === COMPUTE METHODS ===#

    @api.depends('product_id')
    def _compute_name(self):
        for line in self:
            if line.product_id and not (line.name and line._origin.product_id == line.product_id):
                line.name = line.product_id.get_product_multiline_description_sale()

    @api.depends('product_id')
    def _compute_product_uom_id(self):
        for line in self:
            if not line.product_uom_id or line._origin.product_id != line.product_id:
                line.product_uom_id = line.product_id.uom_id

    @api.depends('product_id', 'sale_id.fiscal_position_id', 'sale_id.company_id')
    def _compute_tax_ids(self):
        for line in self:
            taxes = line.product_id.taxes_id._filter_taxes_by_company(line.sale_id.company_id or self.env.company)
            line.tax_ids = line.sale_id.fiscal_position_id.map_tax(taxes)

    @api.depends('product_id', 'product_uom_id', 'quantity', 'sale_id.pricelist_id', 'sale_id.fiscal_position_id')
    def _compute_price_unit(self):
        for line in self:
            currency = line.currency_id or self.env.company.currency_id
            follows = line._origin.product_id != line.product_id or currency.compare_amounts(
                line.technical_price_unit, line.price_unit) == 0
            listed = line._get_list_price()
            line.price_unit = listed if follows else line.price_unit
            line.technical_price_unit = listed

    @api.depends('quantity', 'price_unit', 'discount', 'tax_ids', 'sale_id.currency_id')
    def _compute_amount(self):
        AccountTax = self.env['account.tax']
        for line in self:
            company = line.sale_id.company_id or self.env.company
            base_line = line._prepare_base_line_for_taxes_computation()
            AccountTax._add_tax_details_in_base_line(base_line, company)
            AccountTax._round_base_lines_tax_details([base_line], company)
            line.price_subtotal = base_line['tax_details']['total_excluded_currency']
            line.price_total = base_line['tax_details']['total_included_currency']

    @api.depends('product_id', 'sale_id.workshop_id')
    def _compute_stock_text(self):
        for warehouse, lines in self.grouped(lambda line: line.sale_id.workshop_id.warehouse_id).items():
            products = lines.product_id.with_context(warehouse_id=warehouse.id)
            free = {product.id: product.free_qty for product in products if product.is_storable}
            for line in lines:
                line.stock_text = f'{free[line.product_id.id]:g}' if line.product_id.id in free else ''

    # === CONSTRAINT METHODS ===#

    @api.constrains('product_id', 'price_unit')
    def _check_product(self):
        for line in self.filtered(lambda line: line._is_goods()):
            if line.price_unit < 0:
                raise ValidationError(self.env._(
                    "%(part)s: a price is zero or more. Give a discount instead.", part=line.product_id.display_name))
            if line.product_id.type != 'consu':
                raise ValidationError(self.env._(
                    "%(product)s is no goods: it is sold with a repair order.", product=line.product_id.display_name))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        sales = self.env['aftersales.counter.sale'].browse(
            {vals['sale_id'] for vals in vals_list if vals.get('sale_id')})
        if not self.env.su:
            sales._claim_for_update()  # it may be confirmed meanwhile
            sales._check_still_quote()
        lines = super().create([self._read_inputs(vals) for vals in vals_list])
        # What was reckoned on the way was reckoned with the price of the list.
        typed = lines.browse([line.id for line, vals in zip(lines, vals_list, strict=True) if 'price_unit' in vals])
        for name in ('price_subtotal', 'price_total'):
            self.env.add_to_compute(self._fields[name], typed)
        return lines

    def write(self, vals):
        if not self.env.su:
            self.sale_id._claim_for_update()
            self.sale_id._check_still_quote()
        return super().write(self._read_inputs(vals))

    @api.ondelete(at_uninstall=False)
    def _unlink_of_quote(self):
        if not self.env.su:
            self.sale_id._claim_for_update()
            self.sale_id._check_still_quote()

    # === BUSINESS METHODS ===#

    def _is_goods(self):
        """Hook: whether it is a part that leaves stock, and no line by which a room takes something off."""
        self.ensure_one()
        return True

    def _get_list_price(self):
        """Price of one unit by the price list, under the customer's fiscal position."""
        self.ensure_one()
        sale, product = self.sale_id, self.product_id.with_company(self.sale_id.company_id)
        if not product:
            return 0.0
        company = sale.company_id or self.env.company
        currency = sale.currency_id or company.currency_id
        price, rule_id = sale.pricelist_id._get_product_price_rule(
            product, quantity=self.quantity or 1.0, uom=self.product_uom_id or product.uom_id,
            date=fields.Datetime.now(), currency=currency)
        price = price if rule_id else self._get_standing_price(price, currency)
        return product._get_tax_included_unit_price_from_price(
            price, product_taxes=product.taxes_id._filter_taxes_by_company(company),
            fiscal_position=sale.fiscal_position_id)

    def _get_standing_price(self, price, currency):
        """Hook: price of one unit where the customer's price list has no rule of its own: the product's sales price."""
        self.ensure_one()
        return price

    def _get_given_percent(self):
        """What the price gives away of the price list, by discount or by a lower price."""
        self.ensure_one()
        if self.technical_price_unit <= 0:
            return 0.0
        return max(0.0, 100 * (1 - self.price_unit * (1 - self.discount / 100) / self.technical_price_unit))

    def _prepare_base_line_for_taxes_computation(self, **kwargs):
        """The line for ``account.tax``'s computation; see that model for the shape."""
        self.ensure_one()
        sale = self.sale_id
        company = sale.company_id or self.env.company
        currency = sale.currency_id or company.currency_id
        rate = self.env['res.currency']._get_conversion_rate(
            company.currency_id, currency, company, (sale.date or fields.Datetime.now()).date())
        return self.env['account.tax']._prepare_base_line_for_taxes_computation(self, **{
            'tax_ids': self.tax_ids, 'quantity': self.quantity, 'partner_id': sale.partner_id, 'currency_id': currency,
            'rate': rate, 'name': self.name, **kwargs,
        })
