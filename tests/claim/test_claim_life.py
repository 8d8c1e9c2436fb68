from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.claim import ClaimCommon
from odoo.addons.aftersales.tests.dealership.warranty import TODAY


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestClaimLife(ClaimCommon):
    """I3: who moves a claim, who sees it, and what comes as a task."""

    # === WITHDRAWAL ===#

    def test_withdrawn_with_a_reason(self):
        claims = self._create_claims(count=2)
        for reason in (" ", False):
            with self.assertRaisesRegex(UserError, "Write why"):
                claims._withdraw(reason)
        claims._withdraw("Entered twice")
        self.assertEqual(claims.mapped('state'), ['withdrawn', 'withdrawn'])
        self.assertFalse(claims.job_ids.filtered(lambda job: job._is_claimed()))
        with self.assertRaises(UserError):
            claims._withdraw("Again")

    def test_sent_is_withdrawn_by_a_manager(self):
        claim = self._create_submitted()
        for user in (self.user_claims, self.user_accountant):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                claim.with_user(user)._withdraw("No hope")
        claim.with_user(self.user_manager)._withdraw("No hope")
        self.assertEqual((claim.state, claim.withdrawn_reason), ('withdrawn', "No hope"))

    def test_large_is_withdrawn_by_two(self):
        self.company.aftersales_claim_withdrawal_limit = 100
        second_manager = self.user_manager.copy({'login': 'manager_2', 'name': "Second Manager"})
        for first, second in ((self.user_manager, self.user_accountant), (self.user_accountant, self.user_manager)):
            claim = self._create_submitted()
            claim.with_user(first)._withdraw("The maker went broke")
            self.assertEqual((claim.state, claim.withdrawal_user_id), ('submitted', first))
            with self.assertRaisesRegex(UserError, "together"):
                claim.with_user(first).action_withdraw()
            if first == self.user_manager and not second_manager.has_group('account.group_account_invoice'):
                with self.assertRaisesRegex(UserError, "together"):
                    claim.with_user(second_manager).action_withdraw()
            with self.assertRaises(AccessError):
                claim.with_user(self.user_claims).action_withdraw()
            claim.with_user(second).action_withdraw()
            self.assertEqual((claim.state, claim.withdrawn_reason), ('withdrawn', "The maker went broke"))

    def test_asked_and_kept(self):
        self.company.aftersales_claim_withdrawal_limit = 100
        claim = self._create_submitted()
        with self.assertRaisesRegex(UserError, "Nobody has asked"):
            claim.with_user(self.user_manager).action_keep()
        claim.with_user(self.user_manager)._withdraw("Too old")
        claim.with_user(self.user_accountant).action_keep()
        self.assertFalse(claim.withdrawal_user_id or claim.withdrawn_reason)
        with self.assertRaises(UserError):
            claim.with_user(self.user_manager).state = 'withdrawn'

    # === TASKS ===#

    def test_task_before_the_deadline(self):
        claims = self._create_claims(count=2)
        self.assertEqual(claims.mapped('reminder_date'), [date(2026, 3, 25)] * 2)
        self._remind('2026-03-24')
        self.assertFalse(claims.activity_ids)
        for day in ('2026-03-25', '2026-03-26'):
            self._remind(day)
            self.assertEqual(len(claims.activity_ids), 2, "once")
        task = claims[0].activity_ids
        self.assertEqual((task.user_id, task.date_deadline), (self.user_claims, date(2026, 4, 1)))
        self.assertIn(claims[0].name, task.summary)
        claims[0].action_check()
        claims[0].action_submit()
        claims[1]._withdraw("Not ours")
        self.assertFalse(claims.activity_ids)

    def _remind(self, day):
        with freeze_time(f'{day} 04:00:00'), self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_remind_claims').method_direct_trigger()

    # === ACCESS ===#

    def test_who_sees_a_claim(self):
        claim = self._create_submitted()
        for user in (self.user_technician, self.user_advisor, self.user_parts):
            with self.subTest(user=user.name):
                for record in (claim, claim.line_ids, claim.submission_ids):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read()
                self.assertEqual(claim.job_ids.with_user(user).claim_state, 'submitted')
                with self.assertRaises(AccessError):
                    claim.job_ids.with_user(user).read(['claim_id'])
        for user in (self.user_accountant, self.user_manager):
            claim.with_user(user).read()
        with self.assertRaises(AccessError):
            claim.with_user(self.user_accountant).write({'reference': "M1"})

    def test_other_company_sees_nothing(self):
        claim = self._create_submitted()
        other = self.env['res.company'].create({'name': "Other Dealer"})
        stranger = self.user_claims.copy({
            'login': 'claims_other', 'name': "Other Clerk", 'company_id': other.id, 'company_ids': [Command.set(other.ids)]})
        self.assertFalse(self.env['aftersales.claim'].with_user(stranger).search([('id', '=', claim.id)]))
        Wizard = self.env['aftersales.claim.question.wizard'].with_user(stranger)
        for move in (
            lambda: claim.with_user(stranger).read(),
            lambda: claim.with_user(stranger)._question("?", fields.Date.today()),
            lambda: claim.job_ids.with_user(stranger).action_make_claim(),
            lambda: Wizard.create({'claim_id': claim.id, 'question': "?"}),
        ):
            with self.assertRaises(AccessError):
                move()

    def test_technician_says_what_failed(self):
        job = self._create_covered()
        code = self.env['aftersales.defect.code'].create({'name': "Broken", 'code': "B1"})
        part = job.line_ids.filtered(lambda line: line.line_type == 'part')
        job.with_user(self.user_technician).write({
            'defect_code_id': code.id, 'causal_order_line_id': part.id, 'causal_number': "LOT 7", 'cause': "Cracked"})
        with self.assertRaises(UserError):
            job.with_user(self.user_technician).causal_order_line_id = job.line_ids - part
        claim = job.with_user(self.user_claims)._make_claims()
        self.assertEqual(
            (claim.defect_code_id, claim.causal_line_id.source_line_id, claim.causal_number, claim.cause),
            (code, part, "LOT 7", "Cracked"))

    # === THE DAY ===#

    def test_day_of_the_clerk(self):
        """What is counted is what a click opens."""
        to_claim = self._create_covered()
        draft, sent = self._create_claims(), self._create_submitted()
        long_ago = fields.Datetime.now() - timedelta(days=95)
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_claim SET submitted_date = %s WHERE id = %s", [long_ago, sent.id])
        self.env.invalidate_all()
        Workshop = self.env['aftersales.workshop'].with_user(self.user_claims)
        today = Workshop.get_today(self.workshop.id, 'claims')
        self.assertEqual(today['title'], "Claims Today")
        tallies = {tally['key']: tally for section in today['sections'] for tally in section['tallies']}
        for key, record in (('to_claim', to_claim), ('to_check', draft), ('with_maker', sent), ('age_91', sent)):
            found = self.env[record._name].with_user(self.user_claims).search(tallies[key]['action']['domain'])
            with self.subTest(key=key):
                self.assertIn(record, found)
                self.assertEqual(tallies[key]['count'], len(found))
        self.assertEqual([tallies[key]['count'] for key in ('age_0', 'age_31', 'age_61')], [0, 0, 0])
        others = Workshop.with_user(self.user_advisor).get_today(self.workshop.id, 'claims')
        keys = {tally['key'] for section in others['sections'] for tally in section['tallies']}
        self.assertFalse(keys & {'to_claim', 'to_check', 'with_maker', 'old_parts', 'age_91'}, "no claims for others")

    # === PRINTS ===#

    def test_prints(self):
        claims = self._create_submitted(count=2)
        part = self.env['aftersales.old.part'].with_user(self.user_claims).create({
            'job_id': claims[0].job_ids.id, 'product_id': self.disc.id})
        Report = self.env['ir.actions.report'].with_user(self.user_claims)
        for name, records, words in (
            ('report_claim', claims, [claims[0].name, claims[1].name, "D0815", "Cast broken"]),
            ('report_claim_cover', claims, [claims[0].name, claims[1].name, "2 claims"]),
            ('report_service', claims.job_ids, ["Cast broken", "Renewed"]),
            ('report_old_part_return', part, [part.name, claims[0].name]),
        ):
            html = Report._render_qweb_html(f'aftersales.{name}', records.ids)[0].decode()
            for word in words:
                with self.subTest(name=name, word=word):
                    self.assertIn(word, html)

    def test_technician_says_it_when_he_finishes(self):
        if not self.vehicle.sudo().coverage_ids:
            self._sell(self.vehicle, '2024-05-10')
        order = self.receive(self._create_order(self._prepare_job((self.disc, 1), concern="Grinds"), odometer_in=30_000))
        order.job_ids.action_take_coverage()
        self.issue(order)
        job = order.job_ids.with_user(self.user_technician)
        job.action_start()
        code = self.env['aftersales.defect.code'].create({'name': "Broken", 'code': "B1"})
        wizard = self.env['aftersales.finish.wizard'].with_user(self.user_technician).create({
            'job_id': job.id, 'cause': "Cracked", 'correction': "Renewed", 'defect_code_id': code.id,
            'causal_order_line_id': job.line_ids.id, 'causal_number': "LOT 1"})
        wizard.action_apply()
        self.assertEqual(
            (job.state, job.defect_code_id, job.causal_order_line_id, job.causal_number), ('done', code, job.line_ids, "LOT 1"))
