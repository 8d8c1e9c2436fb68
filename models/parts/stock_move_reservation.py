from odoo import models

from .stock_quant import GATHERED, RESERVED, GatheredQuants

TO_RESERVE = ('confirmed', 'waiting', 'partially_available')


class StockMove(models.Model):
    """Parts of many lines are reserved together: one look for their stock, one lock, one set of lines (P11)."""

    _inherit = 'stock.move'

    def _action_assign(self, force_qty=False):
        if not force_qty:
            self.filtered(lambda move: move._is_reserved_together())._reserve_together()
        return super()._action_assign(force_qty=force_qty)

    def _update_orderpoints(self):
        """Of our moves, only those whose parts have a reordering rule at all; core looks for one at each change of state."""
        ours = self.filtered('aftersales_line_id')
        ruled = ours.filtered(lambda move: move.product_id.sudo().orderpoint_ids)
        return super(StockMove, self - ours + ruled)._update_orderpoints()

    def _is_reserved_together(self):
        """Parts of an order that are simply taken from the shelf; whatever is special about a move, core knows."""
        self.ensure_one()
        return bool(
            self.aftersales_line_id and self.state in TO_RESERVE and not self.picked
            and self.procure_method == 'make_to_stock' and self.product_id.tracking == 'none'
            and self.product_uom_qty > 0 and not self.move_orig_ids and not self.move_line_ids
            and not self._should_bypass_reservation()
        )

    def _reserve_together(self):
        Quant = self.env['stock.quant'].sudo()
        vals_list = []
        for (location, strategy), moves in self.grouped(lambda move: (
            move.location_id, Quant._get_removal_strategy(move.product_id, move.location_id),
        )).items():
            if strategy == 'least_packages':
                continue
            gathered = Quant._gather_together(moves.product_id, location, strategy)
            for move in moves.filtered(lambda move, gathered=gathered: (move.product_id, move.location_id) in gathered):
                vals_list += move._take_from(Quant.with_context(**{GATHERED: gathered}))
        if vals_list:
            reserved = self.env['stock.quant'].with_context(**{RESERVED: GatheredQuants})
            lines = self.env['stock.move.line'].with_context(reserved_quant=reserved).create(vals_list).with_env(self.env)
            # What leaves the house is put nowhere in particular: only shelves have rules.
            lines.filtered(lambda line: line.location_dest_id.usage in ('internal', 'view'))._apply_putaway_strategy()

    def _take_from(self, Quant):
        """Reserve what the move needs of the stock that ``Quant`` has gathered.

        :return: values of its move lines
        """
        self.ensure_one()
        product = self.product_id
        need = self.product_uom._compute_quantity(self.product_uom_qty, product.uom_id, rounding_method='HALF-UP')
        taken = {}
        for quant, quantity in Quant.with_context(packaging_uom_id=self.packaging_uom_id)._get_reserve_quantity(
            product, self.location_id, need, uom_id=self.product_uom, strict=False,
        ):
            quant.reserved_quantity += quantity
            place = quant.location_id, quant.lot_id, quant.package_id, quant.owner_id
            first, before = taken.get(place, (quant, 0.0))
            taken[place] = first, before + quantity
        return [self._prepare_move_line_vals(quantity=quantity, reserved_quant=quant) for quant, quantity in taken.values()]
