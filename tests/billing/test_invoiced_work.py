import re

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestInvoicedWork(BillingCommon):
    """faults M14: invoiced work stays in the order's total, whichever way it might leave; it is credited first (G1, G2)."""

    def assertStays(self, order, invoice, leave, label):
        total, status = order.amount_total, order.invoice_status
        name = re.escape(invoice.display_name)
        with self._undone(), self.subTest(label):
            with self.assertRaisesRegex(UserError, name), self.env.cr.savepoint():
                leave()
            self.env.invalidate_all()
            self.assertEqual((order.amount_total, order.invoice_status), (total, status))

    def _get_ways_out(self, order):
        """How a job (the second of the order) or its line may leave the order's total."""
        job = order.job_ids[1]
        advisor, manager, inspector = (
            job.with_user(user) for user in (self.user_advisor, self.user_manager, self.user_inspector))

        def rework_and(leave):
            inspector._transition('todo')
            leave()
        return {
            'cancel': advisor.action_cancel,
            'cancel by write': lambda: manager.write({'state': 'cancelled'}),
            'rework and decline': lambda: rework_and(lambda: advisor._decline('phone', whole=True)),
            'rework and withdraw': lambda: rework_and(lambda: advisor._decline('phone')),
            'rework and cancel': lambda: rework_and(advisor.action_cancel),
            'rework and leave': lambda: rework_and(lambda: advisor.order_id._leave("No time")),
            'delete the line': advisor.line_ids.unlink,
            'delete the line in its job': lambda: manager.write({'line_ids': [Command.clear()]}),
            'quantity': lambda: manager.line_ids.write({'quantity': 0}),
            'cancel the order': lambda: self.cancel(manager.order_id),
        }

    def _create_two_jobs(self):
        order = self._create_order(self._job(self._line(50)), self._job(self._line(100)))
        invoice = self._invoice(order)
        return order, invoice

    def test_ways_out(self):
        for posted in (False, True):
            order, invoice = self._create_two_jobs()
            if posted:
                invoice.action_post()
            for label, leave in self._get_ways_out(order).items():
                self.assertStays(order, invoice, leave, label)
            self.assertSplit(order, invoice)

    def test_ways_out_of_a_declined_change(self):
        """The addition goes, what is invoiced stays; when all of the job is asked again, nothing can be declined."""
        order, invoice = self._create_two_jobs()
        job = order.job_ids[1]
        self.env['aftersales.order.line'].create({'job_id': job.id, 'product_id': self.labour.id, 'price_unit': 70})
        job.with_user(self.user_advisor)._decline('phone')
        self.assertEqual(job.line_ids.mapped('approval'), ['approved', 'declined'])
        self.assertSplit(order, invoice)
        job.line_ids[0].quantity = 5
        job.with_user(self.user_advisor)._decline('phone')
        self.assertEqual(job.line_ids[0].quantity, 1, "back to what was approved and invoiced")
        self.assertSplit(order, invoice)

    def test_jobs_and_lines_do_not_move(self):
        order, __ = self._create_two_jobs()
        other = self._create_order(done=False)
        job = order.job_ids[1].with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "A job stays with its order"):
            job.order_id = other
        with self.assertRaisesRegex(UserError, "A line stays with its job"):
            job.line_ids.job_id = order.job_ids[0]
        with self.assertRaisesRegex(UserError, "A line stays with its job"):
            other.job_ids.with_user(self.user_manager).line_ids = [Command.link(job.line_ids.id)]

    def test_internal_job_with_an_invoiced_share_is_not_deleted(self):
        """A job nobody asked the customer for, back to do: deleting it would take its invoiced line along."""
        order = self._create_order(
            self._job(self._line(50)), self._job(pay_type_id=self.pay_warranty.id, payer_id=self.maker.id))
        invoice = self._invoice(order).filtered(lambda move: move.partner_id == self.maker)
        job = order.job_ids[1]
        job.with_user(self.user_inspector)._transition('todo')
        self.assertStays(order, invoice, lambda: job.with_user(self.user_advisor).unlink(), "delete")

    def test_shared_job_stays_for_its_charge_alone(self):
        order = self._create_order(self._job(
            self._line(100), pay_type_id=self.pay_internal.id, share=70, co_payer_id=self.customer.id))
        invoice = self._invoice(order)
        self.assertStays(order, invoice, order.job_ids.with_user(self.user_advisor).action_cancel, "cancel")
        invoice.with_user(self.user_accountant).button_cancel()
        self.cancel(order.job_ids.with_user(self.user_advisor))
        self.assertEqual(order.amount_total, 0)

    def test_credited_work_may_leave(self):
        """A draft of a credit note is not enough: it may be deleted, and the invoice would stand alone."""
        order, invoice = self._create_two_jobs()
        invoice.action_post()
        refund = self._credit(invoice)
        for leave in (
            order.job_ids[1].with_user(self.user_advisor).action_cancel,
            lambda: self.cancel(order.with_user(self.user_advisor)),
            order.line_ids[1].with_user(self.user_advisor).unlink,
        ):
            with self.assertRaisesRegex(UserError, "Cancel the draft invoice or post a credit note first"):
                with self.env.cr.savepoint():
                    leave()
        self.env.invalidate_all()
        refund.with_user(self.user_accountant).action_post()
        self.cancel(order.job_ids[1].with_user(self.user_advisor))
        self.assertEqual(order.amount_untaxed, 50)
        self.assertEqual(self._invoice(order).amount_untaxed, 50)

    def test_batch(self):
        order, invoice = self._create_two_jobs()
        free = self._create_order()
        with self.assertRaisesRegex(UserError, "Brakes of"), self.env.cr.savepoint():
            self.cancel((free.job_ids + order.job_ids).with_user(self.user_advisor))
        self.env.invalidate_all()
        self.assertEqual(set((free.job_ids + order.job_ids).mapped('state')), {'done'})
        self.cancel(free.job_ids.with_user(self.user_advisor))
        self.assertTrue(invoice)
