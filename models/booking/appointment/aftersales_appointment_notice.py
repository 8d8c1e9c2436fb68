from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize

# Whoever missed an appointment long ago is not written to about it any more.
NO_SHOW_NEWS = timedelta(days=2)
# A time that is moved once more within minutes is told once.
MOVE_DELAY = timedelta(minutes=3)
KINDS = ('confirmation', 'reminder', 'change', 'cancel', 'no_show')


class AftersalesAppointment(models.Model):
    """The customer is told of a booking and of everything that becomes of it (C4)."""
    _inherit = 'aftersales.appointment'

    reminder_date = fields.Datetime(
        string="Reminded On", readonly=True, copy=False, help="Empty as long as the reminder is to be sent.")
    calendar_sequence = fields.Integer(
        readonly=True, copy=False, help="Rises with each change, so that calendars know the last invitation.")
    # What the customer knows: he is told again only when it is no longer true.
    told_start = fields.Datetime(
        string="Time Told", readonly=True, copy=False,
        help="The time the customer was told last; empty: none, or that it is off.")
    told_workshop_id = fields.Many2one(
        'aftersales.workshop', string="Outlet Told", readonly=True, copy=False, ondelete='set null')
    time_text = fields.Char(compute='_compute_time_text', help="Day and time as the customer reads them.")

    _to_remind_idx = models.Index("(start) WHERE state IN ('booked', 'confirmed') AND reminder_date IS NULL")

    # === COMPUTE METHODS ===#

    @api.depends_context('lang')
    @api.depends('start', 'workshop_id.resource_calendar_id.tz')
    def _compute_time_text(self):
        for appointment in self:
            appointment.time_text = appointment._get_time_text(appointment.start)

    # === BUSINESS METHODS: WHEN ===#

    def _after_transition(self, source, target):
        super()._after_transition(source, target)
        if target == 'booked':
            self._raise_calendar_sequence(source != 'draft')
            self.filtered(lambda appointment: appointment.channel != 'walk_in')._tell('confirmation')
        elif target == 'cancelled' and source in self._expected_states:
            self._raise_calendar_sequence()
            self._tell('cancel')
        elif target == 'no_show':
            self.filtered(lambda appointment: appointment.channel != 'walk_in')._tell('no_show')

    def _after_reschedule(self, old_starts):
        super()._after_reschedule(old_starts)
        self._raise_calendar_sequence()
        self._tell('change', MOVE_DELAY)

    def _raise_calendar_sequence(self, is_change=True):
        """A new time: calendars get a later version, and a reminder is due again unless it is near anyway."""
        now = fields.Datetime.now()
        for appointment in self.sudo():  # the stamps are the system's
            near = appointment.start - now < timedelta(hours=appointment.company_id.aftersales_reminder_hours)
            appointment._write_plain({
                'calendar_sequence': appointment.calendar_sequence + int(is_change),
                'reminder_date': now if near else False,
            })

    def _tell(self, kind, delay=None):
        self.env['aftersales.notice']._queue(
            self, f'aftersales.mail_template_appointment_{kind}', f'aftersales.sms_template_appointment_{kind}', delay)

    def _notify_customer(self, mail_template, sms_template):
        told = super()._notify_customer(mail_template, sms_template)
        kind = mail_template.removeprefix('aftersales.mail_template_appointment_')
        if kind in KINDS:
            for appointment in self.sudo():  # sudo: what was told is the system's
                is_on = kind not in ('cancel', 'no_show')
                appointment._write_plain({
                    'told_start': is_on and appointment.start, 'told_workshop_id': is_on and appointment.workshop_id.id})
        return told

    def _is_told(self):
        """Whether the customer knows time and place as they are."""
        self.ensure_one()
        return (self.told_start, self.told_workshop_id) == (self.start, self.workshop_id)

    def _is_notice_due(self, mail_template):
        kind = mail_template.removeprefix('aftersales.mail_template_appointment_')
        now = fields.Datetime.now()
        if kind == 'cancel':
            return self.state == 'cancelled'
        if kind == 'no_show':
            return self.state == 'no_show' and self.start > now - NO_SHOW_NEWS
        if kind in ('confirmation', 'change') and self._is_told():
            return False  # moved back, or told meanwhile: nothing has changed for the customer
        if kind in KINDS:
            return self._is_expected() and self.start > now
        return super()._is_notice_due(mail_template)

    # === BUSINESS METHODS: WHO ===#

    def _get_notice_email(self):
        if self._get_notice_partner():
            return super()._get_notice_email()
        return email_normalize(self.email or '') or ''

    def _get_notice_phone(self):
        return super()._get_notice_phone() if self._get_notice_partner() else self.phone or ''

    # === CRONS ===#

    @api.model
    def _cron_remind(self, batch_size=200):
        """Tell who comes soon; each once."""
        now = fields.Datetime.now()
        domain = self._get_expected_domain() & Domain('reminder_date', '=', False) & Domain('start', '>', now)
        self._work_through(domain & self._get_company_domain('start', '<=', lambda company: now + timedelta(
            hours=company.aftersales_reminder_hours)), '_remind', batch_size, order='start, id', together=True)

    def _remind(self):
        self._write_plain({'reminder_date': fields.Datetime.now()})
        self._tell('reminder')

    @api.model
    def _cron_mark_no_shows(self, batch_size=200):
        """Who has not come some time after the appointment will not come."""
        now = fields.Datetime.now()
        domain = self._get_expected_domain()
        self._work_through(domain & self._get_company_domain('start', '<', lambda company: now - timedelta(
            minutes=company.aftersales_no_show_minutes)), '_mark_no_show', batch_size, order='start, id', together=True)

    def _mark_no_show(self):
        self._transition('no_show')

    @api.model
    def _get_company_domain(self, field, operator, get_value):
        """Each company has its own delay."""
        # sudo: a cron works for all companies
        companies = self.env['res.company'].sudo().search([])  # pylint: disable=no-search-all
        return Domain.OR(
            Domain('company_id', '=', company.id) & Domain(field, operator, get_value(company)) for company in companies)

    def _get_book_again_url(self):
        """Where the customer finds another time himself; '' where nobody books without us."""
        self.ensure_one()
        company = self.company_id.sudo()  # sudo: whether it lets customers book is no secret
        if company.aftersales_public_booking:
            return f'{self.get_base_url()}/aftersales/book?workshop_id={self.workshop_id.id}'
        return ''

    def _get_notice_tz(self):
        return self.workshop_id._get_tz()

    def _get_message_names(self):
        return [self.workshop_id.name, *super()._get_message_names()]
