from collections import defaultdict

from odoo import models
from odoo.tools.misc import formatLang


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _stock_account_prepare_realtime_out_lines_vals(self):
        """Parts that nobody pays for are booked by an entry, which core makes no cost of."""
        vals_list = super()._stock_account_prepare_realtime_out_lines_vals()
        for move in self.filtered(lambda move: move.move_type == 'entry'):
            lines = move.with_company(move.company_id).line_ids.filtered(
                lambda line: line.product_id and line.display_type == 'product')
            for line in lines.filtered('aftersales_line_ids'):
                vals_list += line._prepare_cost_lines()
        return vals_list

    def _get_invoiced_lot_values(self):
        """Lots and serial numbers of the parts on the invoice, as core prints them for sales."""
        values = super()._get_invoiced_lot_values()
        if self.state == 'draft' or self.move_type != 'out_invoice':
            return values
        quantities = defaultdict(float)
        for move in self.invoice_line_ids.sudo().aftersales_line_ids.move_ids:
            if move.state == 'done':
                for move_line in move.move_line_ids.filtered('lot_id'):
                    quantities[move_line.lot_id] += (
                        move._get_aftersales_direction() * move_line.quantity_product_uom)
        return values + [{
            'product_name': lot.product_id.display_name,
            'quantity': formatLang(self.env, quantity, dp='Product Unit'),
            'uom_name': lot.product_uom_id.name,
            'lot_name': lot.name,
            'lot_id': lot.id,
        } for lot, quantity in quantities.items() if lot.product_uom_id.compare(quantity, 0.0) > 0]
