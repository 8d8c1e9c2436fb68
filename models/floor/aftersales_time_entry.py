from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.aftersales.models.base.words import say_stamp

PAUSE_REASONS = [
    ('break', "Break"),
    ('parts', "Waiting for parts"),
    ('approval', "Waiting for the customer's approval"),
    ('tool', "Waiting for a bay or tool"),
    ('advice', "Waiting for technical advice"),
    ('no_work', "Waiting for work"),
    ('training', "Training or meeting"),
    ('cleaning', "Cleaning or maintenance"),
    ('parts_work', "Parts work"),
    ('check', "Checks without a job"),
    ('other', "Other"),
    ('switch', "Switched to other work"),
    ('finished', "Finished"),
    ('shift_end', "End of shift"),
    ('forgotten', "Forgotten, closed by the system"),
]
# Pauses during which the person stays at work: an entry without a job keeps the time.
IDLE_REASONS = ('tool', 'advice', 'no_work', 'training', 'cleaning', 'parts_work', 'check', 'other')
# Work without a car: it counts as class D, like internal jobs (A6).
INTERNAL_REASONS = ('training', 'cleaning', 'parts_work', 'check')
# A clock that ran this long was forgotten.
FORGOTTEN_AFTER = timedelta(hours=14)
# What a later change of is a correction.
TRACED_FIELDS = ('employee_id', 'job_id', 'start', 'stop', 'pause_reason', 'note')


