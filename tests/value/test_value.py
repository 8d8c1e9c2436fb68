from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.aftersales.models.value.aftersales_customer_value_pass import COLUMNS
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY
from odoo.addons.aftersales.tests.dealership.value import ValueCommon

RUN = 'odoo.addons.aftersales.models.value.aftersales_value_run'


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestValue(ValueCommon):
    """J6: what customers are worth, by what is counted of them, decided at night."""

    def _get_figures(self, *cars):
        return [(value.value_class, value.status, value.is_loyal, value.visits, value.points) for value in (
            self._get_value(car) for car in cars)]

    def test_classes_and_statuses(self):
        """J6: visits, the last one and years give points; new, active, at risk, lost by the months since the last visit."""
        regular, fresh, risk, lost, edge = cars = self._create_cars(5)
        self._visit(regular, 10, 100, 200, 364)
        self._visit(fresh, 5)
        self._visit(risk, 190, 300)
        self._visit(lost, 400, 500)
        self._visit(edge, 3, 366)  # of a year and a day ago
        self._night()
        self.assertEqual(self._get_figures(*cars), [
            ('b', 'active', True, 4, 50), ('c', 'new', False, 1, 30), ('c', 'risk', False, 2, 25),
            ('c', 'lost', False, 0, 3), ('c', 'active', False, 1, 33)])
        value = self._get_value(regular)
        self.assertEqual(
            (value.first_visit, value.last_visit, value.total_visits, value.workshop_id, value.user_id, value.decided_date),
            (date(2025, 3, 4), date(2026, 2, 21), 4, self.workshop, self.user_advisor, date(2026, 3, 3)))

    def test_a_delivery_counts(self):
        """J6: what the advisor delivers is counted at night, once, however often the night is repeated."""
        order = self._create_orders()
        order.job_ids.line_ids.filtered('product_id.is_storable').unlink()
        self.approve(self.receive(order), signatory='Chen Jing')
        self._pass(order)
        self.deliver(order)
        customer = order.partner_id.commercial_partner_id
        before = self.counts.search([('customer_id', '=', customer.id), ('company_id', '=', self.company.id)])
        self.assertFalse(before.filtered(lambda count: count.counted_day == date(2026, 3, 3)))
        for __ in range(2):
            self.night.done_day = False
            self._night()
            count = self.counts.search([('partner_id', '=', order.partner_id.id), ('counted_day', '=', '2026-03-03')])
            self.assertEqual((count.visits, count.workshop_id, count.user_id), (1, self.workshop, self.user_advisor))
        self.assertFalse(self.env['aftersales.value.mark'].search([('company_id', '=', self.company.id)]))

    def test_counted_from_nothing_is_the_same(self):
        """J6: what was counted as it happened is what a count from nothing gives; a broken counter is put right."""
        cars = self._create_cars(7)
        for number, car in enumerate(cars):
            self._visit(car, *range(3 + number, 400, 60 + number))
        self.night.is_counted = False  # what was there before counts, too
        self._night()
        counted = self._read_all('aftersales_value_count', 'partner_id', 'counted_day', 'visits', 'spend', 'workshop_id')
        decided = self._read_all('aftersales_customer_value', 'partner_id', *COLUMNS)
        self.assertGreater(len(counted), 30)
        self.env.cr.execute("DELETE FROM aftersales_value_count WHERE company_id = %s AND visits = 1 AND partner_id = %s", (
            self.company.id, cars[0].owner_id.id))
        self.env.cr.execute("UPDATE aftersales_value_count SET visits = 5 WHERE company_id = %s AND partner_id = %s", (
            self.company.id, cars[1].owner_id.id))
        self.night.with_user(self.user_manager).action_count_anew()
        with patch(f'{RUN}.BATCH', 3):
            self._night()
        self.assertEqual(self._read_all(
            'aftersales_value_count', 'partner_id', 'counted_day', 'visits', 'spend', 'workshop_id'), counted)
        self.assertEqual(self._read_all('aftersales_customer_value', 'partner_id', *COLUMNS), decided)

    def test_killed_anywhere(self):
        """J6: whatever batch it is killed at, it goes on there, and comes to the same; nobody's change is told twice."""
        cars = self._create_cars(9)
        self._visit(cars, 10)
        self._visit(cars[:5], 100, 200)
        with patch(f'{RUN}.BATCH', 2):
            for number in range(40):
                with self.env.cr.savepoint(flush=False) as savepoint:
                    self.night._work_batch()
                    self.env.flush_all()
                    if number % 3 == 1:  # killed before it was committed
                        self.env.clear()
                        savepoint.rollback()
                if self.night.done_day:
                    break
        self.assertEqual(self.night.done_day, date(2026, 3, 3))
        self.assertGreater(number, 9)
        self.assertEqual(
            self._get_figures(*cars), [('b', 'active', True, 3, 50)] * 5 + [('c', 'new', False, 1, 30)] * 4)
        changes = [len(self._get_value(car).change_ids) for car in cars]
        self.night.done_day = False
        self._night()
        self.assertEqual([len(self._get_value(car).change_ids) for car in cars], changes)
        self.assertEqual(changes, [1] * 9)

    def test_time_alone_changes_the_status(self):
        """J6: who does not come is at risk, then lost, and each change has its day in the history."""
        car = self._create_cars()
        self._visit(car, 1, 60)
        self._night()
        for moment, status in (('2026-09-02', 'active'), ('2026-09-03', 'risk'), ('2027-03-04', 'lost')):
            with freeze_time(f'{moment} 02:00:00'):
                self._night()
                self.assertEqual(self._get_value(car).status, status, moment)
        self.assertEqual(
            [(change.status, change.date) for change in self._get_value(car).change_ids.sorted('date')
             if change.status != change.status_before],
            [('active', date(2026, 3, 3)), ('risk', date(2026, 9, 3)), ('lost', date(2027, 3, 4))])

    def test_overdue_service_is_a_risk(self):
        """J6: a service that is due for more than sixty days puts a customer at risk, however lately he came."""
        car = self._create_cars()
        self._visit(car, 10, 50)
        self.env.cr.execute("UPDATE fleet_vehicle SET next_service_date = '2026-01-01' WHERE id = %s", (car.id,))
        self._night()
        self.assertEqual(self._get_value(car).status, 'risk')
        self.assertIn("60 days", self._get_value(car).explanation)

    def test_explained_in_words(self):
        """J6: why a customer is of his class, in the reader's language, by the numbers it was made of."""
        car = self._create_cars()
        self._visit(car, 10, 100, 200, 300)
        self._night()
        value = self._get_value(car).with_user(self.user_care)
        text = value.explanation
        for sentence in ("Visits in 12 months: 4 (30 points).", "Last visit on 2026-02-21 (20 points).", "50 points: class B",
                         "Active: came within 6 months.", "Loyal", "Worked out for 2026-03-03."):
            self.assertIn(sentence, text)
        self._deliver(car, 1)  # not counted yet: the words still speak of what was decided
        self.assertEqual(value.with_env(self.env(user=self.user_care)).explanation, text)

    def test_by_hand(self):
        """J6: a manager says of which class a customer is, for a time and why; then the points count again."""
        car, other = cars = self._create_cars(2)
        self._visit(cars, 10)
        self._night()
        value = self._get_value(car)
        wizard = {'value_ids': [(6, 0, value.ids)], 'value_class': 'a', 'date_until': '2026-06-30', 'reason': "A firm's head"}
        with self.assertRaises(AccessError):
            self.env['aftersales.value.wizard'].with_user(self.user_care).create(wizard)
        with self.assertRaises(AccessError):
            value.with_user(self.user_care)._set_by_hand('a', date(2026, 6, 30), "Because")
        with self.assertRaises(AccessError):
            value.with_user(self.user_manager).value_class = 'a'
        dialogs = self.env['aftersales.value.wizard'].with_user(self.user_manager)
        for wrong in ({'reason': "  "}, {'date_until': '2026-03-02'}):
            with self.assertRaises(UserError):
                dialogs.create({**wizard, **wrong}).action_apply()
        dialogs.create(wizard).action_apply()
        self.assertEqual((value.value_class, value.points_class, value.change_ids[0].user_id), ('a', 'c', self.user_manager))
        self.assertIn("A firm's head", value.with_user(self.user_care).explanation)
        self.night.done_day = False
        self._night()
        self.assertEqual((value.value_class, self._get_value(other).value_class), ('a', 'c'))
        with freeze_time('2026-07-01 02:00:00'):
            self._night()
            self.assertEqual((value.value_class, value.override_class), ('c', False))
            dialogs.create({**wizard, 'date_until': '2026-08-30'}).action_apply()
            value.with_user(self.user_manager).action_end_by_hand()
            self.assertEqual((value.value_class, value.override_class), ('c', False))

    def test_limits_are_data(self):
        """J6: other limits and points make other classes the next night; impossible ones are refused."""
        car = self._create_cars()
        self._visit(car, 10)
        self._night()
        self.assertEqual(self._get_value(car).value_class, 'c')
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.company.write({'aftersales_class_a': 10, 'aftersales_class_b': 20})
        with self.assertRaises(AccessError):
            self.env['aftersales.value.band'].with_user(self.user_care).create({'kind': 'frequency', 'points': 1})
        self.env['aftersales.value.band'].with_user(self.user_manager).create([
            {'kind': 'frequency', 'threshold': 1, 'points': 75, 'company_id': self.company.id}])
        self.night.done_day = False
        self._night()
        self.assertEqual(self._get_value(car).value_class, 'a')

    def test_a_firm_and_its_contacts(self):
        """J6: who comes for a firm counts for the firm; who joins one, from the next night on."""
        one, two = cars = self._create_cars(2)
        firm = self.env['res.partner'].create({'name': "Firm", 'is_company': True})
        self._visit(cars, 10, 100)
        self._night()
        self.assertTrue(self._get_value(one) and self._get_value(two))
        for owner in cars.owner_id:
            owner.with_user(self.user_manager).parent_id = firm
        self.night.done_day = False
        self._night()
        value = self.values.search([('partner_id', '=', firm.id)])
        self.assertEqual((value.visits, value.is_loyal), (4, True))
        self.assertFalse(self._get_value(one) or self._get_value(two))
        contact = one.owner_id.with_user(self.user_care).with_company(self.company)
        self.assertEqual((contact.aftersales_value_class, contact.aftersales_is_loyal), ('b', True))

    def test_customers_that_were_one(self):
        """J6: of two customers that were one the visits are one customer's."""
        cars = self._create_cars(2)
        self._visit(cars, 10, 100)
        self._night()
        one, two = cars.owner_id
        self.env['base.partner.merge.automatic.wizard'].sudo()._merge((one | two).ids, one, extra_checks=False)
        self.night.done_day = False
        self._night()
        self.assertEqual((self._get_value(cars[0]).visits, self.values.search_count([('partner_id', '=', one.id)])), (4, 1))

    def test_found_by_class(self):
        """J6: customers are found by class and status, and whoever has none as well."""
        regular, lost, none = self._create_cars(3)
        self._visit(regular, 10, 100, 200, 300)
        self._visit(lost, 400)
        self._night()
        partners = self.env['res.partner'].with_user(self.user_care).with_company(self.company)
        everybody = [('id', 'in', (regular | lost | none).owner_id.ids)]
        for domain, cars in (
                ([('aftersales_value_class', '=', 'b')], regular), ([('aftersales_value_status', '=', 'lost')], lost),
                ([('aftersales_value_class', '!=', 'b')], lost | none), ([('aftersales_value_class', '=', False)], none),
                ([('aftersales_is_loyal', '=', True)], regular), ([('aftersales_is_loyal', '=', False)], lost | none)):
            self.assertEqual(partners.search([*everybody, *domain]), cars.owner_id, domain)
        technician = self.env['res.partner'].with_user(self.user_technician)
        with self.assertRaises(AccessError):
            technician.browse(regular.owner_id.id).read(['aftersales_value_class'])
        with self.assertRaises(AccessError):
            self._get_value(regular).with_user(self.user_technician).read(['value_class'])
        with self.assertRaises(AccessError):
            self._get_value(regular).with_user(self.user_other_advisor).read(['value_class'])

    def test_queries_do_not_grow(self):
        """J6: a night asks as often for one customer as for many; so do lists of customers and calls."""
        cars = self._create_cars(24)
        self._visit(cars[:1], 10)
        self._night()
        costs = []
        for some in (cars[1:2], cars[2:]):
            self._visit(some, 20, 90, 400)
            self.night.done_day = False
            costs.append(self.count_queries(self._night))
        self.assertEqual(*costs)
        care = self.env(user=self.user_care.id)
        owners = cars.owner_id.with_env(care)
        self.assertFlat(lambda some: some.read(['aftersales_value_class', 'aftersales_value_status']), owners[:1], owners)
        values = self.values.search([('partner_id', 'in', owners.ids)]).with_env(care)
        self.assertFlat(lambda some: some.read(['explanation', 'display_name']), values[:1], values)


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestValueElsewhere(ValueCommon):
    """J6: the class where people work: calls, rhythm, orders, survey, figures."""

    def test_class_a_is_called_first(self):
        """J6, J3: of calls that are as urgent, A comes before B and C; the step follows the class while it lives."""
        cars = self._create_cars(3)
        self._visit(cars, 10)
        self._visit(cars[1:], 100, 200, 300)
        steps = self._create_steps(cars)
        self._night()
        self._get_value(cars[2]).with_user(self.user_manager)._set_by_hand('a', date(2027, 1, 1), "The mayor")
        self.env.invalidate_all()
        self.assertEqual(steps.mapped('value_class'), ['c', 'b', 'a'])
        care = self.steps.with_user(self.user_care)
        first = care.browse(care.get_call()['id'])
        self.assertEqual(first.vehicle_id, cars[2])
        self.assertIn("A · ", first.get_call(first.id)['open'][0]['text'])

    def test_rhythm_of_a_class(self):
        """J2, J6: half-yearly only those whom nothing else reached, the longest first, so many a day at most."""
        cars = self._create_cars(5)
        self._visit(cars[:1], 10)
        self._visit(cars[1:], 190)
        self._visit(cars[1:2], 250)
        self._night()
        self._create_steps(cars[4:])
        rule = self._get_rule('value_c')
        rule.with_user(self.user_manager).daily_limit = 2
        made = self._plan('value_c').filtered(lambda step: step.rule_id == rule)
        self.assertEqual(len(made), 2)
        self.assertLessEqual(made.vehicle_id, cars[1:4])
        self.assertEqual(
            {(step.anchor, step.due_date, step.value_class) for step in made}, {('value', date(2026, 3, 3), 'c')})
        self.assertEqual(self._plan('value_c').filtered(lambda step: step.rule_id == rule) - made, self.steps.search([
            ('rule_id', '=', rule.id), ('vehicle_id', 'in', cars[1:4].ids), ('id', 'not in', made.ids)]))
        self.assertEqual(
            self.steps.search([('rule_id', '=', rule.id)]).vehicle_id & cars, cars[1:4], "neither here lately nor called")
        with self.assertRaises(ValidationError):
            rule.value_class = False

    def test_alert_for_a_loyal_customer(self):
        """J6: whoever receives a loyal customer at risk is told; technicians are not."""
        car = self._create_cars()
        self._visit(car, 190, 200, 250, 300, 350)
        self.env.cr.execute("UPDATE fleet_vehicle SET next_service_date = NULL WHERE id = %s", (car.id,))
        self._night()
        self.assertEqual((self._get_value(car).status, self._get_value(car).is_loyal), ('risk', True))
        order = self._create_orders(vehicle_id=car.id, partner_id=car.owner_id.id)
        said = [alert.message for alert in order._get_alerts()]
        self.assertTrue([text for text in said if "loyal customer at risk" in text], said)
        self.assertEqual(order.action_view_value()['res_id'], self._get_value(car).id)
        self.assertFalse([
            alert for alert in order.with_user(self.user_technician)._get_alerts() if "loyal" in alert.message])

    def test_satisfaction_by_class(self):
        """J6, L2: an answer keeps the class that the customer had when he gave it."""
        visit = self._create_visits()
        self.env['aftersales.value.mark']._mark([(self.company.id, visit.partner_id.id)])
        self._night()
        invitation = self._ask_about(visit)
        invitation._answer(self._say(invitation, overall=5, **{}) or {
            question.id: question.suggested_answer_ids[:1].id for question in invitation._get_questions()
            if question.suggested_answer_ids}, 'phone', interviewer=self.user_care)
        value = self.values.search([('partner_id', '=', visit.partner_id.id)])
        value.with_user(self.user_manager)._set_by_hand('a', date(2027, 1, 1), "The mayor")
        self.env.flush_all()
        rows = self.env['aftersales.survey.report'].with_user(self.user_care)._read_group(
            [('invitation_id', '=', invitation.id), ('row_kind', '=', 'mark')], ['value_class'], ['__count'])
        self.assertEqual([value_class for value_class, __ in rows], ['c'])

    def test_retention(self):
        """J6, N1: lost are customers of month N−6 who did not come within six months; a month counts when it is over."""
        back, gone, won, late = self._create_cars(4)
        self._visit(back, 200, 60)  # 2025-08-15, 2026-01-02
        self._visit(gone, 184)  # 2025-08-31: February has no such day
        self._visit(won, 600, 5)  # 2024-07-11, 2026-02-26
        self._visit(late, 180)  # 2025-09-04: March is not over
        self._night()
        self.env.flush_all()
        owners = (back | gone | won | late).owner_id
        report = self.env['aftersales.retention.report'].with_user(self.user_care)

        def read(month):
            return report._read_group(
                [('partner_id', 'in', owners.ids), ('month', '=', f'{month}-01')], [],
                ['customers:sum', 'due:sum', 'lost_customers:sum', 'lost_rate:avg', 'retention:avg', 'won_customers:sum',
                 'new_customers:sum'])[0]

        self.assertEqual(read('2026-02'), (1, 2, 1, 50.0, 50.0, 1, 0))
        self.assertEqual(read('2025-08')[:1] + read('2025-08')[-1:], (2, 2))
        self.assertEqual(read('2025-01'), (0, 1, 1, 100.0, 0.0, 0, 0))
        self.assertFalse(report.search([('partner_id', '=', late.owner_id.id), ('row_kind', '=', 'due')]))
        self.assertFalse(self.env['aftersales.retention.report'].with_user(self.user_other_advisor).search([
            ('partner_id', 'in', owners.ids)]))

    def test_base_customers(self):
        """J6: cars that were here within twelve months, against the outlet's target; the number is its list."""
        here, gone = self._create_cars(2)
        self._visit(here, 10, 300)
        self._visit(gone, 400)
        self.workshop.with_user(self.user_manager).base_target = 1500
        tallies = {tally.key: tally for tally in self.workshop.with_user(self.user_manager)._get_todays_tallies()}
        tally = tallies['base_customers']
        self.assertIn("1500", tally.label)
        self.assertEqual(self.env['fleet.vehicle'].search(tally.domain) & (here | gone), here)
        self.assertNotIn('base_customers', {
            tally.key for tally in self.workshop.with_user(self.user_care)._get_todays_tallies()})

    def test_customer_file(self):
        """J1, J6: the file says what a customer is worth, and proposes to speak with whoever stays away."""
        here, away = cars = self._create_cars(2)
        self._visit(here, 10, 50)
        self._visit(away, 190)
        self._night()
        owners = cars.owner_id.with_user(self.user_care).with_company(self.company)
        rows = dict(row for block in owners[0]._prepare_customer_file() for row in block['rows'])
        self.assertEqual((rows["Value Class"], rows["Visits in 12 Months"]), ('B', '2'))
        proposed = owners._propose_next_contacts(date(2026, 3, 3))
        self.assertEqual([
            [code for __, code, *__ in proposed[owner] if code == 'at_risk'] for owner in owners], [[], ['at_risk']])
        with self.assertRaises(AccessError):
            owners[0].with_user(self.user_technician)._prepare_customer_file()
