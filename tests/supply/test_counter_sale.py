from datetime import timedelta
from random import Random

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon

TUESDAY = fields.Datetime.to_datetime('2026-03-03 02:00:00')


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestCounterSale(BillingCommon):
    """H9: parts are sold over the counter and by parcel, leave stock once, and are invoiced to the cent."""
    with_shop = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.workshop.warehouse_id
        cls.walk_in = cls.env.ref('aftersales.partner_walk_in')
        cls.pads.standard_price = 30
        cls.last = cls.env['product.product'].create({
            'name': "Mirror", 'type': 'consu', 'is_storable': True, 'list_price': 33.33,
            'taxes_id': [Command.set(cls.tax_included.ids)]})
        cls.env['stock.quant']._update_available_quantity(cls.last, cls.warehouse.lot_stock_id, 1)

    def _sale(self, *parts, user=None, **values):
        return self.env['aftersales.counter.sale'].with_user(user or self.user_parts).create({
            'workshop_id': self.workshop.id, 'line_ids': [Command.create({
                'product_id': product.id, 'quantity': quantity, **extra,
            }) for product, quantity, *rest in parts or [(self.pads, 2)] for extra in (rest or [{}])], **values})

    def _parcel(self, *parts, **values):
        return self._sale(*parts, delivery_kind='parcel', partner_id=self.customer.id, **values)

    def _get_stock(self, product):
        return self.env['stock.quant']._get_available_quantity(product, self.warehouse.lot_stock_id)

    def _invoice_sale(self, sale, post=True):
        sale.with_user(self.user_accountant).action_invoice()
        self.env.invalidate_all()
        invoice = sale.sudo().invoice_ids.filtered(lambda move: move.state == 'draft')
        if post:
            invoice.with_user(self.user_accountant).action_post()
        return invoice

    def _take_back(self, sale, quantity):
        action = sale.with_user(self.user_parts).action_return()
        wizard = self.env[action['res_model']].with_user(self.user_parts).with_context(**action['context']).create({})
        wizard.product_return_moves[0].quantity = quantity
        wizard.product_return_moves[1:].quantity = 0
        picking = self.env['stock.picking'].with_user(self.user_parts).browse(wizard.action_create_returns()['res_id'])
        picking.move_ids.picked = True
        picking.button_validate()
        self.env.invalidate_all()

    # === WALK-IN ===#

    def test_walk_in(self):
        """H9: new, a part, one button: set aside, out of stock, receipt printed; by the parts clerk and by the advisor."""
        for user in (self.user_parts, self.user_advisor):
            before = self._get_stock(self.pads)
            with Form(self.env['aftersales.counter.sale'].with_user(user)) as form:
                with form.line_ids.new() as line:
                    line.product_id = self.pads
            sale = form.record
            self.assertEqual((sale.partner_id, sale.workshop_id, sale.user_id), (self.walk_in, self.workshop, user))
            action = sale.action_sell()
            self.assertEqual(action['report_name'], 'aftersales.report_counter_receipt')
            self.assertEqual((sale.state, sale.moved_date), ('handed', TUESDAY))
            self.assertEqual(self._get_stock(self.pads), before - 1)
            picking = sale.sudo().picking_ids
            self.assertEqual((picking.state, picking.picking_type_id), ('done', self.warehouse.aftersales_counter_type_id))
            self.assertEqual(picking.origin, sale.name)
        self.assertRegex(sale.name, r'^CS/2026/\d{5}$')

    def test_clicked_twice(self):
        """H9: a double click sells once."""
        sale = self._sale()
        sale.action_sell()
        for method in ('action_sell', 'action_hand_over', 'action_confirm'):
            with self.subTest(method), self.assertRaises(UserError):
                getattr(sale, method)()
        self.assertEqual(len(sale.sudo().picking_ids), 1)
        sale.with_user(self.user_accountant).action_invoice()
        with self.assertRaisesRegex(UserError, "nothing to invoice"):
            sale.with_user(self.user_accountant).action_invoice()
        self.assertEqual(len(sale.sudo().invoice_ids), 1)

    def test_last_part(self):
        """H9: of two clerks with the last part in two sales, one hands it over; the other is told, and sells nothing."""
        first, second = self._sale((self.last, 1)), self._sale((self.last, 1), user=self.user_advisor)
        first.action_confirm()
        with self.assertRaisesRegex(UserError, "Mirror is short, 0 of 1"), self.cr.savepoint():
            second.action_sell()
        self.assertEqual(second.state, 'quote', "nothing of it stays")
        second.action_confirm()
        self.assertTrue(second.is_short)
        Sale = self.env['aftersales.counter.sale'].with_user(self.user_parts)
        self.assertEqual(Sale.search([('is_short', '=', True), ('id', 'in', (first | second).ids)]), second)
        first.action_hand_over()
        with self.assertRaisesRegex(UserError, "is short"):
            second.action_hand_over()
        second.action_cancel()
        self.assertEqual(second.sudo().picking_ids.state, 'cancel')
        self.assertEqual((first.state, self._get_stock(self.last)), ('handed', 0))

    # === AS AGREED ===#

    def test_stays_as_agreed(self):
        """H9: once it is confirmed nothing but the parcel and the clerk changes; back to a quotation frees the parts."""
        sale = self._parcel()
        sale.action_confirm()
        self.assertEqual(self._get_stock(self.pads), 8)
        for values in ({'partner_id': self.insurer.id}, {'delivery_kind': 'counter'}, {'line_ids': [Command.clear()]}):
            with self.subTest(**values), self.assertRaisesRegex(UserError, "stay as agreed"):
                sale.write(values)
        for action in (lambda: sale.line_ids.write({'price_unit': 1}), sale.line_ids.unlink, lambda: self.env[
                'aftersales.counter.sale.line'].with_user(self.user_parts).create({
                    'sale_id': sale.id, 'product_id': self.last.id})):
            with self.assertRaisesRegex(UserError, "stay as agreed"):
                action()
        for values in ({'due_date': TUESDAY}, {'confirmed_date': TUESDAY}, {'amount_total': 1}):
            with self.subTest(**values), self.assertRaises(AccessError):
                sale.write(values)
        sale.parcel_number = "SF-1"
        sale.action_quote()
        self.assertEqual((sale.due_date, self._get_stock(self.pads)), (False, 10))
        sale.line_ids.quantity = 3
        sale.action_confirm()
        self.assertEqual(self._get_stock(self.pads), 7)
        with self.assertRaises(UserError):
            sale.unlink()

    def test_only_what_stock_says(self):
        """H9: nobody says that parts are handed over, sent or invoiced when they are not, by whatever way."""
        sale = self._sale()
        sale.action_confirm()
        for state in ('handed', 'shipped'):
            with self.assertRaisesRegex(UserError, "have not left stock|delivered as"):
                sale.state = state
        sale.action_hand_over()
        with self.assertRaisesRegex(UserError, "has no invoice"):
            sale.state = 'invoiced'
        with self.assertRaisesRegex(UserError, "parts have left the house"):
            sale.action_cancel()

    def test_discount_limit(self):
        """H9: below the price list goes as far as the role's limit, by discount or by a typed price."""
        self.env['aftersales.discount.limit'].search([]).unlink()
        self.env['aftersales.discount.limit'].create({
            'group_id': self.env.ref('aftersales.group_parts').id, 'percent': 5})
        for extra in ({'discount': 6}, {'price_unit': 70}):
            sale = self._sale((self.pads, 1, extra))
            with self.subTest(**extra), self.assertRaisesRegex(UserError, "below the price list is above your limit of 5.00"):
                sale.action_confirm()
        sale = self._sale((self.pads, 1, {'discount': 5}))
        sale.action_confirm()

    def test_typed_price_stays(self):
        """A5: a typed price stays whatever the quantity; one of the list follows it."""
        pricelist = self.env['product.pricelist'].create({
            'name': "Trade", 'currency_id': self.currency.id, 'company_id': self.company.id,
            'item_ids': [Command.create({'compute_price': 'fixed', 'fixed_price': 60, 'min_quantity': 5})]})
        sale = self._sale((self.pads, 1), (self.pads, 1, {'price_unit': 77}), pricelist_id=pricelist.id)
        listed, typed = sale.line_ids
        self.assertEqual((listed.price_unit, typed.price_unit), (80, 77))
        sale.line_ids.quantity = 6
        self.assertEqual((listed.price_unit, typed.price_unit), (60, 77))
        with Form(sale) as form, form.line_ids.edit(1) as line:
            line.product_id = self.last
            self.assertEqual(line.price_unit, 60)

    # === PARCELS ===#

    def test_parcel(self):
        """H9: a parcel needs an address and its number, and is promised within three days of the outlet."""
        with self.assertRaisesRegex(ValidationError, "needs a name and an address"):
            self._sale(delivery_kind='parcel')
        sale, other = self._parcel(), self._parcel()
        (sale | other).action_confirm()
        self.assertGreater(sale.due_date, TUESDAY + timedelta(days=2))
        with self.assertRaisesRegex(UserError, "number of the parcel"):
            sale.action_hand_over()
        sale.write({'carrier': "SF Express", 'parcel_number': "SF100"})
        sale.action_hand_over()
        self.assertEqual((sale.state, other.state), ('shipped', 'confirmed'))
        with freeze_time(sale.due_date + timedelta(minutes=5)):
            self.env.invalidate_all()
            Sale = self.env['aftersales.counter.sale'].with_user(self.user_parts)
            self.assertEqual(Sale.search([('is_overdue', '=', True), ('id', 'in', (sale | other).ids)]), other)
            self.assertTrue(other.is_overdue)
            with self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_escalate_deadlines').method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(other.sudo().activity_ids.user_id, self.user_parts)
            self.assertFalse(sale.sudo().activity_ids)
            report = self.env['aftersales.promise.report'].with_user(self.user_manager).search([
                ('res_model', '=', sale._name), ('res_id', 'in', (sale | other).ids)])
            self.assertEqual(sorted(report.mapped('kept')), [0, 100])
        other.action_cancel()
        self.assertFalse(other.sudo().activity_ids)

    def test_handed_over_in_stock(self):
        """H9: whoever validates the transfer has handed over; more, or something else, than is sold does not go."""
        sale = self._sale()
        sale.action_confirm()
        picking = sale.sudo().picking_ids.with_user(self.user_parts)
        picking.move_ids.write({'quantity': 3, 'picked': True})
        with self.assertRaisesRegex(UserError, "Only 2 of"), self.cr.savepoint():
            picking.button_validate()
        self.env['stock.move'].with_user(self.user_parts).create({
            'product_id': self.last.id, 'product_uom_qty': 1, 'product_uom': self.last.uom_id.id, 'picking_id': picking.id,
            'location_id': picking.location_id.id, 'location_dest_id': picking.location_dest_id.id, 'quantity': 1,
            'picked': True})
        with self.assertRaisesRegex(UserError, "is not sold with"), self.cr.savepoint():
            picking.button_validate()
        picking.move_ids.filtered(lambda move: move.product_id == self.last)._action_cancel()
        picking.move_ids.filtered(lambda move: move.product_id == self.pads).write({'quantity': 2, 'picked': True})
        picking.button_validate()
        self.assertEqual((sale.state, sale.line_ids.qty_delivered), ('handed', 2))

    def test_rest_does_not_follow(self):
        """H9: a part of it is handed over and the rest cancelled: what left is invoiced."""
        sale = self._sale((self.pads, 5))
        sale.action_confirm()
        picking = sale.sudo().picking_ids.with_user(self.user_parts)
        picking.move_ids.write({'quantity': 2, 'picked': True})
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual((sale.state, sale.line_ids.qty_delivered), ('confirmed', 2))
        (sale.sudo().picking_ids - picking).with_user(self.user_parts).action_cancel()
        self.assertEqual(sale.state, 'handed')
        self.assertEqual(self._invoice_sale(sale).invoice_line_ids.quantity, 2)

    # === MONEY ===#

    def test_invoice_to_the_cent(self):
        """H9: the invoice, and a sale order where there are some, is the sale to the cent, with odd prices and taxes."""
        random = Random(20260303)
        odd = self._create_tax(7.77, name="7.77 %")
        goods = self.env['product.product'].create([
            {'name': f"Part {index}", 'type': 'consu', 'list_price': 10, 'taxes_id': [Command.set(taxes.ids)]}
            for index, taxes in enumerate((self.tax, self.tax_included, self.tax | odd, self.tax_included | odd))])
        for rounding in ('round_per_line', 'round_globally'):
            self.company.tax_calculation_rounding_method = rounding
            sale = self._sale(*[
                (random.choice(goods), random.choice((1, 3, 7)), {
                    'price_unit': random.randrange(1, 99999) / 100, 'discount': random.choice((0, 2.5, 33.33))})
                for __ in range(25)], user=self.user_manager)
            self.env['aftersales.discount.limit'].search([]).percent = 100
            sale.action_sell()
            invoice = self._invoice_sale(sale)
            self.assertEqual(sale.state, 'invoiced')
            for name in ('amount_untaxed', 'amount_tax', 'amount_total'):
                with self.subTest(rounding=rounding, name=name):
                    self.assertAlmostEqual(sale[name], invoice[name], 2)
            if 'sale.order' in self.env:
                order = self.env['sale.order'].create({'partner_id': sale.partner_id.id, 'order_line': [Command.create({
                    'product_id': line.product_id.id, 'product_uom_qty': line.quantity, 'price_unit': line.price_unit,
                    'discount': line.discount, 'tax_ids': [Command.set(line.tax_ids.ids)]}) for line in sale.line_ids]})
                self.assertAlmostEqual(order.amount_total, sale.amount_total, 2)

    def test_who_invoices(self):
        """H9: only who keeps the books invoices and credits; a draft that is cancelled or deleted is made anew."""
        sale = self._sale()
        sale.action_sell()
        for user in (self.user_parts, self.user_advisor):
            for method in ('action_invoice', 'action_credit'):
                with self.subTest(user=user.login), self.assertRaisesRegex(AccessError, "keep the books"):
                    getattr(sale.with_user(user), method)()
        draft = self._invoice_sale(sale, post=False)
        with self.assertRaisesRegex(UserError, "is invoiced"):
            sale.state = 'handed'
        draft.with_user(self.user_accountant).button_cancel()
        self.assertEqual(sale.state, 'handed')
        self._invoice_sale(sale, post=False).with_user(self.user_accountant).unlink()
        self.assertEqual(sale.state, 'handed')
        self._invoice_sale(sale)
        self.assertEqual(sale.line_ids.qty_invoiced, 2)

    def test_return_and_credit(self):
        """H9: what comes back is credited at the price it was sold at; all of it, to the cent of the invoice."""
        sale = self._sale((self.pads, 3, {'discount': 3.3}))
        sale.action_sell()
        invoice = self._invoice_sale(sale)
        accountant = sale.with_user(self.user_accountant)
        with self.assertRaisesRegex(UserError, "no more is invoiced"):
            accountant.action_credit()
        self._take_back(sale, 1)
        self.assertEqual((sale.line_ids.qty_delivered, sale.is_to_credit, sale.state), (2, True, 'invoiced'))
        self.assertIn(sale, accountant.search([('is_to_credit', '=', True)]).with_env(sale.env))
        accountant.action_credit()
        self.env.invalidate_all()
        note = sale.sudo().invoice_ids - invoice
        self.assertEqual((note.move_type, note.reversed_entry_id, note.invoice_line_ids.quantity), ('out_refund', invoice, 1))
        note.with_user(self.user_accountant).action_post()
        with self.assertRaisesRegex(UserError, "no more is invoiced"):
            accountant.action_credit()
        self._take_back(sale, 2)
        accountant.action_credit()
        self.env.invalidate_all()
        notes = sale.sudo().invoice_ids - invoice
        self.assertAlmostEqual(sum(notes.mapped('amount_total')), invoice.amount_total, 2)
        self.assertEqual(self._get_stock(self.pads), 10)
        with self.assertRaises(UserError):
            self._take_back(sale, 1)

    def test_return_before_the_invoice(self):
        """H9: what came back is not invoiced; of a sale that came back wholly nothing is, and it can be cancelled."""
        sale, whole = self._sale((self.pads, 3)), self._sale((self.pads, 1))
        (sale | whole).action_sell()
        self.assertTrue(whole.is_out, "no button to cancel what is with the customer")
        self._take_back(sale, 1)
        self._take_back(whole, 1)
        self.assertEqual((sale | whole).mapped('is_out'), [True, False])
        self.assertEqual(self._invoice_sale(sale).invoice_line_ids.quantity, 2)
        with self.assertRaisesRegex(UserError, "nothing to invoice"):
            whole.with_user(self.user_accountant).action_invoice()
        whole.action_cancel()
        self.assertEqual(whole.state, 'cancelled')
        with self.assertRaisesRegex(UserError, "Make another sale"):
            whole.action_quote()

    def test_reversed_by_core(self):
        """H9: Odoo's own credit note counts as one; a duplicate of the invoice does not."""
        sale = self._sale()
        sale.action_sell()
        invoice = self._invoice_sale(sale)
        invoice.with_user(self.user_accountant).copy()
        self.assertEqual(sale.line_ids.qty_invoiced, 2)
        self._credit(invoice).with_user(self.user_accountant).action_post()
        self.env.invalidate_all()
        self.assertEqual((sale.line_ids.qty_invoiced, sale.line_ids.qty_to_credit), (0, 0))

    def test_cost_of_goods(self):
        """H9: with perpetual valuation the invoice books what the parts cost when they left."""
        self.pads.categ_id = self.env['product.category'].create({
            'name': "Valued", 'property_valuation': 'real_time', 'property_cost_method': 'average'})
        self.pads.standard_price = 30
        sale = self._sale((self.pads, 2))
        sale.action_sell()
        self.pads.standard_price = 45
        invoice = self._invoice_sale(sale)
        costs = invoice.line_ids.filtered(lambda line: line.display_type == 'cogs')
        self.assertEqual(sorted(costs.mapped('balance')), [-60, 60])

    # === WALLS ===#

    def test_roles(self):
        """H9: technicians see none of it; accountants read and invoice; what links invoices is nobody's to write."""
        sale = self._sale()
        for user in (self.user_technician, self.user_inspector):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                sale.with_user(user).read(['amount_total'])
        sale.with_user(self.user_accountant).read(['amount_total'])
        with self.assertRaises(AccessError):
            sale.with_user(self.user_accountant).note = "Mine"
        for method in ('action_confirm', 'action_sell', 'action_hand_over', 'action_quote', 'action_cancel'):
            for user in (self.user_accountant, self.user_technician):
                with self.subTest(method=method, user=user.login), self.assertRaises(AccessError):
                    getattr(sale.with_user(user), method)()
        sale.action_sell()
        invoice = self._invoice_sale(sale, post=False)
        with self.assertRaises(AccessError):
            invoice.invoice_line_ids.with_user(self.user_accountant).aftersales_counter_line_id = False
        with self.assertRaises(AccessError):
            sale.picking_ids.move_ids.with_user(self.user_parts).aftersales_counter_line_id = False

    def test_other_company(self):
        """I1: another dealer's clerk neither sees nor sells it; its outlet does not sell from this store."""
        sale = self._sale()
        other = self._create_company("Elsewhere")
        user = self.user_parts.copy({'company_ids': [other.id], 'company_id': other.id, 'login': 'parts.elsewhere'})
        theirs = sale.with_user(user).with_context(allowed_company_ids=other.ids)
        self.assertFalse(theirs.search([('id', '=', sale.id)]))
        with self.assertRaises(AccessError):
            theirs.action_sell()
        with self.assertRaises(AccessError):
            theirs.line_ids.create({'sale_id': sale.id, 'product_id': self.pads.id})

    def test_receipt(self):
        """H9: the receipt says what was sold and for how much, and escapes what people typed."""
        sale = self._parcel(note="Handle <b>gently</b>", parcel_number="SF100")
        html = self.env['ir.actions.report'].with_user(self.user_parts)._render_qweb_html(
            'aftersales.report_counter_receipt', sale.ids)[0].decode()
        for text in (sale.name, "Brake pads", "SF100", "Handle &lt;b&gt;gently&lt;/b&gt;", "192.00"):
            self.assertIn(text, html)

    def test_queries(self):
        """P8: selling many parts asks the stock as often as selling a few, but for each part's own move."""
        one, many = self._sale((self.pads, 1)), self._sale(*[(self.pads, 1)] * 5)
        names = ['amount_total', 'is_overdue', 'is_short', 'is_to_credit', 'state', 'partner_id']
        self.assertFlat(lambda sales: sales.with_user(self.user_parts).read(names), one, one | many)
