import logging
from contextlib import contextmanager

from odoo.http import Request
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.smoke.test_hostile_requests import RoutesCommon


@tagged('post_install', '-at_install')
class TestReadingRoutes(RoutesCommon):
    """faults P12: what only shows is marked so and changes nothing: a copy of the database that is only read can serve it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        order = cls._create_orders()
        order.action_receive()
        cls.asked = order._ask_customer().sudo()
        cls.short_key = cls.order.sudo()._get_short_key('o')
        cls.rating_token = cls.order.sudo()._rating_get_access_token()

    def _get_own_url(self, rule, values):
        url, __ = self._fill(rule, values)
        if rule.rule.startswith('/as/'):
            return f'/as/{self.short_key}'
        if rule.rule.startswith('/rate/'):
            return url.replace(values['token'], self.rating_token)
        if rule.rule.startswith('/aftersales/book/'):
            return url.replace(values['token'], 'some-token')
        if '<int:order_id>' in rule.rule or '<int:appointment_id>' in rule.rule:
            document = self.order if '<int:order_id>' in rule.rule else self.appointment
            return f'{url}?access_token={document._portal_ensure_token()}'
        return url

    @contextmanager
    def _assert_only_read(self):
        """Odoo tries again what wrote all the same, and tells so in its log."""
        with self.assertLogs('odoo.http', 'WARNING') as log:
            logging.getLogger('odoo.http').warning("A log that says nothing is no log")
            yield
        self.assertNotIn('read/write cursor', ' '.join(log.output))

    def test_every_page(self):
        """faults P12: every route that answers GET, found by code, as visitor, customer and dispatcher."""
        routes = [
            rule for rule, routing, __, __ in self._get_routes()
            if routing['type'] == 'http' and (not rule.methods or 'GET' in rule.methods)]
        self.assertGreater(len(routes), 14, "the walk has to find our routes")
        values, served = self._get_sound_values(), 0
        for login in (None, self.user_customer.login, self.user_dispatcher.login):
            for rule in routes:
                self.authenticate(login, login)  # the time clock logs out
                url = self._get_own_url(rule, values)
                with self.subTest(url, login=login), self._assert_only_read():
                    answer = self.url_open(url, allow_redirects=False)
                    self.assertLess(answer.status_code, 405)
                    served += answer.status_code == 200
                readonly = rule.endpoint.routing['readonly']
                with self.subTest(rule.rule):
                    self.assertTrue(callable(readonly) or readonly, "not marked as reading")
        self.assertGreater(served, 25, "pages, not refusals")

    def test_papers(self):
        """A customer's paper is a page, too."""
        for report in self.order.sudo()._get_portal_papers():
            url = f'/my/repair-orders/{self.order.id}?access_token={self.order._portal_ensure_token()}'
            with self.subTest(report), self._assert_only_read():
                answer = self.url_open(f'{url}&report_type=pdf&report={report}')
                self.assertEqual(answer.status_code, 200)

    @mute_logger('odoo.sql_db')
    def test_a_page_that_writes_is_found(self):
        """The walk above would see it."""
        self.patch(
            self.env.registry['aftersales.authorisation.request'], '_get_page_phone',
            lambda asked: (asked.sudo().order_id.write({'color': 5}), asked.env.flush_all()) and '')
        with self.assertLogs('odoo.http', 'WARNING') as log:
            self.url_open(f'/aftersales/authorise/{self.asked.token}')
        self.assertIn('retrying with a read/write cursor', log.output[0])

    # === OPENED ===#

    def _tell_opened(self, url):
        return self.url_open(f'{url}/opened', data={'csrf_token': Request.csrf_token(self)})

    def test_opened_by_the_customer(self):
        """faults P12: the link's page is only read; that a customer looks at it, the page tells by itself."""
        url = f'/aftersales/authorise/{self.asked.token}'
        self.authenticate(None, None)
        self.assertIn(f'data-opened="{url}/opened"', self.url_open(url).text)
        self.assertFalse(self.asked.opened_date)
        self.asked.with_user(self.user_advisor).action_show()
        for login, key in ((self.user_advisor.login, self.asked.token), (None, self.asked.screen_token)):
            self.authenticate(login, login)
            page = self.url_open(f'/aftersales/authorise/{key}')
            self.assertEqual(page.status_code, 200)
            self.assertNotIn('data-opened', page.text, "neither the house nor its screen")
            self._tell_opened(f'/aftersales/authorise/{key}')
            self.assertFalse(self.asked.opened_date)
        self._tell_opened(url)
        opened = self.asked.opened_date
        self.assertTrue(opened)
        self._tell_opened(url)
        self.assertEqual(self.asked.opened_date, opened)
        self.assertNotIn('data-opened', self.url_open(url).text)
        self.assertEqual(self._tell_opened('/aftersales/authorise/unknown').status_code, 200)
