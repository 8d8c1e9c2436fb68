from datetime import timedelta

import lxml.html
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

TODAY = '2026-06-15 02:00:00'


@tagged('post_install', '-at_install')
@freeze_time(TODAY)
class TestSpotCheck(PartsCommon):
    """H5: accounting has parts counted that chance chooses; book, card and goods agree, two people sign, the stock follows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['aftersales.stocking.policy']._create_missing()
        cls.policy = cls.env['aftersales.stocking.policy'].search([('warehouse_id', '=', cls.warehouse.id)])
        cls.policy.with_user(cls.user_manager).write({'spot_user_id': cls.user_accountant.id, 'spot_parts': 1000})
        cls.policy.write({'head_limit': 300, 'count_limit': 300})
        cls.pads.standard_price = 30
        quants = cls.env['stock.quant'].search([
            ('product_id', '=', cls.pads.id), ('location_id', '=', cls.warehouse.lot_stock_id.id)])
        cls._put_in_stock(cls.pads, 20 - sum(quants.mapped('quantity')))

    def _draw(self, parts=1000):
        check = self.env['aftersales.spot.check'].with_user(self.user_accountant).create({
            'warehouse_id': self.warehouse.id, 'parts': parts})
        check.action_draw()
        return check

    def _count(self, check, pads, card=None):
        """All as in the book, but the pads."""
        for line in check.line_ids.with_user(self.user_parts):
            quantity = pads if line.product_id == self.pads else line.book_quantity
            line.write({'counted': quantity, 'card_quantity': quantity if card is None else card})
        return check.line_ids.filtered(lambda line: line.product_id == self.pads)

    def _explain(self, line, reason='undocumented'):
        line.with_user(self.user_parts).reason_id = self.env.ref(f'aftersales.count_reason_{reason}')

    def _sign(self, check):
        check.with_user(self.user_parts).action_sign_store()
        check.with_user(self.user_accountant).action_sign_accounting()

    def _print(self, checks, user, lang='en_US'):
        html, __ = self.env['ir.actions.report'].with_user(user).with_context(lang=lang)._render_qweb_html(
            'aftersales.report_count_sheet', checks.ids)
        return [' '.join(' '.join(page.itertext()).replace('\N{ZERO WIDTH NO-BREAK SPACE}', '').split())
                for page in lxml.html.fromstring(html).find_class('o_as_page')]

    def _get_quant(self):
        return self.env['stock.quant'].search([
            ('product_id', '=', self.pads.id), ('location_id', '=', self.warehouse.lot_stock_id.id)])

    def test_planned_by_chance(self):
        """H5: one a week for who is named, of as many parts as the policy says; one at a time."""
        self.policy.spot_parts = 1
        with self.enter_registry_test_mode():
            self.env.ref('aftersales.cron_plan_spot_checks').method_direct_trigger()
        self.env.invalidate_all()
        check = self.env['aftersales.spot.check'].search([('warehouse_id', '=', self.warehouse.id)])
        self.assertEqual((len(check), check.user_id, len(check.line_ids.product_id)), (1, self.user_accountant, 1))
        self.assertEqual(check.activity_ids.user_id, self.user_accountant)
        self.assertEqual(self.policy.next_spot_date, fields.Date.today() + timedelta(days=7))
        with freeze_time('2026-06-22 02:00:00'):
            self.policy._plan_spot_check()
            self.assertEqual(self.env['aftersales.spot.check'].search_count([('warehouse_id', '=', self.warehouse.id)]), 1)
            self.env.invalidate_all()
            self.assertTrue(check.is_late)
            self.assertIn(check, check.search([('is_late', '=', True)]))

    def test_signed_by_two(self):
        """H5: all is counted, two people sign; a difference is applied then, and the accuracy stays as a figure."""
        check = self._draw()
        with self.assertRaisesRegex(UserError, "count each part"):
            check.action_sign_accounting()
        line = self._count(check, 18)
        self.assertEqual((line.difference, line.agrees, line.difference_value), (-2, False, -60))
        total = len(check.line_ids)
        self.assertEqual((check.right_count, check.wrong_count), (total - 1, 1))
        self.assertAlmostEqual(check.accuracy, 100 * (total - 1) / total, 1)
        with self.assertRaisesRegex(UserError, "is counted already"):
            check.action_draw()
        with self.assertRaises(AccessError):
            check.action_sign_store()
        with self.assertRaises(AccessError):
            check.with_user(self.user_parts).action_sign_accounting()
        check.with_user(self.user_manager).action_sign_accounting()
        with self.assertRaisesRegex(UserError, "Two people sign"):
            check.with_user(self.user_manager).action_sign_store()
        line.with_user(self.user_parts).counted = 19
        self.assertFalse(check.accountant_date, "what changed is signed anew")
        self._sign(check)
        self.assertEqual((check.state, self._get_quant().quantity), ('closed', 19))
        with self.assertRaisesRegex(UserError, "signed by both"):
            line.with_user(self.user_parts).counted = 20

    def test_card_and_limit(self):
        """H5: the card counts as well; what is worth more than the store's limit waits in the inventory for a manager."""
        check = self._draw()
        line = self._count(check, 20, card=19)
        self.assertEqual((line.difference, line.agrees), (0, False))
        check = self._draw()
        line = self._count(check, 9)
        with self.assertRaisesRegex(UserError, r"choose the reason of each difference .*100.*"):
            check.with_user(self.user_parts).action_sign_store()
        self._explain(line)
        self._sign(check)
        quant = self._get_quant()
        self.assertEqual((quant.quantity, quant.inventory_quantity, quant.inventory_quantity_set), (20, 9, True))
        quant.with_user(self.user_manager).with_context(inventory_mode=True).action_apply_inventory()
        self.assertEqual(quant.quantity, 9)
        self.assertEqual(self._read_differences(), [('undocumented', -11, -330)])

    def _read_differences(self):
        """What the list of count differences tells of the pads, as the store sees it."""
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_count_differences')
        domain = [*safe_eval(action['domain']), ('product_id', '=', self.pads.id)]
        codes = {self.env.ref(f'aftersales.count_reason_{name}'): name for name in ('undocumented', 'mixed_up')}
        return [(codes.get(reason), pieces, value) for reason, pieces, value in self.env['stock.move'].with_user(
            self.user_parts)._read_group(domain, ['aftersales_count_reason_id'], [
                'aftersales_count_difference:sum', 'aftersales_count_value:sum'])]

    def test_reasons(self):
        """H5, parts 5: in the physical inventory, too, what is worth more than the company's limit has a reason, which stays
        with what it moved; small ones may have one, what a store begins with needs none."""
        Quant = self.env['stock.quant'].with_user(self.user_parts).with_context(inventory_mode=True)
        quant = self._get_quant().with_user(self.user_parts).with_context(inventory_mode=True)
        for counted, refused in ((17, False), (13, True)):
            quant.inventory_quantity = counted
            if refused:
                with self.assertRaisesRegex(UserError, r"more than .*100.* have no reason"):
                    quant.action_apply_inventory()
                quant.aftersales_count_reason_id = self.env.ref('aftersales.count_reason_mixed_up')
            quant.action_apply_inventory()
            self.assertEqual((quant.quantity, quant.aftersales_count_reason_id.id), (counted, False))
        self.assertEqual(sorted(self._read_differences(), key=str), [('mixed_up', -4, -120), (None, -3, -90)])
        self.company.aftersales_count_reason_limit = 1000
        quant.inventory_quantity = 9
        quant.action_apply_inventory()
        self.company.aftersales_count_reason_limit = 0
        first = Quant.create({
            'product_id': self.pads.id, 'location_id': self.warehouse.aftersales_promotional_id.id, 'inventory_quantity': 3})
        first.action_apply_inventory()
        self.assertEqual((first.quantity, len(self._read_differences())), (3, 2))
        with self.assertRaises(AccessError):
            self.env.ref('aftersales.count_reason_unknown').with_user(self.user_parts).name = "Else"
        self.env.ref('aftersales.count_reason_unknown').with_user(self.user_manager).name = "Else"

    def test_moves_between(self):
        """H5: what left between chance and count is no difference, nor what leaves between count and signature."""
        check = self._draw()
        self._put_in_stock(self.pads, -5)
        line = self._count(check, 14)
        self.assertEqual((line.book_quantity, line.difference), (15, -1))
        self._put_in_stock(self.pads, -5)
        self._sign(check)
        self.assertEqual(self._get_quant().quantity, 9)

    def test_counted_twice(self):
        """H5: what another count has put into the book since is not applied once more; the card alone moves no figure."""
        check = self._draw()
        line = self._count(check, 18)
        self._put_in_stock(self.pads, -2)
        line.with_user(self.user_parts).card_quantity = 17
        self.assertEqual((line.book_quantity, line.difference), (20, -2))
        quant = self._get_quant().with_context(inventory_mode=True)
        quant.inventory_quantity = 16
        quant.action_apply_inventory()
        with self.assertRaisesRegex(UserError, "another count meanwhile"):
            self._sign(check)
        with freeze_time('2026-06-15 03:00:00'):
            self._count(check, 16)
            self._sign(check)
        self.assertEqual((line.difference, self._get_quant().quantity), (0, 16))
        with self.assertRaises(AccessError):
            self._draw().line_ids[:1].with_user(self.user_parts).check_id = check

    def test_count_sheet(self):
        """Parts 12: the sheet is blind before the count and tells the book afterwards; the two sign it; in both languages, by
        the store and by accounting."""
        check = self._draw()
        line = check.line_ids.filtered(lambda line: line.product_id == self.pads)
        line.sudo().book_quantity = 7391
        before, = self._print(check, self.user_parts)
        for word in ("Count Sheet", line.location_id.complete_name, self.pads.name, "On the Shelf", "Storekeeper:"):
            self.assertIn(word, before)
        for word in ("In the Book", "Difference", "7,391", "7391"):
            self.assertNotIn(word, before)
        line.with_user(self.user_parts).write({'counted': 18, 'card_quantity': 17, 'remark': "Fell behind the shelf"})
        self.assertRegex(
            self._print(check, self.user_parts)[0], r"17\.00 18\.00 20\.00 -2\.00 Fell behind the shelf")
        self._count(check, 18)
        self._sign(check)
        after, = self._print(check, self.user_accountant)
        for side, person in (("Storekeeper", self.user_parts), ("Accounting", self.user_accountant)):
            self.assertRegex(after, rf"{side}: {person.name} · 06/1[45]/2026")
        self.assertIn(self.user_parts.name, self._print(check, self.user_manager, 'zh_CN')[0])
        self.assertEqual(len(self._print(check + self._draw(), self.user_parts)), 2)
        with self.assertRaises(AccessError):
            self._print(check, self.user_advisor)

    def test_empty_store(self):
        """H5: where nothing lies there is nothing to count, and nobody is kept waiting."""
        empty = self.env['stock.warehouse'].create({'name': "Empty", 'code': 'EMPTY', 'company_id': self.company.id})
        policy = self.policy.create({'warehouse_id': empty.id, 'spot_user_id': self.user_accountant.id})
        policy._plan_spot_check()
        self.assertFalse(self.env['aftersales.spot.check'].search([('warehouse_id', '=', empty.id)]))
        self.assertTrue(policy.next_spot_date)

    def test_roles(self):
        """H5: the store counts and signs, but neither makes a check nor asks chance; advisors see none."""
        check = self._draw()
        with self.assertRaises(AccessError):
            self.env['aftersales.spot.check'].with_user(self.user_parts).create({'warehouse_id': self.warehouse.id})
        with self.assertRaisesRegex(AccessError, "not by the store"):
            check.with_user(self.user_parts).action_draw()
        with self.assertRaises(AccessError):
            check.line_ids[:1].with_user(self.user_parts).book_quantity = 3
        with self.assertRaises(AccessError):
            check.with_user(self.user_advisor).read(['accuracy'])
        clerk = self.user_parts.copy({
            'company_ids': [self.other_company.id], 'company_id': self.other_company.id, 'login': 'parts.elsewhere'})
        self.assertFalse(check.with_user(clerk).search([('id', '=', check.id)]))
