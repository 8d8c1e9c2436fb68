from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.deposit import DepositCommon


@tagged('post_install', '-at_install')
class TestDepositRules(DepositCommon):
    """G4, contracts §7: how much is asked for which kind of part, what is ordered when, and the receipt."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('zh_CN')
        cls.turbo.seller_ids = [Command.create({'partner_id': cls.env['res.partner'].create({'name': "Vendor"}).id})]
        parent = cls.env['product.category'].create({'name': "Electrics"})
        cls.category = parent.create({'name': "Control Units", 'parent_id': parent.id})
        cls.unit = cls.turbo.create({
            'name': "Control Unit", 'type': 'consu', 'is_storable': True, 'list_price': 200, 'categ_id': cls.category.id,
            'taxes_id': [Command.set(cls.tax_old.ids)], 'seller_ids': [Command.create({
                'partner_id': cls.turbo.seller_ids.partner_id.id})]})
        cls.rate = cls.env['aftersales.deposit.rate'].with_user(cls.user_manager).create({
            'name': "Cannot be returned", 'categ_id': parent.id, 'percent': 100})

    def test_percent_by_kind(self):
        """G4: parts that cannot be returned are paid in full, others by the settings; the deposit says so in words."""
        order = self._create_approved((self.turbo, 1), (self.unit, 1))
        order.action_ask_deposit()
        deposit = order.deposit_ids
        self.assertAlmostEqual(deposit.amount, 226 + 33.9, 2)
        self.assertIn("Special order 30 %: Turbo", deposit.percent_words)
        self.assertIn("Cannot be returned 100 %: Control Unit", deposit.percent_words)
        deposit.line_ids = order.line_ids[0]
        self.assertAlmostEqual(deposit.amount, 33.9, 2)
        self.rate.copy({'name': "Own", 'categ_id': self.category.id, 'percent': 50})
        deposit.line_ids = order.line_ids[1]
        self.assertAlmostEqual(deposit.amount, 113, 2, "the nearest category says it")
        group = self.env['aftersales.part.class'].create({'name': "Electronics"})
        self.unit.aftersales_class_id = group.create({'name': "Programmed", 'parent_id': group.id})
        self.rate.copy({'name': "Class", 'categ_id': False, 'class_id': group.id, 'percent': 80})
        deposit.line_ids = order.line_ids
        deposit.line_ids = order.line_ids[1]
        self.assertAlmostEqual(deposit.amount, 180.8, 2, "the class goes before the category")
        own = self.rate.copy({'name': "This part", 'categ_id': False, 'product_id': self.unit.id, 'percent': 20})
        deposit.line_ids = order.line_ids
        deposit.line_ids = order.line_ids[1]
        self.assertAlmostEqual(deposit.amount, 45.2, 2, "the part's own goes before")
        with self.assertRaisesRegex(ValidationError, "Choose one of them"):
            own.class_id = self.unit.aftersales_class_id
        with self.assertRaises(AccessError):
            self.rate.with_user(self.user_advisor).percent = 10

    def test_credited_once_paid(self):
        """G4: a paid deposit whose invoice is credited is given back, and owed at no moment; a part of it is not undone."""
        deposit = self._take()
        seen = []
        self.patch(self.registry['aftersales.deposit'], '_after_transition', self._watch(
            self.registry['aftersales.deposit']._after_transition, seen))
        invoice = deposit.sudo().invoice_id.with_user(self.user_accountant)
        invoice._reverse_moves([{'date': fields.Date.today()}], cancel=True)
        self.assertEqual((deposit.state, deposit.amount_held), ('returned', 0))
        self.assertNotIn('invoiced', seen)
        part = self._take(2)
        self._do_work(part)
        for record in (deposit, part):
            with self.assertRaises(UserError):
                record.sudo()._transition('invoiced')

    @staticmethod
    def _watch(method, seen):
        def watched(self, source, target):
            seen.append(target)
            return method(self, source, target)
        return watched

    def test_ordered_once_paid(self):
        """G4, H2: where the house wants it so, what a deposit is for is ordered when it is held; the sheet says so."""
        deposit = self._ask()
        line = deposit.line_ids
        self.assertFalse(line.is_deposit_awaited)
        self.company.aftersales_deposit_first = True
        self.assertTrue(line.is_deposit_awaited)
        self.assertIn(line, line.search([('is_deposit_awaited', '=', True)]))
        self.assertIn(f"Ordered once deposit {deposit.name} is paid", [hint.message for hint in line._get_row_hints()])
        other = self._create_approved((self.turbo, 1)).line_ids
        other.with_user(self.user_parts).action_order_missing_parts()
        with self.assertRaisesRegex(UserError, f"once their deposit is paid:\n- Turbo for .*{deposit.name}"):
            line.with_user(self.user_parts).action_order_missing_parts()
        deposit.action_invoice()
        with self.assertRaisesRegex(UserError, "once their deposit is paid"):
            line.with_user(self.user_parts).action_order_missing_parts()
        invoice = deposit.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        self.assertFalse(line.is_deposit_awaited)
        line.with_user(self.user_parts).action_order_missing_parts()
        self.assertFalse(line.is_to_order)

    def test_let_through(self):
        """G4: a manager has parts ordered before they are paid, and says why; it is kept."""
        self.company.aftersales_deposit_first = True
        deposit = self._ask()
        Wizard, reason = self.env['aftersales.deposit.order.wizard'], "Known customer"
        with self.assertRaises(AccessError):
            deposit.with_user(self.user_parts).action_order_before_payment()
        with self.assertRaisesRegex(AccessError, "A manager says"):
            deposit.with_user(self.user_parts)._let_order_through(reason)
        wizard = Wizard.with_user(self.user_manager).create({'deposit_id': deposit.id, 'reason': reason})
        wizard.action_apply()
        self.assertEqual((deposit.order_reason, deposit.order_reason_user_id), (reason, self.user_manager))
        with self.assertRaisesRegex(UserError, "do not wait"):
            wizard.action_apply()
        deposit.line_ids.with_user(self.user_parts).action_order_missing_parts()
        self.assertFalse(deposit.line_ids.is_to_order)

    def test_receipt(self):
        """G4: once paid there is a receipt in the customer's language: parts, amounts, how it was paid, and the rules."""
        deposit = self._ask()
        with self.assertRaisesRegex(UserError, "is not paid"):
            deposit.action_print_receipt()
        Report = self.env['report.aftersales.report_deposit_receipt'].with_user(self.user_advisor)
        self.assertFalse(Report._get_report_values(deposit.ids)['pages'])
        deposit.partner_id.sudo().lang = 'zh_CN'
        deposit.action_invoice()
        invoice = deposit.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        payment = self._pay(invoice)
        self.assertEqual(deposit.action_print_receipt()['report_name'], 'aftersales.report_deposit_receipt')
        page, = Report._get_report_values(deposit.ids)['pages']
        self.assertEqual((page['lang'], page['payments'][0]['date']), ('zh_CN', payment.date))
        self.assertIn("22.60", ' '.join(deposit._get_receipt_rules()))
        text = self.env['ir.actions.report'].with_user(self.user_advisor)._render_qweb_html(
            'aftersales.report_deposit_receipt', deposit.ids)[0].decode()
        for word in (deposit.name, deposit.order_id.license_plate, "Turbo", "33.90", "3.90", payment.journal_id.with_context(
                lang='zh_CN').name):
            self.assertIn(word, text)
        self.company.aftersales_deposit_keep_percent = 0
        self.assertIn("all of the deposit is given back", ' '.join(deposit._get_receipt_rules()))

    def test_lapse(self):
        """Contracts §7: on the last day nothing has lapsed; the day after it is asked about once, and no more once the
        customer was told or all of it went back. The days of another company are its own."""
        deposit = self._take()
        self._put_in_stock(self.turbo, 5)
        deposit.order_id.sudo().picking_ids.action_assign()
        self.company.aftersales_deposit_lapse_days = 10
        self.other_company.aftersales_deposit_lapse_days = 1
        waiting = [('is_lapsed', '=', True), ('notice_date', '=', False), ('id', '=', deposit.id)]
        for days, is_lapsed in ((10, False), (11, True)):
            deposit.sudo().parts_here_date = fields.Datetime.now() - timedelta(days=days)
            self.assertEqual((deposit.is_lapsed, bool(deposit.search_count(waiting))), (is_lapsed, is_lapsed), days)
        deposit.action_tell_customer()
        self.assertFalse(deposit.search_count(waiting))
        self.assertTrue(deposit.is_lapsed, "told, and not collected all the same")
        deposit.order_id._cancel("Car sold")
        wizard = self.env['aftersales.deposit.return.wizard'].with_user(self.user_manager).create({
            'deposit_id': deposit.id, 'reason': "Not collected", 'amount_kept': 0})
        wizard.action_apply()
        note = deposit.sudo().move_line_ids.move_id - deposit.sudo().invoice_id
        note.with_user(self.user_accountant).action_post()
        self.assertEqual((deposit.state, deposit.is_lapsed), ('returned', False))
        with self.assertRaisesRegex(UserError, "nothing is held"):
            deposit.action_tell_customer()

    def test_other_company(self):
        """G4: deposits and rates of a company are no other one's: neither read nor moved."""
        deposit, rate = (
            record.with_user(self.user_other_advisor).with_context(allowed_company_ids=self.other_company.ids)
            for record in (self._ask(), self.rate))
        for action in (deposit.action_invoice, deposit.action_cancel, deposit.action_tell_customer,
                       lambda: deposit.read(['amount']), lambda: rate.read(['percent'])):
            with self.assertRaises(AccessError):
                action()
        self.assertFalse(deposit.search([('id', '=', deposit.id)]))
        self.rate.sudo().company_id = self.other_company
        self.assertFalse(self.rate.sudo()._get_rates(deposit.sudo().line_ids, self.company)[deposit.sudo().line_ids])
