from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.reminder import ReminderCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestRenewal(ReminderCommon):
    """J4: insurances that end stand on a list, with who takes care, what was offered and what became of it."""

    def _fill(self):
        self.env['aftersales.renewal']._fill(self.company)
        return self.env['aftersales.renewal'].search([('company_id', '=', self.company.id)], order='due_date, id')

    def _create_renewals(self, count=1):
        cars = self._create_due_cars(count, insurance_due_date=20)
        self._fill()
        return self.env['aftersales.renewal'].search([('vehicle_id', 'in', cars.ids)], order='id').with_user(self.user_care)

    def test_list_fills_itself(self):
        """J4: 60 days before, each once; last year's agent asks again; our own cars are not on it."""
        first, __, own = cars = self._create_due_cars(3)
        for car, days in zip(cars, (60, 61, 30)):
            car.insurance_due_date = self._get_day(days)
        own.owner_id.parent_id = self.company.partner_id
        first.owner_id.aftersales_agent_id = self.user_manager
        renewals = self._fill().filtered(lambda renewal: renewal.vehicle_id in cars)
        self.assertEqual(renewals.user_id, self.user_manager, "who looks after the customer")
        self.assertEqual((renewals.vehicle_id, renewals.state, renewals.due_date), (first, 'open', self._get_day(60)))
        self.assertEqual(self._fill().filtered(lambda renewal: renewal.vehicle_id in cars), renewals)
        renewals.user_id = self.user_care
        first.insurance_due_date = self._get_day(59)
        again = self._fill().filtered(lambda renewal: renewal.vehicle_id == first) - renewals
        self.assertEqual(again.user_id, self.user_care)
        elsewhere = self.env['aftersales.workshop'].create({
            'name': "Elsewhere", 'code': 'ELSE', 'company_id': self.other_company.id})
        first.company_id = False
        self.assertTrue(again.copy({
            'company_id': self.other_company.id, 'workshop_id': elsewhere.id, 'user_id': False}), "another company's list")
        with mute_logger('odoo.sql_db'), self.assertRaises(UniqueViolation):
            self.env['aftersales.renewal'].create({'vehicle_id': first.id, 'due_date': again.due_date})

    def test_car_listed_elsewhere(self):
        """J4: what another company has listed stays that one's until the car comes here."""
        car = self._create_due_cars(1, insurance_due_date=20)
        car.company_id = False
        elsewhere = self.env['aftersales.workshop'].create({
            'name': "Elsewhere", 'code': 'ELSE', 'company_id': self.other_company.id})
        values = {'vehicle_id': car.id, 'partner_id': car.owner_id.id}
        self.env['aftersales.order'].create({**values, 'workshop_id': elsewhere.id, 'company_id': self.other_company.id})
        self.env['aftersales.renewal'].create({
            **values, 'due_date': car.insurance_due_date, 'workshop_id': elsewhere.id, 'company_id': self.other_company.id})
        own = [('vehicle_id', '=', car.id), ('company_id', '=', self.company.id)]
        self._fill()
        self.assertFalse(self.env['aftersales.renewal'].search(own))
        self.env['aftersales.order'].create({**values, 'workshop_id': self.workshop.id, 'company_id': self.company.id})
        self._fill()
        self.assertEqual(self.env['aftersales.renewal'].search(own).workshop_id, self.workshop)

    def test_list_fills_in_parts(self):
        """A house that begins has thousands of insurances to list; each night goes on until all are."""
        cars = self._create_due_cars(3, insurance_due_date=20)
        Renewal = self.env['aftersales.renewal']
        going_on = patch.object(type(self.env['ir.cron']), '_commit_progress', lambda *__, **___: 1)
        with patch.object(type(Renewal), '_get_part', lambda __: 2), going_on:
            self.assertEqual(Renewal._fill(self.company), 2)
            Renewal._cron_fill()
        self.assertEqual(Renewal.search([('vehicle_id', 'in', cars.ids)]).vehicle_id, cars)
        self.assertFalse(Renewal._fill(self.company))

    def test_renewed(self):
        """J4: with insurer, premium and the new end; the car then is insured until then, and reminded of no more."""
        renewal, other = self._create_renewals(2)
        car = renewal.sudo().vehicle_id
        reminder = self._create_reminders(car, 'insurance_30', due_date=car.insurance_due_date, due_name='insurance')
        reminder._note_told()
        with self.assertRaisesRegex(UserError, "was offered"):
            renewal.action_quote()
        action = renewal.action_plan_call()
        plan = self.env['aftersales.contact.plan'].with_user(self.user_care).with_context(**action['context']).create({})
        self.assertEqual((plan.vehicle_id, plan.partner_id, plan.date), (car, renewal.partner_id, fields.Date.today()))
        self.assertTrue(plan.followup_id, "in the list of calls today")
        renewal.quote_amount = 4000
        renewal.action_quote()
        self.assertEqual((renewal.state, renewal.quote_date), ('quoted', fields.Date.today()))
        with self.assertRaisesRegex(UserError, "enter the insurer"):
            renewal.action_renew()
        renewal.write({'insurer_id': self.customer.id, 'premium': 3900, 'next_due_date': renewal.due_date})
        with self.assertRaisesRegex(UserError, "ends before"):
            renewal.action_renew()
        renewal.next_due_date = renewal.due_date + timedelta(days=365)
        renewal.action_renew()
        self.assertEqual(
            (renewal.state, renewal.is_renewed, renewal.renewal_rate, renewal.decided_date, car.insurance_due_date),
            ('renewed', 1, 100, fields.Date.today(), renewal.next_due_date))
        self.assertEqual(car.insurer_id, self.customer)
        self.assertEqual((reminder.state, reminder.is_renewed), ('done', 1))
        other.action_elsewhere()
        self.assertEqual((other.is_lost, other.renewal_rate), (1, 0))
        other.action_reopen()
        self.assertEqual((other.state, other.decided_date), ('open', False))
        for call in (renewal.action_elsewhere, renewal.action_reopen, renewal.action_plan_call):
            with self.assertRaises(UserError):
                call()

    def test_what_happens_to_the_car(self):
        """J4: sold; insured anew without us knowing where; and who was silent for a month after the end is lost."""
        sold, moved, silent = self._create_renewals(3)
        sold.sudo().vehicle_id.owner_id = self.customer
        moved.sudo().vehicle_id.insurance_due_date = self._get_day(400)
        self.assertEqual((sold.state, moved.state, moved.is_moved), ('sold', 'open', True))
        with freeze_time(fields.Datetime.now() + timedelta(days=51)):
            Renewal = self.env['aftersales.renewal']
            Renewal.search(Renewal._get_silent_domain() & fields.Domain('id', 'in', (moved | silent).ids))._end_silent()
        self.assertEqual((moved.state, silent.state), ('open', 'no_answer'))

    def test_target(self):
        """J4: target and rate of an outlet and month; one query for all of them."""
        renewals = self._create_renewals(4)
        month = renewals[0].due_date.replace(day=1)
        renewals[0].sudo()._write({'state': 'renewed', 'is_renewed': 1})
        self.env.invalidate_all()
        Target = self.env['aftersales.renewal.target'].with_user(self.user_manager)
        target = Target.create({'workshop_id': self.workshop.id, 'month': month, 'target_rate': 60})
        due = self.env['aftersales.renewal'].search_count([
            ('workshop_id', '=', self.workshop.id), ('due_date', '>=', month),
            ('due_date', '<', fields.Date.add(month, months=1)), ('state', '!=', 'sold')])
        self.assertEqual(target.due_count, due)
        self.assertEqual((target.renewed_count, target.rate, target.missing_count), (1, 100 / due, -(-due * 60 // 100) - 1))
        with self.assertRaisesRegex(ValidationError, "first day"):
            Target.create({'workshop_id': self.workshop.id, 'month': month.replace(day=2)})
        more = target | Target.create([
            {'workshop_id': self.workshop.id, 'month': fields.Date.add(month, months=number)} for number in range(1, 9)])
        self.assertFlat(lambda some: some.mapped('rate'), more[:1], more)
        with self.assertRaises(AccessError):
            target.with_user(self.user_care).target_rate = 1

    def test_roles(self):
        """J4: customer care works through the list; whose insurance it is and when it ends stays."""
        renewals = self._create_renewals(2)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            renewals.due_date = self._get_day(1)
        with self.assertRaises(AccessError):
            renewals.is_renewed = 1
        for role in ('technician', 'parts'):
            with self.assertRaises(AccessError):
                renewals.with_user(getattr(self, f'user_{role}')).read(['state'])
        with self.assertRaises(UserError):
            renewals.unlink()
        self.assertFlat(lambda some: some.mapped('call_count'), renewals[:1], renewals)
        by_hand = self.env['aftersales.renewal'].with_user(self.user_care).create({
            'vehicle_id': renewals[0].vehicle_id.id, 'workshop_id': self.workshop.id, 'due_date': self._get_day(99)})
        self.assertEqual(by_hand.partner_id, renewals[0].partner_id)
