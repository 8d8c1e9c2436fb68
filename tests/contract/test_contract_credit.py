from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractCredit(ContractCommon):
    """G3: a credit note of the contract's invoice stops the contract, and the account of deferred revenue agrees."""

    def _credit_part(self, contract, amount):
        note = self._credit(contract.sudo().invoice_id)
        note.invoice_line_ids.price_unit = amount
        note.with_user(self.user_accountant).action_post()
        contract.invalidate_recordset()
        return note

    def test_all_credited(self):
        """G3: nothing was used: all is refunded, and pays for nothing more."""
        contract = self._sell()
        order = self._redeem()
        with self.assertRaisesRegex(UserError, "work of an open order"), self._undone():
            self._credit_part(contract, 100)
        order._cancel("Stays away")
        note = self._credit_part(contract, 100)
        entitlement = contract.sudo().entitlement_ids
        self.assertEqual((contract.state, entitlement.ended, entitlement.times_left), ('refunded', 3, 0))
        self.assertEqual(entitlement.move_ids.sorted('id')[-1].kind, 'refunded')
        self.assertEqual((contract.sudo().amount_rest, self._get_balance()), (0, 0))
        order = self._create_order(self._job(operation_id=self.work.id), done=False)
        with self.assertRaisesRegex(UserError, "no contract of the car"):
            order.job_ids.with_user(self.user_advisor).action_redeem_contract()
        for move in (note, note.reversed_entry_id):
            with self.assertRaisesRegex(UserError, "stays posted"):
                move.with_user(self.user_accountant).button_draft()

    def test_used_before(self):
        """G3: what was used is not given back; a part that is credited leaves less to earn."""
        contract = self._sell()
        self._redeem().job_ids._use_contract()
        with self.assertRaisesRegex(UserError, "more is credited"), self._undone():
            self._credit_part(contract, 100)
        self._credit_part(contract, 40)
        self.assertEqual((contract.state, contract.price), ('active', 60))
        self.assertAlmostEqual(contract.sudo().amount_rest, 26.67, 2)
        self._credit_part(contract, 26.67)
        self.assertEqual((contract.state, contract.sudo().entitlement_ids.ended), ('refunded', 2))
        self.assertAlmostEqual(self._get_balance(), 0, 2)
        entry = contract.sudo().entitlement_ids.move_ids.entry_id
        with self.assertRaisesRegex(UserError, "stays posted"):
            entry.with_user(self.user_accountant).button_draft()

    def test_price_reduced(self):
        """G3: work earns no more than what is left of the price."""
        contract = self._sell()
        self._credit_part(contract, 60)
        for state, rest in (('active', 6.67), ('active', 0), ('used_up', 0)):
            self._redeem().job_ids._use_contract()
            contract.invalidate_recordset()
            self.assertEqual(contract.state, state)
            self.assertAlmostEqual(self._get_balance(), rest, 2)

    def test_not_started(self):
        """G3: a contract whose invoice is credited before it runs is cancelled."""
        contract = self._sell(runs=False)
        contract.action_invoice()
        contract.sudo().invoice_id.with_user(self.user_accountant).action_post()
        with self.assertRaisesRegex(UserError, "invoice is posted"):
            contract.action_cancel()
        self._credit_part(contract, 100)
        self.assertEqual(contract.state, 'cancelled')

    def test_not_refunded_by_hand(self):
        """G3: only what accounting has credited is refunded."""
        contract = self._sell()
        with self.assertRaisesRegex(UserError, "once accounting has credited"):
            contract.state = 'refunded'
