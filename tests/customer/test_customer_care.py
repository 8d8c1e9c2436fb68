from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.followup import FollowupCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestCustomerCare(FollowupCommon):
    """J1: who looks after a customer, and what he is spoken with next."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cars = cls._create_cars(3)
        cls.topics = cls.env['aftersales.contact.topic']
        cls.topics.search([('code', '=', 'season')]).active = False

    def _get_proposals(self, partners):
        self.env.invalidate_all()
        return partners.with_user(self.user_care)._get_next_proposals(Date.to_date('2026-03-03'))

    # --- agents ---

    def test_agent_by_the_outlets_rule(self):
        """J1: at the first visit by the rule of the outlet: the advisor, or in turn; who has somebody keeps him."""
        first, second, kept = self.cars
        kept.owner_id.aftersales_agent_id = self.user_manager
        self.workshop.care_agent_rule = 'none'
        self._create_orders(vehicle_id=first.id, partner_id=first.owner_id.id).action_receive()
        self.assertFalse(first.owner_id.aftersales_agent_id)
        self.workshop.care_agent_rule = 'advisor'
        order = self._create_orders(vehicle_id=first.id, partner_id=first.owner_id.id)
        order.user_id = self.user_advisor
        order.action_receive()
        self.assertEqual(first.owner_id.aftersales_agent_id, self.user_advisor)
        agents = self.user_care | self.user_manager
        self.workshop.write({'care_agent_rule': 'round', 'care_agent_ids': [Command.set(agents.ids)]})
        for car in (second, kept):
            self._create_orders(vehicle_id=car.id, partner_id=car.owner_id.id).action_receive()
        self.assertEqual(second.owner_id.aftersales_agent_id, self.user_care, "the other one has a customer already")
        self.assertEqual(kept.owner_id.aftersales_agent_id, self.user_manager)

    def test_handed_over_at_once(self):
        """J1: the head hands many customers over at once; what is planned for them goes along."""
        owners = self.cars.owner_id
        owners[:2].aftersales_agent_id = self.user_care
        owners[2].aftersales_agent_id = self.user_advisor
        steps = self._create_steps(self.cars)
        steps[:2].sudo().user_id = self.user_care
        with self.assertRaisesRegex(AccessError, "handed over by an after-sales manager"):
            owners.with_user(self.user_care).action_hand_over()
        with self.assertRaises(AccessError):
            owners.with_user(self.user_care)._hand_over(self.user_advisor, self.user_care)
        action = owners[:2].with_user(self.user_manager).action_hand_over()
        wizard = self.env['aftersales.agent.wizard'].with_user(self.user_manager).with_context(**action['context'])
        wizard.create({'agent_id': self.user_advisor.id, 'deputy_id': self.user_care.id}).action_apply()
        self.assertEqual(owners.aftersales_agent_id, self.user_advisor)
        self.assertEqual(owners.mapped('aftersales_agent_deputy_id'), self.user_care)
        self.assertEqual(steps.mapped('user_id'), self.user_advisor)
        self.assertFalse(steps[2].user_id, "whose call it was not is left alone")
        with self.assertRaisesRegex(UserError, "cannot stand in for himself"):
            owners[0].aftersales_agent_deputy_id = self.user_advisor

    def test_who_may_look_after(self):
        """J1: only who may call customers looks after them; by the rule nobody else is named either."""
        owner, other, third = self.cars.owner_id.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "does not follow up customers"):
            other.aftersales_agent_id = self.user_technician
        with self.assertRaisesRegex(UserError, "does not follow up customers"):
            third.aftersales_agent_deputy_id = self.user_technician
        self.workshop.write({'care_agent_rule': 'round', 'care_agent_ids': [Command.set(self.user_technician.ids)]})
        owner._name_agents(self.workshop, self.user_advisor)
        self.assertFalse(owner.aftersales_agent_id)

    def test_who_names_the_agent(self):
        """J1: the head says who looks after whom; others take a customer nobody looks after, and name their own deputy."""
        owner, other, third = self.cars.owner_id
        mine = owner.with_user(self.user_advisor)
        for values in (
                {'aftersales_agent_id': self.user_care.id}, {'aftersales_agent_deputy_id': self.user_care.id}):
            with self.assertRaisesRegex(AccessError, "said by an after-sales manager"), self.env.cr.savepoint():
                mine.write(values)
            with self.assertRaisesRegex(AccessError, "said by an after-sales manager"), self.env.cr.savepoint():
                self.env['res.partner'].with_user(self.user_advisor).create({'name': "New", **values})
        (owner | other).with_user(self.user_advisor).write({'aftersales_agent_id': self.user_advisor.id})
        mine.aftersales_agent_deputy_id = self.user_manager
        for user, agent in (
                (self.user_care, self.user_care), (self.user_care, self.user_care.browse()),
                (self.user_advisor, self.user_care)):
            with self.subTest(user.login), self.assertRaises(AccessError), self.env.cr.savepoint():
                owner.with_user(user).aftersales_agent_id = agent
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            (owner | third).with_user(self.user_care).aftersales_agent_deputy_id = self.user_manager
        owner.with_user(self.user_care).write({'name': "Renamed", 'aftersales_agent_id': self.user_advisor.id})
        (owner | third).with_user(self.user_manager).aftersales_agent_id = self.user_care
        self.assertEqual((owner | third).aftersales_agent_id, self.user_care)

    def test_nothing_planned_for_who_refuses(self):
        """J1, J3: of whoever wants neither calls nor messages nothing is planned that nobody would make."""
        owner = self.cars[0].owner_id
        owner._note_wishes({('call', 'followup'): 'no'}, 'phone')
        plan = {'partner_id': owner.id, 'date': '2026-04-01', 'topic': "Summer"}
        Plan = self.env['aftersales.contact.plan'].with_user(self.user_care)
        Plan.create(plan)
        owner._refuse_all(('call', 'sms', 'mail'), ['followup'], 'phone')
        with self.assertRaisesRegex(UserError, "neither calls nor messages"):
            Plan.create({**plan, 'date': '2026-04-02'})

    def test_other_call_speaks_of_it(self):
        """J1, J2: where a more urgent call of the car waits, what was planned is spoken of in that one."""
        step = self._create_steps(self.cars[0])
        self.cars[0].owner_id.aftersales_channel = 'sms'
        plan = self.env['aftersales.contact.plan'].with_user(self.user_care).create({
            'partner_id': step.partner_id.id, 'vehicle_id': self.cars[0].id, 'date': '2026-03-03', 'topic': "His trailer"})
        self.assertFalse(plan.followup_id, "one live step a car")
        call = step.with_user(self.user_care).get_call(step.id)
        self.assertIn(("To Speak Of", "His trailer"), [(thing['label'], thing['text']) for thing in call['open']])
        self.assertIn(("Likes to Be Contacted", "SMS"), [(thing['label'], thing['text']) for thing in call['open']])

    def test_deputy_of_the_file_calls(self):
        """J1, J2: while the agent is away his customers are called by the deputy of their file."""
        step, other = self._create_steps(self.cars[:2])
        (step | other).sudo().user_id = self.user_advisor
        self.cars[0].owner_id.write({
            'aftersales_agent_id': self.user_advisor.id, 'aftersales_agent_deputy_id': self.user_care.id})
        Steps = self.steps.with_user(self.user_care)
        mine = lambda: Steps.search(Steps._get_call_domain()) & (step | other)  # noqa: E731
        self.assertFalse(mine())
        self.env['aftersales.followup.deputy'].create({
            'user_id': self.user_advisor.id, 'deputy_id': self.user_manager.id, 'date_from': '2026-03-01',
            'date_to': '2026-03-10'})
        self.assertEqual(mine(), step)

    def test_rule_by_agent(self):
        """J1, J2: a rule may give its calls to whoever looks after the customer."""
        self.cars[0].owner_id.aftersales_agent_id = self.user_care
        self._deliver(self.cars[:2], 4)
        self._get_rule('visit').owner = 'agent'
        steps = self._plan('visit')
        self.assertEqual({step.vehicle_id: step.user_id for step in steps}, {
            self.cars[0]: self.user_care, self.cars[1]: self.env['res.users']})

    # --- next contact ---

    def test_what_is_due_first_is_proposed(self):
        """J1: service, declined work, warranty, inspection, insurance or season: the earliest, as the topics say."""
        car, insured, plain = self.cars
        car.inspection_due_date = '2026-06-30'
        insured.write({'inspection_due_date': '2026-06-30', 'insurance_due_date': '2026-04-12'})
        owners = self.cars.owner_id
        found = self._get_proposals(owners)
        self.assertEqual(
            [(found[owner]['code'], found[owner]['date']) for owner in owners if owner in found],
            [('inspection', date(2026, 5, 1)), ('insurance', date(2026, 3, 3))], "what has passed is proposed for today")
        self.env.ref('aftersales.contact_topic_insurance').offset_days = -10
        self.assertEqual(self._get_proposals(owners)[insured.owner_id]['date'], date(2026, 4, 2))
        self.env.ref('aftersales.contact_topic_summer').active = True
        self.assertEqual(self._get_proposals(owners)[plain.owner_id]['date'], date(2026, 4, 17))
        self.assertFlat(self._get_proposals, owners[:1], owners, slack=1)

    def test_agreed_once(self):
        """J1: agreed by one click, it becomes a call on its day with its topic, and is not proposed again."""
        car, other = self.cars[:2]
        (car | other).write({'inspection_due_date': '2026-05-05'})
        owners = (car | other).owner_id
        car.owner_id.aftersales_agent_id = self.user_care
        with self.assertRaises(AccessError):
            owners.with_user(self.user_technician).action_plan_next_contact()
        owners.with_user(self.user_care).action_plan_next_contact()
        plans = self.env['aftersales.contact.plan'].search([('partner_id', 'in', owners.ids)])
        self.assertEqual(plans.mapped('date'), [date(2026, 3, 6)] * 2)
        self.assertEqual(plans.sorted('id').mapped('user_id.id'), [self.user_care.id])
        self.assertEqual(plans.mapped('topic_code'), ['inspection'] * 2)
        owner = car.owner_id.with_user(self.user_care)
        self.assertTrue(owner.aftersales_next_is_planned)
        self.assertFalse(self._get_proposals(owners))
        with self.assertRaisesRegex(UserError, "Nothing is proposed"):
            owners.with_user(self.user_care).action_plan_next_contact()
        self.assertFalse(self._plan('planned'), "not before its day")
        with freeze_time('2026-03-06 02:00:00'):
            step = self._plan('planned').filtered(lambda step: step.vehicle_id == car)
            self.assertEqual((step.user_id, step.due_date, step.planned_topic), (
                self.user_care, date(2026, 3, 6), plans.filtered(lambda plan: plan.vehicle_id == car).topic))
            call = step.with_user(self.user_care).get_call(step.id)
            self.assertIn(step.planned_topic, [thing['text'] for thing in call['open']])
            self.assertIn(step.planned_topic, call['steps'][0]['text'])
            self.assertEqual(plans.followup_id.vehicle_id, car | other)
            with self.assertRaisesRegex(UserError, "is a follow-up by now"):
                plans.with_user(self.user_care).write({'topic': "Other"})

    def test_planned_for_today(self):
        """J1: what is agreed for today is not left to the night; days gone by, and cars of others, are refused."""
        owner = self.cars[0].owner_id
        Plan = self.env['aftersales.contact.plan'].with_user(self.user_care)
        values = {'partner_id': owner.id, 'vehicle_id': self.cars[0].id, 'topic': "His question"}
        with self.assertRaisesRegex(UserError, "a day to come"):
            Plan.create({**values, 'date': '2026-03-02'})
        with self.assertRaisesRegex(UserError, "is no car of"):
            Plan.create({**values, 'vehicle_id': self.cars[1].id, 'date': '2026-03-20'})
        with self.assertRaises(AccessError):
            Plan.create({**values, 'topic_code': 'service', 'date': '2026-03-20'})
        with self.assertRaises(AccessError):
            Plan.with_user(self.user_technician).create({**values, 'date': '2026-03-20'})
        self.cars[2].inspection_due_date = '2026-06-30'
        action = self.cars[2].owner_id.with_user(self.user_care).action_change_next_contact()
        form = Form(Plan.with_context(**action['context']))
        form.date = date(2026, 4, 8)
        self.assertEqual(form.save().topic_code, 'inspection', "agreed on another day: not proposed again")
        self.assertFalse(self._get_proposals(self.cars[2].owner_id))
        plan = Plan.create({**values, 'date': '2026-03-03'})
        self.assertEqual(plan.followup_id.planned_topic, "His question")
        self.assertEqual(plan.followup_id.sudo().partner_id, owner)

    def test_other_company(self):
        """J1: what another company plans, and what is refused about its cars, is not seen."""
        car = self.cars[0]
        outlet = self.env['aftersales.workshop'].create({
            'name': "Over There", 'code': "OT", 'company_id': self.other_company.id})
        plan = self.env['aftersales.contact.plan'].create({
            'partner_id': car.owner_id.id, 'date': '2026-04-01', 'topic': "Theirs", 'company_id': self.other_company.id,
            'workshop_id': outlet.id})
        item = self.env['aftersales.file.item'].search([('detail', '=', 'vin_sn')])
        refusal = self.env['aftersales.file.refusal'].create({'vehicle_id': car.id, 'item_id': item.id})
        car.company_id = self.other_company
        for record in (plan, refusal):
            with self.assertRaises(AccessError):
                record.with_user(self.user_care).read(['display_name'])
        self.assertNotEqual(car.owner_id.with_user(self.user_care).aftersales_next_topic, "Theirs")

    def test_agreed_at_the_end_of_a_call(self):
        """J1, J3: the screen for calls proposes the next contact; agreed with it, or on another day."""
        steps = self._create_steps(self.cars[:2]).with_user(self.user_care)
        self.cars[:2].write({'insurance_due_date': '2026-08-01'})
        first, second = steps
        proposed = first.get_call(first.id)['next']
        self.assertEqual((proposed['date'], proposed['is_planned']), ('2026-06-02', False))
        first.save_call({'result': 'nothing', 'next': {'date': proposed['date'], 'text': proposed['text']}})
        second.get_call(second.id)
        second.save_call({'result': 'nothing', 'next': {'date': '2026-04-01', 'text': "His trailer"}})
        plans = self.env['aftersales.contact.plan'].search([('partner_id', 'in', self.cars.owner_id.ids)], order='id')
        self.assertEqual(plans.mapped(lambda plan: (plan.vehicle_id, plan.date, plan.topic_code, plan.topic)), [
            (self.cars[0], date(2026, 6, 2), 'insurance', proposed['text']),
            (self.cars[1], date(2026, 4, 1), False, "His trailer")])
        self.assertEqual(plans.workshop_id, self.workshop)

    def test_behaviour(self):
        """J1: how often, for how much and what for, of a customer with the contacts below him; nobody else's."""
        firm = self.env['res.partner'].create({'name': "Haulier", 'is_company': True})
        self.cars[0].owner_id.parent_id = firm
        self._deliver(self.cars[:2], 10)
        self._deliver(self.cars[0], 400)
        found = (firm | self.cars.owner_id).with_user(self.user_care)._get_behaviour()
        self.assertEqual([found[partner].visits for partner in (firm | self.cars.owner_id)], [1, 1, 1, 0])
        self.assertEqual(found[firm].spent, found[self.cars[0].owner_id].spent)
        self.assertTrue(found[firm].payers)
        job = self.env['aftersales.order'].search([('vehicle_id', '=', self.cars[1].id)]).job_ids
        self.env.cr.execute(
            "UPDATE aftersales_job SET payer_id = %s, co_payer_id = %s, share = 30, amount_total = 1000, operation_id = %s"
            " WHERE id = %s", (firm.id, self.cars[1].owner_id.id, self.operation.id, job.id))
        self.env.invalidate_all()
        shared = self.cars[1].owner_id._get_behaviour()[self.cars[1].owner_id]
        self.assertEqual((list(shared.spent.values()), shared.operations), ([700], [self.operation.name]))
        self.assertFlat(
            lambda some: some.with_user(self.user_care)._get_behaviour(), self.cars[1].owner_id, self.cars.owner_id)

    # --- whose wish it is ---

    def test_wish_of_firm_and_of_contact(self):
        """J3: what a contact refuses holds for him; what the firm refuses for its number and address, whoever is there."""
        firm = self.env['res.partner'].create({
            'name': "Haulier", 'is_company': True, 'phone': '+86 21 6666 1000', 'email': 'office@example.com'})
        clerk, driver = self.env['res.partner'].create([
            {'name': "Clerk", 'parent_id': firm.id, 'phone': '021-6666 1000', 'email': 'clerk@example.com'},
            {'name': "Driver", 'parent_id': firm.id, 'phone': '+86 137 6666 2000', 'email': 'Office@example.com'}])
        self.assertEqual((firm | clerk | driver).mapped('aftersales_shares_phone'), [False, True, False])
        all_three = firm | clerk | driver

        def refusing(channel, purpose='followup'):
            self.env.invalidate_all()
            asked = all_three.filtered(lambda partner: partner._refuses(channel, purpose))
            found = self.env['res.partner'].search(
                [('id', 'in', all_three.ids), *self.env['res.partner']._get_refusing_domain(channel, purpose)])
            self.assertEqual(found, asked, "the list asks as the one customer is asked")
            return asked

        clerk._note_wishes({('call', 'followup'): 'no'}, 'phone')
        self.assertEqual(refusing('call'), clerk, "the firm and the others are called as before")
        self.cars[0].owner_id = driver
        self.cars[1].owner_id = clerk
        step = self._create_steps(self.cars[1])
        firm._note_wishes({('call', 'followup'): 'no', ('mail', 'followup'): 'no', ('sms', 'followup'): 'no'}, 'phone')
        self.assertEqual(refusing('call'), firm | clerk)
        self.assertEqual(refusing('mail'), firm | driver)
        self.assertNotEqual((step.state, step.channel), ('planned', 'call'), "what waited for the shared number ends at once")
        clerk.phone = '+86 137 6666 3000'
        self.assertEqual(refusing('sms'), firm, "a number of his own is his own")
        self.company.aftersales_offers_need_yes = True
        firm._note_wishes({('mail', 'marketing'): 'yes'}, 'counter')
        self.assertEqual(refusing('mail', 'marketing'), clerk)

    # --- two customers that are one ---

    def _create_twice(self, model, partners, **values):
        return self.env[model].create([{
            'partner_id': partner.id, 'workshop_id': self.workshop.id, 'company_id': self.company.id, **values,
        } for partner in partners])

    def _create_greetings(self, partners):
        return self._create_twice(
            'aftersales.reminder', partners, rule_id=self.env.ref('aftersales.reminder_rule_birthday').id,
            due_date=Date.today(), due_name="birthday 2026", ready_date=Date.today())

    def _merge(self, partners):
        self.env['base.partner.merge.automatic.wizard'].sudo()._merge(partners.ids, partners[0], extra_checks=False)
        self.env.invalidate_all()

    def test_customers_that_are_one(self):
        """J1, J2, J3, J4, J5: of two customers that are one what both had stays as far as it was; a refusal holds."""
        one, two = both = self.cars[:2].owner_id
        one._note_wishes({('mail', 'marketing'): 'yes'}, 'counter')
        two._note_wishes({('mail', 'marketing'): 'no'}, 'counter')
        greetings = self._create_greetings(both)
        calls = self._create_twice(
            'aftersales.followup.contact', both, medium='call', direction='out', outcome='reached', topic="Brakes")
        steps = self._create_twice('aftersales.followup', both, rule_id=self._get_rule('absent_6').id)
        plans = self._create_twice('aftersales.contact.plan', both, date='2026-03-20', topic="Brakes")
        event = self.env['aftersales.campaign'].create({
            'name': "Course", 'kind_id': self.env.ref('aftersales.campaign_kind_course').id, 'user_id': self.user_care.id,
            'workshop_id': self.workshop.id, 'company_id': self.company.id, 'start': '2026-04-01', 'stop': '2026-04-02'})
        guests = self.env['aftersales.campaign.guest'].create([
            {'campaign_id': event.id, 'partner_id': partner.id} for partner in both])
        guests[1].state = 'registered'
        self._merge(both)
        self.assertFalse(two.exists())
        self.assertEqual(greetings.partner_id | calls.partner_id | steps.partner_id, one)
        self.assertTrue(one._refuses('mail', 'marketing'))
        self.assertEqual(sorted(one.aftersales_consent_ids.mapped('answer')), ['no', 'yes'])
        self.assertEqual(sorted(greetings.mapped('end_reason')), ['hand', 'refused'])
        self.assertEqual(sorted(steps.mapped('state')), ['planned', 'superseded'])
        self.assertEqual(plans.mapped('active'), [True, False])
        self.assertEqual(event.guest_ids, guests[1])
        self.assertEqual((guests[1].partner_id, event.seats_taken), (one, 1))

    def test_customers_that_cannot_be_one(self):
        """J1: where nobody made way, whoever merges is told of what both have, in words."""
        both = self.cars[:2].owner_id
        self._create_greetings(both)
        self.patch(self.env.registry['res.partner'], '_make_way', lambda partner, others: None)
        with mute_logger('odoo.sql_db'), self.assertRaisesRegex(UserError, r"both have .*\(Reminder\)"):
            self._merge(both)
        self.assertEqual(both.exists(), both)
