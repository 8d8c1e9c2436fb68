import json

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestBoard(BoardCommon):
    """The workshop board (E5): what it shows, and what a dropped card does."""

    def _get_board(self, user=None, **kwargs):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env['aftersales.workshop'].with_user(user or self.user_dispatcher).get_board(
            self.workshop.id, '2026-11-18', **kwargs)

    def _get_card(self, job, board=None):
        return next((card for card in (board or self._get_board())['cards'] if card['res_id'] == job.id), None)

    def test_nonsense_is_refused_in_words(self):
        """faults A4: whatever a client asks the board for, it is answered by a sentence."""
        board = self.env['aftersales.workshop'].with_user(self.user_dispatcher)
        for wrong in ('x', '1', [1], {'id': 1}, -1, 2 ** 70, 1.5, True):
            for ask in (board.get_board, board.plan_board, lambda outlet: board.get_board_changes(outlet, '2026-11-18', 1, [])):
                with self.assertRaisesRegex(UserError, "Choose an outlet"):
                    ask(wrong)
        with self.assertRaisesRegex(UserError, "does not exist"):
            board.get_board(2 ** 31 - 1)
        for wrong in ('x', 5, None, ['order-x'], [7], ['order-' + '9' * 30], {'order-1': 1}):
            with self.assertRaisesRegex(UserError, "does not know these visits"):
                board.get_board_changes(self.workshop.id, '2026-11-18', 1, wrong)
        for wrong in ('x', [3], {'limit': 3}, float('nan')):
            with self.assertRaisesRegex(UserError, "as numbers"):
                self.job.with_user(self.user_dispatcher).get_suggestions(wrong)

    # === WHAT IS SHOWN ===#

    def test_day(self):
        self._plan(self.job, 8, 10, technician_id=self.technician.id, bay_id=self.bay.id)
        self.job.sudo()._open_hold('parts')
        board = self._get_board()
        self.assertEqual(board['open'], [
            ['2026-11-18 08:00:00', '2026-11-18 12:00:00'], ['2026-11-18 13:00:00', '2026-11-18 17:00:00']])
        self.assertEqual([row['name'] for row in board['technicians']], ['Li Na', 'Wang Wei'])
        self.assertEqual([row['name'] for row in board['bays']], ['Lift 1', 'Lift 2'])
        card, waiting = self._get_card(self.job, board), self._get_card(self.job_2, board)
        self.assertEqual((card['start'], card['stop']), ('2026-11-18 08:00:00', '2026-11-18 10:00:00'))
        self.assertEqual((card['technician'], card['bay'], card['holds']), (self.technician.id, self.bay.id, ['parts']))
        self.assertFalse(waiting['start'])
        visit = board['visits'][card['visit']]
        self.assertEqual((visit['plate'], visit['customer']), ('沪A·T0000', 'Chen Jing'))
        self.assertEqual(visit['expected'], '2026-11-18 10:00:00')
        self.assertTrue(visit['promise'])

    def test_leaves_are_shown(self):
        self.env['resource.calendar.leaves'].create({
            'name': 'Doctor', 'resource_id': self.technician.resource_id.id, 'calendar_id': self.calendar.id,
            'date_from': self._at(13), 'date_to': self._at(17)})
        row = next(row for row in self._get_board()['technicians'] if row['id'] == self.technician.id)
        self.assertEqual(row['work'], [['2026-11-18 08:00:00', '2026-11-18 12:00:00']])
        self.assertEqual(row['away'], [['2026-11-18 13:00:00', '2026-11-18 17:00:00']])

    def test_running_clock(self):
        self.job.with_user(self.user_technician).action_clock_start()
        card = self._get_card(self.job)
        self.assertEqual(card['running'], [{'technician': self.technician.id, 'since': '2026-11-18 07:00:00'}])

    def test_closed_work_leaves_the_board(self):
        self.cancel(self.order.with_user(self.user_advisor))
        self.assertFalse(self._get_card(self.job))
        self.assertTrue(self._get_card(self.job_2))

    def test_other_days(self):
        self._plan(self.job, 8, 10)
        Workshop = self.env['aftersales.workshop'].with_user(self.user_dispatcher)
        tomorrow = Workshop.get_board(self.workshop.id, '2026-11-19')
        self.assertFalse(self._get_card(self.job, tomorrow), "What is planned today is not tomorrow's.")
        self.assertTrue(self._get_card(self.job_2, tomorrow), "What waits for a plan is shown on every day.")
        week = Workshop.get_board(self.workshop.id, '2026-11-16', 7)
        self.assertTrue(self._get_card(self.job, week))
        self.assertEqual(len(week['open']), 10)

    def test_changes(self):
        self._plan(self.job, 8, 10)
        changes = self.env['aftersales.workshop'].with_user(self.user_technician).get_board_changes(
            self.workshop.id, '2026-11-18', 1, [f'order-{self.order.id}'])
        self.assertEqual([card['res_id'] for card in changes['cards']], self.job.ids)
        self.assertEqual(list(changes['visits']), [f'order-{self.order.id}'])

    def test_queries_do_not_grow_with_the_cards(self):
        self._receive_jobs(2, jobs=4)
        self._get_board()
        few = self.count_queries(self._get_board)
        self.assertEqual(len(self._get_board()['cards']), 10)
        self._receive_jobs(38, jobs=5)
        many = self.count_queries(self._get_board)
        self.assertLessEqual(many, few + 2, f"10 cards: {few} queries, 200: {many}")
        board = self._get_board()
        self.assertEqual(len(board['cards']), 200)
        self.assertLess(len(json.dumps(board)) / 200, 1000, "bytes a card")

    # === WHO MAY ===#

    def test_everybody_of_the_house_reads_dispatchers_plan(self):
        for role in ('technician', 'inspector', 'parts', 'advisor', 'dispatcher', 'manager'):
            with self.subTest(role=role):
                user = getattr(self, f'user_{role}')
                self.assertEqual(
                    self._get_board(user)['can_plan'], role in ('advisor', 'dispatcher', 'manager'))
        for role in ('technician', 'inspector', 'claims'):
            with self.subTest(role=role), self.assertRaises(UserError):
                self._drop(self.job, user=getattr(self, f'user_{role}'), start=self._at(8))

    def test_other_company(self):
        outsider = new_test_user(
            self.env, login='board_outsider', groups='base.group_user,aftersales.group_dispatcher',
            company_id=self.other_company.id, company_ids=[Command.set(self.other_company.ids)])
        with self.assertRaises(AccessError):
            self._get_board(outsider)
        with self.assertRaises(AccessError):
            self._drop(self.job, user=outsider, start=self._at(8))
        self.assertNotIn(self.workshop.id, [
            outlet['id'] for outlet in self.env['aftersales.workshop'].with_user(outsider).get_board()['workshops']])

    # === DROPPED CARDS ===#

    def test_drop_takes_time_person_and_bay(self):
        self._drop(self.job, start=self._at(9), technician=self.technician.id)
        self.assertEqual((self.job.planned_start, self.job.planned_stop), (self._at(9), self._at(10, 15)))
        self.assertEqual(self.job.technician_id, self.technician)
        self._drop(self.job, start=self._at(14), bay=self.bay.id)
        self.assertEqual((self.job.planned_stop, self.job.bay_id), (self._at(15, 15), self.bay))
        self.assertEqual(self.job.technician_id, self.technician, "Another time in the bays keeps the technician.")

    def test_work_goes_on_after_lunch_and_night(self):
        self._drop(self.job, start=self._at(11, 30), technician=self.technician.id)
        self.assertEqual(self.job.planned_stop, self._at(13, 45))
        self._drop(self.job, start=self._at(16, 30))
        self.assertEqual(self.job.planned_stop, self._at(8, 45, day=19))
        self._drop(self.job, start=self._at(8))
        self.assertEqual(self.job.planned_stop, self._at(9, 15), "A card keeps its working hours when it is moved.")

    def test_breaks_are_left(self):
        self._drop(self.job, start=self._at(12, 30), technician=self.technician.id)
        self.assertEqual((self.job.planned_start, self.job.planned_stop), (self._at(13), self._at(14, 15)))
        self._drop(self.job, start=self._at(11), stop=self._at(12, 45))
        self.assertEqual((self.job.planned_start, self.job.planned_stop), (self._at(11), self._at(12)))

    def test_resize(self):
        self._drop(self.job, start=self._at(9), technician=self.technician.id)
        self._drop(self.job, start=self._at(9), stop=self._at(11))
        self.assertEqual(self.job.planned_stop, self._at(11))
        with self.assertRaisesRegex(UserError, "Wang Wei doesn't work at 19:00 on 11/18/2026, but 08:00–12:00, 13:00–17:00"):
            self._drop(self.job, start=self._at(9), stop=self._at(19))

    def test_unplan(self):
        self._drop(self.job, start=self._at(9), technician=self.technician.id)
        self._drop(self.job, start=False, technician=False)
        self.assertFalse(self.job.planned_start or self.job.planned_stop or self.job.technician_id)
        self.assertFalse(self.order.allocation_ids)

    def test_outside_working_time_is_refused(self):
        for start in (self._at(7), self._at(18)):
            with self.assertRaisesRegex(UserError, "Wang Wei doesn't work at"):
                self._drop(self.job, start=start, technician=self.technician.id)
        with self.assertRaisesRegex(UserError, "Wang Wei doesn't work on 11/21/2026"):
            self._drop(self.job, start=self._at(9, day=21), technician=self.technician.id)
        with self.assertRaisesRegex(UserError, "City Centre doesn't work at 07:00"):
            self._drop(self.job, start=self._at(7), bay=self.bay.id)

    def test_overlap_is_refused(self):
        self._drop(self.job, start=self._at(9), technician=self.technician.id)
        with self.assertRaisesRegex(ValidationError, f"Wang Wei is taken by {self.order.name}"):
            self._drop(self.job_2, start=self._at(10), technician=self.technician.id)

    def test_skill(self):
        """M1: refused or warned about, by the certificate on the day of the work."""
        self.job.sudo().skill_id = self.skill
        self._give_skill(self.technician_2, valid_from='2026-01-01', valid_to='2026-11-18')
        with self.assertRaisesRegex(UserError, "needs the skill “HV level 2”, which Wang Wei doesn't hold"):
            self._drop(self.job, start=self._at(9), technician=self.technician.id)
        with self.assertRaisesRegex(UserError, "which Li Na doesn't hold on 11/19/2026"):
            self._drop(self.job, start=self._at(9, day=19), technician=self.technician_2.id)
        self._drop(self.job, start=self._at(9), technician=self.technician_2.id)
        self.company.aftersales_skill_policy = 'warn'
        warnings = self._drop(self.job, start=self._at(9), technician=self.technician.id)
        self.assertIn("Wang Wei", warnings[0])
        self.assertEqual(self.job.technician_id, self.technician)

    def test_two_dispatchers(self):
        seen = self._see(self.job)
        self._drop(self.job, seen=seen, start=self._at(9), technician=self.technician.id)
        with self.assertRaisesRegex(UserError, "Somebody else has planned"):
            self._drop(self.job, seen=seen, user=self.user_manager, start=self._at(14))
        self.assertEqual(self.job.planned_start, self._at(9))

    def test_finished_work_stays(self):
        self._drop(self.job, start=self._at(9), technician=self.technician.id)
        self.job.with_user(self.user_technician).action_start()
        self._drop(self.job, start=self._at(10))
        self.job.with_user(self.user_technician).action_done()
        with self.assertRaisesRegex(UserError, "cannot be planned any more"):
            self._drop(self.job, start=self._at(14))
        draft = self._create_orders()
        with self.assertRaisesRegex(UserError, "cannot be planned any more"):
            self._drop(draft.job_ids, start=self._at(14))

    def test_running_work_keeps_its_technician(self):
        self._drop(self.job, start=self._at(8), technician=self.technician.id)
        self.job.with_user(self.user_technician).action_clock_start()
        with self.assertRaisesRegex(UserError, "Stop that clock"):
            self._drop(self.job, start=self._at(8), technician=self.technician_2.id)

    def test_strangers_are_refused(self):
        stranger = self.env['hr.employee'].create({'name': 'Stranger', 'company_id': self.company.id})
        other = self.env['aftersales.workshop'].create({
            'name': 'Other outlet', 'code': 'OTHR', 'company_id': self.company.id,
            'bay_ids': [Command.create({'name': 'Their lift'})]})
        with self.assertRaisesRegex(UserError, "Stranger is not in the team"):
            self._drop(self.job, start=self._at(9), technician=stranger.id)
        with self.assertRaisesRegex(UserError, "Their lift is not a bay of"):
            self._drop(self.job, start=self._at(9), bay=other.bay_ids.id)

    def test_seconds_do_not_matter_to_the_grid(self):
        Job = self.env['aftersales.job']
        self.assertEqual(Job._get_plan_grid(Datetime.to_datetime('2026-11-18 09:00:00')), self._at(9))
        self.assertEqual(Job._get_plan_grid(Datetime.to_datetime('2026-11-18 09:00:01')), self._at(9, 15))
        self.assertEqual(Job._get_plan_grid(Datetime.to_datetime('2026-11-18 09:46:00')), self._at(10))
