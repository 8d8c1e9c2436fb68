from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .aftersales_time_entry import IDLE_REASONS

# Pauses that stop the job itself, and the wait they open.
HOLD_BY_REASON = {'parts': 'parts', 'approval': 'approval'}


class AftersalesJob(models.Model):
    """The technician's clock on a job: start, pause with a reason, finish (E5, E6)."""
    _inherit = 'aftersales.job'

    time_ids = fields.One2many('aftersales.time.entry', 'job_id', string="Time")
    clocked_hours = fields.Float(compute='_compute_clocked_hours', store=True, help="Sum of the stopped clocks.")
    running_employee_ids = fields.Many2many(
        'hr.employee', string="Working Now", compute='_compute_running', compute_sudo=True)
    running_since = fields.Datetime(string="My Clock Runs Since", compute='_compute_running', compute_sudo=True)
    is_running = fields.Boolean(
        string="My Clock Runs", compute='_compute_running', compute_sudo=True, search='_search_is_running')
    is_mine = fields.Boolean(string="My Jobs", compute='_compute_is_mine', search='_search_is_mine')
    is_at_my_outlet = fields.Boolean(
        string="My Outlet", compute='_compute_is_at_my_outlet', search='_search_is_at_my_outlet')

    # === COMPUTE, SEARCH AND CONSTRAINT METHODS ===#

    @api.depends('time_ids.hours')
    def _compute_clocked_hours(self):
        for job in self:
            job.clocked_hours = sum(job.time_ids.mapped('hours'))

    @api.depends('time_ids.stop', 'time_ids.employee_id')
    @api.depends_context('uid')
    def _compute_running(self):
        entries = self.env['aftersales.time.entry'].search_fetch(
            [('job_id', 'in', self.ids), ('stop', '=', False)], ['job_id', 'employee_id', 'start'])
        by_job = entries.grouped('job_id')
        mine = self.env.user.employee_ids
        for job in self:
            running = by_job.get(job._origin, entries.browse())
            my_entry = running.filtered(lambda entry: entry.employee_id in mine)
            job.running_employee_ids = [Command.set(running.employee_id.ids)]
            job.running_since = my_entry[:1].start
            job.is_running = bool(my_entry)

    def _search_is_running(self, operator, value):
        if operator != 'in':
            return NotImplemented
        # sudo: see _compute_running
        entries = self.env['aftersales.time.entry'].sudo().search(
            [('employee_id.user_id', '=', self.env.uid), ('stop', '=', False), ('job_id', '!=', False)])
        return [('id', 'in' if True in value else 'not in', entries.job_id.ids)]

    @api.depends('technician_id')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        mine = self.env.user.sudo().employee_ids  # sudo: people may always know their own employee
        for job in self:
            job.is_mine = job.technician_id in mine

    def _search_is_mine(self, operator, value):
        """By the technicians themselves: by their user, the database would not know how few jobs are theirs."""
        if operator != 'in':
            return NotImplemented
        mine = self.env.user.sudo().employee_ids  # sudo: as above
        return [('technician_id', 'in' if True in value else 'not in', mine.ids)]

    @api.depends('workshop_id.employee_ids.user_id')
    @api.depends_context('uid')
    def _compute_is_at_my_outlet(self):
        mine = self.env.user.sudo().employee_ids.aftersales_workshop_ids  # sudo: as above
        for job in self:
            job.is_at_my_outlet = job.workshop_id in mine

    def _search_is_at_my_outlet(self, operator, value):
        """By the outlets themselves, as above: those of the user are few."""
        if operator != 'in':
            return NotImplemented
        mine = self.env.user.sudo().employee_ids.aftersales_workshop_ids  # sudo: as above
        return [('workshop_id', 'in' if True in value else 'not in', mine.ids)]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_clocked(self):
        for job in self:
            if job.sudo().time_ids:
                raise UserError(self.env._(
                    "Time was clocked on job %(job)s of %(order)s. Cancel the job instead of deleting it.",
                    job=job.shown_name, order=job.order_id.name,
                ))

    # === ACTION METHODS ===#

    def action_clock_start(self):
        """Clock the logged-in person on this job; the clock on any other work stops."""
        if len(self) != 1:
            raise UserError(self.env._("You can work on one job at a time: choose one."))
        self.check_access('write')
        warning = self._clock_start(self.env['aftersales.time.entry']._get_clock_employee(self.company_id))
        return warning and {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'type': 'warning', 'message': warning, 'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'}},
        }

    def action_clock_pause(self):
        """Ask for the reason of the pause."""
        self.check_access('write')
        self._get_running_entries()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Pause"),
            'res_model': 'aftersales.pause.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_job_ids': self.ids},
        }

    def action_clock_finish(self):
        """The work is done: stop the clocks and hand the job to the inspector.

        One dialog says which car and which job, and asks what was found and done and what became of its parts.
        Several jobs at once are finished without it, if nothing of that is missing.
        """
        self.check_access('write')
        self._check_in_work()
        if len(self) == 1:
            return {
                'type': 'ir.actions.act_window',
                'name': self.env._("Finish the Job"),
                'res_model': 'aftersales.finish.wizard',
                'view_mode': 'form',
                'target': 'new',
                'context': {'default_job_id': self.id},
            }
        self._clock_finish()
        return None

    def action_view_time(self):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Time"),
            'res_model': 'aftersales.time.entry',
            'view_mode': 'list,form',
            'domain': [('job_id', 'in', self.ids)],
            'context': {'default_job_id': self.id if len(self) == 1 else False},
        }

    # === BUSINESS METHODS ===#

    def _clock_start(self, employee):
        """Put a person's clock on the job.

        :param employee: who works; the caller knows that it is really him
        :return: the warning to show, or False
        """
        self.ensure_one()
        Entry = self.env['aftersales.time.entry']
        if Entry._get_open_entry(employee).job_id == self:
            raise UserError(self.env._("Your clock runs on job %(job)s already.", job=self.shown_name))
        now = fields.Datetime.now()  # whatever was planned: he works now
        warning = self._check_skilled_on(employee, now, now + timedelta(seconds=1))
        if self.state == 'doing':
            self._claim_for_update()  # a colleague may be finishing it: that stops the clocks he sees
            self._check_may_be_worked()
        else:
            self._transition('doing')
        self._take(employee)
        Entry._clock_on(employee, self)
        return warning

    def _clock_pause(self, reason, note=None, employee=None):
        """Stop a person's clock on these jobs; the logged-in person's by default.

        Waiting for parts or an answer blocks the job, unless somebody else goes on working on it.
        Other waits keep the person's time as idle with the same reason, until other work is started.
        """
        entries = self._get_running_entries(employee)
        entries._clock_off(reason, note)
        if reason in HOLD_BY_REASON:
            blocked = self.filtered(lambda job: not job.running_employee_ids)
            self._open_hold(HOLD_BY_REASON[reason], note)
            if blocked:
                blocked._transition('blocked')
        if reason in IDLE_REASONS:
            self.env['aftersales.time.entry']._clock_on(entries.employee_id, reason=reason, note=note)
        elif reason in HOLD_BY_REASON:
            self._fill_gap(entries.employee_id)

    def _clock_finish(self, employee=None, needs_answer=None):
        """The work is done: stop the clocks of everybody on the jobs.

        :param employee: who says so; the logged-in person by default
        :param needs_answer: what became of parts that are not issued, see ``_selection_needs_answer``
        :raises UserError: when a job is not in work, or lacks what the company wants to know of it
        """
        self._check_in_work()
        needs = {job: job._get_open_needs() for job in self}
        if needs_answer not in dict(self._selection_needs_answer()):
            self._check_no_needs(needs)
        for job in self:
            missing = job._get_missing_findings()
            if missing:
                raise UserError(self.env._(
                    "Job %(job)s of %(order)s: enter what is missing before you finish it: %(fields)s.",
                    job=job.shown_name, order=job.order_id.name,
                    fields=", ".join(job._fields[name]._description_string(self.env) for name in missing),
                ))
        # sudo: people may always know their own employee
        employee = employee or self.env.user.sudo().employee_ids
        workers = self.sudo().time_ids.filtered(lambda entry: not entry.stop).employee_id & employee
        self._transition('done')
        self._fill_gap(workers)
        for job in self.filtered(lambda job: needs[job]):
            job._note_open_needs(needs[job], needs_answer)

    def _check_no_needs(self, needs):
        for job in self.filtered(lambda job: needs[job]):
            raise UserError(self.env._(
                "Job %(job)s of %(order)s: these parts are not issued: %(needs)s. Finish the job by itself, and say "
                "whether they are in the car or were not needed.",
                job=job.shown_name, order=job.order_id.name, needs=", ".join(needs[job])))

    def _check_in_work(self):
        for job in self:
            if job.state != 'doing':
                raise UserError(self.env._(
                    "Job %(job)s is not in work. Start it before you finish it.", job=job.shown_name))

    def _get_required_findings(self):
        """Names of the fields the technician must fill before the job is finished, as the company wants it."""
        self.ensure_one()
        policy = self.company_id.aftersales_finding_policy
        if policy == 'never' or (policy == 'concern' and not self.concern):
            return []
        return ['correction'] if policy == 'concern' else ['cause', 'correction']

    def _get_missing_findings(self):
        self.ensure_one()
        return [name for name in self._get_required_findings() if not (self[name] or '').strip()]

    def _fill_gap(self, employees):
        """Where the company wants no gap, the clock of whoever has no work goes on as waiting for work."""
        Entry = self.env['aftersales.time.entry']
        for employee in employees:
            if employee.company_id.sudo().aftersales_clock_no_gap and not Entry._get_open_entry(employee):
                Entry._clock_on(employee, reason='no_work')

    def _get_running_entries(self, employee=None):
        """The running entry of a person on each of these jobs; the logged-in person's by default."""
        entries = self.env['aftersales.time.entry']
        for job in self:
            worker = employee or entries._get_clock_employee(job.company_id)
            entry = entries._get_open_entry(worker)
            if entry.job_id != job:
                raise UserError(self.env._(
                    "Your clock doesn't run on job %(job)s. Reload the page to see where it runs.", job=job.shown_name))
            entries |= entry
        return entries

    def _prepare_clock_card(self, running):
        """The job as the time clock tablet shows it to the person whose open entry is ``running``."""
        self.ensure_one()
        return {
            'id': self.id,
            'name': self.shown_name,
            'order': self.order_id.name,
            'plate': self.license_plate or '',
            'model': self.vehicle_id.model_id.display_name or '',
            'bay': self.bay_id.name or '',
            'skill': self.skill_id.name or '',
            'concern': self.concern or '',
            'cause': self.cause or '',
            'correction': self.correction or '',
            'missing': self._get_missing_findings(),
            'needs': self._get_open_needs() if self.state == 'doing' else [],
            'read_first': self.read_first or '',
            'state': self.state,
            'work_state': self.work_state,
            'state_label': dict(self._fields['work_state']._description_selection(self.env))[self.work_state],
            'reason': self.work_reason or '',
            'flat_rate_hours': self.flat_rate_hours,
            'clocked_hours': self.clocked_hours,
            'promise': fields.Datetime.to_string(self.promise_date),
            'rework_count': self.rework_count,
            'is_running': running.job_id == self,
            'colleagues': ", ".join((self.running_employee_ids - running.employee_id).mapped('name')),
        }

    def _after_transition(self, source, target):
        result = super()._after_transition(source, target)
        if target != 'doing':
            # sudo: the clocks of everybody on the job
            running = self.sudo().time_ids.filtered(lambda entry: not entry.stop)
            running._clock_off('finished' if target == 'done' else 'switch')
        elif source == 'blocked':
            self.sudo().hold_ids.filtered('is_open').action_close()
        return result
