from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.reminder import ReminderCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestReminderRules(ReminderCommon):
    """J4: what a rule may say, and what planning by it costs."""

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
