from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestContractTour(ContractCommon, OneBrowserCase):
    """G3: a package is sold, signed, paid, redeemed on orders, suspended, asked back, and sold again."""

    def _tour(self, path, name, user=None):
        self.start_tour(f'/odoo/{path}', name, login=(user or self.user_advisor).login)
        self.env.invalidate_all()

    def test_package(self):
        """G3: the life of a contract in the browser, by the advisor and, where it is his to say, by the manager."""
        self.customer.name = "Tour Customer"
        self.kind.line_ids.quantity = 2
        self._tour('service-contracts/new', 'aftersales_contract_sold')
        contract = self.env['aftersales.contract'].search([('company_id', '=', self.company.id)])
        self.assertEqual((contract.signed_user_id, contract.signature_kind), (self.user_advisor, 'drawn'))
        invoice = contract.invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        self._tour(f'service-contracts/{contract.id}', 'aftersales_contract_started')
        order = self._create_order(self._job(operation_id=self.work.id), done=False)
        self._tour(f'repair-jobs/{order.job_ids.id}', 'aftersales_contract_redeemed')
        self.assertEqual((order.job_ids.settlement, contract.entitlement_ids.reserved), ('contract', 1))
        self._finish(order.job_ids)
        self.deliver(self.inspect(order))
        self.assertEqual(contract.entitlement_ids.used, 1)
        self._tour('action-aftersales.action_contract_report', 'aftersales_contract_figures', self.user_manager)
        self._tour(f'service-contracts/{contract.id}', 'aftersales_contract_suspended', self.user_manager)
        self._tour(f'service-contracts/{contract.id}', 'aftersales_contract_refund_asked')
        self.assertEqual((contract.is_refund_open, contract.refund_wish), (True, "Sells the car"))
        contract.with_user(self.user_manager).write({'refund_answer': "Keeps the car after all"})
        contract.with_user(self.user_manager).action_decline_refund()
        self._redeem().job_ids._use_contract()
        self._tour(f'service-contracts/{contract.id}', 'aftersales_contract_renewed')
        self.assertEqual((contract.state, contract.renewal_result), ('used_up', 'renewed'))
        self.assertEqual((contract.renewal_id.state, self._get_balance()), ('draft', 0))
