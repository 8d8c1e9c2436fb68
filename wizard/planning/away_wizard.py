from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.aftersales.models.base.words import say_stamp

# Longer absences are the personnel department's to enter.
MOST_DAYS = 31


class AftersalesAwayWizard(models.TransientModel):
    """Somebody cannot work today: the board knows it at once, and what he was to do is planned for others (E5)."""
    _name = 'aftersales.away.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Somebody Is Away"

    workshop_id = fields.Many2one('aftersales.workshop', string="Outlet", required=True)
    team_ids = fields.Many2many('hr.employee', compute='_compute_team_ids', compute_sudo=True)
    employee_id = fields.Many2one('hr.employee', string="Who", required=True)
    date_from = fields.Datetime(string="Away from", required=True, default=fields.Datetime.now)
    date_to = fields.Datetime(
        string="Away until", required=True, compute='_compute_date_to', store=True, readonly=False, precompute=True)
    reason = fields.Char(
        string="Private Reason", help="Read by managers and the personnel department only; the board says absent.")
    plans_anew = fields.Boolean(
        string="Plan Anew at Once", default=True,
        help="Whoever is free and able gets the work. Otherwise it goes back to the jobs to plan.")
    job_ids = fields.Many2many('aftersales.job', string="Planned Work", compute='_compute_job_ids')
    away_text = fields.Char(string="Away Already", compute='_compute_away_text', compute_sudo=True)

    # === COMPUTE METHODS ===#

    @api.depends('workshop_id')
    def _compute_team_ids(self):
        for wizard in self:
            wizard.team_ids = wizard.workshop_id and wizard.workshop_id._get_technicians()

    @api.depends('date_from', 'workshop_id')
    def _compute_date_to(self):
        """The end of the outlet's day."""
        for wizard in self:
            workshop, start = wizard.workshop_id, wizard.date_from
            if not workshop or not start:
                wizard.date_to = wizard.date_to
            elif not wizard.date_to or wizard.date_to <= start:
                wizard.date_to = workshop._get_day_bounds(workshop._get_local_day(start))[1]

    @api.depends('employee_id', 'date_from', 'date_to')
    def _compute_job_ids(self):
        for wizard in self:
            wizard.job_ids = wizard._find_jobs()

    @api.depends('employee_id', 'workshop_id')
    def _compute_away_text(self):
        for wizard in self:
            tz = wizard.workshop_id and wizard.workshop_id._get_tz()
            wizard.away_text = ", ".join(
                f'{say_stamp(self.env, leave.date_from, tz)} – {say_stamp(self.env, leave.date_to, tz)}'
                for leave in wizard._find_absences())

    # === ACTION METHODS ===#

    def action_apply(self):
        """The person is away from now on, for the board, for slots and for whoever plans."""
        self.ensure_one()
        self._check_person()
        self._check_period()
        self._check_not_away()
        # sudo: who is in the team is dispatch's to say; why stays between the managers and the person
        self.env['resource.calendar.leaves'].sudo().create(self._prepare_leave_vals())
        told = self._release_work()
        self.workshop_id._announce_on_board(['*'])
        return self._close(told)

    def action_back(self):
        """The person is back, or comes after all: what was entered here ends, or never begins."""
        self.ensure_one()
        self._check_person()
        now = fields.Datetime.now()
        absences = self._find_absences()
        if not absences:
            raise UserError(self.env._(
                "Nobody has entered here that %(name)s is away. Absences of the personnel department are ended there.",
                name=self.employee_id.sudo().name))
        running = absences.filtered(lambda leave: leave.date_from < now)
        running.date_to = now
        (absences - running).unlink()
        self.workshop_id._announce_on_board(['*'])
        return {'type': 'ir.actions.act_window_close'}

    def _close(self, told):
        """:param told: sentences on what could not be settled"""
        close = {'type': 'ir.actions.act_window_close'}
        if not told:
            return close
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'warning', 'sticky': True, 'title': self.env._("Left to settle"), 'message': " · ".join(told),
                'next': close},
        }

    # === CHECKS ===#

    def _check_person(self):
        self.env['aftersales.workshop']._check_may_plan()
        self.workshop_id.check_access('read')
        if self.employee_id.sudo() not in self.workshop_id._get_technicians().sudo():
            raise UserError(self.env._(
                "%(technician)s is not in the team of %(workshop)s. Choose a technician of this outlet.",
                technician=self.employee_id.sudo().name, workshop=self.workshop_id.name))

    def _check_period(self):
        now, start, stop = fields.Datetime.now(), self.date_from, self.date_to
        if stop <= start or stop <= now:
            raise UserError(self.env._(
                "Enter until when %(name)s is away: a time to come, and after the first one.",
                name=self.employee_id.sudo().name))
        most = timedelta(days=MOST_DAYS)
        if stop - start > most or start - now > most or now - start > timedelta(days=1):
            raise UserError(self.env._(
                "Absences from yesterday on, of at most %(days)s days, are entered here; longer ones with the person's "
                "time off.", days=MOST_DAYS))

    def _check_not_away(self):
        for leave in self._find_absences().filtered(
                lambda leave: leave.date_from < self.date_to and leave.date_to > self.date_from):
            tz = self.workshop_id._get_tz()
            raise UserError(self.env._(
                "%(name)s is away from %(start)s to %(stop)s already. Say that he is back first, if that is wrong.",
                name=self.employee_id.sudo().name, start=say_stamp(self.env, leave.date_from, tz),
                stop=say_stamp(self.env, leave.date_to, tz)))

    # === BUSINESS METHODS ===#

    def _find_absences(self):
        """What was entered here of the person and is not over (sudo: nobody else's is touched, no reason is told)."""
        self.ensure_one()
        return self.env['resource.calendar.leaves'].sudo().search([
            ('resource_id', '=', self.employee_id.sudo().resource_id.id), ('resource_id', '!=', False),
            ('is_aftersales_away', '=', True), ('date_to', '>', fields.Datetime.now()),
        ], order='date_from')

    def _prepare_leave_vals(self):
        employee = self.employee_id.sudo()
        return {
            'name': self.env._("Absent"),
            'resource_id': employee.resource_id.id,
            'calendar_id': employee.resource_id.calendar_id.id,
            'company_id': self.workshop_id.company_id.id,
            'date_from': self.date_from,
            'date_to': self.date_to,
            'is_aftersales_away': True,
            'aftersales_away_reason': self.reason,
        }

    def _find_jobs(self):
        """Open jobs the person was to do in that time, or is at."""
        self.ensure_one()
        if not self.employee_id or not self.date_from or not self.date_to:
            return self.env['aftersales.job']
        is_now = self.date_from <= fields.Datetime.now()
        return self.env['aftersales.job'].search([
            ('technician_id', '=', self.employee_id.id), ('is_open', '=', True),
            '|', '&', ('planned_start', '<', self.date_to), ('planned_stop', '>', self.date_from),
            ('state', '=', 'doing' if is_now else False),
        ], order='planned_start, id')

    def _release_work(self):
        """Take the person's work off him; rooms that plan other documents, or clock him, do theirs by ``super()``.

        :return: list of sentences on what could not be settled
        """
        jobs = self._find_jobs()
        jobs.write({'technician_id': False, 'planned_start': False, 'planned_stop': False})
        if not self.plans_anew:
            return []
        result = (jobs & self.workshop_id._get_jobs_to_plan())._plan_best()
        return [*result['late'], *(
            self.env._("%(job)s: nobody with the needed skill is free", job=label) for label in result['left'])]
