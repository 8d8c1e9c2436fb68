from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

JOB_GROUP = 'aftersales.group_job'
INSPECTOR_GROUP = 'aftersales.group_inspector'
# What those who work on a job or check it may write; the rest is the office's.
WORKER_FIELDS = {'state', 'bay_id', 'concern', 'cause', 'correction'}


class AftersalesJob(models.Model):
    _inherit = 'aftersales.job'
    _transitions = {
        'todo': {'doing': None, 'blocked': None, 'done': None, 'cancelled': JOB_GROUP},
        'doing': {'todo': None, 'blocked': None, 'done': None, 'cancelled': JOB_GROUP},
        'blocked': {'todo': None, 'doing': None, 'cancelled': JOB_GROUP},
        'done': {'passed': INSPECTOR_GROUP, 'todo': INSPECTOR_GROUP, 'cancelled': JOB_GROUP},
        'passed': {'todo': INSPECTOR_GROUP},
        'cancelled': {'todo': JOB_GROUP},
    }
    # Work is left; such a job has a place in the plan.
    _open_states = ('todo', 'doing', 'blocked')

    is_open = fields.Boolean(
        string="Work Left", compute='_compute_is_open', search='_search_is_open',
        help="The work is neither done nor cancelled.")
    is_office_user = fields.Boolean(
        compute='_compute_is_office_user', help="Whether the user may change what is done and who pays for it.")

    @api.depends_context('uid')
    def _compute_is_office_user(self):
        self.is_office_user = self.env.user.has_group(JOB_GROUP)

    @api.depends('state')
    def _compute_is_open(self):
        for job in self:
            job.is_open = job.state in self._open_states

    def _search_is_open(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return self._get_open_domain() if True in value else ~self._get_open_domain()

    @api.model
    def _get_open_domain(self):
        return Domain('state', 'in', self._open_states)

    # === ACTION METHODS ===#

    def action_start(self):
        self._transition('doing')

    def action_done(self):
        self._transition('done')

    def action_reopen(self):
        """Take a cancelled job up again."""
        for job in self:
            if job.state != 'cancelled':
                raise UserError(self.env._("Job %(job)s is not cancelled.", job=job.shown_name))
        return self._take_up_again()

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

    def _check_reachable(self, target):
        # What invoices or closes the order counts on which of its jobs are open: to move between two open states, such
        # as many who start at once do, keeps nobody else from the order.
        closing = self if target not in self._open_states else self.filtered(lambda job: not job.is_open)
        closing.order_id._claim_for_update()
        super()._check_reachable(target)
        for job in self:
            # An order cancels its jobs when it is cancelled itself; nothing else moves below a closed order.
            if target != 'cancelled' or job.order_id.state != 'cancelled':
                job.order_id._check_unlocked()

    def _check_doing(self):
        self._check_may_be_worked()

    def _check_done(self):
        self._check_may_be_worked()

    def _check_passed(self):
        self._check_may_be_worked()

    def _check_cancelled(self):
        """Rooms say what must be returned or credited first."""

    def _get_life_name(self):
        self.ensure_one()
        return self.env._("Job %(job)s of %(order)s", job=self.shown_name, order=self.order_id.name)

    def _get_role_message(self, group, target):
        self.ensure_one()
        names = {'job': self.name, 'current': self._get_state_label(), 'target': self._get_state_label(target)}
        if group == INSPECTOR_GROUP:
            return self.env._("Only an inspector can move job %(job)s from %(current)s to %(target)s.", **names)
        return self.env._("Only an advisor can move job %(job)s from %(current)s to %(target)s.", **names)

    def _check_worker_fields(self, vals):
        """Technicians and inspectors tell what was found and done, not who pays what."""
        if self.env.su or self.env.user.has_group(JOB_GROUP):
            return
        refused = [
            self._fields[name]._description_string(self.env) for name in vals
            if name in self._fields and name not in self._get_worker_fields()
            and not name.startswith(('message_', 'activity_'))
        ]
        if refused:
            raise AccessError(self.env._(
                "Only an advisor can change %(fields)s of job %(job)s.",
                fields=", ".join(refused), job=", ".join(self.mapped('shown_name')),
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
                    job=job.shown_name, order=job.order_id.name,
                ))

    def _check_may_be_worked(self):
        for job in self:
            order = job.order_id
            if not order.is_in_house:
                raise UserError(self.env._(
                    "%(order)s is %(state)s: receive the car before working on %(job)s.",
                    order=order.name, state=order._get_state_label(), job=job.shown_name,
                ))
            if not job._is_authorised() or job._lacks_answer():
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s has no approval of the customer. Record the approval first.",
                    job=job.shown_name, order=order.name,
                ))

    def _after_transition(self, source, target):
        if 'cancelled' in (source, target):
            self.sudo().is_dropped = target == 'cancelled'  # sudo: follows from the status
        super()._after_transition(source, target)
        self.sudo().order_id._follow_jobs()  # the order's state is the jobs'

    def _after_doing(self, source):
        # sudo: the stamps are the system's, whoever moves the job
        self.sudo().filtered(lambda job: not job.started_date).started_date = fields.Datetime.now()

    def _after_done(self, source):
        self.sudo().done_date = fields.Datetime.now()
        self._end_holds()

    def _after_cancelled(self, source):
        self._end_holds()

    def _needs_cancel_reason(self):
        """Whoever ends the order says why of the order; an estimate that nobody has signed is worked on freely."""
        return self.order_id.state != 'cancelled' and self.order_id._needs_cancel_reason()

    def _may_be_removed(self):
        """Whether nothing was done or answered of it, and nobody relies on the order; else it is cancelled, for a reason."""
        self.ensure_one()
        return self.state == 'todo' and not self.authorisation_ids and not self._needs_cancel_reason()

    def _needs_reopen_reason(self):
        return bool(self.cancel_reason)

    def _describe_cancelling(self):
        approved = self.filtered(lambda job: job.approval == 'approved')
        return self.env._("The customer has approved it: tell him.") if approved else ''

    def _after_todo(self, source):
        if source in ('done', 'passed'):
            for job in self.sudo():
                job.rework_count += 1

    def _end_holds(self):
        # sudo: who ends a job need not be allowed to write its waits
        self.sudo().hold_ids.filtered('is_open').stop = fields.Datetime.now()

    def _is_finished(self):
        """Whether nothing is left to do or to check."""
        self.ensure_one()
        return self.state == 'passed'

    def _get_diagnosis_texts(self):
        """What was read and measured, a line each for the prints; the inspection room tells."""
        self.ensure_one()
        return []

    # === HOOKS ===#

    def _prepare_take_over_vals(self):
        """What the job of another order takes over when this one goes on there; the planning room gives its plan."""
        self.ensure_one()
        return {}

    def _before_going_on_as(self, other):
        """Hook: rooms bring over to ``other``, a job of another order, what hangs on this one before it ends."""

    def _get_workers(self):
        """Who works on the job, or did: hr.employee; the floor knows who clocked time on it."""
        return self.technician_id

    def _get_hours_done(self):
        """Hours already worked on the job; the floor knows."""
        self.ensure_one()
        return 0.0
