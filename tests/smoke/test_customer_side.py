import re
from datetime import timedelta
from urllib.parse import urlsplit

import vobject
from lxml import html

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.keys import KeysCommon

# A dealer's own address; the link's other signs are ours.
HOST = 'https://as.yunqi.cn'
GSM = re.compile(r"^[\w @£$¥!\"#%&'()*+,\-./:;<=>?\n]*$", re.ASCII)


@tagged('post_install', '-at_install')
class TestCustomerSide(KeysCommon):
    """Messages that lead back, and pages that say first what a customer wants to know."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('zh_CN')
        cls.order_in_house = cls._receive_approved()
        cls.order_in_house._portal_ensure_token()
        cls.workshop.partner_id = cls.env['res.partner'].create({
            'name': "City Centre", 'street': "12 Harbour Road", 'city': "Shanghai", 'country_id': cls.env.ref('base.cn').id,
            'phone': '+86 21 5000 0100',
        })

    def _follow(self, url):
        return self.url_open(urlsplit(url).path, allow_redirects=False)

    # === SHORT LINKS ===#

    def test_short_links_lead_where_the_long_ones_lead(self):
        """faults C10: each short link opens what its message is about, for whoever holds it."""
        appointment, order, asked = self.appointment.sudo(), self.order.sudo(), self.asked.sudo()
        for document, sign, target in (
            (appointment, 'a', f'/my/appointments/{appointment.id}?access_token={self.keys["appointment"]}'),
            (order, 'o', f'/my/repair-orders/{order.id}?access_token={self.keys["order"]}'),
            (order, 'r', f'/my/repair-orders/{order.id}?access_token={self.keys["order"]}#rating'),
            (asked, 'q', f'/aftersales/authorise/{self.keys["answer"]}'),
        ):
            answer = self._follow(document._get_short_url(sign))
            self.assertEqual(answer.status_code, 303)
            self.assertTrue(answer.headers['Location'].endswith(target), answer.headers['Location'])
            self.assertIn('no-store', answer.headers['Cache-Control'])
        asked.job_ids._approve('phone')
        self.assertIn(f'/my/repair-orders/{asked.id}', self._follow(asked._get_short_url('q')).headers['Location'])

    def test_a_guessed_short_link_leads_nowhere(self):
        """faults C10: another document's number, sign or key is no link."""
        key = self.order.sudo()._get_short_key('o')
        other = self.asked.sudo()._get_short_key('o')
        last = 'A' if key[-1] != 'A' else 'B'
        for wrong in (f'r{key[1:]}', key[:-12] + other[-12:], key[:-1] + last, 'o1', 'x' * 20, 'ohidden',
                      'o' + 'z' * 7 + key[-12:]):
            self.assertEqual(self._follow(f'/as/{wrong}').status_code, 404, wrong)

    def test_no_short_key_for_the_house(self):
        """faults C10: employees read “hidden” in its place, in what they render and in the log."""
        key = self.order.sudo()._get_short_key('o')
        for role in ('advisor', 'manager', 'technician'):
            self.assertTrue(self.order.with_user(self.employees[role])._get_short_url('o').endswith('/as/ohidden'))
        self.assertEqual(self.order._hide_keys(f'see /as/{key}.'), 'see /as/ohidden.')
        self.assertEqual(self.order._show_keys('see /as/ohidden.'), f'see /as/{key}.')

    def test_messages_are_short(self):
        """faults C10: one SMS each: 160 letters of its alphabet."""
        self.env['ir.config_parameter'].set_param('web.base.url', HOST)
        documents = {'aftersales.order': self.asked.sudo(), 'aftersales.appointment': self.appointment.sudo()}
        data = self.env['ir.model.data'].search([('module', '=', 'aftersales'), ('model', '=', 'sms.template')])
        checked = 0
        for template in self.env['sms.template'].browse(data.mapped('res_id')):
            document = documents.get(template.model)
            if document:
                body = template._render_field('body', document.ids, set_lang='en_US')[document.id]
                body = body.replace(document.license_plate, 'HU-A12345')  # a plate of Latin letters
                self.assertLessEqual(len(body), 160, body)
                self.assertRegex(body, GSM)
                checked += 1
        self.assertGreaterEqual(checked, 9)

    def _render_messages(self, lang, **names):
        """Every short message of ours to a customer, with the longest key a database of ten years has.

        :return: list of (template, body as it is sent)
        """
        order, appointment = self.asked.sudo(), self.appointment.sudo()
        self.workshop.name = names['outlet']
        self.company.name = names['company']
        order.model_id.name = names['model']
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_order SET license_plate = %s WHERE id = %s", [names['plate'], order.id])
        self.env.cr.execute("UPDATE aftersales_order SET promise_date = '2026-12-31 15:30' WHERE id = %s", [order.id])
        self.env.cr.execute(
            "UPDATE aftersales_appointment SET start = '2026-12-30 23:30', stop = '2026-12-30 23:45' WHERE id = %s",
            [appointment.id])
        self.env.invalidate_all()
        data = self.env['ir.model.data'].search([('module', '=', 'aftersales'), ('model', '=', 'sms.template')])
        bodies = []
        for template in self.env['sms.template'].browse(data.mapped('res_id')):
            document = {order._name: order, appointment._name: appointment}.get(template.model)
            if document:
                bodies.append((template, document._show_keys(
                    template._render_field('body', document.ids, set_lang=lang)[document.id])))
        self.assertGreaterEqual(len(bodies), 9)
        return bodies

    def test_one_message_however_long_the_names(self):
        """faults C10: every template × language × long names of outlet, company and model, with and without a plate."""
        self.env['ir.config_parameter'].set_param('web.base.url', HOST)
        self.patch(
            self.env.registry['aftersales.customer.key.mixin'], '_get_short_key', lambda record, sign: f'{sign}zzzzz{"K" * 12}')
        chinese = {'outlet': "上海浦东新区张江高科技园宝马服务中心", 'company': "上海永达浦东宝马汽车销售服务有限公司"}
        english = {
            'outlet': "Riverside Automobile Sales and Service Centre of the Northern Harbour District",
            'company': "Riverside Automobile Sales, Parts, Service and Rental Co., Ltd."}
        for lang, limit, names, plates, model in (
            ('zh_CN', 70, chinese, ('沪A·D12345', '', '粤Z·12345港'), "奔驰GLE 450 4MATIC轿跑SUV"),
            ('en_US', 160, english, ('HU-A 12345678', ''), "Mercedes-Benz GLE 450 4MATIC Coupe Special Edition"),
        ):
            for plate in plates:
                for template, body in self._render_messages(lang, plate=plate, model=model, **names):
                    with self.subTest(template=template.name, lang=lang, plate=plate):
                        self.assertLessEqual(len(body), limit, body)
                        self.assertNotRegex(body, r'[^\S \n]', "plain spaces alone")
                        self.assertTrue(body.startswith((names['outlet'][:4], names['company'][:4])), body)
                        if plate and template.model == 'aftersales.order':
                            self.assertIn(plate, body)
                        if lang == 'en_US':
                            self.assertRegex(body, GSM)

    def test_short_names_stay(self):
        """faults C10: nothing is shortened where the message fits as it is."""
        self.env['ir.config_parameter'].set_param('web.base.url', HOST)
        names = {'outlet': "张江宝马", 'company': "永达宝马", 'plate': '沪A·D12345', 'model': "宝马3系"}
        for template, body in self._render_messages('zh_CN', **names):
            self.assertTrue(body.startswith(('张江宝马：', '永达宝马：')), f'{template.name}: {body}')

    # === A BOOKING WITHOUT LOGIN ===#

    def _book_without_login(self):
        return self.env['aftersales.appointment'].sudo().create({
            'workshop_id': self.workshop.id, 'start': self._get_slot(4), 'channel': 'web', 'contact_name': "Li Wei",
            'email': 'li.wei@example.com', 'vehicle_note': "京A·00001", 'operation_ids': [Command.set(self.operation.ids)],
        })

    def test_mail_and_calendar_of_a_visitor_lead_back(self):
        """faults C6: who booked without a login moves, cancels and finds the way from the mail and from his calendar."""
        appointment = self._book_without_login()
        self.forget_notices()
        appointment._notify_customer(
            'aftersales.mail_template_appointment_confirmation', 'aftersales.sms_template_appointment_confirmation')
        mail = self.env['mail.mail'].search([('model', '=', appointment._name), ('res_id', '=', appointment.id)], limit=1)
        token = appointment.access_token
        self.assertIn(f'/my/appointments/{appointment.id}?access_token={token}', mail.body_html)
        self.assertIn('uri.amap.com', mail.body_html)
        kept = mail.attachment_ids.filtered(lambda file: file.name.endswith('.ics')).raw.decode()
        link = f"/as/{appointment._get_short_key('a')}"
        self.assertNotIn(link, kept.replace('\r\n ', ''), "kept without the key")
        (__, sent, *___), = (file for file in mail._prepare_outgoing_list()[0]['attachments'] if file[0].endswith('.ics'))
        event = vobject.readOne(sent.decode()).vevent
        self.assertIn(link, event.description.value)
        self.assertIn('uri.amap.com', event.description.value)
        self.assertTrue(all(len(line.encode()) <= 75 for line in sent.decode().split('\r\n')))
        page = self.url_open(f'/my/appointments/{appointment.id}?access_token={token}').text
        for wanted in ('/reschedule"', '/cancel"', 'uri.amap.com'):
            self.assertIn(wanted, page)

    def test_no_other_mail_carries_the_key(self):
        """faults C6: a mail to somebody else about the same appointment goes without it."""
        appointment = self._book_without_login()
        file = self.env['ir.attachment'].create({'name': 'visit.ics', 'raw': appointment._get_calendar_file()})
        mail = self.env['mail.mail'].create({
            'model': appointment._name, 'res_id': appointment.id, 'email_to': 'nosy@example.com', 'subject': "x",
            'body_html': "x", 'attachment_ids': [Command.link(file.id)],
        })
        (__, sent, *___), = mail._prepare_outgoing_list()[0]['attachments']
        self.assertNotIn(appointment._get_short_key('a'), sent.decode().replace('\r\n ', ''))

    # === PAGES ===#

    def test_pages_say_whose_they_are(self):
        """faults C8: title and language of each page; an unknown link names no strange house."""
        order = self.asked.sudo()
        for url, title in (
            (f'/my/repair-orders/{order.id}?access_token={order.access_token}', self.workshop.name),
            (f'/my/appointments/{self.appointment.id}?access_token={self.keys["appointment"]}', self.workshop.name),
            (f'/aftersales/authorise/{self.keys["answer"]}', self.workshop.name),
        ):
            page = html.fromstring(self.url_open(url).content)
            self.assertIn(title, page.findtext('.//title'), url)
            self.assertTrue(page.get('lang'), url)
        unknown = self.url_open('/aftersales/authorise/' + 'x' * 32, headers={'Accept-Language': 'zh-CN'})
        page = html.fromstring(unknown.content)
        self.assertEqual(page.get('lang'), 'zh-CN')
        self.assertFalse(page.xpath('//header//img'), "no logo of nobody")

    def test_the_order_page_begins_with_what_is_asked_for(self):
        """faults C12: progress, the promise and that it has passed, and the price stand before work and papers."""
        order = self.order_in_house.sudo()
        order.flush_recordset()
        self.env.cr.execute("UPDATE aftersales_order SET promise_date = %s WHERE id = %s", [
            fields.Datetime.now() - timedelta(hours=1), order.id])
        order.invalidate_recordset()
        page = self.url_open(f'/my/repair-orders/{order.id}?access_token={order.access_token}').text
        places = [page.index(text) for text in (
            'o_as_portal_steps', 'This time has passed', 'name="total"', 'o_as_portal_jobs')]
        self.assertEqual(places, sorted(places))
        self.assertIn('order-2 order-lg-1', page, "on a phone the sidebar with the papers comes after the content")

    def test_the_list_tells_day_and_amount(self):
        """faults C12: a visit in the list has its day and what is to pay."""
        self.authenticate('portal_chen', 'portal_chen')
        row, = html.fromstring(self.url_open('/my/repair-orders').content).xpath(
            f"//tr[.//a[contains(@href, '/my/repair-orders/{self.order.id}')]]")
        text = ' '.join(row.itertext())
        self.assertIn(self.order._get_portal_day(self.order.received_date), text)
        self.assertRegex(text, r'\d\.\d\d')

    def test_approve_all_and_photos_in_the_page(self):
        """faults C5: a photo opens in the page or beside it. faults C11: many jobs are approved at once, with their total."""
        asked = self.asked.sudo()
        second = asked.job_ids[0].copy({'order_id': asked.id})
        self.assertTrue(second.is_waiting_answer)
        request = asked.with_user(self.user_advisor)._ask_customer().sudo()
        page = html.fromstring(self.url_open(f'/aftersales/authorise/{request.token}').content)
        box, = page.find_class('all')
        total = sum(float(job.get('data-amount')) for job in page.find_class('job'))
        self.assertIn(f'{total:,.2f}', ' '.join(box.itertext()))
        self.assertEqual(len(page.find_class('job')), 2)
        self.assertTrue(page.xpath('//dialog'))
        for link in page.xpath("//div[@class='photos']/a"):
            self.assertEqual(link.get('target'), '_blank')

    def test_the_slot_is_told_in_the_readers_order(self):
        """faults C15: day and time as the language writes them."""
        moment = fields.Datetime.to_datetime('2026-11-26 01:00:00')
        self.workshop.resource_calendar_id = self.workshop.resource_calendar_id.copy({'tz': 'Asia/Shanghai'})
        for lang, told in (('zh_CN', '2026年11月26日周四 09:00'), ('en_US', 'Thu, Nov 26, 2026 9:00 AM')):
            self.assertEqual(self.workshop.with_context(lang=lang)._format_online_time(moment), told)
        self.assertEqual(
            self.appointment.with_context(lang='zh_CN')._format_time(moment), '11月26日周四 09:00')
        self.assertEqual(self.model_a.display_name, 'Testmobile A')
