from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """The entry of a write-down is taken back by the next write-down, and by nothing else (parts, §5)."""
    _inherit = 'account.move'

    def button_draft(self):
        self._check_not_written_down()
        return super().button_draft()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._check_not_written_down()
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)

    def _check_not_written_down(self):
        """:raises UserError: naming the write-down"""
        entries = self.filtered(lambda move: move.move_type == 'entry')
        if entries:
            # sudo: whoever keeps the books need not read write-downs
            writedown = self.env['aftersales.stock.writedown'].sudo().search([('entry_id', 'in', entries.ids)], limit=1)
            if writedown:
                raise UserError(self.env._(
                    "%(entry)s is the entry of “%(writedown)s”, which the next one takes back. Leave it, and correct the "
                    "books by an entry of your own.", entry=writedown.entry_id.name, writedown=writedown.display_name))
