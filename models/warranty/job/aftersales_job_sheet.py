from odoo import models

from odoo.addons.aftersales.models.base.entries import CardAction, Hint


class AftersalesJob(models.Model):
    """Whether the work is covered, on its card of the order sheet."""
    _inherit = 'aftersales.job'

    def _prepare_sheet_cards(self):
        self.mapped('coverage_note')  # all at once
        return super()._prepare_sheet_cards()

    def _get_card_hints(self):
        return super()._get_card_hints() + self._get_coverage_hints()

    def _get_coverage_hints(self):
        """What the advisor should know of the warranty of the work: in one sentence, with what can be done."""
        self.ensure_one()
        if not self._is_live() or self.order_id.is_locked:
            return []
        refusal = self._get_refusal()
        if refusal:
            return [Hint('warning', self.env._(
                "Warranty refused: %(grounds)s", grounds=", ".join(refusal._get_grounds().mapped('name'))),
                'action_view_refusals', self.env._("Show"))]
        if not self.coverage_note:
            return []
        is_claimed = self.settlement == 'claim' and self.pay_type_id == self.env.ref('aftersales.pay_type_warranty')
        if not self.covering_id:
            return [Hint('warning' if is_claimed else 'info', self.coverage_note)] if is_claimed or self._asks_why_not() else []
        if self.coverage_id or self.pay_type_id == self.covering_id.sudo().policy_id.pay_type_id:
            return [Hint('success', self.coverage_note)]
        take = ('action_take_coverage', self.env._("Take as Warranty")) \
            if self.env.user.has_group('aftersales.group_job') else ()
        return [Hint('success', self.coverage_note, *take)]

    def _asks_why_not(self):
        """Nobody asks of maintenance why it is no warranty; of a trouble that the customer tells he does."""
        self.ensure_one()
        return bool((self.concern or '').strip()) and self.settlement == 'invoice'

    def _get_card_actions(self):
        actions = super()._get_card_actions()
        if self.covering_id and not self.order_id.is_locked and self.env.user.has_group('aftersales.group_job'):
            actions.append(CardAction('action_refuse_coverage', self.env._("Refuse Warranty"), 'fa-gavel'))
        if self._may_get_free_parts() and self.env.user.has_group('aftersales.group_propose_free'):
            actions.append(CardAction('action_propose_free', self.env._("Propose Free Parts"), 'fa-gift'))
        return actions
