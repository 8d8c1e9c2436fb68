from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount


class AftersalesOrder(models.Model):
    """What an account customer has said yes to beforehand: work up to an amount needs no call (G4, contracts §8)."""
    _inherit = 'aftersales.order'

    may_approve_by_agreement = fields.Boolean(compute='_compute_may_approve_by_agreement')

    @api.depends_context('uid')
    @api.depends('agreement_id', 'job_ids.is_waiting_answer', 'job_ids.amount_total')
    def _compute_may_approve_by_agreement(self):
        may_answer = self.env.su or self.env.user.has_group('aftersales.group_answer')
        for order in self:
            order.may_approve_by_agreement = may_answer and order._is_within_agreement()

    # === ACTION METHODS ===#

    def action_approve_by_agreement(self):
        """Record what the agreement says: the customer wants the work, as long as all of the order costs no more."""
        self.ensure_one()
        self.check_access('read')
        if not self.env.su and not self.env.user.has_group('aftersales.group_answer'):
            raise AccessError(self.env._("Only an advisor can record the customer's answer."))
        self._claim_for_update()
        agreement = self.sudo().agreement_id  # sudo: what was agreed decides, whoever records it
        if not agreement or agreement.state != 'active' or not agreement.approval_limit:
            raise UserError(self.env._(
                "%(order)s is under no frame agreement in force that allows work without a call. Ask the customer.",
                order=self.name))
        if sentence := self._get_driver_sentence():
            raise UserError(sentence)
        jobs, amount = self._get_agreed_jobs(), self._get_agreed_amount()
        if not jobs:
            raise UserError(self.env._("%(order)s: nothing waits for the customer's answer.", order=self.name))
        if agreement.currency_id.compare_amounts(amount, agreement.approval_limit) > 0:
            raise UserError(self.env._(
                "%(order)s costs the customer %(amount)s, and %(agreement)s allows work without a call up to %(limit)s. "
                "Ask %(contact)s.", order=self.name, amount=format_amount(self.env, amount, agreement.currency_id),
                agreement=agreement.display_name,
                limit=format_amount(self.env, agreement.approval_limit, agreement.currency_id),
                contact=agreement.contact_id.display_name or agreement.partner_id.display_name))
        self._record_agreed(jobs)

    # === BUSINESS METHODS ===#

    def _after_received(self, source):
        super()._after_received(source)
        self._approve_by_itself()

    def _approve_by_itself(self):
        """What is in the house and within the limit is approved, where the agreement says that nobody need click for it."""
        # sudo: the agreement answers, whoever enters the work; he is named in the answer
        for order in self.sudo().filtered('agreement_id'):
            if order.agreement_id.approves_itself and order.is_in_house and not order.is_locked and order._get_agreed_jobs():
                order._claim_for_update()
                if order._is_within_agreement():
                    order._record_agreed(order._get_agreed_jobs())

    def _record_agreed(self, jobs):
        self.ensure_one()
        agreement = self.sudo().agreement_id  # sudo: as above
        jobs._approve('agreement', signatory=agreement.display_name, reason=self.env._(
            "Given beforehand by frame agreement %(agreement)s: work up to %(limit)s an order needs no call.",
            agreement=agreement.name, limit=format_amount(self.env, agreement.approval_limit, agreement.currency_id)))

    def _is_within_agreement(self):
        self.ensure_one()
        agreement = self.sudo().agreement_id  # sudo: what was agreed decides, whoever records it
        if not agreement or agreement.state != 'active' or not agreement.approval_limit or not self._get_agreed_jobs():
            return False
        return not self._get_driver_sentence() and agreement.currency_id.compare_amounts(
            self._get_agreed_amount(), agreement.approval_limit) <= 0

    def _get_agreed_jobs(self):
        """Jobs that wait for a yes, and of which nobody but the agreement's customer bears a part in the customer's place."""
        self.ensure_one()
        # sudo: what the customer bears decides, whoever records it
        jobs = self.sudo().job_ids.filtered(lambda job: (
            job.is_waiting_answer and not job._is_empty() and not job._get_strange_bearers()))
        return jobs.with_env(self.env)

    def _get_agreed_amount(self):
        """What the agreement's customer bears of the whole order, with taxes, in the agreement's currency."""
        self.ensure_one()
        order = self.sudo()  # sudo: what the customer bears decides, whoever records it
        agreement = order.agreement_id
        amount = sum(
            amount for job in order.job_ids if not job.is_dropped and job.approval != 'declined'
            for partner, amount in job._get_payer_amounts() if partner.commercial_partner_id == agreement.partner_id)
        return order.currency_id._convert(amount, agreement.currency_id, order.company_id, fields.Date.context_today(self))
