from odoo import models
from odoo.fields import Domain


class AccountMoveLine(models.Model):
    """Cost of goods of parts invoiced from repair orders, as ``sale_stock`` does it for sales.

    The cost booked follows the invoiced quantity of each order line, at the value the
    parts had when they were issued, less what came back. Each document books the
    difference to what the line's earlier documents booked, so that partial invoices,
    credit notes and later returns end at the value of the parts issued.
    """

    _inherit = 'account.move.line'

    def _get_stock_moves(self):
        return super()._get_stock_moves() | self._get_invoiced_issue_moves()

    def _get_invoiced_issue_moves(self):
        """Moves whose cost the invoice books: not those booked on an account when they were issued."""
        return self.sudo().aftersales_line_ids._get_cost_moves().sudo(self.env.su)

    def _eligible_for_stock_account(self):
        eligible = super()._eligible_for_stock_account()
        moves = self.sudo().aftersales_line_ids.move_ids.filtered(lambda move: move.state == 'done')
        return eligible and (not moves or bool(moves & self._get_invoiced_issue_moves().sudo()))

    def _get_cogs_value(self):
        """Cost of one unit of the line, in the product's unit.

        Lines with issued parts never copy the cost of the invoice they reverse: core
        finds it by product, which mixes up two jobs that take the same part.
        """
        moves = self._get_invoiced_issue_moves().filtered(lambda move: move.state == 'done')
        quantity = self.product_uom_id._compute_quantity(self.quantity, self.product_id.uom_id)
        if not moves or self.product_id.uom_id.is_zero(quantity):
            return super()._get_cogs_value()
        cost = moves._get_cogs_price_unit(quantity) * self._get_cogs_qty() - self._get_posted_cogs_value()
        return cost / quantity * (-1 if self.move_id._gives_work_back() else 1)

    def _get_cogs_qty(self):
        """Quantity the order line has been invoiced for with this document, in the product's unit."""
        if not self.aftersales_line_ids:
            return super()._get_cogs_qty()
        quantity = self.product_uom_id._compute_quantity(super()._get_cogs_qty(), self.product_id.uom_id)
        if self.move_id._gives_work_back():
            quantity *= -1
        for line in self._get_posted_cogs_lines():
            sign = -1 if line.move_id._gives_work_back() else 1
            quantity += sign * line.product_uom_id._compute_quantity(line.quantity, line.product_id.uom_id)
        return quantity

    def _get_posted_cogs_value(self):
        if not self.aftersales_line_ids:
            return super()._get_posted_cogs_value()
        return super()._get_posted_cogs_value() - sum(self._get_posted_cogs_lines().mapped('balance'))

    def _prepare_cost_lines(self):
        """Journal items of the cost of a line of an entry, as core makes them of an invoice's line."""
        self.ensure_one()
        if not self._eligible_for_stock_account() or self.product_id.valuation != 'real_time':
            return []
        accounts = self.product_id.product_tmpl_id.get_product_accounts(fiscal_pos=self.move_id.fiscal_position_id)
        price = self._get_cogs_value()
        cost = self.product_uom_id._compute_quantity(self.quantity, self.product_id.uom_id) * price
        cost *= -1 if self.move_id._gives_work_back() else 1
        if not accounts['stock_valuation'] or not accounts['expense'] or self.company_currency_id.is_zero(cost):
            return []
        return [{
            'name': (self.name or '')[:64], 'move_id': self.move_id.id, 'partner_id': self.move_id.commercial_partner_id.id,
            'product_id': self.product_id.id, 'product_uom_id': self.product_uom_id.id, 'quantity': self.quantity,
            'price_unit': sign * price, 'amount_currency': -sign * cost, 'account_id': accounts[kind].id,
            'display_type': 'cogs', 'tax_ids': [], 'cogs_origin_id': self.id,
        } for kind, sign in (('stock_valuation', 1), ('expense', -1))]

    def _copy_data_extend_business_fields(self, values):
        # A reversal that cancels its invoice copies the cost lines: they count as this line's.
        super()._copy_data_extend_business_fields(values)
        if self.cogs_origin_id.aftersales_line_ids:
            values['cogs_origin_id'] = self.cogs_origin_id.id

    def _get_posted_cogs_lines(self):
        """Lines by which earlier documents took the cost of the same order lines out of stock."""
        self.ensure_one()
        accounts = self.product_id.product_tmpl_id.get_product_accounts(fiscal_pos=self.move_id.fiscal_position_id)
        return self.env['account.move.line'].sudo().search(
            Domain('cogs_origin_id.aftersales_line_ids', 'in', self.aftersales_line_ids.ids)
            & Domain('cogs_origin_id', '!=', self.id)
            & Domain('display_type', '=', 'cogs')
            & Domain('account_id', '=', accounts['stock_valuation'].id)
            & Domain('parent_state', '=', 'posted'),
        )
