from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.complaint import MONDAY, ComplaintCommon


@tagged('post_install', '-at_install')
@freeze_time(MONDAY)
class TestComplaintContact(ComplaintCommon):
    """K2: whoever waits for an answer is left in peace, and whoever meets him knows of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_vehicle = cls.vehicle.copy({'license_plate': '沪B·C1234', 'vin_sn': False, 'owner_id': cls.env[
            'res.partner'].create({'name': "Luo Yi", 'email': 'luo@example.com'}).id})

    def _is_paused(self, *vehicles):
        return [vehicle.with_user(self.user_technician)._is_contact_paused() for vehicle in vehicles]

    def test_pause_while_the_case_is_open(self):
        """K2: a car complained of is paused, whoever asks, until the case is over; incidents and praise pause nothing."""
        both = self.vehicle | self.other_vehicle
        self._create_complaints(kind='incident')
        self._create_complaints(kind='suggestion')
        self.assertFalse(both._filter_contact_paused())
        complaint = self._create_complaints()
        self.assertEqual(both.with_user(self.user_technician)._filter_contact_paused(), self.vehicle)
        self.assertEqual(self._is_paused(self.vehicle, self.other_vehicle, both.browse()), [True, False, False])
        self._close(self._propose(complaint))
        self.assertEqual(self._is_paused(self.vehicle, self.other_vehicle), [False, False])
        # Who complains without naming a car waits, too.
        nameless = self._create_complaints(vehicle_id=False, partner_id=self.other_vehicle.owner_id.id)
        self.assertEqual(self._is_paused(self.vehicle, self.other_vehicle), [False, True])
        self.cancel(nameless)
        self.assertEqual(self._is_paused(self.vehicle, self.other_vehicle), [False, False])

    def _run_cron(self):
        self.company.aftersales_ask_rating = True
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_ask_for_ratings').method_direct_trigger()
        self.env.invalidate_all()

    def test_no_stars_are_asked_for(self):
        """K2: of two visits that of the car complained of is not asked about; what waited in the queue does not go."""
        complaint = self._create_complaints()
        orders = self._create_orders() | self._create_orders(vehicle_id=self.other_vehicle.id)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_order SET state = 'delivered', delivered_date = %s WHERE id = ANY(%s)",
            [fields.Datetime.now() - timedelta(hours=2), orders.ids])
        self.env.invalidate_all()
        self._run_cron()
        self.assertEqual(orders.mapped(lambda order: bool(order._get_visit_rating())), [False, True])
        self.cancel(complaint)
        self._run_cron()
        self.assertEqual(orders.mapped(lambda order: bool(order._get_visit_rating())), [True, True])
        template = 'aftersales.mail_template_rate_visit'
        self.assertTrue(orders[0]._is_notice_due(template))
        self._create_complaints()
        self.assertEqual([order._is_notice_due(template) for order in orders], [False, True])

    def test_alert_of_a_customer_who_named_no_car(self):
        """K2: booking and check-in say that the customer waits, also where the complaint names no car of his."""
        complaint = self._create_complaints(vehicle_id=False, partner_id=self.customer.id, story="Nobody calls back")
        order = self._create_orders()
        appointment = self.env['aftersales.appointment'].with_user(self.user_advisor).new({
            'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id, 'workshop_id': self.workshop.id,
            'company_id': self.company.id})
        for record in (order.with_user(self.user_advisor), appointment):
            self.assertIn(f"Open complaint {complaint.name}: Nobody calls back (day 1 of 13)", [
                alert.message for alert in record._get_alerts()])
        self.assertEqual(self.env['aftersales.complaint'].search(order.action_view_complaints()['domain']), complaint)
        strange = self._create_orders(vehicle_id=self.other_vehicle.id)
        self.assertNotIn(complaint.name, str(strange._get_alerts()))
