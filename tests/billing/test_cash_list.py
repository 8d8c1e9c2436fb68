from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestCashList(BillingCommon):
    """contracts §11: who took what today, by which way of payment, and what he hands in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drawer = cls.env['account.journal'].create({
            'name': "Drawer", 'code': "DRAW", 'type': 'cash', 'company_id': cls.company.id})

    def _take_cash(self, *amounts, user=None):
        payments = self.env['account.payment'].with_user(user or self.user_accountant).create([{
            'partner_id': self.customer.id, 'partner_type': 'customer', 'payment_type': 'inbound', 'journal_id': self.drawer.id,
            'amount': amount} for amount in amounts])
        payments.action_post()
        return payments

    def _get_days(self, payments, user=None):
        return self.env['aftersales.cash.day'].with_user(user or self.user_accountant).search([
            ('journal_id', '=', payments.journal_id.id), ('company_id', '=', self.company.id)], order='id')

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

    def test_handed_in_and_confirmed(self):
        """contracts §11: he counts with the reason of a difference, somebody else confirms; what is more, later, is a second
        one; what was counted stays."""
        payments = self._take_cash(100, 250)
        day = self._get_days(payments)
        self.assertEqual((day.user_id, day.received_amount, day.state), (self.user_accountant, 350, 'open'))
        with Form(day) as form:
            form.handed_amount = 340
        with self.assertRaisesRegex(UserError, "Enter why it differs"):
            day.action_hand_in()
        day.reason = "Given back too much"
        day.action_hand_in()
        self.assertEqual((day.state, day.difference, day.handed_id), ('handed', -10, self.user_accountant))
        for change in ({'handed_amount': 350}, {'reason': "-"}):
            with self.assertRaisesRegex(UserError, "what was counted stays"):
                day.write(change)
        with self.assertRaisesRegex(UserError, "somebody else"):
            day.action_confirm()
        other = self.user_accountant.copy({'login': 'second_cashier', 'name': "Second Cashier"})
        day.with_user(other).action_count_again()
        self.assertEqual((day.state, day.received_amount, day.handed_id.id), ('open', 350, False))
        day.action_hand_in()
        more = self._take_cash(60)
        day, second = self._get_days(payments)
        self.assertEqual((day.received_amount, second.received_amount, second.state), (350, 60, 'open'))
        with self.assertRaisesRegex(UserError, "more was taken since"):
            day.with_user(other).action_count_again()
        day.with_user(other).action_confirm()
        self.assertEqual((day.confirmed_id, bool(day.confirmed_date)), (other, True))
        with self.assertRaisesRegex(UserError, "is already|cannot go"):
            day.with_user(other).action_confirm()
        with self.assertRaises(AccessError):
            second.with_user(other).date = '2026-01-01'
        self.assertIn("340.00", self._print(payments))
        more.action_draft()
        self.assertFalse(second.exists())
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            day.sudo().confirmed_id = self.user_accountant
            self.env.flush_all()

    def test_who_counts_and_who_may(self):
        """contracts §11: his own cash only; above the company's amount, and after the books are closed, a manager confirms."""
        other = self.user_accountant.copy({'login': 'second_cashier', 'name': "Second Cashier"})
        payments = self._take_cash(100)
        day = self._get_days(payments)
        with self.assertRaisesRegex(UserError, "who took it"):
            day.with_user(other).handed_amount = 100
        with self.assertRaisesRegex(UserError, "who took it"):
            day.with_user(other).action_hand_in()
        day.write({'handed_amount': 20, 'reason': "Stolen"})
        day.action_hand_in()
        with self.assertRaisesRegex(AccessError, "more than"):
            day.with_user(other).action_confirm()
        self.company.aftersales_cash_difference = 100
        self.company.fiscalyear_lock_date = self.company._get_today()
        with self.assertRaisesRegex(AccessError, "books of its day are closed"):
            day.with_user(other).action_confirm()
        day.with_user(self.user_manager).action_confirm()
        self.assertEqual(day.state, 'confirmed')
        for user in (self.user_advisor, self.user_technician):
            with self.assertRaises(AccessError):
                day.with_user(user).read(['handed_amount'])
        self.assertFalse(day.browse().action_confirm())

    def test_open_cash_is_on_the_screen(self):
        """U15: the manager's day says what waits to be confirmed; many are read as one."""
        payments = self._take_cash(100)
        day = self._get_days(payments)
        day.handed_amount = 100
        day.action_hand_in()
        today = self.env['aftersales.workshop'].with_user(self.user_manager).get_today(self.workshop.id)
        numbers = {tally['key']: tally['count'] for section in today['sections'] for tally in section['tallies']}
        self.assertEqual((numbers['cash_to_confirm'], numbers['cash_late']), (1, 0))
        action = day.action_view_payments()
        self.assertEqual(self.env['account.payment'].search(action['domain']), payments)
        Days = self.env['aftersales.cash.day'].sudo()
        rows = Days.create([{
            'company_id': self.company.id, 'journal_id': payments.journal_id.id, 'user_id': self.user_advisor.id,
            'date': fields.Date.add(self.company._get_today(), days=-number)} for number in range(8)])
        self.assertFlat(lambda days: days.mapped('received_amount'), rows[:1], rows[1:])
