from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime, time, timedelta
from functools import partial
from threading import Barrier

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.race import ConnectionsCommon

CUSTOMERS = 20


@tagged('post_install', '-at_install')
class TestBookingRace(ConnectionsCommon):
    """C2: twenty people book one slot at once, and one technician is free.

    The outlet is removed again with all that was booked.
    """
    ids = {}

    @classmethod
    def _create(cls, env):
        company = env.ref('base.main_company')
        calendar = env['resource.calendar'].create({
            'name': 'Race', 'tz': 'UTC', 'company_id': company.id,
            'attendance_ids': [Command.clear()] + [
                Command.create({'name': 'Race', 'dayofweek': str(day), 'hour_from': 9, 'hour_to': 17})
                for day in range(7)
            ],
        })
        technician = env['hr.employee'].create({
            'name': 'Race', 'company_id': company.id, 'resource_calendar_id': calendar.id})
        workshop = env['aftersales.workshop'].create({
            'name': 'Race', 'code': 'RACE', 'company_id': company.id, 'resource_calendar_id': calendar.id,
            'employee_ids': [Command.set(technician.ids)],
            'bay_ids': [Command.create({'name': str(number)}) for number in range(CUSTOMERS)],
        })
        # The company's number sequence is made with its first appointment, which is no part of this race.
        env['aftersales.appointment']._get_sequence(company)
        cls.ids = {'calendar': calendar.id, 'technician': technician.id, 'workshop': workshop.id}
        cls.start = datetime.combine(datetime.today() + timedelta(days=3), time(10))

    @classmethod
    def _remove(cls, env):
        workshop = env['aftersales.workshop'].browse(cls.ids['workshop'])
        appointments = env['aftersales.appointment'].search([('workshop_id', '=', workshop.id)])
        # Appointments stay in the history: only the database forgets those of an outlet that never was.
        env.cr.execute("UPDATE aftersales_appointment SET state = 'draft' WHERE workshop_id = %s", [workshop.id])
        env.invalidate_all()
        appointments.unlink()
        sequence = workshop.sequence_id
        workshop.unlink()
        sequence.unlink()
        technician = env['hr.employee'].browse(cls.ids['technician'])
        resource = technician.resource_id
        technician.unlink()
        resource.exists().unlink()
        env['resource.calendar'].browse(cls.ids['calendar']).unlink()

    def _race(self, *bookings):
        """Book at once, each on its own connection and as a request does it.

        :return: list of appointment id or the message of the refusal
        """
        ready = Barrier(len(bookings), timeout=60)

        def run(env, vals):
            env['aftersales.workshop'].browse(self.ids['workshop']).fetch(['name'])  # all see the day as it was
            ready.wait()
            try:
                return retrying(partial(self._book, env, vals), env)
            except ValidationError as error:
                env.cr.rollback()
                return error.args[0]

        # The runner of the tests keeps the registry locked, and other threads would wait for it forever.
        self.patch(Registry, '_lock', DummyRLock())
        with ExitStack() as stack:
            envs = [
                api.Environment(stack.enter_context(self.database.cursor()), SUPERUSER_ID, {}) for __ in bookings]
            with ThreadPoolExecutor(len(bookings)) as pool:
                return list(pool.map(run, envs, bookings))

    def _book(self, env, vals):
        return env['aftersales.appointment']._book({
            'workshop_id': self.ids['workshop'], 'start': self.start, 'planned_hours': 2.0, 'phone': '1', **vals}).id

    def _read(self, work):
        with self.database.cursor() as cr:
            return work(api.Environment(cr, SUPERUSER_ID, {}))

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_twenty_for_one_slot(self):
        """One wins; the others are told what is free instead."""
        vals = {'work_start': self.start + timedelta(minutes=15)}
        results = self._race(*[{**vals, 'contact_name': str(number)} for number in range(CUSTOMERS)])
        winners = [result for result in results if isinstance(result, int)]
        self.assertEqual(len(winners), 1, results)
        for message in set(results) - set(winners):
            self.assertIn("No technician", message)
            self.assertRegex(message, r"Free instead: \w{3}, .+ \d+:\d\d [AP]M, .+ \d+:\d\d [AP]M, .+ \d+:\d\d [AP]M\.")
        rows = self._read(lambda env: env['aftersales.allocation'].search_read(
            [('workshop_id', '=', self.ids['workshop']), ('start', '<', self.start + timedelta(days=1))],
            ['appointment_id', 'employee_id', 'bay_id']))
        self.assertEqual({row['appointment_id'][0] for row in rows}, set(winners))
        self.assertEqual(len(rows), 2, "One technician, one bay.")

    @mute_logger('odoo.sql_db', 'odoo.service.model')
    def test_last_waiting_customer_of_a_day(self):
        """A quota is a sum: no constraint holds it, the claimed day does."""
        self._in_transaction(lambda env: env['aftersales.workshop'].browse(self.ids['workshop']).write({'waiter_quota': 1}))
        later = [self.start + timedelta(days=1, hours=number) for number in range(4)]
        results = self._race(*[{'start': start, 'planned_hours': 0.5, 'is_waiter': True} for start in later])
        winners = [result for result in results if isinstance(result, int)]
        self.assertEqual(len(winners), 1, results)
        self.assertTrue(all("no more waiting customers" in result for result in results if result not in winners), results)
