from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestEmployeePublic(OrderCommon):

    def test_manager_without_personnel_rights_sees_technicians(self):
        order = self._create_orders()
        order.job_ids.technician_id = self.technician
        for user in (self.user_manager, self.user_technician, self.user_advisor):
            self.env.invalidate_all()
            values = order.job_ids.with_user(user).web_read({'technician_id': {'fields': {'display_name': {}}}})
            self.assertEqual(values[0]['technician_id']['display_name'], "Wang Wei")
        self.assertEqual(self.technician.with_user(self.user_manager).aftersales_availability, 90)
