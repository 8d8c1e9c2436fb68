from odoo import api, fields, models


class AftersalesOrderLine(models.Model):
    """Who gave how much less for a line of a repair order, and why (G3, contracts §12)."""
    _name = 'aftersales.order.line'
    _inherit = ['aftersales.order.line', 'aftersales.given.mixin']

    discount_reason = fields.Selection(groups='aftersales.group_price')

    # The few lines that cost less than the list, as the discount analysis asks for them.
    _given_idx = models.Index("(job_id) WHERE (discount > 0 OR price_unit < technical_price_unit) AND price_unit >= 0")

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

    # === BUSINESS METHODS ===#

    def _is_below_list(self):
        line = self.sudo()  # sudo: asked of whoever changes the line
        return not line.is_included and line.price_unit >= 0 and super()._is_below_list()
