from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.health import PIXEL, HealthCommon


@tagged('post_install', '-at_install')
class TestHealthFinding(HealthCommon):
    """A finding becomes a priced job in one click; what is left open is asked at the next visit."""

    def test_finding_becomes_a_priced_job(self):
        """By the technician, at the system's prices, pending until the customer answers (E1, E3)."""
        check = self._check()
        line = self._line(check, self.pads)
        line.write({'value': 1.5, 'note': "Inner pad"})
        self.env['aftersales.health.photo'].with_user(self.user_technician).create({'line_id': line.id, 'image': PIXEL})
        self.assertFalse(line.action_create_job())
        job = line.job_id
        self.assertEqual(job.order_id, self.order)
        self.assertEqual((job.operation_id, job.flat_rate_hours), (self.pads_operation, 1.2))
        self.assertEqual(job.line_ids.mapped('line_type'), ['labour', 'part'])
        with self.assertRaises(AccessError):
            job.line_ids.mapped('price_unit')
        self.assertEqual(job.with_user(self.user_advisor).line_ids.mapped('price_unit'), [100.0, 80.0])
        self.assertEqual(job.approval, 'pending')
        self.assertEqual(job.cause, "Pads front left: 1.5 mm · Inner pad")
        self.assertEqual(job._get_customer_finding(), job.cause)
        self.assertEqual(job._get_customer_photos(), line.photo_ids._get_attachments())
        self.assertEqual(job.create_uid, self.user_technician)
        with self.assertRaises(AccessError):
            job.with_user(self.user_technician).line_ids[0].price_unit = 1
        with self.assertRaises(AccessError):
            job.with_user(self.user_technician).pay_type_id = self.env.ref('aftersales.pay_type_warranty')

    def test_never_twice(self):
        line = self._line(self._check(), self.pads)
        line.value = 1
        line.action_create_job()
        with self.assertRaisesRegex(UserError, "is a job or was dismissed already"):
            line.action_create_job()
        self.cancel(line.job_id.with_user(self.user_advisor))
        line.action_create_job()
        self.assertEqual(line.job_id.state, 'todo', "The first one was cancelled, so the work may be proposed again.")

    def test_only_findings_become_jobs(self):
        check = self._check()
        self._line(check, self.belt).result = 'ok'
        for item in (self.belt, self.lamp):
            with self.assertRaisesRegex(UserError, "is no finding"):
                self._line(check, item).action_create_job()

    def test_who_may_propose(self):
        line = self._line(self._check(), self.pads)
        line.value = 1
        for role in ('parts', 'care', 'claims', 'trainer'):
            with self.assertRaises(AccessError, msg=role):
                line.with_user(getattr(self, f'user_{role}')).action_create_job()
        for role in ('inspector', 'dispatcher'):
            line.with_user(getattr(self, f'user_{role}')).action_create_job()
            self.cancel(line.job_id.with_user(self.user_advisor))

    def test_jobs_for_all_urgent(self):
        checks = self._check() + self._check(self._receive_order(self.vehicles[1]))
        for check in checks:
            self._line(check, self.pads).value = 1
            self._line(check, self.lamp).phrase_id = self.lamp.phrase_ids[0]
            self._line(check, self.belt).result = 'soon'
        checks.action_create_jobs()
        for check in checks:
            self.assertEqual(check.line_ids.mapped(lambda line: bool(line.job_id)), [True, True, False, False])
            self.assertEqual(self._line(check, self.lamp).job_id.name, "Brake light", "Unpriced, for the advisor to fill")
            self.assertFalse(self._line(check, self.lamp).job_id.line_ids)
        with self.assertRaisesRegex(UserError, "No urgent finding"):
            checks.action_create_jobs()

    def test_same_work_is_one_job(self):
        """Both front pads are worn: one job mends them, with both findings and all photos."""
        right = self.pads.copy({'name': "Pads front right", 'sequence': 2})
        self.template.item_ids += right
        check = self._check(self._receive_order(job_ids=[]))
        left_line, right_line = self._line(check, self.pads), self._line(check, right)
        left_line.value = right_line.value = 2
        check.action_create_jobs()
        job = check.order_id.job_ids
        self.assertEqual(len(job), 1)
        self.assertEqual((left_line + right_line).job_id, job)
        self.assertEqual(job.cause, "Pads front left: 2 mm\nPads front right: 2 mm")

    def test_ordered_work_takes_the_finding_in(self):
        """The customer ordered the pads already: no second job, nothing to ask again."""
        order = self._receive_order(job_ids=[Command.create({'operation_id': self.pads_operation.id})])
        order.job_ids._approve('phone')
        line = self._line(self._check(order), self.pads)
        line.value = 1
        line.action_create_job()
        self.assertEqual(line.job_id, order.job_ids)
        self.assertEqual((len(order.job_ids), order.job_ids.approval), (1, 'approved'))

    def test_without_recommendation_a_dialog_asks(self):
        line = self._line(self._check(), self.belt)
        line.result = 'urgent'
        action = line.action_create_job()
        self.assertEqual(action['res_model'], 'aftersales.finding.wizard')
        Wizard = self.env['aftersales.finding.wizard'].with_user(self.user_technician).with_context(**action['context'])
        with self.assertRaisesRegex(UserError, "Say what work"):
            Wizard.create({'name': " "}).action_apply()
        Wizard.create({'name': "Replace the drive belt"}).action_apply()
        job = line.job_id.with_user(self.user_advisor)
        self.assertEqual((job.name, job.amount_total), ("Replace the drive belt", 0.0))
        self.assertEqual(line.job_id.approval, 'pending')

    def test_nobody_is_asked_without_a_price(self):
        line = self._line(self._check(), self.belt)
        line.result = 'urgent'
        line._create_job()
        order = self.order.with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "proposed Drive belt without a price"):
            order.action_ask_customer()
        line.job_id.with_user(self.user_advisor).line_ids = [Command.create({
            'product_id': self.env.ref('aftersales.product_labour').id, 'line_type': 'labour', 'quantity': 1})]
        order.action_ask_customer()
        self.assertEqual(order.sudo().open_request_id.job_ids, self.order.job_ids)

    def test_unpriced_work_is_named_wherever_it_is_asked(self):
        """It neither goes by unasked beside priced work, nor is it told that nothing waits; dropped, it keeps nobody."""
        bare = self._receive_order(self.vehicles[1], job_ids=[])
        for order in self.order, bare:
            line = self._line(self._check(order), self.belt)
            line.result = 'urgent'
            line._create_job()
            seen = order.with_user(self.user_advisor)
            for ask in seen.action_ask_customer, seen.action_preview_question:
                with self.subTest(order=order.name, ask=ask.__name__):
                    with self.assertRaisesRegex(UserError, "proposed Drive belt without a price"):
                        ask()
            self.assertFalse(order.request_ids)
            for user in self.user_technician, self.user_parts:
                with self.assertRaises(AccessError):
                    order.with_user(user).action_ask_customer()
            self.cancel(line.job_id.with_user(self.user_advisor))
        self.order.with_user(self.user_advisor).action_ask_customer()
        self.assertEqual(self.order.open_request_id.job_ids, self.order.job_ids.filtered('operation_id'))
        with self.assertRaisesRegex(UserError, "No job of"):
            bare.with_user(self.user_advisor).action_ask_customer()

    def test_dialog_with_an_operation(self):
        line = self._line(self._check(), self.belt)
        line.result = 'urgent'
        Wizard = self.env['aftersales.finding.wizard'].with_user(self.user_technician)
        Wizard.create({'line_id': line.id, 'operation_id': self.operation.id}).action_apply()
        self.assertEqual(line.job_id.operation_id, self.operation)
        self.assertEqual(line.job_id.name, self.operation.name)

    def test_advisor_is_told_once(self):
        check = self._check()
        self._line(check, self.pads).value = 1
        self._line(check, self.lamp).result = 'urgent'
        self._line(check, self.pads).action_create_job()
        self._line(check, self.lamp)._create_job()
        activity = self.order.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.order.user_id)
        self.assertIn("Brake light", activity.note)

    def test_recommendation_per_model(self):
        other = self.pads_operation.copy({'name': "Pads for model B", 'code': 'TST-B'})
        self.pads.write({'recommendation_ids': [(0, 0, {'operation_id': other.id, 'model_ids': self.model_b.ids})]})
        self.vehicles[1].model_id = self.model_b
        self.template.model_ids += self.model_b
        checks = self._check() + self._check(self._receive_order(self.vehicles[1]))
        self.assertEqual(checks.line_ids.filtered(lambda line: line.item_id == self.pads).operation_id.sorted('id'),
                         self.pads_operation + other)
        self.assertEqual(self._line(checks[1], self.pads).operation_id, other)

    def test_job_in_a_ready_order_brings_it_back_to_work(self):
        self.order.job_ids._approve('phone')
        check = self._check()
        self.issue(self.order)
        self._pass(self.order)
        self.assertEqual(self.order.state, 'ready')
        line = self._line(check, self.pads)
        line.value = 1
        line.action_create_job()
        self.assertEqual(self.order.state, 'in_progress')

    # === NEXT VISIT ===#

    def _leave_open(self):
        """A visit that found worn pads and mended nothing."""
        check = self._finish_check(self._check())
        self._close(self.order)
        return self._line(check, self.pads)

    def test_open_finding_comes_back(self):
        finding = self._leave_open()
        self.assertEqual(finding.outcome, 'open')
        entry, = self.vehicle.with_user(self.user_advisor)._get_open_recommendations()[self.vehicle]
        self.assertEqual((entry['kind'], entry['record'], entry['level']), ('finding', finding, 'danger'))
        order = self._receive_order()
        self.assertIn("Urgent at the last check and not done: Pads front left", str(order.alert_html))
        self.assertNotIn("Urgent at the last check", str(self._receive_order(self.vehicles[1]).alert_html or ''))

    def test_open_finding_is_a_mandatory_check(self):
        finding = self._leave_open()
        check = self._check(self._receive_order())
        line = check.line_ids[0]
        self.assertEqual((line.is_mandatory, line.previous_line_id, line.item_id), (True, finding, self.pads))
        self.assertEqual(len(check.line_ids), 4, "Asked once, at the top.")
        self._line(check, self.fluid).value = 1
        check.action_all_ok()
        with self.assertRaisesRegex(UserError, "1 items are not answered"):
            check.action_done()
        line.result = 'not_checked'
        with self.assertRaisesRegex(UserError, "The last visit left Pads front left open"):
            check.action_done()
        line.value = 1.2
        check.action_done()
        self.assertEqual((finding.outcome, line.outcome), ('checked', 'open'))

    def test_not_checked_with_a_note_stays_open(self):
        finding = self._leave_open()
        check = self._check(self._receive_order())
        self._line(check, self.fluid).value = 1
        check.action_all_ok()
        check.line_ids[0].write({'result': 'not_checked', 'note': "Wheel lock key missing"})
        check.action_done()
        self.assertEqual(finding.outcome, 'open')

    def test_open_finding_taken_over(self):
        """In one click into the car's open order, or into a new one."""
        finding = self._leave_open().with_user(self.user_advisor)
        action = finding.action_take_over()
        order = self.env['aftersales.order'].browse(action['res_id'])
        self.assertEqual((order.state, order.vehicle_id, order.job_ids), ('draft', self.vehicle, finding.job_id))
        self.assertEqual(finding.outcome, 'job')
        self.assertFalse(self.vehicle._get_open_recommendations()[self.vehicle])
        self.cancel(finding.job_id)
        self.assertEqual(finding.outcome, 'open', "Nobody does it after all.")

    def test_deleted_job_reopens_the_finding(self):
        finding = self._leave_open().with_user(self.user_advisor)
        finding.action_take_over()
        finding.job_id.unlink()
        self.assertEqual(finding.outcome, 'open')

    def test_dismiss_with_a_reason(self):
        finding = self._leave_open()
        Wizard = self.env['aftersales.dismiss.wizard'].with_user(self.user_care)
        wizard = Wizard.with_context(**finding.with_user(self.user_care).action_dismiss()['context']).create({
            'reason': "Mended elsewhere"})
        wizard.action_apply()
        self.assertEqual((finding.outcome, finding.dismiss_reason), ('dismissed', "Mended elsewhere"))
        self.assertEqual(finding.dismissed_user_id, self.user_care)
        with self.assertRaisesRegex(UserError, "not open any more"):
            finding.with_user(self.user_advisor)._dismiss("Again")

    def test_parts_clerk_dismisses_nothing(self):
        finding = self._leave_open()
        with self.assertRaises(AccessError):
            finding.with_user(self.user_parts)._dismiss("Whatever")
