from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.health import PIXEL
from odoo.addons.aftersales.tests.dealership.loan import LICENCE, LoanCommon, prepare_loaner
from odoo.addons.aftersales.tests.dealership.rescue import MONDAY, RescueCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestRescuePromises(RescueCommon):
    """A4, J7, J9: what is promised beside the way, what it costs by the house's own tariff, and a customer who is not there."""

    _open_sheet = classmethod(LoanCommon._open_sheet.__func__)

    # === PROMISES BESIDE THE WAY ===#

    def test_supplier_is_asked_in_writing(self):
        """A4: the supplier is asked within 12 hours and the customer answered; pressed twice it is one promise; what is late is
        told to who handles it, and nothing is closed before it is done."""
        rescue, other = rescues = self._call(2)
        for __ in range(2):
            rescues.action_promise_supplier()
        self.assertEqual(rescue.promise_ids.mapped('promise_step'), ['supplier', 'reply'])
        asked, reply = rescue.promise_ids
        self.assertEqual(rescues.promise_ids.mapped('due'), [Datetime.now() + timedelta(hours=12)] * 4)
        with self.assertRaisesRegex(UserError, "asked in writing"):
            asked.action_keep()
        with self.assertRaisesRegex(UserError, "customer was told"):
            reply.action_keep()
        with self.assertRaisesRegex(UserError, "stays what it was"):
            asked.promise_step = 'spare'
        for user in (self.user_technician, self.user_other_advisor):
            with self.assertRaises(AccessError):
                asked.with_user(user).action_keep()
        with self.assertRaises(AccessError):
            asked.done_date = Datetime.now()
        asked.words = "Gearbox maker, letter 7 of today"
        asked.action_keep()
        self.assertEqual((asked.done_by_id, asked.done_date), (self.user_advisor, Datetime.now()))
        with freeze_time(Datetime.now() + timedelta(hours=12, minutes=1)):
            self._run('escalate_deadlines')
            late = self.env.ref('aftersales.mail_activity_deadline_late')
            for each, count in ((rescue, 1), (other, 1)):
                tasks = each.sudo().activity_ids.filtered(lambda task: task.activity_type_id == late)
                self.assertEqual((tasks.user_id, len(tasks)), (self.user_advisor, count))
            self.assertTrue(reply.is_late)
            self.assertFalse(asked.is_late)
            reply.answer = "They send a new one by Friday"
            reply.action_keep()
            self.assertFalse(rescue.sudo().activity_ids.filtered(lambda task: task.activity_type_id == late))
        self._sign(self._write_sheet(self._solve(other)), PNG)
        other.with_user(self.user_dispatcher).result = "Waits for the supplier"
        self._tick(other, 'after')
        with self.assertRaisesRegex(UserError, "not done: Supplier asked in writing, Answer to the customer"):
            other.with_user(self.user_dispatcher).action_close()

    def test_spare_car_is_there_when_it_is_handed_out(self):
        """A4, J8: a spare car is due in four hours; a loan of the rescue that goes out keeps that promise."""
        rescues = self._call(2)
        rescues.action_promise_spare()
        self.assertEqual(rescues.promise_ids.mapped('due'), [Datetime.now() + timedelta(hours=4)] * 2)
        loaner = self.env['fleet.vehicle'].with_user(self.user_dispatcher).create(
            prepare_loaner(self.env, self.workshop, self.model_a, '沪A·L0003'))
        loan = self.env['aftersales.loan'].with_user(self.user_advisor).create({
            **LICENCE, 'vehicle_id': loaner.id, 'workshop_id': self.workshop.id, 'partner_id': self.customer.id,
            'date_from': Datetime.now(), 'date_to': Datetime.now() + timedelta(days=1), 'rescue_id': rescues[0].id})
        sheet = self._open_sheet(loan, loan.action_hand_out(), 1000)
        sheet.signature = PNG
        sheet.action_sign_staff(PNG)
        sheet.action_sign()
        self.assertEqual([bool(promise.done_date) for promise in rescues.promise_ids], [True, False])

    def test_each_step_is_measured(self):
        """A4: answered, arranged, there and closed are promises of their own, by kind, area and severity; a crew that drops out
        does not make the answer late."""
        start = Datetime.now()
        rescue = self._call(area_kind='motorway')
        with freeze_time(start + timedelta(minutes=5)):
            self._ask(rescue)
        with freeze_time(start + timedelta(minutes=15)):
            rescue.with_user(self.user_dispatcher).action_confirm()
        with freeze_time(start + timedelta(minutes=25)):
            self._solve(rescue, partner_id=self.towers.id)
            rescue.action_promise_spare()
            self.env.flush_all()
            Report = self.env['aftersales.promise.report'].with_user(self.user_manager)
            domain = [('document', '=', 'rescue'), ('res_id', '=', rescue.id)]
            rows = Report.search(domain)
            self.assertEqual({row.promise_step: row.kept for row in rows}, {
                'respond': 100, 'arrange': 0, 'arrive': 100, 'solve': 100, 'spare': 0})
            self.assertEqual({(row.kind, row.area_kind, row.severity) for row in rows}, {('roadside', 'motorway', '1')})
            self.assertEqual(rows.filtered(lambda row: row.promise_step == 'arrange').late_hours, 5 / 60)
            self.assertFalse(rows.filtered(lambda row: row.promise_step == 'spare').done)
            self.assertEqual(len(set(rows.ids)), 5)
            groups = Report._read_group(domain, ['kind', 'severity'], ['kept:avg'])
            self.assertEqual([group[:2] for group in groups], [('roadside', '1')])

    # === OUR OWN TARIFF ===#

    def _set_tariff(self, **values):
        return self.env['aftersales.rescue.tariff'].with_user(self.user_manager).create({
            'company_id': self.company.id, 'base_price': 150, 'km_price': 5, 'free_km': 10, 'night_price': 80,
            'absent_price': 90, **values})

    def test_price_comes_from_our_tariff(self):
        """J7: base, kilometres and what comes on top at night; what was told stays; less has a reason."""
        row = self._set_tariff()
        self._set_tariff(area_kind='motorway', base_price=300, km_price=0, night_price=0)
        with self.assertRaises(AccessError):
            row.with_user(self.user_advisor).base_price = 1
        day, far = self._call(2, is_price_told=False, trip_km=20)
        far.area_kind = 'motorway'
        with freeze_time('2026-03-02 15:00:00'):  # eleven in the evening
            night = self._call(is_price_told=False, trip_km=20)
        self.assertEqual([rescue.price for rescue in (day, far, night)], [200, 300, 280])
        night.is_price_told = True
        night.trip_km = 200
        self.assertEqual((night.price, night.own_price), (280, 1180), "what was told stays")
        self._send(day)
        day.write({'price': 120, 'is_price_told': True})
        with self.assertRaisesRegex(UserError, "less than our tariff"):
            day.action_under_way()
        day.price_reason = "Member of the club"
        day.action_under_way()

    def test_report_s_prices_are_on_the_order(self):
        """J9: drive, labour and other costs of the signed report stand on the order as the customer signed them; free parts in
        a job of their own."""
        rescue = self._solve(self._call(kind='on_site'))
        sheet = self._write_sheet(rescue, user=self.user_advisor, travel_price=120, labour_price=80, other_price=15, line_ids=[
            Command.create({'product_id': self.part.id, 'quantity': 1}),
            Command.create({'product_id': self.part.id, 'quantity': 2, 'is_free': True})])
        self._sign(sheet, PNG)
        rescue.with_user(self.user_advisor).action_create_order()
        paid, free = rescue.order_id.job_ids.sorted('id')
        fees = paid.line_ids.filtered(lambda line: line.line_type == 'fee')
        self.assertEqual(sorted(fees.mapped('price_unit')), [15, 80, 120])
        self.assertTrue(all(sheet.name in name for name in fees.mapped('name')))
        self.assertEqual(((paid.line_ids - fees).quantity, free.line_ids.quantity), (1, 2))
        self.assertIn("who pays", free.name)

    # === NOBODY THERE ===#

    def test_customer_is_not_there(self):
        """J9: shown by a photo of the place; a fee by the tariff, on the order; a new time is a new promise, and the crew that
        was there is not told to stay away."""
        self._set_tariff()
        rescue, other = rescues = self._arrive(self._call(2))
        advisor = rescues.with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "take a photo of the place"):
            advisor.action_absent()
        self.env['aftersales.rescue.photo'].with_user(self.user_technician).create([
            {'rescue_id': each.id, 'image': PIXEL} for each in rescues])
        advisor.action_absent()
        self.assertEqual(rescues.mapped('absent_fee'), [90, 90])
        self.assertEqual(rescue.absent_date, Datetime.now())
        self.assertFalse(rescue.due_date, "nothing is late while nobody knows when")
        with self.assertRaisesRegex(UserError, "agree on a new time"), freeze_time(Datetime.now() + timedelta(days=1)):
            rescue.with_user(self.user_dispatcher).action_confirm()
        with self.assertRaises(AccessError):
            rescue.with_user(self.user_advisor).action_confirm()
        rescue.with_user(self.user_advisor).promised_date = Datetime.now() + timedelta(days=1)
        before = self.env['sms.sms'].sudo().search_count([('body', 'ilike', 'need not come')])
        rescue.with_user(self.user_dispatcher).action_confirm()
        self.assertEqual(self.env['sms.sms'].sudo().search_count([('body', 'ilike', 'need not come')]), before)
        self._send(rescue, partner_id=self.towers.id)
        self.assertEqual(rescue.first_promise, Datetime.now() + timedelta(days=1))
        dispatcher = other.with_user(self.user_dispatcher)
        dispatcher.result = "Drove on by himself"
        with self.assertRaisesRegex(UserError, "repair order with the fee"):
            dispatcher.action_close()
        other.with_user(self.user_advisor).action_create_order()
        self.assertEqual(other.order_id.line_ids.mapped('price_unit'), [90])
        dispatcher.action_close()
        self.assertEqual(other.state, 'closed')

    # === PARTNERS' BILLS ===#

    def test_partners_work_that_is_not_billed(self):
        """J7: accounting finds what partners did and have not billed, until the bill is entered; a cancelled bill is none."""
        self.env['aftersales.rescue.tariff'].create({
            'partner_id': self.towers.id, 'company_id': self.company.id, 'base_price': 260})
        rescues = self._solve(self._call(2), partner_id=self.towers.id)
        for rescue in rescues.with_user(self.user_dispatcher):
            rescue.action_order_partner()
        book = rescues.with_user(self.user_accountant)
        states = {state: book.search([('bill_state', '=', state), ('id', 'in', rescues.ids)]) for state in ('none', 'draft')}
        self.assertEqual(states, {'none': book.sorted(), 'draft': book.browse()})
        bill = self.env['account.move'].browse(book[0].action_bill_partner()['res_id'])
        self.assertEqual(book.search([('bill_state', '=', 'none'), ('id', 'in', rescues.ids)]), book[1])
        self.assertEqual(book.search([('bill_state', 'not in', ['none', 'posted']), ('id', 'in', rescues.ids)]), book[0])
        bill.sudo().button_cancel()
        self.assertEqual(book.search([('bill_state', '=', 'none'), ('id', 'in', rescues.ids)]), book.sorted())
