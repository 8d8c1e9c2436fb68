from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.rescue import MONDAY, RescueCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestDeadlines(RescueCommon):
    """A4: one table of what the house promises; every document asks it, and whoever has to hears of what is late, in steps."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop.manager_id = cls.user_dispatcher
        cls.other_company = cls.user_other_advisor.company_id
        cls.Deadline = cls.env['aftersales.deadline'].with_user(cls.user_manager)

    def _get_told(self, document):
        return document.sudo().activity_ids.sorted('id').filtered('automated').mapped('user_id.login')

    def _ask_something(self, **values):
        return self.env['aftersales.enquiry'].with_user(self.user_advisor).create({
            'question': "What does it cost?", 'workshop_id': self.workshop.id, 'partner_id': self.customer.id, **values})

    def test_steps_of_a_document(self):
        """A4: a row promises a step that its document has; another company's row counts for nobody else."""
        with self.assertRaisesRegex(ValidationError, "has no step"):
            self.Deadline.create({'document': 'claim', 'promise_step': 'arrive', 'term_minutes': 5})
        rows = self.env['aftersales.deadline'].create([
            {'document': 'enquiry', 'promise_step': 'respond', 'company_id': company.id, 'term_minutes': minutes}
            for company, minutes in ((self.company, 30), (self.other_company, 40))])
        self.assertEqual(self._ask_something().deadline, Datetime.now() + timedelta(minutes=30))
        with self.assertRaises(AccessError):
            rows[1].with_user(self.user_manager).term_minutes = 1
        with self.assertRaises(AccessError):
            rows[0].with_user(self.user_dispatcher).term_minutes = 1

    def test_step_without_row(self):
        """A4: what no row promises has no end: the deadline of the step before goes, and nothing stands in its place."""
        enquiry = self._ask_something()
        self.Deadline.sudo().search([('document', '=', 'enquiry'), ('promise_step', '=', 'reply')]).active = False
        row, end = self.env['aftersales.deadline']._get_ends('enquiry', enquiry, 'reply', {enquiry: Datetime.now()})[enquiry]
        self.assertFalse(row)
        self.assertIs(end, False)

    def test_levels_of_service(self):
        """A4: who has service level A is answered within ten minutes, level C within thirty; others within a day."""
        levels = iter(('level_a', 'level_c', False))
        self.patch(self.env.registry['aftersales.enquiry'], '_get_service_level', lambda enquiry: next(levels))
        minutes = [(self._ask_something().response_deadline - Datetime.now()) / timedelta(minutes=1) for __ in range(3)]
        self.assertEqual(minutes, [10, 30, 1440])

    def test_settings_are_the_companys_own_row(self):
        """A4: hours entered in the settings are the company's own row of the table, and the row is what they show."""
        self.company.aftersales_answer_hours = 3
        row = self.Deadline.search([
            ('document', '=', 'enquiry'), ('promise_step', '=', 'reply'), ('company_id', '=', self.company.id)])
        self.assertEqual(row.term_minutes, 180)
        row.term_minutes = 90
        self.company.invalidate_recordset(['aftersales_answer_hours'])
        self.assertEqual(self.company.aftersales_answer_hours, 1.5)
        self.assertEqual(self.other_company.aftersales_answer_hours, 12)
        with self.assertRaisesRegex(ValidationError, "more than no time"):
            self.company.aftersales_answer_hours = 0

    def test_late_goes_up_in_steps(self):
        """A4: who handles it hears first, then the head of the outlet, then the manager; each once, and the log says so."""
        self.Deadline.create({
            'document': 'enquiry', 'promise_step': 'respond', 'company_id': self.company.id, 'term_minutes': 60,
            'escalates_to': 'holder', 'more_minutes': 30})
        enquiries = self._ask_something() | self._ask_something()
        start = Datetime.now()
        expected = ((61, 1), (75, 1), (91, 2), (121, 3), (300, 3))
        people = [self.user_advisor.login, self.user_dispatcher.login, self.user_manager.login]
        for minutes, told in expected:
            with freeze_time(start + timedelta(minutes=minutes)):
                self._run('escalate_deadlines')
                for enquiry in enquiries:
                    self.assertEqual(self._get_told(enquiry), people[:told], minutes)
        self.assertIn(self.user_manager.name, enquiries[0].message_ids[0].body)
        self.assertTrue(all(enquiries.mapped('escalated_date')))
        enquiries[0].action_respond()
        self.assertFalse(self._get_told(enquiries[0]), "responded: nothing is left to be urged")
        self.assertFalse(enquiries[0].urged_date, "the answer has a deadline of its own")

    def test_orders_and_their_parts(self):
        """A4: a fault is closed within 72 hours or as promised, a part that is not here comes within three days of the outlet;
        of what is late whoever holds it hears first, of one order once."""
        self.calendar.attendance_ids.filtered(lambda line: line.dayofweek == '2').unlink()  # closed on Wednesdays
        order = self._create_orders()
        line = self.env['aftersales.order.line'].create({
            'job_id': order.job_ids[:1].id, 'product_id': self.part.id, 'quantity': 2, 'line_type': 'part'})
        order.promise_date = Datetime.now() + timedelta(hours=6)
        order.action_receive()
        self.assertEqual(order.fault_due, Datetime.now() + timedelta(hours=72))
        line._stamp_awaited(Datetime.now())
        self.assertEqual(line.parts_due, Datetime.to_datetime('2026-03-06 02:00:00'), "Wednesday does not count")
        with freeze_time('2026-03-05 03:00:00'):
            self._run('escalate_deadlines')
            self.assertIn(self.user_advisor.login, self._get_told(order))
            self.assertFalse(line.urged_date)
        with freeze_time('2026-03-06 03:00:00'):
            self._run('escalate_deadlines')
            self.assertTrue(line.urged_date)
            line._stamp_awaited(False)
            Report = self.env['aftersales.promise.report'].with_user(self.user_manager)
            row = Report.search([('document', '=', 'parts'), ('res_id', '=', order.id)])
            self.assertEqual((row.kept, row.late_hours, row.done), (0, 1, Datetime.now()))

    def test_promises_kept(self):
        """A4: kept and broken promises of all documents in one table; a company's own alone, and the document by one click."""
        enquiries = self._ask_something() | self._ask_something()
        rescue = self._arrive(self._call())
        with freeze_time(Datetime.now() + timedelta(hours=25)):
            enquiries[0].action_respond()
            self.env.flush_all()
            Report = self.env['aftersales.promise.report'].with_user(self.user_manager)
            for step, record, kept in (('respond', enquiries[0], 0), ('respond', enquiries[1], 0), ('arrive', rescue, 100)):
                row = Report.search([('promise_step', '=', step), ('res_model', '=', record._name), ('res_id', '=', record.id)])
                self.assertEqual((row.kept, row.workshop_id), (kept, self.workshop))
                self.assertEqual(row.action_open_document()['res_model'], record._name)
            self.assertEqual(
                Report.search_count([('late_hours', '>', 0), ('done', '=', False), ('res_id', 'in', enquiries.ids),
                                     ('document', '=', 'enquiry')]), 1)
        with self.assertRaises(AccessError):
            Report.with_user(self.user_advisor).search([])

    def test_many_cost_as_one(self):
        """A4: telling of twenty late enquiries asks for rows and hours as often as for one."""
        enquiries = self.env['aftersales.enquiry'].create([
            {'question': "?", 'workshop_id': self.workshop.id} for __ in range(20)])
        self.assertFlat(
            lambda some: self.Deadline._get_ends('enquiry', some, 'respond', dict.fromkeys(some, Datetime.now())),
            enquiries[:1], enquiries)
