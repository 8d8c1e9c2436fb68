from odoo import api, fields, models


class AftersalesOrderLine(models.Model):
    """Why a missing part is bought of this supplier and not of another one that has it (H4)."""
    _inherit = 'aftersales.order.line'

    supply_reason = fields.Char(
        string="Why This Vendor", compute='_compute_supply_reason', compute_sudo=True,
        help="Suppliers of grade A are proposed first, those of grade D last.")

    @api.depends('supply_vendor_id', 'is_to_order', 'product_id')
    @api.depends_context('lang')
    def _compute_supply_reason(self):
        originals = self.filtered('is_to_order').product_id._tell_originals()
        for line in self:
            line.supply_reason = line.is_to_order and ' '.join(filter(None, (
                line.product_id._get_seller_reason(line.supply_vendor_id, line.company_id),
                originals.get(line.product_id)))) or ''
