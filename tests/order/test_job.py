from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestJob(OrderCommon):

    def test_hours_follow_the_model(self):
        """E9: flat-rate hours of the car's model."""
        self.vehicle.model_id = self.model_b
        order = self._create_orders()
        self.assertEqual(order.job_ids.flat_rate_hours, 1.5)

    def test_menu_has_a_fixed_price(self):
        """E9: a menu costs what it says; its labour and parts are itemised at zero."""
        menu = self.env['aftersales.menu'].create({
            'name': 'Brake service', 'code': 'TST-M',
            'line_ids': [Command.create({'operation_id': self.operation.id})],
            'price_ids': [Command.create({'price': 500}), Command.create({'price': 600, 'model_id': self.model_b.id})],
        })
        order = self._create_orders(job_ids=[Command.create({'menu_id': menu.id})])
        order.line_ids.with_user(self.user_manager).tax_ids = [Command.clear()]
        self.assertEqual(order.amount_total, 500)
        self.assertEqual(
            order.line_ids.mapped(lambda line: (line.line_type, line.price_unit, line.is_included)),
            [('fee', 500.0, False), ('labour', 0.0, True), ('part', 0.0, True)],
        )
        self.vehicle.model_id = self.model_b
        order = self._create_orders(job_ids=[Command.create({'menu_id': menu.id})])
        self.assertEqual(order.line_ids[0].price_unit, 600)
        menu.price_ids.unlink()
        menu.product_id.list_price = 450
        order = self._create_orders(job_ids=[Command.create({'menu_id': menu.id})])
        self.assertEqual(order.line_ids[0].price_unit, 450, "the product's price where the menu sets none")

    def test_menu_decides_the_class_of_work(self):
        """E9: a menu's own class comes first; the technician reads the instructions of all its operations."""
        service = self.env.ref('aftersales.work_class_service1')
        self.operation.instruction = '<p>Bed the pads in</p>'
        menu = self.env['aftersales.menu'].create({
            'name': 'Brake service', 'code': 'TST-M', 'work_class_id': service.id,
            'price_ids': [Command.create({'price': 500})],
            'line_ids': [
                Command.create({'operation_id': self.operation.id}),
                Command.create({'operation_id': self.operation.copy({'code': 'TST-011', 'instruction': '<p>Torque</p>'}).id}),
            ],
        })
        job = self._create_orders(job_ids=[Command.create({'menu_id': menu.id})]).job_ids
        self.assertEqual(job.work_class_id, service)
        self.assertEqual(job.with_user(self.user_technician).instruction, '<p>Bed the pads in</p><p>Torque</p>')
        menu.work_class_id = False
        job = self._create_orders(job_ids=[Command.create({'menu_id': menu.id})]).job_ids
        self.assertEqual(job.work_class_id, self.operation.work_class_id)

    def test_menu_without_a_price_is_not_given_away(self):
        menu = self.env['aftersales.menu'].create({
            'name': 'Brake service', 'code': 'M-BR',
            'line_ids': [Command.create({'operation_id': self.operation.id})],
            'price_ids': [Command.create({'price': 600, 'model_id': self.model_b.id})],
        })
        with self.assertRaisesRegex(UserError, "has no price for Testmobile A"):
            self._create_orders(job_ids=[Command.create({'menu_id': menu.id})])
        menu.product_id.list_price = 450
        order = self._create_orders(job_ids=[Command.create({'menu_id': menu.id})])
        self.assertEqual(order.line_ids[0].price_unit, 450)

    def test_menu_or_operation(self):
        menu = self.env['aftersales.menu'].create({
            'name': 'Brake service', 'code': 'TST-M',
            'line_ids': [Command.create({'operation_id': self.operation.id})],
        })
        with self.assertRaisesRegex(ValidationError, "not both"):
            self._create_orders(job_ids=[Command.create({'menu_id': menu.id, 'operation_id': self.operation.id})])

    def test_add_work_in_one_go(self):
        order = self._create_orders(job_ids=[])
        other = self.operation.copy({'code': 'BR-011', 'name': 'Rear brake pads'})
        self.env['aftersales.add.work.wizard'].with_user(self.user_advisor).create({
            'order_id': order.id, 'operation_ids': [Command.set((self.operation + other).ids)],
        }).action_add()
        self.assertEqual(order.job_ids.mapped('name'), [self.operation.name, other.name])
        self.assertEqual(len(order.line_ids), 4)
        with self.assertRaisesRegex(UserError, "at least one"):
            self.env['aftersales.add.work.wizard'].with_user(self.user_advisor).create(
                {'order_id': order.id}).action_add()

    def test_typed_price_stays(self):
        order = self._create_orders()
        labour, part = order.line_ids
        part.price_unit = 75
        part.quantity = 4
        self.assertEqual(part.price_unit, 75)
        labour.quantity = 2
        self.assertEqual(labour.price_unit, 100)

    def test_customers_own_part_is_free(self):
        """D5: what the customer brings costs nothing."""
        order = self._create_orders()
        part = order.line_ids[1]
        part.part_origin = 'customer'
        self.assertEqual((part.price_unit, part.price_total), (0.0, 0.0))

    def test_payer_prices(self):
        """A5, G2: the payer's pricelist, the outlet's rate for the pay type."""
        self.insurer.property_product_pricelist = self.env['product.pricelist'].create({
            'name': 'Insurers', 'item_ids': [Command.create({'compute_price': 'percentage', 'percent_price': 25})],
        })
        self.env['aftersales.labour.rate'].create({
            'workshop_id': self.workshop.id, 'rate': 70,
            'pay_type_id': self.env.ref('aftersales.pay_type_insurance').id,
        })
        order = self._create_orders(job_ids=[Command.create({
            'operation_id': self.operation.id,
            'pay_type_id': self.env.ref('aftersales.pay_type_insurance').id,
            'payer_id': self.insurer.id,
        })])
        self.assertEqual(order.line_ids.mapped('price_unit'), [70.0, 60.0])

    def test_internal_job_has_no_payer_and_needs_no_approval(self):
        order = self._create_orders(user=self.user_manager, job_ids=[Command.create({
            'operation_id': self.operation.id, 'pay_type_id': self.env.ref('aftersales.pay_type_internal').id,
        })])
        self.assertFalse(order.job_ids.payer_id)
        self.assertEqual(order.job_ids.approval, 'not_needed')
        self.assertEqual(order.job_ids.service_class, 'd')

    # === TRANSITIONS ===#

    def test_unapproved_work_cannot_start(self):
        """E2: whatever the route."""
        order = self._create_orders()
        job = order.job_ids.with_user(self.user_technician)
        with self.assertRaisesRegex(UserError, "receive the car"):
            job.action_start()
        order.action_receive()
        with self.assertRaisesRegex(UserError, "no approval"):
            job.action_start()
        with self.assertRaisesRegex(UserError, "no approval"):
            job.write({'state': 'done'})
        with self.assertRaisesRegex(UserError, "recorded with"):
            job.write({'approval': 'approved'})
        with self.assertRaisesRegex(UserError, "starts as"):
            order.job_ids = [Command.create({'name': 'Done already', 'state': 'done'})]

    def test_only_an_inspector_passes(self):
        order = self._receive_approved()
        order.job_ids.with_user(self.user_technician).action_start()
        order.job_ids.with_user(self.user_technician).action_done()
        with self.assertRaisesRegex(AccessError, "inspector"):
            order.job_ids.with_user(self.user_technician).write({'state': 'passed'})
        order.job_ids.with_user(self.user_inspector)._transition('todo')
        self.assertEqual((order.job_ids.rework_count, order.state), (1, 'in_progress'))

    def test_two_jobs_of_two_orders(self):
        orders = self._receive_approved(2)
        jobs = orders.job_ids.with_user(self.user_technician)
        jobs.action_start()
        jobs.action_done()
        self.assertEqual(orders.mapped('state'), ['quality_check', 'quality_check'])
        with self.assertRaisesRegex(UserError, "already"):
            jobs.action_done()

    def test_started_job_is_not_deleted(self):
        order = self._receive_approved()
        with self.assertRaisesRegex(UserError, "Cancel it"):
            order.job_ids.unlink()

    def test_unanswered_job_of_a_received_order_is_cancelled_with_a_reason(self):
        """faults M11: nobody takes work off an order somebody relies on without saying why; an estimate is free."""
        estimates, received = self._create_orders(2), self._create_orders(2)
        received.action_receive()
        jobs = received.job_ids.with_user(self.user_advisor)
        self.assertEqual(set(jobs.mapped('approval')), {'pending'})
        with self.assertRaisesRegex(UserError, "Cancel it, and write why"):
            jobs.unlink()
        with self.assertRaisesRegex(UserError, "Cancel it, and write why"):
            received[0].with_user(self.user_manager).sheet_remove('card', jobs[0].id)
        self.assertTrue(jobs[0].line_ids, "its lines stay as well")
        cards = [card for order in received + estimates for card in order.with_user(self.user_advisor).order_sheet['jobs']]
        self.assertEqual([card.get('may_remove', False) for card in cards], [False, False, True, True])
        self.assertEqual(jobs[0].action_cancel()['res_model'], 'aftersales.cancel.wizard')
        estimates.job_ids.with_user(self.user_advisor).unlink()
        self.assertFalse(estimates.job_ids)

    # === HOLDS (E7) ===#

    def test_hold_sums_hours_and_ends_with_the_job(self):
        order = self._receive_approved()
        hold = self.env['aftersales.hold'].with_user(self.user_technician).create({
            'order_id': order.id, 'job_id': order.job_ids.id, 'kind': 'parts',
            'start': '2026-01-05 08:00:00',
        })
        self.assertEqual(order.open_hold_count, 1)
        with mute_logger('odoo.sql_db'), self.assertRaises(UniqueViolation):
            hold.copy({'start': '2026-01-05 09:00:00'})
        hold.stop = '2026-01-05 10:30:00'
        self.assertEqual(hold.hours, 2.5)
        with self.assertRaisesRegex(AccessError, "Only a dispatcher"):
            hold.start = '2026-01-05 10:00:00'
        hold.with_user(self.user_dispatcher).start = '2026-01-05 09:30:00'
        self.assertEqual(hold.hours, 1.0)
        other = self._create_orders()
        with self.assertRaisesRegex(ValidationError, "same order"):
            hold.with_user(self.user_dispatcher).order_id = other


