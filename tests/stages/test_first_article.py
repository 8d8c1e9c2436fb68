from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestFirstArticle(OrderCommon):
    """F1: of work done on many cars the first one is checked before the others pass (首件检验)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician_2.user_id = cls.user_technician_2
        cls.order = cls._receive_approved(job_ids=[
            Command.create({'operation_id': cls.operation.id, 'technician_id': cls.technician.id}) for __ in range(3)])
        cls.first, cls.second, cls.third = cls.order.job_ids
        cls.operation.first_check = 'block'

    def _finish(self, jobs, user=None):
        jobs.with_user(user or self.user_technician)._transition('done')
        return jobs._get_open_inspections()

    def _pass(self, jobs):
        checks = jobs._get_open_inspections().with_user(self.user_inspector)
        checks.action_all_ok()
        checks.action_pass()
        return checks

    def test_the_others_wait_for_the_first(self):
        self.assertFalse(self.first.first_check_state)
        self._finish(self.first)
        self._finish(self.second)
        self.env.invalidate_all()
        self.assertEqual((self.first | self.second | self.third).mapped('first_check_state'), ['first', 'waits', 'waits'])
        third = self.third.with_user(self.user_technician)
        self.assertIn("is the first article", third._get_card_hints()[-1].message)
        with self.assertRaisesRegex(UserError, "is the first article of this work.*a manager releases"):
            self._pass(self.second)
        self._pass(self.first)
        self.env.invalidate_all()
        self.assertEqual(self.second.first_check_state, 'checked')
        self._pass(self.second)
        self.assertEqual(self.second.state, 'passed')

    def test_the_first_that_went_back_is_still_awaited(self):
        check = self._finish(self.first).with_user(self.user_inspector)
        check.write({'note': "Leaks", 'todo': "Tighten"})
        check.action_fail()
        self._finish(self.second)
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "is the first article"):
            self._pass(self.second)
        self.first.with_user(self.user_technician)._transition('doing')
        self._finish(self.first)
        self._pass(self.first)
        self.env.invalidate_all()
        self._pass(self.second)

    def test_warning_only(self):
        self.operation.first_check = 'warn'
        self._finish(self.first)
        self._finish(self.second)
        self.env.invalidate_all()
        self._pass(self.second)
        self.assertEqual(self.second.state, 'passed')
        self.assertIn("is the first article", "".join(self.second.message_ids.mapped('body')))

    def test_manager_releases_with_a_reason(self):
        self._finish(self.first)
        check = self._finish(self.second)
        self.env.invalidate_all()
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            check.with_user(self.user_inspector).action_release_first()
        manager = check.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "Write why"):
            manager.action_release_first()
        manager.release_reason = "The maker's man has looked at it"
        manager.action_release_first()
        manager.action_release_first()  # twice is once
        check.browse().with_user(self.user_manager).action_release_first()
        self.assertEqual(check.release_user_id, self.user_manager)
        with self.assertRaisesRegex(UserError, "released already"):
            manager.release_reason = "Another one"
        with self.assertRaises(AccessError):
            manager.release_user_id = False
        self._pass(self.second)
        self.assertEqual(self.second.state, 'passed')
        self.assertIn("maker's man", "".join(self.second.message_ids.mapped('body')).replace('&#39;', "'"))

    def test_each_technician_has_a_first_one(self):
        self.operation.first_check_by = 'technician'
        self.third.sudo().technician_id = self.technician_2
        self._finish(self.first)
        self._finish(self.third, self.user_technician_2)
        self.env.invalidate_all()
        self.assertEqual(self.third.first_check_state, 'first')
        self._pass(self.third)
        self.assertEqual(self.third.state, 'passed')

    def test_a_new_batch_begins_anew(self):
        self._finish(self.first)
        self._pass(self.first)
        self.operation.first_check_from = self.company._get_today()
        self.env.cr.execute(
            "UPDATE aftersales_inspection SET create_date = '2020-01-01' WHERE job_id = %s", [self.first.id])
        self.env.invalidate_all()
        self.assertFalse(self.second.first_check_state)
        self._finish(self.second)
        self.env.invalidate_all()
        self.assertEqual(self.second.first_check_state, 'first')

    def test_queries_do_not_grow(self):
        self._finish(self.order.job_ids)
        checks = self.order.job_ids.inspection_ids
        counts = []
        for records in (checks[:1], checks):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            records.with_prefetch(records.ids).mapped('first_check_state')
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0])
