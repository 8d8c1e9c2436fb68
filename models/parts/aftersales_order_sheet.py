from odoo import models

from odoo.addons.aftersales.models.base.entries import Hint, plain


class AftersalesOrder(models.Model):
    """What stock has of the parts that the box of the order sheet finds."""

    _inherit = 'aftersales.order'

    def _prepare_hits(self, hits, fits):
        rows = super()._prepare_hits(hits, fits)
        # sudo: whoever adds a part may know whether it is there
        products = self.env['product.product'].sudo().browse([record.id for kind, record in hits if kind == 'part'])
        stocked = products.with_context(warehouse_id=self.workshop_id.sudo().warehouse_id.id).filtered('is_storable')
        hints = {product.id: plain(self._get_stock_hint(product)) for product in stocked}
        return [
            {**row, 'stock': hints[row['id']]} if row['kind'] == 'part' and row['id'] in hints else row for row in rows]

    def _get_stock_hint(self, product):
        free, forecast = product.free_qty, product.virtual_available
        if product.uom_id.compare(free, 0.0) > 0:
            return Hint('success', self.env._("%(count)s here", count=f'{product.uom_id.round(free):g}'))
        if product.uom_id.compare(forecast, 0.0) > 0:
            return Hint('warning', self.env._("%(count)s on the way", count=f'{product.uom_id.round(forecast):g}'))
        return Hint('danger', self.env._("not here"))
