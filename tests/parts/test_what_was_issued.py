import itertools
from ast import literal_eval

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


class IssuedCommon(PartsCommon):
    with_books = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.workshop.warehouse_id
        cls.technician = cls.env['hr.employee'].create({'name': 'Tech', 'company_id': cls.company.id})
        cls.disc = cls.env['product.product'].create({
            'name': 'Disc', 'type': 'consu', 'is_storable': True, 'list_price': 100.0, 'taxes_id': cls.tax.ids})
        cls._put_in_stock(cls.disc, 20)

    def _create_done(self, quantity=3, returned=0):
        """An order whose part was issued; ``returned`` came back before the work was done."""
        order = self._create_approved((self.disc, quantity))
        self.picking = self._issue(order)
        if returned:
            self._return(self.picking, returned)
        order.job_ids.with_user(self.user_manager)._transition('done')
        return order


@tagged('post_install', '-at_install')
class TestWhatWasIssued(IssuedCommon):
    """faults M8: once the job is done, order, papers, customer's page and invoice speak of what was issued."""

    def assertAgree(self, order, quantity):
        """Order, its line, its prints and its invoices say ``quantity``."""
        order = order.sudo()
        self.assertEqual(order.line_ids.quantity, quantity)
        self.assertEqual(order.amount_untaxed, 100 * quantity)
        for report in ('aftersales.report_settlement', 'aftersales.report_delivery', 'aftersales.report_repair_order'):
            html = self.env['ir.actions.report']._render_qweb_html(report, order.ids)[0].decode()
            with self.subTest(report=report):
                self.assertIn(f'{order.amount_total:,.2f}', html)
                if report != 'aftersales.report_repair_order':  # this one tells what was approved, too
                    self.assertNotIn(f'{120 * (quantity + 1):,.2f}', html)
        moves = order.invoice_ids.filtered(lambda move: move.state != 'cancel')
        self.assertEqual(sum(moves.mapped('amount_total_signed')), order.amount_total)
        self.assertEqual(order.invoice_status, 'invoiced')

    def test_returned_after_the_work(self):
        """faults M8: 3 issued, done, 1 returned, invoiced: 200 everywhere."""
        order = self._create_done()
        self._return(self.picking, 1)
        self.assertIn("2 instead of 3", order.message_ids.filtered(lambda m: "instead of" in (m.body or ''))[:1].body)
        self.assertEqual(self.invoice(order).amount_untaxed, 200)
        self.assertAgree(order, 2)

    def test_returned_before_the_work_was_done(self):
        order = self._create_done(returned=1)
        self.assertEqual(self.invoice(order).amount_untaxed, 200)
        self.assertAgree(order, 2)

    def test_returned_after_delivery(self):
        """faults M8: a closed order follows too; nothing else of it may be written."""
        order = self._create_done()
        self.inspect(order)
        self.deliver(order)
        self._return(self.picking, 1)
        self.assertEqual(self.invoice(order).amount_untaxed, 200)
        self.assertAgree(order, 2)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            order.line_ids.quantity = 3

    def test_price_stays_as_approved(self):
        """faults M8: fewer of them would have cost more each; what came back raises nobody's price."""
        pricelist = self.env['product.pricelist'].create({
            'name': "Breaks", 'company_id': self.company.id, 'item_ids': [Command.create({
                'applied_on': '1_product', 'product_tmpl_id': self.disc.product_tmpl_id.id, 'min_quantity': 3,
                'compute_price': 'fixed', 'fixed_price': 80})],
        })
        self.customer.property_product_pricelist = pricelist
        order = self._create_order(self._prepare_job((self.disc, 3)))
        self.assertEqual(order.pricelist_id, pricelist)
        self.receive(order)
        self.approve(order)
        picking = self._issue(order)
        order.job_ids.with_user(self.user_manager)._transition('done')
        self._return(picking, 1)
        self.assertEqual((order.line_ids.price_unit, order.amount_untaxed), (80, 160))
        self.assertEqual(self.invoice(order).amount_untaxed, 160)

    def test_all_of_it_returned(self):
        order = self._create_done()
        self._return(self.picking, 3)
        self.assertEqual((order.line_ids.quantity, order.amount_total, order.invoice_status), (0, 0, 'no'))
        stays = self._create_done()
        for report in ('aftersales.report_settlement', 'aftersales.report_delivery'):
            gone, kept = (
                self.env['ir.actions.report']._render_qweb_html(report, each.ids)[0].decode() for each in (order, stays))
            self.assertIn("Disc", kept)
            self.assertNotIn("Disc", gone, "what came back is on no paper of what was done")
        self.assertEqual((order.job_ids._get_print_parts(), stays.job_ids._get_print_parts()), (
            self.env['aftersales.order.line'], stays.line_ids))

    def test_finished_transfer_corrected(self):
        order = self._create_done()
        self.picking.is_locked = False
        self.picking.move_line_ids.quantity = 2
        self.assertEqual(self.invoice(order).amount_untaxed, 200)
        self.assertAgree(order, 2)

    def test_work_to_do_keeps_its_quantity(self):
        """A wrong part that comes back is still needed: the order asks for the right one."""
        order = self._create_approved((self.disc, 3))
        self._return(self._issue(order), 1)
        self.assertEqual(order.line_ids.quantity, 3)
        order.action_request_parts()
        order.job_ids.with_user(self.user_manager)._transition('done')
        self.assertEqual(order.line_ids.quantity, 3, "Asked for again, and on its way to the car.")
        self._issue(order)
        self.assertEqual(self.invoice(order).amount_untaxed, 300)
        self.assertAgree(order, 3)

    def test_the_rest_is_still_to_be_charged(self):
        order = self._create_approved((self.disc, 3))
        self._issue(order, {self.disc: 2})
        order.job_ids.with_user(self.user_manager)._transition('done')
        self.assertEqual(self.invoice(order).amount_untaxed, 200)
        self.assertEqual((order.invoice_status, order.line_ids.quantity), ('no', 3), "not invoiced: one is to come")
        self._issue(order)
        self.assertEqual(order.invoice_status, 'to_invoice')
        self.invoice(order)
        self.assertAgree(order, 3)

    def test_nobody_asks_for_the_rest(self):
        """faults M8: where nothing was issued and nothing is asked for, invoicing stops and asks."""
        order = self._create_approved((self.disc, 3), (self.disc, 1))
        order.sudo().picking_ids.action_cancel()
        order.job_ids.with_user(self.user_manager)._transition('done')
        self.assertEqual(order.line_ids.mapped('quantity'), [3, 1])
        with self.assertRaisesRegex(UserError, "not issued, and no transfer asks for them"):
            self.invoice(order)

    def test_returned_after_the_invoice(self):
        """faults M9: 3 invoiced, 1 returned: to credit, and one click makes the credit note."""
        order = self._create_done()
        invoice = self.invoice(order)
        invoice.action_post()
        self._return(self.picking, 1)
        self.assertEqual(order.invoice_status, 'to_credit')
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_orders_to_invoice')
        self.assertIn(order, order.with_user(self.user_accountant).search(literal_eval(action['domain'])))
        with self.assertRaises(AccessError):
            order.with_user(self.user_advisor).action_create_credit_notes()
        action = order.with_user(self.user_accountant).action_create_credit_notes()
        credit = self.env['account.move'].browse(action['res_id'])
        self.assertEqual((credit.move_type, credit.amount_untaxed), ('out_refund', 100))
        self.assertEqual((credit.reversed_entry_id, credit.partner_id), (invoice, invoice.partner_id))
        credit.with_user(self.user_accountant).action_post()
        self.assertAgree(order, 2)
        with self.assertRaisesRegex(UserError, "Nothing to credit"):
            order.with_user(self.user_accountant).action_create_credit_notes()

    def test_returned_after_the_invoice_of_a_closed_order(self):
        """faults M9: and after delivery, all of it."""
        order = self._create_done()
        self.invoice(order).action_post()
        self.deliver(self.inspect(order))
        self._return(self.picking, 3)
        self.assertEqual(order.invoice_status, 'to_credit')
        credit = order.with_user(self.user_accountant)._create_credit_notes()
        self.assertEqual(credit.amount_untaxed, 300)
        self.assertEqual((order.invoice_status, order.amount_total), ('no', 0))

    def test_draft_that_says_too_much(self):
        """faults M9: a draft is made anew instead."""
        order = self._create_done()
        invoice = self.invoice(order)
        self._return(self.picking, 1)
        self.assertEqual(order.invoice_status, 'to_credit')
        books = order.with_user(self.user_accountant)
        with self.assertRaisesRegex(UserError, "says more than was done.*Renew Draft Invoices"), self.cr.savepoint():
            books.action_create_credit_notes()
        self.assertEqual(books.order_sheet['step']['name'], 'action_renew_invoices')
        with self.assertRaises(AccessError), self.cr.savepoint():
            order.with_user(self.user_advisor).action_renew_invoices()
        self.assertEqual(invoice.state, 'draft')
        books.action_renew_invoices()
        self.assertEqual(invoice.state, 'cancel')
        self.assertAgree(order, 2)
        with self.assertRaisesRegex(UserError, "no draft invoice says more"):
            books.action_renew_invoices()

    def test_draft_of_which_nothing_is_left(self):
        """faults M9: nor is there anything to invoice again."""
        order = self._create_done()
        invoice = self.invoice(order)
        self._return(self.picking, 3)
        order.with_user(self.user_accountant).action_renew_invoices()
        self.assertEqual((invoice.state, order.invoice_status), ('cancel', 'no'))

    def test_shared_part_returned_after_the_invoice(self):
        """faults M9: payer and co-payer each get their part back."""
        order = self._create_approved(
            (self.disc, 3), pay_type_id=self.env.ref('aftersales.pay_type_insurance').id, payer_id=self.insurer.id,
            co_payer_id=self.customer.id, share=50)
        picking = self._issue(order)
        order.job_ids.with_user(self.user_manager)._transition('done')
        self.invoice(order).action_post()
        self._return(picking, 1)
        credits = order.with_user(self.user_accountant)._create_credit_notes()
        self.assertEqual(sorted(credits.mapped('amount_total')), [60, 60])
        self.assertEqual(credits.partner_id, self.customer + self.insurer)
        credits.action_post()
        self.assertAgree(order, 2)

    def test_batch(self):
        orders = self._create_done() + self._create_done(2)
        for picking in orders.picking_ids:
            self._return(picking, 1)
        self.assertEqual(sorted(orders.line_ids.mapped('quantity')), [1, 2])
        invoices = self.invoice(orders)
        self.assertEqual(sorted(invoices.mapped('amount_untaxed')), [100, 200])

    def test_odd_taxes_credited_to_the_cent(self):
        """faults M9: invoiced in parts, at odd prices and taxes, then something returned: nothing is left over.

        For both ways of rounding and for taxes on top and within: invoices less credit notes are the order's total.
        """
        taxes = self.env['account.tax'].create([
            {'name': f"{amount} {kind}", 'amount': amount, 'type_tax_use': 'sale', 'company_id': self.company.id,
             'price_include_override': kind}
            for amount in (7.7, 16.67) for kind in ('tax_excluded', 'tax_included')])
        self._put_in_stock(self.disc, 500)
        prices = itertools.cycle(((33.33, 1), (0.07, 2), (1234.55, 1)))
        for rounding in ('round_per_line', 'round_globally'):
            self.company.tax_calculation_rounding_method = rounding
            for tax in taxes:
                price, returned = next(prices)
                with self.subTest(rounding=rounding, tax=tax.name, price=price, returned=returned):
                    order = self._invoice_in_parts(price, tax)
                    self._return_of(order.sudo().picking_ids[:1], returned)
                    self.assertEqual(order.invoice_status, 'to_credit')
                    order.with_user(self.user_accountant)._create_credit_notes().action_post()
                    self.assertEqual(order.invoice_status, 'invoiced')
                    self.assertAlmostEqual(
                        sum(order.sudo().invoice_ids.mapped('amount_total_signed')), order.amount_total, places=2)

    def _invoice_in_parts(self, price, tax):
        """3 of a part and 2 of the same at another price; invoiced when 2 of each are issued, and when the rest is."""
        values = {'price_unit': price, 'tax_ids': [Command.set(tax.ids)]}
        order = self._create_approved(
            (self.disc, 3, values), (self.disc, 2, {**values, 'price_unit': 9.99}), pay_type_id=self.pay_customer.id)
        self._issue(order, {self.disc: 2})
        order.job_ids.with_user(self.user_manager)._transition('done')
        self.invoice(order).action_post()
        self._issue(order)
        self.invoice(order).action_post()
        return order

    def _return_of(self, picking, quantity):
        """Bring some of the first line back."""
        wizard = self.env['stock.return.picking'].with_user(self.user_parts).with_context(
            active_id=picking.id, active_ids=picking.ids, active_model='stock.picking').create({})
        wizard.product_return_moves.quantity = 0
        wizard.product_return_moves[0].quantity = quantity
        back = self.env['stock.picking'].with_user(self.user_parts).browse(wizard.action_create_returns()['res_id'])
        back.move_ids.picked = True
        back.button_validate()


