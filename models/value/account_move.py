from odoo import models


class AccountMove(models.Model):
    """What is invoiced, credited or taken back counts for its customer (J6)."""
    _inherit = 'account.move'

    def write(self, vals):
        before = self._get_value_pairs() if 'state' in vals else ()
        result = super().write(vals)
        if 'state' in vals:
            self.env['aftersales.value.mark']._mark([*before, *self._get_value_pairs()])
        return result

    def _get_value_pairs(self):
        """Ids of company and customer of what counts now; whether it is about work of ours is looked up at night."""
        return [
            (move.company_id.id, move.partner_id.id) for move in self
            if move.state == 'posted' and move.move_type in ('out_invoice', 'out_refund')]
