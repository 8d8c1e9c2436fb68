from urllib.parse import urlsplit

import pytz
import vobject

from odoo import fields, models
from odoo.tools import email_normalize, html2plaintext

CANCEL_TEMPLATE = 'aftersales.mail_template_appointment_cancel'
INVITING_TEMPLATES = tuple(
    f'aftersales.mail_template_appointment_{kind}' for kind in ('confirmation', 'reminder', 'change'))


class AftersalesAppointment(models.Model):
    """The appointment as an entry of the customer's calendar (RFC 5545, 5546)."""
    _inherit = 'aftersales.appointment'

    def _process_attachments_for_template_post(self, mail_template):
        result = super()._process_attachments_for_template_post(mail_template)
        xmlid = mail_template.get_external_id()[mail_template.id]
        if xmlid in (CANCEL_TEMPLATE, *INVITING_TEMPLATES):
            method = 'CANCEL' if xmlid == CANCEL_TEMPLATE else 'REQUEST'
            for appointment in self:
                file = appointment._create_calendar_attachment(method)
                result.setdefault(appointment.id, {}).setdefault('attachment_ids', []).append(file.id)
        return result

    def _create_calendar_attachment(self, method):
        """A file whose part of the mail names the method, too: without it calendars show a file, and no invitation."""
        # sudo: whoever moves an appointment has the customer told
        return self.env['ir.attachment'].sudo().create({
            'name': f"{self.name.replace('/', '-')}.ics",
            'raw': self._get_calendar_file(method),
            'mimetype': f'text/calendar; charset=utf-8; method={method}',
            'res_model': self._name,
            'res_id': self.id,
        })

    def _get_calendar_file(self, method='REQUEST'):
        """The appointment as an .ics file; its UID stays the same, its sequence rises with each change.

        :param str method: ``REQUEST`` enters or moves it in the customer's calendar, ``CANCEL`` removes it
        :rtype: bytes
        """
        self.ensure_one()
        calendar = vobject.iCalendar()
        calendar.add('method').value = method
        event = calendar.add('vevent')
        event.add('uid').value = self._get_calendar_uid()
        event.add('sequence').value = str(self.calendar_sequence)
        event.add('dtstamp').value = pytz.utc.localize(fields.Datetime.now())
        # UTC needs no rules of a time zone; each calendar shows its owner's clock.
        event.add('dtstart').value = pytz.utc.localize(self.start)
        event.add('dtend').value = pytz.utc.localize(self.stop)
        event.add('status').value = 'CANCELLED' if method == 'CANCEL' else 'CONFIRMED'
        event.add('summary').value = self._get_calendar_summary()
        event.add('description').value = self._get_calendar_description()
        event.add('location').value = self._get_calendar_location()
        organizer = event.add('organizer')  # RFC 5546: an invitation comes from somebody
        organizer.value = f'MAILTO:{self._get_calendar_organizer()}'
        organizer.params['CN'] = [self.workshop_id.name.replace('"', "'")]
        if email := self._get_notice_email():
            event.add('attendee').value = f'MAILTO:{email}'
        return calendar.serialize().encode()

    def _get_calendar_organizer(self):
        """The outlet's address, else the company's, else one of the system that nobody reads."""
        company = self.company_id.sudo()  # sudo: the addresses the company writes from are told to whoever it writes to
        addresses = (
            self.workshop_id.partner_id.email, company.email, company.catchall_email, company.default_from_email)
        found = next(filter(None, map(email_normalize, filter(None, addresses))), None)
        return found or f'noreply@{urlsplit(self.get_base_url()).hostname}'

    def _get_calendar_uid(self):
        # sudo: the parameter is no secret, it tells databases apart
        database = self.env['ir.config_parameter'].sudo().get_param('database.uuid')
        return f'aftersales-appointment-{self.id}@{database}'

    def _get_calendar_summary(self):
        return self.env._(
            "%(outlet)s: %(vehicle)s to the workshop", outlet=self.workshop_id.name,
            vehicle=self.license_plate or self.vehicle_note or self.env._("your car"),
        )

    def _get_calendar_description(self):
        work = self.menu_ids.mapped('name') + self.operation_ids.mapped('name')
        # The file is kept with the log, so without a key; see mail.mail.
        page = self.with_context(aftersales_hide_keys=True)._get_short_url('a')
        lines = [
            self.name, *work, html2plaintext(self.concern or '').strip(),
            self.env._("Move or cancel: %(link)s", link=page),
            self.workshop_id._get_map_url() and self.env._("Directions: %(link)s", link=self.workshop_id._get_map_url()),
        ]
        return '\n'.join(filter(None, lines))

    def _get_calendar_location(self):
        outlet = self.workshop_id.partner_id
        return ', '.join(filter(None, (self.workshop_id.name, outlet.contact_address_inline)))
