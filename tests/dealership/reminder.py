from datetime import timedelta

from odoo import fields

from odoo.addons.aftersales.tests.dealership.followup import FollowupCommon


class ReminderCommon(FollowupCommon):
    """Customers with cars of their own, and the rules of reminders; the demo's companies remind nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reminders = cls.env['aftersales.reminder']
        cls.reminders.search([('state', 'in', ('planned', 'told'))])._end('hand')
        cls.env['res.company'].search([('id', '!=', cls.company.id)]).aftersales_remind = False

    @classmethod
    def _get_reminder_rule(cls, name):
        return cls.env.ref(f'aftersales.reminder_rule_{name}')

    @classmethod
    def _get_day(cls, days):
        return fields.Date.today() + timedelta(days=days)

    @classmethod
    def _create_due_cars(cls, count=1, **days):
        """Cars of the company with dates so many days ahead."""
        cars = cls._create_cars(count)
        cars.write({'company_id': cls.company.id, **{name: cls._get_day(number) for name, number in days.items()}})
        return cars

    @classmethod
    def _remind(cls, *names):
        """As the nightly action does; what waits to be told."""
        for name in names:
            cls._get_reminder_rule(name)._generate()
        return cls.reminders.search([('state', '=', 'planned')], order='id')

    @classmethod
    def _create_reminders(cls, cars, rule='inspection_60', **values):
        return cls.reminders.create([{
            'rule_id': cls._get_reminder_rule(rule).id, 'company_id': cls.company.id, 'workshop_id': cls.workshop.id,
            'partner_id': car.owner_id.id, 'vehicle_id': car.id, 'due_date': cls._get_day(20),
            'due_name': f'inspection {car.id}', 'ready_date': fields.Date.today(), **values} for car in cars])
