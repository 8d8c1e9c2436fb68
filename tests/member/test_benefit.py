from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.member import MemberCommon


@tagged('post_install', '-at_install')
class TestBenefit(MemberCommon):
    """G3, contracts §6: coupons and gift cards of Odoo's app are discounts of the program on the order."""

    def _order(self, *jobs, **values):
        return self._create_order(*jobs, done=False, **values)

    def test_life(self):
        """G3: reserved on the order, follows its work, used by the posted invoice, back with the credit note."""
        card = self._create_card(self.percent)
        order = self._order()
        order.job_ids._approve('phone')
        benefit = self._use(order, card)
        self.assertEqual((benefit.state, benefit.amount, order.amount_total), ('reserved', 12, 108))
        self.assertEqual(order.job_ids.approval, 'approved', "what makes it cheaper needs no answer")
        self.assertFalse(order.job_ids.is_waiting_answer)
        self.assertEqual(card.points, 0)
        self.assertIn(order.name, card.history_ids.mapped('description')[0])
        line = benefit.line_ids.with_user(self.user_advisor)
        with self.assertRaisesRegex(UserError, "follows from its program"):
            line.price_unit = -500
        self.assertFalse(order.copy().line_ids.filtered(lambda each: each.price_unit < 0))
        order.line_ids.filtered(lambda each: not each.benefit_id).with_user(self.user_advisor).quantity = 0.5
        self.assertEqual((benefit.amount, order.amount_total), (6, 54), "never more than the program gives")
        order.job_ids._transition('done')
        invoice = self._invoice(order)
        self.assertAlmostEqual(invoice.amount_total, 54, 2)
        self.assertEqual(benefit.state, 'reserved')
        with self.assertRaisesRegex(UserError, "invoiced already"):
            benefit.action_take_off()
        invoice.with_user(self.user_accountant).action_post()
        self.assertEqual((benefit.state, card.points), ('used', 0))
        credit = self._credit(invoice)
        self.assertEqual(benefit.state, 'used')
        credit.with_user(self.user_accountant).action_post()
        self.assertEqual((benefit.state, card.points), ('returned', 1))
        again = self._invoice(order)
        self.assertEqual((benefit.state, card.points, again.amount_total), ('reserved', 0, 54))
        again.sudo().button_cancel()
        benefit.action_take_off()
        self.assertEqual((benefit.state, card.points, order.amount_total), ('returned', 1, 60))

    def test_frozen_answer(self):
        """G3: who said yes to a price with the coupon is asked again once it is taken off, not when the work grows less."""
        order = self._order(self._job(self._line(), self._line(50)))
        benefit = self._use(order, self._create_card(self.percent))
        order.job_ids._approve('phone')
        self.assertFalse(order.job_ids.is_waiting_answer)
        (order.line_ids - benefit.line_ids)[1:].with_user(self.user_advisor).unlink()
        self.assertEqual((benefit.amount, order.amount_total), (12, 108))
        self.assertFalse(order.job_ids.is_waiting_answer, "he pays less than he said yes to")
        benefit.line_ids.with_user(self.user_advisor).unlink()
        self.assertEqual((benefit.state, order.amount_total), ('returned', 120))
        order.line_ids.with_user(self.user_advisor).price_unit = 200
        self.assertTrue(order.job_ids.is_waiting_answer)

    def test_alternatives(self):
        """E2, G3: each choice is shown with what the coupon takes off it, and costs that once it is chosen."""
        order = self._order(self._job(self._line(), self._line()), self._job(self._line()))
        self._use(order, self._create_card(self.percent))
        job, Alternative = order.job_ids[0], self.env['aftersales.alternative'].with_user(self.user_advisor)
        lines = Alternative.with_context(default_job_id=job.id).default_get(['job_id', 'line_ids'])['line_ids']
        self.assertEqual(len(lines), 2, "what the coupon takes off follows from what is chosen")
        smaller = Alternative.create({'job_id': job.id, 'name': "What is urgent", 'line_ids': lines[:1]})
        later = Alternative.create({'job_id': job.id, 'name': "In spring", 'is_later': True})
        work = sum(smaller.line_ids.mapped('price_total'))
        self.assertAlmostEqual(smaller.amount_total, work * 0.9, 2)
        self.assertAlmostEqual(smaller.order_total, work * 0.9 + order.job_ids[1].amount_total, 2)
        self.assertAlmostEqual(later.order_total, order.job_ids[1].amount_total, 2)
        request = order._ask_customer().sudo()
        shown = request._prepare_page_job(job.sudo())['alternatives'][0]
        self.assertEqual(len(shown['lines']), 2, "the page names the coupon")
        self.assertAlmostEqual(shown['to_pay'], work * 0.9, 2)
        self.assertEqual(len(smaller._get_shown_content()['lines']), 2)
        total = smaller.order_total
        request._answer(
            {job.id: (smaller._get_choice(), ''), order.job_ids[1].id: ('approved', '')},
            request._get_waiting_jobs()._get_shown_hash(), signatory="Chen Jing", signature_kind='typed')
        self.assertAlmostEqual(order.amount_total, total, 2)
        self.assertEqual((job.approval, len(job.line_ids)), ('approved', 2))
        self.assertEqual(len(smaller.line_ids), 3, "what was proposed is kept with its coupon")

    def test_gift_card(self):
        """G3: a gift card pays what there is to pay, beside a coupon; what is left stays on it; cancelled, all is back."""
        order = self._order(self._job(), self._job(self._line(50)))
        gift, coupon = self._create_card(self.gift, 500), self._create_card(self.percent)
        self._use(order, coupon)
        benefit = self._use(order, gift)
        self.assertAlmostEqual(order.amount_total, 0, 2)
        self.assertEqual((benefit.amount, gift.points), (162, 338))
        self.cancel(order.job_ids[1:].with_user(self.user_advisor))
        self.assertEqual((benefit.amount, gift.points), (108, 392))
        self.cancel(order.with_user(self.user_advisor))
        self.assertEqual((gift.points, coupon.points), (500, 1))
        self.assertEqual(set(order.benefit_ids.mapped('state')), {'returned'})
        self.reopen(order.with_user(self.user_advisor))
        self.assertFalse(order.line_ids.benefit_id)

    def test_free_part(self):
        """G3: so many pieces of a part on the order are free; of another nothing is."""
        program = self._create_program(
            'coupons', reward_type='product', reward_product_id=self.part.id, reward_product_qty=1)
        card = self._create_card(program)
        order = self._order()
        with self.assertRaisesRegex(UserError, "gives nothing"), self.env.cr.savepoint():
            self._use(order, card)
        self.assertEqual(card.points, 1)
        order = self._order(self._job(self._line(), self._line(80, 3, self.part)))
        self.assertEqual(self._use(order, card).amount, 96)

    def test_fixed_amount(self):
        """G3: a fixed amount is shared by the jobs, at most what they cost; the customer's own work of class A alone."""
        program = self._create_program('coupons', discount=100, discount_mode='per_order')
        other = self._job(payer_id=self.insurer.id, pay_type_id=self.pay_insurance.id)
        order = self._order(self._job(), self._job(self._line(0.33)), other)
        benefit = self._use(order, self._create_card(program))
        self.assertEqual((benefit.amount, len(benefit.line_ids.job_id)), (99.99, 2), "0.33 with tax has no price: 0.32 has")
        self.assertAlmostEqual(sum(benefit.line_ids.mapped('price_total')), -99.99, 2)
        order = self._order(self._job(self._line(50)))
        self.assertEqual(self._use(order, self._create_card(program)).amount, 60)
        order = self._order(other)
        with self.assertRaisesRegex(UserError, "no work of class A"):
            self._use(order, self._create_card(program))

    def test_conditions(self):
        """G3: dates, holder, company, least amount, once a visit, and the code itself are asked, in words."""
        today, order = fields.Date.today(), self._order()
        least = self._create_program('coupons', [{'minimum_amount': 500, 'minimum_qty': 0}], discount=10)
        late = self._create_card(self.percent, expiration_date=today - timedelta(days=1))
        early = self._create_program('coupons', discount=10)
        early.date_from = today + timedelta(days=2)
        foreign = self._create_program('coupons', discount=10)
        foreign.company_id = self.other_company
        for card, reason in (
            (late, "no longer valid"), (self._create_card(early), "valid from"), (self._create_card(foreign), "has the code"),
            (self._create_card(self.percent, partner_id=self.insurer.id), "belongs to Fair Insurance"),
            (self._create_card(least), "at least"), (self._create_card(self.percent, 0), "used up"),
            ('nonsense', "has the code"),
        ):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, reason), self.env.cr.savepoint():
                self._use(order, card)
        self._use(order, self._create_card(self.percent))
        with self.assertRaisesRegex(UserError, "one a visit"):
            self._use(order, self._create_card(self.percent))

    def test_rights(self):
        """G3: advisors use coupons without any right on the programs; a technician does not, nor does another company; a
        coupon is not the user's own discount; what a dialog offers is not changed into another's card."""
        self._create_card(self.percent, partner_id=self.customer.id)
        program = self._create_program('coupons', discount=50)
        stranger, order = self._create_card(program), self._order()
        action = order.with_user(self.user_advisor).action_use_benefit()
        dialog = self.env['aftersales.benefit.wizard'].with_user(self.user_advisor).browse(action['res_id'])
        with self.assertRaises(AccessError):
            dialog.line_ids.write({'card_key': stranger.id, 'reward_key': program.reward_ids.id})
        with self.assertRaises(AccessError):
            order.with_user(self.user_technician).action_use_benefit()
        self.assertEqual(self._use(order, stranger).amount, 60, "above the advisor's own limit")
        self.assertFalse(order.job_ids._get_given_amount(), "nor of what he may ask for")
        with self.assertRaises(AccessError):
            order.benefit_ids.with_user(self.user_technician).read(['code'])
        with self.assertRaises(AccessError):
            order.benefit_ids.with_user(self.user_other_advisor).action_take_off()
        with self.assertRaises(AccessError):
            order.benefit_ids.with_user(self.user_advisor).write({'state': 'returned'})
        self.cancel(order.with_user(self.user_advisor))
        order = self._order()
        order.with_user(self.user_advisor).action_use_benefit()
        dialog = self.env['aftersales.benefit.wizard'].with_user(self.user_advisor).search([('order_id', '=', order.id)])
        dialog.line_ids.action_use()
        self.assertEqual(order.amount_total, 108)

    def test_discount_code(self):
        """G3: a code for everybody is given as often as it may be."""
        program = self._create_program('promo_code', [{'code': 'SPRING', 'minimum_qty': 0}], discount=10)
        program.write({'limit_usage': True, 'max_usage': 1})
        order = self._order()
        self.assertEqual(self._use(order, ' SPRING ').amount, 12)
        with self.assertRaisesRegex(UserError, "as often as it may be"):
            self._use(self._order(), 'SPRING')

    def test_after_a_credit_note(self):
        """G3: what was given back still stands on the order: not given twice, as large as the work is then, and taken off
        where the customer has used it elsewhere, after the delivery too."""
        card = self._create_card(self.percent)
        order = self._order(self._job(self._line(200)))
        benefit = self._use(order, card)
        order.job_ids._approve('phone')
        order.job_ids._transition('done')
        invoice = self._invoice(order)
        invoice.with_user(self.user_accountant).action_post()
        self._credit(invoice).with_user(self.user_accountant).action_post()
        self.assertEqual((benefit.state, len(benefit.line_ids)), ('returned', 1))
        with self.assertRaisesRegex(UserError, "a coupon already"):
            self._use(order, self._create_card(self.percent))
        (order.line_ids - benefit.line_ids).price_unit = 100
        invoice = self._invoice(order)
        self.assertAlmostEqual(invoice.amount_total, 108, 2)
        invoice.with_user(self.user_accountant).action_post()
        self._credit(invoice).with_user(self.user_accountant).action_post()
        self._use(self._order(), card)
        with self.assertRaisesRegex(UserError, "0 left"):
            self._invoice(order)
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_order SET state = 'delivered' WHERE id = %s", order.ids)
        self.env.invalidate_all()
        benefit.with_user(self.user_advisor).action_take_off()
        self.assertAlmostEqual(self._invoice(order).amount_total, 120, 2)

    def test_whose_it_is(self):
        """G3: a personal coupon leaves an order that becomes another customer's; one of two jobs is deleted with its share."""
        card = self._create_card(self.percent, partner_id=self.customer.id)
        order = self._order(self._job(self._line(50)), self._job(self._line(100)))
        benefit = self._use(order, card)
        self.assertEqual(benefit.amount, 18)
        order.job_ids[0].line_ids.with_user(self.user_advisor).unlink()
        self.assertEqual((benefit.state, benefit.amount), ('reserved', 12))
        order.partner_id = self.env['res.partner'].create({'name': "Another Driver"})
        self.assertEqual((card.points, order.amount_total, benefit.state), (1, 120, 'returned'))

    def test_without_price_lists(self):
        """G3: a house without price lists uses coupons, too; what is gone since the dialog was opened gives nothing."""
        order, card = self._order(), self._create_card(self.percent, partner_id=self.customer.id)
        order.pricelist_id = False
        action = order.with_user(self.user_advisor).action_use_benefit()
        dialog = self.env['aftersales.benefit.wizard'].with_user(self.user_advisor).browse(action['res_id'])
        self.assertEqual(dialog.line_ids.card_key, card.id)
        card.active = False
        with self.assertRaisesRegex(UserError, "no longer valid"):
            dialog.line_ids.action_use()
        card.active = True
        dialog.line_ids.action_use()
        self.assertEqual(order.amount_total, 108)
