from odoo import api, models


class AftersalesCounterSaleLine(models.Model):
    """Who gave how much less for parts over the counter, and why (G3, contracts §12)."""
    _name = 'aftersales.counter.sale.line'
    _inherit = ['aftersales.counter.sale.line', 'aftersales.given.mixin']

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._note_given_at_first(vals_list)
        return lines

    def write(self, vals):
        before = self._get_prices_before(vals)
        result = super().write(vals)
        self._note_given_since(before)
        return result
