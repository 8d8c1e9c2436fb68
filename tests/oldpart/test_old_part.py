from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.warranty import TODAY, WarrantyCommon


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestOldPart(WarrantyCommon):
    """H6: an old part has its tag from the car to where it ends, whoever paid for the work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier, cls.collector = cls.env['res.partner'].create([
            {'name': "Core Works", 'is_company': True},
            {'name': "Green Waste", 'is_company': True, 'aftersales_waste_licence': "WL-7",
             'aftersales_waste_licence_end': '2026-12-31'}])

    def _take_out(self, wish=False, **product):
        """:return: the tags of one disc and two pads that were replaced, as the technician has them"""
        self.disc.product_tmpl_id.write(product)
        order = self._create_order(self._prepare_job((self.disc, 1), (self.pads, 2)), old_parts_wish=wish)
        self.issue(self.approve(self.receive(order)))
        job = order.job_ids.with_user(self.user_technician)
        action = job.action_take_out()
        with self.assertRaisesRegex(UserError, "No new part without a tag"):
            job.action_take_out()
        self.assertEqual(action['res_model'], 'aftersales.old.part')
        return self.env['aftersales.old.part'].with_user(self.user_technician).search([('order_id', '=', order.id)])

    def _take_in(self, parts, condition='scrap'):
        parts = parts.with_user(self.user_parts)
        parts.place = "O-1"
        parts.action_hand_in()
        parts.condition = condition
        parts.action_inspect()
        return parts

    def _steps(self, part):
        return part.sudo().move_ids.sorted('id').mapped('custody_step')

    def test_store_of_their_own(self):
        """H6, parts 1: what is taken in lies in the outlet's old-part store, found by its barcode; each place it lay at is
        kept; it is neither stock nor value."""
        store = self.workshop.warehouse_id
        place = store.aftersales_old_part_id
        self.assertTrue(place.aftersales_is_old_parts and place.barcode and not place.warehouse_id)
        self.assertNotIn(place, self.env['stock.location'].search([('is_valued_internal', '=', True)]))
        shelf = self.env['stock.location'].create({
            'name': "Cage 2", 'barcode': "OLD-CAGE-2", 'location_id': place.id, 'company_id': self.company.id})
        self.assertTrue(shelf.aftersales_is_old_parts)
        self.assertFalse(shelf._should_be_valued() or store.lot_stock_id.aftersales_is_old_parts)
        part = self._take_in(self._take_out())[0]
        self.assertEqual(part.location_id, place)
        part.location_id = shelf
        self.assertEqual(self._steps(part), ['out', 'in', 'inspected', 'moved'])
        self.assertEqual(part.sudo().move_ids.sorted('id').mapped('location_id'), place | shelf)
        self.assertFalse(part.sudo().move_ids.sorted('id')[0].location_id, "not here yet")
        found = part.search(['|', ('location_id', 'child_of', "OLD-CAGE-2"), ('location_id.barcode', '=', "OLD-CAGE-2")])
        self.assertEqual(found, part)
        with self.assertRaisesRegex(ValidationError, "is no place of the old-part store"):
            part.location_id = store.lot_stock_id
        closed = self.env['stock.warehouse'].create({'name': "North", 'code': 'NRO', 'company_id': self.company.id})
        self.assertEqual(closed.aftersales_old_part_id.company_id, self.company)
        closed.aftersales_old_part_id = False
        self.env['stock.warehouse']._create_missing_old_part_stores()
        closed.active = False
        self.assertFalse(closed.aftersales_old_part_id.active)
        odd = self.env['stock.warehouse'].create({'name': "Odd", 'code': 'h-\u5317.1', 'company_id': self.company.id})
        self.assertEqual(odd.aftersales_old_part_id.barcode, f"H1OLD{odd.aftersales_old_part_id.id}", "any scanner reads it")

    def test_customer_takes_them(self):
        """H6: the wish of the check-in decides; he signs, and the car waits for it; what he signed for stays."""
        parts = self._take_out('return')
        order = parts.order_id.with_user(self.user_advisor)
        self.assertEqual(parts.mapped('duty'), ['customer', 'customer'])
        self.assertEqual(sorted(parts.mapped('quantity')), [1, 2])
        self.assertEqual(str(parts[0].deadline), '2026-05-31')
        self.assertTrue(any("takes old parts along" in point.message for point in order._get_open_points()))
        with self.assertRaisesRegex(UserError, "No old part lies here"):
            order.action_give_old_parts(PNG)
        with self.assertRaisesRegex(AccessError, "by the store"):
            parts.duty = 'scrap'
        parts = self._take_in(parts, 'reusable')
        with self.assertRaisesRegex(AccessError, "at the counter"):
            order.with_user(self.user_technician).action_give_old_parts(PNG)
        self.assertTrue(order.has_parts_to_give)
        order.action_give_old_parts(PNG)
        self.assertEqual(parts.mapped('stage'), ['customer', 'customer'])
        self.assertEqual(parts[0].gone_to, self.customer.display_name)
        self.assertEqual(self._steps(parts[0]), ['out', 'in', 'inspected', 'customer'])
        receipt = parts.receipt_id
        self.assertTrue(receipt.sudo().is_intact)
        self.assertIn(parts[0].name, receipt.parts)
        self.assertFalse([point for point in order._get_open_points() if "old parts" in point.message])
        self.assertEqual((order.old_part_count, order.vehicle_id.old_part_count), (2, 2))
        for change in (lambda: receipt.sudo().write({'receiver': "Nobody"}),
                       lambda: parts[0].sudo().move_ids[:1].write({'place': "Elsewhere"}),
                       lambda: parts[0].write({'place': "Elsewhere"})):
            with self.assertRaises(UserError):
                change()

    def test_scrap_needs_word(self):
        """H6, §13: scrapped for a reason; above the company's limit once a manager has approved it."""
        dear, cheap = self._take_in(self._take_out(aftersales_core_value=201)).sorted('quantity')
        self.assertEqual((dear.duty, dear.value, cheap.value), ('scrap', 201, 0))
        with self.assertRaisesRegex(UserError, "why"):
            (dear | cheap).action_scrap()
        (dear | cheap).scrap_reason = "Worn"
        (dear | cheap).action_scrap()
        self.assertEqual((dear.stage, cheap.stage), ('asked', 'scrapped'))
        with self.assertRaisesRegex(UserError, "manager's word"):
            dear.value = 0
        with self.assertRaisesRegex(AccessError, "up to a manager"):
            dear.action_approve()
        dear.with_user(self.user_manager).action_refuse()
        self.assertEqual(dear.stage, 'inspected')
        dear.action_scrap()
        dear.with_user(self.user_manager).action_approve()
        self.assertEqual((dear.stage, dear.approved_by_id), ('scrapped', self.user_manager))
        self.assertEqual(
            self._steps(dear), ['out', 'in', 'inspected', 'asked', 'refused', 'asked', 'scrapped'])
        with self.assertRaisesRegex(UserError, "not here any more"):
            dear.action_scrap()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            dear.duty = 'customer'

    def test_scrap_is_sold(self):
        """H6: what a scrap dealer pays for scrapped parts is income by one invoice; it is not invoiced twice."""
        parts = self._take_in(self._take_out())
        accountant = parts.with_user(self.user_accountant)
        with self.assertRaisesRegex(UserError, "is not scrapped"):
            accountant.action_bill_scrap()
        parts.write({'scrap_reason': "Worn"})
        parts.action_scrap()
        with self.assertRaisesRegex(UserError, "enter the scrap dealer"):
            accountant.action_bill_scrap()
        parts.write({'scrap_buyer_id': self.supplier.id, 'scrap_proceeds': 12.5})
        with self.assertRaisesRegex(AccessError, "by the accountant"):
            parts.action_bill_scrap()
        accountant.action_bill_scrap()
        invoice = parts.sudo().scrap_invoice_id
        self.assertEqual((invoice.move_type, invoice.state, invoice.partner_id), ('out_invoice', 'draft', self.supplier))
        lines = invoice.invoice_line_ids
        self.assertEqual(lines.mapped('price_total'), [12.5, 12.5])
        self.assertEqual(lines.product_id, self.env.ref('aftersales.product_scrap_proceeds'))
        self.assertEqual(lines.account_id.internal_group, 'income')
        with self.assertRaisesRegex(UserError, "is invoiced already"):
            accountant.action_bill_scrap()
        with self.assertRaisesRegex(UserError, "is invoiced to Core Works"):
            parts.scrap_proceeds = 1
        self.assertEqual(accountant.mapped('is_scrap_billed'), [True, True])
        invoice.button_cancel()
        self.assertEqual(accountant.mapped('is_scrap_billed'), [False, False])
        parts.scrap_proceeds = 1
        accountant.action_bill_scrap()
        self.assertNotEqual(parts.sudo().scrap_invoice_id, invoice)

    def test_into_stock(self):
        """H6: reconditioned into stock by a real move, at the value that was entered, once a manager has approved it."""
        part = self._take_in(self._take_out(aftersales_old_part_rule='stock'), 'reusable').sorted('quantity')[0]
        self.assertEqual(part.duty, 'stock')
        before = self.disc.with_context(location=self.warehouse.lot_stock_id.id).qty_available
        part.stock_value = 12
        part.action_stock()
        self.assertEqual(part.stage, 'asked')
        part.with_user(self.user_manager).action_approve()
        self.assertEqual(part.stage, 'stock')
        self.disc.invalidate_recordset()
        self.assertEqual(self.disc.with_context(location=self.warehouse.lot_stock_id.id).qty_available, before + 1)
        move = part.sudo().stock_move_id
        self.assertEqual((move.state, move.value, move.origin), ('done', 12, part.name))

    def test_hazard(self):
        """H6: hazardous waste is neither given away nor scrapped: a licensed collector takes it, with his certificate."""
        part = self._take_in(self._take_out('return', aftersales_old_part_waste='battery'), 'hazard').sorted('quantity')[0]
        self.assertEqual(part.duty, 'hazard')
        part.scrap_reason = "Dead"
        with self.assertRaisesRegex(UserError, "licensed collector"):
            part.action_scrap()
        part.collector_id = self.supplier
        part.certificate = "C-1"
        with self.assertRaisesRegex(UserError, "no valid licence"):
            part.action_collect()
        part.collector_id = self.collector
        with freeze_time('2027-01-02'), self.assertRaisesRegex(UserError, "no valid licence"):
            part.action_collect()
        part.action_collect()
        self.assertEqual((part.stage, part.gone_to), ('collected', "Green Waste"))

    def test_core(self):
        """H6: a core goes to the supplier and comes back or is credited, by a draft credit note of the accountant."""
        parts = self._take_in(self._take_out(aftersales_old_part_rule='core', aftersales_core_value=80), 'core')
        part = parts.sorted('quantity')[0]
        self.assertEqual((part.duty, part.value), ('core', 80))
        with self.assertRaisesRegex(UserError, "who takes"):
            part.action_send_back()
        part.supplier_id = self.supplier
        part.action_send_back()
        part.appraisal_note = "Cracked"
        part.action_reject()
        part.action_come_back()
        self.assertEqual(part.stage, 'inspected')
        part.action_send_back()
        part.action_accept()
        accountant = part.with_user(self.user_accountant)
        with self.assertRaisesRegex(UserError, "what the supplier credits"):
            accountant.action_credit()
        part.credit_amount = 75
        with self.assertRaisesRegex(AccessError, "by the accountant"):
            part.action_credit()
        accountant.action_credit()
        note = part.sudo().credit_move_id
        self.assertEqual((note.move_type, note.state, note.partner_id, note.amount_total), (
            'in_refund', 'draft', self.supplier, 75))
        self.assertEqual(part.stage, 'credited')

    def test_done_work_tags_by_rule(self):
        """H6: parts with a rule have their tag when the work is done; overdue is what still lies here after its day."""
        self.disc.aftersales_old_part_rule = 'core'
        order = self._create_order(self._prepare_job((self.disc, 1), (self.pads, 2)))
        self.work(self.issue(self.approve(self.receive(order))))
        part = self.env['aftersales.old.part'].search([('order_id', '=', order.id)])
        self.assertEqual((part.product_id, part.duty, part.stage), (self.disc, 'core', 'due'))
        with freeze_time('2026-06-02'):
            self.env.invalidate_all()
            self.assertTrue(part.is_overdue)
            self.assertIn(part, part.search([('is_overdue', '=', True)]))
        self.assertNotIn(part, part.search([('is_overdue', '=', True)]))
        with self.assertRaisesRegex(AccessError, "by a manager"):
            part.with_user(self.user_parts).action_lose()
        part.note = "Thrown away"
        part.with_user(self.user_manager).action_lose()
        self.assertEqual((part.stage, part.ended_date), ('lost', fields.Datetime.now()))

    def test_top_of_month(self):
        """H6: which parts came out most often by month and week, with rank, and the model and cause they have most often."""
        parts = self._take_out() | self._take_out()
        rows = self.env['aftersales.old.part.top'].with_user(self.user_parts).search([
            ('product_id', 'in', parts.product_id.ids)], order='place_in_month')
        self.assertEqual(rows.mapped('product_id'), self.pads | self.disc)
        self.assertEqual(rows.mapped('quantity'), [4, 2])
        self.assertEqual((rows[0].model_id, rows[0].cause, rows[0].case_count), (self.model_a, "Front brakes", 2))
        self.assertLess(rows[0].place_in_month, rows[1].place_in_month)
        weeks = self.env['aftersales.old.part.week'].with_user(self.user_parts).search([
            ('product_id', 'in', parts.product_id.ids)], order='place_in_week')
        self.assertEqual(weeks.mapped(lambda row: (row.product_id, row.quantity, row.cause)), [
            (self.pads, 4, "Front brakes"), (self.disc, 2, "Front brakes")])
        self.assertTrue(all(week.date.weekday() == 0 for week in weeks))

    def test_claims_are_the_claims_clerks(self):
        """H6: what is for a claim goes its way by the claims clerk, as ever."""
        part = self.env['aftersales.old.part'].with_user(self.user_claims).create({
            'job_id': self._take_out().job_id.id, 'product_id': self.part.id})
        self.assertEqual(part.duty, 'claim')
        part.place = "W-1"
        part.with_user(self.user_parts).action_hand_in()
        for method in ('action_inspect', 'action_scrap', 'action_send_back'):
            with self.assertRaises(AccessError):
                getattr(part.with_user(self.user_parts), method)()
        with self.assertRaisesRegex(AccessError, "claims clerk"):
            part.with_user(self.user_parts).duty = 'scrap'
        part.action_send_back()
        self.assertEqual((part.stage, self._steps(part)), ('sent', ['in', 'sent']))
        every = part.search([('order_id', '=', part.order_id.id)])
        table = self.env['aftersales.old.part.report'].with_user(self.user_claims).search([('old_part_id', 'in', every.ids)])
        self.assertEqual(table.old_part_id, part, "what is for no claim is no matter of the maker's")

    def test_month_table(self):
        """H6, parts 12: opening, what came, where it went and closing of each month, from the custody that nobody changes."""
        parts = self._take_in(self._take_out(aftersales_core_value=100), 'reusable').sorted('quantity')
        one, two = parts
        lost = self._take_out()
        with freeze_time('2026-04-10 04:00:00'):
            two.write({'duty': 'maker', 'supplier_id': self.supplier.id})
            two.action_send_back()
            one.scrap_reason = "Worn"
            one.duty = 'scrap'
            one.action_scrap()
        lost[0].with_user(self.user_manager).note = "Never came"
        lost[0].with_user(self.user_manager).action_lose()
        with freeze_time('2026-05-10 04:00:00'):
            two.appraisal_note = "Cracked"
            two.action_reject()
            two.action_come_back()
            rows = self._read_months()
            self.assertEqual(rows[3]['scrap'], (0, 1, 0, 0, 1, 1))
            self.assertEqual(rows[3]['maker'], (0, 2, 0, 0, 2, 1))
            self.assertEqual(rows[4]['scrap'], (1, 0, 0, 1, 0, 0))
            self.assertEqual(rows[4]['maker'], (2, 0, 2, 0, 0, 0))
            self.assertEqual(rows[5]['maker'], (0, 2, 0, 0, 2, 1))
            months = self.env['aftersales.old.part.month'].with_user(self.user_parts).search([
                ('workshop_id', '=', self.workshop.id), ('month', '=', '2026-04-01')])
            Part = self.env['aftersales.old.part']
            self.assertEqual(Part.search(months.action_view_moved()['domain']), parts.sorted('id', reverse=True))
            self.assertFalse(Part.search(months.action_view_left()['domain']))
            self.assertEqual(Part.search(self._search_months('2026-05-01').action_view_left()['domain']), two)
            self.assertFalse(Part.search(months.browse().action_view_moved()['domain']))
        with self.assertRaises(AccessError):
            months.with_user(self.user_advisor).search([])
        clerk = self.user_parts.copy({
            'company_ids': [self.other_company.id], 'company_id': self.other_company.id, 'login': 'parts.months'})
        self.assertFalse(months.with_user(clerk).search([('workshop_id', '=', self.workshop.id)]))

    def _search_months(self, month):
        return self.env['aftersales.old.part.month'].with_user(self.user_claims).search([
            ('workshop_id', '=', self.workshop.id), ('month', '=', month)])

    def _read_months(self):
        """:return: dict of month: dict of duty: opening, in, sent, scrapped, closing, kinds"""
        rows = {}
        for row in self.env['aftersales.old.part.month'].with_user(self.user_parts).search([
                ('workshop_id', '=', self.workshop.id)]):
            rows.setdefault(row.month.month, {})[row.duty] = (
                row.opening, row.came_in + row.came_rejected, row.went_sent, row.went_scrap, row.closing, row.part_kinds)
        return rows
