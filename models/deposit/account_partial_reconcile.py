from odoo import models


class AccountPartialReconcile(models.Model):
    """A payment that is taken off its invoice again: the deposit is to be paid."""
    _inherit = 'account.partial.reconcile'

    def unlink(self):
        moves = (self.debit_move_id | self.credit_move_id).move_id
        result = super().unlink()
        moves.exists()._get_deposits()._follow_books()
        return result
