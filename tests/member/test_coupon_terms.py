from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.member import MemberCommon


@tagged('post_install', '-at_install')
class TestCouponTerms(MemberCommon):
    """G3, contracts §6: for which cars a coupon is, whether it goes with others, and who bears it."""

    def _order(self, *jobs, **values):
        return self._create_order(*jobs, done=False, **values)

    def _set_terms(self, program, **values):
        return self.env['aftersales.coupon.terms'].with_user(self.user_manager).create({
            'coupon_program': str(program.id), 'company_id': self.company.id, **values})

    def _give_level(self, **values):
        level = self.env['aftersales.member.level'].create({'name': "Gold", 'threshold': 1, **values})
        self.env['aftersales.member'].sudo().create({
            'company_id': self.company.id, 'partner_id': self.customer.id, 'level_id': level.id})

    def _use_level(self, order):
        action = order.with_user(self.user_advisor).action_use_benefit()
        dialog = self.env['aftersales.benefit.wizard'].with_user(self.user_advisor).browse(action['res_id'])
        dialog.line_ids.filtered('is_level').action_use()
        return order.benefit_ids.filtered(lambda benefit: benefit.kind == 'level')

    def test_cars(self):
        """G3: a coupon for makes or models is refused on another car, and gives nothing once it is not for this one."""
        terms = self._set_terms(self.percent, model_ids=[Command.set(self.env['fleet.vehicle.model'].create({
            'name': "Other", 'brand_id': self.env['fleet.vehicle.model.brand'].create({'name': "Other Make"}).id}).ids)])
        order, card = self._order(), self._create_card(self.percent)
        with self.assertRaisesRegex(UserError, "for these cars only: .*Other"), self.env.cr.savepoint():
            self._use(order, card)
        terms.brand_ids = order.vehicle_id.model_id.brand_id
        benefit = self._use(order, card)
        self.assertEqual(benefit.amount, 12)
        terms.brand_ids = self.env['fleet.vehicle.model.brand'].create({'name': "Third"})
        order.line_ids.filtered(lambda line: not line.benefit_id).with_user(self.user_advisor).quantity = 2
        self.assertFalse(benefit.line_ids, "no longer for this car")

    def test_not_with_others(self):
        """G3: one that is not given with others stands alone, whichever comes first; gift cards pay all the same."""
        self._set_terms(self.percent, stands_alone=True)
        self._give_level(labour_percent=10)
        order = self._order()
        alone = self._use(order, self._create_card(self.percent))
        self.assertTrue(alone.stands_alone)
        action = order.with_user(self.user_advisor).action_use_benefit()
        dialog = self.env['aftersales.benefit.wizard'].browse(action['res_id'])
        self.assertFalse(dialog.line_ids.filtered('is_level'), "not offered what would be refused")
        self.assertIn("not given with others", dialog.refusals)
        with self.assertRaisesRegex(UserError, "not given with others"), self.env.cr.savepoint():
            self.env['aftersales.benefit'].with_user(self.user_advisor)._use_level(order)
        self._use(order, self._create_card(self.gift, 500))
        self.assertAlmostEqual(order.amount_total, 0, 2)
        order = self._order()
        self._use_level(order)
        with self.assertRaisesRegex(UserError, "not given with others, and"):
            self._use(order, self._create_card(self.percent))

    def test_level_of_parts(self):
        """G3: a level takes its own part off labour and off parts; the order says which."""
        self._give_level(labour_percent=10, parts_percent=5)
        order = self._order(self._job(self._line(), self._line(200, 1, self.part)))
        labour = sum(order.line_ids.filtered(lambda line: line.line_type == 'labour').mapped('price_total'))
        parts = sum(order.line_ids.filtered(lambda line: line.line_type == 'part').mapped('price_total'))
        self.assertTrue(parts)
        benefit = self._use_level(order)
        self.assertAlmostEqual(benefit.amount, labour * 0.1 + parts * 0.05, 2)
        self.assertEqual(benefit.reward_name, "10 % off labour, 5 % off parts")
        self.assertIn("5 % off parts", benefit.line_ids[0].name)

    def test_bearer(self):
        """G3, contracts §12: the discount is booked on its bearer's account, credit note too, and counted as his."""
        account = self.env['account.account'].with_company(self.company).create({
            'name': "Maker pays", 'code': 'CPN1', 'account_type': 'expense'})
        terms = self._set_terms(self.percent, bearer='maker')
        terms.with_user(self.user_manager).sudo().bearer_account_id = account
        order = self._order()
        benefit = self._use(order, self._create_card(self.percent, partner_id=self.customer.id))
        # What was agreed when it was used holds, whoever is to pay for later ones.
        terms.sudo().bearer_account_id = account.create({
            'name': "Somebody else pays", 'code': 'CPN2', 'account_type': 'expense'})
        order.job_ids._approve('phone')
        order.job_ids._transition('done')
        invoice = self._invoice(order)
        invoice.with_user(self.user_accountant).action_post()
        line = invoice.invoice_line_ids.filtered(lambda each: each.price_subtotal < 0)
        self.assertEqual((benefit.bearer, line.account_id), ('maker', account))
        self.assertNotEqual((invoice.invoice_line_ids - line).account_id, account)
        credit = self._credit(invoice)
        self.assertIn(account, credit.invoice_line_ids.account_id)
        terms.bearer = 'house'
        self.env.flush_all()
        row = self.env['aftersales.coupon.report'].with_user(self.user_advisor).search(
            [('partner_id', '=', self.customer.id), ('kind', '=', 'coupon')], order='id desc', limit=1)
        self.assertEqual((row.bearer, row.cost), ('maker', 12), "as it was on the day")
        branch = self.env['res.company'].create({'name': "Branch", 'parent_id': self.company.id})
        terms.bearer = 'campaign'
        card = self._create_card(self.percent, partner_id=self.user_advisor.partner_id.id)
        self.env.cr.execute("UPDATE loyalty_card SET company_id = %s WHERE id = %s", [branch.id, card.id])
        self.user_advisor.write({'company_ids': [Command.link(branch.id)]})
        self.env.flush_all()
        unused = self.env['aftersales.coupon.report'].with_user(self.user_advisor).with_context(
            allowed_company_ids=(self.company + branch).ids).browse(card.id)
        self.assertEqual(unused.bearer, 'campaign', "a branch has the terms of the company above it")

    def test_rights(self):
        """G3: managers say the terms, of a program once; advisors read them; another company does not."""
        terms = self._set_terms(self.percent)
        self.assertEqual(terms.display_name, self.percent.name)
        with self.assertRaises(AccessError):
            terms.with_user(self.user_advisor).stands_alone = True
        with self.assertRaises(AccessError):
            terms.with_user(self.user_other_advisor).read(['bearer'])
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._set_terms(self.percent)

    def _offer(self, order):
        action = order.with_user(self.user_advisor).action_use_benefit()
        return self.env['aftersales.benefit.wizard'].with_user(self.user_advisor).browse(action['res_id']).line_ids

    def test_buy_and_get(self):
        """G3: three for the price of two, as often as it is earned, offered without a code and given once; with less of it
        nothing is offered, and what was given shrinks with the work."""
        self._create_program(
            'buy_x_get_y', [{'reward_point_mode': 'unit', 'reward_point_amount': 1, 'minimum_qty': 2,
                             'product_ids': [Command.set(self.part.ids)]}],
            required_points=2, reward_type='product', reward_product_id=self.part.id, reward_product_qty=1)
        self.assertFalse(self._offer(self._order(self._job(self._line(80, 2, self.part)))), "two of two are paid")
        order = self._order(self._job(self._line(), self._line(80, 7, self.part)))
        lines = self._offer(order)
        self.assertEqual(len(lines), 1)
        lines.action_use()
        benefit = order.benefit_ids
        self.assertEqual((benefit.kind, benefit.amount), ('promotion', 2 * 96))
        self.assertFalse(self._offer(order), "once an order")
        with self.assertRaisesRegex(UserError, "used on .* already"):
            lines.action_use()
        order.line_ids.filtered(lambda line: line.product_id == self.part).with_user(self.user_advisor).quantity = 3
        self.assertEqual(benefit.amount, 96)
        order.line_ids.filtered(lambda line: line.product_id == self.part).with_user(self.user_advisor).quantity = 2
        self.assertFalse(benefit.line_ids)

    def test_free_with(self):
        """G3: with so much work another part is free; it is on the order, and its price is taken off."""
        other = self.part.copy({'name': "Wiper"})
        self._create_program(
            'promotion', [{'minimum_amount': 100, 'minimum_qty': 0, 'reward_point_mode': 'order', 'reward_point_amount': 1}],
            reward_type='product', reward_product_id=other.id, reward_product_qty=1)
        self.assertFalse(self._offer(self._order()), "no wiper on the order")
        order = self._order(self._job(self._line(200), self._line(30, 2, other)))
        self._offer(order).action_use()
        self.assertEqual(order.benefit_ids.amount, 36)

    # === VOUCHERS FOR OCCASIONS ===#

    def _rule(self, occasion, **values):
        return self.env['aftersales.voucher.rule'].with_user(self.user_manager).create({
            'occasion': occasion, 'coupon_program': str(self.percent.id), 'company_id': self.company.id, **values})

    def _get_vouchers(self):
        return self.env['aftersales.voucher'].with_user(self.user_care).search([('company_id', '=', self.company.id)])

    def test_birthday_voucher(self):
        """C6a: on his birthday a customer who may be written to gets a coupon, one a year; it is used as any other, and the
        figures say where it came from."""
        today = fields.Date.today()
        order = self._create_order()
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_order SET state = 'delivered' WHERE id = %s", [order.id])
        self.env.invalidate_all()
        customer = order.partner_id
        customer.sudo().write({
            'email': 'chen@example.com', 'aftersales_birth_date': today.replace(year=1980, day=min(today.day, 28))})
        rule = self._rule('birthday', valid_days=30)
        with self.assertRaises(AccessError):
            rule.run_date = today
        self.company.aftersales_offers_need_yes = True
        rule.sudo()._issue_for_birthday(today.replace(day=min(today.day, 28)))
        self.assertFalse(self._get_vouchers(), "he never agreed to be written to")
        customer._note_wishes({('mail', 'marketing'): 'yes'}, 'counter')
        rule.sudo()._issue_for_birthday(today.replace(day=min(today.day, 28)))
        voucher = self._get_vouchers()
        self.assertEqual((voucher.partner_id, voucher.occasion, voucher.year), (customer, 'birthday', today.year))
        self.assertEqual((voucher.expiry_date - voucher.date).days, 30)
        rule.sudo()._issue_for_birthday(today.replace(day=min(today.day, 28)))
        self.assertEqual(self._get_vouchers(), voucher, "one a year")
        self.assertEqual(self._use(self._order(), voucher.code).code, voucher.code)
        row = self.env['aftersales.coupon.report'].with_user(self.user_care).search([('code', '=', voucher.code)])
        self.assertEqual(row.source, 'birthday')
        with self.assertRaises(UserError):
            voucher.with_user(self.user_manager).unlink()
        customer._note_wishes({('mail', 'marketing'): 'no'}, 'counter')
        rule.sudo()._issue_for_birthday(today.replace(year=today.year + 1, day=min(today.day, 28)))
        self.assertEqual(self._get_vouchers(), voucher, "he does not want to be written to")

    def test_referral_voucher(self):
        """C6a: who brought a new customer gets one when the first invoice is paid; nobody brings himself or a customer."""
        rule, old = self._rule('referral'), self.customer
        new = self.env['res.partner'].create({'name': "New Customer"})
        for wrong in (new, new.copy({'parent_id': new.id, 'company_type': 'person'})):
            with self.assertRaisesRegex(ValidationError, "bring himself"), self.env.cr.savepoint():
                new.with_user(self.user_manager).sudo().aftersales_referred_by_id = wrong
        new.sudo().aftersales_referred_by_id = old
        rule.sudo()._issue_due()
        self.assertFalse(self._get_vouchers())
        invoice = self._invoice(self._create_order(partner_id=new.id))
        invoice.action_post()
        rule.sudo()._issue_due()
        self.assertFalse(self._get_vouchers(), "not paid yet")
        self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=invoice.ids).create({})._create_payments()
        for __ in range(2):
            rule.sudo()._issue_due()
        voucher = self._get_vouchers()
        self.assertEqual((voucher.partner_id, voucher.referred_id), (old, new))
        with self.assertRaisesRegex(ValidationError, "no new customer"), self.env.cr.savepoint():
            new.sudo().aftersales_referred_by_id = self.env['res.partner'].create({'name': "Late"})

    def test_insurance_voucher(self):
        """C6b: who renewed with us gets a voucher instead of a discount when he chose it, once."""
        renewal = self.env['aftersales.renewal'].with_user(self.user_care).create({
            'vehicle_id': self.vehicle.id, 'due_date': '2026-12-31', 'workshop_id': self.workshop.id,
            'company_id': self.company.id, 'partner_id': self.customer.id})
        with self.assertRaisesRegex(UserError, "whoever renewed with us"):
            renewal.action_give_voucher()
        renewal.write({
            'insurer_id': self.env['res.partner'].create({'name': "PICC", 'is_company': True}).id, 'premium': 3000,
            'next_due_date': '2027-12-31', 'thanks': 'discount'})
        renewal.action_renew()
        with self.assertRaisesRegex(UserError, "chose it"):
            renewal.action_give_voucher()
        renewal.thanks = 'voucher'
        with self.assertRaisesRegex(UserError, "gives no voucher"):
            renewal.action_give_voucher()
        self._rule('insurance')
        renewal.action_give_voucher()
        self.assertEqual((self._get_vouchers().renewal_id, self._get_vouchers().partner_id), (renewal, self.customer))
        with self.assertRaisesRegex(UserError, "given already"):
            renewal.action_give_voucher()
        renewal.browse().action_give_voucher()

    def test_voucher_rules(self):
        """C6: coupons only, one rule an occasion; a manager says which."""
        self._rule('birthday')
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._rule('birthday')
        with self.assertRaisesRegex(ValidationError, "program of coupons"), self.env.cr.savepoint():
            self._rule('referral', coupon_program=str(self.gift.id))
        with self.assertRaises(AccessError):
            self.env['aftersales.voucher.rule'].with_user(self.user_advisor).create({
                'occasion': 'referral', 'coupon_program': str(self.percent.id)})
