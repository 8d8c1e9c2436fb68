from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

TODAY = '2026-06-15 02:00:00'


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestStockCount(PartsCommon):
    """H5: what turns over most is counted most often; a large difference is a manager's to apply."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time(TODAY):
            cls.env['aftersales.stocking.policy']._create_missing()
        cls.policy = cls.env['aftersales.stocking.policy'].search([('warehouse_id', '=', cls.warehouse.id)])
        cls.pads.standard_price = 30
        cls.quant = cls.env['stock.quant'].search([
            ('product_id', '=', cls.pads.id), ('location_id', '=', cls.warehouse.lot_stock_id.id)])
        cls._put_in_stock(cls.pads, 100 - cls.quant.quantity)
        cls.quant.inventory_date = '2026-12-31'
        cls.env['aftersales.stocking.proposal'].create({
            'policy_id': cls.policy.id, 'product_id': cls.pads.id, 'abc_class': 'a'})

    def _count(self, quantity, user):
        quant = self.quant.with_user(user).with_context(inventory_mode=True)
        quant.write({
            'inventory_quantity': quantity,
            'aftersales_count_reason_id': self.env.ref('aftersales.count_reason_unknown').id})
        return quant.action_apply_inventory()

    def test_planned_by_class(self):
        """H5: class A each 30 days from the day it came or was counted; no count is put off, and 0 leaves it to Odoo."""
        today = fields.Date.today()
        self.policy.count_a = 0
        self.policy._plan_counts()
        self.assertEqual(str(self.quant.inventory_date), '2026-12-31')
        self.policy.count_a = 30
        self.policy._plan_counts()
        self.assertEqual(self.quant.inventory_date, max(self.quant.in_date.date() + timedelta(days=30), today))
        self.quant.inventory_date = today
        self.policy._plan_counts()
        self.assertEqual(self.quant.inventory_date, today)
        self._count(100, self.user_parts)
        self.assertEqual(self.quant.inventory_date, today + timedelta(days=30))

    def test_large_difference(self):
        """H5, parts §13: what is worth more than the limit is applied by a manager; up to it by the clerk."""
        self.policy.write({'head_limit': 300, 'count_limit': 300})
        with self.assertRaisesRegex(UserError, "worth more"):
            self._count(89, self.user_parts)
        self.assertEqual(self.quant.quantity, 100)
        self._count(90, self.user_parts)
        self.assertEqual(self.quant.quantity, 90)
        self._count(70, self.user_manager)
        self.assertEqual(self.quant.quantity, 70)

    def test_difference_of_the_parts_head(self):
        """H5, parts §13: what is worth more than 100 is the parts head's to apply, more than 1,000 a manager's; without a
        parts head, a manager's both."""
        self.assertEqual((self.policy.head_limit, self.policy.count_limit), (100, 1000))
        clerk, head = self.user_parts, self.user_parts.copy({'login': 'parts.head', 'name': "Head of Parts"})
        self._count(97, clerk)
        with self.assertRaisesRegex(UserError, r"more than .*100.*let a manager"):
            self._count(93, clerk)
        self.policy.with_user(self.user_manager).head_id = head
        with self.assertRaisesRegex(UserError, r"more than .*100.*Head of Parts, or a manager"):
            self._count(93, clerk)
        with self.assertRaisesRegex(UserError, r"more than .*100.*let a manager"):
            self._count(60, clerk)
        self._count(93, head)
        self.assertEqual(self.quant.quantity, 93)
        with self.assertRaisesRegex(UserError, r"more than .*1,000.*let a manager"):
            self._count(53, head)
        self._count(53, self.user_manager)
        self.assertEqual(self.quant.quantity, 53)
        with self.assertRaises(AccessError):
            self.policy.with_user(head).head_limit = 500
