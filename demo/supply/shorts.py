from odoo import api, models


class AftersalesDemo(models.AbstractModel):
    """What suppliers sent damaged or short, and who asks for it (H4)."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_short_deliveries(self):
        shanghai, hangzhou, filters = self._ref('company_shanghai'), self._ref('company_hangzhou'), self._ref('part_cf_byd')
        receipt = self.env['stock.picking'].search([
            ('company_id', '=', shanghai.id), ('picking_type_code', '=', 'incoming'), ('state', '=', 'done'),
            ('move_ids.product_id', '=', filters.id)], limit=1)
        damaged = self._as(self.env['aftersales.short.delivery'], 'parts', shanghai).create({
            'picking_id': receipt.id, 'product_id': filters.id, 'kind': 'damaged', 'quantity': 2,
            'note': "Box crushed, both frames bent. The depot wants a photo."})
        damaged.action_chase()
        transfer = self._as(self._order_parts('hangzhou', 'supplier_depot', {'tie_rod': 4}).picking_ids, 'parts', hangzhou)
        transfer.move_ids.write({'quantity': 3, 'picked': True})
        transfer.with_context(skip_backorder=True)._action_done()
        self._load_second_outlet()
