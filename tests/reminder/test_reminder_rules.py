import json

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.reminder import ReminderCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestReminderRules(ReminderCommon):
    """J4: what a rule may say, what planning by it costs, and how much a customer is told on a day."""

    def test_rules_are_checked(self):
        """J4: a call comes last; cars that cannot be found are refused; rules are the manager's."""
        rule = self._get_reminder_rule('service_7')
        with self.assertRaises(AccessError):
            rule.with_user(self.user_care).days_before = 3
        mine = rule.with_user(self.user_manager)
        with self.assertRaisesRegex(ValidationError, "a call comes last"):
            mine.write({'channel': 'call', 'next_channel': 'letter'})
        with self.assertRaisesRegex(ValidationError, "cannot be found"):
            mine.filter_domain = "[('nothing', '=', 1)]"
        mine.write({'channel': 'letter', 'next_channel': 'message', 'days_before': 9})

    def test_queries_do_not_grow(self):
        """J4: planning and what the customer's page shows take as many queries for one car as for many."""
        cars = self._create_due_cars(8, inspection_due_date=60)
        rule = self._get_reminder_rule('inspection_60')

        def plan(some):
            (cars - some).inspection_due_date = False
            self.reminders.search([('vehicle_id', 'in', cars.ids)]).unlink()
            some.inspection_due_date = self._get_day(60)
            self.env.flush_all()
            return self.count_queries(lambda rule: rule._generate(), rule)

        plan(cars[:1])
        self.assertLessEqual(plan(cars), plan(cars[:1]))
        self.assertFlat(lambda some: some._get_due_things(self._get_day(0)), cars[:1], cars)
        self.assertFlat(lambda some: some.mapped('reminder_count'), cars[:1], cars)

    def test_greetings_a_part_at_a_time(self):
        """J4: a customer of many cars is greeted once, and what one part looks at no other looks at again."""
        cars = self._create_due_cars(5)
        owners = cars.owner_id
        cars.create([{
            'model_id': self.vehicle.model_id.id, 'license_plate': f'沪G·{number:05}', 'company_id': self.company.id,
            'owner_id': owner.id} for number, owner in enumerate(owners)])
        self.env['aftersales.reminder.day'].create({
            'name': "Founders", 'date': fields.Date.today(), 'company_id': self.company.id})
        for owner in owners:
            owner._note_wishes({('mail', 'marketing'): 'yes'}, 'counter')
        self.patch(self.env.registry['aftersales.reminder.rule'], '_get_part', lambda rule: 2)
        rule, greeted, looked = self._get_reminder_rule('greeting'), [], []
        rule.write({
            'generated_date': False, 'progress': json.dumps({str(self.company.id): owners[0].id - 1}),
            'company_id': self.company.id})
        while not rule.generated_date:
            self.assertLess(len(looked), 9)
            looked.append(rule.progress)
            rule._generate()
            greeted.append(len(self._remind().partner_id & owners))
        self.assertEqual((greeted[:3], len(set(looked))), ([2, 4, 5], len(looked)))
        self.assertEqual(len(self._remind().filtered(lambda reminder: reminder.partner_id in owners)), 5)

    def test_so_many_messages_a_day(self):
        """J3, J4: follow-up and reminders send a customer one message a day; the others wait for the next one, each noted
        once; good wishes and what is due today go all the same, and the company may say another number."""
        first, second, __ = cars = self._create_due_cars(3, inspection_due_date=20)
        second.owner_id = first.owner_id
        told, waiting, single = self._create_reminders(cars)
        step = self._create_steps(first)
        step.sudo().channel = 'message'
        self.reminders.search(self.reminders._get_send_domain())._send()
        self.assertEqual([told.state, waiting.state, single.state], ['told', 'planned', 'told'])
        step.sudo()._send_message()
        self.assertEqual(step.state, 'planned')
        self.reminders.search(self.reminders._get_send_domain())._send()
        checks = self.env['aftersales.contact.check'].search([('wait_until', '!=', False)], order='id')
        self.assertEqual(
            checks.mapped(lambda check: (check.partner_id, check.res_model, check.res_id, check.is_allowed)),
            [(first.owner_id, waiting._name, waiting.id, False), (first.owner_id, step._name, step.id, False)])
        self.assertEqual(set(checks.mapped('wait_until')), {self.company._get_day_start(1)})
        self.assertNotIn(step, self.steps.search(self.steps._get_message_domain()))
        wishes = self._create_reminders(first, 'greeting', vehicle_id=False, due_date=fields.Date.today())
        self.assertEqual(wishes._take_turns(), wishes)
        self.assertEqual(waiting._take_turns(), waiting.browse())
        waiting.due_date = fields.Date.today()
        self.assertEqual(waiting._take_turns(), waiting, "late tomorrow")
        waiting.due_date = second.inspection_due_date
        for most, found in ((2, waiting), (0, waiting), (1, waiting.browse())):
            self.company.aftersales_messages_a_day = most
            self.assertEqual(waiting._take_turns(), found, most)
        self.assertFlat(lambda some: some._take_turns(), told, told | waiting | single, slack=1)
        with freeze_time('2026-03-04 02:00:00'):
            self.reminders.search(self.reminders._get_send_domain())._send()
            self.assertEqual(waiting.state, 'told')
            step.sudo()._send_message()
            self.assertEqual(step.state, 'planned')
        with freeze_time('2026-03-05 02:00:00'):
            self.steps.search(self.steps._get_message_domain())._send_message()
            self.assertEqual(step.state, 'done')
