from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.survey import TUESDAY
from odoo.addons.aftersales.tests.dealership.value import ValueCommon


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestLost(ValueCommon):
    """J6: every loyal customer who is lost has somebody who wins him back, a reason and a measure."""

    def _win_back(self):
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_win_back').method_direct_trigger()
        self.env.invalidate_all()

    def _lose(self, count=1):
        """Loyal customers who have been away for a year and some days."""
        cars = self._create_cars(count)
        self._visit(cars, 370, 450, 500)
        self._night()
        self._win_back()
        return self.cases.search([('partner_id', 'in', cars.owner_id.ids)], order='id').with_user(self.user_care)

    def _prepare(self, cases):
        cases.write({
            'user_id': self.user_care.id, 'reason_id': self.env.ref('aftersales.lost_reason_price').id,
            'measure': "The head calls", 'offer': "A free check"})
        return cases

    def test_who_has_a_case(self):
        """J6: loyal and lost lately; not who came once, nor who was lost long before anybody looked."""
        loyal, once, long_ago, here = cars = self._create_cars(4)
        self._visit(loyal, 370, 450, 500)
        self._visit(once, 370)
        self._visit(long_ago, 800, 850, 900)
        self._visit(here, 10, 50)
        self._night()
        self._win_back()
        self.night.done_day = False
        self._night()
        self._win_back()
        case = self.cases.search([('partner_id', 'in', cars.owner_id.ids)])
        self.assertEqual(case.partner_id, loyal.owner_id)
        self.assertEqual(
            (case.user_id, case.advisor_id, case.workshop_id, case.is_loyal, case.last_visit, case.lost_date),
            (self.user_advisor, self.user_advisor, self.workshop, True, date(2025, 2, 26), date(2026, 3, 3)))
        self.assertEqual(case.activity_ids.user_id, self.user_advisor, "a task of whoever wins him back")
        self.assertTrue(case.is_unprepared)
        self.assertEqual(self.cases.search([('is_unprepared', '=', True), ('id', '=', case.id)]), case)
        keys = {tally.key: tally for tally in self.workshop.with_user(self.user_manager)._get_todays_tallies()}
        self.assertIn(case, self.cases.search(keys['lost_unprepared'].domain))

    def test_offer_needs_all(self):
        """J6: an offer needs owner, reason, measure and what is offered; then its result is waited for ninety days."""
        cases = self._lose(2)
        with self.assertRaisesRegex(UserError, "who wins the customer back"):
            cases.action_offer()
        self._prepare(cases).offer = " "
        with self.assertRaisesRegex(UserError, "what the customer is offered"):
            cases.action_offer()
        self._prepare(cases).action_offer()
        action = cases[0].action_plan_call()
        plan = self.env['aftersales.contact.plan'].with_user(self.user_care).with_context(**action['context']).create({})
        self.assertEqual(
            (plan.partner_id, plan.user_id, plan.topic, plan.date, plan.company_id),
            (cases[0].partner_id, self.user_care, "A free check", date(2026, 3, 3), self.company))
        self.assertEqual(set(cases.mapped(lambda case: (case.state, case.offer_date, case.deadline))), {
            ('offered', date(2026, 3, 3), date(2026, 6, 1))})
        self.assertFalse(cases[0].is_unprepared)
        with self.assertRaises(UserError):
            cases.action_offer()
        with self.assertRaises(AccessError):
            cases.state = 'won'

    def test_won_back_is_who_came(self):
        """J6: a visit within ninety days wins; one after it, or none, does not; nobody declares it."""
        won, late, silent = cases = self._prepare(self._lose(3))
        cases.action_offer()
        with self.assertRaisesRegex(UserError, "No visit was delivered"):
            cases.sudo()._transition('won')
        cars = [self.env['fleet.vehicle'].search([('owner_id', '=', case.partner_id.id)]) for case in cases]
        with freeze_time('2026-05-20 02:00:00'):
            self._visit(cars[0], 1)
            self._night()
            self._win_back()
            self.assertEqual((won.state, won.returned_date, won.ended_date), ('won', date(2026, 5, 19), date(2026, 5, 20)))
            self.assertFalse(won.activity_ids)
        with freeze_time('2026-06-02 02:00:00'):
            self._visit(cars[1], 0)
            self._night()
            self._win_back()
        self.assertEqual((late.state, silent.state, silent.end_reason), ('gone', 'gone', "Did not come"))
        self.assertEqual(cases.mapped('is_won'), [1, 0, 0])
        with self.assertRaisesRegex(UserError, "is over"):
            won.measure = "Something else"
        with self.assertRaisesRegex(UserError, "is over"):
            cases.action_give_up()

    def test_given_up_with_a_reason(self):
        """J6: who sold his car is not waited for; the reason stands on the case, and may come from a call."""
        case = self._lose()
        with self.assertRaisesRegex(UserError, "say why"):
            case.action_give_up()
        car = self.env['fleet.vehicle'].search([('owner_id', '=', case.partner_id.id)])
        step = self._create_steps(car).with_user(self.user_care)
        step.get_call(step.id)
        step.save_call({'result': 'lost', 'lost_reason': 'sold', 'mood': 'neutral'})
        self.assertEqual(case.reason_id, self.env.ref('aftersales.lost_reason_sold'))
        case.action_give_up()
        self.assertEqual((case.state, case.end_reason), ('gone', "Sold the Car"))

    def test_taken_up_by_hand(self):
        """J6: whoever is at risk may be taken up before he is lost; an active customer not."""
        risk, active = cars = self._create_cars(2)
        self._visit(risk, 190)
        self._visit(active, 10)
        self._night()
        value = self._get_value(risk).with_user(self.user_care)
        action = value.action_win_back()
        self.assertEqual(value.action_win_back()['res_id'], action['res_id'], "one case at a time")
        self.assertEqual(self.cases.browse(action['res_id']).partner_id, risk.owner_id)
        with self.assertRaisesRegex(UserError, "not lost"):
            self._get_value(active).with_user(self.user_care).action_win_back()
        self.assertTrue(cars)

    def test_roles(self):
        """J6: advisors and care win back; technicians and other companies see nothing; nobody deletes or makes one."""
        case = self._lose()
        for stranger in (self.user_technician, self.user_other_advisor):
            with self.assertRaises(AccessError):
                case.with_user(stranger).read(['state'])
        with self.assertRaises(AccessError):
            case.unlink()
        with self.assertRaises(AccessError):
            self.cases.with_user(self.user_manager).create({'partner_id': case.partner_id.id})
        case.with_user(self.user_advisor).measure = "I call him"
        with self.assertRaises(AccessError):
            self.env.ref('aftersales.lost_reason_price').with_user(self.user_care).name = "Cheap"

    def test_many_at_once(self):
        """J6: opening cases asks as often for one as for many, but for core's followers: four times each."""
        cars = self._create_cars(13)
        costs = []
        for some in (cars[:1], cars[1:2], cars[2:]):
            self._visit(some, 370, 450, 500)
            self.night.done_day = False
            self._night()
            values = self.values.search([('needs_case', '=', True), ('company_id', '=', self.company.id)])
            costs.append(self.count_queries(values._open_cases))
        self.assertLessEqual(costs[2] - costs[1], 4 * 10 + 2, costs)
