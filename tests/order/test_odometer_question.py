from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestOdometerQuestion(OrderCommon):
    """faults U19: a reading that can hardly be right is asked about; what was wrong is put right and blocks nobody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time('2026-01-10 09:00:00'):
            cls.cancel(cls.receive(cls._create_orders(odometer_in=198_000)))

    def _visit(self, odometer, **values):
        return self._create_orders(odometer_in=odometer, **values)

    def _labour_only(self):
        return {'job_ids': [Command.create({
            'name': "Check", 'line_ids': [Command.create({'product_id': self.operation.product_id.id})]})]}

    @freeze_time('2026-03-02 09:00:00')
    def test_tenfold_reading_is_asked_about(self):
        """faults U19: 1,999,105 after 198,000 is asked about; two cars, one of them right."""
        order, other = self._visit(1_999_105), self._visit(12_000, vehicle_id=self.vehicle_2.id)
        self.assertIn("would have run", order.odometer_question)
        self.assertFalse(other.odometer_question)
        with self.assertRaisesRegex(UserError, "Read Again, It Is Right"):
            (order | other).action_receive()
        order.odometer_in = 198_555
        self.assertFalse(order.odometer_question)
        (order | other).action_receive()
        self.assertEqual(self.vehicle.last_odometer, 198_555)

    @freeze_time('2026-03-02 09:00:00')
    def test_confirmed_for_one_reading_only(self):
        """faults U19: what was read twice is taken; another figure is asked about again."""
        order = self._visit(300_000)
        with Form(order) as form:
            form.odometer_checked = True
            form.odometer_in = 1_999_105
            self.assertFalse(form.odometer_checked)
            self.assertTrue(form.odometer_question)
        with self.assertRaisesRegex(UserError, "Read Again"):
            order.action_receive()
        order.write({'odometer_in': 300_000})
        order.odometer_checked = True
        order.action_receive()
        self.assertEqual(order.state, 'received')

    @freeze_time('2026-03-02 09:00:00')
    def test_long_journeys_and_first_readings(self):
        """faults U19: what a car can run is not asked about; a first reading no car reaches is."""
        self.assertFalse(self._visit(230_000).odometer_question)
        self.assertFalse(self._visit(250_000, vehicle_id=self.vehicle_2.id).odometer_question)
        self.assertIn("Hardly", self._visit(1_999_105, vehicle_id=self.vehicle_2.id).odometer_question)

    def test_next_visit_is_not_blocked(self):
        """faults U19: a lower reading that was read twice is taken; the wrong one is set aside, and logged."""
        with freeze_time('2026-02-01 09:00:00'):
            wrong = self._visit(1_999_105, odometer_checked=True)
            wrong.action_receive()
            self.assertEqual(self.vehicle.last_odometer, 1_999_105)
        with freeze_time('2026-03-02 09:00:00'):
            order = self._visit(199_500)
            with self.assertRaisesRegex(UserError, "cannot go back"):
                order.action_receive()
            order.odometer_checked = True
            order.action_receive()
        self.assertEqual((order.state, self.vehicle.last_odometer), ('received', 199_500))
        self.assertLess(self.vehicle.distance_km, 200_000)
        reading = self.env['fleet.vehicle.odometer'].search([('aftersales_order_id', '=', wrong.id)])
        self.assertTrue(reading.is_doubtful)
        self.assertTrue(any("do not count" in (message.body or '') for message in self.vehicle.message_ids))
        with self.assertRaises(UserError):
            reading.with_user(self.user_manager).write({'is_doubtful': False})

    def test_manager_corrects_after_delivery(self):
        """faults U19: after delivery a manager, and nobody else, puts the readings right; the log has both figures."""
        with freeze_time('2026-02-01 09:00:00'):
            order = self._visit(1_999_105, odometer_checked=True, **self._labour_only())
            self._pass(self.approve(self.receive(order)))
            order.odometer_out = 1_999_110
            order.action_deliver()
        self.assertEqual(order.state, 'delivered')
        vals = {'order_id': order.id, 'odometer_in': 199_105, 'odometer_out': 199_110, 'reason': "A digit too many"}
        Wizard = self.env['aftersales.odometer.wizard']
        for user in (self.user_advisor, self.user_dispatcher, self.user_technician):
            with self.assertRaises(AccessError):
                Wizard.with_user(user).create(vals)
        wizard = Wizard.with_user(self.user_manager).create({'order_id': order.id, 'reason': "A digit too many"})
        self.assertEqual((wizard.odometer_in, wizard.odometer_out), (1_999_105, 1_999_110))
        wizard.write({'odometer_in': 199_105, 'odometer_out': 199_000})
        with self.assertRaisesRegex(UserError, "not less than"):
            wizard.action_apply()
        wizard.odometer_out = 199_110
        wizard.action_apply()
        readings = self.env['fleet.vehicle.odometer'].search([('aftersales_order_id', '=', order.id)], order='value')
        self.assertEqual(readings.mapped('value'), [199_105, 199_110])
        self.assertEqual(readings.mapped('first_value'), [1_999_105, 1_999_110])
        self.assertEqual(self.vehicle.last_odometer, 199_110)
        self.assertEqual(order.odometer_in, 1_999_105, "What the papers say stays.")
        for log in (order.message_ids, self.vehicle.message_ids):
            self.assertTrue(any("1999105 to 199105: A digit too many" in (message.body or '') for message in log))
        with freeze_time('2026-03-02 09:00:00'):
            later = self._visit(199_900)
            self.assertFalse(later.odometer_question)
            later.action_receive()

    def test_too_low_is_raised(self):
        """faults U19: figures that were too low are raised just so."""
        with freeze_time('2026-02-01 09:00:00'):
            order = self._visit(199_000, **self._labour_only())
            self._pass(self.approve(self.receive(order)))
            order.odometer_out = 199_001
            order.action_deliver()
        self.env['aftersales.odometer.wizard'].with_user(self.user_manager).create({
            'order_id': order.id, 'odometer_in': 204_000, 'odometer_out': 204_001, 'reason': "Misread"}).action_apply()
        self.assertEqual(self.vehicle.last_odometer, 204_001)
