from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.deposit import DepositCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestDepositTour(DepositCommon, OneBrowserCase):
    """G4: a part is missing, a deposit is asked for and paid, the part comes, and the invoice deducts the deposit."""

    def test_deposit(self):
        """G4: asked for by the advisor, deducted by the accountant, both in the browser."""
        order = self._create_approved((self.turbo, 1))
        url = f'/odoo/repair-orders/{order.id}'
        self.start_tour(url, 'aftersales_deposit_asked', login=self.user_advisor.login)
        self.env.invalidate_all()
        deposit = order.deposit_ids
        self.assertEqual(deposit.state, 'invoiced')
        invoice = deposit.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        self._put_in_stock(self.turbo, 5)
        order.sudo().picking_ids.action_assign()
        self.assertTrue(deposit.parts_here_date)
        self._issue(order)
        order.sudo().job_ids._transition('done')
        self.start_tour(url, 'aftersales_deposit_deducted', login=self.user_accountant.login)
        self.env.invalidate_all()
        self.assertEqual((deposit.state, deposit.amount_held), ('deducted', 0))
