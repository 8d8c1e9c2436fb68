from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.reminder import ReminderCommon
from odoo.addons.aftersales.tests.dealership.survey import TUESDAY


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestReminder(ReminderCommon):
    """J4: customers are told in time what is due, once, and on ways that they want."""

    def _write_raw(self, records, **values):
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE %s SET %s WHERE id IN %s", SQL.identifier(records._table),
            SQL(', ').join(SQL('%s = %s', SQL.identifier(name), value) for name, value in values.items()),
            tuple(records.ids)))
        self.env.invalidate_all()

    def _send(self):
        self.reminders.search(self.reminders._get_send_domain())._send()

    # === WHAT IS DUE ===#

    def test_within_its_days_once(self):
        """J4: 60 days before, and as long as it is in time; once, whether it runs twice or the next night."""
        early, first, last, late = cars = self._create_due_cars(4)
        for car, days in zip(cars, (61, 60, 46, 45)):
            car.inspection_due_date = self._get_day(days)
        reminders = self._remind('inspection_60')
        self.assertEqual(reminders.vehicle_id, first | last)
        reminder = reminders.filtered(lambda reminder: reminder.vehicle_id == first)
        self.assertEqual(
            (reminder.state, reminder.kind, reminder.purpose, reminder.channel, reminder.partner_id, reminder.due_date,
             reminder.workshop_id, reminder.company_id),
            ('planned', 'inspection', 'reminder', 'message', first.owner_id, self._get_day(60), self.workshop, self.company))
        self.assertTrue(reminder.access_token)
        self.assertEqual(self._remind('inspection_60'), reminders)
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.assertEqual(self._remind('inspection_60').vehicle_id, early | first | last)
        self.assertNotIn(late, self.reminders.search([]).vehicle_id)
        with mute_logger('odoo.sql_db'), self.assertRaises(UniqueViolation):
            reminder.copy({'due_name': reminder.due_name})

    def test_each_kind(self):
        """J4: service by day and by km, insurance, end of the warranty, change of season, holiday."""
        by_day, by_km, far, insured, covered, other = cars = self._create_due_cars(6)
        plan = self.env['aftersales.maintenance.plan'].create({'name': "Plan"})
        line = self.env['aftersales.maintenance.plan.line'].create({
            'plan_id': plan.id, 'name': "Oil", 'interval_months': 12, 'interval_km': 10000})
        self._write_raw(by_day, next_service_date=self._get_day(6), next_service_line_id=line.id)
        for car, last in ((by_km, 8800), (far, 7000)):
            self._write_raw(
                car, next_service_date=self._get_day(25), next_service_line_id=line.id, next_service_odometer=10000,
                last_odometer=last, last_odometer_date=self._get_day(-10), average_daily_distance=40)
        insured.insurance_due_date = self._get_day(30)
        policy = self.env['aftersales.policy'].create({'name': "New car", 'code': "REM", 'months': 36})
        coverages = self.env['aftersales.coverage'].create([
            {'vehicle_id': covered.id, 'policy_id': policy.id, 'company_id': self.company.id}])
        self._write_raw(coverages, end_date=self._get_day(50))
        self.env['aftersales.reminder.day'].create([
            {'name': "Rain", 'kind': 'season', 'date': self._get_day(14)},
            {'name': "Lantern Festival", 'kind': 'greeting', 'date': self._get_day(0), 'text': "Happy festival!"}])
        for owner in (other.owner_id, insured.owner_id):
            owner._note_wishes({('mail', 'marketing'): 'yes'}, 'counter')
        reminders = self._remind('service_7', 'insurance_30', 'warranty_60', 'season', 'greeting')
        found = {}
        for reminder in reminders:
            found.setdefault(reminder.kind, self.env['fleet.vehicle'])
            found[reminder.kind] |= reminder.vehicle_id
        self.assertEqual(
            {kind: found[kind] & cars for kind in ('service', 'insurance', 'warranty', 'season')},
            {'service': by_day | by_km, 'insurance': insured, 'warranty': covered, 'season': cars})
        greetings = reminders.filtered(lambda reminder: reminder.kind == 'greeting')
        self.assertEqual(greetings.partner_id, other.owner_id | insured.owner_id, "who agreed to offers")
        self.assertEqual({greeting.purpose for greeting in greetings}, {'marketing'})

    def test_prediction_moves_and_is_the_same_service(self):
        """J4: a service whose predicted day moves is told once; after one was done the next is another."""
        car = self._create_due_cars()
        plan = self.env['aftersales.maintenance.plan'].create({'name': "Plan"})
        line = self.env['aftersales.maintenance.plan.line'].create({
            'plan_id': plan.id, 'name': "Oil", 'interval_months': 12})
        self._write_raw(car, next_service_date=self._get_day(6), next_service_line_id=line.id)
        first = self._remind('service_7')
        self._write_raw(car, next_service_date=self._get_day(7))
        self.assertEqual(self._remind('service_7'), first)
        self.assertTrue(first._is_still_due())
        self.env['aftersales.service.record'].sudo().create(
            {'vehicle_id': car.id, 'line_id': line.id, 'date': self._get_day(0)})
        self.assertFalse(first._is_still_due(), "it was done")
        self._write_raw(car, next_service_date=self._get_day(7), next_service_line_id=line.id)
        self.assertEqual(len(self._remind('service_7')), 2)

    def test_one_greeting_a_day(self):
        """J4: with two cars, and two holidays on a day, the customer is greeted once; moving holidays stand for years ahead."""
        car, second = self._create_due_cars(2)
        second.owner_id = car.owner_id
        car.owner_id._note_wishes({('sms', 'marketing'): 'yes'}, 'counter')
        days = self.env['aftersales.reminder.day']
        days.create([{'name': name, 'kind': 'greeting', 'date': self._get_day(0)} for name in ("One", "Two")])
        self.assertEqual(len(self._remind('greeting').filtered(lambda reminder: reminder.partner_id == car.owner_id)), 1)
        spring = [moment for __, moment, __ in days._get_days(
            'greeting', self.company, date(2030, 1, 20), date(2030, 2, 20))]
        self.assertEqual(spring, [date(2030, 2, 3)])
        leap = days.create({'name': "Leap", 'kind': 'season', 'date': '2028-02-29', 'is_yearly': True})
        self.assertIn((leap.id, date(2030, 2, 28), None), days._get_days(
            'season', self.company, date(2030, 2, 1), date(2030, 3, 1)))

    def test_birthday(self):
        """J4: persons who agreed are greeted on the day; born on 29 February, on the 28th of other years; firms are not."""
        born, later, leap, firm = cars = self._create_due_cars(4)
        for car, day in zip(cars, ('1980-03-03', '1980-03-04', '1992-02-29', '1980-03-03')):
            car.owner_id.aftersales_birth_date = day
            car.owner_id._note_wishes({('mail', 'marketing'): 'yes'}, 'counter')
        firm.owner_id.is_company = True
        greeting = self._remind('birthday')
        self.assertEqual((greeting.partner_id, greeting.kind, greeting.day_id.id), (born.owner_id, 'birthday', False))
        self.assertIn(born.owner_id.name, greeting._get_text())
        self.assertEqual(self._remind('birthday'), greeting)
        with freeze_time('2027-02-28 02:00:00'):
            self.assertEqual((self._remind('birthday') - greeting).partner_id, leap.owner_id)
        self.assertNotIn(later.owner_id, self.reminders.search([('kind', '=', 'birthday')]).partner_id)

    def test_customer_file(self):
        """J1, J4: the one-page file says what the customer was reminded of, and how his insurance stands."""
        car = self._create_due_cars(insurance_due_date=20)
        self._create_reminders(car)._note_told()
        self.env['aftersales.renewal']._fill(self.company)
        block = car.owner_id.with_user(self.user_care)._prepare_customer_file()[-1]
        self.assertEqual((block['title'], len(block['rows'])), ("Reminders", 2))
        self.assertIn(car.license_plate, block['rows'][0][0])

    def test_season_by_outlet(self):
        """J4: where an outlet has its own day, only its customers are told."""
        here, there = self._create_due_cars(2)
        other = self.workshop.copy({'name': "North", 'code': 'RNO'})
        self.env['aftersales.reminder.day'].create({
            'name': "Snow", 'kind': 'season', 'date': self._get_day(14), 'workshop_id': other.id})
        visits = self._deliver(here | there, 100)
        self._write_raw(visits[1], workshop_id=other.id)
        self.assertEqual(self._remind('season').vehicle_id & (here | there), there)

    def test_a_part_at_a_time(self):
        """J4: however many cars there are, a part of them at a time; killed between, it goes on where it was."""
        cars = self._create_due_cars(5, inspection_due_date=60)
        self.patch(self.env.registry['aftersales.reminder.rule'], '_get_part', lambda rule: 2)
        rule = self._get_reminder_rule('inspection_60')
        rule.write({'generated_date': False, 'progress': False})
        rule._generate()
        self.assertTrue(rule.progress)
        self.assertFalse(rule.generated_date)
        self.assertLess(len(self._remind().vehicle_id & cars), 5)
        for __ in range(10):
            if not rule.generated_date:
                rule._generate()
        self.assertEqual(self._remind().vehicle_id & cars, cars)
        self.assertEqual((bool(rule.generated_date), rule.progress), (True, False))

    def test_time_of_the_action(self):
        """J4: an action whose time is up stops after a part and says that something is left; the next one goes on."""
        cars, left, told = self._create_due_cars(5, inspection_due_date=60), [0], []
        self.patch(self.env.registry['aftersales.reminder.rule'], '_get_part', lambda rule: 2)
        self.patch(
            self.env.registry['ir.cron'], '_commit_progress',
            lambda crons, processed=0, *, remaining=None, deactivate=False: told.append(remaining) or left[0])
        rule = self._get_reminder_rule('inspection_60')
        rule.search([]).write({'generated_date': rule._get_night(), 'progress': False})
        rule.generated_date = False
        rule._cron_generate()
        self.assertTrue(rule.progress)
        self.assertEqual((len(self._remind().vehicle_id & cars), told[-1]), (2, 1))
        left[0] = 100
        rule._cron_generate()
        self.assertEqual(self._remind().vehicle_id & cars, cars)
        self.assertEqual((bool(rule.generated_date), told[-1]), (True, 0))

    def test_who_is_left_in_peace(self):
        """J4, J3: after a refusal, while a complaint is open, who has booked, whose car is here, our own and sold cars."""
        cars = self._create_due_cars(7, inspection_due_date=60)
        refusing, no_notices, complaining, booked, here, own, fine = cars
        refusing.owner_id._refuse_all(('call', 'sms', 'mail', 'letter'), ['reminder'], 'phone')
        no_notices.owner_id._refuse_all(('call', 'sms', 'mail', 'letter'), ['service'], 'phone')
        self._create_complaints(vehicle_id=complaining.id)
        appointment = self.env['aftersales.appointment'].create({
            'workshop_id': self.workshop.id, 'vehicle_id': booked.id, 'partner_id': booked.owner_id.id, 'state': 'draft',
            'start': fields.Datetime.now() + timedelta(days=9)})
        self._write_raw(appointment, state='booked')
        self._create_orders(vehicle_id=here.id, partner_id=here.owner_id.id).action_receive()
        own.owner_id.parent_id = self.company.partner_id
        self.assertEqual(self._remind('inspection_60').vehicle_id & cars, fine)
        no_notices.owner_id._note_wishes({('mail', 'reminder'): 'yes'}, 'page')
        self.assertEqual(self._remind('inspection_60').vehicle_id & cars, no_notices | fine)

    # === TELLING ===#

    def test_message(self):
        """J4: in the customer's words and language, outside the quiet hours; noted in the register."""
        car = self._create_due_cars(inspection_due_date=60)
        reminder = self._remind('inspection_60')
        with freeze_time('2026-03-03 15:00:00'):
            self._send()
            self.assertEqual(reminder.state, 'planned', "at night nobody is written to")
        self._send()
        self.assertEqual((reminder.state, reminder.is_told), ('told', 1))
        self.assertIn(car.license_plate, reminder._get_subject())
        self.assertIn(car.owner_id.name, reminder._get_text())
        contact = reminder.contact_ids
        self.assertEqual((contact.medium, contact.direction, contact.partner_id), ('message', 'out', car.owner_id))
        self.assertTrue(reminder._is_notice_due('aftersales.mail_template_reminder'))
        complaint = self._create_complaints(vehicle_id=car.id)
        self.assertFalse(reminder._is_notice_due('aftersales.mail_template_reminder'), "he complained while it waited")
        self._write_raw(complaint, state='closed')
        self.assertTrue(reminder._is_notice_due('aftersales.mail_template_reminder'))
        car.inspection_due_date = self._get_day(400)
        self.assertEqual((reminder.state, reminder.end_reason, reminder.is_renewed), ('done', 'renewed', 1))
        self.assertFalse(reminder._is_notice_due('aftersales.mail_template_reminder'), "renewed while the message waited")

    def test_one_short_message(self):
        """J4, faults C10: each reminder is one SMS, however long the outlet's name and key are, in both languages."""
        self.env['ir.config_parameter'].set_param('web.base.url', 'https://as.yunqi.cn')
        self.env['res.lang']._activate_lang('zh_CN')
        self.patch(
            self.env.registry['aftersales.customer.key.mixin'], '_get_short_key', lambda record, sign: f'{sign}zzzzz{"K" * 12}')
        template = self.env.ref('aftersales.sms_template_reminder')
        car = self._create_due_cars()
        day = self.env.ref('aftersales.reminder_day_spring_2027')
        english, chinese = (template.with_context(lang=lang).body for lang in ('en_US', 'zh_CN'))
        for lang, limit, outlet, plate in (
            ('en_US', 160, "Riverside Automobile Sales and Service Centre of the Northern Harbour District", 'HU-A 123456'),
            ('zh_CN', 70, "上海浦东新区张江高科技园宝马服务中心", '沪A·D12345'),
        )[:1 if chinese == english else 2]:  # as long as its words have no Chinese ones there is nothing to count
            self.workshop.name, car.license_plate, car.owner_id.lang = outlet, plate, lang
            for rule in self.env['aftersales.reminder.rule'].search([]):
                reminder = self._create_reminders(
                    car, due_date='2026-12-31', due_name=f'{lang} {rule.id}', day_id=day.id, rule_id=rule.id)
                body = template._render_field('body', reminder.ids, compute_lang=True)[reminder.id]
                with self.subTest(rule=rule.name, lang=lang):
                    self.assertLessEqual(len(reminder._show_keys(body)), limit, body)
                    self.assertTrue(body.startswith(outlet[:4]), body)

    def test_greeting_on_a_holiday(self):
        """J4: a greeting goes out on a Sunday too, though not at night; a reminder waits for the working day."""
        car = self._create_due_cars()
        greeting = self._create_reminders(car, 'greeting', vehicle_id=False, due_date='2026-03-08')
        reminder = self._create_reminders(car)
        car.inspection_due_date = reminder.due_date
        car.owner_id._note_wishes({('mail', 'marketing'): 'yes'}, 'counter')
        with freeze_time('2026-03-08 02:30:00'):
            self.assertEqual(self.reminders.search(self.reminders._get_send_domain()) & (greeting | reminder), greeting)
        with freeze_time('2026-03-08 15:30:00'):
            self.assertFalse(self.reminders.search(self.reminders._get_send_domain()) & (greeting | reminder))

    def test_next_way(self):
        """J4: without address or number, or after a refusal, by letter; a call is the last way; with none it ends."""
        by_letter, by_call, by_none = cars = self._create_due_cars(3, inspection_due_date=15)
        by_letter.owner_id.write({'email': False, 'phone': False})
        by_call.owner_id.write({'email': False, 'street': False})
        by_call.owner_id._note_wishes({('sms', 'reminder'): 'no'}, 'phone')
        by_none.owner_id.write({'email': False, 'phone': False, 'street': False})
        reminders = self._remind('inspection_15')
        self._send()
        found = {reminder.vehicle_id: (reminder.channel, reminder.state, reminder.end_reason) for reminder in reminders}
        self.assertEqual(found, {
            by_letter: ('letter', 'planned', False), by_call: ('call', 'planned', False),
            by_none: ('message', 'ended', 'unreachable')})
        self.assertEqual(
            self.reminders.search([('is_unreached', '=', True), ('vehicle_id', 'in', cars.ids)]), reminders)
        by_call.owner_id._note_wishes({('call', 'reminder'): 'no'}, 'phone')
        self.assertEqual(
            reminders.filtered(lambda reminder: reminder.vehicle_id == by_call).end_reason, 'refused', "at once")

    def test_letters(self):
        """J4: printed together, and in the register of letters once they are in the post."""
        cars = self._create_due_cars(2)
        letters = self._create_reminders(cars, channel='letter').with_user(self.user_care)
        html = self.env['ir.actions.report'].with_user(self.user_care)._render_qweb_html(
            'aftersales.report_reminder', letters.ids)[0].decode()
        for car in cars:
            self.assertIn(car.owner_id.street, html)
            self.assertIn(car.license_plate, html)
        letters.action_letters_sent()
        self.assertEqual(set(letters.mapped('state')), {'told'})
        contacts = self.env['aftersales.followup.contact'].search([('reminder_id', 'in', letters.ids)])
        self.assertEqual([(contact.medium, contact.user_id) for contact in contacts], [('letter', self.user_care)] * 2)
        with self.assertRaisesRegex(UserError, "no letter that waits"):
            letters.action_letters_sent()
        with self.assertRaises(UserError):
            contacts[0].with_user(self.user_care).summary = "Other words"

    def test_call(self):
        """J4: a reminder by phone is a call of follow-up: one for a car, beside what waits for it already."""
        car, busy = self._create_due_cars(2, insurance_due_date=5)
        step = self._create_steps(busy)
        reminders = self._remind('insurance_7')
        self.assertEqual(reminders.vehicle_id, car | busy)
        self._plan('reminder_due')
        call = self.steps.search([('anchor', '=', 'reminder'), ('vehicle_id', 'in', (car | busy).ids)])
        self.assertEqual(call.vehicle_id, car, "after the car's other step, and not beside it")
        self.assertIn('Reminder', [thing['label'] for thing in step.with_user(self.user_care)._prepare_open_things()])
        call = call.with_user(self.user_care)
        call.get_call(call.id)
        call.save_call({'result': 'booked', 'mood': 'content'})
        reminder = reminders.filtered(lambda reminder: reminder.vehicle_id == car)
        self.assertEqual((reminder.state, reminder.end_reason, reminder.is_booked), ('done', 'booked', 1))
        step._end('hand')
        self._plan('reminder_due')
        second = self.steps.search([('anchor', '=', 'reminder'), ('vehicle_id', '=', busy.id)])
        busy.insurance_due_date = self._get_day(370)
        self.assertEqual((second.state, second.end_reason), ('superseded', 'newer'), "renewed: nobody is called about it")

    def test_call_that_gave_way(self):
        """J4: a call that something more urgent took the place of is planned anew afterwards."""
        car = self._create_due_cars(insurance_due_date=6)
        self._remind('insurance_7')
        self._plan('reminder_due')
        call = self.steps.search([('anchor', '=', 'reminder'), ('vehicle_id', '=', car.id)])
        self._deliver(car, 4)
        urgent = self._plan('visit').filtered(lambda step: step.vehicle_id == car)
        self.assertEqual((call.state, urgent.anchor), ('superseded', 'visit'))
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            urgent._end('hand')
            self._plan('reminder_due')
            again = self.steps.search([('anchor', '=', 'reminder'), ('vehicle_id', '=', car.id)]) - call
            self.assertEqual(again.state, 'planned')

    # === WHAT COMES OF IT ===#

    def test_booked_and_came(self):
        """J4: who books is reminded no more; who comes within 45 days came of it."""
        cars = self._create_due_cars(3)
        booked, came, late = reminders = self._create_reminders(cars)
        reminders._note_told()
        self._write_raw(late, told_date=fields.Datetime.now() - timedelta(days=46))
        appointment = self.env['aftersales.appointment'].create({
            'workshop_id': self.workshop.id, 'vehicle_id': booked.vehicle_id.id, 'partner_id': booked.partner_id.id,
            'state': 'draft', 'start': fields.Datetime.now() + timedelta(days=9)})
        self.reminders._note_booked(appointment)
        self.assertEqual(
            (booked.state, booked.end_reason, booked.is_booked, booked.appointment_id), ('done', 'booked', 1, appointment))
        orders = self.env['aftersales.order'].concat(*(self._create_orders(
            vehicle_id=car.id, partner_id=car.owner_id.id) for car in cars))
        for order in orders:
            order.vehicle_id._on_visit(order)
        self.assertEqual(reminders.mapped('is_visited'), [1, 1, 0])
        self.assertEqual((came.state, came.end_reason, came.order_id), ('done', 'visit', orders[1]))

    def test_sold(self):
        """J4: whoever sold the car, or whose car is scrapped, is not reminded of it."""
        sold, scrapped, kept = self._create_reminders(self._create_due_cars(3))
        sold.vehicle_id.owner_id = self.customer
        scrapped.vehicle_id.active = False
        self.assertEqual(
            [(one.state, one.end_reason) for one in (sold, scrapped, kept)],
            [('ended', 'sold'), ('ended', 'sold'), ('planned', False)])

    def test_too_late(self):
        """J4: what nobody was told of in time has ended with its reason, and is still on the list of whom nothing reached."""
        reminder = self._create_reminders(self._create_due_cars(), due_date=self._get_day(-1))
        self.reminders.search(self.reminders._get_over_domain())._end_late()
        self.assertEqual((reminder.state, reminder.end_reason, reminder.is_unreached), ('ended', 'late', True))

    # === ROLES ===#

    def test_roles(self):
        """J4: customer care and advisors see reminders and end them; nobody writes what the system keeps."""
        reminders = self._create_reminders(self._create_due_cars(2))
        for role in ('technician', 'parts', 'accountant'):
            with self.assertRaises(AccessError):
                reminders.with_user(getattr(self, f'user_{role}')).read(['state'])
        mine = reminders.with_user(self.user_care)
        for vals in ({'state': 'told'}, {'due_date': '2026-01-01'}, {'is_visited': 1}):
            with self.assertRaises(AccessError):
                mine.write(vals)
        with self.assertRaises(AccessError):
            mine[0].copy()
        mine.user_id = self.user_care
        mine.action_end()
        self.assertEqual(set(mine.mapped('end_reason')), {'hand'})
        with self.assertRaisesRegex(UserError, "over already"):
            mine.action_end()
        with self.assertRaises(UserError):
            mine.unlink()
        other = self.env['res.company'].create({'name': "Other"})
        self._write_raw(reminders, company_id=other.id)
        self.assertFalse(self.reminders.with_user(self.user_care).search([('id', 'in', reminders.ids)]))
