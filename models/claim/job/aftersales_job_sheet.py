from odoo import models

from odoo.addons.aftersales.models.base.entries import CardAction, Hint

LEVELS = {'questioned': 'warning', 'decided': 'success', 'credited': 'success', 'settled': 'success'}


class AftersalesJob(models.Model):
    """How far the claim of a job is, on its card of the order sheet: a word, no amounts of the maker."""
    _inherit = 'aftersales.job'

    def _get_card_hints(self):
        hints = super()._get_card_hints()
        claim = self.sudo().claim_id  # sudo: how far it is, is told to whoever may read the job
        if self._is_claimed():
            view = ('action_view_claim', self.env._("Show")) if self.env.user.has_group('aftersales.group_see_claim') else ()
            hints.append(Hint(LEVELS.get(claim.state, 'info'), self.env._(
                "Claim %(claim)s: %(state)s", claim=claim.name, state=claim.with_env(self.env)._get_state_label(claim.state)),
                *view))
        return hints

    def _get_card_actions(self):
        actions = super()._get_card_actions()
        if self.env.user.has_group('aftersales.group_claims') and self.is_to_claim:
            actions.append(CardAction('action_make_claim', self.env._("Make Claim"), 'fa-paper-plane-o'))
        return actions
