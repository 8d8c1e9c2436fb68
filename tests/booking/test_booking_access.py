from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestBookingAccess(BookingCommon):

    def test_who_books(self):
        """N7: reception and care book, everybody else of the department sees it."""
        for number, user in enumerate((self.user_advisor, self.user_dispatcher, self.user_care, self.user_manager)):
            with self.subTest(user.login):
                appointment = self._book(at(9, 30 * number) if number < 2 else at(11 + number), user=user)
                appointment.concern = "Changed"
                self.cancel(appointment)
        for user in (self.user_technician, self.user_parts, self.user_claims, self.user_inspector, self.user_trainer):
            with self.subTest(user.login):
                self.assertTrue(appointment.with_user(user).display_name)
                self.assertTrue(self.workshop.with_user(user).get_free_days('2026-03-02'))
                with self.assertRaises(AccessError), self.cr.savepoint():
                    self._book(at(16), user=user)
                with self.assertRaises(AccessError), self.cr.savepoint():
                    appointment.with_user(user).concern = "Mine"
        with self.assertRaises(AccessError):
            appointment.with_user(self.user_accountant).read(['name'])

    def test_other_company(self):
        """A company's bookings, days and slots are not another company's business."""
        appointment = self._book(at(9))
        day = self.env['aftersales.booking.day'].search([('workshop_id', '=', self.workshop.id)])
        special = self.env['aftersales.special.day'].create({
            'name': 'Holiday', 'workshop_id': self.workshop.id, 'date_from': at(0, day=3).date()})
        stranger = self.user_advisor.copy({
            'login': 'stranger', 'company_id': self.other_company.id, 'company_ids': [(6, 0, self.other_company.ids)]})
        for record in (appointment, day, special):
            with self.subTest(record._name):
                self.assertFalse(record.with_user(stranger).search([('id', 'in', record.ids)]))
                with self.assertRaises(AccessError):
                    record.with_user(stranger).read(['display_name'])
        with self.assertRaises(AccessError):
            self.workshop.with_user(stranger).get_free_days('2026-03-02')
        with self.assertRaises(AccessError):
            self._book(at(9), user=stranger)

    def test_bookings_of_two_companies_do_not_mix(self):
        other = self.workshop.copy({
            'code': 'TSTO', 'name': 'Other', 'company_id': self.other_company.id, 'employee_ids': False,
            'warehouse_id': False, 'partner_id': False, 'resource_calendar_id': False, 'advisor_ids': False})
        self.user_advisor.company_ids |= self.other_company
        self.assertEqual(self._book(at(9)).company_id, self.company)
        appointment = self.env['aftersales.appointment'].create({
            'workshop_id': other.id, 'start': at(9), 'planned_hours': 0.0, 'phone': '1', 'state': 'draft'})
        self.assertEqual(appointment.company_id, self.other_company)
        load = self.workshop._get_load('2026-03-02', '2026-03-02')
        self.assertEqual({row['workshop'] for row in load}, {self.workshop})

    def test_special_days_are_the_dispatchers(self):
        vals = {'name': 'Holiday', 'workshop_id': self.workshop.id, 'date_from': at(0, day=3).date()}
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.env['aftersales.special.day'].with_user(self.user_advisor).create(vals)
        self.env['aftersales.special.day'].with_user(self.user_dispatcher).create(vals)

    def test_claimed_days_are_the_systems(self):
        with self.assertRaises(AccessError):
            self.env['aftersales.booking.day'].with_user(self.user_manager).create({
                'workshop_id': self.workshop.id, 'date': '2026-03-02'})
