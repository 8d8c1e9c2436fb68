from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractPrint(ContractCommon):
    """G3: the contract on paper."""

    def _print(self, contracts, user=None, report='report_contract'):
        return self.env['ir.actions.report'].with_user(user or self.user_advisor)._render_qweb_html(
            f'aftersales.{report}', contracts.ids)[0].decode()

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
        self.assertEqual(rows, [{
            'name': "Service A", 'granted': 3, 'used': 1, 'ended': 0, 'left': 2, 'own_share': 0,
             'interval': 0}])
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

    def test_notice_and_card(self):
        """Contracts §4 and §14: the notice says what is used and left, what is offered next, and asks for an answer."""
        self.vehicle._record_odometer(900, 'manual')
        self.kind.distance = 20000
        self.kind.renewal_type_ids = self.kind.copy({'name': "Five <services>", 'price': 150, 'months': 24})
        self.customer.name = "Anna <i>Smith</i>"
        contract = self._sell()
        order = self._redeem()
        order.job_ids._use_contract()
        letter = self._print(contract, report='report_contract_notice')
        for text in (
                "03/02/2027", "Anna &lt;i&gt;Smith", "Five &lt;services&gt;", "150.00", "20,900", "I do not renew",
                self.user_advisor.name):
            self.assertIn(text, letter)
        card = self._print(contract, report='report_contract_card')
        self.assertEqual(card.count("o_as_keep"), 4, "one style, three services")
        self.assertIn(order.name, card)
        stamps = self.env['report.aftersales.report_contract_card']._prepare_stamps(contract.sudo())
        self.assertEqual([bool(stamp['date']) for stamp in stamps], [True, False, False])
        with self.assertRaises(AccessError):
            self._print(contract, self.user_technician, 'report_contract_notice')

    def test_refund_calculation(self):
        """Contracts §14: price, used at value, interest and what is to pay: before it is refunded, and as it was then."""
        self.company.aftersales_refund_interest = 10
        contract, draft = self._sell(), self._sell(runs=False)
        order = self._redeem()
        order.job_ids._use_contract()
        with freeze_time('2026-05-15 02:00:00'):
            paper = self._print(contract | draft, self.user_manager, 'report_contract_refund')
            for text in ("100.00", "33.33", "66.67", "1.33", "68.00", order.name, "what would be paid back today"):
                self.assertIn(text, paper)
            self.assertNotIn(draft.name, paper)
            contract.with_user(self.user_manager)._refund(5, "Car <b>sold</b>")
        self.assertEqual(contract.state, 'refunded')
        paper = self._print(contract, self.user_manager, 'report_contract_refund')
        for text in ("100.00", "33.33", "66.67", "0.67", "67.34", "Car &lt;b&gt;sold", "05/15/2026", self.user_manager.name):
            self.assertIn(text, paper)
        self.assertNotIn("what would be paid back today", paper)
        with self.assertRaises(AccessError):
            self._print(contract, self.user_technician, 'report_contract_refund')
