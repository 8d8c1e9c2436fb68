from functools import partial

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.sql_db import db_connect
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.cast import call_cast


@tagged('post_install', '-at_install')
class TestOrderRace(BaseCase):
    """M16: what a guard reads is not changed behind it: who invoices, closes or changes an order claims it.

    Runs on real connections: an order is committed, and removed again.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = db_connect(get_db_name())
        cls.addClassCleanup(cls._in_transaction, cls._remove)
        cls._in_transaction(cls._create)

    @classmethod
    def _in_transaction(cls, work):
        with cls.database.cursor() as cr:
            return work(api.Environment(cr, SUPERUSER_ID, {}))  # leaving it commits

    @classmethod
    def _create(cls, env):
        cast = call_cast(env, 'people', 'books')
        cls.context = {'allowed_company_ids': cast['company'].ids, 'tracking_disable': True}
        env = env(context=cls.context)
        order = env['aftersales.order'].create({
            'workshop_id': cast['workshop'].id, 'vehicle_id': cast['vehicle'].id, 'partner_id': cast['customer'].id,
            'user_id': False, 'job_ids': [Command.create({
                'name': "Race", 'pay_type_id': env.ref('aftersales.pay_type_warranty').id, 'payer_id': cast['maker'].id,
                'line_ids': [Command.create({'product_id': cast['labour'].id, 'price_unit': 100})],
            })],
        })
        cls.ids = {'order': order.id, 'insurer': cast['insurer'].id, 'labour': cast['labour'].id}
        cls._set_state(env, 'in_progress', 'done')

    @classmethod
    def _set_state(cls, env, order_state, job_state):
        """Where an order stands after visits that are no part of this race, and would leave their traces."""
        env.flush_all()
        env.cr.execute(SQL("UPDATE aftersales_order SET state = %s WHERE id = %s", order_state, cls.ids['order']))
        env.cr.execute(SQL("UPDATE aftersales_job SET state = %s WHERE order_id = %s", job_state, cls.ids['order']))
        env.invalidate_all()

    @classmethod
    def _remove(cls, env):
        order = env['aftersales.order'].browse(cls.ids['order'])
        order._get_invoices().unlink()
        cls._set_state(env, 'draft', 'todo')
        order.unlink()

    def _get_order(self, cr):
        return api.Environment(cr, SUPERUSER_ID, self.context)['aftersales.order'].browse(self.ids['order'])

    # === WHAT TWO PEOPLE DO ===#

    def _get_changes(self):
        """What moves who pays, how much, or whether the work is done."""
        return {
            'payer': lambda order: order.job_ids.write({'payer_id': self.ids['insurer']}),
            'share': lambda order: order.job_ids.write({'share': 50}),
            'price': lambda order: order.line_ids.write({'price_unit': 50}),
            'line deleted': lambda order: order.line_ids.unlink(),
            'line added': lambda order: order.job_ids.write(
                {'line_ids': [Command.create({'product_id': self.ids['labour']})]}),
            'job added': lambda order: order.job_ids.create({'order_id': order.id, 'name': "Late"}),
            'job cancelled': lambda order: order.job_ids.action_cancel(),
            'job back to do': lambda order: order.job_ids._transition('todo'),
        }

    def assertOneWaits(self, first, second):
        """Two transactions that began together: while the first is open, the second gets no further."""
        with self.database.cursor() as first_cr, self.database.cursor() as second_cr:
            orders = self._get_order(first_cr), self._get_order(second_cr)
            self.assertEqual(*(order.state for order in orders))  # both have their view of the data
            first(orders[0])
            orders[0].env.flush_all()
            second_cr.execute(SQL("SET LOCAL lock_timeout = '200ms'"))
            with self.assertRaises(psycopg2.errors.LockNotAvailable), second_cr.savepoint(flush=False):
                second(orders[1])
                orders[1].env.flush_all()
            orders[1].env.clear()
            second_cr.rollback()
            orders[0].env.clear()
            first_cr.rollback()

    @mute_logger('odoo.sql_db')
    def test_invoicing_beside_a_change(self):
        for label, change in self._get_changes().items():
            for first, second in ((change, self._invoice), (self._invoice, change)):
                with self.subTest(change=label, first='change' if first is change else 'invoice'):
                    self.assertOneWaits(first, second)

    @mute_logger('odoo.sql_db')
    def test_closing_beside_a_change(self):
        """M16: a job or line that is added while the order is cancelled is not left to do on a closed order."""
        changes = self._get_changes()
        self._in_transaction(lambda env: self._set_state(env, 'in_progress', 'todo'))
        try:
            for label in ('line added', 'job added'):
                with self.subTest(change=label, close='cancel'):
                    self.assertOneWaits(changes[label], lambda order: order.action_cancel())
                    self.assertOneWaits(lambda order: order.action_cancel(), changes[label])
            self._in_transaction(lambda env: self._set_state(env, 'ready', 'passed'))
            for label in ('line added', 'job added', 'job back to do'):
                with self.subTest(change=label, close='deliver'):
                    self.assertOneWaits(changes[label], lambda order: order.write({'state': 'delivered'}))
        finally:
            self._in_transaction(lambda env: self._set_state(env, 'in_progress', 'done'))

    @staticmethod
    def _invoice(order):
        order._create_invoices()

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_the_second_is_told(self):
        """M16: the payer changes while another invoices: the request runs again, sees the invoice, and is refused."""
        with self.database.cursor() as cr:
            order = self._get_order(cr)
            self.assertTrue(order.job_ids._is_billable())
            self._in_transaction(lambda env: self._get_order(env.cr)._create_invoices())
            with self.assertRaisesRegex(UserError, "is invoiced already"):
                retrying(partial(order.job_ids.write, {'payer_id': self.ids['insurer']}), order.env)
            order.env.clear()
            cr.rollback()
        self._in_transaction(lambda env: self._get_order(env.cr)._get_invoices().unlink())
