from odoo import models

from odoo.addons.aftersales.models.base.entries import CardAction, Hint


class AftersalesJob(models.Model):
    """Comebacks and inspections of a job, on its card of the order sheet."""

    _inherit = 'aftersales.job'

    def _get_card_hints(self):
        hints = super()._get_card_hints()
        if self.comeback_of_id:
            hints.append(Hint('danger', self.env._(
                "Comeback no. %(number)s of %(order)s", number=self.comeback_number, order=self.comeback_of_id.order_id.name)))
        elif self.suggested_comeback_id:
            judge = ('action_make_comeback', self.env._("Take as Comeback")) \
                if self.env.user.has_group('aftersales.group_comeback') else ()
            hints.append(Hint('warning', self.env._(
                "Looks like a comeback: %(job)s", job=self.suggested_comeback_id._get_answer_label()), *judge))
        return hints

    def _get_card_actions(self):
        actions, user = super()._get_card_actions(), self.env.user
        if self.suggested_comeback_id and user.has_group('aftersales.group_comeback'):
            actions.append(CardAction('action_not_comeback', self.env._("Not a Comeback"), 'fa-times'))
        if self.state == 'done' and user.has_group('aftersales.group_inspector') and self._get_open_inspections():
            actions.insert(0, CardAction(
                'action_view_inspections', self.env._("Inspect"), 'fa-check-square-o', is_primary=True))
        return actions
