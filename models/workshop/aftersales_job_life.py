from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .aftersales_order import IN_HOUSE_STATES

OFFICE_GROUPS = 'aftersales.group_advisor,aftersales.group_dispatcher,aftersales.group_claims'
INSPECTOR_GROUP = 'aftersales.group_inspector'
# source -> {target: groups that may, None = whoever may write the job}
JOB_TRANSITIONS = {
    'todo': {'doing': None, 'blocked': None, 'done': None, 'cancelled': OFFICE_GROUPS},
    'doing': {'todo': None, 'blocked': None, 'done': None, 'cancelled': OFFICE_GROUPS},
    'blocked': {'todo': None, 'doing': None, 'cancelled': OFFICE_GROUPS},
    'done': {'passed': INSPECTOR_GROUP, 'todo': INSPECTOR_GROUP, 'cancelled': OFFICE_GROUPS},
    'passed': {'todo': INSPECTOR_GROUP},
    'cancelled': {'todo': OFFICE_GROUPS},
}
# What those who work on a job or check it may write; the rest is the office's.
WORKER_FIELDS = {'state', 'bay_id', 'concern', 'cause', 'correction'}


class AftersalesJob(models.Model):
    _inherit = 'aftersales.job'

    is_office_user = fields.Boolean(
        compute='_compute_is_office_user', help="Whether the user may change what is done and who pays for it.")

    @api.depends_context('uid')
    def _compute_is_office_user(self):
        self.is_office_user = self.env.user.has_groups(OFFICE_GROUPS)

    # === ACTION METHODS ===#

    def action_start(self):
        self._transition('doing')

    def action_done(self):
        self._transition('done')

    def action_cancel(self):
        self._transition('cancelled')

    def action_reopen(self):
        """Take a cancelled job up again."""
        for job in self:
            if job.state != 'cancelled':
                raise UserError(self.env._("Job %(job)s is not cancelled.", job=job.name))
        self._transition('todo')

    def action_authorise(self):
        """Open the dialog that records the customer's answer."""
        return self._get_authorise_action()

    def action_open(self):
        self.ensure_one()
        return self._get_records_action()

    def _get_authorise_action(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Customer's Answer"),
            'res_model': 'aftersales.authorise.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_job_ids': self.ids},
        }

    # === BUSINESS METHODS: TRANSITIONS ===#

    def _transition(self, target):
        """Move jobs to ``target``; raises UserError when one of them cannot go there."""
        for job in self:
            if job.state == target:
                raise UserError(self.env._(
                    "Job %(job)s is already: %(state)s. Reload the page to see what happened.",
                    job=job.name, state=job._get_state_label(target),
                ))
        self.write({'state': target})

    def _get_state_label(self, state):
        return dict(self._fields['state']._description_selection(self.env)).get(state, state)

    def _check_transition(self, target):
        """Guards of every move; other rooms add theirs by ``super()``.

        :raises UserError: naming the job, what is missing and what to do
        :raises AccessError: when the user's role may not do this move
        """
        for job in self:
            targets = JOB_TRANSITIONS[job.state]
            if target not in targets:
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s cannot go from %(current)s to %(target)s.",
                    job=job.name, order=job.order_id.name,
                    current=job._get_state_label(job.state), target=job._get_state_label(target),
                ))
            if targets[target] and not self.env.user.has_groups(targets[target]):
                raise AccessError(job._get_role_message(targets[target], target))
            # An order cancels its jobs when it is cancelled itself; nothing else moves below a closed order.
            if target != 'cancelled' or job.order_id.state != 'cancelled':
                job.order_id._check_unlocked()
            if target in ('doing', 'done', 'passed'):
                job._check_may_be_worked()

    def _get_role_message(self, groups, target):
        self.ensure_one()
        names = {'job': self.name, 'current': self._get_state_label(self.state), 'target': self._get_state_label(target)}
        if groups == INSPECTOR_GROUP:
            return self.env._("Only an inspector can move job %(job)s from %(current)s to %(target)s.", **names)
        return self.env._("Only an advisor can move job %(job)s from %(current)s to %(target)s.", **names)

    def _check_worker_fields(self, vals):
        """Technicians and inspectors tell what was found and done, not who pays what."""
        if self.env.su or self.env.user.has_groups(OFFICE_GROUPS):
            return
        refused = [
            self._fields[name]._description_string(self.env) for name in vals
            if name in self._fields and name not in self._get_worker_fields()
            and not name.startswith(('message_', 'activity_'))
        ]
        if refused:
            raise AccessError(self.env._(
                "Only an advisor can change %(fields)s of job %(job)s.",
                fields=", ".join(refused), job=", ".join(self.mapped('name')),
            ))

    def _get_worker_fields(self):
        """Hook: rooms add what technicians and inspectors enter there."""
        return WORKER_FIELDS

    def _check_same_technician(self, vals):
        """Who did the work is what the inspector's independence is measured by."""
        if self.env.su:
            return
        for job in self:
            if job.state in ('done', 'passed') and vals.get('technician_id', job.technician_id.id) != job.technician_id.id:
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s is finished; its technician cannot change any more. "
                    "An inspector can return it to be done by somebody else.",
                    job=job.name, order=job.order_id.name,
                ))

    def _check_may_be_worked(self):
        order = self.order_id
        if order.state not in IN_HOUSE_STATES:
            raise UserError(self.env._(
                "%(order)s is %(state)s: receive the car before working on %(job)s.",
                order=order.name, state=order._get_state_label(order.state), job=self.name,
            ))
        if not self._is_authorised():
            raise UserError(self.env._(
                "Job %(job)s of %(order)s has no approval of the customer. Record the approval first.",
                job=self.name, order=order.name,
            ))

    def _after_transition(self, source, target):
        """What follows a move; called once for all jobs that came from ``source``."""
        now = fields.Datetime.now()
        jobs = self.sudo()  # the stamps are the system's, whoever moves the job
        if target == 'doing':
            jobs.filtered(lambda job: not job.started_date).started_date = now
        elif target == 'done':
            jobs.done_date = now
        elif target == 'todo' and source in ('done', 'passed'):
            for job in jobs:
                job.rework_count += 1
        if target in ('done', 'cancelled'):
            jobs.hold_ids.filtered(lambda hold: not hold.stop).stop = now
        jobs.order_id._follow_jobs()  # the order's state is the jobs'

    def _is_finished(self):
        """Whether nothing is left to do or to check."""
        self.ensure_one()
        return self.state == 'passed'

    # === BUSINESS METHODS: APPROVAL ===#

    def _is_authorised(self):
        self.ensure_one()
        return self.approval in ('approved', 'not_needed')

    def _get_customer_amount(self):
        """What the order's customer bears of the job, with taxes."""
        self.ensure_one()
        customer, total = self.order_id.partner_id, self.amount_total
        first = min(self.deductible, max(total, 0.0))
        co_payer_amount = first + (total - first) * (100 - self.share) / 100 if self.co_payer_id != self.payer_id else 0.0
        return sum(
            amount for payer, amount in (
                (self._get_principal(), total - co_payer_amount), (self.co_payer_id, co_payer_amount))
            if payer == customer
        )

    def _is_covered_by(self, authorisation):
        """Whether an approval still says yes: to this price, and to what its signatory's party pays of it."""
        self.ensure_one()
        compare, customer_amount = self.currency_id.compare_amounts, self._get_customer_amount()
        return (
            compare(self.amount_total, authorisation.amount_total) <= 0
            and compare(customer_amount, authorisation.customer_amount) <= 0
            and (authorisation.customer_id == self.order_id.partner_id or compare(customer_amount, 0.0) <= 0)
        )

    def _approve(self, channel, signatory=None, signature=None):
        """Record that the customer wants the jobs done as they are shown now."""
        self._record_answer('approved', channel, signatory=signatory, signature=signature)
        self._after_approval()

    def _decline(self, channel, signatory=None, reason=None):
        started = self.filtered(lambda job: job.state in ('doing', 'done', 'passed'))
        if started:
            raise UserError(self.env._(
                "Job %(job)s has been worked on already. Stop and cancel it instead of declining it.",
                job=", ".join(started.mapped('name')),
            ))
        self._record_answer('declined', channel, signatory=signatory, reason=reason)
        self._after_decline()

    def _call_back(self, channel, signatory=None, reason=None):
        self._record_answer('callback', channel, signatory=signatory, reason=reason)

    def _record_answer(self, decision, channel, signatory=None, signature=None, reason=None):
        """Freeze what was shown with the answer; the approval of the job follows from it."""
        self.check_access('read')
        self._check_may_be_answered(decision)
        self.env['aftersales.authorisation'].sudo().create([
            job._prepare_authorisation_vals(decision, channel, signatory, signature, reason) for job in self
        ])
        # Rooms guard and sync on the new approval: it must be there when they look.
        self.invalidate_recordset(['authorisation_ids'])

    def _check_may_be_answered(self, decision):
        if not self.env.user.has_groups(
            'aftersales.group_advisor,aftersales.group_claims,aftersales.group_care,aftersales.group_dispatcher'
        ):
            raise AccessError(self.env._("Only an advisor can record the customer's answer."))
        for job in self:
            if not job.pay_type_id.requires_approval:
                raise UserError(self.env._("Job %(job)s needs no approval of the customer.", job=job.name))
            if job.state == 'cancelled' or job.order_id.state in ('delivered', 'cancelled'):
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s is closed; there is nothing to answer any more.",
                    job=job.name, order=job.order_id.name,
                ))
            if job.approval == decision and decision != 'callback':
                raise UserError(self.env._(
                    "The customer's answer for job %(job)s is recorded already. Reload the page to see it.",
                    job=job.name,
                ))

    def _prepare_authorisation_vals(self, decision, channel, signatory, signature, reason):
        self.ensure_one()
        return {
            'job_id': self.id,
            'order_id': self.order_id.id,
            'decision': decision,
            'channel': channel,
            'signatory': signatory or self.order_id.partner_id.display_name,
            'signature': signature,
            'reason': reason,
            'amount_total': self.amount_total,
            'customer_id': self.order_id.partner_id.id,
            'customer_amount': self._get_customer_amount(),
            'currency_id': self.currency_id.id,
            'promise_date': self.order_id.promise_date,
            'content': self.env['aftersales.authorisation']._serialise(self._get_shown_content()),
            'date': fields.Datetime.now(),
            'user_id': self.env.uid,
        }

    def _get_shown_content(self):
        """The job as the customer sees it when asked: plain values that stay readable for years."""
        self.ensure_one()
        return {
            'order': self.order_id.name,
            'vehicle': self.vehicle_id.display_name,
            'vin': self.vehicle_id.vin_sn or '',
            'job': self.name,
            'concern': self.concern or '',
            'cause': self.cause or '',
            'currency': self.currency_id.name,
            'total': self.currency_id.format(self.amount_total),
            'payer': self._get_principal().display_name or '',
            'customer_total': self.currency_id.format(self._get_customer_amount()),
            'promise': fields.Datetime.to_string(self.order_id.promise_date) or '',
            'lines': [{
                'name': line.name,
                'quantity': line.quantity,
                'unit': line.product_uom_id.name or '',
                'price_unit': line.price_unit,
                'discount': line.discount,
                'subtotal': line.price_subtotal,
                'total': line.price_total,
            } for line in self.line_ids],
        }

    # === BUSINESS METHODS: HOOKS ===#

    def _after_approval(self):
        """Approved jobs: the parts room reserves what they need."""
        approval_holds = self.hold_ids.filtered(lambda hold: hold.kind == 'approval' and not hold.stop)
        approval_holds.write({'stop': fields.Datetime.now()})

    def _after_decline(self):
        """Declined jobs: the parts room releases what they reserved."""
        self.order_id.sudo()._follow_jobs()  # the order's state is the jobs', whoever moves them

    def _get_customer_photos(self):
        """Photos that show the customer why the jobs are needed; the inspection room adds those of its findings.

        :return: ir.attachment, read as the system: the caller has checked that the reader may see the jobs
        """
        return self.env['ir.attachment'].sudo()
