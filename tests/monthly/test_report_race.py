from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.cast import call_cast
from odoo.addons.aftersales.tests.dealership.race import ConnectionsCommon

CONNECTIONS = 6


@tagged('post_install', '-at_install')
class TestReportRace(ConnectionsCommon):
    """N2: one report and six people who release it at once: it is released once, and told of once."""

    @classmethod
    def _create(cls, env):
        cast = call_cast(env, 'people', 'outlet')
        report = env['aftersales.monthly.report'].create({
            'company_id': cast['workshop'].company_id.id, 'workshop_id': cast['workshop'].id, 'period_start': '2021-05-01',
            'author_id': cast['user_manager'].id, 'summary': "Fewer visits", 'conclusion': "Call more"})
        report.action_check()
        cls.report_id = report.id

    @classmethod
    def _remove(cls, env):
        env.cr.execute(SQL("DELETE FROM mail_message WHERE model = 'aftersales.monthly.report' AND res_id = %s", cls.report_id))
        env.cr.execute(SQL("DELETE FROM aftersales_monthly_report WHERE id = %s", cls.report_id))

    def _release(self, barrier):
        with self.database.cursor() as cr:
            report = api.Environment(cr, SUPERUSER_ID, {})['aftersales.monthly.report'].browse(self.report_id)
            self.assertEqual(report.state, 'checked')  # the view of the data begins here
            barrier.wait(60)
            try:
                report.action_release()
                report.env.flush_all()
            except (UserError, psycopg2.Error):
                report.env.clear()
                cr.rollback()
                return 0
            return 1

    def test_released_once(self):
        barrier = Barrier(CONNECTIONS)
        with ThreadPoolExecutor(CONNECTIONS) as pool, mute_logger('odoo.sql_db'):
            self.assertEqual(sum(pool.map(lambda __: self._release(barrier), range(CONNECTIONS))), 1)
        kept = self._in_transaction(lambda env: env['aftersales.monthly.report'].browse(self.report_id).read(
            ['state', 'is_intact'])[0])
        self.assertEqual((kept['state'], kept['is_intact']), ('released', True))
