from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestCashList(BillingCommon):
    """contracts §11: who took what today, by which way of payment, and what he hands in."""

    def _take(self, price, user=None):
        invoice = self._invoice(self._create_order(self._job(self._line(price))))
        invoice.with_user(self.user_accountant).action_post()
        return self.env['account.payment.register'].with_user(user or self.user_accountant).with_context(
            active_model='account.move', active_ids=invoice.ids).create({})._create_payments()

    def _print(self, payments, user=None):
        return self.env['ir.actions.report'].with_user(user or self.user_accountant)._render_qweb_html(
            'aftersales.report_cash_list', payments.ids)[0].decode()

    def test_list_and_print(self):
        """Who took it, for what, and how much by each way; a page a person; drafts are not money."""
        other = self.user_accountant.copy({'login': 'second_cashier', 'name': "Second Cashier"})
        payments = self._take(100) + self._take(200) + self._take(400, other)
        self.assertEqual(payments.mapped('create_uid'), self.user_accountant + other)
        order = payments[0].sudo().invoice_ids.aftersales_order_ids
        self.assertIn(order.name, payments[0].aftersales_paid_for)
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_cash_list')
        self.assertIn("partner_type", action['domain'])
        rows = self.env['account.payment'].with_user(self.user_accountant)._read_group(
            [('id', 'in', payments.ids), ('date', '=', 'today')], ['create_uid'], ['amount_company_currency_signed:sum'])
        self.assertEqual(dict(rows), {
            self.user_accountant: sum(payments[:2].mapped('amount')), other: payments[2].amount})
        paper = self._print(payments)
        self.assertEqual(paper.count("Handed in by"), 2)
        self.assertIn("Second Cashier", paper)
        self.assertIn(f"{sum(payments[:2].mapped('amount')):,.2f}", paper)
        self.assertIn(order.name, paper)

    def test_not_for_others(self):
        """Only who keeps the books prints it; of drafts there is nothing to print."""
        payment = self._take(100)
        with self.assertRaises(AccessError):
            self._print(payment, self.user_advisor)
        payment.action_draft()
        with self.assertRaisesRegex(UserError, "confirmed"):
            self._print(payment)

    def test_queries(self):
        """P7: as many questions for many payments as for few."""
        few, many = self._take(10), self._take(20) + self._take(30) + self._take(40)
        self.assertFlat(lambda payments: payments.mapped('aftersales_paid_for'), few, many)
