from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesOrderLine(models.Model):
    """Sublet work is bought: one request for quotation a vendor and a repair order (E8)."""
    _inherit = 'aftersales.order.line'

    purchase_line_id = fields.Many2one(
        'purchase.order.line', readonly=True, copy=False, index='btree_not_null', ondelete='set null')
    purchase_name = fields.Char(related='purchase_line_id.order_id.name', string="Purchase Order")

    # === COMPUTE METHODS ===#

    @api.depends(
        'purchase_line_id.price_subtotal', 'purchase_line_id.order_id.state', 'purchase_line_id.product_qty',
        'purchase_line_id.invoice_lines.price_subtotal', 'purchase_line_id.invoice_lines.parent_state',
    )
    def _compute_sublet_total_cost(self):
        """What is billed counts; before the bill, what was ordered."""
        super()._compute_sublet_total_cost()
        for line in self:
            purchase = line.purchase_line_id
            if not purchase or purchase.order_id.state == 'cancel':
                continue
            bills = purchase.invoice_lines.filtered(lambda bill_line: bill_line.parent_state == 'posted')
            if bills and purchase.product_uom_id.compare(purchase.qty_invoiced, purchase.product_qty) >= 0:
                line.sublet_total_cost = sum(
                    line._convert_cost(bill.balance, line.company_id.currency_id, bill.date) for bill in bills)
            else:
                line.sublet_total_cost = line._convert_cost(
                    purchase.price_subtotal, purchase.currency_id, purchase.date_order)

    def _get_bought_cost(self):
        if self.purchase_line_id.order_id.state != 'purchase' or not self.quantity:
            return super()._get_bought_cost()
        return self.sublet_total_cost / self.quantity

    def _convert_cost(self, amount, currency, date):
        self.ensure_one()
        return currency._convert(amount, self.currency_id, self.company_id, date or fields.Date.context_today(self))

    # === ACTION METHODS ===#

    def action_view_purchase(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Purchase Orders"),
            'res_model': 'purchase.order',
            'view_mode': 'list,form',
            'domain': [('order_line.aftersales_line_id', 'in', self.ids)],
        }

    # === BUSINESS METHODS ===#

    def _order_sublet(self):
        super()._order_sublet()
        for (order, vendor), lines in self.grouped(lambda line: (line.order_id, line.sublet_vendor_id)).items():
            purchase = order._get_sublet_purchase(vendor)
            purchase.order_line = [Command.create(line._prepare_purchase_line_vals(purchase)) for line in lines]
            for bought in purchase.order_line.filtered(lambda bought, lines=lines: bought.aftersales_line_id in lines):
                bought.aftersales_line_id.purchase_line_id = bought

    def _prepare_purchase_line_vals(self, purchase):
        self.ensure_one()
        vehicle = self.order_id.vehicle_id
        taxes = purchase.fiscal_position_id.map_tax(
            self.product_id.supplier_taxes_id._filter_taxes_by_company(self.company_id))
        cost = self.currency_id._convert(
            self.sublet_cost, purchase.currency_id, self.company_id, fields.Date.context_today(self), round=False)
        return {
            'product_id': self.product_id.id,
            'name': "\n".join(filter(None, [
                self.name, " · ".join(filter(None, [vehicle.license_plate, vehicle.vin_sn, self.order_id.name]))])),
            'product_qty': self.quantity,
            'product_uom_id': self.product_uom_id.id,
            'price_unit': self._add_included_taxes(cost, taxes),
            'date_planned': self.sublet_due_date or fields.Datetime.now(),
            'aftersales_line_id': self.id,
        }

    def _after_sublet_back(self):
        super()._after_sublet_back()
        for line in self.filtered(lambda line: line.purchase_line_id.order_id.state == 'purchase'):
            line.purchase_line_id.qty_received = line.purchase_line_id.product_qty

    def _cancel_sublet_order(self):
        super()._cancel_sublet_order()
        for line in self.filtered('purchase_line_id'):
            purchase = line.purchase_line_id.order_id
            if purchase.state == 'purchase':
                raise UserError(self.env._(
                    "%(vendor)s has the order %(purchase)s for “%(line)s” already. Have it cancelled in Purchase: the "
                    "work comes back with that.",
                    vendor=line.sublet_vendor_id.name, purchase=purchase.name, line=line.name,
                ))
        bought = self.purchase_line_id
        purchases = bought.order_id
        self.purchase_line_id = False
        bought.filtered(lambda bought_line: bought_line.order_id.state in ('draft', 'sent')).unlink()
        purchases.filtered(lambda purchase: purchase.state in ('draft', 'sent') and not purchase.order_line).button_cancel()
