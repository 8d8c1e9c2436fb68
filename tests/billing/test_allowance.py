from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestAllowance(BillingCommon):
    """faults M3: internal and goodwill work above the own limit asks the manager, and goes on once he allows it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goodwill = cls.env.ref('aftersales.pay_type_goodwill')
        cls.user_manager.company_ids |= cls.company
        cls.env['res.users'].search([
            ('all_group_ids', 'in', cls.env.ref('aftersales.group_manager').ids), ('id', '!=', cls.user_manager.id),
        ]).company_ids -= cls.company
        cls.orders = cls.env['aftersales.order'].with_user(cls.user_advisor).create([
            cls._order_vals(Command.create({'name': name, 'pay_type_id': pay_type.id}))
            for name, pay_type in (("Wash", cls.goodwill), ("Own car", cls.pay_internal))])
        cls.orders.action_receive()
        cls.jobs = cls.orders.job_ids
        cls.job = cls.jobs[0]

    def _ask(self, job, user=None, percent=100, amount=240, reason="Third visit for the same noise"):
        action = job.with_user(user or self.user_advisor).action_ask_allowance()
        wizard = self.env[action['res_model']].with_user(user or self.user_advisor).with_context(**action['context']).create({
            'percent': percent, 'amount': amount, 'reason': reason})
        return wizard.action_apply()

    def _add(self, job, price=100, user=None):
        job.with_user(user or self.user_advisor).line_ids = [self._line(price)]

    def _get_tasks(self, job):
        return job.activity_ids.filtered(
            lambda task: task.activity_type_id == self.env.ref('aftersales.mail_activity_allowance'))

    def test_first_line_of_an_empty_job(self):
        """faults M3: refused with what to do; asked, allowed, and the same line is added."""
        for job in self.jobs:
            with self.assertRaisesRegex(UserError, "Ask to Give Away.*After-Sales Manager"), self.cr.savepoint():
                self._add(job)
            said = self._ask(job)
            self.assertIn(self.user_manager.name, said['params']['message'])
            self.assertEqual(self._get_tasks(job).user_id, self.user_manager)
            with self.assertRaisesRegex(UserError, "Ask to Give Away"), self.cr.savepoint():
                self._add(job)
        self.jobs.with_user(self.user_manager).action_allow()
        for job in self.jobs:
            self.assertFalse(self._get_tasks(job))
            self.assertIn(self.user_advisor.partner_id, job.message_ids.partner_ids)
            self.assertEqual((job.allowance_percent, job.allowance_amount), (100, 240))
            self.assertEqual(job.allowance_user_id, self.user_manager)
            self._add(job)
            self.assertEqual(job.line_ids.price_unit, 100)

    def test_no_more_than_was_allowed(self):
        """faults M3: neither another line, nor more of it, nor a higher rate comes along."""
        self._ask(self.job)
        self.job.with_user(self.user_manager).action_allow()
        self._add(self.job, 90)
        self._add(self.job, 90)
        job = self.job.with_user(self.user_advisor)
        for more in (lambda: self._add(self.job, 50), lambda: job.line_ids[0].write({'quantity': 3}),
                     lambda: job.write({'line_ids': [self._line(30)]})):
            with self.assertRaisesRegex(UserError, "would be given away, and .*240.00 are allowed"), self.cr.savepoint():
                more()
        self._add(self.job, 50, user=self.user_manager)

    def test_discount(self):
        """faults M3: a discount above the own limit is asked for in the same way, and not beyond what was allowed."""
        order = self._create_order(self._job(self._line(100)), done=False)
        job, line = order.job_ids, order.line_ids.with_user(self.user_advisor)
        self.assertEqual(self.env['aftersales.discount.limit'].with_user(self.user_advisor)._get_user_limit(self.company), 10)
        with self.assertRaisesRegex(UserError, "Ask to Give Away"), self.cr.savepoint():
            line.discount = 30
        self._ask(job, percent=30, amount=60)
        job.with_user(self.user_manager).action_allow()
        line.discount = 30
        with self.assertRaisesRegex(UserError, "above your limit"), self.cr.savepoint():
            line.discount = 31
        other = self._create_order(self._job(self._line(100)), done=False).line_ids.with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "above your limit"), self.cr.savepoint():
            other.discount = 30

    def test_refused(self):
        """faults M3: what was refused is not given, and may be asked again."""
        self._ask(self.job)
        with self.assertRaisesRegex(UserError, "nothing to ask for"):
            self.job.with_user(self.user_advisor).action_ask_allowance()
        self.job.with_user(self.user_manager).action_refuse_allowance()
        self.assertFalse(self._get_tasks(self.job) or self.job.asked_percent or self.job.allowance_percent)
        with self.assertRaisesRegex(UserError, "Ask to Give Away"), self.cr.savepoint():
            self._add(self.job)
        self._ask(self.job)

    def test_who_may(self):
        """faults M3: nobody allows himself what he may not give; nor is it written."""
        self._ask(self.job)
        for role in ('advisor', 'dispatcher', 'claims'):
            job = self.job.with_user(getattr(self, f'user_{role}'))
            self.assertFalse(job.may_allow)
            with self.assertRaises(UserError):
                job.action_allow()
        for role in ('technician', 'parts', 'care', 'inspector', 'accountant'):
            with self.assertRaises(AccessError):
                self.job.with_user(getattr(self, f'user_{role}')).action_allow()
            with self.assertRaises(UserError):
                self._ask(self.jobs[1], getattr(self, f'user_{role}'))
        for user in (self.user_advisor, self.user_manager):
            for vals in ({'allowance_percent': 100}, {'allowance_amount': 1e6}, {'asked_percent': 1}):
                with self.assertRaises(AccessError):
                    self.job.with_user(user).write(vals)
        with self.assertRaises(UserError):
            self.jobs[1].with_user(self.user_manager).action_allow()
        self.assertFalse(self.jobs[1].allowance_percent)

    def test_wrong_input_and_closed_order(self):
        for vals in (
            {'percent': 0}, {'percent': 101}, {'percent': float('nan')}, {'amount': 0}, {'amount': -5}, {'reason': " "},
        ):
            with self.subTest(vals), self.assertRaises(Exception) as caught, self.cr.savepoint():
                self._ask(self.job, **vals)
            self.assertIsInstance(caught.exception, UserError)
        self._ask(self.job)
        self.cancel(self.orders)
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self.job.with_user(self.user_manager).action_allow()

    def test_day(self):
        """faults U15: what is asked waits for an answer on the manager's day, and opens what it counts."""
        def tally():
            day = self.env['aftersales.workshop'].with_user(self.user_manager).get_today(self.orders.workshop_id.id)
            return next(tally for section in day['sections'] for tally in section['tallies'] if tally['key'] == 'give_away')
        self.assertEqual(tally()['count'], 0)
        for job in self.jobs:
            self._ask(job)
        self.assertEqual(tally()['count'], 2)
        Job = self.env['aftersales.job'].with_user(self.user_manager)
        self.assertEqual(Job.search(tally()['action']['domain']), self.jobs.sorted(lambda job: -job.order_id.id))
        self.jobs[0].with_user(self.user_manager).action_allow()
        self.cancel(self.orders[1])
        self.assertEqual(tally()['count'], 0)

    def test_card(self):
        """The card of the order sheet offers each what he may do now."""
        def names(user, job=self.job):
            return {action.name for action in job.with_user(user)._get_card_actions()}
        self.assertIn('action_ask_allowance', names(self.user_advisor))
        self.assertNotIn('action_ask_allowance', names(self.user_manager))
        self._ask(self.job)
        self.assertNotIn('action_ask_allowance', names(self.user_advisor))
        self.assertLessEqual({'action_allow', 'action_refuse_allowance'}, names(self.user_manager))
        self.assertFalse({'action_allow'} & names(self.user_technician))
        self.job.with_user(self.user_manager).action_allow()
        paid = self.env['aftersales.job'].with_user(self.user_advisor).create(
            {'order_id': self.orders[1].id, 'name': "Brakes", 'line_ids': [self._line(200)]})
        with self.assertRaisesRegex(UserError, "Ask to Give Away"), self.cr.savepoint():
            paid.line_ids.discount = 60
        for job in (paid, self.job):  # where a refusal sends to, there it is: of work that is paid, and for more
            self.assertIn('action_ask_allowance', names(self.user_advisor, job))
            self.assertNotIn('action_ask_allowance', names(self.user_technician, job))
