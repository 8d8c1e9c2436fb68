from odoo import models
from odoo.tools import float_is_zero


class AftersalesOrder(models.Model):
    """Work that nobody pays for makes no invoice: nobody is sent one of nothing, and no accountant has to post it."""

    _inherit = 'aftersales.order'

    def _prepare_document_vals(self, vals):
        """What an invoice or credit note of ``vals`` becomes.

        :return: the same values; of one without any price those of an entry of what it took out of stock, or None
        """
        if any(not self._is_free(line) for __, __, line in vals['invoice_line_ids']):
            return vals
        return self._prepare_cost_vals(vals)

    def _is_free(self, line):
        """Whether an invoice line of the values ``line`` asks for nothing; a tax may be an amount for each piece."""
        if line['display_type'] != 'product':
            return True
        taxes = self.env['account.tax'].browse(id_ for __, __, ids in line['tax_ids'] for id_ in ids)
        price = line['price_unit'] * line['quantity'] * (1 - line.get('discount', 0.0) / 100)
        # Less than a coin is a price: its invoice rounds it, and says that the work is invoiced.
        return float_is_zero(price, precision_digits=6) and 'fixed' not in taxes.flatten_taxes_hierarchy().mapped('amount_type')

    def _prepare_cost_vals(self, vals):
        """Values of the entry that books the cost of a document without any price; None when nothing was used up.

        Hook: rooms that know of costs by ``super()``. Its lines are tied to the order's as those of an invoice are.
        """
        return None

    def _log_costs(self, entries):
        """Say on the orders where the cost of what nobody pays for is booked."""
        for entry in entries:
            # sudo: which orders they are of is no secret to who makes the entries
            entry.sudo()._get_aftersales_orders()._message_log_batch(bodies={
                order.id: self.env._("Nobody pays for it, its cost is booked: %(entry)s", entry=entry._get_html_link())
                for order in entry.sudo()._get_aftersales_orders()})
