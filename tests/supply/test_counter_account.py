from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon
from odoo.addons.aftersales.tests.form_spec import get_spec

TUESDAY = fields.Datetime.to_datetime('2026-03-03 02:00:00')


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestCounterAccount(BillingCommon):
    """G4, H9: an account customer at the parts counter: his number, his limit, and who lets him have the parts all the same."""
    with_shop = True

    def setUp(self):
        super().setUp()
        self.agreement = self._agree()
        self.agreement.action_activate()

    def _agree(self, **values):
        return self.env['aftersales.agreement'].with_user(self.user_accountant).with_company(self.company).create({
            'company_id': self.company.id, 'partner_id': self.fleet_account.id, 'date_from': '2026-01-01',
            'invoice_day': 25, **values})

    def _sale(self, quantity=1, **values):
        return self.env['aftersales.counter.sale'].with_user(self.user_parts).create({
            'workshop_id': self.workshop.id, 'partner_id': self.fleet_account.id,
            'line_ids': [Command.create({'product_id': self.pads.id, 'quantity': quantity})], **values})

    def _let(self, sale, user=None, reason="Paid today, proof seen"):
        dialog = self.env['aftersales.counter.credit.wizard'].with_user(user or self.user_accountant)
        dialog.create({'sale_id': sale.id, 'reason': reason}).action_apply()

    def test_finds_its_agreement(self):
        """G4: a sale knows the agreement of its customer on its day; a quotation joins one that is put in force later."""
        self.assertEqual(self._sale().agreement_id, self.agreement)
        self.assertFalse(self._sale(partner_id=self.customer.id).agreement_id)
        self.agreement.action_end()
        with freeze_time(TUESDAY + timedelta(days=2)):
            quote = self._sale()
            self.assertFalse(quote.agreement_id)
            later = self._agree(date_from='2026-03-05')
            later.action_activate()
            self.assertEqual(quote.agreement_id, later)

    def test_overdue_blocks(self):
        """G4: who is overdue gets no parts, unless accountant or manager says why; each of two sales asks for itself."""
        first = self._sale()
        first.action_sell()
        first.with_user(self.user_accountant).action_invoice()
        invoice = first.sudo().invoice_ids
        invoice.write({'invoice_payment_term_id': False, 'invoice_date_due': TUESDAY})
        invoice.with_user(self.user_accountant).action_post()
        sales = self._sale() + self._sale()
        self.assertFalse(sales[0].credit_text)
        with freeze_time(TUESDAY + timedelta(days=40)):
            self.env.invalidate_all()
            self.assertIn("that was due on", sales[0].credit_text)
            for method in ('action_confirm', 'action_sell'):
                with self.subTest(method), self.assertRaisesRegex(UserError, "that was due on"), self.cr.savepoint():
                    getattr(sales[0], method)()
            with self.assertRaisesRegex(AccessError, "decided by an accountant or a manager"):
                sales[0]._let_sell("He promised")
            with self.assertRaises(AccessError):
                self._let(sales[0], self.user_parts)
            with self.assertRaisesRegex(UserError, "Write why|blanks are no reason"):
                self._let(sales[0], reason="  ")
            self._let(sales[0])
            self.assertEqual((sales[0].credit_user_id, sales[0].credit_reason), (
                self.user_accountant, "Paid today, proof seen"))
            self.assertFalse(sales[0].credit_text)
            with self.assertRaisesRegex(UserError, "is not kept by"):
                self._let(sales[0])
            sales[0].action_sell()
            with self.assertRaises(UserError), self.cr.savepoint():
                sales[1].action_sell()
            self._let(sales[1], self.user_manager)
            sales[1].action_sell()

    def test_let_up_to_an_amount(self):
        """G4: what was let is this sale as it stood: a dearer one is asked for anew; the stamps are the system's."""
        self.agreement.credit_limit = 10
        sale = self._sale()
        self.assertIn("With this sale", sale.credit_text)
        self._let(sale)
        sale.line_ids.quantity = 2
        with self.assertRaisesRegex(UserError, "more than the limit"), self.cr.savepoint():
            sale.action_confirm()
        with self.assertRaises(UserError):
            sale.credit_amount = 1e6
        sale.line_ids.quantity = 1
        sale.action_confirm()

    def test_limit_counts_what_is_out(self):
        """G4: parts that left and are not invoiced are owed, and so are those of a sale about to be confirmed."""
        sale = self._sale(2)
        self.agreement.credit_limit = sale.amount_total * 1.6
        sale.action_sell()
        self.env.invalidate_all()
        self.assertEqual(self.agreement.exposure, sale.amount_total)
        other = self._sale(2)
        with self.assertRaisesRegex(UserError, "With this sale"), self.cr.savepoint():
            other.action_sell()
        self._sale().action_confirm()
        self.agreement.credit_limit = 0
        other.action_sell()

    def test_confirmed_together(self):
        """G4: sales that are confirmed in one go count together, each customer's for himself."""
        sales = self._sale() + self._sale()
        self.agreement.credit_limit = sales[0].amount_total * 1.5
        other = self._sale(partner_id=self.customer.id)
        self.assertFalse(any(sales.mapped('credit_text')), "each for itself is within the limit")
        with self.assertRaisesRegex(UserError, "confirmed together"), self.cr.savepoint():
            (sales + other).action_confirm()
        self.assertEqual(sales.mapped('state'), ['quote', 'quote'])
        (sales[0] + other).action_confirm()
        with self.assertRaisesRegex(UserError, "With this sale"), self.cr.savepoint():
            sales[1].action_confirm()
        self.agreement.credit_limit = sales[0].amount_total * 3
        (self._sale() + sales[1]).action_confirm()

    def test_limit_of_two_at_once(self):
        """G4, faults M16: two clerks at two sales of one customer: what is left of his limit is looked at by one at a time."""
        sale = self._sale()
        self.agreement.credit_limit = sale.amount_total
        Agreement, seen = self.registry['aftersales.agreement'], []
        read = Agreement._get_exposure
        self.patch(Agreement, '_claim_for_update', lambda agreements: seen.append(('claimed', agreements.ids)))
        self.patch(Agreement, '_get_exposure', lambda agreements: (seen.append(('read', agreements.ids)), read(agreements))[1])
        sale.action_confirm()
        self.assertEqual(seen[0], ('claimed', self.agreement.ids), "before what is owed is read")
        self.assertIn(('read', self.agreement.ids), seen)

    def test_order_number(self):
        """G4: a customer who wants his own number on the invoice gets nothing without one; it stands on invoice and paper."""
        self.agreement.order_number_needed = True
        sale = self._sale(customer_order_number=" ")
        with self.assertRaisesRegex(UserError, "wants its own order number"), self.cr.savepoint():
            sale.action_sell()
        self._sale(partner_id=self.customer.id).action_sell()
        sale.customer_order_number = "PO-77"
        sale.action_sell()
        sale.with_user(self.user_accountant).action_invoice()
        self.assertIn("PO-77", sale.sudo().invoice_ids.ref)
        paper = self.env['ir.actions.report'].with_user(self.user_parts)._render_qweb_html(
            'aftersales.report_counter_receipt', sale.ids)[0].decode()
        self.assertIn("PO-77", paper)

    def _order(self, price=100):
        """Work for the same customer that is released for the collective invoice."""
        order = self._create_order(self._job(self._line(price)), partner_id=self.fleet_account.id)
        order.with_user(self.user_advisor).action_release()
        return order

    def test_collected_with_work(self):
        """G4, H9: on the agreement's day parts go onto the invoice of the work, each sale under its heading, to the coin."""
        sales = self._sale(2, customer_order_number="PO-9") + self._sale(3)
        sales.action_sell()
        other = self._sale(partner_id=self.customer.id)
        other.action_sell()
        self._sale()  # a quotation is none of it
        order = self._order()
        self.assertEqual(sales.mapped('collect_date'), [fields.Date.to_date('2026-03-25')] * 2)
        self.assertFalse(other.collect_date)
        self.assertEqual((self.agreement.waiting_count, self.agreement.waiting_sale_count), (1, 2))
        with freeze_time('2026-03-26 04:00:00'), self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_collect_agreements').method_direct_trigger()
        self.env.invalidate_all()
        invoice = sales.sudo().invoice_ids
        self.assertEqual((len(invoice), invoice), (1, order.sudo().invoice_ids))
        self.assertEqual(invoice.aftersales_agreement_id, self.agreement)
        self.assertAlmostEqual(invoice.amount_total, sum(sales.mapped('amount_total')) + order.amount_total, 2)
        self.assertAlmostEqual(invoice.amount_tax, sum(sales.mapped('amount_tax')) + order.amount_tax, 2)
        lines = invoice.invoice_line_ids.sorted('sequence')
        self.assertIn("Parts from the counter", lines.filtered(lambda line: line.display_type == 'line_section').mapped('name'))
        labels = lines.filtered(lambda line: line.display_type == 'line_subsection').mapped('name')[-2:]
        self.assertTrue(labels[0].startswith(sales[0].name) and "PO-9" in labels[0] and labels[1].startswith(sales[1].name))
        for name in (*sales.mapped('name'), order.name):
            self.assertIn(name, invoice.invoice_origin)
        self.assertEqual(set(sales.mapped('state')), {'invoiced'})
        self.assertEqual(other.state, 'handed')
        self.assertFalse(self.agreement.waiting_sale_count)

    def test_collected_alone(self):
        """G4: without work the parts have an invoice of their own; called twice, made once, and cancelled they wait anew."""
        sales = self._sale(2) + self._sale(1)
        sales.action_sell()
        self.agreement.action_collect()
        invoice = sales.sudo().invoice_ids
        self.assertEqual(len(invoice), 1)
        self.assertEqual((invoice.partner_id, invoice.aftersales_agreement_id), (self.fleet_account, self.agreement))
        self.assertAlmostEqual(invoice.amount_total, sum(sales.mapped('amount_total')), 2)
        with self.assertRaisesRegex(UserError, "no order waits"):
            self.agreement.action_collect()
        invoice.with_user(self.user_accountant).button_cancel()
        self.assertEqual(set(sales.mapped('state')), {'handed'})
        self.assertEqual(self.agreement.waiting_sale_count, 2)
        sales[0].with_user(self.user_accountant).action_invoice()
        self.agreement.action_collect()
        self.assertEqual(len(sales[1].sudo().invoice_ids.filtered(lambda move: move.state == 'draft')), 1)
        self.assertNotEqual(sales[0].sudo().invoice_ids[-1:], sales[1].sudo().invoice_ids[-1:])
        with self.assertRaises(AccessError):
            self.agreement.with_user(self.user_technician).action_collect()

    def _take_back(self, sale):
        """All of it comes back to the counter."""
        action = sale.with_user(self.user_parts).action_return()
        wizard = self.env[action['res_model']].with_user(self.user_parts).with_context(**action['context']).create({})
        wizard.product_return_moves.quantity = sum(sale.line_ids.mapped('quantity'))
        picking = self.env['stock.picking'].with_user(self.user_parts).browse(wizard.action_create_returns()['res_id'])
        picking.move_ids.picked = True
        picking.button_validate()
        self.env.invalidate_all()

    def test_collected_without_what_came_back(self):
        """G4, H9: parts that all came back wait for no invoice, and keep none of the others from it."""
        sales = self._sale(2) + self._sale(1)
        sales.action_sell()
        self._take_back(sales[0])
        self.assertEqual(sales[0].state, 'handed')
        self.assertEqual((self.agreement.waiting_sale_count, self.agreement.exposure), (1, sales[1].amount_total))
        self.agreement.action_collect()
        self.assertEqual(sales.mapped('state'), ['handed', 'invoiced'])
        self.assertFalse(sales[0].sudo().invoice_ids)
        self.assertAlmostEqual(sales[1].sudo().invoice_ids.amount_total, sales[1].amount_total, 2)
        with self.assertRaisesRegex(UserError, "no order waits"):
            self.agreement.action_collect()

    def test_everybody_opens_the_agreement(self):
        """G4: who reads agreements opens their form, sells he or not; the sales behind it are shown to who reads them."""
        self._sale().action_sell()
        for role in ('technician', 'inspector', 'dispatcher', 'claims', 'care', 'trainer', 'parts', 'accountant'):
            with self.subTest(role):
                self.env.invalidate_all()
                agreement = self.agreement.with_user(getattr(self, f'user_{role}'))
                view = agreement.get_view(view_type='form')
                agreement.web_read(get_spec(agreement))
                self.assertEqual(agreement.waiting_sale_count, 1)
                self.assertEqual('action_view_counter_sales' in view['arch'], role in ('parts', 'accountant'))

    def test_accountant_opens_the_sale(self):
        """H9: the accountant reads a sale with all that its form shows of its lines; he changes nothing there."""
        sale = self._sale(2)
        sale.action_sell()
        self.env.invalidate_all()
        own = sale.with_user(self.user_accountant)
        lines = own.web_read(get_spec(own))[0]['line_ids']
        self.assertEqual([(line['quantity'], line['lot_ids']) for line in lines], [(2, [])])
        self.assertFalse(self.env['stock.lot'].with_user(self.user_accountant).has_access('write'))

    def test_other_company(self):
        """I1: an accountant of another dealer neither sees the sale nor lets it."""
        self.agreement.credit_limit = 10
        sale = self._sale()
        self.user_other_advisor.group_ids |= self.env.ref('aftersales.group_keep_agreement')
        with self.assertRaises(AccessError):
            self._let(sale, self.user_other_advisor)

    def test_queries(self):
        """P8: what is owed is asked once for many sales."""
        self.agreement.credit_limit = 1
        one, many = self._sale(), self._sale() + self._sale() + self._sale()
        self.assertFlat(lambda sales: sales.mapped('credit_text'), one, many)

    # === A DISCOUNT ABOVE THE LIMIT ===#

    def _ask_discount(self, percent):
        sale = self._sale(partner_id=self.customer.id)
        sale.line_ids.discount = percent
        action = sale.action_ask_discount()
        self.assertEqual(action['res_model'], 'aftersales.counter.discount.wizard')
        self._answer_dialog(action, self.user_parts, "Buys <b>much</b>")
        return sale

    def _answer_dialog(self, action, user, reason):
        dialogs = self.env[action['res_model']].with_user(user).with_context(**action['context'])
        dialogs.create({'reason': reason}).action_apply()
        self.env.invalidate_all()

    def _get_discount_tasks(self, sale):
        return sale.sudo().activity_search(['aftersales.mail_activity_counter_discount'])

    def test_discount_is_asked_and_allowed(self):
        """G3, H9: the parts clerk asks, the manager allows, the clerk sells at that price; another price is asked for anew."""
        sale = self._ask_discount(30)
        tasks = self._get_discount_tasks(sale)
        self.assertIn(self.user_manager, tasks.user_id)
        self.assertNotIn(self.user_parts, tasks.user_id)
        self.assertIn("Buys &lt;b&gt;much", tasks[0].note)
        self.assertEqual((sale.discount_answer, sale.asked_percent, sale.asked_user_id), ('asked', 30, self.user_parts))
        with self.assertRaisesRegex(UserError, "nothing to ask for"):
            sale.action_ask_discount()
        with self.assertRaisesRegex(UserError, "above your limit"), self.cr.savepoint():
            sale.action_confirm()
        with self.assertRaisesRegex(AccessError, "allowed by these roles"):
            sale.action_allow_discount()
        with self.assertRaises(AccessError), self.cr.savepoint():
            sale.discount_answer = 'allowed'
        boss = sale.with_user(self.user_manager)
        self.assertTrue(boss.may_answer_discount)
        boss.action_allow_discount()
        self.env.invalidate_all()
        self.assertFalse(self._get_discount_tasks(sale))
        self.assertEqual((sale.discount_answer, sale.discount_answer_user_id), ('allowed', self.user_manager))
        self.assertEqual(sale.discount_answer_date, TUESDAY)
        with self.assertRaisesRegex(UserError, "nobody asks"):
            boss.action_refuse_discount()
        sale.line_ids.discount = 40
        self.assertFalse(sale.discount_answer, "another price is another question")
        with self.assertRaisesRegex(UserError, "above your limit"), self.cr.savepoint():
            sale.action_confirm()
        self._answer_dialog(sale.action_ask_discount(), self.user_parts, "As before")
        boss.action_allow_discount()
        self.env.invalidate_all()
        sale.action_confirm()
        self.assertEqual((sale.state, sale.line_ids.given_user_id), ('confirmed', self.user_parts))

    def test_discount_is_refused(self):
        """G3, H9: what is refused is not sold so, nor asked for again at the same price; why is told to who asked."""
        sale = self._ask_discount(30)
        boss = sale.with_user(self.user_manager)
        self._answer_dialog(boss.action_refuse_discount(), self.user_manager, "Ten at most")
        self.assertEqual((sale.discount_answer, sale.discount_refusal), ('refused', "Ten at most"))
        self.assertFalse(sale.may_ask_discount)
        self.assertIn("Ten at most", sale.message_ids[0].body + sale.message_ids[1].body)
        with self.assertRaisesRegex(UserError, "above your limit"), self.cr.savepoint():
            sale.action_confirm()
        sale.line_ids.discount = 0
        sale.action_confirm()
        self.assertFalse(sale.discount_answer)
        self.user_other_advisor.group_ids |= self.env.ref('aftersales.group_manager')
        for method in ('action_ask_discount', 'action_allow_discount', 'action_refuse_discount'):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(sale.with_user(self.user_other_advisor), method)()
