from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.claim_money import ClaimMoneyCommon


@tagged('post_install', '-at_install')
class TestAppeal(ClaimMoneyCommon):
    """I3: a second decision after an appeal, and what it makes of the drafts and invoices of the first."""

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

    def test_second_decision_writes_the_draft_anew(self):
        """I3: what nobody has posted yet says what is accepted now: one draft, whether he gives more, less or nothing."""
        for amounts, states, untaxed in (
            ((80.0, 200.0, 200.0), ['draft'], 280.0),
            ((80.0, 50.0, 120.0), ['draft'], 200.0),
            ((0.0, 0.0, 120.0), ['draft'], 120.0),
            ((0.0, 0.0, 0.0), [], 0.0),
        ):
            with self.subTest(amounts=amounts):
                claim = self._submit_claim()
                labour, part = claim.line_ids
                first = {labour: (amounts[0], 'reduced' if amounts[0] else 'rejected')}
                first[part] = (amounts[1], 'rejected' if not amounts[1] else 'accepted' if amounts[1] == 200 else 'reduced')
                self._decide(claim, first)
                before = claim.move_ids
                wanted = labour if amounts[1] == 200 else part
                claim.with_user(self.user_claims)._appeal(wanted.with_user(self.user_claims), "Look again")
                again = amounts[0] if wanted == labour else amounts[2]
                self._decide(claim, {wanted: (again, 'reduced' if again else 'rejected')})
                self.assertEqual(claim.move_ids.mapped('state'), states)
                self.assertEqual(sum(claim.move_ids.mapped('amount_untaxed')), untaxed)
                self.assertTrue(before <= claim.move_ids)
                self.assertEqual(claim.amount_due, untaxed)
                tasks = claim.activity_ids.filtered(
                    lambda task: task.activity_type_id == self.env.ref('aftersales.mail_activity_receivable'))
                self.assertEqual(len(tasks), len(states), "the accountant is asked once")

    def test_second_decision_that_takes_it_back(self):
        """I3: a draft of what he does not give after all is gone, and with it the task to post it."""
        receivable = self.env.ref('aftersales.mail_activity_receivable')
        for settlement in ('credit', 'invoice'):
            with self.subTest(settlement):
                self.terms.settlement = settlement
                claim = self._submit_claim()
                labour, part = claim.line_ids
                self._decide(claim, {labour: (0.0, 'rejected'), part: (50.0, 'reduced')})
                draft = claim.move_ids
                self.assertTrue(claim._get_tasks_to_post(draft))
                claim.with_user(self.user_claims)._appeal(part.with_user(self.user_claims), "Look again")
                self._decide(claim, {part: (0.0, 'rejected')})
                self.assertFalse(draft.exists())
                self.assertEqual((claim.amount_due, claim.amount_disputed), (0.0, 300.0))
                self.assertFalse(claim.activity_ids.filtered(lambda task: task.activity_type_id == receivable))
                self.assertFalse(claim.has_missing_receivable or claim.is_unbooked)

    def test_what_was_invoiced_and_not_posted(self):
        """I3: a draft credit of an invoice that he accepts after all is gone; nobody posts one of nothing."""
        order = self._create_warranty_order(100.0, 200.0, payer=self.maker)
        invoice = self._invoice(order)
        invoice.action_post()
        claim = self._submit_claim(order=order)
        self._decide(claim, {claim.line_ids[1]: (150.0, 'reduced')})
        credit = claim.move_ids - invoice
        claim.with_user(self.user_claims)._appeal(claim.line_ids[1].with_user(self.user_claims), "Look again")
        self._decide(claim, {claim.line_ids[1]: (200.0, 'accepted')})
        self.assertFalse(credit.exists())
        self.assertEqual((claim.move_ids, claim.amount_due), (invoice, 300.0))

    def test_draft_of_many_claims_keeps_the_others(self):
        """I3: on the draft that collects claims, the one decided again is written anew, the others stay as they are."""
        self.terms.settlement = 'invoice'
        claim, other = self._submit_claim(), self._submit_claim(60.0)
        self._decide(claim, {claim.line_ids[1]: (50.0, 'reduced')})
        self._decide(other, {})
        draft = claim.sudo().move_ids
        claim.with_user(self.user_claims)._appeal(claim.line_ids[1].with_user(self.user_claims), "Look again")
        self._decide(claim, {claim.line_ids[1]: (120.0, 'reduced')})
        self.assertEqual((claim.move_ids, other.move_ids, draft.state), (draft, draft, 'draft'))
        self.assertEqual(draft.amount_untaxed, 100.0 + 120.0 + 60.0)
        sections = draft.invoice_line_ids.filtered(lambda line: line.display_type == 'line_section').mapped('name')
        self.assertEqual(len([name for name in sections if name.startswith(claim.name)]), 1)
        self.assertLedger(other, work=-60.0, due=60.0)
        self.assertLedger(claim, work=-300.0, due=220.0, disputed=80.0)

    def test_no_invoice_of_nothing(self):
        """I3: a maker who refuses all of it gets no invoice; on the draft of others nothing of it stands either."""
        for settlement in ('credit', 'invoice'):
            with self.subTest(settlement):
                self.terms.settlement = settlement
                claims = self._submit_claim(100.0, 200.0) | self._submit_claim(50.0)
                for claim in claims:
                    self._decide(claim, dict.fromkeys(claim.line_ids, (0.0, 'rejected')))
                    self.assertFalse(claim.move_ids)
                    self.assertFalse(claim.is_unbooked or claim.has_missing_receivable)
                    self.assertEqual(claim.order_id.invoice_status, 'no')
                    self.assertLedger(claim, work=-claim.amount_claimed, disputed=claim.amount_claimed)
                with self.assertRaisesRegex(UserError, "is booked"):
                    claims.with_user(self.user_claims).action_make_receivable()

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
