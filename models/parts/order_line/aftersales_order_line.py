from odoo import api, fields, models
from odoo.exceptions import UserError

# Writing one of these may change what the line needs, or the approval of its job.
NEED_FIELDS = {
    'job_id', 'line_type', 'part_origin', 'product_id', 'product_uom_id', 'quantity',
    'price_unit', 'discount', 'tax_ids',
}
# What a line with issued parts must keep: the moves that left stock say the same.
IDENTITY_FIELDS = {'job_id', 'line_type', 'part_origin', 'product_id', 'product_uom_id'}


class AftersalesOrderLine(models.Model):
    """Parts: what the line needs from stock, and the moves that give it.

    Where the parts are is in ``aftersales_order_line_state.py``.
    """

    _inherit = 'aftersales.order.line'

    move_ids = fields.One2many(
        'stock.move', 'aftersales_line_id', string="Stock Moves",
        readonly=True, copy=False,
    )
    qty_issued = fields.Float(
        string="Issued", digits='Product Unit', compute='_compute_qty_issued', store=True, copy=False,
        help="Issued from stock, less what came back.",
    )

    # === COMPUTE METHODS ===#

    @api.depends('move_ids.state', 'move_ids.quantity', 'move_ids.product_uom')
    def _compute_qty_issued(self):
        for line in self:
            done = line.move_ids.filtered(lambda move: move.state == 'done')
            line.qty_issued = sum(move._get_aftersales_quantity(line.product_uom_id) for move in done)

    @api.depends('qty_issued')
    def _compute_qty_to_invoice(self):
        """A part kept in stock is charged when it is issued: before, the work with it is not done."""
        super()._compute_qty_to_invoice()
        for line in self:
            issued = max(line.qty_issued - line.qty_invoiced, 0.0)
            if line.qty_to_invoice > issued and line._is_stock_part() and line.product_id.is_storable:
                line.qty_to_invoice = issued

    # === CRUD METHODS ===#

    @api.model
    def _get_first_values(self):
        return super()._get_first_values() | {'qty_issued': 0.0}

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.line_type == 'part').order_id._claim_for_update()
        lines.order_id._sync_parts()
        return lines

    def write(self, vals):
        if not NEED_FIELDS & vals.keys():
            return super().write(vals)
        orders = self.order_id
        self._check_identity_kept(vals)
        self.filtered(lambda line: line.line_type == 'part').order_id._claim_for_update()
        result = super().write(vals)
        self._check_quantity_covers_issued()
        (orders | self.order_id)._sync_parts()
        return result

    def unlink(self):
        self._release_parts()
        orders = self.order_id
        result = super().unlink()
        orders._sync_parts()
        return result

    # === BUSINESS METHODS: NEED ===#

    def _is_stock_part(self):
        """Whether the line takes a part from stock; like a sale order, any goods do, stored or not."""
        self.ensure_one()
        return self.line_type == 'part' and self.part_origin != 'customer' and self.product_id.type == 'consu'

    def _get_cost_moves(self):
        """Moves whose cost the invoice books: not those booked on an account when they were issued."""
        moves = self.move_ids
        (moves.location_id | moves.location_dest_id).mapped('usage')  # where from and where to, with one query
        return moves.filtered(lambda move: (
            move._get_aftersales_direction()
            and not (move.location_id | move.location_dest_id).valuation_account_id))

    def _books_cost(self):
        # sudo: whoever invoices, or only sees whether there is something to invoice
        line = self.with_company(self.company_id).sudo()
        return super()._books_cost() or (
            line._is_stock_part() and line.product_id.is_storable and line.product_id.valuation == 'real_time'
            and any(move.state == 'done' for move in line._get_cost_moves()))

    def _get_needed_quantity(self):
        """Quantity stock has to give for the line, in its unit; 0 unless it may take parts.

        A part of an estimate is set aside only when the customer said yes to it: jobs
        that need no approval wait for the car.
        """
        self.ensure_one()
        job = self.job_id
        if not self._is_stock_part() or not job._is_live() or not self._is_authorised() or job._lacks_answer():
            return 0.0
        if self.order_id.state == 'cancelled' or (self.order_id.state == 'draft' and self.approval != 'approved'):
            return 0.0
        return self.quantity

    def _get_unrequested_quantity(self):
        """What the line needs and neither has nor asks for, in its unit; negative when it asks for too much."""
        self.ensure_one()
        asked = sum(move._get_aftersales_quantity(self.product_uom_id) for move in self._get_open_moves())
        return self.product_uom_id.round(self._get_needed_quantity() - self.qty_issued - asked)

    def _get_issue_key(self):
        """(order, operation type, destination): lines with the same key leave in one transfer."""
        self.ensure_one()
        order = self.order_id
        warehouse = order.workshop_id.warehouse_id
        picking_type = warehouse.aftersales_issue_type_id
        if not picking_type:
            raise UserError(self.env._(
                "Outlet %(workshop)s has no warehouse with a “Parts issue” operation type. "
                "Choose its warehouse in the outlet's set-up before taking parts for %(order)s.",
                workshop=order.workshop_id.name, order=order.name,
            ))
        if self.job_id.settlement in ('internal', 'contract'):
            return order, picking_type, order.company_id._get_own_use_location()
        return order, picking_type, picking_type.default_location_dest_id

    def _get_issue_rules(self):
        """:return: dict of line: the ``stock.rule`` that supplies it (empty: from stock)"""
        rules = {}
        for warehouse, lines in self.grouped(lambda line: line.order_id.workshop_id.warehouse_id).items():
            by_product = warehouse._get_issue_rules(lines.product_id)
            rules.update({line: by_product[line.product_id] for line in lines})
        return rules

    # === BUSINESS METHODS: MOVES ===#

    def _get_open_moves(self):
        """Moves that still are to take parts out of stock for the line."""
        self.ensure_one()
        return self.move_ids.filtered(lambda move: move._is_open() and move._get_aftersales_direction() > 0)

    def _plan_moves(self):
        """Compare what the lines need with what is issued and asked for.

        :return: open moves to cancel because their line no longer wants them so;
            dict of line: quantity to take off its open moves;
            dict of line: quantity to ask for. Quantities in the line's unit.
        """
        surplus = self.env['stock.move'].sudo()
        reductions, additions = {}, {}
        for line in self.sudo():
            open_moves = line._get_open_moves()
            needed = line._get_needed_quantity()
            if not needed:
                surplus |= open_moves
                continue
            fitting = open_moves.filtered(line._is_fitting_move)
            surplus |= open_moves - fitting
            asked = sum(move._get_aftersales_quantity(line.product_uom_id) for move in fitting)
            difference = needed - line.qty_issued - asked
            if line.product_uom_id.compare(difference, 0.0) > 0:
                additions[line] = difference
            elif line.product_uom_id.compare(difference, 0.0) < 0 and asked:
                reductions[line] = min(-difference, asked)
        return surplus, reductions, additions

    def _is_fitting_move(self, move):
        """Whether an open move still takes the line's product where the line wants it."""
        __, picking_type, destination = self._get_issue_key()
        return (move.product_id, move.picking_type_id, move.location_dest_id) == (
            self.product_id, picking_type, destination)

    def _reduce_open_moves(self, quantity):
        """Take ``quantity`` (in the line's unit) off the open moves, the latest first; return the changed ones."""
        self.ensure_one()
        changed = self.env['stock.move'].sudo()
        for move in self._get_open_moves().sorted('id', reverse=True):
            if self.product_uom_id.compare(quantity, 0.0) <= 0:
                break
            asked = move._get_aftersales_quantity(self.product_uom_id)
            if self.product_uom_id.compare(asked, quantity) <= 0:
                move._action_cancel()
            else:
                move.product_uom_qty = self.product_uom_id._compute_quantity(
                    asked - quantity, move.product_uom, rounding_method='HALF-UP')
            changed |= move
            quantity -= asked
        return changed

    def _release_parts(self):
        """Cancel the open moves of lines about to go; refuse when parts were issued for them."""
        self._check_nothing_issued()
        parts = self.sudo().filtered(lambda line: line.line_type == 'part')
        parts.order_id._claim_for_update()
        parts.move_ids.filtered(lambda move: move._is_open())._action_cancel()

    def _count_what_was_issued(self):
        """Once the work is done, what is in the car counts: a part that came back leaves the order's total.

        Order, prints, customer's page and invoice all read the quantity. What a transfer still asks for stays on
        the order. An order may be closed and a line invoiced when a part comes back: the goods have moved already,
        so none of the guards on what people write is asked; what was invoiced too much is then to be credited.
        """
        for line in self.filtered(lambda line: line.line_type == 'part' and line._is_authorised()):
            if line.job_id.state not in ('done', 'passed') or line.product_uom_id.compare(line.qty_issued, line.quantity) >= 0:
                continue
            asked = sum(move._get_aftersales_quantity(line.product_uom_id) for move in line._get_open_moves())
            before, quantity = line.quantity, line.product_uom_id.round(line.qty_issued + asked)
            came_back = any(move.state == 'done' for move in line.move_ids)
            if not came_back or line.product_uom_id.compare(quantity, before) >= 0:
                continue
            if not line._is_stock_part() or not line.product_id.is_storable:
                continue
            # The price is what was approved, whatever fewer would have cost.
            with self.env.protecting([self._fields['price_unit']], line):
                models.Model.write(line, {'quantity': quantity})
            line.order_id._message_log(body=self.env._(
                "%(product)s: %(quantity)s instead of %(before)s %(unit)s, which is what was issued for “%(job)s” when "
                "it was done. Raise the quantity if more of it is needed.",
                product=line.product_id.display_name, quantity=f'{quantity:g}', before=f'{before:g}',
                unit=line._get_print_unit(), job=line.job_id.shown_name,
            ))

    def _prepare_stock_move_vals(self, quantity, picking, rule):
        """The move that takes ``quantity`` (in the line's unit) out of stock."""
        self.ensure_one()
        quantity, uom = self.product_uom_id._adjust_uom_quantities(quantity, self.product_id.uom_id)
        order = self.order_id
        return {
            'aftersales_line_id': self.id,
            'picking_id': picking.id,
            'picking_type_id': picking.picking_type_id.id,
            'warehouse_id': picking.picking_type_id.warehouse_id.id,
            'company_id': order.company_id.id,
            'product_id': self.product_id.id,
            'product_uom': uom.id,
            'product_uom_qty': quantity,
            'location_id': picking.location_id.id,
            'location_dest_id': picking.location_dest_id.id,
            'partner_id': order.partner_id.id,
            'origin': order.name,
            'sequence': self.sequence,
            'priority': order.priority,
            'date': fields.Datetime.now(),
            'date_deadline': self._get_parts_deadline(),
            'rule_id': rule.id if rule.procure_method != 'make_to_stock' else False,
            'procure_method': 'make_to_order' if rule.procure_method == 'make_to_order' else 'make_to_stock',
        }

    def _is_old_part_due(self):
        """Hook: whether the old part has to come back for the new one."""
        self.ensure_one()
        return False

    def _get_parts_deadline(self):
        """Hook: when the part has to be handed out, a naive UTC moment or False."""
        self.ensure_one()
        return self.order_id.promise_date

    def _follow_deadline(self):
        """What still is to be handed out is due when the lines say today."""
        for deadline, lines in self.grouped(lambda line: line._get_parts_deadline()).items():
            moves = lines.move_ids.filtered(lambda move, deadline=deadline: move._is_open() and move.date_deadline != deadline)
            if moves:
                moves.date_deadline = deadline

    # === BUSINESS METHODS: GUARDS ===#

    def _filter_not_issued(self):
        """Lines to be done whose parts are not all issued, and not cancelled either."""
        return self.filtered(lambda line: (
            line.line_type == 'part' and line.product_uom_id.compare(line.qty_issued, line.quantity) < 0
            and line._is_stock_part() and line._is_sold()
        ))

    def _list_issued(self):
        """One text line a part: what, how much of it is issued, for which job."""
        return "\n".join(self.env._(
            "- %(product)s: %(issued)s of %(quantity)s %(unit)s issued (%(job)s)",
            product=line.product_id.display_name, issued=line.qty_issued, quantity=line.quantity,
            unit=line._get_print_unit(), job=line.job_id.shown_name,
        ) for line in self)

    def _check_nothing_issued(self):
        issued = self.filtered(lambda line: line.product_uom_id.compare(line.qty_issued, 0.0) > 0)
        for order, lines in issued.grouped('order_id').items():
            raise UserError(self.env._(
                "Parts of %(order)s have been issued and must come back first:\n%(parts)s\n"
                "Have the parts counter return them (transfer %(transfers)s, button “Return”), then try again.",
                order=order.name, parts=lines._list_issued(),
                transfers=", ".join(lines.sudo()._get_issued_pickings().mapped('name')),
            ))

    def _get_issued_pickings(self):
        return self.move_ids.filtered(
            lambda move: move.state == 'done' and move._get_aftersales_direction() > 0
        ).picking_id

    def _check_identity_kept(self, vals):
        """Lines with issued parts keep what the stock moves say; other values are free."""
        issued = self.filtered('qty_issued')
        for name in IDENTITY_FIELDS & vals.keys():
            field = self._fields[name]
            kept = issued.filtered(lambda line, n=name, f=field: f.convert_to_write(line[n], line) == vals[n])
            for line in issued - kept:
                raise UserError(self.env._(
                    "%(quantity)s %(unit)s of %(product)s are issued for %(order)s, so %(field)s of this line cannot "
                    "change. Have the parts returned first, or add another line.",
                    quantity=line.qty_issued, unit=line._get_print_unit(), product=line.product_id.display_name,
                    order=line.order_id.name, field=field._description_string(self.env),
                ))

    def _check_quantity_covers_issued(self):
        for line in self:
            if line.qty_issued and line.product_uom_id.compare(line.quantity, line.qty_issued) < 0:
                raise UserError(self.env._(
                    "%(issued)s %(unit)s of %(product)s are issued for %(order)s already, more than %(quantity)s. "
                    "Have the parts counter return the rest first (transfer %(transfers)s, button “Return”).",
                    issued=line.qty_issued, unit=line._get_print_unit(), quantity=line.quantity,
                    product=line.product_id.display_name, order=line.order_id.name,
                    transfers=", ".join(line.sudo()._get_issued_pickings().mapped('name')),
                ))

    def _check_issued_quantity(self):
        """After goods moved: never more issued than approved, never more returned than issued."""
        for line in self:
            if line.product_uom_id.compare(line.qty_issued, 0.0) < 0:
                raise UserError(self.env._(
                    "More of %(product)s would come back than was issued for %(order)s. "
                    "Correct the quantity of the return.",
                    product=line.product_id.display_name, order=line.order_id.name,
                ))
            if line.product_uom_id.compare(line.qty_issued, line.quantity) > 0:
                raise UserError(self.env._(
                    "Only %(quantity)s %(unit)s of %(product)s are approved on %(order)s; %(issued)s would be issued. "
                    "Correct the quantity, or have the advisor add the part to the order.",
                    quantity=line.quantity, unit=line._get_print_unit(), product=line.product_id.display_name,
                    order=line.order_id.name, issued=line.qty_issued,
                ))
