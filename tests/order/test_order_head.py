from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestOrderHead(OrderCommon):
    """faults M7: plate, VIN, model, unit, customer's name and address are those of the day the car was received."""

    def _change(self):
        self.vehicle.write({
            'license_plate': 'NEW·001', 'vin_sn': 'LSVAL41Z882104202', 'model_id': self.model_b.id, 'odometer_unit': 'miles'})
        self.customer.write({'name': "Somebody Else", 'street': "Elsewhere 1"})

    def _get_head(self, order):
        return (order.license_plate, order.vin, order.model_id, order.odometer_unit)

    def test_estimate_follows_its_car(self):
        order = self._create_orders()
        self._change()
        self.assertEqual(self._get_head(order), ('NEW·001', 'LSVAL41Z882104202', self.model_b, 'miles'))
        self.assertFalse(order.customer_name)

    def test_received_order_keeps_its_head(self):
        self.vehicle.vin_sn = 'LSVAL41Z882104216'
        orders = self.receive(self._create_orders(2))
        before = [(*self._get_head(order), order.customer_name, order.customer_address) for order in orders]
        self.assertTrue(orders[0].customer_name)
        self._change()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            [(*self._get_head(order), order.customer_name, order.customer_address) for order in orders], before)
        pages = self.env['report.aftersales.report_repair_order'].with_user(self.user_advisor)._get_report_values(orders.ids)
        text = str(self.env['ir.qweb']._render('aftersales.print_order_facts', {
            'doc': pages['pages'][0]['doc'], 'page': pages['pages'][0]}))
        self.assertNotIn('NEW·001', text)
        self.assertNotIn("Somebody Else", text)
        self.assertNotIn('LSVAL41Z882104202', text)

    def test_back_to_an_estimate_follows_again(self):
        order = self.receive(self._create_orders())
        self._change()
        self.cancel(order.with_user(self.user_advisor))
        self.reopen(order.with_user(self.user_advisor))
        self.assertEqual(order.license_plate, 'NEW·001')
        self.assertFalse(order.customer_name)

    def test_correction_of_the_odometer_keeps_its_unit(self):
        order = self.receive(self._create_orders())
        self.vehicle.odometer_unit = 'miles'
        order.with_user(self.user_advisor).odometer_in = 12345
        reading = self.vehicle.odometer_ids.filtered('aftersales_order_id')
        self.assertEqual((reading.value, reading.unit), (12345, 'kilometers'))

    def test_found_by_its_earlier_plate(self):
        """faults M7: the old plate finds the car and its visits."""
        order = self.receive(self._create_orders())
        old = self.vehicle.license_plate
        for plate in ('NEW·001', 'NEW·002'):
            self.vehicle.with_user(self.user_advisor).license_plate = plate
        Vehicle = self.env['fleet.vehicle'].with_user(self.user_advisor)
        for plate in (old, 'NEW·001', 'NEW·002'):
            self.assertIn(self.vehicle, Vehicle.search([('display_name', 'ilike', plate)]), plate)
        self.assertEqual(self.vehicle.former_plates, f'{old}, NEW·001')
        orders = self.env['aftersales.order'].with_user(self.user_advisor).search([('license_plate', 'ilike', old)])
        self.assertIn(order, orders)
        with self.assertRaises(UserError):
            self.vehicle.with_user(self.user_advisor).former_plates = False
