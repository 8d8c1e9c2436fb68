from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command


class AftersalesDemo(models.AbstractModel):
    """A small outlet of the same company with a store of its own: a part that is short in Pudong is got from there (H2)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_second_outlet(self):
        company = self._ref('company_shanghai')
        outlet = self._create_second_outlet(company)
        lines = self.env['aftersales.order.line'].search([
            ('company_id', '=', company.id), ('line_type', '=', 'part'), ('parts_awaited_since', '!=', False),
            ('order_id.workshop_id', '=', self._ref('workshop_shanghai').id)], order='id desc')
        lines = lines.filtered(lambda line: line.sudo()._get_moves_to_supply())
        if not lines:
            return
        line = lines[0]
        Quant = self.with_company(company).env['stock.quant'].with_context(inventory_mode=True, tracking_disable=True)
        self._apply_opening(Quant.create([{
            'product_id': line.product_id.id, 'location_id': outlet.warehouse_id.lot_stock_id.id,
            'inventory_quantity': line.quantity + 2}]))
        self._as(self.env['aftersales.part.fetch.wizard'], 'parts', company).create(
            {'line_id': line.id, 'outlet_id': outlet.id}).action_apply()
        self._load_fetched_sale(outlet)

    def _load_fetched_sale(self, outlet):
        """A customer wants more of a part at Pudong's counter than lie there; the rest comes from the small outlet."""
        company, pudong, part = self._ref('company_shanghai'), self._ref('workshop_shanghai'), self._ref('part_injector')
        Quant = self.with_company(company).env['stock.quant'].with_context(inventory_mode=True, tracking_disable=True)
        self._apply_opening(Quant.create([{
            'product_id': part.id, 'location_id': outlet.warehouse_id.lot_stock_id.id, 'inventory_quantity': 6}]))
        free = part.with_context(warehouse_id=pudong.warehouse_id.id).free_qty
        sale = self._as(self.env['aftersales.counter.sale'], 'parts', company).create({
            'workshop_id': pudong.id, 'partner_id': self._ref('customer_32').id, 'channel': 'phone',
            'line_ids': [Command.create({'product_id': part.id, 'quantity': max(free, 0) + 2})]})
        if sale.credit_text:
            return
        sale.action_confirm()
        if sale.line_ids.is_to_order:
            sale.line_ids._fetch_from(outlet, fields.Datetime.now() + timedelta(days=1))

    def _create_second_outlet(self, company):
        pudong = self._ref('workshop_shanghai')
        warehouse = self.env['stock.warehouse'].with_company(company).create({
            'name': "Zhangjiang Parts Store", 'code': 'ZJWH', 'company_id': company.id, 'partner_id': company.partner_id.id,
            'sequence': 50})
        outlet = self.env['aftersales.workshop'].create({
            'name': "Zhangjiang Express Service", 'code': 'ZJ', 'company_id': company.id, 'warehouse_id': warehouse.id,
            'resource_calendar_id': pudong.resource_calendar_id.id, 'sequence': 50, 'manager_id': pudong.manager_id.id})
        self._say_in_chinese({(outlet, 'name'): "张江快修店"} if outlet._fields['name'].translate else {})
        return outlet
