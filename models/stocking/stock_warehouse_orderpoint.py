from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

PIECES = {'digits': 'Product Unit', 'compute': '_compute_aftersales_flow', 'compute_sudo': True}


class StockWarehouseOrderpoint(models.Model):
    """What is kept of a part in a store: below its minimum it is shown to the parts clerk, who orders it (H5)."""
    _inherit = 'stock.warehouse.orderpoint'

    aftersales_is_below = fields.Boolean(
        string="Below the Minimum", compute='_compute_aftersales_is_below', compute_sudo=True,
        search='_search_aftersales_is_below',
        help="What is on hand and on the way, less what is promised, is less than the store's minimum.")
    aftersales_on_hand = fields.Float(
        string="On Hand Now", bounds=(-1e9, 1e9), help="What lies there, also of what is promised.", **PIECES)
    aftersales_incoming = fields.Float(
        string="On the Way", bounds=(0, 1e9), help="On transfers and purchase orders, confirmed or not.", **PIECES)
    aftersales_outgoing = fields.Float(
        string="To Be Issued", bounds=(0, 1e9), help="To be handed out, for orders and customers.", **PIECES)
    aftersales_vendor_id = fields.Many2one(
        'res.partner', string="Vendor", compute='_compute_aftersales_vendor_id', compute_sudo=True,
        help="Who would deliver it, by the rule or the product's own list of vendors.")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('product_id.virtual_available', 'location_id', 'product_min_qty')
    def _compute_aftersales_is_below(self):
        """By all that is known to come and go: Odoo's forecast asks for the lead time of each rule, one after the other."""
        self.aftersales_is_below = False
        known = self.filtered(lambda rule: rule.product_id and rule.location_id)
        requested = known._quantity_in_progress()
        for location, rules in known.grouped('location_id').items():
            products = rules.product_id.with_context(location=location.id)
            forecasts = {product.id: product.virtual_available for product in products}
            for rule in rules:
                rule.aftersales_is_below = rule.product_uom.compare(
                    forecasts[rule.product_id.id] + requested[rule.id], rule.product_min_qty) < 0

    def _search_aftersales_is_below(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # What is on the way comes into the reckoning by its day, so that nothing stored would tell.
        below = self.search([('product_max_qty', '>', 0)]).filtered('aftersales_is_below')
        found = Domain('id', 'in', below.ids)
        return found if True in value else ~found

    @api.depends('product_id.virtual_available', 'location_id')
    def _compute_aftersales_flow(self):
        """Of all rules of a place at once: Odoo's own column asks for the lead time of each rule, too."""
        self.aftersales_on_hand = self.aftersales_incoming = self.aftersales_outgoing = 0
        known = self.filtered(lambda rule: rule.product_id and rule.location_id)
        requested = known._quantity_in_progress()
        for location, rules in known.grouped('location_id').items():
            products = rules.product_id.with_context(location=location.id)
            flows = {
                product.id: (product.qty_available, product.incoming_qty, product.outgoing_qty) for product in products}
            for rule in rules:
                rule.aftersales_on_hand, incoming, rule.aftersales_outgoing = flows[rule.product_id.id]
                rule.aftersales_incoming = incoming + requested[rule.id]

    @api.depends('supplier_id', 'product_id.seller_ids')
    def _compute_aftersales_vendor_id(self):
        for rule in self:
            offer = rule.supplier_id or rule.product_id.with_company(rule.company_id)._select_seller(quantity=None)[:1]
            rule.aftersales_vendor_id = offer.partner_id

    # === ACTION METHODS ===#

    def action_order_below_minimum(self):
        """Have these parts bought (or moved in) up to their maximum, by their own rules.

        :return: the purchase orders they stand on, one a vendor, to be sent and confirmed
        """
        if not self.env.user.has_group('aftersales.group_parts'):
            raise AccessError(self.env._("Only the parts counter can order what is below the minimum."))
        self.check_access('read')
        # sudo: whoever orders parts need not set up the stores; two who order at once meet at the rules
        self.sudo().lock_for_update()
        rules = self.sudo().filtered('aftersales_is_below')
        if not rules:
            raise UserError(self.env._(
                "There is nothing to order for %(products)s: with what is on the way, the minimum is kept.",
                products=", ".join(self.product_id.mapped('display_name'))))
        rules._compute_qty_to_order_computed()
        for company, own in rules.with_context(aftersales_buy_else=True).grouped('company_id').items():
            own._procure_orderpoint_confirm(company_id=company)
        return self._get_aftersales_purchases_action()

    # === BUSINESS METHODS ===#

    def _get_aftersales_purchases_action(self):
        """The requests for quotation these rules stand on; None where the parts are moved in, not bought."""
        # sudo: what was ordered is the rules'; who may not see purchase orders is refused by their action
        purchases = self.env['purchase.order.line'].sudo().search([
            ('orderpoint_id', 'in', self.ids), ('order_id.state', 'in', ('draft', 'sent', 'to approve'))]).order_id
        if not purchases:
            return None
        action = {
            'type': 'ir.actions.act_window', 'name': self.env._("Purchase Orders"), 'res_model': 'purchase.order',
            'view_mode': 'list,form', 'domain': [('id', 'in', purchases.ids)]}
        if len(purchases) == 1:
            action.update(view_mode='form', res_id=purchases.id)
        return action

    def _prepare_procurement_values(self, date=False):
        """As for the parts of orders: what has no route of its own is bought, when somebody asks for it."""
        values = super()._prepare_procurement_values(date=date)
        product = self.product_id
        if self.env.context.get('aftersales_buy_else') and not (
                values['route_ids'] or product.route_ids or product.categ_id.total_route_ids):
            values['route_ids'] = self.warehouse_id.buy_pull_id.route_id
        return values
