import base64
import re
from io import BytesIO
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html
from PIL import Image

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import ChromeBrowser
from odoo.tools import mute_logger

from odoo.addons.aftersales.controllers.approval.authorise import unknown_tokens
from odoo.addons.aftersales.tests.dealership.order import OrderCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase

DRAW_AND_SEND = """
    (async () => {
        const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
        const [first, second] = document.querySelectorAll(".job");
        if (document.documentElement.scrollWidth > 390) { throw new Error("The page is wider than the phone"); }
        for (const label of document.querySelectorAll("fieldset label")) {
            if (label.getBoundingClientRect().height < 44) { throw new Error("A button is too small for a thumb"); }
        }
        first.querySelector("input[value=approved]").click();
        const total = document.querySelector("output").value;
        if (!total.includes("280")) { throw new Error("Running total: " + total); }
        second.querySelector("input[value=declined]").click();
        if (getComputedStyle(second.querySelector("textarea")).display === "none") {
            throw new Error("No place for the reason");
        }
        second.querySelector("textarea").value = "Next time";
        document.querySelector("[name=signatory]").value = "Chen Jing";
        document.querySelector("button[type=submit]").click();
        await wait(50);
        if (document.querySelector(".missing").hidden) { throw new Error("The signature is not asked for"); }
        const canvas = document.querySelector("canvas");
        const box = canvas.getBoundingClientRect();
        const draw = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, {
            clientX: box.left + x, clientY: box.top + y, pointerId: 1, bubbles: true }));
        draw("pointerdown", 20, 60); draw("pointermove", 120, 20); draw("pointermove", 200, 90); draw("pointerup", 200, 90);
        document.querySelector("button[type=submit]").click();
        // The form is on its way; this page and its console go when the server has answered.
        await wait(50);
        console.log("test successful");
    })().catch((error) => console.error(error.message));
"""


def press_key(browser, key):
    """Press and release a key, as a keyboard does."""
    text = {'Enter': '\r', 'Tab': ''}.get(key, key)
    code = {'Enter': 13, 'Tab': 9, ' ': 32}.get(key)
    params = {'key': key, **({'windowsVirtualKeyCode': code} if code else {}), **({'text': text} if text else {})}
    for kind in ('keyDown', 'keyUp'):
        browser._websocket_request('Input.dispatchKeyEvent', params={'type': kind, **params})


