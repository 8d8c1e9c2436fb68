from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Domain

from odoo.addons.aftersales.models.base.entries import OpenPoint

# The worst first: the order shows the first of these that one of its parts is in.
PARTS_STATES = [
    ('not_here', 'Not here'),
    ('on_the_way', 'On the way'),
    ('here', 'Here'),
    ('issued', 'Issued'),
    ('returned', 'Returned'),
    ('cancelled', 'Cancelled'),
    ('none', 'No parts'),
]


class AftersalesOrder(models.Model):
    _inherit = 'aftersales.order'

    picking_ids = fields.One2many(
        'stock.picking', 'aftersales_order_id', string="Parts Transfers", readonly=True,
    )
    picking_count = fields.Integer(string="Transfers or Part Lines", compute='_compute_picking_count')
    parts_state = fields.Selection(
        selection=PARTS_STATES, string="Parts", compute='_compute_parts_state', search='_search_parts_state',
        help="Where the order's parts are; the worst of them. It depends on today's stock.",
    )
    has_unrequested_parts = fields.Boolean(
        compute='_compute_has_unrequested_parts', compute_sudo=True,
        help="Parts are needed that no transfer asks for: it was cancelled, or a wrong part came back.",
    )

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends_context('uid')
    def _compute_picking_count(self):
        """How many of what ``action_view_pickings`` opens for this user."""
        if self._sees_transfers():
            model, link, domain = 'stock.picking', 'aftersales_order_id', []
        else:
            model, link, domain = 'aftersales.order.line', 'order_id', [('line_type', '=', 'part')]
        counts = dict(self.env[model]._read_group([(link, 'in', self.ids), *domain], [link], ['__count']))
        for order in self:
            order.picking_count = counts.get(order._origin, 0)

    @api.depends('line_ids.parts_state')
    def _compute_parts_state(self):
        for order in self:
            states = set(order.line_ids.mapped('parts_state'))
            order.parts_state = next((state for state, __ in PARTS_STATES if state in states), 'none')

    @api.depends('line_ids.move_ids.state', 'line_ids.move_ids.product_uom_qty', 'line_ids.quantity')
    def _compute_has_unrequested_parts(self):
        for order in self:
            order.has_unrequested_parts = any(line._get_unrequested_quantity() > 0 for line in order.line_ids)

    def _search_parts_state(self, operator, value):
        """Live orders are looked at one by one: their parts depend on today's stock."""
        if operator != 'in':
            return NotImplemented
        live = self.search([('is_locked', '=', False), ('line_ids.line_type', '=', 'part')])
        found = live.filtered(lambda order: order.parts_state in value)
        domain = Domain('id', 'in', found.ids)
        lines = self.env['aftersales.order.line']
        worse = Domain.FALSE
        for state in ('issued', 'returned', 'cancelled'):
            lines_in_state = Domain('line_ids', 'any', lines._get_closed_parts_domain(state))
            if state in value:
                domain |= self._get_locked_domain() & lines_in_state & ~worse
            worse |= lines_in_state
        if 'none' in value:
            domain |= self._get_locked_domain() & ~worse
            domain |= ~self._get_locked_domain() & ~Domain('line_ids.line_type', '=', 'part')
        return domain

    # === CRUD METHODS ===#

    def write(self, vals):
        result = super().write(vals)
        if {'workshop_id', 'partner_id'} & vals.keys():  # where they come from, who must have said yes
            self._sync_parts()
        if 'promise_date' in vals:
            self.sudo().job_ids.line_ids._follow_deadline()  # sudo: who promises has no rights in stock
        return result

    def unlink(self):
        self.line_ids._release_parts()
        return super().unlink()

    # === ACTION METHODS ===#

    def action_view_pickings(self):
        """Open the transfers of the orders' parts; for people without rights in stock, the part lines."""
        if not self._sees_transfers():
            action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_part_lines')
            return dict(action, domain=[('order_id', 'in', self.ids), ('line_type', '=', 'part')], context={})
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_parts_transfers')
        action['domain'] = [('aftersales_order_id', 'in', self.ids)]
        action['context'] = {'contact_display': 'partner_address'}
        pickings = self.picking_ids
        if len(self) == 1 and len(pickings) == 1:
            action.update(views=[(False, 'form')], res_id=pickings.id)
        return action

    def _sees_transfers(self):
        return self.env.user.has_group('stock.group_stock_user')

    def action_request_parts(self):
        """Ask stock again for what is missing: after a cancelled transfer or a returned wrong part."""
        self.check_access('read')
        for order in self:
            if order.is_locked:
                raise UserError(self.env._(
                    "%(order)s is %(state)s; no parts can be asked for any more.",
                    order=order.name, state=order._get_state_label(order.state),
                ))
        self._sync_parts()

    # === BUSINESS METHODS: LIFE ===#

    def _get_open_points(self):
        missing = self.job_ids.line_ids._filter_not_issued().grouped('order_id')
        return super()._get_open_points() + [
            OpenPoint(order, self.env._(
                "These parts are not issued.\n%(parts)s\n"
                "Issue them in the parts transfer, or set the quantity to what was issued, or cancel their job.",
                parts=lines._list_issued(),
            ))
            for order, lines in missing.items()
        ]

    def action_ask_cancel(self):
        """Who cannot cancel for what was issued gets to what must come back."""
        self.check_access('write')
        try:
            self.line_ids._check_nothing_issued()
        except UserError as error:
            raise RedirectWarning(
                str(error), self._get_to_return_action(), self.env._("Show What to Return"))
        return super().action_ask_cancel()

    def _get_to_return_action(self):
        """The transfers that have issued parts of these orders; for people without rights in stock, their lines."""
        lines = self.line_ids.filtered(lambda line: line.product_uom_id.compare(line.qty_issued, 0.0) > 0)
        if not self.env.user.has_group('stock.group_stock_user'):
            return {**lines.order_id.action_view_pickings(), 'domain': [('id', 'in', lines.ids)]}
        action = lines.order_id.action_view_pickings()
        pickings = lines.sudo()._get_issued_pickings()
        views = {'views': [(False, 'form')], 'res_id': pickings.id} if len(pickings) == 1 else {}
        return {**action, 'domain': [('id', 'in', pickings.ids)], **views}

    def _check_cancelled(self):
        super()._check_cancelled()
        self.line_ids._check_nothing_issued()

    def _check_can_be_invoiced(self, jobs):
        super()._check_can_be_invoiced(jobs)
        missing = jobs.line_ids._filter_not_issued().filtered(
            lambda line: line.product_id.is_storable and line.job_id._get_principal() and line._get_unrequested_quantity() > 0)
        if missing:
            raise UserError(self.env._(
                "%(order)s cannot be invoiced: these parts are not issued, and no transfer asks for them.\n%(parts)s\n"
                "Request them, or set the quantity to what was issued.",
                order=self.name, parts=missing._list_issued(),
            ))

    def _has_unfinished_work(self):
        """Parts that are still to be issued are still to be charged."""
        return super()._has_unfinished_work() or any(
            line.product_id.is_storable and line.job_id._get_principal()
            for line in self.job_ids.line_ids._filter_not_issued())

    @api.depends('line_ids.qty_issued')
    def _compute_invoice_status(self):
        return super()._compute_invoice_status()

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if source == 'draft' or target in ('draft', 'cancelled'):
            self._sync_parts()
        if target in self._locked_states:
            self.sudo()._settle_arrivals()  # sudo: see there

    # === BUSINESS METHODS: STOCK ===#

    def _sync_parts(self):
        """Bring the open issue transfers to what approved, live part lines need.

        Only differences are written, so calling it again changes nothing. What is
        issued already is never touched: a return brings it back. Runs with the rights
        of the system: the advisor or the customer who approves has none in stock.
        """
        orders = self.sudo().filtered(lambda order: order.state not in ('delivered',))
        surplus, reductions, additions = orders.job_ids.line_ids._plan_moves()
        changed = (surplus.aftersales_line_id | self._join(reductions) | self._join(additions)).order_id
        if not changed:
            return
        changed._claim_for_update()
        surplus._action_cancel()
        reduced = self.env['stock.move'].sudo()
        for line, quantity in reductions.items():
            reduced |= line._reduce_open_moves(quantity)
        reduced.filtered(lambda move: move._is_open() and move._should_assign_at_confirm())._action_assign()
        self._create_issue_moves(additions)

    @api.model
    def _join(self, quantities):
        return self.env['aftersales.order.line'].sudo().union(*quantities)

    @api.model
    def _create_issue_moves(self, additions):
        """Create, confirm and reserve the moves of ``additions`` (line: quantity), all at once."""
        if not additions:
            return
        lines = self._join(additions)
        pickings = self._get_issue_pickings(lines)
        issued = next(iter(pickings.values())).union(*pickings.values())
        (issued.location_id | issued.location_dest_id).mapped('usage')  # where from and where to, with one query
        rules = lines._get_issue_rules()
        moves = self.env['stock.move'].sudo().create([
            line._prepare_stock_move_vals(quantity, pickings[line._get_issue_key()], rules[line])
            for line, quantity in additions.items()
        ])
        moves = moves._action_confirm()
        moves.filtered(lambda move: move.state in ('confirmed', 'partially_available'))._trigger_scheduler()
        lines._note_missing_parts()

    @api.model
    def _get_issue_pickings(self, lines):
        """Open transfer of each order and destination; new ones where the counter has none to add to.

        A printed transfer gets nothing added: the clerk has its list in hand.

        :return: dict of ``line._get_issue_key()``: picking
        """
        Picking = self.env['stock.picking'].sudo()
        pickings = {}
        for picking in Picking.search([
            ('aftersales_order_id', 'in', lines.order_id.ids),
            ('state', 'not in', ('done', 'cancel')),
            ('return_id', '=', False),
            ('printed', '=', False),
        ], order='id desc'):
            pickings[picking.aftersales_order_id, picking.picking_type_id, picking.location_dest_id] = picking
        # A dict keeps the order of the lines, unlike a set.
        missing = dict.fromkeys(line._get_issue_key() for line in lines if line._get_issue_key() not in pickings)
        created = Picking.with_context(mail_create_nosubscribe=True, mail_create_nolog=True).create([
            order._prepare_issue_picking_vals(picking_type, destination)
            for order, picking_type, destination in missing
        ])
        pickings.update(zip(missing, created, strict=True))
        return pickings

    def _prepare_issue_picking_vals(self, picking_type, destination):
        self.ensure_one()
        return {
            'aftersales_order_id': self.id,
            'partner_id': self.partner_id.id,
            'origin': self.name,
            'company_id': self.company_id.id,
            'picking_type_id': picking_type.id,
            'location_id': picking_type.default_location_src_id.id,
            'location_dest_id': destination.id,
            'priority': self.priority,
            'user_id': False,
        }
