from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.models.claim.claim import aftersales_claim_collecting
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

    def test_appeal(self):
        """I3: one appeal for chosen lines, in time; the second decision books the difference."""
        claim = self._submit_claim()
        labour, part = claim.line_ids
        self._decide(claim, {labour: (80.0, 'reduced'), part: (0.0, 'rejected')})
        claim.move_ids.with_user(self.user_accountant).action_post()
        own = claim.with_user(self.user_claims)
        own._appeal(part.with_user(self.user_claims), "Photos were attached")
        self.assertEqual(claim.state, 'appealed')
        self.assertLedger(claim, work=-300.0, due=80.0, disputed=20.0, asked=200.0)
        self.assertEqual(claim.submission_ids.filtered(lambda sent: sent.kind == 'appeal').text, "Photos were attached")
        self._decide(claim, {part: (120.0, 'reduced')})
        self.assertLedger(claim, work=-300.0, due=200.0, disputed=100.0)
        self.assertEqual(sum(claim.move_ids.mapped('amount_untaxed')), 200.0)
        with self.assertRaisesRegex(UserError, "not twice"):
            own.action_appeal()

    def test_paid_and_appealed(self):
        """I3: who pays what he accepted at once is asked for the rest all the same, in time."""
        claim = self._submit_claim()
        self._decide(claim, {claim.line_ids[1]: (50.0, 'reduced')})
        claim.move_ids.with_user(self.user_accountant).action_post()
        self._pay(claim.move_ids)
        self.assertEqual((claim.state, claim.can_appeal), ('credited', True))
        claim.with_user(self.user_claims)._appeal(claim.line_ids[1].with_user(self.user_claims), "Look again")
        self.assertLedger(claim, work=-300.0, maker=150.0, asked=150.0)
        self._decide(claim, {claim.line_ids[1]: (200.0, 'accepted')})
        self.assertLedger(claim, work=-300.0, maker=150.0, due=150.0)
        claim.move_ids.filtered(lambda move: move.state == 'draft').with_user(self.user_accountant).action_post()
        self._pay(claim.move_ids.filtered('amount_residual'))
        self.assertEqual(claim.state, 'settled')

    def test_appeal_lapses_by_itself(self):
        """I3: a task until the last day for an appeal; the night after, the clerk is asked who bears the rest, once."""
        claim, full, home = (self._submit_claim() for __ in range(3))
        with freeze_time('2026-03-10 04:00:00'):
            for each, answers in ((claim, {claim.line_ids[1]: (50.0, 'reduced')}), (full, {}), (home, {
                    home.line_ids[1]: (0.0, 'rejected')})):
                self._decide(each, answers)
        self.assertEqual(claim.activity_ids.filtered('res_id').mapped('date_deadline'), [
            fields.Date.to_date('2026-03-10'), fields.Date.to_date('2026-04-09')], "the receivable, the appeal")
        self.assertFalse(self._get_tasks(full))
        rest = home.with_user(self.user_claims)._propose_homes({home.line_ids[1]: 'internal'}, "Ours")
        self.assertTrue(self._get_tasks(home), "nobody has said yes yet")
        rest.with_user(self.user_manager).action_approve()
        self.assertFalse(self._get_tasks(home), "nothing is left to say")
        for day, deadlines in (('2026-04-09', ['2026-04-09']), ('2026-04-10', ['2026-04-10']), ('2026-04-11', ['2026-04-10'])):
            with self.subTest(day=day), freeze_time(f'{day} 04:00:00'), self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_lapse_appeals').method_direct_trigger()
                claim.invalidate_recordset()
                self.assertEqual(self._get_tasks(claim).mapped('date_deadline'), [
                    fields.Date.to_date(deadline) for deadline in deadlines])
                self.assertFalse(self._get_tasks(full | home))
        self.assertEqual(claim.appeal_lapsed_date, fields.Date.to_date('2026-04-10'))
        self.assertEqual(self._get_tasks(claim).user_id, self.user_claims)
        self.assertIn("can no longer be appealed", self._get_tasks(claim).summary)
        with freeze_time('2026-04-11 04:00:00'), self.assertRaisesRegex(UserError, "could be appealed until"):
            claim.with_user(self.user_claims).action_appeal()

    def _get_tasks(self, claims):
        return claims.activity_ids.filtered(lambda task: task.activity_type_id in (
            self.env.ref('aftersales.mail_activity_claim_appeal') | self.env.ref('aftersales.mail_activity_claim_rest')))

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

    def test_what_was_posted_collects_no_more(self):
        """I3: an invoice that went to the maker and was set back to draft stays as it was; a claim decided then begins one."""
        self.terms.settlement = 'invoice'
        first, second, third = (self._submit_claim(price) for price in (100.0, 60.0, 40.0))
        self._decide(first, {})
        invoice = first.move_ids.with_user(self.user_accountant)
        invoice.action_post()
        invoice.button_draft()
        self._decide(second, {})
        self._decide(third, {})
        self.assertEqual(invoice.amount_untaxed, 100.0)
        self.assertNotEqual(second.move_ids, first.move_ids)
        self.assertEqual(second.move_ids, third.move_ids)

    def test_a_full_draft_collects_no_more(self):
        """I3: a draft collects so many claims as one can look through; who is on it already is not counted twice."""
        self.terms.settlement = 'invoice'
        self.patch(aftersales_claim_collecting, 'CLAIMS_A_DRAFT', 2)
        claims = self.env['aftersales.claim'].concat(*(self._submit_claim(50.0) for __ in range(5)))
        for claim in claims:
            self._decide(claim, {})
        self.assertEqual([len(move.aftersales_claim_ids) for move in claims.move_ids.sorted('id')], [2, 2, 1])
        full = claims[1].move_ids
        full.sudo().invoice_line_ids.filtered(lambda line: line.aftersales_claim_id == claims[1].sudo())[0].price_unit = 20.0
        self.env.invalidate_all()
        claims[1].with_user(self.user_claims).action_make_receivable()
        claims[1].invalidate_recordset()
        self.assertEqual((claims[1].move_ids, full.amount_untaxed), (full, 100.0))

    def test_many_claims_on_one_document(self):
        """I3: what happens to a document of many claims is told in as many questions as to one of a single claim."""
        self.terms.settlement = 'invoice'
        claims = self.env['aftersales.claim'].concat(*(self._submit_claim(50.0) for __ in range(6)))
        self._decide(claims[0], {})
        single = claims[0].move_ids
        single.with_user(self.user_accountant).action_post()
        for claim in claims[1:]:
            self._decide(claim, {})
        many = claims[1].move_ids
        many.with_user(self.user_accountant).action_post()
        self.assertEqual(len(many.aftersales_claim_ids), 5)
        self.assertFlat(lambda move: move.sudo()._tell_claims(), single, many, warm_up=single | many)
        for claim in claims:
            self.assertLedger(claim, work=-50.0, due=50.0)

    def test_a_draft_has_one_task(self):
        """I3: the accountant is asked once to post a draft, though whoever began it left; again when he said it was done."""
        self.terms.settlement = 'invoice'
        first, second, third = claims = self.env['aftersales.claim'].concat(*(self._submit_claim(50.0) for __ in range(3)))
        self._decide(first, {})
        draft = first.move_ids
        self._take_out(first)
        first.with_user(self.user_claims).action_make_receivable()
        first.invalidate_recordset()
        self.assertEqual(first.move_ids, draft)
        self.assertEqual(len(self._get_tasks_to_post(claims)), 1, "he has it already")
        self._take_out(first)
        self._decide(second, {})
        self.assertEqual((second.move_ids, len(self._get_tasks_to_post(claims))), (draft, 1))
        self._get_tasks_to_post(claims).with_user(self.user_accountant).action_feedback()
        self._decide(third, {})
        self.assertEqual((third.move_ids, len(self._get_tasks_to_post(third))), (draft, 1), "it is still a draft")

    def _get_tasks_to_post(self, claims):
        claims.invalidate_recordset(['activity_ids'])
        receivable = self.env.ref('aftersales.mail_activity_receivable')
        return claims.activity_ids.filtered(lambda task: task.activity_type_id == receivable)

    def _take_out(self, claim):
        lines = claim.move_ids.sudo().invoice_line_ids.filtered(lambda line: line.aftersales_claim_id == claim.sudo())
        claim.move_ids.with_user(self.user_accountant).write({'invoice_line_ids': [(2, line.id) for line in lines]})
        claim.invalidate_recordset()

    def test_what_is_not_owed_any_more_is_somebodys_task(self):
        """I3: a claim accepted in full whose receivable is cancelled, taken out or deleted: the clerk is asked, once, and
        told whether an appeal is still possible."""
        self.terms.settlement = 'invoice'
        taken, kept, deleted, late = claims = self.env['aftersales.claim'].concat(*(
            self._submit_claim(50.0) for __ in range(4)))
        with freeze_time('2026-03-10 04:00:00'):
            for claim in claims[:2]:
                self._decide(claim, {})
            self._take_out(taken)
            self.assertEqual(self._get_tasks(taken).mapped('date_deadline'), [taken.appeal_deadline])
            self.assertFalse(self._get_tasks(kept), "it is owed")
            taken.sudo()._follow_money("Looked at again")
            self.assertEqual(len(self._get_tasks(taken)), 1)
            kept.move_ids.with_user(self.user_accountant).button_cancel()
            self.assertEqual(len(self._get_tasks(kept)), 1)
            self._decide(deleted, {})
            self._decide(late, {})
        with freeze_time('2026-05-10 04:00:00'):
            late.sudo().appeal_lapsed_date = '2026-04-10'
            draft = deleted.move_ids.with_user(self.user_accountant)
            draft.unlink()
            claims.invalidate_recordset()
            self.assertIn("say who bears", self._get_tasks(late).summary)
            self.assertNotIn("Appeal", self._get_tasks(late).summary)
            taken.with_user(self.user_claims).action_make_receivable()
            claims.invalidate_recordset()
            self.assertFalse(self._get_tasks(taken), "it is owed again")

    def test_deleted_receivable_is_told_as_such(self):
        """I3: the ledger tells a document that was deleted from a line that was taken out, each in its own words."""
        self.terms.settlement = 'invoice'
        first, second, third = claims = self.env['aftersales.claim'].concat(*(self._submit_claim(50.0) for __ in range(3)))
        self._decide(first, {})
        self._decide(second, {})
        self._take_out(first)
        second.move_ids.with_user(self.user_accountant).unlink()
        self._decide(third, {})
        self._take_out(third)
        Entry = self.env['aftersales.claim.entry']
        self.assertEqual(
            [Entry.search([('claim_id', '=', claim.id)], order='id')[-1].event for claim in claims],
            ["Taken out of the receivable", "Receivable deleted", "Taken out of the receivable"])
        for claim in claims:
            self.assertLedger(claim, work=-50.0, disputed=50.0)

    def test_appeal_lapses_by_the_outlets_day(self):
        """I3: at 22:20 UTC it is tomorrow in Shanghai and still today in Los Angeles: an appeal is possible there alone."""
        west = self._submit_in('America/Los_Angeles')
        claims = self._submit_in('Asia/Shanghai') | west
        with freeze_time('2026-03-10 22:00:00'):
            for claim in claims:
                self._decide(claim, {claim.line_ids: (0.0, 'rejected')})
        self.assertEqual([str(claim.appeal_deadline) for claim in claims], ['2026-04-10', '2026-04-09'])
        claims.sudo().appeal_deadline = '2026-04-10'
        for moment, open_ones in (('2026-04-10 12:20:00', claims), ('2026-04-10 22:20:00', west), (
                '2026-04-11 06:20:00', west), ('2026-04-11 22:20:00', claims.browse())):
            with self.subTest(moment=moment), freeze_time(moment), self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_lapse_appeals').method_direct_trigger()
                claims.invalidate_recordset()
                self.assertEqual(claims.filtered(lambda claim: not claim.appeal_lapsed_date), open_ones)
                self.assertEqual(claims.filtered('can_appeal'), open_ones)
                for claim in claims - open_ones:
                    with self.assertRaisesRegex(UserError, "could be appealed until"):
                        claim.with_user(self.user_claims).action_appeal()
                open_ones.with_user(self.user_claims)._check_can_appeal()
        self.assertEqual([str(claim.appeal_lapsed_date) for claim in claims], ['2026-04-11', '2026-04-11'])
        self.assertEqual([str(self._get_tasks(claim).date_deadline) for claim in claims], ['2026-04-11', '2026-04-11'])

    def _submit_in(self, tz):
        """A claim of an outlet of its own, by the clock of ``tz``."""
        outlet = self.workshop.copy({
            'code': tz[-3:].upper(), 'warehouse_id': self.workshop.warehouse_id.id or self.env['stock.warehouse'].search(
                [('company_id', '=', self.company.id)], limit=1).id,
            'resource_calendar_id': self.workshop.resource_calendar_id.copy({'tz': tz}).id})
        return self._submit_claim(order=self._create_warranty_order(100.0, workshop_id=outlet.id))

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
        order = self._create_warranty_order(100.0, 50.0)
        claim = self._create_claim(order=order)
        claim.line_ids[1].unlink()
        claim._transition('checked')
        claim._transition('submitted')
        self._decide(claim, {claim.line_ids: (0.0, 'rejected')})
        move = claim.move_ids
        self.assertEqual((move.amount_total, len(move.invoice_line_ids)), (0.0, 2))
        self.assertEqual(order.line_ids.mapped('qty_invoiced'), [1.0, 1.0])

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
