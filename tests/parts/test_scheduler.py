from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


@tagged('post_install', '-at_install')
class TestScheduler(PartsCommon):
    """faults U26: the night's procurement, which reckons in one transaction and orders in another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        supplier = cls.env['res.partner'].create({'name': 'Parts depot'})
        cls.disc.seller_ids = cls.env['product.supplierinfo'].create({
            'partner_id': supplier.id, 'product_tmpl_id': cls.disc.product_tmpl_id.id, 'price': 50})
        cls.disc.route_ids = cls.env.ref('purchase_stock.route_warehouse0_buy')
        cls.rule = cls.env['stock.warehouse.orderpoint'].create({
            'product_id': cls.disc.id, 'location_id': cls.warehouse.lot_stock_id.id, 'warehouse_id': cls.warehouse.id,
            'trigger': 'auto', 'product_min_qty': 6, 'product_max_qty': 10,
        })

    def _get_stored(self):
        self.env.cr.execute(SQL("SELECT qty_to_order_computed FROM stock_warehouse_orderpoint WHERE id = %s", self.rule.id))
        return self.env.cr.fetchone()[0]

    def test_outdated_quantity_is_ordered_once(self):
        """What was reckoned yesterday is not what is missing today: the other transaction orders by today's quantity."""
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE stock_warehouse_orderpoint SET qty_to_order_computed = 0 WHERE id = %s", self.rule.id))
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)['stock.rule'].run_scheduler(use_new_cursor=True, company_id=self.company.id)
        self.env.invalidate_all()
        lines = self.env['purchase.order.line'].search([('product_id', '=', self.disc.id)])
        self.assertEqual(lines.mapped('product_qty'), [6])
        self.assertEqual(self._get_stored(), 0, "what has just been ordered is not missing any more")
