from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestStages(OrderCommon):
    """F1: work is checked in three stages and reviewed, each by another person, as its class asks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.work_class = cls.operation.work_class_id
        cls.work_class.write({'needs_self_check': True, 'needs_cross_check': True, 'needs_review': True})
        cls.technician_2.user_id = cls.user_technician_2
        cls.user_inspector_2 = new_test_user(
            cls.env, 'second_inspector', groups='aftersales.group_inspector', company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)])
        cls.order = cls._receive_approved(job_ids=[
            Command.create({'operation_id': cls.operation.id, 'technician_id': cls.technician.id}) for __ in range(2)])
        cls.job = cls.order.job_ids[0]

    def _finish(self, jobs):
        jobs.with_user(self.user_technician)._transition('done')
        return jobs._get_open_inspections()

    def _pass(self, jobs, user):
        checks = jobs._get_open_inspections().with_user(user)
        checks.action_all_ok()
        checks.action_pass()
        return jobs._get_open_inspections()

    def test_each_stage_opens_the_next_and_the_last_passes_the_job(self):
        self.assertEqual(self._finish(self.job).stage, 'self')
        self.assertEqual(self._pass(self.job, self.user_technician).stage, 'cross')
        self.assertEqual(self.job.state, 'done')
        self.assertEqual(self._pass(self.job, self.user_technician_2).stage, 'final')
        self.assertEqual(self._pass(self.job, self.user_inspector).stage, 'review')
        self.assertEqual(self.job.state, 'done')
        self.assertFalse(self._pass(self.job, self.user_inspector_2))
        self.assertEqual(self.job.state, 'passed')
        checks = self.job.inspection_ids.sorted('id')
        self.assertEqual(checks.mapped('state'), ['pass'] * 4)
        self.assertEqual(
            checks.user_id, self.user_technician | self.user_technician_2 | self.user_inspector | self.user_inspector_2)

    def test_each_stage_is_for_somebody_else(self):
        self._finish(self.job)
        with self.assertRaisesRegex(UserError, "self-check of job .* is for who worked on it: Wang Wei"):
            self._pass(self.job, self.user_technician_2)
        self._pass(self.job, self.user_technician)
        with self.assertRaisesRegex(UserError, "You worked on job"):
            self._pass(self.job, self.user_technician)
        self._pass(self.job, self.user_technician_2)
        with self.assertRaisesRegex(UserError, "Final Inspection of .* is for an inspector"):
            self._pass(self.job, self.user_technician_2)
        self._pass(self.job, self.user_inspector)
        with self.assertRaisesRegex(UserError, "You have checked job .* before"):
            self._pass(self.job, self.user_inspector)
        self.job._get_open_inspections().with_user(self.user_inspector_2).action_all_ok()
        with self.assertRaisesRegex(UserError, "You have checked job .* before"):
            self.job.with_user(self.user_inspector)._transition('passed')

    def test_who_cross_checked_is_not_the_inspector(self):
        self._finish(self.job)
        self._pass(self.job, self.user_technician)
        self._pass(self.job, self.user_inspector)
        with self.assertRaisesRegex(UserError, "You have checked job .* before"):
            self._pass(self.job, self.user_inspector)

    def test_no_stage_is_passed_over(self):
        self._finish(self.job)
        self.job._get_open_inspections().with_user(self.user_technician).action_all_ok()
        with self.assertRaisesRegex(UserError, "waits for its Self-Check, the Cross-Check comes after it"):
            self.job.with_user(self.user_inspector)._transition('passed')

    def test_a_colleague_sends_it_back_and_the_stages_begin_again(self):
        self._finish(self.job)
        self._pass(self.job, self.user_technician)
        check = self.job._get_open_inspections().with_user(self.user_technician_2)
        check.write({'note': "Drain plug is wet", 'todo': "Tighten it"})
        check.action_fail()
        self.assertEqual((self.job.state, self.job.rework_count, check.state), ('todo', 1, 'fail'))
        self.assertIn("Drain plug", self.job.sudo().activity_ids.note)
        with self.assertRaisesRegex(AccessError, "Only an inspector"):
            self.order.job_ids[1].with_user(self.user_technician)._transition('done')
            self.order.job_ids[1].with_user(self.user_technician_2)._transition('todo')
        self.assertEqual(self._finish(self.job).stage, 'self')
        self._pass(self.job, self.user_technician)
        self._pass(self.job, self.user_technician_2)
        self.assertEqual(self.job._get_open_inspections().stage, 'final')

    def test_what_he_finds_himself_is_no_rework(self):
        check = self._finish(self.job).with_user(self.user_technician)
        check.write({'note': "Cover not clipped in", 'todo': "Clip it in"})
        check.action_fail()
        self.assertEqual((self.job.state, self.job.rework_count), ('todo', 0))

    def test_only_the_stages_the_class_asks_for(self):
        self.work_class.write({'needs_self_check': False, 'needs_cross_check': False, 'needs_review': False})
        self.assertEqual(self._finish(self.job).stage, 'final')
        self._pass(self.job, self.user_inspector)
        self.assertEqual(self.job.state, 'passed')

    def test_road_test_belongs_to_the_final_inspection(self):
        self.work_class.needs_road_test = True
        self.assertFalse(self._finish(self.job).needs_road_test)
        self._pass(self.job, self.user_technician)
        self.assertTrue(self._pass(self.job, self.user_technician_2).needs_road_test)

    def test_worker_without_login(self):
        self.job.sudo().technician_id.user_id = False
        check = self._finish(self.job)
        self.assertEqual(check.stage, 'self')
        self.assertEqual(self._pass(self.job, self.user_technician_2).stage, 'cross')

    def test_worker_is_away(self):
        check = self._finish(self.job).with_user(self.user_inspector)
        with self.assertRaisesRegex(UserError, "an inspector does it and writes the reason"):
            check.action_all_ok()
        check.note = "Wang Wei is ill"
        self.assertEqual(self._pass(self.job, self.user_inspector).stage, 'cross')

    def test_nobody_answers_for_a_colleague(self):
        self._finish(self.job)
        check = self._pass(self.job, self.user_technician)
        for act in (check.with_user(self.user_technician).action_all_ok,
                    check.with_user(self.user_technician).line_ids[0].action_ok):
            with self.assertRaisesRegex(UserError, "You worked on job"):
                act()

    def test_finishing_opens_the_self_check(self):
        job = self.job.with_user(self.user_technician)
        job.action_clock_start()
        action = job.action_clock_finish()
        form = Form(self.env[action['res_model']].with_user(self.user_technician).with_context(**action['context']))
        form.needs_answer = 'used'
        action = form.save().action_apply()
        self.assertEqual((action['res_model'], action['res_id']), ('aftersales.inspection', job._get_open_inspections().id))

    def test_for_me(self):
        Inspection = self.env['aftersales.inspection']
        self._finish(self.order.job_ids)
        checks = self.order.job_ids._get_open_inspections()
        for user, mine in (
                (self.user_technician, checks), (self.user_technician_2, Inspection), (self.user_inspector, Inspection)):
            with self.subTest(user=user.login):
                found = Inspection.with_user(user).search([('is_for_me', '=', True), ('id', 'in', checks.ids)])
                self.assertEqual(found, mine.with_user(user))
                others = Inspection.with_user(user).search([('is_for_me', '=', False), ('id', 'in', checks.ids)])
                self.assertEqual(others, (checks - mine).with_user(user))
        self.assertEqual(
            [action.name for action in self.job.with_user(self.user_technician)._get_card_actions()][:1], ['action_open_check'])
        self.assertNotIn(
            'action_open_check', [action.name for action in self.job.with_user(self.user_technician_2)._get_card_actions()])

    def test_technicians_answer_no_inspector_s_sheet(self):
        self.work_class.write({'needs_self_check': False, 'needs_cross_check': False})
        check = self._finish(self.job).with_user(self.user_technician_2)
        for act in (check.action_all_ok, check.line_ids[0].action_ok, lambda: check.write({'note': "x"})):
            with self.assertRaises(UserError):
                act()
        with self.assertRaisesRegex(UserError, "is for an inspector"):
            check.action_pass()
        with self.assertRaises(AccessError):
            check.with_user(self.user_inspector).write({'stage': 'self'})

    def test_figures_by_stage(self):
        self._finish(self.job)
        self._pass(self.job, self.user_technician)
        check = self.job._get_open_inspections().with_user(self.user_technician_2)
        check.write({'note': "Wet", 'todo': "Dry"})
        check.action_fail()
        self.env.flush_all()
        rows = self.env['aftersales.stage.report'].with_user(self.user_dispatcher).search(
            [('job_id', '=', self.job.id)], order='stage')
        self.assertEqual([(row.stage, row.checked, row.found) for row in rows], [('1self', 1, 0), ('2cross', 1, 1)])
        self.assertEqual(rows[0].action_open()['res_id'], self.job.id)

    def test_flat(self):
        """Twenty jobs pass a stage by as many queries as two, but for what each of them writes."""
        vals = {'operation_id': self.operation.id, 'technician_id': self.technician.id}
        jobs = self._receive_approved(job_ids=[Command.create(vals) for __ in range(10)]).job_ids
        self._finish(jobs)
        checks = jobs._get_open_inspections().with_user(self.user_technician)
        checks.action_all_ok()
        self.assertFlat(lambda some: some.action_pass(), checks[:1], checks[2:], slack=2, warm_up=checks[1:2])