@tagged('post_install', '-at_install')
class TestAuthorisePage(OrderCommon, OneBrowserCase):
    """E2, O2: the page of the link, as a customer with a phone and as somebody who is up to no good."""

    browser_size = '390x844'
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.operation.product_id + cls.part).taxes_id = [Command.clear()]
        cls.company.phone = '+86 21 5555 0100'
        cls.customer.email = 'chen@example.com'
        cls.order = cls._create_orders(job_ids=[
            Command.create({'operation_id': cls.operation.id, 'concern': 'Squeals <script>alert(1)</script>'}),
            Command.create({'operation_id': cls.operation.id, 'name': 'Rear "brakes" <img src=x onerror=alert(2)>'}),
        ])
        cls.front, cls.rear = cls.order.job_ids
        cls.request_ = cls.order._ask_customer()
        cls.url = f'/aftersales/authorise/{cls.request_.sudo().token}'
        image = BytesIO()
        Image.new('RGBA', (300, 120), (0, 0, 60, 255)).save(image, 'PNG')
        cls.signature = 'data:image/png;base64,' + base64.b64encode(image.getvalue()).decode()

    def setUp(self):
        super().setUp()
        unknown_tokens.clear()
        self.addCleanup(unknown_tokens.clear)

    def _get_form(self, page):
        """The hidden fields of the page, which a browser would send back."""
        return {
            name: re.search(rf'name="{name}" value="([^"]*)"', page.text)[1] for name in ('csrf_token', 'shown_hash')
        }

    def _send(self, page=None, url=None, **values):
        page = page or self.url_open(self.url)
        return self.url_open(url or self.url, data={
            **self._get_form(page),
            f'decision_{self.front.id}': 'approved',
            f'decision_{self.rear.id}': 'declined',
            f'reason_{self.rear.id}': "Next time",
            'signatory': 'Chen Jing',
            'signature': self.signature,
            **values,
        }, headers={'User-Agent': 'A phone'})

    # === THE CUSTOMER ===#

    def test_page_on_a_phone(self):
        self.browser_js(self.url, DRAW_AND_SEND, ready="document.readyState === 'complete'")
        self.assertEqual(self.order.job_ids.mapped('approval'), ['approved', 'declined'])
        answer = self.front.authorisation_ids
        self.assertEqual((answer.channel, answer.signatory), ('portal', 'Chen Jing'))
        self.assertTrue(answer.signature and answer.is_intact)

    def test_answer(self):
        page = self.url_open(self.url)
        self.assertIn('280.00', page.text)
        self.assertIn('Brake pads', page.text)
        done = self._send(page)
        self.assertIn('your answer is recorded', done.text)
        self.assertEqual(self.order.job_ids.mapped('approval'), ['approved', 'declined'])
        self.assertEqual(self.request_.state, 'answered')
        self.assertTrue(self.request_.opened_date, "at the latest now")
        approved, declined = self.request_.authorisation_ids.sorted('id')
        self.assertEqual((approved.job_id, approved.channel, approved.signatory), (self.front, 'portal', 'Chen Jing'))
        self.assertEqual((approved.ip_address, approved.user_agent, approved.lang), ('127.0.0.1', 'A phone', 'en_US'))
        self.assertEqual(declined.reason, "Next time")
        self.assertFalse(approved.user_id, "nobody of the house answered")
        self.assertTrue(approved.signature)
        self.assertTrue(approved.is_intact and declined.is_intact)
        note = self.order.message_ids.filtered(lambda message: message.partner_ids == self.user_advisor.partner_id)
        self.assertIn("answered on the customer page", note[:1].body)
        self.assertFalse(self.order.hold_ids.filtered(lambda hold: not hold.stop))

    def test_typed_by_keyboard_alone(self):
        """faults M5: nothing is written before the customer writes it; who cannot draw types his name, and says so.

        With the keys of a keyboard, from the top of the page to the answer.
        """
        script = [
            'Tab', 'Enter',  # past the phone number, "Approve all" brings to the name
            *'Chen Jing', 'Tab', 'Tab', ' ',  # past "Clear": the stated choice
            'Tab', 'Enter',
        ]
        wait = ChromeBrowser._wait_code_ok

        def press(browser, *args, **kwargs):
            for key in script:
                press_key(browser, key)
            self.assertTrue(browser._wait_ready("document.querySelector('.answers') !== null", timeout=20))
            return wait(browser, *args, **kwargs)

        self.company.phone = False
        with patch.object(ChromeBrowser, '_wait_code_ok', press):
            self.browser_js(
                self.url, "console.log('test successful')",
                ready="document.readyState === 'complete' && !document.querySelector('.all').hidden")
        self.assertEqual(self.order.job_ids.mapped('approval'), ['approved', 'approved'])
        for answer in self.order.authorisation_ids:
            self.assertEqual((answer.signatory, answer.signature_kind), ('Chen Jing', 'typed'))
            self.assertFalse(answer.signature)
            self.assertTrue(answer.is_intact)

    def test_pad_is_empty_when_it_opens(self):
        """faults M5: neither name nor signature nor choice is there before the customer makes it."""
        form = html.fromstring(self.url_open(self.url).text).forms[0]
        self.assertFalse(form.fields['signatory'])
        self.assertFalse(form.fields['signature'])
        self.assertFalse(form.xpath(".//input[@name='signature_kind']/@checked"))
        self.assertFalse(form.xpath(".//input[@type='radio']/@checked"))

    def test_typed_or_drawn_is_kept_and_printed(self):
        """faults M5: who states that he types has not drawn, whatever else is sent; the paper says which it was."""
        self._send(signature_kind='typed', **{f'decision_{self.rear.id}': 'approved'})
        for answer in self.order.authorisation_ids:
            self.assertEqual((answer.signature_kind, bool(answer.signature), answer.is_intact), ('typed', False, True))
            source, __ = self.env['ir.actions.report'].with_user(self.user_advisor)._render_qweb_html(
                'aftersales.report_authorisation', answer.ids)
            self.assertIn("Typed, not drawn", source.decode())
            self.env.flush_all()
            self.env.cr.execute("UPDATE aftersales_authorisation SET signature_kind = 'drawn' WHERE id = %s", [answer.id])
            self.env.invalidate_all()
            self.assertFalse(answer.is_intact)
        self.assertTrue(self.order._has_signed_papers(), "a typed name signs, too")

    def test_error_keeps_the_choice(self):
        page = self._send(signature='', signature_kind='typed', signatory=' ')
        form = html.fromstring(page.text).forms[0]
        self.assertTrue(form.xpath(".//input[@name='signature_kind']/@checked"))

    def test_call_back(self):
        self._send(**{f'decision_{job.id}': 'callback' for job in self.order.job_ids}, signature='')
        self.assertEqual(self.order.job_ids.mapped('approval'), ['callback', 'callback'])
        self.assertEqual(self.order.activity_ids.user_id, self.user_advisor)

    def test_addition_shows_exactly_the_new_part(self):
        self._send()
        self.order.action_receive()
        disc = self.env['product.product'].create({'name': 'Brake disc', 'list_price': 150, 'taxes_id': []})
        self.env['aftersales.order.line'].with_user(self.user_advisor).create({
            'job_id': self.front.id, 'product_id': disc.id})
        url = f'/aftersales/authorise/{self.order._ask_customer().sudo().token}'
        page = self.url_open(url)
        self.assertIn('Brake disc', page.text)
        self.assertNotIn(self.part.name, page.text)
        for amount in ('280.00', '150.00', '430.00'):
            self.assertIn(amount, page.text)
        self._send(page, url)
        self.assertEqual(self.front.line_ids.mapped('approval'), ['approved'] * 3)

    def _get_card(self, job):
        """The job's section of the page."""
        page = html.fromstring(self.url_open(self.url).text)
        radio, = page.xpath(f"//input[@name='decision_{job.id}'][1]")[:1]
        return radio.xpath("ancestor::section")[0]

    def test_work_that_others_pay(self):
        """faults C1: nothing to pay is an amount too: the running total adds it, and the page says who pays."""
        insured = {'pay_type_id': self.env.ref('aftersales.pay_type_insurance').id, 'payer_id': self.insurer.id}
        self.front.write(insured)
        self.rear.write({**insured, 'deductible': 100})
        free, shared = self._get_card(self.front), self._get_card(self.rear)
        self.assertEqual(float(free.get('data-amount')), 0.0)
        self.assertEqual(float(shared.get('data-amount')), 100.0)
        rows = [' '.join(row.text_content().split()) for row in free.xpath(".//tr[@class='sum']")]
        self.assertEqual(rows, [
            'Of this you pay$ 0.00', 'Paid by Ping An Insurance$ 160.00'])
        self.assertIn('60.00', shared.xpath(".//tr[contains(., 'Paid by Ping An Insurance')]")[0].text_content())

    def test_work_that_the_house_pays(self):
        self.env.ref('aftersales.pay_type_goodwill').requires_approval = True
        self.front.with_user(self.user_manager).pay_type_id = self.env.ref('aftersales.pay_type_goodwill')
        card = self._get_card(self.front)
        self.assertEqual(float(card.get('data-amount')), 0.0)
        self.assertTrue(card.xpath(f".//tr[contains(., 'Paid by {self.company.name}')][contains(., '160.00')]"))
        self.assertFalse(self._get_card(self.rear).xpath(".//tr[contains(., 'Paid by')]"))

    # === WHAT GOES WRONG ===#

    @mute_logger('odoo.addons.aftersales.controllers.approval.authorise')
    def test_incomplete_forms(self):
        for values, message in (
            ({f'decision_{self.rear.id}': ''}, "choose an answer for each job"),
            ({f'decision_{self.rear.id}': 'not_needed'}, "choose an answer for each job"),
            ({'signatory': '  '}, "enter your name"),
            ({'signature': ''}, "Please sign in the box"),
            ({'signature': '', 'signature_kind': 'drawn'}, "Please sign in the box"),
            ({'signature_kind': 'typed', 'signatory': ' '}, "enter your name"),
            ({'signature': 'data:text/html;base64,PHNjcmlwdD4='}, "Please sign in the box"),
            ({'signature': 'data:image/png;base64,AAAA'}, "Please sign in the box"),
            ({'signature': 'data:image/png;base64,PHN2Zz4='}, "Please sign in the box"),
        ):
            with self.subTest(message=message, values=values):
                self.assertIn(message, self._send(**values).text)
        self.assertFalse(self.order.authorisation_ids)

    def test_changed_while_the_page_was_open(self):
        page = self.url_open(self.url)
        self.front.line_ids[1].price_unit = 90
        again = self._send(page)
        self.assertIn("has changed since you opened this page", again.text)
        self.assertFalse(self.order.authorisation_ids)
        self.assertIn('300.00', again.text, "the new state is shown")
        self._send(again)
        self.assertEqual(self.front.authorisation_ids.amount_total, 300)

    def test_second_submit(self):
        page = self.url_open(self.url)
        self._send(page)
        self.assertIn('your answer is recorded', self._send(page).text)
        self._send(page, **{f'decision_{self.rear.id}': 'approved'})
        self.assertEqual(len(self.order.authorisation_ids), 2)
        self.assertEqual(self.rear.approval, 'declined')

    def test_answered_on_the_phone_meanwhile(self):
        page = self.url_open(self.url)
        self.rear._approve('phone')
        self.assertIn("has changed", self._send(page).text)
        self.assertEqual(self.rear.approval, 'approved')
        self.front._approve('phone')
        self.assertIn("in another way", self._send(page).text)

    def test_expired_replaced_and_unknown(self):
        page = self.url_open(self.url)
        self.request_.sudo().expiry_date = '2026-01-01 00:00:00'
        for response in (self.url_open(self.url), self._send(page)):
            self.assertEqual(response.status_code, 410)
            self.assertIn("link has expired", response.text)
            self.assertIn(self.company.phone, response.text)
        newer = self.order._ask_customer()
        for response in (self.url_open(self.url), self._send(page)):
            self.assertEqual(response.status_code, 410)
            self.assertIn("newer link", response.text)
        self.assertEqual(newer.state, 'open')
        response = self.url_open(self.url[:-1] + '!')
        self.assertEqual(response.status_code, 404)
        self.assertIn("link is not known", response.text)
        self.assertNotIn(self.order.name, response.text)
        self.assertFalse(self.order.authorisation_ids)

    def test_order_cancelled_meanwhile(self):
        page = self.url_open(self.url)
        self.cancel(self.order)
        self.assertIn("Nothing is to be answered", self._send(page).text)

    # === WHO IS UP TO NO GOOD ===#

    def test_foreign_jobs_are_not_answered(self):
        other = self._create_orders()
        self._send(**{f'decision_{other.job_ids.id}': 'approved'})
        self.assertEqual(other.job_ids.approval, 'pending')

    @mute_logger('odoo.http')
    def test_without_csrf_token(self):
        page = self.url_open(self.url)
        response = self._send(page, csrf_token='wrong')
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.order.authorisation_ids)

    def test_nothing_is_executed_cached_or_leaked(self):
        page = self.url_open(self.url)
        self.assertNotIn('<script>alert', page.text)
        self.assertNotIn('<img src=x', page.text)
        self.assertIn('&lt;script&gt;alert(1)', page.text)
        self.assertEqual(page.headers['Cache-Control'], 'no-store, private')
        self.assertEqual(page.headers['Referrer-Policy'], 'no-referrer')
        self.assertIn('noindex', page.headers['X-Robots-Tag'])
        self.assertIn("script-src 'self'", page.headers['Content-Security-Policy'])
        answer = self._send(page, signatory='<b onmouseover=alert(3)>Chen</b>', **{
            f'reason_{self.rear.id}': '<script>alert(4)</script>'})
        self.assertNotIn('<script>alert', answer.text)
        for body in self.order.message_ids.mapped('body'):
            self.assertNotIn('<script', body)
        self.assertNotIn('<script', str(self.request_.authorisation_ids[0].content_html))

    def test_guessing_is_slowed_down(self):
        """faults A2: who guesses gets no further page; a customer at the same address gets his."""
        for number in range(unknown_tokens.most):
            self.assertEqual(self.url_open(f'/aftersales/authorise/guess{number}').status_code, 404)
        refused = self.url_open('/aftersales/authorise/one-more')
        self.assertEqual((refused.status_code, refused.headers['Cache-Control']), (429, 'no-store, private'))
        for _time in range(2):
            self.assertEqual(self.url_open(self.url).status_code, 200)

    def test_photos_by_the_token_only(self):
        image = BytesIO()
        Image.new('RGB', (40, 30), (90, 10, 10)).save(image, 'PNG')
        photo, page, foreign = self.env['ir.attachment'].create([
            {'name': 'disc.png', 'raw': image.getvalue()},
            {'name': 'evil.svg', 'raw': b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(5)</script></svg>'},
            {'name': 'foreign.png', 'raw': image.getvalue()},
        ])
        self.patch(self.env.registry['aftersales.job'], '_get_customer_photos', lambda job: (photo + page).sudo())
        html = self.url_open(self.url).text
        self.assertIn(f'{self.url}/photo/{photo.id}', html)
        self.assertNotIn(f'/photo/{page.id}"', html)
        response = self.url_open(f'{self.url}/photo/{photo.id}')
        self.assertEqual((response.status_code, response.headers['Content-Type']), (200, 'image/png'))
        self.assertIn('no-store', response.headers['Cache-Control'])
        for wrong in (
            f'{self.url}/photo/{page.id}', f'{self.url}/photo/{foreign.id}', f'/aftersales/authorise/x/photo/{photo.id}',
        ):
            self.assertEqual(self.url_open(wrong).status_code, 404, wrong)
        self._send()
        self.assertEqual(self.url_open(f'{self.url}/photo/{photo.id}').status_code, 404, "answered: no more photos")

    def test_language_of_the_customer(self):
        self.env['res.lang']._activate_lang('zh_CN')
        self.customer.lang = 'zh_CN'
        page = self.url_open(self.url)
        self.assertIn('lang="zh-CN"', page.text)
        self._send(page)
        self.assertEqual(self.request_.authorisation_ids[0].lang, 'zh_CN')

    def test_link_in_the_portal(self):
        self.assertEqual(self.order._get_portal_question_url(), self.request_.sudo()._get_customer_url())
        self.assertTrue(self.front._is_asked())
        with freeze_time('2031-01-01'):
            self.env.invalidate_all()
            self.assertFalse(self.order._get_portal_question_url())
