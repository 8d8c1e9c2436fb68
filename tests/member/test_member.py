from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.member import MemberCommon


@tagged('post_install', '-at_install')
class TestMember(MemberCommon):
    """G3, contracts §6 and §12: points and levels of members."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.points = cls._create_program(
            'loyalty', [{'reward_point_mode': 'money', 'reward_point_amount': 1, 'minimum_qty': 0}],
            discount=0.05, discount_mode='per_point')

    def _get_card(self):
        return self.points.coupon_ids.filtered(lambda card: card.partner_id == self.customer)

    def _sell(self, price=100):
        order = self._create_order(self._job(self._line(price)))
        invoice = self._invoice(order)
        invoice.with_user(self.user_accountant).action_post()
        return order, invoice

    def _work_out(self):
        Member = self.env['aftersales.member'].sudo()
        Member._add_new()
        Member.search([('company_id', '=', self.company.id)])._work_out()
        return Member.search([('company_id', '=', self.company.id), ('partner_id', '=', self.customer.id)])

    def test_points(self):
        """G3: a point a coin of the posted invoice, back in proportion with its credit note, spent on the next order."""
        order, invoice = self._sell()
        card = self._get_card()
        self.assertEqual((card.points, invoice.aftersales_points), (120, 120))
        self.assertIn(order.name, card.history_ids.description)
        self.assertEqual(card.history_ids.order_id, order.id)
        invoice.with_user(self.user_accountant).button_draft()
        self.assertEqual(card.points, 0)
        invoice.with_user(self.user_accountant).action_post()
        credit = self._credit(invoice)
        credit.invoice_line_ids.filtered(lambda line: line.display_type == 'product').with_user(
            self.user_accountant).quantity = 0.25
        credit.with_user(self.user_accountant).action_post()
        self.assertEqual(card.points, 90)
        later = self._create_order(done=False).with_user(self.user_advisor)
        self.assertEqual(later.loyalty_points, 90)
        self.assertIn("90 points", " ".join(alert.message for alert in later._get_alerts()))
        self.assertEqual(self.customer.with_user(self.user_advisor).aftersales_loyalty_points, 90)
        later.action_use_benefit()
        offer = self.env['aftersales.benefit.wizard'].with_user(self.user_advisor).search(
            [('order_id', '=', later.id)]).line_ids
        offer.wanted = 40
        offer.action_use()
        self.assertEqual((later.benefit_ids.amount, card.points), (2, 50))
        later.benefit_ids.action_take_off()
        self.assertEqual(card.points, 90)

    def test_points_at_the_counter(self):
        """G3, H9: parts over the counter earn points as work does, what comes back takes them; who is not named has none."""
        self.product_pads = self.env['product.product'].create({
            'name': "Zqx wiper", 'type': 'consu', 'list_price': 50, 'taxes_id': [Command.clear()]})
        Sale = self.env['aftersales.counter.sale'].with_user(self.user_parts)
        sales = Sale.create([{
            'workshop_id': self.workshop.id, 'line_ids': [Command.create({
                'product_id': self.product_pads.id, 'quantity': 2})], **values} for values in (
                    {'partner_id': self.customer.id}, {})])
        for sale in sales:
            sale.action_sell()
            sale.with_user(self.user_accountant).action_invoice()
            sale.sudo().invoice_ids.with_user(self.user_accountant).action_post()
        card = self._get_card()
        self.assertEqual((card.points, sales[0].sudo().invoice_ids.aftersales_points), (100, 100))
        self.assertIn(sales[0].name, card.history_ids.description)
        self.assertEqual((card.history_ids.order_model, card.history_ids.order_id), (Sale._name, sales[0].id))
        self.assertFalse(sales[1].sudo().invoice_ids.aftersales_points)
        self.assertEqual(self.points.coupon_ids, card)
        credit = self._credit(sales[0].sudo().invoice_ids)
        credit.with_user(self.user_accountant).action_post()
        self.assertEqual(card.points, 0)

    def test_double_days_and_others(self):
        """G3: points count twice on the days the company says; insurers have none for what they pay."""
        today = fields.Date.today()
        self.company.write({
            'aftersales_double_from': fields.Date.subtract(today, days=1),
            'aftersales_double_until': fields.Date.add(today, days=1)})
        self.assertEqual(self._sell()[1].aftersales_points, 240)
        order = self._create_order(self._job(payer_id=self.insurer.id, pay_type_id=self.pay_insurance.id))
        self._invoice(order).with_user(self.user_accountant).action_post()
        self.assertEqual(self.points.coupon_ids.partner_id, self.customer)
        with self.assertRaisesRegex(ValidationError, "in this order"), self.env.cr.savepoint():
            self.company.aftersales_double_until = False

    def test_levels(self):
        """G3: worked out by what was paid in twelve months; the level's discount is of labour alone, and offered once."""
        Level = self.env['aftersales.member.level'].with_user(self.user_manager)
        silver, gold, points = Level.create([
            {'name': "Silver", 'threshold': 100, 'labour_percent': 5},
            {'name': "Gold", 'threshold': 200, 'labour_percent': 10, 'benefits': "Free wash"},
            {'name': "Diamond", 'threshold': 1000, 'measure': 'points'}])
        with self.assertRaises(AccessError):
            silver.with_user(self.user_advisor).threshold = 1
        order, __ = self._sell()
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_order SET state = 'delivered', delivered_date = now() WHERE id = %s", [order.id])
        self.env.invalidate_all()
        member = self._work_out()
        self.assertEqual((member.level_id, member.amount_spent, member.earned), (silver, 120, 120))
        order, invoice = self._sell()
        self.assertEqual(self._work_out().level_id, gold)
        points.threshold = 240
        self.assertEqual(self._work_out().level_id, points)
        points.active = False
        self._work_out()
        order = self._create_order(self._job(self._line(), self._line(80, 1, self.part)), done=False)
        order = order.with_user(self.user_advisor)
        self.assertEqual(order.member_level_id, gold)
        self.assertIn("Gold · Free wash", " ".join(alert.message for alert in order._get_alerts()))
        order.action_use_benefit()
        dialog = self.env['aftersales.benefit.wizard'].with_user(self.user_advisor).search([('order_id', '=', order.id)])
        dialog.line_ids.filtered('is_level').action_use()
        self.assertEqual((order.benefit_ids.kind, order.benefit_ids.amount), ('level', 12))
        with self.assertRaisesRegex(UserError, "already"):
            dialog.line_ids.filtered('is_level').action_use()
        with patch.object(self.env.registry['aftersales.benefit'], '_has_loyalty', lambda self: False):
            order.invalidate_recordset()
            self.assertTrue(order.can_use_benefits)
            other = self._create_order(done=False, partner_id=self.insurer.id).with_user(self.user_advisor)
            self.assertFalse(other.can_use_benefits, "without the app for coupons nothing is shown")
            self.assertIn(
                self.env.ref('aftersales.menu_coupon_report').id, self.env['ir.ui.menu']._load_menus_blacklist())
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move SET invoice_date = invoice_date - 400 WHERE id = %s", [invoice.id])
        self.env.invalidate_all()
        self.assertEqual(self._work_out().level_id, silver, "what is older than a year counts no more")

    def test_new_ones_each_night(self):
        """Contracts §6: whoever came for the first time is a member after the night, though others were worked out by day;
        and whoever is made one twice is one."""
        self.env['aftersales.member.level'].with_user(self.user_manager).create({'name': "Silver", 'threshold': 100})
        order, __ = self._sell()
        self.env.flush_all()
        self.env.cr.execute("UPDATE aftersales_order SET state = 'delivered', delivered_date = now() WHERE id = %s", [order.id])
        self.env.invalidate_all()
        Member = self.env['aftersales.member'].sudo()
        joined = Member._join(self.company, self.insurer)
        self.assertEqual((joined.partner_id, joined.company_id), (self.insurer, self.company))
        self.assertEqual(Member._join(self.company, self.insurer | self.insurer), joined)
        joined._work_out()
        self.assertFalse(Member._find(self.company, self.customer))
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_work_out_members').method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(Member._find(self.company, self.customer)[self.customer].level_id.name, "Silver")

    def test_by_hand(self):
        """Contracts §15: above 100 only a manager gives a coupon; figures tell what is owed, used and what it cost."""
        Wizard = self.env['aftersales.coupon.wizard']
        vals = {'partner_id': self.customer.id, 'coupon_program': str(self.gift.id), 'amount': 101, 'reason': "He waited"}
        with self.assertRaisesRegex(UserError, "only a manager"):
            Wizard.with_user(self.user_advisor).create(vals).action_apply()
        with self.assertRaisesRegex(UserError, "only a manager"):
            Wizard.with_user(self.user_advisor).create(dict(vals, coupon_program=str(self.percent.id), amount=0)).action_apply()
        Wizard.with_user(self.user_manager).create(vals).action_apply()
        dialog = Wizard.with_user(self.user_advisor).create(dict(vals, amount=100))
        dialog.action_apply()
        with self.assertRaisesRegex(UserError, "given already"):
            dialog.action_apply()
        order = self._create_order(self._job(self._line(50)))
        self._use(order, dialog.code)
        self._invoice(order).with_user(self.user_accountant).action_post()
        self.env.flush_all()
        rows = self.env['aftersales.coupon.report'].with_user(self.user_advisor).search(
            [('partner_id', '=', self.customer.id), ('kind', '=', 'gift')], order='id desc')
        self.assertEqual(
            [(row.state, row.used, row.cost, row.liability) for row in rows], [('open', 1, 60, 40), ('open', 0, 0, 101)])
        self.assertEqual(set(rows.mapped('source')), {'hand'})
        solution = self.env['aftersales.complaint.solution'].sudo().search([], limit=1)
        if solution:
            solution._write({'voucher_key': rows[1].id})
            rows.invalidate_recordset()
            self.assertEqual((rows[1].source, rows[1].complaint_id.sudo()), ('complaint', solution.complaint_id))
        self.assertFalse(rows.with_user(self.user_other_advisor).with_context(
            allowed_company_ids=self.other_company.ids).search([('id', 'in', rows.ids)]))
