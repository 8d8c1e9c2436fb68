from odoo import models
from odoo.exceptions import UserError


class AftersalesCounterSaleLine(models.Model):
    """A part of a counter sale that is bought in a hurry, or that the customer does not get from us (H7)."""
    _name = 'aftersales.counter.sale.line'
    _inherit = ['aftersales.counter.sale.line', 'aftersales.part.emergency.mixin']

    def action_note_lost_sale(self):
        """A lost sale that says what the line knows; it asks why."""
        self.ensure_one()
        self.check_access('read')
        if not self._is_goods():
            raise UserError(self.env._("%(line)s is no part. Choose a line with a part.", line=self.name))
        sale = self.sale_id
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Lost Sale"), 'res_model': 'aftersales.lost.sale',
            'view_mode': 'form', 'views': [(self.env.ref('aftersales.lost_sale_view_form_dialog').id, 'form')],
            'target': 'new', 'context': {
                'default_product_id': self.product_id.id, 'default_quantity': self._get_missing_quantity(),
                'default_counter_sale_id': sale.id, 'default_warehouse_id': sale.workshop_id.warehouse_id.id,
                'default_partner_id': False if sale.is_walk_in else sale.partner_id.id,
            }}

    def _get_missing_quantity(self):
        """In the part's own unit: what is neither handed over nor set aside; of a quotation what is not free on the shelf."""
        self.ensure_one()
        line = self.sudo()  # sudo: who sells need not have rights in stock
        product, uom = line.product_id, line.product_uom_id
        asked = uom._compute_quantity(line.quantity, product.uom_id)
        if line.state == 'quote':
            here = product.with_context(warehouse_id=line.sale_id.workshop_id.warehouse_id.id).free_qty
        else:
            moves = line.move_ids.filtered(lambda move: move.state != 'cancel' and move._get_aftersales_direction() > 0)
            here = sum(move.product_uom._compute_quantity(move.quantity, product.uom_id) for move in moves)
        missing = product.uom_id.round(asked - max(here, 0.0))
        return missing if missing > 0 else asked
