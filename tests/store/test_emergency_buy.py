import base64
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

TUESDAY = fields.Datetime.to_datetime('2026-03-03 02:00:00')


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestEmergencyBuy(PartsCommon):
    """H7: from the part's line a purchase of its own is begun in a hurry, with its cause and what it costs more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor, cls.shop = cls.env['res.partner'].create([{'name': "Parts Vendor"}, {'name': "Shop at the Corner"}])
        cls.lamp, cls.turbo = cls.env['product.product'].create([{
            'name': name, 'type': 'consu', 'is_storable': True, 'list_price': 2 * price,
            'seller_ids': [Command.create({'partner_id': cls.vendor.id, 'price': price, 'delay': 2})],
        } for name, price in (("Lamp", 10.0), ("Turbo", 2500.0))])

    def _buy(self, line, user=None, **values):
        user = user or self.user_parts
        action = line.with_user(user).action_buy_in_emergency()
        with Form.from_action(self.env(user=user), action) as form:
            form.cause = 'planning'
            for name, value in values.items():
                form[name] = value
        action = form.record.action_apply()
        self.env.invalidate_all()
        return self.env['purchase.order'].browse(action['res_id'])

    def _confirm(self, purchase):
        self.assertTrue(purchase.button_confirm())
        if purchase.state == 'to approve':  # dearer than the list by more than the limit
            purchase.with_user(self.user_manager).sudo().button_approve(force=True)
        self.env.invalidate_all()

    def test_from_the_line_to_the_job(self):
        """H7: the purchase has cause, extra cost and order; its arrival is the part's, and the job goes on."""
        order = self._create_approved((self.lamp, 2))
        line = order.line_ids
        purchase = self._buy(line, vendor_id=self.shop, price=15, extra_cost=8, date=TUESDAY + timedelta(hours=4))
        self.assertEqual(
            (purchase.partner_id, purchase.aftersales_emergency, purchase.aftersales_extra_cost, purchase.origin),
            (self.shop, 'planning', 8, order.name))
        self.assertEqual((purchase.order_line.product_qty, purchase.order_line.price_unit), (2, 15))
        self.assertEqual((line.supply_name, line.is_to_order), (purchase.name, False))
        action = self.env.ref('aftersales.action_emergency_buys')
        self.assertEqual(action.domain, "[('aftersales_emergency', '!=', False)]")
        self._confirm(purchase)
        self.assertEqual(line.parts_state, 'on_the_way')
        picking = purchase.picking_ids.with_user(self.user_parts)
        picking.move_ids.picked = True
        picking.button_validate()
        self.env.invalidate_all()
        self.assertEqual((line.parts_state, line.qty_reserved), ('here', 2))

    def test_its_own_order(self):
        """H7: what is bought ordinarily of the same vendor stands on another order, before and after it."""
        lines = [self._create_approved((self.lamp, 1)).line_ids for __ in range(3)]
        lines[0].with_user(self.user_parts).action_order_missing_parts()
        hurried = self._buy(lines[1])
        self.assertEqual((hurried.partner_id, hurried.order_line.price_unit), (self.vendor, 10), "by its list")
        lines[2].with_user(self.user_parts).action_order_missing_parts()
        self.assertEqual(hurried.order_line.product_qty, 1)
        purchases = self.env['purchase.order'].search([('partner_id', '=', self.vendor.id)])
        ordinary = purchases - hurried
        self.assertEqual((len(ordinary), sum(ordinary.order_line.mapped('product_qty'))), (1, 2))

    def test_once(self):
        """H7: what is ordered is not bought again; what lies here stays set aside."""
        self._put_in_stock(self.lamp, 1)
        line = self._create_approved((self.lamp, 3)).line_ids
        self.assertEqual(self._buy(line).order_line.product_qty, 2)
        self.assertEqual(line.qty_reserved, 1)
        with self.assertRaisesRegex(UserError, "nothing to buy"):
            self._buy(line)
        self.assertEqual(self._get_demand(line.order_id), {self.lamp: 3})

    def test_given_up(self):
        """H7: a purchase in a hurry that is given up, in whatever way, leaves the part short: it is bought again, once."""
        for label, is_confirmed, give_up in (
            ('quotation cancelled', False, lambda purchase: purchase.button_cancel()),
            ('order cancelled', True, lambda purchase: purchase.button_cancel()),
            ('line deleted', False, lambda purchase: purchase.order_line.unlink()),
            ('receipt cancelled', True, lambda purchase: purchase.picking_ids.action_cancel()),
            ('receipt and order cancelled', True, lambda purchase: (
                purchase.picking_ids.action_cancel(), purchase.button_cancel())),
        ):
            with self.subTest(label):
                line = self._create_approved((self.lamp, 2)).line_ids
                purchase = self._buy(line, vendor_id=self.shop, price=15)
                if is_confirmed:
                    self._confirm(purchase)
                    self.assertEqual(line.parts_state, 'on_the_way')
                give_up(purchase)
                self.env.invalidate_all()
                self.assertEqual(self._get_demand(line.order_id), {self.lamp: 2})
                self.assertEqual((line.parts_state, line.is_to_order, bool(line.supply_name)), ('not_here', True, False))
                again = self._buy(line)
                self.assertEqual((again.order_line.product_qty, line.supply_name), (2, again.name))
                with self.assertRaisesRegex(UserError, "nothing to buy"):
                    self._buy(line)

    def test_given_up_late(self):
        """H7: the first order, cancelled once the part is bought again, takes nothing off the second one."""
        line = self._create_approved((self.lamp, 2)).line_ids
        first = self._buy(line, vendor_id=self.shop, price=15)
        self._confirm(first)
        first.picking_ids.action_cancel()
        self.env.invalidate_all()
        second = self._buy(line)
        first.button_cancel()
        self.env.invalidate_all()
        self.assertEqual((line.supply_name, line.is_to_order), (second.name, False))
        self._confirm(second)
        self.assertEqual(line.parts_state, 'on_the_way')
        second.picking_ids.move_ids.picked = True
        second.picking_ids.button_validate()
        self.env.invalidate_all()
        self.assertEqual((line.parts_state, line.qty_reserved), ('here', 2))

    def test_dear_parts_are_approved(self):
        """H2, H7: in a hurry or not, a dear part is bought once somebody who may has said yes."""
        line = self._create_approved((self.turbo, 1)).line_ids
        with self.assertRaisesRegex(UserError, "not approved"):
            self._buy(line)
        self.assertFalse(line.supply_name)
        line.with_user(self.user_dispatcher).action_approve_part()
        self.assertEqual(self._buy(line).order_line.product_qty, 1)

    def test_without_a_line(self):
        """H7: the dialog, opened without a part, names no vendor; with one, the part's."""
        self.assertFalse(Form(self.env['aftersales.emergency.wizard'].with_user(self.user_parts)).vendor_id)
        action = self._create_approved((self.lamp, 1)).line_ids.with_user(self.user_parts).action_buy_in_emergency()
        with Form.from_action(self.env(user=self.user_parts), action) as form:
            self.assertEqual(form.vendor_id, self.vendor)
            form.cause = 'planning'

    def test_roles(self):
        """H7: the parts counter's alone, each company's."""
        line = self._create_approved((self.lamp, 1)).line_ids
        for user in (self.user_advisor, self.user_technician):
            with self.subTest(user.login), self.assertRaises(AccessError):
                line.with_user(user).action_buy_in_emergency()
            with self.subTest(user.login), self.assertRaises(AccessError):
                line.with_user(user)._buy_in_emergency({}, 0, TUESDAY)
        self.user_other_advisor.group_ids |= self.env.ref('aftersales.group_parts')
        with self.assertRaises(AccessError):
            line.with_user(self.user_other_advisor).action_buy_in_emergency()

    def test_plan_is_cut(self):
        """H4, 004: parts of other suppliers take no place in the plan; where it does not hold all of his, it says so."""
        supplier, other = self.env['res.partner'].create([{'name': "Planned Ltd"}, {'name': "Others Ltd"}])
        policy = self.env['aftersales.stocking.policy']
        policy._create_missing()
        policy = policy.search([('warehouse_id', '=', self.warehouse.id)])
        parts = self.env['product.product'].create([{
            'name': name, 'default_code': name, 'type': 'consu', 'is_storable': True, 'seller_ids': [
                Command.create({'partner_id': seller.id, 'sequence': number, 'price': 1})
                for number, seller in enumerate(order)],
        } for name, order in (
            ("A-PLAN", other | supplier), ("B-PLAN", supplier | other), ("C-PLAN", supplier))])
        self.env['aftersales.stocking.proposal'].sudo().create([{
            'policy_id': policy.id, 'product_id': part.id, 'demand_pieces': 9, 'months_known': 3,
        } for part in parts.sorted('id', reverse=True)])
        dialog = self.env['aftersales.supplier.plan.wizard'].with_user(self.user_parts).create({
            'partner_id': supplier.id, 'file_format': 'csv'})

        def export():
            dialog.action_export()
            return base64.b64decode(dialog.plan_file).decode('utf-8-sig')

        with patch('odoo.addons.aftersales.wizard.store.supplier_plan_wizard.MOST_PARTS', 2):
            text = export()
            self.assertNotIn("A-PLAN", text)
            self.assertLess(text.index("B-PLAN"), text.index("C-PLAN"))
            self.assertNotIn("Only the first", text)
        with patch('odoo.addons.aftersales.wizard.store.supplier_plan_wizard.MOST_PARTS', 1):
            text = export()
            self.assertIn("B-PLAN", text)
            self.assertNotIn("C-PLAN", text)
            self.assertIn("Only the first 1 of 2 parts", text)

    def test_bought_for_a_sale(self):
        """H7, H9: what a counter sale lacks is bought in a hurry with its cause; given up, it is bought anew."""
        sale = self.env['aftersales.counter.sale'].with_user(self.user_parts).create({
            'workshop_id': self.workshop.id, 'line_ids': [Command.create({'product_id': self.lamp.id, 'quantity': 2})]})
        line = sale.line_ids
        with self.assertRaisesRegex(UserError, "its sale is not confirmed"):
            line._buy_in_emergency({'partner_id': self.shop.id}, 0, TUESDAY)
        sale.action_confirm()
        purchase = self._buy(line, vendor_id=self.shop, price=15, extra_cost=8, date=TUESDAY + timedelta(hours=4))
        self.assertEqual((purchase.aftersales_extra_cost, purchase.origin), (8, sale.name))
        self.assertEqual((line.supply_name, line.is_to_order), (purchase.name, False))
        purchase.button_cancel()
        self.env.invalidate_all()
        self.assertTrue(line.is_to_order)
        purchase = self._buy(line, vendor_id=self.shop)
        self._confirm(purchase)
        self.assertEqual(sale.parts_arrival_date, purchase.order_line.date_planned)
        purchase.picking_ids.move_ids.picked = True
        purchase.picking_ids.button_validate()
        self.env.invalidate_all()
        self.assertFalse(sale.is_short)
        sale.action_hand_over()
        self.assertEqual(line.qty_delivered, 2)
