from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.loan import prepare_loaner
from odoo.addons.aftersales.tests.dealership.rescue import MONDAY, RescueCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestRescueWork(RescueCommon):
    """J9: what a crew does step by step, takes along, spends, brings back, and what the case costs."""

    # === A LOANER ===#

    def test_a_loaner_is_promised_with_the_rescue(self):
        """J8: of two rescues each begins a loan with what it knows; that of the one that is called off is free again and
        stays with its rescue, the other one's waits."""
        cars = self.env['fleet.vehicle'].with_user(self.user_dispatcher).create([
            prepare_loaner(self.env, self.workshop, self.model_a, plate) for plate in ('沪A·L0001', '沪A·L0002')])
        rescues, loans = self._call(2).with_user(self.user_dispatcher), self.env['aftersales.loan']
        rescues.action_confirm()
        for rescue, car in zip(rescues, cars, strict=True):
            new = loans.browse().with_user(self.user_dispatcher)
            form = Form(new.with_context(**rescue.action_book_loan()['context']))
            form.vehicle_id = car
            loans |= form.save()
            self.assertEqual((loans[-1].partner_id, loans[-1].own_vehicle_id, loans[-1].reason), (
                rescue.partner_id, self.vehicle, 'rescue'))
        rescues.invalidate_recordset(['loan_count'])
        self.assertEqual(rescues.mapped('loan_count'), [1, 1])
        rescues[0]._cancel("It started again")
        self.assertEqual(loans.mapped('state'), ['cancelled', 'reserved'])
        with self.assertRaisesRegex(UserError, "as it was signed: Rescue"):
            loans[0].rescue_id = rescues[1]

    # === STEPS ===#

    def test_a_must_holds_the_next_state(self):
        """J9: a visit does not go on before its musts are ticked; who ticked when is kept, a roadside rescue waits for none."""
        visits = self._send(self._call(kind='on_site')) | self._send(self._call(kind='on_site'), partner_id=self.towers.id)
        road = self._send(self._call(), partner_id=self.towers_2.id).with_user(self.user_advisor)
        road.action_under_way()
        self.assertTrue(road.tick_ids)
        visit = visits[0].with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "tick first what was done: Customer called"):
            visit.action_under_way()
        must = visit.tick_ids.filtered(lambda tick: tick.phase == 'before' and tick.is_must)
        must.with_user(self.user_technician).action_tick()
        self.assertEqual((must.user_id, must.done_date), (self.user_technician, Datetime.now()))
        self.assertFalse(visits[1].tick_ids.filtered('done_date'), "the other one's steps are its own")
        visit.action_under_way()
        visit.action_arrive()
        with self.assertRaisesRegex(UserError, "true cause"):
            visit.action_solve()
        self._tick(visits[0], 'there')
        visit.action_solve()
        with self.assertRaises(AccessError):
            must.with_user(self.user_advisor).write({'done_date': False})
        with self.assertRaises(AccessError):
            must.with_user(self.user_other_advisor).action_tick()
        with self.assertRaises(AccessError):
            must.step_id.with_user(self.user_dispatcher).is_must = False

    def test_steps_follow_the_kind(self):
        """J9: a rescue that turns out to be a visit gets its steps; what was ticked stays."""
        rescue = self._send(self._call()).with_user(self.user_advisor)
        rescue.tick_ids[0].action_tick()
        done = rescue.tick_ids.filtered('done_date')
        rescue.kind = 'on_site'
        self.assertIn(done, rescue.tick_ids)
        self.assertTrue(rescue.tick_ids.filtered('is_must'))

    # === WHO NEED NOT COME ===#

    def test_crew_is_told_when_called_off(self):
        """J7: who was asked or is on the way is told at once, by name of the case; who has no phone stands in the log."""
        Sms = self.env['sms.sms'].sudo()
        asked, gone = self._ask(self._call(), partner_id=self.towers.id), self._send(self._call())
        (asked | gone).with_user(self.user_advisor)._cancel("Starts again")
        told = Sms.search([('body', 'ilike', 'need not come')])
        self.assertEqual(set(told.mapped('number')), {self.towers.phone, self.technician.mobile_phone})
        self.assertTrue(any(gone.name in body for body in told.mapped('body')))
        self.towers.phone = False
        self._ask(asked_2 := self._call(), partner_id=self.towers.id)
        asked_2._cancel("Starts again")
        self.assertIn("please phone", asked_2.message_ids[0].body + asked_2.message_ids[1].body)

    # === EXPENSES ===#

    def _spend(self, rescue, user=None, **values):
        return self.env['aftersales.rescue.expense'].with_user(user or self.user_technician).create({
            'rescue_id': rescue.id, 'employee_id': self.technician.id, 'amount': 80, 'kind': 'hotel', **values})

    def test_expenses_are_approved_by_two(self):
        """J9: checked and approved by two people, neither of whom spent or entered it; then nothing of it changes."""
        rescue = self._arrive(self._call())
        mine, other = self._spend(rescue), self._spend(rescue, amount=5)
        (mine | other).action_ask()
        with self.assertRaises(AccessError):
            mine.action_check()
        own = self._spend(rescue, user=self.user_dispatcher)
        own.action_ask()
        with self.assertRaisesRegex(UserError, "your own"):
            own.action_check()
        (mine | other).with_user(self.user_dispatcher).action_check()
        with self.assertRaisesRegex(UserError, "was checked"):
            mine.amount = 800
        with self.assertRaises(AccessError):
            mine.with_user(self.user_dispatcher).action_approve()
        manager = mine.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "why it is refused"):
            other.with_user(self.user_manager).action_refuse()
        manager.action_approve()
        self.assertEqual((manager.checked_by_id, manager.approved_by_id), (self.user_dispatcher, self.user_manager))
        self.assertEqual(rescue.sudo().expense_cost, 80)
        twice = self._spend(rescue)
        twice.action_ask()
        twice.with_user(self.user_manager).action_check()
        with self.assertRaisesRegex(UserError, "a second person"):
            twice.with_user(self.user_manager).action_approve()
        for user in (self.user_other_advisor, self.user_inspector):
            with self.assertRaises(AccessError):
                mine.with_user(user).read(['amount'])
        with self.assertRaisesRegex(UserError, "asked for and stays"):
            mine.unlink()

    # === COST AND INCOME ===#

    def test_cost_and_income_of_a_case(self):
        """J7: hours of each man at the house's cost, approved expenses, parts; the signed report is the income; the same
        figures on the form and in the analysis."""
        self.company.sudo().aftersales_hour_cost = 60
        self.part.sudo().with_company(self.company).standard_price = 30
        rescue = self._send(self._call())
        rescue.helper_id = self.technician_2
        rescue.with_user(self.user_advisor).action_under_way()
        with freeze_time(Datetime.now() + timedelta(minutes=90)):
            rescue.with_user(self.user_advisor).action_arrive()
            rescue.with_user(self.user_advisor).action_solve()
            sheet = self._write_sheet(rescue, user=self.user_advisor, travel_price=200, line_ids=[
                Command.create({'product_id': self.part.id, 'quantity': 2, 'is_free': True})])
            self.assertEqual(rescue.sudo().income_total, 0, "nobody has signed yet")
            self._sign(sheet, PNG)
        expense = self._spend(rescue)
        expense.action_ask()
        expense.with_user(self.user_dispatcher).action_check()
        expense.with_user(self.user_manager).action_approve()
        case = rescue.with_user(self.user_manager)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((case.crew_hours, case.labour_cost, case.parts_cost, case.expense_cost), (3, 180, 60, 80))
        self.assertEqual((case.cost_total, case.income_total, case.margin), (320, 200, -120))
        row = self.env['aftersales.rescue.report'].with_user(self.user_manager).search([('rescue_id', '=', rescue.id)])
        self.assertEqual((row.cost, row.income, row.margin, row.crew_hours), (320, 200, -120, 3))
        with self.assertRaises(AccessError):
            rescue.with_user(self.user_technician).read(['cost_total'])

    # === THE PARTNER'S BILL ===#

    def test_bill_against_the_tariff(self):
        """J7: a posted bill is held against the tariff; the difference is told, and kilometres are not raised after it."""
        self.env['aftersales.rescue.tariff'].create({
            'partner_id': self.towers.id, 'company_id': self.company.id, 'base_price': 260, 'km_price': 6, 'free_km': 10})
        rescue = self._solve(self._call(), partner_id=self.towers.id).with_user(self.user_dispatcher)
        rescue.partner_km = 20
        rescue.action_order_partner()
        self.assertEqual(rescue.sudo().purchase_id.amount_untaxed, 320)
        rescue.partner_km = 30
        self.assertEqual(rescue.sudo().purchase_id.amount_untaxed, 380, "not billed yet")
        with self.assertRaises(AccessError):
            rescue.action_bill_partner()
        book = rescue.with_user(self.user_accountant)
        self.assertEqual(Form(book).bill_state, 'none', "the bill is entered on the form, which accounting opens")
        action = book.action_bill_partner()
        self.assertEqual(book.action_bill_partner()['res_id'], action['res_id'], "pressed twice it is one")
        bill = self.env['account.move'].sudo().browse(action['res_id'])
        bill.invoice_date = Datetime.now().date()
        bill.invoice_line_ids.write({'price_unit': 450, 'tax_ids': [Command.clear()]})
        bill.action_post()
        self.env.invalidate_all()
        case = rescue.with_user(self.user_manager)
        self.assertEqual((case.billed_price, case.tariff_price, case.bill_difference, case.bill_state),
                         (450, 380, 70, 'posted'))
        self.assertTrue(case.is_bill_above)
        for user in (self.user_dispatcher, self.user_manager):
            with self.assertRaisesRegex(UserError, "not raised after it"):
                rescue.with_user(user).partner_km = 60
        rescue.partner_km = 25

    # === THE VAN ===#

    def test_each_crew_has_its_own_van(self):
        """J9, parts 1: who leads a crew has a place of stock of his own, made when parts are first loaded for him."""
        rescue = self._send(self._call(kind='on_site')).with_user(self.user_dispatcher)
        leader = rescue.sudo().employee_id
        leader.aftersales_van_location_id = False
        rescue.part_ids = [Command.create({'product_id': self.part.id, 'quantity': 1})]
        rescue.action_load_parts()
        van = leader.aftersales_van_location_id
        self.assertEqual((van.usage, van.warehouse_id, van.company_id), (
            'internal', self.workshop.warehouse_id, self.company))
        self.assertEqual(rescue.sudo().load_picking_id.location_dest_id, van)
        other = self.env['hr.employee'].create({'name': "Another", 'company_id': self.company.id})
        with self.assertRaisesRegex(ValidationError, "more than one"):
            other.aftersales_van_location_id = van

    def test_parts_of_the_van(self):
        """J9: likely parts are reserved for the van of the crew, freed when it is called off; what a signed report used is on
        the order and issued from the van; old parts are brought back with their day."""
        van = self.env['stock.location'].create({
            'name': "Van 1", 'usage': 'internal', 'location_id': self.workshop.warehouse_id.view_location_id.id,
            'company_id': self.company.id})
        self.technician.aftersales_van_location_id = van
        Quant = self.env['stock.quant']
        Quant._update_available_quantity(self.part, self.workshop.warehouse_id.lot_stock_id, 5)
        first = self._send(self._call(kind='on_site')).with_user(self.user_dispatcher)
        with self.assertRaisesRegex(UserError, "which parts"):
            first.action_load_parts()
        first.part_ids = [Command.create({'product_id': self.part.id, 'quantity': 2})]
        first.action_load_parts()
        picking = first.sudo().load_picking_id
        self.assertEqual((picking.state, picking.location_dest_id, picking.move_ids.quantity), ('assigned', van, 2))
        first._cancel("Not at home")
        self.assertEqual(picking.state, 'cancel')
        rescue = self._arrive(self._call(kind='on_site'))
        Quant._update_available_quantity(self.part, van, 2)
        self._tick(rescue, 'there')
        rescue.with_user(self.user_advisor).action_solve()
        sheet = self._write_sheet(rescue, line_ids=[Command.create({
            'product_id': self.part.id, 'quantity': 2, 'old_part_tag': "T-1"})])
        self._sign(sheet, PNG)
        with self.assertRaisesRegex(UserError, "Make it first"):
            sheet.action_bring_back()
        rescue.with_user(self.user_advisor).action_create_order()
        order = rescue.order_id.with_user(self.user_advisor)
        self.assertEqual(order.line_ids.filtered(lambda line: line.line_type == 'part').mapped('quantity'), [2])
        order.odometer_in = 48000
        self.approve(self.receive(order), signatory='Chen Jing')
        move = order.sudo().line_ids.move_ids
        self.assertEqual((move.location_id, move.state), (van, 'assigned'))
        sheet.action_bring_back()
        old = self.env['aftersales.old.part'].search([('rescue_line_id', 'in', sheet.line_ids.ids)])
        self.assertEqual((old.product_id, old.quantity, str(old.deadline)), (self.part, 2, '2026-03-05'))
        self.assertFalse(sheet.old_parts_missing)
        with self.assertRaisesRegex(UserError, "no old part"):
            sheet.action_bring_back()

    def test_left_over_comes_first(self):
        """A4: a call that nobody drove to by the end of the day stands first the next morning."""
        late, sent = self._call(), self._send(self._call())
        with freeze_time(Datetime.now() + timedelta(days=1)):
            today = self._call(partner_id=self.customer.id)
            tallies = self.workshop.with_user(self.user_dispatcher)._get_rescue_tallies(
                dict.fromkeys(('left', 'late', 'waiting', 'promised', 'absent', 'soon', 'running'), "x"))
            self.assertEqual(tallies[0].key, 'rescues_left_over')
            found = self.env['aftersales.rescue'].search([*tallies[0].domain, ('id', 'in', (late | sent | today).ids)])
            self.assertEqual(found, late)

    # === VISITS NOBODY CALLED FOR ===#

    def test_car_picked_up_for_an_appointment(self):
        """J9: one click makes the pick-up of an appointment, with place, phone and time; pressed twice it is one."""
        appointment = self.env['aftersales.appointment'].with_user(self.user_advisor).create({
            'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id, 'start': '2026-03-04 02:00:00'})
        self.customer.street = "Zhangyang Road 500"
        for __ in range(2):
            action = appointment.action_fetch()
        fetch = appointment.fetch_ids
        self.assertEqual((len(fetch), action['res_id']), (1, fetch.id))
        self.assertEqual((fetch.kind, fetch.vehicle_id, fetch.promised_date), ('fetch', self.vehicle, appointment.start))
        self.assertIn("Zhangyang Road 500", fetch.place)
        self.assertEqual(fetch.phone, appointment.phone)
        with self.assertRaises(AccessError):
            appointment.with_user(self.user_technician).action_fetch()
        fetch._cancel("Comes himself")
        appointment._cancel("Another day")
        with self.assertRaisesRegex(UserError, "is not booked"):
            appointment.action_fetch()

    def test_regular_inspection_of_a_fleet(self):
        """J9: a visit is planned by itself, once, two weeks ahead, with a line a car; its report is due three working days
        after, and says of every car how it is."""
        plan = self.env['aftersales.rescue.round'].with_user(self.user_dispatcher).create({
            'partner_id': self.customer.id, 'workshop_id': self.workshop.id, 'place': "Yard 5", 'phone': '13800138000',
            'every_months': 6, 'next_date': '2026-03-20', 'vehicle_ids': self.vehicles.ids})
        self._run('plan_rounds')
        self.assertFalse(plan.rescue_ids)
        with freeze_time('2026-03-10 02:00:00'):
            for __ in range(2):
                self._run('plan_rounds')
        visit = plan.rescue_ids
        self.assertEqual((len(visit), str(plan.next_date)), (1, '2026-09-20'))
        self.assertEqual((visit.car_ids.vehicle_id, visit.kind), (self.vehicles, 'round'))
        visit.is_price_told = True
        self._solve(visit)
        self.assertEqual(visit.step_due, Datetime.now() + timedelta(days=3))
        self.assertFalse(visit.is_overdue)
        self._sign(self._write_sheet(visit), PNG)
        visit.with_user(self.user_dispatcher).result = "All seen"
        self._tick(visit, 'after')
        with self.assertRaisesRegex(UserError, "enter the state of"):
            visit.with_user(self.user_dispatcher).action_close()
        visit.car_ids.with_user(self.user_technician).write({'result': 'good', 'odometer': 5})
        visit.with_user(self.user_dispatcher).action_close()
        action = visit.with_user(self.user_dispatcher).action_print_round()
        paper = self.env['ir.actions.report'].with_user(self.user_dispatcher)._render_qweb_html(
            action['report_name'], visit.ids)[0].decode()
        for car in self.vehicles:
            self.assertIn(car.license_plate, paper)
            self.assertEqual(car.with_user(self.user_technician).aftersales_rescue_count, 1)
            self.assertEqual(visit.search(car.action_view_rescues()['domain']), visit)
        with self.assertRaisesRegex(UserError, "no inspection of cars"):
            self._call().action_print_round()
        with self.assertRaises(AccessError):
            plan.with_user(self.user_technician).every_months = 1
        with self.assertRaises(AccessError):
            plan.with_user(self.user_other_advisor).read(['place'])
        with self.assertRaisesRegex(UserError, "stays as it is"):
            visit.car_ids.write({'findings': "x"})
