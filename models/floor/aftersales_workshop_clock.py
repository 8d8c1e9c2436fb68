import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import consteq, hash_sign, verify_hash_signed
from odoo.tools.image import image_data_uri

from odoo.addons.aftersales.models.base.words import say_stamp

# A ticket is renewed by every call; the tablet itself goes back to the PIN pad earlier.
TICKET_LIFE = timedelta(minutes=3)
TICKET_SCOPE = 'aftersales.clock.tablet'
MAX_JOBS = 60


class AftersalesWorkshop(models.Model):
    """The time clock on a shared tablet: who may clock there, what he sees and does (E6).

    Everything here runs as the system on behalf of a person whose PIN or badge was checked; the rules of jobs and
    times are those of the buttons, because the same methods are called.
    """
    _inherit = 'aftersales.workshop'

    clock_key = fields.Char(
        string="Time Clock Key", readonly=True, copy=False, groups='base.group_system',
        default=lambda self: self._default_clock_key(),
        help="Part of the tablets' address. A new one shuts out all tablets.")

    # === ACTION METHODS ===#

    def action_open_clock_tablet(self):
        """Turn this device into the outlet's time clock; without an outlet, choose one."""
        workshops = self or self.search([('company_id', 'in', self.env.companies.ids)])
        if len(workshops) != 1:
            return self.env['ir.actions.act_window']._for_xml_id('aftersales.action_clock_tablets')
        workshops._check_may_open_clock()
        return {'type': 'ir.actions.act_url', 'url': f'/aftersales/clock/open/{workshops.id}', 'target': 'self'}

    def action_reset_clock_key(self):
        """A tablet is lost: its address opens nothing any more."""
        self._check_may_open_clock()
        for workshop in self.sudo():
            workshop.clock_key = self._default_clock_key()
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._("All time clock tablets are shut out. Open the time clock again on those in use."),
            },
        }

    def action_unlock_clock(self):
        """Forget the wrong PINs, so that a locked-out person may try again at once."""
        self._check_may_open_clock()
        self.env['aftersales.clock.guard'].sudo().search([('workshop_id', 'in', self.ids)]).unlink()

    # === BUSINESS METHODS: THE TABLET ===#

    def _check_may_open_clock(self):
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_dispatcher'):
            raise AccessError(self.env._("Only a dispatcher can set up the time clock tablet of an outlet."))

    def _get_clock_url(self):
        self.ensure_one()
        self._check_may_open_clock()
        # sudo: the key is the system's; it is made with the outlet, so that opening the tablet changes nothing
        return f'/aftersales/clock/{self.id}/{self.sudo().clock_key}'

    @api.model
    def _default_clock_key(self):
        return secrets.token_urlsafe(24)

    @api.model
    def _get_clock_workshop(self, workshop_id, key):
        """The outlet whose key a tablet shows, or an empty recordset."""
        workshop = self.browse(workshop_id or ()).exists()
        expected = workshop.clock_key or secrets.token_urlsafe(24)
        return workshop if consteq(expected.encode(), str(key).encode()) and workshop.active else self.browse()

    def _get_clock_lang(self):
        self.ensure_one()
        return self.company_id.partner_id.lang or self.env.lang or 'en_US'

    def _get_clock_people(self):
        self.ensure_one()
        return [{
            'id': employee.id,
            'name': employee.name,
            'title': employee.job_title or '',
            'image': image_data_uri(employee.avatar_128) if employee.avatar_128 else False,
            'has_pin': bool(employee.pin),
        } for employee in self.employee_ids.sorted('name')]

    # === BUSINESS METHODS: WHO ===#

    def _identify_for_clock(self, employee_id=None, pin=None, badge=None, devices=()):
        """Who stands at the tablet: a member of the team, by PIN or by badge.

        :param devices: what wrong badges are counted for: the tablet, its network
        :return: (employee, error): the error is a sentence for the person
        """
        self.ensure_one()
        Guard = self.env['aftersales.clock.guard']
        team = self.employee_ids
        person = team.filtered(lambda employee: employee.id == employee_id) if badge is None else team.browse()
        counted = [{'employee': person}] if badge is None else [{'device': device} for device in devices or ('device:',)]
        free_at = max(filter(None, [Guard.count_attempt(self, **whom) for whom in counted]), default=None)
        if free_at:
            return None, self.env._(
                "Too many wrong attempts. Try again after %(time)s, or ask a dispatcher to unlock the time clock.",
                time=say_stamp(self.env, free_at, self._get_tz()),
            )
        if badge is None:
            found = person.filtered(lambda employee: self._is_secret(employee.pin, pin))
        else:
            found = team.filtered(lambda employee: self._is_secret(employee.barcode, badge))
        if not found:
            if person and not person.pin:
                return None, self.env._("%(name)s has no PIN yet. Ask for one on the employee form.", name=person.name)
            return None, self.env._("Wrong PIN.") if badge is None else self.env._("This badge is not known here.")
        for whom in counted:
            Guard.forget_attempts(self, **whom)
        return found, None

    @api.model
    def _is_secret(self, secret, given):
        """Compare in constant time; an empty secret is never right."""
        same = consteq((secret or secrets.token_hex(4)).encode(), str(given or '').strip().encode())
        return same and bool(secret)

    def _get_clock_ticket(self, employee):
        self.ensure_one()
        return hash_sign(
            self.sudo().env, TICKET_SCOPE, [self.id, self.clock_key, employee.id], expiration=TICKET_LIFE)

    def _get_clock_ticket_employee(self, ticket):
        """The member of the team a valid ticket was given to, or an empty recordset."""
        self.ensure_one()
        try:
            content = verify_hash_signed(self.sudo().env, TICKET_SCOPE, str(ticket))
        except ValueError:
            content = None
        if not content or content[:2] != [self.id, self.clock_key]:
            return self.env['hr.employee']
        return self.employee_ids.filtered(lambda employee: employee.id == content[2])

    def _for_clock(self, employee):
        """The outlet in the name of a person: the log carries his login, where he has one."""
        self.ensure_one()
        user = employee.user_id or self.env.ref('base.user_root')
        return self.with_user(user).sudo().with_company(self.company_id).with_context(
            lang=employee.user_id.lang or self._get_clock_lang(), tz=self._get_tz().zone)

    # === BUSINESS METHODS: WHAT HE DOES ===#

    def _clock_act(self, employee, action, values):
        """Do what a person asks for at the tablet.

        :param action: start, pause, idle, finish, or state (nothing: only look)
        :return: a warning to show, or False
        """
        self.ensure_one()
        workshop = self._for_clock(employee)
        employee = employee.with_env(workshop.env)
        Entry = workshop.env['aftersales.time.entry']
        if action == 'state':
            return False
        if action == 'start':
            return workshop._get_clock_job(employee, values.get('job_id'))._clock_start(employee)
        if action == 'finish':
            job = workshop._get_clock_job(employee, values.get('job_id'))
            findings = {name: values[name] for name in ('cause', 'correction') if values.get(name)}
            if findings:
                job.write(findings)
            job._clock_finish(employee, values.get('needs_answer'))
            return False
        if action == 'pause' and values.get('reason') in dict(workshop._get_clock_reasons()):
            Entry._clock_idle(values['reason'], values.get('note') or None, employee)
            return False
        raise UserError(self.env._("The time clock doesn't know what to do. Reload the page."))

    def _get_clock_job(self, employee, job_id):
        """A job of the person's list, as the tablet shows it."""
        job = self.env['aftersales.job'].browse(job_id if isinstance(job_id, int) else ()).exists()
        mine, free = self._get_clock_jobs(employee)
        if job not in mine | free:
            raise UserError(self.env._("This job is not on your list any more. Reload the page to see what happened."))
        return job

    @api.model
    def _get_clock_reasons(self):
        return self.env['aftersales.pause.wizard']._selection_reason()

    # === BUSINESS METHODS: WHAT HE SEES ===#

    def _get_clock_jobs(self, employee):
        """The person's open jobs, and those of the outlet that wait for somebody with his skills."""
        Job = self.env['aftersales.job']
        running = self.env['aftersales.time.entry']._get_open_entry(employee).job_id
        domain = [
            ('workshop_id', '=', self.id), ('is_open', '=', True),
            ('approval', 'in', ('approved', 'not_needed')), ('order_id.is_in_house', '=', True),
        ]
        mine = Job.search(
            [*domain, '|', ('technician_id', '=', employee.id), ('id', 'in', running.ids)],
            order='planned_start, id', limit=MAX_JOBS)
        free = Job.search([*domain, ('technician_id', '=', False)], order='planned_start, id', limit=MAX_JOBS) - mine
        held = employee._get_held_skills(self._get_local_day(fields.Datetime.now())) if free else None
        free = free.filtered(lambda job: not job._must_refuse(job._get_needed_skills() - held))
        return mine.sorted(lambda job: job != running), free

    def _get_clock_state(self, employee):
        """What the tablet shows to a person: his clock, his jobs, free jobs, his day."""
        workshop = self._for_clock(employee)
        employee = employee.with_env(workshop.env)
        Entry = workshop.env['aftersales.time.entry']
        running = Entry._get_open_entry(employee)
        mine, free = workshop._get_clock_jobs(employee)
        today = workshop._get_local_day(fields.Datetime.now())
        figures = Entry._get_figures(today, workshops=workshop, employees=employee)[0]
        reasons = workshop._get_clock_reasons()
        return {
            'employee': {'id': employee.id, 'name': employee.name},
            'running': {
                'job_id': running.job_id.id,
                'work': running._get_clock_label(),
                'since': fields.Datetime.to_string(running.start),
            } if running else False,
            'jobs': [job._prepare_clock_card(running) for job in mine],
            'free_jobs': [job._prepare_clock_card(running) for job in free],
            'reasons': [{'key': key, 'label': label} for key, label in reasons],
            **{name: figures[name] for name in ('shift_hours', 'job_hours', 'idle_hours', 'gap_hours')},
            'day': [{
                'id': entry.id,
                'work': entry._get_clock_label(),
                'start': fields.Datetime.to_string(entry.start),
                'stop': fields.Datetime.to_string(entry.stop),
                'hours': entry.hours,
                'is_corrected': entry.is_corrected,
            } for entry in Entry._get_day_entries(employee, today, workshop)],
        }
