from odoo.exceptions import UserError
from odoo.fields import Command
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

    def test_special_order(self):
        """H2, H4, G4: one walk from the part that is short to the settled work, each step clicked by whose it is."""
        vendor = self.env['res.partner'].create({'name': "Turbo Vendor"})
        self.turbo.write({
            'list_price': 3000, 'standard_price': 2500,
            'seller_ids': [Command.create({'partner_id': vendor.id, 'price': 2500})]})
        self.company.aftersales_deposit_first = True
        order = self._create_approved((self.turbo, 1))
        line = order.line_ids.filtered('product_id')
        self.assertEqual((line.parts_state, line.part_approval), ('not_here', 'to_approve'))
        url = f'/odoo/repair-orders/{order.id}'
        self._walk(url, 'aftersales_special_deposit', self.user_advisor)
        deposit = order.deposit_ids
        self.assertEqual(deposit.state, 'invoiced')
        self._walk('/odoo/special-orders', 'aftersales_special_approved', self.user_dispatcher)
        self.assertEqual(line.part_approval, 'approved')
        with self.assertRaisesRegex(UserError, "deposit"):
            line.with_user(self.user_parts).action_order_missing_parts()
        self._walk(f'/odoo/customer-invoices/{deposit.sudo().invoice_id.id}', 'aftersales_special_paid', self.user_accountant)
        self.assertEqual(deposit.state, 'held')
        self._walk('/odoo/parts-to-order', 'aftersales_special_bought', self.user_parts)
        self.assertEqual((line.parts_state, bool(deposit.parts_here_date)), ('here', True))
        self._walk('/odoo/parts-window', 'aftersales_special_issued', self.user_parts)
        self.assertEqual(line.parts_state, 'issued')
        order.sudo().job_ids._transition('done')
        self._walk(url, 'aftersales_deposit_deducted', self.user_accountant)
        self.assertEqual((deposit.state, deposit.amount_held), ('deducted', 0))
        invoice = order.sudo().invoice_ids.filtered(lambda move: move.state == 'posted') - deposit.sudo().invoice_id
        self.assertEqual(invoice.amount_total, 3390 - 1017)

    def _walk(self, path, name, user):
        self.start_tour(path, name, login=user.login)
        self.env.invalidate_all()
