from datetime import timedelta

from freezegun import freeze_time
from markupsafe import Markup

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestEnquiry(OrderCommon):
    """B1, A4: what customers ask, when they are answered, and what it turns into."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = 'chen.jing@example.com'

    @classmethod
    def _ask(cls, count=1, user=None, **values):
        return cls.env['aftersales.enquiry'].with_user(user or cls.user_care).create([{
            'question': "What do new brake pads cost?",
            'vehicle_id': cls.vehicle.id,
            'workshop_id': cls.workshop.id,
            **values,
        } for __ in range(count)])

    # === ENTRY ===#

    def test_typed_by_customer_care(self):
        form = Form(self.env['aftersales.enquiry'].with_user(self.user_care))
        form.vehicle_id = self.vehicle
        self.assertEqual(form.partner_id, self.customer)
        self.assertEqual(form.phone, self.customer.phone)
        form.question = "Noise at the front.\nShall I come in?"
        enquiry = form.save()
        self.assertEqual(enquiry.subject, "Noise at the front.")
        self.assertEqual(enquiry.user_id, self.user_care)
        self.assertRegex(enquiry.name, r'^ENQ/\d{4}/\d+')

    def test_mail_becomes_an_enquiry(self):
        """B1: with a number of its own, also where two customers write under the same subject."""
        enquiry, other = (self.env['aftersales.enquiry'].message_new({
            'subject': "Opening hours", 'body': "<p>Are you <b>open</b> on Sunday?</p>",
            'email_from': address, 'author_id': False,
        }) for address in ('luo@example.com', 'wu@example.com'))
        self.assertRegex(enquiry.name, r'^ENQ/\d{4}/\d+')
        self.assertNotEqual(enquiry.name, other.name)
        self.assertEqual((enquiry.channel, enquiry.email), ('email', 'luo@example.com'))
        self.assertEqual(enquiry.subject, "Opening hours")
        self.assertIn("on Sunday?", enquiry.question)
        self.assertFalse(enquiry.user_id)

    # === DEADLINES (A4) ===#

    def test_deadlines_follow_the_company(self):
        self.company.write({'aftersales_response_hours': 24, 'aftersales_answer_hours': 12})
        with freeze_time('2026-03-02 08:00:00'):
            enquiry = self._ask()
        self.assertEqual(enquiry.deadline, fields.Datetime.to_datetime('2026-03-03 08:00:00'))
        for moment, overdue in (('2026-03-03 07:59:00', False), ('2026-03-03 08:01:00', True)):
            with freeze_time(moment):
                self._check_overdue(enquiry, overdue)
        with freeze_time('2026-03-03 10:00:00'):
            enquiry.action_respond()
            self._check_overdue(enquiry, False)
        self.assertEqual(enquiry.response_hours, 26)
        self.assertEqual(enquiry.deadline, fields.Datetime.to_datetime('2026-03-03 22:00:00'))
        with freeze_time('2026-03-03 22:01:00'):
            self._check_overdue(enquiry, True)
            enquiry.answer = "About 800 with fitting."
            enquiry.action_answer()
            self._check_overdue(enquiry, False)
        self.assertAlmostEqual(enquiry.answer_hours, 38 + 1 / 60)
        self.company.aftersales_response_hours = 1
        self.assertEqual(enquiry.response_deadline, fields.Datetime.to_datetime('2026-03-03 08:00:00'),
                         "what was promised then does not change with the settings")

    def _check_overdue(self, enquiry, overdue):
        enquiry.invalidate_recordset(['is_overdue', 'deadline'])
        self.assertEqual(enquiry.is_overdue, overdue)
        found = enquiry.search([('is_overdue', '=', True), ('id', 'in', enquiry.ids)])
        self.assertEqual(bool(found), overdue)
        self.assertEqual(bool(enquiry.search([('is_overdue', '=', False), ('id', 'in', enquiry.ids)])), not overdue)

    def test_writing_to_the_customer_is_a_response(self):
        enquiry = self._ask()
        enquiry.message_post(body=Markup("Does anybody know?"), subtype_xmlid='mail.mt_note', message_type='comment')
        self.assertEqual(enquiry.state, 'open')
        enquiry.message_post(body=Markup("We will look it up."), subtype_xmlid='mail.mt_comment', message_type='comment')
        self.assertEqual(enquiry.state, 'in_progress')
        self.assertTrue(enquiry.response_date)

    def _escalate(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_escalate_deadlines').method_direct_trigger()
        self.env.invalidate_all()

    def test_overdue_is_told_once(self):
        """A4: whoever holds it hears first; once, however often the scheduled action runs."""
        self.workshop.manager_id = self.user_manager
        with freeze_time('2026-03-02 08:00:00'):
            overdue, answered = self._ask(2, answer="800.")
            answered.action_answer()
        with freeze_time('2026-03-03 07:00:00'):
            self._escalate()
            self.assertFalse(overdue.activity_ids)
        with freeze_time('2026-03-03 09:00:00'):
            self._escalate()
            self._escalate()
        self.assertEqual(overdue.activity_ids.user_id, overdue.user_id)
        self.assertEqual(len(overdue.activity_ids), 1)
        self.assertFalse(answered.activity_ids)
        overdue.action_answer()
        self.assertFalse(overdue.activity_ids, "answered: nothing is left to be urged")

    # === LIFE ===#

    def test_two_at_once_and_double_click(self):
        enquiries = self._ask(2, answer="800.")
        enquiries.action_answer()
        self.assertEqual(enquiries.mapped('state'), ['answered'] * 2)
        self.assertEqual(len(set(enquiries.mapped('name'))), 2)
        with self.assertRaisesRegex(UserError, "is already"):
            enquiries.action_answer()
        enquiries.action_reopen()
        self.assertEqual(enquiries.mapped('state'), ['in_progress'] * 2)
        self.assertFalse(any(enquiries.mapped('answer_date')))

    def test_no_answer_without_words(self):
        enquiry = self._ask()
        with self.assertRaisesRegex(UserError, "Write down what the customer"):
            enquiry.action_answer()
        with self.assertRaisesRegex(UserError, "Write down what the customer"):
            enquiry.write({'state': 'answered'})
        with self.assertRaisesRegex(UserError, "cannot go from"):
            self.cancel(enquiry)
            enquiry.write({'state': 'answered'})

    def test_dates_are_kept_by_the_system(self):
        enquiry = self._ask()
        for vals in ({'response_date': fields.Datetime.now()}, {'name': 'ENQ/1'}, {'answer_hours': 1}):
            with self.assertRaises(AccessError):
                enquiry.write(vals)
        with self.assertRaises(AccessError):
            self._ask(response_date=fields.Datetime.now() - timedelta(hours=1))

    def test_send_answer(self):
        enquiry = self._ask(answer="They cost 800.")
        enquiry.action_send_answer()
        self.assertEqual(enquiry.state, 'answered')
        message = enquiry.message_ids.filtered(lambda message: self.customer in message.notified_partner_ids)
        self.assertEqual(len(message), 1)
        self.assertIn("They cost 800.", message.body)
        self.assertIn("What do new brake pads cost?", message.body)

    # === ONE CLICK ON (B1) ===#

    def test_estimate_in_one_click(self):
        for user in (self.user_advisor, self.user_care, self.user_dispatcher):
            with self.subTest(user=user.name):
                enquiry = self._ask(user=user)
                action = enquiry.action_estimate()
                order = self.env['aftersales.order'].with_user(user).browse(action['res_id'])
                self.assertEqual(order.state, 'draft')
                self.assertEqual(order.vehicle_id, self.vehicle)
                self.assertEqual(order.partner_id, self.customer)
                self.assertEqual(order.concern, enquiry.question)
                self.assertEqual(order.workshop_id, self.workshop)
                self.assertEqual(enquiry.state, 'answered')
                self.assertEqual(enquiry.action_estimate()['res_id'], order.id, "a second click opens the same")

    def test_estimate_for_a_new_customer(self):
        car = self.env['fleet.vehicle'].create({'model_id': self.model_a.id, 'license_plate': 'NEW-1', 'company_id': False})
        enquiry = self._ask(
            user=self.user_dispatcher, vehicle_id=car.id, contact_name="Luo Gang", phone='13764001180')
        enquiry.action_estimate()
        self.assertEqual(enquiry.partner_id.name, "Luo Gang")
        self.assertEqual(enquiry.order_id.partner_id, enquiry.partner_id)
        self.assertEqual(enquiry.partner_id.phone, '13764001180')

    def test_estimate_needs_car_and_person(self):
        with self.assertRaisesRegex(UserError, "Enter the car"):
            self._ask(vehicle_id=False).action_estimate()
        car = self.env['fleet.vehicle'].create({'model_id': self.model_a.id, 'license_plate': 'NEW-2', 'company_id': False})
        with self.assertRaisesRegex(UserError, "at least a name"):
            self._ask(vehicle_id=car.id).action_estimate()
        dropped = self._ask()
        self.cancel(dropped)
        with self.assertRaisesRegex(UserError, "was dropped"):
            dropped.action_estimate()

    # === ACCESS ===#

    def test_roles(self):
        enquiry = self._ask()
        for user in (self.user_technician, self.user_accountant, self.user_parts):
            with self.assertRaises(AccessError):
                enquiry.with_user(user).read(['question'])
        with self.assertRaises(AccessError):
            enquiry.with_user(self.user_advisor).unlink()
        with self.assertRaisesRegex(UserError, "stays in the history"):
            enquiry.with_user(self.user_manager).unlink()

    def test_other_company(self):
        theirs = self.env['aftersales.enquiry'].create({
            'question': "?", 'company_id': self.other_company.id, 'workshop_id': False})
        with self.assertRaises(AccessError):
            theirs.with_user(self.user_care).read(['question'])

    # === QUERIES ===#

    def test_list_costs_the_same_for_fifty(self):
        spec = {
            'name': {}, 'subject': {}, 'deadline': {}, 'is_overdue': {}, 'state': {}, 'phone': {},
            'partner_id': {'fields': {'display_name': {}}}, 'vehicle_id': {'fields': {'display_name': {}}},
            'user_id': {'fields': {'display_name': {}}},
        }
        enquiries = self._ask(50)
        Enquiry = self.env['aftersales.enquiry'].with_user(self.user_care)
        self.assertFlat(
            lambda ids: Enquiry.web_search_read([('id', 'in', ids)], spec), enquiries[:1].ids, enquiries.ids)
