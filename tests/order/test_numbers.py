from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import date
from functools import partial
from threading import Barrier
from unittest.mock import patch

from freezegun import freeze_time

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import DummyRLock, Registry
from odoo.service import model as service
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.booking import BookingCommon
from odoo.addons.aftersales.tests.dealership.race import ConnectionsCommon

AT_ONCE = 30


@tagged('post_install', '-at_install')
class TestNumbers(BookingCommon):
    """M19: the year in a number is that of the outlet, whoever enters the document wherever."""

    def test_year_of_the_outlet(self):
        """faults M19: on the evening of 31 December in Los Angeles it is next year in Greenwich."""
        self.workshop.resource_calendar_id = self.workshop.resource_calendar_id.copy({'tz': 'America/Los_Angeles'})
        makers = {
            'aftersales.order': lambda: self._create_orders(2),
            'aftersales.appointment': lambda: self.env['aftersales.appointment'].with_user(self.user_advisor).create([{
                'workshop_id': self.workshop.id, 'contact_name': name, 'phone': '1', 'start': '2031-01-06 17:00:00',
            } for name in ("Chen", "Wu")]),
            'aftersales.enquiry': lambda: self.env['aftersales.enquiry'].with_user(self.user_advisor).create([{
                'workshop_id': self.workshop.id, 'question': "Tyres?"}] * 2),
        }
        for moment, year in (('2031-01-01 03:00:00', '/2030/'), ('2031-01-01 09:00:00', '/2031/')):
            for tz in ('Asia/Shanghai', 'UTC', 'America/Los_Angeles'):
                self.user_advisor.tz = tz
                for model, make in makers.items():
                    with (self.subTest(model, moment=moment, user=tz), freeze_time(moment),
                          closing(self.cr.savepoint(flush=False))):
                        names = make().mapped('name')
                        self.assertEqual(len(set(names)), 2)
                        self.assertTrue(all(year in name for name in names), names)


@tagged('post_install', '-at_install')
class TestNumbersAtOnce(ConnectionsCommon):
    """M19: the first documents of a year or of a company are numbered at once, and none is lost."""

    @classmethod
    def _create(cls, env):
        company = env['res.company'].create({'name': "Numbers"})
        workshop = env['aftersales.workshop'].create({'name': "Numbers", 'code': 'NUMB', 'company_id': company.id})
        cls.ids = {'company': company.id, 'workshop': workshop.id}

    @classmethod
    def _remove(cls, env):
        env['ir.sequence.date_range'].search([('date_from', '>=', '2041-01-01')]).unlink()
        env['aftersales.workshop'].browse(cls.ids['workshop']).unlink()
        env['ir.sequence'].search([
            ('code', '=', 'aftersales.appointment'), ('company_id', '=', cls.ids['company'])]).unlink()
        # A company cannot be deleted with what comes with it; the next test of this name finds another one.
        env['res.company'].browse(cls.ids['company']).write({'active': False, 'name': f"Numbers {cls.ids['company']}"})

    def _draw(self, draw):
        """What ``draw`` gives to each of those who begin at once, as requests of theirs."""
        ready = Barrier(AT_ONCE, timeout=60)

        def run(env):
            env['res.company'].browse(self.ids['company']).fetch(['name'])  # all see the data as they were
            ready.wait()
            return service.retrying(partial(draw, env), env)

        # The runner of the tests keeps the registry locked, and other threads would wait for it forever.
        self.patch(Registry, '_lock', DummyRLock())
        with ExitStack() as stack, patch.object(service.random, 'uniform', lambda low, high: 0.01):
            envs = [api.Environment(stack.enter_context(self.database.cursor()), SUPERUSER_ID, {}) for __ in range(AT_ONCE)]
            with ThreadPoolExecutor(AT_ONCE) as pool:
                return list(pool.map(run, envs))

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_whatever_is_numbered(self):
        """faults M19: whatever of ours is numbered, found by code: none lost, none twice, and in the year of the place."""
        def draw(env, model, year):
            company = env['res.company'].browse(self.ids['company'])
            return env[model]._get_sequence(company)._draw_numbers(date(year, 12, 31), 2)

        models = self._in_transaction(lambda env: [
            name for name, cls in env.registry.items() if hasattr(cls, '_get_sequence') and name.startswith('aftersales.')])
        self.assertGreaterEqual(set(models), {'aftersales.appointment', 'aftersales.enquiry'})
        for model in sorted(models):
            for year in (2043, 2044):
                with self.subTest(model, year=year):
                    numbers = [
                        number for pair in self._draw(partial(draw, model=model, year=year)) for number in pair]
                    self.assertEqual(len(set(numbers)), 2 * AT_ONCE)
                    self.assertTrue(all(f'/{year}/' in number for number in numbers), numbers)

    def assertAllNumbered(self, numbers, prefix):
        self.assertEqual(sorted(numbers), [f'{prefix}{number:05}' for number in range(1, AT_ONCE + 1)])

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_first_orders_of_a_year(self):
        """faults M19: 30 at once, none lost to “two date ranges for the same sequence”."""
        for year in (2041, 2042):
            numbers = self._draw(lambda env, year=year: env['aftersales.workshop'].browse(
                self.ids['workshop']).sequence_id._draw_numbers(date(year, 1, 1), 1)[0])
            self.assertAllNumbered(numbers, f'RO/NUMB/{year}/')

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_first_appointments_of_a_company(self):
        """faults M19: nor does each of them make a sequence of its own, and number anew."""
        numbers = self._draw(lambda env: env['aftersales.appointment']._get_sequence(
            env['res.company'].browse(self.ids['company']))._draw_numbers(date(2041, 1, 1), 1)[0])
        self.assertAllNumbered(numbers, 'AP/2041/')
