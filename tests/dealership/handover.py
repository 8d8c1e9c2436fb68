from odoo.addons.aftersales.tests.dealership.billing import BillingCommon

SIGNATURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='


class HandoverCommon(BillingCommon):
    """A sold car that nobody has yet, its buyer, and the sheet it is handed over by."""

    def setUp(self):
        super().setUp()
        self.buyer = self.env['res.partner'].create({'name': "Shen Li", 'phone': "+86 139 0000 1111"})
        self.car = self.create_car('沪A·77881')
        self.handover = self.create_handover(self.car)

    def create_car(self, plate, **values):
        return self.env['fleet.vehicle'].create({
            'model_id': self.vehicle.model_id.id, 'license_plate': plate, **values})

    def create_handover(self, car, **values):
        return self.env['aftersales.handover'].with_user(self.user_advisor).create({
            'vehicle_id': car.id, 'partner_id': self.buyer.id, 'workshop_id': self.workshop.id, 'odometer': 8, **values})

    def sign_inspection(self, handover):
        handover.with_user(self.user_technician).action_sign_technician(SIGNATURE)
        handover.with_user(self.user_inspector).action_sign_inspector(SIGNATURE)

    def make_ready(self, handover):
        handover.action_all_in_order()
        self.sign_inspection(handover)
        handover.action_ready()

    def sign(self, handover):
        handover.action_all_in_order()
        handover.signatory = "Shen Li"
        handover.signature = SIGNATURE
        handover.action_sign_sales(SIGNATURE)

    def hand_over(self, handover):
        self.make_ready(handover)
        self.sign(handover)
        handover.action_hand_over()
