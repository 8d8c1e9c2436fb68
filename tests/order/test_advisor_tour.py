from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.tour import TourCommon


@tagged('post_install', '-at_install')
class TestAdvisorTour(TourCommon):
    """The advisor at the counter: from a number plate to a received and approved order (D1, D6)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.env['res.partner'].create({'name': "Chen Jing", 'phone': '+86 21 5555 0101'})
        cls.known_car = cls.env['fleet.vehicle'].create({
            'model_id': cls.vehicle_model.id, 'license_plate': '沪A·T1001', 'owner_id': cls.owner.id,
            'company_id': False,
        })

    def _get_order(self, plate):
        order = self.env['aftersales.order'].search([('license_plate', '=', plate)])
        self.assertEqual(len(order), 1)
        self.assertEqual(order.state, 'received')
        self.assertEqual(order.user_id, self.user_advisor)
        self.assertTrue(order.promise_first_date)
        return order

    def test_known_car_received_with_approved_menu(self):
        self.start_tour('/odoo', 'aftersales_advisor_known_car', login=self.user_advisor.login)
        order = self._get_order('沪A·T1001')
        self.assertEqual(order.vehicle_id, self.known_car)
        self.assertEqual(order.partner_id, self.owner)
        self.assertEqual(self.known_car.last_odometer, 12500)
        self.assertEqual(order.job_ids.menu_id, self.menu)
        self.assertEqual(order.job_ids.approval, 'approved')
        self.assertEqual(order.amount_total, 499)
        self.assertEqual(order.job_ids.approved_amount, 499)
        self.assertEqual(order.job_ids.authorisation_ids.user_id, self.user_advisor)
        reserved = order.picking_ids.move_ids.filtered(lambda move: move.product_id == self.pads)
        self.assertEqual(reserved.quantity, 2)

    def test_new_car_and_owner_entered_from_the_order(self):
        with self.assertLogs('odoo.http', 'WARNING') as refused:  # the tour forgets the odometer once
            self.start_tour('/odoo', 'aftersales_advisor_new_car', login=self.user_advisor.login)
        self.assertEqual(len(refused.output), 1, refused.output)
        order = self._get_order('沪A·T2002')
        car = order.vehicle_id
        self.assertTrue(car.is_customer_vehicle)
        self.assertEqual(car.model_id, self.vehicle_model)
        self.assertEqual(car.owner_id.name, "Zhao Min")
        self.assertEqual(car.owner_id.phone, '13800002002')
        self.assertEqual(order.partner_id, car.owner_id)
        self.assertEqual(car.last_odometer, 33000)
        self.assertEqual(order.job_ids.line_ids.mapped('product_id'), self.labour | self.pads)
        self.assertEqual(order.job_ids.approval, 'approved')
