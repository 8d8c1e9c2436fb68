from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestBelowMinimum(PartsCommon):
    """H5: what falls below the store's minimum is shown to the parts clerk, counted on the day's page, and ordered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier = cls.env['res.partner'].create({'name': 'Parts depot'})
        parts = cls.pads | cls.disc
        cls.env['product.supplierinfo'].create([{
            'partner_id': cls.supplier.id, 'product_tmpl_id': part.product_tmpl_id.id, 'price': 5} for part in parts])
        cls.rules = cls.env['stock.warehouse.orderpoint'].create([{
            'product_id': part.id, 'warehouse_id': cls.warehouse.id, 'location_id': cls.warehouse.lot_stock_id.id,
            'company_id': cls.company.id, 'product_min_qty': least, 'product_max_qty': most, 'trigger': 'manual',
        } for part, least, most in ((cls.pads, 9, 14), (cls.disc, 5, 8))]).with_user(cls.user_parts)
        cls.Rule = cls.rules.browse()

    def _get_below(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.Rule.search([('aftersales_is_below', '=', True), ('id', 'in', self.rules.ids)])

    def test_shown_and_ordered(self):
        """H5: shown with what is there, promised and on the way; ordered up to the maximum, with one order a vendor, once."""
        pads, disc = self.rules
        self.assertEqual(self._get_below(), disc, "ten pads, four discs")
        self._create_approved((self.pads, 2))
        self.assertEqual(self._get_below(), pads + disc)
        self.assertEqual(self.Rule.search([('aftersales_is_below', '=', False), ('id', 'in', self.rules.ids)]), self.Rule)
        self.assertEqual(
            (pads.aftersales_on_hand, pads.aftersales_outgoing, pads.aftersales_incoming, pads.qty_to_order), (10, 2, 0, 6))
        self.assertEqual(pads.aftersales_vendor_id, self.supplier)
        now = fields.Datetime.to_string(fields.Datetime.now())
        tallies = self.workshop.with_user(self.user_parts)._get_tallies(now, now)
        tally = next(tally for tally in tallies if tally.key == 'below_min')
        self.assertEqual(self.Rule.search(tally.domain) & self.rules, self.rules)

        action = self.rules.action_order_below_minimum()
        purchase = self.env['purchase.order'].with_user(self.user_parts).browse(action['res_id'])
        self.assertEqual((purchase.partner_id, purchase.state), (self.supplier, 'draft'))
        self.assertEqual(
            {line.product_id: line.product_qty for line in purchase.order_line}, {self.pads: 6, self.disc: 4})
        self.assertFalse(self._get_below())
        self.assertEqual(pads.aftersales_incoming, 6, "asked for is on the way")
        with self.assertRaisesRegex(UserError, "the minimum is kept"):
            self.rules.action_order_below_minimum()
        purchase.button_cancel()
        self.assertEqual(self._get_below(), pads + disc)

    def test_who_may(self):
        """H5: the parts counter orders, in its own company; without a vendor it is told which part."""
        with self.assertRaises(AccessError):
            self.rules.with_user(self.user_technician).action_order_below_minimum()
        clerk = self.user_parts.copy({
            'company_ids': [self.other_company.id], 'company_id': self.other_company.id, 'login': 'parts.below'})
        with self.assertRaises(AccessError):
            self.rules.with_user(clerk).action_order_below_minimum()
        with self.assertRaises(UserError):
            self.Rule.action_order_below_minimum()
        self.disc.seller_ids = False
        with self.assertRaisesRegex(UserError, f'vendor.*{self.disc.name}'):
            self.rules.action_order_below_minimum()
