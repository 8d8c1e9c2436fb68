from odoo import models


class AftersalesOrderLine(models.Model):
    """Parts of repair orders that come from another outlet of the house (H2)."""
    _name = 'aftersales.order.line'
    _inherit = ['aftersales.order.line', 'aftersales.part.fetch.mixin']

    def _compute_supply(self):
        """No vendor delivers what comes from another outlet."""
        super()._compute_supply()
        for line in self:
            if not line.supply_name and line.supply_vendor_id and line._get_open_moves()._get_aftersales_fetches():
                line.supply_vendor_id = False

    def _reduce_open_moves(self, quantity):
        """What comes from another outlet is lowered with what the line needs: the rest is free again there."""
        changed = super()._reduce_open_moves(quantity)
        changed.filtered(lambda move: move._is_open())._lower_fetches()
        return changed
