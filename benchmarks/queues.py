"""Scheduled actions: rows a second of each queue, and memory, on one worker.

Everything happens in one transaction; where an action would commit, caches are emptied as by a commit.
"""
import resource
import time
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command, Domain
from odoo.tools import SQL

ROWS = 200
# Rows a second that a worker must work on at least.
GOALS = {'notices': 50}
GOAL = 100


class Queues:
    """So many visits, and what each queue takes of them."""

    def __init__(self, env, workshop):
        company = workshop.company_id
        self.env = env = env(user=1, su=True, context={'tracking_disable': True, 'allowed_company_ids': company.ids})
        self.workshop = workshop.with_env(env)
        self.now = fields.Datetime.now()
        model = env['fleet.vehicle.model'].search([], limit=1)
        partners = env['res.partner'].create([{
            'name': f'Queue {number}', 'email': f'queue{number}@example.com', 'phone': f'+86139{number:08}',
        } for number in range(ROWS)])
        vehicles = env['fleet.vehicle'].create([{
            'model_id': model.id, 'license_plate': f'QUEUE{number}', 'owner_id': partner.id, 'company_id': False,
        } for number, partner in enumerate(partners)])
        labour = env['product.product'].create({'name': 'Queue', 'type': 'service', 'list_price': 100})
        advisor = env['res.users'].with_context(no_reset_password=True).create({
            'name': 'Queue', 'login': 'queue', 'email': 'queue@example.com', 'company_id': company.id,
            'company_ids': company.ids, 'group_ids': [Command.link(env.ref('aftersales.group_advisor').id)]})
        self.orders = env['aftersales.order'].create([{
            'user_id': advisor.id, 'workshop_id': self.workshop.id,
            'vehicle_id': vehicle.id, 'partner_id': vehicle.owner_id.id, 'odometer_in': 100,
            'job_ids': [Command.create({'name': "Queue", 'line_ids': [Command.create({'product_id': labour.id})]})],
        } for vehicle in vehicles])
        env['aftersales.notice'].search([('state', '=', 'pending')]).unlink()
        env.flush_all()

    def _write(self, records, **values):
        """Bring records where they would be after days."""
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE %s SET %s WHERE id IN %s", SQL.identifier(records._table),
            SQL(', ').join(SQL('%s = %s', SQL.identifier(name), value) for name, value in values.items()), tuple(records.ids)))
        self.env.invalidate_all()

    def fill_notices(self):
        self._write(self.orders, state='ready')
        self.orders._queue_notice('aftersales.mail_template_order_ready', 'aftersales.sms_template_order_ready')
        return 'aftersales.notice', '_cron_send'

    def fill_promises(self):
        self._write(self.orders, state='received', promise_date=self.now - timedelta(hours=1))
        return 'aftersales.order', '_cron_warn_late_promises'

    def fill_ratings(self):
        self._write(self.orders, state='delivered', delivered_date=self.now - timedelta(hours=2))
        self.workshop.company_id.aftersales_ask_rating = True
        return 'aftersales.order', '_cron_ask_for_ratings'

    def fill_answers(self):
        requests = self.env['aftersales.authorisation.request'].create([
            {**order._prepare_request_vals(), 'reminder_date': self.now - timedelta(hours=1)} for order in self.orders])
        self._write(self.orders, state='received')
        assert len(requests) == ROWS
        return 'aftersales.authorisation.request', '_cron_remind'

    def fill_estimates(self):
        self._write(self.orders, valid_until=(self.now - timedelta(days=3)).date())
        return 'aftersales.order', '_cron_lapse_estimates'

    def _create_appointments(self, start):
        appointments = self.env['aftersales.appointment'].create([{
            'workshop_id': self.workshop.id, 'vehicle_id': order.vehicle_id.id, 'partner_id': order.partner_id.id,
            'state': 'draft', 'start': start} for order in self.orders])
        self._write(appointments, state='booked')

    def fill_reminders(self):
        self._create_appointments(self.now + timedelta(hours=2))
        return 'aftersales.appointment', '_cron_remind'

    def fill_no_shows(self):
        self._create_appointments(self.now - timedelta(days=1))
        return 'aftersales.appointment', '_cron_mark_no_shows'

    def fill_enquiries(self):
        enquiries = self.env['aftersales.enquiry'].create([{
            'workshop_id': self.workshop.id, 'partner_id': order.partner_id.id,
            'user_id': order.user_id.id, 'question': "?"} for order in self.orders])
        self._write(enquiries, date=self.now - timedelta(days=9), response_deadline=self.now - timedelta(days=8))
        return 'aftersales.deadline', '_cron_escalate'

    def fill_clocks(self):
        employees = self.env['hr.employee'].create([
            {'name': f'Queue {number}', 'company_id': self.workshop.company_id.id} for number in range(ROWS)])
        self.workshop.employee_ids |= employees
        self.env['aftersales.time.entry'].create([{
            'employee_id': employee.id, 'job_id': order.job_ids.id, 'start': self.now - timedelta(days=2),
        } for employee, order in zip(employees, self.orders, strict=True)])
        return 'aftersales.time.entry', '_cron_close_forgotten'

    def measure(self, name):
        """Seconds, queries and growth of memory of the queue called ``name``, worked on to its end; undone."""
        env, cr = self.env, self.env.cr

        def pause(cron, processed=0, remaining=None, deactivate=False):
            env.flush_all()
            env.transaction.clear()
            return float('inf')

        with cr.savepoint() as savepoint:
            model, method = getattr(self, f'fill_{name}')()
            env.flush_all()
            env.transaction.clear()
            memory, queries = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, cr.sql_log_count
            start, own = time.perf_counter(), time.process_time()
            with patch.object(env.registry['ir.cron'], '_commit_progress', pause):
                getattr(env[model], method)(2 * ROWS)  # some of the demo, too
                env.flush_all()
            figures = {
                'seconds': time.perf_counter() - start, 'own seconds': time.process_time() - own,
                'queries': cr.sql_log_count - queries,
                'memory': (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024,
            }
            self._check_done(model, method)
            savepoint.rollback()
        env.transaction.clear()
        return figures

    def _check_done(self, model, method):
        """A queue that works on less would win unfairly."""
        left = []

        def queue(records, domain, called, batch=200, order='id', **__):
            left.extend(records._get_batch_queue(Domain(domain), called, batch, order)[0].ids)

        with patch.object(type(self.env['aftersales.batch.mixin']), '_work_through', queue):
            getattr(self.env[model], method)()
        assert not left, f'{method} of {model} left {len(left)}'


def benchmark_queues(place):
    """Rows a second of each queue against its goal."""
    queues = Queues(place.env, place.workshop)
    for name in sorted(attribute.removeprefix('fill_') for attribute in dir(queues) if attribute.startswith('fill_')):
        figures = queues.measure(name)
        goal = GOALS.get(name, GOAL)
        yield {
            'name': f'{name}: one of {ROWS} rows, against {goal} a second', 'metric': 'seconds',
            'ours': round(figures['seconds'] / ROWS, 4), 'reference': 1 / goal,
            'ratio': round(figures['seconds'] * goal / ROWS, 3),
            'queries a row': round(figures['queries'] / ROWS, 1), 'megabytes': round(figures['memory'], 1),
        }
