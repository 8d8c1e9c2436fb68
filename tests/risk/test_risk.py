from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.common import AftersalesCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-11-18 08:00:00')
class TestRisk(AftersalesCommon):
    """N6: risks on a map, duties of the law, emergency plans with drills, incidents that four things close."""

    with_outlet = True

    def _create(self, model, user=None, **values):
        return self.env[f'aftersales.{model}'].with_user(user or self.user_inspector).create({
            'workshop_id': self.workshop.id, **values})

    def _run_cron(self, name):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f'aftersales.cron_tell_{name}').method_direct_trigger()
        self.env.invalidate_all()

    # === RISKS ===#

    def test_level_by_hand(self):
        """Probability × effect: 2 × 3 is middle, 1 × 5 low, 3 × 5 high."""
        risk = self._create('risk', name="Battery burns", probability='2', effect='3')
        for probability, effect, level, rating in (
                ('2', '3', 6, 'middle'), ('1', '5', 5, 'low'), ('3', '5', 15, 'high'), ('5', '5', 25, 'high')):
            risk.write({'probability': probability, 'effect': effect})
            self.assertEqual((risk.level, risk.rating), (level, rating))

    def test_risk_is_looked_at_again(self):
        risk = self._create('risk', name="Battery burns", probability='4', effect='5', user_id=self.user_dispatcher.id)
        self.assertEqual((str(risk.next_date), risk.trend, risk.is_overdue), ('2026-11-18', 'same', False))
        with self.assertRaisesRegex(UserError, "nothing is done about it"):
            risk.action_looked_at()
        risk.action_ids = [Command.create({'name': "A box of sand", 'user_id': self.user_technician.id})]
        risk.action_looked_at()
        self.assertEqual((str(risk.next_date), risk.level_before), ('2027-02-18', 20))
        risk.probability = '2'
        self.assertEqual(risk.trend, 'down')
        self.assertEqual(risk.action_ids.with_user(self.user_technician).source, "Battery burns")
        with freeze_time('2027-02-19 08:00:00'):
            self.env.invalidate_all()
            self.assertTrue(risk.is_overdue)
            self.assertIn(risk, risk.search([('is_overdue', '=', True)]))
            self.assertNotIn(risk, risk.search([('is_overdue', '=', False)]))
        with self.assertRaises(AccessError):
            risk.last_date = '2030-01-01'
        with self.assertRaises(UserError):
            risk.unlink()
        with self.assertRaises(AccessError):
            risk.with_user(self.user_technician).action_looked_at()
        with self.assertRaises(AccessError):
            risk.with_user(self.user_other_advisor).read(['name'])

    def test_tasks_are_given_once(self):
        risk = self._create('risk', name="Flood", user_id=self.user_dispatcher.id)
        duty = self._create('duty', name="Oil", law="Waste law", user_id=self.user_parts.id, start_date='2026-12-01')
        later = self._create('duty', name="Permit", law="Permit", start_date='2027-01-01')
        plan = self._create('emergency.plan', name="Fire", first_steps="Call 119", user_id=self.user_manager.id)
        for __ in range(2):
            for name in ('risks', 'duties', 'plans'):
                self._run_cron(name)
        for record, user in ((risk, self.user_dispatcher), (duty, self.user_parts), (plan, self.user_manager)):
            self.assertEqual(record.sudo().activity_ids.user_id, user)
            self.assertEqual(len(record.sudo().activity_ids), 1)
        self.assertFalse(later.sudo().activity_ids)
        risk.action_looked_at()
        self.assertFalse(risk.sudo().activity_ids)

    # === DUTIES AND PLANS ===#

    def test_breach_becomes_an_action(self):
        duty = self._create('duty', name="Waste oil", law="Waste law", interval_months=12, user_id=self.user_parts.id)
        duty.check_ids = [Command.create({'date': '2026-11-10', 'evidence': "Receipt 7"})]
        self.assertEqual((duty.last_result, str(duty.next_date), duty.action_ids.ids), ('kept', '2027-11-10', []))
        duty.check_ids = [Command.create({'result': 'broken', 'evidence': "No receipt", 'user_id': self.user_parts.id})]
        check, action = duty.check_ids[0], duty.action_ids
        self.assertEqual((check.user_id, duty.last_result), (self.user_inspector, 'broken'), "Nobody checks for another.")
        self.assertEqual((action.user_id, action.checker_id, str(action.due_date)), (
            self.user_parts, self.user_inspector, '2026-12-18'))
        duty.check_ids = [Command.create({'date': '2026-11-01', 'evidence': "Entered late"})]
        self.assertEqual((duty.last_result, str(duty.last_date)), ('broken', '2026-11-18'))
        for attempt in (lambda: check.write({'result': 'kept'}), check.unlink):
            with self.assertRaises(UserError):
                attempt()
        with self.assertRaisesRegex(ValidationError, "once it was made"):
            duty.check_ids = [Command.create({'date': '2026-11-20', 'evidence': "Soon"})]

    def test_drill_sets_the_next_one(self):
        plan = self._create('emergency.plan', name="Fire", first_steps="Call 119")
        self.assertEqual(str(plan.next_date), '2026-11-18')
        plan.drill_ids = [Command.create({'date': '2026-11-17', 'lesson': "Gate was shut", 'result': 'weak'})]
        self.assertEqual(str(plan.next_date), '2027-05-17')
        with self.assertRaises(AccessError):
            plan.drill_ids.with_user(self.user_manager).write({'lesson': "All well"})
        with self.assertRaisesRegex(ValidationError, "once it was held"):
            plan.drill_ids = [Command.create({'date': '2026-11-20', 'lesson': "Soon"})]

    # === INCIDENTS ===#

    def test_four_not_let_go(self):
        """四不放过: each of the four keeps it open."""
        incident = self._create('incident', self.user_technician, subject="Hand under the lift")
        self.assertEqual((incident.reporter_id, incident.state), (self.user_technician, 'open'))
        with self.assertRaises(AccessError):
            incident.cause = "Mine"
        with self.assertRaises(AccessError):
            incident.action_close()
        keeper = incident.with_user(self.user_dispatcher)
        with self.assertRaises(UserError) as refusal:
            keeper.action_close()
        for words in ("cause is not found", "dealt with", "not taught", "measures are not taken"):
            self.assertIn(words, str(refusal.exception))
        keeper.write({'cause': "No lock", 'dealt_with': "Talked to", 'taught': "All, 2026-11-18"})
        keeper.action_ids = [Command.create({
            'name': "Lock is checked each morning", 'user_id': self.user_technician.id,
            'checker_id': self.user_inspector.id})]
        with self.assertRaisesRegex(UserError, "cannot be closed: the measures are not taken and checked"):
            keeper.action_close()
        action = keeper.action_ids
        action.with_user(self.user_technician).evidence = "List"
        action.with_user(self.user_technician).action_done()
        with self.assertRaisesRegex(UserError, "not taken and checked"):
            keeper.action_close()
        action.with_user(self.user_inspector).check_note = "Seen"
        action.with_user(self.user_inspector).action_effective()
        for name in ('cause', 'dealt_with', 'taught'):
            value, keeper[name] = keeper[name], "  "
            with self.assertRaisesRegex(UserError, "cannot be closed"):
                keeper.action_close()
            keeper[name] = value
        keeper.action_close()
        self.assertEqual((keeper.state, keeper.closed_id), ('closed', self.user_dispatcher))
        with self.assertRaisesRegex(UserError, "it stays as it is"):
            keeper.cause = "Another"
        with self.assertRaisesRegex(UserError, "already"):
            keeper.action_close()
        self.assertFalse(keeper.browse().action_close())
        with self.assertRaises(AccessError):
            keeper.with_user(self.user_other_advisor).read(['subject'])

    # === PRINTS ===#

    def _print(self, report, records):
        html, __ = self.env['ir.actions.report'].with_user(self.user_technician)._render_qweb_html(
            f'aftersales.{report}', records.ids)
        return html.decode()

    def test_prints(self):
        """The map has its risks in their fields; a list has all its rows on one page, a card a page for each plan."""
        risks = self._create('risk', name="Battery burns", probability='4', effect='5') | self._create(
            'risk', name="Export", probability='1', effect='2')
        rows = dict(self.env['report.aftersales.report_risk_map']._draw_map(risks))
        self.assertEqual((rows[4][4], rows[1][1], rows[3][1]), (('high', '1'), ('low', '2'), ('middle', '')))
        text = self._print('report_risk_map', risks)
        for word in ("Battery burns", "Export", "Probability"):
            self.assertIn(word, text)
        duties = self._create('duty', name="Oil", law="Waste law") | self._create('duty', name="Hose", law="Fire law")
        text = self._print('report_duty_list', duties)
        self.assertLess(text.index("Fire law"), text.index("Waste law"))
        plans = self._create('emergency.plan', name="Fire", first_steps="Warn all\n\nCall 119", phones="119") | self._create(
            'emergency.plan', name="Flood", first_steps="Pumps", workshop_id=False)
        text = self._print('report_emergency_card', plans)
        self.assertEqual(text.count('<div class="o_as_huge'), 2)
        self.assertIn("Call 119", text)
        incident = self._create('incident', subject="Spill", cause="Valve", action_ids=[
            Command.create({'name': "New valve", 'user_id': self.user_technician.id})])
        text = self._print('report_incident', incident)
        for word in ("Spill", "Valve", "New valve", incident.name):
            self.assertIn(word, text)

    def test_numbers_of_the_day_open_their_lists(self):
        self._create('incident', subject="Spill")
        self._create('duty', name="Oil", law="Waste law", start_date='2026-11-01')
        tallies = {tally.key: tally for tally in self.workshop.with_user(self.user_dispatcher)._get_tallies(
            Datetime.to_datetime('2026-11-18 00:00:00'), Datetime.to_datetime('2026-11-19 00:00:00'))}
        for key, model in (('open_incidents', 'incident'), ('duties_overdue', 'duty')):
            self.assertEqual(self.env[f'aftersales.{model}'].search_count(tallies[key].domain), 1)
