from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Money that comes or is taken back from a receivable moves the claims behind it."""
    _inherit = 'account.partial.reconcile'

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._get_reconciled_moves()._tell_claims()
        return partials

    def unlink(self):
        moves = self._get_reconciled_moves()
        result = super().unlink()
        moves.exists()._tell_claims()
        return result

    def _get_reconciled_moves(self):
        return self.debit_move_id.move_id | self.credit_move_id.move_id
