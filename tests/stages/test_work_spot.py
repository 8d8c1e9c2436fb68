from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestWorkSpot(OrderCommon):
    """Spot checks: a supervisor looks at work while it is done (quality sheet 3)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._receive_approved()
        cls.job = cls.order.job_ids
        cls.job.technician_id = cls.technician

    def _look(self, user=None, **values):
        return self.env['aftersales.work.spot'].with_user(user or self.user_inspector).create({
            'job_id': self.job.id, 'area': 'tool', **values})

    def test_found_is_a_task_until_it_is_put_right(self):
        spot = self._look(result='found', finding="No torque wrench")
        self.assertEqual((spot.technician_id, spot.user_id), (self.technician, self.user_inspector))
        self.assertEqual(spot.sudo().activity_ids.user_id, self.user_technician)
        for user in (self.user_technician, self.user_technician_2, self.user_dispatcher):
            with self.assertRaises(AccessError):
                spot.with_user(user).write({'result': 'ok'})
        with self.assertRaises(AccessError):
            spot.with_user(self.user_technician_2).action_corrected()
        spot.with_user(self.user_technician).action_corrected()
        self.assertTrue(spot.is_corrected)
        self.assertFalse(spot.sudo().activity_ids)
        spot.action_corrected()  # twice is once

    def test_put_right_at_once_is_no_task(self):
        self.assertFalse(self._look(result='found', finding="No cover", is_corrected=True).sudo().activity_ids)
        self.assertFalse(self._look().sudo().activity_ids)

    def test_found_needs_words(self):
        with self.assertRaisesRegex(ValidationError, "Say what was found"):
            self._look(result='found', finding="  ")

    def test_nobody_looks_at_his_own_work_or_after_it(self):
        self.job.sudo().technician_id.user_id = self.user_inspector
        with self.assertRaisesRegex(UserError, "You work on job"):
            self._look()
        with self.assertRaises(AccessError):
            self._look(self.user_technician_2)
        with self.assertRaises(AccessError):
            self._look(self.user_advisor)
        self.cancel(self.order)
        with self.assertRaisesRegex(UserError, "while the car is worked on"):
            self._look(self.user_dispatcher)

    def test_who_and_when_are_the_system_s(self):
        spot = self._look()
        for values in ({'user_id': self.user_dispatcher.id}, {'date': '2020-01-01'}):
            with self.assertRaises(AccessError):
                spot.write(values)
            with self.assertRaises(AccessError):
                self._look(**values)
        with self.assertRaises(AccessError):
            spot.unlink()
        self.assertEqual(self.job.with_user(self.user_inspector).spot_count, 1)
        self.assertEqual(
            self.env['aftersales.work.spot'].search(self.job.action_view_spots()['domain']), spot.with_user(self.env.user))
