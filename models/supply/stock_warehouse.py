from odoo import api, fields, models

from odoo.addons.aftersales.models.parts.books import PartsBook


class StockWarehouse(models.Model):
    """Each warehouse sells over its counter by an operation type of its own (H9)."""
    _inherit = 'stock.warehouse'

    aftersales_counter_type_id = fields.Many2one(
        'stock.picking.type', string="Counter Sale Type", check_company=True, copy=False, index='btree_not_null',
        help="Operation type by which parts sold over the counter leave this warehouse.")

    aftersales_transfer_type_id = fields.Many2one(
        'stock.picking.type', string="Station Transfer Type", check_company=True, copy=False, index='btree_not_null',
        help="Operation type by which this warehouse sends parts to other outlets of the house.")

    @api.model
    def _create_missing_counter_types(self):
        self._create_missing_books('aftersales_counter_type_id')

    @api.model
    def _create_missing_transfer_types(self):
        self._create_missing_books('aftersales_transfer_type_id')

    def _get_parts_books(self, name=False):
        return super()._get_parts_books(name) | {'aftersales_counter_type_id': PartsBook(
            'CTR', self.env._("Counter sale"), self.env._("%(name)s Sequence counter sale", name=name or self.name),
            self.lot_stock_id), 'aftersales_transfer_type_id': PartsBook(
            'STN', self.env._("Station transfer"),
            self.env._("%(name)s Sequence station transfer", name=name or self.name), self.lot_stock_id, False)}

    def _get_picking_type_create_values(self, max_sequence):
        """Stations send to each other: what they send stays in the house."""
        values, next_sequence = super()._get_picking_type_create_values(max_sequence)
        values['aftersales_transfer_type_id'].update(code='internal', default_location_dest_id=self.lot_stock_id.id)
        return values, next_sequence
