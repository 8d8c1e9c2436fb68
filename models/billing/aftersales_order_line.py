from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_compare, float_repr, float_round

# What a person types to sell below the price, and what makes a typed price a lower one.
PRICE_FIELDS = {'price_unit', 'discount', 'technical_price_unit', 'is_included'}
DISCOUNTED_FIELDS = PRICE_FIELDS | {'product_id', 'product_uom_id'}


class AftersalesOrderLine(models.Model):
    _inherit = 'aftersales.order.line'

    invoice_line_ids = fields.Many2many(
        'account.move.line',
        relation='aftersales_line_invoice_rel',
        column1='order_line_id',
        column2='invoice_line_id',
        string="Invoice Lines",
        copy=False,
        readonly=True,
        groups='account.group_account_invoice,account.group_account_readonly',
    )
    qty_invoiced = fields.Float(
        string="Invoiced",
        digits='Product Unit',
        compute='_compute_qty_invoiced',
        store=True,
    )
    qty_to_invoice = fields.Float(
        string="To Invoice",
        digits='Product Unit',
        compute='_compute_qty_to_invoice',
    )

    # === COMPUTE METHODS ===#

    @api.depends(
        'invoice_line_ids.quantity', 'invoice_line_ids.product_uom_id',
        'invoice_line_ids.move_id.state', 'invoice_line_ids.move_id.move_type',
    )
    def _compute_qty_invoiced(self):
        """Drafts count, cancelled ones don't, credit notes give back."""
        for line in self:
            quantity = 0.0
            for invoice_line in line.invoice_line_ids:
                move = invoice_line.move_id
                if move.state != 'cancel':
                    sign = -1 if move.move_type == 'out_refund' else 1
                    quantity += sign * invoice_line.product_uom_id._compute_quantity(
                        invoice_line.quantity, line.product_uom_id, round=False)
            line.qty_invoiced = line.product_uom_id.round(quantity) if line.product_uom_id else quantity

    @api.depends(
        'quantity', 'qty_invoiced', 'approval', 'job_id.state', 'job_id.approval', 'job_id.payer_id',
        'job_id.pay_type_id.settlement', 'order_id.state',
    )
    def _compute_qty_to_invoice(self):
        for line in self:
            job, open_qty = line.job_id, line.quantity - line.qty_invoiced
            due = (
                job._is_billable() and line._is_authorised() and line.product_uom_id.compare(open_qty, 0) > 0
                and (job.settlement == 'invoice' or job._get_principal())
            )
            line.qty_to_invoice = open_qty if due else 0.0

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        given = {key[8:] for key in self.env.context if key.startswith('default_')}
        lines.browse([
            line.id for line, vals in zip(lines, vals_list, strict=True) if PRICE_FIELDS & (vals.keys() | given)
        ])._check_discount_limit()
        return lines

    def write(self, vals):
        if not DISCOUNTED_FIELDS & vals.keys():
            return super().write(vals)
        before = {line: (line._get_price_terms(), line.discount) for line in self}
        result = super().write(vals)
        repriced = self.filtered(lambda line: line._get_price_terms() != before[line][0])
        repriced._check_discount_limit()
        (self - repriced).filtered(lambda line: line.discount != before[line][1])._check_discount_limit(priced_before=True)
        return result

    # === BUSINESS METHODS: DISCOUNT LIMITS ===#

    def _get_price_terms(self):
        self.ensure_one()
        return self.product_id, self.product_uom_id, self.price_unit, self.technical_price_unit, self.is_included

    def _check_discount_limit(self, priced_before=False):
        """Refuse a discount above the limit of the user's roles, given as one or as a lower price.

        :param priced_before: the price was there already: one that was computed then
            counts as the payer's price, even if that has changed since
        """
        if self.env.su:
            return
        Limit = self.env['aftersales.discount.limit']
        digits = self.env['decimal.precision'].precision_get('Product Price')
        for company, lines in self.grouped('company_id').items():
            limit = Limit._get_user_limit(company)
            if limit >= 100:
                continue
            for line in lines:
                wanted = line._get_given_discount(digits, priced_before)
                if float_compare(wanted, limit, precision_digits=2) > 0:
                    raise UserError(line._get_over_limit_message(wanted, limit))

    def _get_given_discount(self, digits, priced_before):
        """The discount in percent, or more when the price typed is below the payer's price."""
        self.ensure_one()
        if self.price_unit < 0:
            return 100.0
        if priced_before and self.price_unit == self.technical_price_unit:
            return self.discount
        reference = None
        if self.job_id.menu_id and self.product_id == self.job_id.menu_id.product_id:
            reference = self.job_id._get_menu_price()
        if reference is None:
            reference = self._get_list_price() if self._is_in_menu() else self._get_payer_price()
        reference = float_round(reference, precision_digits=digits)
        if reference <= 0 or float_compare(self.price_unit, reference, precision_digits=digits) >= 0:
            return self.discount
        return max(self.discount, 100 * (1 - self.price_unit * (1 - self.discount / 100) / reference))

    def _is_in_menu(self):
        """Whether the menu's fixed price covers the line, or the line has its own price anyway."""
        self.ensure_one()
        operations = self.job_id.menu_id.line_ids.operation_id
        return not self.is_included or self.product_id in operations.product_id | operations.part_ids.product_id

    def _get_over_limit_message(self, wanted, limit):
        self.ensure_one()
        limits = self.env['aftersales.discount.limit']._get_limits(self.company_id)
        able = [group.name for group, percent in limits.items() if float_compare(percent, wanted, precision_digits=2) >= 0]
        return self.env._(
            "“%(line)s” of %(order)s: a discount of %(wanted)s %% is above your limit of %(limit)s %%. "
            "Lower it, or ask somebody with the role: %(roles)s.",
            line=self.name, order=self.order_id.name,
            wanted=float_repr(wanted, 2), limit=float_repr(limit, 2),
            roles=", ".join(able) or self.env._("nobody may give that much"),
        )

    # === BUSINESS METHODS: INVOICE LINES ===#

    def _get_income_account(self, journal):
        """The account the line's invoice will book on; raises when there is none."""
        self.ensure_one()
        accounts = self.product_id.with_company(self.company_id).product_tmpl_id.get_product_accounts(
            fiscal_pos=self.job_id.fiscal_position_id)
        account = accounts['income'] or journal.default_account_id
        if not account:
            raise UserError(self.env._(
                "%(order)s cannot be invoiced: %(product)s has no income account. "
                "Set one on the product, on its category or on the journal %(journal)s.",
                order=self.order_id.name, product=self.product_id.display_name, journal=journal.display_name,
            ))
        return account

    def _prepare_extra_tax_data(self, base_line, is_whole):
        """How the invoice line's taxes are rounded, so that a payer's invoices sum to his part of the order.

        All of it at once rounds as the order does, apart from other orders on the same
        invoice. A part keeps its piece of the order's rounded amounts; the pieces of
        a line add up to it, whatever the quantities.

        :param base_line: the line's rounded base line
        """
        self.ensure_one()
        if is_whole:
            return {'computation_key': f'aftersales_order,{self.order_id.id}'}
        start = self.qty_invoiced / self.quantity
        end = (self.qty_invoiced + self.qty_to_invoice) / self.quantity
        company_currency = self.company_id.currency_id

        def cut(values, field, suffix):
            currency = base_line['currency_id'] if suffix else company_currency
            amount = values[f'{field}{suffix}'] + values.get(f'delta_{field}{suffix}', 0.0)
            return currency.round(currency.round(amount * end) - currency.round(amount * start))

        details = base_line['tax_details']
        piece = dict(base_line, quantity=self.qty_to_invoice, tax_details={
            **{f'total_excluded{suffix}': cut(details, 'total_excluded', suffix) for suffix in ('_currency', '')},
            'delta_total_excluded_currency': 0.0,
            'delta_total_excluded': 0.0,
            'taxes_data': [
                {**tax_data, **{
                    f'{field}{suffix}': cut(tax_data, field, suffix)
                    for field in ('base_amount', 'tax_amount') for suffix in ('_currency', '')
                }}
                for tax_data in details['taxes_data']
            ],
        })
        return self.env['account.tax']._aftersales_freeze_base_line(piece, self.company_id)

    def _prepare_invoice_line_vals(self, **values):
        """Values of the invoice line for what is to be invoiced of the line."""
        self.ensure_one()
        AccountMoveLine = self.env['account.move.line']
        return {
            'display_type': 'product',
            'name': AccountMoveLine._get_journal_items_full_name(self.name, self.product_id.display_name),
            'product_id': self.product_id.id,
            'product_uom_id': self.product_uom_id.id,
            'quantity': self.qty_to_invoice,
            'price_unit': self.price_unit,
            'discount': self.discount,
            'tax_ids': [Command.set(self.tax_ids.ids)],
            'vehicle_id': self.order_id.vehicle_id.id,
            'aftersales_line_ids': [Command.link(self.id)],
            **values,
        }
