from ast import literal_eval
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
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

    # === UNDER THE PART'S GUARANTEE ===#

    def _sell_pads(self, quantity=2, days=0, **vals):
        """A counter sale whose parts were handed over, ``days`` ago."""
        with freeze_time(fields.Datetime.now() - timedelta(days=days)):
            sale = self.env['aftersales.counter.sale'].with_user(self.user_parts).create({
                'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'line_ids': [Command.create({
                    'product_id': self.pads.id, 'quantity': quantity})], **vals})
            sale.action_confirm()
            sale.action_hand_over()
        return sale

    def _bring_back(self, sale, **vals):
        """The record of a bad part as one click on its line begins it."""
        context = sale.line_ids.with_user(self.user_parts).action_report_defect()['context']
        return self.env['aftersales.part.defect'].with_user(self.user_parts).with_context(**context).create({
            'failure_mode': 'broken', 'effect': "It broke off", **vals})

    def test_guarantee_of_a_sold_part(self):
        """H8, H9: what is promised of a part is stamped when it is handed over, and stands on the receipt."""
        self.pads.write({'aftersales_guarantee_months': 12, 'aftersales_guarantee_km': 20000})
        Report = self.env['ir.actions.report'].with_user(self.user_parts)
        quote = self.env['aftersales.counter.sale'].with_user(self.user_parts).create({
            'workshop_id': self.workshop.id, 'line_ids': [Command.create({'product_id': self.pads.id, 'quantity': 1})]})
        self.assertFalse(quote.line_ids.guarantee_until)
        html = Report._render_qweb_html('aftersales.report_counter_receipt', quote.ids)[0].decode()
        self.assertIn("12 months", html)
        with self.assertRaises(AccessError):
            quote.line_ids.guarantee_until = '2099-01-01'
        with freeze_time('2026-03-31 17:00:00'):
            quote.action_sell()
        line = quote.line_ids
        day = self.workshop._get_local_day(quote.moved_date)
        self.assertEqual((line.guarantee_until, line.guarantee_km), (day + relativedelta(months=12), 20000))
        self.pads.aftersales_guarantee_months = 3
        self.assertEqual(line.guarantee_until, day + relativedelta(months=12), "later sales only")
        html = Report._render_qweb_html('aftersales.report_counter_receipt', quote.ids)[0].decode()
        self.assertIn("km from the fitting", html)
        self.assertIn("under its guarantee", html)

    def test_exchanged_under_guarantee(self):
        """H8: the bad part goes into quarantine, a new one out without charge; the sale stays as it is; both sign a paper."""
        self.pads.aftersales_guarantee_months = 12
        self._put_in_stock(self.pads, 10)
        sale = self._sell_pads()
        defect = self._bring_back(sale)
        self.assertEqual((defect.failed_line_id, defect.guarantee_state), (sale.line_ids, 'within'))
        before = self._get_on_hand(self.pads)
        with self.assertRaisesRegex(UserError, "nothing to print"):
            defect.action_print_exchange()
        with self.assertRaises(AccessError):
            defect.with_user(self.user_technician).action_exchange()
        self.assertEqual(defect.action_exchange()['report_name'], 'aftersales.report_part_exchange')
        self.assertEqual(self._get_on_hand(self.pads), before - 1)
        self.assertEqual((sale.line_ids.qty_delivered, defect.remedy, defect.remedy_user_id), (2, 'exchange', self.user_parts))
        self.assertEqual(sum(defect._get_quarantined().mapped('quantity')), 1)
        self.assertEqual(len(defect.picking_ids), 2)
        html = self.env['ir.actions.report'].with_user(self.user_parts)._render_qweb_html(
            'aftersales.report_part_exchange', defect.ids)[0].decode()
        for text in ("Exchange of a Part under Guarantee", sale.name, "It broke off", "New part, without charge"):
            self.assertIn(text, html)
        for method in ('action_exchange', 'action_refund', 'action_repair'):
            with self.subTest(method), self.assertRaisesRegex(UserError, "already"):
                getattr(defect, method)()
        with self.assertRaisesRegex(UserError, "rests on it"):
            defect.quantity = 5

    def test_guarantee_over(self):
        """H8: after the day, or too many kilometres, it is refused in a sentence; a manager grants goodwill with a reason."""
        self._put_in_stock(self.pads, 10)
        bare = self._bring_back(self._sell_pads())
        with self.assertRaisesRegex(UserError, "without a guarantee"):
            bare.action_refund()
        self.pads.write({'aftersales_guarantee_months': 1, 'aftersales_guarantee_km': 10000})
        far = self._bring_back(self._sell_pads(), fitted_odometer=5000, odometer=15001)
        self.assertEqual(far.guarantee_state, 'over')
        far.odometer = 15000
        self.assertEqual(far.guarantee_state, 'within')
        late = self._bring_back(self._sell_pads(days=40))
        with self.assertRaisesRegex(UserError, "is over: it ran until"):
            late.action_exchange()
        with self.assertRaises(AccessError):
            late.action_grant_goodwill()
        manager = late.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "why goodwill"):
            manager.action_grant_goodwill()
        late.goodwill_reason = "Good customer"
        manager.action_grant_goodwill()
        with self.assertRaisesRegex(UserError, "nothing to grant"):
            manager.action_grant_goodwill()
        with self.assertRaisesRegex(UserError, "rests on it"):
            late.goodwill_reason = "Another"
        late.action_exchange()
        self.assertEqual((late.remedy, late.goodwill_user_id), ('exchange', self.user_manager))
        many = self._bring_back(self._sell_pads(quantity=1), quantity=2)
        with self.assertRaisesRegex(UserError, "not with the customer"):
            many.action_refund()

    def test_nothing_to_exchange_it_for(self):
        """H8: where no other one is free, the exchange is refused, and nothing has moved."""
        self.pads.aftersales_guarantee_months = 12
        free = self._get_on_hand(self.pads)
        sale = self._sell_pads(quantity=free or 1) if free else None
        if not sale:
            self._put_in_stock(self.pads, 1)
            sale = self._sell_pads(quantity=1)
        defect = self._bring_back(sale)
        with self.assertRaisesRegex(UserError, "Order one, or refund it"), self.cr.savepoint():
            defect.action_exchange()
        self.assertFalse(defect.remedy_date or defect.picking_ids)

    def test_repaired_and_given_back(self):
        """H8: what is left for repair is not ours, lies apart, and goes back before the record is closed."""
        self.pads.aftersales_guarantee_months = 12
        self._put_in_stock(self.pads, 5)
        sale = self._sell_pads()
        defect = self._bring_back(sale)
        defect.action_repair()
        place = self.warehouse.aftersales_brought_id
        self.assertEqual(defect.picking_ids.location_dest_id, place)
        self.assertEqual((sale.line_ids.qty_delivered, sale.is_to_credit), (2, False))
        defect.action_investigate()
        defect.write({'cause': "Hard", 'measure': "Other", 'told_by': 'counter', 'told_text': "Is repaired"})
        defect.action_tell()
        with self.assertRaisesRegex(UserError, "Give it back first"):
            defect.action_close()
        defect.action_give_back()
        self.assertFalse(self.env['stock.quant'].search([
            ('location_id', '=', place.id), ('product_id', '=', self.pads.id), ('quantity', '>', 0)]))
        with self.assertRaisesRegex(UserError, "no part of the customer"):
            defect.action_give_back()
        defect.action_close()

    def test_refunded_under_guarantee(self):
        """H8: of what is invoiced a credit note is drafted for the piece that came back; before the invoice, it says less."""
        self.pads.aftersales_guarantee_months = 12
        self._put_in_stock(self.pads, 5)
        defect = self._bring_back(sale := self._sell_pads())
        defect.action_refund()
        self.assertEqual((sale.line_ids.qty_delivered, sale.line_ids.qty_to_invoice), (1, 1))
        self.assertFalse(defect.sudo().credit_note_id)

    def test_claimed_amounts(self):
        """H8: the supplier is asked for an amount by letter; what he grants is credited by a draft, the rest is shown."""
        self.pads.standard_price = 40
        defect = self._report(partner_id=self.vendor.id, quantity=2).with_user(self.user_claims)
        with self.assertRaises(AccessError):
            defect.action_investigate()
        defect.answer_due = '2099-01-01'
        defect.action_claim()
        self.assertEqual(defect.claim_amount, 80, "what the pieces cost")
        html = self.env['ir.actions.report'].with_user(self.user_claims)._render_qweb_html(
            'aftersales.report_part_claim', defect.ids)[0].decode()
        for text in ("Claim of a Bad Part", "Parts Vendor", "80.00", "Please answer by"):
            self.assertIn(text, html)
        with self.assertRaises(AccessError):
            defect.with_user(self.user_technician).read(['claim_amount'])
        defect.answer = 'refused'
        with self.assertRaisesRegex(UserError, "why the supplier refuses"):
            defect.action_answer()
        defect.answer = 'partly'
        with self.assertRaisesRegex(UserError, "how much"):
            defect.action_answer()
        defect.granted_amount = 50
        defect.action_answer()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_part_claims')
        self.assertIn(defect, defect.search(literal_eval(action['domain'])))
        (asked, granted, left), = defect._read_group(
            [('id', '=', defect.id)], [], ['claim_amount:sum', 'granted_amount:sum', 'claim_difference:sum'])
        self.assertEqual((asked, granted, left), (80, 50, 30))

    def test_orders_hit(self):
        """H8: km come from the order; the orders by which the same part went out are one click away."""
        self._receive_pads()
        order = self._create_approved((self.pads, 1))
        self._issue(order)
        defect = self._report(self.user_parts, order_id=order.id)
        self.assertEqual(defect.odometer, order.odometer_in)
        self.assertEqual(self._report(self.user_parts, order_id=order.id, odometer=46000).odometer, 46000)
        self.assertEqual(defect.order_count, 1)
        self.assertEqual(self.env['aftersales.order'].search(defect.action_view_orders()['domain']), order)
