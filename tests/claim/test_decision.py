
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.claim_money import ClaimMoneyCommon


@tagged('post_install', '-at_install')
class TestDecision(ClaimMoneyCommon):
    """I3: the maker's word line by line, the receivable it makes, and the rest that finds its home."""

    def test_partial_decision_makes_the_receivable(self):
        """I3: what is accepted is invoiced to the maker, to the cent; the rest waits for a home."""
        claim = self._submit_claim()
        labour, part = claim.line_ids
        self._decide(claim, {labour: (80.0, 'reduced'), part: (0.0, 'rejected')})
        self.assertEqual(claim.state, 'decided')
        move = claim.move_ids
        self.assertEqual((move.move_type, move.amount_untaxed, move.partner_id), ('out_invoice', 80.0, self.maker))
        self.assertEqual((move.state, move.amount_total), ('draft', 90.4), "the clerk does not keep the books")
        self.assertTrue(claim.is_unbooked)
        self.assertLedger(claim, work=-300.0, due=80.0, disputed=220.0)
        self.assertFalse(any(claim.order_id.line_ids.mapped('qty_to_invoice')))
        self.assertEqual(claim.order_id.line_ids.mapped('qty_invoiced'), claim.order_id.line_ids.mapped('quantity'))
        self.assertEqual(claim.order_id.invoice_status, 'invoiced')

    def test_amounts_are_exact(self):
        """I3: thirds, included taxes and amounts above what was asked stand on the invoice as they were decided."""
        self.tax.price_include_override = 'tax_included'
        order = self._create_order(self._job(
            self._line(33.33, quantity=3.0, tax_ids=[(6, 0, self.tax.ids)]), pay_type_id=self.pay_warranty.id))
        claim = self._submit_claim(order=order)
        self._decide(claim, {claim.line_ids: (100.0, 'accepted')})
        self.assertEqual((claim.move_ids.amount_untaxed, claim.move_ids.amount_total), (100.0, 113.0))
        claim.move_ids.with_user(self.user_accountant).action_post()
        self.assertEqual(claim.amount_due, 100.0)
        self.assertAlmostEqual(claim.move_ids.invoice_line_ids.price_subtotal, 100.0)

    def test_accountant_posts_at_once(self):
        """I3: who keeps the books and decides claims posts; a payment then credits and settles the claim by itself."""
        self.user_claims.group_ids += self.env.ref('account.group_account_invoice')
        claim = self._submit_claim()
        self._decide(claim, {})
        self.assertEqual(claim.move_ids.state, 'posted')
        self._pay(claim.move_ids)
        self.assertEqual(claim.state, 'settled')
        self.assertLedger(claim, work=-300.0, maker=300.0)
        claim.move_ids.line_ids.remove_move_reconcile()
        self.assertEqual(claim.state, 'decided', "money that is taken back is owed again")
        self.assertLedger(claim, work=-300.0, due=300.0)

    def test_part_payment_stays_due(self):
        """I3: a part of the money is a part of the debt, without taxes."""
        claim = self._submit_claim()
        self._decide(claim, {})
        claim.move_ids.with_user(self.user_accountant).action_post()
        self._pay(claim.move_ids, 113.0)
        self.assertLedger(claim, work=-300.0, due=200.0, maker=100.0)
        self.assertEqual(claim.state, 'decided')

    def test_wrong_answers_are_refused(self):
        """I3: no answer, no reason, too much, too little, below zero: told by line, and nothing is kept."""
        claim = self._submit_claim()
        line = claim.line_ids[0]
        for answer, message in (
            ({'outcome': False}, "what the maker says"),
            ({'outcome': 'reduced', 'decided_amount': 50.0}, "reason"),
            ({'outcome': 'rejected', 'decided_amount': 50.0, 'reason_id': self.reason.id}, "nothing is accepted"),
            ({'outcome': 'reduced', 'decided_amount': 100.0, 'reason_id': self.reason.id}, "less than the"),
            ({'outcome': 'accepted', 'decided_amount': 50.0}, "is less than"),
            ({'outcome': 'accepted', 'decided_amount': -1.0}, "negative"),
        ):
            with self.subTest(answer), self.assertRaisesRegex(UserError, message):
                claim.with_user(self.user_claims)._decide({line: answer})
        self.assertFalse(line.outcome)
        with self.assertRaisesRegex(UserError, "enter what the maker says"):
            claim.with_user(self.user_claims).state = 'decided'

    def test_wrong_people_and_states(self):
        """I3: who handles no claims decides none; nothing is decided twice."""
        claim, other = self._submit_claim(), self._create_claim(50.0)
        for user in (self.user_advisor, self.user_technician, self.user_accountant):
            with self.subTest(user.login), self.assertRaises(AccessError):
                claim.with_user(user)._decide({})
        with self.assertRaisesRegex(UserError, "nothing is to decide"):
            self._decide(other, {})
        self._decide(claim, {})
        with self.assertRaisesRegex(UserError, "nothing is to decide"):
            self._decide(claim, {})
        self.assertEqual(len(claim.move_ids), 1)

    def test_order_does_not_invoice_what_is_claimed(self):
        """I3: a job with a living claim is not invoiced by its order; a withdrawn claim gives it back."""
        order = self._create_warranty_order(100.0, payer=self.maker)
        self.assertEqual(order.invoice_status, 'to_invoice')
        claim = self._submit_claim(order=order)
        self.assertEqual(order.invoice_status, 'no')
        with self.assertRaisesRegex(UserError, "Nothing to invoice"):
            self._invoice(order)
        claim.sudo().withdrawn_reason = "Our fault"
        claim.with_user(self.user_manager)._transition('withdrawn')
        self.assertEqual(order.invoice_status, 'to_invoice')
        self.assertLedger(claim)
        self.assertEqual(self._invoice(order).amount_untaxed, 100.0)

    def test_invoice_of_the_order_is_the_receivable(self):
        """I3: what the order had invoiced to the maker is not charged twice: the difference is credited."""
        order = self._create_warranty_order(100.0, 200.0, payer=self.maker)
        invoice = self._invoice(order)
        invoice.action_post()
        claim = self._submit_claim(order=order)
        self._decide(claim, {claim.line_ids[1]: (150.0, 'reduced')})
        credit = claim.move_ids - invoice
        self.assertEqual((credit.move_type, credit.amount_untaxed), ('out_refund', 50.0))
        credit.with_user(self.user_accountant).action_post()
        self.assertLedger(claim, work=-300.0, due=250.0, disputed=50.0)
        self.assertEqual(order.invoice_status, 'invoiced')

    def test_invoice_that_is_paid_already(self):
        """I3: what the maker paid on the order's invoice settles the claim with his decision."""
        order = self._create_warranty_order(100.0, payer=self.maker)
        invoice = self._invoice(order)
        invoice.action_post()
        self._pay(invoice)
        claim = self._submit_claim(order=order)
        self._decide(claim, {})
        self.assertEqual((claim.state, claim.move_ids), ('settled', invoice))
        self.assertLedger(claim, work=-100.0, maker=100.0)

    def test_rest_finds_its_home(self):
        """I3: goodwill and internal cost by a manager, above the limit with an accountant; nothing stays disputed."""
        claim = self._submit_claim(100.0, 20_000.0)
        small, large = claim.line_ids
        self._decide(claim, {small: (0.0, 'rejected'), large: (0.0, 'rejected')})
        claim.move_ids.with_user(self.user_accountant).action_post()
        with self.assertRaisesRegex(UserError, "nobody bears"):
            claim.with_user(self.user_claims).action_settle()
        with self.assertRaises(AccessError):
            claim.with_user(self.user_advisor)._propose_homes({small: 'goodwill'}, "x")
        rest = claim.with_user(self.user_claims)._propose_homes({small: 'internal'}, "Our diagnosis")
        self.assertEqual(rest.state, 'proposed')
        self.assertEqual((claim.amount_proposed, claim.has_open_rest), (100.0, True))
        with self.assertRaisesRegex(AccessError, "manager"):
            rest.action_approve()
        rest.with_user(self.user_manager).action_approve()
        self.assertLedger(claim, work=-20_100.0, internal=100.0, disputed=20_000.0)
        rest = claim.with_user(self.user_manager)._propose_homes({large: 'goodwill'}, "A good customer")
        self.assertEqual((rest.state, rest.manager_id), ('proposed', self.user_manager))
        claim.invalidate_recordset(['amount_disputed'])
        self.assertEqual((claim.amount_proposed, claim.has_open_rest), (20_000.0, False), "it waits, nothing is asked again")
        with self.assertRaises(AccessError):
            rest.with_user(self.user_manager).action_approve()
        rest.with_user(self.user_accountant).action_approve()
        self.assertEqual((rest.state, claim.state), ('approved', 'settled'))
        self.assertLedger(claim, work=-20_100.0, internal=100.0, goodwill=20_000.0)

    def test_customer_pays_what_he_approved(self):
        """I3, E2: the rest goes to the customer only with his recorded approval, as work on the order or a new one."""
        claim = self._submit_claim()
        self._decide(claim, {claim.line_ids[1]: (0.0, 'rejected')})
        rest = claim.with_user(self.user_claims)._propose_homes({claim.line_ids[1]: 'customer'}, "Told by phone")
        job = rest.sudo().job_id
        self.assertEqual((job.approval, job.amount_untaxed, rest.state), ('pending', 200.0, 'proposed'))
        with self.assertRaises(UserError):
            rest.with_user(self.user_manager).action_approve()
        job.with_user(self.user_advisor)._decline('phone')
        self.assertEqual(rest.state, 'refused')
        self.assertLedger(claim, work=-300.0, due=100.0, disputed=200.0)
        rest = claim.with_user(self.user_claims)._propose_homes({claim.line_ids[1]: 'customer'}, "Asked again")
        rest.sudo().job_id.with_user(self.user_advisor)._approve('phone')
        self.assertEqual(rest.state, 'approved')
        self.assertLedger(claim, work=-300.0, due=100.0, customer=200.0)

    def test_rest_of_a_closed_order_is_asked_beside_it(self):
        """I3, E2: the customer of an order that is closed is asked on one beside it, for all rests; both logs tell, and he
        pays what he approved."""
        claim = self._submit_claim(100.0, 200.0)
        order = claim.sudo().order_id
        self._decide(claim, dict.fromkeys(claim.line_ids, (0.0, 'rejected')))
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_order SET state = 'delivered' WHERE id = %s", [order.id])
        order.invalidate_recordset()
        rests = self.env['aftersales.claim.rest'].concat(*(
            claim.with_user(self.user_claims)._propose_homes({line: 'customer'}, "Told by phone") for line in claim.line_ids))
        beside = rests.sudo().job_id.order_id
        self.assertEqual((len(beside), beside.state, beside.vehicle_id), (1, 'draft', order.vehicle_id))
        self.assertNotEqual(beside, order)
        self.assertIn(beside.name, order.message_ids[0].body)
        self.assertIn(order.name, beside.message_ids.filtered(lambda message: claim.name in (message.body or ''))[:1].body)
        rests.sudo().job_id.with_user(self.user_advisor)._approve('phone')
        self.assertEqual(rests.mapped('state'), ['approved', 'approved'])
        self.assertLedger(claim, work=-300.0, customer=300.0)
        self.receive(beside)
        self.work(beside)
        self.assertEqual(self._invoice(beside).amount_untaxed, 300.0)

    def test_deductible_is_the_customers(self):
        """I3: what the customer bears first is on his invoice, not on the maker's: together the work, to the cent."""
        order = self._create_warranty_order(100.0, 200.0, payer=self.maker)
        order.job_ids.write({'deductible': 113.0})
        order.job_ids.with_user(self.user_advisor)._approve('phone')
        claim = order.job_ids.with_user(self.user_claims)._make_claims()
        self.assertEqual(claim.amount_claimed, 2 * 100.0 - 100.0, "two hours at the maker's rate, less the customer's part")
        claim.sudo().write({
            'claim_type': 'goodwill', 'concern': "Grinds", 'cause': "Broken", 'correction': "Renewed", 'odometer': 1000.0,
            'failure_date': '2026-03-01', 'doubts_reason': "As agreed"})
        claim._transition('checked')
        claim._transition('submitted')
        self._decide(claim, {})
        self.assertEqual(claim.sudo().move_ids.amount_untaxed, 100.0)
        invoice = self._invoice(order)
        self.assertEqual((invoice.partner_id, invoice.amount_total), (order.partner_id, 113.0))
        self.assertLedger(claim, work=-100.0, due=100.0)

    def test_one_invoice_for_many_claims(self):
        """I3: who is settled by invoice gets one of all claims decided until it is posted; each ledger knows its part."""
        self.terms.settlement = 'invoice'
        self.user_claims.group_ids += self.env.ref('account.group_account_invoice')  # who could post collects all the same
        claims = self.env['aftersales.claim'].concat(*(self._submit_claim(*prices) for prices in (
            (100.0, 200.0), (50.0,), (33.33, 66.67))))
        first, second, third = claims
        self._decide(first, {first.line_ids[1]: (150.0, 'reduced')})
        self._decide(second, {})
        invoice = claims.move_ids
        self.assertEqual((len(invoice), invoice.state, invoice.amount_untaxed), (1, 'draft', 300.0))
        self.assertEqual(invoice.invoice_origin, f'{first.name}, {second.name}')
        self.assertEqual(
            invoice.invoice_line_ids.sorted('sequence').mapped(lambda line: line.display_type == 'line_section'),
            [True, False, False, True, False])
        receivable = self.env.ref('aftersales.mail_activity_receivable')
        tasks = claims.activity_ids.filtered(lambda task: task.activity_type_id == receivable)
        self.assertEqual(len(tasks), 1, "the accountant hears of it once")
        invoice.with_user(self.user_accountant).action_post()
        self._pay(invoice, 113.0)
        self.assertLedger(first, work=-300.0, due=166.67, maker=83.33, disputed=50.0)
        self.assertLedger(second, work=-50.0, due=33.33, maker=16.67)
        self._decide(third, {})
        self.assertEqual((len(claims.move_ids), third.move_ids.state), (2, 'draft'), "what is posted collects no more")
        invoice.line_ids.remove_move_reconcile()
        invoice.with_user(self.user_accountant).button_draft()
        invoice.with_user(self.user_accountant).button_cancel()
        self.assertLedger(second, work=-50.0, disputed=50.0)
        second.with_user(self.user_claims).action_make_receivable()
        second.invalidate_recordset()
        self.assertEqual(second.move_ids - invoice, third.move_ids, "onto the draft that is open now")
        self.assertLedger(second, work=-50.0, due=50.0)

    def test_taken_out_of_the_invoice(self):
        """I3: a claim whose line is taken out of a draft is not charged any more; its ledger says so, and it is made again."""
        self.terms.settlement = 'invoice'
        claim, other = self._submit_claim(100.0), self._submit_claim(60.0)
        self._decide(claim, {})
        self._decide(other, {})
        invoice = claim.move_ids
        lines = invoice.sudo().invoice_line_ids.filtered(lambda line: line.aftersales_claim_id == claim.sudo())
        invoice.with_user(self.user_accountant).write({'invoice_line_ids': [(2, line.id) for line in lines]})
        claim.invalidate_recordset()
        self.assertLedger(claim, work=-100.0, disputed=100.0)
        self.assertTrue(claim.has_missing_receivable)
        self.assertLedger(other, work=-60.0, due=60.0)
        claim.with_user(self.user_claims).action_make_receivable()
        self.assertLedger(claim, work=-100.0, due=100.0)

    def test_invoiced_job_is_claimed_with_its_invoice(self):
        """I3: a job invoiced to the maker before there were claims is claimed; one invoiced to somebody else is not."""
        order, other = (self._create_warranty_order(100.0, payer=payer) for payer in (self.maker, self.insurer))
        invoices = [self._invoice(each) for each in (order, other)]
        with self.assertRaisesRegex(UserError, "invoiced already"):
            other.job_ids.with_user(self.user_claims)._make_claims()
        claim = order.job_ids.with_user(self.user_claims)._make_claims()
        self.assertFalse(order.job_ids.with_user(self.user_claims).is_to_claim)
        claim.sudo().write({
            'claim_type': 'goodwill', 'concern': "Grinds", 'cause': "Broken", 'correction': "Renewed", 'odometer': 1000.0,
            'failure_date': '2026-03-01', 'doubts_reason': "As agreed"})
        claim._transition('checked')
        claim._transition('submitted')
        self._decide(claim, {})
        self.assertEqual(claim.sudo().move_ids, invoices[0])

    def test_parts_that_are_claimed_cost_once(self):
        """I3: nothing of a claimed order stays open, whoever bears it, and what is added to no claim is not invoiced."""
        for accepted, invoiced in ((60.0, [1.0, 1.0]), (0.0, [0.0, 0.0])):
            with self.subTest(accepted=accepted):
                order = self._create_warranty_order(100.0, 50.0)
                claim = self._create_claim(order=order)
                claim.line_ids[1].unlink()
                claim._transition('checked')
                claim._transition('submitted')
                self._decide(claim, {claim.line_ids: (accepted, 'reduced' if accepted else 'rejected')})
                self.assertEqual(claim.move_ids.mapped('amount_untaxed'), [60.0] if accepted else [])
                self.assertEqual(order.line_ids.mapped('qty_invoiced'), invoiced)
                self.assertFalse(any(order.line_ids.mapped('qty_to_invoice')))
                with self.assertRaisesRegex(UserError, "(?i)nothing to invoice|is invoiced already"):
                    self._invoice(order)

    def test_other_company_sees_nothing(self):
        """I3: claims, their rests and their credit lists are of their company alone."""
        claim = self._submit_claim()
        self._decide(claim, {claim.line_ids[0]: (0.0, 'rejected')})
        rest = claim.with_user(self.user_claims)._propose_homes({claim.line_ids[0]: 'internal'}, "Ours")
        other = self._create_company("Elsewhere")
        self.user_manager.write({'company_ids': [(6, 0, other.ids)], 'company_id': other.id})
        elsewhere = self.env(user=self.user_manager.id, context={'allowed_company_ids': other.ids})
        for record in (claim, rest):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_env(elsewhere).read(['state'])
        with self.assertRaises(AccessError):
            rest.with_env(elsewhere).action_approve()

    def test_lists_are_flat(self):
        """I3: what claims show of money takes no more questions for many than for one."""
        claims = self.env['aftersales.claim'].concat(*(self._submit_claim(100.0) for __ in range(6)))
        for claim in claims:
            self._decide(claim, {claim.line_ids: (60.0, 'reduced')})
        names = ['amount_due', 'amount_disputed', 'amount_borne', 'move_count', 'is_unbooked', 'has_missing_receivable',
                 'credit_count', 'can_appeal']
        self.assertFlat(lambda some: some.with_user(self.user_claims).read(names), claims[:1], claims)
        self.assertFlat(lambda some: some.with_user(self.user_claims).read(['rest_amount']),
                        claims[:1].line_ids, claims.line_ids)
