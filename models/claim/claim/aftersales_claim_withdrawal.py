from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.aftersales.models.base.inputs import clean_line

MANAGER, ACCOUNTANT = 'aftersales.group_manager', 'account.group_account_invoice'


class AftersalesClaim(models.Model):
    """What is asked of a maker no longer: with a reason, by a manager once it was sent, by two people above a limit."""
    _inherit = 'aftersales.claim'

    withdrawal_user_id = fields.Many2one(
        'res.users', string="Withdrawal Asked by", readonly=True, copy=False, ondelete='restrict', index='btree_not_null',
        tracking=True)
    withdrawal_date = fields.Datetime(string="Withdrawal Asked on", readonly=True, copy=False)

    # === ACTION METHODS ===#

    def action_withdraw(self):
        self.ensure_one()
        self._check_reachable('withdrawn')
        if self.withdrawal_user_id:
            return self._withdraw(self.withdrawn_reason)
        return self._get_dialog_action('aftersales.claim.withdraw.wizard', self.env._("Withdraw the Claim"))

    def action_keep(self):
        """The withdrawal that somebody asked for is not wanted."""
        for claim in self:
            claim._check_reachable('withdrawn')
            if not claim.withdrawal_user_id:
                raise UserError(self.env._("Nobody has asked to withdraw %(claim)s.", claim=claim.name))
        # sudo: stamps of the system; the log keeps them
        self.sudo().write({'withdrawal_user_id': False, 'withdrawal_date': False, 'withdrawn_reason': False})

    # === BUSINESS METHODS ===#

    def _withdraw(self, reason):
        """Withdraw for ``reason``; where two people have to say so, the first one asks and the second one does it."""
        self.check_access('read')
        for claim in self:
            claim._check_reachable('withdrawn')
            asked = claim.sudo()  # sudo: stamps of the system; who may is asked by the guard
            if not claim.withdrawal_user_id:
                asked.withdrawn_reason = clean_line(reason or '')
                if claim._needs_two():
                    asked.write({'withdrawal_user_id': self.env.uid, 'withdrawal_date': fields.Datetime.now()})
                    continue
            asked._transition('withdrawn')

    def _needs_two(self):
        """Whether so much is given up that a manager and an accountant have to say so."""
        self.ensure_one()
        company = self.company_id.sudo()  # sudo: the limit is told to whoever reads the claim
        limit = company.currency_id._convert(
            company.aftersales_claim_withdrawal_limit, self.currency_id, company,
            (self.submitted_date or fields.Datetime.now()).date())
        return self.is_sent and self.currency_id.compare_amounts(self.amount_claimed, limit) > 0

    def _check_withdrawn(self):
        for claim in self:
            if not clean_line(claim.withdrawn_reason or ''):
                raise UserError(self.env._("Write why %(claim)s is withdrawn.", claim=claim.name))
            if claim._needs_two():
                claim._check_two()
            elif claim.is_sent and not self.env.user.has_group(MANAGER):
                raise AccessError(self.env._("%(claim)s was sent: a manager withdraws it.", claim=claim.name))

    def _check_two(self):
        """A manager and an accountant, who are not the same person."""
        self.ensure_one()
        first, second = self.withdrawal_user_id, self.env.user
        pairs = ((first, second), (second, first))
        if not first or first == second or not any(
                manager.has_group(MANAGER) and accountant.has_group(ACCOUNTANT) for manager, accountant in pairs):
            limit = self.company_id.sudo().aftersales_claim_withdrawal_limit  # sudo: as above
            raise UserError(self.env._(
                "%(claim)s asks for more than %(limit)s: a manager and an accountant withdraw it together, one asks and the "
                "other one confirms.", claim=self.name, limit=self.company_id.currency_id.format(limit)))
