from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.warranty import WarrantyCommon

MARCH, APRIL = '2026-03-10 04:00:00', '2026-04-02 04:00:00'


@tagged('post_install', '-at_install')
class TestStation(WarrantyCommon):
    """I5: a month of a warranty store is counted from its book, confirmed by the station and set off once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store = cls.warehouse.aftersales_warranty_location_id
        cls.locations = {
            'supplier': cls.env.ref('stock.stock_location_suppliers'),
            'customer': cls.env.ref('stock.stock_location_customers'),
            'stock': cls.warehouse.lot_stock_id, 'store': cls.store}
        cls.disc.standard_price = 50.0
        cls.workshop.resource_calendar_id.tz = 'Asia/Shanghai'
        cls.workshop.manager_id = cls.user_dispatcher

    def _move(self, source, target, quantity, day):
        with freeze_time(day):
            move = self.env['stock.move'].create({
                'product_id': self.disc.id, 'product_uom': self.disc.uom_id.id, 'product_uom_qty': quantity,
                'location_id': self.locations[source].id, 'location_dest_id': self.locations[target].id})
            move._action_confirm()
            move.quantity = quantity
            move.picked = True
            move._action_done()
        return move

    def _settle(self, month='2026-03-01', user=None):
        return self.env['aftersales.station.settlement'].with_user(user or self.user_claims).create({
            'workshop_id': self.workshop.id, 'period': month})

    def _live_a_month(self):
        self._move('supplier', 'store', 10, '2026-02-27 04:00:00')
        self._move('stock', 'store', 3, '2026-03-02 04:00:00')  # received
        self._move('supplier', 'store', 4, '2026-03-03 04:00:00')  # without a purchase: replaced by the maker
        self._move('store', 'customer', 5, MARCH)
        self._move('customer', 'store', 1, '2026-03-20 04:00:00')
        self._move('store', 'stock', 2, '2026-03-21 04:00:00')
        self._move('store', 'customer', 1, '2026-03-31 16:30:00')  # at the outlet it is April
        self.env.flush_all()

    @freeze_time(APRIL)
    def test_counted_from_the_book(self):
        self._live_a_month()
        line = self._settle().line_ids.filtered(lambda line: line.product_id == self.disc)
        self.assertEqual(
            (line.qty_opening, line.qty_received, line.qty_replaced, line.qty_issued, line.qty_taken, line.qty_closing),
            (10, 3, 4, 4, 2, 11))
        self.assertEqual(line.value, 550.0)
        april = self._settle('2026-04-15').line_ids.filtered(lambda line: line.product_id == self.disc)
        self.assertEqual((april.qty_opening, april.qty_issued, april.qty_closing), (11, 1, 10))

    def test_made_by_itself(self):
        """I5: when a month is over by the outlet's clock, its draft is there, with a task; once, and for used stores only."""
        self._live_a_month()
        Settlement = self.env['aftersales.station.settlement']
        other = self.workshop.copy({'code': 'TSTU', 'warehouse_id': self.env['stock.warehouse'].create({
            'name': "Unused", 'code': 'UNU', 'company_id': self.company.id}).id})
        self.env['aftersales.workshop'].search([]).settled_month = '2026-02-01'
        for moment, count in (('2026-03-31 15:50:00', 0), ('2026-03-31 16:10:00', 0), ('2026-04-01 02:00:00', 1),
                              ('2026-04-02 02:00:00', 1)):
            with self.subTest(moment), freeze_time(moment), self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_settle_month').method_direct_trigger()
                self.env.invalidate_all()
                self.assertEqual(Settlement.search_count([
                    ('workshop_id', 'in', (self.workshop | other).ids), ('period', '=', '2026-03-01')]), count)
        settlement = Settlement.search([('workshop_id', '=', self.workshop.id), ('period', '=', '2026-03-01')])
        line = settlement.line_ids.filtered(lambda line: line.product_id == self.disc)
        self.assertEqual((line.qty_opening, line.qty_issued, line.qty_closing), (10, 4, 11))
        self.assertEqual(settlement.activity_ids.user_id, self.company._get_warranty_user())
        with freeze_time(APRIL):
            settlement.with_user(self.user_claims).action_send()
        self.assertFalse(settlement.activity_ids)

    @freeze_time(APRIL)
    def test_issues_by_outlet_model_and_part(self):
        with freeze_time(MARCH):
            self.env['stock.quant']._update_available_quantity(self.disc, self.store, 5)
            self._sell(self.vehicle, '2024-05-10')
            order = self._create_visit((self.disc, 1))
            order.job_ids.action_take_coverage()
            issue = self.env['aftersales.free.issue'].with_user(self.user_technician).create({
                'job_id': order.job_ids.id, 'cause': "Broken", 'line_ids': [
                    (0, 0, {'product_id': self.disc.id, 'quantity': 1})]})
            issue.with_user(self.user_manager).action_approve()
            picking = order.sudo().picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))
            picking.move_ids.picked = True
            picking.button_validate()
        settlement = self._settle()
        row = settlement.issue_ids
        self.assertEqual((row.workshop_id, row.model_id, row.product_id, row.quantity), (
            self.workshop, self.vehicle.model_id, self.disc, 1))
        self.assertEqual((settlement.amount_issued, settlement.setoff_amount), (50.0, 50.0))

    @freeze_time(APRIL)
    def test_confirmed_by_the_station_s_manager(self):
        self._live_a_month()
        settlement = self._settle()
        settlement.action_send()
        with self.assertRaisesRegex(UserError, "stays as it was counted"):
            settlement.action_count()
        with self.assertRaisesRegex(AccessError, "who manages the station"):
            settlement.action_confirm()
        settlement.with_user(self.user_dispatcher).action_confirm()
        self.assertEqual((settlement.state, settlement.confirmed_by_id), ('confirmed', self.user_dispatcher))
        confirmation = settlement.confirmation_ids
        self.assertTrue(confirmation.is_intact)
        self.assertEqual((confirmation.user_id, confirmation.amount), (self.user_dispatcher, 200.0))
        self.assertEqual(confirmation._get_content()['parts'][0]['closing'], 11)
        with self.assertRaisesRegex(UserError, "amount stays"):
            settlement.setoff_amount = 5
        with self.assertRaises(UserError):
            confirmation.sudo().amount = 5
        with self.assertRaisesRegex(UserError, "against what"):
            settlement.with_user(self.user_accountant).action_set_off()
        settlement.setoff_reference = "BILL/1"
        settlement.with_user(self.user_accountant).action_set_off()
        self.assertEqual(settlement.state, 'set_off')
        with self.assertRaises(UserError):
            settlement.with_user(self.user_manager).action_reopen()

    @freeze_time(APRIL)
    def test_reopened_by_the_manager_alone(self):
        settlement = self._settle()
        settlement.action_send()
        settlement.with_user(self.user_dispatcher).action_confirm()
        with self.assertRaises(AccessError):
            settlement.action_reopen()
        with self.assertRaisesRegex(UserError, "Enter why"):
            settlement.with_user(self.user_manager).action_reopen()
        settlement.reopen_reason = "A receipt was missing"
        settlement.with_user(self.user_manager).action_reopen()
        self.assertEqual((settlement.state, bool(settlement.confirmed_date)), ('draft', False))
        settlement.action_send()
        settlement.with_user(self.user_dispatcher).action_confirm()
        self.assertEqual(len(settlement.confirmation_ids), 2, "what was confirmed before stays")

    @freeze_time(APRIL)
    def test_two_runs_make_one(self):
        Settlement = self.env['aftersales.station.settlement'].with_user(self.user_claims)
        Settlement.action_make_last_month()
        own = [('warehouse_id', '=', self.warehouse.id), ('period', '=', '2026-03-01')]
        first = Settlement.search(own)
        Settlement.action_make_last_month()
        self.assertEqual((len(first), Settlement.search(own)), (1, first))
        self.assertRegex(first.name, r'^SS/2026/\d{5}$')

    @freeze_time(MARCH)
    def test_a_month_is_sent_when_it_is_over(self):
        with self.assertRaisesRegex(UserError, "is not over"):
            self._settle().action_send()
        settlement = self._settle('2026-02-14')
        self.assertEqual(settlement.period.isoformat(), '2026-02-01')
        settlement.action_send()
        with self.assertRaises(UserError):
            settlement.period = '2026-01-01'
        with self.assertRaises(UserError):
            settlement.unlink()

    def test_what_comes_too_late_is_told_next(self):
        """I5: what was booked into a month after that was sent stands in the next one, whatever it is; nothing twice."""
        self._live_a_month()
        march = self._settle()
        with freeze_time(APRIL):
            march.action_send()
        self._move('store', 'customer', 2, '2026-03-30 04:00:00')  # a transfer that was under way while it was counted
        self._move('supplier', 'store', 5, '2026-03-31 04:00:00')
        self._move('stock', 'store', 7, '2026-01-31 04:00:00')  # before all that was ever told
        with freeze_time('2026-05-02 04:00:00'):
            april = self._settle('2026-04-01')
            figures = self._get_figures(april)
            self.assertEqual(figures, (11, 7, 5, 3, 0, 20))
            self.assertEqual(april.amount_issued, 150.0, "one of April, two of March")
            april.action_count()
            self.assertEqual(self._get_figures(april), figures)
            april.action_send()
        self._move('customer', 'store', 1, '2026-03-31 05:00:00')  # later still
        with freeze_time('2026-06-02 04:00:00'):
            may = self._settle('2026-05-01')
            self.assertEqual(self._get_figures(may), (20, 0, 0, -1, 0, 21))
            self.assertEqual(self._get_figures(march), (10, 3, 4, 4, 2, 11), "what was sent stays")
            self.assertEqual(21, sum(self.env['stock.quant'].search([
                ('product_id', '=', self.disc.id), ('location_id', 'child_of', self.store.id)]).mapped('quantity')))

    def test_months_are_sent_in_their_order(self):
        """I5: a month before one that stays is neither sent nor reopened; two that go together tell each its own."""
        self._live_a_month()
        with freeze_time('2026-05-02 04:00:00'):
            february, march, april = (self._settle(f'2026-0{month}-01') for month in (2, 3, 4))
            (april | march).action_send()
            self.assertEqual(self._get_figures(march), (10, 3, 4, 4, 2, 11))
            self.assertEqual(self._get_figures(april), (11, 0, 0, 1, 0, 10))
            with self.assertRaisesRegex(UserError, "Reopen it first"):
                february.action_send()
            march.reopen_reason = april.reopen_reason = "A receipt was missing"
            with self.assertRaisesRegex(UserError, "Reopen it first"):
                march.with_user(self.user_manager).action_reopen()
            (march | april).with_user(self.user_manager).action_reopen()
            self._move('supplier', 'store', 1, '2026-03-05 04:00:00')
            march.action_send()
            april.action_send()
            self.assertEqual((self._get_figures(march), self._get_figures(april)), (
                (10, 3, 5, 4, 2, 12), (12, 0, 0, 1, 0, 11)))

    def _get_figures(self, settlement):
        self.env.flush_all()
        line = settlement.line_ids.filtered(lambda line: line.product_id == self.disc)
        return (line.qty_opening, line.qty_received, line.qty_replaced, line.qty_issued, line.qty_taken, line.qty_closing)

    @freeze_time(APRIL)
    def test_roles(self):
        settlement = self._settle()
        with self.assertRaises(AccessError):
            settlement.amount_issued = 1
        for user in (self.user_technician, self.user_advisor, self.user_care):
            with self.assertRaises(AccessError):
                settlement.with_user(user).read(['name'])
        with self.assertRaises(AccessError):
            settlement.with_user(self.user_dispatcher).setoff_amount = 5
        stranger = self.user_other_advisor
        stranger.group_ids |= self.env.ref('aftersales.group_claims')
        self.assertFalse(settlement.with_user(stranger).search([('id', '=', settlement.id)]))
        with self.assertRaises(AccessError):
            settlement.with_user(stranger).action_confirm()

    @freeze_time(APRIL)
    def test_flat(self):
        """Counting takes no more queries for more parts."""
        self._live_a_month()
        settlement, other = self._settle(), self._settle('2026-02-01')
        self.env['stock.quant']._update_available_quantity(self.pads, self.store, 5)
        for product in (self.pads, self.part):
            self.locations['store'] = self.store
            self.env['stock.quant']._update_available_quantity(product, self.store, 3)
        one = self.count_queries(other._count)
        many = self.count_queries(settlement._count)
        self.assertLessEqual(many, one + 6)
