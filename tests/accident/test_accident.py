from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.accident import TUESDAY, AccidentCommon


@tagged('post_install', '-at_install')
@freeze_time(TUESDAY)
class TestAccident(AccidentCommon):
    """E11: an accident is assessed round by round, billed as it was approved, and settled with the insurer."""

    def test_rounds(self):
        """E11: the first assessment and supplements are counted, asked, approved, and stay as they were."""
        total = self.order.amount_total
        first = self._approve(total - 100)
        second = self._assess(60, 40)
        self.assertEqual((first.round, second.round), (1, 2))
        self.assertIn("Supplement 1", second.display_name)
        self.assertEqual((first.answer_date, first.user_id), (TUESDAY, self.user_claims))
        self.assertTrue(first.is_intact)
        with self.assertRaisesRegex(UserError, "cannot go from"):
            second.action_approve()
        second.action_ask()
        for change in ({'amount_asked': 9}, {'name': "Roof"}):
            with self.subTest(**change), self.assertRaisesRegex(UserError, "stays as it was sent"):
                second.line_ids[0].write(change)
        with self.assertRaisesRegex(UserError, "stays as it was sent"):
            second.line_ids[0].unlink()
        with self.assertRaisesRegex(UserError, "stays as it was sent"):
            second.line_ids = [Command.create({'name': "Roof"})]
        second.approver = False
        with self.assertRaisesRegex(UserError, "who approved it"):
            second.action_approve()
        second.approver = "Li Qiang"
        second.action_approve()
        with self.assertRaisesRegex(UserError, "is already"):
            second.with_user(self.user_advisor).action_approve()
        with self.assertRaisesRegex(UserError, "neither changed nor deleted"):
            first.line_ids.amount = 5
        self.assertEqual(self.accident.amount_assessed, total)
        self.assertEqual(self.accident.amount_supplement, 100)
        third = self._assess(10)
        third.action_ask()
        with self.assertRaisesRegex(UserError, "why the insurer refuses"):
            third.action_refuse()
        third.refusal = "Old damage"
        third.action_refuse()
        self.assertTrue(third.is_intact)
        with self.assertRaisesRegex(UserError, "neither changed nor deleted"):
            third.refusal = "Never asked"
        self.assertEqual(self.accident.amount_assessed, total)
        self.assertEqual(self._approve(10).round, 4)
        self.assertEqual(self.accident.amount_supplement, 110)

    def test_billed_to_the_cent(self):
        """E11: the insurer's invoice is posted when work and approved assessments agree to the cent."""
        invoice = self._bill()
        with self.assertRaisesRegex(UserError, "has approved"):
            self._post(invoice)
        total = self.order.amount_total
        self._approve(total - 0.01)
        with self.assertRaisesRegex(UserError, "has approved"):
            self._post(invoice)
        self._approve(0.01)
        self._post(invoice)
        self.assertEqual(self.accident.amount_own, 200)
        self.assertEqual(self.accident.amount_invoiced, invoice.amount_total)
        self.assertEqual(self.currency.round(invoice.amount_total + 200), total)

    def test_other_orders_are_billed_as_ever(self):
        """E11: the customer's own invoice, and orders without an accident, wait for nobody's assessment."""
        own = self._invoice(self.order).filtered(lambda move: move.partner_id == self.customer)
        self._post(own)
        self.assertEqual(own.state, 'posted')
        other = self._bill(self._create_order(self._job(**self.insured)))
        self._post(other)
        self.assertEqual(other.state, 'posted')

    def test_settled(self):
        """E11: papers are sent when all is approved and billed; settled when paid, or with the reason of a difference."""
        waiting = self._assess(self.order.amount_total)
        with self.assertRaisesRegex(UserError, "is not answered yet"):
            self.accident.action_send()
        waiting.action_ask()
        waiting.action_approve()
        with self.assertRaisesRegex(UserError, "has approved"):
            self.accident.action_send()
        self.accident.authority_date = False
        with self.assertRaisesRegex(UserError, "power of attorney"):
            self.accident.action_send()
        self.accident.authority_date = '2026-03-02'
        invoice = self._bill()
        self._post(invoice)
        with self.assertRaisesRegex(UserError, "these papers are missing: .*Invoice of the repair"):
            self.accident.action_send()
        self.accident.action_papers_there()
        with self.assertRaisesRegex(UserError, "no paper is missing"):
            self.accident.action_papers_there()
        needless = self.accident.paper_ids[0]
        needless.state = 'needless'
        self.accident.action_send()
        self.assertEqual(self.accident.sent_date, TUESDAY)
        self.assertEqual(set((self.accident.paper_ids - needless).mapped('sent_date')), {TUESDAY})
        self.assertFalse(needless.sent_date)
        with self.assertRaisesRegex(UserError, "its papers are sent"):
            self._assess(5)
        with self.assertRaisesRegex(UserError, "are not paid yet"):
            self.accident.action_settle()
        self._pay(invoice, invoice.amount_total - 10)
        self.env.invalidate_all()
        self.assertEqual(self.accident.amount_difference, 10)
        self.accident.difference_reason = "Cut by the head office"
        self.accident.action_settle()
        self.assertEqual((self.accident.state, self.accident.closed_date), ('settled', TUESDAY))
        with self.assertRaisesRegex(UserError, "neither changed nor deleted"):
            self.accident.place = "Elsewhere"

    def test_dropped(self):
        """E11: an accident nobody claims ends with the reason, and the order may have another one."""
        with self.assertRaisesRegex(UserError, "why it is not claimed"):
            self.accident.action_drop()
        self.accident.drop_reason = "Paid by himself"
        self.accident.action_drop()
        other = self._note(self.order)
        self._approve(5, accident=other)
        other.drop_reason = "No"
        with self.assertRaisesRegex(UserError, "Settle it instead"):
            other.action_drop()
        self.assertEqual(self.order.with_user(self.user_advisor).accident_count, 2)

    def test_total_loss(self):
        """E11: from the company's share of the car's value on, whoever handles the order is warned."""
        self.company.aftersales_total_loss_percent = 50
        order, accident = self.order.with_user(self.user_advisor), self.accident
        accident.car_value = 1000
        assessment = self._assess(400)
        self.assertFalse(accident.is_total_loss)
        self.assertFalse([alert for alert in order._get_alerts() if "total loss" in str(alert)])
        assessment.line_ids.amount_asked = 500
        self.assertTrue(accident.is_total_loss)
        self.assertTrue([alert for alert in order._get_alerts() if "total loss" in str(alert)])
        assessment.with_user(self.user_advisor).action_withdraw()
        self._assess(300)
        self.assertFalse(accident.is_total_loss, "what is withdrawn is not asked any more")

    def test_insurer_corrected(self):
        """E11: a draft that is withdrawn has asked nobody, so that the insurer may be corrected; what was sent holds him."""
        other = self.insurer.copy({'name': "CPIC"})
        accident = self.accident.with_user(self.user_advisor)
        self._assess(5).with_user(self.user_advisor).action_withdraw()
        accident.insurer_id = other
        self.assertEqual(accident.insurer_id, other)
        asked = self._assess(5)
        asked.action_ask()
        asked.with_user(self.user_advisor).action_withdraw()
        with self.assertRaisesRegex(UserError, "its insurer once he is asked"):
            accident.insurer_id = self.insurer

    def test_roles(self):
        """E11: advisors and claims clerks handle accidents, accountants read them, technicians do not see them."""
        assessment = self._assess(5)
        self.assertTrue(self.accident.with_user(self.user_accountant).name)
        with self.assertRaises(AccessError):
            self.accident.with_user(self.user_accountant).place = "Elsewhere"
        with self.assertRaises(AccessError):
            assessment.with_user(self.user_accountant).action_ask()
        for record in (self.accident, assessment, assessment.line_ids):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.user_technician).check_access('read')
        with self.assertRaises(AccessError):
            self.accident.write({'sent_date': TUESDAY})
        with self.assertRaises(AccessError):
            assessment.write({'round': 7})
        with self.assertRaises(UserError):
            assessment.unlink()

    def test_taken_up_again(self):
        """E11: a manager takes up a settled accident when the insurer corrects it; order and insurer stay those asked."""
        self._approve(self.order.amount_total)
        invoice = self._bill()
        self._post(invoice)
        self._pay(invoice)
        self.env.invalidate_all()
        self.accident.action_papers_there()
        self.accident.action_send()
        self.accident.action_settle()
        with self.assertRaises(AccessError):
            self.accident.action_reopen()
        self.accident.with_user(self.user_manager).action_reopen()
        self.assertEqual((self.accident.state, self.accident.closed_date), ('open', False))
        self._approve(5)
        for values in ({'insurer_id': self.customer.id}, {'order_id': self._create_order(self._job()).id}):
            with self.subTest(**values), self.assertRaisesRegex(UserError, "keeps its repair order"):
                self.accident.write(values)

    def test_billed_in_parts(self):
        """E11: a part of what is approved may be billed before the rest, never more; the papers wait for all of it."""
        order = self._create_order(self._job(self._line(100), **self.insured), self._job(self._line(300), **self.insured))
        accident = self._note(order)
        self._approve(order.amount_total + 1, accident=accident)
        self._post(self._bill(order))
        with self.assertRaisesRegex(UserError, "has approved"):
            accident.action_send()

    def test_paint_in_the_orders_currency(self):
        """E11: the company's price of a panel is asked in the currency of the order."""
        self.company.aftersales_paint_price = 300
        foreign = self.env['res.currency'].search([('id', '!=', self.company.currency_id.id)], limit=1)
        foreign.active = True
        self.env['res.currency.rate'].create({
            'currency_id': foreign.id, 'company_id': self.company.id, 'name': '2020-01-01', 'rate': 0.5})
        pricelist = self.env['product.pricelist'].create({'name': "Foreign", 'currency_id': foreign.id})
        accident = self._note(self._create_order(self._job(), pricelist_id=pricelist.id))
        line = self.env['aftersales.assessment'].with_user(self.user_advisor).create({
            'accident_id': accident.id, 'line_ids': [Command.create({
                'panel_id': self.env.ref('aftersales.panel_left_front_door').id, 'kind': 'material'})]}).line_ids
        self.assertEqual(line.amount_asked, 150 * line.panel_id.material)
