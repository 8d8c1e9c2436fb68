from odoo import api, models
from odoo.exceptions import UserError

# What an invoice was made from: changed after it, order and invoice would tell different stories.
INVOICED_FIELDS = {'pay_type_id', 'payer_id', 'share', 'deductible', 'co_payer_id', 'operation_id', 'menu_id'}


class AftersalesJob(models.Model):
    """Invoiced work stays in the order's total, and with its payers: it is credited first."""

    _inherit = 'aftersales.job'

    # === CRUD METHODS ===#

    def write(self, vals):
        vals = self._read_inputs(vals)
        names = INVOICED_FIELDS & vals.keys()
        if names:
            self.order_id._claim_for_update()  # the guard reads invoices that somebody may be making
            for job in self:
                changed = [name for name in names if job._is_changed(name, vals[name])]
                if changed:
                    job._check_not_invoiced(changed[0])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_invoiced(self):
        self.order_id._claim_for_update()
        self._check_not_invoiced()

    # === BUSINESS METHODS: LIFE ===#

    def _check_transition(self, target):
        super()._check_transition(target)
        if target == 'cancelled':
            self._check_not_invoiced()

    def _check_may_be_declined(self, lines):
        super()._check_may_be_declined(lines)
        self.order_id._claim_for_update()
        lines._check_not_invoiced()
        if lines == self.line_ids:
            self._check_not_invoiced()

    def _after_decline(self):
        super()._after_decline()
        self._check_share_covered()

    # === BUSINESS METHODS: WHAT IS INVOICED ===#

    def _is_changed(self, name, value):
        """Whether writing ``value`` gives the field another value than it has."""
        self.ensure_one()
        field = self._fields[name]
        return field.convert_to_cache(value, self) != field.convert_to_cache(self[name], self)

    def _get_standing_invoices(self):
        """Invoices, drafts included, that speak of the jobs and are not credited.

        A credit note gives the work back when it is posted: as a draft it may still be deleted, and the
        invoice would stand alone.
        """
        # sudo: who changes work need not see the invoices; only their names are told
        jobs = self.sudo()
        invoices = jobs.line_ids._get_standing_invoices()
        for job in jobs:
            moves = job.share_invoice_line_ids.move_id.filtered(lambda move: move.state != 'cancel')
            if not job.currency_id.is_zero(job.share_charged) or not job.currency_id.is_zero(job.share_deducted):
                invoices |= moves
            else:
                invoices |= moves.filtered(lambda move: move.move_type == 'out_refund' and move.state == 'draft')
        return invoices

    def _check_not_invoiced(self, name=None):
        """Refuse to take the jobs out of the order's total, or to change their field ``name``.

        :raises UserError: naming the invoices
        """
        for job in self:
            invoices = job._get_standing_invoices()
            if not invoices:
                continue
            names = {'job': job.name, 'order': job.order_id.name, 'invoices': invoices._get_aftersales_names()}
            if name:
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s is invoiced already (%(invoices)s); %(field)s cannot change any more. "
                    "Cancel the draft invoice or post a credit note first.",
                    field=self._fields[name]._description_string(self.env), **names,
                ))
            raise UserError(self.env._(
                "Job %(job)s of %(order)s is invoiced already (%(invoices)s); it cannot be cancelled, declined or "
                "deleted. Cancel the draft invoice or post a credit note first.", **names,
            ))

    def _check_share_covered(self):
        """What a co-payer was charged stays within his share, also when work is left out that nobody invoiced yet.

        Other work of the order may move the rounding of the share by its smallest amount.
        """
        charged = self.sudo().filtered(lambda job: not job.currency_id.is_zero(job.share_charged))
        for order, jobs in charged.grouped('order_id').items():
            base_lines = order._get_live_lines()._get_rounded_base_lines()
            for job in jobs:
                share = job._get_share_amount([line for line in base_lines if line['record'].job_id == job])
                if job.currency_id.compare_amounts(share + job.currency_id.rounding, job.share_charged) < 0:
                    raise UserError(self.env._(
                        "%(partner)s was charged %(charged)s for job %(job)s of %(order)s (%(invoices)s), and would "
                        "bear only %(share)s of it now. Cancel the draft invoice or post a credit note first.",
                        partner=job.co_payer_id.display_name, job=job.shown_name, order=order.name,
                        charged=job.currency_id.format(job.share_charged), share=job.currency_id.format(share),
                        invoices=job._get_standing_invoices()._get_aftersales_names(),
                    ))
