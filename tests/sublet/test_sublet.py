from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
@freeze_time('2026-11-18 08:00:00')
class TestSublet(PartsCommon):
    """E8: work of another shop is bought, waited for, and sold with a markup."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor, cls.vendor_2 = cls.env['res.partner'].create([
            {'name': 'Pudong Glass', 'is_company': True}, {'name': 'Paint & Co', 'is_company': True}])
        cls.company.aftersales_sublet_markup = 25
        tax_vals = {'name': 'Test 10%', 'amount': 10, 'price_include_override': 'tax_excluded'}
        cls.tax, cls.purchase_tax = cls.env['account.tax'].create([
            {**tax_vals, 'type_tax_use': 'sale'}, {**tax_vals, 'type_tax_use': 'purchase'}])
        cls.product = cls.env.ref('aftersales.product_sublet')
        cls.product.write({'taxes_id': [Command.set(cls.tax.ids)], 'supplier_taxes_id': [Command.set(cls.purchase_tax.ids)]})
        cls.user_purchaser = new_test_user(
            cls.env, login='as_purchaser', groups='base.group_user,purchase.group_purchase_user',
            context={'no_reset_password': True}, company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)])
        cls.order = cls._sublet_order()
        cls.line = cls.order.line_ids

    @classmethod
    def _sublet_job(cls, **vals):
        return {'name': 'Windscreen', 'technician_id': cls.technician.id, 'line_ids': [Command.create({
            'product_id': cls.product.id, 'name': 'Windscreen calibration', 'quantity': 1,
            'sublet_vendor_id': cls.vendor.id, 'sublet_cost': 400, 'sublet_due_date': '2026-11-19 16:00:00', **vals})]}

    @classmethod
    def _sublet_order(cls, **vals):
        order = cls._create_order(cls._sublet_job(**vals))
        order.action_receive()
        order.job_ids._approve('phone')
        return order

    def _get_purchase(self, lines):
        return lines.sudo().purchase_line_id.order_id

    # === PRICE ===#

    def test_price_is_cost_and_markup(self):
        line = self.line
        self.assertEqual((line.line_type, line.price_unit, line.price_subtotal), ('sublet', 500, 500))
        self.assertEqual((line.sublet_total_cost, line.sublet_margin), (400, 100))
        line.sublet_cost = 480
        self.assertEqual(line.price_unit, 600)
        self.assertEqual(line.job_id.approval, 'pending', "a dearer vendor is asked for again")

    def test_price_includes_the_tax_where_prices_do(self):
        self.tax.price_include_override = 'tax_included'
        line = self._sublet_order().line_ids
        self.assertAlmostEqual(line.price_unit, 550)
        self.assertAlmostEqual(line.price_subtotal, 500)

    def test_typed_price_stays(self):
        line = self._sublet_order(price_unit=777).line_ids
        line.with_user(self.user_manager).sublet_cost = 100
        self.assertEqual(line.price_unit, 777)

    # === SENDING ===#

    def test_send_and_back(self):
        self.line.action_send_sublet()
        purchase = self._get_purchase(self.line)
        self.assertEqual((purchase.partner_id, purchase.state, purchase.origin), (self.vendor, 'draft', self.order.name))
        bought = purchase.order_line
        self.assertEqual(bought.aftersales_line_id, self.line)
        self.assertEqual((bought.product_id, bought.product_qty, bought.price_subtotal), (self.product, 1, 400))
        self.assertIn(self.vehicle.license_plate, bought.name)
        self.assertEqual(purchase.aftersales_order_count, 1)
        hold = self.order.hold_ids
        self.assertEqual((hold.kind, hold.job_id, hold.stop), ('sublet', self.line.job_id, False))
        activity = self.order.activity_ids
        self.assertEqual((activity.user_id, str(activity.date_deadline)), (self.user_advisor, '2026-11-19'))
        purchase.with_user(self.user_purchaser).button_confirm()
        with freeze_time('2026-11-19 10:00:00'):
            self.line.with_user(self.user_dispatcher).action_sublet_back()
        self.assertEqual((self.line.sublet_state, hold.hours), ('back', 26.0))
        self.assertFalse(self.order.activity_ids)
        self.assertEqual(bought.qty_received, 1)

    def test_cost_follows_the_order_and_the_bill(self):
        self.line.action_send_sublet()
        purchase = self._get_purchase(self.line)
        purchase.order_line.price_unit = 420
        self.assertEqual((self.line.sublet_total_cost, self.line.sublet_margin), (420, 80))
        purchase.button_confirm()
        self.line.action_sublet_back()
        purchase.action_create_invoice()
        bill = purchase.invoice_ids
        bill.invoice_date = '2026-11-18'
        bill.invoice_line_ids.price_unit = 450
        self.assertEqual(self.line.sublet_total_cost, 420, "a draft bill is no bill")
        bill.action_post()
        self.assertEqual((self.line.sublet_total_cost, self.line.sublet_margin), (450, 50))
        self.assertEqual(self.line.price_unit, 500, "the customer pays what was agreed")

    def test_one_request_a_vendor_and_order(self):
        order = self._create_order(
            self._sublet_job(), self._sublet_job(), self._sublet_job(sublet_vendor_id=self.vendor_2.id))
        order.action_receive()
        order.job_ids._approve('phone')
        one, two, three = order.line_ids.sorted('id')
        one.action_send_sublet()
        (two + three + self.line).action_send_sublet()
        self.assertEqual(self._get_purchase(one), self._get_purchase(two))
        self.assertEqual(len(self._get_purchase(one + two + three + self.line)), 3)
        self.assertEqual(order.sudo().hold_ids.mapped('kind'), ['sublet'] * 3)
        self._get_purchase(one).button_confirm()
        other = self._sublet_order().line_ids
        other.action_send_sublet()
        self.assertEqual(self._get_purchase(other).state, 'draft')

    def test_parts_clerk_sends_by_the_dialog(self):
        line = self._sublet_order(sublet_vendor_id=False, sublet_due_date=False).line_ids
        action = line.with_user(self.user_parts).action_send_sublet()
        wizard = self.env['aftersales.sublet.wizard'].with_user(self.user_parts).with_context(**action['context'])
        with Form(wizard) as form:
            self.assertEqual(form.cost, 400)
            form.vendor_id = self.vendor_2
            form.due_date = '2026-11-20 10:00:00'
        form.record.action_apply()
        self.assertEqual((line.sublet_state, line.sublet_vendor_id), ('out', self.vendor_2))
        self.assertEqual(self._get_purchase(line).partner_id, self.vendor_2)

    def test_dearer_vendor_in_the_dialog_asks_the_customer_first(self):
        line = self._sublet_order(sublet_vendor_id=False).line_ids
        wizard = self.env['aftersales.sublet.wizard'].with_user(self.user_parts).create({
            'line_id': line.id, 'vendor_id': self.vendor.id, 'cost': 900})
        with self.assertRaisesRegex(UserError, "no approval"):
            wizard.action_apply()

    def test_terms_are_kept_until_the_customer_agrees(self):
        order = self._create_order(self._sublet_job(sublet_vendor_id=False, sublet_cost=0))
        line = order.line_ids
        wizard = self.env['aftersales.sublet.wizard'].with_user(self.user_parts).create({
            'line_id': line.id, 'vendor_id': self.vendor.id, 'cost': 900})
        wizard.action_keep()
        self.assertEqual((line.sublet_state, line.price_unit, line.sublet_vendor_id), ('to_send', 1125, self.vendor))
        with self.assertRaises(AccessError):
            self.env['aftersales.sublet.wizard'].with_user(self.user_technician).create({'line_id': line.id})

    # === GUARDS ===#

    def test_unapproved_work_is_not_sent(self):
        """E2: nothing starts without the customer's yes, in our house or another."""
        order = self._create_order(self._sublet_job())
        with self.assertRaisesRegex(UserError, "not open, or the car is not here"):
            order.line_ids.action_send_sublet()
        order.action_receive()
        with self.assertRaisesRegex(UserError, "no approval"):
            order.line_ids.action_send_sublet()
        self.assertFalse(self.env['purchase.order'].search([('origin', '=', order.name)]))

    def test_added_line_needs_its_own_yes(self):
        self.order.job_ids.line_ids = [Command.create({
            'product_id': self.product.id, 'sublet_vendor_id': self.vendor.id, 'sublet_cost': 50})]
        added = self.order.line_ids - self.line
        with self.assertRaisesRegex(UserError, "no approval"):
            added.action_send_sublet()

    def test_wrong_states(self):
        with self.assertRaisesRegex(UserError, "is not “Out”"):
            self.line.action_sublet_back()
        with self.assertRaisesRegex(UserError, "is not “Out”"):
            self.line.action_cancel_sublet()
        self.line.action_send_sublet()
        with self.assertRaisesRegex(UserError, "is not “To Send”"):
            self.line.action_send_sublet()
        part = self._create_approved((self.pads, 1)).line_ids
        with self.assertRaises(UserError):
            (part + self.line).action_send_sublet()

    def test_what_was_asked_stays(self):
        self.line.action_send_sublet()
        for vals in ({'quantity': 2}, {'sublet_cost': 10}, {'sublet_vendor_id': self.vendor_2.id}, {'line_type': 'fee'}):
            with self.assertRaisesRegex(UserError, "was sent to Pudong Glass"):
                self.line.write(vals)
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.line.unlink()
        with self.assertRaises(AccessError):
            self.line.write({'sublet_back_date': '2026-11-18 08:00:00'})
        self.line.discount = 1

    def test_job_and_car_wait_for_the_return(self):
        self.line.action_send_sublet()
        job = self.line.job_id
        job.with_user(self.user_manager).action_start()
        for action in (
            job.with_user(self.user_manager).action_done, job.action_cancel,
            lambda: self.cancel(self.order.with_user(self.user_dispatcher)),
        ):
            with self.assertRaises(UserError):
                action()
        with self.assertRaisesRegex(UserError, "still with Pudong Glass"):
            job.with_user(self.user_manager).action_done()
        self.line.action_sublet_back()
        job.with_user(self.user_manager).action_done()

    # === CANCELLING ===#

    def test_call_back_before_the_vendor_has_the_order(self):
        self.line.action_send_sublet()
        purchase = self._get_purchase(self.line)
        self.line.action_cancel_sublet()
        self.assertEqual((self.line.sublet_state, purchase.state, purchase.order_line.ids), ('to_send', 'cancel', []))
        self.assertFalse(self.order.open_hold_count)
        self.assertFalse(self.order.activity_ids)
        self.line.action_send_sublet()
        self.assertNotEqual(self._get_purchase(self.line), purchase)

    def test_confirmed_order_is_cancelled_in_purchase(self):
        self.line.action_send_sublet()
        purchase = self._get_purchase(self.line).with_user(self.user_purchaser)
        purchase.button_confirm()
        with self.assertRaisesRegex(UserError, "has the order"):
            self.line.action_cancel_sublet()
        purchase.button_cancel()
        self.assertEqual((self.line.sublet_state, self.order.open_hold_count), ('to_send', 0))
        self.assertIn("was cancelled", self.order.message_ids[0].body)

    def test_line_taken_off_the_request(self):
        self.line.action_send_sublet()
        self._get_purchase(self.line).with_user(self.user_purchaser).order_line.unlink()
        self.assertEqual(self.line.sublet_state, 'to_send')

    def test_link_is_kept_by_the_system(self):
        self.line.action_send_sublet()
        bought = self.line.sudo().purchase_line_id
        with self.assertRaises(AccessError):
            bought.with_user(self.user_purchaser).write({'aftersales_line_id': False})
        with self.assertRaises(AccessError):
            self.line.write({'purchase_line_id': False})

    # === WHO, LATE, MANY ===#

    def test_who_may(self):
        for user in (self.user_technician, self.user_inspector, self.user_care, self.user_claims):
            with self.assertRaises(AccessError):
                self.line.with_user(user).action_send_sublet()
        for user in (self.user_technician, self.user_parts, self.user_dispatcher):
            with self.assertRaises(AccessError):
                self.line.with_user(user).read(['sublet_margin'])
        self.assertEqual(self.line.with_user(self.user_manager).read(['sublet_margin'])[0]['sublet_margin'], 100)
        stranger_company = self.other_company
        stranger = new_test_user(
            self.env, login='stranger', groups='base.group_user,aftersales.group_manager',
            context={'no_reset_password': True}, company_id=stranger_company.id, company_ids=[(6, 0, stranger_company.ids)])
        with self.assertRaises(AccessError):
            self.line.with_user(stranger).action_send_sublet()

    def test_late_returns(self):
        other = self._sublet_order(sublet_due_date=False).line_ids
        lines = self.line + other
        lines.action_send_sublet()
        self.assertFalse(any(lines.mapped('is_sublet_late')))
        with freeze_time('2026-11-19 17:00:00'):
            lines.invalidate_recordset()
            self.assertEqual(lines.search([('is_sublet_late', '=', True), ('id', 'in', lines.ids)]), self.line)
            self.assertEqual(lines.search([('is_sublet_late', '=', False), ('id', 'in', lines.ids)]), other)
            self.assertTrue(self.line.is_sublet_late)
            lines.action_sublet_back()
        self.assertFalse(self.line.is_sublet_late)

    def test_list_does_not_query_per_line(self):
        lines = self.line
        for __ in range(12):
            lines |= self._sublet_order().line_ids
        lines.action_send_sublet()
        names = ['sublet_total_cost', 'sublet_margin', 'is_sublet_late', 'purchase_name', 'sublet_state']
        self.assertFlat(lambda some: some.with_user(self.user_advisor).read(names), lines[:1], lines, slack=1)
