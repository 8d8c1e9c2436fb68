from odoo import models

from odoo.addons.aftersales.models.base.entries import Hint


class AftersalesOrderLine(models.Model):
    """Whether a part that is not here may be ordered, beside its row of the order sheet."""
    _inherit = 'aftersales.order.line'

    def _get_row_hints(self):
        hints = super()._get_row_hints()
        if self.parts_state != 'not_here' or self.part_approval not in ('to_approve', 'refused'):
            return hints
        if self.part_approval == 'refused':
            return [*hints, Hint('danger', self.env._("Not ordered: %(reason)s", reason=self.part_refusal))]
        line = self.sudo()  # sudo: by what it costs the house it is known who has to say yes
        return [*hints, Hint('warning', self.env._("Order to be approved by: %(role)s", role=line._get_special_role()))]
