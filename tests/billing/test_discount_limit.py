from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestDiscountLimit(BillingCommon):
    """A discount is limited by role, whatever way it is given (G3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order(
            cls._job(Command.create({'product_id': cls.part.id}), Command.create({'product_id': cls.labour.id})), done=False)
        cls.line, cls.second_line = cls.order.line_ids

    def _as(self, user):
        return self.line.with_user(user)

    def test_advisor(self):
        self._as(self.user_advisor).discount = 10
        with self.assertRaisesRegex(UserError, (
            f"Brake disc.* of {self.order.name}: a discount of 10.01 % is above your limit of 10.00 %.*After-Sales Manager"
        )):
            self._as(self.user_advisor).discount = 10.01

    def test_manager_is_free(self):
        self._as(self.user_manager).discount = 100
        self.assertEqual(self.line.price_subtotal, 0)

    def test_lower_price_is_a_discount(self):
        self._as(self.user_advisor).price_unit = 72
        with self.assertRaisesRegex(UserError, "above your limit"):
            self._as(self.user_advisor).price_unit = 71.99
        with self.assertRaisesRegex(UserError, "above your limit"):
            self._as(self.user_advisor).write({'price_unit': 76, 'discount': 6})
        self._as(self.user_advisor).price_unit = 500

    def test_on_creation(self):
        Line = self.env['aftersales.order.line'].with_user(self.user_advisor)
        vals = {'job_id': self.order.job_ids.id, 'product_id': self.part.id}
        Line.create(vals)
        with self.assertRaisesRegex(UserError, "above your limit"):
            Line.create([dict(vals, discount=5), dict(vals, discount=50)])
        with self.assertRaisesRegex(UserError, "above your limit"):
            Line.create(dict(vals, price_unit=1, technical_price_unit=1))

    def test_by_the_context(self):
        vals = {'job_id': self.order.job_ids.id, 'product_id': self.part.id}
        for name, value in (('discount', 50), ('price_unit', 1), ('technical_price_unit', 5)):
            Line = self.env['aftersales.order.line'].with_user(self.user_advisor).with_context(**{f'default_{name}': value})
            with self.subTest(name), self.assertRaisesRegex(UserError, "above your limit"):
                Line.create(vals)

    def test_given_away(self):
        """Free of charge as part of no menu, by a negative price, or by a price that was never computed."""
        Line = self.env['aftersales.order.line'].with_user(self.user_advisor)
        vals = {'job_id': self.order.job_ids.id, 'product_id': self.part.id}
        for values in ({'is_included': True}, {'price_unit': -1}, {'technical_price_unit': 5}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "above your limit"):
                Line.create(dict(vals, **values))
        with self.assertRaisesRegex(UserError, "above your limit"):
            self._as(self.user_advisor).is_included = True
        self._as(self.user_manager).is_included = True
        self.assertEqual(self.line.price_total, 0)

    def test_menu_includes_its_own(self):
        operation = self.env['aftersales.operation'].create({
            'name': "Brakes", 'product_id': self.labour.id, 'part_ids': [Command.create({'product_id': self.part.id})]})
        package, other = self.env['product.product'].create([
            {'name': "Package", 'type': 'service'}, {'name': "Extra part", 'type': 'consu', 'list_price': 5},
        ])
        menu = self.env['aftersales.menu'].create({
            'name': "Brake menu", 'product_id': package.id, 'line_ids': [Command.create({'operation_id': operation.id})]})
        job = self.env['aftersales.job'].with_user(self.user_advisor).create({
            'order_id': self.order.id, 'menu_id': menu.id})
        vals = {'job_id': job.id, 'is_included': True}
        with self.assertRaisesRegex(UserError, "above your limit"):
            job.line_ids.create(dict(vals, product_id=self.part.id))
        job.line_ids.filtered(lambda line: line.product_id == self.part).unlink()
        self.assertEqual(job.line_ids.create(dict(vals, product_id=self.part.id)).price_total, 0)
        with self.assertRaisesRegex(UserError, "above your limit"):
            job.line_ids.create(dict(vals, product_id=other.id))

    def test_through_the_order(self):
        order = self.order.with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "above your limit"):
            order.write({'job_ids': [Command.update(order.job_ids.id, {
                'line_ids': [Command.update(self.line.id, {'discount': 50})]})]})

    def test_import(self):
        result = self.env['aftersales.order.line'].with_user(self.user_advisor).load(
            ['job_id/.id', 'product_id/.id', 'discount'],
            [[str(self.order.job_ids.id), str(self.part.id), '5'], [str(self.order.job_ids.id), str(self.part.id), '50']],
        )
        self.assertFalse(result['ids'])
        self.assertIn("above your limit", result['messages'][0]['message'])

    def test_typed_price_does_not_follow_to_a_dearer_product(self):
        cheap = self.env['product.product'].create({'name': "Bulb", 'type': 'consu', 'list_price': 2})
        line = self.env['aftersales.order.line'].with_user(self.user_advisor).create({
            'job_id': self.order.job_ids.id, 'product_id': cheap.id, 'price_unit': 3})
        with self.assertRaisesRegex(UserError, "above your limit"):
            line.product_id = self.part

    def test_managers_discount_stays(self):
        self._as(self.user_manager).discount = 40
        line = self._as(self.user_advisor)
        line.write({'quantity': 2, 'discount': 40})
        self.assertEqual(line.discount, 40)
        line.discount = 5

    def test_older_estimate(self):
        """A dearer price list does not turn the estimate's price into a discount."""
        self.part.list_price = 100
        line = self._as(self.user_advisor)
        line.discount = 10
        self.assertEqual(line.price_unit, 80)
        with self.assertRaisesRegex(UserError, "above your limit"):
            line.write({'price_unit': 70, 'technical_price_unit': 70, 'discount': 0})

    def test_two_lines(self):
        lines = (self.line + self.second_line).with_user(self.user_advisor)
        lines.write({'discount': 8})
        with self.assertRaisesRegex(UserError, "above your limit"):
            lines.write({'discount': 18})

    def test_limit_of_the_company_counts_first(self):
        self.env['aftersales.discount.limit'].create({
            'group_id': self.env.ref('aftersales.group_advisor').id, 'percent': 20, 'company_id': self.company.id})
        self._as(self.user_advisor).discount = 20
        with self.assertRaisesRegex(UserError, "limit of 20.00 %"):
            self._as(self.user_advisor).discount = 21

    def test_role_without_limit_gives_none(self):
        with self.assertRaisesRegex(UserError, "limit of 0.00 %"):
            self._as(self.user_claims).discount = 1

    def test_menu_price_is_no_discount(self):
        menu = self.env['aftersales.menu'].create({
            'name': "Small Service", 'code': 'SS',
            'price_ids': [Command.create({'price': 50})],
        })
        self.order.with_user(self.user_advisor).write({'job_ids': [Command.create({'menu_id': menu.id})]})
        line = self.order.job_ids[-1].line_ids[:1]
        with self.assertRaisesRegex(UserError, "above your limit"):
            line.with_user(self.user_advisor).price_unit = 40

    def test_only_managers_set_limits(self):
        limit = self.env.ref('aftersales.discount_limit_advisor')
        self.assertFalse(limit.with_user(self.user_advisor).has_access('write'))
        limit.with_user(self.user_manager).percent = 15
        self._as(self.user_advisor).discount = 15
