from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# What an emergency buy costs.
COSTS = frozenset({'order_line', 'aftersales_extra_cost', 'currency_id', 'partner_id'})


class PurchaseOrder(models.Model):
    """A part bought in a hurry, far above what it costs ordinarily, is a manager's to approve (parts §13)."""
    _inherit = 'purchase.order'

    aftersales_over_list = fields.Float(
        string="Above the List (%)", compute='_compute_aftersales_over_list', digits=(16, 1),
        help="With its extra cost, against what suppliers ask ordinarily; where none is known, against the cost.")
    aftersales_emergency_user_id = fields.Many2one(
        'res.users', string="Emergency Buy Approved By", readonly=True, copy=False, index='btree_not_null')

    # === COMPUTE METHODS ===#

    @api.depends(
        'aftersales_emergency', 'aftersales_extra_cost', 'currency_id', 'company_id', 'order_line.product_qty',
        'order_line.price_subtotal', 'order_line.product_id')
    def _compute_aftersales_over_list(self):
        for order in self:
            usual = order._get_usual_amount() if order.aftersales_emergency else 0.0
            paid = sum(line.price_subtotal for line in order._get_emergency_lines()) + order.aftersales_extra_cost
            order.aftersales_over_list = (paid / usual - 1) * 100 if usual > 0 else 0.0

    def _get_emergency_lines(self):
        return self.order_line.filtered(lambda line: line.product_id and not line.display_type)

    def _get_usual_amount(self):
        """What the lines cost ordinarily: the lowest price of a supplier's list, else the cost of the part."""
        self.ensure_one()
        company, day = self.company_id or self.env.company, fields.Date.context_today(self)
        usual = 0.0
        for line in self._get_emergency_lines().sudo():  # sudo: what parts cost is told to whoever buys
            prices = [
                seller.product_uom_id._compute_price(
                    seller.currency_id._convert(seller.price, self.currency_id, company, day, round=False), line.product_uom_id)
                for seller in line.product_id.seller_ids
                if seller.price > 0 and seller.company_id in (company, self.env['res.company'])
                and (not seller.product_id or seller.product_id == line.product_id)
                and not (seller.date_end and seller.date_end < day) and not self._is_own_price(seller)]
            cost = line.product_id.uom_id._compute_price(
                company.currency_id._convert(
                    line.product_id.with_company(company).standard_price, self.currency_id, company, day, round=False),
                line.product_uom_id)
            usual += line.product_qty * (min(prices) if prices else cost)
        return usual

    def _is_own_price(self, seller):
        """Whether Odoo noted the price from this order: what is paid here is no list to compare it with."""
        self.ensure_one()
        return seller.partner_id == self.partner_id.commercial_partner_id and bool(
            self.create_date and seller.create_date >= self.create_date)

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        """Nobody has approved a new one, whatever is sent along."""
        orders = super().create(vals_list)
        approved = orders.sudo().filtered('aftersales_emergency_user_id')  # sudo: who approved it is the system's
        if approved and not self.env.su:
            approved.aftersales_emergency_user_id = False
        return orders

    def write(self, vals):
        """Who approved it is the system's; what costs otherwise since is approved anew."""
        if self.env.su:
            return super().write(vals)
        if 'aftersales_emergency_user_id' in vals:
            raise AccessError(self.env._("Who approved an emergency buy is noted by the system. Use its button."))
        result = super().write(vals)
        if COSTS & vals.keys():
            waiting = self.sudo().filtered(  # sudo: as above
                lambda order: order.state == 'to approve' and order.aftersales_emergency_user_id)
            if waiting:
                waiting.aftersales_emergency_user_id = False
        return result

    # === ACTION METHODS ===#

    def action_approve_emergency(self):
        """A manager has the part bought all the same; the order goes on as Odoo approves it."""
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._("What is bought in a hurry far above the list is approved by a manager."))
        for order in self:
            if order.state != 'to approve' or not order._is_dear_emergency():
                raise UserError(self.env._(
                    "%(order)s does not wait because of what it costs above the list. Reload the page.", order=order.name))
        # sudo: who approved it is the system's
        self.sudo().aftersales_emergency_user_id = self.env.user
        self.button_approve()

    def button_draft(self):
        """What is changed is approved anew."""
        result = super().button_draft()
        self.sudo().aftersales_emergency_user_id = False  # sudo: as above
        return result

    # === BUSINESS METHODS ===#

    def _is_dear_emergency(self):
        self.ensure_one()
        limit = (self.company_id or self.env.company).sudo().aftersales_emergency_percent  # sudo: the limit is no secret
        return bool(self.aftersales_emergency) and self.aftersales_over_list > limit

    def _approval_allowed(self):
        """By super(): whoever may approve. An emergency buy far above the list waits for a manager."""
        return super()._approval_allowed() and (
            not self._is_dear_emergency() or bool(self.aftersales_emergency_user_id)
            or self.env.user.has_group('aftersales.group_manager'))
