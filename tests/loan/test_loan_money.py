from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import AftersalesCommon
from odoo.addons.aftersales.tests.dealership.loan import LoanCommon, prepare_loaner

NOW = Datetime.to_datetime('2026-03-02 02:00:00')


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestLoanMoney(AftersalesCommon):
    """J8: what the borrower owes follows from the two papers, and is invoiced with the taxes of its products."""

    with_books = True

    _prepare_loan_vals = classmethod(LoanCommon._prepare_loan_vals.__func__)
    _open_sheet = classmethod(LoanCommon._open_sheet.__func__)
    _sign = classmethod(LoanCommon._sign.__func__)
    _scratch = staticmethod(LoanCommon._scratch)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.company.account_sale_tax_id
        cls.env['product.product'].search([('default_code', '=like', 'LOAN-%')]).taxes_id = cls.tax
        model = cls.env['fleet.vehicle.model'].create({
            'name': "L", 'brand_id': cls.env['fleet.vehicle.model.brand'].create({'name': "Loan"}).id})
        cls.loaner = cls.env['fleet.vehicle'].create(prepare_loaner(cls.env, cls.workshop, model, 'LOAN 1'))

    def _return(self, user=None, **values):
        """300 km, half a tank, dirty, a new scratch, three days late."""
        loan = self.env['aftersales.loan'].with_user(user or self.user_advisor).create(self._prepare_loan_vals(**values))
        self._sign(self._open_sheet(loan, loan.action_hand_out(), 1000))
        with freeze_time(NOW + timedelta(days=4)):
            self._sign(self._open_sheet(
                loan, loan.action_take_back(), 1700, fuel_level=50, needs_cleaning=True, damage_ids=[self._scratch()]))
        return loan

    def test_charges_and_invoice(self):
        """J8: two loans: charges are proposed, damage is priced by people, the accountant invoices each borrower once."""
        loan = self._return()
        amounts = {charge.kind: charge.amount for charge in loan.charge_ids}
        products = {
            kind: self.env.ref(f'aftersales.product_loan_{kind}').lst_price for kind in ('km', 'fuel', 'cleaning')}
        self.assertEqual(amounts, {
            'km': (700 - 4 * 100) * products['km'], 'fuel': 50 * products['fuel'], 'cleaning': products['cleaning'],
            'late': 3 * 200, 'damage': 0})
        books = loan.with_user(self.user_accountant)
        with self.assertRaisesRegex(UserError, "enter what “Damage: Scratch"):
            books.action_invoice()
        with self.assertRaisesRegex(AccessError, "keep the books"):
            loan.action_invoice()
        loan.charge_ids.filtered(lambda charge: charge.kind == 'damage').price_unit = 800
        with self.assertRaisesRegex(UserError, "invoice .* first"):
            loan.action_settle()
        self.assertEqual(self.env['aftersales.loan'].with_user(self.user_accountant).search(
            [('is_to_invoice', '=', True), ('id', '=', loan.id)]), books)
        move = self.env['account.move'].browse(books.action_invoice()['res_id'])
        self.assertEqual((move.state, move.partner_id, move.move_type), ('draft', self.customer, 'out_invoice'))
        self.assertAlmostEqual(move.amount_untaxed, loan.amount_charged)
        self.assertEqual(move.invoice_line_ids.tax_ids, self.tax)
        self.assertEqual((loan.state, loan.amount_open, loan.move_count), ('settled', 0, 1))
        with self.assertRaisesRegex(UserError, "nothing to invoice"):
            books.action_invoice()
        with self.assertRaisesRegex(UserError, "is on invoice"):
            loan.charge_ids[0].price_unit = 1
        move.sudo().button_cancel()
        self.assertTrue(loan.is_to_invoice, "What was cancelled is owed again.")
        self.assertEqual(loan.state, 'back', "And somebody's work.")
        anew = self.env['account.move'].browse(books.action_invoice()['res_id'])
        with self.assertRaisesRegex(UserError, "this one stays cancelled"):
            move.with_user(self.user_accountant).button_draft()
        anew.with_user(self.user_accountant).unlink()
        self.assertEqual((loan.state, loan.is_to_invoice), ('back', True), "So is what was on a draft that is deleted.")

    def test_price_with_its_taxes(self):
        """J8: of prices that include their tax the untaxed sum is that of the invoice, to the cent."""
        self.tax.price_include_override = 'tax_included'
        loan = self._return()
        loan.charge_ids.filtered(lambda charge: charge.kind == 'damage').price_unit = 799.99
        self.assertLess(loan.amount_charged, sum(loan.charge_ids.mapped('amount')))
        charged = loan.amount_charged
        self.assertEqual(loan.amount_open, charged)
        move = self.env['account.move'].browse(loan.with_user(self.user_accountant).action_invoice()['res_id'])
        self.assertEqual(self.company.currency_id.compare_amounts(move.amount_untaxed, charged), 0)
        self.assertAlmostEqual(move.amount_total, sum(loan.charge_ids.mapped('amount')))

    def test_damage_up_to_the_excess(self):
        """J8: a damage above the agreed excess is asked for with a reason only."""
        loan = self._return(excess=500)
        charge = loan.charge_ids.filtered(lambda charge: charge.kind == 'damage')
        charge.price_unit = 500.01
        books = loan.with_user(self.user_accountant)
        with self.assertRaisesRegex(UserError, "up to .*500"):
            books.action_invoice()
        charge.excess_reason = "Drove on with a flat tyre, says the police"
        self.assertTrue(books.action_invoice()['res_id'])

    def test_only_the_manager_asks_for_less(self):
        """J8: charges of the papers are not lowered, deleted or waived but by the manager, with a reason."""
        loan = self._return()
        late = loan.charge_ids.filtered(lambda charge: charge.kind == 'late')
        for change in (
            lambda: late.write({'price_unit': 1}), lambda: late.write({'quantity': 0}), late.unlink,
            lambda: late.write({'waive_reason': "Nice man"}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                change()
        late.quantity = 4
        loan.charge_ids.with_user(self.user_manager).write({'waive_reason': "The workshop was late itself"})
        self.assertEqual((loan.amount_charged, loan.amount_open), (0, 0))
        loan.action_settle()
        self.assertEqual(loan.state, 'settled')
        self.assertIn("The workshop was late itself", ' '.join(loan.sudo().message_ids.mapped('body')))

    def test_hire_below_its_value(self):
        """J8: paid hire begins with the car's value per day; less is given by the dispatcher or the manager."""
        values = self._prepare_loan_vals(reason='hire')
        loans = self.env['aftersales.loan'].with_user(self.user_advisor)
        with self.assertRaisesRegex(AccessError, "below its value"), self.cr.savepoint():
            loans.create({**values, 'daily_rate': 10})
        loan = loans.create(values)
        self.assertEqual(loan.daily_rate, 200)
        with self.assertRaisesRegex(AccessError, "below its value"), self.cr.savepoint():
            loan.daily_rate = 10
        loan.with_user(self.user_dispatcher).daily_rate = 10
        self._sign(self._open_sheet(loan, loan.action_hand_out(), 1000))
        with freeze_time(NOW + timedelta(days=4)):
            self._sign(self._open_sheet(loan, loan.action_take_back(), 1050))
        self.assertEqual(
            [(charge.kind, charge.quantity) for charge in loan.charge_ids], [('hire', 4)], "No day is asked for twice.")

    def test_fine_goes_to_who_drove(self):
        """J8: a fine that comes weeks later finds the loan of its moment, and opens it again."""
        loan = self._return()
        loan.charge_ids.with_user(self.user_manager).write({'waive_reason': "Friend of the house"})
        loan.action_settle()
        with freeze_time(NOW + timedelta(days=30)):
            Wizard = self.env['aftersales.loan.fine.wizard'].with_user(self.user_advisor)
            values = {'vehicle_id': self.loaner.id, 'place': "Century Avenue", 'name': "Red light", 'amount': 200}
            with self.assertRaisesRegex(UserError, "with no customer"):
                Wizard.create({**values, 'event_date': NOW + timedelta(days=5)}).action_apply()
            wizard = Wizard.create({**values, 'event_date': NOW + timedelta(days=2)})
            action = wizard.action_apply()
            with self.assertRaisesRegex(UserError, "of that moment already"):
                wizard.action_apply()
        self.assertEqual((action['res_id'], loan.state, loan.amount_open), (loan.id, 'back', 200))
        fine = loan.charge_ids.filtered(lambda charge: charge.kind == 'fine')
        self.assertIn("Century Avenue", fine._get_invoice_name())

    def test_deposit(self):
        """J8: of two borrowers' deposits one is set off and its rest given back, the other is held until the car is back."""
        loan, other = self._return(deposit=3000), self.env['aftersales.loan'].with_user(self.user_advisor).create(
            self._prepare_loan_vals(deposit=500, date_from=NOW + timedelta(days=9), date_to=NOW + timedelta(days=10)))
        self.assertIn("not paid yet", other.warning)
        books = (loan + other).with_user(self.user_accountant)
        for each in books:
            payment = self._pay(each.action_take_deposit())
            self.assertEqual((payment.amount, payment.aftersales_loan_id), (each.deposit, each))
            with self.assertRaisesRegex(UserError, "no deposit is to be taken"):
                each.action_take_deposit()
        self.assertEqual((loan + other).mapped('deposit_held'), [3000, 500])
        self.assertNotIn("not paid yet", other.warning)
        self.assertEqual(loan.search([('is_deposit_held', '=', True), ('id', 'in', books.ids)], order='id'), loan + other)
        with self.assertRaisesRegex(UserError, "invoice what is charged first"):
            books[0].action_give_deposit_back()
        loan.charge_ids.filtered(lambda charge: charge.kind == 'damage').price_unit = 800
        move = self.env['account.move'].browse(books[0].action_invoice()['res_id']).sudo()
        move.action_post()
        receivable = (move + loan.sudo().payment_ids.move_id).line_ids.filtered(
            lambda line: line.account_id.account_type == 'asset_receivable')
        receivable.reconcile()
        self.assertEqual(move.payment_state in ('paid', 'in_payment'), move.amount_total <= 3000)
        rest = 3000 - move.amount_total
        self.assertAlmostEqual(loan.deposit_held, rest)
        self.assertEqual(self._pay(books[0].action_give_deposit_back()).payment_type, 'outbound')
        self.assertEqual((loan.deposit_held, other.deposit_held), (0, 500))
        with self.assertRaisesRegex(UserError, "no deposit is held"):
            books[0].action_give_deposit_back()
        with self.assertRaisesRegex(ValidationError, "take it from him"):
            other.sudo().payment_ids[0].partner_id = self.env['res.partner'].create({'name': "Somebody"})

    def _pay(self, action):
        """What the form of the action makes, posted."""
        payment = self.env['account.payment'].with_user(self.user_accountant).with_context(**action['context']).create({})
        payment.action_post()
        return payment

    def test_nothing_before_it_was_out(self):
        loan = self.env['aftersales.loan'].with_user(self.user_advisor).create(self._prepare_loan_vals())
        with self.assertRaisesRegex(UserError, "nothing to charge"):
            loan.write({'charge_ids': [Command.create({'kind': 'other', 'price_unit': 5})]})
