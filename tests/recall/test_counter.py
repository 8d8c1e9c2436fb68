from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.recall import NOW, RecallCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestCounter(RecallCommon):
    """I7: what counter and workshop see of a recall, and what they do about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._start()
        cls.car, cls.car_2 = cls._get_car(cls.vehicle), cls._get_car(cls.vehicle_2)

    def _book(self, vehicle, **values):
        return self.env['aftersales.appointment'].with_user(self.user_advisor).create({
            'workshop_id': self.workshop.id, 'vehicle_id': vehicle.id, 'partner_id': self.customer.id,
            'start': '2026-03-03 09:00:00', 'user_id': False, **values})

    def test_alert_at_booking_and_on_the_order(self):
        """I7: booking, check-in and order say it; another company's order does not."""
        order, appointment = self._create_visit(), self._book(self.vehicle)
        for document in (order, appointment):
            alert = document._get_alerts()[0]
            self.assertEqual((alert.level, alert.action), ('danger', 'action_view_recalls'))
            self.assertIn("24R-001", alert.message)
        self.assertEqual(self.car.state, 'booked')
        self.recall.action_end()
        self.assertFalse([alert for alert in order._get_alerts() if '24R-001' in alert.message])

    def test_one_click_and_not_twice(self):
        """I7: the work comes as a job of the recall's pay type with its kit, once, whoever clicks."""
        orders = self._create_visit() | self._create_visit(self.vehicle_2)
        orders.action_add_recalls()
        for order in orders:
            job = order.job_ids
            self.assertEqual(job.pay_type_id, self.env.ref('aftersales.pay_type_recall'))
            self.assertEqual((job.payer_id, job.operation_id, job.recall_id), (self.maker, self.operation, self.recall.sudo()))
            self.assertEqual((job.settlement, job.approval), ('claim', 'not_needed'))
            self.assertIn(self.disc, job.line_ids.product_id)
        with self.assertRaisesRegex(UserError, "No recall of"):
            orders.action_add_recalls()
        second = self._create_visit()
        with self.assertRaisesRegex(UserError, "No recall of"):
            second.action_add_recalls()
        self.assertFalse(second._get_offers())
        with self.assertRaises(AccessError):
            second.with_user(self.user_technician).action_add_recalls()

    def test_offer_of_the_sheet(self):
        """I7, C7: the work is put on once, and is called as the recall is in the words of who reads it."""
        self.env['res.lang']._activate_lang('zh_CN')
        self.recall.sudo().with_context(lang='zh_CN').title = "燃油软管可能渗漏"
        order = self._create_visit()
        offer, = [offer for offer in order._get_offers() if offer.kind == 'recall']
        job = order._add_hit({'kind': 'recall', 'id': offer.id}, self.env['aftersales.job'])
        self.assertEqual(job.recall_vehicle_id, self.car)
        self.assertEqual(job.with_context(lang='zh_CN').shown_name, "燃油软管可能渗漏")
        with self.assertRaisesRegex(UserError, "Nothing of this recall waits"):
            order._add_hit({'kind': 'recall', 'id': offer.id}, self.env['aftersales.job'])
        with self.assertRaisesRegex(UserError, "Nothing of this recall waits"):
            order._add_hit({'kind': 'recall', 'id': self.car_2.id}, self.env['aftersales.job'])

    def test_states_follow_the_facts(self):
        """I7: open, told, booked, on an order, parts reserved, done; and back where the facts go back."""
        car = self.car
        self.assertEqual(car.state, 'open')
        car.with_user(self.user_advisor)._note_told('phone')
        self.assertEqual((car.state, car.told_count), ('told', 1))
        appointment = self._book(self.vehicle)
        self.assertEqual((car.state, car.appointment_id), ('booked', appointment))
        self.cancel(appointment)
        self.assertEqual(car.state, 'told')
        order = self._create_visit()
        order.action_add_recalls()
        self.assertEqual((car.state, car.order_id), ('ordered', order))
        self.receive(order)
        self.assertEqual(car.state, 'reserved')
        self.issue(order)
        self.work(order)
        self.assertEqual(car.state, 'done')
        self.assertTrue(car.done_date)
        order.job_ids.with_user(self.user_inspector)._transition('todo')
        self.assertEqual(car.state, 'reserved', "to be done again")
        self.assertFalse(car.done_date)

    def test_cancelled_job_waits_again(self):
        order = self._create_visit()
        order.action_add_recalls()
        job = order.job_ids
        job._transition('cancelled')
        self.assertEqual(self.car.state, 'open')
        second = self._create_visit()
        second.action_add_recalls()
        self.assertEqual(self.car.order_id, second)
        with self.assertRaisesRegex(UserError, "nothing of this recall is left"):
            job._transition('todo')

    def test_booked_work_is_the_recall_s(self):
        """I7: an operation booked for the recall becomes the recall's job, not one that the customer pays."""
        appointment = self._book(self.vehicle, operation_ids=[Command.set(self.operation.ids)])
        appointment._arrive()
        job = appointment.order_id.job_ids
        self.assertEqual(len(job), 1)
        self.assertEqual((job.recall_vehicle_id, job.settlement), (self.car, 'claim'))

    def test_preparation(self):
        """C5, I7: tomorrow's list speaks of the recall and lays its kit ready."""
        appointments = self._book(self.vehicle) | self._book(self.vehicle_2, start='2026-03-03 10:00:00')
        notes, parts = appointments._get_preparation_notes(), appointments._get_parts_needed()
        for appointment in appointments:
            self.assertTrue([note for note in notes[appointment] if "24R-001" in note['message']])
            self.assertEqual(parts[appointment][self.disc], 1)

    def test_visit_booked_before(self):
        """I7: who was to come already when the recall was entered is booked for it."""
        appointment = self._book(self.vehicle)
        recall = self._create_recall(maker_number='LATER')
        self._start(recall)
        car = self._get_car(self.vehicle, recall)
        self.assertEqual((car.state, car.appointment_id), ('booked', appointment))

    def test_queries(self):
        """I7: alerts, offers and lists ask no more for many than for one."""
        self._start(self._create_recall(maker_number='24R-002'))  # two of each car: one alone is not put in order
        orders = self._create_visit() | self._create_visit(self.vehicle_2)
        self.assertFlat(lambda some: some._get_recalls(), orders[0], orders)
        self.assertFlat(lambda some: some.mapped('recall_text'), self.vehicle, self.vehicle | self.vehicle_2)
        cars = self.car | self.car_2
        self.assertFlat(lambda some: some.read(['display_name', 'license_plate', 'partner_id', 'state']), self.car, cars)


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestStopDrive(RecallCommon):
    """I7: a car that is not to be driven stays until it is done, or somebody has signed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recall.write({'stop_drive': True, 'stop_sale': True})
        cls._start()
        cls.car = cls._get_car(cls.vehicle)

    def _make_ready(self, vehicle=None):
        order = self._create_visit(vehicle, job_ids=[Command.create({'operation_id': self.operation.id})])
        self.approve(self.receive(order), signatory='Chen Jing')
        self.issue(order)
        self.inspect(self.work(order))
        self.assertEqual(order.state, 'ready')
        return order

    def _sign(self, user, order, **values):
        car = self._get_car(order.vehicle_id)
        wizard = self.env['aftersales.recall.signoff.wizard'].with_user(user).create({
            'recall_vehicle_id': car.id, 'kind': 'leave', 'order_id': order.id, 'reason': "Towed home",
            'signatory': "Chen Jing", 'signature': PNG, **values})
        wizard.action_apply()
        return car.signoff_ids[:1]

    def test_delivery_is_blocked(self):
        """I7: neither by one nor by two; the alert of the vehicle says stop-sale."""
        orders = self._make_ready() | self._make_ready(self.vehicle_2)
        with self.assertRaisesRegex(UserError, "forbids driving"):
            self.deliver(orders[0])
        with self.assertRaisesRegex(UserError, "(?s)forbids driving.*forbids driving"):
            self.deliver(orders)
        self.assertTrue(self.vehicle.is_stop_sale and self.vehicle.is_stop_drive)
        Vehicle = self.env['fleet.vehicle'].with_user(self.user_advisor)
        self.assertIn(self.vehicle, Vehicle.search([('is_stop_sale', '=', True)]))
        self.assertNotIn(self.vehicle, Vehicle.search([('is_stop_drive', '=', False)]))

    def test_signed_off_by_the_manager_for_this_visit(self):
        """I7: the manager with reason and signature, for one visit of one car."""
        orders = self._make_ready() | self._make_ready(self.vehicle_2)
        for user in (self.user_advisor, self.user_claims):
            with self.assertRaises(AccessError):
                self._sign(user, orders[0])
        for values, sentence in (
            ({'signature': False}, "sign"), ({'reason': '  '}, "blanks"), ({'order_id': orders[1].id}, "another car"),
            ({'order_id': False}, "Choose the order"),
        ):
            with self.assertRaisesRegex(UserError, sentence):
                self._sign(self.user_manager, orders[0], **values)
        signoff = self._sign(self.user_manager, orders[0])
        self.assertTrue(signoff.is_intact)
        self.assertEqual((signoff.user_id, signoff.order_id), (self.user_manager, orders[0]))
        self.assertEqual(self.car.state, 'open', "it is still to be done")
        self.deliver(orders[0])
        with self.assertRaisesRegex(UserError, "forbids driving"):
            self.deliver(orders[1])
        with self.assertRaisesRegex(UserError, "forbids driving"):
            self.deliver(self._make_ready())

    def test_done_delivers(self):
        order = self._create_visit()
        order.action_add_recalls()
        self.inspect(self.work(self.issue(self.receive(order))))
        self.deliver(order)
        self.assertEqual((order.state, self.car.state), ('delivered', 'done'))

    def test_refused(self):
        """I7: who does not want it at all signs it; of a stop-drive at the manager's only."""
        order = self._create_visit()
        with self.assertRaises(AccessError):
            self._sign(self.user_advisor, order, kind='refused')
        self._sign(self.user_manager, order, kind='refused')
        self.assertEqual(self.car.state, 'refused')
        self.assertFalse(order._get_recalls()[order])
        self.recall.stop_drive = False
        self._sign(self.user_advisor, self._create_visit(self.vehicle_2), kind='refused')
        self.assertEqual(self._get_car(self.vehicle_2).state, 'refused')
        with self.assertRaisesRegex(UserError, "no work of the recall left"):
            self.car.with_user(self.user_advisor).action_sign_off()
