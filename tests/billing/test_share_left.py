from random import Random

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestShareLeft(BillingCommon):
    """faults M17: what is left of a share is what is not on lines made: a second click invoices nothing more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.yen = cls.env.ref('base.JPY')
        cls.yen.active = True
        cls.env['res.currency.rate'].create(
            {'name': '2020-01-01', 'rate': 147.13, 'currency_id': cls.yen.id, 'company_id': cls.company.id})
        cls.pricelist = cls.env['product.pricelist'].create({
            'name': "JPY", 'currency_id': cls.yen.id, 'company_id': cls.company.id})
        cls.taxes = cls.tax + cls.tax_included

    def _create_shared(self, lines, **share):
        return self._create_order(self._job(
            *lines, pay_type_id=self.pay_insurance.id, payer_id=self.insurer.id, co_payer_id=self.customer.id, **share,
        ), pricelist_id=self.pricelist.id)

    def assertInvoicedOnce(self, order):
        invoices = self._invoice(order)
        self.assertEqual(order.invoice_status, 'invoiced')
        with self.assertRaisesRegex(UserError, "invoiced already"), self.env.cr.savepoint():
            self._invoice(order)
        self.assertEqual(sum(invoices.mapped('amount_total')), order.amount_total)
        totals = {payer['payer_id']: payer['total'] for payer in order.payer_totals}
        for invoice in invoices:
            self.assertEqual(invoice.amount_total, totals[invoice.partner_id.id])

    def test_deductible_the_taxes_round_away(self):
        """faults M17: in JPY, rounded per line, a deductible of 1 to 9 with 20 % tax."""
        for method in ('round_per_line', 'round_globally'):
            self.company.tax_calculation_rounding_method = method
            for deductible in range(1, 10):
                with self.subTest(method=method, deductible=deductible):
                    self.assertInvoicedOnce(self._create_shared(
                        [self._line(1452.5, tax_ids=self.tax.ids)], deductible=deductible))

    def test_invoiced_in_two_steps(self):
        """faults M17: work that is added and invoiced later takes along what the first step rounded, and no more."""
        random = Random(171)
        for number in range(12):
            self.company.tax_calculation_rounding_method = random.choice(['round_per_line', 'round_globally'])
            prices = [round(random.uniform(1, 99), 2) for __ in range(2)]
            order = self._create_shared(
                [self._line(prices[0], tax_ids=self.tax.ids)], share=random.choice([80, 66.67, 50]), deductible=3)
            self._invoice(order)
            job = order.job_ids
            job.line_ids = [self._line(prices[1], tax_ids=random.choice([self.tax.ids, self.tax_included.ids]))]
            job._approve('phone')
            with self.subTest(number=number):
                self._invoice(order)
                self.assertEqual(order.invoice_status, 'invoiced')
                self.assertEqual(job.share_charged, job.share_deducted)
                with self.assertRaisesRegex(UserError, "invoiced already"), self.env.cr.savepoint():
                    self._invoice(order)

    def test_random_orders(self):
        random = Random(17)
        for number in range(24):
            self.company.tax_calculation_rounding_method = random.choice(['round_per_line', 'round_globally'])
            lines = [
                self._line(round(random.uniform(0.5, 999), 2), random.choice([1, 2, 0.35, 1.17]),
                           tax_ids=random.choice([self.tax.ids, self.tax_included.ids, self.taxes.ids, []]))
                for __ in range(random.randint(1, 4))
            ]
            with self.subTest(number=number):
                self.assertInvoicedOnce(self._create_shared(
                    lines, share=random.choice([100, 80, 66.67, 50]), deductible=random.choice([1, 2, 3, 12])))
