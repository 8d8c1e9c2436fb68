from odoo import api, fields, models


class StockWarehouse(models.Model):
    """Each warehouse sells over its counter by an operation type of its own (H9)."""
    _inherit = 'stock.warehouse'

    aftersales_counter_type_id = fields.Many2one(
        'stock.picking.type', string="Counter Sale Type", check_company=True, copy=False, index='btree_not_null',
        help="Operation type by which parts sold over the counter leave this warehouse.")

    @api.model
    def _create_missing_counter_types(self):
        """Give warehouses that were there before this room their "Counter sale" type."""
        warehouses = self.with_context(active_test=False).search([('aftersales_counter_type_id', '=', False)])
        for warehouse in warehouses:
            warehouse.write(warehouse._create_or_update_sequences_and_picking_types())

    def _create_or_update_sequences_and_picking_types(self):
        vals = super()._create_or_update_sequences_and_picking_types()
        if counter_type_id := vals.get('aftersales_counter_type_id'):
            receipt_type_id = vals.get('in_type_id') or self.in_type_id.id
            self.env['stock.picking.type'].browse(counter_type_id).return_picking_type_id = receipt_type_id
        return vals

    def _get_sequence_values(self, name=False, code=False):
        values = super()._get_sequence_values(name=name, code=code)
        sequence_code = self.aftersales_counter_type_id.sequence_code or 'CTR'
        values['aftersales_counter_type_id'] = {
            'name': self.env._("%(name)s Sequence counter sale", name=name or self.name),
            'prefix': f"{code or self.code}/{sequence_code}/",
            'padding': 5,
            'company_id': self.company_id.id,
        }
        return values

    def _get_picking_type_create_values(self, max_sequence):
        values, next_sequence = super()._get_picking_type_create_values(max_sequence)
        customer_location, __ = self._get_partner_locations()
        values['aftersales_counter_type_id'] = {
            'name': self.env._("Counter sale"),
            'code': 'outgoing',
            'default_location_src_id': self.lot_stock_id.id,
            'default_location_dest_id': customer_location.id,
            'use_create_lots': False,
            'use_existing_lots': True,
            'sequence': next_sequence + 1,
            'sequence_code': 'CTR',
            'company_id': self.company_id.id,
        }
        return values, next_sequence + 2

    def _get_picking_type_update_values(self):
        values = super()._get_picking_type_update_values()
        values['aftersales_counter_type_id'] = {
            'active': self.active,
            'barcode': self.code.replace(' ', '').upper() + 'CTR',
        }
        return values

    def _update_name_and_code(self, new_name=False, new_code=False):
        super()._update_name_and_code(new_name, new_code)
        for warehouse in self:
            values = warehouse._get_sequence_values(name=new_name, code=new_code)
            warehouse.sudo().aftersales_counter_type_id.sequence_id.write(values['aftersales_counter_type_id'])
