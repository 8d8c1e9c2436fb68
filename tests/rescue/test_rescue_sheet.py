from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.rescue import MONDAY, RescueCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestRescueSheet(RescueCommon):
    """J9: the service report, the money and what is taken along."""

    def test_signed_after_the_work_never_before(self):
        """J9: neither button nor write nor creation takes a signature before the work is over."""
        rescue = self._arrive(self._call())
        sheet = self._write_sheet(rescue)
        for act in (
            lambda: sheet.write({'signature': PNG}), sheet.action_check_before_signing, sheet.action_sign,
            lambda: self._write_sheet(self._arrive(self._call(), employee_id=self.technician_2.id), signature=PNG),
        ):
            with self.assertRaisesRegex(UserError, "after the work, never before"), self.cr.savepoint():
                act()
        rescue.action_solve()
        sheet.action_check_before_signing()
        self._sign(sheet, PNG)
        self.assertTrue(sheet.is_signed)
        self.assertTrue(sheet.is_intact)

    def test_signed_stays_as_it_is(self):
        """J9: changing a signed report is not possible, nor are its parts."""
        rescue = self._solve(self._call())
        sheet = self._write_sheet(rescue, line_ids=[Command.create({'product_id': self.part.id, 'reason': "Worn"})])
        self._sign(sheet, PNG)
        self.assertEqual(sheet._get_content()['parts'][0]['reason'], "Worn")
        for user in (self.user_technician, self.user_manager):
            mine = sheet.with_user(user)
            for act in (
                lambda: mine.write({'work_done': "Nothing"}), lambda: mine.line_ids.write({'quantity': 5}),  # noqa: B023
                mine.unlink, mine.line_ids.unlink,
            ):
                with self.assertRaisesRegex(UserError, "is signed"), self.cr.savepoint():
                    act()
        self.assertTrue(sheet.is_intact)

    def test_prices_stay_sealed_to_the_crew(self):
        """faults U9: what was signed holds its prices; a crew that sees none reads the report without them."""
        sheet = self._write_sheet(self._solve(self._call()), user=self.user_advisor, travel_price=100)
        self._sign(sheet, PNG)
        self.assertIn('"travel_price":100', sheet.with_user(self.user_manager).content)
        crew = sheet.with_user(self.user_technician)
        self.env.invalidate_all()
        for act in (lambda: crew.content, lambda: crew.read(['content']), lambda: crew.search([('content', 'ilike', '100')])):
            with self.assertRaises(AccessError):
                act()
        self.assertTrue(crew.is_intact)

    def test_a_change_takes_the_signature_away(self):
        """J9: what the customer signed is what was shown."""
        sheet = self._write_sheet(self._solve(self._call()))
        sheet.signature = PNG
        sheet.work_done = "Something else"
        self.assertFalse(sheet.signature)
        with self.assertRaisesRegex(UserError, "customer sign"):
            sheet.action_sign()

    def test_incomplete_is_not_signed(self):
        sheet = self._write_sheet(self._solve(self._call()), cause=False, crew_signatory=False)
        with self.assertRaisesRegex(UserError, "Cause"):
            sheet.action_check_before_signing()
        sheet.cause = "Old"
        sheet.signature = PNG
        with self.assertRaisesRegex(UserError, "whoever did the work"):
            sheet.action_sign()

    def test_closing_waits_for_the_report(self):
        """J9: a rescue is struck off the register when the signed report has come in."""
        rescue = self._solve(self._call()).with_user(self.user_dispatcher)
        rescue.result = "Started again"
        with self.assertRaisesRegex(UserError, "signed service report"):
            rescue.action_close()
        action = rescue.action_write_sheet()
        sheet = self.env['aftersales.rescue.sheet'].with_user(self.user_technician).browse(action['res_id'])
        self.assertEqual(sheet.fault_told, "Battery empty")
        with self.assertRaisesRegex(UserError, "signed"):
            rescue.action_close()
        sheet.write({'fault_found': "a", 'cause': "b", 'work_done': "c", 'tests': "d", 'crew_signatory': "Wang Wei"})
        self._sign(sheet, PNG)
        rescue.action_close()
        self.assertEqual(rescue.state, 'closed')

    def test_cash_is_with_the_cashier_the_same_day(self):
        """J9: only for priced work, by name, due by midnight of the outlet; the cashier gives the number of the receipt."""
        sheet = self._write_sheet(self._solve(self._call()), user=self.user_advisor, travel_price=100, labour_price=200)
        self.assertEqual(sheet.total_price, 300)
        with self.assertRaisesRegex(UserError, "not more than"), self.cr.savepoint():
            sheet.write({'cash_amount': 301, 'cash_taken_by': "Wang Wei", 'cash_date': Datetime.now()})
        with self.assertRaisesRegex(UserError, "who took the cash"), self.cr.savepoint():
            sheet.cash_amount = 300
        sheet.write({'cash_amount': 300, 'cash_taken_by': "Wang Wei", 'cash_date': Datetime.now()})
        with self.assertRaisesRegex(UserError, "who took cash"), self.cr.savepoint():
            sheet.unlink()
        sheet.travel_price = 50
        with self.assertRaisesRegex(UserError, "not more than"):
            sheet.action_check_before_signing()
        sheet.travel_price = 100
        self.assertEqual(sheet.cash_due, Datetime.to_datetime('2026-03-02 16:00:00'), "midnight in Shanghai")
        self._sign(sheet, PNG)
        with freeze_time(Datetime.now() + timedelta(days=1)):
            self.assertTrue(sheet.is_cash_late)
            self.assertIn(sheet, sheet.search([('is_cash_late', '=', True)]))
        for user in (self.user_advisor, self.user_technician):
            with self.assertRaises(AccessError):
                sheet.with_user(user).action_take_cash()
        cashier = sheet.with_user(self.user_accountant)
        with self.assertRaisesRegex(UserError, "number of the receipt"):
            cashier.action_take_cash()
        cashier.cash_reference = "R-77"
        cashier.action_take_cash()
        for user in (self.user_advisor, self.user_accountant):
            with self.assertRaisesRegex(UserError, "cashier has taken"):
                sheet.with_user(user).cash_reference = "R-78"
        self.assertEqual((sheet.cash_receiver_id, sheet.is_cash_late), (self.user_accountant, False))
        with self.assertRaisesRegex(UserError, "no cash"):
            cashier.action_take_cash()
        self.assertTrue(sheet.is_intact)

    def test_receipt_for_what_is_taken_along(self):
        """J9: signed by the customer when it goes, void when it is given back; what was signed stays."""
        rescue = self._solve(self._call())
        receipts = self.env['aftersales.rescue.receipt'].with_user(self.user_technician).create([
            {'rescue_id': rescue.id, 'what': f"Alternator {number}"} for number in range(2)])
        self.assertEqual(len(set(receipts.mapped('name'))), 2)
        with self.assertRaisesRegex(UserError, "signs for what is taken"):
            receipts.action_take()
        receipts.write({'giver_name': "Chen Jing", 'signature': PNG})
        with self.assertRaisesRegex(UserError, "signs for what is taken"), self.cr.savepoint():
            receipts.write({'state': 'taken', 'what': "Not what was shown"})
        other = self._call()
        for paper in (receipts[0], self._write_sheet(rescue)):
            with self.assertRaisesRegex(UserError, "stays with its rescue"):
                paper.rescue_id = other
        receipts.action_take()
        self.assertEqual(receipts.mapped('state'), ['taken', 'taken'])
        with self.assertRaises(UserError):
            receipts[0].what = "Something else"
        with self.assertRaisesRegex(UserError, "gets it back"):
            receipts[0].action_return()
        receipts[0].write({'returned_to': "Chen Jing", 'return_signature': PNG})
        receipts[0].action_return()
        self.assertEqual((receipts[0].state, receipts[0].is_intact), ('returned', True))
        with self.assertRaises(UserError):
            receipts[0].returned_to = "Nobody"
        with self.assertRaises(AccessError):
            receipts[1].with_user(self.user_other_advisor).read(['what'])

    def test_tariff_of_a_partner(self):
        """J7: the row of kind and area before the common one, with what is driven beyond the included km."""
        Tariff = self.env['aftersales.rescue.tariff'].with_user(self.user_manager)
        common, motorway = Tariff.create([
            {'partner_id': self.towers.id, 'base_price': 200, 'km_price': 5, 'free_km': 10},
            {'partner_id': self.towers.id, 'kind': 'tow', 'area_kind': 'motorway', 'base_price': 400, 'km_price': 8}])
        city, far = self._call(kind='tow'), self._call(kind='tow', area_kind='motorway')
        self.assertEqual(Tariff._find(self.towers, city), common)
        self.assertEqual(Tariff._find(self.towers, far), motorway)
        self.assertEqual((common._get_price(8), common._get_price(30), motorway._get_price(30)), (200, 300, 640))
        with self.assertRaises(ValidationError):
            self._ask(self._call(), partner_id=self.insurer.id)

    def test_partner_s_bill_is_held_against_the_tariff(self):
        """J7: ordered once at the tariff, by who sends crews; a bill above it is said on the rescue."""
        rescue = self._arrive(self._call(kind='tow'), partner_id=self.towers.id).with_user(self.user_dispatcher)
        with self.assertRaisesRegex(UserError, "has no tariff"):
            rescue.action_order_partner()
        self.env['aftersales.rescue.tariff'].with_user(self.user_manager).create({
            'partner_id': self.towers.id, 'base_price': 200, 'km_price': 5, 'free_km': 10})
        with self.assertRaises(AccessError):
            rescue.with_user(self.user_advisor).action_order_partner()
        rescue.partner_km = 30
        for __ in range(2):
            rescue.action_order_partner()
        purchase = rescue.sudo().purchase_id
        self.assertEqual((purchase.partner_id, purchase.order_line.price_unit), (self.towers, 300))
        self.assertEqual(self.env['purchase.order'].search([('origin', '=', rescue.name)]), purchase)
        own = self._arrive(self._call(), employee_id=self.technician.id).with_user(self.user_dispatcher)
        with self.assertRaisesRegex(UserError, "no partner"):
            own.action_order_partner()
