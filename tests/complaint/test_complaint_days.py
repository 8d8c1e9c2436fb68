from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.complaint import MONDAY, ComplaintCommon

URGE = 'aftersales.mail_activity_complaint_urge'


def utc(text):
    return datetime.strptime(f'2026-{text}', '%Y-%m-%d %H:%M')


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestComplaintDays(ComplaintCommon):
    """K2: every step has its day, by the outlet's hours or the calendar; waits are no time of ours; nothing gets lost."""

    def _cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_urge_complaints').method_direct_trigger()
        self.env.invalidate_all()

    def _get_urged(self, complaint):
        return complaint.sudo().activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref(URGE)).user_id

    def test_half_a_day_and_thirteen_days(self):
        """K2: half a day of open hours to acknowledge, thirteen calendar days at home, seventeen abroad."""
        home, abroad = self._create_complaints() | self._create_complaints(is_abroad=True)
        self.assertEqual(home.stage_due, utc('03-02 07:00'), "five of ten open hours after ten o'clock")
        self.assertEqual(home.due_date, utc('03-15 02:00'))
        self.assertEqual((abroad.due_date, abroad.allowed_days), (utc('03-19 02:00'), 17))
        home.action_acknowledge()
        self.assertEqual(home.stage_due, utc('03-03 02:00'), "one day of open hours")
        home.is_abroad = True
        self.assertEqual(home.due_date, utc('03-19 02:00'), "found out later, counted from registration")

    def test_over_holidays_and_sunday(self):
        """K2: the doors closed count no hour: Saturday noon plus a day is Monday, or after the special days."""
        with freeze_time('2026-03-07 08:00:00'):  # Saturday 16:00
            complaint = self._create_complaints()
            complaint.action_acknowledge()
            self.assertEqual(complaint.stage_due, utc('03-09 08:00'), "Sunday is no day")
        self.env['aftersales.special.day'].create({
            'name': "Festival", 'workshop_id': self.workshop.id, 'date_from': '2026-03-09', 'date_to': '2026-03-11',
            'is_closed': True})
        with freeze_time('2026-03-07 08:00:00'):
            complaint = self._create_complaints()
            complaint.action_acknowledge()
            self.assertEqual(complaint.stage_due, utc('03-12 08:00'))

    def test_calendar_days_by_the_outlets_clock(self):
        """K2: the day on which clocks change has its own length; the hour at the outlet stays."""
        self.calendar.tz = 'Europe/Berlin'
        with freeze_time('2026-03-20 09:00:00'):  # ten o'clock; summer time begins on the 29th
            complaint = self._create_complaints()
            self.assertEqual(complaint.due_date, utc('04-02 08:00'))

    def test_most_particular_row_counts(self):
        """K2: a row of one's own company before severity, before home or abroad, before the common one."""
        Deadline = self.env['aftersales.deadline']
        critical = self._create_complaints(severity='critical')
        self.assertEqual(critical.stage_due, utc('03-02 04:30'), "a quarter of a day")
        whole = {'document': 'complaint', 'promise_step': 'whole'}
        Deadline.create({**whole, 'severity': 'critical', 'term_minutes': 5 * 1440, 'counted_in': 'calendar_days'})
        self.assertEqual(critical.due_date, utc('03-15 02:00'), "what was promised stays")
        self.assertEqual(self._create_complaints(severity='critical').due_date, utc('03-07 02:00'))
        Deadline.create({
            **whole, 'company_id': self.company.id, 'term_minutes': 2 * 1440, 'counted_in': 'company_days'})
        self.company.resource_calendar_id = self.calendar
        self.assertEqual(self._create_complaints().due_date, utc('03-04 02:00'))

    def test_category_gives_its_own_deadlines(self):
        """issue 10: a row of a category holds for all of it; that of the category itself goes before, and another category
        brings its days."""
        Deadline = self.env['aftersales.deadline'].with_user(self.user_manager)
        wide = self.env.ref('aftersales.complaint_category_not_cured')
        narrow = self.env['aftersales.complaint.category'].create({'name': "Brakes", 'parent_id': wide.id})
        other = self.env['aftersales.complaint.category'].create({'name': "Something Else"})
        whole = {'document': 'complaint', 'promise_step': 'whole', 'counted_in': 'calendar_days'}
        Deadline.create([
            {**whole, 'category_id': wide.id, 'term_minutes': 4 * 1440},
            {**whole, 'severity': 'serious', 'term_minutes': 9 * 1440}])
        first, second = self._create_complaints(category_id=narrow.id, severity='serious') | self._create_complaints(
            category_id=other.id)
        self.assertEqual((first.due_date, first.allowed_days), (utc('03-06 02:00'), 4), "of the one it is part of")
        self.assertEqual(second.allowed_days, 13)
        row = Deadline.create({**whole, 'category_id': narrow.id, 'term_minutes': 2 * 1440})
        self.assertEqual(first.allowed_days, 4, "what was promised stays")
        second.category_id = narrow
        self.assertEqual((second.due_date, second.allowed_days), (utc('03-04 02:00'), 2), "found out later")
        task = second.sudo().activity_ids.filtered('automated')
        self.assertEqual(task.date_deadline, second._get_local_date(second.deadline))
        Deadline.create({**whole, 'company_id': self.company.id, 'term_minutes': 7 * 1440})
        self.assertEqual(self._create_complaints(category_id=narrow.id).allowed_days, 7, "the company's own goes before")
        with self.assertRaises(UniqueViolation), mute_logger('odoo.sql_db'), self.env.cr.savepoint():
            row.copy()
        with self.assertRaises(AccessError):
            Deadline.with_user(self.user_care).create({**whole, 'category_id': other.id, 'term_minutes': 1 * 1440})

    def test_days_of_the_law(self):
        """issue 10, I8: a demand under the law is replied to within ten working days and done within twenty, whatever waits."""
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == '5').unlink()
        self.company.resource_calendar_id = self.calendar
        self.env['aftersales.special.day'].create({  # a Saturday that is worked instead of a feast
            'name': "Worked instead", 'workshop_id': self.workshop.id, 'date_from': '2026-03-07', 'date_to': '2026-03-07',
            'hour_from': 8, 'hour_to': 18})
        first, second = complaints = self._create_complaints(2, user=self.user_advisor, is_statutory=True)
        self.assertFalse(any(complaints.mapped('legal_due')), "not registered yet")
        complaints.with_user(self.user_care).action_register()
        self.assertEqual(first.statute_reply_due, utc('03-13 15:59') + timedelta(seconds=59))
        self.assertEqual(first.statute_end_due, utc('03-27 15:59') + timedelta(seconds=59))
        self.assertEqual(first.due_date, utc('03-15 02:00'), "the house's own days run beside them")
        self.assertEqual(first.legal_due, first.statute_reply_due)
        second = second.with_user(self.user_care)
        second.action_acknowledge()
        second._pause('customer', "Photos")
        second.user_id = self.user_manager
        with freeze_time('2026-03-14 02:00:00'):
            self.env.invalidate_all()
            self.assertTrue(second.is_overdue, "a wait of ours stops no day of the law")
            self.assertIn(second, second.search([('is_overdue', '=', True)]))
        second.action_resume()
        second.unfounded_reason = "It is as the maker describes"
        second._tell('refusal', 'letter', "Our answer", "<p>It is as the maker describes</p>")
        self.assertEqual(second.legal_due, second.statute_end_due, "answered")
        second.is_statutory = False
        self.assertFalse(second.legal_due or second.statute_reply_due)
        tallies = self.workshop.with_user(self.user_care)._get_care_tallies(utc('03-02 00:00'), utc('03-03 00:00'))
        shown = {tally.key: tally for tally in tallies}
        self.assertEqual(self.env['aftersales.complaint'].search(shown['statutory'].domain), first)
        with self.assertRaises(AccessError):
            first.with_user(self.user_technician).is_statutory = False

    def test_case_under_the_law(self):
        """issue 10, I8: a demand is linked with the open case of its car, also one that opens later, and follows its written
        request."""
        self.company.resource_calendar_id = self.calendar
        other = self.env['aftersales.complaint'].with_user(self.user_care).create({
            'story': "Another car", 'vehicle_id': self.vehicles[1].id, 'workshop_id': self.workshop.id, 'is_statutory': True})
        complaint = self._create_complaints(is_statutory=True)
        plain = self._create_complaints()
        self.assertFalse(complaint.sudo().statute_case_id)
        case = self.env['aftersales.statute.case'].create({
            'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id, 'company_id': self.company.id,
            'statute_id': self.env.ref('aftersales.statute_cn_2021').id})
        self.assertEqual(complaint.sudo().statute_case_id, case)
        self.assertFalse((plain | other).sudo().statute_case_id)
        self.assertEqual(complaint.with_user(self.user_advisor).action_view_statute_case()['res_id'], case.id)
        case.with_user(self.user_claims).write({'request_date': '2026-02-23'})
        self.assertEqual(complaint.statute_reply_due, complaint._get_day_end(case.reply_due))
        self.assertLess(complaint.statute_reply_due, other.statute_reply_due)
        self.assertEqual(self._create_complaints(is_statutory=True).sudo().statute_case_id, case)
        with self.assertRaises(AccessError):
            complaint.statute_case_id  # noqa: B018 - customer care does not read cases

    def test_authority(self):
        """K2: a case of an authority has its days: seven working days to accept, forty-five to mediate."""
        self.company.resource_calendar_id = self.calendar
        complaint = self._create_complaints(channel='authority', authority_number='12315-1')
        self.assertEqual(complaint.acceptance_due, utc('03-10 02:00'), "Sunday left out")
        self.assertEqual(complaint.mediation_due, utc('04-16 02:00'))

    def test_authority_waits_no_longer_for_a_refused_case(self):
        """K2, K4: what the customer refused goes on in the same file of the authority, and the file's days run on."""
        self.company.resource_calendar_id = self.calendar
        official, other = self._create_complaints(
            channel='authority', authority_number='12315-1', authority_name="Pudong",
        ) | self._create_complaints(is_statutory=True)
        both = self._propose(official | other)
        both.with_user(self.user_manager).action_approve()
        with freeze_time('2026-03-09 02:00:00'):
            for complaint in both:
                self._ask(complaint, self.user_care, target='refused', note="Not enough")
        following = official.followup_ids
        self.assertEqual((following.authority_number, following.authority_name), ('12315-1', "Pudong"))
        self.assertEqual((following.acceptance_due, following.mediation_due), (False, utc('04-16 02:00')))
        following.severity = 'critical'
        self.assertEqual(following.mediation_due, utc('04-16 02:00'), "counted anew, it is the same")
        self.assertTrue(other.followup_ids.is_statutory)
        self.assertFalse(other.followup_ids.mediation_due)

    def test_law_does_not_wait(self):
        """K2: an authority's case is not paused before it is accepted, and a pause hides no day of the law."""
        official, other = self._create_complaints(channel='authority', authority_number='12315-1') | self._create_complaints()
        with self.assertRaisesRegex(UserError, "comes from an authority"):
            official._pause('customer', "Photos")
        other._pause('customer', "Photos")
        official.action_acknowledge()
        official._pause('customer', "Photos")
        self.assertEqual(official.deadline, official.stage_due)
        both = official | other
        for moment, overdue in (('2026-04-16 01:00:00', official.browse()), ('2026-04-16 03:00:00', official)):
            with freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(both.filtered('is_overdue'), overdue)
                for value in (True, False):
                    found = both.search([('id', 'in', both.ids), ('is_overdue', '=', value)])
                    self.assertEqual(found, both.filtered(lambda complaint, value=value: complaint.is_overdue == value))

    def test_waits_are_added(self):
        """K2: while others are waited for nothing is overdue, and the deadlines move by as much; with a reason only."""
        complaint = self._create_complaints()
        complaint.action_acknowledge()
        due, whole = complaint.stage_due, complaint.due_date
        wizard = self.env['aftersales.complaint.pause.wizard'].with_user(self.user_care).create({
            'complaint_id': complaint.id, 'note': ' '})
        with self.assertRaisesRegex(UserError, "blanks are no reason"):
            wizard.action_apply()
        wizard.note = "Sends the photos"
        wizard.action_apply()
        self.assertFalse(complaint.sudo().activity_ids, "nothing to be done now")
        with self.assertRaisesRegex(UserError, "waits for others"):
            complaint.with_user(self.user_inspector).action_investigate()
        with self.assertRaisesRegex(UserError, "waits already"):
            complaint._pause('customer', "Again")
        with freeze_time('2026-03-12 02:00:00'):
            self.env.invalidate_all()
            self.assertFalse(complaint.is_overdue)
            complaint.action_resume()
            self.assertEqual((complaint.stage_due - due).days, 10)
            self.assertEqual((complaint.due_date - whole).days, 10)
            self.assertTrue(complaint.sudo().activity_ids)
            complaint.is_abroad = True
            self.assertEqual(complaint.due_date, utc('03-29 02:00'), "17 days and the 10 of the wait")
        with self.assertRaises(AccessError):
            complaint.with_user(self.user_advisor)._pause('customer', "Mine")

    def test_late_is_urged_and_escalates(self):
        """K2: an urge note to who holds the step, once; the whole late, or nobody's, goes to the supervisor."""
        held, waits, lost = self._create_complaints(3)
        waits._pause('supplier', "Sends it")
        lost.user_id = False
        with freeze_time('2026-03-04 02:00:00'):
            for __ in range(2):
                self._cron()
                self.assertEqual(self._get_urged(held), self.user_care)
                self.assertEqual(len(held.sudo().activity_ids), 2, "the task and the urge note")
                self.assertFalse(self._get_urged(waits))
                self.assertEqual(self._get_urged(lost), self.user_manager)
            self.assertEqual(held.is_overdue, True)
            for value in (True, False):
                found = self.env['aftersales.complaint'].search([
                    ('id', 'in', (held | waits | lost).ids), ('is_overdue', '=', value)])
                self.assertEqual(found, (held | waits | lost).filtered(
                    lambda complaint, value=value: complaint.is_overdue == value))
            held.action_acknowledge()
            self.assertFalse(self._get_urged(held))
        with freeze_time('2026-03-16 02:00:00'):
            self._cron()
            self.assertEqual(self._get_urged(held), self.user_care | self.user_manager)

    def test_urge_note_in_writing(self):
        """issue 10, K2: one mail to whoever holds what is late, in his language, with all of it; the log says so; on paper
        there is room for the answer."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.user_care.lang = 'zh_CN'
        complaints = self._create_complaints(3, subject="<b>Squeals</b>")
        known = self.env['mail.mail'].search([])
        with freeze_time('2026-03-04 02:00:00'):
            for __ in range(2):
                self._cron()
            mail = self.env['mail.mail'].search([
                ('id', 'not in', known.ids), ('email_to', '=', self.user_care.email_formatted)])
            self.assertEqual(len(mail), 1, "one for all of them")
            body = str(mail.body_html)
            for complaint in complaints:
                self.assertIn(complaint.name, body)
                self.assertIn(self.user_care.name, ''.join(complaint.message_ids.mapped('body')))
            self.assertIn("&lt;b&gt;Squeals", body)
            self.assertEqual([complaint._get_days_late() for complaint in complaints], [2, 2, 2])
            pages = self.env['ir.actions.report'].with_user(self.user_care)._render_qweb_html(
                'aftersales.report_complaint_urge', complaints.ids)[0].decode()
            for complaint in complaints:
                self.assertIn(complaint.name, pages)
            self.assertEqual(complaints[0].action_print_urge()['report_name'], 'aftersales.report_complaint_urge')

    def test_given_anew_is_urged_anew(self):
        """K2: what was nobody's and went to the head goes to him again when it is late in other hands."""
        lost, held = self._create_complaints(2)
        lost.user_id = False
        self._cron()
        self.assertEqual((self._get_urged(lost), self._get_urged(held)), (self.user_manager, self.user_care.browse()))
        lost.user_id = self.user_care
        self.assertFalse(lost.escalated_date or self._get_urged(lost))
        with freeze_time('2026-03-16 02:00:00'):
            self._cron()
            self.assertEqual(self._get_urged(lost), self.user_care | self.user_manager)
            lost.severity = 'serious'
            self.assertFalse(lost.urged_date or lost.escalated_date or self._get_urged(lost))
        self.workshop.manager_id = False
        group = self.env.ref('aftersales.group_manager')
        group.all_user_ids.filtered(lambda user: self.company in user.company_ids).active = False
        held.user_id = False
        held.sudo()._urge()
        self.assertFalse(held.escalated_date, "nobody could be told")

    def test_task_has_the_new_day(self):
        """K2: who turns out to be served faster has the new day on his list."""
        complaint = self._create_complaints()
        complaint.action_acknowledge()
        self.env['aftersales.deadline'].create({
            'document': 'complaint', 'promise_step': 'acknowledged', 'severity': 'critical', 'area_kind': 'abroad',
            'term_minutes': 9 * 1440, 'counted_in': 'calendar_days', 'company_id': self.company.id})
        complaint.write({'severity': 'critical', 'is_abroad': True})
        task = complaint.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref('aftersales.mail_activity_complaint_task'))
        self.assertEqual(str(task.date_deadline), '2026-03-11')

    def test_serious_is_told_at_once(self):
        """K2: of a serious case the head hears at once, and once."""
        complaint = self._create_complaints()
        task = self.env.ref('aftersales.mail_activity_complaint_severe')
        self.assertNotIn(task, complaint.sudo().activity_ids.activity_type_id)
        complaint.severity = 'serious'
        complaint.severity = 'critical'
        told = complaint.sudo().activity_ids.filtered(lambda activity: activity.activity_type_id == task)
        self.assertEqual((told.user_id, len(told)), (self.user_manager, 1))

    def test_report_of_a_joint_inspection(self):
        """K2: the report is due three days after the inspection on site."""
        complaint = self._create_complaints(needs_joint=True, joint_date='2026-03-05')
        self.assertEqual(str(complaint.report_due), '2026-03-08')

    def test_actions_of_a_complaint(self):
        """K3: what is done against the cause is the common record, found from both sides."""
        complaint = self._create_complaints()
        complaint.action_ids = [Command.create({'name': "Two boxes, two colours", 'user_id': self.user_parts.id})]
        self.assertEqual(complaint.action_count, 1)
        self.assertEqual(complaint.action_ids.with_user(self.user_parts).source, '260301', "no customer's words")
