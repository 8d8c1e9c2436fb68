from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon

FIELDS = ('aftersales_promotional_id', 'aftersales_consumable_id', 'aftersales_supplier_return_id', 'aftersales_brought_id')


@tagged('post_install', '-at_install')
class TestPlacesOfStore(PartsCommon):
    """Parts 1: what is not to be mixed with parts for sale has a place of its own in each store."""

    def _move(self, product, quantity, source, target):
        move = self.env['stock.move'].create({
            'product_id': product.id, 'product_uom_qty': quantity, 'location_id': source.id, 'location_dest_id': target.id,
            'company_id': self.company.id})
        move._action_confirm()
        move.write({'quantity': quantity, 'picked': True})
        move._action_done()
        return move

    def _get_place(self, product, usage='internal'):
        return self.env['stock.quant'].search([
            ('product_id', '=', product.id), ('location_id.usage', '=', usage), ('quantity', '>', 0)]).location_id

    def test_each_store_has_its_places(self):
        """Parts 1: made with the store, in its company and closed with it; those that lack are made later; the system's."""
        store = self.env['stock.warehouse'].create({'name': "North", 'code': 'NRT', 'company_id': self.company.id})
        places = self.env['stock.location'].union(*(store[name] for name in FIELDS), store.aftersales_quarantine_id)
        self.assertEqual((len(places), places.company_id, set(places.mapped('usage'))), (5, self.company, {'internal'}))
        inside = store.aftersales_promotional_id + store.aftersales_consumable_id
        self.assertEqual((inside.location_id, inside.warehouse_id), (store.lot_stock_id, store))
        self.assertFalse((places - inside).warehouse_id)
        self.assertEqual(places.filtered('aftersales_is_brought'), store.aftersales_brought_id)
        store.aftersales_promotional_id = False
        self.env['stock.warehouse']._create_missing_places()
        self.assertEqual(store.aftersales_promotional_id.location_id, store.lot_stock_id)
        self.assertEqual(store.aftersales_brought_id, places.filtered('aftersales_is_brought'))
        with self.assertRaises(AccessError):
            store.with_user(self.user_parts).aftersales_brought_id = store.lot_stock_id
        store.active = False
        self.assertFalse(store.aftersales_brought_id.active or store.aftersales_supplier_return_id.active)

    def test_what_customers_brought_has_no_value(self):
        """Parts 1: what a customer brought is neither on hand nor of value, on a shelf of that place as well; what goes back
        to a supplier is not on hand, but ours."""
        store = self.warehouse
        shelf = self.env['stock.location'].create({
            'name': "Shelf 1", 'location_id': store.aftersales_brought_id.id, 'company_id': self.company.id})
        customers = self.env.ref('stock.stock_location_customers')
        pads = self.pads.with_company(self.company)
        here, value = pads.with_context(warehouse_id=store.id).qty_available, pads.total_value
        for place in shelf, store.aftersales_brought_id:
            move = self._move(pads, 3, customers, place)
            self.assertEqual((move.is_in, move.value, place.is_valued_internal), (False, 0, False))
        self.env.invalidate_all()
        self.assertEqual((pads.with_context(warehouse_id=store.id).qty_available, pads.total_value), (here, value))
        brought = self.env['stock.quant'].search([('location_id', '=', shelf.id)])
        self.assertEqual((brought.quantity, brought.value), (3, 0))
        self.assertNotIn(shelf, self.env['stock.location'].search([('is_valued_internal', '=', True)]))
        with self.assertRaisesRegex(UserError, "change its owner"):
            shelf.location_id = store.lot_stock_id
        self.assertFalse(self._move(pads, 3, shelf, customers).is_out)
        shelf.location_id = store.lot_stock_id
        self.assertTrue(shelf.is_valued_internal)
        self._move(pads, 2, store.lot_stock_id, store.aftersales_supplier_return_id)
        self.env.invalidate_all()
        self.assertEqual((pads.with_context(warehouse_id=store.id).qty_available, pads.total_value), (here - 2, value))

    def test_goods_are_put_away_by_kind(self):
        """Parts 1: promotional goods and consumables that come go to their place, and are issued from there as from stock."""
        suppliers = self.env.ref('stock.stock_location_suppliers')
        category = self.env['product.category'].create({'name': "Gifts", 'aftersales_goods_kind': 'promotional'})
        cap = self.env['product.product'].create({
            'name': "Cap", 'type': 'consu', 'is_storable': True, 'categ_id': category.id, 'list_price': 10})
        self._move(cap, 5, suppliers, self.warehouse.lot_stock_id)
        self.assertEqual(self._get_place(cap), self.warehouse.aftersales_promotional_id)
        order = self._create_approved((cap, 2))
        self._issue(order)
        self.assertEqual(cap.with_context(warehouse_id=self.warehouse.id).qty_available, 3)
        category.aftersales_goods_kind = 'consumable'
        self._move(cap, 5, suppliers, self.warehouse.lot_stock_id)
        store = self.warehouse
        self.assertEqual(self._get_place(cap), store.aftersales_promotional_id + store.aftersales_consumable_id)
        self._move(self.disc, 1, suppliers, self.warehouse.lot_stock_id)
        self.assertEqual(self._get_place(self.disc), self.warehouse.lot_stock_id)
