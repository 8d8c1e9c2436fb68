from odoo.fields import Command

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


class ClaimMoneyCommon(BillingCommon):
    """A dealer with books, a maker's terms, and claims that were sent to him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls._create_tax(13.0)
        cls.vehicle.vin_sn = cls.vehicle.vin_sn or 'LZZCLAMS8P1000077'
        cls.maker = cls.env['res.partner'].create({'name': "Testmobile Works", 'is_company': True})
        cls.terms = cls.env['aftersales.claim.terms'].create({
            'name': "Testmobile", 'partner_id': cls.maker.id, 'company_id': cls.company.id, 'dealer_code': "D0815",
            'labour_rate': 100.0, 'part_basis': 'order', 'needs_photo': False, 'needs_signature': False, 'needs_clock': False,
            'needs_old_part': False, 'currency_id': cls.company.currency_id.id})
        cls.reason = cls.env['aftersales.claim.reason'].create({'name': "Excessive hours", 'code': "TST1"})

    @classmethod
    def _create_claim(cls, *prices, order=None, **values):
        """A claim of an order whose job a maker pays, a line a price."""
        order = order or cls._create_warranty_order(*(prices or (100.0, 200.0)))
        claim = cls.env['aftersales.claim'].with_user(cls.user_claims).sudo().create({
            'order_id': order.id, 'terms_id': cls.terms.id, 'partner_id': cls.maker.id,
            'claim_type': 'goodwill', 'concern': "Grinds", 'cause': "Cast broken", 'correction': "Renewed",
            'failure_date': '2026-03-01', 'odometer': 1000.0, 'doubts_reason': "As agreed",
            'repair_end': '2026-03-02 04:00:00', 'line_ids': [Command.create({
                'name': line.name, 'kind': 'part' if line.line_type == 'part' else 'labour', 'job_id': line.job_id.id,
                'source_line_id': line.id, 'quantity': line.quantity, 'price_unit': line.price_subtotal / line.quantity,
            }) for line in order.line_ids], **values})
        order.job_ids.sudo().claim_id = claim
        return claim.sudo(False)

    @classmethod
    def _create_warranty_order(cls, *prices, payer=False, **values):
        return cls._create_order(cls._job(
            *(cls._line(price, tax_ids=[Command.set(cls.tax.ids)]) for price in prices),
            pay_type_id=cls.pay_warranty.id, payer_id=payer and payer.id), **values)

    @classmethod
    def _submit_claim(cls, *prices, **values):
        claim = cls._create_claim(*prices, **values)
        claim._transition('checked')
        claim._transition('submitted')
        return claim

    def _decide(self, claim, answers, user=None):
        """``answers``: dict of line: (amount, outcome)"""
        dialog = self.env['aftersales.claim.decision'].with_user(user or self.user_claims).with_context(
            default_claim_id=claim.id).create({})
        for row in dialog.line_ids:
            amount, outcome = answers.get(row.line_id.with_env(claim.env), (row.asked_amount, 'accepted'))
            row.write({
                'outcome': outcome, 'decided_amount': amount,
                'reason_id': self.reason.id if outcome != 'accepted' else False})
        dialog.action_apply()
        claim.invalidate_recordset()

    def _get_tasks(self, claims):
        return claims.activity_ids.filtered(lambda task: task.activity_type_id in (
            self.env.ref('aftersales.mail_activity_claim_appeal') | self.env.ref('aftersales.mail_activity_claim_rest')))

    def assertLedger(self, claim, **balances):
        held = self.env['aftersales.claim.entry']._get_balances(claim)[claim]
        self.assertEqual({account: amount for account, amount in held.items() if amount}, balances)
        self.assertAlmostEqual(sum(held.values()), 0.0, 2)
