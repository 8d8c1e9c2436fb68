from odoo import models

from odoo.addons.aftersales.models.base.entries import Hint

LEVELS = {'to_send': 'info', 'out': 'warning', 'back': 'success'}


class AftersalesOrderLine(models.Model):
    """Where sublet work is, and until when."""

    _inherit = 'aftersales.order.line'

    def _get_row_hints(self):
        hints = super()._get_row_hints()
        state = self.sublet_state
        if not state:
            return hints
        label = dict(self._fields['sublet_state']._description_selection(self.env))[state]
        if state == 'out' and self.sublet_due_date:
            label = self.env._("%(state)s: %(day)s", state=label, day=self.order_id._get_short_day_text(self.sublet_due_date))
        level = 'danger' if self.is_sublet_late else LEVELS[state]
        return [Hint(level, label, *self._get_sublet_button()), *hints]

    def _get_sublet_button(self):
        """:return: method and words of what is to be done with the other shop, or nothing"""
        if self.order_id.is_locked or not self.env.user.has_group('aftersales.group_sublet'):
            return ()
        send, receive = self.env._("Other Shop…"), self.env._("Back")
        return {
            'to_send': ('action_sublet_terms', send),
            'out': ('action_sublet_back', receive),
        }.get(self.sublet_state, ())

    def _prepare_moved_vals(self):
        """With what was agreed with the other shop; a line that was sent out does not go (see ``_unlink_except_sent``)."""
        return super()._prepare_moved_vals() | {
            'sublet_vendor_id': self.sublet_vendor_id.id,
            'sublet_cost': self.sublet_cost,
            'sublet_due_date': self.sublet_due_date,
        }
