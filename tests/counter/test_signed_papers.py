from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.counter.test_print_checkin import sign
from odoo.addons.aftersales.tests.dealership.prints import PrintsCommon


@tagged('post_install', '-at_install')
class TestSignedPapers(PrintsCommon):
    """faults M6: a paper that was signed speaks of its car, its customer and its work for good."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()

    def _sign(self, **values):
        checkin = self.env['aftersales.checkin'].with_user(self.user_advisor).create({
            'order_id': self.order.id, 'signature': sign(), **values})
        checkin.action_sign()
        return checkin

    def test_car_customer_and_company_stay(self):
        """faults M6: cancelled and back to draft, another car or customer is another order."""
        self.order.with_user(self.user_advisor).vehicle_id = self.vehicle_cn
        self.order.with_user(self.user_advisor).vehicle_id = self.vehicle
        checkin = self._sign()
        self.cancel(self.order.with_user(self.user_advisor))
        self.reopen(self.order.with_user(self.user_advisor))
        for vals in (
            {'vehicle_id': self.vehicle_cn.id}, {'partner_id': self.customer_cn.id},
            {'company_id': self.env['res.company'].create({'name': "Elsewhere"}).id},
        ):
            for user in (self.user_advisor, self.user_manager):
                with self.subTest(vals), self.assertRaisesRegex(UserError, "has signed for it"):
                    self.order.with_user(user).write(vals)
        self.order.with_user(self.user_advisor).write({'vehicle_id': self.vehicle.id})
        self.assertTrue(checkin.is_intact)

    def test_signed_answer_keeps_its_customer(self):
        self.receive(self.order)
        self.order.with_user(self.user_advisor).partner_id = self.customer_cn
        self.approve(self.order, signature=sign())
        with self.assertRaisesRegex(UserError, "has signed for it"):
            self.order.with_user(self.user_advisor).partner_id = self.customer

    def test_sheet_prints_what_was_signed(self):
        """faults M6: nine jobs signed are nine jobs printed."""
        checkin = self._sign()
        before, = self._render_text('report_checkin', checkin, self.user_advisor)
        self.assertIn("With this signature the customer orders the work", before)
        total = self.order.currency_id.format(self.order.amount_total)
        self.order.with_user(self.user_advisor).job_ids = [Command.create({'name': "Added afterwards"})]
        self.order.with_user(self.user_advisor).write({'concern': "Other words"})
        self.vehicle.write({'license_plate': '沪B·NEW01', 'vin_sn': False})
        self.order.partner_id.write({'name': "Somebody Else", 'phone': '+86 999'})
        after, = self._render_text('report_checkin', checkin, self.user_advisor)
        for word in ("Added afterwards", "Other words", '沪B·NEW01', "Somebody Else", '+86 999'):
            self.assertNotIn(word, after, word)
        self.assertIn("Anna Smith", after)
        self.assertIn('沪A·PR001', after)
        self.assertIn(total.replace('\N{NO-BREAK SPACE}', ' '), after.replace('\N{NO-BREAK SPACE}', ' '))
        self.assertTrue(checkin.is_intact)

    def test_sheet_says_when_it_orders_nothing(self):
        checkin = self._sign(approves_jobs=False)
        text, = self._render_text('report_checkin', checkin, self.user_advisor)
        self.assertIn("This signature orders no work", text)

    def test_seal_covers_the_signature(self):
        checkin = self._sign()
        self.env.flush_all()
        file = self.env['ir.attachment'].search([
            ('res_model', '=', checkin._name), ('res_id', '=', checkin.id), ('res_field', '=', 'signature')])
        self.env.cr.execute("UPDATE ir_attachment SET res_field = 'other' WHERE id = %s", [file.id])
        self.env.invalidate_all()
        self.assertFalse(checkin.is_intact)
