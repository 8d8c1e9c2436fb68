from odoo import api, fields, models

from odoo.addons.aftersales.models.parts.books import PartsBook


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
        self._create_missing_books('aftersales_warranty_type_id')

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

    def _get_parts_books(self, name=False):
        return super()._get_parts_books(name) | {'aftersales_warranty_type_id': PartsBook(
            'WTY', self.env._("Warranty issue"), self.env._("%(name)s Sequence warranty issue", name=name or self.name),
            self.aftersales_warranty_location_id, has_receipts=False)}
