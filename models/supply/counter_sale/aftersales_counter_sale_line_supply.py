from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class AftersalesCounterSaleLine(models.Model):
    """Parts that are sold and not here: ordered by the machine of repair orders, and told when they come (H2, H9)."""
    _name = 'aftersales.counter.sale.line'
    _inherit = [
        'aftersales.counter.sale.line', 'aftersales.part.supply.mixin', 'aftersales.part.special.mixin',
        'aftersales.part.fetch.mixin']
    _part_document = 'sale_id'
    _part_line = 'counter_line_id'

    # === COMPUTE AND SEARCH METHODS ===#

    @api.depends(lambda self: self._get_supply_depends())
    def _compute_supply(self):
        self.move_ids._get_aftersales_purchase_lines()  # all at once
        for line in self:
            short = line._get_short_moves()
            bought = short._get_aftersales_purchase_lines()
            line.is_to_order = bool(line._get_moves_to_supply())
            line.supply_name = ", ".join(bought.order_id.mapped('name'))
            vendor = bought.order_id.partner_id[:1]
            if short and not vendor and not short._get_aftersales_fetches():
                vendor = line._get_vendor().partner_id
            line.supply_vendor_id = vendor

    @api.model
    def _get_supply_depends(self):
        return ('state', 'move_ids.state', 'move_ids.move_orig_ids.date', *super()._get_supply_depends())

    @api.model
    def _search_is_to_order(self, operator, value):
        if operator != 'in':
            return NotImplemented
        waiting = self.search([('sale_id.state', '=', 'confirmed'), ('move_ids', 'any', [
            ('state', 'in', ('confirmed', 'partially_available')), ('procure_method', '=', 'make_to_stock')])])
        found = Domain('id', 'in', waiting.filtered('is_to_order').ids)
        return found if True in value else ~found

    # === BUSINESS METHODS ===#

    def _get_nothing_to_order_message(self):
        return self.env._(
            "There is nothing to order for %(products)s: the parts are here or ordered already, or the sale is not "
            "confirmed.", products=self._get_part_names() or self.env._("these sales"))

    def _get_short_moves(self):
        """Moves of confirmed sales that stock has not set aside."""
        return self.filtered(lambda line: line.state == 'confirmed').move_ids.filtered(lambda move: (
            move._is_open() and move.state != 'assigned' and move._get_aftersales_direction() > 0))

    def _get_moves_to_supply(self):
        return self._get_short_moves().filtered(lambda move: (
            move.state in ('confirmed', 'partially_available') and move.procure_method == 'make_to_stock'))

    def _get_arrivals(self):
        """When the last of the short moves can be served."""
        now, arrivals = fields.Datetime.now(), {}
        for line in self:
            short = line._get_short_moves()
            if short:
                date = line._get_arrival(short, now)
                arrivals[line] = max(date, now) if date else False
        return arrivals

    def _get_arrival(self, short, now):
        """:return: False when nobody knows"""
        self.ensure_one()
        coming = short.move_orig_ids.filtered(lambda move: move._is_open())
        bought = short._get_aftersales_purchase_lines()
        dates = coming.mapped('date') or [date for date in bought.mapped('date_planned') if date]
        if self._get_moves_to_supply():
            days = self._get_vendor_days()
            if days is None:
                return False
            dates = [*dates, now + timedelta(days=days)]
        return max(dates, default=False)

    def _note_missing_parts(self):
        """Stock was asked and has not all of it: from now on somebody waits for the part."""
        missing = self._get_short_moves().aftersales_counter_line_id.filtered(lambda line: not line.parts_awaited_since)
        missing._stamp_awaited(fields.Datetime.now())

    def _note_arrived_parts(self):
        """Parts that were waited for are set aside: the clerk of the sale is told."""
        arrived = self.filtered(lambda line: line.parts_awaited_since and not line._get_short_moves())
        arrived._stamp_awaited(False)
        for sale, lines in arrived.grouped('sale_id').items():
            if sale.state == 'confirmed':
                sale._tell_clerk_of_arrival(lines)

    # === BUSINESS METHODS: SPECIAL ORDERS ===#

    def _check_may_order_parts(self):
        super()._check_may_order_parts()
        self._check_special_orders()

    def _stamp_awaited(self, moment):
        super()._stamp_awaited(moment)
        self._follow_special_orders(moment)

    def _get_special_words(self):
        return (self.sale_id.partner_id.name,)
