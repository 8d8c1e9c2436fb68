import vobject
from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestCalendarFile(BookingCommon):
    """faults C9: an invitation that every calendar understands."""

    def _read(self, appointment, method='REQUEST'):
        text = appointment._get_calendar_file(method).decode()
        return text, vobject.readOne(text)

    def test_times_and_people(self):
        """faults C9: UTC without rules of a zone, and always from somebody."""
        appointment = self._book()
        for email, sender in (('service@example.com', 'MAILTO:service@example.com'), (False, 'MAILTO:')):
            appointment.sudo().workshop_id.partner_id.email = False
            appointment.sudo().company_id.email = email
            text, calendar = self._read(appointment)
            self.assertNotIn('RRULE', text)
            self.assertNotIn('VTIMEZONE', text)
            self.assertIn(f"DTSTART:{appointment.start:%Y%m%dT%H%M%SZ}", text)
            self.assertIn(f"DTEND:{appointment.stop:%Y%m%dT%H%M%SZ}", text)
            for name in ('PRODID', 'VERSION', 'METHOD', 'UID', 'SEQUENCE', 'DTSTAMP', 'SUMMARY', 'LOCATION', 'STATUS'):
                self.assertRegex(text, rf'(?m)^{name}[:;]')
            organizer = calendar.vevent.organizer.value
            self.assertTrue(organizer.startswith(sender) and '@' in organizer, organizer)

    def test_part_of_the_mail_names_the_method(self):
        """faults C9: without it a mail program shows a file."""
        appointment = self._book()
        for method in ('REQUEST', 'CANCEL'):
            file = appointment._create_calendar_attachment(method)
            self.assertRegex(file.mimetype, rf'(?i)^text/calendar;.* method={method}$')
            mail = self.env['ir.mail_server']._build_email__(
                'service@example.com', ['chen@example.com'], "Your visit", "See you",
                attachments=[(file.name, file.raw, file.mimetype)])
            part = next(part for part in mail.walk() if part.get_content_type() == 'text/calendar')
            self.assertEqual(part.get_param('method').upper(), method)
