from odoo import models
from odoo.exceptions import UserError

# What a claim was made from.
CLAIMED_FIELDS = {'pay_type_id', 'payer_id', 'share', 'deductible', 'co_payer_id', 'operation_id', 'menu_id'}


class AftersalesJob(models.Model):
    """What is claimed stays done, and with its payer: the claim is withdrawn first."""
    _inherit = 'aftersales.job'

    # === CRUD METHODS ===#

    def write(self, vals):
        names = CLAIMED_FIELDS & vals.keys()
        if names:
            vals = self._read_inputs(vals)
            self._check_unclaimed(lambda job: any(job._is_changed(name, vals[name]) for name in names))
        return super().write(vals)

    # === BUSINESS METHODS ===#

    def _check_transition(self, target):
        super()._check_transition(target)
        if target != 'passed':
            self._check_unclaimed()

    def _check_may_be_declined(self, lines):
        super()._check_may_be_declined(lines)
        self._check_unclaimed()

    def _check_unclaimed(self, concerns=None):
        """:raises UserError: naming a job that a living claim asks for

        :param concerns: which of the jobs are meant; all of them without it
        """
        for job in self:
            if job._is_claimed() and (concerns is None or concerns(job)):
                raise UserError(self.env._(
                    "“%(job)s” of %(order)s is claimed with %(claim)s: it stays done, and with its payer. "
                    "Withdraw the claim first.",
                    job=job.shown_name, order=job.order_id.name, claim=job.sudo().claim_id.name))  # sudo: its number is told

    def _check_claim_unsent(self):
        """:raises UserError: when the maker has been told already what the job is made of"""
        for job in self:
            claim = job.sudo().claim_id  # sudo: asked by whoever changes the work
            if claim.is_sent:
                raise UserError(self.env._(
                    "“%(job)s” of %(order)s was sent to the maker with %(claim)s: its work and parts stay as they are. "
                    "Withdraw the claim first.", job=job.shown_name, order=job.order_id.name, claim=claim.name))
