from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon
from odoo.addons.aftersales.tests.form_spec import get_spec

TUESDAY = fields.Datetime.to_datetime('2026-03-03 02:00:00')


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestPriceDispute(BillingCommon):
    """G5: the customer objects to a price; it is recorded, decided by whoever may, told, and the car waits for it."""
    with_shop = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        limits = cls.env['aftersales.complaint.limit']
        limits.search([]).unlink()
        limits.create([
            {'group_id': cls.env.ref('aftersales.group_advisor').id, 'amount': 50},
            {'group_id': cls.env.ref('aftersales.group_manager').id, 'is_unlimited': True}])

    def setUp(self):
        super().setUp()
        self.order = self._create_order(self._job(self._line(100), self._line(80, 2)))

    def _dispute(self, order=None, user=None, **values):
        order = order or self.order
        return self.env['aftersales.price.dispute'].with_user(user or self.user_advisor).create({
            'order_id': order.id, 'line_ids': order.line_ids[:1].ids, 'reason': 'higher', 'story': "You said 60.", **values})

    def _post_other_invoice(self):
        invoice = self._invoice(self._create_order(self._job(self._line(500)))).filtered(
            lambda move: move.move_type == 'out_invoice')
        invoice.with_user(self.user_accountant).action_post()
        return invoice

    def test_noted(self):
        """G5: number, lines with what they come to, customer, holder, and two days of the outlet to decide it."""
        dispute, other = self._dispute(), self._dispute(line_ids=self.order.line_ids.ids)
        self.assertRegex(dispute.name, r'^PD/2026/\d{5}$')
        self.assertNotEqual(dispute.name, other.name)
        self.assertEqual(dispute.amount, self.order.line_ids[0].price_total)
        self.assertEqual(other.amount, sum(self.order.line_ids.mapped('price_total')))
        self.assertEqual((dispute.partner_id, dispute.user_id), (self.order.partner_id, self.user_advisor))
        self.assertGreaterEqual(dispute.due_date, TUESDAY + timedelta(days=1))
        self.assertFalse(dispute.is_overdue)
        with freeze_time(TUESDAY + timedelta(days=9)):
            self.env.invalidate_all()
            self.assertTrue(dispute.is_overdue)
            self.assertIn(dispute, dispute.search([('is_overdue', '=', True)]))
        self.assertEqual(self.order.with_user(self.user_advisor).dispute_count, 2)
        with self.assertRaisesRegex(ValidationError, "choose lines of"):
            self._dispute(line_ids=self._create_order().line_ids.ids)

    def test_car_waits(self):
        """G5: a car whose price is disputed leaves when it is decided, or against part payment or a guarantee by a manager."""
        dispute, other = self._dispute(), self._dispute(order=self._create_order())
        for order in (self.order, other.order_id.sudo()):
            self.assertTrue(any(dispute.name in point.message or other.name in point.message
                                for point in order._get_open_points()))
        dispute.write({'leave_kind': 'part', 'leave_note': "60 paid in cash"})
        with self.assertRaisesRegex(AccessError, "decided by a manager"):
            dispute.action_let_leave()
        with self.assertRaisesRegex(UserError, "pays a part or leaves a guarantee"):
            other.with_user(self.user_manager).action_let_leave()
        dispute.with_user(self.user_manager).action_let_leave()
        self.assertEqual((dispute.leave_id, dispute.leave_date), (self.user_manager, TUESDAY))
        self.assertFalse([point for point in self.order._get_open_points() if dispute.name in point.message])
        for values in ({'leave_kind': 'guarantee'}, {'leave_note': "6000 paid in cash"}):
            with self.subTest(**values), self.assertRaisesRegex(UserError, "stays as it was told"):
                dispute.write(values)
        with self.assertRaisesRegex(UserError, "does not keep the car"):
            dispute.with_user(self.user_manager).action_let_leave()
        other.action_withdraw()
        self.assertFalse([point for point in other.order_id.sudo()._get_open_points() if other.name in point.message])

    def test_decided_within_limits(self):
        """G5: what is given follows the limits of complaints; what was decided stays, and who decided is the system's word."""
        dispute = self._dispute()
        with self.assertRaisesRegex(UserError, "enter the decision"):
            dispute.action_decide()
        dispute.write({'decision': 'discount', 'decision_text': "We take off 60.", 'amount_given': 60})
        with self.assertRaisesRegex(AccessError, "beyond your limit of"):
            dispute.action_decide()
        dispute.amount_given = 0
        with self.assertRaisesRegex(UserError, "an amount is given where"):
            dispute.action_decide()
        with self.assertRaisesRegex(ValidationError, "more is given"):
            dispute.amount_given = dispute.amount + 1
        dispute.amount_given = 60
        dispute.with_user(self.user_manager).action_decide()
        self.assertEqual((dispute.decided_id, dispute.decided_date), (self.user_manager, TUESDAY))
        for values in ({'amount_given': 70}, {'decision': 'refused'}, {'story': "Other words"}, {'amount': 5000},
                       {'line_ids': self.order.line_ids.ids}):
            with self.subTest(**values), self.assertRaisesRegex(UserError, "stays as it was told"):
                dispute.write(values)
        with self.assertRaises(AccessError):
            dispute.decided_id = self.user_advisor
        with self.assertRaises(AccessError):
            dispute.unlink()

    def test_credit_note_behind_it(self):
        """G5: what is given on a posted invoice is a posted credit note before the dispute is closed."""
        invoice = self._invoice(self.order).filtered(lambda move: move.move_type == 'out_invoice')
        dispute = self._dispute(invoice_id=invoice.id)
        invoice.with_user(self.user_accountant).action_post()
        dispute.write({'decision': 'corrected', 'decision_text': "Our mistake.", 'amount_given': 40})
        dispute.action_decide()
        with self.assertRaisesRegex(UserError, "how the customer was told"):
            dispute.action_close()
        dispute.write({'told_by': 'counter', 'answer': 'agrees'})
        with self.assertRaisesRegex(UserError, "Make the credit note"):
            dispute.action_close()
        action = dispute.action_credit()
        self.assertEqual(action['context']['active_ids'], invoice.ids)
        note = self._credit(invoice)
        note.with_user(self.user_accountant).action_post()
        foreign = self._credit(self._post_other_invoice())
        foreign.with_user(self.user_accountant).action_post()
        dispute.sudo().credit_note_id = foreign
        with self.assertRaisesRegex(UserError, "Make the credit note"):
            dispute.action_close()
        dispute.sudo().credit_note_id = note
        dispute.action_close()
        for values in ({'answer': 'disagrees'}, {'told_by': 'letter'}, {'leave_note': "Nothing"}):
            with self.subTest(**values), self.assertRaisesRegex(UserError, "stays as it was told"):
                dispute.write(values)
        self.assertEqual((dispute.state, dispute.told_date), ('closed', TUESDAY))
        with self.assertRaisesRegex(UserError, "cannot go from"):
            dispute.action_review()

    def test_goes_on_as_complaint(self):
        """G5: who does not agree is looked at again, or becomes a complaint with what was said and decided."""
        dispute = self._dispute()
        dispute.write({'decision': 'refused', 'decision_text': "It stands on your order."})
        dispute.action_decide()
        dispute.write({'told_by': 'call', 'answer': 'disagrees'})
        with self.assertRaisesRegex(UserError, "does not agree"):
            dispute.action_close()
        dispute.action_review()
        self.assertFalse(dispute.decided_id or dispute.answer)
        dispute.action_decide()
        dispute.action_make_complaint()
        complaint = dispute.sudo().complaint_id
        self.assertEqual((dispute.state, complaint.order_id, complaint.partner_id), (
            'complaint', self.order, self.order.partner_id))
        self.assertIn("You said 60.", complaint.story)
        self.assertIn("It stands on your order.", complaint.story)

    def test_roles(self):
        """G5: technicians and parts clerks see none of it; the accountant reads; another company's stay hidden."""
        dispute = self._dispute()
        for user in (self.user_technician, self.user_parts):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                dispute.with_user(user).read(['story'])
        dispute.with_user(self.user_accountant).read(['amount'])
        with self.assertRaises(AccessError):
            dispute.with_user(self.user_accountant).story = "Else"
        other = self._create_company("Elsewhere")
        user = self.user_advisor.copy({'company_ids': [other.id], 'company_id': other.id, 'login': 'advisor.elsewhere'})
        self.assertFalse(dispute.with_user(user).with_context(allowed_company_ids=other.ids).search([
            ('id', '=', dispute.id)]))

    def test_late_is_told(self):
        """A4, G5: nobody decides it in two days: who holds it hears of it, then the head; kept promises are counted."""
        dispute, kept = self._dispute(), self._dispute()
        kept.write({'decision': 'explained', 'decision_text': "As on the list."})
        kept.action_decide()
        with freeze_time(dispute.due_date + timedelta(minutes=5)):
            with self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_escalate_deadlines').method_direct_trigger()
            self.env.invalidate_all()
            task = dispute.sudo().activity_ids
            self.assertEqual(task.user_id, self.user_advisor)
            self.assertFalse(kept.sudo().activity_ids)
            report = self.env['aftersales.promise.report'].with_user(self.user_manager).search([
                ('res_model', '=', 'aftersales.price.dispute'), ('res_id', 'in', (dispute + kept).ids)])
            self.assertEqual(sorted(report.mapped('kept')), [0, 100])
        dispute.action_withdraw()
        self.assertFalse(dispute.sudo().activity_ids)

    def _sell(self, quantity=2, **values):
        sale = self.env['aftersales.counter.sale'].with_user(self.user_advisor).create({
            'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'line_ids': [
                Command.create({'product_id': self.pads.id, 'quantity': quantity})], **values})
        sale.action_sell()
        return sale

    def test_of_a_counter_sale(self):
        """G5, H9: what somebody pays at the window he may object to as well: its parts, its invoice, no car, one way alone."""
        sale = self._sell()
        action = sale.action_view_disputes()
        self.assertEqual((action['res_id'], action['context']['default_counter_sale_id']), (False, sale.id))
        dispute = self._dispute(order_id=False, line_ids=False, counter_sale_id=sale.id,
                                counter_line_ids=sale.line_ids.ids, reason='part_price')
        self.assertRecordValues(dispute, [{
            'amount': sale.amount_total, 'partner_id': self.customer.id, 'workshop_id': self.workshop.id,
            'company_id': self.company.id, 'currency_id': sale.currency_id.id}])
        self.assertTrue(dispute.due_date)
        self.assertIn(sale.name, dispute.display_name)
        sale.invalidate_recordset()
        self.assertEqual((sale.dispute_count, sale.action_view_disputes()['res_id']), (1, dispute.id))
        self.assertEqual(dispute.action_view_order()['res_model'], sale._name)
        with self.assertRaisesRegex(UserError, "no car is kept"):
            dispute.with_user(self.user_manager).action_let_leave()
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'):
            self._dispute(line_ids=False, counter_sale_id=sale.id)
        with self.assertRaisesRegex(ValidationError, "choose lines of"), self.cr.savepoint():
            dispute.counter_line_ids = self._sell(1).line_ids
        with self.assertRaisesRegex(ValidationError, "is no invoice of"), self.cr.savepoint():
            dispute.invoice_id = self._post_other_invoice()
        sale.with_user(self.user_accountant).action_invoice()
        dispute.invoice_id = sale.sudo().invoice_ids
        dispute.write({'decision': 'discount', 'decision_text': "We take off 5.", 'amount_given': 5})
        dispute.action_decide()
        with self.assertRaises(AccessError):
            dispute.with_user(self.user_other_advisor).read(['story'])
        paper = self.env['ir.actions.report'].with_user(self.user_advisor)._render_qweb_html(
            'aftersales.report_price_dispute', dispute.ids)[0].decode()
        self.assertIn(sale.name, paper)
        self.assertIn(self.pads.name, paper)
        dispute.action_make_complaint()
        self.assertEqual(dispute.sudo().complaint_id.partner_id, self.customer)

    def _read_form(self, record):
        """What the client asks for to show the form, as the record's user gets it."""
        return record.web_read(get_spec(record))[0]

    def test_customer_care_opens_them(self):
        """G5: Customer Care, who sells nothing, reads disputes of orders and of the window, finds them, and opens the sale."""
        sale = self._sell()
        disputes = self._dispute(user=self.user_care) + self._dispute(
            user=self.user_care, order_id=False, line_ids=False, counter_sale_id=sale.id, counter_line_ids=sale.line_ids.ids)
        self.env.flush_all()
        self.env.invalidate_all()
        values = self._read_form(disputes[1])
        self.assertEqual([line['id'] for line in values['counter_line_ids']], sale.line_ids.ids)
        self.assertEqual((disputes[1].counter_sale_id.id, disputes[1].currency_id), (sale.id, sale.currency_id))
        self.assertEqual(len(self._read_form(disputes[0])['line_ids']), len(disputes[0].line_ids))
        Dispute = disputes.browse()
        for words, dispute in ((sale.name, disputes[1]), (self.order.name, disputes[0])):
            with self.subTest(words):
                self.assertEqual([row[0] for row in Dispute.name_search(words)], dispute.ids)
                self.assertIn(dispute, Dispute.search(['|', ('order_id', 'ilike', words), ('counter_sale_id', 'ilike', words)]))
        action = disputes[1].action_view_order()
        opened = self.env[action['res_model']].with_user(self.user_care).browse(action['res_id'])
        self._read_form(opened)
        opened.line_ids.read(['lot_ids', 'price_total', 'tax_ids', 'qty_delivered', 'stock_text'])
        with self.assertRaises(AccessError):
            opened.note = "Else"
        with self.assertRaises(AccessError):
            opened.line_ids.check_access('write')

    def test_per_thousand_orders(self):
        """contracts §12: disputes of orders for a thousand orders of the months that are over; those of the window beside."""
        with freeze_time(TUESDAY - timedelta(days=20)):
            disputes = self._dispute() + self._dispute(
                order_id=False, line_ids=False, counter_sale_id=self._sell().id, amount=3)
        self._dispute()
        self.env['aftersales.complaint.month'].sudo().search([('workshop_id', '=', self.workshop.id)]).unlink()
        self.env['aftersales.complaint.month'].sudo().create({
            'month': '2026-02-01', 'workshop_id': self.workshop.id})._write({'order_count': 50})
        self.env.flush_all()
        Report = self.env['aftersales.dispute.report'].with_user(self.user_manager)
        (count, orders, rate), = Report._read_group(
            [('company_id', '=', self.company.id)], [], ['disputes:sum', 'orders:sum', 'per_thousand:avg'])
        self.assertEqual((count, orders, rate), (3, 50, 20))
        self.assertEqual(
            Report.search([('dispute_id', 'in', disputes.ids)]).mapped('amount'), [3, disputes[0].amount])
        with self.assertRaises(AccessError):
            Report.with_user(self.user_advisor).search([])
