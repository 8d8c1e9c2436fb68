from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Datetime
from odoo.tests import freeze_time, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestCustomerFile(OrderCommon):
    """The file of a customer and the car is complete within two days of the first visit (D1, J1)."""

    def _is_late(self):
        self.env.invalidate_all()
        Vehicle = self.env['fleet.vehicle'].with_user(self.user_advisor)
        found = self.vehicle.id in Vehicle.search([('is_file_late', '=', True)]).ids
        self.assertEqual(found, self.vehicle.is_file_late, "List and record agree")
        self.assertEqual(self.vehicle.id in Vehicle.search([('is_file_late', '=', False)]).ids, not found)
        return found

    def test_deadline_counts_from_the_first_visit(self):
        with freeze_time('2026-03-02 08:00'):
            self._create_orders().action_receive()
        self.assertEqual(self.vehicle.file_deadline, Datetime.to_datetime('2026-03-04 08:00:00'))
        with freeze_time('2026-03-04 07:59'):
            self.assertFalse(self._is_late())
        with freeze_time('2026-03-04 08:01'):
            self.assertTrue(self._is_late())
            self.company.aftersales_file_days = 3
            self.assertFalse(self._is_late())

    def test_without_visit_from_its_entry(self):
        deadline = self.vehicle.create_date + timedelta(days=2)
        self.assertEqual(self.vehicle.file_deadline, deadline)
        with freeze_time(deadline + timedelta(minutes=1)):
            self.assertTrue(self._is_late())

    def test_order_says_what_is_missing(self):
        self.env['aftersales.file.item'].search([('date_from', '!=', False)]).active = False  # what other rooms ask for
        order = self._create_orders()
        self.assertTrue(any("Missing in the customer's file" in alert.message for alert in order._get_alerts()))
        self.customer.write({'street': '1 Harbour Road', 'aftersales_no_email': True})
        self.vehicle.write({'vin_sn': '1M8GDM9AXKP042788', 'delivery_date': '2026-01-01'})
        self.vehicle._record_odometer(100, 'manual')
        self.assertFalse(self.vehicle.missing_details)
        self.assertFalse(any("Missing in" in alert.message for alert in order._get_alerts()))
        self.assertEqual(order.action_view_file()['res_id'], self.vehicle.id)

    def test_list_is_the_managers(self):
        item = self.env.ref('aftersales.file_item_street')
        with self.assertRaises(AccessError):
            item.with_user(self.user_advisor).active = False
        item.with_user(self.user_manager).active = False
        self.assertNotIn("Address", self.vehicle.missing_details)
