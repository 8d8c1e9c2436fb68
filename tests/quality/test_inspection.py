from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestInspection(OrderCommon):
    """F1: the inspector's checklist, rework, and nobody's own work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inspector = cls.env['hr.employee'].create({
            'name': 'Zhao Lei', 'user_id': cls.user_inspector.id, 'company_id': cls.company.id})
        cls.order = cls._receive_approved(job_ids=[
            Command.create({'operation_id': cls.operation.id, 'technician_id': cls.technician.id}),
            Command.create({'operation_id': cls.operation.id, 'technician_id': cls.technician.id}),
        ])
        cls.jobs = cls.order.job_ids.with_user(cls.user_technician)

    def _finish(self, jobs):
        for job in jobs.with_user(self.user_technician):
            job.action_clock_start()
        jobs.with_user(self.user_technician)._clock_finish(needs_answer='used')
        return jobs._get_open_inspections().with_user(self.user_inspector)

    def test_pass_all_makes_the_order_ready(self):
        inspections = self._finish(self.jobs)
        self.assertEqual(self.order.state, 'quality_check')
        template = self.env.ref('aftersales.inspection_template_small')
        self.assertEqual(inspections.mapped('state'), ['draft', 'draft'])
        self.assertEqual(inspections[0].line_ids.mapped('name'), template.line_ids.mapped('name'))
        inspections.action_all_ok()
        inspections.action_pass()
        self.assertEqual(self.jobs.mapped('state'), ['passed', 'passed'])
        self.assertEqual(self.order.state, 'ready')
        self.assertEqual(inspections.mapped('state'), ['pass', 'pass'])
        self.assertEqual(inspections.inspector_id, self.inspector)
        self.assertEqual(inspections.user_id, self.user_inspector)

    def test_answers_stay_where_they_are(self):
        """faults U14: who taps twice on OK has said OK; no other answer comes to lie under the finger."""
        view = self.env['aftersales.inspection'].with_user(self.user_inspector).get_view(view_type='form')
        buttons = etree.fromstring(view['arch']).xpath("//field[@name='line_ids']//button")
        self.assertEqual([(button.get('name'), button.get('invisible')) for button in buttons], [
            (name, "state != 'draft'") for name in ('action_ok', 'action_fail', 'action_na')])
        line = self._finish(self.jobs[0]).line_ids[0]
        for __ in range(2):
            line.action_ok()
        self.assertEqual(line.result, 'ok')

    def test_outlet_counts_its_orders_in_house(self):
        outlets = self.workshop + self.workshop.copy({'code': 'TSTS'})
        self.assertEqual(outlets.with_user(self.user_advisor).mapped('open_order_count'), [1, 0])
        found = self.env['aftersales.order'].search(outlets.action_view_orders()['domain'])
        self.assertEqual(found, self.order.with_user(self.env.user))

    def test_used_set_up_is_archived_instead_of_deleted(self):
        for record in (self.workshop, self.operation, self.operation.work_class_id):
            with self.assertRaisesRegex(UserError, "Archive it instead"):
                record.with_user(self.user_manager).unlink()

    def test_unanswered_items_hold_the_job(self):
        inspection = self._finish(self.jobs[0])
        with self.assertRaisesRegex(UserError, "7 items of its checklist are not answered"):
            inspection.action_pass()
        with self.assertRaisesRegex(UserError, "not answered"):
            self.jobs[0].with_user(self.user_inspector).write({'state': 'passed'})
        inspection.line_ids[1:].action_ok()
        inspection.line_ids[0].action_na()
        inspection.action_pass()
        self.assertEqual(self.jobs[0].state, 'passed')

    def test_failed_item_holds_the_job(self):
        inspection = self._finish(self.jobs[0])
        inspection.action_all_ok()
        inspection.line_ids[3].action_fail()
        with self.assertRaisesRegex(UserError, "No leaks"):
            inspection.action_pass()

    def test_return_is_rework(self):
        job = self.jobs[0]
        inspection = self._finish(job)
        with Form(inspection) as form:
            with form.line_ids.edit(3) as line:
                line.note = 'Oil at the drain plug'
        inspection.line_ids[3].action_fail()
        inspection.todo = 'Tighten it'
        inspection.action_fail()
        self.assertEqual((job.state, job.rework_count), ('todo', 1))
        self.assertEqual((inspection.state, inspection.user_id), ('fail', self.user_inspector))
        self.assertIn(self.order.state, ('received', 'in_progress'))
        activity = job.sudo().activity_ids
        self.assertEqual(activity.user_id, self.user_technician)
        self.assertIn('Oil at the drain plug', activity.note)
        again = self._finish(job)
        self.assertNotEqual(again, inspection)
        again.action_all_ok()
        again.action_pass()
        self.assertEqual((job.state, job.rework_count), ('passed', 1))
        self.assertEqual(job.inspection_ids.sorted('id').mapped('state'), ['fail', 'pass'])

    def test_return_needs_a_reason(self):
        inspection = self._finish(self.jobs[0])
        with self.assertRaisesRegex(UserError, "Say what is wrong"):
            inspection.action_fail()
        inspection.note = 'Noise from the rear'
        with self.assertRaisesRegex(UserError, "Say what the technician is to do"):
            inspection.action_fail()
        inspection.todo = 'Check the bushings'
        inspection.action_fail()
        self.assertEqual(self.jobs[0].rework_count, 1)

    def _return(self, inspection, **values):
        action = inspection.action_return()
        form = Form(self.env[action['res_model']].with_user(self.user_inspector).with_context(**action['context']))
        for item in values.pop('failed', ()):
            form.failed_line_ids.add(item)
        for name, value in values.items():
            form[name] = value
        return form.save()

    def test_return_asks_what_failed_and_what_to_do(self):
        """faults U6: no return without a finding and what to do, however many items are open; he reads both first."""
        job = self.jobs[0]
        inspection = self._finish(job)
        with self.assertRaisesRegex(AssertionError, "todo is a required field"):
            self._return(inspection)
        with self.assertRaisesRegex(UserError, "Say what is wrong"):
            self._return(inspection, todo="Tighten it").action_apply()
        self.assertEqual(job.state, 'done')
        self._return(inspection, todo="Tighten it", failed=inspection.line_ids[2], note="Oil at the plug").action_apply()
        self.assertEqual((job.state, inspection.state), ('todo', 'fail'))
        self.assertEqual(inspection.line_ids[2].result, 'fail')
        for text in (inspection.line_ids[2].name, "Oil at the plug", "Tighten it", self.user_inspector.name):
            self.assertIn(text, job.with_user(self.user_technician).read_first)
            self.assertIn(text, job.sudo().activity_ids.note)
        card = job.with_user(self.user_technician)._prepare_clock_card(self.env['aftersales.time.entry'])
        self.assertIn("Tighten it", card['read_first'])
        job.with_user(self.user_technician).action_clock_start()
        self.assertIn("Tighten it", job.read_first, "as long as he works on it")
        job.with_user(self.user_technician)._clock_finish(needs_answer='used')
        self.assertFalse(job.read_first)
        again = job._get_open_inspections().with_user(self.user_inspector)
        again.action_all_ok()
        again.action_pass()
        self.assertFalse(job.read_first)

    def test_who_returns(self):
        """faults U6: the dialog is the inspector's, and of an open inspection only."""
        inspection = self._finish(self.jobs[0])
        for role in ('technician', 'advisor', 'dispatcher'):
            with self.subTest(role=role), self.assertRaisesRegex(UserError, "is for an inspector"):
                inspection.with_user(getattr(self, f'user_{role}')).action_return()
        wizard = self._return(inspection, todo="Tighten it", note="Oil")
        inspection.action_all_ok()
        inspection.action_pass()
        for attempt in (inspection.action_return, wizard.action_apply):
            with self.assertRaisesRegex(UserError, "closed already"):
                attempt()

    def test_items_of_another_inspection_are_left_alone(self):
        """faults U6: only items of the job's own checklist are marked."""
        first, second = self._finish(self.jobs[0]), self._finish(self.jobs[1])
        wizard = self.env['aftersales.return.wizard'].with_user(self.user_inspector).create({
            'inspection_id': first.id, 'todo': "Tighten it", 'note': "Oil",
            'failed_line_ids': [Command.set(second.line_ids[:1].ids)]})
        wizard.action_apply()
        self.assertFalse(second.line_ids[0].result)
        self.assertEqual(first.state, 'fail')

    def test_nobody_passes_his_own_work(self):
        """Neither as the job's technician nor by time clocked as a helper, on any route."""
        self.user_technician.group_ids += self.env.ref('aftersales.group_inspector')
        inspection = self._finish(self.jobs[0]).with_user(self.user_technician)
        with self.assertRaisesRegex(UserError, "somebody else must check it"):
            inspection.action_all_ok()
        inspection.with_user(self.user_inspector).action_all_ok()
        for attempt in (inspection.action_pass, lambda: self.jobs[0].write({'state': 'passed'})):
            with self.assertRaisesRegex(UserError, "somebody else must check it"):
                attempt()
        self.jobs[0].sudo().technician_id = self.technician_2
        with self.assertRaisesRegex(UserError, "somebody else must check it"):
            inspection.action_pass()
        inspection.with_user(self.user_inspector).action_pass()
        self.assertEqual(self.jobs[0].state, 'passed')

    def test_only_inspectors_check(self):
        inspection = self._finish(self.jobs[0])
        for role in ('technician', 'advisor', 'parts', 'dispatcher'):
            user = getattr(self, f'user_{role}')
            with self.subTest(role=role), self.assertRaisesRegex(UserError, "is for an inspector"):
                inspection.with_user(user).line_ids.action_ok()
            self.env.invalidate_all()
        inspection.action_all_ok()
        for role in ('technician', 'advisor', 'dispatcher'):
            with self.subTest(role=role), self.assertRaisesRegex(UserError, "is for an inspector"):
                inspection.with_user(getattr(self, f'user_{role}')).action_pass()
        self.assertEqual(inspection.state, 'draft')

    def test_closed_inspection_is_frozen(self):
        inspection = self._finish(self.jobs[0])
        with self.assertRaisesRegex(UserError, "closed by its buttons"):
            inspection.write({'state': 'pass'})
        with self.assertRaises(AccessError):
            self.env['aftersales.inspection'].with_user(self.user_inspector).create({'job_id': self.jobs[0].id})
        inspection.action_all_ok()
        inspection.action_pass()
        for attempt in (
            inspection.action_pass, inspection.action_fail, inspection.action_all_ok,
            inspection.line_ids[0].action_fail, lambda: inspection.write({'note': 'Later'}),
            lambda: inspection.line_ids.create({'inspection_id': inspection.id, 'name': 'Later'}),
        ):
            with self.assertRaisesRegex(UserError, "closed already"):
                attempt()

    def test_changing_the_checklist_leaves_inspections(self):
        inspection = self._finish(self.jobs[0])
        items = inspection.line_ids.mapped('name')
        self.env.ref('aftersales.inspection_template_small').with_user(self.user_inspector).line_ids[0].unlink()
        self.assertEqual(inspection.line_ids.mapped('name'), items)

    def test_job_without_a_class_passes_without_items(self):
        self.jobs[0].sudo().work_class_id = False
        inspection = self._finish(self.jobs[0])
        self.assertFalse(inspection.line_ids)
        inspection.action_pass()
        self.assertEqual(self.jobs[0].state, 'passed')

    def test_cancelled_job_needs_no_check(self):
        self._finish(self.jobs[0])
        self.cancel(self.jobs[0].with_user(self.user_dispatcher))
        self.assertFalse(self.jobs[0].inspection_ids)

    def test_other_company(self):
        inspection = self._finish(self.jobs[0])
        stranger = new_test_user(
            self.env, login='stranger', groups='base.group_user,aftersales.group_inspector',
            context={'no_reset_password': True}, company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)])
        self.assertFalse(inspection.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            inspection.with_user(stranger).action_all_ok()

    def test_list_does_not_query_per_inspection(self):
        orders = self._receive_approved(50, job_ids=[Command.create({
            'operation_id': self.operation.id, 'technician_id': self.technician.id})])
        orders.job_ids.with_user(self.user_dispatcher).action_done()
        Inspection = self.env['aftersales.inspection'].with_user(self.user_inspector)
        inspections = Inspection.browse(orders.job_ids.inspection_ids.ids)
        fields = ['display_name', 'order_id', 'license_plate', 'technician_id', 'open_count', 'fail_count', 'state']
        self.assertFlat(lambda records: records.read(fields), inspections[:1], inspections)

    def test_passing_many_costs_no_more_than_in_proportion(self):
        """Queries of 20 checks stay below 20 times those of one."""
        counts = {}
        for count in (1, 20):
            orders = self._receive_approved(count)
            orders.job_ids.with_user(self.user_dispatcher).action_done()
            inspections = orders.job_ids.inspection_ids.with_user(self.user_inspector)
            inspections.action_all_ok()
            counts[count] = self.count_queries(inspections.action_pass)
        self.assertLess(counts[20], 10 * counts[1])
