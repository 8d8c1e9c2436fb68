from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_round

from .line_kinds import LINE_TYPES, PART_ORIGINS

# Order in which the lines of a job are printed.
TYPE_ORDER = ('labour', 'part', 'sublet', 'fee')


class AftersalesOrderLine(models.Model):
    """Labour, a part, sublet work or a fee of a job.

    Prices come from the payer's pricelist, labour rates from the outlet and the pay
    type; amounts from the ``account.tax`` base-line framework, so that they equal
    those of a sale order and of the invoice.
    """

    _name = 'aftersales.order.line'
    _inherit = ['aftersales.system.values.mixin', 'aftersales.read.together.mixin']
    _description = 'Repair Order Line'
    _order = 'order_id.id desc, job_id, sequence, id'
    _rec_names_search = ['name', 'order_id.name']
    _check_company_auto = True
    _guarded_by_model = frozenset({'order_id'})
    _read_with = frozenset({'order_id', 'job_id'})

    # === FIELDS ===#

    job_id = fields.Many2one(
        'aftersales.job', required=True, index=True, ondelete='cascade',
    )
    # Always the job's; a plain field, set at creation, so that ``order.line_ids`` can be its inverse.
    order_id = fields.Many2one(
        'aftersales.order', required=True, readonly=True, index=True, ondelete='cascade',
    )
    company_id = fields.Many2one(related='job_id.company_id', store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='job_id.order_id.currency_id', store=True, precompute=True)
    state = fields.Selection(related='job_id.order_id.state', string="Order Status")
    sequence = fields.Integer(default=10)
    line_type = fields.Selection(
        selection=LINE_TYPES, required=True, string="Type",
        compute='_compute_line_type', store=True, readonly=False, precompute=True,
    )
    operation_id = fields.Many2one(
        'aftersales.operation', index='btree_not_null', check_company=True, ondelete='restrict',
    )
    product_id = fields.Many2one(
        'product.product', required=True, index=True, ondelete='restrict', check_company=True,
        domain=[('sale_ok', '=', True)],
    )
    name = fields.Text(
        string="Description", required=True,
        compute='_compute_name', store=True, readonly=False, precompute=True,
    )
    quantity = fields.Float(digits='Product Unit', required=True, default=1.0, bounds=(None, 1e6))
    product_uom_id = fields.Many2one(
        'uom.uom', string="Unit", required=True, ondelete='restrict',
        compute='_compute_product_uom_id', store=True, readonly=False, precompute=True,
    )
    part_origin = fields.Selection(
        selection=PART_ORIGINS,
        compute='_compute_part_origin', store=True, readonly=False, precompute=True, string="Origin",
        help="Parts the customer supplies are free of charge, leave no stock and exclude our guarantee.",
    )
    is_included = fields.Boolean(
        string="Included", help="Covered by the fixed price of the job's menu.",
    )
    # Not rounded, as a sale order's: a percentage of a price list is taken of the amount, not of one unit.
    price_unit = fields.Float(
        string="Unit Price", min_display_digits='Product Price', required=True,
        compute='_compute_price_unit', store=True, readonly=False, precompute=True, bounds=(-1e10, 1e10),
        groups='aftersales.group_price,base.group_portal',
    )
    # The price as computed: differs from price_unit once a person has typed another.
    technical_price_unit = fields.Float(bounds=(-1e10, 1e10), groups='aftersales.group_price,base.group_portal')
    discount = fields.Float(
        string="Disc. %", digits='Discount', default=0.0,
        groups='aftersales.group_price,base.group_portal',
    )
    tax_ids = fields.Many2many(
        'account.tax', string="Taxes", check_company=True,
        compute='_compute_tax_ids', store=True, readonly=False, precompute=True,
        domain=[('type_tax_use', '=', 'sale')], context={'active_test': False},
    )
    price_subtotal = fields.Monetary(
        compute='_compute_amount', store=True, precompute=True, string="Subtotal",
        groups='aftersales.group_price,base.group_portal',
    )
    price_tax = fields.Monetary(
        compute='_compute_amount', store=True, precompute=True, string="Tax Amount",
        groups='aftersales.group_price,base.group_portal',
    )
    price_total = fields.Monetary(
        compute='_compute_amount', store=True, precompute=True, string="Total",
        groups='aftersales.group_price,base.group_portal',
    )

    _check_quantity = models.Constraint(
        'CHECK(quantity >= 0)',
        "A quantity cannot be negative. To give something back, return the part or credit the invoice.",
    )
    _check_discount = models.Constraint(
        'CHECK(discount >= 0 AND discount <= 100)', "A discount is a percentage between 0 and 100.",
    )

    # === COMPUTE METHODS ===#

    @api.depends('product_id')
    def _compute_line_type(self):
        for line in self:
            line.line_type = line.line_type or (line._get_product_line_type() if line.product_id else False)

    @api.depends('product_id')
    def _compute_name(self):
        for line in self:
            if line.product_id and not (line.name and line._origin.product_id == line.product_id):
                # In the words of who writes it, as labour and menus are; papers and pages read it again in the customer's.
                line.name = line.product_id.get_product_multiline_description_sale()

    @api.depends('product_id')
    def _compute_product_uom_id(self):
        for line in self:
            if not line.product_uom_id or line._origin.product_id != line.product_id:
                line.product_uom_id = line.product_id.uom_id

    @api.depends('line_type', 'product_id')
    def _compute_part_origin(self):
        """That of the product, until somebody says otherwise of the line; another one chosen in the form brings its own."""
        for line in self:
            said, is_other = line.part_origin, line._origin.product_id != line.product_id
            if line.line_type != 'part':
                line.part_origin = False
            elif said == 'customer' or (said and not is_other):
                line.part_origin = said
            else:
                line.part_origin = line.product_id.aftersales_origin or 'original'

    @api.depends('product_id', 'job_id.fiscal_position_id', 'company_id')
    def _compute_tax_ids(self):
        by_terms = defaultdict(self.browse)
        for line in self:
            by_terms[line.company_id, line.job_id.fiscal_position_id, line.product_id] |= line
        for (company, fiscal_position, product), lines in by_terms.items():
            taxes = product.taxes_id._filter_taxes_by_company(company)
            lines.tax_ids = fiscal_position.map_tax(taxes)

    @api.depends(
        'product_id', 'product_uom_id', 'quantity', 'is_included', 'part_origin', 'line_type',
        'job_id.pricelist_id', 'job_id.pay_type_id', 'job_id.fiscal_position_id', 'currency_id',
    )
    def _compute_price_unit(self):
        priced = self.filtered(lambda line: line.product_id and line.product_uom_id)
        (self - priced).price_unit = (self - priced).technical_price_unit = 0.0
        computed = priced.filtered(lambda line: (line.currency_id or self.env.company.currency_id).compare_amounts(
            line.technical_price_unit, line.price_unit) == 0)
        payer_prices = computed._get_payer_prices()
        for line in computed:
            line.price_unit = line.technical_price_unit = 0.0 if line.is_included else payer_prices[line]

    @api.depends('quantity', 'price_unit', 'discount', 'tax_ids', 'currency_id')
    def _compute_amount(self):
        AccountTax = self.env['account.tax']
        for company, lines in self.grouped('company_id').items():
            for line in lines:
                base_line = line._prepare_base_line_for_taxes_computation()
                AccountTax._add_tax_details_in_base_line(base_line, company or self.env.company)
                AccountTax._round_base_lines_tax_details([base_line], company or self.env.company)
                line.price_subtotal = base_line['tax_details']['total_excluded_currency']
                line.price_total = base_line['tax_details']['total_included_currency']
                line.price_tax = line.price_total - line.price_subtotal

    # === CONSTRAINT METHODS ===#

    @api.constrains('product_id', 'line_type')
    def _check_line_type(self):
        for line in self:
            if line.line_type == 'part' and line.product_id.type == 'service':
                raise ValidationError(self.env._(
                    "%(product)s is a service and cannot be a part of job %(job)s. Choose the type labour, sublet or fee.",
                    product=line.product_id.display_name, job=line.job_id.shown_name,
                ))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        jobs = self.env['aftersales.job'].browse([
            vals.get('job_id') or self.env.context.get('default_job_id') or False for vals in vals_list
        ])
        vals_list = [
            dict(vals, order_id=jobs.browse(job_id or ()).order_id.id)
            for vals, job_id in zip(vals_list, jobs._ids, strict=True)
        ]
        orders = jobs.filtered('id').order_id
        orders._claim_for_update()  # as for a job: the order may be closed meanwhile
        orders._check_unlocked()
        return super().create(vals_list)

    def _add_precomputed_values(self, vals_list):
        """Remember computed prices as such: they follow the quantity and the product, typed ones do not."""
        typed = ['price_unit' in vals for vals in vals_list]
        super()._add_precomputed_values(vals_list)
        first = self._get_first_values()
        for vals, is_typed in zip(vals_list, typed, strict=True):
            vals.update({name: value for name, value in first.items() if name not in vals})
            if not is_typed and 'price_unit' in vals:
                vals.setdefault('technical_price_unit', vals['price_unit'])

    def write(self, vals):
        self.order_id._check_unlocked()
        if 'job_id' in vals or 'order_id' in vals:
            raise UserError(self.env._("A line stays with its job. Delete it and add it to the other job."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_unlocked(self):
        self.order_id._claim_for_update()
        self.order_id._check_unlocked()

    # === BUSINESS METHODS ===#

    @api.model
    def _get_first_values(self):
        """Hook: what computed fields mostly say of a new line. They are computed all the same; what was right is not
        written a second time."""
        return {}

    @api.model
    def _get_hour_unit(self):
        """The hour. ``env.ref`` would ask the database each time whether it still exists: once a line, that is."""
        unit_id = self.env['ir.model.data']._xmlid_to_res_id('uom.product_uom_hour', raise_if_not_found=False)
        return self.env['uom.uom'].browse(unit_id or ())

    def _get_product_line_type(self):
        """What a line of the product is, unless somebody says otherwise."""
        self.ensure_one()
        if self.product_id.type != 'service':
            return 'part'
        hour = self._get_hour_unit()
        return 'labour' if hour and self.product_id.uom_id._has_common_reference(hour) else 'fee'

    def _get_payer_price(self):
        self.ensure_one()
        return self._get_payer_prices()[self]

    def _get_payer_prices(self):
        """Price of one unit of each line for the payer, before discount, in the order's currency.

        Labour: the outlet's rate for the pay type, else the payer's pricelist, which is
        asked once for all lines of the same quantity and unit.
        """
        prices, listed = {}, defaultdict(self.browse)
        for line in self:
            if line.part_origin == 'customer':
                prices[line] = 0.0
                continue
            line = line.with_company(line.company_id)
            currency = line.currency_id or line.company_id.currency_id
            price = line._get_labour_price(currency) if line.line_type == 'labour' else None
            if price is None:
                # A product's own unit is what the price list takes: lines of any own units are asked together.
                uom = line.product_uom_id if line.product_uom_id != line.product_id.uom_id else line.product_uom_id.browse()
                terms = line.company_id, line.job_id.pricelist_id, uom, line.quantity or 1.0, currency
                listed[terms] |= line
            else:
                prices[line] = line._include_taxes(price)
        for (company, pricelist, uom, quantity, currency), lines in listed.items():
            lines = lines.with_company(company)
            terms = {'quantity': quantity, 'uom': uom, 'date': fields.Datetime.now(), 'currency': currency}
            product_prices = pricelist._compute_price_rule(lines.product_id, **terms)
            for line in lines:
                price, rule_id = product_prices[line.product_id.id]
                if not rule_id:
                    price = line._get_standing_price(price, currency)
                rule = self.env['product.pricelist.item'].browse(rule_id or ())
                base, discount = line._split_discount(price, rule, terms)
                prices[line] = line._include_taxes(base) * (1 - discount / 100)
        return prices

    def _get_standing_price(self, price, currency):
        """Hook: price of one unit where the payer's price list has no rule of its own: the product's sales price."""
        self.ensure_one()
        return price

    def _split_discount(self, price, rule, terms):
        """A percentage of the price list as a sale order takes it where it shows discounts: rounded as such.

        :return: price before, and discount in percent; our documents show them as one price
        """
        # Of the sales application, which need not be there.
        if not rule or not getattr(type(rule), '_show_discount', None) or not rule._show_discount():
            return price, 0.0
        base = rule._compute_price_before_discount(product=self.product_id, **terms)
        discount = 100 * (base - price) / base if base else 0.0
        if discount <= 0:
            return price, 0.0
        return base, float_round(discount, precision_digits=self.env['decimal.precision'].precision_get('Discount'))

    def _include_taxes(self, price):
        """The product's price under the payer's fiscal position, which may include other taxes."""
        return self.product_id._get_tax_included_unit_price_from_price(
            price,
            product_taxes=self.product_id.taxes_id._filter_taxes_by_company(self.company_id),
            fiscal_position=self.job_id.fiscal_position_id,
        )

    def _get_labour_price(self, currency, pay_type=None):
        """The outlet's rate per hour for the pay type (the job's), per the line's unit; None when it sets none."""
        job = self.job_id
        if not job.order_id.workshop_id:  # a new row, filled before its job is chosen
            return None
        rate = job.order_id._get_labour_rate(pay_type or job.pay_type_id, currency, job.work_class_id)
        hour = self._get_hour_unit()
        if rate is not None and self.product_uom_id._has_common_reference(hour):
            rate = hour._compute_price(rate, self.product_uom_id)
        return rate

    def _prepare_base_line_for_taxes_computation(self, **kwargs):
        """The line for ``account.tax``'s computation; see that model for the shape."""
        self.ensure_one()
        company = self.company_id or self.env.company
        return self.env['account.tax']._prepare_base_line_for_taxes_computation(self, **{
            'tax_ids': self.tax_ids,
            'quantity': self.quantity,
            'partner_id': self.job_id.payer_id or self.job_id.order_id.partner_id,
            'currency_id': self.currency_id or company.currency_id,
            'rate': self.job_id.order_id.currency_rate,
            'name': self.name,
            **kwargs,
        })

    def _get_rounded_base_lines(self, **kwargs):
        """Base lines with tax details, rounded together for each payer as his own document."""
        AccountTax = self.env['account.tax']
        company = self.company_id[:1] or self.env.company
        base_lines = [
            line._prepare_base_line_for_taxes_computation(computation_key=line.job_id._get_rounding_key(), **kwargs)
            for line in self
        ]
        AccountTax._add_tax_details_in_base_lines(base_lines, company)
        AccountTax._round_base_lines_tax_details(base_lines, company)
        return base_lines

    def _voids_guarantee(self):
        """Whether the part takes the repair guarantee from its job (D5).

        The customer's own parts always do; parts that are not original when they are critical.
        """
        self.ensure_one()
        if self.line_type != 'part':
            return False
        if self.part_origin == 'customer':
            return True
        return self.product_id.aftersales_is_critical and self.part_origin != 'original'
