from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestRoadTest(OrderCommon):
    """F1: some classes of work pass only after the car was driven."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspector = cls.env['hr.employee'].create({
            'name': 'Zhao Lei', 'user_id': cls.user_inspector.id, 'company_id': cls.company.id})
        cls.operation.work_class_id.needs_road_test = True
        cls.order = cls._receive_approved(job_ids=[
            Command.create({'operation_id': cls.operation.id, 'technician_id': cls.technician.id}),
            Command.create({'operation_id': cls.operation.id, 'technician_id': cls.technician.id}),
        ])
        jobs = cls.order.job_ids.with_user(cls.user_technician)
        jobs.action_start()
        jobs.action_done()
        cls.inspections = jobs.inspection_ids.with_user(cls.user_inspector)
        cls.inspections.action_all_ok()

    def _drive(self, inspections, **values):
        inspections.write({'road_test_odometer_out': 12001, 'road_test_odometer_in': 12009, **values})

    def test_no_pass_without_road_test(self):
        with self.assertRaisesRegex(UserError, "needs a road test"):
            self.inspections.action_pass()
        with self.assertRaisesRegex(UserError, "needs a road test"):
            self.order.job_ids.with_user(self.user_inspector).write({'state': 'passed'})
        self.inspections.action_road_test_ok()
        self.assertEqual(self.inspections.road_test_employee_id, self.inspector)
        with self.assertRaisesRegex(UserError, "odometer before and after"):
            self.inspections.action_pass()
        self._drive(self.inspections)
        self.assertEqual(self.inspections.mapped('road_test_distance'), [8, 8])
        self.inspections.action_pass()
        self.assertEqual(self.order.state, 'ready')

    def test_filled_in_as_a_person_does(self):
        with Form(self.inspections[0]) as form:
            form.road_test_employee_id = self.inspector
            form.road_test_odometer_out = 12001
            form.road_test_odometer_in = 12010
            form.road_test_result = 'ok'
            form.road_test_note = "Straight, quiet"
        self.inspections[0].action_pass()
        self.assertEqual(self.inspections[0].state, 'pass')

    def test_failed_road_test_is_rework(self):
        inspection = self.inspections[0]
        self._drive(inspection, road_test_employee_id=self.inspector.id, road_test_result='fail', road_test_note="Pulls left")
        with self.assertRaisesRegex(UserError, "road test failed"):
            inspection.action_pass()
        inspection.todo = "Align the front axle"
        inspection.action_fail()
        job = inspection.job_id
        self.assertEqual((job.state, job.rework_count), ('todo', 1))
        self.assertIn("Pulls left", job.message_ids[0].body)

    def test_readings_go_forward(self):
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self._drive(self.inspections[0], road_test_odometer_in=11999)
            self.env.flush_all()
        with self.assertRaisesRegex(UserError, "came in with 12000"):
            self._drive(self.inspections[0], road_test_odometer_out=11000)

    def test_a_digit_too_many(self):
        """faults U19: nobody drives 100,000 km to test a car, and it does not leave with fewer than its test ended with."""
        with self.assertRaisesRegex(UserError, "not plausible"):
            self._drive(self.inspections[1], road_test_odometer_in=120010)
        self._drive(self.inspections, road_test_employee_id=self.inspector.id, road_test_result='ok')
        self.inspections.action_pass()
        for reading, told in ((12005, 1), (12009, 0)):
            self.order.odometer_out = reading
            points = [point for point in self.order._get_open_points() if "road test" in point.message]
            self.assertEqual(len(points), told)

    def test_who_may_drive(self):
        """F1: where a class of work asks for a licence, who has none, or one that ended, drives no road test."""
        driver = self.env['hr.employee'].create({'name': "Han Mei", 'company_id': self.company.id})
        self._give_skill(driver, valid_from='2025-01-01')
        self._give_skill(self.inspector, valid_from='2025-01-01', valid_to='2025-06-01')
        self.operation.work_class_id.road_test_skill_id = self.skill
        with self.assertRaisesRegex(UserError, "Zhao Lei cannot drive"):
            self.inspections.action_road_test_ok()
        self.inspections.write({'road_test_employee_id': driver.id})
        self.inspections.action_road_test_ok()
        self.assertEqual(self.inspections.road_test_employee_id, driver)

    def test_what_was_sent_back_is_looked_at_first(self):
        """faults U6: the inspector who checks again reads what had failed; of a job checked first there is nothing."""
        inspection, other = self.inspections
        self._drive(inspection, road_test_employee_id=self.inspector.id, road_test_result='fail', road_test_note="Pulls left")
        inspection.todo = "Align the front axle"
        inspection.action_fail()
        job = inspection.job_id.with_user(self.user_technician)
        job.action_start()
        job.action_done()
        again = job._get_open_inspections().with_user(self.user_inspector)
        self.assertIn("Pulls left", again.returned_before)
        self.assertIn("Align the front axle", again.returned_before)
        self.assertFalse(other.returned_before)
        self.assertFalse(inspection.returned_before)

    def test_other_classes_need_none(self):
        self.operation.work_class_id.needs_road_test = False
        order = self._receive_approved()
        self._pass(order)
        self.assertEqual(order.state, 'ready')
        self.assertTrue(self.inspections[0].needs_road_test, "asked for when the job was finished")
        with self.assertRaises(AccessError):
            self.inspections[0].write({'needs_road_test': False})

    def test_others_record_no_road_test(self):
        for user in (self.user_technician, self.user_advisor, self.user_parts):
            with self.assertRaises(AccessError):
                self.inspections.with_user(user).action_road_test_ok()
