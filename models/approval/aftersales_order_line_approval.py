from odoo import api, fields, models

from odoo.addons.aftersales.models.base.words import say_unit
from odoo.addons.aftersales.models.order.approvals import APPROVALS, WAITING_APPROVALS

from .aftersales_alternative_line import COMMON_FIELDS


class AftersalesOrderLine(models.Model):
    """Whether the customer's answers cover the line, see ``aftersales_job_approval.py``."""

    _inherit = 'aftersales.order.line'

    approval = fields.Selection(selection=APPROVALS, compute='_compute_approval', store=True)
    approved_total = fields.Monetary(
        string="Approved Before", compute='_compute_approved_total',
        help="Total with taxes that the customer said yes to.",
        groups='aftersales.group_price,base.group_portal',
    )
    decline_reason = fields.Char(compute='_compute_approved_total', string="Reason")

    # === CRUD METHODS ===#

    @api.model
    def _get_first_values(self):
        return super()._get_first_values() | {'approval': 'pending'}

    # === COMPUTE METHODS ===#

    # Whether one line is covered depends on what the customer bears of all of them.
    @api.depends(
        'product_id', 'part_origin', 'name', 'price_total', 'job_id.line_ids.price_total', 'job_id.authorisation_ids.line_ids',
        'job_id.pay_type_id', 'job_id.requires_approval', 'job_id.payer_id', 'job_id.co_payer_id', 'job_id.share',
        'job_id.deductible', 'order_id.partner_id', 'currency_id',
    )
    def _compute_approval(self):
        for job, lines in self.grouped('job_id').items():
            if not job.order_id:  # a new row: it still asks for its job, or hangs on a job that is not saved
                lines.approval = False
                continue
            approvals = job._get_line_approvals()
            for line in lines:
                line.approval = approvals.get(line, 'pending')

    @api.depends('job_id.authorisation_ids.line_ids', 'approval')
    def _compute_approved_total(self):
        for job, lines in self.grouped('job_id').items():
            answers = job.sudo()._get_line_answers()
            for line in lines:
                answer = answers.get(line._origin)
                line.approved_total = answer.approved.price_total if answer else 0.0
                line.decline_reason = answer.last.authorisation_id.reason \
                    if answer and line.approval in ('declined', 'callback') else False

    # === BUSINESS METHODS ===#

    def _is_authorised(self):
        """Whether the line may be reserved, issued and invoiced."""
        self.ensure_one()
        return self.approval in ('approved', 'not_needed')

    def _is_waiting_answer(self):
        self.ensure_one()
        return self.approval in WAITING_APPROVALS

    def _is_sold(self):
        """Whether the line is to be done and paid (or is asked for): declined lines only stay visible."""
        self.ensure_one()
        return self.job_id._is_live() and self.approval != 'declined'

    def _is_covered_by(self, shown):
        """Whether an approval of ``shown`` (an ``aftersales.authorisation.line``) says yes to the line as it is now.

        What is done is part of what was approved: the same for less is, something else for less is not.
        """
        self.ensure_one()
        is_same = (shown.product_id, shown.part_origin, shown.currency_id, (shown.name or '').strip()) == (
            self.product_id, self.part_origin, self.currency_id, (self.name or '').strip())
        return is_same and self.currency_id.compare_amounts(self.price_total, shown.price_total) <= 0

    def _get_shown_content(self):
        """The line as the customer sees it when asked."""
        self.ensure_one()
        return {
            'id': self.id,
            'type': self.line_type,
            'name': self.name,
            'code': self.product_id.default_code or '',
            'origin': self.part_origin or '',
            'quantity': self.quantity,
            'unit': say_unit(self.with_context(lang=self.order_id._get_lang()).product_uom_id),
            'price_unit': self.price_unit,
            'discount': self.discount,
            'included': self.is_included and not self.price_total,
            'subtotal': self.price_subtotal,
            'old_total': self.approved_total,
            'total': self.price_total,
            # As the page showed it: in the customer's words, with or without taxes.
            'shown_name': self.with_context(lang=self.order_id._get_lang())._get_print_name(),
            'shown_price_unit': self.shown_price_unit,
            'shown_amount': self.shown_amount,
        }

    def _prepare_authorisation_line_vals(self, is_change):
        self.ensure_one()
        return {
            'line_id': self.id,
            'line_ref': self.id,
            'is_change': is_change,
            'product_id': self.product_id.id,
            'part_origin': self.part_origin,
            'name': self.name,
            'product_uom_id': self.product_uom_id.id,
            'quantity': self.quantity,
            'price_unit': self.price_unit,
            'discount': self.discount,
            'old_total': self.approved_total,
            'price_total': self.price_total,
        }

    def _prepare_alternative_line_vals(self, is_kept=False):
        """The line as one of an alternative.

        :param is_kept: it is what was offered until now, with its price
        """
        self.ensure_one()
        vals = self._convert_to_write({name: self[name] for name in COMMON_FIELDS})
        if is_kept:
            price = self.price_unit * (1 - self.discount / 100)
            return {**vals, 'is_kept': True, 'kept_price_unit': price, 'kept_total': self.price_total}
        return vals
