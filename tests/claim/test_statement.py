from contextlib import suppress
from random import Random

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.supplier import SupplierCommon
from odoo.addons.aftersales.tests.dealership.warranty import TODAY


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestStatement(SupplierCommon):
    """I4: what the maker did not pay is asked of the supplier of the part, once, and the ledger of the case stays zero."""

    def _post_refund(self, statement):
        statement.with_user(self.user_accountant).action_create_refund()
        refund = statement.sudo().refund_id.with_user(self.user_accountant)
        refund.invoice_date = fields.Date.today()
        refund.action_post()
        return refund

    def _post_bill(self, amount):
        bill = self.env['account.move'].with_user(self.user_accountant).create({
            'move_type': 'in_invoice', 'partner_id': self.supplier.id, 'invoice_date': fields.Date.today(),
            'invoice_line_ids': [Command.create({'name': "Discs", 'price_unit': amount, 'tax_ids': [Command.clear()]})]})
        bill.action_post()
        return bill

    # === COLLECTING ===#

    def test_own_borne_lines_are_collected_by_supplier_and_month(self):
        claim = self._decide(self._create_claim(), part=40.0)
        statement = self._collect()
        self.assertRegex(statement.name, r'^ST/2026/\d{5}$')
        self.assertEqual((statement.partner_id, statement.period.isoformat(), statement.send_deadline.isoformat()),
                         (self.supplier, '2026-03-01', '2026-04-15'))
        part, labour = statement.line_ids.sorted(lambda line: line.claim_line_id.sequence or line.id)
        self.assertEqual((part.own_amount, part.share, part.asked_amount), (60.0, 80.0, 48.0))
        self.assertEqual((labour.own_amount, labour.share, labour.asked_amount), (60.0, 50.0, 30.0))
        self.assertEqual(self._get_balance(claim)[claim], {'work': -160.0, 'due': 40.0, 'internal': 120.0}, "not asked yet")
        self.assertEqual(statement.activity_ids.date_deadline.isoformat(), '2026-04-15')

    def test_two_collections_make_one(self):
        claims = self._decide(self._create_claim()) | self._decide(self._create_claim())
        statement = self._collect()
        self.assertEqual(len(statement.line_ids), 4)
        with self.assertRaisesRegex(UserError, "Nothing waits"):
            self._collect()
        later = self._decide(self._create_claim())
        self.assertEqual(self._collect(), statement)
        self.assertEqual(statement.line_ids.claim_id, claims | later)

    def test_what_is_undecided_or_somebody_else_s_is_left_alone(self):
        self._create_claim()  # not decided
        self._decide(self._create_claim(supplier=self.other_supplier))  # no agreement
        self._decide(self._create_claim(), part=100.0, labour=60.0)  # the maker bears all
        with self.assertRaisesRegex(UserError, "Nothing waits"):
            self._collect()

    def test_maker_s_share_only_by_agreement_and_when_paid(self):
        self.agreement.basis = 'all'
        waiting = self._decide(self._create_claim(), part=40.0)
        with self.assertRaisesRegex(UserError, "Nothing waits"):
            self._collect()
        self._decide(claim := self._create_claim(), part=40.0, state='credited')
        statement = self._collect()
        self.assertEqual(statement.line_ids.claim_id, claim)
        self.assertNotIn(waiting, statement.line_ids.claim_id)
        self.assertEqual(statement.line_ids.mapped('maker_amount'), [40.0, 0.0])
        self.assertEqual(statement.amount_asked, 80.0 + 30.0)

    def test_ledger_of_a_whole_claim_is_laid_on_its_lines(self):
        self._decide(self._create_claim(), part=40.0, line_wise=False)
        self.assertEqual(self._collect().line_ids.mapped('own_amount'), [60.0, 60.0])

    def test_every_night(self):
        self._decide(self._create_claim())
        other = self._agree(self.other_supplier)
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_collect_statements').method_direct_trigger()
        self.env.invalidate_all()
        statement = self.env['aftersales.claim.statement'].search([('agreement_id', 'in', (self.agreement | other).ids)])
        self.assertEqual((statement.partner_id, len(statement.line_ids)), (self.supplier, 2))
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_collect_statements').method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(len(statement.line_ids), 2)

    def test_handling_has_its_own_share(self):
        claim = self._create_claim()
        claim.line_ids[0].write({'handling': 25.0, 'price_unit': 80.0})
        self._decide(claim)
        self.assertEqual(self._collect().line_ids[0].asked_amount, 64.0)  # 80 % of 80, nothing of the 20

    # === THE WAY ===#

    def test_accepted_and_set_off(self):
        claim = self._decide(self._create_claim(), part=40.0)
        statement = self._collect()
        statement.action_send()
        self.assertEqual(self._get_balance(claim)[claim], {
            'work': -160.0, 'due': 40.0, 'internal': 42.0, 'supplier_asked': 78.0})
        self.assertEqual((statement.answer_deadline.isoformat(), statement.activity_ids.date_deadline.isoformat()),
                         ('2026-04-01', '2026-04-01'))
        self._answer(statement)
        self.assertFalse(statement.activity_ids)
        statement.action_agree()
        self.assertEqual((claim.paid_out, claim.from_maker, claim.from_supplier, claim.left_with_us), (160.0, 40.0, 78.0, 42.0))
        with self.assertRaisesRegex(UserError, "no posted refund"):
            statement.with_user(self.user_accountant).action_settle()
        refund = self._post_refund(statement)
        self.assertEqual((refund.move_type, refund.amount_total), ('in_refund', 78.0))
        with self.assertRaisesRegex(UserError, "neither paid back nor set off"):
            statement.with_user(self.user_accountant).action_settle()
        with self.assertRaisesRegex(UserError, "has its refund already"):
            statement.with_user(self.user_accountant).action_create_refund()
        with self.assertRaisesRegex(UserError, "no open bill"):
            statement.with_user(self.user_accountant).action_set_off()
        bill = self._post_bill(100.0)
        statement.with_user(self.user_accountant).action_set_off()
        self.assertEqual((refund.amount_residual, bill.amount_residual), (0.0, 22.0))
        statement.with_user(self.user_accountant).action_settle()
        self.assertEqual((statement.state, statement.amount_recovered, statement.rate), ('settled', 78.0, 100.0))
        self.assertEqual(self._get_balance(claim)[claim], {
            'work': -160.0, 'due': 40.0, 'internal': 42.0, 'supplier': 78.0})
        self.assertEqual(claim.entry_ids.filtered(lambda entry: entry.account == 'supplier').move_id, refund)

    def test_rejected_goes_back_to_where_it_came_from(self):
        claim = self._decide(self._create_claim(), home='goodwill')
        statement = self._collect()
        statement.action_send()
        with self.assertRaisesRegex(UserError, "Enter why"):
            self._answer(statement, 'reject')
        self._answer(statement, 'reject', reason="Not our casting")
        statement.action_agree()
        self.assertEqual(self._get_balance(claim)[claim], {'work': -160.0, 'goodwill': 160.0})
        statement.with_user(self.user_accountant).action_settle()
        self.assertEqual((statement.state, statement.rate), ('settled', 0.0))

    def test_shared_after_a_joint_inspection(self):
        self.agreement.basis = 'all'
        claim = self._decide(self._create_claim(), part=40.0, state='credited')
        statement = self._collect()
        statement.action_send()
        part, labour = statement.line_ids
        part.write({'verdict': 'share', 'accepted_amount': 70.0, 'reason': "Half of it"})
        labour.verdict = 'accept'
        statement.action_answer()
        with self.assertRaisesRegex(UserError, "not taken, and why"):
            statement.action_dispute()
        statement.dispute_reason = "The crack began inside"
        statement.action_dispute()
        with self.assertRaisesRegex(UserError, "inspected together"):
            statement.action_agree()
        statement.write({'inspection_date': '2026-03-02', 'inspection_result': "Both looked at it"})
        statement.action_agree()
        # Of 80 asked for the part 60 were ours and 20 the maker's: what is not accepted is given back to the maker first.
        self.assertEqual(self._get_balance(claim)[claim], {
            'work': -160.0, 'maker': 30.0, 'internal': 30.0, 'supplier_due': 100.0})

    def test_amounts_fit_the_appraisal(self):
        self._decide(self._create_claim())
        statement = self._collect()
        statement.action_send()
        with self.assertRaisesRegex(UserError, "Enter what"):
            statement.action_answer()
        statement.line_ids.write({'verdict': 'share', 'reason': "Some"})
        with self.assertRaisesRegex(UserError, "does not fit"):
            statement.action_answer()
        self.assertEqual(statement.line_ids.mapped('accepted_amount'), [0.0, 0.0])

    def test_a_draft_asks_for_what_is_borne_when_it_is_sent(self):
        claim = self._decide(self._create_claim())
        statement = self._collect()
        move = self.env['aftersales.claim.entry']._move_amount
        move(claim, 'internal', 'customer', 100.0, "Charged", line_id=claim.line_ids[0].id)
        statement.action_send()
        self.assertEqual((statement.line_ids.claim_line_id, statement.amount_asked), (claim.line_ids[1], 30.0))

    def test_cancelled_may_be_asked_again(self):
        claim = self._decide(self._create_claim())
        statement = self._collect()
        statement.action_send()
        statement.cancel_reason = "Wrong month"
        with self.assertRaisesRegex(AccessError, "Manager"):
            statement.action_cancel()
        statement.with_user(self.user_manager).action_cancel()
        self.assertEqual(self._get_balance(claim)[claim], {'work': -160.0, 'internal': 160.0})
        again = self._collect() - statement
        self.assertEqual(again.line_ids.claim_line_id, claim.line_ids)

    def test_a_line_is_on_one_living_statement(self):
        claim = self._decide(self._create_claim())
        statement = self._collect()
        other = self.env['aftersales.claim.statement'].sudo().create({
            'agreement_id': self._agree(self.other_supplier).id, 'currency_id': statement.currency_id.id,
            'period': '2026-03-01'})
        with self.assertRaises(UniqueViolation), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self.env['aftersales.claim.statement.line'].sudo().create({
                'statement_id': other.id, 'claim_line_id': claim.line_ids[0].id})
            self.env.flush_all()

    def test_what_a_supplier_is_asked_for_is_not_appealed(self):
        claim = self._decide(self._create_claim())
        self._collect().action_send()
        with self.assertRaisesRegex(UserError, "of the supplier"):
            claim.with_user(self.user_claims).write({'state': 'appealed'})

    # === OLD PARTS ===#

    def test_supplier_signs_for_the_parts(self):
        claim = self._decide(self._create_claim())
        statement = self._collect()
        part = self.env['aftersales.old.part'].with_user(self.user_claims).create({
            'job_id': claim.line_ids[0].job_id.id, 'product_id': self.disc.id, 'serial_number': "S-1", 'place': "W-1"})
        with self.assertRaisesRegex(UserError, "No old part lies here"):
            statement.action_hand_over(PNG.decode())
        part.action_hand_in()
        self.env.invalidate_all()
        self.assertEqual(statement.parts_waiting, 1)
        with self.assertRaisesRegex(UserError, "let him sign"):
            statement.action_hand_over(PNG.decode())
        statement.receiver = "Mr Wu"
        statement.action_hand_over(PNG.decode())
        self.env.invalidate_all()
        handover = statement.handover_ids
        self.assertTrue(handover.is_intact)
        self.assertEqual((handover.receiver, handover.old_part_ids, statement.parts_waiting), ("Mr Wu", part, 0))
        self.assertIn("S-1", handover.parts)
        with self.assertRaisesRegex(UserError, "evidence"):
            handover.with_user(self.user_claims).sudo().parts = "none"
        with self.assertRaisesRegex(UserError, "not here any more"):
            part.action_scrap()
        with self.assertRaises(UserError):
            statement.action_hand_over(PNG.decode())

    def test_fate_of_an_old_part(self):
        claim = self._create_claim()
        part, other = self.env['aftersales.old.part'].with_user(self.user_claims).create([
            {'job_id': claim.line_ids[0].job_id.id, 'product_id': self.disc.id, 'place': "W-1"}] * 2)
        with self.assertRaisesRegex(UserError, "not handed in"):
            (part | other).action_send_back()
        (part | other).action_hand_in()
        part.action_send_back()
        with self.assertRaisesRegex(UserError, "Enter why"):
            part.action_reject()
        part.appraisal_note = "Opened"
        part.action_reject()
        other.action_accept()
        other.action_scrap()
        self.assertEqual((part.appraisal, other.appraisal, bool(other.scrapped_date)), ('rejected', 'accepted', True))
        with self.assertRaises(AccessError):
            other.with_user(self.user_technician).action_accept()

    # === ROLES ===#

    def test_roles(self):
        self._decide(self._create_claim())
        statement = self._collect()
        for user in (self.user_technician, self.user_advisor, self.user_care):
            with self.assertRaises(AccessError):
                statement.with_user(user).read(['name'])
        statement.with_user(self.user_accountant).read(['name'])
        with self.assertRaises(AccessError):
            statement.with_user(self.user_accountant).action_send()
        with self.assertRaises(AccessError):
            statement.amount_recovered = 5
        with self.assertRaisesRegex(UserError, "between sending and agreement"):
            statement.line_ids.verdict = 'accept'
        with self.assertRaises(UserError):
            statement.unlink()
        with self.assertRaises(UserError):
            statement.write({'state': 'settled'})
        statement.action_send()
        with self.assertRaises(AccessError):
            statement.line_ids.asked_amount = 5
        with self.assertRaisesRegex(UserError, "already"):
            statement.action_send()

    def test_other_company_sees_nothing(self):
        self._decide(self._create_claim())
        statement = self._collect()
        stranger = self.user_other_advisor
        stranger.group_ids |= self.env.ref('aftersales.group_claims')
        for record in (statement, statement.line_ids, self.agreement):
            self.assertFalse(record.with_user(stranger).search([('id', 'in', record.ids)]))
            with self.assertRaises(AccessError):
                record.with_user(stranger).check_access('read')

    def test_one_agreement_a_day(self):
        with self.assertRaisesRegex(ValidationError, "already"), self.cr.savepoint():
            self._agree(date_from='2026-01-01')
        self.agreement.date_to = '2026-02-28'
        self._agree(date_from='2026-03-01')

    def test_two_at_once(self):
        """Each button with two records."""
        other = self._agree(self.other_supplier)
        self._decide(self._create_claim())
        self._decide(self._create_claim(supplier=self.other_supplier))
        statements = self._collect() | self._collect(other)
        self.assertEqual(len(statements), 2)
        statements.action_send()
        self._answer(statements)
        statements.action_agree()
        statements.with_user(self.user_accountant).action_create_refund()
        self.assertEqual(len(statements.refund_id), 2)

    def test_flat(self):
        """Lists of statements and of cases do not take more queries for more."""
        for __ in range(3):
            self._decide(self._create_claim())
        lines = self.env['aftersales.claim.line'].sudo().search([
            ('claim_id.state', '=', 'decided'), ('company_id', '=', self.company.id)])
        claims = lines.claim_id.with_user(self.user_claims)
        names = ['paid_out', 'from_maker', 'from_supplier', 'left_with_us']
        self.assertFlat(lambda claims: claims.read(names), claims[0], claims)

    def test_sum_is_zero_whatever_happens(self):
        """I4: in random sequences over both hops the entries of a case sum to zero, and nothing is asked twice."""
        random = Random(4711)
        for __ in range(6):
            self.agreement.basis = random.choice(['own', 'all'])
            claims = self.env['aftersales.claim']
            for __ in range(2):
                claims |= self._decide(
                    self._create_claim(round(random.uniform(1, 500), 2), round(random.uniform(1, 300), 2)),
                    part=round(random.uniform(0, 1), 2), labour=round(random.uniform(0, 1), 2),
                    home=random.choice(['internal', 'goodwill', 'customer', 'disputed']), state=random.choice(
                        ['decided', 'credited']))
            try:
                statement = self._collect().filtered(lambda statement: statement.state == 'draft')
            except UserError:
                continue
            while statement.state not in ('settled', 'cancelled', 'agreed'):
                step = random.choice(['send', 'answer', 'agree', 'cancel'])
                statement.cancel_reason = "By chance"
                if step == 'answer' and statement.state == 'sent':
                    for line in statement.line_ids:
                        verdict = random.choice(['accept', 'share', 'reject'])
                        line.write({'verdict': verdict, 'reason': "By chance", **(
                            {'accepted_amount': line.asked_amount / 2} if verdict == 'share' else {})})
                with suppress(UserError), self.cr.savepoint():
                    getattr(statement.with_user(self.user_manager), f'action_{step}')()
                for claim, balance in self._get_balance(claims).items():
                    self.assertAlmostEqual(sum(balance.values()), 0, 2, claim.name)
                    self.assertFalse([name for name, amount in balance.items() if amount < 0 and name != 'work'])
