from odoo import models


class AccountMoveReversal(models.TransientModel):
    _inherit = 'account.move.reversal'

    def reverse_moves(self, is_modify=False):
        """The invoice that replaces a wrong one is tied to the same work, as the credit note is."""
        if not is_modify or self.env.su or not self.move_ids._has_aftersales_links():
            return super().reverse_moves(is_modify=is_modify)
        self.move_ids._check_may_reverse()
        # sudo: the links alone need it, and they are copied with their lines
        return super(AccountMoveReversal, self.sudo()).reverse_moves(is_modify=is_modify)
