import ast
import inspect
from contextlib import closing
from pathlib import Path

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon

MARKUP = '<img src="https://evil.example/x.png"><a href="https://evil.example">Click</a>'
ADDON = Path(inspect.getfile(BookingCommon)).parents[2]


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestWalls(BookingCommon):

    # === PERIODS ===#

    def test_periods_have_an_end(self):
        """faults A3: whoever reckons with days asks first how many they are."""
        outlet, Entry = self.workshop, self.env['aftersales.time.entry']
        for first, last in (('0001-01-01', '9999-12-31'), ('2020-01-01', '2206-01-01'), ('soon', None), ({}, None), (5, 7)):
            for read in (
                lambda: outlet._get_timetables(first, last), lambda: Entry._get_figures(first, last),  # noqa: B023
                lambda: outlet._get_timetable(first, last),  # noqa: B023
            ):
                with self.subTest(first=first, last=last), self.assertRaises(UserError):
                    before = self.env.cr.sql_log_count
                    try:
                        read()
                    finally:
                        self.assertLess(self.env.cr.sql_log_count - before, 30, "refused before it works")
        self.assertTrue(outlet._get_timetable('2026-01-01', '2027-02-01'))

    def test_time_report(self):
        """faults A3: the technician's own report, by form and by RPC."""
        Report = self.env['aftersales.daily.report'].with_user(self.user_technician)
        with closing(self.cr.savepoint()), self.assertRaisesRegex(UserError, "at most 400 are shown at once"):
            Report.create({'date_from': '2020-01-01', 'date_to': '2206-01-01'})
        with closing(self.cr.savepoint()), self.assertRaises(UserError):
            Report.create({'date_from': '0001-01-01', 'date_to': '9999-12-31'})
        report = Report.create({'date_from': '2026-01-01', 'date_to': '2026-12-31'})
        with closing(self.cr.savepoint()), self.assertRaisesRegex(UserError, "at most 400"):
            report.date_to = '2206-01-01'
            self.env.flush_all()

    def test_board(self):
        """faults A3: days of the board."""
        board = self.workshop.with_user(self.user_dispatcher)
        for date in ('0001-01-01', '9999-12-31', 'soon', {'a': 1}, 7):
            with self.subTest(date=date), self.assertRaises(UserError):
                board.get_board(self.workshop.id, date)
            with self.subTest(date=date), self.assertRaises(UserError):
                board.get_board_changes(self.workshop.id, date, 10 ** 9, [])
        self.assertEqual(board.get_board(self.workshop.id, '2026-01-05', 10 ** 9)['days'], 14)
        outlet = self.workshop.with_user(self.user_advisor)
        for hours, days in ((float('nan'), 7), (float('inf'), 7), (1, float('inf')), ('x', 7), (1, {'a': 1})):
            with self.subTest(hours=hours, days=days), self.assertRaises(UserError):
                outlet.get_free_days('2026-03-02', hours=hours, days=days)
        self.assertLessEqual(len(outlet.get_free_days('2026-03-02', hours=1e30, days=10 ** 9)), 60)

    # === MARKUP ===#

    def test_notes_of_tasks(self):
        """faults A7: names and notes of people are text in a task, and stay text."""
        appointment = self._book()
        order = self._create_orders()
        order.action_receive()
        self.customer.name = f"Chen {MARKUP}"
        order._ask_for_call('aftersales.mail_template_appointment_confirmation')
        enquiry = self.env['aftersales.enquiry'].create({
            'workshop_id': self.workshop.id, 'subject': "Price", 'question': "How much?", 'contact_name': f"Wu {MARKUP}"})
        enquiry._escalate()
        inspection = self.env['aftersales.inspection'].new({'note': MARKUP})
        self.assertTrue(inspection._get_return_note())
        for record in (order, enquiry):
            self.assertTrue(record.activity_ids)
            for note in record.activity_ids.mapped('note'):
                self.assertNotIn('<img', note)
                self.assertNotIn('<a', note)
                self.assertIn('&lt;img', note)
        self.assertTrue(appointment)

    def test_every_note_is_made_safe(self):
        """faults A7: no task is scheduled with a note that is not escaped or built by Markup (the linter holds it, too)."""
        found = 0
        for path in [*ADDON.glob('models/**/*.py'), *ADDON.glob('wizard/**/*.py')]:
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, 'attr', '') == 'activity_schedule':
                    for keyword in node.keywords:
                        if keyword.arg == 'note':
                            text = ast.unparse(keyword.value)
                            self.assertTrue(text.startswith(('escape(', 'Markup(')), f"{path.name}: {text}")
                            found += 1
        self.assertGreater(found, 6)

    # === SEARCHES ===#

    def test_appointments_and_orders_by_plate_and_phone(self):
        """faults U21, U22: the same folding in the boxes of appointments, orders, check-ins and through them."""
        self.vehicle.license_plate = '沪D·S1027'
        self.customer.phone = '+86 21 5268 7648'
        appointment, order = self._book(), self._create_orders()
        other = self.env['aftersales.appointment'].with_user(self.user_advisor).create(self._prepare_appointment_vals(
            vehicle_id=False, partner_id=False, license_plate='沪ds2000', contact_name="Wu", phone='13800138123',
            start=self._get_starts()[5], operation_ids=[Command.clear()]))
        self.assertEqual(other.license_plate, '沪D·S2000')
        self.env.flush_all()
        for record in (appointment, order):
            Model = self.env[record._name].with_user(self.user_advisor)
            for typed in ('沪DS1027', '沪D·S1027', 'ds1027', '021-52687648', '+86 21 52687648', '0086 2152687648'):
                with self.subTest(model=record._name, typed=typed):
                    self.assertIn(record.id, [row[0] for row in Model.name_search(typed)])
            for typed in ('沪DS1027', 'ds1027'):
                self.assertIn(record, Model.search([('license_plate', 'ilike', typed)]))
                self.assertNotIn(record, Model.search([('license_plate', 'not ilike', typed)]))
        for typed in ('沪DS2000', '0086 13800138123', '138 0013 8123', 'wu'):
            with self.subTest(typed=typed):
                found = self.env['aftersales.appointment'].with_user(self.user_advisor).name_search(typed)
                self.assertEqual([row[0] for row in found], other.ids)
        jobs = self.env['aftersales.job'].with_user(self.user_advisor).search([('order_id.license_plate', 'ilike', '沪DS1027')])
        self.assertIn(order.job_ids, jobs)
