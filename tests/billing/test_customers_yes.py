from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestCustomersYes(BillingCommon):
    """faults M2: the customer is never invoiced for what he has not said yes to, whoever set the payer (E2, G1)."""

    TERMS = (
        {'payer_id': 'customer'},
        {'payer_id': 'maker', 'share': 0, 'co_payer_id': 'customer'},
        {'payer_id': 'maker', 'share': 60},
        {'payer_id': 'maker', 'deductible': 30},
    )

    def _terms(self, vals):
        return {name: getattr(self, value).id if isinstance(value, str) else value for name, value in vals.items()}

    def _create_warranty_order(self):
        order = self._create_order(self._job(self._line(957.23), pay_type_id=self.pay_warranty.id, payer_id=self.maker.id),
                                   done=False)
        order.job_ids._transition('done')
        return order

    def _get_charged(self, order):
        moves = order.invoice_ids.filtered(lambda move: move.state != 'cancel' and move.partner_id == self.customer)
        return sum(moves.mapped('amount_total'))

    def test_payer_changed_on_work_nobody_was_asked_for(self):
        """An advisor takes the maker's job for the customer's: nothing of it is invoiced before the answer."""
        for terms in self.TERMS:
            order = self._create_warranty_order()
            self.assertEqual(order.job_ids.approval, 'not_needed')
            order.job_ids.with_user(self.user_advisor).write(self._terms(terms))
            self.assertEqual((order.job_ids.approval, order.invoice_status), ('pending', 'no'), terms)
            with self.assertRaisesRegex(UserError, "Nothing to invoice"), self.env.cr.savepoint():
                self._invoice(order)
            order.job_ids.with_user(self.user_advisor)._approve('phone')
            self.assertEqual(order.invoice_status, 'to_invoice')
            invoices = self._invoice(order)
            self.assertGreater(self._get_charged(order), 0)
            self.assertSplit(order, invoices)

    def test_asked_again_at_the_invoice(self):
        """What was recorded before the rule: the invoice stops with the job's name, and the answer is still taken."""
        for terms in self.TERMS:
            order, good = self._create_warranty_order(), self._create_order()
            job = order.job_ids
            self.env.flush_all()
            vals = self._terms({'share': 100, 'deductible': 0, 'co_payer_id': 'customer', **terms})
            self.env.cr.execute(
                "UPDATE aftersales_job SET payer_id=%(payer_id)s, share=%(share)s, deductible=%(deductible)s, "
                "co_payer_id=%(co_payer_id)s WHERE id=%(id)s", {**vals, 'id': job.id})
            self.env.cr.execute("UPDATE aftersales_order SET state='delivered' WHERE id=%s", (order.id,))
            self.env.invalidate_all()
            self.assertEqual(job.approval, 'not_needed')
            before = self.env['account.move'].search_count([])
            with self.assertRaisesRegex(UserError, f"{order.name} cannot be invoiced: Chen Min would pay for job Brakes"):
                with self.env.cr.savepoint():
                    self._invoice(good + order)
            self.assertEqual(self.env['account.move'].search_count([]), before)
            job.with_user(self.user_advisor)._approve('phone')
            self.assertSplit(order, self._invoice(order))
            self.assertEqual(order.invoice_status, 'invoiced')

    def test_invoiced_before_the_rule(self):
        """History stays: its status does not turn, and other work of the order is invoiced."""
        order = self._create_order(
            self._job(pay_type_id=self.pay_warranty.id, payer_id=self.maker.id), self._job(self._line(70)), done=False)
        first, second = order.job_ids
        first._transition('done')
        invoice = self._invoice(order)
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_job SET payer_id=%s WHERE id=%s", (self.customer.id, first.id))
        self.env.cr.execute("UPDATE account_move SET partner_id=%s WHERE id=%s", (self.customer.id, invoice.id))
        self.env.invalidate_all()
        self._finish(second)
        self.assertEqual(self._invoice(order).amount_untaxed, 70)
        self.assertEqual((order.invoice_status, first.approval), ('invoiced', 'not_needed'))
        self.assertEqual(first.lacks_answer, True)

    def test_delivery_waits_for_the_answer(self):
        order = self._create_warranty_order()
        order.job_ids.inspection_ids.unlink()
        order.job_ids.with_user(self.user_advisor).payer_id = self.customer
        with self.assertRaisesRegex(UserError, "has not answered for Brakes"):
            order._check_delivered()
