from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestDispatch(BoardCommon):
    """Who should do a job, and when (E5)."""

    def _suggest(self, job):
        return job.with_user(self.user_dispatcher).get_suggestions()

    def test_first_free_time(self):
        self._plan(self.job_2, 8, 10, technician_id=self.technician_2.id)
        first, second = self._suggest(self.job)
        self.assertEqual((first['technician'], first['start'], first['stop']), (
            self.technician.id, '2026-11-18 08:00:00', '2026-11-18 09:15:00'))
        self.assertEqual((second['technician'], second['start']), (self.technician_2.id, '2026-11-18 10:00:00'))
        self.assertEqual((first['load'], second['load']), (0, 0.25))

    def test_skill_and_certificate(self):
        self.job.sudo().skill_id = self.skill
        self.assertFalse(self._suggest(self.job))
        self._give_skill(self.technician, valid_from='2025-01-01', valid_to='2026-11-01')
        self.assertFalse(self._suggest(self.job), "An expired certificate doesn't count.")
        self._give_skill(self.technician_2, valid_from='2026-01-01')
        self.assertEqual([place['technician'] for place in self._suggest(self.job)], self.technician_2.ids)

    def test_who_knows_the_work_comes_first(self):
        self.assertEqual(self._suggest(self.job)[0]['technician'], self.technician_2.id, "Equal so far: by name.")
        done = self._receive_jobs(1)
        done.job_ids.sudo().technician_id = self.technician
        self._pass(done)
        best = self._suggest(self.job)[0]
        self.assertEqual(best['technician'], self.technician.id)
        self.assertEqual(best['familiar'], 2, "The operation and the car.")

    def test_a_car_is_in_one_place(self):
        order = self._receive_jobs(1, jobs=2)
        first, second = order.job_ids
        self._plan(first, 8, 10, technician_id=self.technician.id)
        self.assertEqual(self._suggest(second)[0]['start'], '2026-11-18 10:00:00')

    def test_bay_and_leave_count(self):
        self._plan(self.job_2, 8, 12, bay_id=self.bay.id)
        self.job.sudo().bay_id = self.bay
        self.env['resource.calendar.leaves'].create({
            'name': 'Doctor', 'resource_id': self.technician.resource_id.id, 'calendar_id': self.calendar.id,
            'date_from': self._at(13), 'date_to': self._at(17)})
        places = {place['technician']: place['start'] for place in self._suggest(self.job)}
        self.assertEqual(places, {
            self.technician_2.id: '2026-11-18 13:00:00', self.technician.id: '2026-11-19 08:00:00'})

    def test_late_places_come_last(self):
        self.order.sudo().with_context(tracking_disable=True).promise_first_date = False
        self.order.sudo().promise_date = self._at(9, 30)
        self._plan(self.job_2, 8, 9, technician_id=self.technician_2.id)
        self.assertEqual([place['late'] for place in self._suggest(self.job)], [False, True])

    def test_plan_all_takes_void_plans(self):
        """faults U3: a plan that is over, or begun with nobody to do it, is made anew; the others are left alone."""
        over, nobody, later = self._receive_jobs(3).job_ids
        self._plan(over, 8, 9, technician_id=self.technician.id)
        self._plan(nobody, 8, 11, technician_id=False)
        self._plan(later, 14, 15, technician_id=False)
        with freeze_time(self._at(9, 30)):
            self.assertEqual(self.workshop._get_jobs_to_plan() & (over | nobody | later), over | nobody)
            self.env['aftersales.workshop'].with_user(self.user_dispatcher).plan_board(self.workshop.id)
        self.assertGreaterEqual(min((over | nobody).mapped('planned_start')), self._at(9, 30))
        self.assertTrue(nobody.technician_id)
        self.assertEqual((over.technician_id, later.planned_start), (self.technician, self._at(14)))

    def test_plan_all(self):
        orders = self._receive_jobs(6)
        unanswered = self._create_orders()
        unanswered.action_receive()
        self.job.sudo().skill_id = self.skill
        result = self.env['aftersales.workshop'].with_user(self.user_dispatcher).plan_board(self.workshop.id)
        self.assertEqual((result['planned'], result['left'], result['waits']), (7, [self.job._get_plan_label()], []))
        self.assertFalse(unanswered.job_ids.planned_start, "Nobody said yes to it.")
        jobs = orders.job_ids | self.job_2
        self.assertEqual(set(jobs.technician_id), set(self.technicians))
        again = self.env['aftersales.workshop'].with_user(self.user_dispatcher).plan_board(self.workshop.id)
        self.assertEqual(again['planned'], 0)

    def test_only_planners(self):
        for user in (self.user_technician, self.user_claims, self.user_inspector):
            with self.assertRaises(UserError):
                self.job.with_user(user).get_suggestions()
            with self.assertRaises(UserError):
                self.env['aftersales.workshop'].with_user(user).plan_board(self.workshop.id)

    def test_urgent_work_first(self):
        late, urgent = self._receive_jobs(2)
        urgent.sudo().priority = '1'
        self.workshop.employee_ids = [Command.set(self.technician.ids)]
        self.env['aftersales.workshop'].with_user(self.user_dispatcher).plan_board(self.workshop.id)
        self.assertEqual(urgent.job_ids.planned_start, self._at(8))
        self.assertGreater(late.job_ids.planned_start, self._at(8))

    def test_several_trades_are_shared_out_by_the_dispatcher(self):
        """E5: work of one trade is reception's to give; of several it is marked for whoever plans."""
        order = self._receive_jobs(1, jobs=2)
        first, second = order.job_ids.sudo()
        other = self.skill.copy({'name': "Body work"})
        Order = self.env['aftersales.order'].with_user(self.user_dispatcher)

        def find():
            found = Order.search([('is_multi_trade', '=', True), ('id', 'in', order.ids)])
            self.assertEqual(found, Order.browse(order.ids if order.is_multi_trade else ()))
            self.assertNotEqual(found, Order.search([('is_multi_trade', '=', False), ('id', 'in', order.ids)]))
            return bool(found)

        first.skill_id = second.skill_id = self.skill
        self.assertFalse(find())
        self.assertFalse(order._prepare_board_visits()[order]['marks'])
        second.skill_id = other
        self.assertTrue(find())
        self.assertEqual(order._prepare_board_visits()[order]['marks'], ["Several trades"])
        self.assertIn("Body work", " ".join(alert.message for alert in order._get_alerts()))
        second.action_cancel()
        self.assertFalse(find())
