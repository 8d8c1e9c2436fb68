from collections import defaultdict

from odoo import models
from odoo.tools.misc import formatLang


class AccountMove(models.Model):
    """Invoices of counter sales: when one is no more, its sale is to be invoiced again (H9)."""
    _inherit = 'account.move'

    # === CRUD METHODS ===#

    def write(self, vals):
        if vals.get('state') != 'cancel':
            return super().write(vals)
        sales = self.filtered(lambda move: move.state != 'cancel')._get_counter_sales()
        result = super().write(vals)
        sales._open_again()
        return result

    def unlink(self):
        sales = self._get_counter_sales()
        result = super().unlink()
        sales._open_again()
        return result

    # === BUSINESS METHODS ===#

    def _get_counter_sales(self):
        # sudo: whoever keeps the books need not write sales
        return self.sudo().invoice_line_ids.aftersales_counter_line_id.sale_id

    def _has_aftersales_links(self):
        return super()._has_aftersales_links() or bool(self.sudo().line_ids.aftersales_counter_line_id)

    def _get_invoiced_lot_values(self):
        """Lots and serial numbers of the parts on the invoice."""
        values = super()._get_invoiced_lot_values()
        if self.state == 'draft' or self.move_type != 'out_invoice':
            return values
        quantities = defaultdict(float)
        for move in self.invoice_line_ids.sudo().aftersales_counter_line_id.move_ids:
            if move.state == 'done':
                for move_line in move.move_line_ids.filtered('lot_id'):
                    quantities[move_line.lot_id] += move._get_aftersales_direction() * move_line.quantity_product_uom
        return values + [{
            'product_name': lot.product_id.display_name, 'quantity': formatLang(self.env, quantity, dp='Product Unit'),
            'uom_name': lot.product_uom_id.name, 'lot_name': lot.name, 'lot_id': lot.id,
        } for lot, quantity in quantities.items() if lot.product_uom_id.compare(quantity, 0.0) > 0]
