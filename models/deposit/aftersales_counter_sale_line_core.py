from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_compare, float_repr, float_round


class AftersalesCounterSaleLine(models.Model):
    """A part whose customer pays a deposit beside its price until he brings the old one (H6)."""
    _inherit = 'aftersales.counter.sale.line'

    core_deposit = fields.Monetary(
        string="Core Deposit per Piece", bounds=(0, 1e9), compute='_compute_core_deposit', store=True, readonly=False,
        precompute=True, help="Beside the price, without tax; given back when the old part is brought.")
    amount_core = fields.Monetary(
        string="Core Deposits of the Part", compute='_compute_amount_core', store=True, precompute=True)

    # === COMPUTE METHODS ===#

    @api.depends('product_id', 'sale_id.currency_id')
    def _compute_core_deposit(self):
        for line in self:
            line.core_deposit = line._get_core_deposit()

    @api.depends('core_deposit', 'quantity', 'product_uom_id', 'product_id')
    def _compute_amount_core(self):
        for line in self:
            pieces = line._count_core_pieces(line.quantity) if line.core_deposit else 0
            line.amount_core = pieces * line.core_deposit

    # === BUSINESS METHODS ===#

    def _get_core_deposit(self):
        """What the part says, in the currency of the sale."""
        self.ensure_one()
        sale = self.sale_id
        company = sale.company_id or self.env.company
        product = self.product_id.with_company(company)
        if not product.aftersales_core_deposit:
            return 0.0
        return product.currency_id._convert(
            product.aftersales_core_deposit, sale.currency_id or company.currency_id, company,
            (sale.date or fields.Datetime.now()).date())

    def _count_core_pieces(self, quantity):
        """Pieces of the part, whatever unit it is sold by; each has one old part."""
        self.ensure_one()
        if not self.product_uom_id:
            return quantity
        return self.product_uom_id._compute_quantity(quantity, self.product_id.uom_id, round=False)

    def _check_core_deposit(self, limit):
        """:param limit: how many percent the user may give away, as of prices"""
        for line in self:
            listed = line._get_core_deposit()
            given = 100 * (1 - line.core_deposit / listed) if listed else 0.0
            if float_compare(given, limit, precision_digits=2) > 0:
                raise UserError(self.env._(
                    "“%(part)s” of %(sale)s: its core deposit is %(given)s %% below that of the part, and your limit is "
                    "%(limit)s %%. Raise it, or let somebody confirm the sale who may give so much.",
                    part=line.product_id.display_name, sale=line.sale_id.display_name, given=float_repr(given, 2),
                    limit=float_repr(limit, 2)))
            pieces = line._count_core_pieces(line.quantity)
            if line.core_deposit and float_compare(pieces, float_round(pieces, precision_digits=0), precision_digits=4):
                raise UserError(self.env._(
                    "“%(part)s” of %(sale)s: whole pieces alone have a core deposit. Correct the quantity, or sell it without "
                    "one.", part=line.product_id.display_name, sale=line.sale_id.display_name))

    def _prepare_core_line_vals(self, quantity, account):
        """The deposit of the pieces an invoice asks for: no tax, and no revenue."""
        self.ensure_one()
        words = self.with_context(lang=self.sale_id.partner_id.lang or self.env.lang)
        return {
            'aftersales_core_line_id': self.id, 'account_id': account.id, 'tax_ids': [Command.clear()],
            'name': words.env._("Core deposit: %(part)s", part=words.product_id.display_name),
            'quantity': float_round(self._count_core_pieces(quantity), precision_digits=0), 'price_unit': self.core_deposit}
