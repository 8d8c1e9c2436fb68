from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesClaimStatement(models.Model):
    """From the draft to the money: who may move a statement, what it needs, and what follows in the ledger."""
    _inherit = 'aftersales.claim.statement'
    _transitions = {
        'draft': dict.fromkeys(('sent', 'cancelled'), 'aftersales.group_claims'),
        'sent': {'answered': 'aftersales.group_claims', 'cancelled': 'aftersales.group_manager'},
        'answered': dict.fromkeys(('agreed', 'disputed'), 'aftersales.group_claims'),
        'disputed': {'agreed': 'aftersales.group_claims'},
        'agreed': {'settled': 'aftersales.group_settle_claim'},
        'settled': {},
        'cancelled': {},
    }

    # === ACTION METHODS ===#

    def action_send(self):
        self._transition('sent')

    def action_answer(self):
        """The supplier has said of every line what he takes."""
        self._transition('answered')

    def action_dispute(self):
        """We do not take his answer: the parts are looked at together."""
        self._transition('disputed')

    def action_agree(self):
        self._transition('agreed')

    def action_settle(self):
        self._transition('settled')

    def action_cancel(self):
        self._transition('cancelled')

    # === GUARDS ===#

    def _check_sent(self):
        # What is borne may have changed since it was collected: it is asked for as it stands now.
        self._refresh_lines()
        for statement in self:
            if not statement.line_ids or statement.currency_id.is_zero(statement.amount_asked):
                raise UserError(self.env._("%(statement)s asks for nothing.", statement=statement.display_name))

    def _check_answered(self):
        for statement in self:
            for line in statement.line_ids:
                line._check_verdict()

    def _check_disputed(self):
        for statement in self.filtered(lambda statement: not statement.dispute_reason):
            raise UserError(self.env._(
                "Enter what of the answer to %(statement)s is not taken, and why.", statement=statement.display_name))

    def _check_agreed(self):
        self._check_answered()
        for statement in self.filtered(lambda statement: statement.state == 'disputed'):
            if not statement.inspection_date or not statement.inspection_result:
                raise UserError(self.env._(
                    "Enter when the parts of %(statement)s were inspected together, and the result.",
                    statement=statement.display_name))

    def _check_settled(self):
        for statement in self:
            if statement.currency_id.is_zero(statement.amount_accepted):
                continue
            refund = statement.sudo().refund_id  # sudo: asked by whoever settles
            if refund.state != 'posted':
                raise UserError(self.env._(
                    "%(statement)s has no posted refund yet. Create it and post it.", statement=statement.display_name))
            if not refund.currency_id.is_zero(refund.amount_residual):
                raise UserError(self.env._(
                    "%(refund)s of %(statement)s is neither paid back nor set off: %(amount)s is open.", refund=refund.name,
                    statement=statement.display_name, amount=refund.currency_id.format(refund.amount_residual)))

    def _check_cancelled(self):
        for statement in self.filtered(lambda statement: not statement.cancel_reason):
            raise UserError(self.env._("Enter why %(statement)s is cancelled.", statement=statement.display_name))

    # === WHAT FOLLOWS ===#

    def _after_sent(self, source):
        now, today = fields.Datetime.now(), fields.Date.context_today(self)
        self.line_ids._ask()
        for statement in self.sudo():  # sudo: stamps of the system, whoever sends
            days = statement.agreement_id.answer_days
            statement.write({'sent_date': now, 'answer_deadline': days and today + timedelta(days=days)})
            statement._remind(statement.answer_deadline)

    def _after_answered(self, source):
        self.sudo().answered_date = fields.Datetime.now()  # sudo: as above
        self._remind(False)

    def _after_agreed(self, source):
        self.sudo().line_ids.claim_id._claim_for_update()  # as in ``_refresh_lines``
        self.sudo().agreed_date = fields.Datetime.now()  # sudo: as above
        self.line_ids._agree()

    def _after_settled(self, source):
        now = fields.Datetime.now()
        self.sudo().line_ids.claim_id._claim_for_update()  # as in ``_refresh_lines``
        self.line_ids._settle()
        for statement in self.sudo():  # sudo: as above
            statement.write({'settled_date': now, 'amount_recovered': statement.amount_accepted})

    def _after_cancelled(self, source):
        if source == 'sent':
            self.sudo().line_ids.claim_id._claim_for_update()  # as in ``_refresh_lines``
            self.line_ids._take_back()
        self._remind(False)

    # === BUSINESS METHODS ===#

    def _refresh_lines(self):
        """The amounts of drafts as the ledger has them now; what is nobody's any more leaves the statement."""
        lines = self.sudo().line_ids  # sudo: kept by the system
        lines.claim_id._claim_for_update()  # what the books or a person do to the ledger meanwhile is seen, or waits
        borne = lines.claim_line_id._get_borne()
        for line in lines:
            vals = line.statement_id.agreement_id._prepare_asked_vals(line.claim_line_id, borne[line.claim_line_id])
            if line.claim_id.state not in ('decided', 'credited', 'settled'):
                vals |= {'own_amount': 0.0, 'maker_amount': 0.0, 'asked_amount': 0.0}
            line.write(vals)
        lines.filtered(lambda line: line.currency_id.is_zero(line.asked_amount)).unlink()
