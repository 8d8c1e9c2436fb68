from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestPartialApproval(BillingCommon):
    """E2, E3: only what the customer approved is invoiced, and all of it is, to the cent."""

    def _add_line(self, job, price=70.0):
        return self.env['aftersales.order.line'].with_user(self.user_manager).create({
            'job_id': job.id, 'product_id': self.labour.id, 'price_unit': price, 'quantity': 1,
        })

    def test_addition_is_invoiced_after_the_answer(self):
        order = self._create_order()
        line = self._add_line(order.job_ids)
        self.assertEqual((line.qty_to_invoice, order.invoice_status), (0, 'to_invoice'))
        first = self._invoice(order)
        self.assertEqual(first.amount_untaxed, 100)
        self.assertEqual(order.invoice_status, 'no', "something still waits")
        with self.assertRaisesRegex(UserError, "Nothing to invoice"):
            self._invoice(order)
        order.job_ids._approve('phone')
        second = self._invoice(order)
        self.assertEqual(second.amount_untaxed, 70)
        self.assertEqual(order.invoice_status, 'invoiced')
        self.assertSplit(order, first + second)

    def test_declined_addition_is_never_invoiced(self):
        order = self._create_order()
        self._add_line(order.job_ids)
        order.job_ids._decline('phone', reason="No")
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_untaxed, 100)
        self.assertEqual(order.invoice_status, 'invoiced')
        self.assertSplit(order, invoice)

    def test_shares_follow_what_is_approved(self):
        self.company.tax_calculation_rounding_method = 'round_globally'
        order = self._create_order(self._job(
            self._line(10.33, 1.15), self._line(33.33, 1.37, tax_ids=self.tax_included.ids),
            pay_type_id=self.pay_insurance.id, payer_id=self.insurer.id, co_payer_id=self.customer.id,
            share=66.67, deductible=12.34,
        ))
        declined = self._add_line(order.job_ids, 99.99)
        order.job_ids._decline('phone')
        self._add_line(order.job_ids, 7.77)
        invoices = self._invoice(order)
        self.assertEqual(len(invoices), 2)
        order.job_ids._approve('phone')
        invoices += self._invoice(order)
        self.assertEqual(order.invoice_status, 'invoiced')
        self.assertEqual((declined.qty_invoiced, declined.approval), (0, 'declined'))
        self.assertSplit(order, invoices)

    def test_raised_line_is_not_invoiced(self):
        order = self._create_order(self._job(self._line(100), self._line(50)))
        order.line_ids[0].price_unit = 120
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_untaxed, 50)
        order.job_ids._decline('phone')
        self.assertEqual(self._invoice(order).amount_untaxed, 100, "at the price approved")
