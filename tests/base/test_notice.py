import re
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, ConcurrencyError
from odoo.fields import Datetime
from odoo.tests import tagged
from odoo.tools import html2plaintext

from odoo.addons.aftersales.tests.dealership.order import OrderCommon
from odoo.addons.base.models import ir_cron

MAIL, SMS = 'aftersales.test_mail_template', 'aftersales.test_sms_template'


@tagged('post_install', '-at_install')
class TestNotice(OrderCommon):
    """Customers are told once, by the way they can be reached, and never against their will."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forget_notices()
        cls.env['res.lang']._activate_lang('zh_CN')
        model = cls.env['ir.model']._get('aftersales.order')
        mail, sms = cls.env['mail.template'].create({
            'name': "Test notice", 'model_id': model.id, 'subject': "Car {{ object.license_plate }}",
            'partner_to': '{{ object.partner_id.id }}', 'use_default_to': False, 'lang': '{{ object.partner_id.lang }}',
            'body_html': '<p>Your car <t t-out="object.license_plate"/></p>',
        }), cls.env['sms.template'].create({
            'name': "Test notice", 'model_id': model.id, 'body': "Car {{ object.license_plate }}",
            'lang': '{{ object.partner_id.lang }}',
        })
        mail.with_context(lang='zh_CN').body_html = '<p>您的车 <t t-out="object.license_plate"/></p>'
        for name, record in ((MAIL, mail), (SMS, sms)):
            cls.env['ir.model.data'].create({
                'module': 'aftersales', 'name': name.split('.')[1], 'model': record._name, 'res_id': record.id,
            })
        cls.customer.write({'email': 'chen.jing@example.com', 'phone': '+86 139 0021 1000'})
        cls.company.aftersales_notice_channel = 'mail_first'

    def _get_mails(self, order):
        return order.message_ids.filtered(lambda message: self.customer in message.notified_partner_ids)

    def _get_texts(self, order):
        return self.env['sms.sms'].search([('mail_message_id', 'in', order.message_ids.ids)])

    def _notify(self, order):
        return order.with_user(self.user_advisor)._notify_customer(MAIL, SMS)

    # === CHANNELS ===#

    def test_channels(self):
        for channel, mails, texts in (('mail_first', 1, 0), ('both', 1, 1), ('mail', 1, 0), ('sms', 0, 1)):
            with self.subTest(channel=channel):
                self.company.aftersales_notice_channel = channel
                order = self._create_orders()
                self.assertEqual(self._notify(order), order)
                self.assertEqual(len(self._get_mails(order).filtered(lambda m: m.message_type != 'sms')), mails)
                self.assertEqual(len(self._get_texts(order)), texts)
                self.assertFalse(order.activity_ids)

    def test_language_of_the_customer(self):
        self.customer.lang = 'zh_CN'
        order = self._create_orders()
        self._notify(order)
        self.assertIn('您的车', self._get_mails(order).body)

    def test_without_mail_by_sms(self):
        self.customer.email = 'not an address'
        order = self._create_orders()
        self.assertTrue(self._notify(order))
        self.assertFalse(self._get_mails(order).filtered(lambda m: m.message_type != 'sms'))
        self.assertEqual(len(self._get_texts(order)), 1)

    def test_nobody_is_written_to_against_the_will(self):
        self.env['mail.blacklist'].sudo()._add('chen.jing@example.com')
        order = self._create_orders()
        self._notify(order)
        self.assertEqual(len(self._get_texts(order)), 1, "no e-mail is wanted, so an SMS tells it")
        self.env['phone.blacklist'].sudo().add(self.customer.phone_sanitized)
        self.env.invalidate_all()
        order = self._create_orders()
        self.assertFalse(self._notify(order))
        self.assertFalse(self._get_mails(order))
        self.assertFalse(self._get_texts(order))
        self.assertEqual(order.activity_ids.user_id, self.user_advisor)
        self.assertIn("Test notice", order.activity_ids.note)

    # === QUEUE ===#

    def test_queue_sends_once(self):
        orders = self._create_orders(2)
        notices = orders._queue_notice(MAIL, SMS)
        self.assertFalse(self._get_mails(orders))
        self.send_notices()
        self.assertEqual(notices.mapped('state'), ['sent', 'sent'])
        self.send_notices()
        for order in orders:
            self.assertEqual(len(self._get_mails(order)), 1)

    def test_one_bad_record_stops_nobody(self):
        self.env.ref(MAIL).body_html = '<p>Ratio <t t-out="1 / (object.odometer_in - 4711)"/></p>'
        bad, good = orders = self._create_orders(2)
        bad.odometer_in = 4711
        notices = orders._queue_notice(MAIL, SMS)
        start = Datetime.now()
        for attempt in range(3):
            with self.assertLogs('odoo.addons.aftersales', 'WARNING'), freeze_time(start + timedelta(hours=attempt)):
                self.send_notices()
            self.assertEqual(notices[1].state, 'sent')
            self.assertEqual(notices[0].attempts, attempt + 1)
        self.assertEqual(notices[0].state, 'failed')
        self.assertTrue(notices[0].error)
        self.assertEqual(len(self._get_mails(good)), 1)
        bad.odometer_in = 4712
        notices[0].with_user(self.user_manager).action_retry()
        self.send_notices()
        self.assertEqual(notices[0].state, 'sent')

    def test_others_in_the_way_are_no_failed_try(self):
        """faults M20: a notice that another transaction holds up is sent at the next run, and none of its tries is lost."""
        orders = self._create_orders(2)
        notices, held, notify = orders._queue_notice(MAIL, SMS), [True], type(orders)._notify_customer

        def wait(records, *templates):
            if held and orders[0] in records:
                raise ConcurrencyError("Cannot lock")
            return notify(records, *templates)

        self.patch(type(orders), '_notify_customer', wait)
        self.send_notices()
        self.assertEqual([(notice.state, notice.attempts, notice.error) for notice in notices], [
            ('pending', 0, False), ('sent', 0, False)])
        held.clear()
        self.send_notices()
        self.assertEqual(notices.mapped('state'), ['sent', 'sent'])
        self.assertEqual([len(self._get_mails(order)) for order in orders], [1, 1])

    def test_together_says_the_same_as_alone(self):
        """faults P10: what is written to many at once is to the letter what one alone is written."""
        self.company.aftersales_notice_channel = 'both'
        alone, *more = self._create_orders(3)
        self.customer.lang = 'zh_CN'
        names = ('author_id', 'email_from', 'subject', 'body', 'reply_to', 'message_type', 'subtype_id',
                 'notified_partner_ids', 'email_add_signature', 'record_company_id', 'mail_server_id')

        def tell(orders):
            self.env['aftersales.order'].union(*orders)._queue_notice(MAIL, SMS)
            self.send_notices()
            messages = [order.message_ids.filtered(
                lambda message: self.customer in message.notified_partner_ids).sorted('id') for order in orders]
            plate = orders[0].license_plate
            mails = [self.env['mail.mail'].search([('mail_message_id', 'in', found.ids)]) for found in messages]
            return [(
                [[str(message[name]).replace(order.license_plate, plate) for name in names] for message in found],
                sent.mapped('recipient_ids'),
                [re.sub(r'\d|(token|hash)=[^&\s]+', '', html2plaintext(mail.body_html)) for mail in sent],
                self._get_texts(order).mapped('body'), self._get_texts(order).mapped('number'),
            ) for order, found, sent in zip(orders, messages, mails, strict=True)]
        [first], others = tell([alone]), tell(more)
        self.assertEqual(len(first[0]), 2, "a mail and an SMS")
        self.assertEqual([first, first], others)

    def test_two_of_one_document_follow_each_other(self):
        """faults P10: what the first notice makes untrue for the second is seen, though both are sent in one go."""
        orders = self._create_orders(2)
        due = []
        self.patch(type(orders), '_is_notice_due', lambda order, template: order.id not in due)
        notify = type(orders)._notify_customer
        self.patch(type(orders), '_notify_customer', lambda records, *templates: (
            due.extend(records.ids), notify(records, *templates))[1])
        first, again = orders._queue_notice(MAIL, SMS), orders._queue_notice(MAIL, SMS)
        self.send_notices()
        self.assertEqual((first.mapped('state'), again.mapped('state')), (['sent'] * 2, ['skipped'] * 2))

    def test_time_is_up_at_once(self):
        """faults T: on a slow machine the action's time is over after its first part; it goes on until nothing waits."""
        self.patch(ir_cron, 'MIN_TIME_PER_JOB', 0)
        notices = self._create_orders(120)._queue_notice(MAIL, SMS)
        self.send_notices()
        self.assertEqual(set(notices.mapped('state')), {'sent'})

    def test_around_midnight(self):
        """faults T: a notice is due when it is queued, whatever day it is at the outlet, at the reader's or in Greenwich."""
        order = self._create_orders()
        for tz in ('UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati'):
            self.user_advisor.tz = self.company.partner_id.tz = tz
            self.workshop.resource_calendar_id = self.workshop.resource_calendar_id.copy({'tz': tz})
            for moment in ('2026-11-26 23:59:58', '2026-11-27 00:00:00', '2026-11-26 15:59:59', '2026-12-31 23:59:59.9'):
                for delay in (None, timedelta(seconds=1)):
                    with self.subTest(tz=tz, moment=moment, delay=delay), freeze_time(moment, tick=True) as clock:
                        notice = self.env['aftersales.notice']._queue(order.with_user(self.user_advisor), MAIL, SMS, delay)
                        clock.tick(2)
                        self.send_notices()
                        self.assertEqual(notice.state, 'sent')

    def test_deleted_document_is_skipped(self):
        order = self._create_orders()
        notice = order._queue_notice(MAIL, SMS)
        order.unlink()
        self.send_notices()
        self.assertEqual(notice.state, 'skipped')
        self.assertFalse(notice.document)

    def test_queue_costs_the_same_for_fifty(self):
        one, many = self._create_orders(), self._create_orders(50)
        self.assertFlat(lambda orders: orders._queue_notice(MAIL, SMS), one, many, slack=2)

    def test_nobody_writes_the_queue(self):
        notice = self._create_orders()._queue_notice(MAIL, SMS)
        for user in (self.user_advisor, self.user_manager):
            with self.assertRaises(AccessError):
                notice.with_user(user).write({'state': 'sent'})
            with self.assertRaises(AccessError):
                notice.with_user(user).copy()
