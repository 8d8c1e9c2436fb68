from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Datetime
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.loan import LoanCommon

NOW = Datetime.to_datetime('2026-03-02 02:00:00')


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestLoan(LoanCommon):
    """J8: a car of the house from the promise to its return, each step signed by both."""

    # === MAIN PATH ===#

    def test_out_and_back(self):
        """J8: reserved, handed out and taken back; both papers are sealed, readings taken, the known damage is known."""
        loan = self._create_loan(own_vehicle_id=self.vehicle.id)
        self.assertRegex(loan.name, r'^LN/2026/\d{5}$')
        self.assertEqual((loan.state, loan.km_per_day, loan.daily_rate), ('reserved', 100, 0))
        out = self._hand_out(loan, damage_ids=[self._scratch(note="Old")], accessories="Cable")
        self.assertEqual((loan.state, loan.date_out, out.state, out.is_intact), ('out', NOW, 'signed', True))
        self.assertEqual((self.loaner.last_odometer, self.loaner.with_user(self.user_advisor).loaner_state), (1000, 'out'))
        with freeze_time(NOW + timedelta(hours=20)):
            back = self._open_sheet(loan, loan.action_take_back(), 1050, fuel_level=80)
            self.assertEqual((back.accessories, back.damage_ids.known_id), ("Cable", out.damage_ids))
            back.write({'damage_ids': [self._scratch(kind='dent', note="New")]})
            self.assertEqual(back.new_damage, "Dent · Left side · New")
            self._sign(back)
        self.assertEqual((loan.state, loan.date_back), ('back', NOW + timedelta(hours=20)))
        self.assertEqual(loan.busy_to, loan.date_back, "Back early, it is free again.")
        self.assertEqual((self.loaner.last_odometer, self.loaner.sudo().loaner_fuel_level), (1050, 80))
        self.assertEqual(
            {(charge.kind, charge.quantity) for charge in loan.charge_ids}, {('fuel', 20), ('damage', 1)})
        for sheet in (out, back):
            with self.assertRaisesRegex(UserError, "signed by Chen Jing and cannot be changed"):
                sheet.odometer = 5
            with self.assertRaises(UserError):
                sheet.sudo().damage_ids[0].note = "Forged"
        with freeze_time(NOW + timedelta(days=1)):
            following = self._open_sheet(
                *(lambda loan: (loan, loan.action_hand_out()))(self._create_loan()), 1050)
        self.assertEqual(len(following.damage_ids), 2, "The next one begins with what the car came back with.")

    def test_paper_belongs_to_what_was_shown(self):
        """J8: a change after the signature takes it away; without both signatures nothing is handed out."""
        loan = self._create_loan()
        sheet = self._open_sheet(loan, loan.action_hand_out(), 1000)
        with self.assertRaisesRegex(UserError, "signed by both"):
            sheet.action_sign()
        with self.assertRaisesRegex(ValidationError, "the customer signs first"), self.cr.savepoint():
            sheet.action_sign_staff(PNG)
        sheet.signature = PNG
        with self.assertRaisesRegex(UserError, "signed by both"):
            sheet.action_sign()
        sheet.action_sign_staff(PNG)
        sheet.fuel_level = 50
        self.assertFalse(sheet.signature)
        self.assertFalse(sheet.staff_signature, "The house signed what the customer did, no other.")
        sheet.signature = PNG
        sheet.deposit = 1000  # the term stands in the contract
        self.assertFalse(sheet.signature)
        with self.assertRaisesRegex(UserError, "handed out with its paper"):
            loan.write({'state': 'out'})
        self.assertEqual(loan.state, 'reserved')

    def test_contract_is_kept(self):
        """J8: what was signed stays; a loan that is out may be made longer, by nobody over the next one."""
        loan = self._create_loan()
        self._hand_out(loan)
        for vals in ({'licence_number': 'X'}, {'deposit': 5}, {'vehicle_id': self.loaner_2.id}, {'km_per_day': 900}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "as it was signed"):
                loan.write(vals)
        following = self._create_loan(date_from=NOW + timedelta(days=2), date_to=NOW + timedelta(days=3))
        loan.date_to = NOW + timedelta(days=2)
        with self.assertRaisesRegex(ValidationError, following.name), self.cr.savepoint():
            loan.date_to = NOW + timedelta(days=2, hours=1)
        with self.assertRaises(AccessError):
            following.with_user(self.user_manager).unlink()
        following._cancel("The customer comes by train")
        loan.date_to = NOW + timedelta(days=2, hours=1)

    def test_print_is_what_was_signed(self):
        """J8: the contract in the borrower's language, printed as it was whatever changes afterwards."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.customer.lang = 'zh_CN'
        loan = self._create_loan()
        sheet = self._hand_out(loan, damage_ids=[self._scratch(note="Old")])
        Report = self.env['ir.actions.report'].with_user(self.user_advisor)
        before = Report._render_qweb_html('aftersales.report_loan', sheet.ids)[0].decode()
        self.assertIn('310115198501012217', before)
        self.assertIn('沪A·L0001', before)
        self.customer.name, self.loaner.license_plate = "Somebody Else", '沪A·L9999'
        self.assertEqual(Report._render_qweb_html('aftersales.report_loan', sheet.ids)[0].decode(), before)
        self.assertEqual(loan.action_print()['report_name'], 'aftersales.report_loan')

    # === GUARDS ===#

    def test_driver_and_car_must_be_fit(self):
        """J8: no licence, an expired one, a car whose insurance or inspection ends meanwhile: not handed out."""
        loan = self._create_loan(licence_number=False)
        sheet = self._open_sheet(loan, loan.action_hand_out(), 1000)
        for vals, message in (
            ({}, "enter Driving Licence No."),
            ({'licence_number': 'A', 'licence_expiry': '2026-03-02'}, "licence of Chen Jing ends on"),
            ({'licence_expiry': '2031-01-01', 'second_driver': "Li"}, "Second Driver's Licence No."),
            ({'second_licence_number': 'B', 'second_licence_expiry': '2020-01-01'}, "licence of Li ends on"),
        ):
            sheet.write(vals)
            with self.subTest(message), self.assertRaisesRegex(UserError, message):
                sheet.action_check_before_signing()
        sheet.second_licence_expiry = '2031-01-01'
        for name in ('insurance_due_date', 'inspection_due_date'):
            self.loaner.sudo()[name] = '2026-03-02'
            with self.subTest(name), self.assertRaisesRegex(UserError, "before the car is back"):
                sheet.action_check_before_signing()
            self.loaner.sudo()[name] = False
        sheet.fuel_level = -1
        with self.assertRaisesRegex(UserError, "how full"):
            sheet.action_check_before_signing()
        sheet.write({'fuel_level': 10, 'odometer': 0})
        with self.assertRaisesRegex(UserError, "read the odometer"):
            sheet.action_check_before_signing()
        sheet.odometer = 1000
        self.assertTrue(sheet.action_check_before_signing())

    def test_wrong_state(self):
        loans = self._create_loan() + self._create_loan(vehicle_id=self.loaner_2.id)
        with self.assertRaisesRegex(UserError, "cannot go from"):
            loans[0].action_take_back()
        loans[1]._cancel("Ill")
        with self.assertRaisesRegex(UserError, "cannot go from"):
            loans[1].action_hand_out()
        with self.assertRaisesRegex(UserError, "cannot go from"):
            loans.write({'state': 'settled'})
        loans[1].action_reopen()
        self._hand_out(loans[0])
        with self.assertRaises(UserError):
            loans[0]._cancel("No")

    def test_no_two_at_once(self):
        """J8: one car is promised once; back to back is fine, and a cancelled promise takes nothing."""
        first = self._create_loan()
        for start, stop in ((0, 24), (-5, 1), (23, 30), (5, 6), (-5, 99)):
            with self.subTest(start=start, stop=stop), self.assertRaisesRegex(
                    ValidationError, first.name), self.cr.savepoint():
                self._create_loan(date_from=NOW + timedelta(hours=start), date_to=NOW + timedelta(hours=stop))
        after = self._create_loan(date_from=first.date_to, date_to=first.date_to + timedelta(hours=2))
        self.assertNotIn(self.loaner, first.free_vehicle_ids - self.loaner)
        self.assertEqual(
            self.env['aftersales.loan'].new({
                **self._prepare_loan_vals(), 'vehicle_id': False}).free_vehicle_ids._origin & self.loaners, self.loaner_2)
        first._cancel("Ill")
        again = self._create_loan()
        with self.assertRaisesRegex(ValidationError, again.name), self.cr.savepoint():
            first._reopen("Well again")
        self.assertEqual(after.state, 'reserved')
        with self.assertRaisesRegex(ValidationError, "is no loaner of"), self.cr.savepoint():
            self._create_loan(vehicle_id=self.vehicle.id)
        with self.assertRaises(CheckViolation), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self._create_loan(date_to=NOW)

    def test_quota(self):
        """C7: so many hand-outs a day and outlet; the next day has its own."""
        self.workshop.loaner_quota = 1
        self._create_loan()
        with self.assertRaisesRegex(ValidationError, "hands out 1 loaners"), self.cr.savepoint():
            self._create_loan(vehicle_id=self.loaner_2.id)
        tomorrow = NOW + timedelta(days=1)
        other = self._create_loan(vehicle_id=self.loaner_2.id, date_from=tomorrow, date_to=tomorrow + timedelta(days=1))
        with self.assertRaisesRegex(ValidationError, "hands out 1 loaners"):
            other.date_from = NOW + timedelta(hours=1)

    # === LATE ===#

    def test_late_and_at_risk(self):
        """J8: two cars that are not back are their advisors' task, and so are the customers promised them next."""
        late = self._create_loan() + self._create_loan(vehicle_id=self.loaner_2.id)
        for loan in late:
            self._hand_out(loan)
        following = self._create_loan(
            user=self.user_dispatcher, date_from=NOW + timedelta(days=1), date_to=NOW + timedelta(days=2))
        self.assertFalse(any((late + following).mapped('is_late') + following.mapped('is_at_risk')))
        with freeze_time(NOW + timedelta(hours=25)):
            (late + following).invalidate_recordset()
            self.assertEqual(self.env['aftersales.loan'].search([('is_late', '=', True), ('id', 'in', late.ids)]), late)
            self.assertTrue(following.is_at_risk)
            self.assertIn("has not come back", following.warning)
            for __ in range(2):
                with self.enter_registry_test_mode():
                    self.env.ref('aftersales.cron_watch_late_loans').method_direct_trigger()
                    self.env.ref('aftersales.cron_watch_loans_at_risk').method_direct_trigger()
            (late + following).invalidate_recordset()
            self.assertEqual(late.sudo().activity_ids.mapped('user_id'), self.user_advisor)
            self.assertEqual((len(late.sudo().activity_ids), len(following.sudo().activity_ids)), (2, 1))
            counts = self._count_tallies(self.user_dispatcher)
            self.assertEqual((counts['loaners_late'], counts['loaners_at_risk'], counts['loaners_out']), (2, 1, 2))
            for vals in ({'date_to': NOW + timedelta(hours=30)}, {'date_to': NOW + timedelta(hours=22)}):
                with self.assertRaisesRegex(AccessError, "is late already"):
                    late[1].write(vals)
            with self.assertRaisesRegex(UserError, "still out"):
                following.write({'licence_expiry': '2031-01-01'})
                self._open_sheet(following, following.action_hand_out(), 1000).action_check_before_signing()
            self._take_back(late[0])
            self.assertFalse(late[0].sudo().activity_ids)
            self.assertEqual(late[0].charge_ids.mapped('kind'), [], "An hour is nothing.")
        with freeze_time(NOW + timedelta(hours=27)):
            self._take_back(late[1])
            charge = late[1].charge_ids
            self.assertEqual((charge.kind, charge.quantity, charge.amount), ('late', 1, 200))

    def _count_tallies(self, user):
        workshop = self.workshop.with_user(user)
        return {
            tally.key: workshop._prepare_tally(tally)['count'] for tally in workshop._get_todays_tallies()}

    def test_what_of_loaners_is_due(self):
        """J8: insurance, inspection and service of loaners are told a month before, once."""
        self.loaners.sudo().write({'insurance_due_date': '2026-03-20', 'inspection_due_date': '2026-12-01'})
        self.loaner_2.sudo().insurance_due_date = '2026-09-01'
        for __ in range(2):
            with self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_watch_loaners').method_direct_trigger()
        tasks = self.loaners.sudo().activity_ids
        self.assertEqual((tasks.user_id, tasks.res_id, tasks.date_deadline), (
            self.user_dispatcher, self.loaner.id, date(2026, 3, 20)))

    # === OCCASIONS ===#

    def test_offered_where_it_is_needed(self):
        """J8: appointment, order, complaint and case begin a loan with what they know."""
        order = self._receive_approved()
        appointment = self.env['aftersales.appointment'].create({
            'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id, 'start': NOW + timedelta(days=7, hours=1),
            'state': 'draft', 'needs_loaner': True})
        complaint = self.env['aftersales.complaint'].create({'story': "It squeals", 'vehicle_id': self.vehicle.id})
        case = self.env['aftersales.statute.case'].sudo().create({
            'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id, 'company_id': self.company.id,
            'statute_id': self.env.ref('aftersales.statute_cn_2021').id})
        self.assertTrue(appointment.with_user(self.user_advisor).lacks_loan)
        counts = self._count_tallies(self.user_dispatcher)['loaners_to_promise']
        self.assertGreaterEqual(counts, 1)
        for number, (document, reason) in enumerate((
            (order, 'service'), (appointment, 'service'), (complaint, 'goodwill'), (case, 'warranty'),
        )):
            document = document.with_user(self.user_manager if document == case else self.user_advisor)
            action = document.action_book_loan()
            form = Form(document.env['aftersales.loan'].with_context(**action['context']))
            form.date_from = NOW + timedelta(days=10 * number + 7)
            form.date_to = NOW + timedelta(days=10 * number + 8)
            form.vehicle_id = self.loaner
            loan = form.save()
            with self.subTest(document=document._name):
                self.assertEqual(
                    (loan.partner_id, loan.own_vehicle_id, loan.reason), (self.customer, self.vehicle, reason))
                self.assertEqual(document.loan_count, 1)
        self.assertFalse(appointment.with_user(self.user_advisor).lacks_loan)
        self.assertEqual(self._count_tallies(self.user_dispatcher)['loaners_to_promise'], counts - 1)

    def test_called_off(self):
        """J8: of two loaners promised with visits that are called off, the one nothing else waits for is free again."""
        order = self.env['aftersales.order'].create({
            'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id, 'workshop_id': self.workshop.id})
        complaint = self.env['aftersales.complaint'].create({'story': "It squeals", 'vehicle_id': self.vehicle.id})
        loan = self._create_loan(order_id=order.id)
        kept = self._create_loan(vehicle_id=self.loaner_2.id, order_id=order.id, complaint_id=complaint.id)
        order.with_user(self.user_advisor)._cancel("Sold")
        self.assertEqual((loan.state, kept.state), ('cancelled', 'reserved'))
        self.assertIn(order.name, loan.cancel_reason)
        complaint._cancel("Withdrawn")
        self.assertEqual(kept.state, 'cancelled')

    def test_who_does_not_come_needs_no_car(self):
        """J8: of two appointments one is missed: its loaner is free again, that of the other is not."""
        with freeze_time(NOW - timedelta(days=1)):
            missed, other = self.env['aftersales.appointment'].create([{
                'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id,
                'start': NOW + timedelta(days=days, hours=8), 'needs_loaner': True} for days in (0, 7)])
        first = self._create_loan(appointment_id=missed.id)
        second = self._create_loan(vehicle_id=self.loaner_2.id, appointment_id=other.id)
        with freeze_time(NOW + timedelta(hours=11)):
            missed.with_user(self.user_advisor).action_no_show()
        self.assertEqual((first.state, second.state), ('cancelled', 'reserved'))

    def test_the_law_s_loaner(self):
        """I8: the loaner of a repair is told on its repair record, from the hand-out to the return."""
        order = self._receive_approved()
        loan = self._create_loan(order_id=order.id, reason='warranty')
        self._hand_out(loan)
        relief = order.sudo().relief_ids
        self.assertEqual((relief.kind, relief.start, relief.stop, relief.loan_id), ('loaner', NOW, False, loan.sudo()))
        with freeze_time(NOW + timedelta(hours=3)):
            self._take_back(loan)
        self.assertEqual(relief.stop, NOW + timedelta(hours=3))

    # === ROLES ===#

    def test_roles(self):
        """J8: advisors and dispatchers lend, care and claims look on, technicians and parts see nothing."""
        loan = self._create_loan()
        sheet = self._hand_out(loan)
        for role, reads, writes in (
            ('advisor', True, True), ('dispatcher', True, True), ('manager', True, True), ('care', True, False),
            ('claims', True, False), ('accountant', True, False), ('technician', False, False), ('parts', False, False),
            ('inspector', False, False),
        ):
            own = loan.with_user(getattr(self, f'user_{role}'))
            with self.subTest(role=role):
                self.assertEqual((own.has_access('read'), own.has_access('write')), (reads, writes))
                if reads and not writes:
                    with self.assertRaises(AccessError):
                        own.action_hand_out()
                    with self.assertRaises(AccessError):
                        own.read(['licence_number'])
                    with self.assertRaises(AccessError):
                        sheet.with_env(own.env).read(['content'])
                    with self.assertRaisesRegex(AccessError, "whoever hands out"):
                        own.env['ir.actions.report']._render_qweb_html('aftersales.report_loan', sheet.ids)

    def test_who_keeps_the_fleet(self):
        """J8: the dispatcher says which cars are loaners; one that is promised stays one."""
        car = self.loaner.with_user(self.user_advisor)
        for vals in ({'is_loaner': False}, {'loaner_daily_value': 1}, {'loaner_place': "Elsewhere"}, {'loaner_place': False}):
            with self.subTest(vals), self.assertRaisesRegex(AccessError, "kept by the dispatcher"):
                car.write(vals)
        with self.assertRaisesRegex(AccessError, "kept by the dispatcher"):
            self.vehicle.with_user(self.user_advisor).is_loaner = True
        with self.assertRaisesRegex(ValidationError, "customer's car"):
            self.vehicle.with_user(self.user_dispatcher).write({'is_loaner': True, 'company_id': self.company.id})
        car.color = "Red"
        self._create_loan()
        with self.assertRaisesRegex(AccessError, "kept by the dispatcher"):
            self.env['fleet.vehicle'].with_user(self.user_advisor).with_context(
                default_is_loaner=True, default_company_id=self.company.id).create({'model_id': self.model_a.id})
        self.loaner.with_user(self.user_manager).write({'company_id': self.company.id, 'color': "Blue"})
        for vals in ({'is_loaner': False}, {'is_loaner': 0}, {'active': False}, {'active': None}, {
                'company_id': self.other_company.id}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "lent or reserved"):
                self.loaner.with_user(self.user_manager).write(vals)
        self.loaner_2.with_user(self.user_dispatcher).is_loaner = False

    def test_other_company(self):
        """J8: another company sees neither the loan nor its papers, and lends no car of ours."""
        loan = self._create_loan()
        sheet = self._hand_out(loan)
        other = self.env(user=self.user_other_advisor.id, context={'allowed_company_ids': self.other_company.ids})
        for record in (loan, sheet):
            self.assertFalse(other[record._name].search([('id', '=', record.id)]))
            with self.assertRaises(AccessError):
                record.with_env(other).read(['state'])
        workshop = self.env['aftersales.workshop'].create({
            'name': "Next Door", 'code': 'NXT', 'company_id': self.other_company.id,
            'warehouse_id': self.env['stock.warehouse'].search([('company_id', '=', self.other_company.id)], limit=1).id})
        with self.assertRaises(UserError):
            other['aftersales.loan'].create(self._prepare_loan_vals(
                workshop_id=workshop.id, vehicle_id=self.loaner_2.id, user_id=self.user_other_advisor.id))

    def test_customer_sees_his_own(self):
        """J8: the borrower's page knows his loans, nobody else's, and RPC shows him none."""
        loan = self._create_loan()
        mine = self.env['aftersales.loan'].search(self.env['aftersales.loan']._get_portal_domain(self.customer))
        self.assertIn(loan.sudo(), mine)
        self.assertFalse(self.env['aftersales.loan'].search(
            self.env['aftersales.loan']._get_portal_domain(self.insurer)))
        self.assertEqual(loan._get_portal_status()[0], "Reserved for you")
