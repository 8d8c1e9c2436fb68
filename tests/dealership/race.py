import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.sql_db import db_connect
from odoo.tests import BaseCase
from odoo.tests.common import get_db_name
from odoo.tools import SQL

from odoo.addons.aftersales.tests.cast import call_cast


class ConnectionsCommon(BaseCase):
    """On real connections: what ``_create`` makes is committed, and removed again by ``_remove``."""

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


class RaceCommon(ConnectionsCommon):
    """Two people at one order."""

    # States of the order and of its jobs.
    _states = ('in_progress', 'done')

    @classmethod
    def _create(cls, env):
        cast = call_cast(env, 'people', 'books', 'shop')
        cls.context = {'allowed_company_ids': cast['company'].ids, 'tracking_disable': True}
        env = env(context=cls.context)
        order = env['aftersales.order'].create({
            'workshop_id': cast['workshop'].id, 'vehicle_id': cast['vehicle'].id, 'partner_id': cast['customer'].id,
            'user_id': False, 'job_ids': [Command.create(vals) for vals in cls._prepare_jobs(env, cast)],
        })
        cls.ids = {'order': order.id, **{name: cast[name].id for name in ('insurer', 'labour', 'menu', 'pads')}}
        cls._create_more(env, order)
        cls._set_state(env, *cls._states)

    @classmethod
    def _create_more(cls, env, order):
        """What a race needs besides, before the order is put where it stands."""

    @classmethod
    def _prepare_jobs(cls, env, cast):
        """Work the maker pays, so that nobody has to be asked."""
        return [{
            'name': "Race", 'pay_type_id': env.ref('aftersales.pay_type_warranty').id, 'payer_id': cast['maker'].id,
            'line_ids': [Command.create({'product_id': cast['labour'].id, 'price_unit': 100})],
        }]

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

    @staticmethod
    def cancel(order):
        """For a reason, in one step: a dialog would be a second document of the transaction."""
        order._cancel("The customer stays away")

    def assertOneWaits(self, first, second):
        """Two transactions that began together: while the first is open, the second gets no further."""
        with self.database.cursor() as first_cr, self.database.cursor() as second_cr:
            orders = self._get_order(first_cr), self._get_order(second_cr)
            self.assertEqual(*(order.state for order in orders))  # both have their view of the data
            first(orders[0])
            orders[0].env.flush_all()
            second_cr.execute(SQL("SET LOCAL lock_timeout = '40ms'"))
            with self.assertRaises(psycopg2.errors.LockNotAvailable), second_cr.savepoint(flush=False):
                second(orders[1])
                orders[1].env.flush_all()
            orders[1].env.clear()
            second_cr.rollback()
            orders[0].env.clear()
            first_cr.rollback()
