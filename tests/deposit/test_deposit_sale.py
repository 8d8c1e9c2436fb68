from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.deposit import DepositCommon


@tagged('post_install', '-at_install')
class TestDepositSale(DepositCommon):
    """Contracts §7: parts ordered at the window without a repair order take a deposit by the same machine."""

    def _confirm(self, quantity=1, **values):
        sale = self.env['aftersales.counter.sale'].with_user(self.user_parts).create({
            'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'line_ids': [
                Command.create({'product_id': self.turbo.id, 'quantity': quantity, 'tax_ids': [Command.set(self.tax_old.ids)]}),
            ], **values})
        sale.action_confirm()
        return sale

    def _ask_sale(self, quantity=1):
        sale = self._confirm(quantity)
        sale.action_ask_deposit()
        return sale.deposit_ids

    def _take_sale(self, quantity=1):
        deposit = self._ask_sale(quantity)
        deposit.action_invoice()
        invoice = deposit.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        return deposit

    def _arrive(self, deposit):
        self._put_in_stock(self.turbo, 5)
        deposit.counter_sale_id.sudo().picking_ids.action_assign()

    def _settle(self, deposit):
        self._arrive(deposit)
        sale = deposit.counter_sale_id
        sale.action_hand_over()
        sale.with_user(self.user_accountant).action_invoice()
        self.env.invalidate_all()
        return sale.sudo().invoice_ids

    def test_ask(self):
        """§7: by the rates of orders, of the parts that are not here; a customer without a name pays nothing in advance."""
        deposit = self._ask_sale(2)
        self.assertEqual((deposit.state, deposit.amount_parts, deposit.amount), ('draft', 226, 67.8))
        self.assertEqual((deposit.company_id, deposit.workshop_id), (self.company, self.workshop))
        self.assertEqual(deposit.partner_id, self.customer)
        with self.assertRaisesRegex(UserError, "no part is missing"):
            deposit.counter_sale_id.action_ask_deposit()
        with self.assertRaisesRegex(UserError, "a deposit is somebody's"):
            self._confirm(partner_id=self.env.ref('aftersales.partner_walk_in').id).action_ask_deposit()
        with self.assertRaises(AccessError):
            deposit.with_user(self.user_technician).read(['name'])
        with self.assertRaisesRegex(UserError, "no part of"):
            deposit.counter_line_ids = self._confirm().line_ids
        self.turbo.categ_id = self.env['product.category'].create({'name': "Turbos"})
        self.env['aftersales.deposit.rate'].create({
            'name': "Cannot be returned", 'categ_id': self.turbo.categ_id.id, 'percent': 100, 'company_id': self.company.id})
        self.assertEqual(self._ask_sale().amount, 113)

    def test_deducted(self):
        """§7: the invoice of the sale deducts it, to the cent; the receipt names the sale."""
        deposit = self._take_sale()
        self.assertEqual((deposit.state, deposit.amount_held), ('held', 33.9))
        self.assertAlmostEqual(self._get_booked(self.deposits), 30, 2)
        self.assertTrue(deposit.action_print_receipt())
        html = self.env['ir.actions.report'].with_user(self.user_parts)._render_qweb_html(
            'aftersales.report_deposit_receipt', deposit.ids)[0].decode()
        for text in (deposit.counter_sale_id.name, "Turbo", "handed over, the deposit is deducted"):
            self.assertIn(text, html)
        invoice = self._settle(deposit)
        self.assertAlmostEqual(invoice.amount_total, 113 - 33.9, 2)
        invoice.with_user(self.user_accountant).action_post()
        self.assertEqual((deposit.state, deposit.counter_sale_id.state), ('deducted', 'invoiced'))
        self.assertAlmostEqual(self._get_booked(self.deposits), 0, 2)
        self.assertFalse(deposit.counter_sale_id.deposit_text)

    def test_cancelled(self):
        """§7: cancelled with the sale while it is not paid; what is paid a manager gives back."""
        unpaid, deposit = self._ask_sale(), self._take_sale()
        unpaid.action_invoice()
        with self.assertRaisesRegex(UserError, "as they were agreed"):
            deposit.counter_sale_id.action_quote()
        (unpaid | deposit).counter_sale_id.action_cancel()
        self.assertEqual((unpaid.state, unpaid.sudo().invoice_id.state), ('cancelled', 'cancel'))
        self.assertEqual((deposit.state, deposit.amount_held), ('held', 33.9))
        self.assertIn("return it", deposit.counter_sale_id.deposit_text)
        self.env['aftersales.deposit.return.wizard'].with_user(self.user_manager).create({
            'deposit_id': deposit.id, 'reason': "Bought elsewhere"}).action_apply()
        note = deposit.sudo().move_line_ids.move_id - deposit.sudo().invoice_id
        note.with_user(self.user_accountant).action_post()
        self.assertEqual((deposit.state, note.amount_total), ('returned', 33.9))
        self.assertAlmostEqual(self._get_booked(self.deposits), 0, 2)

    def test_not_collected(self):
        """§7: all parts are here, nobody comes: a task after the days of the settings, then the customer is told."""
        deposit, other = self._take_sale(), self._take_sale(9)
        self.assertFalse(deposit.parts_here_date)
        self._arrive(deposit | other)
        self.assertTrue(deposit.parts_here_date)
        self.assertFalse(other.parts_here_date, "five of nine")
        deposit.sudo().parts_here_date = fields.Datetime.now() - timedelta(days=32)
        self.assertTrue(deposit.is_lapsed)
        self.assertIn("nobody came", deposit.counter_sale_id.deposit_text)
        deposit.sudo()._ask_about_lapsed()
        self.assertEqual(deposit.sudo().activity_ids.user_id, self.user_parts)
        self.customer.email = 'window@example.com'
        deposit.action_tell_customer()
        self.assertIn("collect them by", " ".join(deposit.sudo().message_ids.mapped('body')))

    def test_collected(self):
        """§7: who has his parts is not said to have stayed away, though his deposit is held until the sale is invoiced."""
        gone, here = self._take_sale(), self._take_sale()
        deposits = gone | here
        self._arrive(gone)
        self._arrive(here)
        deposits.sudo().parts_here_date = fields.Datetime.now() - timedelta(days=32)
        lapsed = [('is_lapsed', '=', True), ('id', 'in', deposits.ids)]
        self.assertEqual(deposits.search(lapsed), deposits)
        gone.counter_sale_id.action_hand_over()
        self.assertEqual((gone.state, gone.counter_sale_id.state), ('held', 'handed'))
        self.assertEqual(deposits.mapped('is_lapsed'), [False, True])
        for user in (self.user_parts, self.user_advisor, self.user_accountant):
            self.assertEqual(deposits.with_user(user).search(lapsed), here, user.login)
        self.assertEqual(deposits.search([('is_lapsed', '=', False), ('id', 'in', deposits.ids)]), gone)
        self.assertFalse(gone.counter_sale_id.deposit_text)
        with self.assertRaisesRegex(UserError, "wait for the customer no more"):
            gone.action_tell_customer()
        self.assertFalse(gone.notice_date)
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_ask_about_lapsed').method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(deposits.sudo().activity_ids.mapped('res_id'), here.ids)
        here.counter_sale_id.action_cancel()
        self.assertFalse(here.is_lapsed, "it is to be returned")
        self.assertIn("return it", here.counter_sale_id.deposit_text)

    def test_owed_once(self):
        """G4, §7: what an account customer pays in advance is a part of what his sale costs: he owes it once."""
        agreement = self.env['aftersales.agreement'].with_user(self.user_accountant).with_company(self.company).create({
            'company_id': self.company.id, 'partner_id': self.fleet_account.id, 'date_from': '2020-01-01'})
        agreement.action_activate()
        sale = self._confirm(partner_id=self.fleet_account.id)
        self.assertEqual(sale.agreement_id, agreement)
        sale.action_ask_deposit()
        deposit = sale.deposit_ids
        deposit.action_invoice()
        invoice = deposit.sudo().invoice_id

        def assert_owed(amount):
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertAlmostEqual(agreement.exposure, amount, 2)

        assert_owed(113)
        invoice.with_user(self.user_accountant).action_post()
        assert_owed(113)
        self._pay(invoice)
        self.assertEqual(deposit.state, 'held')
        assert_owed(113 - 33.9 + invoice.amount_residual)
        self._arrive(deposit)
        sale.action_hand_over()
        assert_owed(113 - 33.9 + invoice.amount_residual)
        sale.with_user(self.user_accountant).action_invoice()
        assert_owed(113 - 33.9 + invoice.amount_residual)
        unwanted = self._confirm(9, partner_id=self.fleet_account.id)  # more than lie on the shelf
        unwanted.action_ask_deposit()
        unwanted.deposit_ids.action_invoice()
        unwanted.deposit_ids.action_cancel()
        assert_owed(10 * 113 - 33.9 + invoice.amount_residual)

    def test_all_came_back(self):
        """G4, §7: of a sale whose parts all came back nothing is owed: what was paid in advance takes nothing off the rest."""
        agreement = self.env['aftersales.agreement'].with_user(self.user_accountant).with_company(self.company).create({
            'company_id': self.company.id, 'partner_id': self.fleet_account.id, 'date_from': '2020-01-01'})
        agreement.action_activate()
        sale, other = self._confirm(partner_id=self.fleet_account.id), self._confirm(partner_id=self.fleet_account.id)
        sale.action_ask_deposit()
        deposit = sale.deposit_ids
        deposit.action_invoice()
        invoice = deposit.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        self._arrive(deposit)
        sale.action_hand_over()
        action = sale.action_return()
        wizard = self.env[action['res_model']].with_user(self.user_parts).with_context(**action['context']).create({})
        wizard.product_return_moves.quantity = 1
        picking = self.env['stock.picking'].with_user(self.user_parts).browse(wizard.action_create_returns()['res_id'])
        picking.move_ids.picked = True
        picking.button_validate()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(sale.state, 'handed')
        self.assertAlmostEqual(agreement.exposure, other.amount_total + invoice.amount_residual, 2)

    def test_owed_once_of_an_order(self):
        """G4, §7: work that is done counts as a whole: what was paid or asked for in advance is a part of it."""
        agreement = self.env['aftersales.agreement'].with_user(self.user_accountant).with_company(self.company).create({
            'company_id': self.company.id, 'partner_id': self.fleet_account.id, 'date_from': '2020-01-01'})
        agreement.action_activate()

        def assert_owed(amount):
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertAlmostEqual(agreement.exposure, amount, 2)

        order = self.approve(self.receive(self._create_order(
            self._prepare_job((self.turbo, 1)), partner_id=self.fleet_account.id)))
        self.assertEqual(order.sudo().agreement_id, agreement)
        order.action_ask_deposit()
        deposit = order.deposit_ids
        deposit.action_invoice()
        invoice = deposit.sudo().invoice_id
        assert_owed(33.9)
        self._put_in_stock(self.turbo, 5)
        order.sudo().picking_ids.action_assign()
        self._issue(order)
        order.sudo().job_ids._transition('done')
        self.assertEqual(order.sudo().invoice_status, 'to_invoice')
        assert_owed(113)
        invoice.with_user(self.user_accountant).action_post()
        assert_owed(113)
        self._pay(invoice)
        assert_owed(113 - 33.9 + invoice.amount_residual)

    def test_owed_by_who_pays(self):
        """G4: a deposit that somebody else pays takes nothing off what the account customer owes."""
        agreement = self.env['aftersales.agreement'].with_user(self.user_accountant).with_company(self.company).create({
            'company_id': self.company.id, 'partner_id': self.fleet_account.id, 'date_from': '2020-01-01'})
        agreement.action_activate()
        sale = self._confirm(partner_id=self.fleet_account.id)
        sale.action_ask_deposit()
        sale.deposit_ids.partner_id = self.customer
        sale.deposit_ids.action_invoice()
        self.env.invalidate_all()
        self.assertAlmostEqual(agreement.exposure, 113, 2)

    def test_access(self):
        """§7: another company sees neither the deposit nor takes one."""
        deposit = self._ask_sale()
        sale = deposit.counter_sale_id
        other = self._create_company("Elsewhere")
        stranger = self.user_advisor.copy({
            'login': 'elsewhere', 'company_id': other.id, 'company_ids': [Command.set(other.ids)]})
        deposit = deposit.with_user(stranger).with_context(allowed_company_ids=other.ids)
        self.assertFalse(deposit.search([('id', '=', deposit.id)]))
        with self.assertRaises(AccessError):
            deposit.read(['amount'])
        with self.assertRaises(AccessError):
            deposit.create({'counter_sale_id': sale.id})

    def test_ordered_once_paid(self):
        """G4, H9: where the house wants the money first, what is sold is ordered once its deposit is held, or let through."""
        self.company.aftersales_deposit_first = True
        self.turbo.seller_ids = [Command.create({'partner_id': self.fleet_account.id, 'price': 50.0})]
        deposit = self._ask_sale()
        sale = deposit.counter_sale_id.with_user(self.user_parts)
        line = sale.line_ids
        self.assertTrue(line.is_deposit_awaited)
        self.assertEqual(line.search([('is_deposit_awaited', '=', True), ('company_id', '=', self.company.id)]), line)
        self.assertEqual(line.action_view_awaited_deposits()['res_id'], deposit.id)
        with self.assertRaisesRegex(UserError, f"once their deposit is paid:\n- Turbo for .*{deposit.name}"):
            sale.action_order_missing_parts()
        deposit.with_user(self.user_manager)._let_order_through("Known customer")
        self.env.invalidate_all()
        self.assertFalse(line.is_deposit_awaited)
        sale.action_order_missing_parts()
        self.assertFalse(line.is_to_order)
