from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContract(ContractCommon):
    """G3: work that is paid in advance, redeemed on orders, and earned when it is done."""

    def test_runs_once_paid(self):
        """G3: a contract has a number, stays as it was sold, and runs once its invoice is posted and paid."""
        contract, other = self._sell(runs=False), self._sell(runs=False)
        self.assertRegex(contract.name, r'^CT/2026/\d{5}$')
        self.assertNotEqual(contract.name, other.name)
        (contract | other).action_invoice()
        with self.assertRaisesRegex(UserError, "posted and paid"):
            contract.action_activate()
        with self.assertRaisesRegex(UserError, "stays as it was sold"):
            contract.price = 1
        with self.assertRaises(AccessError):
            contract.with_user(self.user_technician).read(['name'])
        other.action_cancel()
        self.assertEqual(other.sudo().invoice_id.state, 'cancel')
        invoice = contract.sudo().invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        self.assertEqual(contract.state, 'active', "nobody has to start it")
        with self.assertRaisesRegex(UserError, "is already"):
            contract.action_activate()
        self.assertEqual(str(contract.end_date), '2027-03-02')
        self.assertEqual(contract.entitlement_ids.times_left, 3)
        with self.assertRaises(AccessError):
            contract.entitlement_ids.write({'granted': 9})

    def test_shared_by_list_price(self):
        """G3, contracts §3: the price is shared as the list values the work for the car, where the type says so; what the
        list does not know is shared evenly."""
        self.workshop.labour_rate = 100
        self.work.hours = 1
        large = self.work.copy({'name': "Service B", 'code': 'CT-B', 'hours': 3})
        self.kind.write({'share_by': 'list', 'line_ids': [Command.create({'operation_id': large.id})]})
        values = {line.operation_id: line.value for line in self._sell().sudo().entitlement_ids}
        self.assertEqual((values[self.work], values[large]), (16.67, 50))
        large.hours = 0
        values = {line.operation_id: line.value for line in self._sell().sudo().entitlement_ids}
        self.assertEqual((values[self.work], values[large]), (25, 25))

    def test_redeemed(self):
        """G3, J5: reserved by the order, given back when it is cancelled, used when the car leaves; the balance agrees."""
        contract = self._sell()
        entitlement = contract.sudo().entitlement_ids
        self.assertEqual(self._get_balance(), 100)
        order = self._redeem()
        self.assertEqual((order.job_ids.settlement, entitlement.reserved), ('contract', 1))
        with self.assertRaisesRegex(UserError, "pays for it already"):
            order.job_ids.with_user(self.user_advisor).action_redeem_contract()
        order._cancel("Stays away")
        self.assertEqual((entitlement.reserved, entitlement.times_left), (0, 3))
        for used, rest in ((1, 66.67), (2, 33.34), (3, 0)):
            order = self._redeem()
            order.job_ids._use_contract()
            order.job_ids._use_contract()
            self.assertEqual(entitlement.used, used)
            self.assertAlmostEqual(contract.sudo().amount_rest, rest, 2)
            self.assertAlmostEqual(self._get_balance(), rest, 2)
            contract.invalidate_recordset()
        self.assertEqual(contract.state, 'used_up')
        order = self._create_order(self._job(operation_id=self.work.id), done=False)
        with self.assertRaisesRegex(UserError, "no contract of the car"):
            order.job_ids.with_user(self.user_advisor).action_redeem_contract()

    def test_given_back(self):
        """G3: another pay type gives the work back, and no counter falls below zero."""
        entitlement = self._sell().sudo().entitlement_ids
        order = self._redeem()
        with self.assertRaises(AccessError):
            order.job_ids.with_user(self.user_advisor).contract_entitlement_id = False
        order.job_ids.pay_type_id = self.pay_customer
        self.assertEqual((entitlement.reserved, order.job_ids.contract_entitlement_id.id), (0, False))
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            entitlement.reserved = 4
            entitlement.flush_recordset()

    def test_end(self):
        """G3: a contract ends after its last day, and pays for nothing more."""
        contract = self._sell()
        with self.assertRaisesRegex(UserError, "runs until"):
            contract.action_expire()
        with freeze_time('2027-03-04 02:00:00'):
            contract.invalidate_recordset()
            self.assertIn(contract, contract.search([('is_past_end', '=', True)]))
            contract.action_expire()
        self.assertEqual((contract.state, contract.sudo().amount_rest, self._get_balance()), ('expired', 0, 0))
        entitlement = contract.sudo().entitlement_ids
        self.assertEqual((entitlement.ended, entitlement.times_left), (3, 0))
        self.assertEqual(entitlement.move_ids.sorted('id')[-1].kind, 'forfeited')

    def test_tax_without_account(self):
        """G3: a tax without an account of its own lands beside the price, and is earned with it."""
        tax = self._create_tax(10)
        tax.invoice_repartition_line_ids.account_id = False
        self.kind.sudo().product_id.taxes_id = tax
        contract = self._sell()
        self.assertEqual((contract.price, self._get_balance()), (110, 110))
        for __ in range(3):
            self._redeem().job_ids._use_contract()
        self.assertAlmostEqual(self._get_balance(), 0, 2)

    def test_other_company(self):
        """G3: contracts and types of another company are neither seen nor used, though the car is the same."""
        contract = self._sell()
        stranger = self.user_advisor.copy({
            'login': "ct-stranger", 'company_id': self.other_company.id, 'company_ids': self.other_company.ids})
        for record in (contract, self.kind, contract.entitlement_ids, contract.entitlement_ids.move_ids):
            theirs = record.with_user(stranger).with_context(allowed_company_ids=self.other_company.ids)
            self.assertFalse(theirs.search([]))
            with self.assertRaises(AccessError):
                theirs.read(['company_id'])
        Entitlement = self.env['aftersales.contract.entitlement']
        self.assertFalse(Entitlement._find_fitting(self.other_company, self.vehicle))
        self.assertTrue(Entitlement._find_fitting(self.company, self.vehicle))
        with self.assertRaises(AccessError):
            contract.with_user(stranger).with_context(allowed_company_ids=self.other_company.ids).action_cancel()
