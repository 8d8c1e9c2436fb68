from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.health import HealthCommon


@tagged('post_install', '-at_install')
class TestInspectionQueries(HealthCommon):
    """Queries do not grow with the records shown: 1 against 50."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._create_orders(50)
        cls.orders.action_receive()

    def _assert_flat(self, action, records):
        self.assertFlat(action, records[:1], records)

    def _create_checks(self, orders):
        return self.env['aftersales.health.check'].with_user(self.user_technician).create([
            {'order_id': order.id} for order in orders])

    def test_creating_checks(self):
        self.assertFlat(self._create_checks, self.orders[:1], self.orders[1:], slack=12, warm_up=self.order)

    def test_lists(self):
        checks = self._create_checks(self.orders)
        for check in checks:
            self._line(check, self.pads).value = 1
            self._line(check, self.fluid).value = 1
        checks.action_all_ok()
        checks.action_done()
        names = ['display_name', 'license_plate', 'progress', 'urgent_count', 'employee_id', 'state']
        self._assert_flat(lambda records: records.read(names), checks.with_user(self.user_advisor))
        self._assert_flat(
            lambda records: records.read(['name', 'health_state', 'health_check_count']),
            self.orders.with_user(self.user_advisor))
        findings = checks.line_ids.filtered(lambda line: line.outcome == 'open').with_user(self.user_advisor)
        self.assertEqual(len(findings), 50)
        self._assert_flat(
            lambda records: records.read(['display_name', 'vehicle_id', 'partner_id', 'result', 'age_days', 'outcome']),
            findings)

    def test_open_recommendations_of_many_cars(self):
        vehicles = self.env['fleet.vehicle'].create([
            {'model_id': self.model_a.id, 'license_plate': f'沪A·Q{index:04}', 'owner_id': self.customer.id}
            for index in range(50)
        ])
        orders = self.env['aftersales.order'].with_user(self.user_advisor).create([
            self._prepare_order_vals(vehicle_id=vehicle.id) for vehicle in vehicles])
        orders.action_receive()
        orders.job_ids._decline('phone', reason="Later")
        self._assert_flat(
            lambda records: records._get_open_recommendations(), vehicles.with_user(self.user_advisor))
        jobs = orders.job_ids.browse(orders.job_ids.ids)  # their own prefetch
        self._assert_flat(
            lambda records: records.read(['name', 'license_plate', 'declined_days', 'declined_reason', 'declined_state']),
            jobs)

    def test_report(self):
        Report = self.env['aftersales.recommendation.report'].with_user(self.user_manager)
        self._assert_flat(
            lambda orders: Report.formatted_read_group(
                [('order_id', 'in', orders.ids)], ['user_id'],
                ['inspection_rate:avg', 'approval_rate:avg', 'recaptured_amount:sum']),
            self.orders)

    def test_sheet(self):
        """A sheet of fifty items costs what one of four does."""
        check = self._create_checks(self.order)
        items = self.env['aftersales.health.item'].create([
            {'name': f"Item {index}", 'area_id': self.area.id, 'phrase_ids': [(0, 0, {'name': f"Phrase {index}"})]}
            for index in range(50)
        ])
        self.template.item_ids += items
        large = self._create_checks(self.orders[:1])
        self.assertEqual(len(large.line_ids), 54)
        self.assertFlat(lambda sheet: sheet.get_sheet(), check, large)
