from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.law import LawCommon

NOW = '2026-11-02 02:00:00'


@tagged('post_install', '-at_install')
class TestStanding(LawCommon):
    """I6, I8: what the repairs on record amount to under the law of the car's sale."""

    # === WHICH LAW ===#

    def test_car_keeps_the_version_of_its_sale(self):
        self.assertEqual(self.vehicles.statute_id, self.law)
        self.law.date_to = '2026-06-30'
        newer = self.law.copy({'code': 'CN', 'date_from': '2026-07-01', 'date_to': False})
        with freeze_time('2026-08-03'):
            self.vehicle.owner_id = self.insurer
            self.assertEqual(self.vehicle.statute_id, self.law)
            new_car = self.env['fleet.vehicle'].create({
                'model_id': self.model_a.id, 'owner_id': self.customer.id, 'sale_date': '2026-07-01'})
        self.assertEqual(new_car.statute_id, newer)
        self.vehicle_2.sale_date = '2026-07-02'
        self.assertEqual(self.vehicle_2.statute_id, newer)

    def test_law_of_another_country(self):
        self.company.country_id = self.env.ref('base.us')
        self.company.state_id = self.env.ref('base.state_us_5')
        self.vehicle.write({'sale_date': '2026-03-03', 'statute_id': False})
        self.vehicle_2.sale_date = '2019-03-03'
        self.assertEqual(self.vehicle_2.statute_id, self.env.ref('aftersales.statute_us_ca'))

    # === PROBLEMS ===#

    def test_jobs_of_one_fault_are_one_problem(self):
        """I6: by operation, fault code and words; another fault is another problem; a paid job is none."""
        first, second = self._repair_often(2).job_ids.sorted('id')
        self.assertTrue(first.problem_id)
        self.assertEqual(first.problem_id, second.problem_id)
        words = self._bring('2026-07-06 01:00:00', operation_id=False, name="Noise", concern="空调不制冷", odometer=4000)
        self.assertNotEqual(words.job_ids.problem_id, first.problem_id)
        again = self._bring('2026-08-06 01:00:00', operation_id=False, name="Noise", concern="空调还是不制冷", odometer=5000)
        self.assertEqual(again.job_ids.problem_id, words.job_ids.problem_id)
        paid = self._bring('2026-09-07 01:00:00', pay_type_id=self.env.ref('aftersales.pay_type_customer').id,
            payer_id=self.customer.id, odometer=6000)
        self.assertFalse(paid.job_ids.problem_id)

    def test_fault_codes_decide(self):
        jobs = self._repair('2026-04-06 01:00:00').job_ids
        order = self._bring('2026-05-06 01:00:00')
        Code = self.env['aftersales.fault.code']
        self.assertEqual(order.job_ids.problem_id, jobs.problem_id)
        with freeze_time('2026-05-06 02:00:00'):
            Code.create({'job_id': order.job_ids.id, 'code': 'P0301'})
        with freeze_time('2026-05-06 03:00:00'):
            self._finish(order, '2026-05-06 03:00:00')
        third = self._bring('2026-06-08 01:00:00', odometer=3000)
        with freeze_time('2026-06-08 02:00:00'):
            Code.create({'job_id': third.job_ids.id, 'code': 'C1234'})
        self._finish(third, '2026-06-08 05:00:00')
        self.assertEqual(order.job_ids.problem_id, jobs.problem_id)
        self.assertNotEqual(third.job_ids.problem_id, jobs.problem_id, "its code is another one")

    def test_a_person_corrects_and_both_logs_tell(self):
        first, second = self._repair_often(2).job_ids.sorted('id')
        problem = first.problem_id
        other = self.env['aftersales.problem'].with_user(self.user_advisor).create({
            'name': "Pads squeal", 'vehicle_id': self.vehicle.id, 'company_id': self.company.id})
        second.with_user(self.user_claims).problem_id = other
        self.assertTrue(second.is_problem_checked)
        self.assertIn("taken off", problem.message_ids[0].body)
        self.assertIn("put here", other.message_ids[0].body)
        self.assertEqual(self._get_standing('CN2021-SAME').tally, 1)
        second.sudo()._group_problems()
        self.assertEqual(second.problem_id, other, "what a person said stays")
        with self.assertRaises(ValidationError):
            second.with_user(self.user_claims).problem_id = other.copy({'vehicle_id': self.vehicle_2.id})
        with self.assertRaises(UserError):
            other.sudo().unlink()

    def test_who_may_correct(self):
        job = self._repair('2026-04-06 01:00:00').job_ids
        for user in (self.user_technician, self.user_parts, self.user_inspector, self.user_care):
            with self.assertRaises(AccessError):
                job.with_user(user).problem_id = False
            with self.assertRaises(AccessError):
                job.problem_id.with_user(user).is_severe = True

    # === COUNTERS ===#

    def test_fifth_repair(self):
        orders = self._repair_often(4)
        standing = self._get_standing('CN2021-SAME')
        self.assertEqual((standing.status, standing.tally, standing.distance), ('near', 4, 1))
        self.assertEqual(list(standing.stays), orders.sorted('id').ids)
        self._repair('2026-09-07 01:00:00', odometer=6000)
        standing = self._get_standing('CN2021-SAME')
        self.assertEqual((standing.status, standing.tally), ('met', 5))
        self.assertEqual(standing.fee, 6000.0, "200,000 × 6,000 km / 1,000 × 0.5 %")

    def test_days_with_exempt_wait(self):
        """I8: the transport of a part made for the VIN is no day in repair; the log tells who said so."""
        order = self._bring('2026-04-06 01:00:00')
        with freeze_time('2026-04-07 01:00:00'):
            hold = self.env['aftersales.hold'].with_user(self.user_advisor).create({'order_id': order.id, 'kind': 'parts'})
        with freeze_time('2026-04-17 01:00:00'):
            hold.action_close()
        self.assertEqual(self._get_standing('CN2021-DAYS', now='2026-05-07 01:00:00').tally, 31)
        hold.with_user(self.user_claims).exemption_id = self.env.ref('aftersales.statute_exemption_vin_part')
        self.assertIn("Transport of parts", order.message_ids[0].body)
        self.assertEqual(self._get_standing('CN2021-DAYS', now='2026-05-07 01:00:00').tally, 21)
        with self.assertRaises(AccessError):
            hold.with_user(self.user_technician).exemption_id = False

    def test_wait_of_one_job_beside_another(self):
        """I8: while one job waits for what the law leaves out and another is not done, the car is in repair all the same."""
        order = self._bring('2026-04-06 01:00:00')
        job = order.job_ids
        with freeze_time('2026-04-06 01:00:00'):
            other = job.copy({'order_id': order.id, 'name': "Window leaks"}).sudo()
        holds = self.env['aftersales.hold']
        for number, own in enumerate((job, other)):
            with freeze_time(f'2026-04-{7 + 4 * number:02d} 01:00:00'):  # the 7th, the 11th
                holds |= holds.create({'order_id': order.id, 'job_id': own.id, 'kind': 'parts'})
        with freeze_time('2026-04-17 01:00:00'):
            holds.action_close()
        exemption = self.env.ref('aftersales.statute_exemption_vin_part')
        stop = Datetime.to_datetime('2026-04-20 01:00:00')

        def get_days(jobs):
            return sorted((span.start.day, span.stop.day) for span in jobs.sudo()._get_exempt_spans(stop))
        holds[0].exemption_id = exemption
        self.assertEqual(get_days(job), [(7, 17)])
        self.assertEqual(get_days(job | other), [], "the other one waits for what counts")
        holds[1].exemption_id = exemption
        self.assertEqual(get_days(job | other), [(11, 17), (11, 17)], "until the 11th it was worked on")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE aftersales_job SET state = 'done', done_date = '2026-04-09 01:00:00' WHERE id = %s", [other.id])
        other.invalidate_recordset()
        self.assertEqual(get_days(job | other), [(9, 17), (11, 17)], "done on the 9th, it holds nothing up")

    def test_repair_begins_with_the_yes_and_ends_when_ready(self):
        order = self._bring(
            '2026-04-06 01:00:00', pay_type_id=self.env.ref('aftersales.pay_type_customer').id, payer_id=self.customer.id)
        with freeze_time('2026-04-08 01:00:00'):
            self.approve(order, signatory='Chen Jing')
            order.job_ids.with_user(self.user_advisor).problem_id = self.env['aftersales.problem'].create({
                'name': "Leak", 'vehicle_id': self.vehicle.id, 'company_id': self.company.id})
        with freeze_time('2026-04-10 01:00:00'):
            self.inspect(self.work(order))
        self.assertEqual(order.state, 'ready')
        self.assertEqual(
            order.job_ids._get_repair_period(),
            (Datetime.to_datetime('2026-04-08 01:00:00'), Datetime.to_datetime('2026-04-10 01:00:00')))
        self.assertEqual(self._get_standing('CN2021-DAYS').tally, 2)

    def test_parts_of_the_store_are_main_parts(self):
        """I6: what product, category or operation says was replaced is counted, an assembly with its part once."""
        engine = self.env.ref('aftersales.statute_part_engine')
        self.part.categ_id = self.env['product.category'].create({
            'name': "Pistons", 'statute_part_id': self.env.ref('aftersales.statute_part_engine_piston').id})
        for month in ('04', '05'):
            order = self._bring(f'2026-{month}-06 01:00:00')
            with freeze_time(f'2026-{month}-06 02:00:00'):
                self.env['aftersales.order.line'].create({'job_id': order.job_ids.id, 'product_id': self.part.id})
            with freeze_time(f'2026-{month}-06 04:00:00'):
                self.work(order)
        self.assertEqual(self._get_standing('CN2021-PART').tally, 2)
        self.operation.statute_part_id = engine
        self.assertEqual(self._get_standing('CN2021-PART').tally, 0)
        self.assertEqual(self._get_standing('CN2021-WHOLE').tally, 2)

    def test_what_was_declined_was_not_fitted(self):
        """I6: a main part that was planned and declined counts as replaced for nobody."""
        self.part.product_tmpl_id.statute_part_id = self.env.ref('aftersales.statute_part_engine')
        order = self._bring('2026-03-06 01:00:00', odometer=90)
        with freeze_time('2026-03-06 02:00:00'):
            line = self.env['aftersales.order.line'].create({'job_id': order.job_ids.id, 'product_id': self.part.id})
            self.assertTrue(order.job_ids._get_statute_parts())
            self.env.flush_all()
            self.env.cr.execute("UPDATE aftersales_order_line SET approval = 'declined' WHERE id = %s", [line.id])
            line.invalidate_recordset()
            self.assertFalse(order.job_ids._get_statute_parts())

    def test_new_assembly_within_sixty_days(self):
        """I2: a main part of the engine within 60 days is told at the counter as long as it can be asked for."""
        self.part.product_tmpl_id.statute_part_id = self.env.ref('aftersales.statute_part_engine_crankshaft')
        order = self._bring('2026-04-06 01:00:00', odometer=900)
        with freeze_time('2026-04-06 02:00:00'):
            self.env['aftersales.order.line'].create({'job_id': order.job_ids.id, 'product_id': self.part.id})
            self.work(order)
            self.assertEqual(order.job_ids.problem_id.part_id.code, 'engine_crankshaft')
            self.assertTrue(any("Art. 20" in alert.message for alert in order.with_user(self.user_advisor)._get_alerts()))
        with freeze_time('2026-05-04 02:00:00'):
            self.assertFalse(any("Art. 20" in alert.message for alert in order.with_user(self.user_advisor)._get_alerts()))
        self.assertEqual(self._get_standing('CN2021-ASSEMBLY').status, 'met', "he may have asked for it then")

    def test_severe_faults_and_what_is_no_fault_of_quality(self):
        orders = self._repair_often(2)
        problem = orders.job_ids.problem_id
        self.assertEqual(self._get_standing('CN2021-SEVERE').tally, 0)
        problem.with_user(self.user_advisor).is_severe = True
        self.assertEqual(self._get_standing('CN2021-SEVERE').status, 'near')
        orders.job_ids.sorted('id')[-1].with_user(self.user_claims).is_problem_unsolved = True
        self.assertEqual(self._get_standing('CN2021-SEVERE').status, 'met')
        problem.with_user(self.user_claims).is_quality = False
        self.assertEqual(self._get_standing('CN2021-SEVERE').tally, 0)

    def test_distance_follows_a_replaced_cluster_and_miles(self):
        self.vehicle.odometer_unit = 'miles'
        self._repair('2026-04-06 01:00:00', odometer=1860)
        with freeze_time('2026-04-07 01:00:00'):
            car = self.vehicle.sudo()._prepare_cars()[self.vehicle.sudo()]
        self.assertAlmostEqual(car.stays[0].distance_km, 1860 * 1.609344, places=2)

    def test_cancelled_and_declined_work_does_not_count(self):
        order = self._bring('2026-04-06 01:00:00')
        with freeze_time('2026-04-06 02:00:00'):
            self.cancel(order.with_user(self.user_advisor))
        self.assertEqual(self._get_standing('CN2021-DAYS').tally, 0)

    def test_commercial_use_and_transfer(self):
        self._repair_often(5)
        with freeze_time('2026-10-05'):
            self.vehicle.owner_id = self.insurer
        self.assertEqual(self._get_standing('CN2021-SAME').status, 'met', "rights follow the car")
        self.vehicle.usage = 'commercial'
        self.assertEqual(self._get_standing('CN2021-SAME').status, 'none')
        self.assertEqual(self._get_standing('HOUSE-3').status, 'met')

    def test_queries_are_flat(self):
        self._repair_often(3)
        self._repair_often(3, vehicle=self.vehicle_2)
        with freeze_time(NOW):
            self.assertFlat(lambda cars: cars._get_statute_standing(), self.vehicle, self.vehicles)
            self.assertFlat(lambda cars: cars.sudo()._watch_statutes(), self.vehicle, self.vehicles, warm_up=self.vehicles)

    # === IN WORDS ===#

    def test_counter_page_and_print(self):
        """I6: near at the counter; the page and the print name counter, distance, window and the very repairs."""
        orders = self._repair_often(4)
        order = self._bring('2026-09-07 01:00:00', odometer=6000)
        with freeze_time('2026-09-07 02:00:00'):
            alerts = {alert.message: alert for alert in order.with_user(self.user_advisor)._get_alerts()}
            text = next(message for message in alerts if "Art. 24(4)" in message)
            self.assertIn("Repairs: 4, more than 4 needed", text)
            self.assertIn("1 more and it is met", text)
            self.assertFalse(any("Art. 24" in alert.message for alert in order.with_user(self.user_technician)._get_alerts()))
            html = self.vehicle.with_user(self.user_advisor).statute_html
            for words in ("Art. 24(4)", orders[0].name, "03/02/2028", "50,000 km", "Near", "1 more and it is met"):
                self.assertIn(words, html)
            with self.assertRaises(AccessError):
                self.vehicle.with_user(self.user_technician).read(['statute_html'])
            report = self.env['ir.actions.report'].with_user(self.user_claims)
            paper, __ = report._render_qweb_html('aftersales.report_statute', self.vehicle.ids)
            self.assertIn(orders[0].name, paper.decode())
            paper, __ = report._render_qweb_html('aftersales.report_repair_record', order.ids)
            self.assertIn("Repair Record", paper.decode())

    # === LOANER ===#

    def test_loaner_from_the_sixth_day(self):
        """I8: on the fifth day the advisor has a task; from the sixth the customer has a right; what he got ends it."""
        order = self._bring('2026-04-06 01:00:00')
        for now, tasks in (('2026-04-09 01:00:00', 0), ('2026-04-10 02:00:00', 1), ('2026-04-11 02:00:00', 1)):
            with freeze_time(now), self.enter_registry_test_mode():
                self.env.ref('aftersales.cron_remind_of_relief').method_direct_trigger()
                self.env.invalidate_all()
                found = order.activity_ids.filtered(lambda task: "Loaner" in (task.summary or ''))
                self.assertEqual(len(found), tasks, now)
        self.assertEqual(found.user_id, self.user_advisor)
        self.assertEqual(str(found.date_deadline), '2026-04-11')
        with freeze_time('2026-04-11 02:00:00'):
            self.assertTrue(any("Art. 21" in alert.message for alert in order.with_user(self.user_advisor)._get_alerts()))
            order.with_user(self.user_advisor).write({'relief_ids': [Command.create({'kind': 'loaner', 'note': "Loan 7"})]})
            self.assertFalse(any("Art. 21" in alert.message for alert in order.with_user(self.user_advisor)._get_alerts()))
        self._finish(order, '2026-04-12 02:00:00')
        with self.assertRaises(UserError):
            order.relief_ids.with_user(self.user_claims).kind = 'money'
