from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestIncoming(PartsCommon):
    """H4: what comes in is inspected by plan; what is rejected goes into quarantine and is claimed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env['res.partner'].create({'name': "Parts Vendor"})
        categories = cls.env['product.category']
        cls.category = categories.create({'name': "Brakes"})
        cls.pads.categ_id = categories.create({'name': "Pads", 'parent_id': cls.category.id})

    def _plan(self, **vals):
        return self.env['aftersales.incoming.plan'].with_user(self.user_manager).create({
            'company_id': self.company.id, 'points': "Count and pack", **vals})

    def _receive(self):
        purchase = self.env['purchase.order'].create({
            'partner_id': self.vendor.id, 'picking_type_id': self.warehouse.in_type_id.id,
            'order_line': [Command.create({'product_id': self.pads.id, 'product_qty': 10, 'price_unit': 5})]})
        purchase.button_confirm()
        picking = purchase.picking_ids.with_user(self.user_parts)
        picking.button_validate()
        return picking, self.env['aftersales.incoming.check'].with_user(self.user_parts).search([
            ('picking_id', '=', picking.id)])

    def _get_on_hand(self):
        self.pads.invalidate_recordset()
        return self.pads.with_context(warehouse_id=self.warehouse.id).qty_available

    def test_sample_of_a_category(self):
        """H4: the plan of the nearest category holds; with too many faulty ones, all of it is rejected in one step."""
        picking, none = self._receive()
        self.assertFalse(none, "nothing is planned")
        self._plan(categ_id=self.category.id, sample_size=4, accept_number=1)
        before = self._get_on_hand()
        picking, check = self._receive()
        self.assertEqual((check.method, check.quantity, check.partner_id), ('sample', 10, self.vendor))
        self.assertEqual(picking.aftersales_check_count, 1)
        self.assertEqual(check.search(picking.action_view_aftersales_checks()['domain']), check)
        with self.assertRaisesRegex(UserError, "look at 4"):
            check.action_accept()
        check.write({'qty_checked': 4, 'qty_bad': 2})
        with self.assertRaisesRegex(UserError, "Reject them"):
            check.action_accept()
        with self.assertRaisesRegex(UserError, "what you found"):
            check.action_reject()
        check.remark = "Cracks"
        check.action_reject()
        defect = check.defect_id
        self.assertEqual((defect.quantity, defect.partner_id, defect.is_blocked, defect.state), (
            10, self.vendor, True, 'reported'))
        self.assertEqual(self._get_on_hand(), before, "what was rejected is not on hand")
        with self.assertRaisesRegex(UserError, "stays"):
            check.qty_bad = 0
        with self.assertRaises(UserError):
            check.action_accept()

    def test_all_pieces_of_a_part(self):
        """H4: the part's own plan goes before its class's, that before its category's; the faulty pieces alone are rejected."""
        self._plan(categ_id=self.category.id)
        group = self.env['aftersales.part.class'].create({'name': "Friction"})
        self.pads.aftersales_class_id = group.create({'name': "Pads", 'parent_id': group.id})
        self._plan(class_id=group.id, method='document')
        self.assertEqual(self._receive()[1].method, 'document')
        self._plan(product_id=self.pads.id, method='all')
        __, check = self._receive()
        before = self._get_on_hand()
        self.assertEqual(check.method, 'all')
        check.write({'qty_checked': 10, 'remark': "Bent"})
        with self.assertRaisesRegex(UserError, "how many"):
            check.action_reject()
        check.qty_bad = 3
        check.action_reject()
        self.assertEqual((self._get_on_hand(), check.defect_id.quantity), (before - 3, 3))
        __, check = self._receive()
        check.write({'qty_checked': 10, 'remark': "Box dented"})
        check.action_accept_remark()
        self.assertEqual((check.state, check.inspector_id), ('remark', self.user_parts))
        self.assertFalse(check.defect_id)

    def test_roles_and_plans(self):
        """H4: managers plan, parts clerks inspect; a plan is for a part or a category, and its sample can be met."""
        with self.assertRaises(AccessError):
            self.env['aftersales.incoming.plan'].with_user(self.user_parts).create({'categ_id': self.category.id})
        for vals in ({}, {'categ_id': self.category.id, 'product_id': self.pads.id}, {
                'categ_id': self.category.id, 'sample_size': 2, 'accept_number': 2}):
            with self.assertRaises(ValidationError):
                self._plan(**vals)
        self._plan(product_id=self.pads.id, method='document')
        __, check = self._receive()
        with self.assertRaises(AccessError):
            check.with_user(self.user_advisor).action_accept()
        with self.assertRaises(AccessError):
            check.method = 'all'
        check.action_accept()
        self.assertEqual(check.state, 'accepted')
