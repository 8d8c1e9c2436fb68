from odoo import models

from odoo.addons.aftersales.models.base.entries import CardAction, Hint


class AftersalesJob(models.Model):
    """The clock of a job, on its card of the order sheet."""

    _inherit = 'aftersales.job'

    def _get_card_hints(self):
        hints = super()._get_card_hints()
        if self.running_employee_ids:
            # sudo: who works on what is on the wall
            names = ", ".join(self.sudo().running_employee_ids.mapped('name'))
            hints.insert(0, Hint('success', self.env._("Working now: %(names)s", names=names)))
        return hints

    def _get_card_actions(self):
        actions, user = super()._get_card_actions(), self.env.user
        if not self.order_id.is_in_house:
            return actions
        clock = []
        if user.has_group('aftersales.group_technician') and user.employee_ids:
            if self.is_running:
                clock.append(CardAction('action_clock_pause', self.env._("Pause"), 'fa-pause'))
            elif self.is_open and self._is_authorised():
                clock.append(CardAction('action_clock_start', self.env._("Start"), 'fa-play', is_primary=True))
        if self.state == 'doing' and user.has_group('aftersales.group_time'):
            clock.append(CardAction('action_clock_finish', self.env._("Finish"), 'fa-check', is_primary=self.is_running))
        return clock + actions
