from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractPrint(ContractCommon):
    """G3: the contract on paper."""

    def _print(self, contracts, user=None):
        return self.env['ir.actions.report'].with_user(user or self.user_advisor)._render_qweb_html(
            'aftersales.report_contract', contracts.ids)[0].decode()

    def test_said(self):
        """G3: it names customer, car, period, what is granted, used and left, the price with taxes and the conditions."""
        tax = self._create_tax(10)
        tax.invoice_repartition_line_ids.account_id = self.deferred.copy({'code': "CTD2"})
        self.kind.sudo().product_id.taxes_id = tax
        self.kind.conditions = "Not for <b>taxis</b>"
        self.vehicle.vin_sn = "WVWZZZ1KZAW000123"
        self.customer.name = "Anna <i>Smith</i>"
        draft, contract = self._sell(runs=False), self._sell()
        paper = self._print(draft)
        for text in (draft.name, "110.00", "Months from the payment", "Service A", "Not for &lt;b&gt;taxis&lt;/b&gt;"):
            self.assertIn(text, paper)
        self._redeem().job_ids._use_contract()
        paper = self._print(contract)
        for text in (
                contract.name, "Anna &lt;i&gt;Smith&lt;/i&gt;", self.vehicle.license_plate, "WVWZZZ1KZAW000123",
                "03/03/2026", "03/02/2027", "110.00", "For the house"):
            self.assertIn(text, paper)
        rows = self.env['report.aftersales.report_contract']._prepare_rows(contract.sudo())
        self.assertEqual(rows, [{'name': "Service A", 'granted': 3, 'used': 1, 'ended': 0, 'left': 2}])
        self.assertNotIn("<b>taxis", paper)

    def test_language_and_access(self):
        """G3: the paper speaks the customer's language; who does not sell contracts does not print them."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.work.with_context(lang='zh_CN').name = "保养甲"
        contract = self._sell()
        self.customer.lang = 'zh_CN'
        self.assertIn("保养甲", self._print(contract))
        self.assertEqual(self._print(contract | self._sell()).count("保养甲"), 2)
        with self.assertRaises(AccessError):
            self._print(contract, self.user_technician)
