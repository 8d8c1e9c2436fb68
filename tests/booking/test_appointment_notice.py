from datetime import UTC, timedelta

import vobject
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon

MONDAY = '2026-03-02 00:30:00'


@tagged('post_install', '-at_install')
class TestAppointmentNotice(OrderCommon):
    """C4: the customer is told of booking, change, cancellation, reminder and a missed appointment; each once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forget_notices()
        calendar = cls.company.resource_calendar_id.copy({'tz': 'Asia/Shanghai'})
        cls.workshop.write({'resource_calendar_id': calendar.id, 'partner_id': cls.env['res.partner'].create({
            'name': "City Centre", 'street': "12 Harbour Road", 'city': "Shanghai", 'phone': '+86 21 5000 0100',
        }).id})
        (cls.technician | cls.technician_2).resource_calendar_id = calendar
        cls.customer.write({'email': 'chen.jing@example.com'})
        cls.company.write({
            'email': 'office@example.com', 'aftersales_notice_channel': 'mail_first',
            'aftersales_reminder_hours': 24, 'aftersales_no_show_minutes': 60,
        })

    def _book(self, days=3, user=None, **values):
        day = fields.Date.add(fields.Date.today(), days=days)
        slots = self.workshop._find_slots(day, day, hours=1.0, limit=20)
        self.assertTrue(slots, "the outlet has free slots")
        appointment = self.env['aftersales.appointment'].with_user(user or self.user_advisor).create({
            'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id, 'start': slots[0]['start'],
            'operation_ids': [fields.Command.set(self.operation.ids)], 'concern': "Brakes squeal",
            **values,
        })
        self.assertEqual(appointment.state, 'booked')
        return appointment

    def _run(self, cron):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f'aftersales.{cron}').method_direct_trigger()
        self.env.invalidate_all()

    def _tell(self):
        with freeze_time(fields.Datetime.now() + timedelta(minutes=5)):  # a move is told some minutes later
            self._run('cron_send_notices')

    def _get_subjects(self, appointment):
        return appointment.message_ids.filtered(
            lambda message: self.customer in message.notified_partner_ids).sorted('id').mapped('subject')

    def _get_event(self, appointment):
        attachment = appointment.message_ids.attachment_ids.sorted('id')[-1:]
        self.assertTrue(attachment.name.endswith('.ics'))
        calendar = vobject.readOne(attachment.raw.decode())
        return calendar.method.value, calendar.vevent

    # === THE STORY OF AN APPOINTMENT ===#

    @freeze_time(MONDAY)
    def test_booked_moved_cancelled(self):
        appointment = self._book()
        self._tell()
        self.assertEqual(len(self._get_subjects(appointment)), 1)
        self.assertIn("Your appointment on Thu, Mar 5, 2026", self._get_subjects(appointment)[0])
        method, event = self._get_event(appointment)
        uid = event.uid.value
        self.assertEqual((method, event.sequence.value, event.status.value), ('REQUEST', '0', 'CONFIRMED'))
        self.assertEqual(event.dtstart.value.astimezone(UTC).replace(tzinfo=None), appointment.start)
        self.assertFalse(event.dtstart.value.utcoffset(), "UTC: the customer's calendar shows his own clock (C9)")
        file = appointment.message_ids.attachment_ids.sorted('id')[-1:].raw.decode()
        self.assertIn('DTSTART:20260305T000000Z', file, "8:00 on the outlet's clock")
        self.assertNotIn('TZID', file)
        self.assertIn("12 Harbour Road", event.location.value)
        self.assertEqual(event.organizer.value, 'MAILTO:office@example.com')
        self.assertIn("Front brake pads", event.description.value)

        appointment.start = self._get_other_slot(appointment)
        self._tell()
        self.assertIn("New time of your appointment", self._get_subjects(appointment)[1])
        method, event = self._get_event(appointment)
        self.assertEqual((method, event.uid.value, event.sequence.value), ('REQUEST', uid, '1'))

        self.cancel(appointment)
        self._tell()
        self.assertIn("is cancelled", self._get_subjects(appointment)[2])
        method, event = self._get_event(appointment)
        self.assertEqual((method, event.uid.value, event.status.value), ('CANCEL', uid, 'CANCELLED'))
        self.assertEqual(event.sequence.value, '2')
        self._tell()
        self.assertEqual(len(self._get_subjects(appointment)), 3)

    @freeze_time(MONDAY)
    def test_moves_within_minutes_are_told_once(self):
        """faults U24: three moves in a minute are one notice, and none when the time is as the customer knows it."""
        appointment, first = self._book(), None
        self._tell()
        first = appointment.start
        day = fields.Date.add(fields.Date.today(), days=4)
        slots = [slot['start'] for slot in self.workshop._find_slots(day, day, hours=1.0, limit=3)]
        for start in slots:
            appointment.start = start
            self._run('cron_send_notices')
        self.assertEqual(len(self._get_subjects(appointment)), 1, "Not yet: he may move it once more.")
        self._tell()
        self.assertEqual(len(self._get_subjects(appointment)), 2)
        self.assertEqual(appointment.told_start, appointment.start)
        appointment.start = first
        appointment.start = slots[2]
        self._tell()
        self.assertEqual(len(self._get_subjects(appointment)), 2, "It is where it was.")
        notices = self.env['aftersales.notice'].search([
            ('res_model', '=', appointment._name), ('res_id', '=', appointment.id)], order='id')
        self.assertEqual(notices.mapped('state'), ['sent', 'sent', 'skipped'])
        self.cancel(appointment)
        appointment.action_book()
        self._tell()
        self.assertEqual(len(self._get_subjects(appointment)), 2, "Off and on again within a minute.")

    @freeze_time(MONDAY)
    def test_another_technician_is_no_news(self):
        """faults U24: who does the work, and where, is not the customer's business."""
        appointment = self._book()
        self._tell()
        appointment.technician_id = (self.technician | self.technician_2) - appointment.technician_id
        self._tell()
        self.assertEqual(len(self._get_subjects(appointment)), 1)

    @freeze_time(MONDAY)
    def test_document_shows_what_was_told(self):
        """faults U7: the appointment shows each notice: what it says, where it goes, queued, sent or failed."""
        appointment = self._book()
        seen = appointment.with_user(self.user_advisor)
        self.assertEqual((seen.notice_count, seen.notice_outcome), (1, 'queued'))
        notice = seen.notice_ids
        self.assertIn("Your appointment on", notice.subject)
        self.assertIn("Front brake pads", notice.body)
        self.assertFalse(notice.address)
        self._tell()
        self.assertEqual((seen.notice_outcome, notice.address), ('queued', 'chen.jing@example.com'))
        self.assertIn("Your appointment on", notice.subject)
        failed = notice.sudo().message_ids.notification_ids
        mails = self.env['mail.mail'].sudo().search([('mail_message_id', 'in', notice.sudo().message_ids.ids)])
        mails.state = failed.notification_status = 'sent'
        self.env.invalidate_all()
        self.assertEqual(seen.notice_outcome, 'sent')
        failed.write({'notification_status': 'exception', 'failure_reason': "No such mailbox"})
        self.env.invalidate_all()
        self.assertEqual((seen.notice_outcome, notice.outcome, notice.outcome_reason), ('failed', 'failed', "No such mailbox"))
        failed.write({'notification_status': 'ready'})
        self.env.invalidate_all()
        self.assertEqual(notice.outcome, 'queued')
        action = seen.action_view_notices()
        self.assertEqual(self.env['aftersales.notice'].with_user(self.user_advisor).search(action['domain']), notice)

    @freeze_time(MONDAY)
    def test_visitor_without_record_is_followed_too(self):
        """faults U7: a mail and an SMS to somebody who is no customer are followed to the server."""
        appointment = self._book(
            vehicle_id=False, contact_name="Luo Gang", phone='+86 137 6400 1180', email='Luo <luo@example.com>')
        self.company.aftersales_notice_channel = 'both'
        self._tell()
        notice = appointment.notice_ids
        self.assertEqual(len(notice.message_ids), 2)
        self.assertEqual(notice.outcome, 'queued', "The SMS gateway has not taken it yet.")
        self.assertEqual(notice.address, "luo@example.com, +86 137 6400 1180")
        self.assertTrue(notice.sms and notice.body)

    def _get_other_slot(self, appointment):
        day = fields.Date.add(fields.Date.today(), days=4)
        return self.workshop._find_slots(day, day, hours=1.0, limit=1)[0]['start']

    @freeze_time(MONDAY)
    def test_overtaken_news_is_not_sent(self):
        appointment = self._book()
        self.cancel(appointment)
        self._tell()
        self.assertEqual(len(self._get_subjects(appointment)), 1)
        self.assertIn("is cancelled", self._get_subjects(appointment)[0])

    @freeze_time(MONDAY)
    def test_wish_and_walk_in_are_not_confirmed(self):
        walk_in = self._book(channel='walk_in')
        wish = self.env['aftersales.appointment'].create({
            'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id, 'state': 'draft',
            'start': '2026-03-06 02:00:00'})
        domain = [('res_model', '=', 'aftersales.appointment'), ('res_id', 'in', (walk_in | wish).ids)]
        self.assertFalse(self.env['aftersales.notice'].search(domain))
        wish._transition('cancelled')
        self.assertFalse(self.env['aftersales.notice'].search(domain))

    @freeze_time(MONDAY)
    def test_visitor_who_is_no_customer(self):
        appointment = self._book(
            vehicle_id=False, contact_name="Luo Gang", phone='+86 137 6400 1180', email='Luo <luo@example.com>',
            vehicle_note="White Lavida")
        partners = self.env['res.partner'].search_count([])
        self._tell()
        mail = self.env['mail.mail'].search([('model', '=', appointment._name), ('res_id', '=', appointment.id)])
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.email_to, 'luo@example.com')
        self.assertIn("White Lavida", mail.body_html)
        self.assertTrue(mail.attachment_ids.filtered(lambda file: file.name.endswith('.ics')))
        self.assertEqual(self.env['res.partner'].search_count([]), partners, "no customer is made of a visitor")
        self.company.aftersales_notice_channel = 'sms'
        self.cancel(appointment)
        self._tell()
        self.assertIn('+86 137 6400 1180', self.env['sms.sms'].search([]).mapped('number'))

    # === CRONS ===#

    def test_reminded_once(self):
        with freeze_time(MONDAY):
            appointment = self._book(days=3)
        with freeze_time('2026-03-03 23:00:00'):
            self._run('cron_remind_appointments')
        self.assertFalse(appointment.reminder_date)
        with freeze_time('2026-03-04 23:30:00'):
            self._run('cron_remind_appointments')
            self._run('cron_remind_appointments')
            self._tell()
        self.assertTrue(appointment.reminder_date)
        self.assertEqual(len([s for s in self._get_subjects(appointment) if 'Reminder' in s]), 1)

    def test_no_reminder_of_what_was_just_booked(self):
        with freeze_time('2026-03-02 22:00:00'):
            appointment = self._book(days=1)
            self._run('cron_remind_appointments')
            self._tell()
        self.assertEqual(len(self._get_subjects(appointment)), 1)
        self.assertNotIn('Reminder', self._get_subjects(appointment)[0])

    def test_moved_appointment_is_reminded_again(self):
        with freeze_time(MONDAY):
            appointment = self._book(days=1)
            self._run('cron_remind_appointments')
            appointment.start = self._get_other_slot(appointment)
            self.assertFalse(appointment.reminder_date)

    def test_no_show_is_marked_and_told_once(self):
        with freeze_time(MONDAY):
            appointment, other = self._book(days=3), self._book(days=4)
        soon = fields.Datetime.add(appointment.start, minutes=59)
        with freeze_time(soon):
            self._run('cron_mark_no_shows')
        self.assertEqual(appointment.state, 'booked')
        with freeze_time(fields.Datetime.add(soon, minutes=2)):
            self._run('cron_mark_no_shows')
            self._run('cron_mark_no_shows')
            self._tell()
        self.assertEqual((appointment.state, other.state), ('no_show', 'booked'))
        self.assertEqual(len([s for s in self._get_subjects(appointment) if 'We missed you' in s]), 1)

    def test_news_of_long_ago_is_no_news(self):
        with freeze_time(MONDAY):
            appointment = self._book(days=3)
            self._tell()
        with freeze_time('2026-04-15 00:30:00'):
            self._run('cron_mark_no_shows')
            self._tell()
        self.assertEqual(appointment.state, 'no_show')
        self.assertEqual(len(self._get_subjects(appointment)), 1)

    def test_language_of_the_customer(self):
        self.env['res.lang']._activate_lang('zh_CN')
        with freeze_time(MONDAY):
            appointment = self._book()
        self.assertIn('2026年3月5日', appointment.with_context(lang='zh_CN').time_text)

    # === FROM AN ENQUIRY (B1) ===#

    @freeze_time(MONDAY)
    def test_enquiry_becomes_an_appointment(self):
        enquiry = self.env['aftersales.enquiry'].with_user(self.user_care).create({
            'question': "Brakes squeal", 'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id})
        action = enquiry.action_book()
        form = Form(self.env['aftersales.appointment'].with_user(self.user_care).with_context(**action['context']))
        self.assertEqual(form.vehicle_id, self.vehicle)
        self.assertEqual(form.concern, "Brakes squeal")
        day = fields.Date.add(fields.Date.today(), days=2)
        form.start = self.workshop._find_slots(day, day, hours=1.0, limit=1)[0]['start']
        appointment = form.save()
        self.assertEqual(enquiry.appointment_ids, appointment)
        self.assertEqual(enquiry.state, 'answered')
        self.assertEqual(enquiry.action_book()['res_id'], appointment.id)

    @freeze_time(MONDAY)
    def test_stamps_are_kept_by_the_system(self):
        appointment = self._book()
        for vals in ({'reminder_date': fields.Datetime.now()}, {'calendar_sequence': 9}):
            with self.assertRaises(AccessError):
                appointment.write(vals)
