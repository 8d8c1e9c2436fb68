from odoo import models

from odoo.addons.aftersales.models.base.entries import Hint

# What the state of a part means for who looks at the order; what is left out needs no words.
LEVELS = {
    'not_here': 'danger', 'on_the_way': 'warning', 'here': 'success', 'issued': 'success', 'returned': 'info',
    'cancelled': 'info',
}


class AftersalesOrderLine(models.Model):
    """Where the part of a row is, and when it comes."""

    _inherit = 'aftersales.order.line'

    def _prepare_sheet_rows(self):
        self.mapped('parts_state')  # all at once: stock is forecast for all moves together
        return super()._prepare_sheet_rows()

    def _get_row_hints(self):
        hints = super()._get_row_hints()
        if self.parts_state in LEVELS:
            hints.insert(0, Hint(LEVELS[self.parts_state], self._get_parts_text()))
        if self.parts_state in ('not_here', 'on_the_way') and self.supply_waits_text:
            hints.insert(1, Hint('warning', self.env._(
                "Purchase %(purchase)s waits for approval", purchase=self.supply_waits_text)))
        return hints

    def _get_parts_text(self):
        self.ensure_one()
        label = dict(self._fields['parts_state']._description_selection(self.env))[self.parts_state]
        if self.parts_state != 'on_the_way' or not self.parts_expected_date:
            return label
        return self.env._("%(state)s: %(day)s", state=label, day=self.order_id._get_short_day_text(self.parts_expected_date))
