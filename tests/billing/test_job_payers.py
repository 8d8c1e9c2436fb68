from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestJobPayers(BillingCommon):
    """faults M13: who is said to pay is who can."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.insured = {'pay_type_id': cls.pay_insurance.id, 'payer_id': cls.insurer.id}
        cls.order = cls.env['aftersales.order'].with_user(cls.user_advisor).create(
            cls._order_vals(cls._job(), cls._job(), cls._job(Command.clear())))
        cls.order.action_receive()
        cls.job, cls.second, cls.empty = cls.order.job_ids

    def test_deductible_above_the_job(self):
        """faults M13: a deductible larger than the job is refused, when entered and when the customer says yes."""
        jobs = self.job + self.second
        jobs.write({**self.insured, 'deductible': 120})
        for vals in ({'deductible': 99999}, {'deductible': 120.01}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "deductible of .* is more than the job costs"):
                jobs.write(vals)
        jobs.invalidate_recordset()
        self.empty.write({**self.insured, 'deductible': 300})
        self.empty.line_ids = [self._line(200)]
        with self.assertRaisesRegex(UserError, r"\D300.00 is more than the job costs \(\D+240.00\)"):
            self.empty._approve('phone')
        self.empty.line_ids = [self._line(100)]
        self.empty._approve('phone')
        self.assertEqual(self.empty.approval, 'approved')

    def test_deductible_at_creation(self):
        """faults M13: the same by a new job."""
        with self.assertRaisesRegex(UserError, "more than the job costs"):
            self.order.job_ids = [self._job(self._line(100), **self.insured, deductible=500)]

    def test_customer_does_not_stay_payer(self):
        """faults M13: an insurer's job has an insurer: the customer does not stay payer without a word."""
        for vals in (
            {'pay_type_id': self.pay_insurance.id},
            {'pay_type_id': self.pay_insurance.id, 'payer_id': self.customer.id},
            {'pay_type_id': self.pay_insurance.id, 'payer_id': False},
        ):
            for user in (self.user_advisor, self.user_manager, self.user_claims):
                with self.subTest(vals=vals, user=user.login), self._undone(), self.assertRaisesRegex(
                        UserError, "[Cc]hoose who pays|Enter who pays"):
                    (self.job + self.second).with_user(user).write(vals)
        self.job.write(self.insured)
        with self.assertRaisesRegex(UserError, "somebody else pays than the customer"):
            self.job.payer_id = self.customer
        with self.assertRaisesRegex(UserError, "pays"):
            self.order.job_ids = [self._job(pay_type_id=self.pay_insurance.id)]

    def test_default_payer(self):
        """faults M13: the pay type's own insurer pays where it names one."""
        self.pay_insurance.partner_id = self.insurer
        self.job.pay_type_id = self.pay_insurance
        self.assertEqual(self.job.payer_id, self.insurer)
