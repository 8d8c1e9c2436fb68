import json

from psycopg2 import errors

from odoo.exceptions import ConcurrencyError
from odoo.service import model as service
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.common import AftersalesCommon


class Busy(errors.SerializationFailure):
    """As the database raises it, which alone can say the number of an error."""
    pgcode = '40001'


@tagged('post_install', '-at_install')
class TestBusy(AftersalesCommon, HttpCase):
    """faults M20: nobody reads of transactions."""

    def _click(self, error):
        """:return: the answer to a click on what others are changing all the time, and how often it was tried"""
        tries = []

        def work(records):
            tries.append(records)
            raise error

        self.patch(self.env.registry['aftersales.notice'], 'action_retry', work)
        self.patch(service.random, 'uniform', lambda low, high: 0)
        self.authenticate(self.user_advisor.login, self.user_advisor.login)
        answer = self.url_open(
            '/web/dataset/call_kw/aftersales.notice/action_retry', headers={'Content-Type': 'application/json'},
            data=json.dumps({'params': {
                'model': 'aftersales.notice', 'method': 'action_retry', 'args': [[]], 'kwargs': {}}}))
        return answer.json()['error']['data'], len(tries)

    @mute_logger('odoo.http', 'odoo.service.model')
    def test_words_when_others_are_always_first(self):
        """faults M20: after the last try a sentence says what to do; what failed otherwise is told as it was."""
        for error in (Busy("could not serialize access due to concurrent update"), ConcurrencyError("Cannot lock")):
            with self.subTest(type(error).__name__):
                told, tries = self._click(error)
                self.assertEqual(tries, service.MAX_TRIES_ON_CONCURRENCY_FAILURE)
                self.assertEqual(told['name'], 'odoo.exceptions.UserError')
                self.assertRegex(told['message'], "^Others are changing the same at this moment")
                self.assertNotIn('serialize', told['message'])
        told, tries = self._click(ValueError("Nothing to do with it"))
        self.assertEqual((told['name'], told['message'], tries), ('builtins.ValueError', "Nothing to do with it", 1))
