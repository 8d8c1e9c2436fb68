from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.contract import ContractCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-03 02:00:00')
class TestContractShare(ContractCommon):
    """G3, contracts §2: the customer pays his own share of redeemed work, the contract the rest."""

    def setUp(self):
        super().setUp()
        self.kind.line_ids.own_share = 20
        self.entitlement = self._sell().sudo().entitlement_ids
        self.order = self._redeem()
        self.job = self.order.job_ids

    def test_customer_pays_his_share(self):
        """G3: a fifth is asked for, approved and invoiced to the customer; the contract's part is earned in full."""
        self.kind.line_ids.own_share = 50  # what was sold stays as it was sold
        self.assertEqual((self.job.share, self.job.co_payer_id, self.job.settlement), (80, self.customer, 'contract'))
        self.assertEqual(self.job.approval, 'pending')
        self.assertEqual(self.job._get_customer_amount(), self.job.amount_total / 5)
        alerts = [alert[1] for alert in self.order.with_user(self.user_advisor)._get_alerts()]
        self.assertTrue([text for text in alerts if "2 left; the customer pays 20 % himself" in text])
        self._finish(self.job)
        invoice = self._invoice(self.order)
        self.assertEqual(invoice.partner_id, self.customer)
        self.assertAlmostEqual(invoice.amount_total, self.job.amount_total / 5, 2)
        self.job._use_contract()
        self.assertAlmostEqual(self._get_balance(), 66.67, 2)

    def test_share_is_not_given_away(self):
        """G3: a smaller share is a discount, which has its limit; the customer may pay more."""
        job = self.job.with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "20.00 % of its list value is beyond"), self.env.cr.savepoint():
            job.share = 100
        job.share = 70
        self.assertEqual(job._get_customer_amount(), job.amount_total * 0.3)

    def test_share_and_limit(self):
        """G3: the limit is what the contract pays; what it and the customer's share leave out is nobody's."""
        value = self.job.amount_total
        self.entitlement.value_limit = value * 0.8
        self.assertEqual(self.job._get_unpaid_rate({}), 0)
        self.entitlement.value_limit = value * 0.5
        self.assertAlmostEqual(self.job._get_unpaid_rate({}), 30, 2)
        self.job.share = 50
        self.assertAlmostEqual(self.job._get_unpaid_rate({}), 0, 2)

    def test_given_back(self):
        """G3: work that is given back has no shares; one that somebody entered himself stays."""
        self.job.with_user(self.user_advisor).pay_type_id = self.pay_customer
        self.assertEqual((self.job.share, self.job.co_payer_id, self.entitlement.reserved), (100, self.env['res.partner'], 0))
        self.job.with_user(self.user_advisor).action_redeem_contract()
        self.job.with_user(self.user_advisor).share = 70
        self.job.pay_type_id = self.pay_customer
        self.assertEqual(self.job.share, 70)

    def test_taken_up_again(self):
        """G3: an order that was cancelled and is taken up again is the customer's, whole, until it is redeemed again."""
        order = self.order.with_user(self.user_advisor)
        order._cancel("Stays away")
        self.reopen(order)
        self.assertEqual((self.job.pay_type_id, self.job.share), (self.pay_customer, 100))
