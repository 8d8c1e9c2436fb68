from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractRefundTerms(ContractCommon):
    """G3, contracts §2, §4, §15: whether a contract is refunded, by which formula, and that it is decided in time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.labour.write({'list_price': 60, 'taxes_id': False})

    def _use(self):
        """Work of 60 by the list."""
        self._redeem().job_ids._use_contract()

    def test_at_list_prices(self):
        """G3: of 100 with one service of three used, that costs 60 by the list, 40 come back; what is kept is earned."""
        self.kind.refund = 'list'
        contract = self._sell()
        self._use()
        move = contract.sudo().entitlement_ids.move_ids.filtered(lambda move: move.kind == 'used')
        self.assertEqual(move.list_value, 60)
        self.assertAlmostEqual(self._get_balance(), 66.67, 2)
        dialog = self.env['aftersales.contract.refund.wizard'].with_user(self.user_manager).create({
            'contract_id': contract.id, 'reason': "Car sold", 'percent': 0})
        self.assertEqual((dialog.amount_rest, dialog.amount_kept), (40, 26.67))
        page = self.env['ir.actions.report']._render_qweb_html('aftersales.report_contract_refund', contract.ids)[0].decode()
        self.assertIn("Kept for Work at List Prices", page)
        dialog.action_apply()
        contract.invalidate_recordset()
        note = contract.sudo().invoice_id.reversal_move_ids
        self.assertEqual((contract.state, note.amount_untaxed, str(contract.refund_date)), ('refunded', 40, '2026-03-03'))
        self.assertEqual((contract.sudo().amount_rest, self._get_balance()), (0, 0))
        self.assertEqual(sum(contract.sudo().entitlement_ids.move_ids.mapped('value')), 60)

    def test_no_more_than_is_left(self):
        """G3: at list prices never more comes back than stands aside, and nothing once the work has cost the price."""
        self.kind.write({'refund': 'list', 'recognition': 'time'})
        contract = self._sell()
        with freeze_time('2026-12-31 02:00:00'):
            contract.sudo()._earn_by_time()
            rest = self._get_balance()
            self.assertAlmostEqual(contract.sudo()._get_refund_rest(), rest, 2)
            self._use()
            self._use()
            with self.assertRaisesRegex(UserError, "nothing is left to refund"):
                contract.with_user(self.user_manager).action_open_refund()

    def test_not_refunded(self):
        """G3: where the type says so, and the sentence says what the law leaves open."""
        self.kind.refund = 'none'
        contract = self._sell()
        with self.assertRaisesRegex(UserError, "are not refunded.*accounting"):
            contract.with_user(self.user_manager).action_open_refund()

    def test_asked_and_decided(self):
        """G3: written down with its day and its reason, a manager's task for seven days, then late; his answer ends it."""
        contract, other = self._sell(), self._sell()
        with self.assertRaisesRegex(UserError, "why the customer wants"):
            contract.action_ask_refund()
        (contract | other).refund_wish = "Sells the car"
        (contract | other).action_ask_refund()
        self.assertEqual(str(contract.refund_due_date)[:10], '2026-03-10')
        task = contract.sudo().activity_search(['aftersales.mail_activity_contract_refund'])
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.user_manager, '2026-03-10'))
        self.assertEqual(contract.search([('is_refund_open', '=', True)]), contract | other)
        with self.assertRaisesRegex(UserError, "asked for already"):
            contract.action_ask_refund()
        with self.assertRaisesRegex(UserError, "decided by a manager"):
            contract.action_decline_refund()
        with self.assertRaises(AccessError):
            contract.with_user(self.user_technician).action_ask_refund()
        manager = contract.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "why it is not refunded"):
            manager.action_decline_refund()
        with freeze_time('2026-03-11 02:00:00'):
            late = contract.search(contract._get_late_domain())
            self.assertEqual(late, contract | other)
            late.sudo()._escalate()
            self.assertTrue(contract.urged_date)
            manager.refund_answer = "Taxis are excluded"
            manager.action_decline_refund()
            other.with_user(self.user_manager)._refund(0, "Car sold")
            self.assertFalse(contract.search(contract._get_late_domain()))
        self._assert_decided(contract | other)

    def test_ended_otherwise(self):
        """G3: a refund asked for of a contract that runs out or is used up is open no more, and says why."""
        self.kind.line_ids.quantity = 1
        both = self._sell() | self._sell()
        both.refund_wish = "Sells the car"
        both.action_ask_refund()
        order = self._redeem()
        order.job_ids._use_contract()
        both.invalidate_recordset()
        used = both.filtered(lambda contract: contract.state == 'used_up')
        expired = both - used
        with freeze_time('2027-03-04 02:00:00'):
            expired.action_expire()
            self.assertEqual((used.state, expired.state), ('used_up', 'expired'))
            self.assertEqual(used.refund_answer, "It ended before the refund was decided: All Used")
            self.assertEqual(expired.refund_answer, "It ended before the refund was decided: Contract Expired")
            self._assert_decided(expired | used)

    def _assert_decided(self, contracts):
        for one in contracts:
            self.assertTrue(one.refund_answer_date)
            self.assertFalse(one.sudo().activity_search([
                'aftersales.mail_activity_contract_refund', 'aftersales.mail_activity_deadline_late']))
