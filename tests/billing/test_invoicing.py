from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestInvoicing(BillingCommon):
    """One invoice a payer, only for approved and done work, never twice (G1, G2)."""

    def test_single_payer(self):
        order = self._create_order(self._job(self._line(100, 2), self._line(80, product=self.part, discount=5)))
        self.assertEqual(order.invoice_status, 'to_invoice')
        invoice = self._invoice(order)
        self.assertEqual(len(invoice), 1)
        self.assertEqual(invoice.state, 'draft')
        self.assertEqual(invoice.partner_id, self.customer)
        self.assertEqual(invoice.move_type, 'out_invoice')
        self.assertEqual(invoice.company_id, self.company)
        self.assertIn(order.name, invoice.invoice_origin)
        self.assertIn('BILL-1', invoice.ref)
        self.assertEqual(invoice.aftersales_order_ids, order)
        self.assertEqual(invoice.aftersales_vehicle_ids, self.vehicle)
        lines = invoice.invoice_line_ids.filtered(lambda line: line.display_type == 'product')
        self.assertRecordValues(lines, [
            {'quantity': 2, 'price_unit': 100, 'discount': 0, 'vehicle_id': self.vehicle.id},
            {'quantity': 1, 'price_unit': 80, 'discount': 5, 'vehicle_id': self.vehicle.id},
        ])
        self.assertEqual(lines.aftersales_line_ids, order.line_ids)
        self.assertSplit(order, invoice)
        self.assertEqual(order.invoice_status, 'invoiced')
        self.assertEqual(order.line_ids.mapped('qty_invoiced'), [2, 1])
        self.assertEqual(order.line_ids.mapped('qty_to_invoice'), [0, 0])

    def test_accountant_posts(self):
        invoices = self._invoice(self._create_order() + self._create_order())
        self.env.flush_all()
        self.env.invalidate_all()
        invoices.action_post()
        self.assertEqual(set(invoices.mapped('state')), {'posted'})

    def test_never_twice(self):
        order = self._create_order()
        invoice = self._invoice(order)
        with self.assertRaisesRegex(UserError, f"{order.name} is invoiced already"):
            self._invoice(order)
        self.assertEqual(order.invoice_ids, invoice)

    def test_two_orders_one_invoice_each(self):
        orders = self._create_order() + self._create_order()
        invoices = self._invoice(orders)
        self.assertEqual(len(invoices), 2)
        self.assertEqual([move.aftersales_order_ids for move in invoices], list(orders))
        self.assertSplit(orders, invoices)

    def test_orders_on_account_are_found(self):
        """faults P9: the orders that an account customer pays or shares in, as the billing desk filters them."""
        fleet = self.env['res.partner'].create({'name': "Fleet", 'aftersales_account_customer': True})
        orders = self._create_order(self._job(self._line(100), payer_id=fleet.id), done=False)
        orders |= self._create_order(self._job(self._line(100), share=50, co_payer_id=fleet.id), done=False)
        orders |= self._create_order(done=False)
        found = self.env['aftersales.order'].with_user(self.user_manager).search([('is_on_account', '=', True)])
        self.assertEqual(found & orders, orders[:2])
        self.assertEqual(orders.mapped('is_on_account'), [True, True, False])
        fleet.active = False
        self.assertEqual(found.search([('is_on_account', '=', True)]) & orders, orders[:2])
        self.assertNotIn(orders[2], found.search([('is_on_account', '!=', False)]))
        self.assertIn(orders[2], found.search([('is_on_account', '=', False)]))

    def test_account_customer_gets_one_invoice(self):
        orders = self.env['aftersales.order'].concat(*(
            self._create_order(self._job(self._line(10.01, 1.5)), partner_id=self.fleet_account.id) for __ in range(3)))
        private = self._create_order()
        invoices = self._invoice(orders + private)
        self.assertEqual(len(invoices), 2)
        shared = invoices.filtered(lambda move: move.partner_id == self.fleet_account)
        self.assertEqual(shared.aftersales_order_ids, orders)
        sections = shared.invoice_line_ids.filtered(lambda line: line.display_type == 'line_section')
        self.assertEqual(len(sections), 3)
        for order, section in zip(orders, sections, strict=True):
            self.assertIn(order.name, section.name)
            self.assertIn('BILL-1', section.name)
        self.assertSplit(orders, shared)

    def test_contacts_of_an_account_customer_share_its_invoice(self):
        drivers = self.env['res.partner'].create([
            {'name': f"Driver {index}", 'parent_id': self.fleet_account.id} for index in range(2)])
        office = self.env['res.partner'].create({
            'name': "Accounts Payable", 'type': 'invoice', 'parent_id': self.fleet_account.id})
        orders = self.env['aftersales.order'].concat(*(
            self._create_order(partner_id=driver.id) for driver in drivers))
        invoice = self._invoice(orders)
        self.assertEqual(len(invoice), 1)
        self.assertEqual(invoice.partner_id, office)
        self.assertEqual(invoice.commercial_partner_id, self.fleet_account)

    def test_cost_centres_get_their_own(self):
        """G4: orders that a cost centre pays go to its own invoice address, one invoice each; what the company pays, to it."""
        centres = self.env['res.partner'].create([
            {'name': f"Cost Centre {name}", 'type': 'invoice', 'parent_id': self.fleet_account.id} for name in "AB"])
        orders = self.env['aftersales.order'].concat(*(
            self._create_order(self._job(self._line(price), payer_id=payer.id), partner_id=self.fleet_account.id)
            for payer, price in (
                (centres[0], 10.0), (centres[1], 20.0), (centres[0], 30.0), (self.fleet_account, 40.0))))
        invoices = self._invoice(orders)
        self.assertEqual(
            {move.partner_id: (move.amount_untaxed, move.aftersales_order_ids) for move in invoices},
            {centres[0]: (40.0, orders[0] + orders[2]), centres[1]: (20.0, orders[1]), self.fleet_account: (40.0, orders[3])})

    def test_one_invoice_a_payer(self):
        order = self._create_order(
            self._job(self._line(100)),
            self._job(self._line(500, product=self.part), pay_type_id=self.pay_insurance.id, payer_id=self.insurer.id),
            self._job(self._line(70), pay_type_id=self.pay_internal.id),
        )
        invoices = self._invoice(order)
        self.assertEqual(set(invoices.partner_id), {self.customer, self.insurer})
        by_payer = {move.partner_id: move.amount_untaxed for move in invoices}
        self.assertEqual(by_payer, {self.customer: 100, self.insurer: 500})
        self.assertEqual(order.invoice_status, 'invoiced')

    def test_claim_is_invoiced_to_the_maker(self):
        with_payer = self._create_order(self._job(pay_type_id=self.pay_warranty.id, payer_id=self.maker.id))
        without = self._create_order(self._job(pay_type_id=self.pay_warranty.id, payer_id=False))
        invoice = self._invoice(with_payer + without)
        self.assertEqual(invoice.partner_id, self.maker)
        self.assertEqual(invoice.aftersales_order_ids, with_payer)
        self.assertEqual(without.invoice_status, 'no')

    def test_only_approved_and_done(self):
        order = self._create_order(
            self._job(self._line(100)), self._job(self._line(200)), self._job(self._line(400)), done=False)
        first, second, third = order.job_ids
        self.assertEqual(order.invoice_status, 'no')
        with self.assertRaisesRegex(UserError, "Nothing to invoice"):
            self._invoice(order)
        self._finish(first)
        third._decline('phone')
        self.assertEqual(order.invoice_status, 'to_invoice')
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_untaxed, 100)
        self.assertEqual(order.invoice_status, 'no', "The second job is still to do")
        self._finish(second)
        later = self._invoice(order)
        self.assertEqual(later.amount_untaxed, 200)
        self.assertEqual(order.invoice_status, 'invoiced')
        self.assertSplit(order, invoice + later)

    def test_estimate_is_not_invoiced(self):
        order = self.env['aftersales.order'].create({
            'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id,
            'job_ids': [self._job()],
        })
        with self.assertRaisesRegex(UserError, "Nothing to invoice"):
            self._invoice(order)

    def test_orders_without_work_are_passed_over(self):
        done, estimate = self._create_order(), self._create_order(done=False)
        invoice = self._invoice(done + estimate)
        self.assertEqual(invoice.aftersales_order_ids, done)

    def test_cancelled_and_deleted_drafts_give_back(self):
        order = self._create_order()
        invoice = self._invoice(order)
        invoice.with_user(self.user_accountant).button_cancel()
        self.assertEqual(order.invoice_status, 'to_invoice')
        second = self._invoice(order)
        self.assertEqual(second.amount_total, order.amount_total)
        self.assertEqual(order.invoice_status, 'invoiced')
        second.with_user(self.user_accountant).unlink()
        self.assertEqual(order.invoice_status, 'to_invoice')
        self.assertEqual(order.line_ids.qty_invoiced, 0)

    def test_credit_notes_give_back(self):
        order = self._create_order(self._job(self._line(100, 3)))
        invoice = self._invoice(order)
        invoice.action_post()
        refund = self._credit(invoice)
        self.assertEqual(refund.aftersales_order_ids, order)
        self.assertEqual(refund.invoice_line_ids.vehicle_id, self.vehicle)
        self.assertEqual(order.line_ids.qty_invoiced, 0)
        refund.invoice_line_ids.filtered('aftersales_line_ids').quantity = 1
        self.assertEqual(order.line_ids.qty_invoiced, 2)
        refund.action_post()
        self.assertEqual(order.invoice_status, 'to_invoice')
        again = self._invoice(order)
        self.assertEqual(again.amount_untaxed, 100)
        self.assertAlmostEqual(
            invoice.amount_total - refund.amount_total + again.amount_total, order.amount_total, 2)
        self.assertEqual(order.invoice_count, 3)

    def test_duplicate_is_not_linked(self):
        order = self._create_order()
        invoice = self._invoice(order)
        copy = invoice.copy()
        self.assertFalse(copy.aftersales_order_ids)
        self.assertEqual(order.invoice_ids, invoice)

    def test_payment_state_is_seen_by_the_advisor(self):
        order = self._create_order()
        seen = order.with_user(self.user_advisor)
        self.assertEqual(seen.payment_state, 'not_paid')
        invoice = self._invoice(order)
        invoice.action_post()
        self.assertEqual(seen.payment_state, 'not_paid')
        self._pay(invoice, 50)
        self.assertEqual(seen.payment_state, 'partial')
        self._pay(invoice)
        self.assertIn(seen.payment_state, ('paid', 'in_payment'))
        self.assertEqual(seen.invoice_count, 1)
        with self.assertRaises(AccessError):
            seen.invoice_ids.read(['name'])

    def test_paid_needs_all_invoices(self):
        order = self._create_order(
            self._job(), self._job(pay_type_id=self.pay_insurance.id, payer_id=self.insurer.id))
        invoices = self._invoice(order)
        invoices.action_post()
        self._pay(invoices[0])
        self.assertEqual(order.payment_state, 'partial')
        self._pay(invoices[1])
        self.assertIn(order.payment_state, ('paid', 'in_payment'))

    def test_advisor_cannot_invoice(self):
        order = self._create_order()
        with self.assertRaises(AccessError):
            order.with_user(self.user_advisor)._create_invoices()

    def test_accountant_opens_the_order(self):
        order = self._create_order()
        invoice = self._invoice(order).with_user(self.user_accountant)
        action = invoice.action_view_aftersales_orders()
        self.assertEqual(action['res_id'], order.id)
        order = order.with_user(self.user_accountant)
        self.assertEqual(order.action_view_invoices()['res_id'], invoice.id)
        for record in (order, order.job_ids, order.line_ids, order.vehicle_id):
            form = record.get_views([(False, 'form')])['models'][record._name]['fields']
            record.web_read({name: {} for name in form})
        with self.assertRaises(AccessError):
            order.concern = "x"

    def test_auditor_reads_without_repair_orders(self):
        invoice = self._invoice(self._create_order())
        invoice.action_post()
        auditor = new_test_user(
            self.env, 'as_auditor', 'base.group_user,account.group_account_readonly', company_id=self.company.id)
        self.env.invalidate_all()
        seen = invoice.with_user(auditor)
        fields = seen.get_views([(False, 'form')])['models']['account.move']['fields']
        self.assertNotIn('aftersales_order_ids', fields)
        seen.web_read({name: {} for name in fields})
        self.assertEqual(seen.aftersales_order_count, 1)

    def test_search_by_order_and_vehicle(self):
        order = self._create_order()
        invoice = self._invoice(order)
        Move = self.env['account.move'].with_user(self.user_accountant)
        self.assertEqual(Move.search([('aftersales_order_ids', 'in', order.ids)]), invoice)
        self.assertEqual(Move.search([('aftersales_order_ids', 'ilike', order.name)]), invoice)
        self.assertIn(invoice, Move.search([('aftersales_vehicle_ids', 'ilike', 'BILL-1')]))
        self.assertIn(invoice, Move.search([('aftersales_order_ids', '!=', False)]))
        self.assertNotIn(invoice, Move.search([('aftersales_order_ids', '=', False)]))
        self.assertEqual(self.env['aftersales.order'].search([('invoice_ids', 'in', invoice.ids)]), order)

    # === WHAT IS IN THE WAY ===#

    def assertNothingSaved(self, orders, message):
        before = self.env['account.move'].search_count([])
        with self.assertRaisesRegex(UserError, message), self.env.cr.savepoint():
            self._invoice(orders)
        self.assertEqual(self.env['account.move'].search_count([]), before)

    def test_missing_payer(self):
        good = self._create_order()
        order = self._create_order(self._job(pay_type_id=self.pay_insurance.id, payer_id=self.insurer.id))
        order.job_ids.payer_id = False
        self.assertNothingSaved(good + order, f"{order.name} cannot be invoiced: job Brakes has no payer")
        self.assertEqual(good.invoice_status, 'to_invoice')

    def test_missing_income_account(self):
        order = self._create_order()
        self.env['ir.default'].search([('field_id.name', '=', 'property_account_income_categ_id')]).unlink()
        self.company.income_account_id = False
        self.env['account.journal'].search(
            [('type', '=', 'sale'), ('company_id', '=', self.company.id)]).default_account_id = False
        self.assertNothingSaved(order, f"{order.name} cannot be invoiced: Labour has no income account")

    def test_archived_tax(self):
        order = self._create_order()
        total = order.amount_total
        self.tax.active = False
        self.env.invalidate_all()
        self.assertEqual(order.amount_total, total)
        self.assertNothingSaved(order, f"{order.name} cannot be invoiced: the tax .* is archived")

    @freeze_time('2026-05-10')
    def test_locked_period(self):
        order = self._create_order()
        self.company.sale_lock_date = '2026-05-31'
        self.assertNothingSaved(order, f"{order.name} cannot be invoiced today: the books of .* are locked until 05/31/2026")

    def test_no_sales_journal(self):
        order = self._create_order()
        self.env['account.journal'].search([('type', '=', 'sale'), ('company_id', '=', self.company.id)]).active = False
        self.assertNothingSaved(order, f"{order.name} cannot be invoiced: .* has no sales journal")

    def test_other_company(self):
        order = self._create_order()
        stranger = self.user_accountant.copy({'login': 'as_stranger', 'name': "Stranger"})
        other = self.other_company
        stranger.write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        with self.assertRaises(AccessError):
            order.with_user(stranger)._create_invoices()

    def test_orders_of_two_companies(self):
        other = self._create_company("Second Dealer")
        workshop = self.env['aftersales.workshop'].create({'name': "Second", 'code': 'SD', 'company_id': other.id})
        self.user_accountant.company_ids += other
        env = self.env(context=dict(self.env.context, allowed_company_ids=[self.company.id, other.id]))
        orders = self._create_order()
        product = self.labour.copy({'taxes_id': False})
        second = env['aftersales.order'].create({
            'workshop_id': workshop.id, 'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id,
            'odometer_in': 1000, 'job_ids': [self._job(self._line(product=product))],
        })
        second.action_receive()
        self._finish(second.job_ids)
        invoices = self._invoice(orders.with_env(env) + second)
        self.assertEqual(invoices.company_id, self.company + other)
        for move in invoices:
            self.assertEqual(move.journal_id.company_id, move.company_id)
            self.assertEqual(move.line_ids.account_id.company_ids, move.company_id)

    # === WHAT AN INVOICE WAS MADE FROM STAYS ===#

    def test_invoiced_line_stays(self):
        order = self._create_order(self._job(self._line(100, 2)))
        invoice = self._invoice(order)
        line = order.line_ids
        for vals in ({'price_unit': 1}, {'discount': 50}, {'quantity': 1}, {'tax_ids': [Command.clear()]}):
            with self.assertRaisesRegex(UserError, "is invoiced already"):
                line.write(vals)
        with self.assertRaisesRegex(UserError, "is invoiced already"):
            line.unlink()
        with self.assertRaisesRegex(UserError, "is invoiced already"):
            order.job_ids.payer_id = self.insurer
        with self.assertRaisesRegex(UserError, "cannot be cancelled"):
            order._transition('cancelled')
        invoice.button_cancel()
        line.discount = 50
        self.assertEqual(self._invoice(order).amount_untaxed, 100)

    def test_list_query_slope(self):
        view = self.env.ref('aftersales.order_view_list_billing')
        Order = self.env['aftersales.order'].with_user(self.user_accountant)
        fields = Order.get_view(view.id, 'list')['models']['aftersales.order']
        orders = self.env['aftersales.order'].concat(*(self._create_order() for __ in range(21)))
        self._invoice(orders[::2])
        self.assertFlat(
            lambda some: some.with_user(self.user_accountant).web_read({name: {} for name in fields}), orders[:1], orders,
            warm_up=orders)

    def test_invoice_query_slope(self):
        def cost(count):
            orders = self.env['aftersales.order'].concat(*(self._create_order() for __ in range(count)))
            return self.count_queries(self._invoice, orders)
        cost(1)
        one, many = cost(1), cost(21)
        self.assertLess((many - one) / 20, 6, f"{one} queries for one order, {many} for 21")

    def test_bill_opens_for_who_buys(self):
        """Core's form of a bill is open to who may read bills, and no payments."""
        bill = self.env['account.move'].create({
            'move_type': 'in_invoice', 'partner_id': self.customer.id, 'invoice_date': '2026-01-10',
            'invoice_line_ids': [Command.create({'name': "Discs", 'price_unit': 10})]})
        bill.action_post()
        for user in (self.user_manager, self.user_parts):
            bill.invalidate_recordset()
            self.assertFalse(self.env['account.payment'].with_user(user).has_access('read'))
            self.assertEqual(bill.with_user(user).web_read({'payment_count': {}})[0]['payment_count'], 0)