class AftersalesTimeEntry(models.Model):
    """A stretch of a person's working time, on a job or idle with a reason (E6).

    Entries are made by the technician's buttons. Supervisors correct them; a correction is kept in the chatter.
    """
    _name = 'aftersales.time.entry'
    _description = "Time Entry"
    _inherit = [
        'aftersales.system.values.mixin', 'aftersales.batch.mixin', 'aftersales.board.source.mixin', 'aftersales.log.mixin',
    ]
    _order = 'start desc, id desc'
    _rec_name = 'employee_id'
    _check_company_auto = True
    _guarded_by_model = frozenset({'source', 'is_corrected'})
    _board_fields = frozenset({'employee_id', 'job_id', 'start', 'stop'})
    _tells_changes_itself = True  # the clock's stamps are no changes, corrections are

    employee_id = fields.Many2one(
        'hr.employee', required=True, ondelete='restrict', check_company=True, tracking=True)
    job_id = fields.Many2one(
        'aftersales.job', index='btree_not_null', ondelete='restrict', check_company=True, tracking=True,
        help="Empty for time that belongs to no job.")
    order_id = fields.Many2one(related='job_id.order_id', store=True, index='btree_not_null')
    service_class = fields.Selection(
        lambda self: self.env['aftersales.job']._fields['service_class']._description_selection(self.env),
        compute='_compute_service_class', store=True,
        help="The job's, or D for work without a car: training, care of tools, parts work, checks.")
    company_id = fields.Many2one(
        'res.company', compute='_compute_company_id', store=True, precompute=True, required=True, index=True)
    workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet", compute='_compute_workshop_id', store=True, readonly=False, precompute=True,
        index='btree_not_null', check_company=True)
    supervisor_id = fields.Many2one(
        'res.users', compute='_compute_supervisor_id', store=True, precompute=True, index='btree_not_null',
        help="Who led the outlet at the time.")
    start = fields.Datetime(required=True, default=fields.Datetime.now, index=True, tracking=True)
    stop = fields.Datetime(tracking=True, help="Empty while the clock runs.")
    hours = fields.Float(compute='_compute_hours', store=True, help="Counted when the clock stops.")
    pause_reason = fields.Selection(
        PAUSE_REASONS, string="Reason", tracking=True,
        help="On a job: why the clock was stopped. Without a job: what the time went to.")
    note = fields.Char(tracking=True)
    source = fields.Selection(
        [('clock', "Clock"), ('hand', "By hand")], required=True, readonly=True, copy=False, default='hand')
    is_corrected = fields.Boolean(
        string="Corrected", readonly=True, copy=False, help="Changed after it was recorded; the log says what and by whom.")

    is_mine = fields.Boolean(string="My Time", compute='_compute_is_mine', search='_search_is_mine')

    _dates_in_order = models.Constraint(
        'CHECK (stop >= start)',
        "A time entry cannot end before it starts.",
    )
    _idle_has_reason = models.Constraint(
        'CHECK (job_id IS NOT NULL OR pause_reason IS NOT NULL)',
        "Choose a job, or a reason for time that belongs to no job.",
    )
    _one_open = models.UniqueIndex(
        '(employee_id) WHERE stop IS NULL',
        "This person's clock is running already. Reload the page to see where.",
    )
    _employee_idx = models.Index('(employee_id, start DESC, id DESC)')
    # Of all time ever clocked the newest that stands out is shown first.
    _idle_idx = models.Index('(start DESC, id DESC) WHERE job_id IS NULL')
    _forgotten_idx = models.Index("(start DESC, id DESC) WHERE pause_reason = 'forgotten'")
    _corrected_idx = models.Index("(start DESC, id DESC) WHERE is_corrected IS TRUE OR source = 'hand'")
    _stop_idx = models.Index("(stop)")  # what touches a day began before its end, and ends after its beginning
    # Checked at commit, after _check_overlap had the chance to say which entry is in the way.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(employee_id, employee_id, '[]') WITH &&, tsrange(start, stop) WITH &&) "
        "DEFERRABLE INITIALLY DEFERRED",
        "This person's time is recorded already for that moment. Reload the page to see it.",
    )

    # === COMPUTE AND CONSTRAINT METHODS ===#

    @api.depends('employee_id')
    @api.depends_context('uid')
    def _compute_is_mine(self):
        mine = self.env.user.sudo().employee_ids  # sudo: people may always know their own employee
        for entry in self:
            entry.is_mine = entry.employee_id in mine

    def _search_is_mine(self, operator, value):
        """By the people themselves, as the database knows how much time is theirs."""
        if operator != 'in':
            return NotImplemented
        mine = self.env.user.sudo().employee_ids  # sudo: as above
        return [('employee_id', 'in' if True in value else 'not in', mine.ids)]

    @api.depends('job_id', 'employee_id')
    def _compute_company_id(self):
        for entry in self:
            entry.company_id = entry.job_id.company_id or entry.employee_id.company_id

    @api.depends('job_id.service_class', 'pause_reason')
    def _compute_service_class(self):
        for entry in self:
            internal = 'd' if entry.pause_reason in INTERNAL_REASONS else False
            entry.service_class = entry.job_id.service_class if entry.job_id else internal

    @api.depends('job_id', 'employee_id')
    def _compute_workshop_id(self):
        for entry in self:
            # sudo: the teams are kept on a field for HR officers
            teams = entry.employee_id.sudo().aftersales_workshop_ids.filtered(
                lambda workshop, company=entry.company_id: workshop.company_id == company)
            entry.workshop_id = entry.job_id.workshop_id or teams[:1]

    @api.depends('workshop_id')
    def _compute_supervisor_id(self):
        for entry in self:
            entry.supervisor_id = entry.workshop_id.manager_id

    @api.depends('start', 'stop')
    def _compute_hours(self):
        for entry in self:
            entry.hours = (entry.stop - entry.start).total_seconds() / 3600 if entry.start and entry.stop else 0.0

    @api.depends('employee_id', 'job_id', 'pause_reason')
    @api.depends_context('lang')
    def _compute_display_name(self):
        reasons = dict(self._fields['pause_reason']._description_selection(self.env))
        for entry in self:
            work = entry.job_id.display_name or reasons.get(entry.pause_reason, '')
            entry.display_name = f"{entry.employee_id.name} · {work}"

    @api.constrains('employee_id', 'start', 'stop')
    def _check_overlap(self):
        self.flush_model(['employee_id', 'start', 'stop'])
        clash = self.env.execute_query(SQL(
            """
            SELECT mine.id, other.id
              FROM aftersales_time_entry mine
              JOIN aftersales_time_entry other
                ON other.employee_id = mine.employee_id
               AND other.id != mine.id
               AND tsrange(other.start, other.stop) && tsrange(mine.start, mine.stop)
             WHERE mine.id = ANY(%s)
             LIMIT 1
            """, self.ids))
        if clash:
            mine, other = (self.sudo().browse(entry_id) for entry_id in clash[0])
            raise ValidationError(self.env._(
                "%(employee)s cannot be in two places: the time from %(start)s overlaps “%(other)s” from "
                "%(other_start)s to %(other_stop)s. Change the start or the end.",
                employee=mine.employee_id.name,
                start=mine._format_time(mine.start),
                other=other.display_name,
                other_start=other._format_time(other.start),
                other_stop=other._format_time(other.stop) if other.stop else self.env._("now"),
            ))

    @api.constrains('start', 'stop')
    def _check_not_in_the_future(self):
        now = fields.Datetime.now()
        for entry in self:
            if entry.start > now or (entry.stop and entry.stop > now):
                raise ValidationError(self.env._(
                    "The time of %(employee)s lies in the future. Record time when it has been worked.",
                    employee=entry.employee_id.name,
                ))

    # === CRUD METHODS ===#

    @api.model_create_multi
    def create(self, vals_list):
        source = 'clock' if self.env.su else 'hand'
        return super().create([dict(vals, source=source, is_corrected=False) for vals in vals_list])

    def write(self, vals):
        """Keep a trace of corrections, whatever the caller's context says about tracking.

        Filling in what was empty, as the clock does when it stops, is no correction.
        """
        if {'source', 'is_corrected'} & vals.keys():
            raise UserError(self.env._("How a time entry was made is kept by the system and cannot be changed."))
        traced = [name for name in TRACED_FIELDS if name in vals]
        is_by_hand = bool(traced) and not self.env.su  # of an entry that is over, all that people add is one, too
        corrected = self.filtered(
            lambda entry: any(entry[name] for name in traced) or (is_by_hand and entry.stop))
        result = super(AftersalesTimeEntry, (self - corrected).with_context(tracking_disable=True)).write(vals)
        if corrected:
            told = corrected.with_context(tracking_disable=False, mail_notrack=False)
            result = super(AftersalesTimeEntry, told).write(dict(vals, is_corrected=True))
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_by_hand(self):
        for entry in self:
            if entry.source == 'clock':
                raise UserError(self.env._(
                    "The time of %(employee)s from %(start)s was clocked and cannot be deleted. "
                    "Correct it instead, so that the change stays visible.",
                    employee=entry.employee_id.name, start=entry._format_time(entry.start),
                ))
            if not self.env.su and (entry.is_corrected or entry.order_id.sudo().is_locked):
                raise UserError(self.env._(
                    "The time of %(employee)s from %(start)s was corrected or belongs to an order that is closed, and "
                    "cannot be deleted. Correct it instead, so that the change stays visible.",
                    employee=entry.employee_id.name, start=entry._format_time(entry.start)))

    # === BUSINESS METHODS: CLOCK ===#

    @api.model
    def _get_open_entry(self, employee):
        """The running entry of a person, or an empty recordset."""
        # sudo: one clock a person, whatever company it runs in
        return self.sudo().search([('employee_id', '=', employee.id), ('stop', '=', False)], limit=1)

    @api.model
    def _clock_on(self, employee, job=None, reason=None, note=None):
        """Start a person's clock on a job, or idle with a reason, and stop whatever ran before."""
        self._get_open_entry(employee)._clock_off('switch')
        # sudo: people clock themselves by buttons and can't write times
        return self.sudo().with_context(tracking_disable=True).create({
            'employee_id': employee.id,
            'job_id': job.id if job else False,
            'pause_reason': False if job else reason,
            'note': note,
            'start': fields.Datetime.now(),
        })

    def _clock_off(self, reason, note=None):
        """Stop running entries; those that stand already stay as they are."""
        running = self.sudo().filtered(lambda entry: not entry.stop)
        vals = {'stop': fields.Datetime.now()}
        if note:
            vals['note'] = note
        on_job = running.filtered('job_id')
        on_job.write(dict(vals, pause_reason=reason))
        (running - on_job).write(vals)
        running.flush_recordset(['stop'])

    @api.model
    def _clock_idle(self, reason, note=None, employee=None):
        """Stop a person's clock; time spent at work without a job goes on under its reason.

        :param employee: whose clock; the logged-in person's by default
        """
        employee = employee or self._get_clock_employee(self.env.company)
        running = self._get_open_entry(employee)
        if running.job_id:
            running.job_id.with_env(self.env)._clock_pause(reason, note, employee)
        elif reason in IDLE_REASONS:
            self._clock_on(employee, reason=reason, note=note)
        elif running:
            running._clock_off(reason)
        else:
            raise UserError(self.env._("Your clock is not running, so there is nothing to stop."))

    @api.model
    def _get_clock_employee(self, company):
        """The employee who clocks with this login in a company."""
        # sudo: people may always know their own employee
        employee = self.env.user.sudo().with_company(company).employee_id
        if not employee:
            raise UserError(self.env._(
                "Your login %(login)s is not linked to an employee of %(company)s, so you cannot clock time. "
                "Ask for your login to be entered on your employee form.",
                login=self.env.user.login, company=company.name,
            ))
        return employee.with_env(self.env)

    def _format_time(self, value):
        return say_stamp(self.env, value, self.workshop_id._get_tz() if self.workshop_id else None)

    # === BUSINESS METHODS: FORGOTTEN CLOCKS ===#

    @api.model
    def _cron_close_forgotten(self, batch_size=100):
        """Stop clocks nobody stopped at the end of the person's shift, for a supervisor to correct."""
        self._work_through(
            [('stop', '=', False), ('start', '<', fields.Datetime.now() - FORGOTTEN_AFTER)], '_close_forgotten', batch_size,
            together=True)

    def _close_forgotten(self):
        ends = self._get_shift_ends()
        for entry in self:
            vals = {'stop': ends[entry]}
            if entry.job_id:
                vals['pause_reason'] = 'forgotten'
            if not entry.note:
                vals['note'] = self.env._("Closed by the system: check the end.")
            entry.write(vals)

    def _get_shift_ends(self):
        """End of each person's working hours on the day of the entry, or its own start when none are left.

        :return: dict of entry: naive UTC moment
        """
        ends = {entry: entry.start for entry in self}
        days = self.filtered('workshop_id').grouped(
            lambda entry: (entry.workshop_id, entry.workshop_id._get_local_day(entry.start)))
        for (workshop, day), entries in days.items():
            table = workshop._get_timetable(day, day, entries.employee_id)
            for entry in entries:
                work = table.get_work(entry.employee_id.id)
                ends[entry] = max([entry.start, *(stop for __, stop, __ in work)])
        return ends
