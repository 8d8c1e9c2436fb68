from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon

MAIL, SMS = 'aftersales.test_mail_template', 'aftersales.test_sms_template'


@tagged('post_install', '-at_install')
class TestNotice(OrderCommon):
    """Customers are told once, by the way they can be reached, and never against their will."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
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
        # The queue works for ten seconds and begins with the oldest: on a busy machine those of demo data took them all.
        cls.env['aftersales.notice'].search([('state', '=', 'pending')]).state = 'skipped'

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

    def _run_queue(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_send_notices').method_direct_trigger()
        self.env.invalidate_all()

    def test_queue_sends_once(self):
        orders = self._create_orders(2)
        notices = orders._queue_notice(MAIL, SMS)
        self.assertFalse(self._get_mails(orders))
        self._run_queue()
        self.assertEqual(notices.mapped('state'), ['sent', 'sent'])
        self._run_queue()
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
                self._run_queue()
            self.assertEqual(notices[1].state, 'sent')
            self.assertEqual(notices[0].attempts, attempt + 1)
        self.assertEqual(notices[0].state, 'failed')
        self.assertTrue(notices[0].error)
        self.assertEqual(len(self._get_mails(good)), 1)
        bad.odometer_in = 4712
        notices[0].with_user(self.user_manager).action_retry()
        self._run_queue()
        self.assertEqual(notices[0].state, 'sent')

    def test_deleted_document_is_skipped(self):
        order = self._create_orders()
        notice = order._queue_notice(MAIL, SMS)
        order.unlink()
        self._run_queue()
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
