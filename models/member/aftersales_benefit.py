from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [
    ('coupon', "Coupon"), ('code', "Discount Code"), ('gift', "Gift Card"), ('points', "Reward for Points"),
    ('level', "Member Discount"), ('promotion', "Promotion"),
]
READERS = 'aftersales.group_benefit'


class AftersalesBenefit(models.Model):
    """A coupon, gift card, reward or member discount on an order (G3): a discount of the program, not of the user.

    What it takes off stands on lines of the order with a negative price, one for each job and set of taxes. It is taken
    from the customer's card at once (reserved), so that nobody uses it twice; it is used when an invoice with it is posted,
    and goes back when it is taken off, the order is cancelled, or the invoice is credited.

    What it gives is reckoned in ``aftersales_benefit_amount.py``; what ties it to Odoo's app for coupons, which need not be
    installed, stands in ``aftersales_benefit_card.py``: keys instead of links.
    """
    _name = 'aftersales.benefit'
    _description = "Benefit on an Order"
    _order = 'id desc'
    _check_company_auto = True

    order_id = fields.Many2one(
        'aftersales.order', string="Repair Order", required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True, precompute=True)
    workshop_id = fields.Many2one(
        related='order_id.workshop_id', string="Outlet", store=True, index='btree_not_null', precompute=True)
    partner_id = fields.Many2one(
        related='order_id.partner_id', string="Customer", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    kind = fields.Selection(KINDS, required=True, readonly=True, index=True)
    code = fields.Char(readonly=True, index='trigram')
    program_name = fields.Char(string="Program", readonly=True)
    reward_name = fields.Char(string="What It Gives", readonly=True)
    program_key = fields.Integer(readonly=True)
    card_key = fields.Integer(readonly=True, index=True)
    reward_key = fields.Integer(readonly=True)
    labour_percent = fields.Float(string="Off Labour (%)", readonly=True, digits='Discount', bounds=(0, 100))
    parts_percent = fields.Float(string="Off Parts (%)", readonly=True, digits='Discount', bounds=(0, 100))
    points_wanted = fields.Float(
        string="At Most", readonly=True, bounds=(0, 1e9), help="Points or money of the card that the customer wants to use.")
    points = fields.Float(string="Taken from the Card", readonly=True, bounds=(0, 1e9))
    amount = fields.Monetary(
        string="Taken Off", readonly=True, bounds=(0, 1e9), groups='aftersales.group_price', help="With taxes.")
    state = fields.Selection([
        ('reserved', "Reserved"), ('used', "Used Up"), ('returned', "Given Back"),
    ], string="Status", required=True, readonly=True, default='reserved', index=True)
    user_id = fields.Many2one(
        'res.users', string="Entered By", readonly=True, index='btree_not_null', default=lambda self: self.env.user)
    date = fields.Datetime(string="Entered On", readonly=True, required=True, default=fields.Datetime.now, index=True)
    used_date = fields.Datetime(string="Used On", readonly=True)
    returned_date = fields.Datetime(string="Given Back On", readonly=True)
    line_ids = fields.One2many('aftersales.order.line', 'benefit_id', string="Lines", readonly=True)

    _of_order_idx = models.Index("(order_id, state)")

    @api.depends('kind', 'code', 'program_name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        labels = dict(self._fields['kind']._description_selection(self.env))
        for benefit in self:
            benefit.display_name = ' · '.join(filter(None, (
                labels.get(benefit.kind, ''), benefit.code or benefit.program_name)))

    # === ACTION METHODS ===#

    def action_take_off(self):
        """The customer keeps it for another visit."""
        self.ensure_one()
        self._check_may_change()
        self.order_id._claim_for_update()
        if self.state != 'reserved' and not (self.state == 'returned' and self.line_ids):
            raise UserError(self.env._(
                "%(benefit)s is no longer reserved for %(order)s. Credit the invoice to give back what is used.",
                benefit=self.display_name, order=self.order_id.name))
        # sudo: lines and cards of benefits are the system's
        self.sudo()._take_off()

    def action_view_order(self):
        return self.order_id._get_records_action()

    # === BUSINESS METHODS ===#

    def _get_standing(self):
        """Those that take something off their order, or will when it is invoiced again."""
        return self.filtered(lambda benefit: benefit.state != 'returned' or benefit.line_ids)

    def _check_may_change(self):
        """:raises AccessError: for whoever writes no orders, or uses no coupons"""
        self.check_access('read')
        self.order_id.check_access('write')
        if not self.env.user.has_group(READERS):
            raise AccessError(self.env._("Only advisors and managers use coupons and points."))

    def _take_off(self):
        """Lines away, points back. As the system."""
        for benefit in self:
            benefit.line_ids._check_not_invoiced()
            benefit.line_ids.unlink()
            benefit._give_back()
            benefit.order_id._message_log(body=self.env._("Taken off: %(benefit)s", benefit=benefit.display_name))

    def _reserve_again(self):
        """What was given back and still stands on the order is taken once more, or refused."""
        for benefit in self.filtered(lambda benefit: benefit.state == 'returned'):
            benefit._take_points(benefit._get_points_of(-sum(benefit.line_ids.mapped('price_total'))))
            benefit.write({'state': 'reserved', 'returned_date': False})

    def _give_back(self):
        """The customer's again. As the system."""
        for benefit in self.filtered(lambda benefit: benefit.state != 'returned'):
            benefit._take_points(0.0)
            benefit.write({'state': 'returned', 'returned_date': fields.Datetime.now(), 'used_date': False})

    def _follow_books(self):
        """Used by a posted invoice, given back by a posted credit note, reserved again by one that is reset. As the system.

        Whatever is left of one on an invoice is used: it goes back once all of it is credited.
        """
        for benefit in self:
            moves = benefit.line_ids.invoice_line_ids.filtered(lambda line: line.parent_state == 'posted')
            left = sum(-line.quantity if line.move_id._gives_work_back() else line.quantity for line in moves)
            if left > 0:
                if benefit.state == 'returned':  # a credit note that is reset
                    benefit._reserve_again()
                if benefit.state != 'used':
                    benefit.write({'state': 'used', 'used_date': fields.Datetime.now()})
            elif benefit.state == 'used' and moves:
                benefit._give_back()
            elif benefit.state == 'used':
                benefit.write({'state': 'reserved', 'used_date': False})

    def _leave_other_customer(self):
        """What belongs to a customer leaves an order that is another one's now. As the system."""
        for benefit in self.filtered(lambda benefit: benefit.state == 'reserved' and benefit.kind != 'gift'):
            card, customer = benefit._get_card(), benefit.order_id.partner_id.commercial_partner_id
            holder = card.partner_id.commercial_partner_id if card else None
            if benefit.kind == 'level' or (holder and holder != customer):
                benefit._take_off()

    def _give_back_reserved(self):
        self.filtered(lambda benefit: benefit.state == 'reserved')._give_back()
