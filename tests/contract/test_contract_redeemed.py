from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractRedeemed(ContractCommon):
    """G3: a contract pays for the work it was sold for, for its own car, and for nothing that was given back."""

    def setUp(self):
        super().setUp()
        self.entitlement = self._sell().sudo().entitlement_ids
        self.job = self._redeem().job_ids

    def assertGivenBack(self):
        self.assertFalse(self.job.contract_entitlement_id)
        self.assertEqual(self.job.pay_type_id, self.pay_customer)
        self.assertEqual((self.entitlement.reserved, self.entitlement.times_left), (0, 3))

    def test_other_work(self):
        """G3: redeemed work that becomes other work is the customer's to pay."""
        other = self.env['aftersales.operation'].create({
            'name': "Gearbox", 'code': 'CT-B', 'product_id': self.labour.id})
        self.job.with_user(self.user_advisor).operation_id = self.work
        self.assertEqual(self.entitlement.reserved, 1)
        self.job.with_user(self.user_advisor).operation_id = other
        self.assertGivenBack()

    def test_other_car(self):
        """G3: an order that turns out to be another car's uses nothing of the contract."""
        self.job.order_id._cancel("Other car")
        order = self.env['aftersales.order'].create(self._order_vals(self._job(operation_id=self.work.id)))
        self.job = order.job_ids
        self.job.with_user(self.user_advisor).action_redeem_contract()
        self.assertEqual(self.entitlement.reserved, 1)
        order.with_user(self.user_advisor).vehicle_id = self.vehicle.copy({'license_plate': "CT 2"})
        self.assertGivenBack()

    def test_job_taken_up_again(self):
        """G3: a job that was cancelled gave its work back; taken up again, it is the customer's until it is redeemed."""
        self.job.with_user(self.user_advisor)._cancel("Not today")
        self.assertEqual(self.entitlement.reserved, 0)
        self.reopen(self.job.with_user(self.user_advisor))
        self.assertEqual(self.job.state, 'todo')
        self.assertGivenBack()
        self.job.with_user(self.user_advisor).action_redeem_contract()
        self.assertEqual((self.job.settlement, self.entitlement.reserved), ('contract', 1))

    def test_order_taken_up_again(self):
        """G3: so it is with an order that was cancelled."""
        order = self.job.order_id.with_user(self.user_advisor)
        order._cancel("Stays away")
        self.reopen(order)
        self.assertEqual(order.state, 'draft')
        self.assertGivenBack()

    def test_copied(self):
        """G3: the same order once more is the customer's to pay, until its work is redeemed."""
        copy = self.job.order_id.with_user(self.user_advisor).copy()
        self.assertEqual((copy.job_ids.pay_type_id, copy.job_ids.payer_id), (self.pay_customer, self.customer))
        self.assertEqual((bool(copy.job_ids.contract_entitlement_id), self.entitlement.reserved), (False, 1))

    def test_leaves(self):
        """G3, J5: what is redeemed is used, and earned, when the car leaves."""
        order = self.job.order_id
        jobs = self.job.with_user(self.user_technician)
        jobs.action_start()
        jobs.action_done()
        self.deliver(self.inspect(order))
        self.assertEqual((order.state, self.entitlement.used, self.entitlement.reserved), ('delivered', 1, 0))
        self.assertAlmostEqual(self._get_balance(), 66.67, 2)

    def test_beyond_the_contract(self):
        """G3, contracts §3: what the work does not bring is the customer's to pay, unless somebody may give it away."""
        part = self._line(job_id=self.job.id)[2]
        with self.assertRaisesRegex(UserError, "beyond what the contract"), self.env.cr.savepoint():
            self.env['aftersales.order.line'].with_user(self.user_advisor).create(part)
        self.env['aftersales.order.line'].with_user(self.user_manager).create(part)
        self.assertEqual(self.job.settlement, 'contract')

    def test_beyond_before_it_is_redeemed(self):
        """G3: what stands on the work before it is redeemed does not become free by it; up to a limit of value it does."""
        self.job._release_contract()
        self.env['aftersales.order.line'].create(self._line(job_id=self.job.id)[2])
        with self.assertRaisesRegex(UserError, "beyond what the contract"), self.env.cr.savepoint():
            self.job.with_user(self.user_advisor).action_redeem_contract()
        self.assertEqual(self.entitlement.reserved, 0)
        self.entitlement.value_limit = 1000
        self.job.with_user(self.user_advisor).action_redeem_contract()
        self.assertEqual((self.job.settlement, self.entitlement.reserved), ('contract', 1))

    def test_contract_is_named(self):
        """G3, contracts §1: that a contract pays is said by redeeming one, also by whoever may give all away."""
        self.job._release_contract()
        with self.assertRaisesRegex(UserError, "which contract pays"):
            self.job.with_user(self.user_manager).pay_type_id = self.env.ref('aftersales.pay_type_contract')
