from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestStaffing(BoardCommon):
    """An outlet's customers against the people of each post (A3): 20 working days back, 10 ahead, on a Wednesday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['aftersales.staffing.ratio'].search([]).active = False
        cls.post, cls.post_2 = cls.env['hr.job'].create([
            {'name': name, 'company_id': cls.company.id} for name in ("Fitter", "Caller")])
        cls.technicians.job_id = cls.post
        cls.ratio = cls.env['aftersales.staffing.ratio'].with_user(cls.user_manager).create({
            'job_id': cls.post.id, 'unit_count': 10})
        cls.order.sudo().received_date = '2026-11-17 09:00:00'
        cls.order_2.sudo().received_date = '2026-11-17 10:00:00'

    def _check(self, post=None):
        self.env['aftersales.staffing.check'].with_user(self.user_manager).with_company(self.company).with_context(
            allowed_company_ids=self.company.ids).action_check_now()
        return self.env['aftersales.staffing.check'].with_user(self.user_manager).search([
            ('workshop_id', '=', self.workshop.id), ('job_id', '=', (post or self.post).id)])

    def test_need_by_hand(self):
        """2 orders in 20 days; 50 booked in 10: 5 a day. One person for 2: 3 needed, 2 there less a week's leave."""
        check = self._check()
        self.assertEqual((check.day_average, check.day_peak, check.needed_count, check.short_count), (0.1, 2, 1, 0))
        self.env['resource.calendar.leaves'].create({
            'name': "Away", 'resource_id': self.technician.resource_id.id, 'calendar_id': self.calendar.id,
            'company_id': self.company.id, 'date_from': '2026-11-23 00:00:00', 'date_to': '2026-11-27 23:59:59'})
        self.ratio.unit_count = 2
        appointments = self.env['aftersales.appointment'].create([{
            'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id, 'start': '2026-11-24 09:00:00',
            'state': 'draft'} for __ in range(50)])
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_appointment SET state = 'booked' WHERE id IN %s", [tuple(appointments.ids)])
        self.env.invalidate_all()
        self.assertEqual(self._check(), check, "A month has one row of a post.")
        self.assertEqual((check.day_booked, check.basis_count, check.needed_count), (5, 5, 3))
        self.assertEqual((check.holder_count, check.present_count, check.short_count), (2, 1.5, 1.5))
        self.assertEqual(str(check.month), '2026-11-01')

    def test_ratio_of_the_outlet_goes_first(self):
        Ratio = self.env['aftersales.staffing.ratio'].with_user(self.user_manager)
        Ratio.create({'job_id': self.post.id, 'workshop_id': self.workshop.id, 'unit_count': 1, 'staffing_basis': 'staff'})
        Ratio.create({'job_id': self.post_2.id, 'staffing_basis': 'care', 'unit_count': 100})
        check, calls = self._check(), self._check(self.post_2)
        self.assertEqual((check.unit_count, check.needed_count), (1, len(self.workshop.employee_ids)))
        self.assertEqual((calls.basis_count, calls.needed_count, calls.holder_count, calls.short_count), (1, 1, 0, 1))
        with mute_logger('odoo.sql_db'), self.assertRaises(UniqueViolation):
            Ratio.create({'job_id': self.post.id, 'workshop_id': self.workshop.id})

    def test_who_may(self):
        check = self._check()
        for user in (self.user_advisor, self.user_technician, self.user_trainer):
            with self.assertRaises(AccessError):
                check.with_user(user).action_check_now()
            with self.assertRaises(AccessError):
                check.with_user(user).read(['short_count'])
        with self.assertRaises(AccessError):
            check.with_user(self.user_manager).short_count = 9
        with self.assertRaises(AccessError):
            check.with_user(self.user_manager).create({
                'workshop_id': self.workshop.id, 'job_id': self.post_2.id, 'month': '2026-11-01'})

    def test_once_a_month_by_itself(self):
        """By the scheduled action, once; on the first of the next month again."""
        Check = self.env['aftersales.staffing.check']
        self.env['aftersales.workshop'].search([('id', '!=', self.workshop.id)]).sudo().staffing_due_date = '2099-01-01'
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_check_staffing').method_direct_trigger()
        self.env.invalidate_all()
        check = Check.search([('workshop_id', '=', self.workshop.id)])
        self.assertEqual((len(check), str(self.workshop.staffing_due_date)), (1, '2026-12-01'))

    def test_print(self):
        check = self._check()
        values = self.env['report.aftersales.report_staffing'].with_user(self.user_manager)._get_report_values(check.ids)
        [page] = values['pages']
        self.assertEqual(page['checks'], check)
