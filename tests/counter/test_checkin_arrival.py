from odoo.tests import freeze_time, tagged

from odoo.addons.aftersales.tests.dealership.booking import MONDAY, BookingCommon, at


@tagged('post_install', '-at_install')
class TestCheckinArrival(BookingCommon):
    """The car of an appointment is checked in with one click."""

    @freeze_time(MONDAY)
    def test_check_in_from_the_appointment(self):
        appointment = self._book(concern="Brakes squeal", operation_ids=self.operation.ids)
        with freeze_time(at(9)):
            action = appointment.action_check_in()
        checkin = self.env['aftersales.checkin'].browse(action['res_id'])
        self.assertEqual(action['res_model'], 'aftersales.checkin')
        self.assertEqual(checkin.order_id, appointment.order_id)
        self.assertEqual(appointment.state, 'arrived')
        self.assertEqual(checkin.concern, "Brakes squeal")
        self.assertEqual(appointment.action_check_in()['res_id'], checkin.id, "Opened again")

    @freeze_time(MONDAY)
    def test_unknown_visitor_is_entered_first(self):
        appointment = self._book(vehicle_id=False, contact_name="Zhao Min", phone='13800002002', license_plate='沪A·N0001')
        with freeze_time(at(9)):
            action = appointment.action_check_in()
        self.assertFalse(appointment.order_id)
        self.assertEqual(action['res_model'], 'aftersales.appointment')
