from contextlib import closing
from datetime import timedelta

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.every_queue import EveryQueue
from odoo.addons.aftersales.tests.dealership.order import OrderCommon

NOW = Datetime.to_datetime('2026-03-02 09:00:00')
LOG = 'odoo.addons.aftersales'
MIXIN = LOG + '.models.base.aftersales_batch_mixin'


class BatchCommon(OrderCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))

    def _run(self, cron):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _spoil(self, model, method, error):
        """Let ``method`` only note whom it is called for, and fail for those of ``bad``."""
        calls, bad = [], set()

        def work(record):
            calls.append(record.id)
            if record.id in bad:
                raise error
        self.patch(self.env.registry[model], method, work)
        return calls, bad

    def _get_failures(self, records):
        return self.env['aftersales.batch.failure'].search([
            ('res_model', '=', records._name), ('res_id', 'in', records.ids)])

    def _write_raw(self, records, **values):
        """Bring records where their buttons would bring them in the course of days."""
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE %s SET %s WHERE id IN %s", SQL.identifier(records._table),
            SQL(', ').join(SQL('%s = %s', SQL.identifier(name), value) for name, value in values.items()),
            tuple(records.ids)))
        self.env.invalidate_all()
        return records


@tagged('post_install', '-at_install')
class TestEveryCron(EveryQueue, BatchCommon):
    """An unexpected error in the first record of any of our scheduled actions stops none of the others."""

    count = 3
    # Queries for one row more; a notice becomes a message and a mail of its own.
    # A policy looks through hundreds of cars at a time.
    # A store is worked out with a handful of queries for all of its parts.
    # A sample is drawn in each company, a table of a month counted for each outlet; a rule plans the steps of all its
    # cars in each company, an event the calls of all its guests. A contract that ends has an entry of its own.
    most_queries = {'send_notices': 17, 'give_coverages': 12, 'draw_samples': 40, 'complaint_months': 20,
                    'generate_followups': 16, 'campaign_invite': 5, 'generate_reminders': 12, 'lapse_offers': 40,
                    'work_out_values': 12, 'win_back': 6, 'plan_rounds': 40, 'propose_stocking': 25, 'end_contracts': 7,
                    'earn_contracts': 7, 'lapse_points': 9, 'plan_store_checks': 40, 'plan_stock_reviews': 40,
                    'plan_site_checks': 40, 'plan_spot_checks': 50, 'ask_supplier_scores': 12, 'issue_vouchers': 12,
                    'keep_stock': 4, 'delete_by_terms': 60, 'exchange_import': 25,
                    'check_staffing': 40, 'appraisal': 20, 'measure_figures': 40, 'close_days': 20, 'forecast': 40,
                    'reckon_costs': 12}

    # === RECORDS EACH ACTION WOULD WORK ON, IN ITS ORDER ===#

    def _prepare_send_notices(self):
        return '_send_now', self._create_orders(self.count)._queue_notice('aftersales.none', 'aftersales.none')

    def _prepare_lapse_estimates(self):
        return '_lapse', self._write_raw(self._create_orders(self.count), valid_until=NOW.date() - timedelta(days=1))

    def _prepare_warn_late_promises(self):
        orders = self._receive_approved(self.count)
        return '_warn_of_promise', self._write_raw(orders, promise_date=NOW - timedelta(hours=1))

    def _prepare_remind_authorisations(self):
        return '_remind', self.env['aftersales.authorisation.request'].create([{
            'order_id': order.id, 'partner_id': self.customer.id, 'channel': 'screen',
            'expiry_date': NOW + timedelta(days=1), 'reminder_date': NOW - timedelta(hours=1),
        } for order in self._receive_approved(self.count)])

    def _prepare_ask_for_ratings(self):
        self.company.aftersales_ask_rating = True
        orders = self._receive_approved(self.count)
        return '_ask_for_rating', self._write_raw(orders, state='delivered', delivered_date=NOW - timedelta(hours=2))

    def _prepare_appointments(self, start):
        appointments = self.env['aftersales.appointment'].create([{
            'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id, 'start': NOW + timedelta(days=7),
            'state': 'draft',
        } for __ in range(self.count)])
        return self._write_raw(appointments, state='booked', start=start, stop=start + timedelta(minutes=15))

    def _prepare_remind_appointments(self):
        return '_remind', self._prepare_appointments(NOW + timedelta(hours=1))

    def _prepare_mark_no_shows(self):
        return '_mark_no_show', self._prepare_appointments(NOW - timedelta(days=1))

    def _prepare_close_forgotten(self):
        employees = self.env['hr.employee'].create([
            {'name': f"Forgetful {number}", 'company_id': self.company.id} for number in range(self.count)])
        self.workshop.employee_ids = [Command.link(employee.id) for employee in employees]
        entries = self.env['aftersales.time.entry'].create([{
            'employee_id': employee.id, 'pause_reason': 'training', 'start': NOW - timedelta(hours=20),
        } for employee in employees])
        return '_close_forgotten', entries

    def _prepare_give_coverages(self):
        policies = self.env['aftersales.policy'].create([{'name': "Warranty", 'code': f"BATCH-{n}"} for n in range(self.count)])
        self.env['aftersales.policy'].search([('is_given', '=', False)]).is_given = True
        return '_give_to_next_cars', self._write_raw(policies, state='released', is_given=False)

    def _prepare_remind_registrations(self):
        self.env['aftersales.warranty.registration'].search([]).reminder_count = 2
        return '_remind', self.env['aftersales.warranty.registration'].create([{
            'vehicle_id': vehicle.id, 'partner_id': self.customer.id, 'sale_date': NOW.date() - timedelta(days=days),
        } for vehicle, days in ((self.vehicle, 16), (self.vehicle, 15), (self.vehicle_2, 14))])

    def _prepare_collect_statements(self):
        Agreement = self.env['aftersales.supplier.agreement']
        Agreement.search([]).sudo().collected_date = NOW.date()
        return '_collect', Agreement.create([{
            'partner_id': partner.id} for partner in self.env['res.partner'].create([
                {'name': f"Supplier {number:03}"} for number in range(self.count)])])

    def _prepare_remind_claims(self):
        terms = self.env['aftersales.claim.terms'].create({'name': "Maker", 'partner_id': self.customer.id})
        self.env['aftersales.claim'].search([]).sudo().is_reminded = True
        claims = self.env['aftersales.claim'].sudo().create([{
            'order_id': order.id, 'terms_id': terms.id, 'partner_id': self.customer.id,
            'repair_end': NOW - timedelta(days=25)} for order in self._create_orders(self.count)])
        return '_remind', claims

    def _prepare_lapse_appeals(self):
        claims = self._prepare_remind_claims()[1]
        for claim in claims:
            self.env['aftersales.claim.entry']._move_amount(claim, 'work', 'disputed', 5.0, "Decided")
        return '_lapse_appeal', self._write_raw(claims, state='decided', appeal_deadline=NOW.date() - timedelta(days=1))

    def _prepare_settle_month(self):
        self.env['aftersales.workshop'].search([]).settled_month = '2026-02-01'
        warehouse = self.workshop.warehouse_id or self.env['stock.warehouse'].search(
            [('company_id', '=', self.company.id)], limit=1)
        return '_settle_last_month', self.env['aftersales.workshop'].concat(*(
            self.workshop.copy({'code': f'SM{number}', 'warehouse_id': warehouse.id}) for number in range(self.count)))

    def _prepare_match_recalls(self):
        recalls = self.env['aftersales.recall'].create([{
            'maker_number': f"BATCH-{n}", 'title': "Hose", 'brand_id': self.vehicle.model_id.brand_id.id,
        } for n in range(self.count)])
        self.env['aftersales.recall'].search([('state', '=', 'running')]).matched_date = NOW.date()
        return '_match', self._write_raw(recalls, state='running')

    def _prepare_urge_complaints(self):
        known = self.env['aftersales.complaint'].search([('is_open', '=', True)])
        known.sudo().write({'urged_date': NOW, 'escalated_date': NOW})
        complaints = self.env['aftersales.complaint'].create([{
            'story': "It squeals", 'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id,
            'user_id': self.user_care.id} for __ in range(self.count)])
        return '_urge', self._write_raw(complaints, deadline=NOW - timedelta(hours=1))

    def _prepare_complaint_months(self):
        warehouse = self.env['stock.warehouse'].search([('company_id', '=', self.company.id)], limit=1)
        outlets = self.env['aftersales.workshop'].concat(*(
            self.workshop.copy({'code': f'CM{number}', 'warehouse_id': warehouse.id}) for number in range(self.count)))
        month = (NOW.date().replace(day=1) - timedelta(days=1)).replace(day=1)
        return '_bring_up_to_date', self.env['aftersales.complaint.month'].sudo().create([
            {'workshop_id': outlet.id, 'month': month} for outlet in outlets])

    def _prepare_escalate_actions(self):
        return '_escalate', self.env['aftersales.action'].create([{
            'name': "Brighter lamps", 'user_id': self.user_technician.id, 'workshop_id': self.workshop.id,
            'due_date': NOW.date() - timedelta(days=1)} for __ in range(self.count)])

    # === TEST ===#

    def test_first_record_is_broken(self):
        data = self.env['ir.model.data'].search([('module', '=', 'aftersales'), ('model', '=', 'ir.cron')])
        self.assertTrue(data)
        for name, cron_id in data.mapped(lambda row: (row.name, row.res_id)):
            with self.subTest(cron=name):
                prepare = getattr(self, f"_prepare_{name.removeprefix('cron_')}", None)
                self.assertTrue(prepare, "Tell this test, too, records that the new action works on.")
                method, records = prepare()
                self._check_broken_first(self.env['ir.cron'].browse(cron_id), method, records)

    def test_cost_of_one_row_more(self):
        """faults P10: what a scheduled action works on is read and written at once."""
        crons = self.env['ir.model.data'].search([('module', '=', 'aftersales'), ('model', '=', 'ir.cron')])
        for queue in (cron.name.removeprefix('cron_') for cron in crons):
            with self.subTest(queue):
                few, many = (self._count_for(count, getattr(self, f'_prepare_{queue}')) for count in (7, 17))
                self.assertLessEqual((many - few) / 10, self.most_queries.get(queue, 4), f"{few} for 7, {many} for 17")

    def test_many_tasks_are_no_many_mails(self):
        """faults P10: whoever gets few tasks is told of each by mail; whoever gets many finds them in his list."""
        Mail = self.env['mail.mail']
        for count, mails in ((2, 2), (12, 0)):
            with self.subTest(count), closing(self.env.cr.savepoint(flush=False)):
                self.count = count
                orders = self._prepare_warn_late_promises()[1]
                orders.user_id = self.user_advisor
                before = Mail.search([])
                self._run(self.env.ref('aftersales.cron_warn_late_promises'))
                self.assertEqual(orders.activity_ids.mapped('user_id'), self.user_advisor)
                self.assertEqual(len(orders.activity_ids), count)
                self.assertEqual(len((Mail.search([]) - before).filtered(
                    lambda mail: self.user_advisor.partner_id in mail.recipient_ids)), mails)

    def _count_for(self, count, prepare):
        with closing(self.env.cr.savepoint(flush=False)):
            self.count = count
            method, records = prepare()
            if records._name == 'aftersales.notice':
                self.customer.email = 'chen.jing@example.com'
                self._write_raw(self.env['aftersales.order'].browse(records.mapped('res_id')), state='ready')
                records = self._write_raw(
                    records, mail_template='aftersales.mail_template_order_ready',
                    sms_template='aftersales.sms_template_order_ready')
            return self.count_queries(getattr(records.sudo(), method))

    def _check_broken_first(self, cron, method, records):
        calls, bad = self._spoil(records._name, method, ValueError("broken"))
        broken, *others = records.ids
        bad.add(broken)
        with self.assertLogs(LOG, 'WARNING'):
            self._run(cron)
        mine = [record_id for record_id in calls if record_id in records.ids]
        self.assertEqual(mine, records.ids, "all were worked on")
        failure = self._get_failures(records)
        self.assertEqual((failure.res_id, failure.error, failure.tries), (broken, "ValueError: broken", 1))
        self.assertEqual(failure.task, cron.name)
        document = records[0]._get_failure_document()
        has_log = hasattr(document, '_message_log')  # a notice keeps what it told the customer, and has no log
        reason = ''.join(document.message_ids.mapped('body')) if has_log else document.error
        self.assertIn("ValueError: broken", reason, "the record itself tells why")
        del calls[:]
        self._run(cron)
        self.assertNotIn(broken, calls, "it rests for a while")
        del calls[:]
        bad.clear()
        with freeze_time(NOW + timedelta(minutes=10)):
            self._run(cron)
        mine = [record_id for record_id in calls if record_id in records.ids]
        self.assertEqual(mine, [*others, broken], "the others first")


