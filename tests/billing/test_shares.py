from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestShares(BillingCommon):
    """A job's cost split between payer and co-payer; the sum of the parts is the whole (G2)."""

    def _shared_job(self, *lines, **values):
        return self._job(*lines, **{
            'pay_type_id': self.pay_insurance.id, 'payer_id': self.insurer.id,
            'co_payer_id': self.customer.id, **values,
        })

    def _by_payer(self, invoices):
        return {move.partner_id: move for move in invoices}

    def test_deductible(self):
        order = self._create_order(self._shared_job(self._line(1000), deductible=300))
        self.assertEqual(order.amount_total, 1200)
        invoices = self._by_payer(self._invoice(order))
        self.assertEqual(invoices[self.customer].amount_total, 300)
        self.assertEqual(invoices[self.customer].amount_untaxed, 250)
        self.assertEqual(invoices[self.insurer].amount_total, 900)
        full, share = invoices[self.insurer].invoice_line_ids.filtered(lambda line: line.display_type == 'product')
        self.assertEqual(full.price_total, 1200)
        self.assertEqual(share.price_total, -300)
        self.assertEqual(share.aftersales_share, 'deduction')
        self.assertIn("Chen Min", share.name)
        mirror = invoices[self.customer].invoice_line_ids.filtered(lambda line: line.display_type == 'product')
        self.assertEqual(mirror.aftersales_share_job_id, order.job_ids)
        self.assertEqual(mirror.account_id, full.account_id)
        self.assertEqual(mirror.vehicle_id, self.vehicle)
        self.assertEqual(order.invoice_status, 'invoiced')
        self.assertSplit(order, order.invoice_ids)

    def test_totals_by_payer_follow_the_share(self):
        order = self._create_order(self._shared_job(self._line(1000), deductible=300), done=False)
        self.assertEqual({t['payer_id']: t['total'] for t in order.payer_totals}, {self.insurer.id: 900, self.customer.id: 300})
        order.job_ids.deductible = 500
        self.assertEqual({t['payer_id']: t['total'] for t in order.payer_totals}, {self.insurer.id: 700, self.customer.id: 500})

    def test_shares_in_the_words_of_who_pays(self):
        """faults C7: each payer reads in his language what he bears and what the other does, whoever invoices."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.customer.lang = 'zh_CN'
        order = self._create_order(self._shared_job(self._line(1000), deductible=200))
        invoices = self._by_payer(self._invoice(order))
        labels = {payer: move.invoice_line_ids.filtered('aftersales_share').name for payer, move in invoices.items()}
        self.assertIn("Share of", labels[self.insurer])
        self.assertNotIn("Your share", labels[self.customer])

    def test_share_after_deductible(self):
        """The co-payer bears the deductible first, then his share of the rest."""
        order = self._create_order(self._shared_job(self._line(1000), deductible=200, share=80))
        invoices = self._by_payer(self._invoice(order))
        self.assertEqual(invoices[self.customer].amount_total, 200 + 0.2 * 1000)
        self.assertSplit(order, order.invoice_ids)

    def test_deductible_above_the_job(self):
        order = self._create_order(self._shared_job(self._line(100), deductible=500))
        invoices = self._by_payer(self._invoice(order))
        self.assertEqual(invoices[self.customer].amount_total, 120)
        self.assertEqual(invoices[self.insurer].amount_total, 0)
        self.assertSplit(order, order.invoice_ids)

    def test_mixed_taxes_to_the_cent(self):
        fixed = self._create_tax(1.15, amount_type='fixed')
        affecting = self._create_tax(3, include_base_amount=True, sequence=1)
        for method in ('round_per_line', 'round_globally'):
            self.company.tax_calculation_rounding_method = method
            order = self._create_order(
                self._shared_job(
                    self._line(33.33, 1.37, tax_ids=self.tax.ids),
                    self._line(19.99, 3, tax_ids=self.tax_included.ids, discount=7.5),
                    self._line(7.77, 2.5, tax_ids=(affecting + self.tax).ids),
                    self._line(4.44, 3, tax_ids=fixed.ids),
                    self._line(0.335, 3, tax_ids=[]),
                    share=66.67, deductible=12.34,
                ),
                self._job(self._line(33.33, 1.37, tax_ids=self.tax.ids)),
            )
            invoices = self._invoice(order)
            self.assertEqual(len(invoices), 2)
            self.assertAlmostEqual(sum(invoices.mapped('amount_untaxed')), order.amount_untaxed, 2)
            self.assertAlmostEqual(sum(invoices.mapped('amount_total')), order.amount_total, 2)
            totals = {item['payer_id']: item['total'] for item in order.payer_totals}
            for move in invoices:
                self.assertAlmostEqual(move.amount_total, totals[move.partner_id.id], 2)
                self.assertAlmostEqual(sum(move.line_ids.mapped('balance')), 0, 2)

    def test_contract_job_is_nobodys_invoice(self):
        order = self._create_order(
            self._job(self._line(100)),
            self._job(self._line(70), pay_type_id=self.env.ref('aftersales.pay_type_contract').id,
                      payer_id=self.customer.id))
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_untaxed, 100)
        self.assertEqual(
            {item['payer_id']: item['untaxed'] for item in order.payer_totals}, {self.customer.id: 100, False: 70})
        self.assertIn("Not invoiced", order.with_user(self.user_advisor).payer_summary)

    def test_goodwill(self):
        """The house bears its part inside; only the customer's part is invoiced."""
        order = self._create_order(self._job(
            self._line(100), pay_type_id=self.pay_internal.id, share=70, co_payer_id=self.customer.id))
        invoice = self._invoice(order)
        self.assertEqual(invoice.partner_id, self.customer)
        self.assertEqual(invoice.amount_total, 36)
        self.assertEqual(order.invoice_status, 'invoiced')
        with self.assertRaisesRegex(UserError, "invoiced already"):
            self._invoice(order)

    def test_each_part_comes_back_alone(self):
        order = self._create_order(self._shared_job(self._line(1000), deductible=300))
        invoices = self._by_payer(self._invoice(order))
        invoices[self.customer].button_cancel()
        self.assertEqual(order.invoice_status, 'to_invoice')
        again = self._invoice(order)
        self.assertEqual(again.partner_id, self.customer)
        self.assertEqual(again.amount_total, 300)
        invoices[self.insurer].button_cancel()
        self.assertEqual(order.invoice_status, 'to_invoice')
        last = self._invoice(order)
        self.assertEqual(last.partner_id, self.insurer)
        self.assertEqual(last.amount_total, 900)
        self.assertSplit(order, again + last)

    def test_credit_note_gives_the_share_back(self):
        order = self._create_order(self._shared_job(self._line(1000), deductible=300))
        first = self._invoice(order)
        first.action_post()
        refunds = self._credit(first)
        self.assertEqual(refunds.aftersales_order_ids, order)
        self.assertEqual(order.job_ids.share_charged, 0)
        self.assertEqual(order.job_ids.share_deducted, 0)
        refunds.action_post()
        again = self._invoice(order)
        self.assertSplit(order, again)
        self.assertEqual(sorted(again.mapped('amount_total')), [300, 900])

    def test_partial_invoices_of_shared_jobs(self):
        self.company.tax_calculation_rounding_method = 'round_globally'
        order = self._create_order(
            *(self._shared_job(self._line(10.33, 1.15), self._line(3.335, 3), share=55) for __ in range(3)), done=False)
        invoices = self.env['account.move']
        for job in order.job_ids:
            self._finish(job)
            invoices |= self._invoice(order)
        self.assertEqual(len(invoices), 6)
        self.assertSplit(order, invoices)

    def test_rate_of_another_day(self):
        """Posted at another rate, the parts still mirror each other."""
        euro = self.env.ref('base.EUR')
        euro.active = True
        self.env['res.currency.rate'].create([
            {'name': '2020-01-01', 'rate': 0.91373, 'currency_id': euro.id, 'company_id': self.company.id},
            {'name': '2020-02-01', 'rate': 0.87771, 'currency_id': euro.id, 'company_id': self.company.id},
        ])
        pricelist = self.env['product.pricelist'].create({'name': "EUR", 'currency_id': euro.id})
        order = self._create_order(self._shared_job(
            self._line(33.33, 1.37), self._line(19.99, 3, tax_ids=self.tax_included.ids), deductible=12.34, share=66.67,
        ), pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, euro)
        invoices = self._invoice(order)
        invoices.invoice_date = '2020-01-15'
        invoices.action_post()
        self.assertSplit(order, invoices)
        charge = invoices.line_ids.filtered(lambda line: line.aftersales_share == 'charge')
        deduction = invoices.line_ids.filtered(lambda line: line.aftersales_share == 'deduction')
        self.assertEqual(charge.mapped('balance'), [-line.balance for line in deduction])
        for move in invoices:
            self.assertAlmostEqual(sum(move.line_ids.mapped('balance')), 0, 2)

    def test_missing_co_payer(self):
        order = self._create_order(self._shared_job(self._line(1000), deductible=300))
        self.env.cr.execute("UPDATE aftersales_job SET co_payer_id = NULL WHERE id = %s", [order.job_ids.id])
        order.job_ids.invalidate_recordset(['co_payer_id'])
        with self.assertRaisesRegex(UserError, f"{order.name} cannot be invoiced: job Brakes is shared"):
            self._invoice(order)

    def test_same_partner_bears_both(self):
        order = self._create_order(self._job(self._line(100), share=50, co_payer_id=self.customer.id))
        invoice = self._invoice(order)
        self.assertEqual(len(invoice), 1)
        self.assertSplit(order, invoice)

    def test_invoiced_share_stays(self):
        order = self._create_order(self._shared_job(self._line(1000), deductible=300))
        self._invoice(order)
        for vals in ({'share': 10}, {'deductible': 0}, {'co_payer_id': self.maker.id}):
            with self.assertRaisesRegex(UserError, "is invoiced already"):
                order.job_ids.write(vals)
        order.job_ids.write({'share': 100.0, 'deductible': 300.0})
