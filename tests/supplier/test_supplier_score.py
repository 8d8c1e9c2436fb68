from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestSupplierScore(PartsCommon):
    """H4: suppliers are scored by five criteria, with the words of each figure; grade D waits for a manager."""

    @classmethod
    @freeze_time('2026-02-02 02:00:00')
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor, cls.other = cls.env['res.partner'].create([{'name': "Parts Vendor"}, {'name': "Dear Vendor"}])

    def _buy(self, vendor, price, user=None):
        purchase = self.env['purchase.order'].with_user(user or self.env.user).create({
            'partner_id': vendor.id, 'picking_type_id': self.warehouse.in_type_id.id, 'date_planned': '2026-02-10',
            'order_line': [Command.create({
                'product_id': self.pads.id, 'product_qty': 10, 'price_unit': price, 'date_planned': '2026-02-10'})]})
        purchase.button_confirm()
        return purchase

    def _score(self, vendor=None, user=None, **vals):
        return self.env['aftersales.supplier.score'].with_user(user or self.user_parts).create({
            'partner_id': (vendor or self.vendor).id, 'period_start': '2026-01-01', **vals})

    def _get_line(self, score, measure):
        return score.line_ids.filtered(lambda line: line.measure == measure)

    def _judge(self, score, points):
        for line in score.line_ids.filtered('is_judged'):
            line.write({'points': points, 'words': "Visited"})

    def test_figures(self):
        """H4: rejects, punctuality, days and prices come from receipts, defects and purchases, in words."""
        with freeze_time('2026-02-02 02:00:00'):
            early, late = self._buy(self.vendor, 10), self._buy(self.vendor, 10)
            self._buy(self.other, 30)
        with freeze_time('2026-02-08 02:00:00'):
            early.picking_ids.button_validate()
        with freeze_time('2026-02-14 02:00:00'):
            late.picking_ids.button_validate()
            self.env['aftersales.part.defect'].with_user(self.user_parts).create({
                'workshop_id': self.workshop.id, 'product_id': self.pads.id, 'failure_mode': 'broken', 'effect': "Off",
                'partner_id': self.vendor.id})
        with freeze_time('2026-07-02 02:00:00'):
            score, none = self._score(), self._score(self.other)
        values = {line.measure: (line.value, line.points) for line in score.line_ids}
        self.assertEqual(values['reject'], (5, 0))
        self.assertEqual(values['punctual'][0], 50)
        self.assertEqual(values['lead_time'][0], 9)
        self.assertEqual(values['price'][0], 60, "10 where all pay 16.67 on the average")
        reject = self._get_line(score, 'reject')
        self.assertIn("1 of 20 pieces", reject.told_words)
        self.assertNotEqual(reject.with_context(lang='zh_CN').told_words, reject.told_words, "each reader's language")
        self.assertFalse(reject.words)
        self.assertFalse(self._get_line(none, 'punctual').is_counted)
        self.assertIn("not counted", self._get_line(none, 'punctual').told_words)
        with self.assertRaisesRegex(UserError, "is computed"):
            self._get_line(score, 'price').points = 100
        with self.assertRaises(AccessError):
            self._get_line(score, 'system').weight = 90
        self.assertEqual(values['fill'], (100, 100))
        self.assertIn("20 of 20 pieces that were expected", self._get_line(score, 'fill').told_words)
        self.assertEqual(score.total_points, round((25 * 0 + 15 * 0 + 5 * 100 + 10 * 77.8 + 20 * 100) / 75, 1))

    @freeze_time('2026-07-02 02:00:00')
    def test_approved_and_frozen(self):
        """H4: judged figures need their reason, a manager approves, then it stays; the change is against the one before."""
        score = self._score(period_start='2025-07-01')
        with self.assertRaisesRegex(UserError, "judge the quality system"):
            score.with_user(self.user_manager).action_approve()
        self._judge(score, 72)
        self.assertEqual((score.total_points, score.grade, score.quality_points), (72, 'b', 72))
        with self.assertRaises(AccessError):
            score.action_approve()
        score.with_user(self.user_manager).action_approve()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            self._get_line(score, 'system').points = 100
        with self.assertRaisesRegex(UserError, "stays as it is"):
            score.action_work_out()
        now = self._score()
        self._judge(now, 90)
        self.assertEqual((now.grade, now.change), ('a', 18))
        with self.assertRaises(ValidationError):
            self._score(self.other, period_start='2026-02-01')
        with self.assertRaisesRegex(UserError, "not over"):
            running = self._score(self.other, period_start='2026-07-01')
            self._judge(running, 80)
            running.with_user(self.user_manager).action_approve()

    @freeze_time('2026-07-02 02:00:00')
    def test_grade_a_first(self):
        """H4: who buys is proposed grade A first and grade D last, and reads why; without grades the vendors' list says it."""
        first, second = self.other, self.vendor
        self.pads.seller_ids = [Command.clear(), *(
            Command.create({'partner_id': vendor.id, 'price': price, 'sequence': number})
            for number, (vendor, price) in enumerate(((first, 8), (second, 9))))]
        order = self._create_approved((self.pads, 100))
        line = order.line_ids.with_user(self.user_parts)
        self.assertEqual((line.supply_vendor_id, line.supply_reason), (first, ''))
        score = self._score(second, self.user_manager)
        self._judge(score, 95)
        self.assertEqual(score.grade, 'a')
        line.invalidate_recordset()
        self.assertEqual(line.supply_vendor_id, first, "not approved yet")
        score.action_approve()
        line.invalidate_recordset()
        self.assertEqual(line.supply_vendor_id, second)
        self.assertIn(f"before {first.name}", line.supply_reason)
        dialog = Form.from_action(line.env, line.action_buy_in_emergency())
        self.assertEqual((dialog.vendor_id, dialog.vendor_reason), (second, line.supply_reason))
        line.action_order_missing_parts()
        purchase = line.sudo().move_ids._get_aftersales_purchase_lines().order_id
        self.assertEqual((purchase.partner_id, purchase.order_line.price_unit), (second, 9))
        bad = self._score(first, self.user_manager)
        self._judge(bad, 40)
        bad.action_approve()
        self.assertEqual(self.pads._get_seller_reason(second, self.company), f"Grade A, therefore before {first.name}.")
        third = self.vendor.copy({'name': "Third"})
        self.assertIn("proposed last", self.pads._get_seller_reason(third, self.company))
        self.pads.seller_ids.filtered(lambda seller: seller.partner_id == first).date_end = '2026-01-01'
        self.assertEqual(self.pads._get_seller_reason(second, self.company), '', "who does not sell it any more is not told of")

    @freeze_time('2026-07-02 02:00:00')
    def test_score_of_an_address(self):
        """H4: a score that stands at an address of the supplier is the supplier's."""
        address = self.env['res.partner'].create({'name': "Depot", 'parent_id': self.vendor.id})
        score = self._score(address, self.user_manager)
        self._judge(score, 40)
        score.action_approve()
        self.assertEqual(score._get_ranks(self.company.id).get(self.vendor.id), 2)
        self.assertEqual(self.vendor.with_user(self.user_parts).aftersales_grade, 'd')

    @freeze_time('2026-07-02 02:00:00')
    def test_grade_d_waits(self):
        """H4: an order from a supplier of grade D waits until a manager says why; the others are not held."""
        score = self._score(user=self.user_manager)
        self._judge(score, 40)
        score.action_approve()
        self.assertEqual(self.vendor.with_user(self.user_parts).aftersales_grade, 'd')
        self.assertEqual(self._buy(self.other, 5, self.user_parts).state, 'purchase')
        purchase = self._buy(self.vendor, 5, self.user_parts)
        self.assertEqual((purchase.aftersales_grade, purchase.state), ('d', 'to approve'))
        with self.assertRaises(AccessError):
            purchase.aftersales_grade_reason = "Because"
        with self.assertRaises(AccessError):
            purchase._allow_low_grade("Because")
        as_manager = purchase.with_user(self.user_manager)
        Form.from_action(as_manager.env, as_manager.action_order_all_the_same())
        wizard = as_manager.env['aftersales.low.grade.wizard'].create({'purchase_id': purchase.id, 'reason': "Nobody else"})
        wizard.action_apply()
        self.assertEqual((purchase.state, purchase.aftersales_grade_user_id), ('purchase', self.user_manager))
        with self.assertRaisesRegex(UserError, "does not wait"):
            wizard.action_apply()

    @freeze_time('2026-07-02 02:00:00')
    def test_companies(self):
        """H4: a supplier's score and grade are of one company."""
        score = self._score(user=self.user_manager)
        self._judge(score, 40)
        score.action_approve()
        company = self.env['res.company'].create({'name': "Elsewhere"})
        self.user_parts.write({'company_ids': [Command.link(company.id)]})
        elsewhere = self.env(user=self.user_parts.id, context={'allowed_company_ids': company.ids})
        self.assertFalse(elsewhere['aftersales.supplier.score'].search([('id', '=', score.id)]))
        self.assertFalse(self.vendor.with_env(elsewhere).aftersales_grade)

    def test_findings_of_inspection(self):
        """H4: faulty pieces of goods that were accepted count in the reject rate as much as their finding says."""
        self.env['aftersales.incoming.plan'].create({
            'product_id': self.pads.id, 'method': 'sample', 'sample_size': 6, 'accept_number': 5})
        pack = self.env.ref('aftersales.incoming_finding_pack')
        with freeze_time('2026-02-02 02:00:00'):
            purchase = self._buy(self.vendor, 10)
            purchase.picking_ids.button_validate()
        with freeze_time('2026-02-03 02:00:00'):
            check = self.env['aftersales.incoming.check'].with_user(self.user_parts).search([
                ('picking_id', '=', purchase.picking_ids.id)])
            with self.assertRaises(AccessError):
                pack.with_user(self.user_parts).points = 0
            check.write({'qty_checked': 6, 'qty_bad': 5, 'finding_id': pack.id, 'remark': "Torn"})
            check.action_accept_remark()
        with freeze_time('2026-07-02 02:00:00'):
            score = self._score()
            self.assertEqual(self._get_line(score, 'reject').value, 10, "5 of 10, at 20 of 100 points")

    @freeze_time('2026-07-02 02:00:00')
    def test_asked_by_the_half_year(self):
        """H4: when half a year is over the storekeeper is asked, once, to judge whoever delivered; approved, it is done."""
        with freeze_time('2026-02-02 02:00:00'):
            self._buy(self.vendor, 10).picking_ids.button_validate()
        Policy = self.env['aftersales.stocking.policy']
        Policy._create_missing()
        policy = Policy.search([('warehouse_id', '=', self.warehouse.id)])
        policy.keeper_id = self.user_parts
        for __ in range(2):
            policy.sudo()._ask_supplier_scores()
        score = self.env['aftersales.supplier.score'].with_user(self.user_parts).search([
            ('period_start', '=', '2026-01-01'), ('company_id', '=', self.company.id)])
        self.assertEqual(score.partner_id, self.vendor)
        self.assertEqual((score.activity_ids.user_id, len(score.activity_ids)), (self.user_parts, 1))
        self._judge(score, 80)
        score.with_user(self.user_manager).action_approve()
        self.assertFalse(score.activity_ids)

    @freeze_time('2026-07-02 02:00:00')
    def test_original_parts_first(self):
        """H4: whoever buys another part reads that the original one is sold, by the number both have."""
        original = self.pads.copy({'name': "Original Pads"})
        original.write({'seller_ids': [Command.create({'partner_id': self.other.id, 'price': 20})]})
        self.pads.aftersales_origin = 'aftermarket'
        (original | self.pads).product_tmpl_id.write({'aftersales_number_ids': [Command.create({'name': "1K0 698 151"})]})
        purchase = self.env['purchase.order'].with_user(self.user_parts).create({
            'partner_id': self.vendor.id, 'picking_type_id': self.warehouse.in_type_id.id,
            'order_line': [Command.create({'product_id': self.pads.id, 'product_qty': 1, 'price_unit': 5})]})
        self.assertIn("Original Pads", purchase.aftersales_origin_text)
        self.assertIn(self.other.name, purchase.aftersales_origin_text)
        purchase.order_line.product_id = original
        self.assertFalse(purchase.aftersales_origin_text)
        line = self._create_approved((self.pads, 100)).line_ids
        self.assertIn("Original Pads", line.with_user(self.user_parts).supply_reason)
