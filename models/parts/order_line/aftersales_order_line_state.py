from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ..aftersales_order import PARTS_STATES


class AftersalesOrderLine(models.Model):
    """Where the part of a line is today: not here, on the way, here, issued, returned (H3)."""

    _inherit = 'aftersales.order.line'

    qty_reserved = fields.Float(
        string="Reserved", digits='Product Unit', compute='_compute_parts_state', compute_sudo=True,
        help="Set aside in stock for this line.",
    )
    parts_state = fields.Selection(
        selection=PARTS_STATES, string="Part", compute='_compute_parts_state', compute_sudo=True,
        search='_search_parts_state',
    )
    parts_expected_date = fields.Datetime(
        string="Expected", compute='_compute_parts_state', compute_sudo=True,
        help="When a part on the way is expected to be here.",
    )
    technician_id = fields.Many2one(related='job_id.technician_id')
    license_plate = fields.Char(related='order_id.license_plate')
    promise_date = fields.Datetime(related='order_id.promise_date')

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends(
        'line_type', 'part_origin', 'product_id', 'product_uom_id', 'quantity', 'qty_issued',
        'move_ids.state', 'move_ids.quantity', 'move_ids.product_uom_qty',
        'job_id.state', 'approval', 'order_id.state', 'order_id.workshop_id.warehouse_id',
    )
    def _compute_parts_state(self):
        free_stock = self._get_free_stock()
        # Core forecasts all moves at once when all are asked together.
        self.move_ids.filtered(lambda move: move._is_open()).mapped('forecast_availability')
        for line in self:
            uom = line.product_uom_id
            open_moves = line._get_open_moves()
            line.qty_reserved = sum(
                move.product_uom._compute_quantity(move.quantity, uom, rounding_method='HALF-UP')
                for move in open_moves
            )
            line.parts_expected_date = False
            line.parts_state = line._get_settled_parts_state(open_moves)
            if line.parts_state:
                continue
            if open_moves:
                line.parts_state, line.parts_expected_date = line._get_awaited_parts_state(open_moves)
            else:
                line.parts_state = line._get_stock_parts_state(free_stock)

    def _search_parts_state(self, operator, value):
        if operator != 'in':
            return NotImplemented
        live = self.search([('order_id.is_locked', '=', False), ('line_type', '=', 'part')])
        domain = Domain('id', 'in', live.filtered(lambda line: line.parts_state in value).ids)
        # Not on one of the few live orders, rather than on one of the many closed ones: that the database looks up at once.
        locked = ~Domain('order_id', 'any', [('is_locked', '=', False)])
        for state in ('issued', 'returned', 'cancelled'):
            if state in value:
                domain |= locked & self._get_closed_parts_domain(state)
        if 'none' in value:
            closed_parts = Domain.OR(
                self._get_closed_parts_domain(state) for state in ('issued', 'returned', 'cancelled'))
            domain |= Domain('line_type', '!=', 'part')
            domain |= locked & ~closed_parts
        return domain

    # === BUSINESS METHODS ===#

    @api.model
    def _get_closed_parts_domain(self, state):
        """Lines of delivered or cancelled orders in ``state``; what is stored tells it all there."""
        part = Domain('line_type', '=', 'part') & Domain('part_origin', '!=', 'customer')
        done = Domain('move_ids', 'any', [('state', '=', 'done')])
        return {
            'issued': part & Domain('qty_issued', '>', 0),
            'returned': part & Domain('qty_issued', '=', 0) & done,
            'cancelled': part & Domain('qty_issued', '=', 0) & ~done,
        }[state]

    def _get_settled_parts_state(self, open_moves):
        """The state of a line that waits for nothing; False for one that does."""
        self.ensure_one()
        if not self._is_stock_part():
            return 'none'
        compare = self.product_uom_id.compare
        if compare(self.qty_issued, 0.0) > 0 and (
            compare(self.qty_issued, self.quantity) >= 0 or self.order_id.is_locked
        ):
            return 'issued'
        if open_moves:
            return False
        if any(move.state == 'done' for move in self.move_ids) and compare(self.qty_issued, 0.0) == 0:
            return 'returned'
        if self.order_id.is_locked or not self._is_sold():
            return 'cancelled'
        return False

    def _get_awaited_parts_state(self, open_moves):
        """State and expected date of a line with open moves; the worst of them counts."""
        self.ensure_one()
        state, expected_date = 'here', False
        for move in open_moves:
            if move.state == 'assigned':
                continue
            product_uom = move.product_id.uom_id
            if product_uom.compare(move.forecast_availability, move.product_qty) < 0:
                return 'not_here', False
            if move.forecast_expected_date:
                state = 'on_the_way'
                expected_date = max(expected_date or move.forecast_expected_date, move.forecast_expected_date)
        return state, expected_date

    def _get_stock_parts_state(self, free_stock):
        """State of a line nobody reserved yet: what stock could give today."""
        self.ensure_one()
        if not self.product_id.is_storable:
            return 'here'
        product_uom, missing = self.product_id.uom_id, self._get_missing_quantity()
        free, forecast = free_stock.get((self.order_id.workshop_id.warehouse_id, self.product_id), (0.0, 0.0))
        if product_uom.compare(free, missing) >= 0:
            return 'here'
        return 'on_the_way' if product_uom.compare(forecast, missing) >= 0 else 'not_here'

    def _get_free_stock(self):
        """:return: dict of (warehouse, product): (free today, forecast) for lines without open moves"""
        needs = defaultdict(dict)
        for line in self:
            if line._is_stock_part() and line.product_id.is_storable and not line._get_open_moves():
                need = needs[line.order_id.workshop_id.warehouse_id]
                need[line.product_id] = max(need.get(line.product_id, 0.0), line._get_missing_quantity())
        return {
            (warehouse, product): stock
            for warehouse, need in needs.items() for product, stock in self._forecast_stock(warehouse, need).items()}

    @api.model
    def _forecast_stock(self, warehouse, need):
        """What is free of products, and what will be: moves are added up only for those of which less is free than needed.

        :param need: dict of product: quantity
        :return: dict of product: (free today, forecast)
        """
        products = self.env['product.product'].union(*need).with_context(warehouse_id=warehouse.id)
        on_shelves, __, __ = products._get_domain_locations()
        free = {product.id: quantity - reserved for product, quantity, reserved in self.env['stock.quant']._read_group(
            Domain('product_id', 'in', products.ids) & Domain(on_shelves), ['product_id'],
            ['quantity:sum', 'reserved_quantity:sum'])}
        short = products.filtered(lambda product: product.uom_id.compare(free.get(product.id, 0.0), need[product]) < 0)
        short = short.with_prefetch()  # core adds up all of a prefetch
        return {product: (free.get(product.id, 0.0),) * 2 for product in products - short} | {
            product: (product.free_qty, product.virtual_available) for product in short}

    def _get_missing_quantity(self):
        """What is still to be issued, in the product's unit."""
        self.ensure_one()
        return self.product_uom_id._compute_quantity(self.quantity - self.qty_issued, self.product_id.uom_id)
