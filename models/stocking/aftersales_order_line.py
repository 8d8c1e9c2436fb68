from odoo import models
from odoo.exceptions import UserError


class AftersalesOrderLine(models.Model):
    """A part of an order that the customer does not get from us (H7)."""
    _inherit = 'aftersales.order.line'

    # What was not here at once is little of all that was handed out.
    _waited_idx = models.Index(
        "(id) WHERE parts_due IS NOT NULL OR parts_came_date IS NOT NULL OR parts_awaited_since IS NOT NULL")

    def action_note_lost_sale(self):
        """A lost sale that says what the line knows."""
        self.ensure_one()
        self.check_access('read')
        if self.line_type != 'part' or not self.product_id:
            raise UserError(self.env._("%(line)s is no part. Choose a line with a part.", line=self.display_name))
        missing = self.quantity - self.qty_issued
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Lost Sale"), 'res_model': 'aftersales.lost.sale',
            'view_mode': 'form', 'views': [(self.env.ref('aftersales.lost_sale_view_form_dialog').id, 'form')],
            'target': 'new', 'context': {
                'default_product_id': self.product_id.id, 'default_quantity': missing if missing > 0 else self.quantity,
                'default_order_id': self.order_id.id, 'default_line_id': self.id,
                'default_partner_id': self.order_id.partner_id.id,
                'default_warehouse_id': self.order_id.workshop_id.warehouse_id.id,
            }}
