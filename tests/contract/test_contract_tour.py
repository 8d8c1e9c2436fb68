from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


@tagged('post_install', '-at_install')
class TestContractTour(ContractCommon, OneBrowserCase):
    """G3: a package is sold, paid, redeemed on orders, and sold again."""

    def _tour(self, path, name):
        self.start_tour(f'/odoo/{path}', name, login=self.user_advisor.login)
        self.env.invalidate_all()

    def test_package(self):
        """G3: sold, started, redeemed and renewed by the advisor in the browser."""
        self.customer.name = "Tour Customer"
        self.kind.line_ids.quantity = 1
        self._tour('service-contracts/new', 'aftersales_contract_sold')
        contract = self.env['aftersales.contract'].search([('company_id', '=', self.company.id)])
        invoice = contract.invoice_id
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice)
        self._tour(f'service-contracts/{contract.id}', 'aftersales_contract_started')
        order = self._create_order(self._job(operation_id=self.work.id), done=False)
        self._tour(f'repair-jobs/{order.job_ids.id}', 'aftersales_contract_redeemed')
        self.assertEqual((order.job_ids.settlement, contract.entitlement_ids.reserved), ('contract', 1))
        self._finish(order.job_ids)
        self.deliver(self.inspect(order))
        self._tour(f'service-contracts/{contract.id}', 'aftersales_contract_renewed')
        self.assertEqual((contract.state, contract.renewal_result), ('used_up', 'renewed'))
        self.assertEqual((contract.renewal_id.state, self._get_balance()), ('draft', 0))
