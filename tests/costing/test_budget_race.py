from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.cast import call_cast
from odoo.addons.aftersales.tests.dealership.race import ConnectionsCommon

CONNECTIONS = 6


@tagged('post_install', '-at_install')
class TestBudgetRace(ConnectionsCommon):
    """N5: six people at one budget: it is released once, and one new version is made of it."""

    @classmethod
    def _create(cls, env):
        cast = call_cast(env, 'people', 'outlet')
        budget = env['aftersales.budget'].create({
            'company_id': cast['workshop'].company_id.id, 'workshop_id': cast['workshop'].id, 'budget_year': 2091,
            'line_ids': [Command.create({'kind': 'labour', 'month': '2091-01-01', 'amount': 100})]})
        budget.action_propose()
        cls.budget_id = budget.id

    @classmethod
    def _remove(cls, env):
        own = SQL("SELECT id FROM aftersales_budget WHERE id = %(id)s OR replaces_id = %(id)s", id=cls.budget_id)
        env.cr.execute(SQL("DELETE FROM mail_message WHERE model = 'aftersales.budget' AND res_id IN (%s)", own))
        env.cr.execute(SQL("DELETE FROM aftersales_budget WHERE replaces_id = %s", cls.budget_id))
        env.cr.execute(SQL("DELETE FROM aftersales_budget WHERE id = %s", cls.budget_id))

    def _race(self, state, work):
        """:return: how many of six got through"""
        barrier = Barrier(CONNECTIONS)

        def go(__):
            with self.database.cursor() as cr:
                budget = api.Environment(cr, SUPERUSER_ID, {})['aftersales.budget'].browse(self.budget_id)
                self.assertEqual(budget.state, state)  # the view of the data begins here
                barrier.wait(60)
                try:
                    work(budget)
                    budget.env.flush_all()
                except (UserError, psycopg2.Error):
                    budget.env.clear()
                    cr.rollback()
                    return 0
                return 1
        with ThreadPoolExecutor(CONNECTIONS) as pool, mute_logger('odoo.sql_db'):
            return sum(pool.map(go, range(CONNECTIONS)))

    def test_released_once(self):
        self.assertEqual(self._race('proposed', lambda budget: budget.action_release()), 1)
        self.assertEqual(self._race('released', lambda budget: budget.action_new_version()), 1)
        count = self._in_transaction(lambda env: env['aftersales.budget'].search_count([
            ('replaces_id', '=', self.budget_id)]))
        self.assertEqual(count, 1)
