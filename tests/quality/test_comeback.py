from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestComeback(OrderCommon):
    """F2, F3: the same trouble again is seen, free, counted and, the second time, escalated."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop.manager_id = cls.user_manager
        cls.rework = cls.env.ref('aftersales.pay_type_rework')
        cls.work_class = cls.operation.work_class_id
        cls.work_class.write({'guarantee_days': 10, 'guarantee_km': 2000})
        cls.repair = cls._visit('2026-09-01 08:00:00')

    @classmethod
    def _visit(cls, date, odometer=12000, **job_vals):
        """A visit from reception to delivery; returns its job."""
        with freeze_time(date):
            order = cls._receive_approved(odometer_in=odometer, job_ids=[Command.create({
                'operation_id': cls.operation.id, 'technician_id': cls.technician.id, **job_vals})])
            cls._pass(cls, order)
            order.line_ids.filtered(lambda line: line.line_type == 'part').quantity = 0
            cls.env.flush_all()
            order.action_deliver()
            cls.env.flush_all()
        return order.job_ids

    def _come_back(self, date, odometer=12500, count=1, **job_vals):
        with freeze_time(date):
            orders = self._create_orders(count, odometer_in=odometer, job_ids=[Command.create({
                'operation_id': self.operation.id, **job_vals})])
            orders.action_receive()
        return orders.job_ids

    # === RECOGNITION ===#

    def test_same_operation_within_the_days(self):
        for date, expected in (('2026-09-25 08:00:00', self.repair), ('2026-10-03 08:00:00', self.repair.browse())):
            job = self._come_back(date)
            with freeze_time(date):
                self.assertEqual(job.suggested_comeback_id, expected, date)

    def test_guarantee_counts_beyond_the_days(self):
        self.company.aftersales_comeback_days = 0
        for date, odometer, limit_km, found in (
            ('2026-09-05 08:00:00', 13999, 2000, True),
            ('2026-09-05 08:00:00', 14001, 2000, False),
            ('2026-09-11 08:00:00', 14100, 0, True),
            ('2026-09-12 08:00:00', 14200, 0, False),
        ):
            self.work_class.guarantee_km = limit_km
            job = self._come_back(date, odometer)
            with freeze_time(date):
                self.assertEqual(bool(job.suggested_comeback_id), found, (date, odometer))

    def test_same_concern_and_same_trade(self):
        self._visit('2026-09-02 08:00:00', concern="刹车时有异响，方向盘抖动")
        date = '2026-09-10 08:00:00'
        other = {'operation_id': False, 'name': "Look at the brakes"}
        with freeze_time(date):
            job = self._come_back(date, **other, concern="刹车有异响，方向盘还是抖动")
            self.assertTrue(job.suggested_comeback_id)
            job = self._come_back(date, **other, concern="空调不制冷")
            self.assertFalse(job.suggested_comeback_id)
            job = self._come_back(date, **other)
            self.assertFalse(job.suggested_comeback_id, "nothing to compare")

    def test_other_car(self):
        with freeze_time('2026-09-10 08:00:00'):
            self.assertFalse(self._create_orders(vehicle_id=self.vehicles[1].id).job_ids.suggested_comeback_id)

    def test_alerts_at_the_counter(self):
        with freeze_time('2026-09-05 08:00:00'):
            order = self._create_orders(job_ids=[])
            messages = [alert.message for alert in order._get_alerts()]
            self.assertTrue(any(m.startswith("Under our repair guarantee: Front brake pads, replace") for m in messages))
            sheet = order.sheet_add({'kind': 'operation', 'id': self.operation.id})['values']['order_sheet']
            self.assertTrue(any(alert['message'].startswith("Looks like a comeback") for alert in sheet['alerts']))
            hint = next(hint for hint in sheet['jobs'][0]['hints'] if hint.get('name'))
            self.assertEqual(hint['name'], 'action_make_comeback')
            order.job_ids.action_make_comeback()
            levels = {alert.level for alert in order._get_alerts()}
            self.assertIn('danger', levels)

    # === LINK ===#

    @freeze_time('2026-09-05 08:00:00')
    def test_comeback_is_free_and_known_on_both(self):
        jobs = self._come_back('2026-09-05 08:00:00', count=2)
        job = jobs[0]
        self.assertEqual(job.approval, 'pending')
        job.action_make_comeback()
        self.assertEqual((job.comeback_of_id, job.comeback_number), (self.repair, 1))
        self.assertEqual((job.pay_type_id, job.approval), (self.rework, 'not_needed'))
        self.assertFalse(job.payer_id)
        self.assertEqual(job._suggest_pay_type(), self.rework)
        self.assertIn("Wang Wei", job.message_ids[0].body)
        self.assertIn(job.order_id.name, self.repair.message_ids[0].body)
        self.assertFalse(job.order_id.activity_ids)
        self.assertEqual((self.repair.comeback_count, self.repair.first_time_fix), (1, 0.0))
        self.cancel(job.with_user(self.user_dispatcher))
        self.assertEqual((self.repair.comeback_count, self.repair.first_time_fix), (0, 100.0))

    def test_second_comeback_goes_to_the_supervisor(self):
        with freeze_time('2026-09-05 08:00:00'):
            first = self._come_back('2026-09-05 08:00:00')
            first.action_make_comeback()
            first.technician_id = self.technician_2
            order = first.order_id
            self._pass(order)
            order.line_ids.filtered(lambda line: line.line_type == 'part').quantity = 0
            self.env.flush_all()
            order.action_deliver()
        with freeze_time('2026-09-09 08:00:00'):
            second = self._come_back('2026-09-09 08:00:00')
            self.assertEqual(second.suggested_comeback_id, first)
            second.action_make_comeback()
        self.assertEqual((second.comeback_root_id, second.comeback_number), (self.repair, 2))
        activity = second.order_id.activity_ids
        self.assertEqual(activity.user_id, self.user_manager)
        for fact in (self.repair.order_id.name, order.name, 'Li Na', 'Wang Wei', 'another shop'):
            self.assertIn(fact, activity.note)

    @freeze_time('2026-09-05 08:00:00')
    def test_void_guarantee_is_shown_but_not_free(self):
        """D5: the customer's own parts exclude our guarantee."""
        part = self.repair.line_ids.filtered(lambda line: line.line_type == 'part')
        self.env.cr.execute(
            "UPDATE aftersales_order_line SET part_origin = 'customer' WHERE id = %s", part.ids)
        part.invalidate_recordset(['part_origin'])
        job = self._come_back('2026-09-05 08:00:00')
        self.assertEqual(job.suggested_comeback_id, self.repair)
        job.action_make_comeback()
        self.assertEqual(job.pay_type_id, self.env.ref('aftersales.pay_type_customer'))
        self.assertEqual(job.approval, 'pending')
        self.assertIn("not free", job.message_ids[0].body)

    @freeze_time('2026-09-05 08:00:00')
    def test_not_a_comeback(self):
        job = self._come_back('2026-09-05 08:00:00')
        job.action_make_comeback()
        job.action_not_comeback()
        self.assertFalse(job.comeback_of_id or job.suggested_comeback_id)
        self.assertEqual(job.pay_type_id, self.env.ref('aftersales.pay_type_customer'))
        self.assertEqual(self.repair.comeback_count, 0)
        with self.assertRaisesRegex(UserError, "Choose the earlier job by hand"):
            job.action_make_comeback()

    @freeze_time('2026-12-05 08:00:00')
    def test_chosen_by_hand(self):
        job = self._come_back('2026-12-05 08:00:00')
        self.assertFalse(job.suggested_comeback_id)
        wizard = self.env['aftersales.comeback.wizard'].with_user(self.user_advisor).with_context(
            **job.action_choose_comeback()['context'])
        with Form(wizard) as form:
            form.comeback_of_id = self.repair
        form.record.action_apply()
        self.assertEqual(job.comeback_of_id, self.repair)

    @freeze_time('2026-09-05 08:00:00')
    def test_only_finished_work_of_the_same_car(self):
        job, other = self._come_back('2026-09-05 08:00:00', count=2)
        for earlier in (other, job):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                job._link_comeback(earlier)
                self.env.flush_all()
        stranger = self._create_orders(vehicle_id=self.vehicles[1].id).job_ids
        with self.assertRaisesRegex(ValidationError, "only of finished work"):
            stranger._link_comeback(self.repair)

    # === WHO MAY ===#

    @freeze_time('2026-09-05 08:00:00')
    def test_who_decides(self):
        job = self._come_back('2026-09-05 08:00:00')
        for user in (self.user_technician, self.user_inspector, self.user_parts, self.user_claims):
            for action in ('action_make_comeback', 'action_not_comeback'):
                with self.assertRaises(AccessError):
                    getattr(job.with_user(user), action)()
        with self.assertRaises(AccessError):
            job.with_user(self.user_advisor).write({'comeback_of_id': self.repair.id})
        job.with_user(self.user_dispatcher).action_make_comeback()

    @freeze_time('2026-09-05 08:00:00')
    def test_other_company_knows_nothing(self):
        stranger = new_test_user(
            self.env, login='stranger', groups='base.group_user,aftersales.group_manager',
            context={'no_reset_password': True}, company_id=self.other_company.id,
            company_ids=[(6, 0, self.other_company.ids)])
        workshop = self.env['aftersales.workshop'].create({
            'name': 'Elsewhere', 'code': 'ELSE', 'company_id': self.other_company.id})
        order = self.env['aftersales.order'].with_user(stranger).create({
            'vehicle_id': self.vehicle.id, 'workshop_id': workshop.id, 'odometer_in': 12100,
            'job_ids': [Command.create({'name': "Brakes", 'operation_id': self.operation.id})]})
        self.assertFalse(order.job_ids.suggested_comeback_id)
        self.assertFalse([alert for alert in order._get_alerts() if 'guarantee' in alert.message])

    # === MANY RECORDS ===#

    @freeze_time('2026-09-05 08:00:00')
    def test_suggestions_do_not_query_per_job(self):
        jobs = self.repair.browse(self._come_back('2026-09-05 08:00:00', count=30).ids).with_user(self.user_advisor)
        self.assertFlat(
            lambda records: self.assertEqual(records.suggested_comeback_id, self.repair), jobs[:1], jobs, slack=1)

    def test_first_time_fix_is_an_average(self):
        self._visit('2026-09-02 08:00:00')
        with freeze_time('2026-09-05 08:00:00'):
            self._come_back('2026-09-05 08:00:00').action_make_comeback()
        self.env.flush_all()
        Job = self.env['aftersales.job'].with_user(self.user_manager)
        [(rate, comebacks)] = Job._read_group(
            [('state', '=', 'passed'), ('workshop_id', '=', self.workshop.id)], [],
            ['first_time_fix:avg', 'comeback_count:sum'])
        self.assertEqual((rate, comebacks), (50.0, 1))
