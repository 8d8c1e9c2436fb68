from datetime import timedelta

from freezegun import freeze_time

from odoo.fields import Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.rescue import MONDAY, RescueCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestAgreementTerms(RescueCommon):
    """G6, contracts §5: what a fleet is promised when a car stands still counts before the table of deadlines."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fleet = cls.env['res.partner'].create({'name': "Courier fleet", 'is_company': True})
        cls.driver = cls.env['res.partner'].create({'name': "Driver", 'parent_id': cls.fleet.id})
        cls.agreement = cls.env['aftersales.agreement'].create({
            'company_id': cls.company.id, 'partner_id': cls.fleet.id, 'date_from': '2026-01-01',
            'respond_hours': 2, 'arrive_hours': 0.25, 'solve_hours': 3, 'spare_hours': 5})

    def test_enquiries_of_a_fleet(self):
        """A4, G6: while its agreement is in force, a fleet's enquiries are due by its level; everybody else's are not."""
        self.agreement.service_level = 'level_a'
        before = self._ask_question(self.driver)
        usual = before.response_deadline
        self.agreement.action_activate()
        asked = self._ask_question(self.driver)
        self.assertEqual(asked.service_level, 'level_a')
        self.assertEqual(asked.response_deadline, Datetime.now() + timedelta(minutes=10))
        self.assertGreater(usual, asked.response_deadline)
        self.assertFalse(self._ask_question(self.customer).service_level)
        self.agreement.date_to = '2026-03-01'
        self.assertFalse(self._ask_question(self.driver).service_level)

    def _ask_question(self, partner):
        return self.env['aftersales.enquiry'].with_user(self.user_advisor).create({
            'question': "When is it done?", 'workshop_id': self.workshop.id, 'partner_id': partner.id})

    def test_agreed_before_the_table(self):
        """G6: in force it counts for its customer's people alone; what it leaves out, and after its end, is the table's."""
        now = Datetime.now()
        usual = self._call(partner_id=self.driver.id)
        self.agreement.action_activate()
        other, rescue = self._call(), self._call(partner_id=self.driver.id)
        for name in ('promised_date', 'respond_due'):
            self.assertEqual(usual[name], other[name])
        self.assertEqual(rescue.promised_date, now + timedelta(minutes=15))
        self.assertEqual((rescue.respond_due, rescue.step_due), (now + timedelta(hours=2),) * 2)
        rescues = other | rescue
        rescues.action_promise_spare()
        self.assertEqual(rescue.promise_ids.due, now + timedelta(hours=5))
        self.assertEqual(other.promise_ids.due, now + timedelta(hours=4), "the table's")
        self._arrive(rescue)
        self.assertEqual(rescue.solve_due, now + timedelta(hours=3))
        self.agreement.write({'arrive_hours': 0})
        self.assertEqual(self._call(partner_id=self.driver.id).promised_date, other.promised_date)
        self.agreement.write({'arrive_hours': 1, 'date_to': '2026-03-01'})
        self.assertEqual(self._call(partner_id=self.driver.id).promised_date, other.promised_date)
