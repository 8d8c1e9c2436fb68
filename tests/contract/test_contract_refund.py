from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractRefund(ContractCommon):
    """G3: who gives up his contract has back what he has not used, by a credit note that ends it."""

    def _open(self, contract, user=None, **values):
        return self.env['aftersales.contract.refund.wizard'].with_user(user or self.user_manager).create({
            'contract_id': contract.id, 'reason': "Car <b>sold</b>", **values})

    def _refund(self, contract, **values):
        before = contract.sudo().invoice_id.reversal_move_ids
        self._open(contract, **values).action_apply()
        contract.invalidate_recordset()
        return contract.sudo().invoice_id.reversal_move_ids - before

    def _tax(self, account):
        tax = self._create_tax(10)
        (tax.invoice_repartition_line_ids | tax.refund_repartition_line_ids).account_id = account
        self.kind.sudo().product_id.taxes_id = tax

    def test_all_back(self):
        """G3: all of it, with the house's interest since it was paid; the contract is refunded, and its ledger says so."""
        self.company.aftersales_refund_interest = 10
        contract = self._sell()
        with freeze_time('2026-05-15 02:00:00'):
            action = contract.with_user(self.user_manager).action_open_refund()
            with Form(self.env[action['res_model']].with_user(self.user_manager).with_context(
                    **action['context'])) as form:
                self.assertEqual((form.amount_rest, form.percent), (100, 10))
                self.assertEqual((form.amount_interest, form.amount_total), (2, 102))
                form.percent = 5
                self.assertEqual(form.amount_total, 101)
                form.reason = "Car <b>sold</b>"
            form.record.action_apply()
        contract.invalidate_recordset()
        note = contract.sudo().invoice_id.reversal_move_ids
        self.assertEqual((note.state, note.amount_total, str(note.invoice_date)), ('posted', 101, '2026-05-15'))
        entitlement = contract.sudo().entitlement_ids
        self.assertEqual((contract.state, entitlement.ended, entitlement.times_left), ('refunded', 3, 0))
        self.assertEqual(entitlement.move_ids.sorted('id')[-1].kind, 'refunded')
        self.assertEqual((contract.sudo().amount_rest, self._get_balance()), (0, 0))
        self.assertIn("Car &lt;b&gt;sold", ''.join(contract.message_ids.mapped('body')))

    def test_part_used(self):
        """G3: what was used is not given back; its taxes come back with the rest."""
        self._tax(self.deferred.copy({'code': "CTD2"}))
        contract = self._sell()
        self._redeem().job_ids._use_contract()
        note = self._refund(contract)
        self.assertEqual((contract.state, contract.sudo().entitlement_ids.ended), ('refunded', 2))
        self.assertEqual(len(note.invoice_line_ids), 1)
        self.assertAlmostEqual(note.amount_untaxed, 66.67, 2)
        self.assertAlmostEqual(note.amount_total, 73.34, 2)
        self.assertAlmostEqual(self._get_balance(), 0, 2)

    def test_cents(self):
        """G3: a rest that is no price with its taxes is credited to the cent all the same."""
        self._tax(False)
        contract = self._sell()
        self._redeem().job_ids._use_contract()
        credit = self._credit(contract.sudo().invoice_id)
        credit.invoice_line_ids.price_unit = 0.02
        credit.with_user(self.user_accountant).action_post()
        contract.invalidate_recordset()
        self.assertAlmostEqual(contract.sudo().amount_rest, 73.31, 2)
        note = self._refund(contract)
        self.assertEqual((contract.state, len(note.invoice_line_ids)), ('refunded', 2))
        self.assertAlmostEqual(note.amount_total, 73.31, 2)
        self.assertAlmostEqual(self._get_balance(), 0, 2)

    def test_refused(self):
        """G3: a manager alone refunds, once, a contract that runs and that no open order counts on, and says why."""
        contract, draft = self._sell(), self._sell(runs=False)
        for user in (self.user_advisor, self.user_accountant, self.user_technician):
            with self.assertRaises(AccessError):
                self._open(contract, user)
            with self.assertRaises(AccessError):
                contract.with_user(user).action_open_refund()
        stranger = self.user_manager.copy({
            'login': "ct-manager", 'company_id': self.other_company.id, 'company_ids': self.other_company.ids})
        with self.assertRaises(AccessError):
            self._open(contract.with_context(allowed_company_ids=self.other_company.ids), stranger)
        with self.assertRaisesRegex(UserError, "does not run"):
            self._open(draft).action_apply()
        with self.assertRaisesRegex(UserError, "blanks are no reason"):
            self._open(contract, reason="  ")
        order = self._redeem()
        with self.assertRaisesRegex(UserError, "work of an open order"):
            self._open(contract).action_apply()
        order._cancel("Stays away")
        dialog = self._open(contract)
        self._refund(contract)
        with self.assertRaisesRegex(UserError, "does not run"):
            dialog.action_apply()
        with self.assertRaisesRegex(UserError, "does not run"):
            contract.with_user(self.user_manager).action_open_refund()

    def test_nothing_left(self):
        """G3: nothing is refunded of a contract whose price is earned."""
        contract = self._sell()
        credit = self._credit(contract.sudo().invoice_id)
        credit.invoice_line_ids.price_unit = 60
        credit.with_user(self.user_accountant).action_post()
        for __ in range(2):
            self._redeem().job_ids._use_contract()
        contract.invalidate_recordset()
        self.assertEqual((contract.state, contract.sudo().amount_rest), ('active', 0))
        with self.assertRaisesRegex(UserError, "nothing is left"):
            self._open(contract).action_apply()
