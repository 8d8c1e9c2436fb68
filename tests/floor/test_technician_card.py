from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.floor import ClockCommon


@tagged('post_install', '-at_install')
class TestTechnicianCard(ClockCommon):
    """faults U13: the card says how the job stands and why, the running one comes first, one dialog finishes it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rare = cls.env['product.product'].create({
            'name': "Rare bracket", 'type': 'consu', 'is_storable': True, 'list_price': 50.0, 'taxes_id': False})

    def _open_dialog(self, job):
        action = job.action_clock_finish()
        return Form(self.env[action['res_model']].with_user(job.env.user).with_context(**action['context']))

    def _add_part(self, product):
        """An approved part that nobody has issued."""
        job = self.order.job_ids[0].with_user(self.user_advisor)
        job.line_ids = [Command.create({'line_type': 'part', 'product_id': product.id})]
        job._approve('phone')

    # === STATE AND REASON ===#

    def test_paused_job_says_so_and_why(self):
        """faults U13: a paused job is not “In work”, and its reason, time and note are on the card."""
        self.assertEqual((self.job_1.work_state, self.job_1.work_reason), ('todo', False))
        self.job_1.action_clock_start()
        self.assertEqual((self.job_1.work_state, self.job_1.work_reason), ('doing', False))
        with freeze_time('2026-11-18 09:30:00'):
            self.job_1._clock_pause('tool', "Lift 2 is taken")
        self.assertEqual((self.job_1.state, self.job_1.work_state), ('doing', 'paused'))
        self.assertIn("Waiting for a bay or tool", self.job_1.work_reason)
        self.assertIn("Lift 2 is taken", self.job_1.work_reason)
        with freeze_time('2026-11-18 09:45:00'):
            self.job_1.action_clock_start()
        self.assertEqual((self.job_1.work_state, self.job_1.work_reason), ('doing', False))

    def test_blocked_job_says_what_it_waits_for(self):
        """faults U13: waits with their notes, and the part with its day, are on the card and on the tablet."""
        self._add_part(self.rare)
        self.job_1.action_clock_start()
        self.job_1._clock_pause('parts', "Bracket, Monday")
        self.assertEqual(self.job_1.work_state, 'blocked')
        self.assertIn("Waiting for parts: Bracket, Monday", self.job_1.work_reason)
        self.assertIn("Rare bracket: not here", self.job_1.work_reason)
        card = self.job_1._prepare_clock_card(self.Entry.browse())
        self.assertEqual((card['work_state'], card['state_label']), ('blocked', "Blocked"))
        self.assertEqual(card['reason'], self.job_1.work_reason)

    def test_colleague_goes_on(self):
        """faults U13: as long as somebody works on it, the job is in work."""
        self.job_1.action_clock_start()
        self.job_1.with_user(self.user_technician_2).action_clock_start()
        self.job_1._clock_pause('break')
        self.assertEqual(self.job_1.work_state, 'doing')

    def test_many_cards(self):
        """faults U13: state and reason take no more queries for many cards."""
        orders = self._receive_approved(12, job_ids=[
            Command.create({'operation_id': self.operation.id, 'technician_id': self.technician.id})])
        jobs = orders.job_ids.with_user(self.user_technician)
        for job in jobs[:4]:
            job.action_clock_start()
            job._clock_pause('break')
        self.assertFlat(
            lambda records: records.read(['work_state', 'work_reason', 'read_first']), jobs[3:5], jobs)

    # === ORDER OF THE CARDS ===#

    def test_running_job_first_then_what_came_back(self):
        """faults U13: in the order the card's view asks for; each person's own clock counts."""
        order = self.env.ref('aftersales.job_view_kanban_technician')._get_combined_arch().get('default_order')
        later = self._receive_approved(2, job_ids=[
            Command.create({'operation_id': self.operation.id, 'technician_id': self.technician.id})])
        running, returned = later.job_ids
        returned.sudo().rework_count = 1
        running.with_user(self.user_technician).action_clock_start()
        jobs = self.jobs | later.job_ids
        found = self.jobs.search([('id', 'in', jobs.ids)], order=order)
        self.assertEqual(found[:2].ids, [running.id, returned.id])
        self.assertEqual(found[2:].ids, self.jobs.ids)
        found = self.jobs.with_user(self.user_technician_2).search([('id', 'in', jobs.ids)], order=order)
        self.assertEqual(found[:1].ids, returned.ids, "the clock of somebody else")

    # === FINISHING ===#

    def test_one_dialog_with_the_plate(self):
        """faults U13: what is finished is seen: plate, job and concern; nothing is asked twice."""
        self.order.job_ids.concern = "Brakes squeal."
        self.job_1.action_clock_start()
        dialog = self._open_dialog(self.job_1)
        self.assertEqual(dialog.license_plate, self.order.license_plate)
        self.assertEqual(dialog.job_id, self.job_1)
        self.assertFalse(dialog.needs)
        with self.assertRaisesRegex(AssertionError, "correction is a required field"):
            dialog.save()
        dialog.correction = "Pads chamfered"
        dialog.save().action_apply()
        self.assertEqual((self.job_1.state, self.job_1.correction), ('done', "Pads chamfered"))

    def test_parts_that_are_not_issued(self):
        """faults U13: a job is not finished beside parts that are not issued, unless it is said what became of them."""
        for answer, said in (('used', "in the car but not issued"), ('unused', "take them off the order")):
            with self.subTest(answer=answer):
                order = self._receive_approved(job_ids=[
                    Command.create({'operation_id': self.operation.id, 'technician_id': self.technician.id})])
                order.sudo().line_ids.move_ids._do_unreserve()  # nothing was set aside, so nothing is issued by the word alone
                job = order.job_ids.with_user(self.user_technician)
                job.action_clock_start()
                dialog = self._open_dialog(job)
                self.assertIn("Brake pads × 2", dialog.needs)
                with self.assertRaisesRegex(AssertionError, "needs_answer is a required field"):
                    dialog.save()
                for attempt in (job._clock_finish, lambda job=job: job._clock_finish(needs_answer='whatever')):
                    with self.assertRaisesRegex(UserError, "not issued.*Brake pads"):
                        attempt()
                self.assertEqual(job.state, 'doing')
                dialog.needs_answer = answer
                dialog.save().action_apply()
                self.assertEqual(job.state, 'done')
                task = order.sudo().activity_ids
                self.assertEqual(task.user_id, self.user_advisor)
                self.assertIn(said, task.note)
                self.assertIn(order.license_plate, task.summary)

    def test_issued_parts_are_not_asked(self):
        """faults U13: nothing is said where all was issued; two jobs at once are then finished without a dialog."""
        self.job_2.action_clock_start()
        self.job_1.action_clock_start()
        self.assertIsNone(self.jobs.action_clock_finish())
        self.assertFalse(self.order.sudo().activity_ids)

    def test_parts_on_the_tablet(self):
        """faults U13: the shared tablet asks the same."""
        self._add_part(self.rare)
        tablet = self.workshop.sudo()
        tablet._clock_act(self.technician, 'start', {'job_id': self.job_1.id})
        card = tablet._get_clock_state(self.technician)['jobs'][0]
        self.assertEqual(card['needs'], ["Rare bracket × 1"])
        with self.assertRaisesRegex(UserError, "Rare bracket"), freeze_time('2026-11-18 09:00:00'):
            tablet._clock_act(self.technician, 'finish', {'job_id': self.job_1.id})
        with freeze_time('2026-11-18 09:00:00') as clock:
            clock.tick(timedelta(minutes=1))
            tablet._clock_act(self.technician, 'finish', {'job_id': self.job_1.id, 'needs_answer': 'unused'})
        self.assertEqual(self.job_1.state, 'done')
