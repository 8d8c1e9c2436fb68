from datetime import date

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.followup import FollowupCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestFollowup(FollowupCommon):
    """J2, P1: whom to call when is planned by rules, once, and one thing at a time."""

    def _write_raw(self, records, **values):
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE %s SET %s WHERE id IN %s", SQL.identifier(records._table),
            SQL(', ').join(SQL('%s = %s', SQL.identifier(name), value) for name, value in values.items()),
            tuple(records.ids)))
        self.env.invalidate_all()

    def test_first_call_within_its_days(self):
        """J2: three to seven days after the delivery; once, whether it runs twice or every night."""
        cars = self._create_cars(4)
        for car, days in zip(cars, (2, 3, 7, 8)):
            self._deliver(car, days)
        steps = self._plan('visit')
        self.assertEqual(steps.vehicle_id, cars[1:3])
        first = steps.filtered(lambda step: step.vehicle_id == cars[1])
        self.assertEqual(
            (first.state, first.due_date, first.late_date, first.order_id.vehicle_id, first.workshop_id, first.purpose),
            ('planned', date(2026, 3, 3), date(2026, 3, 7), cars[1], self.workshop, 'followup'))
        self.assertTrue(first.access_token)
        self.assertEqual(self._plan('visit'), steps, "the second run makes nothing")
        with freeze_time('2026-03-04 02:00:00'):
            self.assertEqual(self._plan('visit').vehicle_id, cars[:3])

    def test_second_call_follows_the_first(self):
        """J2: eight to fourteen days after the first call, where the customer was reached."""
        car = self._create_cars()
        self._deliver(car, 3)
        step = self._plan('visit').with_user(self.user_care)
        step.get_call(step.id)
        step.save_call({'result': 'nothing', 'mood': 'content'})
        for day, count in (('2026-03-10', 0), ('2026-03-11', 1), ('2026-03-18', 1)):
            with freeze_time(f'{day} 02:00:00'):
                self.assertEqual(len(self._plan('second')), count, day)
        second = self.steps.search([('rule_id', '=', self._get_rule('second').id)])
        self.assertEqual((second.origin_id, second.order_id), (step.sudo(), step.sudo().order_id))
        with freeze_time('2026-03-12 02:00:00'):
            talks = second.with_user(self.user_care).get_call(second.id)['talks']
        self.assertEqual([talk['topic'] for talk in talks], [self._get_rule('visit').name])

    def test_each_anchor(self):
        """J2: sold, complaint closed, safety work declined, not seen for long, end of the warranty."""
        sold, complained, declined, absent, covered, other = cars = self._create_cars(6)
        self._write_raw(sold, delivery_date=date(2026, 2, 24))
        complaint = self._create_complaints(vehicle_id=complained.id)
        self._write_raw(complaint, state='closed', closed_date='2026-02-28 02:00:00')
        work = self._deliver(declined, 15).job_ids
        estimate = self._create_orders(vehicle_id=declined.id, partner_id=declined.owner_id.id)
        check = self.env['aftersales.health.check'].sudo().create({
            'order_id': estimate.id, 'template_id': self.env['aftersales.health.template'].create({'name': "Round"}).id})
        line = self.env['aftersales.health.check.line'].sudo().create({
            'check_id': check.id, 'name': "Pads", 'area_id': self.env['aftersales.health.area'].create({'name': "Brakes"}).id})
        self._write_raw(line, result='urgent', job_id=work[:1].id)
        self._write_raw(work, declined_state='open', declined_date='2026-02-16 02:00:00')
        self._deliver(absent, 185)
        policy = self.env['aftersales.policy'].create({'name': "New car", 'code': "FU", 'months': 36})
        coverage = self.env['aftersales.coverage'].create({'vehicle_id': covered.id, 'policy_id': policy.id})
        self._write_raw(coverage, end_date=date(2026, 3, 30), company_id=self.company.id)
        self.assertTrue(other)
        steps = self._plan('sold_7', 'complaint_7', 'declined_14', 'absent_6', 'warranty')
        self.assertEqual(
            {step.vehicle_id: step.anchor for step in steps if step.vehicle_id in cars},
            {sold: 'sold', complained: 'complaint', declined: 'declined', absent: 'absent', covered: 'warranty'})
        self.assertEqual({step.company_id for step in steps}, {self.company})

    def test_one_live_step_a_car(self):
        """J2: what is more urgent, or newer of the same kind, takes the place of what waits; the rest waits for its turn."""
        car = self._create_cars()
        self._write_raw(car, delivery_date=date(2026, 2, 1))
        waiting = self._plan('sold_30')
        self._deliver(car, 4)
        self.assertEqual(self._plan('visit').anchor, 'visit', "as urgent, but the customer has come since")
        self.assertEqual((waiting.state, waiting.end_reason), ('superseded', 'newer'))
        step = self._plan('visit')
        complaint = self._create_complaints(vehicle_id=car.id)
        self._write_raw(complaint, state='closed', closed_date='2026-02-28 02:00:00')
        urgent = self._plan('complaint_7')
        self.assertEqual((urgent.anchor, step.state), ('complaint', 'superseded'))
        self._write_raw(car, delivery_date=date(2026, 2, 24))
        self.assertEqual(self._plan('sold_7'), urgent, "less urgent: not before the first is over")
        with mute_logger('odoo.sql_db'), self.assertRaises(UniqueViolation):
            self._create_steps(car, 'sold_90')

    def test_who_is_left_in_peace(self):
        """J2, J3: while a complaint is open, after a refusal, our own cars, and cars that are no customer's."""
        complaining, refusing, own, gone, fine = cars = self._create_cars(5)
        self._deliver(cars, 4)
        self._create_complaints(vehicle_id=complaining.id)
        refusing.owner_id._refuse_all(('call', 'sms', 'mail'), ['followup'], 'phone')
        own.owner_id.parent_id = self.company.partner_id
        gone.active = False
        self.assertEqual(self._plan('visit').vehicle_id, fine)

    def test_first_way_refused(self):
        """J3: who refuses calls, and reads messages, is written to; nobody begins a call by hand."""
        car = self._create_cars()
        car.owner_id._note_wishes({('call', 'followup'): 'no'}, 'phone')
        self._deliver(car, 4)
        step = self._plan('visit')
        self.assertEqual(step.channel, 'call')
        with self.assertRaisesRegex(UserError, "wants no contact"):
            step.with_user(self.user_care).get_call(step.id)
        self.steps.search(self.steps._get_over_domain() & fields.Domain('id', '=', step.id))._end_by_itself()
        self.assertEqual((step.state, step.channel), ('planned', 'message'))

    def test_sold_before_it_is_planned(self):
        """J2: who sold his car since the visit is not called about it."""
        sold, kept = cars = self._create_cars(2)
        self._deliver(cars, 4)
        self._write_raw(sold.ownership_ids, date_start=date(2026, 1, 1))
        sold.owner_id = self.customer
        self.assertEqual(self._plan('visit').vehicle_id, kept)

    def test_the_call_of_a_closing_wins(self):
        """J2: what a closing plans by itself no rule plans again within its days; who refuses calls has none, and a step."""
        called, other = cars = self._create_cars(2)
        complaints = self.env['aftersales.complaint'].concat(*(self._create_complaints(
            vehicle_id=car.id, partner_id=car.owner_id.id) for car in cars)).sudo()
        other.owner_id._note_wishes({('call', 'followup'): 'no'}, 'phone')
        self.assertEqual(complaints._get_called_afterwards(), complaints[0])
        self._write_raw(complaints, state='closed', closed_date='2026-02-28 02:00:00')
        self.env['aftersales.complaint.aftercall'].sudo().create({
            'complaint_id': complaints[0].id, 'due_date': date(2026, 3, 7)})
        self.assertEqual(self._plan('complaint_7').vehicle_id, other)
        with freeze_time('2026-03-30 02:00:00'):
            self.assertEqual(self._plan('complaint_30').complaint_id, complaints, "a month later it is asked anew")
        self.assertTrue(called)

    def test_only_cars_of_the_rule(self):
        """J2: a rule may be about some cars alone, from some day on, of one company."""
        cars = self._create_cars(2)
        self._deliver(cars, 4)
        rule = self._get_rule('visit')
        with self.assertRaisesRegex(ValidationError, "cannot be found"), self.env.cr.savepoint():
            rule.filter_domain = "[('no_such_field', '=', 1)]"
        rule.filter_domain = f"[('license_plate', '=', '{cars[1].license_plate}')]"
        self.assertEqual(self._plan('visit').vehicle_id, cars[1])
        rule.write({'filter_domain': '[]', 'date_from': '2026-03-04', 'generated_date': False})
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_generate_followups').method_direct_trigger()
        self.assertFalse(rule.generated_date, "not in use yet")
        self.company.aftersales_follow_up = False
        rule.date_from = False
        self.assertEqual(self._plan('visit').vehicle_id, cars[1], "the company calls nobody")

    def test_the_car_came_was_sold_is_late(self):
        """J2: each end has its reason; what was agreed with the customer stays."""
        came, sold, late, agreed, silent = cars = self._create_cars(5)
        steps = self._create_steps(cars)
        silent.owner_id.phone = False
        self._write_raw(steps[2], state='in_call', taken_date='2026-03-07 02:00:00')
        self._write_raw(steps[4], late_date='2026-03-20')
        self.receive(self._create_orders(vehicle_id=came.id, partner_id=came.owner_id.id))
        sold.owner_id = self.customer
        self._write_raw(steps[3], is_agreed=True, call_from='2026-03-09 02:00:00', state='no_answer')
        with freeze_time('2026-03-08 02:00:00'):
            self.steps.search(self.steps._get_over_domain() & fields.Domain('id', 'in', steps.ids))._end_by_itself()
        self.env.invalidate_all()
        self.assertEqual(steps.mapped(lambda step: (step.state, step.end_reason)), [
            ('superseded', 'visit'), ('cancelled', 'sold'), ('cancelled', 'late'), ('no_answer', False), ('planned', False)])
        self.assertEqual(steps[4].channel, 'message', "no number to call")
        self.assertTrue(late and agreed)

    def test_roles(self):
        """J2: advisors and customer care call; technicians see nothing; nobody deletes, nor writes what is over."""
        step = self._create_steps(self._create_cars())
        with self.assertRaises(AccessError):
            step.with_user(self.user_technician).read(['state'])
        with self.assertRaises(AccessError):
            step.with_user(self.user_technician).get_call()
        mine = step.with_user(self.user_care)
        with self.assertRaises(AccessError):
            mine.unlink()
        with self.assertRaises(AccessError):
            mine.state = 'done'
        mine.action_end()
        self.assertEqual((step.state, step.end_reason), ('cancelled', 'hand'))
        for call in (mine.action_end, mine.action_call, lambda: mine.save_call({'result': 'nothing'}),
                     lambda: mine.note_missed('busy'), lambda: mine.write({'due_date': '2026-03-04'})):
            with self.assertRaisesRegex(UserError, "over"):
                call()
        with self.assertRaises(AccessError):
            self._get_rule('visit').with_user(self.user_care).offset_days = 5
        self._get_rule('visit').with_user(self.user_manager).offset_days = 5

    def test_queries_do_not_grow(self):
        """J2: a rule asks as often for one car as for many."""
        cars, rule = self._create_cars(16), self._get_rule('visit')
        self._deliver(cars[:4], 4)
        rule._generate()
        costs = []
        for some in (cars[4:5], cars[5:]):
            self._deliver(some, 4)
            costs.append(self.count_queries(rule._generate))
        self.assertEqual(len(self._plan()), 16)
        self.assertEqual(*costs)
