from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon


@tagged('post_install', '-at_install')
class TestKeys(PrintsCommon):
    """D2: the key of a car in the house hangs at a place of the cabinet, or somebody has it, for a reason."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forget_notices()
        cls.places = cls.env['aftersales.key.place'].with_user(cls.user_manager).create([
            {'name': name, 'workshop_id': cls.workshop.id} for name in ('A-01', 'A-02')])
        cls.order = cls._receive_approved()

    def _open(self, order=None, user=None):
        action = (order or self.order).with_user(user or self.user_advisor).action_move_key()
        return Form(self.env[action['res_model']].with_user(user or self.user_advisor).with_context(**action['context']))

    def test_in_out_and_left(self):
        self._open().save().action_apply()
        self.assertEqual(self.order.key_place_id, self.places[0])
        form = self._open()
        self.assertEqual(form.kind, 'out', "it hangs there, so somebody takes it")
        form.employee_id = self.technician
        form.reason = "Road test"
        form.save().action_apply()
        self.assertEqual((self.order.key_place_id.id, self.order.key_holder_id), (False, self.technician))
        self._open().save().action_apply()
        self.assertEqual((self.order.key_place_id, self.order.key_holder_id.id), (self.places[0], False))
        self._finish(self.order)
        self.order.odometer_out = 45010
        self.order.with_user(self.user_dispatcher).action_deliver()
        self.assertFalse(self.order.key_place_id)
        moves = self.order.key_move_ids.sorted('id')
        self.assertEqual(moves.mapped('kind'), ['in', 'out', 'in', 'left'])
        self.assertEqual((moves[1].reason, moves[1].employee_id, moves[1].user_id), (
            "Road test", self.technician, self.user_advisor))
        with self.assertRaisesRegex(UserError, "not with us"):
            self.order.action_move_key()

    def test_one_key_a_place(self):
        self._open().save().action_apply()
        other = self._receive_approved(vehicle=self.vehicle_cn)
        form = self._open(other)
        self.assertEqual(form.place_id, self.places[1])
        form.save().action_apply()
        self.assertFalse(self.workshop._get_free_key_place())

    def test_what_is_needed(self):
        self._open().save().action_apply()
        wizard = self.env['aftersales.key.wizard'].with_user(self.user_advisor).create({
            'order_id': self.order.id, 'kind': 'out', 'employee_id': self.technician.id, 'reason': "  "})
        with self.assertRaisesRegex(UserError, "what for"):
            wizard.action_apply()
        with self.assertRaisesRegex(UserError, "Choose a place"):
            self.env['aftersales.key.wizard'].with_user(self.user_advisor).create({
                'order_id': self.order.id, 'kind': 'in', 'place_id': False}).action_apply()
        draft = self._create_order(vehicle=self.vehicle_cn)
        with self.assertRaisesRegex(UserError, "not with us"):
            draft.action_move_key()

    def test_roles(self):
        with self.assertRaises(AccessError):
            self.order.with_user(self.user_technician).action_move_key()
        with self.assertRaises(AccessError):
            self.places[0].with_user(self.user_advisor).name = "B-01"
        with self.assertRaises(AccessError):
            self.order.with_user(self.user_advisor).write({'key_place_id': self.places[0].id})
        self._open().save().action_apply()
        for values in ({'reason': "Forged"}, {'kind': 'out'}):
            with self.assertRaises(AccessError):
                self.order.key_move_ids.with_user(self.user_manager).write(values)
        with self.assertRaises(AccessError):
            self.order.key_move_ids.with_user(self.user_manager).unlink()
