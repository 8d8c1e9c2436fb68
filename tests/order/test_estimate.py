from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import Form, freeze_time, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 09:00:00')
class TestEstimate(OrderCommon):
    """faults U4, U25: an estimate is found again, used instead of written twice, and lapses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_operation = cls.operation.copy({'name': "Wheel alignment", 'code': 'TST-U4'})

    def _get_estimate_alerts(self, order):
        return [alert for alert in order._get_alerts() if 'estimate' in alert.message.lower()]

    # === FOUND ===#

    def test_same_work_is_told_and_other_work_too(self):
        """faults U4: an open estimate of the car is told with each new order, the same work first and as a warning."""
        same, other = self._create_orders(), self._create_orders(
            job_ids=[Command.create({'operation_id': self.other_operation.id})])
        order = self._create_orders()
        alerts = self._get_estimate_alerts(order)
        self.assertEqual([(alert.level, alert.action) for alert in alerts], [('warning', 'action_use_estimate'), ('info', '')])
        self.assertIn(same.name, alerts[0].message)
        self.assertIn(other.name, alerts[1].message)
        self.assertEqual(order.open_estimate_id, same)

    def test_told_before_the_new_order_is_saved(self):
        """faults U4: the form of a new order says it as soon as the car is chosen."""
        estimate = self._create_orders()
        form = Form(self.env['aftersales.order'].with_user(self.user_advisor))
        form.vehicle_id = self.vehicle
        self.assertIn(estimate.name, form.alert_html)
        self.assertFalse(form._get_modifier('alert_html', 'invisible'))

    def test_what_is_no_open_estimate(self):
        """faults U4: other cars, orders in the house, cancelled, lapsed and empty ones are not offered."""
        self._create_orders(vehicle_id=self.vehicle_2.id)
        self._create_orders().action_receive()
        self.cancel(self._create_orders())
        self._create_orders(valid_until='2026-03-01')
        self._create_orders(job_ids=[Command.create({'name': "Noise"})])
        order = self._create_orders()
        self.assertFalse(order.open_estimate_id)
        self.assertFalse(self._get_estimate_alerts(order))
        with self.assertRaisesRegex(UserError, "No open estimate"):
            order.action_use_estimate()
        self._create_orders()
        order.action_receive()
        self.assertFalse(order.open_estimate_id, "What is in the house goes its own way.")

    # === USED ===#

    def test_visit_goes_on_as_the_estimate(self):
        """faults U4: "use it": number, prices and answers of the estimate stay, what is new goes over."""
        estimate = self._create_orders(concern="Brakes squeal", odometer_in=0)
        self.approve(estimate)
        order = self._create_orders(concern="Brakes squeal\nNoise", odometer_in=12345, job_ids=[
            Command.create({'operation_id': self.operation.id, 'concern': "Front"}),
            Command.create({'operation_id': self.other_operation.id}),
        ])
        action = order.action_use_estimate()
        self.assertEqual((action['res_model'], action['res_id']), ('aftersales.order', estimate.id))
        self.assertEqual((order.state, estimate.state), ('cancelled', 'draft'))
        self.assertIn(estimate.name, order.cancel_reason)
        self.assertEqual((estimate.concern, estimate.odometer_in), ("Brakes squeal\nNoise", 12345))
        first, second = estimate.job_ids
        self.assertEqual((first.operation_id, first.approval, first.concern), (self.operation, 'approved', "Front"))
        self.assertEqual((second.operation_id, second.approval), (self.other_operation, 'pending'))
        self.assertEqual(second.line_ids.mapped('quantity'), order.job_ids[1].line_ids.mapped('quantity'))

    def test_head_alone_leaves_no_number(self):
        """faults U4: an order opened a moment ago, without work, is not kept as a cancelled number when an estimate is used."""
        estimate = self._create_orders(concern="Brakes squeal", odometer_in=0)
        blank = self._create_orders(job_ids=False, concern="Noise", odometer_in=12345)
        empty, = self._create_orders(job_ids=[Command.create({'name': "Noise"})], vehicle_id=self.vehicle_2.id)
        blank.action_use_estimate()
        self.assertFalse(blank.exists())
        self.assertEqual((estimate.concern, estimate.odometer_in), ("Brakes squeal\nNoise", 12345))
        self._create_orders(vehicle_id=self.vehicle_2.id)
        empty.action_use_estimate()
        self.assertEqual(empty.state, 'cancelled', "What somebody wrote down as a job is kept")

    def test_roles_and_companies(self):
        """faults U4: only who writes orders uses an estimate; another company's is not offered."""
        self._create_orders()
        order = self._create_orders()
        for user in (self.user_technician, self.user_parts):
            with self.assertRaises(AccessError):
                order.with_user(user).action_use_estimate()
        self.assertEqual(order.state, 'draft')
        company = self.env['res.company'].create({'name': "Elsewhere"})
        foreign = self.env['aftersales.workshop'].create({'name': "Elsewhere", 'code': 'ELS', 'company_id': company.id})
        other = self.env['aftersales.order'].create({'vehicle_id': self.vehicle_2.id, 'workshop_id': foreign.id,
                                                     'partner_id': self.customer.id})
        here = self._create_orders(vehicle_id=self.vehicle_2.id)
        self.assertNotIn(other, here._find_open_estimates())

    # === LAPSING ===#

    def test_date_of_validity(self):
        """faults U25: an estimate holds as many days as the company says."""
        self.company.aftersales_estimate_validity_days = 10
        self.assertEqual(self._create_orders().valid_until, Date.to_date('2026-03-12'))
        self.company.aftersales_estimate_validity_days = 0
        self.assertFalse(self._create_orders().valid_until)

    def test_lapses_in_the_night_after_its_last_day(self):
        """faults U25: old estimates end by themselves; what the customer wants, and what has no end, stays."""
        old, wanted, endless, today, received = (self._create_orders() for __ in range(5))
        (old | wanted | received).valid_until = '2026-03-01'
        endless.valid_until = False
        today.valid_until = '2026-03-02'
        self.approve(wanted)
        received.action_receive()
        self.assertEqual(self.env['aftersales.order'].search([('is_lapsed', '=', True)]) & (old | today | endless), old)
        self.assertTrue(any('valid until' in alert.message for alert in old._get_alerts()))
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_lapse_estimates').method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((old.state, old.lapsed_date), ('cancelled', Date.to_date('2026-03-02')))
        self.assertIn('valid until', old.cancel_reason)
        self.assertEqual((wanted | endless | today | received).mapped('state'), ['draft', 'draft', 'draft', 'received'])
        old.action_draft()
        self.assertFalse(old.lapsed_date)
        self.assertGreater(old.valid_until, Date.to_date('2026-03-02'))

    def test_last_day_ends_at_the_outlet(self):
        """faults U25: where it is still the last day, the estimate holds, whatever day it is in Greenwich."""
        order = self._create_orders()
        order.valid_until = '2026-03-01'
        self.workshop.resource_calendar_id.tz = 'America/Los_Angeles'
        for moment, state in (('2026-03-02 07:30:00', 'draft'), ('2026-03-02 08:30:00', 'cancelled')):
            with freeze_time(moment), self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_lapse_estimates').method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(order.state, state, moment)

    def test_one_bad_estimate_stops_nobody(self):
        """faults U25: two lapse, though one between them cannot."""
        orders = self._create_orders(3)
        orders.valid_until = '2026-03-01'
        self.patch(type(orders), '_describe_cancelling', lambda records: '')
        lapse = type(orders)._lapse

        def fail(order):
            if orders[1] in order:
                raise ValueError("Not this one")
            return lapse(order)
        self.patch(type(orders), '_lapse', fail)
        with self.enter_registry_test_mode(), self.assertLogs('odoo.addons.aftersales.models.base', 'WARNING'):
            self.env.ref('aftersales.cron_lapse_estimates').method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(orders.mapped('state'), ['cancelled', 'draft', 'cancelled'])
