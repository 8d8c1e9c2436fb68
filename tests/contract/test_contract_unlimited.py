from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractUnlimited(ContractCommon):
    """G3, contracts §2: work without a number, as often as needed while the contract runs; it is earned by time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind.recognition = 'time'
        cls.kind.line_ids.is_unlimited = True

    def test_as_often_as_needed(self):
        """G3: never used up, always the same said of what is left; at its end nothing stands aside."""
        contract = self._sell()
        entitlement = contract.sudo().entitlement_ids
        self.assertEqual((entitlement.granted, entitlement.left_text), (0, "unlimited"))
        for __ in range(4):
            self._redeem().job_ids._use_contract()
        self.assertEqual((contract.state, entitlement.used, entitlement.left_text), ('active', 4, "unlimited"))
        self.assertEqual(contract._get_portal_left(), "unlimited")
        order = self._create_order(self._job(operation_id=self.work.id), done=False)
        alerts = [alert.message for alert in order.with_user(self.user_advisor)._get_alerts()]
        self.assertTrue(any("as often as needed" in message for message in alerts), alerts)
        self.assertEqual(self._get_balance(), 100)
        with self.assertRaisesRegex(UserError, "work is left"):
            contract.with_user(self.user_advisor).state = 'used_up'
        with freeze_time('2027-03-04 02:00:00'):
            self.env.invalidate_all()
            contract.action_expire()
            self.assertEqual((contract.state, contract.sudo().amount_rest, self._get_balance()), ('expired', 0, 0))
        self.assertEqual(sum(entitlement.move_ids.mapped('value')), 100)
        self.assertFalse(self.env['aftersales.contract.entitlement']._find_fitting(self.company, self.vehicle))

    def test_given_back(self):
        """G3: what is left of the time is refunded, however often work was done."""
        contract = self._sell()
        self._redeem().job_ids._use_contract()
        contract.with_user(self.user_manager)._refund(0, "Car sold")
        self.assertEqual((contract.state, self._get_balance()), ('refunded', 0))

    def test_figures_and_prints(self):
        """G3: of all that was granted no more than all is used; its prints say how often."""
        contract = self._sell()
        self._redeem().job_ids._use_contract()
        self.env.flush_all()
        row = self.env['aftersales.contract.report'].search([('contract_id', '=', contract.id)])
        self.assertEqual((row.granted, row.used, row.use), (1, 1, 100))
        for name in ('report_contract', 'report_contract_card', 'report_contract_notice'):
            page = self.env['ir.actions.report']._render_qweb_html(f'aftersales.{name}', contract.ids)[0].decode()
            self.assertIn("unlimited", page, name)

    def test_not_by_use(self):
        """G3: none of it has a share of the price, so that it cannot be earned as the work is done."""
        with self.assertRaisesRegex(ValidationError, "earned by time or by kilometres"):
            self.kind.recognition = 'use'
        limited = self.kind.copy({'recognition': 'time'})
        limited.line_ids.is_unlimited = False
        limited.recognition = 'use'
        with self.assertRaisesRegex(ValidationError, "earned by time or by kilometres"):
            limited.line_ids.is_unlimited = True
