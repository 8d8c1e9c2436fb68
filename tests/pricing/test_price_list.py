from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon

MONDAY = '2026-03-02 02:00:00'


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestPriceList(BillingCommon):
    """A5: prices are published by version and day; orders are charged by the version they were begun under."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.registry.clear_cache()
        cls.addClassCleanup(cls.env.registry.clear_cache)
        cls.workshop.labour_rate = 200
        cls.suv = cls.env['fleet.vehicle.model.category'].create({'name': "Off-Road"})

    def _list(self, price=250, publish=True, **values):
        price_list = self.env['aftersales.price.list'].with_user(self.user_manager).create({
            'workshop_id': self.workshop.id, 'valid_from': '2026-03-02',
            'line_ids': [
                Command.create({'kind': 'labour', 'pay_type_id': self.pay_customer.id, 'price': price}),
                Command.create({
                    'kind': 'labour', 'pay_type_id': self.pay_customer.id, 'category_id': self.suv.id, 'price': price + 50}),
            ], **values})
        if publish:
            price_list.action_publish()
        return price_list

    def _open_order(self):
        order = self.env['aftersales.order'].with_user(self.user_advisor).create(self._order_vals(Command.create({
            'name': "Brakes", 'line_ids': [Command.create({'product_id': self.labour.id, 'quantity': 2})]})))
        return order, order.line_ids

    def test_order_keeps_its_version(self):
        """A5: the version of the day an order is begun is stored on it, and charged also when the next one holds."""
        order, line = self._open_order()
        self.assertFalse(order.price_list_id)
        self.assertEqual(line.price_unit, 200)
        first = self._list()
        order, line = self._open_order()
        self.assertEqual((order.price_list_id, line.price_unit), (first, 250))
        second = self._list(300, valid_from='2026-03-10')
        self.assertEqual(first.valid_to, date(2026, 3, 9))
        with freeze_time('2026-03-10 02:00:00'):
            self.env.invalidate_all()
            self.assertFalse(first.is_in_force)
            self.assertEqual(self.env['aftersales.price.list'].search([
                ('is_in_force', '=', True), ('workshop_id', '=', self.workshop.id)]), second)
            late = order.job_ids.line_ids.with_user(self.user_advisor).create({
                'job_id': order.job_ids.id, 'product_id': self.labour.id, 'quantity': 1})
            self.assertEqual(late.price_unit, 250)
            new, line = self._open_order()
            self.assertEqual((new.price_list_id, line.price_unit), (second, 300))

    def test_class_of_vehicle(self):
        """A5: the row of the car's class goes before the one for all; other pay types keep the outlet's rate."""
        self._list()
        self.vehicle.model_id.category_id = self.suv
        __, line = self._open_order()
        self.assertEqual(line.price_unit, 300)
        order, __ = self._open_order()
        self.assertEqual(order._get_labour_rate(self.pay_insurance), self.workshop._get_labour_rate(self.pay_insurance))

    def test_kind_of_work(self):
        """A5: body and paint have an hour of their own, which goes before the one of the car's class."""
        paint = self.env['aftersales.work.class'].create({'name': "Paint", 'code': "PNT"})
        price_list = self._list(publish=False)
        price_list.line_ids = [Command.create({
            'kind': 'labour', 'pay_type_id': self.pay_customer.id, 'work_class_id': paint.id, 'price': 280})]
        self.assertIn("Paint", price_list.line_ids[-1].shown_name)
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            price_list.line_ids = [Command.create({
                'kind': 'labour', 'pay_type_id': self.pay_customer.id, 'work_class_id': paint.id, 'price': 270})]
        price_list.action_publish()
        self.vehicle.model_id.category_id = self.suv
        order = self.env['aftersales.order'].with_user(self.user_advisor).create(self._order_vals(
            Command.create({'name': "Door", 'work_class_id': paint.id, 'line_ids': [
                Command.create({'product_id': self.labour.id, 'quantity': 2})]}),
            Command.create({'name': "Brakes", 'line_ids': [Command.create({'product_id': self.labour.id, 'quantity': 2})]})))
        labour = order.line_ids.filtered(lambda line: line.line_type == 'labour')
        self.assertEqual(labour.mapped('price_unit'), [280, 300])
        self.assertEqual([order._get_free_rate(work_class=kind) for kind in (paint, None)], [280, 300])

    def test_published_stays(self):
        """A5: a published list is neither changed nor deleted; only one holds on a day; a manager withdraws it."""
        price_list = self._list()
        for change in (
            lambda: price_list.write({'valid_from': '2026-04-01'}),
            lambda: price_list.line_ids[0].write({'price': 1}),
            lambda: price_list.write({'line_ids': [Command.create({'kind': 'other', 'name': "Wash", 'price': 9})]}),
            price_list.unlink,
            price_list.line_ids[0].unlink,
        ):
            with self.assertRaisesRegex(UserError, "is published"):
                change()
        with self.assertRaises(AccessError):
            price_list.approved_id = self.user_advisor
        self.assertEqual(price_list.approved_id, self.user_manager)
        other = self._list(publish=False)
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            other.write({'state': 'published'})
            self.env.flush_all()

    def test_withdrawn(self):
        """A5: once withdrawn, new orders are charged by the outlet's rate; the old one keeps its list."""
        price_list = self._list()
        order, __ = self._open_order()
        price_list.action_withdraw()
        new, line = self._open_order()
        self.assertEqual((new.price_list_id.id, line.price_unit, order.price_list_id), (False, 200, price_list))
        with self.assertRaisesRegex(UserError, "is already"):
            price_list.action_withdraw()

    def test_refused(self):
        """A5: no empty list, none for days that are over, no second rate for the same class, no other company's menu."""
        with self.assertRaisesRegex(UserError, "has no price yet"):
            self._list(line_ids=[])
        with self.assertRaisesRegex(UserError, "a day that is over"):
            self._list(valid_from='2026-03-01')
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._list(publish=False).line_ids = [Command.create({
                'kind': 'labour', 'pay_type_id': self.pay_customer.id, 'price': 1})]
            self.env.flush_all()
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._list(publish=False, valid_to='2026-03-01')
            self.env.flush_all()
        other = self._create_company("Elsewhere")
        menu = self.env['aftersales.menu'].create({'name': "Other's", 'company_id': other.id})
        with self.assertRaisesRegex(ValidationError, "of another company"):
            self._list(publish=False).line_ids = [Command.create({'kind': 'menu', 'menu_id': menu.id, 'price': 1})]

    def test_filled_and_compared(self):
        """A5: filled from the set-up once; says where a menu is charged otherwise than published."""
        menu = self.env['aftersales.menu'].create({
            'name': "Small service", 'company_id': self.company.id, 'currency_id': self.currency.id,
            'price_ids': [Command.create({'price': 480})]})
        price_list = self._list(publish=False, line_ids=[])
        for __ in range(2):
            price_list.action_fill()
        labour = price_list.line_ids.filtered(lambda line: line.kind == 'labour')
        row = price_list.line_ids.filtered(lambda line: line.menu_id == menu)
        self.assertEqual((labour.mapped('price'), labour.pay_type_id), ([200], self.pay_customer))
        self.assertEqual((row.price, row.shown_name, price_list.different_count), (480, "Small service", 0))
        menu.price_ids.price = 500
        self.env.invalidate_all()
        self.assertEqual((row.charged_price, price_list.different_count), (500, 1))

    def test_with_taxes(self):
        """A5: the customer reads what he pays, with the taxes of what is sold."""
        self.env.ref('aftersales.product_labour').taxes_id = self._create_tax(10)
        price_list = self._list(publish=False)
        self.assertEqual(price_list.line_ids[0].price_total, 275)

    def test_proposed(self):
        """A5: by cost and margin, or by the newest price of each competitor; told in a sentence."""
        self.env.ref('aftersales.product_labour').taxes_id = False
        Prices = self.env['aftersales.competitor.price'].with_user(self.user_advisor)
        Prices.create([
            {'shop': "A", 'price': 900, 'date': '2026-01-05'}, {'shop': "a ", 'price': 300, 'date': '2026-02-05'},
            {'shop': "B", 'price': 340, 'date': '2026-02-25'}, {'shop': "C", 'price': 9, 'date': '2025-02-25'},
            {'shop': "B", 'price': 999, 'date': '2026-02-25', 'category_id': self.suv.id},
        ])
        price_list = self._list(publish=False)
        with self.assertRaisesRegex(UserError, "no line that is priced by"):
            price_list.action_propose()
        market, cost = price_list.line_ids
        market.write({'pricing': 'market', 'markup': -5})
        cost.write({'pricing': 'cost_plus', 'markup': 60})
        with self.assertRaisesRegex(UserError, "what a unit costs"):
            price_list.action_propose()
        cost.cost = 200
        price_list.action_propose()
        self.assertEqual((market.price, cost.price), (304, 320))
        self.assertIn("2 competitors in the last 180 days", market.basis)
        self.company.aftersales_market_days = 2
        market.price = 100
        price_list.action_propose()
        self.assertEqual(market.price, 100)
        self.assertIn("last 2 days: the price stays", market.basis)
        self.company.aftersales_market_days = 180
        price_list.action_propose()
        self.assertIn("margin 60.00 %", cost.basis)

    def test_competitor_prices(self):
        """A5: a price is of something, seen on a day that is over; technicians note none; other companies see none."""
        Prices = self.env['aftersales.competitor.price'].with_user(self.user_advisor)
        for values, words in (
            ({'kind': 'parts'}, "choose what the price is for"), ({'date': '2026-03-09'}, "a day to come"),
            ({'kind': 'menu'}, "choose what the price is for"),
        ):
            with self.subTest(**values), self.assertRaisesRegex(ValidationError, words):
                Prices.create({'shop': "A", 'price': 5, **values})
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            Prices.create({'shop': "A", 'price': 0})
            self.env.flush_all()
        price = Prices.create({'shop': "A", 'price': 5})
        self.assertEqual(price.user_id, self.user_advisor)
        with self.assertRaises(AccessError):
            Prices.with_user(self.user_technician).create({'shop': "A", 'price': 5})
        other = self._create_company("Elsewhere")
        user = self.user_advisor.copy({'company_ids': [other.id], 'company_id': other.id, 'login': 'advisor.elsewhere'})
        self.assertFalse(price.with_user(user).with_context(allowed_company_ids=other.ids).search([('id', '=', price.id)]))

    def test_roles(self):
        """A5: everybody of the house reads the list, a manager alone makes, publishes and sees what it rests on."""
        price_list = self._list(publish=False)
        for user in (self.user_advisor, self.user_technician, self.user_accountant):
            with self.subTest(user=user.login):
                price_list.with_user(user).line_ids.mapped('price')
                with self.assertRaises(AccessError):
                    price_list.with_user(user).action_publish()
                with self.assertRaises(AccessError):
                    price_list.with_user(user).line_ids[0].read(['cost'])

    def test_new_version(self):
        """A5: the next version begins with the prices of this one, from tomorrow, as a draft; entered by hand too."""
        price_list = self._list()
        version = price_list.browse(price_list.action_new_version()['res_id'])
        self.assertEqual((version.state, version.valid_from, version.approved_id.id), ('draft', date(2026, 3, 3), False))
        self.assertEqual(version.line_ids.mapped('price'), price_list.line_ids.mapped('price'))
        with Form(version.with_user(self.user_manager)) as form, form.line_ids.new() as row:
            row.kind = 'parts'
            self.assertEqual(row.unit, 'percent')
            row.percent = 20
        self.assertEqual(version.line_ids.sorted()[-1].percent, 20)

    def test_queries(self):
        """P8: which list holds is asked once, not for each order."""
        self._list()
        self._open_order()
        orders = self.env['aftersales.order']
        with self.assertQueryCount(0):
            for __ in range(10):
                orders._fields['price_list_id'].compute_value(
                    orders.new({'workshop_id': self.workshop.id}))

    def test_print(self):
        """A5: for the wall, with what is published, in the words of the customer; typed text is no HTML."""
        price_list = self._list(conditions="By <b>flat</b> rates")
        html = self.env['ir.actions.report'].with_user(self.user_advisor)._render_qweb_html(
            'aftersales.report_price_list', price_list.ids)[0].decode()
        for text in (price_list.name, "Off-Road", "By &lt;b&gt;flat&lt;/b&gt; rates"):
            self.assertIn(text, html)

    def _priced(self, *lines, **values):
        """A published list without labour."""
        return self._list(line_ids=[Command.create(line) for line in lines], **values)

    def test_parts_surcharge(self):
        """C9: parts cost their purchase price with the surcharge of their origin, by the version the order keeps; a price
        agreed with the customer, and parts without a purchase price, cost as ever."""
        part, plain = self.env['product.product'].create([
            {'name': "Pads", 'type': 'consu', 'list_price': 500, 'standard_price': 200, 'taxes_id': False},
            {'name': "Cheap", 'type': 'consu', 'list_price': 40, 'taxes_id': False}])
        self._priced({'kind': 'parts', 'percent': 10, 'is_charged': False}).action_withdraw()
        self._priced(
            {'kind': 'parts', 'percent': 50}, {'kind': 'parts', 'percent': 25, 'part_origin': 'aftermarket'})
        order, __ = self._open_order()
        Line = order.job_ids.line_ids.with_user(self.user_advisor)
        lines = Line.create([
            {'job_id': order.job_ids.id, 'product_id': part.id, 'quantity': 1},
            {'job_id': order.job_ids.id, 'product_id': part.id, 'quantity': 1, 'part_origin': 'aftermarket'},
            {'job_id': order.job_ids.id, 'product_id': part.id, 'quantity': 1, 'part_origin': 'customer'},
            {'job_id': order.job_ids.id, 'product_id': plain.id, 'quantity': 1}])
        self.assertEqual(lines.mapped('price_unit'), [300, 250, 0, 40])
        self.assertEqual([line._get_list_unit_price() for line in lines[:2]], [300, 250])
        self._priced({'kind': 'parts', 'percent': 90}, valid_from='2026-03-03')
        with freeze_time('2026-03-03 02:00:00'):
            self.assertEqual(
                Line.create({'job_id': order.job_ids.id, 'product_id': part.id, 'quantity': 2}).price_unit, 300)
        sale = self.env['aftersales.counter.sale'].with_user(self.user_parts).create({
            'workshop_id': self.workshop.id, 'line_ids': [Command.create({'product_id': part.id})]})
        self.assertEqual((sale.price_list_id, sale.line_ids.price_unit), (order.price_list_id, 300))
        agreed = self.env['product.pricelist'].create({'name': "Fleet", 'item_ids': [Command.create({
            'compute_price': 'fixed', 'fixed_price': 222, 'applied_on': '0_product_variant', 'product_id': part.id})]})
        sale.sudo().pricelist_id = agreed
        self.assertEqual(sale.line_ids.price_unit, 222)

    def test_surcharge_with_taxes_included(self):
        """C9: what was bought without taxes is sold with those that the price includes."""
        tax = self._create_tax(13, price_include_override='tax_included')
        part = self.env['product.product'].create({
            'name': "Pads", 'type': 'consu', 'list_price': 500, 'standard_price': 100, 'taxes_id': tax.ids})
        self._priced({'kind': 'parts', 'percent': 20})
        order, __ = self._open_order()
        line = order.job_ids.line_ids.with_user(self.user_advisor).create({
            'job_id': order.job_ids.id, 'product_id': part.id, 'quantity': 1})
        self.assertEqual((line.price_unit, line.price_subtotal), (135.6, 120))

    def test_fees_of_the_list(self):
        """C9: the diagnosis of who leaves, and any fee, cost what is published; filled from the set-up once."""
        fee = self.workshop._get_diagnosis_product()
        fee.write({'list_price': 150, 'taxes_id': False})
        self._priced({'kind': 'fee', 'product_id': fee.id, 'price': 180, 'unit': 'once'})
        order, __ = self._open_order()
        dialog = self.env['aftersales.leave.wizard'].with_user(self.user_advisor).new({'order_id': order.id})
        self.assertEqual((dialog.product_id, dialog.price_unit), (fee, 180))
        line = order.job_ids.line_ids.with_user(self.user_advisor).create({
            'job_id': order.job_ids.id, 'product_id': fee.id, 'quantity': 1})
        self.assertEqual(line.price_unit, 180)
        draft = self._list(publish=False, line_ids=[])
        for __ in range(2):
            draft.action_fill()
        self.assertEqual(draft.line_ids.filtered(lambda row: row.product_id == fee).mapped('price'), [150])

    def test_rescue_of_the_list(self):
        """C9: own crews cost what is published of call-out and km; a row of the tariff for a kind goes before."""
        self._priced(
            {'kind': 'rescue', 'unit': 'once', 'price': 300}, {'kind': 'rescue', 'unit': 'km', 'price': 5})
        rescue = self.env['aftersales.rescue'].with_user(self.user_advisor).create({
            'place': "Zhangyang Road 500", 'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id, 'trip_km': 40,
            'phone': '+86 139 0000 0009', 'fault': 'battery', 'kind': 'roadside'})
        self.assertEqual(rescue.own_price, 500)
        Tariff = self.env['aftersales.rescue.tariff']
        row = Tariff.create({'base_price': 100, 'km_price': 1, 'free_km': 20, 'company_id': self.company.id})
        self.env.invalidate_all()
        self.assertEqual(rescue.own_price, 400)
        row.kind = rescue.kind
        self.env.invalidate_all()
        self.assertEqual(rescue.own_price, 120)
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._list(publish=False, line_ids=[Command.create({'kind': 'rescue', 'unit': 'day', 'price': 1})])
            self.env.flush_all()

    def test_one_price_in_all_outlets(self):
        """A5: a list that asks other prices than the group's other outlets is told, or refused, unless a row says why."""
        other = self.workshop.copy({'name': "Second Outlet", 'code': 'SEC'})
        self._list(workshop_id=other.id)
        told = self._list(260)
        self.assertIn("Second Outlet", told.message_ids[0].body)
        told.action_withdraw()
        self.company.aftersales_price_unity = 'refuse'
        draft = self._list(260, publish=False)
        with self.assertRaisesRegex(UserError, "Second Outlet"):
            draft.action_publish()
        self.assertEqual((draft.uneven_count, draft.line_ids.mapped('is_uneven')), (2, [True, True]))
        Lines = self.env['aftersales.price.list.line'].with_user(self.user_manager)
        self.assertLessEqual(draft.line_ids, Lines.search([('is_uneven', '=', True)]))
        self.assertEqual(Lines.search(draft.action_show_differences()['domain']), draft.line_ids)
        draft.line_ids[0].price = 250
        draft.line_ids[1].difference_reason = "Two trucks more"
        self.assertEqual(draft.line_ids[1].difference_allowed_id, self.user_manager)
        with self.assertRaises(AccessError):
            draft.line_ids[1].difference_allowed_id = self.user_advisor
        draft.action_publish()
        self._list(valid_from='2026-03-05', workshop_id=other.id)  # allowed by the row of the first

    def test_group_of_companies(self):
        """A5: companies with the same word have one price; others are left alone."""
        elsewhere = self._create_company("Elsewhere")
        groups = (self.company | elsewhere)._get_price_groups()
        self.assertNotIn(elsewhere, groups[self.company])
        (self.company | elsewhere).write({'aftersales_price_group': "East"})
        groups = (self.company | elsewhere)._get_price_groups()
        self.assertEqual(groups[self.company], groups[elsewhere])
        self.assertIn(elsewhere, groups[self.company])
