from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestPartDefect(PartsCommon):
    """H8: what fails is on record, the same lot is found and blocked, the supplier answers, the customer is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env['res.partner'].create({'name': "Parts Vendor"})

    def _report(self, user=None, **vals):
        return self.env['aftersales.part.defect'].with_user(user or self.user_technician).create({
            'workshop_id': self.workshop.id, 'product_id': self.pads.id, 'failure_mode': 'broken', 'effect': "It broke off",
            **vals})

    def _receive_pads(self):
        purchase = self.env['purchase.order'].create({
            'partner_id': self.vendor.id, 'picking_type_id': self.warehouse.in_type_id.id,
            'order_line': [Command.create({'product_id': self.pads.id, 'product_qty': 10, 'price_unit': 5})]})
        purchase.button_confirm()
        purchase.picking_ids.button_validate()

    def _get_on_hand(self, product):
        product.invalidate_recordset()
        return product.with_context(warehouse_id=self.warehouse.id).qty_available

    def test_from_report_to_close(self):
        """H8: a technician reports it from the order, the clerk claims it, the customer is told, and it stays as it was."""
        self._receive_pads()
        order = self._create_approved((self.pads, 1))
        context = order.with_user(self.user_technician).action_view_part_defects()['context']
        reported = self.env['aftersales.part.defect'].with_user(self.user_technician).with_context(**context).create({
            'product_id': self.pads.id, 'failure_mode': 'leak', 'effect': "Wet"})
        self.assertEqual((reported.vehicle_id, reported.workshop_id), (self.vehicle, self.workshop))
        self.assertEqual(reported.partner_id, self.vendor, "who delivered it last")
        self.assertTrue(reported.date_in)
        self.assertEqual((order.part_defect_count, self.vehicle.part_defect_count), (1, 1))
        with self.assertRaises(AccessError):
            reported.action_investigate()
        reported.with_user(self.user_parts).action_investigate()
        with self.assertRaisesRegex(UserError, "stays"):
            reported.effect = "Dry"

    def test_claimed_and_closed(self):
        """H8: the supplier answers, the customer is told, and then it stays as it was."""
        defect = self._report(vehicle_id=self.vehicle.id, partner_id=self.vendor.id).with_user(self.user_parts)
        defect.action_investigate()
        with self.assertRaisesRegex(UserError, "day by which"):
            defect.action_claim()
        defect.answer_due = '2020-01-01'
        defect.action_claim()
        self.assertTrue(defect.is_overdue and defect.activity_ids)
        self.assertIn(defect, defect.search([('is_overdue', '=', True)]))
        with self.assertRaisesRegex(UserError, "supplier answers"):
            defect.action_answer()
        defect.answer = 'accepted'
        defect.action_answer()
        self.assertFalse(defect.activity_ids or defect.is_overdue)
        with self.assertRaisesRegex(UserError, "the cause and the measure"):
            defect.action_close()
        defect.write({'cause': "Hard rubber", 'measure': "Other supplier", 'remedy': 'exchange'})
        with self.assertRaisesRegex(UserError, "tell the customer"):
            defect.action_close()
        with self.assertRaisesRegex(UserError, "how the customer was told"):
            defect.action_tell()
        defect.write({'told_by': 'call', 'told_text': "A new one is in"})
        defect.action_tell()
        defect.action_close()
        with self.assertRaisesRegex(UserError, "stays"):
            defect.cause = "Another"
        with self.assertRaises(AccessError):
            defect.action_reopen()
        defect.with_user(self.user_manager).action_reopen()
        self.assertFalse(defect.closed_date or defect.told_date)
        with self.assertRaisesRegex(UserError, "on record"):
            defect.with_user(self.user_manager)._unlink_never()

    def test_block_and_release(self):
        """H8: what lies here goes into quarantine and is not on hand; a manager lets it go back."""
        self._put_in_stock(self.pads, 7)
        before = self._get_on_hand(self.pads)
        reported = self._report()
        with self.assertRaises(AccessError):
            reported.action_block()
        defect = reported.with_user(self.user_parts)
        defect.action_block()
        self.assertEqual((self._get_on_hand(self.pads), defect.is_blocked), (0, True))
        place = self.warehouse.aftersales_quarantine_id
        quants = self.env['stock.quant'].search([('location_id', '=', place.id), ('product_id', '=', self.pads.id)])
        self.assertEqual(sum(quants.mapped('quantity')), before)
        self.assertEqual(defect.picking_ids.state, 'done')
        with self.assertRaisesRegex(UserError, "already"):
            defect.action_block()
        with self.assertRaises(AccessError):
            defect.action_release()
        defect.write({'cause': "Hard", 'measure': "Other", 'remedy': 'none'})
        defect.action_investigate()
        with self.assertRaisesRegex(UserError, "in quarantine still"):
            defect.action_close()
        defect.with_user(self.user_manager).action_release()
        self.assertEqual((self._get_on_hand(self.pads), defect.is_blocked), (before, False))
        defect.action_block()
        self.assertEqual(self.warehouse.aftersales_quarantine_id, place, "one place for each store")
        self.assertFalse(self._get_on_hand(self.pads))
        defect.with_user(self.user_manager).action_release()
        self.assertEqual(self._get_on_hand(self.pads), before)

    def test_lot_and_its_vehicles(self):
        """H8: of a part with lots, only this lot is blocked; the cars that got it are found by one query."""
        battery = self.env['product.product'].create({
            'name': "Battery", 'type': 'consu', 'is_storable': True, 'tracking': 'lot'})
        lots = self.env['stock.lot'].create([{'name': name, 'product_id': battery.id} for name in ('A', 'B')])
        for lot in lots:
            self._put_in_stock(battery, 4, lot=lot)
        order = self._create_approved((battery, 1))
        move = order.sudo().picking_ids.move_ids
        move.move_line_ids.unlink()
        move.write({'move_line_ids': [Command.create({
            'product_id': battery.id, 'lot_id': lots[0].id, 'quantity': 1, 'location_id': move.location_id.id,
            'location_dest_id': move.location_dest_id.id})], 'picked': True})
        move.picking_id._action_done()
        defect = self._report(self.user_parts, product_id=battery.id)
        with self.assertRaisesRegex(UserError, "Choose the lot"):
            defect.action_block()
        defect.lot_id = lots[0]
        other = self._report(self.user_parts, product_id=battery.id, lot_id=lots[1].id)
        defects = defect + other
        with self.assertQueryCount(__system__=60):
            self.assertEqual(defects.mapped('vehicle_count'), [1, 0])
        self.assertEqual(self.env['fleet.vehicle'].search(defect.action_view_vehicles()['domain']), self.vehicle)
        defect.action_block()
        self.assertEqual(self._get_on_hand(battery), 4, "the other lot stays")
        with self.assertRaisesRegex(UserError, "nothing of it"):
            self._report(self.user_parts, product_id=battery.id, lot_id=lots[0].id).action_block()

    def test_companies(self):
        """H8: a defect is of its outlet's company."""
        defect = self._report()
        company = self.env['res.company'].create({'name': "Elsewhere"})
        self.user_parts.write({'company_ids': [Command.link(company.id)]})
        stranger = defect.with_user(self.user_parts).with_context(allowed_company_ids=company.ids)
        self.assertFalse(stranger.search([('id', '=', defect.id)]))

    def test_sold_at_the_counter(self):
        """H8: what was sold at the counter fails: its customer is told before it ends, and whoever holds the same is found."""
        sales = self.env['aftersales.counter.sale'].with_user(self.user_parts).create([
            {'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'line_ids': [Command.create({
                'product_id': product.id, 'quantity': 1})]} for product in (self.pads, self.pads, self.disc)])
        sales.action_confirm()
        sales.action_hand_over()
        sale = sales[0]
        context = sale.action_view_part_defects()['context']
        defect = self.env['aftersales.part.defect'].with_user(self.user_parts).with_context(**context).create({
            'failure_mode': 'broken', 'effect': "It broke off"})
        self.assertEqual((defect.product_id, defect.workshop_id, sale.part_defect_count), (self.pads, self.workshop, 1))
        self.assertEqual(defect.lot_sale_count, 2)
        self.assertEqual(self.env['aftersales.counter.sale'].search(defect.action_view_lot_sales()['domain']), sales[:2])
        self._return(sales[1].sudo().picking_ids, 1)
        defect.invalidate_recordset(['lot_sale_count'])
        self.assertEqual(defect.lot_sale_count, 1, "what came back is here")
        defect.action_investigate()
        defect.write({'cause': "Hard rubber", 'measure': "Other supplier", 'remedy': 'exchange'})
        with self.assertRaisesRegex(UserError, "tell the customer"):
            defect.action_close()
        technician = defect.with_user(self.user_technician)
        self.assertEqual(technician.read(['effect'])[0]['effect'], "It broke off")
        with self.assertRaises(AccessError):
            technician.read(['failed_sale_id'])
