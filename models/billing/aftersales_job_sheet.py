from odoo import models

from odoo.addons.aftersales.models.base.entries import CardAction, Hint


class AftersalesJob(models.Model):
    """Who pays nothing, and who is to allow it, on the card of the order sheet."""

    _inherit = 'aftersales.job'

    def _get_card_hints(self):
        hints = super()._get_card_hints()
        if self.asked_percent:
            hints.append(Hint('warning', self.env._(
                "%(person)s asks to give away %(percent)s %%, up to %(amount)s", person=self.asked_user_id.sudo().name,
                **self._get_allowance_words(self.asked_percent, self.asked_amount))
                if self.env['aftersales.order']._shows_prices() else self.env._("Waits for a manager")))
        return hints

    def _get_card_actions(self):
        actions = super()._get_card_actions()
        if self.may_allow:
            actions = [
                CardAction('action_allow', self.env._("Allow"), 'fa-check', is_primary=True),
                CardAction('action_refuse_allowance', self.env._("Do Not Allow"), 'fa-times'), *actions]
        elif self.may_ask_allowance:
            actions.append(CardAction('action_ask_allowance', self.env._("Ask to Give Away"), 'fa-gift'))
        return actions
