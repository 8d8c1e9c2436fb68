from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import freeze_time, tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestLeave(OrderCommon):
    """Leaving without repair, and the hand-over to the workshop (D6, D7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fee = cls.env.ref('aftersales.product_diagnosis')
        cls.fee.write({'list_price': 80, 'taxes_id': [Command.clear()]})

    def _receive(self, count=1, **values):
        orders = self._create_orders(count, **values)
        orders.action_receive()
        return orders

    def _leave(self, order, user=None, **values):
        wizard = self.env['aftersales.leave.wizard'].with_user(user or self.user_advisor).create({
            'order_id': order.id, 'reason': "Too expensive", **values})
        wizard.action_apply()
        return wizard

    # === LEAVING ===#

    def test_fee_is_charged_and_the_car_is_ready(self):
        order = self._receive()
        wizard = self._leave(order)
        self.assertEqual((wizard.product_id, wizard.price_unit, wizard.signatory), (self.fee, 80, "Chen Jing"))
        self.assertEqual(order.state, 'ready')
        self.assertEqual(order.leave_reason, "Too expensive")
        repair, fee = order.job_ids
        self.assertEqual((repair.approval, repair.authorisation_ids.reason), ('declined', "Too expensive"))
        self.assertEqual((fee.approval, fee.state, fee.is_fee), ('approved', 'done', True))
        self.assertEqual(fee.authorisation_ids.channel, 'in_person')
        self.assertFalse(fee.inspection_ids, "There is nothing to inspect")
        self.assertEqual(order.amount_total, 80)
        self.assertEqual(order.invoice_status, 'to_invoice')
        invoice = order.with_user(self.user_accountant)._create_invoices()
        self.assertEqual(invoice.amount_total, 80)
        order.odometer_out = 12000
        order._transition('delivered')

    def test_fee_of_the_outlet_before_the_companys(self):
        company_fee, outlet_fee = self.fee.copy({'list_price': 90}), self.fee.copy({'list_price': 100})
        workshop = self.workshop
        self.assertEqual(workshop._get_diagnosis_product(), self.fee)
        self.company.aftersales_diagnosis_product_id = company_fee
        self.assertEqual(workshop._get_diagnosis_product(), company_fee)
        workshop.diagnosis_product_id = outlet_fee
        self.assertEqual(workshop._get_diagnosis_product(), outlet_fee)

    def test_lower_fee_is_bound_by_the_discount_limit(self):
        self.env['aftersales.discount.limit'].search([]).unlink()
        self.env['aftersales.discount.limit'].create({
            'group_id': self.env.ref('aftersales.group_advisor').id, 'percent': 20})
        order = self._receive()
        for price in (60, 0):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self._leave(order, price_unit=price)
        self.env.invalidate_all()
        self.assertEqual((order.state, order.leave_date), ('received', False))
        self._leave(order, price_unit=70)
        self.assertEqual(order.amount_total, 70)

    def test_without_fee(self):
        """faults M3: who leaves the fee out gives it away: an advisor asks the manager."""
        order = self._receive()
        cheap = self.fee.copy({'list_price': 1})
        for product in (self.env['product.product'], cheap):
            with self.assertRaisesRegex(UserError, r"above your limit of 10.00 %.*Manager"), self.env.cr.savepoint():
                self._leave(order, product_id=product.id)
        self.env.invalidate_all()
        self._leave(order, user=self.user_manager, product_id=False)
        self.assertEqual(order.state, 'ready')
        self.assertEqual(len(order.job_ids), 1)
        self.assertEqual(order.invoice_status, 'no')
        order._transition('delivered')
        self.assertEqual(order.state, 'delivered')

    def test_all_declined_before(self):
        order = self._receive()
        order.job_ids._decline('phone', reason="Later")
        self._leave(order)
        self.assertEqual((order.state, order.amount_total), ('ready', 80))

    def test_approved_and_unpaid_for_work(self):
        """What was approved is declined now; what needs no approval is cancelled; what is done stays."""
        order = self._receive(job_ids=[
            *(
                Command.create({'name': name, 'line_ids': [Command.create({'product_id': self.fee.id})]})
                for name in ("Noise", "Done")
            ),
            Command.create({'name': "Rework", 'pay_type_id': self.env.ref('aftersales.pay_type_rework').id}),
        ])
        noise, done, rework = order.job_ids
        (noise + done)._approve('phone')
        done.with_user(self.user_technician).action_start()
        with self.assertRaisesRegex(UserError, "is being worked on"):
            order.action_leave()
        done.with_user(self.user_technician).action_done()
        self._leave(order)
        self.assertEqual((noise.approval, rework.state, done.state), ('declined', 'cancelled', 'done'))
        self.assertEqual(order.state, 'quality_check', "The inspector sees what was done before the car leaves")
        done.inspection_ids.with_user(self.user_inspector).action_all_ok()
        done.with_user(self.user_inspector)._transition('passed')
        self.assertEqual(order.state, 'ready')

    def test_wrong_state_and_wrong_role(self):
        draft, ready = self._create_orders(), self._receive()
        self._leave(ready)
        for order in (draft, ready):
            with self.assertRaisesRegex(UserError, "in the house and not ready"):
                order.action_leave()
        order = self._receive()
        for user in (self.user_technician, self.user_care):
            with self.assertRaises(AccessError):
                order.with_user(user)._leave("No", fee_lines=[])
        with self.assertRaises(AccessError):
            order.write({'leave_reason': "By RPC"})
        with self.assertRaises(AccessError):
            order.job_ids.write({'is_fee': True})

    # === HAND-OVER ===#

    @freeze_time('2026-03-02 08:00')
    def test_two_cars_handed_over(self):
        orders = self._receive(2)
        wizard = self.env['aftersales.handover.wizard'].with_user(self.user_advisor).with_context(
            **orders.action_hand_over()['context']).create({'employee_id': self.technician.id})
        wizard.action_apply()
        for order in orders:
            self.assertEqual(order.handover_date, Datetime.to_datetime('2026-03-02 08:00:00'))
            self.assertEqual(order.handover_employee_id.id, self.technician.id)
            self.assertEqual(order.handover_user_id, self.user_advisor)
            self.assertEqual(order.job_ids.handover_employee_id.id, self.technician.id)
        with self.assertRaisesRegex(UserError, "handed over to Wang Wei already"):
            orders.action_hand_over()

    def test_hand_over_needs_a_received_car_and_an_advisor(self):
        with self.assertRaisesRegex(UserError, "only a received car"):
            self._create_orders().action_hand_over()
        order = self._receive()
        with self.assertRaises(AccessError):
            order.with_user(self.user_technician)._hand_over(self.technician)
        with self.assertRaises(AccessError):
            order.write({'handover_employee_id': self.technician.id})

    def test_nobody_is_told_that_a_car_left_unrepaired_is_ready(self):
        left, repaired = self._receive(), self._receive()
        self._leave(left)
        repaired.job_ids._decline('phone')
        repaired._transition('ready')
        notices = self.env['aftersales.notice'].search([('res_model', '=', 'aftersales.order')])
        self.assertEqual(set(notices.mapped('res_id')) & {left.id, repaired.id}, {repaired.id})
