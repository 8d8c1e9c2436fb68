from odoo import api, fields, models

from odoo.addons.aftersales.models.parts.books import PartsBook


class StockWarehouse(models.Model):
    """Each warehouse sells over its counter by an operation type of its own (H9)."""
    _inherit = 'stock.warehouse'

    aftersales_counter_type_id = fields.Many2one(
        'stock.picking.type', string="Counter Sale Type", check_company=True, copy=False, index='btree_not_null',
        help="Operation type by which parts sold over the counter leave this warehouse.")

    @api.model
    def _create_missing_counter_types(self):
        self._create_missing_books('aftersales_counter_type_id')

    def _get_parts_books(self, name=False):
        return super()._get_parts_books(name) | {'aftersales_counter_type_id': PartsBook(
            'CTR', self.env._("Counter sale"), self.env._("%(name)s Sequence counter sale", name=name or self.name),
            self.lot_stock_id)}
