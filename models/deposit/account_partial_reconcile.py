from odoo import models

from .account_move import REVERSING


class AccountPartialReconcile(models.Model):
    """A payment that is taken off its invoice again: the deposit is to be paid."""
    _inherit = 'account.partial.reconcile'

    def unlink(self):
        moves = (self.debit_move_id | self.credit_move_id).move_id
        result = super().unlink()
        if self.env.context.get('aftersales_reversing') is not REVERSING:
            moves.exists()._get_deposits()._follow_books()
        return result
