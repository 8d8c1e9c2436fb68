from lxml import etree

from odoo.tests import Form, freeze_time, tagged
from odoo.tools.safe_eval import safe_eval

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
        # faults U11: the dialog itself goes on to the sheet, so that nobody presses "Check In" twice.
        dialog = etree.fromstring(appointment.get_view(action['views'][0][0], 'form')['arch'])
        buttons = [button.get('name') for button in dialog.iter('button') if button.get('type') == 'object']
        self.assertEqual(buttons, ['action_check_in'])
        appointment.vehicle_id = self.vehicle
        with freeze_time(at(9)):
            action = appointment.action_check_in()
        self.assertEqual(action['res_model'], 'aftersales.checkin')

    @freeze_time(MONDAY)
    def test_walk_in_is_asked_once_and_is_not_late(self):
        """faults U11: who walks in is not late, and car and customer are asked for once."""
        with freeze_time(at(9, 7)):
            walk_in = self._book(at(9, 7), channel='walk_in')
            booked = self._book(at(10))
        with freeze_time(at(10, 20)):
            (walk_in | booked).invalidate_recordset(['is_late'])
            self.assertEqual((walk_in.is_late, booked.is_late), (False, True))
            late = self.env['aftersales.appointment'].search([('id', 'in', (walk_in | booked).ids), ('is_late', '=', True)])
            self.assertEqual(late, booked)
            self.assertEqual(walk_in.action_check_in()['res_model'], 'aftersales.checkin')
        form = Form(self.env['aftersales.appointment'].with_user(self.user_advisor).with_context(default_channel='walk_in'))
        form.vehicle_id = self.vehicle
        self.assertEqual(form.partner_id, self.customer)
        for name in ('contact_name', 'license_plate', 'vehicle_note'):
            self.assertTrue(form._get_modifier(name, 'invisible'), name)
        for name in ('vehicle_id', 'partner_id'):
            self.assertTrue(form._get_modifier(name, 'required'), name)

    @freeze_time(MONDAY)
    def test_one_step_on_the_form(self):
        """faults U11: one button leads to the sheet, and none before a booking is saved with its time."""
        arch = etree.fromstring(self.env['aftersales.appointment'].with_user(self.user_advisor).get_view(
            self.env.ref('aftersales.appointment_view_form').id, 'form')['arch'])
        steps = [button for button in arch.iter('button') if button.get('name') in ('action_arrive', 'action_check_in')]
        # The likely step of its day stands out, or stands back on the days before: one of two, and never both.
        self.assertEqual([button.get('name') for button in steps], ['action_check_in'] * 2)
        values = {'state': 'booked', 'channel': 'phone', 'id': False, 'checkin_state': False}
        for is_for_today in (True, False):
            for more, shown in (
                ({}, 0), ({'channel': 'walk_in'}, 1), ({'id': 1}, 1), ({'id': 1, 'checkin_state': 'signed'}, 0),
            ):
                case = {**values, **more, 'is_for_today': is_for_today}
                visible = [button for button in steps if not safe_eval(button.get('invisible'), dict(case))]
                self.assertEqual(visible, steps[:1][:shown] if is_for_today else steps[1:][:shown], case)
