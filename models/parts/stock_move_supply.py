from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class StockMove(models.Model):
    """Parts that are not here are bought or moved in for the very moves that wait for them (H2)."""
    _inherit = 'stock.move'

    def _order_for_aftersales(self):
        """Chain the moves to their own supply; what is reserved already stays reserved."""
        to_supply = self._split_off_missing()
        to_supply.procure_method = 'make_to_order'
        self.env['stock.rule'].run([
            self.env['stock.rule'].Procurement(
                move.product_id, move.product_uom_qty, move.product_uom, move.location_id,
                move.product_id.display_name, move._prepare_procurement_origin(), move.company_id,
                move._prepare_aftersales_supply_values(),
            ) for move in to_supply
        ])
        without_vendor = to_supply.filtered(lambda move: move.procure_method == 'make_to_stock')
        if without_vendor:
            raise UserError(self.env._(
                "No vendor can deliver %(products)s. Enter one on the product's Purchase page, then order again.",
                products=", ".join(without_vendor.product_id.mapped('display_name')),
            ))
        to_supply._recompute_state()

    def _split_off_missing(self):
        """:return: moves of what nothing is set aside for; what is reserved stays in moves of its own"""
        to_supply = self.filtered(lambda move: not move.quantity)
        rest = self.create([
            vals
            for move in self - to_supply
            for vals in move._split(move.product_qty - move.product_uom._compute_quantity(
                move.quantity, move.product_id.uom_id, rounding_method='HALF-UP'))
        ])
        rest._action_confirm(merge=False)
        return to_supply | rest

    def _prepare_aftersales_supply_values(self):
        """The product's own routes supply it; one without any is bought."""
        self.ensure_one()
        values = self._prepare_procurement_values()
        if not (values['route_ids'] or self.product_id.route_ids or self.product_id.categ_id.total_route_ids):
            values['route_ids'] = self.warehouse_id.buy_pull_id.route_id
        return values | self._get_aftersales_supply_dates()

    def _prepare_procurement_values(self):
        values = super()._prepare_procurement_values()
        return values | self._get_aftersales_supply_dates() if self._get_aftersales_asker() else values

    def _get_aftersales_asker(self):
        """Hook: the line whose part the move hands out, with the system's rights; it knows who sells the part."""
        return self.aftersales_line_id.sudo()

    def _get_aftersales_supply_dates(self):
        """The move waits since now, but a vendor needs his days: the day asked of him is the one he can keep."""
        self.ensure_one()
        delay = self._get_aftersales_asker()._get_vendor_days()
        if delay is None:
            return {}
        now = fields.Datetime.now()
        return {'date_planned': max(self.date, now + timedelta(days=delay)), 'date_order': now}

    # === BUSINESS METHODS: ARRIVAL ===#

    def _get_aftersales_purchase_lines(self):
        """What was ordered of vendors for these moves, and not cancelled."""
        lines = self.created_purchase_line_ids | self.move_orig_ids.purchase_line_id
        return lines.filtered(lambda line: line.order_id.state != 'cancel')
