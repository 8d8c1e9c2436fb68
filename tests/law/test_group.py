from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.law import LawCommon


@tagged('post_install', '-at_install')
class TestGroup(LawCommon):
    """I6, I9: the law counts the repairs of the car, whichever company of the group did them (Order 43, arts. 24, 30)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.elsewhere = cls.env['aftersales.workshop'].create({
            'name': 'Elsewhere', 'code': 'ELSE', 'company_id': cls.other_company.id})
        cls.user_elsewhere = new_test_user(
            cls.env, login='elsewhere', groups='base.group_user,aftersales.group_manager',
            context={'no_reset_password': True}, company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)])
        cls.elsewhere.manager_id = cls.user_elsewhere
        cls.orders = cls._repair_often(3)

    @classmethod
    def _bring_elsewhere(cls, date, odometer=4000, vehicle=None, **job_vals):
        with freeze_time(date):
            order = cls.env['aftersales.order'].with_user(cls.user_elsewhere).create({
                'vehicle_id': (vehicle or cls.vehicle).id, 'workshop_id': cls.elsewhere.id, 'odometer_in': odometer,
                'job_ids': [Command.create({
                    'name': "Repair elsewhere", 'operation_id': cls.operation.id, 'pay_type_id': cls.warranty.id,
                    'payer_id': cls.insurer.id, **job_vals})]})
            order.line_ids.filtered(lambda line: line.line_type == 'part').unlink()
            order.action_receive()
            cls.env.flush_all()
        return order

    @classmethod
    def _finish_elsewhere(cls, order, date):
        with freeze_time(date):
            jobs = order.job_ids.sudo()  # who does the work is not what is tried here
            jobs._transition('doing')
            jobs._transition('done')
            jobs.inspection_ids.action_all_ok()
            jobs._transition('passed')
            order.sudo().action_deliver()
            cls.env.flush_all()
        return order

    @classmethod
    def _repair_elsewhere(cls, date, **values):
        return cls._finish_elsewhere(cls._bring_elsewhere(date, **values), date)

    def _get_problem(self, order):
        return order.sudo().job_ids.problem_id

    def test_one_fault_in_two_companies(self):
        """I6: three repairs here and two there are five of one problem: the case opens where the car was last."""
        self._repair_elsewhere('2026-08-03 01:00:00')
        self.assertEqual(self._get_standing('CN2021-SAME').tally, 4)
        last = self._repair_elsewhere('2026-09-07 01:00:00', odometer=5000)
        standing = self._get_standing('CN2021-SAME')
        self.assertEqual((standing.status, standing.tally), ('met', 5))
        case = self.env['aftersales.statute.case'].search([('vehicle_id', '=', self.vehicle.id)])
        self.assertEqual((len(case), case.company_id, case.user_id), (1, self.other_company, self.user_elsewhere))
        self.assertEqual(len(set(standing.stays)), 5)
        self.assertFalse(case.with_user(self.user_claims).search([('id', '=', case.id)]), "another company's")
        self.assertTrue(case.evidence_ids.is_intact)
        self.assertNotEqual(self._get_problem(last), self._get_problem(self.orders[0]), "each company keeps its own")

    def test_other_faults_stay_apart(self):
        """I9: another fault there, or the same one on another car, counts by itself; so does what codes tell apart."""
        other = self._repair_elsewhere('2026-08-03 01:00:00', operation_id=False, concern="空调不制冷")
        self.assertEqual(self._get_standing('CN2021-SAME').tally, 3)
        self.assertFalse(self._get_problem(other).fault_key)
        self.assertFalse(self._get_standing('CN2021-SAME', self.vehicle_2).tally, "another car")

    def test_codes_tell_them_apart(self):
        """I9: what was taken for the same fault at the counter is another one once its code is read."""
        self._repair('2026-07-06 01:00:00', vehicle=self.vehicle_2, fault_code_ids=[Command.create({'code': 'P0301'})])
        order = self._bring_elsewhere('2026-08-03 01:00:00', vehicle=self.vehicle_2)
        self.assertTrue(self._get_problem(order).fault_key, "as long as no code tells them apart")
        with freeze_time('2026-08-03 02:00:00'):
            self.env['aftersales.fault.code'].sudo().create({'job_id': order.job_ids.id, 'code': 'C1234'})
        self._finish_elsewhere(order, '2026-08-03 05:00:00')
        self.assertFalse(self._get_problem(order).fault_key)
        self.assertEqual(self._get_standing('CN2021-SAME', self.vehicle_2).tally, 1)

    def test_readers_are_told_no_more_than_the_count(self):
        """I6, A2: who sees one company reads that and how often, not where, which order, nor in whose words."""
        self._repair_elsewhere('2026-08-03 01:00:00', concern="Secret words")
        order = self._repair_elsewhere('2026-09-07 01:00:00', odometer=5000, concern="Secret words")
        problem = self._get_problem(self.orders[0])
        self._get_problem(order).name = "Secret words"
        self.env.invalidate_all()
        for user in (self.user_advisor, self.user_claims, self.user_manager):
            mine = problem.with_user(user)
            self.assertEqual((mine.elsewhere_count, mine.same_fault_id), (2, mine.browse()))
            with self.assertRaises(AccessError):
                mine.read(['fault_key'])
            html = self.vehicle.with_user(user).statute_html
            self.assertIn("another company", html)
            self.assertIn(problem.name, html)
            for word in ("Secret words", order.name, self.elsewhere.name):
                self.assertNotIn(word, html)
        stranger = self.vehicle.with_user(self.user_elsewhere)
        self.assertNotIn(problem.name, stranger.statute_html)
        self.assertNotIn(self.orders[0].name, stranger.statute_html)
        with self.assertRaises(AccessError):
            problem.with_user(self.user_elsewhere).action_part_fault()

    def test_what_only_others_repaired_has_no_name(self):
        """A2: a fault that this company never saw is told without a word of it."""
        for month in (8, 9, 10):
            self._repair_elsewhere(
                f'2026-{month:02d}-03 01:00:00', odometer=3500 + 100 * month, vehicle=self.vehicle_2, concern="Secret words")
        html = self.vehicle_2.with_user(self.user_manager).statute_html
        self.assertIn("A fault another company repaired", html)
        self.assertNotIn("Secret words", html)

    def test_a_person_tells_them_apart_and_together(self):
        """I9: both logs tell it, and the system leaves it as it was said."""
        order = self._repair_elsewhere('2026-08-03 01:00:00')
        mine, theirs = self._get_problem(self.orders[0]), self._get_problem(order)
        with freeze_time('2026-08-10 01:00:00'):
            for user in (self.user_technician, self.user_parts):
                with self.assertRaises(AccessError):
                    mine.with_user(user).action_part_fault()
            mine.with_user(self.user_advisor).action_part_fault()
        self.assertEqual(self._get_standing('CN2021-SAME').tally, 3)
        self.assertIn("any more", mine.message_ids[0].body)
        self.assertIn("any more", theirs.message_ids[0].body)
        self._repair('2026-08-12 01:00:00', odometer=4100)
        self.assertEqual(self._get_standing('CN2021-SAME').tally, 4, "what a person said stays")
        with self.assertRaises(UserError):
            mine.with_user(self.user_advisor).action_part_fault()
        both = new_test_user(
            self.env, login='both', groups='base.group_user,base.group_multi_company,aftersales.group_claims',
            context={'no_reset_password': True}, company_id=self.company.id,
            company_ids=[Command.set((self.company | self.other_company).ids)])
        problem = mine.with_user(both).with_context(allowed_company_ids=(self.company | self.other_company).ids)
        with freeze_time('2026-08-20 01:00:00'):
            problem.same_fault_id = theirs
            self.assertEqual(problem.same_fault_id, theirs)
            self.assertEqual(self._get_standing('CN2021-SAME').tally, 5)
            for wrong in (mine, theirs.sudo().copy({'vehicle_id': self.vehicle_2.id})):
                with self.assertRaises(ValidationError):
                    problem.same_fault_id = wrong
            with self.assertRaises(AccessError):
                mine.with_user(self.user_claims).same_fault_id = theirs

    def test_what_one_says_of_the_fault_holds_for_all(self):
        """I6: a severe fault is severe wherever it was repaired."""
        self._repair_elsewhere('2026-08-03 01:00:00')
        self._get_problem(self.orders[0]).is_severe = True
        self.assertEqual(self._get_standing('CN2021-SEVERE').tally, 4)

    def test_third_time_is_proposed_once(self):
        """I9: the house where it happened for the third time is asked, by its own rule; the others are not asked anew."""
        mine = self._get_problem(self.orders[0])
        self.assertEqual(len(mine.activity_ids), 1)
        theirs = self._get_problem(self._repair_elsewhere('2026-08-03 01:00:00'))
        self.assertEqual((len(mine.activity_ids), len(theirs.activity_ids)), (1, 0))

    def test_rule_of_the_house_that_repaired(self):
        """I9: at night, too, a car that several companies share falls under the rules of the one where it was last."""
        self.env['aftersales.statute'].create({
            'name': "Theirs", 'code': 'THEIRS', 'kind': 'house', 'company_id': self.other_company.id,
            'date_from': '2020-01-01', 'rule_ids': [Command.create({
                'code': 'THEIRS-2', 'name': "Second", 'article': "House rule", 'measure': 'faults', 'scope': 'problem',
                'limit': 2, 'window_months': 36, 'remedy': 'proposal', 'is_household_only': False})]})
        self._repair_elsewhere('2026-08-03 01:00:00')
        with freeze_time('2026-08-04 01:00:00'):
            self.vehicle.sudo().with_company(self.company)._watch_statutes()
        rows = self.env['aftersales.statute.watch'].search([('vehicle_id', '=', self.vehicle.id)])
        self.assertIn('THEIRS-2', rows.rule_id.mapped('code'))
        self.assertEqual(rows.company_id, self.other_company)

    def test_queries_are_flat(self):
        self._repair_elsewhere('2026-08-03 01:00:00')
        self._repair_often(2, vehicle=self.vehicle_2)
        one, many = self.vehicle.sudo(), self.vehicles.sudo()
        with freeze_time('2026-09-01 01:00:00'):
            self.assertFlat(lambda vehicles: vehicles._get_statute_standing(), one, many, slack=1)

    def test_system_keeps_the_mark(self):
        problem = self._get_problem(self.orders[0])
        for user in (self.user_advisor, self.user_manager):
            with self.assertRaises(AccessError):
                problem.with_user(user).write({'fault_key': 'x'})

    def test_another_car_is_another_fault(self):
        """I6: a problem that is said to be another car's is counted with no fault of the one it was of."""
        order = self._repair_elsewhere('2026-08-03 01:00:00')
        problem = self._get_problem(order)
        self.assertEqual(problem.fault_key, self._get_problem(self.orders[0]).fault_key)
        own = problem.with_user(self.user_elsewhere).with_company(self.other_company)
        own.write({'vehicle_id': self.vehicle.id, 'note': "Same car"})
        self.assertTrue(problem.fault_key, "nothing changed")
        order.sudo().job_ids.problem_id = False
        own.vehicle_id = self.vehicle_2
        self.assertFalse(problem.fault_key)
        self.assertEqual(own.elsewhere_count, 0)
