import unittest
from contextlib import closing
from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.aftersales.models.base import aftersales_batch_mixin
from odoo.addons.aftersales.tests.base.test_batch import NOW, BatchCommon
from odoo.addons.aftersales.tests.dealership.contract_queues import ContractQueues
from odoo.addons.aftersales.tests.dealership.stocking_queues import StockingQueues


class Killed(BaseException):
    """The worker is gone, as a restart of the machine ends it: nobody on the way catches it."""


@tagged('post_install', '-at_install')
class TestKilledNight(StockingQueues, ContractQueues, BatchCommon):
    """H5, H6, G4: what the night was killed at is done by the next run: nothing twice, nothing left out."""

    count = 4

    def setUp(self):
        super().setUp()
        for limit in ('COMMIT_EVERY', 'COMMIT_TOGETHER'):
            self.patch(aftersales_batch_mixin, limit, 2)

    def _run_killed(self, model, cron, method, calls):
        """The worker is gone when so many calls of ``method`` have written all they write, and before it is committed."""
        done, work = [], getattr(self.env.registry[model], method)

        def killed(records):
            work(records)
            records.env.flush_all()
            done.append(records.ids)
            if len(done) == calls:
                raise Killed
        self.env.flush_all()
        with (
            patch.object(self.env.registry[model], method, killed), unittest.TestCase.assertRaises(self, Killed),
            self.enter_registry_test_mode(), self.registry.cursor() as cr,
        ):
            getattr(self.env(cr=cr)[model], cron)()
        self.env.invalidate_all()

    def _check_resumed(self, records, method, calls, cron, read, meanwhile=None):
        """:param read: what the night makes of the records: dict of its id: what it says"""
        job = self.env.ref(f'aftersales.{cron}')
        self.env.flush_all()
        with closing(self.env.cr.savepoint(flush=False)):
            self._run(job)
            undisturbed = sorted(read().values())
        self.env.invalidate_all()
        self.assertTrue(undisturbed, "a test of nothing")
        self.assertEqual(read(), {})
        self._run_killed(records._name, job.code.partition('.')[2].removesuffix('()'), method, calls)
        half = read()
        self.assertEqual(2 * len(half), len(undisturbed), "what was committed, and nothing of what was not")
        self.assertFalse(self._get_failures(records), "no record is to blame")
        if meanwhile:
            meanwhile(half)
        for __ in range(2):
            self._run(job)
            self.assertEqual(sorted(read().values()), undisturbed)
            self.assertEqual({key: words for key, words in read().items() if key in half}, half, "none of them anew")

    # === THE NIGHTS ===#

    def test_proposals(self):
        """H5: of four stores two are proposed; what was decided of them meanwhile stays."""
        method, policies = self._prepare_propose_stocking()
        parts = self.env['product.product'].create([{
            'name': f"Night part {number}", 'type': 'consu', 'is_storable': True, 'standard_price': 5} for number in range(2)])
        self.env['aftersales.lost.sale'].create([{
            'warehouse_id': policy.warehouse_id.id, 'product_id': part.id, 'date': NOW.date() - timedelta(days=40 * ago)}
            for policy in policies for part in parts for ago in (1, 2, 3)])
        self.env['stock.quant']._update_available_quantity(parts[0], policies[-1].warehouse_id.lot_stock_id, 3)
        Proposal = self.env['aftersales.stocking.proposal']

        def read():
            return {row.id: (row.policy_id.id, row.product_id.id, row.kind, row.best_min, row.best_max)
                    for row in Proposal.search([('policy_id', 'in', policies.ids)])}

        def decide(half):
            rows = Proposal.browse(sorted(half)).with_user(self.user_manager)
            self.assertEqual(set(rows.mapped('state')), {'open'})
            rows[:2].action_approve()
            rows[2:].action_refuse()
        self._check_resumed(policies, method, 4, 'cron_propose_stocking', read, decide)
        rows = Proposal.search([('policy_id', 'in', policies.ids)], order='id')
        self.assertEqual(rows.mapped('state'), ['approved'] * 2 + ['refused'] * 2 + ['open'] * 4)
        self.assertEqual(len(self.env['stock.warehouse.orderpoint'].search([
            ('warehouse_id', 'in', policies.warehouse_id.ids)])), 2, "one rule for each that was approved")

    def test_old_parts(self):
        """H6: an alarm and a task for each watched part."""
        method, watches = self._prepare_watch_old_parts()
        watches.most_parts = 1
        job = self._create_orders().job_ids
        self.env['aftersales.old.part'].create([
            {'job_id': job.id, 'product_id': watch.product_id.id} for watch in watches])

        def read():
            return {alarm.id: (alarm.product_id.id, alarm.found_count, len(alarm.activity_ids))
                    for alarm in self.env['aftersales.old.part.alarm'].search([('watch_id', 'in', watches.ids)])}
        self._check_resumed(watches, method, 2, 'cron_watch_old_parts', read)
        self.assertEqual({tasks for __, __, tasks in read().values()}, {1})

    def test_deposits_and_cores(self):
        """G4, H6: one task for each deposit whose parts nobody collects, and for each core that nobody brings."""
        for queue in ('ask_about_lapsed', 'ask_about_cores'):
            with self.subTest(queue):
                method, records = getattr(self, f'_prepare_{queue}')()
                records.activity_ids.unlink()

                def read(records=records):
                    return {task.id: (task.res_id, task.user_id.id, task.summary) for task in self.env['mail.activity'].search(
                        [('res_model', '=', records._name), ('res_id', 'in', records.ids)])}
                self._check_resumed(records, method, 2, f'cron_{queue}', read)
                self.assertEqual(sorted(task[0] for task in read().values()), sorted(records.ids))
