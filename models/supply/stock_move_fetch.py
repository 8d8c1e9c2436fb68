from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command


class StockMove(models.Model):
    """Parts that lie free at another outlet of the house are set aside there, and come with a transfer (H2)."""
    _inherit = 'stock.move'

    def _fetch_for_aftersales(self, store, date):
        """Chain the moves of one order to a transfer from ``store``, as far as it has their parts; the rest stays short.

        :return: the transfer, whose parts are reserved
        """
        to_fetch = self._split_off_what_is_there(store)
        picking = self.env['stock.picking'].create(to_fetch._prepare_fetch_picking_vals(store, date))
        fetched = self.create([move._prepare_fetch_vals(picking, date) for move in to_fetch])
        fetched = fetched._action_confirm(merge=False)
        fetched._action_assign()
        taken = fetched.filtered(lambda move: move.state != 'assigned')
        if not fetched or taken:
            raise UserError(self.env._(
                "%(parts)s: somebody else has just taken what was free at %(store)s. Look again.",
                parts=", ".join((taken or self).product_id.mapped('display_name')), store=store.name))
        to_fetch.procure_method = 'make_to_order'
        to_fetch._recompute_state()
        return picking

    def _split_off_what_is_there(self, store):
        """Moves of what ``store`` has free of the parts; what it has not stays in moves of its own."""
        free = {product: product._get_free_in(store).get(store, 0.0) for product in self.product_id}
        there = self.browse()
        for move in self._split_off_missing():
            uom = move.product_id.uom_id
            quantity = min(uom.round(free[move.product_id]), move.product_qty)
            if uom.compare(quantity, 0.0) <= 0:
                continue
            if uom.compare(quantity, move.product_qty) < 0:
                self.create(move._split(move.product_qty - quantity))._action_confirm(merge=False)
            free[move.product_id] -= quantity
            there |= move
        return there

    def _prepare_fetch_picking_vals(self, store, date):
        order, sale = self.aftersales_line_id.order_id, self.aftersales_counter_line_id.sale_id
        return {
            'aftersales_fetch_order_id': order.id, 'aftersales_fetch_sale_id': sale.id,
            'picking_type_id': store.aftersales_transfer_type_id.id,
            'location_id': store.lot_stock_id.id, 'location_dest_id': self.location_id[:1].id, 'origin': (order or sale).name,
            'company_id': store.company_id.id, 'priority': order.priority or '0', 'scheduled_date': date, 'user_id': False}

    def _prepare_fetch_vals(self, picking, date):
        self.ensure_one()
        return {
            'picking_id': picking.id, 'picking_type_id': picking.picking_type_id.id, 'company_id': picking.company_id.id,
            'product_id': self.product_id.id, 'product_uom': self.product_uom.id, 'product_uom_qty': self.product_uom_qty,
            'location_id': picking.location_id.id, 'location_dest_id': self.location_id.id, 'origin': self.origin,
            'priority': self.priority, 'date': date, 'procure_method': 'make_to_stock',
            # Who cancels the transfer does not cancel what the car needs.
            'propagate_cancel': False, 'move_dest_ids': [Command.link(self.id)]}

    def _get_aftersales_fetches(self):
        """Moves that bring the parts of these from another outlet, and are not cancelled."""
        return self.move_orig_ids.filtered(lambda move: (
            move.picking_id._get_fetch_document() and move.state != 'cancel'))

    def _lower_fetches(self):
        """No more is brought than the moves still ask for; what somebody there picks already comes all the same."""
        for fetch in self._get_aftersales_fetches().filtered(lambda move: move._is_open() and not move.picked):
            uom, needed, before = fetch.product_uom, fetch._get_needed_fetch(), fetch.product_uom_qty
            if uom.compare(needed, before) >= 0:
                continue
            if uom.compare(needed, 0.0) > 0:
                fetch._do_unreserve()
                fetch.product_uom_qty = needed
                fetch._action_assign()
            else:
                fetch._action_cancel()
            fetch.picking_id._message_log(body=self.env._(
                "%(order)s needs %(needed)s of %(part)s now, not %(before)s. What was set aside for the rest is free again.",
                order=fetch.picking_id._get_fetch_document().name, part=fetch.product_id.display_name,
                needed=f'{needed:g}', before=f'{before:g}'))

    def _get_needed_fetch(self):
        """What the moves that wait for this one still ask for, less what has arrived for them or comes with others."""
        self.ensure_one()
        waiting, uom = self.move_dest_ids, self.product_uom
        others = waiting.move_orig_ids - self
        arrived = others.filtered(lambda move: move.state == 'done')
        gone = (waiting | arrived.move_dest_ids).filtered(lambda move: move.state == 'done')
        here = max(arrived._sum_in(uom, 'quantity') - gone._sum_in(uom, 'quantity'), 0.0)
        coming = others.filtered(lambda move: move._is_open())._sum_in(uom, 'product_uom_qty')
        asked = waiting.filtered(lambda move: move._is_open())._sum_in(uom, 'product_uom_qty')
        return uom.round(max(asked - here - coming, 0.0))

    def _sum_in(self, uom, name):
        return sum(move.product_uom._compute_quantity(move[name], uom, rounding_method='HALF-UP') for move in self)

    def _action_cancel(self):
        """What nobody waits for any more is free again at the other outlet; what does not come is short again here."""
        fetches = self.sudo().filtered(  # sudo: whoever cancels
            lambda move: move._get_aftersales_asker())._get_aftersales_fetches()
        waiting = self.sudo().filtered(lambda move: move.picking_id._get_fetch_document()).move_dest_ids
        result = super()._action_cancel()
        idle = fetches.filtered(lambda move: move._is_open() and not move.move_dest_ids.filtered(lambda dest: dest._is_open()))
        if idle:
            idle._action_cancel()
        waiting = waiting.filtered(lambda move: move._is_open() and move._get_aftersales_asker())
        if waiting:
            waiting._recompute_state()
            waiting.aftersales_line_id._note_missing_parts()
            waiting.aftersales_counter_line_id._note_missing_parts()
        return result
