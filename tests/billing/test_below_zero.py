from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestBelowZero(BillingCommon):
    """faults M18: vouchers above the work are paid back by a credit note; an invoice below zero cannot be posted."""

    def _assert_credited(self, order, moves):
        self.assertEqual(sum(moves.mapped('amount_total_signed')), order.amount_total)
        self.assertEqual(order.invoice_status, 'invoiced')
        self.assertEqual(order.line_ids.mapped('qty_invoiced'), order.line_ids.mapped('quantity'))
        totals = {payer['payer_id']: payer['total'] for payer in order.payer_totals}
        for move in moves:
            self.assertEqual(move.amount_total_signed, totals[move.partner_id.id])
        moves.action_post()
        self.assertEqual(set(moves.mapped('state')), {'posted'})
        with self.assertRaisesRegex(UserError, "invoiced already"):
            self._invoice(order)

    def test_voucher_above_the_work(self):
        """faults M18: labour 100, voucher −150, 20 % tax: a credit note of 60."""
        order = self._create_order(self._job(self._line(100), self._line(-150)))
        self.assertEqual(order.amount_total, -60)
        move = self._invoice(order)
        self.assertEqual((move.move_type, move.amount_total, move.create_uid), ('out_refund', 60, self.user_accountant))
        self.assertEqual(move.aftersales_order_ids, order)
        self._assert_credited(order, move)

    def test_what_it_credits_stays(self):
        """faults M18: work on a credit note is as kept as work on an invoice, as a draft and posted."""
        order = self._create_order(self._job(self._line(100), self._line(-150)))
        move = self._invoice(order)
        for post in (False, True):
            if post:
                move.action_post()
            for leave in (
                order.job_ids.with_user(self.user_advisor).action_cancel,
                order.line_ids[1].with_user(self.user_manager).unlink,
                lambda: order.job_ids.with_user(self.user_manager).write({'payer_id': self.insurer.id}),
            ):
                with self._undone(), self.subTest(posted=post), self.assertRaisesRegex(UserError, "credit note first"):
                    leave()

    def test_shared_job_below_zero(self):
        """faults M18: what the payers are shown is what they get: a job of −60 and one of 120, shared by half."""
        order = self._create_order(
            self._job(self._line(100), payer_id=self.customer.id),
            self._job(self._line(-50), payer_id=self.customer.id, share=50, co_payer_id=self.insurer.id))
        self.assertEqual(
            {payer['payer_id']: payer['total'] for payer in order.payer_totals},
            {self.customer.id: 90, self.insurer.id: -30})
        moves = self._invoice(order)
        self.assertEqual(sorted(moves.mapped('move_type')), ['out_invoice', 'out_refund'])
        self._assert_credited(order, moves)

    def test_batch(self):
        orders = self._create_order(self._job(self._line(100), self._line(-150))) + self._create_order()
        moves = self._invoice(orders)
        self.assertEqual(sorted(moves.mapped('amount_total_signed')), [-60, 120])
        for order in orders:
            self._assert_credited(order, order.invoice_ids)
