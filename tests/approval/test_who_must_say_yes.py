import runpy

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import file_path

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestWhoMustSayYes(OrderCommon):
    """faults M2: who pays decides who must say yes, whatever the pay type's flag says (E2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.PayType = cls.env['aftersales.pay.type']
        cls.types = {name: cls.env.ref(f'aftersales.pay_type_{name}') for name in (
            'customer', 'warranty', 'recall', 'insurance', 'contract', 'goodwill', 'internal', 'rework')}
        cls.driver = cls.env['res.partner'].create({'name': "Driver", 'parent_id': cls.insurer.id})
        cls.maker = cls.env['res.partner'].create({'name': "Maker", 'is_company': True})
        cls.employer = cls.env['res.partner'].create({'name': "Employer", 'is_company': True})

    def _get_job(self, user=None):
        order = self._create_orders()
        order.action_receive()
        return order.job_ids.with_user(user or self.user_advisor)

    def assertAsks(self, job, expected, label):
        job.env.flush_all()
        job.env.invalidate_all()
        self.assertEqual(job.approval, 'pending' if expected else 'not_needed', label)
        self.assertEqual(job.sudo()._needs_customer_approval(), expected, label)
        self.assertEqual(job.is_waiting_answer, expected, label)
        self.assertEqual(set(job.line_ids.mapped('approval')), {job.approval}, label)

    def test_each_type_with_each_payer(self):
        """The customer bears: as payer, as co-payer, by a share or a deductible; nobody asks him for others' work."""
        cases = {
            'the customer pays': ({'payer_id': self.customer.id}, True),
            'another pays': ({'payer_id': self.maker.id}, False),
            'nobody yet': ({'payer_id': False}, False),
            'share 0, the customer co-pays': ({'payer_id': self.maker.id, 'share': 0, 'co_payer_id': self.customer.id}, True),
            'the customer co-pays a part': ({'payer_id': self.maker.id, 'share': 99.5}, True),
            'deductible': ({'payer_id': self.maker.id, 'deductible': 0.01}, True),
            'the customer has share 0': (
                {'payer_id': self.customer.id, 'share': 0, 'co_payer_id': self.maker.id}, False),
            'two others': ({'payer_id': self.maker.id, 'share': 50, 'co_payer_id': self.employer.id}, False),
        }
        for name in ('warranty', 'recall'):
            job = self._get_job()
            for label, (vals, expected) in cases.items():
                job.write({'share': 100, 'deductible': 0, 'pay_type_id': self.types[name].id, **vals})
                self.assertAsks(job, expected, f"{name}: {label}")

    def test_what_the_house_bears(self):
        for name in ('internal', 'goodwill', 'rework', 'contract'):
            job = self._get_job(self.user_manager)
            # A person redeems a contract, which names it.
            (job.sudo() if name == 'contract' else job).pay_type_id = self.types[name]
            self.assertAsks(job, False, name)
            job.payer_id = self.customer  # is never invoiced
            self.assertAsks(job, False, f"{name}, a payer who is not charged")
            job.write({'payer_id': False, 'share': 70})
            self.assertEqual(job.co_payer_id, self.customer)
            self.assertAsks(job, True, f"{name}, the customer bears 30 %")

    def test_who_stands_for_the_customer(self):
        """His company, the car's owner, whoever pays where the type lets the customer pay."""
        job = self._get_job()
        job.order_id.partner_id = self.driver
        job.write({'pay_type_id': self.types['warranty'].id, 'payer_id': self.insurer.id})
        self.assertAsks(job, True, "the driver's company")
        job.payer_id = self.vehicle.owner_id
        self.assertAsks(job, True, "the car's owner")
        job.payer_id = self.maker
        self.assertAsks(job, False, "the maker")

    def test_who_pays_in_the_customers_place(self):
        """faults M2: a yes is to who pays: another one in the customer's place is asked for again."""
        for before, after in (
            ({}, {'payer_id': self.employer.id}),
            ({'payer_id': self.employer.id}, {'payer_id': self.maker.id}),
            ({'payer_id': self.employer.id, 'share': 50}, {'co_payer_id': self.maker.id}),
            ({'payer_id': self.employer.id, 'share': 50}, {'share': 60}),
            ({'payer_id': self.employer.id, 'share': 50}, {'share': 40}),
            ({'payer_id': self.employer.id, 'deductible': 10}, {'deductible': 20}),
            ({}, {'share': 50, 'co_payer_id': self.employer.id}),
        ):
            jobs = self._get_job() + self._get_job()
            jobs.write(before)
            jobs._approve('phone')
            self.assertEqual(jobs.mapped('approval'), ['approved'] * 2)
            for label, vals in ((f"{after}", after), ("and back", {
                name: jobs[1][name].id if name.endswith('_id') else jobs[1][name]
                for name in ('payer_id', 'co_payer_id', 'share', 'deductible')
            })):
                with self.subTest(f"{before} {label}"):
                    jobs[0].write(vals)
                    self.assertEqual(jobs.mapped('approval'), ['approved' if vals is not after else 'pending', 'approved'])
            jobs[0].write(after)
            with self.assertRaisesRegex(UserError, "no approval of the customer"):
                jobs[0].with_user(self.user_technician).action_start()
            jobs[0]._approve('phone')
            self.assertTrue(jobs[0].authorisation_ids[0].is_intact)
            self.assertEqual(jobs.mapped('approval'), ['approved'] * 2)

    def test_answers_of_an_earlier_version(self):
        """faults M2: they told the customer's part alone, and go on to hold for who else pays in his place."""
        job = self._get_job()
        job.payer_id = self.employer
        job._approve('phone')
        answer = job.authorisation_ids
        content = {name: value for name, value in answer._get_content().items() if name != 'side'}
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_authorisation SET content = %s WHERE id = %s", (
            answer._serialise(content), answer.id))
        self.env.invalidate_all()
        job.line_ids[0].name += "!"
        job.line_ids[0].name = job.line_ids[0].name[:-1]
        self.assertEqual(job.approval, 'approved')

    def test_flag_never_switches_the_question_off(self):
        """Not for a document at hand, not for a new one, by a manager of whichever company."""
        company = self.env['res.company'].create({'name': "Sister"})
        manager = new_test_user(
            self.env, 'as_sister', 'base.group_user,aftersales.group_manager', company_id=company.id,
            company_ids=[Command.set(company.ids)])
        asked, insured = self._get_job(), self._get_job()
        insured.write({'pay_type_id': self.types['insurance'].id, 'payer_id': self.insurer.id})
        declined = self._get_job()
        declined.write({'pay_type_id': self.types['insurance'].id, 'payer_id': self.insurer.id})
        declined._decline('phone')
        for name in ('customer', 'insurance'):
            self.types[name].with_user(manager).requires_approval = False
        for job in asked + insured:
            job.line_ids[0].quantity += 1
            self.assertAsks(job, True, job.pay_type_id.name)
        declined.payer_id = self.maker
        self.assertEqual(declined.approval, 'declined', "a declined job does not come back by a switch")
        new = self._get_job()
        self.assertAsks(new, True, "the customer pays")
        new.payer_id = self.employer
        self.assertAsks(new, True, "somebody pays in the customer's place")
        new.write({'pay_type_id': self.types['insurance'].id, 'payer_id': self.insurer.id})
        self.assertAsks(new, False, "a new insurer's job, as the type says now")

    def test_flag_never_asks_behind_the_work(self):
        job = self._get_job()
        job.write({'pay_type_id': self.types['warranty'].id, 'payer_id': self.maker.id})
        job.with_user(self.user_technician).action_start()
        self.types['warranty'].with_user(self.user_manager).requires_approval = True
        job.line_ids[0].quantity += 1
        self.assertAsks(job, False, "as it was when the type was chosen")

    def test_answer_without_a_name(self):
        """faults M22: the answer's dialog works by RPC without saying who answered: the customer did."""
        for vals in ({}, {'signatory': False}):
            for by_context in (False, True):
                with self.subTest(vals, by_context=by_context):
                    job = self._get_job()
                    Wizard = self.env['aftersales.authorise.wizard'].with_user(self.user_advisor)
                    if by_context:
                        Wizard, jobs = Wizard.with_context(default_job_ids=job.ids), {}
                    else:
                        jobs = {'job_ids': job.ids}
                    Wizard.create({**jobs, **vals}).action_apply()
                    self.assertEqual(job.approval, 'approved')
                    self.assertEqual(job.authorisation_ids.signatory, job.order_id.partner_id.display_name)

    def test_terms_of_a_used_type_stay(self):
        job = self._get_job()
        job.with_user(self.user_manager).pay_type_id = self.types['internal']
        manager = self.types['internal'].with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "There are jobs with pay type “Internal”"):
            manager.write({'settlement': 'invoice', 'payer_policy': 'partner'})
        manager.write({'settlement': 'internal', 'payer_policy': 'none', 'name': "In-house"})
        unused = self.PayType.with_user(self.user_manager).create({'name': "New", 'code': 'NEW'})
        unused.write({'settlement': 'internal', 'payer_policy': 'none'})
        with self.assertRaises(AccessError):
            unused.with_user(self.user_advisor).name = "x"

    def test_the_doors_ask_again(self):
        """A record older than the rule: no work and no parts before the customer said yes."""
        jobs = self._get_job() + self._get_job()
        jobs.write({'pay_type_id': self.types['warranty'].id, 'payer_id': self.maker.id})
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_job SET payer_id = %s WHERE id IN %s", (self.customer.id, tuple(jobs.ids)))
        self.env.invalidate_all()
        self.assertEqual(jobs.mapped('approval'), ['not_needed'] * 2)
        self.assertEqual(jobs.mapped('lacks_answer'), [True] * 2)
        for job in jobs:
            with self.assertRaisesRegex(UserError, "no approval of the customer"):
                job.with_user(self.user_technician).action_start()
        wizard = self.env['aftersales.authorise.wizard'].with_user(self.user_advisor).create(
            {'job_ids': jobs.ids, 'signatory': "Chen Jing"})
        self.assertEqual(wizard.line_ids, jobs.line_ids)
        wizard.action_apply()
        self.assertEqual(jobs.mapped('approval'), ['approved'] * 2)
        jobs.with_user(self.user_technician).action_start()

    def test_upgrade_asks_for_cars_still_here(self):
        """Orders of before the rule: open ones wait for the answer, delivered ones stay as they were recorded."""
        jobs = self._get_job() + self._get_job()
        jobs.write({'pay_type_id': self.types['warranty'].id, 'payer_id': self.maker.id})
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_job SET payer_id = %s WHERE id IN %s", (self.customer.id, tuple(jobs.ids)))
        self.env.cr.execute("UPDATE aftersales_order SET state = 'delivered' WHERE id = %s", (jobs[1].order_id.id,))
        self.env.invalidate_all()
        prices = jobs.line_ids.mapped('price_unit')
        script = file_path('aftersales/migrations/19.0.3.0.0/post-who_must_say_yes.py')
        runpy.run_path(script)['migrate'](self.env.cr, '19.0.2.0.0')
        self.env.invalidate_all()
        self.assertEqual(jobs.mapped('approval'), ['pending', 'not_needed'])
        self.assertEqual(jobs.mapped('is_waiting_answer'), [True, False])
        self.assertEqual(jobs.line_ids.mapped('price_unit'), prices)

    def test_answer_is_asked_again_when_the_customer_takes_over(self):
        job = self._get_job()
        job.write({'pay_type_id': self.types['warranty'].id, 'payer_id': self.maker.id})
        job.with_user(self.user_technician).action_start()
        job.with_user(self.user_technician).action_done()
        job.payer_id = self.customer
        self.assertAsks(job, True, "done under another payer")
        with self.assertRaisesRegex(UserError, "has been worked on"):
            job._decline('phone')
        job._approve('phone')
        self.assertEqual(job.approval, 'approved')

    def test_flag_of_a_job_is_not_typed(self):
        job = self._get_job()
        with self.assertRaises(AccessError):
            job.requires_approval = False
        made = self.env['aftersales.job'].with_user(self.user_advisor).with_context(default_requires_approval=False).create(
            {'order_id': job.order_id.id, 'operation_id': self.operation.id})
        self.assertTrue(made.requires_approval)

    def test_leaving_declines_what_the_customer_bears(self):
        job = self._get_job()
        job.write({'pay_type_id': self.types['warranty'].id, 'payer_id': self.customer.id})
        job.order_id._leave("Too dear")
        self.assertEqual((job.approval, job.state), ('declined', 'todo'))

    def test_queries_do_not_grow(self):
        def count(orders):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            for job in orders.job_ids:
                job._needs_customer_approval()
            return self.cr.sql_log_count - start
        few, many = (self._create_orders(number, job_ids=[Command.create({
            'operation_id': self.operation.id, 'pay_type_id': self.types['warranty'].id, 'payer_id': self.maker.id,
        })]).sudo() for number in (1, 30))
        count(few)
        self.assertEqual(count(many), count(few))
