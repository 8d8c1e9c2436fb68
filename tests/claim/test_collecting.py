from freezegun import freeze_time
from lxml import html

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.models.claim.claim import aftersales_claim_collecting
from odoo.addons.aftersales.tests.dealership.claim_money import ClaimMoneyCommon


@tagged('post_install', '-at_install')
class TestCollecting(ClaimMoneyCommon):
    """I3: one draft for many claims, what becomes of those on it, and how long their rest can be appealed."""

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

    def test_second_decision_is_written_into_the_draft(self):
        """I3: as long as nobody has posted the receivable, an appeal makes no second one: it says what is accepted in the
        end, line by line; other claims on it stay as they are, and one that the maker takes back leaves it."""
        for settlement, others in (('credit', 0.0), ('invoice', 60.0)):
            with self.subTest(settlement):
                self.terms.settlement = settlement
                other, claim = self._submit_claim(60.0), self._submit_claim(100.0, 200.0)
                self._decide(other, {})
                labour, part = claim.line_ids
                self._decide(claim, {labour: (80.0, 'reduced'), part: (50.0, 'reduced')})
                draft = claim.move_ids
                claim.sudo().reference = "M-77"
                claim.with_user(self.user_claims)._appeal(part.with_user(self.user_claims), "Photos were attached")
                self._decide(claim, {part: (170.0, 'reduced')})
                self.assertEqual(claim.move_ids, draft)
                self.assertEqual(draft.amount_untaxed, 250.0 + others)
                own = draft.sudo().invoice_line_ids.filtered(lambda line, claim=claim: line.aftersales_claim_id.id == claim.id)
                self.assertEqual(own.mapped('price_subtotal'), [80.0, 170.0])
                sections = draft.sudo().invoice_line_ids.filtered(lambda line: line.display_type == 'line_section')
                self.assertEqual(len(sections), 2 if others else 0)
                self.assertEqual(len(self._get_tasks_to_post(claim | other)), 1 if others else 2)
                self.assertLedger(claim, work=-300.0, due=250.0, disputed=50.0)
                self.assertEqual(claim.amount_open, 300.0)
                self.assertEqual(claim.order_id.line_ids.mapped('qty_invoiced'), [1.0, 1.0])
                draft.with_user(self.user_accountant).action_post()
                self._pay(draft)
                claim.invalidate_recordset()
                self.assertEqual((claim.amount_paid, claim.amount_open), (250.0, 50.0))
                self._check_table(claim)

    def _check_table(self, claim):
        """A row a step, each of them summing to zero, the last one what the ledger says now; in the reader's words."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.assertNotIn("Submitted", claim.with_context(lang='zh_CN').ledger_html)
        head, *rows = ([cell.text or '' for cell in row] for row in html.fromstring(claim.ledger_html).iter('tr'))
        self.assertEqual([row[1] for row in rows][:4], [
            "Submitted", "Decided", "Appealed", "Decided again after the appeal"])
        self.assertEqual({row[-1] for row in rows}, {'0.00'})
        self.assertEqual(
            {name: amount for name, amount in zip(head[2:-1], rows[-1][2:-1], strict=True) if amount},
            {"Given to the Car": '-300.00', "Paid by the Maker": '250.00', "Not Accepted, Undecided": '50.00'})

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
