import re
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.portal import PortalCommon
from odoo.addons.aftersales.tests.dealership.survey import SurveyCommon


@tagged('post_install', '-at_install')
class TestSurveyPage(SurveyCommon, PortalCommon):
    """L1, C6: the link is the key to one survey, for its customer, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked, cls.strange = cls._ask_about(cls._create_visits(2))
        for invitation in (cls.asked, cls.strange):
            invitation._portal_ensure_token()

    def _get_url(self, invitation=None, token=None, path=''):
        invitation = invitation or self.asked
        return f'/my/satisfaction/{invitation.id}{path}?access_token={token or invitation.sudo().access_token}'

    def _send(self, invitation=None, token=None, path='/answer', **answers):
        page = self.url_open(self._get_url(self.strange)).text
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page)
        invitation = invitation or self.asked
        said = {f'question_{key}': value for key, value in self._say(invitation, **answers).items()}
        return self.url_open(f'/my/satisfaction/{invitation.id}{path}', data={
            'csrf_token': csrf and csrf[1], 'access_token': token or invitation.sudo().access_token, **said})

    def test_answered_once(self):
        """L1: the form, its answer, a second device, the same link again."""
        page = self.url_open(self._get_url())
        self.assertEqual(page.headers['Cache-Control'], 'no-store, private')
        self.assertIn("Reception", page.text)
        self.assertIn("Answer one question", self._send().text)
        self.assertIn("Thank you for your answers", self._send(B8=4, B18=9, B19="<b>fine</b>").text)
        self.env.invalidate_all()
        self.assertEqual((self.asked.state, self.asked.method, self.asked.comment), ('answered', 'link', "<b>fine</b>"))
        self.assertIn("Thank you", self._send(B8=1).text)
        self.env.invalidate_all()
        self.assertEqual(self.asked.answer_ids.filtered(lambda line: line.aftersales_counts).mapped('aftersales_mark'), [4])
        self.assertIn("Thank you", self.url_open(self._get_url()).text)

    def test_whose_link(self):
        """L1: no key, a guessed one, that of another, another customer's login, an employee: nothing is seen or said."""
        foreign = self.strange.sudo().access_token
        for login, password in ((None, None), ('portal_qian', 'portal_qian')):
            self.authenticate(login, password)
            for token in ('none', foreign, 'c0ffee00-0000-4000-8000-000000000000', 'x' * 5000):
                answer = self.url_open(self._get_url(token=token))
                self.assertNotIn("Reception", answer.text)
                self._send(token=token, B8=1)
        self.authenticate('as_care', 'as_care')
        self.assertIn("answer nothing for him", self.url_open(self._get_url()).text)
        for path in ('/answer', '/refuse'):
            self._send(path=path, B8=1)
        self.env.invalidate_all()
        self.assertEqual((self.asked.state, self.asked.partner_id.aftersales_no_survey), ('open', False))

    def test_over_and_never_again(self):
        """L1, C6: after its time the page says so and takes nothing; whoever wants no questions gets none."""
        self._send(self.asked, path='/refuse')
        self.env.invalidate_all()
        self.assertEqual((self.asked.state, self.asked.partner_id.aftersales_no_survey), ('refused', True))
        self.assertIn("ask you no more", self.url_open(self._get_url()).text)
        self.strange.sudo().expiry_date = fields.Datetime.now() - timedelta(minutes=1)
        self.assertIn("time to answer is over", self.url_open(self._get_url(self.strange)).text)

    def test_language_of_the_customer(self):
        """L1: the page speaks the customer's language, whatever the browser's; the short link leads to it."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.asked.partner_id.lang = 'zh_CN'
        self.env.ref('aftersales.question_b8').with_context(lang='zh_CN').title = "接待"
        self.env.flush_all()
        short = self.asked.sudo()._get_short_url('s')
        page = self.url_open(short.replace(self.asked.get_base_url(), ''))
        self.assertIn('/my/satisfaction/', page.url)
        self.assertIn('lang="zh-CN"', page.text)
        self.assertIn("接待", page.text)
