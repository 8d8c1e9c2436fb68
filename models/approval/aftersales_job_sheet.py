from odoo import models

from odoo.addons.aftersales.models.base.entries import CardAction


class AftersalesJob(models.Model):
    """Noting the customer's answer on the card of a job."""

    _inherit = 'aftersales.job'

    def _get_card_actions(self):
        actions = super()._get_card_actions()
        is_open = self.state != 'cancelled' and self.order_id.state != 'cancelled' and (
            self.order_id.state != 'delivered' or self.lacks_answer)
        if is_open and (self.is_waiting_answer or self.lacks_answer) and self.env.user.has_group('aftersales.group_answer'):
            actions.insert(0, CardAction('action_authorise', self.env._("Customer's Answer"), 'fa-comment-o'))
        return actions
