from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesOrderLine(models.Model):
    """Getting parts that are not here: ordered by the product's own rules, and told when they come (H2)."""

    _name = 'aftersales.order.line'
    _inherit = ['aftersales.order.line', 'aftersales.part.supply.mixin']

    _part_document = 'order_id'
    _part_line = 'line_id'

    supply_waits_text = fields.Char(
        string="Purchase to Approve", compute='_compute_supply', compute_sudo=True,
        help="Purchase orders the part comes with that somebody still has to approve.")

    _awaited_idx = models.Index("(order_id) WHERE parts_awaited_since IS NOT NULL")
    _customer_parts_idx = models.Index("(order_id) WHERE part_origin = 'customer'")

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends(lambda self: self._get_supply_depends())
    def _compute_supply(self):
        self.move_ids._get_aftersales_purchase_lines()  # all at once
        for line in self:
            ordered = line._get_open_moves()._get_aftersales_purchase_lines()
            line.is_to_order = bool(line._get_moves_to_supply())
            line.supply_name = ", ".join(ordered.order_id.mapped('name'))
            line.supply_waits_text = ", ".join(ordered.order_id.filtered(
                lambda purchase: purchase.state == 'to approve').mapped('name'))
            vendor = ordered.order_id.partner_id[:1]
            if not vendor and line.parts_state in ('not_here', 'on_the_way'):
                vendor = line._get_vendor().partner_id
            line.supply_vendor_id = vendor

    def _search_is_to_order(self, operator, value):
        if operator != 'in':
            return NotImplemented
        waiting = self.search([
            ('order_id.is_locked', '=', False), ('line_type', '=', 'part'),
            ('move_ids', 'any', [('state', 'in', ('confirmed', 'partially_available'))]),
        ])
        found = Domain('id', 'in', waiting.filtered('is_to_order').ids)
        return found if True in value else ~found

    @api.model
    def _get_supply_depends(self):
        return ('parts_state', *super()._get_supply_depends())

    # === ACTION METHODS ===#

    def action_view_moves(self):
        """Open the stock moves of the lines."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Stock Moves"),
            'res_model': 'stock.move',
            'view_mode': 'list,form',
            'domain': [('aftersales_line_id', 'in', self.ids)],
            'context': {'create': False},
        }

    # === BUSINESS METHODS: ORDERING ===#

    def _get_nothing_to_order_message(self):
        return self.env._(
            "There is nothing to order for %(products)s: the parts are here, on the way or ordered already, "
            "or their job is not approved.", products=self._get_part_names())

    def _get_moves_to_supply(self):
        """Open moves that wait for stock nobody has ordered for them."""
        missing = self.filtered(lambda line: line.parts_state == 'not_here')
        return missing.move_ids.filtered(lambda move: (
            move.state in ('confirmed', 'partially_available')
            and move.procure_method == 'make_to_stock'
            and move._get_aftersales_direction() > 0
        ))

    # === BUSINESS METHODS: ARRIVAL ===#

    def _get_arrivals(self):
        """When the parts that are not here come: as ordered, else by the vendor's usual days.

        :return: dict of line: naive UTC moment, not before now, or False when nobody knows; lines whose parts are
            here, or need none, are left out
        """
        now, arrivals = fields.Datetime.now(), {}
        # sudo: what stock and vendors know is told, whoever may see them
        missing = self.sudo().filtered(lambda line: line.parts_state in ('not_here', 'on_the_way'))
        missing.move_ids._get_aftersales_purchase_lines()  # all at once
        for line in missing:
            date = line.parts_expected_date or line._get_ordered_date()
            days = None if date else line._get_vendor_days()
            if days is not None:
                date = now + timedelta(days=days)
            arrivals[line] = max(date, now) if date else False
        return arrivals

    def _get_ordered_date(self):
        """The day asked of the vendor, who has not confirmed it yet."""
        dates = self._get_open_moves()._get_aftersales_purchase_lines().mapped('date_planned')
        return max((date for date in dates if date), default=False)

    def _note_missing_parts(self):
        """Stock was asked and has not all of it: from now on somebody waits for the part."""
        missing = self.filtered(lambda line: (
            not line.parts_awaited_since and any(move.state != 'assigned' for move in line._get_open_moves())))
        missing._stamp_awaited(fields.Datetime.now())

    def _note_arrived_parts(self):
        """Parts that were waited for are set aside: the order's advisor is told."""
        arrived = self.filtered(lambda line: (
            line.parts_awaited_since and all(move.state == 'assigned' for move in line._get_open_moves())))
        if not arrived:
            return
        arrived._stamp_awaited(False)
        here = arrived.filtered(lambda line: line._get_open_moves() and line.order_id.state != 'cancelled')
        for order, lines in here.grouped('order_id').items():
            order._tell_advisor_of_arrival(lines)
