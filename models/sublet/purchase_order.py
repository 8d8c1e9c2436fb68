from odoo import fields, models


class PurchaseOrder(models.Model):
    _inherit = 'purchase.order'

    aftersales_order_count = fields.Integer(compute='_compute_aftersales_order_count', compute_sudo=True)

    def _compute_aftersales_order_count(self):
        for purchase in self:
            purchase.aftersales_order_count = len(purchase.order_line.aftersales_line_id.order_id)

    def action_view_aftersales_orders(self):
        """The repair orders whose sublet work is bought here."""
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_orders')
        action['context'] = {}
        return dict(action, domain=[('id', 'in', self.sudo().order_line.aftersales_line_id.order_id.ids)], context={})

    def button_cancel(self):
        """Sublet work whose purchase is cancelled is to be sent again, unless it is back already."""
        result = super().button_cancel()
        # sudo: the purchaser need not be allowed to write repair orders
        lines = self.sudo().order_line.aftersales_line_id.filtered(lambda line: line.sublet_state == 'out')
        for line in lines:
            line.order_id.message_post(body=self.env._(
                "The purchase of “%(line)s” from %(vendor)s was cancelled; the work is to be sent again.",
                line=line.name, vendor=line.sublet_vendor_id.name))
        lines.purchase_line_id = False
        lines._reset_sublet()
        return result
