from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon

SIGNATURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='


@tagged('post_install', '-at_install')
class TestHandover(BillingCommon):
    """P1: a sold car is inspected by two, gone through with the buyer, signed by four, and is his from then on."""

    def setUp(self):
        super().setUp()
        self.car = self.env['fleet.vehicle'].create({
            'model_id': self.env['fleet.vehicle.model'].search([], limit=1).id, 'license_plate': '沪A77881'})
        self.buyer = self.env['res.partner'].create({'name': "Buyer Shen"})
        self.handover = self.env['aftersales.handover'].with_user(self.user_advisor).create({
            'vehicle_id': self.car.id, 'partner_id': self.buyer.id})

    def _make_ready(self, handover):
        handover.action_all_in_order()
        handover.with_user(self.user_advisor).action_sign_technician(SIGNATURE)
        handover.with_user(self.user_manager).action_sign_inspector(SIGNATURE)
        handover.action_ready()

    def _sign(self, handover):
        handover.action_all_in_order()
        handover.write({'signatory': "Shen"})
        handover.write({'signature': SIGNATURE})
        handover.action_sign_sales(SIGNATURE)

    def test_handed_over(self):
        self._make_ready(self.handover)
        with self.assertRaisesRegex(UserError, "enter the finding"):
            self.handover.action_hand_over()
        self._sign(self.handover)
        self.handover.action_hand_over()
        self.assertEqual(self.handover.state, 'handed')
        self.assertTrue(self.handover.content_hash)
        self.assertEqual(self.car.owner_id, self.buyer)
        self.assertTrue(self.car.delivery_date)
        with self.assertRaises(UserError):
            self.handover.line_ids[0].result = 'none'

    def test_two_people_inspect(self):
        self.handover.action_all_in_order()
        self.handover.action_sign_technician(SIGNATURE)
        with self.assertRaisesRegex(UserError, "two people"):
            self.handover.action_sign_inspector(SIGNATURE)

    def test_change_takes_signatures_away(self):
        self._make_ready(self.handover)
        self.handover.line_ids[0].write({'result': 'defect', 'finding_text': "Scratch"})
        self.assertEqual(self.handover.state, 'open')
        self.assertFalse(self.handover.technician_signature)
        self.assertFalse(self.handover.inspector_id)

    def test_defect_needs_manager(self):
        self.handover.line_ids[0].write({'result': 'defect', 'finding_text': "Scratch"})
        self._make_ready(self.handover)
        self._sign(self.handover)
        with self.assertRaisesRegex(UserError, "open defects"):
            self.handover.action_hand_over()

    def test_dropped_lets_another(self):
        with self.assertRaisesRegex(UserError, "why it is dropped"):
            self.handover.action_drop()
        self.handover.drop_reason = "Sale undone"
        self.handover.action_drop()
        other = self.handover.create({'vehicle_id': self.car.id, 'partner_id': self.buyer.id})
        self.assertEqual(other.state, 'open')
