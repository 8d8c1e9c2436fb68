from odoo import fields, models

from odoo.addons.aftersales.models.base.entries import Hint


class AftersalesOrderLine(models.Model):
    """A part that is ordered once the customer has paid his deposit, where the house wants it so (G4, H2)."""
    _name = 'aftersales.order.line'
    _inherit = ['aftersales.order.line', 'aftersales.deposit.part.mixin']

    deposit_ids = fields.Many2many(
        'aftersales.deposit', relation='aftersales_deposit_line_rel', column1='aftersales_order_line_id',
        column2='aftersales_deposit_id', string="Deposits", readonly=True, copy=False, groups='aftersales.group_deposit')

    # === BUSINESS METHODS ===#

    def _check_may_order_parts(self):
        """What the customer pays for in advance is ordered when he has paid."""
        super()._check_may_order_parts()
        self._check_deposits_paid()

    def _get_row_hints(self):
        hints = super()._get_row_hints()
        if self.parts_state == 'not_here' and self.is_deposit_awaited:
            return [*hints, Hint('warning', self.env._(
                "Ordered once deposit %(deposit)s is paid", deposit=self._get_awaited_deposits()))]
        return hints
