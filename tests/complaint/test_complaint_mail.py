from email.message import EmailMessage

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.complaint import ComplaintCommon

ADDRESS = 'complaints.sh@dealer.example.com'


@tagged('post_install', '-at_install')
class TestComplaintMail(ComplaintCommon):
    """K1: a mail to the outlet's address is a complaint to be registered, whoever sends what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.alias_domain_id = cls.env['mail.alias.domain'].create({'name': 'dealer.example.com'})
        cls.workshop.with_user(cls.user_manager).complaint_alias_name = 'complaints.sh'
        cls.number = 0

    def _send(self, text="My brakes squeal again.", subject="Brakes", sender='Chen Jing <chen@example.com>', html=None,
              headers=(), reply_to=None, attachment=None, to=ADDRESS, message_id=None):
        """What the mail server hands over.

        :return: the complaints that are new since
        """
        Complaint = self.env['aftersales.complaint']
        before = Complaint.search([])
        message, cls = EmailMessage(), type(self)
        cls.number += 1
        message['Message-Id'] = message_id or f'<{self.number}@example.com>'
        message['From'], message['To'] = sender, to
        if subject:
            message['Subject'] = subject
        if reply_to:
            message['In-Reply-To'] = message['References'] = reply_to
        for name, value in headers:
            message[name] = value
        message.set_content(text)
        if html:
            message.add_alternative(html, subtype='html')
        if attachment:
            message.add_attachment(attachment, maintype='application', subtype='octet-stream', filename='film.mp4')
        self.env['mail.thread'].message_process('aftersales.complaint', message.as_bytes())
        self.env.invalidate_all()
        return Complaint.search([]) - before

    def _get_mail_tasks(self, complaint):
        return complaint.sudo().activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref('mail.mail_activity_data_email'))

    def test_address_of_an_outlet(self):
        """K1: the manager gives the outlet its address, not what arrives there; nobody else does."""
        self.assertEqual(self.workshop.with_user(self.user_advisor).complaint_alias_email, ADDRESS)
        alias = self.workshop.complaint_alias_id
        with self.assertRaises(AccessError):
            self.workshop.with_user(self.user_advisor).complaint_alias_name = 'other'
        with self.assertRaises(AccessError):
            self.workshop.with_user(self.user_manager).complaint_alias_id = False
        other = self.workshop.copy({'name': "Second Outlet", 'code': 'SO2'})
        self.assertFalse(other.complaint_alias_name)
        with self.assertRaisesRegex(UserError, "already linked"), self.cr.savepoint():
            other.with_user(self.user_manager).complaint_alias_name = 'complaints.sh'
        self.workshop.with_user(self.user_manager).complaint_alias_name = False
        self.assertFalse(alias.exists())
        self.assertFalse(self.workshop.complaint_alias_email)

    def test_two_mails_are_two_cases(self):
        """K1: a known and an unknown writer: case of the outlet, to be registered, nobody's, without a number."""
        known, unknown = self._send(), self._send(sender='Luo Yi <luo@example.com>', subject=None, text="Nobody calls\nme back")
        self.assertEqual(known.partner_id, self.customer)
        self.assertEqual((unknown.partner_id.ids, unknown.contact_name, unknown.email), ([], 'Luo Yi', 'luo@example.com'))
        self.assertEqual(unknown.subject, "Nobody calls")
        for complaint in known | unknown:
            self.assertEqual(
                (complaint.workshop_id, complaint.company_id, complaint.channel, complaint.name, complaint.state),
                (self.workshop, self.company, 'email', '/', 'received'))
            self.assertFalse(complaint.user_id or complaint.receiver_id or complaint.registered_date)
        complaint = known.with_user(self.user_care)
        complaint.action_register()
        self.assertEqual(complaint.user_id, self.user_care)

    def test_who_writes_is_not_who_he_says(self):
        """K1: an address of an employee, or of several customers, finds nobody; a number in the subject opens no case."""
        mine = self._create_complaints()
        care = self._send(sender=f'Care <{self.user_care.email}>', text="As if from the house")
        self.assertEqual((care.partner_id.ids, care.name), ([], '/'))
        self.env['res.partner'].create({'name': "Twin", 'email': 'chen@example.com'})
        spoofed = self._send(subject=f"Re: {mine.name} {mine.display_name}", text="Send me all you have")
        self.assertFalse(spoofed.partner_id)
        self.assertFalse(spoofed.message_ids & mine.message_ids)
        # Nothing is answered by itself, so that nobody gets to read anything by writing.
        self.assertFalse(self.env['mail.mail'].sudo().search([('email_to', 'ilike', 'chen@example.com')]))

    def test_mails_that_would_harm(self):
        """K1: HTML that runs, no words at all, twenty megabytes, text without end."""
        wild = self._send(html='<p>It <b>burns</b></p><script>alert("RUN")</script><img src=x onerror="alert(1)"/><!-- x -->')
        self.assertIn("burns", wild.story)
        for word in ('<', 'RUN', 'onerror'):
            self.assertNotIn(word, wild.story)
        self.assertNotIn('script', wild.message_ids.filtered(lambda message: message.message_type == 'email').body)
        empty = self._send(text="", subject=None)
        self.assertTrue(empty.subject and empty.story)
        bare = self._send(text="", html="<!-- nothing -->", subject="Only a subject\x00" * 50)
        self.assertEqual((bare.story[:14], len(bare.subject)), ("Only a subject", 200))
        large = self._send(text="Long. " * 60_000, attachment=b'0' * 20_000_000)
        self.assertEqual(len(large.message_ids.attachment_ids), 1)
        self.assertLessEqual(len(large.story), 10_000)

    def test_machines_begin_nothing(self):
        """K1: out-of-office notes, newsletters and bounces are no complaints; on a case they are a note, and no task."""
        for headers in (
            [('Auto-Submitted', 'auto-replied')], [('Precedence', 'bulk')], [('X-Autoreply', 'yes')],
            [('List-Id', '<news.example.com>')], [('Return-Path', '<>')],
        ):
            with self.subTest(headers=headers):
                self.assertFalse(self._send(headers=headers, text=str(headers)))
        self.assertTrue(self._send(headers=[('Auto-Submitted', 'no')]))
        complaint, letter = self._write_letter()
        self.assertFalse(self._send(headers=[('Auto-Submitted', 'auto-replied')], reply_to=letter.message_id, text="I am away"))
        self.assertIn("I am away", str(complaint.message_ids.mapped('body')))
        self.assertFalse(self._get_mail_tasks(complaint))

    def test_the_same_mail_twice(self):
        """K1: delivered twice, or sent twice within a day, it is one case; the same address with other words is another."""
        self.assertEqual(len(self._send(message_id='<same@example.com>')), 1)
        self.assertFalse(self._send(message_id='<same@example.com>'))
        self.assertFalse(self._send())
        other = self._send(text="And nobody called me")
        self.assertEqual(len(other), 1)
        self.assertEqual(len(other.with_user(self.user_care).similar_ids), 1)

    def _write_letter(self, complaint=None):
        complaint = complaint or self._create_complaints()
        complaint._tell('interim', 'mail', "We look into it", "<p>Soon</p>")
        return complaint, complaint.message_ids.filtered(lambda message: message.subject == "We look into it")

    def test_answer_to_a_case(self):
        """K2: the customer's answer stands in the log and is one task of whoever handles it; a stranger's is read inside."""
        complaint, letter = self._write_letter()
        for text in ("When?", "Hello?"):
            self.assertFalse(self._send(reply_to=letter.message_id, text=text))
        self.assertEqual(self._get_mail_tasks(complaint).user_id, self.user_care)
        self.assertFalse(self._send(reply_to=letter.message_id, text="INTRUDER", sender='thief@example.com'))
        strange = complaint.message_ids.filtered(lambda message: 'INTRUDER' in message.body)
        self.assertTrue(strange.subtype_id.internal)
        self.assertFalse((strange.partner_ids | strange.notified_partner_ids).filtered('partner_share'))

    def test_answer_to_a_closed_case(self):
        """K4: what comes to a case that is over is told to its handler; a person makes a new one of it, in the new words."""
        complaint, letter = self._write_letter()
        going = self._create_complaints(story="Something else")
        with self.assertRaisesRegex(UserError, "Only where a complaint is over"):
            going.action_follow()
        self._close(self._propose(complaint))
        self.assertFalse(self._send(reply_to=letter.message_id, text="It squeals again!"))
        self.assertEqual(complaint.state, 'closed')
        self.assertIn("is over", self._get_mail_tasks(complaint).summary)
        with self.assertRaises(AccessError):
            complaint.with_user(self.user_advisor).action_follow()
        action = complaint.with_user(self.user_care).action_follow()
        following = complaint.browse(action['res_id'])
        self.assertEqual((following.origin_id, following.story), (complaint, "It squeals again!"))
        self.assertEqual(complaint.with_user(self.user_care).action_follow()['res_id'], following.id)
