from odoo import fields, models


class PurchaseOrderLine(models.Model):
    _name = 'purchase.order.line'
    _inherit = ['purchase.order.line', 'aftersales.kept.link.mixin']

    aftersales_line_id = fields.Many2one(
        'aftersales.order.line', string="Repair Order Line", readonly=True, copy=False, index='btree_not_null',
        check_company=True, ondelete='set null', help="The sublet work this line buys.")
    aftersales_order_id = fields.Many2one(related='aftersales_line_id.order_id', string="Repair Order")

    def unlink(self):
        """Sublet work that is taken off its request for quotation is to be sent again."""
        # sudo: the purchaser need not be allowed to write repair orders
        lines = self.sudo().aftersales_line_id.filtered(lambda line: line.sublet_state == 'out')
        result = super().unlink()
        lines._reset_sublet()
        return result
