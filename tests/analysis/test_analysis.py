from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestAnalysis(OrderCommon):
    """N3: forecasts with their error, relations with r and n, fault statistics; figures written by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2026-03-20 04:00:00'))
        cls.Forecast = cls.env['aftersales.forecast'].with_user(cls.user_manager)

    def _visit(self, count, month, **values):
        orders = self._create_orders(count)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_order SET state = 'delivered', received_date = %s, delivered_date = %s WHERE id IN %s",
            [f'{month}-10 02:00:00', f'{month}-10 08:00:00', tuple(orders.ids)])
        self.env.invalidate_all()
        return orders

    def test_methods_by_hand(self):
        """Two years: last year's month × growth; less: the mean; too little: nothing."""
        predict = self.Forecast._predict
        self.assertIsNone(predict([4, 5], 1))
        self.assertEqual(predict([3, 6, 9], 1), (6, 'mean', '18 / 3'))
        self.assertEqual(predict([100, *[12] * 12], 2)[:2], (12, 'mean'))
        series = [10] * 12 + [20, 10, *[15] * 10]
        value, method, words = predict(series, 1)
        self.assertEqual((round(value, 4), method, words), (30, 'season', '20 × 1.50'))
        self.assertEqual(round(predict(series, 2)[0], 4), 15)

    def test_forecast_and_what_came(self):
        """2, 4 and 3 visits: 3 are forecast for March; there were 2: off by 1, an error of 50 %."""
        for count, month in ((2, '2025-12'), (4, '2026-01'), (3, '2026-02')):
            self._visit(count, month)
        self.workshop.with_user(self.user_manager)
        self.Forecast.with_context(allowed_company_ids=self.company.ids).action_forecast_now()
        forecast = self.Forecast.search([('workshop_id', '=', self.workshop.id)])
        visits = forecast.line_ids.filtered(lambda line: line.measure == 'visits').sorted('month')
        self.assertEqual([(str(line.month), line.value, line.words) for line in visits], [
            (f'2026-0{month}-01', 3, '9 / 3') for month in (3, 4, 5)])
        hours = forecast.line_ids.filtered(lambda line: line.measure == 'hours')[:1]
        self.assertEqual((round(hours.value, 2), hours.method), (round(3 * 1.2, 2), 'mean'))
        part = forecast.line_ids.filtered(lambda line: line.measure == 'parts')[:1]
        self.assertEqual((part.product_id, part.value), (self.part, 6))
        before = forecast.line_ids.mapped('write_date'), forecast.line_ids.ids
        self.Forecast.with_context(allowed_company_ids=self.company.ids).action_forecast_now()
        self.assertEqual((forecast.line_ids.mapped('write_date'), forecast.line_ids.ids), before)
        self._visit(2, '2026-03')
        with freeze_time('2026-04-02 04:00:00'):
            self.workshop._make_forecast()
            self.env.flush_all()
            self.env.invalidate_all()
            march = visits[0]
            self.assertEqual((march.is_month_over, march.actual, march.difference, march.error_percent), (True, 2, -1, 50))
            self.assertFalse(visits[1].is_month_over)
            row = self.env['aftersales.forecast.line'].with_user(self.user_manager).formatted_read_group(
                [('id', 'in', visits.ids)], [], ['error_percent:avg', 'difference:sum'])[0]
            self.assertEqual((row['error_percent:avg'], row['difference:sum']), (50, -1), "Months to come are no hits.")
            row = self.env['aftersales.forecast.line'].with_user(self.user_manager).formatted_read_group(
                [('id', 'in', visits[1:].ids)], [], ['error_percent:avg', 'difference:sum'])[0]
            self.assertEqual((row['error_percent:avg'], row['difference:sum']), (False, False))
            self.assertTrue(forecast.mape)
            self.assertEqual(len(self.Forecast.search([('workshop_id', '=', self.workshop.id)])), 2)
        with self.assertRaises(AccessError):
            forecast.with_user(self.user_advisor).read(['month'])
        with self.assertRaises(AccessError):
            march.write({'value': 5})

    def test_correlation_by_hand(self):
        """(1, 2), (2, 4), (3, 6): r = 1; a mirror: −1; (1, 1), (2, 3), (3, 2): 0.5."""
        correlate = self.env['aftersales.relation']._correlate
        self.assertEqual([round(correlate(pairs), 4) for pairs in (
            [(1, 2), (2, 4), (3, 6)], [(1, 6), (2, 4), (3, 2)], [(1, 1), (2, 3), (3, 2)], [(1, 5), (2, 5)], [(1, 1)])],
            [1, -1, 0.5, 0, 0])

    def test_relation_of_distance_and_hours(self):
        """Four visits: at 10,000 and 20,000 km 1.2 hours, at 30,000 and 40,000 km 2.4: means 2.4 and 1.2."""
        orders = self._visit(4, '2026-02')
        for order, distance in zip(orders, (10000, 20000, 30000, 40000)):
            self.env.cr.execute("UPDATE aftersales_order SET odometer_in = %s WHERE id = %s", [distance, order.id])
            self.env.cr.execute("UPDATE aftersales_job SET flat_rate_hours = %s WHERE order_id = %s", [
                1.2 if distance < 25000 else 2.4, order.id])
        self.env.invalidate_all()
        Relation = self.env['aftersales.relation'].with_user(self.user_manager)
        values = {'company_id': self.company.id, 'workshop_id': self.workshop.id, 'date_from': '2026-02-01',
                  'date_to': '2026-02-28', 'relation_kind': 'km'}
        relation = Relation.create({**values, 'least_count': 4})  # r = 2 / √5, told in two digits
        relation.action_reckon()
        line = relation.line_ids
        self.assertEqual((line.pairs, line.mean_high, line.mean_low, line.difference, round(line.r, 3), line.is_too_few),
                         (4, 2.4, 1.2, 1.2, 0.89, False))
        self.assertIn("does not say that one causes", line.words)
        few = Relation.create(values)
        few.action_reckon()
        self.assertEqual((few.line_ids.is_too_few, few.line_ids.words, few.line_ids.r), (True, "Too few: 4 of at least 30.", 0))
        with self.assertRaisesRegex(UserError, "nothing is known"):
            Relation.create({**values, 'relation_kind': 'drivers'}).action_reckon()
        with self.assertRaises(ValidationError):
            Relation.create({**values, 'relation_kind': 'measure'})
        for kind in ('waiting', 'age', 'price', 'item'):
            Relation.create({**values, 'relation_kind': kind}).sudo()._fetch_pairs()
        split = Relation.create({**values, 'relation_kind': 'measure', 'split_date': '2026-02-01', 'least_count': 3})
        split.action_reckon()
        house = split.line_ids.filtered(lambda line: line.name == "Hours in the House")
        self.assertEqual((house.pairs, house.mean_high, house.has_both), (4, 6, False))
        with self.assertRaises(AccessError):
            relation.with_user(self.user_advisor).action_reckon()
        relation.write({'line_ids': [Command.clear()]})
        self.assertTrue(relation.line_ids, "What was found is the system's.")

    def test_spread_by_hand(self):
        """1, 2, 3 and 10 hours: mean 4, quartiles 1.75, 2.5, 4.75."""
        orders = self._visit(4, '2026-02')
        for order, hours in zip(orders, (1, 2, 3, 10)):
            self.env.cr.execute(
                "UPDATE aftersales_order SET delivered_date = received_date + make_interval(hours => %s) WHERE id = %s",
                [hours, order.id])
        self.env.invalidate_all()
        row = self.env['aftersales.spread.month'].with_user(self.user_manager).search([
            ('workshop_id', '=', self.workshop.id), ('measure', '=', 'house'), ('month', '=', '2026-02-01')])
        self.assertEqual((row.counted, row.mean, row.quartile_low, row.middle, row.quartile_high, row.biggest),
                         (4, 4, 1.75, 2.5, 4.75, 10))

    def test_faults_for_the_maker(self):
        """A code of two cars at 8,000 and 12,000 km, read thrice; the car's model has n cars in the register."""
        orders = self._visit(3, '2026-02')
        car_2 = self.vehicle_2.copy({'license_plate': "沪A·T0009", 'model_id': self.vehicle.model_id.id})
        for order, distance, car in zip(orders, (8000, 8000, 12000), (self.vehicle, self.vehicle, car_2)):
            self.env.cr.execute("UPDATE aftersales_order SET odometer_in = %s, vehicle_id = %s WHERE id = %s", [
                distance, car.id, order.id])
            self.env.cr.execute("UPDATE aftersales_job SET vehicle_id = %s WHERE order_id = %s", [car.id, order.id])
        self.env.invalidate_all()
        for order, code in zip(orders, ('P0301', 'p0301 ', 'P0301')):
            self.env.cr.execute(
                "INSERT INTO aftersales_fault_code (job_id, code, vehicle_id, status) VALUES (%s, %s, %s, 'stored')",
                [order.job_ids.id, code, order.vehicle_id.id])
        self.env.invalidate_all()
        Figure = self.env['aftersales.fault.figure'].with_user(self.user_claims)
        figure = Figure.search([('code', '=', 'P0301'), ('company_id', '=', self.company.id)])
        register = self.env['fleet.vehicle'].search_count([
            ('model_id', '=', self.vehicle.model_id.id), ('is_customer_vehicle', '=', True)])
        self.assertEqual((figure.fault_count, figure.cars_hit, figure.register_count), (3, 2, register))
        self.assertAlmostEqual(figure.rate, 2000 / register, 4)
        self.assertEqual([round(value) for value in (
            figure.distance_mean, figure.distance_q1, figure.distance_median, figure.distance_q3)], [9333, 8000, 8000, 10000])
        action = figure.action_view_faults()
        faults = self.env[action['res_model']].with_user(self.user_claims).search(action['domain'])
        self.assertEqual(faults.order_id, orders)
        parts = self.env['aftersales.fault.report'].with_user(self.user_claims).search([
            ('order_id', 'in', orders.ids), ('fault_kind', '=', 'part')])
        self.assertEqual(set(parts.product_id), set(self.part), "Parts of jobs with a code are replaced for a fault.")
        with self.assertRaises(AccessError):
            Figure.with_user(self.user_technician).search([], limit=1)
        html = self.env['ir.actions.report'].with_user(self.user_claims)._render_qweb_html(
            'aftersales.report_faults', figure.ids)[0].decode()
        self.assertIn("P0301", html)
        self.assertEqual(Date.to_date('2026-03-20'), self.company._get_today())
        elsewhere = self.user_manager.copy({
            'company_ids': [Command.set(self.other_company.ids)], 'company_id': self.other_company.id, 'login': 'elsewhere.6'})
        self.assertFalse(Figure.with_user(elsewhere).with_context(allowed_company_ids=self.other_company.ids).search([
            ('code', '=', 'P0301')]))

    def test_maintenance_is_no_fault(self):
        """N3: oil and filters of a service are no faults of the model, though its customer spoke of something; a part of a
        repair is, and so is whatever of a service stands beside a fault code."""
        repair, service, read = self._visit(3, '2026-02')
        for orders, name in ((repair, 'small'), (service + read, 'service1')):
            self.env.cr.execute("UPDATE aftersales_job SET concern = 'Squeals', work_class_id = %s WHERE order_id IN %s", [
                self.env.ref(f'aftersales.work_class_{name}').id, tuple(orders.ids)])
        self.env.cr.execute(
            "INSERT INTO aftersales_fault_code (job_id, code, vehicle_id, status) VALUES (%s, 'P0301', %s, 'stored')",
            [read.job_ids.id, read.vehicle_id.id])
        self.env.invalidate_all()
        parts = self.env['aftersales.fault.report'].with_user(self.user_claims).search([
            ('order_id', 'in', (repair + service + read).ids), ('fault_kind', '=', 'part')])
        self.assertEqual(parts.order_id, repair + read)

    def test_opportunities_by_model(self):
        """Declined work is told by the model of the car."""
        orders = self._visit(1, '2026-02')
        Report = self.env['aftersales.recommendation.report'].with_user(self.user_manager)
        rows = Report.search([('order_id', '=', orders.id)])
        self.assertEqual(rows.model_id, orders.model_id)
