from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon
from odoo.addons.aftersales.tests.dealership.evidence import PNG


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractKinds(ContractCommon):
    """G3, contracts §2: what full service and the dealer's own extended warranty mean for the work of their cars."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env['aftersales.policy'].create({
            'name': "Two more years", 'code': "TST-EXT", 'kind': 'dealer', 'company_id': cls.company.id, 'months': 24,
            'km': 40000, 'start_event': 'contract', 'pay_type_id': cls.env.ref('aftersales.pay_type_warranty').id})
        cls.policy.action_release()

    def _make_guarantee(self):
        self.kind.write({
            'kind': 'guarantee', 'policy_id': self.policy.id, 'months': 24, 'distance': 40000, 'recognition': 'time',
            'may_suspend': False, 'line_ids': [Command.clear()]})
        self.vehicle._record_odometer(500, 'manual')

    def test_full_service(self):
        """G3: any work is redeemed, as often as needed, but for what is excluded and the customer's own share."""
        excluded = self.work.copy({'name': "Dents", 'code': "CT-DENT"})
        self.kind.write({'kind': 'full', 'recognition': 'time', 'excluded_operation_ids': excluded.ids, 'line_ids': [
            Command.clear(), Command.create({'is_any_work': True, 'is_unlimited': True, 'own_share': 10})]})
        contract = self._sell()
        entitlement = contract.sudo().entitlement_ids
        self.assertEqual((entitlement.work_name, entitlement.left_text), ("Any work and parts", "unlimited"))
        self.assertIn("Any work and parts", entitlement.display_name)
        order = self._create_order(self._job(self._line(80)), done=False)
        job = order.job_ids.with_user(self.user_advisor)
        job.action_redeem_contract()
        self.assertEqual((job.settlement, job.sudo().contract_entitlement_id, job.share), ('contract', entitlement, 90))
        job.sudo()._use_contract()
        self.assertEqual((contract.state, entitlement.used, contract._get_portal_left()), ('active', 1, "unlimited"))
        refused = self._create_order(self._job(operation_id=excluded.id), done=False).job_ids.with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "never pays for Dents"):
            refused.action_redeem_contract()

    def test_guarantee(self):
        """G3, I1: the car is covered from the day it begins, as by a maker, and no longer once it is paid back."""
        self._make_guarantee()
        self.assertFalse(self.vehicle.sudo().coverage_ids)
        contract = self._sell()
        coverage = contract.sudo().coverage_ids
        self.assertEqual(
            (coverage.vehicle_id, coverage.source, str(coverage.start_date), coverage.end_km),
            (self.vehicle, 'contract', '2026-03-03', 40500))
        self.assertEqual(contract.action_view_coverages()['domain'], [('contract_id', 'in', contract.ids)])
        job = self._create_order(self._job(operation_id=self.work.id), done=False).job_ids.with_user(self.user_advisor)
        self.assertIn("Covered by Two more years", job.coverage_note)
        job.action_take_coverage()
        self.assertEqual((job.coverage_id, job.pay_type_id), (coverage, self.policy.pay_type_id))
        self.assertEqual((contract.state, contract.sudo().entitlement_ids.work_name), ('active', "Two more years"))
        with self.assertRaisesRegex(UserError, "no contract of the car"):
            self._create_order(self._job(operation_id=self.work.id), done=False).job_ids.with_user(
                self.user_advisor).action_redeem_contract()
        with self.assertRaisesRegex(UserError, "covered by that policy already"):
            self._sell()
        with freeze_time('2026-05-15 02:00:00'):
            contract.with_user(self.user_manager)._refund(0, "Car sold")
            self.env.invalidate_all()
            self.assertFalse(coverage.in_force)
            self.assertIn(contract.name, coverage.suspended_reason)

    def _pay_for(self, contract):
        invoice = contract.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        self.env.invalidate_all()

    def _sell_from(self, day):
        contract = self._sell(runs=False)
        contract.planned_start = day
        return contract

    def test_guarantee_signed_before_it_is_paid(self):
        """G3, contracts §3: the customer signs for what he will have, and the payment does not take that away."""
        self._make_guarantee()
        contract = self._sell(runs=False)
        contract.action_invoice()
        rows = self.env['report.aftersales.report_contract']._prepare_rows(contract)
        self.assertEqual([(row['name'], row['granted']) for row in rows], [("Two more years", "unlimited")])
        contract.signature = PNG
        self._pay_for(contract)
        self.assertEqual((contract.state, bool(contract.signature)), ('active', True))
        contract.action_sign_house(PNG)
        self.assertTrue(contract.signed_date)

    def test_guarantee_follows(self):
        """G3: the next one is sold while the first runs, where it begins after it; one for the same days is not, whether the
        other has begun or waits for its day or its payment."""
        self._make_guarantee()
        first = self._sell()
        coverage = first.sudo().coverage_ids
        self.kind.start = 'date'
        with self.assertRaisesRegex(UserError, "covered by that policy already"):
            self._sell_from('2027-06-01').action_invoice()
        following = self._sell_from('2028-06-01')
        following.action_invoice()
        with self.assertRaisesRegex(UserError, "for days that both have"):
            self._sell_from('2029-06-01').action_invoice()
        self._pay_for(following)
        self.assertEqual((following.state, following.start_date, coverage.active), ('active', False, True))
        with self.assertRaisesRegex(UserError, "for days that both have"):
            self._sell_from('2029-06-01').action_invoice()
        together = self._sell_from('2032-06-01') | self._sell_from('2033-06-01')
        with self.assertRaisesRegex(UserError, "for days that both have"):
            together.action_invoice()
        with freeze_time('2028-06-01 02:00:00'):
            self.env.invalidate_all()
            following.sudo()._begin()
            self.assertEqual((following.sudo().coverage_ids.in_force, coverage.active), (True, False))
            first.action_expire()
            self.assertEqual(first.sudo().coverage_ids, coverage, "in the history as well")
            self.assertIn(first.name, coverage.suspended_reason)
            self.assertFalse(following.sudo().coverage_ids.suspended_reason)

    def test_guarantee_takes_nothing_in_force(self):
        """G3: what covers the car when the payment comes stays in force; what to do is the seller's task."""
        self._make_guarantee()
        contract = self._sell(runs=False)
        contract.action_invoice()
        held = self.env['aftersales.coverage'].create({
            'vehicle_id': self.vehicle.id, 'policy_id': self.policy.id, 'start_date': '2026-03-01'})
        self._pay_for(contract)
        self.assertEqual((contract.state, held.active, held.in_force), ('invoiced', True, True))
        task = contract.sudo().activity_ids
        self.assertEqual(task.user_id, self.user_advisor)
        self.assertIn("covered by that policy already", task.note)

    def test_guarantee_earned(self):
        """G3: earned by time like any other; at its end nothing stands aside and nothing is covered."""
        self._make_guarantee()
        contract = self._sell()
        with freeze_time('2027-03-31 02:00:00'):
            contract.sudo()._earn_by_time()
            self.assertLess(self._get_balance(), 50)
        with freeze_time('2028-03-04 02:00:00'):
            self.env.invalidate_all()
            contract.action_expire()
            self.assertEqual((contract.state, contract.sudo().amount_rest, self._get_balance()), ('expired', 0, 0))
            self.assertFalse(contract.sudo().coverage_ids.in_force)

    def test_set_up(self):
        """G3: a guarantee runs as its policy says and does not stand still; a kind without work has none, nor a first use."""
        self._make_guarantee()
        for vals, message in (
                ({'months': 12}, "as long and as far"), ({'may_suspend': True}, "does not stand still"),
                ({'policy_id': False}, "choose a policy"), ({'start': 'use'}, "first use"),
                ({'recognition': 'use'}, "unlimited work"),
                ({'line_ids': [Command.create({'operation_id': self.work.id})]}, "pays for no work")):
            with self.assertRaisesRegex(ValidationError, message), self.env.cr.savepoint():
                self.kind.write(vals)
            self.env.invalidate_all()
        self.policy.action_close()
        with self.assertRaisesRegex(UserError, "not in use any more"):
            self._sell()

    def test_not_given_to_all(self):
        """I1: a policy that is sold is not given to cars because they were sold."""
        self.vehicle.write({'delivery_date': '2026-01-10', 'sale_date': '2026-01-10'})
        self.policy._give_to_next_cars()
        self.assertTrue(self.policy.is_given)
        self.assertFalse(self.vehicle.coverage_ids.filtered(lambda coverage: coverage.policy_id == self.policy))
