from odoo import fields, models
from odoo.exceptions import UserError


class AftersalesClaimLine(models.Model):
    """What the maker says to a line."""
    _inherit = 'aftersales.claim.line'

    decided_amount = fields.Monetary(bounds=(0, 1e9))
    is_appealed = fields.Boolean(string="Appealed", readonly=True, copy=False)
    rest_amount = fields.Monetary(
        string="To Be Borne", compute='_compute_rest_amount', help="Not accepted, and nobody bears it yet.")

    _check_decided_amount = models.Constraint('CHECK (decided_amount >= 0)', "What is accepted cannot be negative.")

    def _compute_rest_amount(self):
        held = self._origin._get_held()
        for line in self:
            line.rest_amount = held.get(line._origin, {}).get('disputed', 0.0)

    # === BUSINESS METHODS ===#

    def _get_held(self):
        """Balances of the ledger by line.

        :return: dict of line: dict of account: balance; one query for any number of lines
        """
        held = {line: {} for line in self}
        # sudo: the ledger of what the user may read
        for line, account, amount in self.env['aftersales.claim.entry'].sudo()._read_group(
                [('line_id', 'in', self.ids)], ['line_id', 'account'], ['amount:sum']):
            held[line.with_env(self.env)][account] = line.currency_id.round(amount)
        return held

    def _check_answer(self, answer):
        """:raises UserError: naming the line, and what is wrong with the maker's answer to it"""
        self.ensure_one()
        outcome, amount = answer.get('outcome'), answer.get('decided_amount') or 0.0
        currency, names = self.currency_id, {'line': self.name, 'claim': self.claim_id.name}
        if outcome not in dict(self._fields['outcome'].selection):
            raise UserError(self.env._("%(claim)s: enter what the maker says to “%(line)s”.", **names))
        if currency.compare_amounts(amount, 0.0) < 0:
            raise UserError(self.env._("%(claim)s, “%(line)s”: what is accepted cannot be negative.", **names))
        if outcome == 'accepted' and currency.compare_amounts(amount, self.amount) < 0:
            raise UserError(self.env._(
                "%(claim)s, “%(line)s”: %(amount)s is less than the %(asked)s asked for. Choose “Reduced” and its reason.",
                amount=currency.format(amount), asked=currency.format(self.amount), **names))
        if outcome == 'reduced' and not (
                currency.compare_amounts(amount, 0.0) > 0 and currency.compare_amounts(amount, self.amount) < 0):
            raise UserError(self.env._(
                "%(claim)s, “%(line)s”: reduced is more than nothing and less than the %(asked)s asked for.",
                asked=currency.format(self.amount), **names))
        if outcome == 'rejected' and not currency.is_zero(amount):
            raise UserError(self.env._("%(claim)s, “%(line)s”: of a rejected line nothing is accepted.", **names))
        reason = self.env['aftersales.claim.reason'].browse(answer.get('reason_id') or [])
        if outcome != 'accepted' and not reason:
            raise UserError(self.env._("%(claim)s, “%(line)s”: enter the maker's reason.", **names))
        if reason and reason.outcome not in ('any', outcome):
            raise UserError(self.env._(
                "%(claim)s, “%(line)s”: the reason %(reason)s is not given for this outcome.",
                reason=reason.display_name, **names))
