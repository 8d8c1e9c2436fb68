from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestFillRate(PartsCommon):
    """H4: how much suppliers deliver at once and good, apart for models still made and discontinued, beside its target."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env['res.partner'].create({'name': "Parts Vendor"})
        cls.disc.product_tmpl_id.aftersales_model_stage = 'discontinued'

    def _take_in(self, purchase, came):
        """The parts clerk takes in so many; the rest is to follow."""
        picking = purchase.picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))
        picking = picking.with_user(self.user_parts).with_context(skip_backorder=True)
        for move in picking.move_ids:
            move.quantity = came.get(move.product_id, 0)
            move.picked = bool(move.quantity)
        picking.button_validate()
        return picking

    @freeze_time('2026-03-03 02:00:00')
    def test_rates(self):
        """H4: short, wrong and damaged pieces are missed, the rest that comes later is no delivery of its own."""
        purchase = self.env['purchase.order'].create({
            'partner_id': self.vendor.id, 'picking_type_id': self.warehouse.in_type_id.id,
            'order_line': [Command.create({'product_id': product.id, 'product_qty': 10, 'price_unit': 5})
                           for product in (self.pads, self.disc)]})
        purchase.button_confirm()
        receipt = self._take_in(purchase, {self.pads: 8, self.disc: 9})
        self._take_in(purchase, {self.pads: 2, self.disc: 1})
        self.env['aftersales.short.delivery'].with_user(self.user_parts).create({
            'picking_id': receipt.id, 'product_id': self.pads.id, 'kind': 'damaged', 'quantity': 1})
        Report = self.env['aftersales.fill.rate'].with_user(self.user_parts)
        rows = Report.search([('partner_id', '=', self.vendor.id)])
        told = {row.product_id: (
            row.qty_expected, row.qty_received, row.qty_short, row.qty_damaged, row.qty_good, row.rate, row.target)
            for row in rows}
        self.assertEqual(told[self.pads], (10, 8, 2, 1, 7, 70, 100))
        self.assertEqual(told[self.disc], (10, 9, 1, 0, 9, 90, 80), "discontinued models have a target of their own")
        self.assertEqual(len(rows), 2)
        (rate, target, missed), = Report._read_group(
            [('partner_id', '=', self.vendor.id)], [], ['rate:avg', 'target:avg', 'qty_missed:sum'])
        self.assertEqual((rate, target, missed), (80, 90, 4), "of their sums")
        self.company.aftersales_fill_running = 95
        self.env.invalidate_all()
        self.assertEqual(set(rows.mapped('target')), {95, 80})
        with self.assertRaises(AccessError):
            Report.with_user(self.user_technician).search([])
        company = self.env['res.company'].create({'name': "Elsewhere"})
        self.user_parts.write({'company_ids': [Command.link(company.id)]})
        elsewhere = self.env(user=self.user_parts.id, context={'allowed_company_ids': company.ids})
        self.assertFalse(elsewhere['aftersales.fill.rate'].search([('id', 'in', rows.ids)]))
