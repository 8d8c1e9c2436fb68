from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.tour import TourCommon


@tagged('post_install', '-at_install')
class TestCheckinTour(TourCommon):
    """The advisor with a tablet at the car."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.env['res.partner'].create({'name': "Chen Jing", 'phone': '+86 21 5555 0101'})
        cls.car = cls.env['fleet.vehicle'].create({
            'model_id': cls.vehicle_model.id, 'license_plate': '沪A·T1001', 'owner_id': cls.owner.id,
            'company_id': False, 'fuel_type': 'gasoline',
        })

    def _create_order(self):
        return self.env['aftersales.order'].with_user(self.user_advisor).create({
            'vehicle_id': self.car.id, 'workshop_id': self.workshop.id, 'odometer_in': 12000, 'concern': "Brakes squeal",
        })

    def test_walk_in_from_plate_to_signed_order(self):
        """faults M5: the box opens empty, and only what the customer draws signs."""
        # The tour itself fails when it takes too many clicks or too long, and prints its figures.
        self.start_tour('/odoo', 'aftersales_checkin_walk_in', login=self.user_advisor.login)
        order = self.env['aftersales.order'].search([('license_plate', '=', '沪A·T1001')])
        self.assertEqual(order.state, 'received')
        self.assertEqual(order.odometer_in, 12500)
        checkin = order.checkin_id
        self.assertEqual(checkin.state, 'signed')
        self.assertEqual(checkin.signed_user_id, self.user_advisor)
        self.assertEqual(checkin.fuel_level, 50)
        self.assertEqual(checkin.document_ids, self.env.ref('aftersales.checkin_document_registration'))
        self.assertEqual(checkin.damage_ids.mapped(lambda mark: (mark.view, mark.kind)), [('left', 'dent')])
        # faults U12: what the customer said is no work yet, so the signature orders none.
        self.assertEqual((order.job_ids.approval, order.job_ids.is_waiting_answer), ('pending', False))
        self.assertFalse(order.job_ids.authorisation_ids)
        self.assertEqual(order.handover_employee_id, self.technician)

    def test_leaves_without_repair(self):
        order = self._create_order()
        order.action_receive()
        self.env.ref('aftersales.product_diagnosis').write({'list_price': 80, 'taxes_id': False})
        self.start_tour('/odoo', 'aftersales_leave_without_repair', login=self.user_advisor.login)
        self.assertEqual(order.state, 'ready')
        self.assertEqual(order.amount_total, 80)
        self.assertEqual(order.invoice_status, 'to_invoice')

    def test_damage_by_keyboard(self):
        """D2: a damage of an earlier visit is in grey on the sketch, and taken over by a key."""
        before = self.env['aftersales.checkin'].with_user(self.user_advisor).create({
            'order_id': self._create_order().id, 'signature': PNG, 'damage_ids': [
                Command.create({'view': 'interior_rear', 'x': 0.5, 'y': 0.5, 'kind': 'stain'})]})
        before.action_sign()
        checkin = self.env['aftersales.checkin'].with_user(self.user_advisor).create({'order_id': self._create_order().id})
        self.start_tour(
            f'/odoo/check-ins/{checkin.id}', 'aftersales_damage_by_keyboard', login=self.user_advisor.login)
        mark = checkin.damage_ids
        self.assertEqual((mark.view, mark.kind, mark.note), ('top', 'scratch', "Hail"))
        self.assertAlmostEqual(mark.x, 0.52)
        self.assertAlmostEqual(mark.y, 0.52)
