from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon

TUESDAY = fields.Datetime.to_datetime('2026-03-03 02:00:00')


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestAgreement(BillingCommon):
    """G4: a customer on account: terms, cost centres, drivers, what he owes, and one invoice for all of his orders."""

    def setUp(self):
        super().setUp()
        self.agreement = self._agree()
        self.agreement.action_activate()

    def _agree(self, user=None, **values):
        return self.env['aftersales.agreement'].with_user(user or self.user_accountant).with_company(self.company).create({
            'company_id': self.company.id, 'partner_id': self.fleet_account.id, 'date_from': '2026-01-01',
            'invoice_day': 25, 'car_ids': [Command.create({'vehicle_id': self.vehicle.id, 'cost_centre': "Sales"})], **values})

    def _order(self, price=100, done=True, **values):
        return self._create_order(self._job(self._line(price)), done=done, partner_id=self.fleet_account.id, **values)

    def _draft(self, **values):
        return self.env['aftersales.order'].with_user(self.user_advisor).create(self._order_vals(
            partner_id=self.fleet_account.id, **values))

    def test_order_finds_its_agreement(self):
        """G4: the order knows agreement and cost centre of payer and car on its day; other customers' orders know none."""
        order, private = self._order(), self._create_order()
        self.assertEqual((order.agreement_id, order.cost_centre), (self.agreement, "Sales"))
        self.assertFalse(private.agreement_id or private.cost_centre)
        paid = self._create_order(self._job(self._line(50), payer_id=self.fleet_account.id))
        self.assertEqual(paid.agreement_id, self.agreement)
        self.agreement.car_ids = [
            Command.create({'vehicle_id': self.vehicle.id, 'cost_centre': "Service", 'date_from': '2026-03-02'})]
        self.assertEqual(self._order().cost_centre, "Service")
        self.assertEqual(order.cost_centre, "Sales", "what was written stays")
        self.assertTrue(self.fleet_account.aftersales_account_customer)
        self.assertRegex(self.agreement.name, r'^FA/2026/\d{5}$')
        self.agreement.date_from = '2026-03-10'
        self.assertFalse(self._order().agreement_id)

    def test_open_orders_join(self):
        """G4: what is in the house or not invoiced joins an agreement that is put in force, with its cost centre."""
        self.agreement.action_end()
        order, invoiced = self._order(), self._order()
        self._invoice(invoiced)
        self._agree(date_from='2026-01-01').action_activate()
        self.assertEqual((bool(order.agreement_id), order.cost_centre), (True, "Sales"))
        self.assertFalse(invoiced._has_to_collect(), "invoiced already, though its car is still here")

    def test_terms_are_the_customers(self):
        """G4: price list, payment terms and limit are those of the customer in the company, one truth."""
        term = self.env['account.payment.term'].create({'name': "45 days", 'line_ids': [Command.create({
            'value': 'percent', 'value_amount': 100, 'nb_days': 45})]})
        self.agreement.write({'payment_term_id': term.id, 'credit_limit': 5000})
        partner = self.fleet_account.with_company(self.company)
        self.assertEqual((partner.property_payment_term_id, partner.credit_limit), (term, 5000))
        partner.credit_limit = 700
        self.agreement.invalidate_recordset()
        self.assertEqual(self.agreement.credit_limit, 700)
        with self.assertRaises(ValidationError):
            self.agreement.credit_limit = -1

    def test_life(self):
        """G4: one agreement in force a customer and company; its customer and company stay; ended, new orders are his alone."""
        second = self._agree(date_from='2026-02-01')
        with self.assertRaisesRegex(UserError, "in force already"):
            second.action_activate()
        with self.assertRaisesRegex(UserError, "cannot change"):
            self.agreement.partner_id = self.customer
        contact = self.env['res.partner'].create({'name': "Driver", 'parent_id': self.fleet_account.id})
        with self.assertRaisesRegex(ValidationError, "belongs to"):
            self._agree(partner_id=contact.id)
        waiting = self._order()
        self.agreement.action_end()
        self.assertEqual(self.agreement.date_to, TUESDAY.date())
        self.assertFalse(self.fleet_account.aftersales_account_customer)
        self.assertEqual(waiting.agreement_id, self.agreement)
        self.assertFalse(self._order().agreement_id)
        waiting.with_user(self.user_advisor).action_release()
        self.agreement.action_collect()
        self.assertEqual(waiting.invoice_status, 'invoiced')

    def test_released_then_collected(self):
        """G4: orders are not invoiced singly; what was released goes onto one invoice by cost centre, and only once."""
        orders = self._order(100) + self._order(200) + self._order(400)
        orders[0].cost_centre = "Workshop"
        late = self._order(800)
        with self.assertRaisesRegex(UserError, "Release it for that"):
            self._invoice(orders)
        orders.with_user(self.user_advisor).action_release()
        with self.assertRaisesRegex(UserError, "released already"):
            orders.with_user(self.user_advisor).action_release()
        self.assertEqual(self.agreement.waiting_count, 3)
        self.agreement.action_collect()
        invoice = orders.invoice_ids
        self.assertEqual(len(invoice), 1)
        self.assertEqual((invoice.aftersales_agreement_id, invoice.partner_id), (self.agreement, self.fleet_account))
        self.assertEqual(set(invoice.aftersales_order_ids), set(orders))
        self.assertSplit(orders, invoice)
        lines = invoice.invoice_line_ids.sorted('sequence')
        self.assertEqual(lines.filtered(lambda line: line.display_type == 'line_section').mapped('name'), [
            "Cost centre Sales", "Cost centre Workshop"])
        names = lines.filtered(lambda line: line.display_type == 'line_subsection').mapped('name')
        self.assertEqual([name.split(' · ')[0] for name in names], [orders[1].name, orders[2].name, orders[0].name])
        self.assertEqual(set(orders.mapped('invoice_status')), {'invoiced'})
        self.assertEqual(set(orders.mapped('collect_state')), {'collected'})
        self.assertEqual(late.invoice_status, 'to_invoice')
        with self.assertRaisesRegex(UserError, "no order waits"):
            self.agreement.action_collect()
        invoice.action_post()
        note = self._credit(invoice)
        note.action_post()
        self.assertEqual(set(note.aftersales_order_ids), set(orders))

    def test_arranged_by_plate(self):
        """G4: by plate, or by both; the customer's own order number stands on it."""
        order = self._order(customer_order_number="PO 7")
        for grouping, label in (('plate', order.license_plate), ('both', f"Cost centre Sales · {order.license_plate}")):
            self.assertEqual(order._get_collection_label(grouping), label)
        self.assertIn("PO 7", order._get_invoice_section_name())

    def test_collected_on_its_day(self):
        """G4: the system collects on the day of the month, an ended agreement too; the next day is a month later."""
        order = self._order()
        order.with_user(self.user_advisor).action_release()
        self.assertEqual(self.agreement.next_collection, fields.Date.to_date('2026-03-25'))
        for day, status in (('2026-03-24', 'to_invoice'), ('2026-03-26', 'invoiced')):
            with freeze_time(f'{day} 04:00:00'):
                with self.enter_registry_test_mode():
                    self.env.ref('aftersales.cron_collect_agreements').method_direct_trigger()
                self.env.invalidate_all()
                self.assertEqual(order.invoice_status, status)
        self.assertEqual(self.agreement.next_collection, fields.Date.to_date('2026-04-25'))

    def test_others_pay_beside(self):
        """G4: what an insurer pays of the same order is invoiced singly, what the fleet pays is collected."""
        order = self._create_order(
            self._job(self._line(100)),
            self._job(self._line(500), pay_type_id=self.pay_insurance.id, payer_id=self.insurer.id),
            partner_id=self.fleet_account.id)
        self.assertEqual(self._invoice(order).partner_id, self.insurer)
        order.with_user(self.user_advisor).action_release()
        self.agreement.action_collect()
        self.assertEqual(set(order.invoice_ids.partner_id), {self.insurer, self.fleet_account})
        self.assertEqual(order.invoice_status, 'invoiced')
        with self.assertRaisesRegex(UserError, "nothing is to be invoiced"):
            order.with_user(self.user_advisor).action_release()

    def test_order_number_needed(self):
        """G4: where the customer wants his own number, no order is released without it."""
        self.agreement.order_number_needed = True
        order, other = self._order(), self._order(customer_order_number="PO 1")
        with self.assertRaisesRegex(UserError, "its own order number"):
            (order + other).with_user(self.user_advisor).action_release()
        self.assertFalse(other.collect_state)
        order.with_user(self.user_advisor).customer_order_number = "PO 2"
        (order + other).with_user(self.user_advisor).action_release()
        order.with_user(self.user_advisor).action_hold_back()
        self.assertEqual((order.collect_state, other.collect_state), (False, 'released'))
        with self.assertRaisesRegex(UserError, "does not wait"):
            order.with_user(self.user_advisor).action_hold_back()

    def test_overdue_blocks(self):
        """G4: who is overdue has no work begun, at check-in and when received, unless accountant or manager says why."""
        order = self._order()
        order.with_user(self.user_advisor).action_release()
        self.agreement.action_collect()
        invoice = order.invoice_ids
        invoice.invoice_date_due = TUESDAY
        invoice.invoice_payment_term_id = False
        invoice.action_post()
        drafts = self._draft() + self._draft()
        self.assertFalse(drafts[0].is_credit_blocked)
        with freeze_time(TUESDAY + timedelta(days=40)):
            self.env.invalidate_all()
            self.assertEqual(drafts.mapped('is_credit_blocked'), [True, True])
            self.assertGreater(self.agreement.overdue_amount, 0)
            Agreements = self.env['aftersales.agreement'].with_user(self.user_accountant)
            self.assertEqual(Agreements.search([('is_overdue', '=', True)]), self.agreement, "for who asks for the money")
            self.assertNotIn(self.agreement, Agreements.search([('is_overdue', '=', False)]))
            with self.assertRaisesRegex(UserError, "that was due on"):
                drafts.action_receive()
            with self.assertRaisesRegex(UserError, "that was due on"):
                drafts[0].action_check_in()
            self.assertIn("that was due on", drafts[0].alert_html)
            with self.assertRaises(AccessError):
                drafts[0]._let_begin("He promised")
            Wizard = self.env['aftersales.credit.wizard'].with_user(self.user_manager)
            with self.assertRaisesRegex(UserError, "blanks are no reason"):
                Wizard.create({'order_id': drafts[0].id, 'reason': "  "})
            Wizard.create({'order_id': drafts[0].id, 'reason': "Paid today, proof seen"}).action_apply()
            self.assertEqual((drafts[0].credit_user_id, drafts[0].credit_reason), (
                self.user_manager, "Paid today, proof seen"))
            drafts[0].action_receive()
            with self.assertRaises(UserError):
                drafts[1].action_receive()
            self.agreement.grace_days = 365
            self.assertFalse(Agreements.search([('is_overdue', '=', True)]))
            drafts[1].action_receive()

    def test_limit_blocks(self):
        """G4: who owes more than his limit, with work not invoiced yet, has no more begun."""
        self._order(1000)
        self.agreement.credit_limit = 500
        draft = self._draft()
        with self.assertRaisesRegex(UserError, "more than the limit"):
            draft.action_receive()
        self.agreement.credit_limit = 0
        draft.action_receive()

    def test_drivers(self):
        """G4: who is not named, no more named, or named for other cars, is told of; nobody where none are named."""
        drivers = self.env['res.partner'].create([{'name': name} for name in ("Li", "Wu", "Xu")])
        order = self._order(driver_id=drivers[0].id)
        self.assertFalse(order._get_driver_sentence())
        self.agreement.driver_ids = [
            Command.create({'partner_id': drivers[0].id}),
            Command.create({'partner_id': drivers[1].id, 'valid_until': '2026-03-01'})]
        for driver, wrong in ((drivers[0], ''), (drivers[1], "may not order"), (drivers[2], "may not order"),
                              (drivers[0].browse(), "Enter who orders")):
            order.driver_id = driver
            self.assertIn(wrong, order.with_user(self.user_advisor)._get_driver_sentence())
            self.assertEqual(bool(wrong), bool(order._get_driver_sentence()))
        other = self.vehicle.copy({'vin_sn': False, 'license_plate': 'BILL-9'})
        self.agreement.driver_ids[0].vehicle_ids = other
        order.driver_id = drivers[0]
        self.assertIn("may not order", order._get_driver_sentence())

    def test_roles(self):
        """G4: advisors read agreements, accountants and managers keep them; another company's stay hidden."""
        self.agreement.with_user(self.user_advisor).read(['name', 'state'])
        for values in ({'invoice_day': 3}, {'note': "Else"}):
            with self.assertRaises(AccessError):
                self.agreement.with_user(self.user_advisor).write(values)
        with self.assertRaises(AccessError):
            self.agreement.with_user(self.user_advisor).read(['credit_limit'])
        with self.assertRaises(AccessError):
            self.agreement.collected_until = '2026-01-01'
        with self.assertRaises(AccessError):
            self.agreement.with_user(self.user_advisor).action_collect()
        order = self._order()
        with self.assertRaises(AccessError):
            order.with_user(self.user_technician).action_release()
        other = self._create_company("Elsewhere")
        user = self.user_advisor.copy({'company_ids': [other.id], 'company_id': other.id, 'login': 'advisor.elsewhere'})
        self.assertFalse(self.agreement.with_user(user).with_context(allowed_company_ids=other.ids).search([
            ('id', '=', self.agreement.id)]))

    def test_flat(self):
        """G4: agreements of many orders are found, and their standing read, with the queries of one."""
        orders = self.env['aftersales.order'].concat(*(self._order() for __ in range(4)))
        self.assertFlat(lambda records: records._compute_agreement_id(), orders[:1], orders)
