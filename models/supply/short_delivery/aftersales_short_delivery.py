from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

STATES = [
    ('open', "Being Chased"), ('complete', "Came Complete"), ('credited', "Credited by the Supplier"),
    ('given_up', "Not Chased Any More"),
]


class AftersalesShortDelivery(models.Model):
    """What a supplier sent short, wrong or damaged (H4): chased until it is complete, credited or given up.

    What is short is noted by the receipt itself, and ends by itself when the rest comes in; what is wrong or damaged is noted
    by the parts clerk from the receipt.
    """
    _name = 'aftersales.short.delivery'
    _description = "Short Delivery"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.life.mixin', 'aftersales.claim.mixin', 'aftersales.lasting.mixin',
        'aftersales.log.mixin',
    ]
    _order = 'date desc, id desc'
    _rec_name = 'product_id'
    _check_company_auto = True
    _guarded_by_model = frozenset({'state'})

    _transitions = {
        'open': {'complete': None, 'credited': None, 'given_up': None},
        'complete': {'open': None},
        'credited': {'open': None},
        'given_up': {'open': None},
    }

    picking_id = fields.Many2one(
        'stock.picking', string="Receipt", required=True, index=True, ondelete='restrict',
        domain="[('picking_type_code', '=', 'incoming'), ('state', '=', 'done')]")
    company_id = fields.Many2one(related='picking_id.company_id', store=True, index=True, precompute=True)
    partner_id = fields.Many2one(
        related='picking_id.partner_id.commercial_partner_id', string="Supplier", store=True, index='btree_not_null',
        precompute=True)
    warehouse_id = fields.Many2one(
        related='picking_id.picking_type_id.warehouse_id', string="Store", store=True, index='btree_not_null', precompute=True)
    product_id = fields.Many2one(
        'product.product', string="Part", required=True, index=True, check_company=True, ondelete='restrict')
    uom_id = fields.Many2one(related='product_id.uom_id')
    purchase_id = fields.Many2one(
        'purchase.order', string="Purchase", readonly=True, index='btree_not_null', check_company=True, ondelete='restrict')
    awaited_move_id = fields.Many2one(
        'stock.move', string="Awaited", readonly=True, index='btree_not_null', check_company=True, ondelete='set null',
        copy=False, help="The movement by which the rest is to come in.")
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default='open', index=True, tracking=True)
    kind = fields.Selection(
        [('short', "Short"), ('wrong', "Wrong part"), ('damaged', "Damaged")], required=True, default='damaged', index=True,
        tracking=True)
    date = fields.Datetime(string="Noted On", required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one(
        'res.users', string="Chased By", index='btree_not_null', tracking=True, check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]", default=lambda self: self.env.user)
    quantity = fields.Float(
        string="Pieces Missing", digits='Product Unit', required=True, default=1.0, bounds=(0, 1e9), tracking=True,
        help="Short, wrong or damaged, in the part's unit.")
    qty_ordered = fields.Float(string="Pieces Expected", digits='Product Unit', readonly=True, bounds=(0, 1e9))
    qty_later = fields.Float(string="Came Later", digits='Product Unit', readonly=True, copy=False, bounds=(0, 1e9))
    qty_left = fields.Float(
        string="Still Missing", digits='Product Unit', compute='_compute_qty_left', store=True, precompute=True,
        bounds=(0, 1e9))
    promise_date = fields.Date(string="Promised For", tracking=True, help="The day the supplier names for the rest.")
    chase_date = fields.Date(string="Chase On", default=lambda self: self._default_chase_date(), index='btree_not_null')
    chase_count = fields.Integer(string="Times Chased", readonly=True, copy=False)
    note = fields.Text(max_length=2000, help="What came instead, what is broken, what the supplier says.")
    closed_date = fields.Datetime(string="Ended On", readonly=True, copy=False)
    days_open = fields.Integer(string="Days Open", compute='_compute_days_open')
    is_to_chase = fields.Boolean(string="To Chase", compute='_compute_is_to_chase', search='_search_is_to_chase')

    _quantity_missing = models.Constraint('CHECK (quantity > 0)', "Enter how many are short, wrong or damaged.")
    _once_a_move = models.UniqueIndex(
        "(awaited_move_id) WHERE awaited_move_id IS NOT NULL", "This rest is chased already.")
    _to_chase_idx = models.Index("(chase_date) WHERE state = 'open'")

    # === DEFAULT METHODS ===#

    def _default_chase_date(self):
        return self._get_next_chase(self.env.company)

    def _get_next_chase(self, company):
        return fields.Date.context_today(self) + timedelta(days=company.aftersales_chase_days)

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends('quantity', 'qty_later', 'state')
    def _compute_qty_left(self):
        for short in self:
            short.qty_left = max(short.quantity - short.qty_later, 0) if short.state == 'open' else 0

    @api.depends('date', 'closed_date')
    def _compute_days_open(self):
        now = fields.Datetime.now()
        for short in self:
            short.days_open = ((short.closed_date or now) - (short.date or now)).days

    @api.depends('state', 'chase_date')
    def _compute_is_to_chase(self):
        today = fields.Date.context_today(self)
        for short in self:
            short.is_to_chase = short.state == 'open' and bool(short.chase_date and short.chase_date <= today)

    @api.model
    def _search_is_to_chase(self, operator, value):
        if operator != 'in':
            return NotImplemented
        waiting = Domain('state', '=', 'open') & Domain('chase_date', '<=', fields.Date.context_today(self))
        return waiting if True in value else ~waiting

    @api.depends('product_id', 'picking_id')
    def _compute_display_name(self):
        for short in self:
            short.display_name = ' · '.join(filter(None, [short.product_id.display_name, short.picking_id.name]))

    # === CONSTRAINT METHODS ===#

    @api.constrains('picking_id', 'product_id', 'quantity', 'kind')
    def _check_received(self):
        """What is wrong or damaged came with the receipt."""
        for short in self.filtered(lambda short: short.kind != 'short'):
            # sudo: whoever notes it need not read the movements
            moves = short.picking_id.sudo().move_ids.filtered(
                lambda move: move.product_id == short.product_id and move.state == 'done')  # noqa: B023 - called at once
            came = sum(moves.mapped('product_qty'))
            if short.picking_id.picking_type_code != 'incoming' or short.uom_id.compare(short.quantity, came) > 0:
                raise ValidationError(self.env._(
                    "%(receipt)s: %(count)s of %(part)s came with it. Choose the receipt of the goods, and no more than came.",
                    receipt=short.picking_id.name, count=short.uom_id.round(came), part=short.product_id.display_name))

    # === ACTION METHODS ===#

    def action_chase(self):
        """The supplier was asked for it: the next time is in some days."""
        self.check_access('write')
        self._claim_for_update()
        for short in self:
            if short.state != 'open':
                raise UserError(self.env._("%(short)s is not chased any more.", short=short.display_name))
            # sudo: how often is counted by the system
            short.sudo().write({'chase_count': short.chase_count + 1, 'chase_date': self._get_next_chase(short.company_id)})
            short.message_post(body=self.env._("The supplier was asked for it."))

    def action_complete(self):
        self._transition('complete')

    def action_credit(self):
        self._transition('credited')

    def action_give_up(self):
        self._transition('given_up')

    def action_reopen(self):
        self._transition('open')

    # === BUSINESS METHODS ===#

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        # sudo: when it ended is the system's
        ended = False if target == 'open' else fields.Datetime.now()
        self.sudo().write({'closed_date': ended, **({} if target == 'open' else {'awaited_move_id': False})})

    def _get_lasting_message(self):
        self.ensure_one()
        return self.env._(
            "%(short)s stays in the register of deliveries. End it instead of deleting it.", short=self.display_name)

    @api.model
    def _note_receipt(self, expected):
        """What came in of what was expected: notes what is short, and ends what is complete now.

        :param expected: dict of stock.move: quantity that was expected of it, in its unit
        """
        moves = self.env['stock.move'].union(*expected)
        known = {short.awaited_move_id: short for short in self.search([('awaited_move_id', 'in', moves.ids)])}
        created = []
        for move, asked in expected.items():
            came = move.quantity if move.state == 'done' else 0.0
            missing = move.product_uom.round(asked - came)
            short, is_short = known.get(move), move.product_uom.compare(missing, 0.0) > 0
            rest = move._get_aftersales_rest() if is_short else move.browse()
            unit = move.product_id.uom_id
            if short:
                short.qty_later += move.product_uom._compute_quantity(came, unit)
                short.awaited_move_id = rest
                if not is_short:
                    short._transition('complete')
            elif is_short:
                created.append({
                    'picking_id': (rest.picking_id.backorder_id if rest == move else move.picking_id).id,
                    'product_id': move.product_id.id, 'kind': 'short', 'purchase_id': move.purchase_line_id.order_id.id,
                    'quantity': move.product_uom._compute_quantity(missing, unit), 'awaited_move_id': rest.id,
                    'qty_ordered': move.product_uom._compute_quantity(asked, unit), 'user_id': self.env.uid})
        self.with_context(mail_create_nosubscribe=True).create([vals for vals in created if vals['picking_id']])
