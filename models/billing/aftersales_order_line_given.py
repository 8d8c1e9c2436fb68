from odoo import api, models
from odoo.tools import float_compare

# What moves the price of a line, or the value of what is sold for it.
VALUE_FIELDS = {
    'price_unit', 'discount', 'technical_price_unit', 'is_included', 'part_origin', 'line_type', 'operation_id',
    'product_id', 'product_uom_id', 'quantity', 'tax_ids',
}


class AftersalesOrderLine(models.Model):
    """What is given away of a line: its list value less its price, in percent (G3).

    A price the system computed by the payer's own terms is its list price, and stays it when lists become dearer.
    """

    _inherit = 'aftersales.order.line'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        job_ids = {vals.get('job_id') or self.env.context.get('default_job_id') for vals in vals_list}
        before = self.env['aftersales.job'].browse(filter(None, job_ids))._get_given_rates()
        lines = super().create(vals_list)
        if 'default_technical_price_unit' in self.env.context or any('technical_price_unit' in vals for vals in vals_list):
            lines._correct_technical_price()
        lines.job_id._check_given_away(before)
        return lines

    def write(self, vals):
        if self.env.su or not (VALUE_FIELDS | self._get_value_fields()) & vals.keys():
            return super().write(vals)
        before = self.job_id._get_given_rates()
        computed = {line: line.technical_price_unit for line in self}
        result = super().write(vals)
        if 'technical_price_unit' in vals:
            self.filtered(lambda line: line.technical_price_unit != computed[line])._correct_technical_price()
        self.job_id._check_given_away(before)
        return result

    def unlink(self):
        """The line that carries a menu's price does not go alone: what the menu includes would be free."""
        jobs = self.job_id.filtered('menu_id') if not self.env.su else self.job_id.browse()
        before = jobs._get_given_rates()
        result = super().unlink()
        jobs._check_given_away(before)
        return result

    @api.model
    def _get_value_fields(self):
        """Hook: fields of other rooms that move a price."""
        return set()

    def _correct_technical_price(self):
        """Only the system says what it computed: a typed price does not pass as the payer's."""
        digits = self.env['decimal.precision'].precision_get('Product Price')
        for line in self.filtered('technical_price_unit'):
            price = 0.0 if line.is_included else line._get_payer_price()
            if float_compare(line.technical_price_unit, price, precision_digits=digits):
                line.sudo().technical_price_unit = price  # sudo: no change of what is asked

    # === BUSINESS METHODS ===#

    def _get_given_rate(self):
        """Percent of the list value that the price leaves out; more than 100 where the house pays on top."""
        self.ensure_one()
        if self.price_unit < 0:
            return 100.0
        unit = reference = self.price_unit
        if not self._is_priced_by_list():
            reference = self._get_list_unit_price()
            digits = self.env['decimal.precision'].precision_get('Product Price')
            if float_compare(unit, reference, precision_digits=digits) == 0:
                unit = reference
        if reference <= 0:
            return self.discount  # nobody knows what it is worth: the price typed is its list price
        price, taxes = unit * (1 - self.discount / 100), self._get_list_taxes()
        if self.tax_ids == taxes:
            rate = 100 * (1 - price / reference)
        else:
            value = self._get_raw_total(reference, taxes)
            rate = 100 * (1 - self._get_raw_total(price, self.tax_ids) / value) if value > 0 else 0.0
        return max(self.discount, rate)

    def _is_priced_by_list(self):
        """Whether the price is the one the system computed for the product by the payer's own terms."""
        self.ensure_one()
        return (
            self.price_unit == self.technical_price_unit > 0
            and not self.is_included
            and self.part_origin != 'customer'
            and self.line_type == self._get_list_line_type()
            and not self.order_id.is_off_terms
            and not self.job_id._is_priced_for_another()
            and not (self.line_type == 'labour' and self.job_id._is_rated_for_another())
        )

    def _get_list_line_type(self):
        """What the line is by its product and its operation, whatever was chosen as its type."""
        self.ensure_one()
        if self.line_type == 'labour' and self.operation_id and self.operation_id.product_id == self.product_id:
            return 'labour'
        return self._get_product_line_type()

    def _get_list_unit_price(self):
        """List price of one unit; nothing for a part that is the customer's own and leaves no stock."""
        self.ensure_one()
        if self.line_type == 'part' and self.part_origin == 'customer':
            return 0.0
        self = self.with_company(self.company_id)  # noqa: PLW0642
        currency = self.currency_id or self.company_id.currency_id
        pricelist, fiscal_position = self.job_id._get_list_terms()
        price = self._get_labour_price(currency) if self._get_list_line_type() == 'labour' else None
        if price is not None and self.job_id._is_rated_for_another():
            price = max(price, self._get_labour_price(currency, self.env.ref('aftersales.pay_type_customer')) or 0.0)
        if price is None:
            price, rule_id = pricelist._get_product_price_rule(
                self.product_id, quantity=self.quantity or 1.0, currency=currency, uom=self.product_uom_id)
            price = price if rule_id else self._get_standing_price(price, currency)
        return self.product_id._get_tax_included_unit_price_from_price(
            price,
            product_taxes=self.product_id.taxes_id._filter_taxes_by_company(self.company_id),
            fiscal_position=fiscal_position,
        )

    def _get_list_taxes(self):
        """Taxes of the product by the payer's own fiscal position."""
        self.ensure_one()
        fiscal_position = self.job_id._get_list_terms()[1] if self.order_id.is_off_terms else self.job_id.fiscal_position_id
        return fiscal_position.map_tax(self.product_id.taxes_id._filter_taxes_by_company(self.company_id))

    def _get_raw_total(self, price, taxes, quantity=None):
        """Total with taxes, not rounded: rates of small amounts are to be compared."""
        self.ensure_one()
        base_line = self._prepare_base_line_for_taxes_computation(
            price_unit=price, discount=0.0, tax_ids=taxes, quantity=self.quantity or 1.0 if quantity is None else quantity)
        self.env['account.tax']._add_tax_details_in_base_line(base_line, self.company_id)
        return base_line['tax_details']['raw_total_included_currency']

    def _get_over_limit_message(self, wanted, limit):
        self.ensure_one()
        return self.env['aftersales.discount.limit']._get_over_limit_message(self.order_id, self.name, wanted, limit)
