import json
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.models.base import aftersales_batch_mixin
from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.law import LawCommon


@tagged('post_install', '-at_install')
class TestCase(LawCommon):
    """I6: the fifth repair of one fault opens a case, which is requested, decided, settled and disclosed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._repair_often(5)
        cls.case = cls.env['aftersales.statute.case'].search([('vehicle_id', '=', cls.vehicle.id)])

    def _request(self, date='2026-09-28'):
        with freeze_time(f'{date} 02:00:00'):
            self.case.with_user(self.user_claims).request_date = date
            self.case.with_user(self.user_claims).action_request()

    def _accept(self, remedy='return', **values):
        with freeze_time('2026-10-09 02:00:00'):
            case = self.case.with_user(self.user_manager)
            case.write({'remedy': remedy, 'registration_fee': 500, 'accessories': 1200, 'odometer': 6000, **values})
            case.action_accept()

    # === HOW IT OPENS ===#

    def test_fifth_repair_opens_one_case(self):
        self.assertEqual(len(self.case), 1)
        self.assertEqual(self.case.rule_ids, self.env.ref('aftersales.statute_rule_cn2021_same'))
        self.assertEqual((self.case.state, self.case.user_id), ('open', self.user_manager))
        self.assertRegex(self.case.name, r'^LC/2026/\d{5}$')
        self.assertTrue(self.case.activity_ids)
        evidence = self.case.evidence_ids
        self.assertEqual(evidence.kind, 'met')
        self.assertTrue(evidence.is_intact)
        same = next(
            row for row in json.loads(evidence.content)['standings']
            if row['article'] == 'Art. 24(4)' and row['status'] == 'met')
        self.assertEqual((same['tally'], same['limit']), (5, 4))
        self.assertEqual([visit['order'] for visit in same['visits']], self.orders.sorted('id').mapped('name'))
        with freeze_time('2026-10-09 02:00:00'):
            self.vehicle.sudo()._watch_statutes()
        self.assertEqual(self.env['aftersales.statute.case'].search_count([('vehicle_id', '=', self.vehicle.id)]), 1)

    def test_another_rule_joins_the_open_case(self):
        self._repair('2026-09-07 01:00:00', hours=24 * 31 + 1, odometer=6000)
        self.assertEqual(len(self.case.rule_ids), 2)
        self.assertEqual(len(self.case.evidence_ids), 2)
        self.assertIn("Met as well", self.case.message_ids[0].body)

    def test_third_time_is_proposed_to_the_manager(self):
        """I9: the house's own rule, beside the law."""
        tasks = self.vehicle.problem_ids.activity_ids.filtered(lambda task: "exchange" in (task.summary or ''))
        self.assertEqual((len(tasks), tasks.user_id), (1, self.user_manager))
        self.assertIn("House rule", tasks.note)

    def test_the_manager_answers_the_proposal(self):
        """I9: he offers another car, which becomes a case with its letter, or he writes why not; nobody else, and once."""
        self._repair_often(3, vehicle=self.vehicle_2)
        problem = self.vehicle_2.problem_ids
        cases = self.env['aftersales.statute.case']
        self.assertFalse(cases.search([('vehicle_id', '=', self.vehicle_2.id)]))
        with freeze_time('2026-07-06 02:00:00'):
            for user in (self.user_advisor, self.user_claims):
                with self.assertRaises(AccessError):
                    problem.with_user(user).action_offer_exchange()
            mine = problem.with_user(self.user_manager)
            with self.assertRaises(AccessError):
                mine.write({'proposal_answer': 'offered'})
            with self.assertRaisesRegex(UserError, "write why"):
                mine.action_decline_exchange()
            action = mine.action_offer_exchange()
            with self.assertRaisesRegex(UserError, "Reload"):
                mine.action_decline_exchange()
        case = cases.browse(action['res_id'])
        self.assertEqual((case.vehicle_id, case.statute_id.kind, case.state), (self.vehicle_2, 'house', 'open'))
        self.assertFalse(case.usage_fee)
        self.assertTrue(case.evidence_ids.is_intact)
        self.assertFalse(problem.activity_ids)
        self.assertEqual(problem.proposal_answer, 'offered')
        html = self.env['ir.actions.report'].with_user(self.user_claims)._render_qweb_html(
            'aftersales.report_statute_case', case.ids)[0].decode()
        self.assertIn("Beyond what the law asks of us", html)
        self.assertNotIn("the manager is asked", html, "what the house says to itself")
        # Of the car with the law's case it is added there; two at once are declined together.
        other = self.vehicle.problem_ids.with_user(self.user_manager)
        with freeze_time('2026-09-28 02:00:00'):
            other.proposal_reason = "The law gives more"
            other.action_decline_exchange()
        self.assertEqual((other.proposal_answer, other.activity_ids.ids), ('declined', []))

    def test_proposals_are_made_together(self):
        """I9: the night proposes for many cars in as many questions as for one; each manager gets a task a car."""
        self._repair_often(3, vehicle=self.vehicle_2)
        vehicles = self.vehicle | self.vehicle_2

        def look(cars):
            vehicles.problem_ids.activity_ids.unlink()
            vehicles.problem_ids.is_exchange_proposed = False
            self.env.flush_all()
            self.env.invalidate_all()
            queries = self.env.cr.sql_log_count
            cars.sudo()._watch_statutes()
            self.env.flush_all()
            return self.env.cr.sql_log_count - queries

        # A manager who gets many at once gets no mail of each.
        with freeze_time('2026-10-09 02:00:00'), patch.object(aftersales_batch_mixin, 'MOST_MAILS', 0):
            look(vehicles)
            few, many = look(self.vehicle), look(vehicles)
        tasks = vehicles.problem_ids.activity_ids.filtered(lambda task: "propose an exchange" in (task.summary or ''))
        self.assertEqual(sorted(tasks.mapped('res_id')), sorted(vehicles.problem_ids.ids))
        self.assertLessEqual(many, few + 2, f"{few} queries for one, {many} for two")

    def test_near_list(self):
        """I6: who is near or beyond stands on the list with what is missing; the nightly run keeps it."""
        self._repair_often(4, vehicle=self.vehicle_2)
        rows = self.env['aftersales.statute.watch'].with_user(self.user_claims).search([])
        found = {(row.vehicle_id, row.rule_id.code): (row.status, row.distance) for row in rows}
        self.assertEqual(found[self.vehicle, 'CN2021-SAME'], ('met', 0))
        self.assertEqual(found[self.vehicle_2, 'CN2021-SAME'], ('near', 1))
        with freeze_time('2028-03-03 02:00:00'), self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_watch_statutes').method_direct_trigger()
            self.env.invalidate_all()
        row = self.env['aftersales.statute.watch'].search([
            ('vehicle_id', '=', self.vehicle_2.id), ('rule_id.code', '=', 'CN2021-SAME')])
        self.assertFalse(row, "the window has passed")
        self.assertEqual(str(self.vehicle.statute_next_watch), '2028-03-04')

    def test_customer_s_page(self):
        """O1: the owner reads until when the law gives him what, and how far we are; nobody else what he asked for."""
        self._request()
        with freeze_time('2026-09-29 02:00:00'):
            values = self.vehicle.sudo()._prepare_portal_values(self.case.partner_id)
            self.assertEqual([right['article'] for right in values['rights']], ["Art. 18", "Art. 18, 19"])
            self.assertIn("03/02/2028", values['rights'][0]['window'])
            self.assertIn("reply by", values['right_cases'][0])
            self.assertFalse(self.vehicle.sudo()._prepare_portal_values(self.insurer)['right_cases'])
            self.vehicle.sudo().usage = 'commercial'
            self.assertFalse(self.vehicle.sudo()._prepare_portal_values(self.insurer)['rights'])

    # === DEADLINES AND DECISION ===#

    def test_deadlines_are_working_days(self):
        """I6: the reply is due on the tenth working day, completion on the twentieth, holidays left out."""
        calendar = self.company.resource_calendar_id
        self.env['resource.calendar.leaves'].create({
            'name': "National Day", 'calendar_id': calendar.id, 'company_id': self.company.id,
            'date_from': '2026-09-30 16:00:00', 'date_to': '2026-10-07 15:59:59'})
        calendar.tz = 'Asia/Shanghai'
        self._request('2026-09-28')
        self.assertEqual(str(self.case.reply_due), '2026-10-19')
        self.assertEqual(str(self.case.completion_due), '2026-11-02')
        deadlines = self.case.activity_ids.mapped('date_deadline')
        self.assertIn(self.case.reply_due, deadlines)
        with freeze_time('2026-10-20'):
            self.case.invalidate_recordset(['is_late'])
            self.assertTrue(self.case.is_late)
            self.assertIn(self.case, self.case.search([('is_late', '=', True)]))

    def test_worked_saturdays_are_working_days(self):
        """I6: over Spring Festival a Saturday that is worked instead counts, and a day of stocktaking all the same."""
        calendar = self.company.resource_calendar_id
        calendar.tz = 'Asia/Shanghai'
        self.env['resource.calendar.leaves'].create({
            'name': "Spring Festival", 'calendar_id': calendar.id, 'company_id': self.company.id,
            'date_from': '2027-02-04 16:00:00', 'date_to': '2027-02-12 15:59:59'})
        case = self.case
        days = {}
        for step in ('plain', 'saturday', 'closed'):
            if step == 'saturday':
                self.env['aftersales.special.day'].create([{
                    'name': "Worked instead", 'workshop_id': self.workshop.id, 'date_from': day, 'hour_from': 9.0,
                    'hour_to': 17.0} for day in ('2027-02-13', '2027-02-20')])
            elif step == 'closed':
                self.env['aftersales.special.day'].create({
                    'name': "Stocktaking", 'workshop_id': self.workshop.id, 'date_from': '2027-02-16', 'is_closed': True})
            case.request_date = '2027-02-01'
            days[step] = str(case._get_working_day(10)), str(case._get_working_day(20))
        self.assertEqual(days['plain'], ('2027-02-23', '2027-03-09'))  # 2nd to 4th, from the 15th on
        self.assertEqual(days['saturday'], ('2027-02-20', '2027-03-05'))
        self.assertEqual(days['closed'], days['saturday'])

    def test_days_entered_later_move_what_runs(self):
        """I6: a Saturday worked instead or a holiday that is entered after the request moves its last days and the tasks
        that name them, and back again; what another company keeps, and what has ended, does not move."""
        self.company.resource_calendar_id.tz = 'Asia/Shanghai'
        self._request('2026-09-28')
        before = self.case.reply_due, self.case.completion_due
        self.assertEqual([str(day) for day in before], ['2026-10-12', '2026-10-26'])

        def assert_moved(reply, completion):
            self.env.flush_all()
            self.env.invalidate_all()
            days = self.case.reply_due, self.case.completion_due
            self.assertEqual([str(day) for day in days], [reply, completion])
            self.assertLessEqual(set(days), set(self.case.activity_ids.mapped('date_deadline')))

        worked = self.env['aftersales.special.day'].with_user(self.user_manager).create({
            'name': "Worked instead", 'workshop_id': self.workshop.id, 'date_from': '2026-10-10', 'hour_to': 17.0})
        assert_moved('2026-10-10', '2026-10-23')
        worked.is_closed = True
        assert_moved('2026-10-12', '2026-10-26')
        worked.write({'is_closed': False, 'date_from': '2026-10-17', 'date_to': '2026-10-17'})
        assert_moved('2026-10-12', '2026-10-23')
        worked.unlink()
        assert_moved('2026-10-12', '2026-10-26')
        other = self.env['res.company'].create({'name': "Elsewhere"})
        Leaves = self.env['resource.calendar.leaves']
        Leaves.create({
            'name': "Theirs", 'calendar_id': other.resource_calendar_id.id, 'company_id': other.id,
            'date_from': '2026-09-30 16:00:00', 'date_to': '2026-10-07 15:59:59'})
        assert_moved('2026-10-12', '2026-10-26')
        holiday = Leaves.create({
            'name': "National Day", 'calendar_id': self.company.resource_calendar_id.id, 'company_id': self.company.id,
            'date_from': '2026-09-30 16:00:00', 'date_to': '2026-10-07 15:59:59'})
        assert_moved('2026-10-19', '2026-11-02')
        self.case.with_user(self.user_manager).reason = "It was repaired"
        self.case.with_user(self.user_manager).action_refuse()
        holiday.unlink()
        self.assertEqual(str(self.case.reply_due), '2026-10-19', "as it was answered")

    def test_return_with_its_sums(self):
        self._request()
        self._accept()
        # 200,000 × 6,000 km / 1,000 km × 0.5 %
        self.assertEqual(self.case.usage_fee, 6000.0)
        self.assertEqual(self.case.amount_refund, 200000 + 500 + 1200 - 6000)
        decision = self.case.evidence_ids.sorted('id')[-1]
        self.assertEqual((decision.kind, decision._get_content()['decision']['amount_refund']), ('decision', 195700.0))
        with self.assertRaisesRegex(UserError, "does not change any more"):
            self.case.with_user(self.user_manager).price = 1
        with freeze_time('2026-10-12 02:00:00'):
            self.case.with_user(self.user_claims).action_complete()
        self.assertEqual((self.case.state, str(self.case.completion_date)), ('completed', '2026-10-12'))

    def test_maker_may_ask_for_less(self):
        self.vehicle.statute_fee_rate = 0.3
        self.case.with_user(self.user_manager).write({'remedy': 'return', 'odometer': 6001})
        self.assertEqual(self.case.usage_fee, 3600.6)

    def test_exchange_begins_anew(self):
        self._request()
        self._accept('exchange')
        self.assertEqual((self.case.amount_refund, self.case.amount_due), (0.0, 6000.0 - 1700.0))
        with self.assertRaisesRegex(UserError, "given in exchange"):
            self.case.with_user(self.user_claims).action_complete()
        self.case.with_user(self.user_claims).replacement_id = self.vehicle_2
        with freeze_time('2026-10-12 02:00:00'):
            self.case.with_user(self.user_claims).action_complete()
        self.assertEqual(str(self.vehicle_2.statute_restart_date), '2026-10-12')
        self.assertEqual(str(self._get_standing('CN2021-VALID', self.vehicle_2).last_day), '2028-10-12')

    def test_refusal_needs_reasons(self):
        self._request()
        case = self.case.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "must give its reasons"):
            case.action_refuse()
        case.reason = "The car was modified against the manual."
        case.action_refuse()
        self.assertEqual(case.state, 'refused')
        paper, __ = self.env['ir.actions.report'].with_user(self.user_claims)._render_qweb_html(
            'aftersales.report_statute_case', case.ids)
        self.assertIn("modified against the manual", paper.decode())
        self.assertIn("Art. 24(4)", paper.decode())

    def test_letter_speaks_the_readers_way(self):
        """C4, C15: days of the outlet as its customer writes them, whole kilometres; a repair after midnight is of its day."""
        orders = self._repair_often(4, vehicle=self.vehicle_2)
        orders |= self._repair('2026-09-06 18:30:00', vehicle=self.vehicle_2, odometer=12345)  # the 7th in Shanghai
        case = self.env['aftersales.statute.case'].search([('vehicle_id', '=', self.vehicle_2.id)])
        case.user_id = self.user_claims
        self.user_claims.tz = 'America/New_York'
        report = self.env['ir.actions.report'].with_user(self.user_claims)
        for name, record in (('report_statute_case', case), ('report_statute_evidence', case.evidence_ids[:1])):
            letter = report._render_qweb_html(f'aftersales.{name}', record.ids)[0].decode()
            self.assertIn(f"{orders.sorted('id')[-1].name} · 09/07/2026 – … · 12,345 km", letter)
            self.assertNotIn("2026-09-0", letter)

    def test_who_decides(self):
        for user in (self.user_advisor, self.user_dispatcher):
            with self.assertRaises(AccessError):
                self.case.with_user(user).action_drop()
        self._request()
        with self.assertRaises(AccessError):
            self.case.with_user(self.user_claims).action_accept()
        with self.assertRaisesRegex(UserError, "choose what is decided"):
            self.case.with_user(self.user_manager).action_accept()

    def test_two_cases_at_once_and_wrong_states(self):
        self._repair_often(5, vehicle=self.vehicle_2)
        cases = self.env['aftersales.statute.case'].search([('vehicle_id', 'in', self.vehicles.ids)])
        cases = cases.with_user(self.user_claims)
        self.assertEqual(len(cases), 2)
        self.assertEqual(len(set(cases.mapped('name'))), 2)
        with self.assertRaisesRegex(UserError, "written request"):
            cases.action_request()
        with self.assertRaisesRegex(UserError, "cannot go from"):
            cases.action_complete()
        cases.action_drop()
        self.assertEqual(set(cases.mapped('state')), {'dropped'})
        with freeze_time('2026-10-09 02:00:00'):
            self.vehicles.sudo()._watch_statutes()
        self.assertEqual(self.env['aftersales.statute.case'].search_count([('vehicle_id', 'in', self.vehicles.ids)]), 2)

    # === WHAT IS KEPT ===#

    def test_records_are_kept(self):
        """I6: neither the case, nor its evidence, nor the orders it stands on are deleted (six years, art. 17)."""
        for records in (self.case, self.case.evidence_ids, self.orders, self.orders.job_ids, self.orders.job_ids.problem_id):
            for env in (self.env(su=True), self.env(user=self.user_manager.id)):
                with self.assertRaises(UserError), self.cr.savepoint():
                    records.with_env(env).unlink()

    def test_resale_only_with_disclosure(self):
        """I6: a car that was given back is sold again to nobody who has not signed for it (art. 33)."""
        self._request()
        self._accept()
        with freeze_time('2026-10-12 02:00:00'):
            self.case.with_user(self.user_claims).action_complete()
        buyer = self.env['res.partner'].create({'name': "Zhao Lei"})
        with self.assertRaisesRegex(UserError, "Disclose to Buyer"):
            self.vehicle.with_user(self.user_advisor).owner_id = buyer
        self.vehicle.owner_id = self.company.partner_id
        with self.assertRaisesRegex(UserError, "Disclose to Buyer"):
            self.vehicle.with_user(self.user_advisor).owner_id = buyer
        wizard = self.env['aftersales.statute.disclose.wizard'].with_user(self.user_claims).with_context(
            **self.case.with_user(self.user_claims).action_disclose()['context'])
        with Form(wizard) as form:
            form.partner_id = buyer
            form.inspection = "Gearbox renewed, 60 points passed"
        with self.assertRaisesRegex(UserError, "Let the buyer sign"):
            form.record.action_apply()
        form.record.signature = PNG
        form.record.action_apply()
        evidence = self.case.evidence_ids.sorted('id')[-1]
        self.assertEqual((evidence.kind, evidence.partner_id, evidence.signatory), ('disclosure', buyer, "Zhao Lei"))
        self.assertTrue(evidence.is_intact)
        self.vehicle.with_user(self.user_advisor).owner_id = buyer
        paper, __ = self.env['ir.actions.report'].with_user(self.user_claims)._render_qweb_html(
            'aftersales.report_statute_evidence', evidence.ids)
        self.assertIn("Gearbox renewed", paper.decode())

    def test_disclosure_of_a_car_that_was_not_given_back(self):
        with self.assertRaisesRegex(UserError, "was not given back"):
            self.case.with_user(self.user_claims).action_disclose()
        self.assertEqual(fields.Date.to_string(self.case.found_date), '2026-08-06')
        self.assertFalse(self.case.evidence_ids.filtered(lambda evidence: evidence.kind == 'disclosure'))
        self.vehicle.write({'owner_id': self.insurer.id, 'tag_ids': [Command.clear()]})
