from odoo import fields
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestValueMoney(BillingCommon):
    """J6: what customers spend: posted invoices of our work less credit notes, without taxes."""

    def _count(self):
        """As the nightly pass does, of whoever is marked."""
        self.env.flush_all()
        Mark, Count = self.env['aftersales.value.mark'], self.env['aftersales.value.count']
        Count._count(self.company, Mark._take(self.company, 1000))
        self.env.flush_all()
        return sum(Count.search([
            ('company_id', '=', self.company.id), ('customer_id', '=', self.customer.id)]).mapped('spend'))

    def test_invoices_and_credit_notes(self):
        """J6: an invoice counts once it is posted, no longer when it is a draft again; a credit note takes away."""
        order = self._create_order(self._job(self._line(price=100.0, quantity=3)))
        invoice = self._invoice(order)
        self.assertEqual(self._count(), 0, "a draft")
        invoice.action_post()
        self.assertEqual(self._count(), invoice.amount_untaxed)
        self.assertEqual(self._count(), invoice.amount_untaxed, "nothing new happened")
        credit = self._credit(invoice)
        if credit.state == 'draft':
            credit.action_post()
        self.assertEqual(self._count(), 0)
        credit.button_draft()
        self.assertEqual(self._count(), invoice.amount_untaxed)

    def test_other_invoices_do_not_count(self):
        """J6: what the dealer sells besides, as cars, is not what a customer is worth to the workshop."""
        sold = self.env['account.move'].create({
            'move_type': 'out_invoice', 'partner_id': self.customer.id, 'company_id': self.company.id,
            'invoice_date': fields.Date.today(),
            'invoice_line_ids': [fields.Command.create({'name': "A car", 'price_unit': 90000.0, 'tax_ids': False})]})
        sold.action_post()
        self.assertEqual(self._count(), 0)
