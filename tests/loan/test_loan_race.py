from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.cast import call_cast
from odoo.addons.aftersales.tests.dealership.loan import LICENCE, prepare_loaner
from odoo.addons.aftersales.tests.dealership.race import ConnectionsCommon

CONNECTIONS = 20


@tagged('post_install', '-at_install')
class TestLoanRace(ConnectionsCommon):
    """J8: one car, one moment, twenty people who promise it at once: one of them may, whichever it is."""

    @classmethod
    def _create(cls, env):
        cast = call_cast(env, 'people', 'outlet')
        cls.workshop_id, cls.partner_id = cast['workshop'].id, cast['customer'].id
        cls.ids = env['fleet.vehicle'].create([
            prepare_loaner(env, cast['workshop'], cast['model_a'], f'RACE {number}') for number in range(2)]).ids

    @classmethod
    def _remove(cls, env):
        env.cr.execute(SQL("DELETE FROM aftersales_loan WHERE vehicle_id IN %s", tuple(cls.ids)))
        env.cr.execute(SQL("UPDATE aftersales_workshop SET loaner_quota = 0 WHERE id = %s", cls.workshop_id))
        env.invalidate_all()
        env['fleet.vehicle'].browse(cls.ids).unlink()

    def _race(self, cars, day, quota=0):
        """:return: how many of twenty got one"""
        self._in_transaction(lambda env: env['aftersales.workshop'].browse(self.workshop_id).write({'loaner_quota': quota}))
        barrier = Barrier(CONNECTIONS)

        def promise(number):
            with self.database.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env['aftersales.loan'].search_count(Domain.TRUE, limit=1)  # the view of the data begins here
                barrier.wait(60)
                try:
                    env['aftersales.loan'].create({
                        'vehicle_id': cars[number % len(cars)], 'workshop_id': self.workshop_id,
                        'partner_id': self.partner_id, 'date_from': f'2031-05-{day:02} {number % 10:02}:00:00',
                        'date_to': f'2031-05-{day + 1:02} 09:00:00', **LICENCE})
                    env.flush_all()
                except (UserError, psycopg2.Error):
                    env.clear()
                    cr.rollback()
                    return 0
                return 1
        with ThreadPoolExecutor(CONNECTIONS) as pool, mute_logger('odoo.sql_db'):
            return sum(pool.map(promise, range(CONNECTIONS)))

    def test_twenty_at_once(self):
        self.assertEqual(self._race(self.ids[:1], day=6), 1)

    def test_quota_of_two_cars(self):
        """C7: two cars free, one hand-out a day: one of the twenty gets one."""
        self.assertEqual(self._race(self.ids, day=12, quota=1), 1)