@tagged('post_install', '-at_install')
class TestAuthorisation(OrderCommon):

    def test_answer_is_frozen(self):
        """E2: what was shown is kept, and stays what it was."""
        order = self._receive_approved()
        answer = order.authorisation_ids
        self.assertEqual((answer.decision, answer.channel, answer.signatory), ('approved', 'phone', 'Chen Jing'))
        self.assertEqual(answer.amount_total, order.amount_total)
        self.assertIn(self.part.name, answer.content)
        self.assertTrue(answer._is_intact())
        for user in (self.user_advisor, self.user_manager):
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                answer.with_user(user).write({'amount_total': 1})
            with self.assertRaises(AccessError):
                answer.with_user(user).unlink()
            with self.assertRaises(AccessError):
                answer.with_user(user).create({
                    'job_id': order.job_ids.id, 'order_id': order.id, 'decision': 'approved', 'channel': 'phone',
                    'signatory': 'Nobody', 'content': '{}', 'currency_id': order.currency_id.id,
                })
        self.env.cr.execute("UPDATE aftersales_authorisation SET content = 'forged' WHERE id = %s", [answer.id])
        answer.invalidate_recordset()
        self.assertFalse(answer._is_intact())

    def test_dearer_work_is_asked_again(self):
        """E3: what costs more than was approved waits for the customer, alone; less does not."""
        order = self._receive_approved()
        labour, part = order.line_ids
        part.quantity = 1
        self.assertEqual((part.approval, order.job_ids.is_waiting_answer), ('approved', False))
        part.quantity = 3
        self.assertEqual((labour.approval, part.approval), ('approved', 'pending'))
        self.assertEqual((order.job_ids.approval, order.job_ids.is_waiting_answer), ('approved', True))
        order.job_ids.with_user(self.user_technician).action_start()
        order.job_ids._approve('phone')
        self.assertEqual((part.approval, order.job_ids.is_waiting_answer), ('approved', False))
        self.assertEqual(len(order.authorisation_ids), 2)

    def test_declined_is_kept_and_shown_next_time(self):
        """E4"""
        order = self._create_orders()
        order.job_ids._decline('phone', reason="Later")
        self.assertEqual((order.job_ids.approval, order.amount_total), ('declined', 0.0))
        next_order = self._create_orders(job_ids=[])
        self.assertIn(self.operation.name, str(next_order.alert_html))

    def test_dialog(self):
        order = self._create_orders()
        action = order.action_authorise()
        wizard = Form(self.env[action['res_model']].with_user(self.user_advisor).with_context(**action['context']))
        self.assertEqual(wizard.signatory, 'Chen Jing')
        wizard.channel = 'phone'
        wizard.save().action_apply()
        self.assertEqual(order.job_ids.approval, 'approved')
        with self.assertRaisesRegex(UserError, "No job"):
            order.action_authorise()

    def test_second_click(self):
        """Two people at the counter, or one with a quick finger: one answer is recorded."""
        order = self._receive_approved()
        with self.assertRaisesRegex(UserError, "recorded already"):
            order.job_ids._approve('phone')
        self.assertEqual(len(order.authorisation_ids), 1)

    def test_worked_on_is_not_declined(self):
        order = self._receive_approved()
        order.job_ids.with_user(self.user_technician).action_start()
        with self.assertRaisesRegex(UserError, "worked on"):
            order.job_ids._decline('phone')
