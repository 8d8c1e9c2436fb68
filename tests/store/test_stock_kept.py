from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.stock_month import StockMonthCommon


@tagged('post_install', '-at_install')
class TestStockKept(StockMonthCommon):
    """H5, parts 10, 12: what the night keeps of months that are over, and the figures that are made of it."""

    def test_kept_by_night(self):
        """H5, parts 12: what the night keeps says the same as all moves, of each month and in the figures; what is changed of a
        month that is over is seen at once, and kept anew by the next night."""
        self._live_two_months()
        with freeze_time('2026-05-20 04:00:00'):
            self.lamp.standard_price = 55
        with freeze_time('2026-06-20 04:00:00'):
            policies = self._create_policies_of_stores()
            both, told = set(policies.warehouse_id.ids), self._read_told()
            self.assertEqual(both, set((self.warehouse + self.elsewhere).ids))
            self.assertFalse(policies._get_kept_stores(fields.Date.to_date('2026-06-01'), self.company._get_clock_zone()))
            self.assertEqual(self._pass_the_night(policies) & both, both)
            self.assertEqual(self._read_told(), told)
            kept = self.env['aftersales.stock.kept.month'].sudo().search([
                ('warehouse_id', '=', self.warehouse.id), ('month', '=', '2026-05-01'), ('way', '=', 'out_a')])
            kept.value -= 5
            for fast, plain in zip(self._read_told(), told, strict=True):
                self.assertNotEqual(fast, plain, "what is kept is read")
            kept.value += 5
            with freeze_time('2026-05-30 04:00:00'):
                move = self._move(self.bulb, 3, self.env.ref('stock.stock_location_suppliers'), self.stock)
            later = self._read_told()
            for fast, plain in zip(later, told, strict=True):
                self.assertNotEqual(fast, plain)
            policies._forget_kept()
            self.assertEqual(self._read_told(), later)
            self.assertEqual(self._pass_the_night(policies) & both, both)
            self.assertEqual(self._read_told(), later)
            move.date = '2026-06-10 04:00:00'
            self.assertFalse(policies.filtered('kept_before'))
            self.assertIn(3, [
                row['in_maker'] for row in self._read_told()[0] if row['month'] == fields.Date.to_date('2026-06-01')])

    def test_kept_of_another_month(self):
        """H5: until the night has been, a new month begins with what was kept for the one before; parts that rest and go again
        are told by their last use, from what is kept as from all moves."""
        self._live_two_months()
        with freeze_time('2027-06-20 04:00:00'):
            policies = self._create_policies_of_stores()
            self._pass_the_night(policies, '2027-06-01')
        with freeze_time('2027-07-03 04:00:00'):
            self._move(self.lamp, 1, self.stock, self.env.ref('stock.stock_location_customers'))
            self._move(self.bulb, 4, self.env.ref('stock.stock_location_suppliers'), self.stock)
            kept = policies._get_kept_stores(fields.Date.to_date('2027-07-01'), self.company._get_clock_zone())
            self.assertEqual({str(kept[store.id]) for store in self.warehouse + self.elsewhere}, {'2027-06-01'})
            told = self._read_told()
            figures = {str(row['month'])[:7]: row for row in told[1]}
            self.assertGreater(figures['2027-06']['dead_value'], 0)
            self.assertLess(figures['2027-07']['dead_value'], figures['2027-06']['dead_value'])
            policies._forget_kept()
            self.assertEqual(self._read_told(), told)
            self._pass_the_night(policies, '2027-07-01')
            self.assertEqual(self._read_told(), told)

    def test_kept_under_another_name(self):
        """H5: parts that change their category, and jobs that change their class, change months that are over: at once."""
        self._live_two_months()
        with freeze_time('2026-06-20 04:00:00'):
            policies = self._create_policies_of_stores()
            self._pass_the_night(policies)
            self.lamp.categ_id = self.lamp.categ_id.copy({'name': "Other Lamps"})
            self.assertFalse(policies.filtered('kept_before'))
            self.assertIn("Other Lamps", {row['categ_id'] and row['categ_id'][1] for row in self._read_told()[0]})
            self._pass_the_night(policies)
            self.lamp.categ_id = self.lamp.categ_id
            self.lamp.name = "Lamp, LED"
            self.assertTrue(all(policies.mapped('kept_before')))
            job = self.env['aftersales.order.line'].search([('product_id', '=', self.lamp.id)]).job_id
            job.sudo().pay_type_id = self.env['aftersales.pay.type'].search([('service_class', '=', 'd')], limit=1)
            self.assertFalse(policies.filtered('kept_before'))
            self.assertEqual(sum(row['out_d'] for row in self._read_told()[0]), 3)
            self._pass_the_night(policies)
            job.pay_type_id.sudo().service_class = 'b'
            self.assertFalse(policies.filtered('kept_before'))
            self.assertEqual(sum(row['out_b'] for row in self._read_told()[0]), 3)

    def _read_figures(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env['aftersales.part.figure'].with_user(user or self.user_parts).search([
            ('workshop_id', '=', self.workshop.id)], order='month')
        return {fields.Date.to_string(row.month)[:7]: row for row in rows}

    def _live_a_month(self):
        """What figures of May are made of, beside what the two months had."""
        self._live_two_months()
        with freeze_time('2026-05-20 04:00:00'):
            order = self._create_approved((self.lamp, 1))
            self._issue(order)
            order.line_ids.sudo()._write({'parts_due': '2026-05-10 04:00:00', 'parts_came_date': '2026-05-12 04:00:00'})
            hurried = self.env['purchase.order'].create({
                'partner_id': self.supplier.id, 'picking_type_id': self.warehouse.in_type_id.id,
                'aftersales_emergency': 'rare', 'order_line': [Command.create({
                    'product_id': self.bulb.id, 'product_qty': 10, 'price_unit': 2, 'tax_ids': False})]})
            hurried.sudo().aftersales_emergency_user_id = self.user_manager
            hurried.button_confirm()
            self.env['aftersales.lost.sale'].with_user(self.user_parts).create([
                {'product_id': self.bulb.id, 'warehouse_id': self.warehouse.id, 'is_mistake': wrong}
                for wrong in (False, True)])
            quant = self.env['stock.quant'].search([('product_id', '=', self.lamp.id), ('location_id', '=', self.stock.id)])
            quant.with_context(inventory_mode=True).inventory_quantity = quant.quantity
            quant.action_apply_inventory()
            receipt = self.env['purchase.order'].search([('partner_id', '=', self.supplier.id)], order='id').picking_ids
            self.env['aftersales.short.delivery'].with_user(self.user_parts).create({
                'picking_id': receipt.filtered(lambda picking: picking.state == 'done').id, 'product_id': self.lamp.id,
                'kind': 'damaged'})
            sales = self.env['aftersales.counter.sale'].create([{
                'partner_id': self.customer.id, 'workshop_id': self.workshop.id, 'delivery_kind': 'parcel'} for __ in range(2)])
            for sale, day in zip(sales, ('11', '14'), strict=True):
                sale._write({
                    'state': 'shipped', 'due_date': '2026-05-12 04:00:00', 'moved_date': f'2026-05-{day} 04:00:00'})
            score = self.env['aftersales.supplier.score'].create({
                'partner_id': self.supplier.id, 'period_start': '2025-07-01'})
            score._write({'state': 'approved', 'total_points': 80})

    def test_figures_of_the_department(self):
        """H5, H7, parts 10: turns, dead stock, emergency buys, hits, lost sales, counts and special orders of a month, each
        with its numbers and the records behind it; of several months their quotient."""
        with freeze_time('2026-03-31 04:00:00'):
            before = self._read_figures().get('2026-03')
        dead = before.value_at_end if before else 0
        self._live_a_month()
        with freeze_time('2027-05-02 04:00:00'):
            rows = self._read_figures()
            april, may, late = rows['2026-04'], rows['2026-05'], rows['2027-05']
            self.assertEqual((april.used_value, april.turns, april.bought_value, april.emergency_percent), (0, 0, 500, 0))
            self.assertEqual((may.used_value, may.value_at_end - dead), (150, 250), "three lamps used and not returned")
            self.assertAlmostEqual(may.turns, 12 * 150 / may.average_value)
            self.assertEqual((may.bought_value, may.emergency_value, may.emergency_percent), (20, 20, 100))
            self.assertEqual((may.handed, may.hits, may.hit_percent), (2, 1, 50))
            self.assertEqual((may.demand, may.lost_sales, may.filled), (3, 1, 1))
            self.assertAlmostEqual(may.lost_percent, 100 / 3, 1)
            self.assertEqual((may.counted, may.agreed, may.count_percent), (2, 1, 50), "missing ones once, right once")
            self.assertEqual((may.special, may.special_in_time, may.special_percent), (1, 0, 0))
            self.assertEqual(may.dead_value, dead if before else 0)
            self.assertEqual((late.dead_value, late.dead_percent), (late.value_at_end, 100))
            self.assertEqual((may.right_parts, may.right_percent), (2, 100))
            self.assertEqual((may.timely, may.time_percent), (1, 50))
            self.assertEqual(may.sudo().lost_value, self.bulb.lst_price)
            self.assertEqual((april.deliveries, may.shorts), (1, 1))
            self.assertEqual((may.parcels, may.parcels_in_time, may.parcel_percent), (2, 1, 50))
            self.assertEqual((april.supplier_points, may.supplier_points), (80, 80))
            for name, count in (('emergencies', 1), ('handed', 2), ('lost', 1), ('counts', 2), ('specials', 1), ('wrong', 0),
                                ('late', 1), ('shorts', 1), ('parcels', 2), ('scores', 1)):
                action = getattr(may, f'action_view_{name}')()
                found = self.env[action['res_model']].search(action['domain'])
                self.assertEqual(len(found), count, name)
            for name in ('stock', 'dead', 'spot_checks'):
                action = getattr(may, f'action_view_{name}')()
                self.env[action['res_model']].with_user(self.user_parts).search(action['domain'])
            (turns, hits), = self.env['aftersales.part.figure'].with_user(self.user_manager)._read_group(
                [('id', 'in', (april + may).ids)], [], ['turns:avg', 'hit_percent:avg'])
            self.assertAlmostEqual(turns, 12 * 150 / (april.average_value + may.average_value))
            self.assertEqual(hits, 50)
        with self.assertRaises(AccessError):
            self._read_figures(self.user_advisor)
        clerk = self.user_parts.copy({
            'company_ids': [self.other_company.id], 'company_id': self.other_company.id, 'login': 'parts.figures'})
        self.assertFalse(self._read_figures(clerk))

    def test_days_supply(self):
        """Parts 10: for how many days there is enough, by what was used in the last 12 months; words where nothing was."""
        self._live_a_month()
        with freeze_time('2027-05-02 04:00:00'):
            rows = self._read_figures()
            may, late = rows['2026-05'], rows['2027-05']
            self.assertGreater(may.used_a_day, 0)
            self.assertAlmostEqual(may.supply_days, may.value_at_end / may.used_a_day, 1)
            self.assertEqual(may.supply_words, f'{may.supply_days:.0f} days')
            self.assertEqual((late.used_a_day, late.supply_days), (0, 0))
            self.assertEqual(late.supply_words, "Nothing used in 12 months")
            (days,), = self.env['aftersales.part.figure'].with_user(self.user_manager)._read_group(
                [('id', '=', may.id)], [], ['supply_days:avg'])
            self.assertAlmostEqual(days, may.supply_days, 1)

    def test_targets_of_an_outlet(self):
        """Parts 10: the manager says what an outlet is to reach; its figures show it, and nobody else changes it."""
        self.assertEqual(
            (self.workshop.part_fill_least, self.workshop.part_fill_target, self.workshop.part_right_target,
             self.workshop.part_time_target), (85, 95, 98, 95))
        self.workshop.with_user(self.user_manager).write({'part_fill_target': 90, 'part_dead_most': 7})
        self._live_two_months()
        with freeze_time('2026-06-20 04:00:00'):
            may = self._read_figures()['2026-05']
            self.assertEqual((may.part_fill_least, may.part_fill_target, may.part_dead_most), (85, 90, 7))
        with self.assertRaisesRegex(ValidationError, "smaller one first"):
            self.workshop.with_user(self.user_manager).part_fill_least = 91
        with self.assertRaises(AccessError):
            self.workshop.with_user(self.user_parts).part_fill_target = 50
        view = self.env['aftersales.part.figure'].with_user(self.user_parts).get_view(
            self.env.ref('aftersales.part_figure_view_list').id, 'list')['arch']
        self.assertIn('decoration-warning="demand &gt; 0 and fill_percent &gt;= part_fill_least', view)
