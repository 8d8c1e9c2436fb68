from odoo import api, fields, models
from odoo.exceptions import UserError


class AftersalesCounterSaleLine(models.Model):
    """What a coupon, points or a member's level takes off parts over the counter (G3)."""
    _inherit = 'aftersales.counter.sale.line'

    benefit_id = fields.Many2one(
        'aftersales.benefit', readonly=True, copy=False, index='btree_not_null', ondelete='restrict')

    # === COMPUTE METHODS ===#

    @api.depends('benefit_id', 'price_unit', 'sale_id.line_ids.move_ids.state', 'sale_id.line_ids.move_ids.quantity')
    def _compute_qty_delivered(self):
        """Of what a benefit takes off as much counts as of the parts is with the customer."""
        super()._compute_qty_delivered()
        for line in self.filtered('benefit_id'):
            goods = line.sale_id.line_ids.filtered(lambda other: other._is_goods())
            value = sum(part.price_subtotal for part in goods)
            there = sum(
                part.price_subtotal * part._get_moved_quantity() / part.quantity for part in goods if part.quantity)
            share = there / value if value > 0 and line.price_unit else 0.0
            line.qty_delivered = line.product_uom_id.round(line.quantity * share)

    def _compute_tax_ids(self):
        """A benefit's line has the taxes of the parts it takes something off."""
        given = self.filtered('benefit_id')
        for line in given:
            line.tax_ids = line.tax_ids
        super(AftersalesCounterSaleLine, self - given)._compute_tax_ids()

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._follow_benefits()
        return lines

    def write(self, vals):
        if vals.keys() - {'sequence'} and not self.env.su:
            for line in self.filtered('benefit_id'):
                raise UserError(self.env._(
                    "“%(line)s” of %(sale)s follows from its program. Take it off the sale instead of changing it.",
                    line=line.name, sale=line.sale_id.name))
        result = super().write(vals)
        if {'product_id', 'product_uom_id', 'quantity', 'price_unit', 'discount', 'tax_ids'} & vals.keys():
            self._follow_benefits()
        return result

    def unlink(self):
        """A benefit whose line a person deletes goes back; with fewer parts it counts anew what is left."""
        sales = self.sale_id.filtered('has_benefits')
        if not sales or self.env.su:
            return super().unlink()
        benefits = self.sudo().benefit_id  # sudo: benefits are the system's
        rest = benefits.counter_line_ids - self.sudo()
        result = super().unlink()
        rest.unlink()
        benefits._give_back()
        sales.exists()._follow_benefits()
        return result

    def copy_data(self, default=None):
        """Another sale has no coupon because this one has."""
        return [
            {} if line.benefit_id else vals
            for line, vals in zip(self, super().copy_data(default), strict=True)]

    # === BUSINESS METHODS ===#

    def _is_goods(self):
        return super()._is_goods() and not self.benefit_id

    def _leave_document(self):
        """They take nothing off any more; what an invoice speaks of stays, without a price."""
        kept = self.filtered('invoice_line_ids')
        kept.price_unit = 0.0
        (self - kept).unlink()

    def _follow_benefits(self):
        self.filtered(lambda line: line.sale_id.has_benefits and not line.benefit_id).sale_id._follow_benefits()

    def _check_not_invoiced(self):
        for line in self.filtered('qty_invoiced'):
            raise UserError(self.env._(
                "“%(line)s” of %(sale)s is invoiced already. Cancel the draft, or credit it, first.", line=line.name,
                sale=line.sale_id.name))

    def _prepare_invoice_line_vals(self, quantity):
        """What a coupon takes off is booked where its bearer's account is, if he has one."""
        vals = super()._prepare_invoice_line_vals(quantity)
        account = self.sudo().benefit_id.bearer_account_id  # sudo: whoever invoices uses no coupons
        if account:
            vals['account_id'] = self.sale_id.fiscal_position_id.map_account(account).id
        return vals

    # === BUSINESS METHODS: WHAT THE MACHINE OF BENEFITS ASKS ===#

    def _get_benefit_holder(self):
        """Together with which lines a benefit takes something off it: those of the sale."""
        return self.sale_id

    def _get_benefit_kind(self):
        return 'part'

    def _get_benefit_unit(self, taxes):
        """:return: what a price of 1 comes to with ``taxes``"""
        base_line = self._prepare_base_line_for_taxes_computation(
            price_unit=1.0, quantity=1.0, discount=0.0, tax_ids=taxes)
        self.env['account.tax']._add_tax_details_in_base_line(base_line, self.company_id)
        return base_line['tax_details']['raw_total_included_currency']
