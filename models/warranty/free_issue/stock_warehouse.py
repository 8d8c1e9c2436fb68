from odoo import api, fields, models


class StockWarehouse(models.Model):
    """The warranty store: a place of its own, not part of the stock that is sold, with a book of its own (I5)."""
    _inherit = 'stock.warehouse'

    aftersales_warranty_location_id = fields.Many2one(
        'stock.location', string="Warranty Store", check_company=True, copy=False, index='btree_not_null', ondelete='restrict',
        help="Where parts lie that are given free under warranty.")
    aftersales_warranty_type_id = fields.Many2one(
        'stock.picking.type', string="Warranty Issue Type", check_company=True, copy=False, index='btree_not_null',
        help="Operation type by which parts leave the warranty store and come back to it: its book.")

    # === BUSINESS METHODS ===#

    @api.model
    def _create_missing_warranty_stores(self):
        """Give warehouses that were there before their warranty store and its book."""
        warehouses = self.with_context(active_test=False).search([('aftersales_warranty_type_id', '=', False)])
        for warehouse in warehouses:
            warehouse.write(warehouse._create_or_update_sequences_and_picking_types())

    def _get_warranty_type(self):
        """The book of the warranty store; made where somebody removed it."""
        self.ensure_one()
        if not self.aftersales_warranty_type_id:
            self.write(self._create_or_update_sequences_and_picking_types())
        return self.aftersales_warranty_type_id

    def _create_or_update_sequences_and_picking_types(self):
        """The store first: its book leads from it, also where another room's types are what is made."""
        if not self.aftersales_warranty_location_id:
            self._create_missing_locations({})
        return super()._create_or_update_sequences_and_picking_types()

    def _get_locations_values(self, vals, code=False):
        sub_locations = super()._get_locations_values(vals, code=code)
        name = (vals.get('code') or code or '').replace(' ', '').upper()
        company_id = vals.get('company_id', self.default_get(['company_id'])['company_id'])
        sub_locations['aftersales_warranty_location_id'] = {
            'name': self.env._("Warranty Store"),
            'active': True,
            'usage': 'internal',
            'barcode': self._valid_barcode(name + 'WARRANTY', company_id),
        }
        return sub_locations

    def _get_sequence_values(self, name=False, code=False):
        values = super()._get_sequence_values(name=name, code=code)
        sequence_code = self.aftersales_warranty_type_id.sequence_code or 'WTY'
        values['aftersales_warranty_type_id'] = {
            'name': self.env._("%(name)s Sequence warranty issue", name=name or self.name),
            'prefix': f"{code or self.code}/{sequence_code}/",
            'padding': 5,
            'company_id': self.company_id.id,
        }
        return values

    def _get_picking_type_create_values(self, max_sequence):
        values, next_sequence = super()._get_picking_type_create_values(max_sequence)
        customer_location, __ = self._get_partner_locations()
        values['aftersales_warranty_type_id'] = {
            'name': self.env._("Warranty issue"),
            'code': 'outgoing',
            'default_location_src_id': self.aftersales_warranty_location_id.id,
            'default_location_dest_id': customer_location.id,
            'use_create_lots': False,
            'use_existing_lots': True,
            'sequence': next_sequence + 1,
            'sequence_code': 'WTY',
            'company_id': self.company_id.id,
        }
        return values, next_sequence + 2

    def _get_picking_type_update_values(self):
        values = super()._get_picking_type_update_values()
        values['aftersales_warranty_type_id'] = {
            'active': self.active,
            'barcode': self.code.replace(' ', '').upper() + 'WTY',
        }
        return values

    def _update_name_and_code(self, new_name=False, new_code=False):
        super()._update_name_and_code(new_name, new_code)
        for warehouse in self:
            values = warehouse._get_sequence_values(name=new_name, code=new_code)
            # sudo: as core does for the sequences of its own types
            warehouse.sudo().aftersales_warranty_type_id.sequence_id.write(values['aftersales_warranty_type_id'])
