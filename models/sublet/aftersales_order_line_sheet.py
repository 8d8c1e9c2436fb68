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
        action = {'to_send': ('action_sublet_terms', self.env._("Other Shop…")), 'out': ('action_sublet_back', self.env._("Back"))}
        may = self.env.user.has_group('aftersales.group_sublet') and not self.order_id.is_locked
        return [Hint('danger' if self.is_sublet_late else LEVELS[state], label, *(action.get(state, ()) if may else ())), *hints]
