from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.aftersales.models.order.approvals import WAITING_APPROVALS

from .aftersales_authorisation import EMPLOYEES, PAGE_CHANNELS


class LineAnswer(NamedTuple):
    """What the customer's answers say of a line: the approval that stands (or none), and the last answer."""
    approved: models.BaseModel
    last: models.BaseModel
    decision: str  # 'approved', 'declined' or 'callback'


class AftersalesJob(models.Model):
    """The customer's approval of a job, line by line.

    Each answer freezes the lines that were asked. A line is covered as long as it costs no
    more than what was approved of it; a new or dearer line waits alone, and only it is asked
    again. When the customer would pay more of the job than he was told (another payer or
    share), or another customer pays, all of it waits.
    """

    _inherit = 'aftersales.job'

    is_waiting_answer = fields.Boolean(
        string="Waits for Answer", compute='_compute_approval', store=True, index=True,
        help="The job, or a part of it that is new or dearer, waits for the customer's answer.",
    )
    waiting_amount = fields.Monetary(
        string="To Approve", compute='_compute_waiting_amount',
        help="What waits for the customer's answer, with taxes, less what was approved of it before.",
        groups='aftersales.group_price,base.group_portal',
    )

    # === COMPUTE METHODS ===#

    @api.depends(
        'name', 'pay_type_id', 'requires_approval', 'is_dropped', 'authorisation_ids', 'line_ids.approval', 'line_ids.quantity',
        'payer_id', 'co_payer_id', 'share', 'deductible', 'order_id.partner_id',
    )
    def _compute_approval(self):
        for job in self:
            approved = [answer.approved for answer in job._get_line_answers().values() if answer.approved]
            job.approval = job._get_approval()
            job.approved_amount = sum(answer.price_total for answer in approved)
            job.approval_date = max((answer.authorisation_id.date for answer in approved), default=False)
            job.is_waiting_answer = not job.is_dropped and not job._is_empty() and (
                job.approval in WAITING_APPROVALS or any(line._is_waiting_answer() for line in job.line_ids))

    @api.depends('line_ids.approval', 'line_ids.price_total')
    def _compute_waiting_amount(self):
        for job in self:
            waiting = job.line_ids.filtered(lambda line: line._is_waiting_answer())
            job.waiting_amount = sum(line.price_total - line.approved_total for line in waiting)

    # === BUSINESS METHODS: WHAT IS APPROVED ===#

    def _is_authorised(self):
        """Whether the job may be worked on: lines that still wait are not part of it yet."""
        self.ensure_one()
        return self.approval in ('approved', 'not_needed')

    def _get_sold_lines(self):
        """Lines that are to be done and paid; of a job declined as a whole, what it would have been."""
        self.ensure_one()
        if self.approval == 'declined':
            return self.line_ids
        lines = self.line_ids.filtered(lambda line: line.approval != 'declined')
        return lines.with_prefetch(self.line_ids._prefetch_ids)  # what several orders print is read at once

    def _get_declined_lines(self):
        """Lines the customer did not want, of jobs he wants."""
        return self.filtered(lambda job: job._is_live()).line_ids.filtered(lambda line: line.approval == 'declined')

    def _get_approval(self):
        """The job's approval: what may be done of it counts, then what is to be asked."""
        self.ensure_one()
        if not self._needs_customer_approval():
            return 'not_needed'
        approvals = set(self.line_ids.mapped('approval'))
        if not approvals:
            approvals = {self._get_unpriced_decision()}
        elif self._is_gone():
            approvals.discard('approved')
        return next((value for value in ('approved', 'callback', 'pending', 'declined') if value in approvals), 'pending')

    def _get_line_answers(self):
        """What the answers say of each line that was asked, as ``{line: LineAnswer}``."""
        answers = {}
        for shown in self.authorisation_ids.line_ids.sorted('id'):
            before = answers.get(shown.line_id)
            approved = before.approved if before else shown.browse()
            decision = shown.decision
            if decision == 'approved':
                approved = shown
            elif decision == 'declined' and shown.is_change:
                decision = 'approved'  # the change is declined; what was approved goes on
            elif decision == 'declined':
                approved = shown.browse()
            answers[shown.line_id] = LineAnswer(approved, shown, decision)
        return answers

    def _get_line_approvals(self):
        """The approval of each line, as ``{line: value}``."""
        self.ensure_one()
        if not self._needs_customer_approval():
            return dict.fromkeys(self.line_ids, 'not_needed')
        answers = self._get_line_answers()
        covered = self._get_covered_lines(answers)
        if not self._keeps_terms(covered):
            covered = covered.browse()
        approvals = {}
        for line in self.line_ids:
            answer = answers.get(line._origin)
            if line in covered:
                approvals[line] = 'approved'
            elif answer and answer.decision != 'approved':
                approvals[line] = answer.decision
            else:
                approvals[line] = 'pending'
        return approvals

    def _get_covered_lines(self, answers):
        """Lines that cost no more than was approved of them; what is free comes along with the others."""
        self.ensure_one()
        covered = self.line_ids.filtered(
            lambda line: line._origin in answers and answers[line._origin].approved
            and line._is_covered_by(answers[line._origin].approved)
        )
        if covered or self.authorisation_ids.sorted('id')[-1:].decision == 'approved':
            covered |= self.line_ids.filtered(lambda line: (
                line._origin not in answers and line.currency_id.compare_amounts(line.price_total, 0.0) <= 0))
        return covered

    def _keeps_terms(self, lines):
        """Whether of these lines nobody on the customer's side pays more than the customer said yes to."""
        self.ensure_one()
        compare, amounts = self.currency_id.compare_amounts, self._get_side_amounts(lines)
        bears = {partner: amount for partner, amount in amounts.items() if compare(amount, 0.0) > 0}
        if not bears:
            return True
        last = self.authorisation_ids.filtered(lambda answer: answer.decision == 'approved').sorted('id')[-1:]
        told = last._get_told_amounts(bears)
        return last.customer_id == self.order_id.partner_id and all(
            compare(amount, told.get(partner, 0.0)) <= 0 for partner, amount in bears.items())

    def _get_customer_amount(self, lines=None):
        """What the order's customer bears of the job (or of some of its lines), with taxes."""
        self.ensure_one()
        customer = self.order_id.partner_id
        return sum(amount for payer, amount in self._get_payer_amounts(lines) if payer == customer)

    def _get_payer_amounts(self, lines=None):
        """Who bears how much of the job (or of some of its lines), with taxes: the principal first, then the co-payer.

        :return: list of (partner, amount); no partner where the job is settled without an invoice to anybody
        """
        self.ensure_one()
        total = sum((self._get_sold_lines() if lines is None else lines).mapped('price_total'))
        first = min(self.deductible, max(total, 0.0))
        co_payer_amount = first + (total - first) * (100 - self.share) / 100 if self.co_payer_id != self.payer_id else 0.0
        return [(self._get_principal(), total - co_payer_amount), (self.co_payer_id, co_payer_amount)]

    # === BUSINESS METHODS: ASKING ===#

    def _get_asked_lines(self, decision='approved', whole=False):
        """What the customer answers for: the lines that wait.

        When none waits, the customer may think again: of all that was declined, or withdraw
        all that was approved. A yes to a single line declined before needs a new line.

        :param whole: the answer is for all of the job, what was approved before included
        """
        self.ensure_one()
        if whole or self._lacks_answer():
            return self._get_sold_lines()
        waiting = self.line_ids.filtered(lambda line: line._is_waiting_answer())
        if waiting:
            return waiting
        if self.approval == ('approved' if decision == 'declined' else 'declined'):
            return self._get_sold_lines()
        return waiting

    def _get_changed_lines(self, asked):
        """Those of the asked lines that were approved with another content, which holds if the change is declined."""
        self.ensure_one()
        answers = self._get_line_answers()
        covered = self._get_covered_lines(answers)
        if not self._keeps_terms(covered):
            return asked.browse()  # all of the job is asked
        return asked.filtered(lambda line: line in answers and answers[line].approved and line not in covered)

    def _get_agreed_lines(self, asked):
        """What the job is made of once ``asked`` is approved."""
        self.ensure_one()
        return asked | self.line_ids.filtered(lambda line: line._is_authorised())

    def _get_shown_content(self, decision='approved', whole=False):
        """The job as the customer sees it when asked: plain values that stay readable for years."""
        self.ensure_one()
        order, asked = self.order_id, self._get_asked_lines(decision, whole)
        agreed = self._get_agreed_lines(asked)
        old_total, total = self._get_shown_totals(asked)
        money = self.currency_id.format
        return {
            'order': order.name,
            'vehicle': self.vehicle_id.display_name,
            'vin': self.vehicle_id.vin_sn or '',
            'job_id': self.id,
            'job': self.name,
            'shown_job': self.with_context(lang=order._get_lang())._get_print_name(),
            'prices': self.company_id.account_price_include,
            'concern': self.concern or '',
            'finding': self._get_customer_finding(),
            'currency': self.currency_id.name,
            'old_total': money(old_total),
            'total': money(total),
            'difference': money(total - old_total),
            'payer': self._get_principal().display_name or '',
            'customer': order.partner_id.display_name,
            'customer_total': money(self._get_customer_amount(agreed)),
            'side': [[partner.id, amount] for partner, amount in self._get_side_amounts(agreed).items()],
            'promise': fields.Datetime.to_string(order.promise_date) or '',
            'photos': [[photo.name, photo.checksum] for photo in self._get_customer_photos()],
            'lines': [line._get_shown_content() for line in asked],
        }

    def _get_shown_totals(self, asked):
        """Total of the job approved so far, and its total with what is asked."""
        self.ensure_one()
        agreed = self._get_agreed_lines(asked)
        kept = sum((agreed - asked).mapped('price_total'))
        return kept + sum(asked.mapped('approved_total')), kept + sum(asked.mapped('price_total'))

    def _get_shown_hash(self, decision='approved'):
        """Fingerprint of what is shown: an answer to something else is refused."""
        Authorisation = self.env['aftersales.authorisation']
        return Authorisation._hash_content(Authorisation._serialise([
            job._get_shown_content(decision) for job in self.sudo().sorted('id')
        ]))

    # === BUSINESS METHODS: ANSWERS ===#

    def _approve(self, channel, **answer):
        """Record that the customer wants the jobs done as they are shown now.

        :param answer: ``signatory``, ``signature``, ``signature_kind`` and evidence, see ``_prepare_authorisation_vals``
        """
        answers = self._record_answer('approved', channel, **answer)
        self._after_approval()
        self.order_id.sudo()._close_answered_requests()
        return answers

    def _decline(self, channel, whole=False, **answer):
        """Record that the customer does not want what is asked; what was approved before goes on.

        :param whole: the customer wants none of the job any more
        """
        for job in self:
            asked = job._get_asked_lines('declined', whole)
            job._check_may_be_declined(asked if whole else asked - job._get_changed_lines(asked))
        answers = self._record_answer('declined', channel, whole=whole, **answer)
        answers._undo_declined_changes()
        self._after_decline()
        self.order_id.sudo()._close_answered_requests()
        return answers

    def _call_back(self, channel, **answer):
        return self._record_answer('callback', channel, **answer)

    def _record_answer(self, decision, channel, **answer):
        """Freeze what was shown with the answer; the approval of the job follows from it."""
        self.check_access('read')
        # What is asked are the lines there are: one that comes beside the answer is not overlooked.
        self.order_id._claim_for_update()
        self._check_may_be_answered(decision)
        answers = self.env['aftersales.authorisation'].sudo().create([
            job._prepare_authorisation_vals(decision, channel, **answer) for job in self.sudo()
        ])
        self.env['aftersales.kept.print']._keep(
            'report_authorisation', answers.filtered(lambda answer: answer.signature or answer.signature_kind))
        # Rooms guard and sync on the new approval: it must be there when they look, the last one first.
        for job in self:
            job._fields['authorisation_ids']._update_cache(job, tuple(sorted(job.authorisation_ids._ids, reverse=True)))
        return answers

    def _check_may_be_answered(self, decision):
        if not self.env.su and not self.env.user.has_group('aftersales.group_answer'):
            raise AccessError(self.env._("Only an advisor can record the customer's answer."))
        for job in self:
            if not job.sudo()._needs_customer_approval():
                raise UserError(self.env._("Job %(job)s needs no approval of the customer.", job=job.shown_name))
            if decision == 'approved' and job._is_empty():
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s has no work and no price yet: there is nothing to say yes to. "
                    "Add an operation, or labour and parts, first.", job=job.shown_name, order=job.order_id.name))
            is_closed = job.order_id.state == 'cancelled' or (job.order_id.state == 'delivered' and not job._lacks_answer())
            if job.state == 'cancelled' or is_closed:
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s is closed; there is nothing to answer any more.",
                    job=job.shown_name, order=job.order_id.name,
                ))
            is_answered = job.line_ids and not job._get_asked_lines(decision)
            if is_answered or (not job.line_ids and job.approval == decision != 'callback'):
                raise UserError(self.env._(
                    "The customer's answer for job %(job)s is recorded already. Reload the page to see it.",
                    job=job.shown_name,
                ))

    def _check_may_be_declined(self, lines):
        """Whether ``lines`` can be left out; the parts room refuses what was issued."""
        self.ensure_one()
        kept = self.line_ids - lines
        # A change that is declined goes back to what was approved, and that goes on.
        is_whole = not any(line._is_authorised() for line in kept) and not self._get_changed_lines(kept)
        if is_whole and self.state in ('doing', 'done', 'passed'):
            raise UserError(self.env._(
                "Job %(job)s has been worked on already. Stop and cancel it instead of declining it.", job=self.shown_name,
            ))

    def _prepare_authorisation_vals(
        self, decision, channel, whole=False, signatory=None, reason=None, request=None, signature=None, **evidence,
    ):
        """Values of the frozen answer.

        :param evidence: ``ip_address``, ``user_agent``, ``lang`` of whoever answered by himself, ``shown_by_id``
        """
        self.ensure_one()
        Authorisation = self.env['aftersales.authorisation']
        asked = self._get_asked_lines(decision, whole)
        changed = asked.browse() if whole else self._get_changed_lines(asked)
        old_total, total = self._get_shown_totals(asked)
        vals = {
            'decision': decision,
            'channel': channel,
            'signatory': signatory or self.order_id.partner_id.display_name,
            'signature': signature and Authorisation._fit_signature(signature),
            'signature_kind': evidence.get('signature_kind') or (bool(signature) and 'drawn'),
            'reason': reason,
            'decline_reason_id': evidence.get('decline_reason_id') or False,
            'date': fields.Datetime.now(),
            **{name: evidence.get(name) for name in ('ip_address', 'user_agent', 'lang')},
            # An employee who opens the customer's link is named, whatever he types there.
            'user_id': self.env.uid if channel not in PAGE_CHANNELS or self.env.user._is_internal() else False,
            'shown_by_id': evidence.get('shown_by_id') or False,
        }
        shown = {
            **self._get_shown_content(decision, whole),
            # In words as well: who is named stays readable when his user is gone.
            'employees': {name: self.env['res.users'].browse(vals[name]).name for name in EMPLOYEES if vals[name]},
            'decline_reason': self.env['aftersales.decline.reason'].browse(vals['decline_reason_id'] or ()).name or '',
        }
        return {
            **vals,
            'content': Authorisation._serialise({**shown, 'answer': Authorisation._get_answer_content(vals)}),
            'currency_id': self.currency_id.id,  # before the amounts in it
            'job_id': self.id,
            'order_id': self.order_id.id,
            'line_ids': [
                fields.Command.create(line._prepare_authorisation_line_vals(line in changed)) for line in asked
            ],
            'old_total': old_total,
            'amount_total': total,
            'customer_id': self.order_id.partner_id.id,
            'customer_amount': self._get_customer_amount(self._get_agreed_lines(asked)),
            'promise_date': self.order_id.promise_date,
            'request_id': request and request.id,
        }

    # === BUSINESS METHODS: HOOKS ===#

    def _after_approval(self):
        """Approved jobs: the parts room reserves what they need."""
        self._close_approval_holds()

    def _after_decline(self):
        """Declined jobs: the parts room releases what they reserved."""
        self._close_approval_holds()
        self.order_id.sudo()._follow_jobs()  # the order's state is the jobs', whoever moves them

    def _close_approval_holds(self):
        holds = self.hold_ids.filtered(lambda hold: hold.kind == 'approval' and hold.is_open)
        holds.write({'stop': fields.Datetime.now()})
