from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.warranty import TODAY, WarrantyCommon


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestCoverage(WarrantyCommon):
    """I1: a car has the coverage of the version of its sale; it moves with the car and nothing of today is stored."""

    # === MAKING ===#

    def test_entered_car_gets_its_coverage_once(self):
        coverage = self._sell(self.vehicle, '2024-05-10')
        self.assertEqual(
            (coverage.policy_id, coverage.source, coverage.start_date, coverage.end_date, coverage.end_km),
            (self.policy, 'import', date(2024, 5, 10), date(2027, 5, 10), 100_000))
        self.vehicle._renew_coverages()
        self.assertEqual(self.vehicle.coverage_ids, coverage)
        self.assertFalse(self.vehicle_2.coverage_ids, "nobody knows when it was delivered")

    def test_other_brand_and_use(self):
        other = self.env['fleet.vehicle.model'].create({
            'name': "Z", 'brand_id': self.env['fleet.vehicle.model.brand'].create({'name': "Othermobile"}).id})
        self.assertFalse(self._sell(self.vehicle_2, '2024-05-10', model_id=other.id))
        self.policy.sudo().action_close()
        household = self._create_policy(code="TST-HOME", usage='household', sale_from='2020-01-01')
        household.action_release()
        self.assertFalse(self._sell(self.vehicle, '2024-05-10', usage='commercial'))

    def test_corrected_day_moves_it(self):
        coverage = self._sell(self.vehicle, '2024-05-10')
        self.env.flush_all()
        self.cr.precommit.run()
        self._sell(self.vehicle, '2024-06-01')
        self.assertEqual((coverage.start_date, coverage.active), (date(2024, 6, 1), True))
        self.env.flush_all()
        self.cr.precommit.run()
        self.assertTrue(coverage.message_ids, "told in its log")

    def test_stays_with_the_car(self):
        coverage = self._sell(self.vehicle, '2024-05-10')
        buyer = self.env['res.partner'].create({'name': "Second Owner"})
        self.vehicle.with_user(self.user_advisor).owner_id = buyer
        self.assertEqual((self.vehicle.coverage_ids, coverage.owner_id, coverage.active), (coverage, buyer, True))

    def test_archived_by_hand_is_not_made_again(self):
        coverage = self._sell(self.vehicle, '2024-05-10')
        coverage.with_user(self.user_claims).active = False
        self.vehicle.with_user(self.user_advisor).owner_id = self.insurer
        self.vehicle._renew_coverages()
        self.assertFalse(self.vehicle.coverage_ids)

    def test_imports_are_flat(self):
        def enter(count):
            self.env['fleet.vehicle'].with_user(self.user_advisor).create([{
                'model_id': self.model_a.id, 'owner_id': self.customer.id, 'license_plate': f'FLAT-{count}-{number}',
                'delivery_date': '2025-01-01'} for number in range(count)])
            self.env.flush_all()
        enter(1)
        one, many = (self.count_queries(enter, count) for count in (2, 30))
        self.assertLessEqual(many, one + 12, f"{one} queries for 2 cars, {many} for 30")

    # === IN FORCE ===#

    def test_list_in_force_goes_by_the_index(self):
        """faults P8: what holds today is read in the order of its days, each car asked only as far as the list shows."""
        self.env.flush_all()
        for value in (True, False):
            query = self.env['aftersales.coverage'].with_user(self.user_claims)._search(
                [('in_force', '=', value)], order='start_date desc, id desc', limit=80)
            for way in ('seqscan', 'sort', 'bitmapscan'):
                self.env.cr.execute(f'SET LOCAL enable_{way} = off')
            self.env.cr.execute('EXPLAIN ' + self.env.cr.mogrify(query.select()).decode())
            plan = '\n'.join(line for line, in self.env.cr.fetchall())
            self.assertIn('aftersales_coverage_start_idx', plan)
            self.assertNotIn('fleet_vehicle', plan, "no car is read for its coverages")
            self.assertNotIn('SubPlan', plan, "no question for each coverage")

    def test_in_force_is_asked_not_stored(self):
        coverage = self._sell(self.vehicle, '2024-05-10')
        Coverage = self.env['aftersales.coverage'].with_user(self.user_advisor)
        self.assertFalse(coverage._fields['in_force'].store)
        for day, expected in (
            ('2024-05-09', False), ('2024-05-10', True), ('2027-05-10', True), ('2027-05-11', False),
        ):
            with freeze_time(f'{day} 04:00:00'), self.subTest(day=day):
                self.env.invalidate_all()
                self.assertEqual(coverage.in_force, expected)
                for value in (True, False):
                    found = Coverage.search([('id', '=', coverage.id), ('in_force', '=', value)])
                    self.assertEqual(bool(found), expected == value)
                    self.assertEqual(bool(coverage.filtered_domain([('in_force', '=', value)])), expected == value)

    def test_distance_ends_it(self):
        coverage = self._sell(self.vehicle, '2024-05-10')
        for shown, expected in ((100_000, True), (100_001, False)):
            self.vehicle._record_odometer(shown, 'manual', date=date(2026, 3, 1))
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(coverage.in_force, expected)
            self.assertEqual(bool(coverage.search([('id', '=', coverage.id), ('in_force', '=', True)])), expected)
            self.assertEqual(
                bool(self.vehicle.search([('id', '=', self.vehicle.id), ('is_in_warranty', '=', True)])), expected)
        # What is kept follows a reading that is taken back, and an end that is moved.
        self.vehicle.odometer_ids.filtered(lambda reading: reading.value > 100_000).unlink()
        self.assertEqual((coverage.is_run_out, coverage.in_force), (False, True))
        coverage.final_km = 99_999
        self.assertEqual((coverage.is_run_out, coverage.in_force), (True, False))

    def test_words(self):
        coverage = self._sell(self.vehicle, '2024-05-10').with_user(self.user_advisor)
        self.vehicle._record_odometer(40_000, 'manual', date=date(2026, 3, 1))
        self.assertEqual(
            coverage.standing,
            "Covered by New car warranty until 05/10/2027 or 100,000 km (434 days and 60,000 km left).")
        self.assertEqual((coverage.days_left, coverage.km_left), (434, 60_000))
        coverage.with_user(self.user_claims).suspended_reason = "the sale is under dispute"
        self.env.invalidate_all()
        self.assertEqual(
            coverage.standing, "Not covered by New car warranty: it is suspended, the sale is under dispute.")

    def test_words_in_miles(self):
        self.vehicle.odometer_unit = 'miles'
        coverage = self._sell(self.vehicle, '2024-05-10').with_user(self.user_advisor)
        self.vehicle._record_odometer(10_000, 'manual', date=date(2026, 3, 1))
        self.assertIn("62,137 mi", coverage.standing)
        self.assertIn("52,137 mi left", coverage.standing)

    # === AT THE COUNTER ===#

    def test_alert_in_one_look(self):
        self._sell(self.vehicle, '2024-05-10')
        order = self._create_order(self._prepare_job((self.disc, 1)))
        for user in (self.user_advisor, self.user_technician, self.user_accountant):
            alerts = [alert for alert in order.with_user(user)._get_alerts() if 'New car warranty' in alert.message]
            self.assertEqual(len(alerts), 1, user.name)
            self.assertEqual((alerts[0].level, alerts[0].action), ('info', 'action_view_coverages'))
            self.assertIn("until 05/10/2027", alerts[0].message)
        self.assertTrue(order.with_user(self.user_advisor).action_view_coverages()['domain'])

    def test_alert_says_why_not(self):
        self._sell(self.vehicle, '2020-05-10')
        order = self._create_order(self._prepare_job((self.disc, 1)))
        self.assertTrue(any("it ended on 05/10/2023" in alert.message for alert in order._get_alerts()))

    def test_alert_asks_for_the_day(self):
        order = self._create_order(self._prepare_job((self.disc, 1)), vehicle_id=self.vehicle_2.id)
        self.assertTrue(any("enter the day of its delivery" in alert.message for alert in order._get_alerts()))

    def test_told_when_the_car_is_booked(self):
        """C5, D3: who books the car hears of its warranty as at the counter."""
        self._sell(self.vehicle, '2024-05-10')
        appointment = self.env['aftersales.appointment'].with_user(self.user_advisor).new({
            'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id, 'workshop_id': self.workshop.id})
        self.assertTrue(any("Covered by New car warranty" in alert.message for alert in appointment._get_alerts()))

    def test_customer_sees_until_when_never_who_pays(self):
        """O1: the customer's page tells the warranties of his car."""
        self._sell(self.vehicle, '2024-05-10')
        self._sell(self.vehicle_2, '2020-05-10')
        for vehicle, text in ((self.vehicle, "until 05/10/2027"), (self.vehicle_2, "it ended on 05/10/2023")):
            values = vehicle.sudo()._prepare_portal_values(self.customer)
            self.assertEqual(len(values['warranties']), 1)
            self.assertIn(text, values['warranties'][0]['text'])
            self.assertNotIn(self.maker.name, str(values['warranties']))
            self.assertIn('warranty', vehicle.sudo()._get_portal_papers())
        self.assertFalse(self._create_unknown().sudo()._get_portal_warranties())

    def test_job_is_taken_as_warranty_in_one_click(self):
        self._sell(self.vehicle, '2024-05-10')
        orders = [self._create_visit((self.disc, 1), concern="It grinds") for __ in range(2)]
        jobs = self.env['aftersales.job'].concat(*(order.job_ids for order in orders)).with_user(self.user_advisor)
        for job in jobs:
            self.assertEqual(job._suggest_pay_type(), self.pay_warranty)
            hint = next(hint for hint in job._get_card_hints() if hint.name == 'action_take_coverage')
            self.assertIn("Covered by New car warranty", hint.message)
        jobs.action_take_coverage()
        for job in jobs:
            self.assertEqual((job.pay_type_id, job.payer_id), (self.pay_warranty, self.maker))
            self.assertEqual(job.coverage_id.policy_id, self.policy)
            self.assertEqual(job.approval, 'not_needed')
            self.assertFalse([hint for hint in job._get_card_hints() if hint.name == 'action_take_coverage'])
        jobs[0].with_user(self.user_manager).pay_type_id = self.pay_customer
        self.assertFalse(jobs[0].coverage_id, "gone with its pay type")

    def test_not_covered_is_not_taken(self):
        self._sell(self.vehicle, '2024-05-10')
        job = self._create_visit((self.pads, 1), concern="Squeaks").job_ids
        self.assertEqual(job._suggest_pay_type(), self.pay_customer)
        with self.assertRaisesRegex(UserError, "it ended on 11/10/2024"):
            job.action_take_coverage()
        self.assertTrue([hint for hint in job._get_card_hints() if "it ended on 11/10/2024" in hint.message])
        self._sell(self.vehicle_2, '2020-01-01')
        with self.assertRaisesRegex(UserError, "No coverage of the car is known"):
            old = self._create_order(self._prepare_job((self.disc, 1)), vehicle_id=self._create_unknown().id)
            old.job_ids.action_take_coverage()

    def _create_unknown(self):
        return self.env['fleet.vehicle'].create({
            'model_id': self.model_a.id, 'owner_id': self.customer.id, 'license_plate': 'UNKNOWN'})

    def test_maintenance_is_left_out_by_name(self):
        self._sell(self.vehicle, '2025-12-10')
        job = self._create_visit((self.disc, 1), work_class_id=self.service_class.id).job_ids
        self.assertIn("Maintenance: left out by the policy", job.coverage_note)
        self.assertFalse(job.covering_id)

    def test_technician_sees_it_and_takes_nothing(self):
        self._sell(self.vehicle, '2024-05-10')
        job = self._create_visit((self.disc, 1)).job_ids.with_user(self.user_technician)
        self.assertIn("Covered by", job.coverage_note)
        self.assertFalse([hint for hint in job._get_card_hints() if hint.name == 'action_take_coverage'])
        with self.assertRaises(AccessError):
            job.action_take_coverage()

    def test_sheet_is_flat(self):
        self._sell(self.vehicle, '2024-05-10')

        def read(order):
            order.job_ids.mapped('coverage_note')
        few = self._create_order(*(self._prepare_job((self.disc, 1)) for __ in range(2)))
        many = self._create_order(*(self._prepare_job((self.disc, 1), (self.pads, 1)) for __ in range(20)))
        self.assertFlat(read, few, many, slack=1)

    # === RIGHTS ===#

    def test_only_the_clerk_enters_and_corrects(self):
        vals = {'vehicle_id': self.vehicle_2.id, 'policy_id': self.policy.id, 'start_date': '2025-01-01'}
        for user in (self.user_advisor, self.user_technician, self.user_accountant, self.user_care):
            with self.assertRaises(AccessError):
                self.env['aftersales.coverage'].with_user(user).create(vals)
        coverage = self.env['aftersales.coverage'].with_user(self.user_claims).create(vals)
        self.assertEqual((coverage.source, coverage.end_date), ('manual', date(2028, 1, 1)))
        with self.assertRaises(AccessError):
            coverage.end_date = '2040-01-01'
        with self.assertRaisesRegex(UserError, "does not change"):
            coverage.vehicle_id = self.vehicle
        with self.assertRaises(AccessError):
            coverage.with_user(self.user_manager).unlink()

    def test_entered_for_a_car_of_its_maker(self):
        """I1: by hand, a car gets policies of its own make and model alone, from the day of their event on."""
        Coverage = self.env['aftersales.coverage'].with_user(self.user_claims)
        foreign = self.policy.sudo().copy({'code': "TST-FOREIGN", 'brand_ids': [Command.set(
            self.env['fleet.vehicle.model.brand'].create({'name': "Othermobile"}).ids)]})
        narrow = self.policy.sudo().copy({'code': "TST-NARROW", 'model_ids': [Command.set(self.vehicle.model_id.copy({
            'name': "Testmobile Z"}).ids)]})
        (foreign | narrow).action_release()
        for policy in foreign | narrow:
            with self.assertRaisesRegex(ValidationError, "Choose a policy of its maker"):
                Coverage.create({'vehicle_id': self.vehicle_2.id, 'policy_id': policy.id})
        self.vehicle_2.sudo().write({'sale_date': '2025-06-01', 'delivery_date': '2025-06-03'})
        Coverage.search([('vehicle_id', '=', self.vehicle_2.id)]).sudo().unlink()
        with Form(Coverage) as form:
            form.vehicle_id = self.vehicle_2
            form.policy_id = self.policy.with_user(self.user_claims)
        self.assertEqual(form.record.start_date, self.policy._get_start(self.vehicle_2))
        self.assertNotEqual(form.record.start_date, fields.Date.context_today(Coverage))

    def test_other_company(self):
        own = self._create_policy(code="TST-OWN", company_id=self.company.id)
        own.action_release()
        coverage = self._sell(self.vehicle, '2024-05-10').filtered(lambda each: each.policy_id == own)
        self.assertEqual(coverage.company_id, self.company)
        with self.assertRaises(AccessError):
            coverage.with_user(self.user_other_advisor).read(['policy_id'])
        self.assertNotIn(own, self.env['aftersales.policy'].with_user(self.user_other_advisor).search([]))

    # === PARTS ===#

    def test_fitted_part_comes_back_free(self):
        """F3, I1: a part we fitted has its own term, known at the next visit; work on it is free."""
        self._create_part_policy()
        order = self._create_approved((self.pads, 2), work_class_id=False)
        self._issue(order)
        self.inspect(self.work(order))
        self.deliver(order)
        coverage = self.vehicle.coverage_ids.filtered('product_id')
        self.assertEqual((coverage.product_id, coverage.source, coverage.start_km), (self.pads, 'part', 45_000))
        order._after_delivered('ready')
        self.assertEqual(self.vehicle.coverage_ids.filtered('product_id'), coverage, "made once")
        with freeze_time('2026-09-01 04:00:00'):
            back = self._create_visit((self.pads, 2), odometer=60_000).job_ids
            self.assertEqual(back._suggest_pay_type(), self.pay_rework)
            self.assertTrue(any("Part guarantee: Brake pads" in alert.message for alert in back.order_id._get_alerts()))
            back.with_user(self.user_advisor).action_take_coverage()
            self.assertEqual((back.pay_type_id, back.coverage_id), (self.pay_rework, coverage))
        with freeze_time('2026-09-01 04:00:00'):
            late = self._create_visit((self.pads, 2), odometer=65_001).job_ids
            self.assertEqual(late._suggest_pay_type(), self.pay_customer)
            self.assertIn("it ended at 65,000 km", late.coverage_note)

    def test_our_guarantee_gives_nothing_else_away(self):
        """What the house bears itself is free by right only where nothing stands beside the covered part."""
        self._create_part_policy()
        order = self._create_approved((self.pads, 2))
        self._issue(order)
        self.inspect(self.work(order))
        self.deliver(order)
        self.disc.categ_id = self.env['product.category'].create({'name': "Elsewhere"})
        with freeze_time('2026-09-01 04:00:00'):
            job = self._create_visit((self.pads, 2), (self.disc, 4), odometer=46_000).job_ids
            self.assertEqual(job._suggest_pay_type(), self.pay_customer)
            with self.assertRaisesRegex(UserError, "above your limit"):
                job.with_user(self.user_advisor).action_take_coverage()

    def test_number_of_a_part_sold_over_the_counter(self):
        self._create_part_policy()
        self.disc.tracking = 'serial'
        lot = self.env['stock.lot'].create({'name': "SN-0815", 'product_id': self.disc.id})
        self._put_in_stock(self.disc, 1, lot)
        customers = self.env.ref('stock.stock_location_customers')
        picking = self.env['stock.picking'].with_user(self.user_parts).create({
            'picking_type_id': self.warehouse.out_type_id.id, 'partner_id': self.customer.id,
            'location_id': self.warehouse.lot_stock_id.id, 'location_dest_id': customers.id,
            'move_ids': [Command.create({
                'product_id': self.disc.id, 'product_uom_qty': 1, 'location_id': self.warehouse.lot_stock_id.id,
                'location_dest_id': customers.id,
                'move_line_ids': [Command.create({
                    'product_id': self.disc.id, 'lot_id': lot.id, 'quantity': 1, 'picked': True,
                    'location_id': self.warehouse.lot_stock_id.id, 'location_dest_id': customers.id})],
            })],
        })
        picking.button_validate()
        coverage = self.env['aftersales.coverage'].search([('lot_id', '=', lot.id)])
        self.assertEqual((coverage.source, coverage.partner_id, coverage.vehicle_id.id), ('counter', self.customer, False))
        job = self._create_visit((self.disc, 1)).job_ids.with_user(self.user_advisor)
        self.assertEqual(job._suggest_pay_type(), self.pay_customer)
        job.returned_number = " sn-0815 "
        self.assertIn("Covered by Part guarantee", job.coverage_note)
        self.assertEqual((job._suggest_pay_type(), job.covering_id), (self.pay_rework, coverage))
        job.returned_number = "SN%0815"
        self.assertFalse(job.covering_id, "signs of a pattern are signs")
        self._return(picking, 1)
        self.assertFalse(coverage.active, "it came back unused")
