from base64 import b64encode

import pytz
import vobject

from odoo import fields, models
from odoo.tools import html2plaintext

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
                file = (f"{appointment.name.replace('/', '-')}.ics", b64encode(appointment._get_calendar_file(method)))
                result.setdefault(appointment.id, {}).setdefault('attachments', []).append(file)
        return result

    def _get_calendar_file(self, method='REQUEST'):
        """The appointment as an .ics file; its UID stays the same, its sequence rises with each change.

        :param str method: ``REQUEST`` enters or moves it in the customer's calendar, ``CANCEL`` removes it
        :rtype: bytes
        """
        self.ensure_one()
        tz = self.workshop_id._get_tz()
        calendar = vobject.iCalendar()
        calendar.add('method').value = method
        event = calendar.add('vevent')
        event.add('uid').value = self._get_calendar_uid()
        event.add('sequence').value = str(self.calendar_sequence)
        event.add('dtstamp').value = pytz.utc.localize(fields.Datetime.now())
        event.add('dtstart').value = pytz.utc.localize(self.start).astimezone(tz)
        event.add('dtend').value = pytz.utc.localize(self.stop).astimezone(tz)
        event.add('status').value = 'CANCELLED' if method == 'CANCEL' else 'CONFIRMED'
        event.add('summary').value = self._get_calendar_summary()
        event.add('description').value = self._get_calendar_description()
        event.add('location').value = self._get_calendar_location()
        if self.company_id.email:
            organizer = event.add('organizer')
            organizer.value = f'MAILTO:{self.company_id.email}'
            organizer.params['CN'] = [self.workshop_id.name.replace('"', "'")]
        if email := self._get_notice_email():
            event.add('attendee').value = f'MAILTO:{email}'
        return calendar.serialize().encode()

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
