from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestSubletValue(PartsCommon):
    """faults M3: sublet work is worth what the other shop takes and the markup; a low cost gives nothing away by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.aftersales_sublet_markup = 25
        cls.vendor, cls.vendor_2 = cls.env['res.partner'].create([{'name': 'Pudong Glass'}, {'name': 'Paint & Co'}])
        cls.listed, cls.plain = cls.env['product.product'].create([
            {'name': name, 'type': 'service', 'list_price': price, 'taxes_id': [Command.clear()],
             'supplier_taxes_id': [Command.clear()]}
            for name, price in (("Alignment outside", 120), ("Other shop", 0))])
        cls.env.ref('aftersales.product_sublet').taxes_id = False
        cls.order = cls.receive(cls._create_order(cls._prepare_job((cls.pads, 1))))
        cls.job = cls.order.job_ids

    def _add(self, user=None, **vals):
        return self.env['aftersales.order.line'].with_user(user or self.user_advisor).create({
            'job_id': self.job.id, 'line_type': 'sublet', 'product_id': self.listed.id, 'sublet_vendor_id': self.vendor.id,
            **vals})

    def _set_terms(self, line, user, cost, vendor=None):
        wizard = self.env['aftersales.sublet.wizard'].with_user(user).create({
            'line_id': line.id, 'vendor_id': (vendor or self.vendor).id, 'cost': cost})
        wizard.action_keep()
        return line.price_unit

    def test_genuine_purchase_gives_nothing_away(self):
        """faults M3: below the product's list price, at the price agreed with a named shop: nobody is asked."""
        line = self._add(sublet_cost=50)
        self.assertEqual((line.price_unit, line._get_given_rate()), (62.5, 0))
        line.discount = 10
        with self.assertRaisesRegex(UserError, "above your limit"):
            line.discount = 11
        two = self._add(sublet_cost=60) + self._add(product_id=self.plain.id, sublet_cost=8)
        self.assertEqual(two.mapped('price_unit'), [75, 10])

    def test_first_cost_in_the_dialog(self):
        """faults M3: the dialog's first cost is the price; the parts counter enters it too."""
        for user in (self.user_advisor, self.user_parts, self.user_dispatcher):
            line = self._add(sublet_vendor_id=False)
            self.assertEqual(line.price_unit, 120)
            self.assertEqual(self._set_terms(line, user, 50), 62.5)
            self.assertEqual(line.with_user(self.user_advisor)._get_given_rate(), 0)

    def test_lower_cost_is_caught(self):
        """faults M3: as a write, step by step, by way of another shop, from the dialog, of one line and of two."""
        steps = {
            'at once': [{'sublet_cost': 1}],
            'step by step': [{'sublet_cost': 95}, {'sublet_cost': 90}, {'sublet_cost': 85}],
            'another shop': [{'sublet_vendor_id': self.vendor_2.id, 'sublet_cost': 1}],
            'no shop, then one': [{'sublet_vendor_id': False}, {'sublet_cost': 1}],
            'no cost, then one': [{'sublet_cost': 0}, {'sublet_cost': 1}],
            'as a fee and back': [{'line_type': 'fee'}, {'line_type': 'sublet', 'sublet_cost': 1}],
            'typed price': [{'price_unit': 100}],
            "the customer's own": [{'part_origin': 'customer'}],
        }
        for product in (self.listed, self.plain):
            for name, writes in steps.items():
                line = self._add(product_id=product.id, sublet_cost=100)
                other = self._add(product_id=product.id, sublet_cost=100)
                self.assertEqual(line.price_unit, 125)
                for lines in (line, line | other):
                    with self.subTest(way=name, product=product.name, lines=len(lines)):
                        with self.assertRaisesRegex(UserError, "above your limit"), self.cr.savepoint():
                            for vals in writes:
                                lines.write(vals)

    def test_lower_cost_in_the_dialog_keeps_the_price(self):
        """faults M3: a cheaper shop is the house's gain, whoever found it, as often as he looks; the manager passes it on."""
        for user in (self.user_advisor, self.user_parts):
            line = self._add(sublet_cost=100)
            for cost in (95, 90, 50, 1):
                price = self._set_terms(line, user, cost)
                limit = self.env['aftersales.discount.limit'].with_user(user)._get_user_limit(self.company)
                self.assertLessEqual(limit, 10)
                self.assertGreaterEqual(price, 125 * (1 - limit / 100))
                self.assertEqual(line.sublet_cost, cost)
            line.quantity = 2
            self.assertGreaterEqual(line.price_unit, 112.5)
        line = self._add(sublet_cost=100)
        self.assertEqual(self._set_terms(line, self.user_manager, 40), 50)
        line.discount = 10

    def test_own_goods_and_hours_are_not_made_sublet(self):
        """faults M3: a part or an hour of ours keeps its list price, whatever shop is named."""
        for product, price in ((self.pads, self.pads.list_price), (self.operation.product_id, None)):
            with self.subTest(product.name), self.assertRaisesRegex(UserError, "above your limit"):
                product.list_price = price or 200
                self._add(product_id=product.id, sublet_cost=0.01)
        with self.assertRaisesRegex(UserError, "above your limit"):
            self._add(sublet_cost=0.01, sublet_vendor_id=self.company.partner_id.id)
        with self.assertRaisesRegex(UserError, "above your limit"):
            self._add(sublet_cost=0.01, sublet_vendor_id=False)
        fee = self._add(line_type='fee', sublet_vendor_id=False)
        with self.assertRaisesRegex(UserError, "above your limit"):
            fee.write({'line_type': 'sublet', 'sublet_cost': 0.01, 'sublet_vendor_id': self.vendor.id})

    def test_what_was_bought_counts(self):
        """faults M3: once the other shop has the order, its price is the cost; what the customer agreed to stays the least."""
        line = self._add(sublet_cost=100)
        self.approve(self.order)
        line.action_send_sublet()
        purchaser = new_test_user(
            self.env, login='as_sublet_purchaser', groups='base.group_user,purchase.group_purchase_user',
            context={'no_reset_password': True}, company_id=self.company.id, company_ids=[(6, 0, self.company.ids)])
        purchase = line.sudo().purchase_line_id.order_id.with_user(purchaser)
        purchase.order_line.price_unit = 40
        self.assertEqual(line._get_list_unit_price(), 125, "Nobody has the order yet")
        purchase.button_confirm()
        self.assertEqual(line._get_list_unit_price(), 125, "The customer said yes to 125")
        with self.assertRaisesRegex(UserError, "above your limit"):
            line.price_unit = 50
        other = self._add(sublet_cost=100)
        other.sudo().purchase_line_id = line.sudo().purchase_line_id
        self.assertEqual(other._get_list_unit_price(), 50)
        other.price_unit = 50
        self.assertEqual(other._get_given_rate(), 0)

    def test_mark_is_the_systems(self):
        line = self._add(sublet_cost=100)
        with self.assertRaises(AccessError), self.cr.savepoint():
            line.sublet_top_price = 0
        line.with_user(self.user_manager).sublet_cost = 40
        self.assertEqual((line.price_unit, line._get_given_rate()), (50, 0), "What the manager gave stays given")
