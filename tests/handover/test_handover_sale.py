from datetime import date

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from odoo.addons.aftersales.models.vehicle.vin import get_check_digit
from odoo.addons.aftersales.tests.dealership.handover import HandoverCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 04:00:00')
class TestHandoverSale(HandoverCommon):
    """P1: a hand-over makes what a sale makes: guarantees, the registration of the sale, the calls after it; and once only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        policy = cls.env['aftersales.policy'].with_user(cls.user_claims).create({
            'name': "New car", 'code': "HO-NEW", 'months': 36, 'needs_registration': True,
            'brand_ids': [Command.set(cls.vehicle.model_id.brand_id.ids)]})
        policy.action_release()
        cls.policy = policy.sudo()

    def _register_car(self):
        """The sold car as the store has it: a serial number in stock, known to the register by its VIN."""
        vin = 'LSVAA000000000777'
        vin = vin[:8] + get_check_digit(vin) + vin[9:]
        product = self.env['product.product'].create({
            'name': 'Billmobile 2026', 'type': 'consu', 'is_storable': True, 'tracking': 'serial', 'is_vehicle': True,
            'vehicle_model_id': self.car.model_id.id})
        self.car.write({'vin_sn': vin})
        warehouse = self.workshop.warehouse_id
        self.lot = self.env['stock.lot'].create({'product_id': product.id, 'name': vin})
        self.env['stock.quant']._update_available_quantity(product, warehouse.lot_stock_id, 1, lot_id=self.lot)
        return warehouse

    def _deliver(self, warehouse, buyer=None, user=None):
        stock, customers = warehouse.lot_stock_id, self.env.ref('stock.stock_location_customers')
        picking = self.env['stock.picking'].with_user(user or self.user_parts).create({
            'picking_type_id': warehouse.out_type_id.id, 'partner_id': (buyer or self.buyer).id, 'location_id': stock.id,
            'location_dest_id': customers.id,
            'move_ids': [Command.create({
                'product_id': self.lot.product_id.id, 'product_uom_qty': 1, 'location_id': stock.id,
                'location_dest_id': customers.id,
                'move_line_ids': [Command.create({
                    'product_id': self.lot.product_id.id, 'lot_id': self.lot.id, 'quantity': 1, 'picked': True,
                    'location_id': stock.id, 'location_dest_id': customers.id})]})]})
        picking.button_validate()
        return picking

    def _get_sales(self):
        return self.car.sudo().registration_ids.filtered(lambda sale: sale.state != 'withdrawn')

    def test_found_from_the_store(self):
        """P1: from the lot of a sold car, and from its delivery, one click to its hand-over; other lots have no button."""
        picking = self._deliver(self._register_car())
        part = self.env['product.product'].create({'name': "Tow bar", 'is_storable': True, 'tracking': 'serial'})
        other = self.lot.create({'product_id': part.id, 'name': "NOCAR"})
        lots = (self.lot | other).with_user(self.user_advisor)
        self.assertEqual(lots.mapped('has_handovers'), [True, False])
        self.assertTrue(picking.with_user(self.user_advisor).has_handovers)
        for records in (lots[0], picking.with_user(self.user_advisor)):
            action = records.action_view_handovers()
            self.assertEqual((action['res_model'], action['res_id']), ('aftersales.handover', self.handover.id))
        self.assertEqual(lots[1].action_view_handovers()['domain'], [('vehicle_id', 'in', [])])

    def test_calls_are_shown(self):
        """P1, J2: the sheet says which calls follow, and what has become of each."""
        self.company.aftersales_follow_up = True
        self.assertFalse(self.handover.calls_text)
        self.hand_over(self.handover)
        lines = self.handover.with_user(self.user_technician).calls_text.splitlines()
        self.assertEqual(len(lines), 6)
        self.assertRegex(lines[0], "03/09/2026 · .* · Planned")
        with freeze_time('2026-03-09 04:00:00'):
            self.env.ref('aftersales.followup_rule_sold_7')._generate()
            self.env['aftersales.followup'].sudo().search([('vehicle_id', '=', self.car.id)])._end('hand')
            self.env.invalidate_all()
            self.assertRegex(self.handover.calls_text.splitlines()[0], "Ended$")
        self.company.aftersales_follow_up = False
        self.env.invalidate_all()
        self.assertFalse(self.handover.calls_text)

    def test_what_a_hand_over_makes(self):
        """P1: coverage, registration within 20 days, and the calls after 7, 15, 30, 90, 180 and 360 days."""
        self.hand_over(self.handover)
        coverage = self.car.sudo().coverage_ids.filtered(lambda coverage: coverage.policy_id == self.policy)
        self.assertEqual(coverage.start_date, date(2026, 3, 2))
        sale = self._get_sales()
        self.assertEqual((sale.partner_id, sale.state, sale.due_date), (self.buyer, 'due', date(2026, 3, 22)))
        self.assertEqual(self.handover.registration_due_date, date(2026, 3, 22))
        self.company.aftersales_follow_up = True
        planned = self.env['aftersales.followup'].sudo()
        for days in (7, 15, 30, 90, 180, 360):
            planned.search([('vehicle_id', '=', self.car.id)])._end('hand')
            with self.subTest(days=days), freeze_time(date.fromordinal(date(2026, 3, 2).toordinal() + days)):
                self.env.ref(f'aftersales.followup_rule_sold_{days}')._generate()
                step = planned.search([('vehicle_id', '=', self.car.id), ('state', '=', 'planned')])
                self.assertEqual((step.anchor, step.partner_id), ('sold', self.buyer))

    def test_store_after_the_hand_over(self):
        """P1: the store lets the car go two days later: owner, day and the one registration stay as the buyer signed."""
        warehouse = self._register_car()
        self.hand_over(self.handover)
        with freeze_time('2026-03-04 04:00:00'):
            self._deliver(warehouse, buyer=self.customer)
        self.assertEqual((self.car.owner_id, self.car.delivery_date), (self.buyer, date(2026, 3, 2)))
        self.assertEqual(self.car.lot_id, self.lot)
        self.assertEqual(self._get_sales().sale_date, date(2026, 3, 2))

    def test_store_before_the_hand_over(self):
        """P1: let go before, the car's days follow the hand-over, and the sale is one."""
        warehouse = self._register_car()
        with freeze_time('2026-02-27 04:00:00'):
            self._deliver(warehouse)
        self.assertEqual(self.car.delivery_date, date(2026, 2, 27))
        self.hand_over(self.handover)
        self.assertEqual(self.car.delivery_date, date(2026, 3, 2))
        self.assertEqual((self._get_sales().sale_date, self._get_sales().due_date), (date(2026, 3, 2), date(2026, 3, 22)))

    def test_what_the_maker_was_told_stays(self):
        warehouse = self._register_car()
        with freeze_time('2026-02-27 04:00:00'):
            self._deliver(warehouse)
            sale = self._get_sales().with_user(self.user_claims)
            sale.invoice_number = "CAR-1"
            sale.action_send()
        self.hand_over(self.handover)
        self.assertEqual(self.car.delivery_date, date(2026, 2, 27))
        self.assertEqual(self._get_sales(), sale.sudo())

    def test_back_and_sold_again(self):
        """P1: a car that came back is sold as any other; its old sheet stays, and says nothing of the new owner."""
        warehouse = self._register_car()
        self.hand_over(self.handover)
        picking = self._deliver(warehouse)
        with freeze_time('2026-03-05 04:00:00'):
            wizard = self.env['stock.return.picking'].with_user(self.user_parts).with_context(
                active_id=picking.id, active_ids=picking.ids, active_model='stock.picking').create({})
            wizard.product_return_moves.quantity = 1
            back = self.env['stock.picking'].browse(wizard.action_create_returns()['res_id'])
            back.move_ids.picked = True
            back.with_user(self.user_parts).button_validate()
        self.assertFalse(self.car.owner_id)
        with freeze_time('2026-03-09 04:00:00'):
            self._deliver(warehouse, buyer=self.customer)
        self.assertEqual((self.car.owner_id, self.car.delivery_date), (self.customer, date(2026, 3, 9)))
        self.assertEqual((self.handover.state, self.handover.is_intact), ('handed', True))

    def test_contact_of_a_company(self):
        """P1: who takes the car for a company is its contact; the company owns it."""
        firm = self.env['res.partner'].create({'name': "Suhe Media", 'is_company': True})
        self.buyer.parent_id = firm
        self.hand_over(self.handover)
        self.assertEqual((self.car.owner_id, self.car.contact_id), (firm, self.buyer))
        self.assertEqual(self.handover.registration_due_date, date(2026, 3, 22))
