from odoo import api, fields, models
from odoo.fields import Domain

from .books import PartsBook


class StockWarehouse(models.Model):
    _inherit = 'stock.warehouse'

    aftersales_issue_type_id = fields.Many2one(
        'stock.picking.type', string="Parts Issue Type",
        check_company=True, copy=False, index='btree_not_null',
        help="Operation type by which the workshop's parts leave this warehouse.",
    )

    # === BUSINESS METHODS ===#

    @api.model
    def _create_missing_books(self, name):
        """Give warehouses that were there before a room the operation type it keeps in the field ``name``."""
        warehouses = self.with_context(active_test=False).search([(name, '=', False)])
        for warehouse in warehouses:
            warehouse.write(warehouse._create_or_update_sequences_and_picking_types())

    @api.model
    def _create_missing_issue_types(self):
        self._create_missing_books('aftersales_issue_type_id')

    def _get_parts_books(self, name=False):
        """Hook: the operation types of the rooms, as ``{field: PartsBook}``; ``name`` is the one a warehouse is given."""
        return {'aftersales_issue_type_id': PartsBook(
            'ISS', self.env._("Parts issue"), self.env._("%(name)s Sequence parts issue", name=name or self.name),
            self.lot_stock_id)}

    def _create_or_update_sequences_and_picking_types(self):
        vals = super()._create_or_update_sequences_and_picking_types()
        receipt_type_id = vals.get('in_type_id') or self.in_type_id.id
        for field, book in self._get_parts_books().items():
            if book.has_receipts and vals.get(field):
                self.env['stock.picking.type'].browse(vals[field]).return_picking_type_id = receipt_type_id
        return vals

    def _get_sequence_values(self, name=False, code=False):
        values = super()._get_sequence_values(name=name, code=code)
        for field, book in self._get_parts_books(name).items():
            values[field] = {
                'name': book.sequence_name,
                'prefix': f"{code or self.code}/{self[field].sequence_code or book.letters}/",
                'padding': 5,
                'company_id': self.company_id.id,
            }
        return values

    def _get_picking_type_create_values(self, max_sequence):
        values, next_sequence = super()._get_picking_type_create_values(max_sequence)
        customer_location, __ = self._get_partner_locations()
        for field, book in self._get_parts_books().items():
            values[field] = {
                'name': book.name,
                'code': 'outgoing',
                'default_location_src_id': book.location.id,
                'default_location_dest_id': customer_location.id,
                'use_create_lots': False,
                'use_existing_lots': True,
                'sequence': next_sequence + 1,
                'sequence_code': book.letters,
                'company_id': self.company_id.id,
            }
            next_sequence += 2
        return values, next_sequence

    def _get_picking_type_update_values(self):
        values = super()._get_picking_type_update_values()
        for field, book in self._get_parts_books().items():
            values[field] = {'active': self.active, 'barcode': self.code.replace(' ', '').upper() + book.letters}
        return values

    def _update_name_and_code(self, new_name=False, new_code=False):
        super()._update_name_and_code(new_name, new_code)
        for warehouse in self:
            values = warehouse._get_sequence_values(name=new_name, code=new_code)
            for field in warehouse._get_parts_books():
                # sudo: as core does for the sequences of its own types
                warehouse.sudo()[field].sequence_id.write(values[field])

    def _get_issue_rules(self, products):
        """Find how each product is supplied when it is issued from this warehouse.

        Parts leave straight from the stock location, whatever the number of delivery
        steps: the counter is next to the workshop. But they are supplied as a delivery of
        the same product would be, by the same rules ("Replenish on Order", "take from
        stock, else buy", ...), so that special orders need no set-up of their own.

        :return: dict of product: ``stock.rule`` (empty: take it from stock)
        """
        self.ensure_one()
        rules = self.env['stock.rule'].sudo().search_fetch(
            Domain('action', 'in', ('pull', 'pull_push'))
            & Domain('location_src_id', '=', self.lot_stock_id.id)
            & Domain('location_dest_id', '=', self.aftersales_issue_type_id.default_location_dest_id.id)
            & Domain('warehouse_id', 'in', (False, self.id))
            & Domain('company_id', 'in', (False, self.company_id.id)),
            order='route_sequence, sequence, id',
        )
        by_product = {}
        own_routes = self.env['stock.route'].sudo()
        if rules:
            own_routes = own_routes.search([('warehouse_ids', 'in', self.ids)])
        for product in products if rules else ():
            routes = product.route_ids | product.categ_id.total_route_ids
            by_product[product] = (
                rules.filtered(lambda rule, routes=routes: rule.route_id in routes)
                or rules.filtered(lambda rule: rule.route_id in own_routes)
            )[:1]
        return by_product or dict.fromkeys(products, rules)
