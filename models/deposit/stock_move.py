from odoo import models


class StockMove(models.Model):
    """Parts of a sale at the window that have come: from now on they wait for whoever paid a deposit."""
    _inherit = 'stock.move'

    def _action_assign(self, force_qty=False):
        result = super()._action_assign(force_qty=force_qty)
        # sudo: whoever receives parts need not take deposits
        self.sudo().aftersales_counter_line_id.deposit_ids._note_arrival()
        return result
