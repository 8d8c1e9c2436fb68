from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.billing import BillingCommon

COLUMNS = {
    name: {} for name in (
        'name', 'lst_price', 'find_fit', 'find_note', 'find_here', 'find_elsewhere', 'find_incoming', 'find_incoming_date')}


@tagged('post_install', '-at_install')
class TestFindPart(BillingCommon):
    """H1: who asks for a part sees at once where it is, when it comes, and whether it fits the car."""

    def setUp(self):
        super().setUp()
        self.order = self._create_order(self._job(self._line(100)))
        self.car, self.warehouse = self.order.vehicle_id, self.order.workshop_id.warehouse_id
        self.parts = self.env['product.product'].create([
            {'name': f"Zqxpart {number}", 'default_code': f"QX-{number}", 'type': 'consu', 'is_storable': True}
            for number in range(4)])
        self.first, self.second, self.third, self.fourth = self.parts
        self.brand = self.car.model_id.brand_id

    def _find(self, text, user=None, **context):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_find_part')
        self.assertEqual(action['res_model'], 'product.product')
        rows = self.env['product.product'].with_user(user or self.user_advisor).with_context(**context).web_search_read(
            [('type', '=', 'consu'), ('find_text', 'ilike', text)], COLUMNS, limit=80)
        self.assertEqual(rows['length'], len(rows['records']))
        return {row['id']: row for row in rows['records']}

    def _stock(self, product, quantity, warehouse=None):
        self.env['stock.quant']._update_available_quantity(
            product, (warehouse or self.warehouse).lot_stock_id, quantity)

    def _order_in(self, product, quantity, days):
        kind = self.warehouse.in_type_id
        move = self.env['stock.move'].create({
            'product_id': product.id, 'product_uom_qty': quantity, 'picking_type_id': kind.id,
            'location_id': self.env.ref('stock.stock_location_suppliers').id,
            'location_dest_id': self.warehouse.lot_stock_id.id, 'date': datetime.now() + timedelta(days=days)})
        move._action_confirm()
        return move

    def test_where_it_is(self):
        other = self.order.workshop_id.copy({
            'name': "Zqx North", 'warehouse_id': self.env['stock.warehouse'].create({
                'name': "Zqx North", 'code': "ZQN", 'company_id': self.company.id}).id})
        self._stock(self.first, 3)
        self._stock(self.first, 6, other.warehouse_id)
        self._stock(self.second, 2, self.env['stock.warehouse'].search(
            [('company_id', '=', self.other_company.id)], limit=1))
        soon = self._order_in(self.second, 4, 2)
        self._order_in(self.second, 1, 5)
        for user in (self.user_advisor, self.user_parts):
            found = self._find("zqxpart", user)
            self.assertEqual(list(found), self.parts.ids)
            row = found[self.first.id]
            self.assertEqual((row['find_here'], row['find_incoming']), (3, 0))
            self.assertEqual(row['find_elsewhere'], f"{other.display_name}: 6")
            row = found[self.second.id]
            self.assertEqual((row['find_here'], row['find_elsewhere'], row['find_incoming']), (0, '', 5))
            self.assertEqual(row['find_incoming_date'], fields.Datetime.context_timestamp(
                self.env['product.product'].with_user(user), soon.date).date())

    def test_words_and_numbers(self):
        """By words in any order and by any number, with what has taken the place of what is found."""
        self.env['aftersales.part.number'].create({'product_tmpl_id': self.third.product_tmpl_id.id, 'name': "9X7-115"})
        self.fourth.name = "Wvnew"
        self.env['aftersales.part.supersession'].create({
            'product_tmpl_id': self.third.product_tmpl_id.id, 'successor_id': self.fourth.product_tmpl_id.id})
        for text in ("2 zqxpart", "QX-2", "9x7 115"):
            found = self._find(text)
            self.assertEqual(set(found), {self.third.id, self.fourth.id}, text)
        self.assertRegex(found[self.fourth.id]['find_note'], "^Replaces .*Zqxpart 2")
        self.assertRegex(found[self.third.id]['find_note'], "^Superseded by .*Wvnew")

    def test_very_number(self):
        """H1: the pieces of a part's own number, written with spaces, are no words that others have, too."""
        self.env['aftersales.part.number'].create({'product_tmpl_id': self.first.product_tmpl_id.id, 'name': "ZQXPART-00-2"})
        self.assertEqual(list(self._find("zqxpart 00 2")), self.first.ids)
        self.assertEqual(list(self._find("zqxpart 2")), self.third.ids)

    def test_fitting_first(self):
        """Plate or VIN of one car: what is for it stands first on each page, and every part says why or why not."""
        self.car.license_plate = "ZQX77A1"
        self.env['aftersales.fitment'].create([
            {'product_tmpl_id': self.fourth.product_tmpl_id.id, 'brand_id': self.brand.id, 'position': "front"},
            {'product_tmpl_id': self.first.product_tmpl_id.id, 'brand_id': self.brand.id, 'is_exclusion': True}])
        for asked in (self.car.ids, ["ZQX-77 A1"]):
            found = self._find("zqxpart", find_vehicle=asked)
            self.assertEqual(list(found), [self.fourth.id, *self.parts[:3].ids], asked)
            self.assertEqual(found[self.fourth.id]['find_note'], "Fits. front")
            self.assertEqual([row['find_fit'] for row in found.values()], ['fits', 'not', False, False])
        Product = self.env['product.product'].with_user(self.user_advisor).with_context(find_vehicle=self.car.ids)
        pages = [
            row['id'] for offset in (0, 2) for row in Product.web_search_read(
                [('find_text', 'ilike', "zqxpart")], {'name': {}}, offset=offset, limit=2)['records']]
        self.assertEqual(pages, list(found))
        for asked in (["no such car"], [0], [None], "x", [True]):
            self.assertEqual(list(self._find("zqxpart", find_vehicle=asked)), self.parts.ids)

    def test_other_company(self):
        """Another house sees neither our stock nor the fit of our customers' cars."""
        self._stock(self.first, 3)
        row = self._find(
            "zqxpart", self.user_other_advisor, allowed_company_ids=self.other_company.ids,
            find_vehicle=self.car.ids)[self.first.id]
        self.assertEqual((row['find_here'], row['find_elsewhere'], row['find_fit']), (0, '', False))

    def test_costs_the_same(self):
        """Fifty results cost the queries of one."""
        parts = self.env['product.product'].create([
            {'name': f"Zqw {number:02}", 'type': 'consu', 'is_storable': True} for number in range(50)])
        for part in parts:
            self._stock(part, 1)
            self._order_in(part, 1, 2)
            self.env['aftersales.fitment'].create({'product_tmpl_id': part.product_tmpl_id.id, 'brand_id': self.brand.id})
        counts = []
        for text in ("Zqw 01", "Zqw 01", "Zqw"):  # the first fills the caches
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            found = self._find(text, find_vehicle=self.car.ids)
            counts.append((self.cr.sql_log_count - before, len(found)))
        self.assertEqual([each for __, each in counts], [1, 1, 50])
        self.assertEqual(counts[2][0], counts[1][0])
