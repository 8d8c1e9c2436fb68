from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.rescue import MONDAY, RescueCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestRescue(RescueCommon):
    """J7: a call for help from the hotline to the repair order, each step as the person takes it whose it is."""

    # === THE CALL ===#

    def test_a_call_in_a_minute(self):
        """J7: place, who, car: the rest is proposed; number, customer and promise come by themselves."""
        form = Form(self.env['aftersales.rescue'].with_user(self.user_care))
        form.place = "Zhangyang Road 500"
        form.vehicle_id = self.vehicle
        rescue = form.save()
        self.assertRegex(rescue.name, r'^RSC/2026/\d{5}$')
        self.assertEqual(rescue.partner_id, self.customer)
        self.assertEqual(rescue.phone, self.customer.phone)
        self.assertEqual(rescue.severity, '1', "it cannot be driven")
        self.assertEqual(rescue.promised_date, Datetime.now() + timedelta(minutes=30))
        rescue.area_kind = 'motorway'
        self.assertEqual(rescue.promised_date, Datetime.now() + timedelta(minutes=60))
        self.assertIn('Zhangyang+Road+500', rescue.map_url)
        self.company.partner_id.country_id = self.env.ref('base.cn')
        rescue.write({'latitude': 31.23, 'longitude': 121.5})
        self.assertIn('uri.amap.com/marker?position=121.500000%2C31.230000', rescue.map_url)

    def test_danger_comes_first(self):
        """J7: with people in danger nothing goes on before they were told to get to safety."""
        rescues = self._call(2, is_danger=True)
        with self.assertRaisesRegex(UserError, "behind the barrier"):
            rescues.action_confirm()
        self.assertEqual(rescues.mapped('state'), ['new', 'new'])
        rescues.write({'is_safety_told': True})
        rescues.action_confirm()
        self.assertEqual(rescues.mapped('state'), ['confirmed', 'confirmed'])

    def test_an_incomplete_call_is_told_what_is_missing(self):
        rescue = self._call(vehicle_id=False, phone=False)
        with self.assertRaisesRegex(UserError, "call-back number.*which car"):
            rescue.action_confirm()
        rescue.write({'phone': '13800138000', 'car_words': "Han EV, white"})
        rescue.action_confirm()
        self.assertEqual(rescue.confirmed_date, Datetime.now())

    def test_who_may_take_and_who_may_send(self):
        """J7: a technician takes no calls, an advisor sends nobody; another company sees nothing."""
        with self.assertRaises(AccessError):
            self._call(user=self.user_technician)
        rescue = self._call()
        rescue.action_confirm()
        for user in (self.user_advisor, self.user_technician):
            with self.assertRaises(AccessError):
                rescue.with_user(user).offer_ids.create({'rescue_id': rescue.id, 'employee_id': self.technician.id})
            with self.assertRaises(AccessError):
                rescue.with_user(user).action_ask_next()
        self.assertFalse(self.env['aftersales.rescue'].with_user(self.user_other_advisor).search([('id', '=', rescue.id)]))
        with self.assertRaises(AccessError):
            rescue.with_user(self.user_other_advisor).read(['place'])
        with self.assertRaises(AccessError):
            rescue.with_user(self.user_manager).unlink()

    # === WHO IS SENT ===#

    def test_people_first_then_partners(self):
        """J7: who works now and is free is proposed first; a car that needs a truck goes to a partner who has one."""
        rescue, towed = self._call(2).with_user(self.user_dispatcher)
        towed.truck = 'flatbed'
        both = rescue | towed
        both.action_propose()
        self.assertIn(self.technician, rescue.offer_ids.employee_id)
        self.assertTrue(rescue.offer_ids[0].employee_id)
        self.assertFalse(towed.offer_ids.employee_id)
        self.assertLessEqual(self.towers | self.towers_2, towed.offer_ids.partner_id)
        both.action_propose()
        self.assertEqual(len(towed.offer_ids), len(towed.offer_ids.partner_id), "nobody is proposed twice")
        self.towers.aftersales_rescue_contract_end = '2026-03-01'
        other = self._call(truck='flatbed').with_user(self.user_dispatcher)
        other.action_propose()
        self.assertNotIn(self.towers, other.offer_ids.partner_id)
        rescue.action_ask_next()
        rescue.offer_ids[0].action_accept()
        third = self._call().with_user(self.user_dispatcher)
        third.action_propose()
        self.assertNotIn(rescue.employee_id, third.offer_ids.employee_id, "he is on the road")

    def test_refused_and_silent_go_to_the_next(self):
        """J7: a refusal asks the next at once, silence after its minutes; where nobody is left it is said aloud."""
        rescue = self._call().with_user(self.user_dispatcher)
        rescue.action_confirm()
        rescue.offer_ids = [
            Command.create({'sequence': number, **crew}) for number, crew in enumerate((
                {'employee_id': self.technician.id}, {'partner_id': self.towers.id}, {'partner_id': self.towers_2.id}))]
        rescue.action_ask_next()
        first, second, third = rescue.offer_ids
        with self.assertRaisesRegex(UserError, "asked already"):
            rescue.action_ask_next()
        first.reason = "Too far"
        first.action_refuse()
        self.assertEqual((first.state, second.state, rescue.state), ('refused', 'asked', 'offered'))
        self.assertEqual(second.answer_due, Datetime.now() + timedelta(minutes=5))
        self._run('lapse_offers')
        self.assertEqual(second.state, 'asked')
        with freeze_time(Datetime.now() + timedelta(minutes=6)):
            self._run('lapse_offers')
            self.assertEqual((second.state, third.state), ('silent', 'asked'))
            third.action_refuse()
        self.assertEqual(rescue.state, 'refused')
        with self.assertRaisesRegex(UserError, "nobody is left"):
            rescue.action_ask_next()
        self.assertEqual(self.towers.aftersales_rescue_score, 0)
        self.assertEqual(self.towers.aftersales_rescue_asked_count, 1)

    def test_what_was_asked_stays(self):
        rescue = self._ask(self._call()).with_user(self.user_dispatcher)
        with self.assertRaisesRegex(UserError, "asked already"):
            rescue.offer_ids.unlink()
        with self.assertRaisesRegex(UserError, "asked already"):
            rescue.offer_ids.employee_id = self.technician_2
        with self.assertRaises(AccessError):
            rescue.offer_ids.state = 'accepted'

    @mute_logger('odoo.sql_db')
    def test_one_crew_at_a_time(self):
        """J7: the database holds that one crew is asked or has it."""
        rescue = self._ask(self._call())
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env['aftersales.rescue.offer'].create({
                'rescue_id': rescue.id, 'partner_id': self.towers.id}).sudo().write({'state': 'asked'})
            self.env.flush_all()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env['aftersales.rescue.offer'].create({
                'rescue_id': rescue.id, 'partner_id': self.towers.id, 'employee_id': self.technician.id})
            self.env.flush_all()

    def test_taken_from_the_crew(self):
        """J7: a crew that breaks down is let go, and the next is asked."""
        rescue = self._send(self._call()).with_user(self.user_dispatcher)
        self.assertEqual(rescue.employee_id, self.technician)
        with self.assertRaisesRegex(UserError, "is with Wang Wei"):
            rescue.action_ask_next()
        rescue.action_confirm()
        self.assertFalse(rescue.employee_id)
        self.assertEqual(rescue.offer_ids.state, 'withdrawn')
        self._send(rescue, partner_id=self.towers.id)
        self.assertEqual(rescue.crew_partner_id, self.towers)

    # === THE WAY ===#

    def test_times_of_each_step(self):
        """J7: from the call to the closing, each step with its time; the promise told first is kept."""
        rescue = self._call()
        start = Datetime.now()
        self._send(rescue)
        self.assertEqual(rescue.first_promise, start + timedelta(minutes=30))
        rescue = rescue.with_user(self.user_advisor)
        rescue.promised_date = start + timedelta(minutes=45)
        with freeze_time(start + timedelta(minutes=5)):
            rescue.action_under_way()
        with freeze_time(start + timedelta(minutes=40)):
            rescue.action_arrive()
        with freeze_time(start + timedelta(minutes=70)):
            rescue.action_tow()
            rescue.action_hand_in()
        self.assertEqual(rescue.arrived_date - rescue.call_date, timedelta(minutes=40))
        self.assertEqual(rescue.handed_in_date, start + timedelta(minutes=70))
        row = self.env['aftersales.rescue.report'].with_user(self.user_dispatcher).search([('rescue_id', '=', rescue.id)])
        self.assertEqual((row.arrive_minutes, row.on_time, row.towed, row.call_hour), (40, 0, 100, 10))
        with self.assertRaises(AccessError):
            rescue.action_close()
        with self.assertRaisesRegex(UserError, "what came of it"):
            rescue.with_user(self.user_dispatcher).action_close()

    def test_price_before_leaving(self):
        """J9: outside a coverage the price is told and accepted before anybody leaves."""
        rescue = self._send(self._call(is_price_told=False)).with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "what it costs"):
            rescue.action_under_way()
        rescue.is_price_told = True
        rescue.action_under_way()
        self.assertEqual(rescue.state, 'under_way')

    def test_called_off_with_a_reason(self):
        rescues = self._call(2)
        self._send(rescues[0])
        with self.assertRaisesRegex(UserError, "without a reason"):
            rescues.write({'state': 'cancelled'})
        rescues._cancel("Started again")
        self.assertEqual(rescues.mapped('state'), ['cancelled', 'cancelled'])
        self.assertEqual(rescues.sudo().offer_ids.mapped('state'), ['withdrawn'])
        with self.assertRaisesRegex(UserError, "called off"):
            rescues[0].place = "Elsewhere"
        rescues[1]._reopen("It stands again")
        self.assertEqual(rescues[1].state, 'new')

    # === WHAT IT BECOMES ===#

    def test_towed_car_becomes_a_check_in(self):
        """J7: one click makes the order with the concern; pressed twice it is one, and nobody makes one of a mere call."""
        rescue = self._call(story="Clicks, nothing else")
        with self.assertRaisesRegex(UserError, "nobody has seen"):
            rescue.action_create_order()
        self._arrive(rescue)
        rescue.action_tow()
        rescue.action_hand_in()
        action = rescue.action_create_order()
        self.assertEqual(action['res_model'], 'aftersales.checkin')
        order = rescue.order_id
        self.assertIn("Clicks, nothing else", order.concern)
        self.assertFalse(order.is_on_site)
        rescue.action_create_order()
        self.assertEqual(self.env['aftersales.rescue'].search([('order_id', '=', order.id)]), rescue)
        self.assertEqual(order.action_view_rescues()['res_id'], rescue.id)

    def test_on_site_has_its_own_order(self):
        """J9: work at the customer's is an order of its own kind, so that labour, parts and invoice run as usual."""
        rescue = self._arrive(self._call(kind='on_site'))
        rescue.action_work()
        self.assertEqual(rescue.action_create_order()['res_model'], 'aftersales.order')
        self.assertTrue(rescue.order_id.is_on_site)
        self.assertEqual(rescue.order_id.partner_id, self.customer)

    def test_enquiry_becomes_a_rescue(self):
        """B1: one click, and the enquiry is answered by it."""
        enquiry = self.env['aftersales.enquiry'].with_user(self.user_care).create({
            'question': "I stand on the road", 'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id})
        action = enquiry.action_rescue()
        form = Form(self.env['aftersales.rescue'].with_user(self.user_care).with_context(**action['context']))
        form.place = "Zhangyang Road"
        rescue = form.save()
        self.assertEqual((rescue.story, enquiry.state), ("I stand on the road", 'answered'))

    def test_closed_stays_and_is_asked_about(self):
        """J7, L1: a closed rescue stays as it is, and the customer gets questionnaire G the day after, once."""
        self.company.aftersales_ask_survey = True
        rescue = self._close(self._call(), PNG)
        for field, value in (('place', "Elsewhere"), ('result', "Nothing")):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                rescue.with_user(self.user_manager).write({field: value})
        with freeze_time(Datetime.now() + timedelta(days=1)):
            for __ in range(2):
                self._run('ask_rescued')
        asked = rescue.sudo().survey_invitation_ids
        self.assertEqual(asked.survey_id, self.env.ref('aftersales.survey_rescue'))
        self.assertEqual(asked.partner_id, self.customer)

    # === WHAT IS LATE ===#

    def test_deadlines_are_data(self):
        """A4: the row of the kind, area and severity counts before the common one; opening hours stop the clock."""
        Deadline = self.env['aftersales.deadline'].with_user(self.user_manager)
        on_site = self._call(kind='on_site', is_drivable=True)
        self.assertEqual(on_site.promised_date, Datetime.now() + timedelta(hours=6))
        with freeze_time('2026-03-02 09:00:00'):  # five in the afternoon
            late = self._call(kind='on_site', is_drivable=True)
            self.assertEqual(late.promised_date, Datetime.to_datetime('2026-03-03 05:00:00'), "one hour, then five")
        row = Deadline.create({
            'document': 'rescue', 'promise_step': 'arrive', 'kind': 'on_site', 'area_kind': 'city', 'severity': '1',
            'term_minutes': 90})
        urgent = self._call(kind='on_site', severity='1')
        self.assertEqual(urgent.promised_date, Datetime.now() + timedelta(minutes=90))
        self.assertEqual(row.term_text, "90 min")
        with self.assertRaises(AccessError):
            row.with_user(self.user_dispatcher).term_minutes = 10

    def test_late_is_told_and_told_again(self):
        """A4: to who handles it when it is late, then to the outlet's supervisor, then to the manager; each once."""
        self.workshop.manager_id = self.user_dispatcher
        row = self.env.ref('aftersales.deadline_rescue_arrange_roadside')
        row.escalates_to = row.default_get(['escalates_to'])['escalates_to']  # as it is shipped: with who handles it
        rescues = self._call(2)
        rescues.action_confirm()
        late = self.env.ref('aftersales.mail_activity_rescue_late')
        Rescue, start = self.env['aftersales.rescue'], Datetime.now()
        self._run('escalate_deadlines')
        self.assertFalse(rescues.activity_ids)
        with freeze_time(start + timedelta(minutes=21)):
            self.assertEqual(rescues.mapped('is_overdue'), [True, True])
            self.assertEqual(Rescue.search([('is_overdue', '=', True), ('id', 'in', rescues.ids)]).sorted('id'), rescues)
            for __ in range(2):
                self._run('escalate_deadlines')
            tasks = rescues.sudo().activity_ids.filtered(lambda task: task.activity_type_id == late)
            self.assertEqual(tasks.user_id, self.user_advisor)
            self.assertEqual(len(tasks), 2)
            self.assertIn(f"told to {self.user_advisor.name}", rescues[0].message_ids[0].body)
        for minutes, user in ((45, self.user_dispatcher), (61, self.user_manager)):
            with freeze_time(start + timedelta(minutes=minutes)):
                self.assertFalse(any(rescues.mapped('escalated_date')))
                self._run('escalate_deadlines')
                self.assertIn(user, rescues[0].sudo().activity_ids.user_id)
        with freeze_time(start + timedelta(minutes=62)):
            self.assertTrue(all(rescues.mapped('escalated_date')))
        self._send(rescues[0])
        self.assertFalse(rescues[0].sudo().activity_ids)

    # === SCREENS ===#

    def test_counts_of_the_day_agree_with_their_lists(self):
        """J7: the tiles of customer care and of the manager count what their lists show."""
        waiting, gone = self._call(2)
        self._send(gone)
        for user, topic in ((self.user_care, 'care'), (self.user_manager, 'day')):
            workshop = self.workshop.with_user(user)
            start, stop = Datetime.now(), Datetime.now() + timedelta(days=1)
            tallies = workshop._get_care_tallies(start, stop) if topic == 'care' else workshop._get_tallies(start, stop)
            found = {tally.key: tally for tally in tallies}
            for key, rescue in (('rescues_waiting', waiting), ('rescues_running', gone)):
                domain = [*found[key].domain, ('id', 'in', (waiting | gone).ids)]
                self.assertEqual(self.env['aftersales.rescue'].with_user(user).search(domain), rescue, key)

    def test_many_cost_as_one(self):
        """J7: the board of rescues asks the database as often for twenty as for one."""
        rescues = self._call(20)
        self.env.flush_all()
        names = ['name', 'place', 'due_date', 'is_overdue', 'crew_name', 'minutes_left', 'partner_id', 'user_id']
        Rescue = self.env['aftersales.rescue'].with_user(self.user_dispatcher)
        self.assertFlat(lambda some: Rescue.browse(some.ids).read(names), rescues[:1], rescues)
