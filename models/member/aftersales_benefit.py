from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [
    ('coupon', "Coupon"), ('code', "Discount Code"), ('gift', "Gift Card"), ('points', "Reward for Points"),
    ('level', "Member Discount"), ('promotion', "Promotion"),
]
READERS = 'aftersales.group_redeem'


class AftersalesBenefit(models.Model):
    """A coupon, gift card, reward or member discount on an order, or on parts over the counter (G3): a discount of the
    program, not of the user.

    What it takes off stands on lines of the order with a negative price, one for each job and set of taxes; of a counter
    sale, one for each set of taxes. Either document says what its lines are (``_get_benefit_sold``). It is taken
    from the customer's card at once (reserved), so that nobody uses it twice; it is used when an invoice with it is posted,
    and goes back when it is taken off, the order is cancelled, or the invoice is credited.

    What it gives is reckoned in ``aftersales_benefit_amount.py``; what ties it to Odoo's app for coupons, which need not be
    installed, stands in ``aftersales_benefit_card.py``: keys instead of links.
    """
    _name = 'aftersales.benefit'
    _description = "Benefit on an Order"
    _order = 'id desc'
    _check_company_auto = True

    order_id = fields.Many2one('aftersales.order', string="Repair Order", readonly=True, index=True, ondelete='cascade')
    counter_sale_id = fields.Many2one(
        'aftersales.counter.sale', string="Counter Sale", readonly=True, index='btree_not_null', ondelete='cascade')
    company_id = fields.Many2one(
        'res.company', compute='_compute_place', store=True, index=True, precompute=True, ondelete='restrict')
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", compute='_compute_place', store=True, index='btree_not_null',
        precompute=True, ondelete='restrict')
    partner_id = fields.Many2one(
        'res.partner', string="Customer", compute='_compute_partner_id', store=True, index=True, precompute=True,
        ondelete='restrict')
    currency_id = fields.Many2one(
        'res.currency', compute='_compute_currency_id', store=True, precompute=True, ondelete='restrict')
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
        ('reserved', "Reserved"), ('used', "Used Up"), ('returned', "Benefit Taken Back"),
    ], string="Status", required=True, readonly=True, default='reserved', index=True)
    user_id = fields.Many2one(
        'res.users', string="Entered By", readonly=True, index='btree_not_null', default=lambda self: self.env.user)
    date = fields.Datetime(string="Entered On", readonly=True, required=True, default=fields.Datetime.now, index=True)
    used_date = fields.Datetime(string="Used On", readonly=True)
    returned_date = fields.Datetime(string="Given Back On", readonly=True)
    line_ids = fields.One2many('aftersales.order.line', 'benefit_id', string="Lines", readonly=True)
    counter_line_ids = fields.One2many(
        'aftersales.counter.sale.line', 'benefit_id', string="Lines of the Counter Sale", readonly=True)
    is_on_lines = fields.Boolean(compute='_compute_is_on_lines', compute_sudo=True)

    _of_order_idx = models.Index("(order_id, state)")
    _one_document = models.Constraint(
        'CHECK (num_nonnulls(order_id, counter_sale_id) = 1)', "A coupon is used on a repair order or on a counter sale.")

    # === COMPUTE METHODS ===#

    @api.depends('order_id.workshop_id', 'counter_sale_id.workshop_id')
    def _compute_place(self):
        for benefit in self:
            document = benefit._get_document()
            benefit.workshop_id, benefit.company_id = document.workshop_id, document.company_id

    @api.depends('order_id.partner_id', 'counter_sale_id.partner_id')
    def _compute_partner_id(self):
        for benefit in self:
            benefit.partner_id = benefit._get_document().partner_id

    @api.depends('order_id.currency_id', 'counter_sale_id.currency_id')
    def _compute_currency_id(self):
        for benefit in self:
            benefit.currency_id = benefit._get_document().currency_id

    @api.depends('line_ids', 'counter_line_ids.price_unit')
    def _compute_is_on_lines(self):
        for benefit in self:
            benefit.is_on_lines = bool(benefit._get_lines())

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
        document = self._get_document()
        document._claim_for_update()
        if self.counter_sale_id and self.state == 'reserved':
            document._check_still_quote()
        if self.state != 'reserved' and not (self.state == 'returned' and self._get_lines()):
            raise UserError(self.env._(
                "%(benefit)s is no longer reserved for %(order)s. Credit the invoice to give back what is used.",
                benefit=self.display_name, order=document.name))
        # sudo: lines and cards of benefits are the system's
        self.sudo()._take_off()

    def action_view_order(self):
        return self._get_document()._get_records_action()

    # === BUSINESS METHODS ===#

    def _get_document(self):
        """What they are used on: a repair order, or parts over the counter; of all of them the same."""
        return self.counter_sale_id or self.order_id

    @api.model
    def _prepare_document_vals(self, document):
        is_sale = document._name == 'aftersales.counter.sale'
        return {'counter_sale_id' if is_sale else 'order_id': document.id}

    def _get_lines(self):
        """The lines of that document by which they take something off."""
        return self.counter_line_ids.filtered('price_unit') if self.counter_sale_id else self.line_ids

    def _get_standing(self):
        """Those that take something off their order, or will when it is invoiced again."""
        return self.filtered(lambda benefit: benefit.state != 'returned' or benefit._get_lines())

    def _check_may_change(self):
        """:raises AccessError: for whoever writes no such document, or uses no coupons"""
        self.check_access('read')
        self._get_document().check_access('write')
        if not self.env.user.has_group(READERS):
            raise AccessError(self.env._("Only advisors, the parts counter and managers use coupons and points."))

    def _take_off(self):
        """Lines away, points back. As the system."""
        for benefit in self:
            benefit._get_lines()._check_not_invoiced()
            benefit._get_lines()._leave_document()
            benefit._give_back()
            benefit._get_document()._message_log(body=self.env._("Taken off: %(benefit)s", benefit=benefit.display_name))

    def _reserve_again(self):
        """What was given back and still stands on the order is taken once more, or refused."""
        for benefit in self.filtered(lambda benefit: benefit.state == 'returned'):
            benefit._take_points(benefit._get_points_of(-sum(benefit._get_lines().mapped('price_total'))))
            benefit.write({'state': 'reserved', 'returned_date': False})

    def _give_back(self):
        """The customer's again. As the system."""
        for benefit in self.filtered(lambda benefit: benefit.state != 'returned'):
            benefit._take_points(0.0)
            benefit.write({'state': 'returned', 'returned_date': fields.Datetime.now(), 'used_date': False})

    def _follow_books(self):
        """Used by a posted invoice, given back by a posted credit note, reserved again by one that is reset. As the system.

        Whatever is left of one on an invoice is used: it goes back once all of it is credited; money of a gift card goes back
        with each part of it.
        """
        for benefit in self:
            moves = benefit._get_lines().invoice_line_ids.filtered(lambda line: line.parent_state == 'posted')
            left = sum(-line.quantity if line.move_id._gives_work_back() else line.quantity for line in moves)
            if left > 0:
                if benefit.state == 'returned':  # a credit note that is reset
                    benefit._reserve_again()
                if benefit.state != 'used':
                    benefit.write({'state': 'used', 'used_date': fields.Datetime.now()})
                benefit._keep_used_share(moves)
            elif benefit.state == 'used' and moves:
                benefit._give_back()
            elif benefit.state == 'used':
                benefit.write({'state': 'reserved', 'used_date': False})

    def _leave_other_customer(self):
        """What belongs to a customer leaves an order that is another one's now. As the system."""
        for benefit in self.filtered(lambda benefit: benefit.state == 'reserved' and benefit.kind != 'gift'):
            card, customer = benefit._get_card(), benefit._get_document().partner_id.commercial_partner_id
            holder = card.partner_id.commercial_partner_id if card else None
            if benefit.kind == 'level' or (holder and holder != customer):
                benefit._take_off()

    def _give_back_reserved(self):
        self.filtered(lambda benefit: benefit.state == 'reserved')._give_back()
