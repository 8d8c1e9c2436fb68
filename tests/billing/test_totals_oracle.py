from itertools import chain
from random import Random

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestTotalsOracle(BillingCommon):
    """An order's totals are those of core: of a sale order with the same lines, where the
    sale module is installed, and of the order's own invoices everywhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = Random(20260401)
        euro = cls.env.ref('base.EUR')
        yen = cls.env.ref('base.JPY')
        (euro + yen).active = True
        cls.env['res.currency.rate'].create([
            {'name': '2020-01-01', 'rate': 0.91373, 'currency_id': euro.id, 'company_id': cls.company.id},
            {'name': '2020-01-01', 'rate': 147.13, 'currency_id': yen.id, 'company_id': cls.company.id},
        ])
        groups = cls.env['account.tax.group'].create([
            {'name': f"Group {letter}", 'company_id': cls.company.id, 'country_id': cls.env.ref('base.us').id}
            for letter in 'AB'
        ])
        excluded = cls._create_tax(13, name="13 %", tax_group_id=groups[0].id)
        odd = cls._create_tax(7.77, name="7.77 %", tax_group_id=groups[1].id)
        included = cls._create_tax(6, name="6 % included", price_include_override='tax_included', tax_group_id=groups[1].id)
        affecting = cls._create_tax(
            3, name="3 % on the base", include_base_amount=True, sequence=0, tax_group_id=groups[0].id)
        fixed = cls._create_tax(0.35, name="Eco", amount_type='fixed', include_base_amount=True, sequence=0)
        division = cls._create_tax(5, name="5 % division", amount_type='division')
        bundle = cls._create_tax(0, name="Bundle", amount_type='group', children_tax_ids=[Command.set((
            cls._create_tax(2, name="City", sequence=1) + cls._create_tax(4, name="State", sequence=2)).ids)])
        cls.tax_sets = [
            excluded, included, excluded + odd, included + odd, affecting + excluded, fixed + excluded,
            division, bundle, cls.env['account.tax'],
        ]
        cls.abroad = cls.env['account.fiscal.position'].create({'name': "Abroad", 'company_id': cls.company.id})
        mapped = cls._create_tax(9, name="9 % abroad", fiscal_position_ids=[Command.set(cls.abroad.ids)])
        mapped.original_tax_ids = excluded
        cls.pricelists = cls.env['product.pricelist'].create([
            {'name': currency.name, 'currency_id': currency.id, 'company_id': cls.company.id}
            for currency in (cls.currency, cls.currency, euro, yen)
        ])
        cls.products = cls.env['product.product'].create([
            {'name': f"Part {index}", 'type': 'consu', 'list_price': 10, 'taxes_id': [Command.set(taxes.ids)]}
            for index, taxes in enumerate(cls.tax_sets)
        ])

    # === CASES ===#

    def _random_lines(self):
        random = self.random
        return [{
            'product': random.choice(self.products),
            'quantity': random.choice([1, 2, 3, 0.35, 1.17, 12.5, round(random.uniform(0.01, 9), 2)]),
            'price_unit': round(random.uniform(0.05, 999), 2),
            'discount': random.choice([0, 0, 5, 12.5, 33.33]),
        } for __ in range(random.randint(1, 7))]

    def _random_setting(self):
        random = self.random
        return {
            'pricelist_id': random.choice(self.pricelists).id,
            'fiscal_position_id': random.choice([self.abroad.id, False]),
        }

    def _random_share(self):
        random = self.random
        return {
            'pay_type_id': self.pay_insurance.id, 'payer_id': self.insurer.id, 'co_payer_id': self.customer.id,
            'share': random.choice([100, 80, 66.67, 50, 0]), 'deductible': random.choice([0, 3, 12, 500, 1000]),
        }

    def _each_rounding(self, count):
        """Settings of ``count`` cases for each way a company may round its taxes."""
        for method in ('round_globally', 'round_per_line'):
            self.company.tax_calculation_rounding_method = method
            yield method, [self._random_setting() for __ in range(count)]

    def _make_orders(self, settings, jobs_of_orders):
        """Received orders, with all jobs approved and to do."""
        orders = self.env['aftersales.order'].create([
            self._order_vals(*(
                self._job(*(
                    self._line(line['price_unit'], line['quantity'], line['product'], discount=line['discount'])
                    for line in lines
                ), **values)
                for lines, values in jobs
            ), **setting)
            for setting, jobs in zip(settings, jobs_of_orders, strict=True)
        ])
        orders.action_receive()
        orders.job_ids.filtered(lambda job: job.approval != 'not_needed')._approve('phone')
        return orders

    def _make_sale_orders(self, settings, lines_of_orders):
        sale_orders = self.env['sale.order'].create([{
            'partner_id': self.customer.id, 'company_id': self.company.id, **setting,
            'order_line': [Command.create({
                'product_id': line['product'].id, 'product_uom_qty': line['quantity'],
                'price_unit': line['price_unit'], 'discount': line['discount'],
            }) for line in lines],
        } for setting, lines in zip(settings, lines_of_orders, strict=True)])
        for sale_line, line in zip(sale_orders.order_line, chain(*lines_of_orders), strict=True):
            # Beside the form a fiscal position leaves the typed price alone; so does our order.
            self.assertEqual(sale_line.price_unit, line['price_unit'])
        return sale_orders

    def assertSameTotals(self, ours, theirs, label):
        currency = ours.currency_id
        for field in ('amount_untaxed', 'amount_tax', 'amount_total'):
            self.assertFalse(
                currency.compare_amounts(sum(ours.mapped(field)), sum(theirs.mapped(field))),
                f"{label}: {field} {ours.mapped(field)} against {theirs.mapped(field)}",
            )
        self.assertEqual(
            self._tax_amounts(record.tax_totals for record in ours),
            self._tax_amounts(record.tax_totals for record in theirs), label)

    def _make_listed_orders(self, shows_discount=False):
        """Orders priced by percentages of a price list, and the sale orders of the same lines, if there are such."""
        random = self.random
        if shows_discount and 'sale.order' in self.env:
            self.env['res.config.settings'].create({'group_discount_per_so_line': True}).execute()
        for goods in self.products:
            goods.list_price = round(random.uniform(0.05, 999), 2)
        pricelists = self.env['product.pricelist'].create([{
            'name': f"{percent} %", 'currency_id': pricelist.currency_id.id, 'company_id': self.company.id,
            'item_ids': [Command.create({'compute_price': 'percentage', 'percent_price': percent})],
        } for percent in ((7, 12.5, 33.33) if not shows_discount else (7, 12.5, 33.335, 6.6666, 0.005, 8.125))
            for pricelist in self.pricelists[1:]])
        if shows_discount:  # a list of another list, and one that makes dearer
            pricelists[0].item_ids = [Command.clear(), Command.create({
                'compute_price': 'percentage', 'percent_price': 11.115, 'base': 'pricelist',
                'base_pricelist_id': pricelists[6].id})]
            pricelists[1].item_ids.percent_price = -4
        settings = [{'pricelist_id': random.choice(pricelists).id, 'fiscal_position_id': False} for __ in range(40)]
        lines = [[(random.choice(self.products), random.choice([1, 3, 0.35, 7, 12.5])) for __ in range(3)] for __ in settings]
        orders = self.env['aftersales.order'].create([self._order_vals(self._job(*(
            Command.create({'product_id': goods.id, 'quantity': quantity}) for goods, quantity in order_lines
        )), **setting) for setting, order_lines in zip(settings, lines, strict=True)])
        if 'sale.order' not in self.env:
            return orders, None
        return orders, self.env['sale.order'].create([{
            'partner_id': self.customer.id, 'company_id': self.company.id, **setting,
            'order_line': [Command.create({'product_id': goods.id, 'product_uom_qty': quantity})
                           for goods, quantity in order_lines],
        } for setting, order_lines in zip(settings, lines, strict=True)])

    # === TESTS ===#

    def test_percentage_price_list_equals_sale_order(self):
        """faults M21: a percentage of a price list is taken of the amount: no line differs from a sale order's by a cent."""
        orders, sale_orders = self._make_listed_orders()
        self.assertEqual(len(orders.line_ids), 120)
        for order in orders:
            order.action_receive()
            for line in order.line_ids:
                price = order.pricelist_id._get_product_price(line.product_id, line.quantity, currency=order.currency_id)
                self.assertAlmostEqual(line.price_unit, price, 6)
                if not any(tax.price_include for tax in line.tax_ids):
                    self.assertEqual(line.price_subtotal, order.currency_id.round(price * line.quantity))
        for ours, theirs in zip(orders, sale_orders or [], strict=bool(sale_orders)):
            self.assertEqual(ours.line_ids.mapped('price_subtotal'), theirs.order_line.mapped('price_subtotal'))
            self.assertSameTotals(ours, theirs, ours.name)
        self._finish(orders.job_ids)
        invoices = self._invoice(orders).grouped('aftersales_order_ids')
        for order in orders:
            self.assertSameTotals(order, invoices[order], order.name)
            self.assertAlmostEqual(order.job_ids.approved_amount, sum(order.line_ids.mapped('price_total')), 2)

    def test_shown_discounts_equal_sale_order(self):
        """faults M21: where sale orders show the price list's percentage as a discount, it is rounded as theirs: 120 lines."""
        orders, sale_orders = self._make_listed_orders(shows_discount=True)
        self.assertEqual(len(orders.line_ids), 120)
        if sale_orders is not None:
            self.assertGreater(len(set(sale_orders.order_line.mapped('discount'))), 5)
        for ours, theirs in zip(orders, sale_orders or [], strict=bool(sale_orders)):
            self.assertEqual(ours.line_ids.mapped('price_subtotal'), theirs.order_line.mapped('price_subtotal'), ours.name)
            self.assertSameTotals(ours, theirs, ours.name)
            self.assertEqual(set(ours.line_ids.mapped('discount')), {0}, "It is the payer's price; nobody gave it away")
            for line in ours.line_ids.with_user(self.user_advisor):
                self.assertLess(line._get_given_rate(), 0.01)

    def test_percentage_price_goes_back_to_the_cent(self):
        """faults M21: a change that is declined brings back the price that was approved, not a rounded one."""
        orders, __ = self._make_listed_orders()
        order = orders[0]
        order.action_receive()
        order.job_ids._approve('phone')
        prices = order.line_ids.mapped('price_unit')
        order.line_ids.price_unit = 1000
        order.job_ids._decline('phone')
        self.assertEqual(order.line_ids.mapped('price_unit'), prices)

    def test_one_payer_equals_sale_order_and_invoice(self):
        for method, settings in self._each_rounding(20):
            lines = [self._random_lines() for __ in settings]
            orders = self._make_orders(settings, [[(order_lines, {})] for order_lines in lines])
            sale_orders = self._make_sale_orders(settings, lines) if 'sale.order' in self.env else []
            orders.job_ids._transition('done')
            invoices = self._invoice(orders).grouped('aftersales_order_ids')
            self.assertEqual(len(invoices), 20)
            for index, order in enumerate(orders):
                label = f"{method} {index}: {settings[index]} {lines[index]}"
                if sale_orders:
                    self.assertEqual(
                        [line.tax_ids for line in order.line_ids],
                        [line.tax_ids for line in sale_orders[index].order_line], label)
                    self.assertEqual(
                        order.line_ids.mapped('price_subtotal'), sale_orders[index].order_line.mapped('price_subtotal'), label)
                    self.assertSameTotals(order, sale_orders[index], label)
                invoice = invoices[order]
                self.assertEqual(invoice.currency_id, order.currency_id)
                self.assertEqual(
                    order.line_ids.mapped('price_total'),
                    invoice.invoice_line_ids.filtered('aftersales_line_ids').mapped('price_total'), label)
                self.assertSameTotals(order, invoice, label)

    def test_parts_over_time_sum_to_the_order(self):
        """Jobs invoiced one after the other, some of them shared."""
        for method, settings in self._each_rounding(8):
            orders = self._make_orders(settings, [[
                (self._random_lines(), {}), (self._random_lines(), self._random_share()), (self._random_lines(), {}),
            ] for __ in settings])
            for step in range(3):
                self.env['aftersales.job'].concat(*(order.job_ids[step] for order in orders))._transition('done')
                self._invoice(orders)
            for index, order in enumerate(orders):
                self.assertEqual(order.invoice_status, 'invoiced')
                self.assertGreaterEqual(order.invoice_count, 3)
                self.assertSameTotals(order, order.invoice_ids, f"{method} {index}: {settings[index]}")

    def test_shares_sum_to_the_order(self):
        for method, settings in self._each_rounding(12):
            orders = self._make_orders(settings, [[
                (self._random_lines(), {}), (self._random_lines(), self._random_share()),
            ] for __ in settings])
            orders.job_ids._transition('done')
            self._invoice(orders)
            for index, order in enumerate(orders):
                label = f"{method} {index}: {settings[index]} {order.job_ids.read(['share', 'deductible'])}"
                self.assertSameTotals(order, order.invoice_ids, label)
                shown = {item['payer_id']: item['total'] for item in order.payer_totals}
                for payer, moves in order.invoice_ids.grouped('partner_id').items():
                    self.assertFalse(order.currency_id.compare_amounts(
                        sum(moves.mapped('amount_total')), shown[payer.id]), label)

    def test_account_customer_sums_to_the_orders(self):
        self.company.tax_calculation_rounding_method = 'round_globally'
        settings = [{'partner_id': self.fleet_account.id}] * 12
        orders = self._make_orders(settings, [[(self._random_lines(), {})] for __ in settings])
        orders.job_ids._transition('done')
        invoice = self._invoice(orders)
        self.assertEqual(len(invoice), 1)
        self.assertSameTotals(orders, invoice, orders.mapped('name'))
