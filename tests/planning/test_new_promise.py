from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command, Datetime
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon


@tagged('post_install', '-at_install')
class TestNewPromise(BoardCommon):
    """faults U3: parts that are not here move what is expected, planned and promised.

    Wednesday, 18 November at 7, outlet's and Greenwich's clock; open from 8 to 12 and 13 to 17.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.aftersales_promise_warning_minutes = 30
        vendor = cls.env['res.partner'].create({'name': "Parts Vendor"})
        cls.turbo, cls.unknown = cls.env['product.product'].create([
            {
                'name': "Turbocharger", 'type': 'consu', 'is_storable': True, 'list_price': 2600.0, 'taxes_id': False,
                'seller_ids': [Command.create({'partner_id': vendor.id, 'price': 1000.0, 'delay': 2})],
            },
            {'name': "Rare bracket", 'type': 'consu', 'is_storable': True, 'list_price': 260.0, 'taxes_id': False},
        ])
        cls.customer.email = 'chen.jing@example.com'

    def _receive(self, promise=None, parts=(), hours=1.0):
        """A received order with work of so many hours that the customer has to approve."""
        labour = self.env.ref('aftersales.product_labour')
        order = self._create_orders(promise_date=self._at(11, 15) if promise is None else promise, job_ids=[Command.create({
            'name': "Loss of power", 'line_ids': [
                Command.create({'line_type': 'labour', 'product_id': labour.id, 'quantity': hours}),
                *(Command.create({'line_type': 'part', 'product_id': part.id}) for part in parts),
            ]})])
        order.action_receive()
        return order

    def _add_labour(self, order, name, hours, **vals):
        labour = self.env.ref('aftersales.product_labour')
        order.with_user(self.user_advisor).job_ids = [Command.create({'name': name, **vals, 'line_ids': [
            Command.create({'line_type': 'labour', 'product_id': labour.id, 'quantity': hours})]})]

    def _refresh(self):
        self.env.flush_all()
        self.env.invalidate_all()

    # === EXPECTED ===#

    def test_expected_knows_the_part(self):
        """faults U3: an extra part of 2,860 that is not here: ready when it has come and the work is done."""
        order = self._receive()
        self.assertEqual(order.expected_ready_date, self._at(9))
        order.job_ids.with_user(self.user_advisor).line_ids = [
            Command.create({'line_type': 'part', 'product_id': self.turbo.id})]
        self._refresh()
        # Two days from now is Friday at 7; one hour of work from 8 on.
        self.assertEqual(order.expected_ready_date, self._at(9, day=20))
        self.assertTrue(order.is_at_risk)
        self.assertIn(order, order.search([('is_at_risk', '=', True)]))
        self.assertIn("Turbocharger: can be here", order._get_promise_warning())

    def test_expected_follows_what_is_ordered_and_comes(self):
        """faults U3: the vendor's day, then the arrival, move what is expected."""
        order = self._receive(parts=[self.turbo])
        order.job_ids.with_user(self.user_advisor)._approve('phone')
        part = order.line_ids.filtered(lambda line: line.line_type == 'part')
        part.with_user(self.user_parts).action_order_missing_parts()
        purchase = self.env['purchase.order'].search([('order_line.product_id', '=', self.turbo.id)])
        purchase.order_line.date_planned = self._at(14, day=19)
        purchase.button_confirm()
        self._refresh()
        self.assertEqual(order.expected_ready_date, self._at(15, day=19))
        with freeze_time('2026-11-20 09:00:00'):  # the vendor is late: not before now
            self._refresh()
            self.assertEqual(order.expected_ready_date, self._at(10, day=20))
            self.assertIn("Turbocharger: late, was to be here", order._get_delay_reasons()[0])
            picking = purchase.picking_ids
            picking.move_ids.picked = True
            picking.button_validate()
        self._refresh()
        self.assertEqual(order.expected_ready_date, self._at(9))

    def test_nobody_knows(self):
        """faults U3: without a vendor or a day, nothing is foreseen, and the promise is at risk."""
        order = self._receive(parts=[self.unknown])
        self.assertFalse(order.expected_ready_date)
        self.assertTrue(order.is_at_risk)
        self.assertFalse(order._propose_promise())
        self.assertIn("Rare bracket: not here, no date known", order._get_promise_warning())

    def test_other_work_goes_on_meanwhile(self):
        """faults U3: a job that waits for nothing is done before the part comes."""
        order = self._receive(parts=[self.turbo], hours=1)
        self._add_labour(order, "Service", 8, sequence=1)
        self._refresh()
        self.assertEqual(order.expected_ready_date, self._at(9, day=20))

    def test_many_orders(self):
        """faults U3: no more queries for many orders whose parts are missing."""
        orders = self.env['aftersales.order'].union(*(self._receive(parts=[self.turbo, self.unknown]) for __ in range(8)))
        self.assertFlat(lambda records: records.mapped('expected_ready_date'), orders[0], orders, slack=1)

    def test_first_promise_knows_the_part(self):
        """faults U3: a promise suggested at receipt is one that can be kept."""
        order = self._receive(promise=False, parts=[self.turbo])
        self.assertEqual(order.promise_date, self._at(9, day=20))

    # === ASKING ===#

    def test_link_proposes_the_new_promise(self):
        """faults U3: the customer is asked with the time his yes means, and his yes changes the promise."""
        order = self._receive(parts=[self.turbo])
        order.with_user(self.user_advisor).action_ask_customer()
        request = order.sudo().open_request_id
        self.assertEqual(request.new_promise_date, self._at(9, 30, day=20))
        values = request._prepare_page_values()
        self.assertEqual(values['new_promise'], request._get_page_time(self._at(9, 30, day=20)))
        self.assertEqual(order.promise_date, self._at(11, 15), "asking alone promises nothing")
        shown = request.job_ids._get_shown_content()
        self.assertEqual(shown['new_promise'], Datetime.to_string(self._at(9, 30, day=20)))
        self.assertTrue(request._answer(
            {order.job_ids.id: ('approved', '')}, values['shown_hash'], signatory="Chen Jing"))
        self.assertEqual(order.promise_date, self._at(9, 30, day=20))
        self.assertEqual(order.promise_first_date, self._at(11, 15))
        change = order.promise_change_ids
        self.assertTrue(change.is_customer_told)
        self.assertEqual(change.old_date, self._at(11, 15))

    def test_the_advisor_sees_the_new_promise_before_asking(self):
        """faults U3: the dialog shows what is proposed and why; the advisor's own time goes to the customer."""
        late, kept = self._receive(parts=[self.turbo]), self._receive()
        for typed, sent in ((None, self._at(9, 30, day=20)), (self._at(16, day=20), self._at(16, day=20)), (False, False)):
            with self.subTest(typed=typed):
                action = late.with_user(self.user_advisor).action_preview_question()
                wizard = Form(self.env[action['res_model']].with_user(self.user_advisor).browse(action['res_id']))
                self.assertEqual(Datetime.to_datetime(wizard.new_promise_date), self._at(9, 30, day=20))
                self.assertIn("Turbocharger", wizard.delay_reason)
                if typed is not None:
                    wizard.new_promise_date = typed
                wizard.save().action_apply()
                self.assertEqual(late.sudo().open_request_id.new_promise_date, sent)
        wizard = self.env['aftersales.ask.wizard'].with_user(self.user_advisor).create({'order_id': kept.id})
        self.assertFalse(wizard.new_promise_date)
        wizard.new_promise_date = self._at(6)
        with self.assertRaisesRegex(UserError, "lies in the past"):
            wizard.action_apply()
        self.assertFalse(kept.sudo().open_request_id)
        wizard.new_promise_date = self._at(16, day=20)
        wizard.action_apply()
        self.assertFalse(kept.sudo().open_request_id.new_promise_date, "nothing was proposed")

    def test_declined_work_moves_no_promise(self):
        """faults U3: what makes the car late was declined: the promise stays."""
        order = self._receive(parts=[self.turbo])
        self._add_labour(order, "Wipers", 0.5)
        order.with_user(self.user_advisor).action_ask_customer()
        request = order.sudo().open_request_id
        turbo, wipers = order.job_ids.sorted('id')
        self.assertTrue(request.new_promise_date)
        self.assertTrue(request._answer(
            {turbo.id: ('declined', ''), wipers.id: ('approved', '')}, request.job_ids._get_shown_hash(),
            signatory="Chen Jing"))
        self.assertEqual(order.promise_date, self._at(11, 15))
        self.assertFalse(order.promise_change_ids)

    def test_nothing_is_proposed_where_the_promise_is_kept(self):
        """faults U3: work that fits is asked without a word of another time."""
        order = self._receive()
        order.with_user(self.user_advisor).action_ask_customer()
        self.assertFalse(order.sudo().open_request_id.new_promise_date)
        self.assertNotIn('new_promise', order.job_ids._get_shown_content())

    def test_answer_at_the_counter(self):
        """faults U3: the dialog of the answer brings the new promise; the advisor may agree on another one."""
        for typed in (None, self._at(16, day=20)):
            with self.subTest(typed=typed):
                order = self._receive(parts=[self.turbo])
                action = order.job_ids.with_user(self.user_advisor).action_authorise()
                Wizard = self.env['aftersales.authorise.wizard'].with_user(self.user_advisor)
                wizard = Form(Wizard.with_context(**action['context']))
                self.assertEqual(wizard.new_promise_date, self._at(9, 30, day=20))
                self.assertIn("Turbocharger", wizard.delay_reason)
                wizard.channel = 'phone'
                if typed:
                    wizard.new_promise_date = typed
                wizard.save().action_apply()
                self.assertEqual(order.promise_date, typed or self._at(9, 30, day=20))
                self.assertEqual(order.promise_change_ids.user_id, self.user_advisor)

    def test_change_promise_begins_with_what_can_be_kept(self):
        """faults U3: “Change Promise” proposes the time and says what the work waits for."""
        order = self._receive(parts=[self.turbo])
        action = order.with_user(self.user_advisor).action_change_promise()
        wizard = Form(self.env['aftersales.promise.wizard'].with_user(self.user_advisor).with_context(**action['context']))
        self.assertEqual(wizard.promise_date, self._at(9, 30, day=20))
        self.assertIn("Turbocharger", wizard.reason)

    # === PLANNING ===#

    def test_plan_all_says_what_becomes_late(self):
        """faults U3: work planned past its promise is named, with both times; what waits without a day is not planned."""
        late, waits = self._receive(parts=[self.turbo]), self._receive(parts=[self.unknown])
        for order in late | waits:
            order.job_ids.with_user(self.user_advisor)._approve('phone')
        result = self.env['aftersales.workshop'].with_user(self.user_dispatcher).plan_board(self.workshop.id)
        job = late.job_ids
        self.assertEqual(job.planned_start, self._at(8, day=20), "not before the part is here")
        said = [text for text in result['late'] if job.name in text]
        self.assertEqual(len(said), 1)
        self.assertIn(late.license_plate, said[0])
        self.assertIn(late._get_time_text(job.planned_stop), said[0])
        self.assertIn(late._get_time_text(late.promise_date), said[0])
        self.assertFalse(waits.job_ids.planned_start)
        self.assertEqual(len(result['waits']), 1)
        self.assertIn("Rare bracket", result['waits'][0])
        self.assertEqual(result['planned'], 3, "two internal jobs beside it")

    def test_suggestions_know_the_part(self):
        """faults U3: a place is suggested for when the part is here; without a day the dispatcher decides."""
        late, waits = self._receive(parts=[self.turbo]), self._receive(parts=[self.unknown])
        suggest = late.job_ids.with_user(self.user_dispatcher).get_suggestions()[0]
        self.assertEqual(suggest['start'], Datetime.to_string(self._at(8, day=20)))
        self.assertTrue(suggest['late'])
        suggest = waits.job_ids.with_user(self.user_dispatcher).get_suggestions()[0]
        self.assertEqual(suggest['start'], Datetime.to_string(self._at(8)))
        self.assertEqual(timedelta(hours=1), Datetime.to_datetime(suggest['stop']) - self._at(8))
