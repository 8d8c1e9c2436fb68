from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.deposit import DepositCommon


@tagged('post_install', '-at_install')
class TestDeposit(DepositCommon):
    """G4, contracts §7: a deposit for parts is invoiced, held, deducted from the work, or given back."""

    def test_ask(self):
        """G4: 30 % of the missing parts with taxes; who may not see the customer's money does not ask."""
        deposit = self._ask()
        self.assertEqual((deposit.state, deposit.amount_parts, deposit.amount), ('draft', 113, 33.9))
        self.assertEqual(deposit.line_ids, deposit.order_id.line_ids)
        with self.assertRaisesRegex(UserError, "no part is missing"):
            deposit.order_id.action_ask_deposit()
        with self.assertRaises(AccessError):
            deposit.with_user(self.user_technician).read(['name'])
        deposit.amount = 114
        with self.assertRaisesRegex(UserError, "no more than the parts cost"):
            deposit.action_invoice()

    def test_deducted(self):
        """G4: paid it is held, with the taxes of its parts; the invoice of the work deducts it, to the cent."""
        deposit = self._take()
        self.assertEqual((deposit.state, deposit.amount_held), ('held', 33.9))
        self.assertAlmostEqual(self._get_booked(self.deposits), 30, 2)
        invoice = self._do_work(deposit)
        self.assertAlmostEqual(invoice.amount_total, 113 - 33.9, 2)
        self.assertEqual((deposit.state, deposit.amount_held), ('held', 0), "a draft deducts it already")
        job = invoice.invoice_line_ids.filtered(lambda line: line.display_type == 'line_section')[:1]
        self.assertAlmostEqual(job.get_section_subtotal(), 100, 2, "what the job costs, without the deposit")
        invoice.with_user(self.user_accountant).action_post()
        self.assertEqual(deposit.state, 'deducted')
        self.assertAlmostEqual(self._get_booked(self.deposits), 0, 2)
        credit = self._credit(invoice)
        credit.with_user(self.user_accountant).action_post()
        self.assertEqual((deposit.state, deposit.amount_held), ('held', 33.9), "the credit note gives it back")

    def test_payment_taken_off(self):
        """G4: a payment that is taken off the invoice again leaves the deposit to be paid; put back, it is held."""
        deposit = self._take()
        lines = deposit.sudo().invoice_id.line_ids.filtered(lambda line: line.account_id.reconcile)
        both = lines | lines.matched_credit_ids.credit_move_id
        with self.assertRaisesRegex(UserError, "is paid, and held"):
            deposit.action_invoice()
        lines.with_user(self.user_accountant).remove_move_reconcile()
        self.assertEqual((deposit.state, deposit.amount_held), ('invoiced', 0))
        self.assertFalse(deposit._find_open(deposit.order_id))
        both.with_user(self.user_accountant).reconcile()
        self.assertEqual((deposit.state, deposit.amount_held), ('held', 33.9))
        self.assertEqual(len(deposit.sudo().move_line_ids.move_id), 1, "its invoice is made once")

    def test_to_the_cent(self):
        """G4: also an amount that is no price with its taxes is asked for, and deducted, to the cent."""
        deposit = self._ask()
        deposit.amount = 33.94
        deposit.action_invoice()
        invoice = deposit.sudo().invoice_id
        self.assertAlmostEqual(invoice.amount_total, 33.94, 2)
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        work = self._do_work(deposit)
        self.assertAlmostEqual(work.amount_total, 113 - 33.94, 2)
        work.with_user(self.user_accountant).action_post()
        self.assertAlmostEqual(self._get_booked(self.deposits), 0, 2)

    def test_not_twice(self):
        """G4: what the invoice of the work has deducted is not credited besides."""
        deposit = self._take()
        self._do_work(deposit).with_user(self.user_accountant).action_post()
        note = self._credit(deposit.sudo().invoice_id)
        with self.assertRaisesRegex(UserError, "than was paid"):
            note.with_user(self.user_accountant).action_post()

    def test_deleted_draft(self):
        """G4: a draft that is deleted leaves the deposit held, and the next one deducts it."""
        deposit = self._take()
        invoice = self._do_work(deposit)
        invoice.sudo().unlink()
        self.assertEqual((deposit.state, deposit.amount_held), ('held', 33.9))
        self.assertAlmostEqual(self._invoice(deposit.order_id).amount_total, 113 - 33.9, 2)

    def test_tax_changes(self):
        """G4: what was paid with the old tax is deducted with it; the rest pays the new one."""
        deposit = self._take()
        new = self._create_tax(6)
        deposit.order_id.sudo().line_ids.tax_ids = new
        invoice = self._do_work(deposit)
        self.assertAlmostEqual(invoice.amount_total, 106 - 33.9, 2)
        deduction = invoice.invoice_line_ids.filtered(lambda line: line.sudo().aftersales_deposit_id)
        self.assertEqual(deduction.tax_ids, self.tax_old)

    def test_exchange_difference(self):
        """G4: what the rate made of a deposit goes to exchange differences when it is deducted; nothing is left of it."""
        currency = self.env.ref('base.EUR')
        currency.active = True
        rates = self.env['res.currency.rate'].create([
            {'currency_id': currency.id, 'company_id': self.company.id, 'name': day, 'rate': rate}
            for day, rate in ((Date.subtract(Date.today(), days=9), 0.5), (Date.today(), 0.5))])
        self.customer.property_product_pricelist = self.env['product.pricelist'].create({
            'name': "Foreign", 'currency_id': currency.id})
        deposit = self._take()
        booked = self._get_booked(self.deposits)
        self.assertAlmostEqual(booked, 2 * deposit.sudo().invoice_id.amount_untaxed, 2)
        rates[1].rate = 0.25
        invoice = self._do_work(deposit)
        invoice.with_user(self.user_accountant).action_post()
        self.assertEqual(deposit.state, 'deducted')
        self.assertAlmostEqual(self._get_booked(self.deposits), 0, 2)
        entry = deposit.sudo().move_line_ids.move_id.filtered(lambda move: move.move_type == 'entry')
        company = self.company
        exchange = company.expense_currency_exchange_account_id | company.income_currency_exchange_account_id
        self.assertEqual((entry.state, entry.journal_id), ('posted', self.company.currency_exchange_journal_id))
        self.assertAlmostEqual(sum(entry.line_ids.mapped('balance')), 0, 2)
        self.assertAlmostEqual(
            sum(entry.line_ids.filtered(lambda line: line.account_id in exchange).mapped('balance')), booked, 2)
        self.assertEqual(deposit.amount_held, 0)

    def test_returned(self):
        """G4: a manager returns it, less what may be kept; the credit note is accounting's."""
        deposit = self._take()
        with self.assertRaises(AccessError):
            deposit.action_return()
        order, to_return = deposit.order_id, [('id', '=', deposit.id), ('is_to_return', '=', True)]
        self.assertFalse(deposit.is_to_return or deposit.search(to_return))
        order._cancel("Car sold")
        self.assertTrue(deposit.is_to_return)
        self.assertEqual(deposit.search(to_return), deposit)
        self.assertIn("return it", " ".join(alert.message for alert in order._get_alerts()))
        wizard = self.env['aftersales.deposit.return.wizard'].with_user(self.user_manager).create({
            'deposit_id': deposit.id, 'reason': "Car sold", 'amount_kept': 22.61})
        self.assertEqual(wizard.amount_limit, 22.6, "20 % of the value, Civil Code art. 586")
        with self.assertRaisesRegex(UserError, "at most"):
            wizard.action_apply()
        wizard.amount_kept = 11.3
        wizard.action_apply()
        with self.assertRaisesRegex(UserError, "nothing is held"):
            wizard.action_apply()
        note = deposit.sudo().move_line_ids.move_id - deposit.sudo().invoice_id
        self.assertEqual((note.state, note.move_type), ('draft', 'out_refund'))
        self.assertAlmostEqual(note.amount_total, 33.9 - 11.3, 2)
        note.with_user(self.user_accountant).action_post()
        self.assertEqual((deposit.state, deposit.amount_kept), ('returned', 11.3))
        self.assertAlmostEqual(self._get_booked(self.deposits), 0, 2)
        self.assertAlmostEqual(self._get_booked(self.kept), 10, 2)

    def test_books(self):
        """G4: the invoice a deposit counts on stays posted; one that was not posted is cancelled with it."""
        deposit = self._take()
        with self.assertRaisesRegex(UserError, "Return Deposit"):
            deposit.sudo().invoice_id.with_user(self.user_accountant).button_draft()
        other = self._ask()
        other.action_invoice()
        other.action_cancel()
        self.assertEqual((other.state, other.sudo().invoice_id.state), ('cancelled', 'cancel'))

    def test_posted_and_not_wanted(self):
        """G4: one that is posted and never paid is cancelled once accounting has credited it."""
        deposit = self._ask()
        deposit.action_invoice()
        invoice = deposit.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        with self.assertRaisesRegex(UserError, "credit it first"):
            deposit.action_cancel()
        credit = self._credit(invoice)
        with self.assertRaisesRegex(UserError, "credit it first"):
            deposit.action_cancel()
        credit.with_user(self.user_accountant).action_post()
        deposit.action_cancel()
        self.assertEqual((deposit.state, deposit.amount_held), ('cancelled', 0))
        with self.assertRaisesRegex(UserError, "stays posted"):
            credit.with_user(self.user_accountant).button_draft()

    def test_not_collected(self):
        """Contracts §7: the customer is told that his parts wait; who does not come in time is somebody's task."""
        deposit = self._take()
        self._put_in_stock(self.turbo, 5)
        deposit.order_id.sudo().picking_ids.action_assign()
        self.assertTrue(deposit.parts_here_date)
        self.assertFalse(deposit.is_lapsed)
        deposit.sudo().parts_here_date = fields.Datetime.now() - timedelta(days=32)
        self.assertTrue(deposit.is_lapsed)
        self.assertIn(deposit, deposit.search([('is_lapsed', '=', True)]))
        deposit.sudo()._ask_about_lapsed()
        self.assertEqual(deposit.sudo().activity_ids.user_id, self.user_advisor)
        deposit.action_tell_customer()
        self.assertTrue(deposit.notice_date)
        with self.assertRaisesRegex(UserError, "told today"):
            deposit.action_tell_customer()
