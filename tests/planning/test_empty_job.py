from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestEmptyJob(BoardCommon):
    """faults U12: people and bays are taken for work, a customer says yes to work; never to a name."""

    def _create_empty(self, **values):
        self.order.with_user(self.user_manager).write({'job_ids': [
            Command.create({'name': "Look for a noise", 'pay_type_id': self.internal.id, **values})]})
        return self.order.job_ids[-1]

    def test_not_planned_through_any_door(self):
        """faults U12: form, board, best place, import, creation with a plan, all jobs of the outlet."""
        empty = self._create_empty()
        job = empty.with_user(self.user_dispatcher)
        plan = {'planned_start': self._at(8), 'planned_stop': self._at(9), 'technician_id': self.technician.id}
        doors = {
            'write': lambda: job.write(plan),
            'write of two': lambda: (job | self.job.with_user(self.user_dispatcher)).write(plan),
            'board': lambda: self._drop(empty, start=self._at(8), stop=self._at(9), technician=self.technician.id),
            'best place': job.get_suggestions,
            'creation': lambda: self._create_empty(**plan),
        }
        for name, door in doors.items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "nothing to plan"), self.cr.savepoint():
                door()
        imported = job.load(['.id', 'planned_start', 'planned_stop'], [[
            str(job.id), '2026-11-18 08:00:00', '2026-11-18 09:00:00']])
        self.assertFalse(imported['ids'])
        result = self.env['aftersales.workshop'].with_user(self.user_dispatcher).plan_board(self.workshop.id)
        self.assertEqual((result['planned'], bool(empty.planned_start)), (2, False))

    def test_plan_goes_with_the_work(self):
        """faults U12: who is planned for a job from which all is taken is free again; what is left keeps its plan."""
        order = self._receive_jobs(1, jobs=2)
        for job, start in zip(order.job_ids, (8, 10)):
            self._plan(job, start, start + 1, technician_id=self.technician.id)
        first, second = order.job_ids
        self.assertEqual(order.allocation_ids.job_id if 'allocation_ids' in order._fields else order.job_ids, order.job_ids)
        first.line_ids[0].with_user(self.user_manager).unlink()
        self.assertTrue(first.planned_start)
        first.line_ids.with_user(self.user_manager).unlink()
        second.line_ids.with_user(self.user_manager).quantity = 0
        for job in first | second:
            self.assertFalse(job.planned_start)
            self.assertFalse(job.allocation_ids)

    def test_yes_goes_with_the_work(self):
        """faults U12: a job or a menu whose lines are all deleted is not approved any more; begun work stays as it is."""
        menu = self.env['aftersales.menu'].create({
            'name': "Brake menu", 'product_id': self.operation.product_id.id, 'currency_id': self.company.currency_id.id,
            'line_ids': [Command.create({'operation_id': self.operation.id})],
            'price_ids': [Command.create({'price': 160})]})
        orders = self._receive_approved(2, job_ids=[
            Command.create({'menu_id': menu.id}), Command.create({'operation_id': self.operation.id})])
        begun = orders[1].job_ids
        begun.with_user(self.user_technician).action_start()
        for job in orders.job_ids:
            self.assertEqual(job.approval, 'approved')
            job.with_user(self.user_manager).line_ids.unlink()
        for job in orders[0].job_ids:
            self.assertEqual((job.approval, job.is_waiting_answer), ('pending', False))
            with self.assertRaisesRegex(UserError, "no approval"):
                job.with_user(self.user_technician).action_start()
            with self.assertRaisesRegex(UserError, "no work and no price yet"):
                job.with_user(self.user_advisor)._approve('phone')
        self.assertEqual(begun.mapped('approval'), ['approved'] * 2)
        job = orders[0].job_ids[1].with_user(self.user_advisor)
        job.line_ids = [Command.create({'product_id': self.operation.product_id.id})]
        self.assertTrue(job.is_waiting_answer, "What is added anew is asked anew")

    def test_nothing_of_anything(self):
        """faults U12: lines of no quantity are no work either."""
        job = self._receive_approved(1).job_ids
        job.line_ids.with_user(self.user_manager).quantity = 0
        self.assertEqual((job.approval, job.is_waiting_answer), ('pending', False))

    def test_form_asks_for_work(self):
        """faults U18: a job typed as free text is saved with hours and a rate, or not at all."""
        Job = self.env['aftersales.job'].with_user(self.user_advisor).with_context(default_order_id=self.order_2.id)
        count = len(self.order_2.job_ids)
        form = Form(Job)
        form.name = "Polish the lamps"
        with self.assertRaisesRegex(UserError, "has no work yet"), self.cr.savepoint():
            form.save()
        self.assertEqual(len(self.order_2.job_ids), count)
        form.own_hours = 0.5
        self.assertEqual(form.save().line_ids.quantity, 0.5)
        proposed = self.env['aftersales.job'].with_user(self.user_technician).with_context(
            default_order_id=self.order_2.id)
        if proposed.has_access('create'):  # who sells nothing proposes work that the advisor prices
            self.assertTrue(proposed.web_save({'name': "Play in the joint", 'order_id': self.order_2.id}, {}))
