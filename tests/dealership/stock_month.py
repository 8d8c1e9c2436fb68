from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.parts import PartsCommon


class StockMonthCommon(PartsCommon):
    """Two parts that were bought, moved, used, scrapped and counted in two months."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env['product.category'].create({'name': "Lamps"})
        cls.lamp, cls.bulb = cls.env['product.product'].create([{
            'name': name, 'type': 'consu', 'is_storable': True, 'standard_price': cost, 'list_price': 100,
            'categ_id': cls.category.id} for name, cost in (("Lamp", 50), ("Bulb", 2))])
        cls.stock = cls.warehouse.lot_stock_id
        cls.supplier = cls.env['res.partner'].create({'name': "Lamps Ltd"})
        cls.elsewhere = cls.env['stock.warehouse'].create({'name': "Elsewhere", 'code': 'ELSE', 'company_id': cls.company.id})

    def _move(self, product, quantity, source, target):
        move = self.env['stock.move'].create({
            'product_id': product.id, 'product_uom_qty': quantity, 'location_id': source.id, 'location_dest_id': target.id,
            'company_id': self.company.id})
        move._action_confirm()
        move.write({'quantity': quantity, 'picked': True})
        move._action_done()
        return move

    def _live_two_months(self):
        suppliers = self.env.ref('stock.stock_location_suppliers')
        with freeze_time('2026-04-10 04:00:00'):
            purchase = self.env['purchase.order'].create({
                'partner_id': self.supplier.id, 'picking_type_id': self.warehouse.in_type_id.id,
                'order_line': [Command.create({'product_id': self.lamp.id, 'product_qty': 10, 'price_unit': 50})]})
            purchase.button_confirm()
            purchase.picking_ids.move_ids.write({'quantity': 10, 'picked': True})
            purchase.picking_ids.button_validate()
            self._move(self.bulb, 6, suppliers, self.stock)
            self._move(self.bulb, 2, self.stock, self.elsewhere.lot_stock_id)
        with freeze_time('2026-05-05 04:00:00'):
            order = self._create_approved((self.lamp, 3))
            self._return(self._issue(order), 1)
            scrap = self.env['stock.scrap'].create({
                'product_id': self.bulb.id, 'scrap_qty': 4, 'location_id': self.stock.id})
            scrap.action_validate()
            quant = self.env['stock.quant'].search([('product_id', '=', self.lamp.id), ('location_id', '=', self.stock.id)])
            quant.with_context(inventory_mode=True).inventory_quantity = 6
            quant.action_apply_inventory()

    def _read_told(self):
        """All that the month table says of the two stores, and the figures say of the outlet."""
        self.env.flush_all()
        self.env.invalidate_all()
        told = []
        for model, field, records in (
                ('aftersales.stock.month', 'warehouse_id', self.warehouse + self.elsewhere),
                ('aftersales.part.figure', 'workshop_id', self.workshop)):
            table = self.env[model].with_user(self.user_parts)
            rows = table.search([(field, 'in', records.ids)], order='id')
            self.assertTrue(rows)
            told.append(rows.read([name for name in table.fields_get() if name != 'display_name']))
        return told

    def _create_policies_of_stores(self):
        Policy = self.env['aftersales.stocking.policy'].sudo()
        Policy._create_missing()
        return Policy.search([('warehouse_id', 'in', (self.warehouse + self.elsewhere).ids)])

    def _pass_the_night(self, policies, month='2026-06-01'):
        policies._keep_stock()
        for table in ('stock_move', 'stock_move_line', 'product_value'):  # so that what was done today is no change
            self.env.cr.execute(SQL("UPDATE %s SET write_date = '2020-01-01'", SQL.identifier(table)))
        return set(policies._get_kept_stores(fields.Date.to_date(month), self.company._get_clock_zone()))
