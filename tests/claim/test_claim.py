from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.claim import ClaimCommon
from odoo.addons.aftersales.tests.dealership.warranty import TODAY


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestClaim(ClaimCommon):
    """I3: a covered job that is done becomes a claim, is checked, sent, questioned and answered."""

    # === MAKING ===#

    def test_claim_at_the_makers_rates(self):
        self.terms.currency_id = self.company.currency_id
        job = self._create_covered((self.disc, 2))
        claim = job.with_user(self.user_claims)._make_claims()
        self.assertRegex(claim.name, r'^CLM/2026/\d{5}$')
        self.assertEqual(
            (claim.state, claim.order_id, claim.job_ids, claim.partner_id, claim.claim_type, claim.coverage_id),
            ('draft', job.order_id, job, self.maker, 'warranty', job.coverage_id))
        self.assertEqual((claim.concern, claim.cause, claim.correction), ("Grinds", "Cast broken", "Renewed"))
        self.assertEqual((claim.odometer, claim.dealer_code, claim.user_id), (30_000, "D0815", self.user_claims))
        part, labour = claim.line_ids.sorted('kind', reverse=True)
        self.assertEqual((part.kind, part.quantity, part.price_unit, part.handling, part.amount), ('part', 2, 120, 10, 264))
        hours = self.operation.hours
        self.assertEqual((labour.kind, labour.quantity, labour.price_unit, labour.amount), ('labour', hours, 100, hours * 100))
        self.assertEqual(claim.amount_claimed, 264 + hours * 100)
        self.assertEqual(claim.deadline, date(2026, 4, 1))
        self.assertEqual(job.with_user(self.user_advisor).claim_state, 'draft')

    def test_parts_at_cost_and_list(self):
        self.disc.sudo().standard_price = 55
        for basis, price in (('cost', 55), ('list', 120)):
            self.terms.part_basis = basis
            claim = self._create_covered().with_user(self.user_claims)._make_claims()
            part = claim.line_ids.filtered(lambda line: line.kind == 'part')
            with self.subTest(basis=basis):
                self.assertEqual((part.price_unit, part.amount), (price, round(price * 1.1, 2)))

    def test_customers_part_is_not_asked_of_the_maker(self):
        """I3: a share and a deductible of the customer lower what is claimed, to the cent; he is invoiced for them."""
        self.terms.write({'handling': 0.0, 'part_basis': 'order'})
        for share, deductible in ((100.0, 50.0), (60.0, 0.0), (60.0, 50.0), (100.0, 33.33), (100.0, 100_000.0)):
            with self.subTest(share=share, deductible=deductible):
                job = self._create_covered((self.disc, 3))
                job.sudo().write({'share': share, 'deductible': deductible})
                lines = job._prepare_claim_lines(self.terms)
                ours = sum(vals['quantity'] * vals['price_unit'] for vals in lines)
                untaxed = min(deductible, job.amount_total) * job.amount_untaxed / job.amount_total
                claim = job.with_user(self.user_claims)._make_claims()
                self.assertAlmostEqual(claim.amount_claimed, max(ours - untaxed * share / 100, 0.0), 2)
                self.assertEqual(claim.has_borne, bool(deductible))
                self.assertGreaterEqual(min(claim.line_ids.mapped('amount')), 0.0)
                claim.action_refill()
                self.assertAlmostEqual(claim.amount_claimed, max(ours - untaxed * share / 100, 0.0), 2)

    def test_who_pays_all_is_asked_for_all(self):
        """I3: a share that nobody else bears is the maker's, too."""
        job = self._create_covered((self.disc, 1))
        full = sum(vals['quantity'] * vals['price_unit'] for vals in job._prepare_claim_lines(self.terms))
        job.sudo().write({'share': 60.0, 'co_payer_id': job.payer_id.id, 'deductible': 10.0})
        lines = job._prepare_claim_lines(self.terms)
        self.assertEqual(sum(vals['quantity'] * vals['price_unit'] - vals['borne_amount'] for vals in lines), full)

    def test_several_jobs_at_once(self):
        """One claim an order, however many jobs are chosen."""
        jobs = self._create_covered(count=2)
        order = self.receive(self._create_order(
            self._prepare_job((self.disc, 1), concern="A"), self._prepare_job((self.disc, 1), concern="B"), odometer_in=30_000))
        order.job_ids.action_take_coverage()
        self.work(self.issue(order))
        action = (jobs | order.job_ids).with_user(self.user_claims).action_make_claim()
        claims = self.env['aftersales.claim'].search(action['domain'])
        self.assertEqual(len(claims), 3)
        both = claims.filtered(lambda claim: claim.order_id == order)
        self.assertEqual((both.job_ids, both.concern), (order.job_ids, "A\nB"))

    def test_once(self):
        job = self._create_covered().with_user(self.user_claims)
        self.assertTrue(job.is_to_claim)
        self.assertIn(job, job.search([('is_to_claim', '=', True)]))
        claim = job._make_claims()
        self.assertFalse(job.is_to_claim)
        self.assertNotIn(job, job.search([('is_to_claim', '=', True)]))
        with self.assertRaisesRegex(UserError, f"claimed already: {claim.name}"):
            job.action_make_claim()
        claim._withdraw("Entered by mistake")
        self.assertTrue(job.is_to_claim)
        self.assertNotEqual(job._make_claims(), claim)

    def test_what_is_not_claimed(self):
        order = self.receive(self._create_order(self._prepare_job((self.disc, 1)), odometer_in=30_000))
        job = order.job_ids.with_user(self.user_claims)
        with self.assertRaisesRegex(UserError, "not settled by a claim"):
            job.action_make_claim()
        self._sell(self.vehicle, '2024-05-10')
        order.job_ids.action_take_coverage()
        with self.assertRaisesRegex(UserError, "not done"):
            job.action_make_claim()
        self.work(self.issue(order))
        self.terms.active = False
        with self.assertRaisesRegex(UserError, "no terms of a maker"):
            job.action_make_claim()

    def test_only_a_clerk_makes_claims(self):
        job = self._create_covered()
        for user in (self.user_technician, self.user_advisor, self.user_parts, self.user_accountant):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                job.with_user(user).action_make_claim()
        for vals in ({'order_id': job.order_id.id, 'terms_id': self.terms.id, 'partner_id': self.maker.id},):
            with self.assertRaises(AccessError):
                self.env['aftersales.claim'].with_user(self.user_claims).create(vals)

    def test_filled_again(self):
        """A draft takes what the order says now; what was added by hand stays."""
        claims = self._create_claims(count=2)
        causal = claims[0].causal_line_id.source_line_id
        claims[0].line_ids = [Command.create({'kind': 'freight', 'name': "Express", 'quantity': 1, 'price_unit': 30})]
        self.terms.labour_rate = 150
        claims.action_refill()
        self.assertEqual(claims.line_ids.filtered(lambda line: line.kind == 'labour').mapped('price_unit'), [150, 150])
        self.assertEqual(claims[0].line_ids.filtered(lambda line: line.kind == 'freight').amount, 30)
        self.assertEqual(claims[0].causal_line_id.source_line_id, causal)
        claims.action_check()
        with self.assertRaisesRegex(UserError, "not changed any more"):
            claims.action_refill()

    def test_tags_of_old_parts(self):
        claims = self._create_claims((self.disc, 2), count=2)
        claims[0].causal_number = "LOT 9"
        for __ in range(2):
            claims.action_tag_old_parts()
            claims.invalidate_recordset(['old_part_ids'])
            self.assertEqual(claims.old_part_ids.mapped('quantity'), [2, 2], "once")
        self.assertEqual(claims[0].old_part_ids.serial_number, "LOT 9")

    # === GUARDS OF WHAT IS CLAIMED ===#

    def test_claimed_job_stays(self):
        jobs = self._create_covered(count=2)
        jobs.with_user(self.user_claims)._make_claims()
        for move in (
            lambda: jobs.with_user(self.user_inspector)._transition('todo'),
            lambda: jobs.with_user(self.user_manager).write({'pay_type_id': self.env.ref('aftersales.pay_type_customer').id}),
            lambda: jobs.with_user(self.user_manager).write({'share': 50}),
        ):
            with self.assertRaisesRegex(UserError, "Withdraw the claim first"):
                move()
        with self.assertRaises(UserError):
            jobs.with_user(self.user_advisor).action_cancel()
        self.inspect(jobs.order_id)
        self.assertEqual(set(jobs.mapped('state')), {'passed'})

    def test_work_stays_as_sent(self):
        claim = self._create_claims()
        line = claim.line_ids.source_line_id.filtered(lambda line: line.line_type == 'labour').with_user(self.user_advisor)
        line.quantity += 1
        claim.action_check()
        claim.action_submit()
        with self.assertRaisesRegex(UserError, "was sent to the maker"):
            line.quantity += 1
        with self.assertRaisesRegex(UserError, "was sent to the maker"):
            line.copy({'job_id': line.job_id.id})
        with self.assertRaisesRegex(UserError, "was sent to the maker|stands in the claim"):
            line.unlink()

    # === FROM CHECK TO ANSWER ===#

    def test_checked_and_sent(self):
        claims = self._create_claims(count=2)
        with self.assertRaisesRegex(UserError, "cannot go from"):
            claims.action_submit()
        claims.action_check()
        with self.assertRaisesRegex(UserError, "is Checked"):
            claims[0].cause = "Other"
        claims[0].action_draft()
        claims[0].cause = "Other"
        claims[0].action_check()
        claims.action_submit()
        self.assertEqual(claims.mapped('state'), ['submitted', 'submitted'])
        self.assertTrue(all(claims.mapped('submitted_date')))
        for claim in claims:
            self.assertTrue(claim.submission_ids.is_intact)
            self.assertEqual(claim.submission_ids._get_content()['amount'], claim.amount_claimed)
            more = [Command.update(claim.line_ids[0].id, {'quantity': 9})]
            for vals in ({'cause': "Third"}, {'odometer': 1}, {'line_ids': more}):
                with self.assertRaisesRegex(UserError, "not changed any more"):
                    claim.write(vals)
            with self.assertRaisesRegex(UserError, "not changed any more"):
                claim.line_ids[0].quantity = 9
            with self.assertRaisesRegex(UserError, "not changed any more"):
                claim.line_ids[0].unlink()
            claim.reference = "M-1"

    def test_question_and_answer(self):
        claim = self._create_submitted()
        with self.assertRaisesRegex(UserError, "what the maker asks"):
            claim.state = 'questioned'
        wizard = self._open(claim.action_question())
        self.assertEqual(wizard.deadline, date(2026, 3, 9))
        wizard.question = "Why two?"
        wizard.action_apply()
        self.assertEqual((claim.state, claim.question, claim.answer_deadline), ('questioned', "Why two?", date(2026, 3, 9)))
        task = claim.activity_ids
        self.assertEqual((task.user_id, task.date_deadline), (self.user_claims, date(2026, 3, 9)))
        with self.assertRaisesRegex(UserError, "Enter the answer"):
            claim.state = 'answered'
        wizard = self._open(claim.action_answer(), answer="One a side")
        wizard.action_apply()
        self.assertEqual((claim.state, claim.answer, claim.activity_ids.ids), ('answered', "One a side", []))
        self.assertEqual(claim.submission_ids.sorted('id')[-1].text, "One a side")
        claim._question("And why a third?", date(2026, 3, 5))
        with self.assertRaisesRegex(UserError, "Enter the answer"):
            claim.state = 'answered'

    def _open(self, action, **vals):
        wizard = self.env[action['res_model']].with_user(self.user_claims).with_context(**action['context'])
        return wizard.create({'question': "?", **vals} if 'question' in action['res_model'] else vals)

    def test_files_go_along(self):
        claim = self._create_claims()
        self.env['ir.attachment'].with_user(self.user_claims).create({
            'name': "photo.txt", 'raw': b'as it was', 'res_model': claim._name, 'res_id': claim.id})
        claim.action_check()
        claim.action_submit()
        sent = claim.submission_ids
        self.assertEqual([file['name'] for file in sent._get_content()['files']], ["photo.txt"])
        kept = self.env['ir.attachment'].sudo().search([('res_model', '=', sent._name), ('res_id', '=', sent.id)])
        self.assertEqual(kept.raw, b'as it was')
        with self.assertRaises(UserError):
            kept.with_user(self.user_claims).raw = b'other'
        with self.assertRaises(UserError):
            kept.with_user(self.user_claims).unlink()
