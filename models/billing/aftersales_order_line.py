from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


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
        'invoice_line_ids.move_id.reversed_entry_id',
    )
    def _compute_qty_invoiced(self):
        """Drafts count, cancelled ones don't, credit notes give back."""
        for line in self:
            quantity = 0.0
            for invoice_line in line.invoice_line_ids:
                move = invoice_line.move_id
                if move.state != 'cancel':
                    sign = -1 if move._gives_work_back() else 1
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

    # === BUSINESS METHODS: INVOICE LINES ===#

    def _is_to_charge(self):
        """Whether a document is to be made of what is not invoiced: for its price, or for what it cost."""
        self.ensure_one()
        return bool(self.qty_to_invoice) and self._is_worth_a_document()

    def _is_worth_a_document(self):
        """Whether the line has a price, also where nothing of it is left, or a cost to book."""
        self.ensure_one()
        price = self.price_total if self.quantity else self.price_unit * (1 - self.discount / 100)
        return not self.currency_id.is_zero(price) or self._books_cost()

    def _get_qty_to_credit(self):
        """How much is invoiced above what was done. Hook: rooms that gave its money back otherwise by ``super()``."""
        self.ensure_one()
        return self.qty_invoiced - self.quantity

    def _books_cost(self):
        """Whether the cost of the line waits for the document that invoices it. Hook: rooms that know by ``super()``."""
        self.ensure_one()
        return False

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

    def _get_invoice_name(self):
        """What was done or fitted, in the words of who pays; a part with its number."""
        self.ensure_one()
        payer = self.job_id._get_principal() or self.order_id.partner_id
        name = self.with_context(lang=payer.lang or self.env.lang)._get_print_name()
        code = self.line_type == 'part' and self.product_id.default_code
        return f'[{code}] {name}' if code else name

    def _prepare_invoice_line_vals(self, **values):
        """Values of the invoice line for what is to be invoiced of the line."""
        self.ensure_one()
        return {
            'display_type': 'product',
            'name': self._get_invoice_name(),
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
