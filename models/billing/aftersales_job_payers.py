from odoo import api, models
from odoo.exceptions import UserError

PAYERS = {'pay_type_id', 'payer_id'}


class AftersalesJob(models.Model):
    """Who is said to pay is who can: another than the customer where the pay type says so, and no more than there is."""

    _inherit = 'aftersales.job'

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        jobs = super().create(vals_list)
        if not self.env.su:
            jobs._check_other_payer()
            jobs._check_deductible_within()
        return jobs

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su:
            if PAYERS & vals.keys():
                self._check_other_payer()
            if vals.get('deductible'):
                self._check_deductible_within()
        return result

    # === BUSINESS METHODS ===#

    def _check_other_payer(self):
        """An insurer's job is the insurer's: it has a payer, and that is not the customer."""
        for job in self:
            if job.pay_type_id.payer_policy != 'partner' or job.settlement != 'invoice':
                continue
            if not job.payer_id or job.payer_id.commercial_partner_id == job.order_id.partner_id.commercial_partner_id:
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s: with pay type “%(type)s” somebody else pays than the customer "
                    "%(customer)s. Choose who pays, or the pay type of work the customer pays.",
                    job=job.shown_name, order=job.order_id.name, type=job.pay_type_id.name,
                    customer=job.order_id.partner_id.display_name,
                ))

    def _check_deductible_within(self):
        """Nobody bears first more than the job costs; one without prices yet is asked when the customer says yes."""
        for job in self:
            compare = job.currency_id.compare_amounts
            if compare(job.amount_total, 0.0) > 0 and compare(job.deductible, job.amount_total) > 0:
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s: the deductible of %(deductible)s is more than the job costs "
                    "(%(total)s). Lower it, or let %(partner)s pay the job.",
                    job=job.shown_name, order=job.order_id.name, deductible=job.currency_id.format(job.deductible),
                    total=job.currency_id.format(job.amount_total), partner=job.co_payer_id.display_name,
                ))

    def _check_may_be_answered(self, decision):
        super()._check_may_be_answered(decision)
        if decision == 'approved' and not self.env.su:
            self._check_deductible_within()