@tagged('post_install', '-at_install')
class TestIssuedShown(IssuedCommon, HttpCase):
    """faults M8: the same figure wherever the customer looks."""

    def test_order_signed_papers_page_and_invoice_agree(self):
        """faults M8: 3 issued, 1 returned, invoiced, delivered and signed: 2 and 240.00 on each of them."""
        order = self._create_done()
        self._return(self.picking, 1)
        invoice = self.invoice(order)
        invoice.action_post()
        self.inspect(order)
        action = order.with_user(self.user_advisor).action_open_delivery()
        form = Form(self.env[action['res_model']].with_user(self.user_advisor).browse(action['res_id']))
        form.odometer_out, form.all_explained, form.signature = 45010, True, PNG
        form.save().action_deliver()
        self.assertTrue(order.delivery_id.is_signed)
        self.assertEqual((order.line_ids.quantity, order.amount_total, invoice.amount_total), (2, 240, 240))
        self.assertEqual(order.delivery_id.amount_total, 240)
        self.assertEqual(order._get_portal_total(), 240)
        shown = {
            report: self.env['ir.actions.report']._render_qweb_html(f'aftersales.{report}', order.ids)[0].decode()
            for report in ('report_settlement', 'report_delivery')}
        shown['page'] = self.url_open(f'/my/repair-orders/{order.id}?access_token={order._portal_ensure_token()}').text
        shown['invoice'] = self.env['ir.actions.report']._render_qweb_html(
            'account.report_invoice', invoice.ids)[0].decode()
        for name, text in shown.items():
            with self.subTest(name):
                self.assertIn('240.00', text)
                for wrong in ('360.00', '300.00', '3.00 '):
                    self.assertNotIn(wrong, text)
