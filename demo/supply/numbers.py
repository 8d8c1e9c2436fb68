from odoo import api, models
from odoo.fields import Command


class AftersalesDemo(models.AbstractModel):
    """Parts told apart by serial numbers and lots, sold under the number in hand (H2, H9)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_numbered_sales(self):
        """Parts told apart by serial numbers and lots: one sold under its number, one offered, sealant that expires."""
        company, workshop = self._ref('company_shanghai'), self._ref('workshop_shanghai')
        Product = self.with_company(company).env['product.product']
        unit, sealant = Product.create([{
            'name': name, 'default_code': code, 'type': 'consu', 'is_storable': True, 'tracking': tracking,
            'list_price': price, 'standard_price': price * 0.7, 'categ_id': self._ref('category_parts').id,
            'aftersales_shelf_days': days,
        } for name, code, tracking, price, days in (
            ("Airbag control unit", '5WA959655', 'serial', 1680.0, 0),
            ("Windscreen sealant, cartridge", 'D004660', 'lot', 96.0, 270))])
        self._tax_products(unit | sealant)
        self._say_in_chinese({(unit, 'name'): "安全气囊控制单元", (sealant, 'name'): "风挡玻璃密封胶（支）"})
        lots = self.env['stock.lot'].create([
            {'name': name, 'product_id': product.id, 'company_id': company.id} for name, product in (
                ('SRS24A0117', unit), ('SRS24A0118', unit), ('SRS24A0121', unit), ('K2511', sealant), ('K2604', sealant))])
        quants = self.with_company(company).env['stock.quant'].with_context(
            inventory_mode=True, tracking_disable=True).create([{
                'product_id': lot.product_id.id, 'lot_id': lot.id, 'location_id': workshop.warehouse_id.lot_stock_id.id,
                'inventory_quantity': 1 if lot.product_id == unit else 12} for lot in lots])
        self._apply_opening(quants)
        for product, end in ((unit, 'handed'), (sealant, 'handed'), (unit, 'quote')):
            sale = self._as(self.env['aftersales.counter.sale'], 'parts', company).create({
                'workshop_id': workshop.id, 'line_ids': [Command.create({'product_id': product.id, 'quantity': 1})]})
            if end == 'handed':
                sale.action_confirm()
                sale.action_hand_over()
