from odoo import api, models

from odoo.addons.stock.models.stock_quant import StockQuant as CoreQuant

HELD, GATHERED, RESERVED = 'aftersales_held_quants', 'aftersales_gathered_quants', 'aftersales_reserved_already'
KNOWN_TO_BE_NEW = 'aftersales_new_quants'


class HeldQuants(frozenset):
    """Ids of the quants that this transaction has locked. Of a class of ours, so that no call from outside can claim it."""


class GatheredQuants(dict):
    """Quants by product and location, in the order of removal: those that are to be reserved from, all locked."""


class StockQuant(models.Model):
    """Many moves at once look for their stock, lock it and take it together; core does each for one move alone."""

    _inherit = 'stock.quant'

    def try_lock_for_update(self, *, allow_referencing=False, limit=None):
        held = self.env.context.get(HELD)
        if isinstance(held, HeldQuants) and limit == 1:
            own = next((quant for quant in self if quant.id in held), None)
            if own:
                return own
        return super().try_lock_for_update(allow_referencing=allow_referencing, limit=limit)

    @api.model
    def _gather(self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False, qty=0):
        gathered = self.env.context.get(GATHERED)
        if isinstance(gathered, GatheredQuants) and not (strict or lot_id or package_id or owner_id):
            return gathered[product_id, location_id].with_env(self.env)
        return super()._gather(product_id, location_id, lot_id, package_id, owner_id, strict, qty)

    @api.model
    def _update_reserved_quantity(
        self, product_id, location_id, quantity, lot_id=None, package_id=None, owner_id=None, strict=True,
    ):
        """What ``_take`` reserved is not reserved again by the lines that are made for it."""
        if self.env.context.get(RESERVED) is GatheredQuants:
            return None
        return super()._update_reserved_quantity(
            product_id, location_id, quantity, lot_id=lot_id, package_id=package_id, owner_id=owner_id, strict=strict)

    @api.model_create_multi
    def create(self, vals_list):
        """Core makes quants one by one, as an inventory may find the same one twice; of those that are known to be new
        it makes all at once. Whatever other modules do when a quant is made, they do here as ever."""
        if self.env.context.get(KNOWN_TO_BE_NEW) is HeldQuants:
            self = self.with_context(**{KNOWN_TO_BE_NEW: None})  # noqa: PLW0642
            if self._is_made_by_core_next() and 'quants_cache' not in self.env.context and not self._is_inventory_mode():
                return super(CoreQuant, self).create(vals_list)
        return super().create(vals_list)

    @api.model
    def _is_made_by_core_next(self):
        """Whether no other module's ``create`` stands between ours and core's."""
        classes = type(self).mro()
        ours = next(index for index, cls in enumerate(classes) if cls is StockQuant)
        return next(cls for cls in classes[ours + 1:] if 'create' in vars(cls)) is CoreQuant

    def _create_together(self, vals_list):
        """Quants that are known to be new, with one statement."""
        return self.sudo().with_context(**{KNOWN_TO_BE_NEW: HeldQuants}).create(
            [{'inventory_quantity_set': False, **vals} for vals in vals_list])

    @api.model
    def _hold(self, moves):
        """Lock what there is of the parts of ``moves`` where they are and where they go, as far as nobody else does.

        Where nothing is yet, a row is made: of all parts at once, as core makes one a part.
        """
        lines = moves.move_line_ids.filtered(lambda line: line.product_id.is_storable)
        locations = lines.location_id | lines.location_dest_id
        quants = self.sudo().search_fetch(
            [('product_id', 'in', lines.product_id.ids), ('location_id', 'in', locations.ids)])
        held = quants.try_lock_for_update(allow_referencing=True)
        known = {(quant.product_id, quant.location_id) for quant in quants}
        new = dict.fromkeys(
            (line.product_id, line.location_dest_id) for line in lines
            if line.picked and line.product_id.tracking == 'none' and not (line.result_package_id or line.owner_id))
        held |= self._create_together([
            {'product_id': product.id, 'location_id': location.id, 'quantity': 0.0}
            for product, location in new if (product, location) not in known])
        return HeldQuants(held.ids)

    @api.model
    def _gather_together(self, products, location, strategy):
        """Lock and return the stock of each product of which nobody else locks any.

        :return: GatheredQuants
        """
        quants = self.sudo().search_fetch(
            [('product_id', 'in', products.ids), ('location_id', 'child_of', location.id)],
            order=self._get_removal_strategy_order(strategy))
        held = set(quants.try_lock_for_update(allow_referencing=True).ids)
        by_product = quants.grouped('product_id')
        gathered = GatheredQuants()
        for product in products:
            own = by_product.get(product, quants.browse())
            if held.issuperset(own.ids):
                if strategy == 'closest':
                    own = own.sorted(lambda quant: (quant.location_id.complete_name, -quant.id))
                gathered[product, location] = own.sorted(lambda quant: not quant.lot_id)
        return gathered
