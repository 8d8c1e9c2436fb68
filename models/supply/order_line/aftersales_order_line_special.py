from odoo import models


class AftersalesOrderLine(models.Model):
    """A repair order's special orders: who has to say yes is told by when the workshop needs the part, and why (H2)."""
    _name = 'aftersales.order.line'
    _inherit = ['aftersales.order.line', 'aftersales.part.special.mixin']

    def _check_may_order_parts(self):
        super()._check_may_order_parts()
        self._check_special_orders()

    def _stamp_awaited(self, moment):
        super()._stamp_awaited(moment)
        self._follow_special_orders(moment)

    def _get_special_words(self):
        urgency = dict(self._fields['part_urgency']._description_selection(self.env))[self.part_urgency]
        needed = self.part_needed_date and self.part_needed_date.strftime('%Y-%m-%d')
        return urgency, needed, self.part_reason
