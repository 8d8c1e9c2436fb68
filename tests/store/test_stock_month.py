import base64

import lxml.html
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.models.store.aftersales_stock_flow_mixin import ASKED
from odoo.addons.aftersales.models.store.aftersales_stock_month import WAYS
from odoo.addons.aftersales.tests.dealership.stock_month import StockMonthCommon


@tagged('post_install', '-at_install')
class TestStockMonth(StockMonthCommon):
    """H5, parts 12: what was there, what came in, went out and is left, month by month; parts 13: emergency buys."""

    def _read(self, warehouse, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env['aftersales.stock.month'].with_user(user or self.user_parts).search([
            ('categ_id', '=', self.category.id), ('warehouse_id', '=', warehouse.id)], order='month')
        return {fields.Date.to_string(row.month)[:7]: row for row in rows}

    def test_opening_and_moves_make_the_closing(self):
        """H5, parts 12: in each month and store, in pieces and value; the last closing is what lies there."""
        self._live_two_months()
        with freeze_time('2026-06-20 04:00:00'):
            for warehouse in (self.warehouse, self.elsewhere):
                rows = self._read(warehouse)
                self.assertEqual(list(rows), ['2026-04', '2026-05', '2026-06'])
                before, before_value = 0, 0
                for row in rows.values():
                    came = sum(row[way] for way in WAYS if way.startswith('in_'))
                    left = sum(row[way] for way in WAYS if way.startswith('out_'))
                    self.assertEqual((row.opening, row.value_at_start), (before, before_value))
                    self.assertEqual((row.pieces_in, row.pieces_out), (came, left))
                    self.assertAlmostEqual(row.opening + came - left + row.difference, row.closing)
                    self.assertAlmostEqual(
                        row.value_at_start + row.in_value - row.out_value + row.difference_value, row.value_at_end)
                    before, before_value = row.closing, row.value_at_end
                here = self.env['stock.quant'].search([
                    ('product_id', 'in', (self.lamp + self.bulb).ids),
                    ('location_id', 'child_of', warehouse.view_location_id.id), ('location_id.usage', '=', 'internal')])
                self.assertEqual(before, sum(here.mapped('quantity')))
                self.assertAlmostEqual(before_value, sum(
                    quant.quantity * quant.product_id.standard_price for quant in here))
            april, may, june = self._read(self.warehouse).values()
        self.assertEqual(
            (april.in_bought, april.in_maker, april.out_transfer, april.closing, april.part_kinds), (10, 6, 2, 14, 2))
        self.assertEqual((may.out_a, may.in_returned, may.out_scrap, may.difference), (3, 1, 4, -2))
        self.assertEqual((may.closing, may.part_kinds, may.value_at_end), (6, 1, 300))
        self.assertEqual((june.opening, june.in_value, june.closing, june.part_kinds), (6, 0, 6, 1))
        self.assertEqual(self._read(self.elsewhere)['2026-04'].in_transfer, 2)

    def test_revaluation_and_kinds(self):
        """H5, parts 12: a new cost changes what lies there, in each store by what it had; promotional goods stand apart."""
        self._live_two_months()
        self.category.write({'aftersales_goods_kind': 'promotional', 'aftersales_stock_kind': 'circulating'})
        with freeze_time('2026-05-20 04:00:00'):
            self.lamp.standard_price = 55
            self.bulb.standard_price = 3
        with freeze_time('2026-06-20 04:00:00'):
            __, may, june = self._read(self.warehouse).values()
            self.assertEqual((may.revaluation, may.value_at_end, may.goods_kind), (30, 330, 'promotional'))
            self.assertEqual(may.stock_kind, 'circulating')
            self.assertEqual((june.revaluation, june.value_at_start, june.value_at_end), (0, 330, 330))
            april, may, june = self._read(self.elsewhere).values()
            self.assertEqual((april.in_value, may.revaluation, june.value_at_end), (4, 2, 6))
        value = self.env['product.value'].search([('product_id', '=', self.lamp.id)], order='id desc', limit=1)
        self.assertEqual((value.value, value.aftersales_former), (55, 50))
        with self.assertRaises(AccessError):
            self.env['product.value'].with_user(self.user_advisor).search([])

    def test_what_came_for_nothing(self):
        """H5, parts 12: a first value of nothing is one: new costs are revaluations, whoever enters them."""
        clerk = self.user_technician.copy({
            'login': 'costs', 'group_ids': [Command.set(
                (self.env.ref('base.group_user') + self.env.ref('product.group_product_manager')).ids)]})
        self.assertFalse(clerk.has_group('stock.group_stock_user'))
        self.bulb.standard_price = 0
        with freeze_time('2026-04-10 04:00:00'):
            self._move(self.bulb, 6, self.env.ref('stock.stock_location_suppliers'), self.stock)
        for month, cost in (('2026-05', 3), ('2026-06', 5)):
            with freeze_time(f'{month}-05 04:00:00'):
                self.bulb.with_user(clerk).standard_price = cost
        with freeze_time('2026-06-20 04:00:00'):
            april, may, june = self._read(self.warehouse).values()
        self.assertEqual((april.in_value, april.value_at_end), (0, 0))
        self.assertEqual((may.revaluation, may.value_at_end), (18, 18))
        self.assertEqual((june.revaluation, june.value_at_end), (12, 30))

    def test_fill_rate_by_model(self):
        """H4, parts 10: what suppliers delivered, for each model that the part fits; nobody else's company."""
        models = self.env['fleet.vehicle.model'].search([], limit=3)
        self.env['aftersales.fitment'].create([
            {'product_tmpl_id': self.lamp.product_tmpl_id.id, 'model_id': model.id, 'is_exclusion': model == models[2]}
            for model in (*models, models[0])])
        self._live_two_months()
        self.env.flush_all()
        Rate = self.env['aftersales.model.fill.rate'].with_user(self.user_parts)
        domain = [('product_id', '=', self.lamp.id)]
        self.assertEqual(Rate.search(domain).model_id, models[:2])
        groups = Rate._read_group(domain, ['model_id'], ['rate:avg', 'qty_expected:sum'])
        self.assertEqual([(rate, expected) for __, rate, expected in groups], [(100, 10), (100, 10)])
        with self.assertRaises(AccessError):
            Rate.with_user(self.user_technician).search([])
        clerk = self.user_parts.copy({
            'company_ids': [self.other_company.id], 'company_id': self.other_company.id, 'login': 'parts.rates'})
        self.assertFalse(Rate.with_user(clerk).search(domain))

    def _read_days(self, product, warehouse, user=None):
        self.env.flush_all()
        return self.env['aftersales.stock.day'].with_user(user or self.user_parts).search([
            ('product_id', '=', product.id), ('warehouse_id', '=', warehouse.id)], order='moved_on')

    def test_day_cards(self):
        """H5, parts 12: on each day that something moved, what was there, came in, went out and is left, with the documents;
        of the store that sent and of the one that received; days of the company's clock."""
        self._live_two_months()
        with freeze_time('2026-05-05 17:00:00'):  # the day after, in Shanghai
            self._move(self.bulb, 1, self.env.ref('stock.stock_location_suppliers'), self.stock)
        self.patch(self.env.registry['res.company'], '_get_clock_zone', lambda company: 'Asia/Shanghai')
        lamp, bulb = (self._read_days(product, self.warehouse) for product in (self.lamp, self.bulb))
        here = [
            [(str(row.moved_on), row.opening, row.pieces_in, row.pieces_out, row.difference, row.closing) for row in card]
            for card in (lamp, bulb)]
        self.assertEqual(here[0], [('2026-04-10', 0, 10, 0, 0, 10), ('2026-05-05', 10, 1, 3, -2, 6)])
        self.assertEqual(here[1], [
            ('2026-04-10', 0, 6, 2, 0, 4), ('2026-05-05', 4, 0, 4, 0, 0), ('2026-05-06', 0, 1, 0, 0, 1)])
        receipt = self.env['purchase.order'].search([('partner_id', '=', self.supplier.id)]).picking_ids
        self.assertIn(receipt.name, lamp[0].moved_by)
        other = self._read_days(self.bulb, self.elsewhere)
        self.assertEqual((other.pieces_in, other.closing), (2, 2))
        months = self._read(self.warehouse)
        groups = self.env['aftersales.stock.day'].with_user(self.user_parts)._read_group(
            [('categ_id', '=', self.category.id), ('warehouse_id', '=', self.warehouse.id)], ['moved_on:month'],
            ['pieces_in:sum', 'pieces_out:sum', 'difference:sum'])
        for month, came, left, difference in groups:
            row = months[fields.Date.to_string(month)[:7]]
            self.assertEqual((came, left, difference), (row.pieces_in, row.pieces_out, row.difference))

    def test_only_what_is_asked_for(self):
        """H5, parts 12: a range of days says the same as the whole card, and reads no more than it: a row by its id, too."""
        self._live_two_months()
        Day = self.env['aftersales.stock.day'].with_user(self.user_parts)
        names = ['moved_on', 'opening', 'pieces_in', 'pieces_out', 'difference', 'closing', 'moved_by']
        told = self._read_days(self.lamp, self.warehouse).read(names)
        self.assertEqual(len(told), 2)
        own = [('product_id', '=', self.lamp.id), ('warehouse_id', '=', self.warehouse.id)]
        for domain, rows in (
            ([('moved_on', '>=', '2026-05-01')], told[1:]), ([('moved_on', '=', '2026-04-10')], told[:1]),
            ([('moved_on', '>', '2026-04-10'), ('moved_on', '<', '2026-06-01')], told[1:]),
            (['|', ('moved_on', '>=', '2026-05-01'), ('moved_on', '<=', '2026-04-30')], told),
            (['!', ('moved_on', '>=', '2026-05-01')], told[:1]),
        ):
            with self.subTest(domain):
                self.env.invalidate_all()
                self.assertEqual(Day.search([*own, *domain], order='moved_on').read(names), rows)
        self.assertEqual([name for name, *__ in Day._get_bounds(fields.Domain([
            ('moved_on', '>=', fields.Date.to_date('2026-05-01')), *own]).optimize_full(Day))].count('moved_on'), 1)

    def test_newest_of_all_years(self):
        """H5, parts 12: without a day asked for, the newest rows are those of all years, wherever they are found first."""
        self._live_two_months()
        self.env.flush_all()
        Day = self.env['aftersales.stock.day'].with_user(self.user_parts)
        own = [('warehouse_id', 'in', (self.warehouse | self.elsewhere).ids)]
        rows = Day.search(own)
        names = ['moved_on', 'product_id', 'opening', 'closing']
        self.assertGreater(len(rows), 3)
        for moment in ('2026-05-20 04:00:00', '2026-07-20 04:00:00', '2027-07-20 04:00:00'):
            with freeze_time(moment):
                for offset, limit in ((0, 2), (1, 2), (0, 80)):
                    self.assertEqual(
                        Day.search(own, offset=offset, limit=limit).read(names), rows[offset:offset + limit].read(names))
                self.assertEqual(Day.search_count(own, limit=2), 2)

    def test_only_months_asked_for(self):
        """H5, parts 12: months asked for begin with what was there before, of what is all gone and of new costs, too."""
        self._live_two_months()
        with freeze_time('2026-05-20 04:00:00'):
            self.lamp.standard_price = 55
            self._move(self.bulb, 2, self.elsewhere.lot_stock_id, self.env.ref('stock.stock_location_customers'))
        self.env.flush_all()
        names = ['opening', 'pieces_in', 'pieces_out', 'difference', 'closing', 'part_kinds', 'revaluation', 'value_at_end']
        Month = self.env['aftersales.stock.month'].with_user(self.user_parts)
        for store, may, june in ((self.warehouse, (14, 1, 7, -2, 6, 1, 30, 330), (6, 0, 0, 0, 6, 1, 0, 330)),
                                 (self.elsewhere, (2, 0, 2, 0, 0, 0, 0, 0), (0,) * 8)):
            own = [('categ_id', '=', self.category.id), ('warehouse_id', '=', store.id)]
            for domain, rows in (([('month', '>=', '2026-05-01'), ('month', '<', '2026-07-01')], [may, june]),
                                 ([('month', '=', '2026-05-01')], [may]), (['!', ('month', '<', '2026-06-01')], [june])):
                with freeze_time('2026-06-20 04:00:00'):
                    found = Month.search([*own, *domain], order='month')
                    found.invalidate_recordset()  # read by their ids
                    self.assertEqual([tuple(row[name] for name in names) for row in found], rows, domain)
                    groups = Month._read_group([*own, *domain], ['month:month'], [f'{name}:sum' for name in names])
                    self.assertEqual([row[1:] for row in groups], rows, domain)
        bounds = Month._get_bounds(fields.Domain('id', 'in', found.ids))
        self.assertEqual(str(Month.with_context(**{ASKED: bounds})._get_first_month()), '2026-06-01')

    def test_card_is_printed(self):
        """Parts 12: chosen days are printed as the card of each part and store, with what was there before and after."""
        self._live_two_months()
        rows = self._read_days(self.lamp, self.warehouse) + self._read_days(self.bulb, self.warehouse)
        Report = self.env['ir.actions.report'].with_user(self.user_accountant)
        html, __ = Report._render_qweb_html('aftersales.report_stock_card', rows.ids)
        pages = [
            ' '.join(' '.join(page.itertext()).replace('\N{ZERO WIDTH NO-BREAK SPACE}', '').split())
            for page in lxml.html.fromstring(html).find_class('o_as_page')]
        self.assertEqual(len(pages), 2)
        page = next(page for page in pages if "Lamp" in page)
        self.assertRegex(page, r"Opening 0\.00")
        self.assertRegex(page, r"1\.00 3\.00 -2\.00 6\.00")
        with self.assertRaises(AccessError):
            Report.with_user(self.user_advisor)._render_qweb_html('aftersales.report_stock_card', rows.ids)
        clerk = self.user_parts.copy({
            'company_ids': [self.other_company.id], 'company_id': self.other_company.id, 'login': 'parts.cards'})
        self.assertFalse(self.env['aftersales.stock.day'].with_user(clerk).search([('product_id', '=', self.lamp.id)]))

    def test_without_category(self):
        """H5: a part of no category is counted, too."""
        self.bulb.categ_id = False
        self._live_two_months()
        with freeze_time('2026-06-20 04:00:00'):
            self.env.flush_all()
            rows = self.env['aftersales.stock.month'].with_user(self.user_parts).search([
                ('categ_id', '=', False), ('warehouse_id', '=', self.elsewhere.id)], order='month')
            self.assertEqual((rows[0].in_transfer, rows[0].closing, len(rows)), (2, 2, 3))

    def test_months_are_read_by(self):
        """H5: the parts counter, the manager and the accountant read the table, each of his companies."""
        for user in (self.user_accountant, self.user_manager):
            self.env['aftersales.stock.month'].with_user(user).search([], limit=1).read(['value_at_end'])
        with self.assertRaises(AccessError):
            self.env['aftersales.stock.month'].with_user(self.user_advisor).search([])
        clerk = self.user_parts.copy({
            'company_ids': [self.other_company.id], 'company_id': self.other_company.id, 'login': 'parts.elsewhere'})
        self.assertFalse(self.env['aftersales.stock.month'].with_user(clerk).search([
            ('company_id', '=', self.company.id)]))

    def test_plan_for_a_supplier(self):
        """H4, 004: a supplier is told what is open with him and what will be needed, in a file; by the parts counter and
        managers, of the company they work in."""
        self.lamp.seller_ids = [Command.create({'partner_id': self.supplier.id, 'price': 50, 'product_code': '=LMP-1'})]
        self._live_two_months()
        with freeze_time('2026-05-20 04:00:00'):
            purchase = self.env['purchase.order'].create({
                'partner_id': self.supplier.id, 'picking_type_id': self.warehouse.in_type_id.id,
                'order_line': [Command.create({'product_id': self.lamp.id, 'product_qty': 7, 'price_unit': 50})]})
            purchase.button_confirm()
            policy = self.env['aftersales.stocking.policy']
            policy._create_missing()
            policy = policy.search([('warehouse_id', '=', self.warehouse.id)])
            self.env['aftersales.stocking.proposal'].sudo().create({
                'policy_id': policy.id, 'product_id': self.lamp.id, 'demand_pieces': 9, 'months_known': 3})
            Dialog = self.env['aftersales.supplier.plan.wizard'].with_user(self.user_parts)
            action = self.supplier.with_user(self.user_parts).action_plan_for_supplier()
            dialog = Dialog.with_context(**action['context']).create({'file_format': 'csv', 'months': 2})
            self.assertIn(f'/{dialog.id}/plan_file/', dialog.action_export()['url'])
            text = base64.b64decode(dialog.plan_file).decode('utf-8-sig')
            self.assertIn(f"{purchase.name};'=LMP-1;Lamp;7.0;0.0;7.0;", text)
            self.assertRegex(text, r"'=LMP-1;Lamp;[^;]+;6\.0;3\.0;3\.0")
            self.assertIn("2026-06;2026-07", text)
            dialog.file_format = 'xlsx'
            dialog.action_export()
            self.assertTrue(base64.b64decode(dialog.plan_file).startswith(b'PK'))
            with self.assertRaisesRegex(UserError, "nothing of his parts"):
                Dialog.create({'partner_id': self.customer.id}).action_export()
            with self.assertRaisesRegex(AccessError, "do not work in"):
                Dialog.create({'partner_id': self.supplier.id, 'company_id': self.other_company.id}).action_export()
        with self.assertRaises(AccessError):
            self.supplier.with_user(self.user_advisor).action_plan_for_supplier()

    def test_dear_emergency_buy(self):
        """H7, parts 13: what is bought in a hurry more than 20 % above the list waits for a manager."""
        self.company.aftersales_emergency_percent = 20
        self.lamp.seller_ids = [Command.create({'partner_id': self.supplier.id, 'price': 50})]
        odd = self.env['res.partner'].create({'name': "Shop at the Corner"})
        buyer = self.user_parts.copy({'login': 'parts.buyer'})
        buyer.group_ids += self.env.ref('purchase.group_purchase_user')
        dear, fair, plain = self.env['purchase.order'].with_user(buyer).create([{
            'partner_id': odd.id, 'aftersales_emergency': why, 'aftersales_extra_cost': extra,
            'order_line': [Command.create({
                'product_id': self.lamp.id, 'product_qty': 2, 'price_unit': price, 'tax_ids': False})],
        } for price, extra, why in ((55, 15, 'rare'), (55, 10, 'rare'), (90, 0, False))])
        self.assertEqual((dear.aftersales_over_list, fair.aftersales_over_list, plain.aftersales_over_list), (25, 20, 0))
        with self.assertRaises(AccessError):
            dear.aftersales_emergency_user_id = buyer
        forged = dear.with_context(default_aftersales_emergency_user_id=buyer.id).create({'partner_id': odd.id})
        self.assertFalse(forged.aftersales_emergency_user_id)
        (dear + fair + plain).button_confirm()
        self.assertEqual((dear + fair + plain).mapped('state'), ['to approve', 'purchase', 'purchase'])
        dear.button_approve()
        with self.assertRaises(AccessError):
            dear.action_approve_emergency()
        self.assertEqual(dear.state, 'to approve')
        manager = self.user_manager
        manager.group_ids += self.env.ref('purchase.group_purchase_user')
        with self.assertRaisesRegex(UserError, "does not wait"):
            fair.with_user(manager).action_approve_emergency()
        dear.with_user(manager).action_approve_emergency()
        self.assertEqual((dear.state, dear.aftersales_emergency_user_id), ('purchase', manager))
        unknown = dear.create({
            'partner_id': odd.id, 'aftersales_emergency': 'rare', 'order_line': [Command.create({
                'product_id': self.bulb.id, 'product_qty': 1, 'price_unit': 3, 'tax_ids': False})]})
        unknown.button_confirm()
        self.assertEqual(unknown.state, 'to approve')
