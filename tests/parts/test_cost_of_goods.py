from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.cost import CostCommon


@tagged('post_install', '-at_install')
class TestCostOfGoods(CostCommon):
    """The cost booked for an order is the value of the parts issued for it.

    Core's sale order does the same steps beside ours, with a product of the same set-up
    and the same purchases: the books must say the same. ``sale_stock`` must be installed
    in the test database; its absence is a failure, not a skip.
    """

    def test_whole_order(self):
        for anglo_saxon in (True, False):
            self.company.anglo_saxon_accounting = anglo_saxon
            for cost_method, expected in (('standard', 30.0), ('average', 42.0), ('fifo', 38.0)):
                with self.subTest(cost_method=cost_method, anglo_saxon=anglo_saxon):
                    products = self._create_products(cost_method)
                    self._buy(products, 2, 10)
                    self._buy(products, 3, 18)
                    if cost_method == 'average':
                        self.assertAlmostEqual(products[0].standard_price, 14.8)
                        expected = 44.4
                    order, sale = self._open_order(products[0], 3), self._sell(products[1], 3)
                    self._issue(order)
                    self._deliver(sale, 3)
                    self._finish(order)
                    self._invoice_ours(order)
                    self._invoice_core(sale)
                    self.assertCost(order, products, expected)

    def test_refused_parts_cost_once(self):
        """I3: a part that the maker refuses costs what it cost, once, whoever bears it, also after a cancelled document;
        he gets no invoice of nothing, and nobody has to post the entry."""
        maker = self.env['res.partner'].create({'name': "Maker", 'is_company': True})
        terms = self.env['aftersales.claim.terms'].create({
            'name': "Maker", 'partner_id': maker.id, 'company_id': self.company.id, 'part_basis': 'list',
            'currency_id': self.company.currency_id.id})
        reason = self.env['aftersales.claim.reason'].create({'name': "Not ours", 'code': "TSTC"})
        products = self._create_products('average')
        self._buy(products, 4, 20.0)
        order = self._open_order(products[0], 3, pay_type_id=self.env.ref('aftersales.pay_type_warranty').id, payer_id=maker.id)
        self._issue(order)
        self._finish(order)
        claim = order.job_ids.with_user(self.user_claims)._make_claims()
        self.assertEqual((claim.sudo().terms_id, claim.sudo().amount_claimed), (terms, 300.0), "claimed at the list's price")
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_claim SET state = 'submitted' WHERE id = %s", [claim.id])
        claim.invalidate_recordset()
        claim._decide({claim.line_ids: {'outcome': 'rejected', 'decided_amount': 0.0, 'reason_id': reason.id}})
        for turn in ('first', 'made again'):
            with self.subTest(turn):
                claim.invalidate_recordset()
                self.assertEqual(set(claim.sudo().move_ids.mapped('move_type')), {'entry'})
                self.assertFalse(claim.is_unbooked)
                move = claim.sudo().move_ids.filtered(lambda move: move.state == 'posted').with_user(self.user_accountant)
                self.assertEqual(len(move), 1)
                self.assertEqual(self._get_cost(products[0]), 60.0, "at cost, not at the price that was claimed")
                self.assertFalse(claim.has_missing_receivable)
                if turn == 'first':
                    move.button_draft()
                    move.button_cancel()
                    claim.invalidate_recordset()
                    self.assertEqual((self._get_cost(products[0]), claim.has_missing_receivable), (0.0, True))
                    claim.action_make_receivable()

    def test_free_order_costs_and_makes_no_invoice(self):
        """G2, faults M9: what nobody pays for makes no invoice, and its cost is booked, at once, with what came back; an
        entry that is reversed gives the work back."""
        product = self._create_products('average')[0]
        self._buy(product, 6, 20.0)
        order = self._open_order(product, 3)
        order.line_ids.with_user(self.user_manager).discount = 100.0
        issue = self._issue(order)
        self._finish(order)
        self.assertEqual(order.invoice_status, 'to_invoice', "its cost waits")
        entry = order.with_user(self.user_accountant)._create_invoices()
        self.assertEqual((entry.move_type, entry.state, order.invoice_count), ('entry', 'posted', 0))
        self.assertEqual((self._get_cost(product), order.invoice_status, order.payment_state), (60.0, 'invoiced', 'paid'))
        with self.assertRaisesRegex(UserError, "nvoice"):
            order.with_user(self.user_accountant)._create_invoices()
        self._return_any(issue, 1)
        self.assertEqual(order.invoice_status, 'to_credit')
        back = order.with_user(self.user_accountant)._create_credit_notes()
        self.assertEqual((back.move_type, back.state), ('entry', 'posted'))
        self.assertEqual((self._get_cost(product), order.invoice_status), (40.0, 'invoiced'))
        self.env['account.move.reversal'].with_user(self.user_accountant).with_context(
            active_model='account.move', active_ids=entry.ids).create({'journal_id': entry.journal_id.id}).refund_moves()
        reverse = self.env['account.move'].search([('reversed_entry_id', '=', entry.id)])
        reverse.filtered(lambda move: move.state == 'draft').action_post()
        self.assertEqual(order.line_ids.sudo().qty_invoiced, -1.0, "as credit notes do: what is left is made anew")
        self.assertEqual(self._get_cost(product), -20.0)
        order.with_user(self.user_accountant)._create_invoices()
        self.assertEqual((self._get_cost(product), order.invoice_status), (40.0, 'invoiced'))

    def test_free_work_pays_for_nothing(self):
        """G4: beside an invoice that nobody has paid, work that nobody pays for makes nothing paid, not even in part."""
        product = self._create_products('average')[0]
        self._buy(product, 3, 20.0)
        order = self._open_order(product, 3)
        order.line_ids.with_user(self.user_manager).discount = 100.0
        other = self.env['res.partner'].create({'name': "Who Pays"})
        job = self.env['aftersales.job'].create({
            'order_id': order.id, 'name': "Paid", 'payer_id': other.id, 'line_ids': [Command.create({
                'product_id': self.labour.id, 'quantity': 1.0, 'price_unit': 100.0})]})
        job.with_user(self.user_advisor)._approve('phone')
        self._issue(order)
        self._finish(order)
        invoice = order.with_user(self.user_accountant)._create_invoices()
        documents = order.sudo()._get_documents()
        self.assertEqual(set(documents.mapped('move_type')), {'entry', 'out_invoice'})
        invoice.action_post()
        self.assertEqual((order.invoices_paid, order.payment_state), ('none', 'not_paid'))

    def test_free_work_without_parts_makes_nothing(self):
        """G2: of labour that is given away there is nothing to book: no document, and nothing left to invoice."""
        paid, free = (self._create_order(self._prepare_job()) for __ in range(2))
        for order in paid | free:
            self.env['aftersales.order.line'].with_user(self.user_manager).create({
                'job_id': order.job_ids.id, 'product_id': self.labour.id, 'quantity': 1.0, 'price_unit': 100.0,
                'discount': 100.0 if order == free else 0.0})
            self.approve(self.receive(order))
            self._finish(order)
        self.assertEqual((paid | free).mapped('invoice_status'), ['to_invoice', 'no'])
        with self.assertRaisesRegex(UserError, "nobody pays"):
            free.with_user(self.user_accountant)._create_invoices()
        invoices = (paid | free).with_user(self.user_accountant)._create_invoices()
        self.assertEqual((len(invoices), invoices.amount_untaxed), (1, 100.0))

    def test_second_partial_invoice(self):
        for cost_method, expected in (('standard', 40.0), ('average', 60.0), ('fifo', 60.0)):
            with self.subTest(cost_method=cost_method):
                products = self._create_products(cost_method)
                self._buy(products, 2, 10)
                self._buy(products, 2, 20)
                order, sale = self._open_order(products[0], 4), self._sell(products[1], 4)
                self._finish(order)
                for quantity in (1, 3):
                    self._issue(order, {products[0]: quantity})
                    self._deliver(sale, quantity)
                    self._invoice_ours(order)
                    self._invoice_core(sale)
                self.assertCost(order, products, expected)

    def test_return_and_credit_note(self):
        for cost_method, expected in (('standard', 20.0), ('average', 30.0), ('fifo', 30.0)):
            with self.subTest(cost_method=cost_method):
                products = self._create_products(cost_method)
                self._buy(products, 2, 10)
                self._buy(products, 2, 20)
                order, sale = self._open_order(products[0], 4), self._sell(products[1], 4)
                issue, delivery = self._issue(order), self._deliver(sale, 4)
                self._finish(order)
                invoice, core_invoice = self._invoice_ours(order), self._invoice_core(sale)
                self._return_any(issue, 2)
                self._return_any(delivery, 2)
                self._credit(invoice, 2)
                self._credit(core_invoice, 2)
                self.assertCost(order, products, expected)

    def test_full_credit_and_new_invoice(self):
        for modify in (False, True):
            with self.subTest(modify=modify):
                products = self._create_products('fifo')
                self._buy(products, 2, 10)
                order, sale = self._open_order(products[0], 2), self._sell(products[1], 2)
                self._issue(order)
                self._deliver(sale, 2)
                self._finish(order)
                invoice, core_invoice = self._invoice_ours(order), self._invoice_core(sale)
                for posted in (invoice, core_invoice):
                    result = self._credit(posted, modify=modify)
                    if modify:
                        self.assertEqual(result.state, 'posted', "The corrected invoice is posted again.")
                if not modify:
                    self.assertEqual(self._get_cost(products[0]), 0.0)
                    self._invoice_ours(order)
                    self._invoice_core(sale)
                self.assertCost(order, products, 20.0)

    def test_draft_and_posted_again(self):
        products = self._create_products('average')
        self._buy(products, 2, 10)
        order, sale = self._open_order(products[0], 2), self._sell(products[1], 2)
        self._issue(order)
        self._deliver(sale, 2)
        self._finish(order)
        for invoice in (self._invoice_ours(order), self._invoice_core(sale)):
            invoice.sudo().button_draft()
            invoice.sudo().action_post()
        self.assertCost(order, products, 20.0)

    def test_units(self):
        products = self._create_products('average')
        self._buy(products, 30, 10)
        dozen = self.env.ref('uom.product_uom_dozen')
        order = self._create_approved((products[0], 1, {'product_uom_id': dozen.id}))
        sale = self._sell(products[1], 12)
        self._issue(order)
        self._deliver(sale, 12)
        self._finish(order)
        self._invoice_ours(order)
        self._invoice_core(sale)
        self.assertCost(order, products, 120.0)

    def test_cost_changes_between_issue_and_invoice(self):
        """Here we are exact and core is not: it books today's cost, the stock account keeps the difference."""
        for cost_method in ('standard', 'average'):
            with self.subTest(cost_method=cost_method):
                products = self._create_products(cost_method)
                self._buy(products, 4, 10)
                order, sale = self._open_order(products[0], 2), self._sell(products[1], 2)
                self._issue(order)
                self._deliver(sale, 2)
                if cost_method == 'standard':
                    products.standard_price = 30.0
                else:
                    self._buy(products, 2, 40)
                self._finish(order)
                self._invoice_ours(order)
                self._invoice_core(sale)
                self.assertEqual(self._get_value_issued(order), 20.0)
                self.assertEqual(self._get_cost(products[0]), 20.0)
                self.assertGreater(self._get_cost(products[1]), 20.0)

    def test_same_part_on_two_jobs(self):
        """Each job's credit note takes back its own cost, not the one of the other job's part."""
        ours, core = self._create_products('fifo')
        self._buy(ours, 1, 10)
        self._buy(ours, 1, 50)
        order = self._create_order(self._prepare_job((ours, 1)), self._prepare_job((ours, 1)))
        order.action_receive()
        order.job_ids._approve('phone')
        self._issue(order)
        self._finish(order)
        invoice = self._invoice_ours(order)
        self.assertEqual(self._get_cost(ours), 60.0)
        credit = self.env['account.move.reversal'].with_context(
            active_model='account.move', active_ids=invoice.ids,
        ).create({'journal_id': invoice.journal_id.id})
        credit = self.env['account.move'].browse(credit.refund_moves()['res_id'])
        dearer = order.sudo().line_ids.filtered(lambda line: line.move_ids.value == 50)
        credit.invoice_line_ids.filtered(
            lambda line: line.product_id and line.aftersales_line_ids != dearer).unlink()
        credit.action_post()
        self.assertEqual(self._get_cost(ours), 10.0)
        self.assertFalse(core.qty_available)

    def test_internal_job_is_booked_when_issued(self):
        """Nobody is invoiced for it: its cost is expensed with the issue and comes back with a return."""
        for cost_method, expected in (('standard', 20.0), ('average', 30.0), ('fifo', 20.0)):
            with self.subTest(cost_method=cost_method):
                product = self._create_products(cost_method)[0]
                self._buy(product, 2, 10)
                self._buy(product, 2, 20)
                order = self._open_order(product, 2, pay_type_id=self.pay_internal.id)
                picking = self._issue(order)
                self.assertEqual(self._get_cost(product), expected)
                self.assertEqual(self._get_value_issued(order), expected)
                self._return_any(picking, 1)
                self.assertEqual(self._get_cost(product), expected / 2)

    def test_internal_account_is_the_accountants_choice(self):
        account = self.env['account.account'].create({
            'name': 'Own repairs', 'code': 'OWN001', 'account_type': 'expense',
            'company_ids': [Command.set(self.company.ids)],
        })
        self.company.aftersales_own_use_location_id.valuation_account_id = account
        product = self._create_products('standard')[0]
        self._buy(product, 2, 10)
        self._issue(self._open_order(product, 2, pay_type_id=self.pay_internal.id))
        lines = self.env['account.move.line'].search([('account_id', '=', account.id)])
        self.assertEqual(sum(lines.mapped('balance')), 20.0)

    def test_job_billed_after_all_books_no_cost_twice(self):
        """An internal job turned into a paid one: its cost is expensed already, the invoice books none."""
        product = self._create_products('average')[0]
        self._buy(product, 2, 10)
        order = self._open_order(product, 2, pay_type_id=self.pay_internal.id)
        self._issue(order)
        order.job_ids.pay_type_id = self.pay_customer
        order.job_ids._approve('phone')
        self._finish(order)
        self._invoice_ours(order)
        self.assertEqual(self._get_cost(product), 20.0)

    def test_periodic_closing(self):
        """With periodic valuation nothing is booked before closing; then the sum is the same."""
        products = self._create_products('average', valuation='periodic')
        self._buy(products, 4, 10)
        order, sale = self._open_order(products[0], 2), self._sell(products[1], 2)
        own = self._open_order(products[0], 1, pay_type_id=self.pay_internal.id)
        self._issue(order)
        self._issue(own)
        self._deliver(sale, 2)
        self._finish(order)
        self._invoice_ours(order)
        self._invoice_core(sale)
        self.assertEqual(self._get_cost(products[0]), 0.0)
        self.company.action_close_stock_valuation(auto_post=True)
        own_use = self.company.aftersales_own_use_location_id.valuation_account_id
        booked = self.env['account.move.line'].search([
            ('account_id', '=', own_use.id), ('name', 'like', 'Location Reclassification'),
            ('company_id', '=', self.company.id),
        ])
        self.assertEqual(sum(booked.mapped('balance')), 10.0)

    def test_serial_numbers_on_the_invoice(self):
        product = self._create_products('average')[0]
        product.tracking = 'serial'
        lots = self.env['stock.lot'].create([{'name': f'COST-{i}', 'product_id': product.id} for i in range(2)])
        for lot in lots:
            self._put_in_stock(product, 1, lot=lot)
        order = self._open_order(product, 2)
        self._issue(order)
        self._finish(order)
        invoice = self._invoice_ours(order)
        self.assertEqual({values['lot_name'] for values in invoice._get_invoiced_lot_values()}, {'COST-0', 'COST-1'})
