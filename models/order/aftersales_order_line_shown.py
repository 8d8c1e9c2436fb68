from odoo import api, fields, models
from odoo.tools import float_round

MAX_DIGITS = 6


class AftersalesOrderLine(models.Model):
    """Prices as they are shown: one way per company, that of its invoices (Settings > Invoicing > Prices).

    Screens, prints and customer's pages show these, never a price of the one kind beside an amount of the other:
    unit price × quantity − discount is the amount, and the amounts of the lines add up to that of the job.
    """

    _inherit = 'aftersales.order.line'

    company_price_include = fields.Selection(related='company_id.account_price_include')
    shown_price_unit = fields.Float(
        string="Shown Unit Price", min_display_digits='Product Price', compute='_compute_shown_amount',
        help="With or without taxes, as the company's invoices show prices.",
        groups='aftersales.group_price,base.group_portal',
    )
    shown_amount = fields.Monetary(
        string="Amount", compute='_compute_shown_amount',
        help="With or without taxes, as the company's invoices show prices.",
        groups='aftersales.group_price,base.group_portal',
    )

    @api.depends(
        'price_unit', 'quantity', 'discount', 'tax_ids', 'price_subtotal', 'price_total', 'currency_id',
        'company_id.account_price_include',
    )
    def _compute_shown_amount(self):
        for line in self:
            line.shown_amount = line.price_total if line._shows_taxes() else line.price_subtotal
            line.shown_price_unit = line._get_shown_price_unit()

    def _shows_taxes(self):
        """Whether prices are shown with taxes."""
        return self.company_id.account_price_include == 'tax_included'

    def _get_shown_price_unit(self):
        """The price as it was entered, or with or without the taxes that it was entered without or with.

        It has as few digits as let the reader multiply it himself.
        """
        self.ensure_one()
        company = self.company_id or self.env.company
        currency, price = self.currency_id or company.currency_id, self.price_unit
        taxes = self.tax_ids.flatten_taxes_hierarchy()
        if any(tax.price_include != self._shows_taxes() for tax in taxes):
            base_line = self._prepare_base_line_for_taxes_computation(quantity=1.0, discount=0.0)
            self.env['account.tax']._add_tax_details_in_base_line(base_line, company)
            kind = 'included' if self._shows_taxes() else 'excluded'
            price = base_line['tax_details'][f'raw_total_{kind}_currency']
        for digits in range(currency.decimal_places, MAX_DIGITS):
            rounded = float_round(price, precision_digits=digits)
            amount = rounded * self.quantity * (1 - self.discount / 100)
            if currency.compare_amounts(amount, self.shown_amount) == 0:
                return rounded
        return float_round(price, precision_digits=MAX_DIGITS)
