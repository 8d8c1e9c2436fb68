from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.member import MemberCommon


@tagged('post_install', '-at_install')
class TestBenefitCounter(MemberCommon):
    """G3, H9: coupons, gift cards and points are taken where parts are sold, as on repair orders."""
    with_shop = True

    def _sale(self, *parts, user=None, **values):
        """Two pads at 80 and 20 % of tax: 192 to pay."""
        return self.env['aftersales.counter.sale'].with_user(user or self.user_parts).create({
            'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'line_ids': [
                Command.create({'product_id': product.id, 'quantity': quantity, 'tax_ids': [Command.set(self.tax.ids)]})
                for product, quantity in parts or [(self.pads, 2)]], **values})

    def _take(self, sale, card):
        benefit = self._use(sale, card, user=self.user_parts)
        self.env.invalidate_all()
        return benefit

    def _invoice_sale(self, sale):
        sale.with_user(self.user_accountant).action_invoice()
        self.env.invalidate_all()
        return sale.sudo().invoice_ids.filtered(lambda move: move.state == 'draft')

    def _post(self, moves):
        moves.with_user(self.user_accountant).action_post()
        self.env.invalidate_all()

    def _take_back(self, sale, quantity):
        action = sale.with_user(self.user_parts).action_return()
        wizard = self.env[action['res_model']].with_user(self.user_parts).with_context(**action['context']).create({})
        wizard.product_return_moves[0].quantity = quantity
        picking = self.env['stock.picking'].with_user(self.user_parts).browse(wizard.action_create_returns()['res_id'])
        picking.move_ids.picked = True
        picking.button_validate()
        self.env.invalidate_all()
        sale.with_user(self.user_accountant).action_credit()
        self.env.invalidate_all()
        return sale.sudo().invoice_ids.filtered(lambda move: move.state == 'draft')

    def test_life(self):
        """G3: reserved on the quotation, follows its parts, stands as agreed once confirmed, used by the invoice, and given
        back by the credit note of all that came back."""
        card = self._create_card(self.percent)
        sale = self._sale()
        self.assertTrue(sale.can_use_benefits)
        benefit = self._take(sale, card)
        self.assertEqual((benefit.state, benefit.partner_id, benefit.company_id), ('reserved', self.customer, self.company))
        self.assertEqual((benefit.amount, sale.amount_total, card.points), (19.2, 172.8, 0))
        self.assertIn(sale.name, card.history_ids.mapped('description')[0])
        line = sale.line_ids - benefit.counter_line_ids
        line.quantity = 1
        self.assertAlmostEqual(sale.amount_total, 86.4, 2)
        line.quantity = 2
        self.assertFalse(sale.copy().line_ids.benefit_id)
        sale.action_sell()
        self.assertEqual((sale.state, len(sale.sudo().picking_ids.move_ids)), ('handed', 1), "a discount is no goods")
        with self.assertRaisesRegex(UserError, "stay as agreed"):
            benefit.with_user(self.user_parts).action_take_off()
        invoice = self._invoice_sale(sale)
        self.assertAlmostEqual(invoice.amount_total, 172.8, 2)
        self._post(invoice)
        self.assertEqual(benefit.state, 'used')
        note = self._take_back(sale, 1)
        self.assertAlmostEqual(note.amount_total, 86.4, 2)
        self._post(note)
        self.assertEqual((benefit.state, card.points), ('used', 0), "a part of it is used")
        self._post(self._take_back(sale, 1))
        self.assertEqual((benefit.state, card.points), ('returned', 1))
        self.assertAlmostEqual(sum(sale.sudo().invoice_ids.mapped('amount_total_signed')), 0, 2)

    def test_gift_card(self):
        """G3: a gift card pays beside a coupon at most what there is to pay; with each part that comes back its money does."""
        gift = self._create_card(self.gift, 500)
        sale = self._sale()
        self._take(sale, self._create_card(self.percent))
        benefit = self._take(sale, gift)
        self.assertEqual((benefit.amount, gift.points), (172.8, 327.2))
        self.assertAlmostEqual(sale.amount_total, 0, 2)
        sale.action_sell()
        self._post(self._invoice_sale(sale))
        note = self._take_back(sale, 1)
        self._post(note)
        self.assertEqual((benefit.state, gift.points), ('used', 413.6))
        note.sudo().button_draft()
        self.assertEqual(gift.points, 327.2)
        self._post(note)
        self.assertEqual(gift.points, 413.6)

    def test_never_twice(self):
        """G3: a coupon reserved by one sale is not taken by another, nor by an order; what is cancelled or deleted frees it,
        and what is taken up again is without it."""
        card = self._create_card(self.percent)
        sale, other = self._sale(), self._sale()
        self._take(sale, card)
        with self.assertRaisesRegex(UserError, "used up, reserved for another order"):
            self._take(other, card)
        with self.assertRaisesRegex(UserError, "used up, reserved for another order"):
            self._use(self._create_order(done=False), card)
        sale.action_cancel()
        self.assertEqual((card.points, sale.benefit_ids.state), (1, 'returned'))
        sale.action_quote()
        self.assertEqual((sale.amount_total, len(sale.line_ids)), (192, 1))
        benefit = self._take(sale, card)
        benefit.counter_line_ids.with_user(self.user_parts).unlink()
        self.assertEqual((card.points, benefit.state), (1, 'returned'))
        benefit = self._take(sale, card)
        sale.line_ids.unlink()
        self.assertEqual((card.points, benefit.state), (1, 'returned'))
        with self.assertRaisesRegex(UserError, "enter the parts"):
            sale.action_use_benefit()

    def test_credited_and_invoiced_again(self):
        """G3: after Odoo's own credit note the parts are invoiced anew with the coupon; where it was used elsewhere it is
        taken off first."""
        card = self._create_card(self.percent)
        sale = self._sale()
        benefit = self._take(sale, card)
        sale.action_sell()
        invoice = self._invoice_sale(sale)
        self._post(invoice)
        self._post(self._credit(invoice))
        self.assertEqual((benefit.state, card.points, sale.state), ('returned', 1, 'invoiced'))
        self.assertTrue(benefit.is_on_lines)
        self._take(self._sale(), card)
        benefit.with_user(self.user_parts).action_take_off()
        self.assertFalse(benefit.is_on_lines)
        self.assertEqual(sale.amount_total, 192)
        sale.sudo()._transition('handed')
        self.assertAlmostEqual(self._invoice_sale(sale).amount_total, 192, 2)

    def test_in_the_form(self):
        """G3: in the form the discount is not typed over; another customer loses a personal coupon; places stay free."""
        card = self._create_card(self.percent, partner_id=self.customer.id)
        sale = self._sale()
        benefit = self._take(sale, card)
        with self.assertRaisesRegex(UserError, "follows from its program"):
            benefit.counter_line_ids.with_user(self.user_parts).price_unit = -500
        benefit.counter_line_ids.with_user(self.user_parts).sequence = 1
        with self.assertRaisesRegex(UserError, "zero or more"), self.cr.savepoint():
            (sale.line_ids - benefit.counter_line_ids).price_unit = -1
        with Form(sale) as form:
            form.note = "Calls for it"
            with form.line_ids.edit(1) as line:
                line.quantity = 3
        self.assertAlmostEqual(sale.amount_total, 259.2, 2)
        with Form(sale) as form:
            form.partner_id = self.insurer
        self.assertEqual((card.points, benefit.state, sale.amount_total), (1, 'returned', 288))

    def test_level(self):
        """G3: what a member's level takes off parts is taken off at the counter."""
        level = self.env['aftersales.member.level'].create({
            'name': "Gold", 'threshold': 1, 'labour_percent': 8, 'parts_percent': 5})
        self.env['aftersales.member'].sudo().create({
            'company_id': self.company.id, 'partner_id': self.customer.id, 'level_id': level.id})
        sale = self._sale()
        action = sale.action_use_benefit()
        dialog = self.env[action['res_model']].with_user(self.user_parts).browse(action['res_id'])
        self.assertEqual((dialog.counter_sale_id, dialog.partner_id), (sale, self.customer))
        dialog.line_ids.filtered('is_level').action_use()
        self.assertAlmostEqual(sale.amount_total, 182.4, 2)
        self.assertEqual(sale.benefit_count, 1)
        self.assertEqual(self.env['aftersales.benefit'].with_user(self.user_parts).search(
            sale.action_view_benefits()['domain']), sale.benefit_ids)

    def test_discounts_given(self):
        """G3, contracts §12: a manager reads who gave how much below the list, and why; what programs give is not among it."""
        sale = self._sale()
        self._take(sale, self._create_card(self.percent))
        part = sale.line_ids.filtered(lambda line: not line.benefit_id)
        part.write({'discount': 5, 'discount_reason': 'loyal'})
        self.assertEqual(part.given_user_id, self.user_parts)
        order = self._create_order(self._job(self._line(100), self._line(100)), done=False)
        work = order.line_ids.with_user(self.user_advisor)
        work[0].write({'discount': 10, 'discount_reason': 'rival'})
        work[1].discount = 6
        rows = self.env['aftersales.discount.report'].with_user(self.user_manager).search(
            ['|', ('order_id', '=', order.id), ('counter_sale_id', '=', sale.id)]).sorted('given_amount')
        self.assertEqual(rows.mapped(lambda row: (row.user_id, row.reason, row.kind, row.given_amount, row.percent)), [
            (self.user_advisor, 'none', 'labour', 6, 6), (self.user_parts, 'loyal', 'counter', 8, 5),
            (self.user_advisor, 'rival', 'labour', 10, 10)])
        seen = rows.with_user(self.user_accountant).web_read({
            'order_id': {'fields': {'display_name': {}}}, 'counter_sale_id': {'fields': {'display_name': {}}}, 'percent': {}})
        self.assertEqual([row['percent'] for row in seen], [6, 5, 10])
        work[0].with_user(self.user_manager).discount = 20
        self.assertEqual(work[0].given_user_id, self.user_manager)
        work[0].discount = 0
        self.assertEqual((work[0].given_user_id.ids, work[0].discount_reason), ([], False))
        with self.assertRaises(AccessError):
            rows.with_user(self.user_advisor).read(['percent'])

    def test_rights(self):
        """G3: parts clerk and advisor take coupons at the counter; a technician and another company do not; the parts clerk
        takes none on an order."""
        card, sale = self._create_card(self.percent), self._sale()
        for user in (self.user_technician, self.user_other_advisor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                sale.with_user(user).action_use_benefit()
        with self.assertRaises(AccessError):
            self._create_order(done=False).with_user(self.user_parts).action_use_benefit()
        benefit = self._use(sale, card)
        self.assertEqual(benefit.user_id, self.user_advisor)
        with self.assertRaises(AccessError):
            benefit.with_user(self.user_technician).action_take_off()
        with self.assertRaises(AccessError):
            benefit.with_user(self.user_parts).write({'state': 'returned'})
        benefit.with_user(self.user_parts).action_take_off()
        self.assertEqual((sale.amount_total, card.points), (192, 1))
        sale.action_confirm()
        self.assertFalse(sale.can_use_benefits)
        with self.assertRaisesRegex(UserError, "stay as agreed"):
            sale.action_use_benefit()
