from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon


@tagged('post_install', '-at_install')
class TestSupersession(BillingCommon):
    """H1: who looks for a part that is superseded finds what is sold today, and uses up first what is on hand."""

    def setUp(self):
        super().setUp()
        self.order = self._create_order(self._job(self._line(100)))
        self.first, self.second, self.third = self.parts = self.env['product.product'].create([
            {'name': name, 'default_code': code, 'type': 'consu', 'is_storable': True, 'sale_ok': True}
            for name, code in (("Zqxold", "QX-100-1"), ("Yrmiddle", "QX-200-2"), ("Wvnew", "QX-300-3"))])
        self.Supersession = self.env['aftersales.part.supersession'].with_user(self.user_parts)

    def _supersede(self, old, new, **values):
        return self.Supersession.create({
            'product_tmpl_id': old.product_tmpl_id.id, 'successor_id': new.product_tmpl_id.id, **values})

    def _find(self, text):
        hits = self.order.with_user(self.user_advisor).sheet_find(text, others=True)['hits']
        return {hit['id']: hit.get('why') for hit in hits if hit['kind'] == 'part'}

    def _stock(self, product, quantity):
        self.env['stock.quant']._update_available_quantity(
            product, self.order.workshop_id.warehouse_id.lot_stock_id, quantity)

    def test_chain_is_found(self):
        self._supersede(self.first, self.second, quantity=2)
        self._supersede(self.second, self.third, use_up_first=False)
        self._stock(self.first, 3)
        self._stock(self.second, 5)
        names = [part.product_tmpl_id.display_name for part in self.parts]
        for text in ("zqxold", "QX-100-1"):
            self.assertEqual(self._find(text), {
                self.first.id: f"Superseded by 2 × {names[2]}.",
                self.second.id: f"Superseded by {names[2]}. Replaces {names[0]}. Use up 3 of {names[0]} on hand first.",
                self.third.id: f"Replaces {names[1]}, {names[0]}. Use up 3 of {names[0]} on hand first.",
            }, text)

    def test_found_by_number_of_the_old(self):
        self._supersede(self.first, self.third)
        self.env['aftersales.part.number'].create({'product_tmpl_id': self.first.product_tmpl_id.id, 'name': "9X7-115"})
        self.assertIn(self.third.id, self._find("9x7115"))
        found = [row[0] for row in self.third.with_user(self.user_advisor).name_search("9X7.115")]
        self.assertEqual(set(found), {self.first.id, self.third.id})

    def test_way_and_day(self):
        """The old part is offered for the new one only where both fit for each other; nothing is said before its day."""
        line = self._supersede(self.first, self.third)
        self.assertNotIn(self.first.id, self._find("wvnew"))
        line.is_two_way = True
        self.assertIn(self.first.id, self._find("wvnew"))
        line.date_from = date.today() + timedelta(days=2)
        self.assertEqual(self._find("wvnew"), {self.third.id: None})
        self.assertEqual(self._find("zqxold"), {self.first.id: None})

    def test_no_loops(self):
        self._supersede(self.first, self.second)
        self._supersede(self.second, self.third)
        with self.assertRaisesRegex(ValidationError, "Take out the line that is wrong"), self.cr.savepoint():
            self._supersede(self.third, self.first)
        with self.assertRaises(IntegrityError), mute_logger('odoo.sql_db'), self.cr.savepoint():
            self._supersede(self.first, self.second)

    def test_walls(self):
        self.first.company_id = self.company
        line = self._supersede(self.first, self.third)
        self.assertEqual(line.company_id, self.company)
        Other = line.with_user(self.user_other_advisor).with_context(allowed_company_ids=self.other_company.ids)
        self.assertFalse(Other.search([('id', '=', line.id)]))
        self.assertEqual(Other._get_substitutes(self.first.product_tmpl_id.ids), [])
        self.second.company_id = self.other_company
        with self.assertRaises(UserError):
            self._supersede(self.first, self.second)

    def test_who(self):
        line = self._supersede(self.first, self.third)
        self.assertTrue(line.with_user(self.user_advisor).display_name)
        for operation in ('create', 'write', 'unlink'):
            with self.assertRaises(AccessError):
                line.with_user(self.user_advisor).check_access(operation)

    def test_hint_of_the_row(self):
        """Who puts a superseded part that is not here on an order is told, and may go on."""
        self._supersede(self.first, self.third)
        order = self.order.with_user(self.user_advisor)
        with mute_logger('odoo.tests.form.onchange'), Form(order.job_ids) as form, form.line_ids.new() as line:
            line.product_id = self.first
        line = order.line_ids.filtered(lambda line: line.product_id == self.first)
        words = f"Superseded by {self.third.product_tmpl_id.display_name}."
        self.assertEqual(line._onchange_superseded()['warning']['message'], words)
        self.assertIn(words, [hint.message for hint in line._get_row_hints()])
        self._stock(self.first, 5)
        self.env.invalidate_all()
        self.assertNotIn(words, [hint.message for hint in line._get_row_hints()])

    def test_queries(self):
        """Twenty parts with their chains are explained with the queries of two."""
        parts = self.env['product.product'].create([
            {'name': f"Zqw {index}", 'type': 'consu', 'is_storable': True} for index in range(40)])
        for old, new in zip(parts[:20], parts[20:], strict=True):
            self._supersede(old, new)
        counts = []
        for some in (parts[20:22], parts[20:22], parts[20:]):  # the first fills the caches
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.product_tmpl_id.with_user(self.user_advisor)._explain_supersession(self.order.workshop_id.warehouse_id)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])
