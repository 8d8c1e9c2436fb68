from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
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

    @api.constrains('technician_id', 'skill_id')
    def _check_technician_skill(self):
        """Work that needs a skill is assigned to people who have it, where the company insists (M1)."""
        for (skill, company), jobs in self.grouped(lambda job: (job.skill_id, job.company_id)).items():
            if company.aftersales_skill_policy != 'refuse' or not skill:
                continue
            skilled = jobs.technician_id._filter_skilled(skill)
            for job in jobs.filtered('technician_id'):
                if job.technician_id not in skilled:
                    raise ValidationError(job._get_skill_message(job.technician_id))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_clocked(self):
        for job in self:
            if job.sudo().time_ids:
                raise UserError(self.env._(
                    "Time was clocked on job %(job)s of %(order)s. Cancel the job instead of deleting it.",
                    job=job.name, order=job.order_id.name,
                ))

    # === ACTION METHODS ===#

    def action_clock_start(self):
        """Clock the logged-in person on this job; the clock on any other work stops."""
        if len(self) != 1:
            raise UserError(self.env._("You can work on one job at a time: choose one."))
        self.check_access('write')
        employee = self.env['aftersales.time.entry']._get_clock_employee(self.company_id)
        if self.env['aftersales.time.entry']._get_open_entry(employee).job_id == self:
            raise UserError(self.env._("Your clock runs on job %(job)s already.", job=self.name))
        warning = self._check_skilled(employee)
        if self.state == 'doing':
            self._check_may_be_worked()
        else:
            self._transition('doing')
        if not self.technician_id:
            self.sudo().technician_id = employee  # who starts a free job takes it; the rest is dispatch
        self.env['aftersales.time.entry']._clock_on(employee, self)
        return warning and {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'type': 'warning', 'message': warning, 'next': {'type': 'ir.actions.client', 'tag': 'soft_reload'}},
        }

    def action_clock_pause(self):
        """Ask for the reason of the pause."""
        self._get_my_running_entries()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Pause"),
            'res_model': 'aftersales.pause.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_job_ids': self.ids},
        }

    def action_clock_finish(self):
        """The work is done: stop the clocks and hand the job to the inspector."""
        for job in self:
            if job.state != 'doing':
                raise UserError(self.env._(
                    "Job %(job)s is not in work. Start it before you finish it.", job=job.name))
        self._transition('done')

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

    def _clock_pause(self, reason, note=None):
        """Stop the logged-in person's clock on these jobs.

        Waiting for parts or an answer blocks the job, unless somebody else goes on working on it.
        Other waits keep the person's time as idle with the same reason, until other work is started.
        """
        entries = self._get_my_running_entries()
        entries._clock_off(reason, note)
        if reason in HOLD_BY_REASON:
            blocked = self.filtered(lambda job: not job.running_employee_ids)
            self._open_hold(HOLD_BY_REASON[reason], note)
            if blocked:
                blocked._transition('blocked')
        if reason in IDLE_REASONS:
            self.env['aftersales.time.entry']._clock_on(entries.employee_id, reason=reason, note=note)

    def _get_my_running_entries(self):
        self.check_access('write')
        entries = self.env['aftersales.time.entry']
        for job in self:
            employee = entries._get_clock_employee(job.company_id)
            entry = entries._get_open_entry(employee)
            if entry.job_id != job:
                raise UserError(self.env._(
                    "Your clock doesn't run on job %(job)s. Reload the page to see where it runs.", job=job.name))
            entries |= entry
        return entries

    def _open_hold(self, kind, note=None):
        """Record that the jobs wait from now on, where that wait is not open yet."""
        waiting = self.hold_ids.filtered(lambda hold: hold.kind == kind and not hold.stop).job_id
        # sudo: holds are no business of the technician's otherwise
        self.env['aftersales.hold'].sudo().create([
            {'order_id': job.order_id.id, 'job_id': job.id, 'kind': kind, 'note': note}
            for job in self - waiting
        ])

    def _check_skilled(self, employee):
        """Refuse a person without the needed skill, or log the fact and return the warning to show."""
        self.ensure_one()
        if employee._has_skill(self.skill_id):
            return False
        message = self._get_skill_message(employee)
        if self.company_id.aftersales_skill_policy == 'refuse':
            raise UserError(message)
        self._message_log(body=message)
        return message

    def _get_skill_message(self, employee):
        self.ensure_one()
        return self.env._(
            "Job %(job)s needs the skill “%(skill)s”, which %(employee)s doesn't hold today. "
            "Choose another technician, or renew the certificate on the employee form.",
            job=self.name, skill=self.skill_id.name, employee=employee.name,
        )

    def _after_transition(self, source, target):
        result = super()._after_transition(source, target)
        if target != 'doing':
            # sudo: the clocks of everybody on the job
            running = self.sudo().time_ids.filtered(lambda entry: not entry.stop)
            running._clock_off('finished' if target == 'done' else 'switch')
        elif source == 'blocked':
            self.sudo().hold_ids.filtered(lambda hold: not hold.stop).action_close()
        return result