@tagged('post_install', '-at_install')
class TestBatch(BatchCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._create_orders(3)
        cls.domain = [('id', 'in', cls.orders.ids), ('state', '=', 'draft')]

    def _work_through(self, method='_warn_of_promise', **values):
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)['aftersales.order']._work_through(self.domain, method, **values)
        self.env.invalidate_all()

    def _fail(self, error, minutes=0):
        calls, bad = self._spoil('aftersales.order', '_warn_of_promise', error)
        bad.add(self.orders[0].id)
        with freeze_time(NOW + timedelta(minutes=minutes)), mute_logger(MIXIN):
            self._work_through()
        return calls

    def test_rest_doubles_and_the_log_tells_once(self):
        for minutes, tries, rest in ((0, 1, 5), (6, 2, 10), (17, 3, 20)):
            self._fail(ValueError("broken"), minutes)
            failure = self._get_failures(self.orders)
            self.assertEqual((failure.tries, failure.retry_date - failure.date), (tries, timedelta(minutes=rest)))
        told = self.orders[0].message_ids.filtered(lambda message: "broken" in message.body)
        self.assertEqual(len(told), 1)
        self._fail(UserError("Enter a promise."), 60)
        self.assertEqual(failure.error, "Enter a promise.")
        self.assertTrue(self.orders[0].message_ids.filtered(lambda message: "Enter a promise." in message.body))

    def test_success_forgets_the_failure(self):
        self._fail(ValueError("broken"))
        self.orders[0].action_receive()
        self._spoil('aftersales.order', '_warn_of_promise', None)
        self._work_through()
        self.assertFalse(self._get_failures(self.orders))

    def test_another_transaction_is_no_failure(self):
        """faults M20: it is tried again without a rest, and nobody reads that it failed."""
        for error in (
            psycopg2.errors.SerializationFailure("could not serialize access"), psycopg2.errors.DeadlockDetected(),
            psycopg2.errors.LockNotAvailable(), ConcurrencyError("Cannot lock"),
        ):
            with self.subTest(type(error).__name__):
                calls = self._fail(error)
                self.assertEqual(calls, self.orders.sorted('id').ids)
                self.assertFalse(self._get_failures(self.orders))
                del calls[:]
                self._work_through()
                self.assertEqual(calls[0], self.orders.sorted('id').ids[0])

    def test_what_changed_meanwhile_is_looked_at_again(self):
        calls, others = [], self.orders

        def work(order):
            calls.append(order.id)
            order.env.cr.execute(SQL("UPDATE aftersales_order SET state = 'cancelled' WHERE id IN %s", others._ids))
            order.env.invalidate_all()
        self.patch(self.env.registry['aftersales.order'], '_warn_of_promise', work)
        self._work_through()
        self.assertEqual(len(calls), 1)

    def test_what_was_deleted_meanwhile_is_passed_by(self):
        calls = []

        def work(order):
            calls.append(order.id)
            order.search(self.domain).filtered(lambda other: other != order).unlink()
        self.patch(self.env.registry['aftersales.order'], '_warn_of_promise', work)
        self._work_through()
        self.assertEqual(len(calls), 1)
        self.assertFalse(self._get_failures(self.orders))

    def test_together(self):
        """faults P10: all at once where that goes well; one bad record sends each its own way and stops nobody."""
        calls, bad = [], set()

        def work(orders):
            calls.append(orders.ids)
            orders.concern = "worked on"
            if bad & set(orders.ids):
                raise ValueError("broken")
        self.patch(self.env.registry['aftersales.order'], '_warn_of_promise', work)
        self._work_through(together=True)
        self.assertEqual(calls, [self.orders.sorted('id').ids])
        self.orders.concern = False
        bad.add(self.orders[0].id)
        del calls[:]
        with mute_logger(MIXIN):
            self._work_through(together=True)
        self.assertEqual(calls, [self.orders.ids, *([order.id] for order in self.orders)])
        self.assertEqual(self.orders.mapped('concern'), [False, "worked on", "worked on"])
        self.assertEqual(self._get_failures(self.orders).res_id, self.orders[0].id)

    def test_bounded(self):
        calls, __ = self._spoil('aftersales.order', '_warn_of_promise', None)
        self._work_through(batch=2, order='id desc')
        self.assertEqual(calls, self.orders.sorted('id', reverse=True).ids[:2])

    @mute_logger(MIXIN)
    def test_a_broken_log_stops_nobody(self):
        def fail(records, **values):
            raise ValueError("no log either")
        self.patch(self.env.registry['aftersales.order'], '_message_log', fail)
        calls, bad = self._spoil('aftersales.order', '_warn_of_promise', ValueError("broken"))
        bad.update(self.orders.ids)
        self._work_through()
        self.assertEqual(len(calls), 3)
        self.assertEqual(len(self._get_failures(self.orders)), 3)

    def test_manager_reads_the_list_and_tries_again(self):
        self._fail(ValueError("broken"))
        failure = self._get_failures(self.orders)
        self.assertEqual(failure.document, self.orders[0].display_name)
        mine = failure.with_user(self.user_manager)
        mine.action_retry()
        self.assertEqual(failure.retry_date, NOW)
        with self.assertRaises(AccessError):
            mine.error = "nothing happened"
        for user in (self.user_advisor, self.user_technician):
            with self.assertRaises(AccessError):
                failure.with_user(user).action_retry()
        failure.company_id = self.other_company
        self.assertFalse(mine.search([('id', '=', failure.id)]))
