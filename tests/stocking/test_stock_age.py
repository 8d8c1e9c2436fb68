from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
@freeze_time('2027-03-10 04:00:00')
class TestStockAge(PartsCommon):
    """H5: dead stock by age bands, and what lies there above what is kept."""

    def _read(self, product, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env['aftersales.stock.age'].with_user(user or self.user_parts).search([
            ('product_id', '=', product.id), ('warehouse_id', '=', self.warehouse.id)])

    def test_age_bands(self):
        """H5: months since something went out, or since it came where nothing ever did; value at cost."""
        self.env['stock.quant'].search([('product_id', '=', self.disc.id)]).in_date = '2023-01-10'
        order = self._create_approved((self.pads, 3))
        self._issue(order)
        self.disc.standard_price, self.pads.standard_price = 50, 30
        row = self._read(self.disc)
        self.assertEqual((row.age_months, row.band, row.quantity, row.value, row.dead_value), (50, 'b36', 4, 200, 200))
        row = self._read(self.pads)
        self.assertEqual((row.band, row.last_date, row.quantity, row.dead_value), (
            'b0', fields.Date.to_date('2027-03-10'), 7, 0))
        order.sudo().line_ids.move_ids.move_line_ids.date = '2026-02-10 10:00:00'
        self.assertEqual((self._read(self.pads).age_months, self._read(self.pads).band), (13, 'b12'))

    def test_surplus(self):
        """H5: surplus is what lies there above the maximum of the rule; without a rule there is none."""
        self.assertEqual(self._read(self.pads).surplus, 0)
        self.env['stock.warehouse.orderpoint'].create({
            'product_id': self.pads.id, 'warehouse_id': self.warehouse.id, 'location_id': self.warehouse.lot_stock_id.id,
            'product_min_qty': 2, 'product_max_qty': 4})
        self.pads.standard_price = 30
        row = self._read(self.pads)
        self.assertEqual((row.kept, row.surplus, row.surplus_value), (4, 6, 180))

    def test_proposal(self):
        """parts 12: what to do with it: by age, by what is kept, by shelf life and by whether a supplier could take it."""
        self.env['stock.quant'].search([('product_id', '=', self.pads.id)]).in_date = '2027-03-01'
        self.assertFalse(self._read(self.pads).proposal)
        self.env['stock.warehouse.orderpoint'].create({
            'product_id': self.pads.id, 'warehouse_id': self.warehouse.id, 'location_id': self.warehouse.lot_stock_id.id,
            'product_min_qty': 2, 'product_max_qty': 4})
        self.pads.seller_ids.unlink()
        self.assertEqual(self._read(self.pads).proposal, 'sell')
        self.pads.seller_ids = [(0, 0, {'partner_id': self.customer.id})]
        self.assertEqual(self._read(self.pads).proposal, 'return')
        quants = self.env['stock.quant'].search([
            ('product_id', '=', self.disc.id), ('location_id.warehouse_id', '=', self.warehouse.id)])
        for day, proposal in (('2026-01-10', 'sell'), ('2024-01-10', 'scrap')):
            quants.in_date = day
            self.assertEqual(self._read(self.disc).proposal, proposal, day)
        quants.in_date = '2027-01-10'
        self.disc.product_tmpl_id.aftersales_shelf_days = 30
        row = self._read(self.disc)
        self.assertEqual((row.proposal, row.shelf_date), ('scrap', fields.Date.to_date('2027-02-09')))
        self.assertIn(row, row.search([('shelf_date', '<', fields.Date.today())]))

    def test_who_sees_it(self):
        """H5: the stores and the manager see what it is worth, advisors and other companies do not."""
        self.assertTrue(self._read(self.pads, self.user_manager))
        with self.assertRaises(AccessError):
            self._read(self.pads, self.user_advisor)
        stranger = self.user_parts.copy({'login': 'stranger', 'company_id': self.other_company.id,
                                         'company_ids': [(6, 0, self.other_company.ids)]})
        self.assertFalse(self._read(self.pads, stranger))
