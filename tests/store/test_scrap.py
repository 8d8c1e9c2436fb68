from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

TODAY = '2026-06-15 02:00:00'


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestScrap(PartsCommon):
    """H5: expired and damaged parts are found, asked for with their reasons, approved by somebody else, and leave the stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['aftersales.stocking.policy']._create_missing()
        cls.policy = cls.env['aftersales.stocking.policy'].search([('warehouse_id', '=', cls.warehouse.id)])
        cls.pads.standard_price = 30
        cls.company.aftersales_store_scrap_limit = 200
        cls.user_parts_2 = cls.user_parts.copy({'login': 'parts.second'})
        quants = cls.env['stock.quant'].search([
            ('product_id', '=', cls.pads.id), ('location_id', 'child_of', cls.warehouse.view_location_id.id)])
        cls._put_in_stock(cls.pads, 20 - sum(quants.mapped('quantity')))
        cls.part_class = cls.env['aftersales.part.class'].create({'name': "Linings", 'review_months': 3})
        cls.pads.product_tmpl_id.aftersales_class_id = cls.env['aftersales.part.class'].create({
            'name': "Pads", 'parent_id': cls.part_class.id})

    def _ask(self, quantity=2, **values):
        request = self.env['aftersales.scrap.request'].with_user(self.user_parts).create({
            'warehouse_id': self.warehouse.id, 'line_ids': [Command.create({
                'product_id': self.pads.id, 'quantity': quantity, 'reason': 'damaged', 'remark': "Torn", **values})]})
        request.action_ask()
        return request

    def test_other_store(self):
        """H5: a request that is for another store speaks of that store's places."""
        other = self.env['stock.warehouse'].create({'name': "Other", 'code': 'OTHER', 'company_id': self.company.id})
        request = self.env['aftersales.scrap.request'].with_user(self.user_parts).create({
            'warehouse_id': self.warehouse.id, 'line_ids': [Command.create({'product_id': self.pads.id})]})
        request.warehouse_id = other
        self.assertEqual(request.line_ids.location_id, other.lot_stock_id)

    def _get_stock(self):
        return self.pads.with_context(warehouse_id=self.warehouse.id).qty_available

    def test_approved(self):
        """H5, parts §13: somebody else approves, above the limit a manager; with that the parts are gone, at their cost."""
        request = self._ask()
        self.assertRegex(request.name, r'^SCR/2026/\d{5}$')
        self.assertEqual((request.amount, request.asked_id), (60, self.user_parts))
        self.pads.standard_price = 40
        self.assertEqual(request.amount, 60)
        with self.assertRaisesRegex(UserError, "you asked for it"):
            request.action_approve()
        for record, values in ((request, {'note': "Else"}), (request.line_ids, {'quantity': 1})):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, "was asked for"):
                record.write(values)
        request.with_user(self.user_parts_2).action_approve()
        self.assertEqual((request.state, request.answered_id, self._get_stock()), ('approved', self.user_parts_2, 18))
        scrap = self.env['stock.scrap'].search([('aftersales_scrap_line_id', 'in', request.line_ids.ids)])
        self.assertEqual((scrap.state, scrap.scrap_qty, scrap.origin), ('done', 2, request.name))
        self.assertEqual(request.amount, 60)
        with self.assertRaisesRegex(UserError, "cannot go from"):
            request.action_take_back()
        paper = str(self.env['ir.actions.report'].with_user(self.user_parts)._render_qweb_html(
            'aftersales.report_scrap_record', request.ids)[0])
        for word in (request.name, self.user_parts.name, self.user_parts_2.name, "Torn", "Damaged"):
            self.assertIn(word, paper)

    def test_sold_as_scrap(self):
        """H5: what a scrap dealer pays for dead stock is invoiced by the accountant once it is scrapped."""
        request = self._ask()
        dealer = self.env['res.partner'].create({'name': "Scrap Ltd"})
        with self.assertRaisesRegex(UserError, "is not scrapped"):
            request.with_user(self.user_accountant).action_bill_scrap()
        request.with_user(self.user_parts_2).action_approve()
        request.write({'scrap_buyer_id': dealer.id, 'scrap_proceeds': 20})
        request.with_user(self.user_accountant).action_bill_scrap()
        invoice = request.sudo().scrap_invoice_id
        self.assertEqual((invoice.partner_id, invoice.invoice_origin), (dealer, request.name))
        self.assertEqual(invoice.invoice_line_ids.account_id.internal_group, 'income')
        self.assertEqual(request.with_user(self.user_accountant).scrap_invoice_id, invoice)

    def test_dealer_pays_what_was_agreed(self):
        """H5: taxes of either kind are in what the dealer pays; cancelled or credited, it may be invoiced once more."""
        request = self._ask()
        request.with_user(self.user_parts_2).action_approve()
        request.write({
            'scrap_buyer_id': self.env['res.partner'].create({'name': "Scrap Ltd"}).id, 'scrap_proceeds': 20})
        accountant = request.with_user(self.user_accountant)
        Tax = self.env['account.tax'].with_company(self.company)
        country = self.env.ref('base.us')
        self.company.account_fiscal_country_id = country
        group = self.env['account.tax.group'].create({
            'name': "Scrap", 'country_id': country.id, 'company_id': self.company.id})
        taxes = Tax.create([{
            'name': kind, 'amount': 13, 'type_tax_use': 'sale', 'price_include_override': kind, 'country_id': country.id,
            'company_id': self.company.id, 'tax_group_id': group.id} for kind in ('tax_included', 'tax_excluded')])
        self.env.ref('aftersales.product_scrap_proceeds').taxes_id = False
        for tax, net in ((Tax, 20), (taxes[0], 17.7), (taxes[1], 17.7)):
            with self.subTest(tax.name):
                self.company.account_sale_tax_id = tax
                accountant.action_bill_scrap()
                self.assertTrue(accountant.is_scrap_billed)
                invoice = request.sudo().scrap_invoice_id
                self.assertEqual(invoice.invoice_line_ids.tax_ids, tax)
                self.assertEqual((invoice.amount_total, invoice.amount_untaxed), (20, net))
                invoice.button_cancel()
                self.assertFalse(accountant.is_scrap_billed)
                for proceeds in (100, 0.05, 33.33):  # no price without 13 % makes 100.00 by itself
                    request.scrap_proceeds = proceeds
                    accountant.action_bill_scrap()
                    invoice = request.sudo().scrap_invoice_id
                    self.assertEqual((invoice.amount_total, invoice.amount_untaxed + invoice.amount_tax), (proceeds, proceeds))
                    invoice.button_cancel()
                request.scrap_proceeds = 20
        accountant.action_bill_scrap()
        invoice = request.sudo().scrap_invoice_id
        invoice.action_post()
        invoice._reverse_moves([{'date': fields.Date.today()}], cancel=True)
        self.assertEqual((invoice.payment_state, accountant.is_scrap_billed), ('reversed', False))
        request.scrap_proceeds = 10
        accountant.action_bill_scrap()
        self.assertEqual(request.sudo().scrap_invoice_id.amount_total, 10)

    def test_above_the_limit(self):
        """H5, parts §13: what is worth more is a manager's, also by Odoo's own scrap; refused ones say why."""
        request, other = self._ask(7), self._ask(7)
        self.assertTrue(request.is_above_limit)
        for action in ('action_approve', 'action_refuse'):
            with self.subTest(action=action), self.assertRaisesRegex(UserError, "a manager approves it"):
                getattr(request.with_user(self.user_parts_2), action)()
        request.with_user(self.user_manager).action_approve()
        self.assertEqual(self._get_stock(), 13)
        with self.assertRaisesRegex(UserError, "why not"):
            other.with_user(self.user_manager).action_refuse()
        other.with_user(self.user_manager).answer = "They can be sold"
        other.with_user(self.user_manager).action_refuse()
        self.assertEqual((other.state, self._get_stock()), ('refused', 13))
        with self.assertRaisesRegex(UserError, "was asked for"):
            other.answer = "Else"
        scrap = self.env['stock.scrap'].with_user(self.user_parts).create({
            'product_id': self.pads.id, 'scrap_qty': 7, 'location_id': self.warehouse.lot_stock_id.id})
        with self.assertRaisesRegex(UserError, "request to scrap parts"):
            scrap.action_validate()
        scrap.scrap_qty = 6
        scrap.action_validate()
        self.assertEqual(self._get_stock(), 7)

    def test_what_is_asked_for(self):
        """H5: a photo or a word of what is wrong; no more than lies there; of a place of the store; drafts are dropped."""
        for values, error in (({'remark': False}, "add a photo"), ({'quantity': 21}, "are to be scrapped")):
            with self.subTest(**values), self.assertRaisesRegex(UserError, error):
                self._ask(**values)
        elsewhere = self.env['stock.warehouse'].create({'name': "Elsewhere", 'code': 'ELSE', 'company_id': self.company.id})
        with self.assertRaisesRegex(ValidationError, "is no place of"):
            self._ask(location_id=elsewhere.lot_stock_id.id)
        request = self.env['aftersales.scrap.request'].with_user(self.user_parts).create({'warehouse_id': self.warehouse.id})
        with self.assertRaisesRegex(UserError, "enter the parts"):
            request.action_ask()
        with self.assertRaises(UserError):
            request.unlink()
        with self.assertRaises(AccessError):
            request.with_user(self.user_advisor).read(['note'])
        request.action_drop()
        again = self._ask()
        again.action_take_back()
        again.line_ids.quantity = 3
        again.action_ask()
        self.assertEqual((again.amount, again.state), (90, 'asked'))

    def test_quality_check(self):
        """H5, parts 4: each class in its rhythm, with all that lies there; results; what is scrapped is asked for."""
        self.pads.product_tmpl_id.aftersales_shelf_days = 30
        Review = self.env['aftersales.stock.review'].with_user(self.user_parts)
        own = [('warehouse_id', '=', self.warehouse.id), ('class_id', '=', self.part_class.id)]
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_plan_stock_reviews').method_direct_trigger()
        self.env.invalidate_all()
        review = Review.search(own)
        line = review.line_ids.filtered(lambda line: line.product_id == self.pads)
        self.assertEqual((len(review), line.quantity, review.to_do_count), (1, 20, len(review.line_ids)))
        self.assertEqual((line.expiry_date - line.came_date).days, 30)
        with self.assertRaises(AccessError):
            line.quantity = 3
        with self.assertRaisesRegex(UserError, "look at each lot"):
            review.action_close()
        line.result = 'scrap'
        review.action_keep_rest()
        with self.assertRaisesRegex(UserError, "what is wrong"):
            review.action_close()
        line.remark = "Swollen"
        self._put_in_stock(self.pads, 2)
        review.action_collect()
        self.assertEqual((line.quantity, line.result), (22, 'scrap'))
        review.action_close()
        request = review.scrap_request_ids
        self.assertEqual((request.state, request.line_ids.quantity, request.line_ids.remark), ('draft', 22, "Swollen"))
        with self.assertRaisesRegex(UserError, "is closed"):
            line.result = 'keep'
        self.assertEqual(review.signed_id, self.user_parts)
        for month, count in ((8, 1), (9, 2)):
            with freeze_time(f'2026-{month:02}-03 02:00:00'):
                self.policy._plan_stock_reviews()
                self.assertEqual(Review.search_count(own), count)
                self.assertEqual(self.policy.reviewed_month, fields.Date.to_date(f'2026-{month:02}-01'))

    def test_use_first(self):
        """H2, parts 4: whoever hands a part out is told which of it goes first, as long as it lies there."""
        review = self.env['aftersales.stock.review'].with_user(self.user_parts).create({
            'warehouse_id': self.warehouse.id, 'class_id': self.part_class.id})
        review.action_collect()
        review.line_ids.result = 'first'
        order = self._create_approved((self.pads, 3))
        move = order.sudo().line_ids.move_ids.with_user(self.user_parts)
        self.assertFalse(move.aftersales_use_first)
        review.action_close()
        move.invalidate_recordset()
        self.assertIn(self.warehouse.lot_stock_id.name, move.aftersales_use_first)
        review = review.create({'warehouse_id': self.warehouse.id, 'class_id': self.part_class.id})
        review.action_collect()
        review.action_keep_rest()
        review.action_close()
        move.invalidate_recordset()
        self.assertFalse(move.aftersales_use_first)

    def test_use_first_is_taken_first(self):
        """H2, parts 4: what the check said to use first is set aside before what came earlier."""
        shelf = self.env['stock.location'].create({'name': "Shelf B", 'location_id': self.warehouse.lot_stock_id.id})
        self.env['stock.quant']._update_available_quantity(self.pads, shelf, 5)
        review = self.env['aftersales.stock.review'].with_user(self.user_parts).create({
            'warehouse_id': self.warehouse.id, 'class_id': self.part_class.id})
        review.action_collect()
        review.action_keep_rest()
        review.line_ids.filtered(lambda line: line.location_id == shelf).result = 'first'
        before = self._create_approved((self.pads, 2)).sudo().line_ids.move_ids
        self.assertEqual(before.move_line_ids.location_id, self.warehouse.lot_stock_id)
        review.action_close()
        after = self._create_approved((self.pads, 2)).sudo().line_ids.move_ids
        self.assertEqual(after.move_line_ids.location_id, shelf)

    def test_rework_is_a_task(self):
        """parts 4: what is to be reworked is the storekeeper's task until it is done; typed text is no HTML."""
        self.policy.keeper_id = self.user_parts
        review = self.env['aftersales.stock.review'].with_user(self.user_parts).create({
            'warehouse_id': self.warehouse.id, 'class_id': self.part_class.id})
        review.action_collect()
        review.action_keep_rest()
        review.line_ids[0].write({'result': 'rework', 'remark': "<b>Grease</b> it"})
        review.action_close()
        task = review.activity_ids
        self.assertEqual((task.user_id, task.activity_type_id), (
            self.user_parts, self.env.ref('aftersales.mail_activity_rework')))
        self.assertIn("&lt;b&gt;Grease", task.note)
        task.with_user(self.user_parts).action_feedback(feedback="Greased")
        self.assertFalse(review.activity_ids)

    def test_asked_from_dead_stock(self):
        """parts 12: what rests too long is asked for from the list that shows it: all of it that is free, with why."""
        order = self._create_approved((self.pads, 3))
        self.pads.product_tmpl_id.aftersales_shelf_days = 10
        self.env['stock.quant'].search([('product_id', '=', self.pads.id)]).in_date = '2026-01-10'
        self.env.flush_all()
        row = self.env['aftersales.stock.age'].with_user(self.user_parts).search([
            ('product_id', '=', self.pads.id), ('warehouse_id', '=', self.warehouse.id)])
        action = row.action_ask_scrap()
        request = self.env['aftersales.scrap.request'].browse(action['res_id'])
        self.assertEqual((request.state, request.line_ids.reason), ('draft', 'expired'))
        self.assertEqual(sum(request.line_ids.mapped('quantity')), 17, "three are set aside for an order")
        self.assertEqual(request.create_uid, self.user_parts)
        self.assertEqual(row.action_ask_scrap()['res_id'], request.id, "a second click asks for nothing twice")
        request.action_drop()
        self._issue(order)
        self._put_in_stock(self.pads, -17)
        with self.assertRaisesRegex(UserError, "lies free"):
            row.action_ask_scrap()
        with self.assertRaises(AccessError):
            row.with_user(self.user_advisor).action_ask_scrap()
